//! Lists of hashes: `sha256sum` in both styles, sidecars, hashdeep.

use std::process::Command;

use rstest::rstest;

use crate::support::archive::{Archive, Outcome, line, sha256, texts};
use crate::support::library::{Algorithm, find_manifests, walk};
use crate::support::machine::{has_all, where_permissions_count};

/// `a`, `b` and `night/c`, and a list of them as given.
fn three(name: &str, list: impl AsRef<[u8]>) -> Archive {
    Archive::new().file("a", "1").file("b", "22").file("night/c", "333").file(name, list)
}

fn list_of_three() -> String {
    sha256("1", "a") + &sha256("22", "b") + &sha256("333", "night/c")
}

const FINE: [&str; 3] = ["ok manifest a", "ok manifest b", "ok manifest night/c"];

#[rstest]
#[case::gnu("SHA256SUMS", list_of_three())]
#[case::other_name("sha256sums.txt", list_of_three())]
#[case::any_ending("export.sha256", list_of_three())]
#[case::binary("SHA256SUMS", list_of_three().replace("  ", " *"))]
#[case::dot_slash("SHA256SUMS", list_of_three().replace("  ", "  ./"))]
#[case::crlf("SHA256SUMS", list_of_three().replace('\n', "\r\n"))]
#[case::byte_order_mark("SHA256SUMS", format!("\u{feff}{}", list_of_three()))]
#[case::upper_case("SHA256SUMS", list_of_three().lines().map(|line| {
    let (hash, name) = line.split_once(' ').unwrap();
    format!("{} {name}\n", hash.to_uppercase())
}).collect())]
#[case::bsd("SHA256SUMS", list_of_three().lines().map(|line| {
    let (hash, name) = line.split_once("  ").unwrap();
    format!("SHA256 ({name}) = {hash}\n")
}).collect())]
#[case::comments("SHA256SUMS", format!("# exported on a Tuesday\n\n{}", list_of_three()))]
#[case::no_last_end("SHA256SUMS", list_of_three().trim_end().to_owned())]
#[case::same_line_twice("SHA256SUMS", list_of_three() + &list_of_three())]
#[case::from_windows("SHA256SUMS", list_of_three().replace("night/c", "night\\c"))]
#[case::through_a_folder("SHA256SUMS", list_of_three().replace("  a", "  night/../a"))]
fn every_style_of_sha256sum(#[case] name: &str, #[case] list: String) {
    let outcome = three(name, list).verify();
    assert_eq!(
        outcome,
        Outcome {
            exit_code: 0,
            files: FINE.map(str::to_owned).to_vec(),
            findings: Vec::new(),
            incomplete: Vec::new(),
            summaries: String::new()
        }
    );
}

#[test]
fn odd_names_in_gnu_style() {
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let list = format!("\\{hash}  a\\nb\n\\{hash}  c\\\\d\n\\{hash}  e\\rf\r\n{hash}   g\n{hash} **h\n");
    let archive = Archive::new().file("a\nb", "abc").file("c\\d", "abc").file("e\rf", "abc").file(" g", "abc");
    let archive = archive.file("*h", "abc").file("SHA256SUMS", list + hash + "  caf").verify();
    assert_eq!(
        texts(&archive.files),
        [
            "ok manifest  g",
            "ok manifest *h",
            "ok manifest a\\nb",
            "ok manifest c\\\\d",
            "missing manifest caf",
            "ok manifest e\\x0df"
        ]
    );
    let raw = [hash.as_bytes(), b"  caf\xe9\n"].concat();
    let outcome = Archive::new().bytes(b"caf\xe9", "abc").file("SHA256SUMS", raw).verify();
    assert_eq!((texts(&outcome.files), outcome.exit_code), (vec!["ok manifest caf\\xe9"], 0));
}

