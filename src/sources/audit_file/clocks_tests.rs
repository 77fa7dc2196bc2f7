//! `[[clock]]`: what is read, and what is refused where.

use rstest::rstest;

use super::load;
use crate::base::time::Span;
use crate::facts::audit_file::AuditFile;
use crate::facts::declared::ClockOf;
use crate::facts::source::SourceKind;

const TOP: &str = "[department]\nname = \"D\"\ntime-zone = \"America/Chicago\"\n";
const POLICY: &str = "[[policy]]\nname = \"P\"\neffective = 2020-11-01T00:00:00Z\n";
const RECORDINGS: &str = "[[recordings]]\nfiles = [\"a.csv\"]\n";

/// `[[clock]]` stands on line 6, its keys from line 7 on.
fn with_clock(keys: &str) -> Result<AuditFile, String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("audit.toml"), format!("{TOP}{RECORDINGS}[[clock]]\n{keys}\n{POLICY}")).unwrap();
    load(folder.path()).map_err(|error| {
        let error = error.to_string();
        error.split_once("audit.toml, ").map_or(error.clone(), |(_, rest)| rest.to_owned())
    })
}

#[rstest]
#[case::a_camera("camera = \"BWC-1\"", ClockOf::Camera("BWC-1".into()))]
#[case::a_vehicle("vehicle = \"214\"", ClockOf::Vehicle("214".into()))]
#[case::a_source("source = \"recordings\"", ClockOf::Source(SourceKind::Recordings))]
#[case::a_file("source = \"logs/a.csv\"", ClockOf::File("logs/a.csv".into()))]
fn a_clock_is_that_of(#[case] key: &str, #[case] of: ClockOf) {
    let audit = with_clock(&format!("{key}\noffset = \"-1h\"\nfrom = 2021-02-01\nto = 2021-02-05T12:00:00Z")).unwrap();
    let clock = &audit.clocks[crate::base::index::Ix::first()];
    assert_eq!((&clock.of, clock.offset, clock.line), (&of, -Span::from_hours(1), 6));
    let edges = [clock.from, clock.to].map(|edge| edge.unwrap().to_string());
    assert_eq!(edges, ["2021-02-01T06:00:00.000Z", "2021-02-05T12:00:00.000Z"]);
}

#[rstest]
#[case::of_nothing(
    "offset = \"1h\"",
    "line 6: [[clock]] needs one of `camera`, `vehicle` and `source`, and no more than one"
)]
#[case::of_two(
    "camera = \"A\"\nvehicle = \"B\"\noffset = \"1h\"",
    "line 6: [[clock]] needs one of `camera`, `vehicle` and `source`, and no more than one"
)]
#[case::no_offset("camera = \"A\"", "line 6: missing field `offset`")]
#[case::an_empty_camera("camera = \"\"\noffset = \"1h\"", "line 7: `camera` of [[clock]] is empty; name it")]
#[case::no_such_source(
    "source = \"lightbar\"\noffset = \"1h\"",
    "line 7: `source` of [[clock]] is \"lightbar\", and there is no [[lightbar]]"
)]
#[case::no_duration(
    "camera = \"A\"\noffset = \"slow\"",
    "line 8: `offset` `slow` is no duration; write one like \"-1h\" or \"90s\""
)]
#[case::nothing("camera = \"A\"\noffset = \"0s\"", "line 8: `offset` `0s` corrects nothing")]
#[case::backwards(
    "camera = \"A\"\noffset = \"1h\"\nfrom = 2021-02-02\nto = 2021-02-02",
    "line 10: [[clock]] ends no later than it begins; `to` is left out of it"
)]
#[case::no_time(
    "camera = \"A\"\noffset = \"1h\"\nfrom = \"soon\"",
    "line 9: `clock.from` soon is no date or timestamp; write one like 2020-11-01"
)]
#[case::unknown_key("camera = \"A\"\noffset = \"1h\"\nwhy = \"x\"", "line 9: unknown field `why`")]
#[case::twice(
    "camera = \"A\"\noffset = \"-1h\"\nto = 2021-02-03\n[[clock]]\ncamera = \"A\"\noffset = \"2h\"\nfrom = 2021-02-02",
    "line 10: this [[clock]] and the one on line 6 (-1h) are of the same clock at the same time; keep one, or give them `from` and `to`"
)]
fn a_clock_that_cannot_be_used_is_named(#[case] keys: &str, #[case] expected: &str) {
    let complaint = with_clock(keys).unwrap_err();
    assert!(complaint.starts_with(expected), "{complaint}");
}

#[test]
fn a_clock_may_be_wrong_in_another_way_later() {
    let keys = "camera = \"A\"\noffset = \"-1h\"\nto = 2021-02-03\n[[clock]]\ncamera = \"A\"\noffset = \"2h\"\nfrom = 2021-02-03";
    assert_eq!(with_clock(keys).unwrap().clocks.len(), 2);
}
