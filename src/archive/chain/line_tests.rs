use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::archive::chain::examples::at;

const PREV: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const SHA: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn parse(line: &str) -> Result<Line, BadLine> {
    Line::parse(line.replace("PREV", PREV).replace("SHA", SHA).as_bytes())
}

/// Every line that the format knows, in canonical form, written out by hand.
#[rstest]
#[case(r#"{"archive":"kcpd/bwc","created":"2024-05-01T00:00:00Z","prev":"PREV","seq":0,"type":"open","v":1}"#)]
#[case(r#"{"path":"a/b.mp4","prev":"PREV","sealed_at":"2024-05-01T00:00:00.123Z","seq":1,"sha256":"SHA","size":3,"type":"file","v":1}"#)]
#[case(r#"{"path_b64":"Y2Fm6Q==","prev":"PREV","sealed_at":"2024-05-01T02:00:00+02:00","seq":1,"sha256":"SHA","size":3,"type":"file","v":1}"#)]
#[case(r#"{"camera":"BWC-0001","category":"patrol","duration_ms":60000,"officer":"007","path":"a","prev":"PREV","sealed_at":"2024-05-01T00:00:00Z","seq":1,"sequence":12,"sha256":"SHA","size":0,"start":"2024-04-30T23:00:00Z","start_source":"file-name","type":"file","v":1}"#)]
#[case(r#"{"approved_by":"b","at":"2024-05-01T00:00:00Z","authority":"a","prev":"PREV","ref":1,"rule":"patrol","seq":2,"sha256":"SHA","type":"purge","v":1}"#)]
#[case(r#"{"at":"2024-05-01T00:00:00Z","authority":"a","prev":"PREV","ref":1,"seq":2,"type":"hold","v":1}"#)]
#[case(r#"{"approved_by":"b","at":"2024-05-01T00:00:00Z","authority":"a","prev":"PREV","ref":1,"seq":2,"type":"release","v":1}"#)]
fn reads_every_type(#[case] line: &str) {
    let read = parse(line).unwrap();
    let again = read.to_bytes();
    assert_eq!(Line::parse(again.strip_suffix(b"\n").unwrap()), Ok(read));
}

const FILE: &str = r#"{"path":"a","prev":"PREV","sealed_at":"2024-05-01T00:00:00Z","seq":1,"sha256":"SHA","size":3,"type":"file","v":1}"#;

#[rstest]
#[case::another_version("\"v\":1", "\"v\":2", "has a v that is not 1")]
#[case::no_version(",\"v\":1", "", "has no v")]
#[case::another_type("\"file\"", "\"note\"", "has a type that is not open, file, purge, hold or release")]
#[case::number_as_text("\"seq\":1", "\"seq\":\"1\"", "has a seq that is not an integer")]
#[case::negative("\"seq\":1", "\"seq\":-1", "has a seq that is not 0 or more")]
#[case::text_as_number("\"path\":\"a\"", "\"path\":1", "has a path that is not a text")]
#[case::no_path("\"path\":\"a\",", "", "has no path")]
#[case::both_paths(
    "\"path\":\"a\",",
    "\"path\":\"a\",\"path_b64\":\"Y2Fm6Q==\",",
    "has a field that does not belong there: \"path_b64\""
)]
#[case::needless_b64("\"path\":\"a\"", "\"path_b64\":\"YQ==\"", "has a path_b64 that is not needed: the path is UTF-8")]
#[case::unpadded_b64("\"path\":\"a\"", "\"path_b64\":\"Y2Fm6Q\"", "has a path_b64 that is not padded base64")]
#[case::upper_case_hash("ba78", "BA78", "has a sha256 that is not 64 lower-case hex digits")]
#[case::short_hash("ba78", "ba7", "has a sha256 that is not 64 lower-case hex digits")]
#[case::foreign_field("\"seq\":1", "\"note\":\"x\",\"seq\":1", "has a field that does not belong there: \"note\"")]
#[case::field_of_another_type("\"seq\":1", "\"ref\":1,\"seq\":1", "has a field that does not belong there: \"ref\"")]
#[case::no_zone("00:00:00Z", "00:00:00", "has a sealed_at that is not an RFC 3339 time with Z or an offset")]
#[case::space("01T00", "01 00", "has a sealed_at that is not an RFC 3339 time with Z or an offset")]
#[case::no_such_day("05-01T", "02-30T", "has a sealed_at that is not an RFC 3339 time with Z or an offset")]
#[case::bracketed_zone(
    "00:00:00Z",
    "00:00:00Z[UTC]",
    "has a sealed_at that is not an RFC 3339 time with Z or an offset"
)]
#[case::negative_length("\"path\"", "\"duration_ms\":-1,\"path\"", "has a duration_ms that is not 0 or more")]
#[case::unknown_source(
    "\"type\"",
    "\"start_source\":\"guess\",\"type\"",
    "has a start_source that is not index, file-name, container or chain"
)]
#[case::respaced("\"seq\":1", "\"seq\": 1", "is not canonical JSON (RFC 8785)")]
#[case::reordered(
    "\"path\":\"a\",\"prev\":\"PREV\"",
    "\"prev\":\"PREV\",\"path\":\"a\"",
    "is not canonical JSON (RFC 8785)"
)]
#[case::needless_escape("\"a\"", "\"\\u0061\"", "is not canonical JSON (RFC 8785)")]
#[case::escaped_slash("\"a\"", "\"a\\/b\"", "is not canonical JSON (RFC 8785)")]
#[case::carriage_return("\"v\":1}", "\"v\":1}\r", "is not canonical JSON (RFC 8785)")]
#[case::twice(
    "\"size\":3",
    "\"size\":3,\"size\":4",
    "is not one flat JSON object: the key \"size\" stands twice (column 222)"
)]
fn refuses(#[case] from: &str, #[case] to: &str, #[case] why: &str) {
    let line = FILE.replace("PREV", PREV).replace("SHA", SHA);
    let (from, to) = (from.replace("PREV", PREV), to.replace("PREV", PREV));
    let changed = line.replacen(&from, &to, 1);
    assert_ne!(changed, line, "the case must change the line");
    assert_eq!(parse(&changed).unwrap_err().to_string(), why);
}

