//! What a file's name tells, by the archive's `file-name` pattern (contract, "The audit file").

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use regex::bytes::Regex;

use crate::base::ids::{CameraId, OfficerId, RecordingId};
use crate::base::path::ArchivePath;
use crate::base::reading::{Reading, TimeFault, read_local, read_time};

/// The named groups of a name that matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct NameFacts {
    pub(super) camera: Option<CameraId>,
    pub(super) officer: Option<OfficerId>,
    pub(super) recording: Option<RecordingId>,
    pub(super) start: Option<Reading>,
    pub(super) sequence: Option<i64>,
    /// What could not be read although the pattern found it.
    pub(super) faults: Vec<String>,
}

/// Reads a name; a name that does not match tells nothing.
pub(super) fn read_name(path: &ArchivePath, pattern: Option<&Regex>, zone: Option<&TimeZone>) -> NameFacts {
    let mut facts = NameFacts::default();
    let Some(groups) = pattern.and_then(|pattern| pattern.captures(path.as_bytes())) else { return facts };
    let group = |name: &str| {
        let text = std::str::from_utf8(groups.name(name)?.as_bytes()).ok()?;
        Some(text).filter(|text| !text.is_empty())
    };
    facts.camera = group("camera").map(Into::into);
    facts.officer = group("officer").map(Into::into);
    facts.recording = group("recording").map(Into::into);
    if let Some(text) = group("start") {
        match read_start(text, zone) {
            Ok(start) => facts.start = Some(start),
            Err(fault) => facts.faults.push(format!("`start` {text:?} {}", why(fault))),
        }
    }
    if let Some(text) = group("sequence") {
        match text.parse() {
            Ok(sequence) => facts.sequence = Some(sequence),
            Err(_) => facts.faults.push(format!("`sequence` {text:?} is no whole number")),
        }
    }
    facts
}

const fn why(fault: TimeFault) -> &'static str {
    match fault {
        TimeFault::Unreadable => "is no time",
        TimeFault::Impossible => "does not exist: the clocks went forward over it",
        TimeFault::NoZone => "has no offset, and [department] names no `time-zone`",
    }
}

/// As in a source; or compact (`20201101T013000Z`, `20201101_013000`, `202011010130`), where a final `Z`
/// is UTC and everything else local.
fn read_start(text: &str, zone: Option<&TimeZone>) -> Result<Reading, TimeFault> {
    let fault = match read_time(text, zone) {
        Ok(reading) => return Ok(reading),
        Err(fault) => fault,
    };
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(Reading::Certain(timestamp.into()));
    }
    if fault != TimeFault::Unreadable {
        return Err(fault);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let format = match digits.len() {
        14 => "%Y%m%d%H%M%S",
        12 => "%Y%m%d%H%M",
        _ => return Err(TimeFault::Unreadable),
    };
    let local = DateTime::strptime(format, &digits).map_err(|_| TimeFault::Unreadable)?;
    let utc = TimeZone::UTC;
    let zone = if text.ends_with(['Z', 'z']) { Some(&utc) } else { zone };
    read_local(local, zone.ok_or(TimeFault::NoZone)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(pattern: &str, path: &[u8]) -> NameFacts {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get("America/Chicago").unwrap();
        read_name(&ArchivePath::from_bytes(path), Some(&Regex::new(pattern).unwrap()), Some(&zone))
    }

    #[rstest]
    #[case("20201030T010203Z", "2020-10-30T01:02:03.000Z")]
    #[case("20201030T010203-0500", "2020-10-30T06:02:03.000Z")]
    #[case("2020-10-30T01:02:03Z", "2020-10-30T01:02:03.000Z")]
    #[case("20201030T010203", "2020-10-30T06:02:03.000Z")]
    #[case("20201030_010203", "2020-10-30T06:02:03.000Z")]
    #[case("202010300102", "2020-10-30T06:02:00.000Z")]
    fn reads_compact_starts(#[case] text: &str, #[case] utc: &str) {
        let facts = read("(?<start>.*)", text.as_bytes());
        assert_eq!(facts.faults, [""; 0]);
        assert_eq!(facts.start.unwrap().earlier().to_string(), utc);
    }

    #[test]
    fn reads_every_group() {
        let pattern = r"(?<camera>BWC-\d+)/(?<officer>\d+)_(?<recording>R\d+)_(?<sequence>\d+)\.mp4$";
        let facts = read(pattern, b"2020/BWC-0007/00123_R9_0042.mp4");
        assert_eq!(facts.camera, Some("BWC-0007".into()));
        assert_eq!(facts.officer, Some("00123".into()));
        assert_eq!(facts.recording, Some("R9".into()));
        assert_eq!(facts.sequence, Some(42));
    }

    #[test]
    fn a_name_that_does_not_match_tells_nothing() {
        assert_eq!(read("(?<camera>BWC-\\d+)", b"caf\xe9.mp4"), NameFacts::default());
    }

    #[test]
    fn what_is_found_and_cannot_be_read_is_said() {
        assert_eq!(read("(?<start>\\d+)", b"99999999999999").faults, ["`start` \"99999999999999\" is no time"]);
        assert!(read("(?<start>.*)", b"2020-03-08 02:30:00").faults[0].contains("does not exist"));
    }
}
