//! How long work tells that it advances, without knowing whether anybody looks.
//!
//! The core knows only the trait; the bar on the terminal lives in `cli`. Every module may use this.

/// Told by long work as it advances; called from many threads.
pub trait Progress: Sync {
    /// This much lies ahead: so many files, so many bytes in them.
    fn expect(&self, files: u64, bytes: u64);
    /// So many more bytes were read.
    fn bytes(&self, count: u64);
    /// One more file is done.
    fn file_done(&self);
}

/// Nobody looks.
pub struct Silent;

impl Progress for Silent {
    fn expect(&self, _files: u64, _bytes: u64) {}
    fn bytes(&self, _count: u64) {}
    fn file_done(&self) {}
}
