//! Progress on a terminal: bytes hashed, rate, time left, files; nothing anywhere else.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::base::progress::Progress;

/// One bar on stderr; indicatif draws nothing where that is no terminal.
pub(super) struct Bar {
    bytes: ProgressBar,
    files: std::sync::atomic::AtomicU64,
    all_files: std::sync::atomic::AtomicU64,
}

impl Bar {
    pub(super) fn new() -> Self {
        let bytes = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(8));
        let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left, {msg}");
        bytes.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bytes, files: 0.into(), all_files: 0.into() }
    }

    /// Takes the bar away, so that the report stands alone.
    pub(super) fn finish(&self) {
        self.bytes.finish_and_clear();
    }

    fn show_files(&self) {
        let relaxed = std::sync::atomic::Ordering::Relaxed;
        self.bytes.set_message(format!("{} of {} files", self.files.load(relaxed), self.all_files.load(relaxed)));
    }
}

impl Progress for Bar {
    fn expect(&self, files: u64, bytes: u64) {
        self.all_files.fetch_add(files, std::sync::atomic::Ordering::Relaxed);
        self.bytes.inc_length(bytes);
        self.show_files();
    }

    fn bytes(&self, count: u64) {
        self.bytes.inc(count);
    }

    fn file_done(&self) {
        self.files.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if !self.bytes.is_hidden() {
            self.show_files();
        }
    }
}
