//! The times of the pictures of one track, and what they come to: stretches, holes, wild times.
//!
//! Every reader of a container adds the pictures that it finds to a [`Track`], in whatever order they lie in the
//! file. What is a stretch and what is wild is decided here alone, the same for all containers (contract, "What is
//! on a video").

use crate::base::time::Span;
use crate::facts::pictures::{FoundIn, Part, Pictures, Wild};

/// One picture, as a container names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Picture {
    /// When it is shown, by the clock of the file.
    at: Span,
    /// How long, if the container says so.
    lasts: Option<Span>,
    /// Its bytes are there.
    there: bool,
}

/// The pictures of one track.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Track {
    pictures: Vec<Picture>,
    /// Behind these times bytes of the file are gone.
    broken: Vec<Span>,
    hidden: Span,
    overfull: bool,
}

/// More pictures than a day has at 60 in a second; whoever has more is not looked at.
pub(super) const MOST_PICTURES: usize = 6_000_000;

/// Two pictures this close to each other are of one stretch, whatever the rate.
const CLOSE: Span = Span::from_secs(1);
/// A picture covers no more than this, however slow the rate: a camera that takes one every ten seconds has holes.
const SLOWEST: Span = Span::from_secs(5);
/// So many pictures at either end can be wild,
const MOST_WILD: usize = 2;
/// if all others are this many or more,
const FEWEST_TAME: usize = 8;
/// and no other one is closer than this.
const FAR: Span = Span::from_secs(10);

impl Track {
    /// Adds a picture that is shown at that time of the file's clock, for so long if the container says so, and whose
    /// bytes are there (or are zeros, or lie beyond the end of the file).
    pub(super) fn add(&mut self, at: Span, lasts: Option<Span>, there: bool) {
        if self.pictures.len() < MOST_PICTURES {
            self.pictures.push(Picture { at, lasts, there });
        } else {
            self.overfull = true;
        }
    }

    /// Adds time that was recorded and that an edit list hides.
    pub(super) fn hide(&mut self, span: Span) {
        self.hidden = self.hidden + span;
    }

    /// Bytes of the file are gone behind the picture of that time: a hole there is a loss.
    pub(super) fn broken_after(&mut self, at: Span) {
        if self.broken.len() < MOST_PICTURES {
            self.broken.push(at);
        }
    }

    /// How many pictures there are, with those whose bytes are gone.
    pub(super) fn len(&self) -> usize {
        self.pictures.len()
    }

    /// What the pictures come to. `None`: there are none, or too many to look at.
    pub(super) fn finish(mut self, found_in: FoundIn) -> Option<Pictures> {
        if self.overfull || self.pictures.is_empty() {
            return None;
        }
        // nearly in order as they come, which this sort takes in one go
        self.pictures.sort();
        let (tame, wild) = without_wild(&self.pictures);
        let zero = tame.first()?.at;
        let usual = usual_step(tame);
        // how far it is from one picture to the next where there is no hole
        let tolerance = usual.doubled().max(CLOSE).min(SLOWEST);
        let of = |there: bool| stretches(tame, tolerance, usual, there);
        let shift = |(from, to): Part| (from - zero, to - zero);
        let stretches: Vec<Part> = of(true).into_iter().map(shift).collect();
        // a picture that is there is no loss, even where one that is gone should be shown at the same time
        let mut lost = minus(of(false).into_iter().map(shift), &stretches);
        self.broken.sort_unstable();
        let broken: Vec<Span> = self.broken.iter().map(|at| *at - zero).collect();
        lose_broken(&stretches, &broken, &mut lost);
        Some(Pictures { stretches, lost, wild, hidden: self.hidden, found_in })
    }
}

/// Of several picture tracks the one that shows the most; of equals the first. Single pictures (previews, covers)
/// show less than any recording.
pub(super) fn longest(tracks: impl IntoIterator<Item = Pictures>) -> Option<Pictures> {
    tracks.into_iter().reduce(|best, next| if recorded(&next) > recorded(&best) { next } else { best })
}

fn recorded(pictures: &Pictures) -> Span {
    pictures.stretches.iter().chain(&pictures.lost).map(|(from, to)| *to - *from).sum()
}

