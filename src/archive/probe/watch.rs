//! What is seen of a video in the one pass that reads all its bytes, for its hash.
//!
//! A probe reads little of a file. What only all bytes can show is found here, at no cost worth naming beside the
//! hash. Used by `disk`, which reads, and by `video`, which asks.

use super::transport::Packets;
use super::zeros::Zeros;

/// What was seen of a file, byte after byte from its start.
#[derive(Debug, Default)]
pub(in crate::archive) struct Watch {
    /// Where it is nothing but zeros.
    pub(super) zeros: Zeros,
    /// The packets of a transport stream.
    pub(super) packets: Packets,
}

impl Watch {
    /// Takes in the next bytes of the file.
    pub(in crate::archive) fn see(&mut self, bytes: &[u8]) {
        self.zeros.see(bytes);
        self.packets.see(bytes);
    }
}
