//! What the data cannot show, told once for each cause: how far it reaches, what shows it, and what settles it.
//!
//! A cause turns many obligations, so a reader meets it once and not in every case (contract, "Can the data
//! accuse?").

pub(super) mod evidence;
mod settles;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use self::evidence::why;
use self::settles::settled_by;
use super::id::{FindingKey, ObligationKey, finding_id};
use super::names::Names;
use crate::base::defect;
use crate::base::index::{Ix, Table};
use crate::base::time::Moment;
use crate::evidence::Evidence;
use crate::facts::exports::Export;
use crate::facts::source::SourceKind;
use crate::judgement::cause::{Cause, Why};
use crate::judgement::{Judged, Obligation};
use crate::results::causes::{CauseRow, Effect, Extent};

/// Every cause as a report has it, and how far it reaches among what is shown.
pub(super) struct Causes<'a> {
    pub(super) rows: Table<CauseRow, Cause>,
    pub(super) reach: FxHashMap<Ix<Cause>, (Moment, Extent<'a>)>,
}

impl<'a> Causes<'a> {
    pub(super) fn new(evidence: &Evidence, judged: &'a Judged, shown: &[Ix<Obligation>], names: &Names<'_>) -> Self {
        let mut reach: FxHashMap<Ix<Cause>, (Moment, Extent<'a>)> = FxHashMap::default();
        for obligation in shown.iter().map(|at| &judged.obligations[*at]) {
            let Some(cause) = obligation.cause else { continue };
            let (first, extent) = reach.entry(cause).or_insert_with(|| (obligation.on, Extent::default()));
            *first = obligation.on.min(*first);
            extent.add(&names.zone, obligation.on, obligation.officer.as_ref());
        }
        let mut rows = Table::new();
        for cause in judged.causes.iter() {
            rows.push(row(evidence, names, cause));
        }
        Self { rows, reach }
    }
}

/// So many officers or cameras are named where there is little room; the finding names all.
const NAMED: usize = 10;

fn row(evidence: &Evidence, names: &Names<'_>, cause: &Cause) -> CauseRow {
    let Some(code) = cause.reason.code() else {
        defect::stop(format!("`{}` turned an obligation and is no doubt of the data", cause.reason))
    };
    CauseRow {
        finding_id: with_key(evidence, names, cause, |key| Arc::from(finding_id(code, key))),
        code,
        about: about(evidence, names, cause),
        evidence: why(cause, NAMED),
        names_others: matches!(
            cause.why,
            Why::Strangers { .. } | Why::CarClock { .. } | Why::Gap { .. } | Why::Swap(_) | Why::OtherCar { .. }
        ),
        settled_by: settled_by(evidence, names, cause),
        effect: match (&cause.vouched, cause.lowers) {
            (Some(_), _) => Effect::SpeaksAgainstAWord,
            (None, Some(_)) => Effect::MakesLessSure,
            (None, None) => Effect::Turns,
        },
    }
}

/// The table of the audit file that leads to the recordings: an index, or else the archives.
pub(super) fn export_of_recordings(evidence: &Evidence) -> &'static str {
    let exports = &evidence.exports;
    let has_index = exports.files.iter().any(|export| export.is_recordings());
    if has_index || exports.archives.is_empty() { "[[recordings]]" } else { "[[archive]]" }
}

/// What it is about tells two causes of one reason apart, night for night.
pub(super) fn with_key<T>(
    evidence: &Evidence,
    names: &Names<'_>,
    cause: &Cause,
    of: impl FnOnce(&FindingKey<'_>) -> T,
) -> T {
    let about = &cause.about;
    let what = what(evidence, names, cause);
    let path = cause.rows.first().map_or(what, |row| names.source(*row));
    let on = about.stretch.map(|(from, _)| from);
    let (officer, vehicle) = (about.officer.as_ref(), about.vehicle.as_ref());
    let obligation = ObligationKey { officer, vehicle, on, ..ObligationKey::default() };
    of(&FindingKey { obligation, camera: about.camera.as_ref(), path: Some(&path), archive: about.unit.as_deref() })
}

/// What a cause is about, in few words, where no column of its finding says so.
pub(super) fn what(evidence: &Evidence, names: &Names<'_>, cause: &Cause) -> String {
    let about = &cause.about;
    if let Some(file) = about.file {
        return names.files[file].file.clone();
    }
    let named = about.camera.is_some() || about.vehicle.is_some() || about.officer.is_some();
    match (&about.unit, about.source) {
        (Some(unit), _) => format!("unit {unit}"),
        (None, Some(SourceKind::Recordings)) if !named => export_of_recordings(evidence).to_owned(),
        (None, Some(source)) if !named => format!("[[{}]]", source.as_str()),
        _ => String::new(),
    }
}

/// The same where there are no columns.
fn about(evidence: &Evidence, names: &Names<'_>, cause: &Cause) -> String {
    let about = &cause.about;
    if let (Why::Row, Some(row)) = (&cause.why, cause.rows.first()) {
        return names.source(*row);
    }
    let named = [
        about.camera.as_ref().map(|id| format!("camera {id}")),
        about.vehicle.as_ref().map(|id| format!("car {id}")),
        about.officer.as_ref().map(|id| format!("officer {id}")),
    ];
    let named: Vec<String> = named.into_iter().flatten().collect();
    if !named.is_empty() {
        return named.join(", ");
    }
    // a source with one file is best known by the name of that
    let of_source = |export: &&Export| Some(export.kind) == about.source && about.unit.is_none();
    let mut files = evidence.exports.files.entries().filter(|(_, export)| of_source(export)).map(|(at, _)| at);
    match (about.file, files.next(), files.next()) {
        (None, Some(only), None) => names.files[only].file.clone(),
        _ => what(evidence, names, cause),
    }
}
