//! Bags: what RFC 8493 and the drafts before it call valid, and every way in which a bag is not.

use rstest::rstest;

use crate::support::archive::{Archive, line, sha256, texts};
use crate::support::library::{Algorithm, ArchivePath, DefectKind, find_manifests, walk};

fn declaration(version: &str) -> String {
    format!("BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n")
}

/// A whole bag with two payload files, `Payload-Oxum` and a tag manifest, at `folder`.
fn bag_at(archive: Archive, folder: &str, version: &str) -> Archive {
    let manifest = sha256("one", "data/one") + &sha256("three", "data/night/three");
    let info = "Contact-Name: A\nPayload-Oxum: 8.2\n";
    let declaration = declaration(version);
    let tags =
        sha256(&declaration, "bagit.txt") + &sha256(info, "bag-info.txt") + &sha256(&manifest, "manifest-sha256.txt");
    archive
        .file(&format!("{folder}data/one"), "one")
        .file(&format!("{folder}data/night/three"), "three")
        .file(&format!("{folder}bagit.txt"), declaration)
        .file(&format!("{folder}bag-info.txt"), info)
        .file(&format!("{folder}manifest-sha256.txt"), manifest)
        .file(&format!("{folder}tagmanifest-sha256.txt"), tags)
}

fn bag(version: &str) -> Archive {
    bag_at(Archive::new(), "", version)
}

/// A bag without tag manifest: `data/a` with `1`, and a payload manifest as given.
fn small(version: &str, manifest: impl AsRef<[u8]>) -> Archive {
    Archive::new().file("data/a", "1").file("bagit.txt", declaration(version)).file("manifest-sha256.txt", manifest)
}

fn list() -> String {
    sha256("1", "data/a")
}

#[rstest]
fn a_valid_bag(#[values("0.97", "1.0")] version: &str) {
    let outcome = bag(version).verify();
    assert_eq!(
        texts(&outcome.files),
        [
            "ok manifest bag-info.txt",
            "ok manifest bagit.txt",
            "ok manifest data/night/three",
            "ok manifest data/one",
            "ok manifest manifest-sha256.txt"
        ]
    );
    assert_eq!((outcome.findings, outcome.exit_code), (Vec::new(), 0));
}

