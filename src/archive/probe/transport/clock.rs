//! The times of one picture stream, by a clock that wraps, jumps or starts again.
//!
//! The clock has 33 bits and wraps after 26.5 hours. A step that is far from usual is a hole where the recording
//! went on without pictures, and a jump of the clock where streams were joined or an encoder started again. What
//! was between them tells: other streams that went on, flags, counters that begin anew or miss something.

use std::fmt;

use crate::archive::probe::container::ticks;
use crate::archive::probe::track::{MOST_PICTURES, Track};
use crate::base::time::Span;
use crate::facts::pictures::{FoundIn, Pictures};

/// Ticks in a second.
const SECOND: i64 = 90_000;
/// The next picture may come this much earlier or later: in coding order they are not sorted by time.
const NEAR: i64 = SECOND;
/// A longer step than this is a hole or a jump.
const FAR: i64 = 10 * SECOND;
/// Without any sign a step forward is a hole up to this, and a jump above.
const LONGEST_HOLE: i64 = 30 * 60 * SECOND;
/// So many pictures at either end can be wild, if there are many others. Which are, `Track` decides.
const MOST_WILD: usize = 2;
const FEWEST_TAME: usize = 8;
/// More jumps than any recording has.
const MOST_PIECES: usize = 10_000;

/// From one time to another, the short way round.
fn step(from: u64, to: u64) -> i64 {
    let ahead = to.wrapping_sub(from) & ((1 << 33) - 1);
    let ahead = ahead.cast_signed();
    if ahead < 1 << 32 { ahead } else { ahead - (1 << 33) }
}

/// How far a clock went on by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Running {
    last: Option<u64>,
    /// Without its jumps.
    pub ran: i64,
}

impl Running {
    pub(super) fn see(&mut self, time: u64) {
        let step = self.last.map_or(0, |last| step(last, time));
        if step.abs() <= FAR {
            self.ran = self.ran.saturating_add(step);
        }
        self.last = Some(time);
    }
}

/// How often something was seen that tells a hole from a jump.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    /// Packets are missing, or bytes that are none.
    pub gone: u64,
    /// A packet says that the clock is not continuous.
    pub flagged: u64,
    /// A table of programs begins to count anew.
    pub fresh: u64,
}

/// How a picture follows on the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// As pictures do.
    Near,
    /// After time without pictures.
    Hole,
    /// By another clock.
    Jump,
    /// By another clock, or after time that is missing: the writer started again.
    Restart,
}

/// Pictures that follow each other.
#[derive(Debug, Clone)]
struct Piece {
    /// How it follows on the pictures before.
    follows: Follows,
    /// From the last picture before to the first one, by the clocks of both.
    step: i64,
    /// Packets are missing before it.
    gone: bool,
    /// Counted from the first one, in the order of the file.
    times: Vec<i64>,
}

impl Piece {
    fn few(&self) -> bool {
        self.times.len() <= MOST_WILD
    }

    fn last(&self) -> i64 {
        self.times.last().copied().unwrap_or_default()
    }
}

/// The times of one picture stream.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub pid: u16,
    /// The time of the last picture, by its clock.
    last: u64,
    evidence: Evidence,
    ran: [i64; 2],
    /// How often the writer started again and the clock went on.
    went_on: u64,
    pieces: Vec<Piece>,
    overfull: bool,
}

/// What a picture stream comes to.
pub(in crate::archive::probe) struct Seen {
    /// `None`: too much to look at.
    pub pictures: Option<Pictures>,
    pub jumps: Jumps,
}

/// The jumps of a clock that were taken out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::archive::probe) struct Jumps {
    /// How many.
    pub count: u64,
    /// Where the first one is, from the first picture of the file, and how far the clock jumps there.
    first: (Span, Span),
}

impl fmt::Display for Jumps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (at, by) = self.first;
        write!(f, "its clock jumps by {by} s at {at} s")?;
        if self.count > 1 {
            write!(f, ", and {} times more", self.count - 1)?;
        }
        f.write_str(": streams were joined or an encoder started again, so the pictures are added up")
    }
}

impl Chain {
    pub(super) fn begin(pid: u16, time: u64, evidence: Evidence, ran: [i64; 2]) -> Self {
        let piece = Piece { follows: Follows::Near, step: 0, gone: false, times: vec![0] };
        Self { pid, last: time, evidence, ran, went_on: 0, pieces: vec![piece], overfull: false }
    }

