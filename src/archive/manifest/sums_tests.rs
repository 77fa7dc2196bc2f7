use proptest::prelude::*;
use rstest::rstest;

use super::*;

const SHA: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const MD5: &str = "900150983cd24fb0d6963f7d28e17f72";

/// `line: names` and `line! fault`, SHA and MD5 written out.
fn shown(parsed: &Parsed) -> Vec<String> {
    let rows = parsed.rows.iter().map(|row| {
        let checksum = row.checksums[0].as_ref().unwrap();
        assert!([SHA, MD5].contains(&checksum.to_string().as_str()));
        let names: Vec<_> = row.names.iter().map(|name| format!("{:?}", String::from_utf8_lossy(name))).collect();
        format!("{}: {} {}", row.line, checksum.algorithm(), names.join(" or "))
    });
    let faults = parsed.faults.iter().map(|fault| format!("{}! {}", fault.line.unwrap(), fault.text));
    rows.chain(faults).collect()
}

fn read(text: &str, name: &str) -> Vec<String> {
    let text = text.replace("SHA", SHA).replace("MD5", MD5).replace("sha(", "SHA256 (").replace("md(", "MD5 (");
    let text = text.replace("sha2(", "SHA2-256(");
    shown(&parse(text.as_bytes(), by_name(name.as_bytes())))
}

#[rstest]
// GNU
#[case("SHA  a b\n", &["1: SHA-256 \"a b\" or \" a b\""])]
#[case("SHA *a", &["1: SHA-256 \"a\" or \"*a\""])]
#[case("SHA a\nSHA\ta\n", &["1: SHA-256 \"a\"", "2: SHA-256 \"a\""])]
#[case("  SHA  ./a\n", &["1: SHA-256 \"./a\" or \" ./a\""])]
#[case("MD5  a\n", &["1: MD5 \"a\" or \" a\""])]
#[case("SHA  a\r\nSHA  b\n", &["1: SHA-256 \"a\" or \" a\" or \"a\\r\" or \" a\\r\"", "2: SHA-256 \"b\" or \" b\""])]
#[case("\\SHA  a\\nb\\\\c\\r\n", &["1: SHA-256 \"a\\nb\\\\c\\r\" or \" a\\nb\\\\c\\r\""])]
#[case("SHA  a\\nb\n", &["1: SHA-256 \"a\\\\nb\" or \" a\\\\nb\""])]
#[case("# made with care\n\n \nSHA  a\n", &["4: SHA-256 \"a\" or \" a\""])]
#[case("\u{feff}SHA  a\n", &["1: SHA-256 \"a\" or \" a\""])]
// BSD and OpenSSL
#[case("sha(a (1).mp4) = SHA\n", &["1: SHA-256 \"a (1).mp4\""])]
#[case("md(a) = b) = MD5\n", &["1: MD5 \"a) = b\""])]
#[case("sha2(a)= SHA\r\n", &["1: SHA-256 \"a\" or \"a\\r\""])]
#[case("\\sha(a\\nb) = SHA\n", &["1: SHA-256 \"a\\nb\""])]
// never silent
#[case("SHA\n", &["1! is no line of hash and name: \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""])]
#[case("SHA  \n", &["1! is no line of hash and name: \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  \""])]
#[case("abc  a\n", &["1! is no line of hash and name: \"abc  a\""])]
#[case("a clip.mp4\nSHA  b\nnone", &["2: SHA-256 \"b\" or \" b\"", "1! is no line of hash and name: \"a clip.mp4\"", "3! is no line of hash and name: \"none\""])]
#[case("sha() = SHA\n", &["1! is no line of hash and name: \"SHA256 () = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""])]
#[case("sha(a) = MD5\n", &["1! is no line of hash and name: \"SHA256 (a) = 900150983cd24fb0d6963f7d28e17f72\""])]
#[case("BLAKE2b (a) = SHA\n", &["1! is no line of hash and name: \"BLAKE2b (a) = ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""])]
#[case("\\SHA  a\\tb\n", &["1! holds an escape that is none of `\\n`, `\\r` and `\\\\`: \"\\\\ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\\\\tb\""])]
#[case("\\SHA  a\\\n", &["1! holds an escape that is none of `\\n`, `\\r` and `\\\\`: \"\\\\ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\\\\\""])]
#[case("x\0y\u{1b}[31m\n", &["1! is no line of hash and name: \"x\\x00y\\x1b[31m\""])]
fn lines_of_a_named_list(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(read(text, "hashes.txt"), expected);
}