#[rstest]
#[case::minimal(small("0.97", list()))]
#[case::minimal_1_0(small("1.0", list()))]
#[case::older(small("0.96", list()))]
#[case::tabs_and_spaces(small("1.0", list().replace("  ", " \t ")))]
#[case::upper_case(small("1.0", list().to_uppercase().replace("DATA/A", "data/a")))]
#[case::dot_slash(small("0.97", list().replace("  ", "  ./")))]
#[case::asterisk(small("0.97", list().replace("  ", " *")))]
#[case::crlf(small("1.0", list().replace('\n', "\r\n")).file("bagit.txt", declaration("1.0").replace('\n', "\r\n")))]
#[case::lone_cr(small("1.0", list().replace('\n', "\r")).file("bagit.txt", declaration("1.0").replace('\n', "\r")))]
#[case::space_in_a_name(small("1.0", list() + &sha256("2", "data/a b")).file("data/a b", "2"))]
#[case::bag_in_a_bag(
    small("1.0", list() + &sha256("x", "data/in/bagit.txt") + &sha256("y", "data/in/manifest-md5.txt"))
        .file("data/in/bagit.txt", "x")
        .file("data/in/manifest-md5.txt", "y")
)]
#[case::list_in_the_payload(
    small("1.0", list() + &sha256("stale", "data/SHA256SUMS")).file("data/SHA256SUMS", "stale")
)]
#[case::repeated_labels(small("0.97", list()).file("bag-info.txt", "A: 1\nA: 2\n  and more\n"))]
#[case::odd_separators(small("0.97", list()).file("bag-info.txt", "A : 1\nB\t:2\nC:3\nPayload-Oxum : 1.1\n"))]
#[case::fetched(small("1.0", list()).file("fetch.txt", "https://example.org/a 1 data/a\n"))]
#[case::sha512(
    Archive::new()
        .file("data/a", "1")
        .file("bagit.txt", declaration("1.0"))
        .file("manifest-sha512.txt", line(Algorithm::Sha512, "1", "data/a"))
)]
#[case::sha224(
    Archive::new()
        .file("data/a", "1")
        .file("bagit.txt", declaration("0.97"))
        .file("manifest-sha224.txt", line(Algorithm::Sha224, "1", "data/a"))
)]
#[case::two_hashes(small("1.0", list()).file("manifest-sha512.txt", line(Algorithm::Sha512, "1", "data/a")))]
#[case::two_hashes_shared_out(
    small("0.97", list())
        .file("data/b", "2")
        .file("manifest-sha512.txt", line(Algorithm::Sha512, "2", "data/b"))
)]
#[case::line_breaks_in_a_name(small("1.0", list() + &sha256("2", "data/b%0Ac%0dd%25")).file("data/b\nc\rd%", "2"))]
#[case::line_breaks_in_a_name_0_97(small("0.97", list() + &sha256("2", "data/b%0Ac%0D")).file("data/b\nc\r", "2"))]
#[case::percent_as_it_is(small("0.97", list() + &sha256("2", "data/100%25")).file("data/100%25", "2"))]
#[case::percent_not_encoded(small("1.0", list() + &sha256("2", "data/100%")).file("data/100%", "2"))]
#[case::nothing_else_is_decoded(small("1.0", list() + &sha256("2", "data/%41 \"<&>'")).file("data/%41 \"<&>'", "2"))]
#[case::backslash_in_a_name(small("1.0", list() + &sha256("2", "data/b\\c")).file("data/b\\c", "2"))]
fn other_valid_bags(#[case] archive: Archive) {
    let outcome = archive.verify();
    assert_eq!((texts(&outcome.findings), outcome.exit_code), (Vec::new(), 0), "{outcome:?}");
    assert!(outcome.files.iter().all(|file| file.starts_with("ok manifest data/")), "{outcome:?}");
}

#[rstest]
#[case(Algorithm::Md5, "md5")]
#[case(Algorithm::Sha1, "sha1")]
fn weak_hashes(#[case] algorithm: Algorithm, #[case] name: &str) {
    let archive = Archive::new().file("data/a", "1").file("bagit.txt", declaration("0.97"));
    let outcome = archive.file(&format!("manifest-{name}.txt"), line(algorithm, "1", "data/a")).verify();
    assert_eq!(texts(&outcome.findings), [format!("info weak-hash manifest-{name}.txt")]);
    assert_eq!((texts(&outcome.files), outcome.exit_code), (vec!["ok manifest data/a"], 0));
}

