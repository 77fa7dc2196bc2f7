//! All tests that run the program, or use the library, as a user would: one module per topic, and what several
//! topics need in `support`. They are one binary, so that a change is compiled and linked once.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says on stderr what it skips"
)]

mod support;

mod alibis;
mod architecture;
mod attacks;
mod bad_input;
mod chain_stress;
mod check_it_yourself;
mod checks;
mod clocks;
mod completions;
mod data;
mod department_a;
mod downgrades;
mod exports;
mod html_browser;
mod html_numbers;
mod kansas_city;
mod manifests;
mod nightly;
mod patterns;
mod public_browser;
mod readme;
mod reproducible;
mod sheets;
mod show;
mod videos;
