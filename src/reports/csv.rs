//! The CSV files of a report (contract section 7): RFC 4180, LF, columns in the contract's order.
//!
//! One trait, [`Sheet`], says for each row type what its columns are and what stands in them; the text
//! helpers below are the only place where a cell is made. Used by the commands, for `--out` and for
//! `--format csv`.

use std::fmt::Display;
use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use rayon::prelude::*;

use super::escape;
use super::rows::{FileRow, FindingRow, ObligationRow, RejectedRow};

/// A row type that has a CSV file.
pub trait Sheet {
    /// The header line.
    const COLUMNS: &'static [&'static str];

    /// One cell for each column.
    fn cells(&self) -> Vec<String>;
}

/// Rows that one thread turns into text at a time.
const BATCH: usize = 4096;
/// Batches that are held in memory before they are written.
const HELD: usize = 16;

/// Writes the header and every row; the rows become text in parallel and are written in order.
///
/// # Errors
/// Those of `out`.
pub fn write<R: Sheet + Sync>(rows: &[R], mut out: impl Write) -> io::Result<()> {
    let mut header = writer();
    header.write_record(R::COLUMNS)?;
    out.write_all(&finished(header)?)?;
    for held in rows.chunks(BATCH * HELD) {
        let texts: Vec<io::Result<Vec<u8>>> = held.par_chunks(BATCH).map(batch).collect();
        for text in texts {
            out.write_all(&text?)?;
        }
    }
    out.flush()
}

fn batch<R: Sheet>(rows: &[R]) -> io::Result<Vec<u8>> {
    let mut writer = writer();
    for row in rows {
        writer.write_record(row.cells())?;
    }
    finished(writer)
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::Any(b'\n')).quote_style(QuoteStyle::Necessary).from_writer(Vec::new())
}

fn finished(writer: Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    writer.into_inner().map_err(|error| error.into_error())
}

impl Sheet for ObligationRow {
    const COLUMNS: &'static [&'static str] = &[
        "obligation_id",
        "outcome",
        "verdict",
        "reason",
        "also",
        "explanation",
        "confidence",
        "confidence_reason",
        "trigger_kind",
        "event_ids",
        "on_utc",
        "off_utc",
        "vehicle_id",
        "officer_id",
        "camera_id",
        "unit",
        "supervisor_id",
        "policy",
        "recording_ids",
        "activation_utc",
        "gap_s",
        "clock_offset_s",
        "clock_uncertainty_s",
        "uncovered_s",
        "justification_id",
        "sources",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            text(&self.obligation_id),
            plain(self.outcome),
            plain(self.verdict),
            plain_or_empty(self.reason),
            list(&self.also),
            plain_or_empty(self.explanation),
            plain(self.confidence),
            list(&self.confidence_reason),
            plain(self.trigger_kind),
            list(&self.event_ids),
            plain(self.on),
            plain_or_empty(self.off),
            text_or_empty(self.vehicle_id.as_ref()),
            text_or_empty(self.officer_id.as_ref()),
            text_or_empty(self.camera_id.as_ref()),
            text_or_empty(self.unit.as_ref()),
            text_or_empty(self.supervisor_id.as_ref()),
            text_or_empty(self.policy.as_ref()),
            list(&self.recording_ids),
            plain_or_empty(self.activation),
            plain_or_empty(self.gap),
            plain_or_empty(self.clock_offset),
            plain_or_empty(self.clock_uncertainty),
            plain_or_empty(self.uncovered),
            text_or_empty(self.justification_id.as_ref()),
            list(&self.sources),
        ]
    }
}

impl Sheet for FindingRow {
    const COLUMNS: &'static [&'static str] = &[
        "finding_id",
        "code",
        "severity",
        "confidence",
        "at_utc",
        "officer_id",
        "camera_id",
        "vehicle_id",
        "supervisor_id",
        "unit",
        "event_ids",
        "path",
        "summary",
        "sources",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            text(&self.finding_id),
            plain(self.code),
            plain(self.severity),
            plain(self.confidence),
            plain_or_empty(self.at),
            text_or_empty(self.officer_id.as_ref()),
            text_or_empty(self.camera_id.as_ref()),
            text_or_empty(self.vehicle_id.as_ref()),
            text_or_empty(self.supervisor_id.as_ref()),
            text_or_empty(self.unit.as_ref()),
            list(&self.event_ids),
            text_or_empty(self.path.as_ref()),
            sentence(&self.summary),
            list(&self.sources),
        ]
    }
}

