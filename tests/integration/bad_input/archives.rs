//! Archives with everything in them that does not belong there, and names of any bytes (contract, "Roots, links and
//! system files").

use std::fs;
use std::os::unix::fs::symlink;

use rstest::rstest;

use crate::support::library::{AuditSettings, FileStatus, Progress, audit, load_audit_file};
use crate::support::scene::{AS_OF, Scene};

/// Takes files away as soon as it is said what lies ahead: after the listing, before the reading.
struct Thief<'a>(&'a [std::path::PathBuf]);

impl Progress for Thief<'_> {
    fn expect(&self, _files: u64, _bytes: u64) {
        self.0.iter().for_each(|path| fs::remove_file(path).unwrap());
    }
    fn bytes(&self, _count: u64) {}
    fn file_done(&self) {}
}

#[test]
fn a_file_that_vanishes_while_it_is_read_is_unreadable_and_the_others_are_read() {
    let scene = Scene::with_archive();
    scene.video("footage/two.mp4");
    scene.video("footage/zero.mp4");
    scene.run(&["seal", "footage"]);
    let audit_file = load_audit_file(scene.path()).unwrap();
    let now = AS_OF.parse::<jiff::Timestamp>().unwrap().into();
    let settings = AuditSettings {
        as_of: now,
        clock: || jiff::Timestamp::now().into(),
        since: None,
        until: None,
        hash: true,
        fail_on: None,
    };
    let report = audit(&audit_file, &settings, &Thief(&[scene.path().join("footage/two.mp4")])).unwrap();
    let statuses: Vec<_> = report.files.iter().map(|file| (file.path.to_string(), file.status)).collect();
    let expected = [("one.mp4", FileStatus::Ok), ("two.mp4", FileStatus::Unreadable), ("zero.mp4", FileStatus::Ok)];
    assert_eq!(statuses, expected.map(|(path, status)| (path.to_owned(), status)));
    assert_eq!(report.exit_code.code(), 3);
    assert!(report.findings.iter().any(|finding| finding.code.as_str() == "unreadable"));
}

/// Seals a new file of another archive as soon as the first one is read.
struct Clerk<'a>(&'a Scene);

impl Progress for Clerk<'_> {
    fn expect(&self, _files: u64, _bytes: u64) {
        if !self.0.path().join("second/new.bin").exists() {
            self.0.write("second/new.bin", "new");
            assert_eq!(self.0.run(&["seal", "second"]).code, Some(0));
        }
    }
    fn bytes(&self, _count: u64) {}
    fn file_done(&self) {}
}

#[test]
fn what_is_sealed_while_an_audit_runs_is_no_defect() {
    let scene = Scene::with_archive();
    scene.write("second/old.bin", "old");
    scene.run(&["seal", "second"]);
    let text = scene.read("audit.toml");
    scene.write("audit.toml", text.replace("[[lightbar]]", "[[archive]]\nroot = \"second\"\n\n[[lightbar]]"));
    let audit_file = load_audit_file(scene.path()).unwrap();
    let settings = AuditSettings {
        as_of: AS_OF.parse::<jiff::Timestamp>().unwrap().into(),
        clock: || jiff::Timestamp::now().into(),
        since: None,
        until: None,
        hash: true,
        fail_on: None,
    };
    let report = audit(&audit_file, &settings, &Clerk(&scene)).unwrap();
    assert!(scene.path().join("second/new.bin").exists(), "it was sealed meanwhile");
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(!codes.contains(&"chain-broken") && !codes.contains(&"missing"), "{codes:?}");
    assert_eq!(report.files.iter().filter(|file| file.status == FileStatus::Ok).count(), 2);
}

