//! The sample videos, read in memory.

mod samples;

use std::path::PathBuf;

/// Where the sample videos lie.
pub(in crate::archive) fn sample_path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "fixtures", "videos", name].iter().collect()
}

pub(in crate::archive) fn sample(name: &str) -> Vec<u8> {
    std::fs::read(sample_path(name)).unwrap()
}