#[test]
fn compared_both_ways() {
    let list = sha256("1", "a") + &sha256("x", "b") + &sha256("4", "gone");
    let outcome = three("SHA256SUMS", list).verify();
    assert_eq!(
        texts(&outcome.files),
        ["ok manifest a", "changed manifest b", "missing manifest gone", "unlisted none night/c"]
    );
    assert_eq!(texts(&outcome.findings), ["high changed b", "high missing gone", "review unlisted night/c"]);
    assert_eq!(outcome.exit_code, 1);
    insta::assert_snapshot!(outcome.summaries, @r"
    changed b: the file holds other bytes than are listed (footage/SHA256SUMS:2)
    missing gone: the file is listed and is not there (footage/SHA256SUMS:3)
    unlisted night/c: the file is in the archive but in no manifest: nothing shows what it was, or since when it is there
    ");
}

/// A checkpoint without its chain says that there was one.
#[rstest]
#[case("chain.lock", &[])]
#[case("chain.checkpoint", &["high chain-missing ROOT"])]
fn what_is_named_like_a_file_of_a_chain_and_listed_is_compared(#[case] name: &str, #[case] also: &[&str]) {
    let list = list_of_three() + &sha256("lock", name);
    let fine = three("SHA256SUMS", &list).file(name, "lock").verify();
    assert_eq!((texts(&fine.findings).as_slice(), fine.files.len()), (also, 4));
    assert!(fine.files.contains(&format!("ok manifest {name}")), "{fine:?}");
    let changed = three("SHA256SUMS", &list).file(name, "other").verify();
    assert!(changed.findings.contains(&format!("high changed {name}")), "{changed:?}");
    let gone = three("SHA256SUMS", &list).verify();
    assert_eq!(texts(&gone.findings), [format!("high missing {name}")]);
    // not listed, it stays outside of the archive
    let own = three("SHA256SUMS", list_of_three()).file(name, "other").verify();
    assert_eq!((texts(&own.files).as_slice(), texts(&own.findings).as_slice()), (FINE.as_slice(), also));
}

#[rstest]
#[case::malformed("what is this\n", "line 4 is no line of hash and name: \"what is this\"")]
#[case::two_spaces_for_a_name(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  \n",
    "line 4 is no line of hash and name: \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  \""
)]
#[case::bad_escape(
    "\\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\\x\n",
    "line 4 holds an escape that is none of `\\n`, `\\r` and `\\\\`: \"\\\\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\\\\x\""
)]
#[case::weaker_than_its_name(
    "900150983cd24fb0d6963f7d28e17f72  a\n",
    "line 4 holds MD5, but the manifest is one of SHA-256"
)]
#[case::a_folder(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  night/\n",
    "line 4 names \"night/\": it names a folder"
)]
fn a_line_that_cannot_be_used_is_never_silent(#[case] stray: &str, #[case] why: &str) {
    let outcome = three("SHA256SUMS", list_of_three() + stray).verify();
    assert_eq!(texts(&outcome.files), FINE);
    assert_eq!(texts(&outcome.findings), ["info unreadable SHA256SUMS"]);
    assert_eq!(outcome.exit_code, 3);
    let reason = format!("the manifest footage/SHA256SUMS cannot be wholly relied on: {why}");
    assert_eq!(outcome.incomplete, [reason]);
}

#[test]
fn all_defects_are_listed() {
    let outcome = three("SHA256SUMS", format!("one\n{}two\nthree\n", list_of_three())).verify();
    insta::assert_snapshot!(outcome.summaries, @r#"
    unreadable SHA256SUMS: line 1 of footage/SHA256SUMS is no line of hash and name: "one"
    unreadable SHA256SUMS: line 5 of footage/SHA256SUMS is no line of hash and name: "two"
    unreadable SHA256SUMS: line 6 of footage/SHA256SUMS is no line of hash and name: "three"
    "#);
    insta::assert_snapshot!(outcome.incomplete.join("\n"), @r#"the manifest footage/SHA256SUMS cannot be wholly relied on: line 1 is no line of hash and name: "one", and 2 more, listed as findings"#);
}

#[rstest]
#[case::no_byte("")]
#[case::only_blank_lines("\n\r\n  \n")]
#[case::only_comments("# nothing\n")]
fn an_empty_list_is_never_silent(#[case] list: &str) {
    let outcome = Archive::new().file("a", "1").file("SHA256SUMS", list).verify();
    assert_eq!(texts(&outcome.findings), ["info unreadable SHA256SUMS", "review unlisted a"]);
    assert_eq!(outcome.exit_code, 3);
}

/// `sha256sum * > SHA256SUMS` where there already was one, and in an empty folder.
#[rstest]
#[case("SHA256SUMS", list_of_three() + &sha256("", "SHA256SUMS"))]
#[case(
    "hashdeep.txt",
    hashdeep(&(deep_row("1", "a") + &deep_row("22", "b") + &deep_row("333", "night/c") + &deep_row("", "./hashdeep.txt")))
)]
fn a_list_that_lists_itself_is_no_accusation(#[case] name: &str, #[case] list: String) {
    let outcome = three(name, list).verify();
    assert_eq!(texts(&outcome.findings), [format!("info unchecked {name}")]);
    assert_eq!((outcome.files.len(), outcome.exit_code), (4, 0));
}