#[rstest]
#[case::line_feed(b"a\nb.mp4", "a\\nb.mp4")]
#[case::backslash(b"a\\nb.mp4", "a\\\\nb.mp4")]
#[case::not_utf_8(b"caf\xe9.mp4", "caf\\xe9.mp4")]
#[case::escape(b"a\x1b[2J.mp4", "a\\x1b[2J.mp4")]
#[case::comma(b"a,b.mp4", "\"a,b.mp4\"")]
#[case::formula(b"=cmd.mp4", "'=cmd.mp4")]
#[case::spaces(b" a b .mp4", " a b .mp4")]
#[case::dash(b"-rf.mp4", "'-rf.mp4")]
#[case::looks_like_an_address(b"http:/x.mp4", "http:/x.mp4")]
#[case::percent(b"%00%d.mp4", "%00%d.mp4")]
#[case::hidden(b".hidden.mp4", ".hidden.mp4")]
#[case::long(&[b'x'; 250], "xxxxxxxx")]
fn a_name_of_any_bytes_is_sealed_checked_and_one_line(#[case] name: &[u8], #[case] shown: &str) {
    let scene = Scene::with_archive();
    scene.video([b"footage/".as_slice(), name].concat());
    scene.run(&["seal", "footage"]);
    let (ran, files) = scene.scan_for("files.csv");
    ran.reported(0);
    assert_eq!(files.lines().count(), 3, "{files}");
    let row = files.lines().find(|line| line.starts_with(shown)).unwrap_or_else(|| panic!("{files}"));
    assert!(row.contains(",ok,chain,"), "{row}");
    assert_eq!(scene.run(&["verify", "footage"]).code, Some(0));
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn what_is_no_regular_file_is_reported_and_never_opened() {
    let scene = Scene::with_archive();
    scene.write("footage/notes.txt", "sealed too");
    scene.run(&["seal", "footage"]);
    scene.write("secret/elsewhere.mp4", "outside");
    let footage = scene.path().join("footage");
    symlink("one.mp4", footage.join("to-file.mp4")).unwrap();
    symlink("../secret", footage.join("to-folder")).unwrap();
    symlink("nowhere", footage.join("dangling.mp4")).unwrap();
    symlink(".", footage.join("circle")).unwrap();
    // a pipe whose other end nobody opens: whoever opens it waits for ever
    assert_eq!(scene.bash("mkfifo footage/pipe.mp4").code, Some(0));
    let ran = scene.bash(&format!("exec timeout 60 $PROGRAM scan --as-of {AS_OF} --out out"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let files = scene.read("out/files.csv");
    assert_eq!(files.lines().count(), 3, "only the real files: {files}");
    let findings = scene.read("out/findings.csv");
    for (code, path) in [
        ("symbolic-link", "to-file.mp4"),
        ("symbolic-link", "to-folder"),
        ("symbolic-link", "dangling.mp4"),
        ("symbolic-link", "circle"),
        ("special-file", "pipe.mp4"),
    ] {
        let found = findings.lines().any(|row| row.contains(code) && row.contains(&format!(",{path},")));
        assert!(found, "no {code} of {path}: {findings}");
    }
    // a sealed file in whose place a link stands is missing, whatever the link leads to
    fs::rename(footage.join("one.mp4"), scene.path().join("one.mp4")).unwrap();
    symlink("../one.mp4", footage.join("one.mp4")).unwrap();
    let (ran, files) = scene.scan_for("files.csv");
    ran.reported(1);
    assert!(files.contains("one.mp4,missing,"), "{files}");
    let sealed = scene.bash("exec timeout 60 $PROGRAM seal footage");
    assert!(sealed.stdout.contains("left out: pipe.mp4"), "{sealed:?}");
}

#[test]
fn an_unmounted_share_is_never_fine() {
    let scene = Scene::with_archive();
    // the mount point is there, the share is not; the chain was kept elsewhere or never made
    fs::remove_dir_all(scene.path().join("footage")).unwrap();
    fs::create_dir(scene.path().join("footage")).unwrap();
    let ran = scene.scan(&["--fail-on", "never"]);
    ran.reported(3);
    assert!(ran.stdout.contains("holds no files: an unmounted share?"), "{}", ran.stdout);
    assert_eq!(scene.run(&["verify", "footage"]).code, Some(3));
    let before = scene.everything();
    scene.run(&["seal", "footage"]).could_not_run(&["footage", "no files", "mounted"]);
    assert_eq!(before, scene.everything());
}

#[test]
fn a_sealed_archive_without_its_files_is_never_fine() {
    let scene = Scene::with_archive();
    fs::remove_file(scene.path().join("footage/one.mp4")).unwrap();
    scene.scan(&[]).reported(4);
    assert_eq!(scene.run(&["verify", "footage"]).code, Some(4));
}

#[test]
fn what_was_never_sealed_is_never_ok() {
    let scene = Scene::of_logs();
    scene.write("footage/readme.txt", "no video");
    let ran = scene.run(&["verify", "footage", "--out", "out"]);
    assert!(ran.stdout.contains("unsealed"), "{}", ran.stdout);
    let files = scene.read("out/files.csv");
    assert!(files.contains("readme.txt,unlisted,none,,8,"), "{files}");
}

#[rstest]
#[case::absolute("absolute")]
#[case::relative("footage")]
#[case::dots("../WHERE/./footage/../footage/")]
fn a_root_can_be_written_in_any_way(#[case] root: &str) {
    let scene = Scene::with_archive();
    let text = scene.read("audit.toml");
    let here = scene.path().file_name().unwrap().to_str().unwrap();
    let root = root.replace("absolute", scene.path().join("footage").to_str().unwrap()).replace("WHERE", here);
    scene.write("audit.toml", text.replace("root = \"footage\"", &format!("root = \"{root}\"")));
    let (ran, files) = scene.scan_for("files.csv");
    ran.reported(0);
    assert!(files.contains("one.mp4,ok,chain,"), "{files}");
}

#[test]
fn a_chain_outside_of_the_root_is_found_by_name() {
    let scene = Scene::with_archive();
    fs::create_dir(scene.path().join("chains")).unwrap();
    fs::rename(scene.path().join("footage/chain.jsonl"), scene.path().join("chains/one.jsonl")).unwrap();
    fs::rename(scene.path().join("footage/chain.checkpoint"), scene.path().join("anchor.checkpoint")).unwrap();
    let text = scene.read("audit.toml");
    let archive = "root = \"footage\"\nchain = \"chains/one.jsonl\"\nanchor = \"anchor.checkpoint\"";
    scene.write("audit.toml", text.replace("root = \"footage\"", archive));
    let (ran, files) = scene.scan_for("files.csv");
    ran.reported(0);
    assert!(files.contains("one.mp4,ok,anchored,"), "{files}");
    fs::remove_file(scene.path().join("chains/one.jsonl")).unwrap();
    let (ran, findings) = scene.scan_for("findings.csv");
    ran.reported(1);
    assert!(findings.contains("chain-missing,high"), "{findings}");
}

#[rstest]
#[case::the_same("footage")]
#[case::written_otherwise("./footage/")]
#[case::nested("footage/night")]
#[case::around(".")]
fn two_roots_that_share_files_are_refused(#[case] other: &str) {
    let scene = Scene::with_archive();
    scene.video("footage/night/two.mp4");
    let text = scene.read("audit.toml");
    scene.write("audit.toml", text.replace("[[lightbar]]", &format!("[[archive]]\nroot = \"{other}\"\n[[lightbar]]")));
    scene.scan(&[]).could_not_run(&["audit.toml", &format!("`{other}`"), "`footage`", "every file belongs to one"]);
}

#[test]
fn two_archives_are_told_apart() {
    let scene = Scene::with_archive();
    scene.video("more/one.mp4");
    scene.append("more/one.mp4", "x");
    let text = scene.read("audit.toml");
    scene.write("audit.toml", text.replace("[[lightbar]]", "[[archive]]\nroot = \"more\"\n[[lightbar]]"));
    let (ran, files) = scene.scan_for("files.csv");
    ran.reported(0);
    assert!(files.contains("footage/one.mp4,ok,") && files.contains("more/one.mp4,unlisted,"), "{files}");
}

#[rstest]
#[case("one.mp4")]
#[case("./one.mp4")]
#[case(".//one.mp4")]
fn an_index_path_leads_to_its_file(#[case] path: &str) {
    let scene = Scene::with_archive();
    let rows = format!(
        "recording_id,camera_id,start,end,activated_at,path\n\
         R1,BWC-0001,2020-11-02T02:00:05Z,2020-11-02T02:05:10Z,2020-11-02T02:00:05Z,{path}\n"
    );
    scene.write("recordings.csv", rows);
    let (_, files) = scene.scan_for("files.csv");
    assert!(files.contains("one.mp4,ok,chain,readable,") && files.contains(",R1,BWC-0001,"), "{files}");
}