#[rstest]
#[case("SHA", "clip.mp4.sha256", "1: SHA-256 \"clip.mp4\"")]
#[case("SHA  \r\n", "clip.mp4.SHA256", "1: SHA-256 \"clip.mp4\" or \"clip.mp4\\r\"")]
#[case("SHA  -\n", "clip.mp4.sha256", "1: SHA-256 \"clip.mp4\" or \"-\"")]
#[case("SHA  other.mp4\n", "clip.mp4.sha256", "1: SHA-256 \"other.mp4\" or \" other.mp4\"")]
#[case("MD5", "clip.mp4.sha256", "1! holds MD5, but the manifest is one of SHA-256")]
#[case("MD5  a", "SHA256SUMS", "1! holds MD5, but the manifest is one of SHA-256")]
#[case("md(a) = MD5", "sha256sums.txt", "1! holds MD5, but the manifest is one of SHA-256")]
#[case(
    "SHA",
    "SHA256SUMS",
    "1! is no line of hash and name: \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""
)]
#[case("MD5", "a.md5", "1: MD5 \"a\"")]
fn what_the_name_says(#[case] text: &str, #[case] name: &str, #[case] expected: &str) {
    assert_eq!(read(text, name), [expected]);
}

#[rstest]
#[case("SHA256SUMS", Some(Algorithm::Sha256), None)]
#[case("sha256sums.TXT", Some(Algorithm::Sha256), None)]
#[case("night.sha256", Some(Algorithm::Sha256), Some("night"))]
#[case(".sha256", Some(Algorithm::Sha256), None)]
#[case("MD5SUMS", Some(Algorithm::Md5), None)]
#[case("a.sha1", Some(Algorithm::Sha1), Some("a"))]
#[case("sha256", None, None)]
#[case("SHA256SUMS.asc", None, None)]
fn names(#[case] name: &str, #[case] algorithm: Option<Algorithm>, #[case] target: Option<&str>) {
    assert_eq!(by_name(name.as_bytes()), Expected { algorithm, target: target.map(str::as_bytes) });
}

#[test]
fn a_line_without_end_is_no_line() {
    let text = format!("{SHA}  {}\n{SHA}  a\n", "x".repeat(70_000));
    assert_eq!(
        shown(&parse(text.as_bytes(), Expected::default())),
        ["2: SHA-256 \"a\" or \" a\"", "1! is longer than any name can be"]
    );
}

#[test]
fn power_shell_writes_utf_16() {
    let text: Vec<u8> = format!("\u{feff}{SHA}  nú.mp4\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(shown(&parse(&text, Expected::default()))[0].starts_with("1: SHA-256 \"nú.mp4\""));
}

/// As `sha256sum` writes a name.
fn gnu_line(name: &[u8]) -> Vec<u8> {
    let mut line = Vec::new();
    if name.iter().any(|byte| matches!(byte, b'\n' | b'\r' | b'\\')) {
        line.push(b'\\');
    }
    line.extend_from_slice(format!("{SHA}  ").as_bytes());
    for byte in name {
        match byte {
            b'\n' => line.extend_from_slice(b"\\n"),
            b'\r' => line.extend_from_slice(b"\\r"),
            b'\\' => line.extend_from_slice(b"\\\\"),
            other => line.push(*other),
        }
    }
    line.push(b'\n');
    line
}

proptest! {
    #[test]
    fn every_name_comes_back(names in proptest::collection::vec(proptest::collection::vec(1_u8.., 1..20), 1..5)) {
        prop_assume!(names.iter().all(|name| name != b"-" && !name.iter().all(u8::is_ascii_whitespace)));
        let text: Vec<u8> = names.iter().flat_map(|name| gnu_line(name)).collect();
        let parsed = parse(&text, Expected::default());
        prop_assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
        let read: Vec<Vec<u8>> = parsed.rows.into_iter().map(|mut row| row.names.remove(0)).collect();
        prop_assert_eq!(read, names);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), target in any::<bool>()) {
        parse(&bytes, Expected { algorithm: None, target: target.then_some(b"x") });
    }

    #[test]
    fn every_line_is_a_row_or_a_fault(text in "(([0-9a-f]{32}|SHA256|\\\\){0,2}[ *()=a-z\\\\\r]{0,12}\n){0,6}") {
        let parsed = parse(text.as_bytes(), Expected::default());
        let blank = |line: &str| line.bytes().all(|byte| byte.is_ascii_whitespace());
        prop_assert_eq!(parsed.rows.len() + parsed.faults.len(), text.split_terminator('\n').filter(|line| !blank(line)).count());
    }
}