/// Text in the encoding that `bagit.txt` declares.
fn encoded(name: &str, text: &str) -> Vec<u8> {
    match name {
        "ISO-8859-1" => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        "UTF-16" => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

#[rstest]
fn tag_files_in_the_declared_encoding(
    #[values("UTF-8", "ISO-8859-1", "UTF-16", "UTF-16BE", "UTF-16LE")] encoding: &str,
    #[values("0.97", "1.0")] version: &str,
) {
    let declaration = format!("BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n");
    let manifest = encoded(encoding, &sha256("1", "data/Núñez"));
    let info = encoded(encoding, "Contact-Name: Núñez\nPayload-Oxum: 1.1\n");
    let tags =
        line(Algorithm::Sha256, &manifest, "manifest-sha256.txt") + &line(Algorithm::Sha256, &info, "bag-info.txt");
    let outcome = Archive::new()
        .file("data/Núñez", "1")
        .file("bagit.txt", declaration)
        .file("manifest-sha256.txt", manifest)
        .file("bag-info.txt", info)
        .file("tagmanifest-sha256.txt", encoded(encoding, &tags))
        .verify();
    assert_eq!((texts(&outcome.findings), outcome.exit_code), (Vec::new(), 0), "{outcome:?}");
    assert_eq!(
        texts(&outcome.files),
        ["ok manifest bag-info.txt", "ok manifest data/Núñez", "ok manifest manifest-sha256.txt"]
    );
}

#[test]
fn names_on_disk_in_the_encoding_of_the_tag_files() {
    let declaration = "BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1\n";
    let archive = Archive::new().bytes(b"data/caf\xe9", "1").file("bagit.txt", declaration);
    let outcome = archive.file("manifest-sha256.txt", encoded("ISO-8859-1", &sha256("1", "data/café"))).verify();
    assert_eq!((texts(&outcome.files), outcome.exit_code), (vec!["ok manifest data/caf\\xe9"], 0));
}

#[rstest]
#[case::corrupt_payload(bag("1.0").file("data/one", "0ne"), 1, &["high changed data/one"])]
#[case::corrupt_tag_file(
    bag("1.0").file("bag-info.txt", "Contact-Name: B\nPayload-Oxum: 8.2\n"),
    1,
    &["high changed bag-info.txt"]
)]
#[case::missing_payload(bag("1.0").without("data/one"), 1, &["high changed data", "high missing data/one"])]
#[case::missing_tag_file(bag("1.0").without("bag-info.txt"), 1, &["high missing bag-info.txt"])]
#[case::extra_payload(small("1.0", list()).file("data/b", "2"), 3, &["review unlisted data/b"])]
#[case::extra_tag_file(bag("1.0").file("notes.txt", "n"), 0, &["review unlisted notes.txt"])]
#[case::edited_manifest(
    bag("1.0")
        .file("manifest-sha256.txt", sha256("one", "data/one") + &sha256("three", "data/night/three") + "\n"),
    1,
    &["high changed manifest-sha256.txt"]
)]
#[case::no_declaration(small("1.0", list()).without("bagit.txt"), 3, &["info unreadable bagit.txt"])]
#[case::no_manifest(
    small("1.0", list()).without("manifest-sha256.txt"),
    3,
    &["info unreadable bagit.txt", "review unlisted data/a"]
)]
#[case::empty_manifest(small("1.0", ""), 3, &["info unreadable manifest-sha256.txt", "review unlisted data/a"])]
#[case::malformed_line(small("1.0", list() + "data/a\n"), 3, &["info unreadable manifest-sha256.txt"])]
#[case::short_hash(small("1.0", list() + "abc data/a\n"), 3, &["info unreadable manifest-sha256.txt"])]
#[case::other_hash_than_the_name_says(
    small("1.0", list() + &line(Algorithm::Md5, "1", "data/a")),
    3,
    &["info unreadable manifest-sha256.txt"]
)]
#[case::unknown_hash(
    small("1.0", list()).file("data/b", "2").file("manifest-blake3.txt", "00 data/a\n00 data/b\n"),
    3,
    &["info unchecked data/b", "info unreadable manifest-blake3.txt", "review unlisted data/b"]
)]
#[case::wrong_oxum_bytes(small("1.0", list()).file("bag-info.txt", "Payload-Oxum: 2.1\n"), 1, &["high changed data"])]
#[case::wrong_oxum_files(small("0.97", list()).file("bag-info.txt", "payload-oxum: 1.2\n"), 1, &["high changed data"])]
#[case::two_oxums(
    small("0.97", list()).file("bag-info.txt", "Payload-Oxum: 1.1\nPayload-Oxum: 9.9\n"),
    1,
    &["high changed data"]
)]
#[case::malformed_oxum(
    small("1.0", list()).file("bag-info.txt", "Payload-Oxum: 1,1\n"),
    3,
    &["info unreadable bag-info.txt"]
)]
#[case::malformed_info(small("1.0", list()).file("bag-info.txt", "no colon\n"), 3, &["info unreadable bag-info.txt"])]
#[case::spaced_label(small("1.0", list()).file("bag-info.txt", "A : 1\n"), 3, &["info unreadable bag-info.txt"])]
#[case::byte_order_mark(
    small("0.97", list()).file("bagit.txt", format!("\u{feff}{}", declaration("0.97"))),
    3,
    &["info unreadable bagit.txt"]
)]
#[case::no_encoding(
    small("0.97", list()).file("bagit.txt", "BagIt-Version: 0.97\n"),
    3,
    &["info unreadable bagit.txt"]
)]
#[case::unknown_encoding(
    small("0.97", list())
        .file("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: EBCDIC-17\n"),
    3,
    &["info unreadable bagit.txt"]
)]
#[case::space_before_the_colon(
    small("1.0", list()).file("bagit.txt", declaration("1.0").replace("Version:", "Version :")),
    3,
    &["info unreadable bagit.txt"]
)]
#[case::bad_version(small("1.0", list()).file("bagit.txt", declaration(".97")), 3, &["info unreadable bagit.txt"])]
#[case::unknown_version(small("1.0", list()).file("bagit.txt", declaration("2.0")), 3, &["info unreadable bagit.txt"])]
#[case::not_in_its_encoding(
    small("1.0", [list().as_bytes(), b"\n\xff"].concat()),
    3,
    &["info unreadable manifest-sha256.txt", "info unreadable manifest-sha256.txt"]
)]
#[case::twice_with_other_hashes(
    small("0.97", list() + &sha256("2", "data/a")),
    4,
    &["high changed data/a", "info duplicate data/a", "info unreadable data/a"]
)]
#[case::twice_with_the_same_hash(small("0.97", list() + &list()), 0, &["info duplicate data/a"])]
#[case::not_payload(
    small("1.0", list() + &sha256("x", "other")).file("other", "x"),
    3,
    &["info unreadable manifest-sha256.txt"]
)]
#[case::not_in_every_manifest(
    small("1.0", list() + &sha256("2", "data/b"))
        .file("data/b", "2")
        .file("manifest-sha512.txt", line(Algorithm::Sha512, "1", "data/a")),
    3,
    &["review unlisted data/b"]
)]
#[case::tag_manifest_without_the_manifest(
    small("1.0", list()).file("tagmanifest-sha256.txt", sha256(&declaration("1.0"), "bagit.txt")),
    3,
    &["review unlisted manifest-sha256.txt"]
)]
#[case::backslashes(
    small("1.0", list() + &sha256("2", "data\\night\\b")).file("data/night/b", "2"),
    3,
    &["info unreadable manifest-sha256.txt"]
)]
fn invalid_bags(#[case] archive: Archive, #[case] exit_code: u8, #[case] findings: &[&str]) {
    let outcome = archive.verify();
    assert_eq!((texts(&outcome.findings).as_slice(), outcome.exit_code), (findings, exit_code), "{outcome:?}");
    // whatever makes the audit incomplete is said
    assert_eq!(outcome.incomplete.is_empty(), exit_code < 3, "{outcome:?}");
}

