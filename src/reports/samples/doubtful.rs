//! An invented report in which the data cannot accuse, and somebody vouches for a part of them.

use super::rows::{deviation, finding, moment, undecided};
use super::with_findings;
use crate::results::causes::{AuditLine, CauseRow, Effect, Settles, VouchRow};
use crate::results::*;
use crate::words::*;

/// An export that begins late, two cameras that it does not name, a camera without a recording, and a word against
/// which the data speak.
pub(crate) fn doubtful() -> Report {
    let mut report = with_findings();
    let turned = |number, reason, cause: &str, officer: &str, camera: &str| ObligationRow {
        would_be: vec![WouldBe::NotRecorded],
        cause_id: Some(cause.into()),
        officer_id: Some(officer.into()),
        camera_id: Some(camera.into()),
        recordings_that_day: Some(0),
        ..undecided(number, Verdict::Indeterminate, Some(reason))
    };
    report.obligations.extend([
        turned(40, Reason::OutsideExport, "f00000000000000a1", "0042", "BWC-0017"),
        turned(41, Reason::OutsideExport, "f00000000000000a1", "0051", "BWC-0020"),
        turned(200, Reason::OutsideExport, "f00000000000000a1", "0051", "BWC-0020"),
        turned(42, Reason::CameraNotInExport, "f00000000000000a2", "0061", "BWC-0031"),
        turned(43, Reason::CameraNotInExport, "f00000000000000a3", "0062", "BWC-0032"),
    ]);
    let word = VouchRow {
        by: "Records, A. Example".into(),
        at: moment(36_000),
        files: vec!["exports/east.csv".into()],
        source: "audit.toml:14".into(),
    };
    let mut rests = deviation(44, Verdict::NotRecorded, Explanation::None);
    rests.sources.push(word.source.clone());
    let mut against = ObligationRow {
        cause_id: Some("f00000000000000a4".into()),
        confidence: Confidence::Low,
        confidence_reason: vec![Doubt::VouchedAgainst],
        ..deviation(45, Verdict::NotRecorded, Explanation::None)
    };
    against.sources.push(word.source.clone());
    report.obligations.extend([rests, against]);
    report.vouched = vec![word];
    let line = |line: &str| Some(AuditLine { under: "[[recordings]]".into(), line: line.into() });
    let cause = |id: &str, code, about: &str, evidence: &str, text: &str, line| CauseRow {
        finding_id: id.into(),
        code,
        about: about.into(),
        evidence: evidence.into(),
        names_others: false,
        settled_by: Settles { text: text.into(), line },
        effect: Effect::Turns,
    };
    let complete = || line("complete = { by = \"…\", at = … }");
    let (no_row, look) = ("no row of the recordings names it", "look whether this camera is in the export");
    let (not_in_export, gap) = (FindingCode::CameraNotInExport, FindingCode::ExportGap);
    report.causes = vec![
        cause(
            "f00000000000000a1",
            FindingCode::OutsideExport,
            "recordings.csv",
            "its recordings reach from 2020-11-03T06:00:00.000Z to 2020-11-09T05:00:00.000Z",
            "export the whole time, or declare what the export was asked for",
            line("covers = { from = …, to = … }"),
        ),
        cause("f00000000000000a2", not_in_export, "camera BWC-0031", no_row, look, complete()),
        cause("f00000000000000a3", not_in_export, "camera BWC-0032", no_row, look, complete()),
        CauseRow {
            names_others: true,
            effect: Effect::SpeaksAgainstAWord,
            ..cause(
                "f00000000000000a4",
                gap,
                "unit East",
                "12 are missed at once (0042, 0077)",
                "ask again",
                complete(),
            )
        },
    ];
    let found = report.causes.iter().map(|cause| FindingRow {
        finding_id: cause.finding_id.to_string(),
        ..finding(1, cause.code, None, &format!("{}: {}", cause.about, cause.evidence))
    });
    report.findings.extend(found);
    report.findings.push(FindingRow {
        camera_id: Some("BWC-0031".into()),
        ..finding(30, FindingCode::CameraSilent, None, "the camera has no recording in 3 tours in a row")
    });
    report
}
