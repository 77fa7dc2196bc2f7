//! Where an MPEG transport stream has pictures: it has no table of contents, so all of its packets are looked at.
//!
//! Follows ISO/IEC 13818-1: 2.4.3 (packets, `packets`), 2.4.2.6 and 2.4.3.5 (clocks that start again, `clock`). Seen in
//! the pass that hashes the file; what is inside the pictures is not looked at. Used by `watch`, which passes the
//! bytes on, and by `families`.

mod clock;
mod packets;

pub(super) use self::packets::{Packets, recognises};

use super::container::{Header, Promise};
use super::track::longest;
use super::watch::Watch;

/// So many zeros at the end were set aside for what is still to come.
const SET_ASIDE: u64 = 64 * 1024;

/// What was seen of a stream. It promises nothing, so without all its bytes nothing is known.
pub(super) fn read_header(size: u64, watched: Option<&Watch>) -> Header {
    let mut header = Header::of(Promise::Absent("an MPEG transport stream does not say how long it is"));
    let Some(watch) = watched else { return header };
    header.zeroed.media = size;
    header.zeroed.zeros = watch.zeros.within(0, size);
    let seen = watch.packets.finish();
    header.encrypted = seen.scrambled && seen.tracks.is_empty();
    let jumps = seen.tracks.iter().map(|track| &track.jumps).max_by_key(|jumps| jumps.count).copied();
    if let Some(jumps) = jumps.filter(|jumps| jumps.count > 0) {
        header.promise = Promise::Joined(jumps.to_string());
    }
    header.pictures = longest(seen.tracks.into_iter().filter_map(|track| track.pictures));
    header.trailing = seen.trailing;
    match watch.zeros.at_end() {
        0 => header.missing = seen.cut.then(|| "the file ends in the middle of a packet".to_owned()),
        zeros if zeros >= SET_ASIDE => header.growing = Some("its end is set aside and not written yet"),
        zeros => header.missing = Some(format!("its last {zeros} bytes are zeros")),
    }
    if let Some((from, to)) = header.pictures.as_ref().and_then(|pictures| pictures.lost.first()) {
        header.damage = Some(format!("packets are missing from {from} s to {to} s"));
    }
    header
}

#[cfg(test)]
mod tests;