#[rstest]
#[case::climbing("../../../README.md")]
#[case::climbing_from_the_payload("data/../../x")]
#[case::absolute("/tmp/foo")]
#[case::home("~/foo")]
#[case::home_of_somebody("~root/foo")]
#[case::drive("C:\\Windows\\System32\\setx.exe")]
#[case::unc("\\\\?\\UNC\\server\\setx.exe")]
#[case::link("data/link/x")]
#[case::encoded_line_break_after_a_climb("../%0A")]
fn paths_out_of_the_bag(
    #[case] name: &str,
    #[values("0.97", "1.0")] version: &str,
    #[values(true, false)] fetch: bool,
) {
    let archive = if fetch {
        small(version, list()).file("fetch.txt", format!("http://example.org/x - {name}\n"))
    } else {
        small(version, list() + &sha256("x", name))
    };
    let archive = if name.contains("link") { archive.link("data/link", "/tmp") } else { archive };
    let outcome = archive.verify();
    let escapes: Vec<_> = outcome.findings.iter().filter(|row| row.starts_with("high manifest-path-escape ")).collect();
    assert_eq!(escapes.len(), 1, "{outcome:?}");
    assert_eq!(texts(&outcome.files), ["ok manifest data/a"]);
    assert!(matches!(outcome.exit_code, 1 | 4), "{outcome:?}");
}