/// The pictures without the few at either end that are far from all others.
fn without_wild(pictures: &[Picture]) -> (&[Picture], Option<Wild>) {
    let far = |pair: &[Picture]| matches!(pair, [a, b] if b.at - a.at > FAR);
    let front = pictures.windows(2).take(MOST_WILD).rposition(far).map_or(0, |at| at + 1);
    let back = pictures.windows(2).rev().take(MOST_WILD).rposition(far).map_or(0, |at| at + 1);
    let tame = front.checked_add(back).and_then(|wild| pictures.len().checked_sub(wild));
    let tame = if tame >= Some(FEWEST_TAME) { pictures.get(front..pictures.len() - back) } else { None };
    let tame = tame.unwrap_or(pictures);
    // a last picture that lasts for an hour is as wild as one that comes an hour late
    let overlong = tame.last().is_some_and(|last| tame.len() >= FEWEST_TAME && last.lasts > Some(FAR));
    let wild = (pictures.len() - tame.len()).max(usize::from(overlong));
    let end = pictures.iter().rev().take(MOST_WILD + 1).map(|last| last.at + last.lasts.unwrap_or_default()).max();
    let reach = pictures.first().zip(end).map(|(first, end)| end - first.at);
    (tame, reach.filter(|_| wild > 0).map(|reach| Wild { pictures: wild, reach }))
}

fn usual_step(pictures: &[Picture]) -> Span {
    let mut steps: Vec<Span> = pictures
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.at - a.at).filter(|step| *step > Span::ZERO),
            _ => None,
        })
        .collect();
    let middle = steps.len() / 2;
    if steps.is_empty() { Span::ZERO } else { *steps.select_nth_unstable(middle).1 }
}

/// The stretches of the pictures that are there, or of those that are not.
fn stretches(pictures: &[Picture], tolerance: Span, usual: Span, there: bool) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let nexts = pictures.iter().skip(1).map(|next| Some(next.at)).chain([None]);
    for (picture, next) in pictures.iter().zip(nexts).filter(|(picture, _)| picture.there == there) {
        let step = next.map(|next| next - picture.at).filter(|step| *step <= tolerance);
        let end = picture.at + step.unwrap_or_else(|| lasts(picture, tolerance, usual));
        match parts.last_mut() {
            Some(last) if picture.at <= last.1 => last.1 = last.1.max(end),
            _ => parts.push((picture.at, end)),
        }
    }
    parts.retain(|(from, to)| from < to);
    parts
}

/// How long a picture before a hole, or the last one, is shown: as long as it says, if that can be.
fn lasts(picture: &Picture, tolerance: Span, usual: Span) -> Span {
    match picture.lasts {
        Some(lasts) if lasts <= tolerance || usual == Span::ZERO => lasts.min(tolerance),
        _ => usual.min(tolerance),
    }
}

/// Adds to what is lost the holes in which bytes of the file are gone.
fn lose_broken(stretches: &[Part], broken: &[Span], lost: &mut Vec<Part>) {
    for pair in stretches.windows(2) {
        let [(_, from), (next, _)] = pair else { continue };
        // pictures are not stored in the order of their times
        let first = broken.partition_point(|at| *at + SLOWEST < *from);
        if broken.get(first).is_some_and(|at| at < next) {
            lost.retain(|(start, end)| end <= from || start >= next);
            lost.push((*from, *next));
        }
    }
    lost.sort_unstable();
}

