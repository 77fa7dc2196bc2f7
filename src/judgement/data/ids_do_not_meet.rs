//! `ids-do-not-meet`: most identifiers of a source are named by no other source, so nothing in it can be matched.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::board::Board;
use super::everything;
use crate::facts::source::SourceKind;
use crate::facts::{CameraFact, Subject};
use crate::judgement::cause::{About, Cause, Likely, Why};
use crate::words::{Outcome, Reason, Verdict};

/// Of fewer rows nothing is concluded.
const LEAST: usize = 20;
/// So many identifiers are shown.
const SHOWN: usize = 3;

/// Which kind of thing an identifier names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Camera,
    Officer,
    Vehicle,
}

type Id<'b> = (Kind, &'b str);

/// The identifiers of each row of a source.
struct Source<'b> {
    kind: SourceKind,
    rows: Vec<[Option<Id<'b>>; 3]>,
    ids: FxHashSet<Id<'b>>,
}

impl<'b> Source<'b> {
    fn new(kind: SourceKind, rows: impl Iterator<Item = [Option<Id<'b>>; 3]>) -> Self {
        let rows: Vec<_> = rows.collect();
        let ids = rows.iter().flatten().flatten().copied().collect();
        Self { kind, rows, ids }
    }

    /// The rows that have an identifier of one kind, with that alone.
    fn only(&self, kind: Kind) -> Self {
        let own = |row: &[Option<Id<'b>>; 3]| row.iter().flatten().copied().find(|(other, _)| *other == kind);
        Self::new(self.kind, self.rows.iter().filter_map(own).map(|id| [Some(id), None, None]))
    }

    /// How many rows name nothing of these.
    fn strangers(&self, known: &FxHashSet<Id<'_>>) -> usize {
        self.rows.iter().filter(|row| !row.iter().flatten().any(|id| known.contains(id))).count()
    }
}

pub(super) fn find(board: &Board<'_>) -> Vec<Cause> {
    let sources = sources(board);
    let turns_everything = everything(board);
    let mut causes = Vec::new();
    for source in sources.iter().filter(|source| source.rows.len() >= LEAST) {
        let others: FxHashSet<Id<'_>> = sources
            .iter()
            .filter(|other| other.kind != source.kind)
            .flat_map(|other| other.ids.iter().copied())
            .collect();
        // an identifier of a kind that no other source names at all cannot be met
        let kinds: FxHashSet<Kind> = others.iter().map(|(kind, _)| *kind).collect();
        if !source.ids.iter().any(|(kind, _)| kinds.contains(kind)) {
            continue;
        }
        let strangers = source.strangers(&others);
        if strangers * 2 <= source.rows.len() || !others_miss_it(source, &sources) {
            causes.extend(a_column(source, &sources));
            continue;
        }
        let turns = board.places(|obligation| match source.kind {
            SourceKind::DeviceLog => obligation.verdict == Verdict::NotRecorded,
            SourceKind::Justifications => obligation.outcome == Outcome::Unexplained,
            _ => turns_everything(obligation),
        });
        let why = strange(source, strangers, &others);
        let about = About { source: Some(source.kind), ..About::default() };
        causes.push(Cause::new(Reason::IdsDoNotMeet, why, about, turns).incomplete());
    }
    causes
}

/// One column names nothing that others name, while the rows meet by another one: that is told and turns nothing,
/// because cameras still show whose recordings they are.
fn a_column<'b>(source: &Source<'b>, sources: &[Source<'b>]) -> Option<Cause> {
    [Kind::Camera, Kind::Officer, Kind::Vehicle].into_iter().find_map(|kind| {
        let column = source.only(kind);
        let others: Vec<Source<'_>> =
            sources.iter().filter(|other| other.kind != source.kind).map(|other| other.only(kind)).collect();
        let known: FxHashSet<Id<'_>> = others.iter().flat_map(|other| other.ids.iter().copied()).collect();
        let strangers = column.strangers(&known);
        let missed =
            others.iter().all(|other| other.rows.len() < LEAST || other.strangers(&column.ids) * 2 > other.rows.len());
        if known.is_empty() || column.rows.len() < LEAST || strangers * 2 <= column.rows.len() || !missed {
            return None;
        }
        let about = About { source: Some(source.kind), ..About::default() };
        let cause = Cause::new(Reason::IdsDoNotMeet, strange(&column, strangers, &known), about, Vec::new());
        // by the officers of the roster contacts are judged, so that without them nothing is
        let incomplete = source.kind == SourceKind::Assignments;
        Some(Cause { told: true, incomplete, ..cause })
    })
}

fn strange(source: &Source<'_>, strangers: usize, others: &FxHashSet<Id<'_>>) -> Why {
    Why::Strangers {
        strangers: u64::try_from(strangers).unwrap_or(u64::MAX),
        rows: u64::try_from(source.rows.len()).unwrap_or(u64::MAX),
        likely: likely(source, others),
        examples: examples(source, others),
    }
}

/// Whether fewer than half of the rows of the roster, or of the triggers, name what the source names.
fn others_miss_it(source: &Source<'_>, sources: &[Source<'_>]) -> bool {
    let named = |kinds: &[SourceKind]| {
        let of = sources.iter().filter(|other| kinds.contains(&other.kind) && other.kind != source.kind);
        let (rows, strangers) = of.fold((0, 0), |(rows, strangers), other| {
            (rows + other.rows.len(), strangers + other.strangers(&source.ids))
        });
        (rows > 0).then_some((rows - strangers) * 2 < rows)
    };
    let roster = named(&[SourceKind::Assignments]);
    let triggers = named(&[SourceKind::Lightbar, SourceKind::Contacts]);
    match (roster, triggers) {
        (Some(roster), _) => roster,
        (None, Some(triggers)) => triggers,
        (None, None) => false,
    }
}

fn sources<'b>(board: &'b Board<'_>) -> Vec<Source<'b>> {
    let evidence = board.evidence;
    let vehicle = |id: &'b str| Some((Kind::Vehicle, id));
    let officer = |id: &'b str| Some((Kind::Officer, id));
    let camera = |id: &'b str| Some((Kind::Camera, id));
    let lit = evidence.events.iter().filter_map(|event| match &event.subject {
        Subject::Vehicle(id) => Some([vehicle(id.as_str()), None, None]),
        Subject::Officer(_) => None,
    });
    let contacts = evidence.events.iter().filter_map(|event| match &event.subject {
        Subject::Officer(id) => Some([officer(id.as_str()), None, None]),
        Subject::Vehicle(_) => None,
    });
    let recordings = evidence.recordings.iter().map(|file| {
        let by = |id: Option<&'b str>, kind| id.map(|id| (kind, id));
        [
            by(file.camera.as_ref().map(|id| id.as_str()), Kind::Camera),
            by(file.officer.as_ref().map(|id| id.as_str()), Kind::Officer),
            None,
        ]
    });
    let roster = evidence.assignments.iter().map(|tour| {
        let issued = match &tour.camera {
            CameraFact::Issued(id) => camera(id.as_str()),
            CameraFact::Blank | CameraFact::Unsaid => None,
        };
        [officer(tour.officer.as_str()), issued, tour.vehicle.as_ref().and_then(|id| vehicle(id.as_str()))]
    });
    let justifications = evidence.justifications.iter().map(|one| [officer(one.officer.as_str()), None, None]);
    let log = evidence.device_log.iter().map(|event| [camera(event.camera.as_str()), None, None]);
    vec![
        Source::new(SourceKind::Lightbar, lit),
        Source::new(SourceKind::Contacts, contacts),
        Source::new(SourceKind::Recordings, recordings),
        Source::new(SourceKind::Assignments, roster),
        Source::new(SourceKind::Justifications, justifications),
        Source::new(SourceKind::DeviceLog, log),
    ]
}

/// Makes identifiers alike that differ by one accident only.
fn alike(likely: Likely, id: &str) -> String {
    match likely {
        Likely::Zeros => id.trim_start_matches('0').to_owned(),
        Likely::Case => id.to_lowercase(),
        Likely::Prefix => {
            let digits: String = id.chars().filter(char::is_ascii_digit).collect();
            digits.trim_start_matches('0').to_owned()
        }
        Likely::Column => id.to_owned(),
    }
}

/// The accident that makes most identifiers meet.
fn likely(source: &Source<'_>, others: &FxHashSet<Id<'_>>) -> Option<Likely> {
    let meets = |likely: Likely| {
        let known: FxHashSet<String> = others.iter().map(|(_, id)| alike(likely, id)).collect();
        let met = source.ids.iter().filter(|(_, id)| {
            let alike = alike(likely, id);
            !alike.is_empty() && known.contains(&alike)
        });
        met.count() * 2 > source.ids.len()
    };
    // `Column` comes first: the identifiers are known as another kind of thing
    [Likely::Column, Likely::Case, Likely::Zeros, Likely::Prefix].into_iter().find(|likely| meets(*likely))
}

/// Some identifiers that nobody else names, each with one of another source that may be meant.
fn examples(source: &Source<'_>, others: &FxHashSet<Id<'_>>) -> Vec<(String, Option<String>)> {
    let known: BTreeSet<&str> = others.iter().map(|(_, id)| *id).collect();
    let strangers: BTreeSet<&str> = source.ids.iter().filter(|id| !others.contains(*id)).map(|(_, id)| *id).collect();
    let meant = |id: &str| {
        let same = |likely: Likely, other: &&&str| {
            let alike_id = alike(likely, id);
            !alike_id.is_empty() && alike(likely, other) == alike_id
        };
        [Likely::Case, Likely::Zeros, Likely::Prefix]
            .into_iter()
            .find_map(|likely| known.iter().find(|other| same(likely, other)))
            .map(|other| (*other).to_owned())
    };
    strangers.into_iter().take(SHOWN).map(|id| (id.to_owned(), meant(id))).collect()
}