#[test]
fn a_shortcut_of_windows_is_no_payload() {
    let name = "%HomeDrive%\\Windows\\x";
    let outcome = small("0.97", list() + &sha256("x", name)).verify();
    assert_eq!(outcome.exit_code, 4);
    assert!(outcome.findings.contains(&"info unreadable manifest-sha256.txt".to_owned()), "{outcome:?}");
    let fetch = small("0.97", list()).file("fetch.txt", format!("http://example.org/x - {name}\n")).verify();
    assert_eq!(fetch.exit_code, 4);
}

#[test]
fn nothing_is_ever_fetched() {
    let manifest = list() + &sha256("2", "data/b") + &sha256("3", "data/c");
    let fetch = "http://127.0.0.1:9/b 1 data/b\nfile:///etc/hostname - data/c\nhttp://127.0.0.1:9/d 1 data/d\nodd\n";
    let outcome = small("1.0", manifest).file("fetch.txt", fetch).verify();
    assert_eq!(
        texts(&outcome.files),
        ["ok manifest data/a", "missing manifest data/b", "missing manifest data/c", "missing manifest data/d"]
    );
    assert_eq!(outcome.exit_code, 4);
    insta::assert_snapshot!(outcome.summaries, @r#"
    missing data/b: the file is listed and is not there: it was still to be fetched from http://127.0.0.1:9/b, which is never done (footage/manifest-sha256.txt:2)
    missing data/c: the file is listed and is not there: it was still to be fetched from file:///etc/hostname, which is never done (footage/manifest-sha256.txt:3)
    missing data/d: the file is listed and is not there: it was still to be fetched from http://127.0.0.1:9/d, which is never done (footage/fetch.txt:3)
    unreadable fetch.txt: line 3 of footage/fetch.txt names data/d, which no payload manifest lists
    unreadable fetch.txt: line 4 of footage/fetch.txt is no `URL LENGTH NAME`: "odd"
    "#);
}

#[test]
fn a_linked_folder_in_the_payload_is_said() {
    let archive = small("1.0", list());
    std::fs::create_dir(archive.folder.path().join("elsewhere")).unwrap();
    std::fs::write(archive.folder.path().join("elsewhere/x"), "x").unwrap();
    let outcome = archive.link("data/more", "../../elsewhere").verify();
    assert_eq!(texts(&outcome.findings), ["info symbolic-link data/more"]);
    assert_eq!(texts(&outcome.files), ["ok manifest data/a"]);
    assert_eq!(outcome.exit_code, 3);
    insta::assert_snapshot!(outcome.incomplete.join("\n"), @"the bag is not complete: data/ holds 1 symbolic links or special files, which no manifest can vouch for");
}

#[test]
fn several_bags_and_a_list_in_one_archive() {
    let archive = bag_at(bag_at(Archive::new(), "first/", "0.97"), "deep/second/", "1.0");
    let archive = archive.file("second/data/three", "x").file("loose", "1").file("SHA256SUMS", sha256("1", "loose"));
    let outcome = archive.file("deep/second/data/one", "0ne").verify();
    assert_eq!(texts(&outcome.findings), ["high changed deep/second/data/one", "review unlisted second/data/three"]);
    assert_eq!((outcome.files.len(), outcome.exit_code), (12, 1));
}

/// A list over clips of which one was edited and one deleted: the bag dropped in beside it hides neither.
#[rstest]
#[case::into_the_root("", "SHA256SUMS", &["high changed a", "high missing b"])]
#[case::into_a_folder("night/", "night/SHA256SUMS", &["high changed night/a", "high missing night/b"])]
#[case::above_it("", "night/SHA256SUMS", &["high changed night/a", "high missing night/b"])]
#[case::above_another_bag("", "night/manifest-sha256.txt", &["high changed night/data/a", "high missing night/data/b"])]
fn a_bag_dropped_into_an_archive_switches_nothing_off(
    #[case] bag: &str,
    #[case] list: &str,
    #[case] expected: &[&str],
) {
    let (folder, name) = list.rsplit_once('/').map_or(("", list), |(_, name)| ("night/", name));
    let data = if name == "SHA256SUMS" { "" } else { "data/" };
    let sums = sha256("1", &format!("{data}a")) + &sha256("2", &format!("{data}b"));
    let archive = Archive::new().file(&format!("{folder}{data}a"), "edited").file(list, sums);
    let archive = if data.is_empty() { archive } else { archive.file("night/bagit.txt", declaration("0.97")) };
    let before = archive.verify();
    assert_eq!((texts(&before.findings).as_slice(), before.exit_code), (expected, 1));
    let archive = archive
        .file(&format!("{bag}bagit.txt"), declaration("0.97"))
        .file(&format!("{bag}manifest-sha256.txt"), sha256("read me", "data/readme.txt"))
        .file(&format!("{bag}data/readme.txt"), "read me");
    let after = archive.verify();
    assert_eq!((texts(&after.findings).as_slice(), after.exit_code), (expected, 1), "{after:?}");
    assert!(after.files.contains(&format!("ok manifest {bag}data/readme.txt")), "{after:?}");
}

#[test]
fn a_tag_file_named_like_a_lock_is_compared() {
    let tags = sha256("lock", "chain.lock");
    let archive = small("0.97", list()).file("tagmanifest-sha256.txt", tags).file("chain.lock", "lock");
    let outcome = archive.verify();
    assert_eq!((texts(&outcome.findings), outcome.exit_code), (vec![], 0));
    assert_eq!(texts(&outcome.files), ["ok manifest chain.lock", "ok manifest data/a"]);
}

/// `Payload-Oxum` (the payload is 1 byte in 1 file) and what could not be looked at.
#[rstest]
#[case::more_than_is_seen("3.2", Some("data/s"), DefectKind::Unusable)]
#[case::as_much_as_is_seen("1.1", Some("data/s"), DefectKind::Unusable)]
#[case::fewer_files_than_are_seen("9.0", Some("data/s"), DefectKind::OtherContent)]
#[case::fewer_bytes_than_are_seen("0.9", Some("data/s"), DefectKind::OtherContent)]
#[case::above_the_payload("3.2", Some(""), DefectKind::Unusable)]
#[case::beside_the_payload("3.2", Some("datas"), DefectKind::OtherContent)]
#[case::all_is_seen("3.2", None, DefectKind::OtherContent)]
fn what_could_not_be_looked_at_makes_the_oxum_uncheckable(
    #[case] oxum: &str,
    #[case] hidden: Option<&str>,
    #[case] kind: DefectKind,
) {
    let archive = small("1.0", list()).file("bag-info.txt", format!("Payload-Oxum: {oxum}\n"));
    let mut listing = walk(&archive.root, &[]).unwrap();
    if let Some(path) = hidden {
        listing.unreadable.push((ArchivePath::from_bytes(path.as_bytes()), "permission denied".to_owned()));
    }
    let manifests = find_manifests(&archive.root, &listing, None, archive.folder.path()).unwrap();
    let kinds: Vec<DefectKind> = manifests.defects.iter().map(|defect| defect.kind).collect();
    assert_eq!(kinds, [kind]);
}

#[test]
fn a_link_in_the_payload_makes_the_oxum_uncheckable() {
    let archive = small("1.0", list()).file("bag-info.txt", "Payload-Oxum: 9.2\n").link("data/more", "../x");
    let outcome = archive.verify();
    assert_eq!(texts(&outcome.findings), ["info symbolic-link data/more", "info unreadable bag-info.txt"]);
    assert_eq!(outcome.exit_code, 3);
}

#[rstest]
#[case("footage/first/bagit.txt")]
#[case("footage/first/manifest-sha256.txt")]
fn a_named_bag(#[case] name: &str) {
    let outcome = bag_at(Archive::new(), "first/", "1.0").file("SHA256SUMS", "not looked at").named(name).verify();
    assert_eq!(texts(&outcome.findings), ["review unlisted SHA256SUMS"]);
    assert_eq!(outcome.files.len(), 6);
}