#[test]
fn two_lines_that_disagree() {
    let outcome = three("SHA256SUMS", list_of_three() + &sha256("9", "./a")).verify();
    assert_eq!(texts(&outcome.findings), ["high changed a", "info unreadable a"]);
    assert_eq!(outcome.exit_code, 4);
    insta::assert_snapshot!(outcome.summaries, @r"
    changed a: the file holds other bytes than are listed (footage/SHA256SUMS:1, footage/SHA256SUMS:4)
    unreadable a: line 4 of footage/SHA256SUMS lists a with another SHA-256 than footage/SHA256SUMS:1
    ");
}

#[rstest]
#[case::climbing("../secret", "../secret")]
#[case::climbing_later("night/../../secret", "night/../../secret")]
#[case::absolute("/etc/hostname", "/etc/hostname")]
#[case::nul("a\0b", "a\\x00b")]
#[case::linked_file("link", "link")]
#[case::linked_folder("out/secret", "out/secret")]
#[case::of_windows("C:\\Windows\\x", "C:\\\\Windows\\\\x")]
#[case::climbing_on_windows("..\\secret", "..\\\\secret")]
fn a_path_that_leaves_the_archive_is_never_opened(#[case] name: &str, #[case] shown: &str) {
    let archive = three("SHA256SUMS", list_of_three() + &sha256("secret", name));
    std::fs::write(archive.folder.path().join("secret"), "secret").unwrap();
    let outcome = archive.link("link", "../secret").link("out", "..").verify();
    assert_eq!(
        texts(&outcome.findings),
        [&format!("high manifest-path-escape {shown}"), "info symbolic-link link", "info symbolic-link out"]
    );
    assert_eq!(texts(&outcome.files), FINE);
    assert_eq!(outcome.exit_code, 1);
}

#[test]
fn a_link_is_no_manifest() {
    let archive = Archive::new().file("a", "1");
    std::fs::write(archive.folder.path().join("SHA256SUMS"), sha256("1", "a")).unwrap();
    let outcome = archive.link("SHA256SUMS", "../SHA256SUMS").verify();
    assert_eq!(texts(&outcome.findings), ["info symbolic-link SHA256SUMS", "review unsealed ROOT"]);
}

#[test]
fn what_lies_where_nobody_can_look_is_not_called_missing() {
    where_permissions_count("manifests::lists::what_lies_where_nobody_can_look_is_not_called_missing", || {
        let archive = three("SHA256SUMS", list_of_three());
        let mode = |mode| {
            let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
            std::fs::set_permissions(archive.at(b"night"), permissions).unwrap();
        };
        mode(0o000);
        let outcome = archive.verify();
        mode(0o755);
        assert_eq!(texts(&outcome.files), ["ok manifest a", "ok manifest b", "unreadable none night/c"]);
        assert_eq!(outcome.exit_code, 3);
    });
}

#[test]
fn sidecars() {
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let archive = Archive::new()
        .file("night/a.mp4", "abc")
        .file("night/a.mp4.sha256", format!("{hash}\n"))
        .file("night/b.mp4", "abc")
        .file("night/b.mp4.SHA256", format!("{hash} *b.mp4\r\n"))
        .file("c.mp4", "abd")
        .file("c.mp4.sha256", format!("{hash}  -\n"))
        .file("gone.mp4.sha256", hash)
        .file("bare.mp4", "x");
    let outcome = archive.verify();
    assert_eq!(
        texts(&outcome.files),
        [
            "unlisted none bare.mp4",
            "changed manifest c.mp4",
            "missing manifest gone.mp4",
            "ok manifest night/a.mp4",
            "ok manifest night/b.mp4"
        ]
    );
    assert_eq!(outcome.exit_code, 1);
}

#[test]
fn a_list_and_a_sidecar_that_disagree() {
    let outcome = three("SHA256SUMS", list_of_three()).file("a.sha256", sha256("2", "a")).verify();
    assert_eq!(texts(&outcome.findings), ["high changed a", "info unreadable a"]);
}

#[rstest]
#[case::inside("footage/hashes.txt")]
#[case::outside("hashes.txt")]
fn a_named_list(#[case] name: &str) {
    let archive = three("ignored.sha256", "not looked at").named(name);
    std::fs::write(archive.folder.path().join(name), list_of_three()).unwrap();
    let outcome = archive.verify();
    assert_eq!(
        texts(&outcome.files),
        ["ok manifest a", "ok manifest b", "unlisted none ignored.sha256", "ok manifest night/c"]
    );
}

#[rstest]
#[case(Algorithm::Sha512, &[])]
#[case(Algorithm::Sha1, &["info weak-hash ROOT"])]
#[case(Algorithm::Md5, &["info weak-hash ROOT"])]
fn a_named_list_of_another_hash(#[case] algorithm: Algorithm, #[case] findings: &[&str]) {
    let archive = Archive::new().file("a", "1").file("b", "2").file("moved", "3").named("hashes.txt");
    let list = line(algorithm, "1", "a") + &line(algorithm, "9", "b") + &line(algorithm, "3", "was");
    std::fs::write(archive.folder.path().join("hashes.txt"), list).unwrap();
    let outcome = archive.verify();
    assert_eq!(texts(&outcome.files), ["ok manifest a", "changed manifest b", "moved manifest moved"]);
    assert_eq!(texts(&outcome.findings), [&["high changed b"], findings, &["review moved moved"]].concat());
}

#[rstest]
#[case::absent("nowhere.txt")]
#[case::a_folder("footage/night")]
#[case::a_link("footage/link")]
fn a_named_list_that_cannot_be_read(#[case] name: &str) {
    let archive = three("SHA256SUMS", list_of_three()).link("link", "SHA256SUMS").named(name);
    let listing = walk(&archive.root, &[]).unwrap();
    let error =
        find_manifests(&archive.root, &listing, archive.manifest.as_deref(), archive.folder.path()).unwrap_err();
    assert!(error.to_string().starts_with("cannot read the manifest "), "{error}");
}

/// What hashdeep writes for `a` (1) and a file with a line feed in its name (22), by hand.
fn hashdeep(rows: &str) -> String {
    format!(
        "%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /mnt/footage\n## $ hashdeep -rl .\n## \n{rows}"
    )
}

fn deep_row(content: &str, name: &str) -> String {
    let hash = |algorithm| line(algorithm, content, "").trim_end().to_owned();
    format!("{},{},{},{name}\n", content.len(), hash(Algorithm::Md5), hash(Algorithm::Sha256))
}

#[rstest]
#[case("hashdeep.txt", None)]
#[case("audit/night.hashdeep", None)]
#[case("manifest", None)]
#[case("list.log", Some("footage/list.log"))]
fn hashdeep_lists(#[case] name: &str, #[case] named: Option<&str>) {
    let rows = deep_row("1", "./a") + &deep_row("22", "./b,\nb") + &deep_row("9", "./c") + &deep_row("4", "./gone");
    let archive = Archive::new().file("a", "1").file("b,\nb", "22").file("c", "33").file("extra", "5");
    let archive = archive.file(name, hashdeep(&rows));
    let outcome = match named {
        Some(named) => archive.named(named).verify(),
        None => archive.verify(),
    };
    assert_eq!(
        texts(&outcome.files),
        ["ok manifest a", "ok manifest b,\\nb", "changed manifest c", "unlisted none extra", "missing manifest gone"]
    );
    assert_eq!(outcome.exit_code, 1);
    assert!(
        outcome.summaries.contains("changed c: the file holds other bytes than are listed: its size was 1, and is 2 (")
    );
}

#[test]
fn hashdeep_with_absolute_paths_and_with_faults() {
    let rows = deep_row("1", "/mnt/footage/a") + "7,zz,zz,b\n";
    let outcome = Archive::new().file("a", "1").file("hashdeep.txt", hashdeep(&rows)).verify();
    assert_eq!(
        texts(&outcome.findings),
        ["high manifest-path-escape /mnt/footage/a", "info unreadable hashdeep.txt", "review unlisted a"]
    );
    assert_eq!(outcome.exit_code, 4);
}

#[test]
fn hashdeep_with_nothing_but_md5_is_weak() {
    let md5 = line(Algorithm::Md5, "1", "").trim_end().to_owned();
    let list = format!("%%%% HASHDEEP-1.0\n%%%% size,md5,whirlpool,filename\n1,{md5},00,a\n");
    let outcome = Archive::new().file("a", "1").file("hashdeep.txt", list).verify();
    assert_eq!(texts(&outcome.findings), ["info weak-hash hashdeep.txt"]);
    assert_eq!((texts(&outcome.files), outcome.exit_code), (vec!["ok manifest a"], 0));
}

#[test]
fn a_part_of_hashdeep_without_a_known_hash_is_never_fine() {
    let md5 = line(Algorithm::Md5, "22", "").trim_end().to_owned();
    let list = format!("%%%% HASHDEEP-1.0\n%%%% size,tiger,filename\n1,00,a\n%%%% size,md5,filename\n2,{md5},b\n");
    let outcome = Archive::new().file("a", "1").file("b", "22").file("hashdeep.txt", list).verify();
    assert_eq!(
        texts(&outcome.findings),
        ["info unchecked a", "info unreadable hashdeep.txt", "info weak-hash hashdeep.txt"]
    );
    assert_eq!((texts(&outcome.files), outcome.exit_code), (vec!["unchecked none a", "ok manifest b"], 3));
}

#[test]
fn a_chain_comes_first() {
    let sealed = three("SHA256SUMS", list_of_three()).file("chain.jsonl", "{}\n");
    assert!(sealed.verify().findings.iter().any(|row| row.contains("chain-broken")));
    let named = three("SHA256SUMS", list_of_three()).file("chain.jsonl", "{}\n").named("footage/SHA256SUMS");
    let outcome = named.verify();
    assert!(outcome.incomplete.iter().any(|why| why.contains("the manifest that is named")), "{outcome:?}");
}

#[test]
fn without_anything_the_archive_is_unsealed() {
    let outcome = Archive::new().file("a", "1").file("readme.txt", "%%%% no hashdeep").verify();
    assert_eq!(texts(&outcome.findings), ["review unsealed ROOT"]);
}

/// The real program over every name that it can write.
#[rstest]
#[case(&["sha256sum"], "SHA256SUMS")]
#[case(&["sha256sum", "--binary"], "SHA256SUMS")]
#[case(&["sha256sum", "--tag"], "SHA256SUMS")]
#[case(&["md5sum"], "named.txt")]
#[case(&["sha1sum", "--tag"], "named.txt")]
#[case(&["sha512sum"], "named.txt")]
fn what_coreutils_writes(#[case] command: &[&str], #[case] list: &str) {
    if !has_all(&command[..1]) {
        return;
    }
    let names = ["plain", "with space", " lead", "new\nline", "back\\slash", "*star", "a) = b", "tab\t", "end\\", "#x"];
    let archive = names.iter().fold(Archive::new(), |archive, name| archive.file(name, name));
    let output = Command::new(command[0]).args(&command[1..]).args(names).current_dir(&archive.root).output().unwrap();
    assert!(output.status.success());
    let archive = archive.file(list, output.stdout).named(&format!("footage/{list}"));
    let outcome = archive.verify();
    assert!(outcome.files.iter().all(|file| file.starts_with("ok manifest ")), "{outcome:?}");
    assert_eq!((outcome.files.len(), outcome.exit_code), (names.len(), 0), "{outcome:?}");
}