#[rstest]
#[case("")]
#[case("/etc/passwd")]
#[case("../outside")]
#[case("a/../../b")]
#[case("a//b")]
#[case("./a")]
#[case("a/.")]
#[case("a/")]
#[case("..")]
#[case("a\\u0000b")]
fn refuses_paths_that_do_not_stay_inside(#[case] path: &str) {
    let error = parse(&FILE.replace("\"path\":\"a\"", &format!("\"path\":\"{path}\""))).unwrap_err();
    assert_eq!(error, BadLine::Wrong("path", "relative, without empty, . or .. components and without NUL"));
}

#[rstest]
#[case("")]
#[case(" ")]
#[case("a\\nb")]
fn refuses_names_that_are_no_checkpoint_line(#[case] name: &str) {
    let line =
        format!(r#"{{"archive":"{name}","created":"2024-05-01T00:00:00Z","prev":"PREV","seq":0,"type":"open","v":1}}"#);
    assert_eq!(parse(&line).unwrap_err().to_string(), "has a archive that is not a name on one line");
}

fn any_moment() -> impl Strategy<Value = Moment> {
    (0..400_000_000_000_000_i64).prop_map(|micros| Moment::from_micros(at(0).as_micros() + micros))
}

fn any_path() -> impl Strategy<Value = ArchivePath> {
    proptest::collection::vec(1..=255_u8, 1..20)
        .prop_filter("stays inside", |bytes| stays_inside(bytes))
        .prop_map(|bytes| ArchivePath::from_bytes(&bytes))
}

fn any_digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest::from_bytes)
}

fn any_id() -> impl Strategy<Value = String> {
    "\\PC{0,5}[a-z0-9]".prop_map(|text| text)
}

prop_compose! {
    fn any_facts()(
        camera in proptest::option::of(any_id()),
        start in proptest::option::of(any_moment()),
        start_source in proptest::option::of(proptest::sample::select(StartSource::ALL)),
        category in proptest::option::of(any_id()),
        officer in proptest::option::of(any_id()),
        sequence in proptest::option::of(-1_000_000..1_000_000_i64),
    ) -> SealedFacts {
        SealedFacts {
            camera: camera.map(|id| CameraId::from(id.as_str())),
            start,
            start_source,
            category,
            officer: officer.map(|id| OfficerId::from(id.as_str())),
            sequence,
        }
    }
}

prop_compose! {
    fn any_file()(
        path in any_path(), sha256 in any_digest(), size in 0..1_u64 << 53, sealed_at in any_moment(),
        facts in any_facts(), millis in proptest::option::of(0..1_000_000_000_i64),
    ) -> FileRecord {
        FileRecord { path, sha256, size, sealed_at, facts, duration: millis.map(Span::from_millis) }
    }
}

fn any_body() -> impl Strategy<Value = Body> {
    prop_oneof![
        (any_id(), any_moment()).prop_map(|(archive, created)| Body::Open(Open { archive, created })),
        any_file().prop_map(Body::File),
        (any::<u32>(), any_digest(), any_moment(), any::<String>(), any::<String>(), any::<String>()).prop_map(
            |(file, sha256, at, authority, approved_by, rule)| {
                Body::Purge(Purge { file: file.into(), sha256, at, authority, approved_by, rule })
            }
        ),
        (any::<u32>(), any_moment(), any::<String>()).prop_map(|(file, at, authority)| Body::Hold(Hold {
            file: file.into(),
            at,
            authority
        })),
        (any::<u32>(), any_moment(), any::<String>(), any::<String>()).prop_map(
            |(file, at, authority, approved_by)| {
                Body::Release(Release { file: file.into(), at, authority, approved_by })
            }
        ),
    ]
}

proptest! {
    #[test]
    fn reads_what_it_writes(seq in 0..1_u64 << 53, prev in any_digest(), body in any_body()) {
        let line = Line { seq, prev, body };
        let bytes = line.to_bytes();
        let text = bytes.strip_suffix(b"\n").unwrap();
        prop_assert!(!text.contains(&b'\n'));
        prop_assert_eq!(Line::parse(text), Ok(line));
    }
}