/// What of ordered, disjoint parts lies in none of the others, which are ordered and disjoint too.
fn minus(parts: impl Iterator<Item = Part>, others: &[Part]) -> Vec<Part> {
    let mut rest = Vec::new();
    let mut others = others.iter().peekable();
    for (mut from, to) in parts {
        while others.next_if(|(_, end)| *end <= from).is_some() {}
        while let Some((start, end)) = others.peek().filter(|(start, _)| *start < to) {
            if from < *start {
                rest.push((from, *start));
            }
            from = from.max(*end);
            if *end > to {
                break;
            }
            others.next();
        }
        if from < to {
            rest.push((from, to));
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn millis(millis: i64) -> Span {
        Span::from_millis(millis)
    }

    /// So many pictures, 100 ms each, from that second on.
    fn run(from: i64, count: i64) -> Vec<(i64, Option<i64>, bool)> {
        (0..count).map(|nth| (from * 1_000 + nth * 100, Some(100), true)).collect()
    }

    fn found(pictures: &[Vec<(i64, Option<i64>, bool)>]) -> Pictures {
        let mut track = Track::default();
        for (at, lasts, there) in pictures.concat() {
            track.add(millis(at), lasts.map(millis), there);
        }
        track.finish(FoundIn::SampleTables).unwrap()
    }

    fn parts(parts: &[(i64, i64)]) -> Vec<Part> {
        parts.iter().map(|(from, to)| (millis(*from), millis(*to))).collect()
    }

    #[rstest]
    #[case::plain(vec![run(0, 100)], &[(0, 10_000)])]
    #[case::offset(vec![run(3_600, 100)], &[(0, 10_000)])]
    #[case::hole(vec![run(0, 100), run(100, 100)], &[(0, 10_000), (100_000, 110_000)])]
    #[case::short_gap(vec![run(0, 100), vec![(10_900, None, true)]], &[(0, 11_000)])]
    #[case::out_of_order(vec![run(100, 100), run(0, 100)], &[(0, 10_000), (100_000, 110_000)])]
    #[case::wild_last(vec![run(0, 100), run(3_600, 1)], &[(0, 10_000)])]
    #[case::two_wild_last(vec![run(0, 100), run(3_600, 2)], &[(0, 10_000)])]
    #[case::two_wild_apart(vec![run(0, 100), run(3_600, 1), run(7_200, 1)], &[(0, 10_000)])]
    #[case::wild_first(vec![run(-3_600, 1), run(0, 100)], &[(0, 10_000)])]
    #[case::wild_at_both(vec![run(-3_600, 1), run(0, 100), run(3_600, 1)], &[(0, 10_000)])]
    #[case::three_are_not_wild(vec![run(0, 100), run(3_600, 3)], &[(0, 10_000), (3_600_000, 3_600_300)])]
    #[case::of_few_none_is_wild(vec![run(0, 2), run(3_600, 1)], &[(0, 200), (3_600_000, 3_600_100)])]
    #[case::the_last_one_lasts_an_hour(vec![run(0, 99), vec![(9_900, Some(3_600_000), true)]], &[(0, 10_000)])]
    #[case::one_in_two_seconds(vec![(0..10).map(|nth| (nth * 2_000, Some(2_000), true)).collect()], &[(0, 20_000)])]
    #[case::slow_camera(
        vec![(0..3).map(|nth| (nth * 20_000, Some(20_000), true)).collect()],
        &[(0, 5_000), (20_000, 25_000), (40_000, 45_000)]
    )]
    #[case::one_picture(vec![vec![(0, Some(600), true)]], &[(0, 600)])]
    #[case::no_length(vec![vec![(0, None, true)]], &[])]
    fn where_there_are_pictures(
        #[case] pictures: Vec<Vec<(i64, Option<i64>, bool)>>,
        #[case] stretches: &[(i64, i64)],
    ) {
        let found = found(&pictures);
        assert_eq!(found.stretches, parts(stretches));
        assert_eq!(found.lost, Vec::new());
    }

    #[test]
    fn what_is_wild_says_how_far_it_reaches() {
        let wild = |pictures: &[Vec<(i64, Option<i64>, bool)>]| found(pictures).wild;
        assert_eq!(wild(&[run(0, 100)]), None);
        let last = wild(&[run(0, 100), run(3_600, 1)]);
        assert_eq!(last, Some(Wild { pictures: 1, reach: millis(3_600_100) }));
        let long = wild(&[run(0, 99), vec![(9_900, Some(3_600_000), true)]]);
        assert_eq!(long, Some(Wild { pictures: 1, reach: millis(3_609_900) }));
    }

    #[test]
    fn what_is_gone_is_lost_and_no_footage() {
        let gone = |from, count| run(from, count).into_iter().map(|(at, lasts, _)| (at, lasts, false)).collect();
        let middle = found(&[run(0, 100), gone(10, 200), run(30, 100)]);
        assert_eq!(
            (middle.stretches, middle.lost),
            (parts(&[(0, 10_000), (30_000, 40_000)]), parts(&[(10_000, 30_000)]))
        );
        let front: Pictures = found(&[gone(0, 100), run(10, 100)]);
        assert_eq!((&front.stretches, &front.lost), (&parts(&[(10_000, 20_000)]), &parts(&[(0, 10_000)])));
        assert_eq!(front.holes(millis(5_000)).collect::<Vec<_>>(), parts(&[(0, 10_000)]));
        let end = found(&[run(0, 100), gone(10, 100)]);
        assert_eq!((end.stretches, end.lost), (parts(&[(0, 10_000)]), parts(&[(10_000, 20_000)])));
    }

    #[test]
    fn the_longest_track_decides() {
        let (preview, front, rear) = (found(&[run(0, 1)]), found(&[run(0, 600)]), found(&[run(0, 300)]));
        assert_eq!(longest([preview.clone(), rear, front.clone()]), Some(front));
        assert_eq!(longest([preview.clone()]), Some(preview));
        assert_eq!(longest([]), None);
    }

    proptest::proptest! {
        #[test]
        fn stretches_are_ordered_and_lost_ones_apart(
            pictures in proptest::collection::vec((0_i64..200_000, proptest::option::of(0_i64..9_000), proptest::bool::ANY), 1..60),
        ) {
            let found = found(&[pictures]);
            let mut all: Vec<Part> = found.stretches.iter().chain(&found.lost).copied().collect();
            all.sort_unstable();
            assert!(all.iter().all(|(from, to)| from < to && *from >= Span::ZERO), "{found:?}");
            assert!(all.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{found:?}");
        }
    }
}
