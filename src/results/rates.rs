//! One row of `rates.csv`: how often cameras were started, with the doubt of every rate.

use super::columns::{Cell, Column, Tabular, column, count, maybe_text, share};
use crate::base::share::Share;
use crate::words::{Reason, SubjectKind, Verdict};

/// Why an obligation is in no rate: its verdict and reason, in the order of the contract.
pub(crate) const LEFT_OUT: [(Verdict, Option<Reason>); 32] = [
    (Verdict::NotRequired, Some(Reason::NoPolicy)),
    (Verdict::NotRequired, Some(Reason::TriggerNotCovered)),
    (Verdict::NotRequired, Some(Reason::ExcludedCategory)),
    (Verdict::NotRequired, Some(Reason::Brief)),
    (Verdict::NotRequired, Some(Reason::ExemptDuty)),
    (Verdict::NotRequired, Some(Reason::NoCameraIssued)),
    (Verdict::Indeterminate, Some(Reason::NoAssignment)),
    (Verdict::Indeterminate, Some(Reason::CameraUnknown)),
    (Verdict::Indeterminate, Some(Reason::Clock)),
    (Verdict::Indeterminate, Some(Reason::AmbiguousTime)),
    (Verdict::Indeterminate, Some(Reason::IdsDoNotMeet)),
    (Verdict::Indeterminate, Some(Reason::SuspectedTimeZone)),
    (Verdict::Indeterminate, Some(Reason::TriggerSuspect)),
    (Verdict::Indeterminate, Some(Reason::LogResolution)),
    (Verdict::Indeterminate, Some(Reason::SuspectedLength)),
    (Verdict::Indeterminate, Some(Reason::NoRecordings)),
    (Verdict::Indeterminate, Some(Reason::CutExport)),
    (Verdict::Indeterminate, Some(Reason::OutsideExport)),
    (Verdict::Indeterminate, Some(Reason::CameraNotInExport)),
    (Verdict::Indeterminate, Some(Reason::ExportGap)),
    (Verdict::Indeterminate, Some(Reason::FilteredExport)),
    (Verdict::Indeterminate, Some(Reason::RetentionPassed)),
    (Verdict::Indeterminate, Some(Reason::RejectedRow)),
    (Verdict::Indeterminate, Some(Reason::UnnamedRecording)),
    (Verdict::Indeterminate, Some(Reason::UnplacedVideo)),
    (Verdict::Indeterminate, Some(Reason::ClockUnset)),
    (Verdict::Indeterminate, Some(Reason::PossibleSwap)),
    (Verdict::FootageMissing, Some(Reason::MissingFile)),
    (Verdict::FootageMissing, Some(Reason::EmptyRecording)),
    (Verdict::FootageMissing, Some(Reason::DeviceLog)),
    (Verdict::FootageMissing, Some(Reason::SequenceGap)),
    (Verdict::UploadPending, None),
];

/// A rate and how far it can be trusted; each is `None` where there is nothing to divide by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many of the decided obligations the rate counts.
    pub part: u32,
    /// How many obligations are decided.
    pub whole: u32,
    /// The share.
    pub rate: Option<Share>,
    /// The lower end of Wilson's interval at 95 %.
    pub low: Option<Share>,
    /// The upper end of that interval.
    pub high: Option<Share>,
    /// The rate if everything that is not decided went badly.
    pub worst: Option<Share>,
    /// The rate if everything that is not decided went well.
    pub best: Option<Share>,
}

/// What is said of one unit, supervisor, car or officer, or of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateRow {
    /// What it is about.
    pub kind: SubjectKind,
    /// Its id; `None`: the whole, or those that name none.
    pub id: Option<String>,
    /// All obligations.
    pub obligations: u32,
    /// Nobody was obliged.
    pub not_required: u32,
    /// Not decided.
    pub unresolved: u32,
    /// Deviations whose justification or approval may still come.
    pub awaiting: u32,
    /// The camera was started, early or late.
    pub activation: Rate,
    /// The camera was started in time.
    pub on_time: Rate,
    /// No accepted justification; those awaiting one are not decided here.
    pub unexplained: Rate,
    /// How many are in no rate, in the order of [`LEFT_OUT`].
    pub left_out: [u32; LEFT_OUT.len()],
}

