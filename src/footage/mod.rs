//! What lies on disk: walks archive roots, hashes every regular file, probes every video.
//!
//! One way in for the rest of the program: [`walk`] lists, [`examine`] reads one file once, so that what
//! was hashed is what was probed. Nothing here knows of chains, indexes or policies. Used by `scan`,
//! `verify`, `seal` and `inspect`.

pub mod types;
