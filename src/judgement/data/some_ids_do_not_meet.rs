//! `ids-do-not-meet`, of some rows: recordings whose identifier is nobody's as it stands, and somebody's once zeros,
//! case or a prefix are as they were.
//!
//! A spreadsheet, a second export or a hand that types spoils part of a column as often as all of it. Whose recordings
//! these are is then not shown, so that whoever is meant may have recorded.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::board::Board;
use crate::facts::source::SourceKind;
use crate::facts::{CameraFact, SourceRef};
use crate::judgement::cause::{About, Cause, Likely, Why};
use crate::words::Reason;

/// So many identifiers are shown.
const SHOWN: usize = 3;

/// Everything of a look at one kind of identifier.
struct Meant<'b> {
    /// The identifier that is known, with how it differs from that of the row.
    of: BTreeMap<&'b str, (&'b str, Likely)>,
    rows: u64,
    all: u64,
    sources: Vec<SourceRef>,
}

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let evidence = board.evidence;
    let cameras = evidence.assignments.iter().filter_map(|tour| match &tour.camera {
        CameraFact::Issued(id) => Some(id.as_str()),
        CameraFact::Blank | CameraFact::Unsaid => None,
    });
    let cameras: FxHashSet<&str> = cameras.collect();
    let officers: FxHashSet<&str> = evidence.assignments.iter().map(|tour| tour.officer.as_str()).collect();
    // where the row names a camera, its officer is not what it is matched by
    let by_officer = |file: &crate::evidence::Recording| file.camera.is_none();
    let camera = meant(board, &cameras, |file| file.camera.as_ref().map(|id| id.as_str()));
    let officer =
        meant(board, &officers, |file| file.officer.as_ref().filter(|_| by_officer(file)).map(|id| id.as_str()));
    let of_cameras: FxHashSet<&str> = camera.of.values().map(|(meant, _)| *meant).collect();
    let of_officers: FxHashSet<&str> = officer.of.values().map(|(meant, _)| *meant).collect();
    let mut causes = Vec::new();
    for (found, is_of_camera) in [(camera, true), (officer, false)] {
        if found.of.is_empty() {
            continue;
        }
        let turns = board.places(|obligation| {
            let named = if is_of_camera {
                obligation.camera.as_ref().is_some_and(|id| of_cameras.contains(id.as_str()))
            } else {
                obligation.officer.as_ref().is_some_and(|id| of_officers.contains(id.as_str()))
            };
            obligation.verdict.is_deviation() && named
        });
        let about = About { source: Some(SourceKind::Recordings), ..About::default() };
        let cause = Cause::new(Reason::IdsDoNotMeet, found.why(), about, turns).incomplete();
        causes.push(Cause { rows: found.sources, ..cause });
    }
    causes
}

fn meant<'b>(
    board: &Board<'b>,
    known: &FxHashSet<&'b str>,
    id_of: impl Fn(&'b crate::evidence::Recording) -> Option<&'b str>,
) -> Meant<'b> {
    let mut alike: FxHashMap<(Likely, String), Option<&'b str>> = FxHashMap::default();
    for id in known {
        for likely in [Likely::Case, Likely::Zeros, Likely::Prefix] {
            // two that would be alike are nobody's
            let one = alike.entry((likely, plain(likely, id))).or_insert(Some(id));
            *one = one.filter(|one| one == id);
        }
    }
    let meant_by = |id: &str| {
        let accident = |likely: Likely| {
            let plain = plain(likely, id);
            let meant = alike.get(&(likely, plain)).copied().flatten()?;
            // a prefix is lost or added; two different prefixes are two different things
            let has_none = |id: &str| id.starts_with(|first: char| first.is_ascii_digit());
            (likely != Likely::Prefix || has_none(id) != has_none(meant)).then_some((meant, likely))
        };
        [Likely::Case, Likely::Zeros, Likely::Prefix].into_iter().find_map(accident)
    };
    let mut found = Meant { of: BTreeMap::new(), rows: 0, all: 0, sources: Vec::new() };
    for file in &board.evidence.recordings {
        let Some(id) = id_of(file) else { continue };
        found.all += 1;
        if known.contains(id) {
            continue;
        }
        let Some(meant) = found.of.get(id).copied().or_else(|| meant_by(id)) else { continue };
        if found.of.insert(id, meant).is_none() {
            found.sources.extend(file.input_row().map(SourceRef::Row));
        }
        found.rows += 1;
    }
    found
}

impl Meant<'_> {
    fn why(&self) -> Why {
        let mut counts = [(Likely::Case, 0_usize), (Likely::Zeros, 0), (Likely::Prefix, 0)];
        for (likely, count) in &mut counts {
            *count = self.of.values().filter(|(_, of)| of == likely).count();
        }
        let most = counts.iter().rev().max_by_key(|(_, count)| *count).map(|(likely, _)| *likely);
        let examples = self.of.iter().take(SHOWN).map(|(id, (meant, _))| ((*id).to_owned(), Some((*meant).to_owned())));
        Why::Strangers { strangers: self.rows, rows: self.all, likely: most, examples: examples.collect() }
    }
}

/// An identifier without what one accident changes.
fn plain(likely: Likely, id: &str) -> String {
    match likely {
        Likely::Case => id.to_lowercase(),
        Likely::Zeros => without_zeros(&id.to_lowercase()),
        Likely::Prefix | Likely::Column => {
            let begin = id.find(|each: char| each.is_ascii_digit()).unwrap_or(id.len());
            without_zeros(&id.get(begin..).unwrap_or_default().to_lowercase())
        }
    }
}

/// Without the zeros in front of each number.
fn without_zeros(id: &str) -> String {
    let mut plain = String::with_capacity(id.len());
    let mut in_number = false;
    for each in id.chars() {
        let zero = each == '0' && !in_number;
        in_number = each.is_ascii_digit() && (in_number || !zero);
        if !zero {
            plain.push(each);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::zeros("BWC-0012", "bwc-12")]
    #[case::of_each_number("A01-007", "a1-7")]
    #[case::inside_a_number("100", "100")]
    fn zeros_in_front_of_numbers_go(#[case] id: &str, #[case] expected: &str) {
        assert_eq!(plain(Likely::Zeros, id), expected);
    }
}