impl Tabular for RateRow {
    const NAME: &'static str = "rates";
    const COLUMNS: &'static [Column<Self>] = &[
        column("subject_kind", "The whole, a unit, a supervisor, a car or an officer.", |row| {
            Cell::Word(row.kind.as_str())
        }),
        column("subject_id", "Which one; empty for the whole, and for those that name none.", |row| {
            maybe_text(row.id.as_deref())
        }),
        column("obligations", "All obligations.", |row| count(row.obligations)),
        column("not_required", "Nobody was obliged.", |row| count(row.not_required)),
        column("unresolved", "Not decided.", |row| count(row.unresolved)),
        column("awaiting", "A deviation whose justification or approval may still come.", |row| count(row.awaiting)),
        column("activated", "The camera was started, late or in time.", |row| count(row.activation.part)),
        column("activated_of", "Of so many decided obligations.", |row| count(row.activation.whole)),
        column("activation_rate", "The share of the one in the other.", |row| share(row.activation.rate)),
        column("activation_rate_low", "Wilson interval at 95 %: from here.", |row| share(row.activation.low)),
        column("activation_rate_high", "Wilson interval at 95 %: to here.", |row| share(row.activation.high)),
        column("activation_rate_worst", "The rate if all that is not decided had gone badly.", |row| {
            share(row.activation.worst)
        }),
        column("activation_rate_best", "The rate if all that is not decided had gone well.", |row| {
            share(row.activation.best)
        }),
        column("on_time", "The camera was started in time.", |row| count(row.on_time.part)),
        column("on_time_of", "Of so many decided obligations.", |row| count(row.on_time.whole)),
        column("on_time_rate", "The share of the one in the other.", |row| share(row.on_time.rate)),
        column("on_time_rate_low", "Wilson interval at 95 %: from here.", |row| share(row.on_time.low)),
        column("on_time_rate_high", "Wilson interval at 95 %: to here.", |row| share(row.on_time.high)),
        column("on_time_rate_worst", "The rate if all that is not decided had gone badly.", |row| {
            share(row.on_time.worst)
        }),
        column("on_time_rate_best", "The rate if all that is not decided had gone well.", |row| {
            share(row.on_time.best)
        }),
        column("unexplained", "No accepted justification.", |row| count(row.unexplained.part)),
        column("unexplained_of", "Of so many decided obligations that do not await a justification.", |row| {
            count(row.unexplained.whole)
        }),
        column("unexplained_rate", "The share of the one in the other.", |row| share(row.unexplained.rate)),
        column("unexplained_rate_low", "Wilson interval at 95 %: from here.", |row| share(row.unexplained.low)),
        column("unexplained_rate_high", "Wilson interval at 95 %: to here.", |row| share(row.unexplained.high)),
        column("unexplained_rate_worst", "The rate if all that is not decided had gone badly.", |row| {
            share(row.unexplained.worst)
        }),
        column("unexplained_rate_best", "The rate if all that is not decided had gone well.", |row| {
            share(row.unexplained.best)
        }),
        column("left_out_no_policy", "In no rate, because of `no-policy`.", |row| left_out(row, "no-policy")),
        column("left_out_trigger_not_covered", "In no rate, because of `trigger-not-covered`.", |row| {
            left_out(row, "trigger-not-covered")
        }),
        column("left_out_excluded_category", "In no rate, because of `excluded-category`.", |row| {
            left_out(row, "excluded-category")
        }),
        column("left_out_brief", "In no rate, because of `brief`.", |row| left_out(row, "brief")),
        column("left_out_exempt_duty", "In no rate, because of `exempt-duty`.", |row| left_out(row, "exempt-duty")),
        column("left_out_no_camera_issued", "In no rate, because of `no-camera-issued`.", |row| {
            left_out(row, "no-camera-issued")
        }),
        column("left_out_no_assignment", "In no rate, because of `no-assignment`.", |row| {
            left_out(row, "no-assignment")
        }),
        column("left_out_camera_unknown", "In no rate, because of `camera-unknown`.", |row| {
            left_out(row, "camera-unknown")
        }),
        column("left_out_clock", "In no rate, because of `clock`.", |row| left_out(row, "clock")),
        column("left_out_ambiguous_time", "In no rate, because of `ambiguous-time`.", |row| {
            left_out(row, "ambiguous-time")
        }),
        column("left_out_ids_do_not_meet", "In no rate, because of `ids-do-not-meet`.", |row| {
            left_out(row, "ids-do-not-meet")
        }),
        column("left_out_suspected_time_zone", "In no rate, because of `suspected-time-zone`.", |row| {
            left_out(row, "suspected-time-zone")
        }),
        column("left_out_trigger_suspect", "In no rate, because of `trigger-suspect`.", |row| {
            left_out(row, "trigger-suspect")
        }),
        column("left_out_log_resolution", "In no rate, because of `log-resolution`.", |row| {
            left_out(row, "log-resolution")
        }),
        column("left_out_suspected_length", "In no rate, because of `suspected-length`.", |row| {
            left_out(row, "suspected-length")
        }),
        column("left_out_no_recordings", "In no rate, because of `no-recordings`.", |row| {
            left_out(row, "no-recordings")
        }),
        column("left_out_cut_export", "In no rate, because of `cut-export`.", |row| left_out(row, "cut-export")),
        column("left_out_outside_export", "In no rate, because of `outside-export`.", |row| {
            left_out(row, "outside-export")
        }),
        column("left_out_camera_not_in_export", "In no rate, because of `camera-not-in-export`.", |row| {
            left_out(row, "camera-not-in-export")
        }),
        column("left_out_export_gap", "In no rate, because of `export-gap`.", |row| left_out(row, "export-gap")),
        column("left_out_filtered_export", "In no rate, because of `filtered-export`.", |row| {
            left_out(row, "filtered-export")
        }),
        column("left_out_retention_passed", "In no rate, because of `retention-passed`.", |row| {
            left_out(row, "retention-passed")
        }),
        column("left_out_rejected_row", "In no rate, because of `rejected-row`.", |row| left_out(row, "rejected-row")),
        column("left_out_unnamed_recording", "In no rate, because of `unnamed-recording`.", |row| {
            left_out(row, "unnamed-recording")
        }),
        column("left_out_unplaced_video", "In no rate, because of `unplaced-video`.", |row| {
            left_out(row, "unplaced-video")
        }),
        column("left_out_clock_unset", "In no rate, because of `clock-unset`.", |row| left_out(row, "clock-unset")),
        column("left_out_possible_swap", "In no rate, because of `possible-swap`.", |row| {
            left_out(row, "possible-swap")
        }),
        column("left_out_missing_file", "In no rate, because of `missing-file`.", |row| left_out(row, "missing-file")),
        column("left_out_empty_recording", "In no rate, because of `empty-recording`.", |row| {
            left_out(row, "empty-recording")
        }),
        column("left_out_device_log", "In no rate, because of `device-log`.", |row| left_out(row, "device-log")),
        column("left_out_sequence_gap", "In no rate, because of `sequence-gap`.", |row| left_out(row, "sequence-gap")),
        column("left_out_upload_pending", "In no rate, because of `upload-pending`.", |row| {
            left_out(row, "upload-pending")
        }),
    ];
}

/// How many are in no rate because of a reason, or of a verdict that needs none.
fn left_out(row: &RateRow, word: &str) -> Cell<'static> {
    let named = |(verdict, reason): (Verdict, Option<Reason>)| reason.map_or(verdict.as_str(), Reason::as_str) == word;
    let place = LEFT_OUT.iter().position(|left_out| named(*left_out));
    place.and_then(|place| row.left_out.get(place)).map_or(Cell::Empty, |left_out| count(*left_out))
}
