//! What was corrected because somebody vouches for it: every `[[clock]]`, in one sentence (contract, "What is declared
//! of exports and clocks").

use super::table::wording::{Clock, counted};
use crate::base::duration::show_offset;
use crate::facts::declared::ClockOf;
use crate::facts::inputs::Correction;

/// `camera BWC-0031: offset -1h, from … until …; 34 rows and 2 files corrected (audit file, line 13)`
pub(super) fn said(correction: &Correction, clock: &Clock) -> String {
    let Correction { clock: settings, rows, files } = correction;
    let whose = match &settings.of {
        ClockOf::Source(kind) => format!("all times of [[{}]]", kind.as_str()),
        ClockOf::File(file) => format!("all times of {file}"),
        ClockOf::Camera(camera) => format!("camera {camera}"),
        ClockOf::Vehicle(vehicle) => format!("light bar of {vehicle}"),
    };
    let from = settings.from.map(|from| format!(", from {}", clock.day_and_time(from))).unwrap_or_default();
    let to = settings.to.map(|to| format!(", until {}", clock.day_and_time(to))).unwrap_or_default();
    let changed = match (rows, files) {
        (0, 0) => "nothing was corrected: no row and no file is of it at that time".to_owned(),
        (rows, 0) => format!("{} corrected", counted(*rows, "row", "rows")),
        (0, files) => format!("{} corrected", counted(*files, "file", "files")),
        (rows, files) => {
            format!("{} and {} corrected", counted(*rows, "row", "rows"), counted(*files, "file", "files"))
        }
    };
    let offset = show_offset(settings.offset);
    format!("{whose}: offset {offset}{from}{to}; {changed} (audit file, line {})", settings.line)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::base::time::{Moment, Span};
    use crate::facts::declared::ClockSettings;
    use crate::facts::source::SourceKind;

    #[rstest]
    #[case(ClockOf::Camera("C1".into()), 34, 2, "camera C1: offset -1h 30m; 34 rows and 2 files corrected (audit file, line 7)")]
    #[case(ClockOf::Vehicle("214".into()), 1, 0, "light bar of 214: offset -1h 30m; 1 row corrected (audit file, line 7)")]
    #[case(
        ClockOf::Source(SourceKind::DeviceLog),
        0,
        1,
        "all times of [[device-log]]: offset -1h 30m; 1 file corrected (audit file, line 7)"
    )]
    #[case(
        ClockOf::File("a.csv".into()),
        0,
        0,
        "all times of a.csv: offset -1h 30m; nothing was corrected: no row and no file is of it at that time (audit \
         file, line 7)"
    )]
    fn a_correction_is_said(#[case] of: ClockOf, #[case] rows: u64, #[case] files: u64, #[case] expected: &str) {
        let clock = ClockSettings { of, offset: -Span::from_mins(90), from: None, to: None, line: 7 };
        assert_eq!(said(&Correction { clock, rows, files }, &Clock::of("UTC")), expected);
    }

    #[test]
    fn and_when_it_holds() {
        let clock = ClockSettings {
            of: ClockOf::Camera("C1".into()),
            offset: Span::from_secs(90),
            from: Some(Moment::from_micros(0)),
            to: Some(Moment::from_micros(86_400_000_000)),
            line: 7,
        };
        assert_eq!(
            said(&Correction { clock, rows: 1, files: 0 }, &Clock::of("UTC")),
            "camera C1: offset 1m 30s, from Thu 1970-01-01 00:00:00 UTC, until Fri 1970-01-02 00:00:00 UTC; 1 row \
             corrected (audit file, line 7)"
        );
    }
}