    /// Adds the next picture. `begins`: its packets begin to count anew. `ran`: how far other clocks went.
    pub(super) fn see(&mut self, time: u64, begins: bool, evidence: Evidence, ran: [i64; 2]) {
        let step = step(self.last, time);
        let gone = evidence.gone > self.evidence.gone;
        let restart = begins && gone && evidence.fresh > self.evidence.fresh;
        let flagged = evidence.flagged > self.evidence.flagged;
        let went = ran.iter().zip(self.ran).map(|(now, before)| now.saturating_sub(before)).max();
        let follows = follows(step, flagged, restart, went.unwrap_or_default());
        (self.last, self.evidence, self.ran) = (time, evidence, ran);
        self.went_on += u64::from(restart && follows == Follows::Near);
        let room = self.pieces.len() < MOST_PIECES;
        match self.pieces.last_mut() {
            Some(piece) if follows == Follows::Near && piece.times.len() < MOST_PICTURES => {
                piece.times.push(piece.last().saturating_add(step));
            }
            _ if room && follows != Follows::Near => self.pieces.push(Piece { follows, step, gone, times: vec![0] }),
            _ => self.overfull = true,
        }
    }

    /// What the times come to: the stretches of a clock that jumps are added up.
    pub(super) fn finish(self) -> Seen {
        let mut jumps = Jumps::default();
        if self.overfull {
            return Seen { pictures: None, jumps };
        }
        let went_on = self.went_on > 0;
        let pieces = without_strays(self.pieces);
        let tame = pieces.iter().map(|piece| piece.times.len()).sum::<usize>() >= FEWEST_TAME + 2 * MOST_WILD;
        let mut track = Track::default();
        let mut placed = Placed::default();
        let mut zero = 0;
        for (nth, piece) in pieces.iter().enumerate() {
            let after_first = nth == 1 && pieces.first().is_some_and(Piece::few);
            let at_an_end = tame && (after_first || (nth + 1 == pieces.len() && piece.few()));
            let by_clock = match piece.follows {
                Follows::Near | Follows::Hole => true,
                // the clock survived other starts, so what is between is missing
                Follows::Restart => went_on && piece.step > 0,
                Follows::Jump => at_an_end,
            };
            let start = if by_clock {
                placed.last.saturating_add(piece.step)
            } else {
                let earliest = piece.times.iter().min().copied().unwrap_or_default();
                let start = placed.end.saturating_add(placed.usual).saturating_sub(earliest);
                if jumps.count == 0 {
                    jumps.first = (span(start.saturating_sub(zero)), span(piece.step));
                }
                jumps.count += 1;
                start
            };
            if nth > 0 && by_clock && (piece.gone || piece.follows == Follows::Restart) {
                track.broken_after(span(placed.last));
            }
            if after_first && at_an_end && piece.follows == Follows::Jump {
                zero = start;
            }
            for time in &piece.times {
                track.add(span(start.saturating_add(*time)), None, true);
            }
            placed = Placed::of(piece, start, placed.usual);
        }
        Seen { pictures: track.finish(FoundIn::Packets), jumps }
    }
}

/// Takes out the one or two pictures in the middle after which the clock goes on as if they were not there.
fn without_strays(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut kept: Vec<Piece> = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let back = |next: &Piece| piece.step.saturating_add(piece.last()).saturating_add(next.step);
        let stray = |next: &&Piece| back(next).abs() <= FAR && next.follows != Follows::Restart;
        let around = pieces.peek().filter(|_| piece.few() && piece.follows != Follows::Restart).filter(stray).map(back);
        match (around, kept.last_mut()) {
            (Some(step), Some(before)) => {
                let start = before.last().saturating_add(step);
                let next = pieces.next().map(|next| next.times).unwrap_or_default();
                before.times.extend(next.into_iter().map(|time| start.saturating_add(time)));
            }
            _ => kept.push(piece),
        }
    }
    kept
}

fn follows(step: i64, flagged: bool, restart: bool, went: i64) -> Follows {
    if step.abs() <= NEAR {
        return Follows::Near;
    }
    // what else the file carries went on without pictures
    if step > FAR && went >= step - FAR {
        return Follows::Hole;
    }
    if restart {
        return Follows::Restart;
    }
    if flagged {
        return Follows::Jump;
    }
    if !(-FAR..=LONGEST_HOLE).contains(&step) {
        Follows::Jump
    } else if step > FAR {
        Follows::Hole
    } else {
        Follows::Near
    }
}

/// Where the pictures of a piece came to lie.
#[derive(Default)]
struct Placed {
    last: i64,
    end: i64,
    /// From one picture to the next.
    usual: i64,
}

impl Placed {
    fn of(piece: &Piece, start: i64, usual_before: i64) -> Self {
        let (first, end) = piece.times.iter().fold((0, 0), |(first, end), time| ((*time).min(first), (*time).max(end)));
        let steps = i64::try_from(piece.times.len()).unwrap_or(i64::MAX) - 1;
        let usual = end.saturating_sub(first).checked_div(steps).map(|usual| usual.min(NEAR));
        Self {
            last: start.saturating_add(piece.last()),
            end: start.saturating_add(end),
            usual: usual.unwrap_or(usual_before),
        }
    }
}

fn span(time: i64) -> Span {
    ticks(i128::from(time), 1, SECOND.unsigned_abs()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