impl Sheet for FileRow {
    const COLUMNS: &'static [&'static str] = &[
        "path",
        "status",
        "checked_by",
        "video",
        "size_bytes",
        "sha256_recorded",
        "sha256_computed",
        "recording_id",
        "camera_id",
        "start_utc",
        "start_source",
        "duration_s",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            text(&self.path),
            plain(self.status),
            plain(self.checked_by),
            plain_or_empty(self.video),
            plain_or_empty(self.size_bytes),
            plain_or_empty(self.sha256_recorded),
            plain_or_empty(self.sha256_computed),
            text_or_empty(self.recording_id.as_ref()),
            text_or_empty(self.camera_id.as_ref()),
            plain_or_empty(self.start),
            plain_or_empty(self.start_source),
            plain_or_empty(self.duration),
        ]
    }
}

impl Sheet for RejectedRow {
    const COLUMNS: &'static [&'static str] = &["source", "file", "row", "reason"];

    fn cells(&self) -> Vec<String> {
        vec![plain(self.source), text(&self.file), plain_or_empty(self.row), sentence(&self.reason)]
    }
}

/// A word, a number, a moment, seconds or a digest of ours: written as it is.
pub(super) fn plain(value: impl Display) -> String {
    value.to_string()
}

pub(super) fn plain_or_empty(value: Option<impl Display>) -> String {
    value.map(plain).unwrap_or_default()
}

/// Text from the data.
pub(super) fn text(value: impl Display) -> String {
    guard(escape::for_cell(&value.to_string()).into_owned())
}

pub(super) fn text_or_empty(value: Option<impl Display>) -> String {
    value.map(text).unwrap_or_default()
}

/// A sentence of ours that may quote the data: always one line.
pub(super) fn sentence(value: &str) -> String {
    guard(escape::visible(value).into_owned())
}

/// Several ids joined with a space; a space inside one is written `\x20`.
pub(super) fn list(values: &[impl Display]) -> String {
    let ids: Vec<String> = values.iter().map(|id| escape::for_cell(&id.to_string()).replace(' ', "\\x20")).collect();
    guard(ids.join(" "))
}

/// A spreadsheet runs a cell that starts like a formula; a leading `'` makes it text (contract section 7).
fn guard(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

/// Takes the leading `'` away that [`guard`] puts before a formula.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(FORMULA) => text,
        _ => cell,
    }
}

/// What a formula starts with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::vocabulary::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn written<R: Sheet + Sync>(rows: &[R]) -> String {
        let mut bytes = Vec::new();
        write(rows, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn obligations() {
        insta::assert_snapshot!(written(&samples::with_findings().obligations));
    }

    #[test]
    fn findings() {
        insta::assert_snapshot!(written(&samples::with_findings().findings));
    }

    #[test]
    fn files() {
        insta::assert_snapshot!(written(&samples::with_findings().files));
    }

    #[test]
    fn rejected() {
        insta::assert_snapshot!(written(&samples::incomplete().rejected));
    }

    #[test]
    fn changes() {
        insta::assert_snapshot!(written(&samples::changed().changes.unwrap().rows));
    }

    #[test]
    fn hostile_text_stays_in_its_cell() {
        let report = samples::hostile();
        insta::assert_snapshot!(
            [
                written(&report.obligations),
                written(&report.findings),
                written(&report.files),
                written(&report.rejected)
            ]
            .join("\n")
        );
    }

    #[test]
    fn without_rows_there_is_still_a_header() {
        assert_eq!(written::<RejectedRow>(&[]), "source,file,row,reason\n");
    }

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("+1", "'+1")]
    #[case("-5", "'-5")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("\tx", "'\tx")]
    #[case("\rx", "'\rx")]
    #[case("0042", "0042")]
    #[case("", "")]
    fn a_formula_is_guarded(#[case] id: &str, #[case] cell: &str) {
        assert_eq!(text(id), cell);
        assert_eq!(list(&[id]), cell);
        assert_eq!(unguarded(cell), id);
    }

    #[test]
    fn numbers_are_not_guarded() {
        let mut row = samples::with_findings().obligations.swap_remove(0);
        row.gap = Some(crate::time::Span::from_millis(-1_500));
        assert_eq!(row.cells()[20], "-1.500");
    }

    #[test]
    fn a_space_inside_an_id_is_told_from_the_one_between() {
        assert_eq!(list(&["E 1", "E2"]), "E\\x201 E2");
        assert_eq!(list(&[Verdict::Interrupted, Verdict::EndedEarly]), "interrupted ended-early");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_its_cell(source in any::<String>(), reason in any::<String>()) {
            let row = RejectedRow { source: "lightbar", file: source, row: Some(2), reason };
            let bytes = written(std::slice::from_ref(&row));
            let mut reader = ::csv::ReaderBuilder::new().from_reader(bytes.as_bytes());
            let records: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(records.len(), 1);
            prop_assert_eq!(records[0].iter().collect::<Vec<_>>(), row.cells());
        }
    }
}
