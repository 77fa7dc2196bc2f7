//! Tests of the whole room: the sample videos in memory, and files and folders on disk.

mod disk;
mod samples;

use std::path::PathBuf;

/// Where the sample videos lie.
fn sample_path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "fixtures", "videos", name].iter().collect()
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(sample_path(name)).unwrap()
}
