//! Runs the shell lines of `docs/check-it-yourself.md` as they stand there, against an archive that `seal --sign`
//! sealed: they must agree with the program that all is well, and notice whatever somebody changes.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use rstest::rstest;
use tempfile::TempDir;

use crate::support::machine::has_all;
use crate::support::program::{Ran, bash_in, edit_lines, project, run_in, text};

/// What the lines of the page call.
const TOOLS: [&str; 5] = ["bash", "sha256sum", "jq", "xxd", "openssl"];

/// All fenced blocks of the page, one after the other.
fn script() -> String {
    let page = text(project().join("docs/check-it-yourself.md"));
    let blocks: Vec<&str> = page.split("```bash\n").skip(1).map(|rest| rest.split_once("\n```").unwrap().0).collect();
    assert!(blocks.len() >= 6 && page.matches("```").count() == 2 * blocks.len(), "every block is one of bash");
    format!("set -euo pipefail\n{}\n", blocks.join("\n"))
}

/// The folder that the page asks for: an archive sealed in two steps, the anchor between them, the key.
struct Sealed(TempDir);

impl Sealed {
    fn new() -> Self {
        let sealed = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(sealed.path("footage/BWC-0031")).unwrap();
        for name in ["a.mp4", "b.mp4", "c.mp4", "with space and ü.mp4", "line\nfeed.mp4", "back\\slash.mp4", "ends\n"]
        {
            fs::write(sealed.path("footage/BWC-0031").join(name), format!("bytes of {name}")).unwrap();
        }
        let not_utf8 = sealed.path("footage").join(OsStr::from_bytes(b"not-\xff-utf8.mp4"));
        fs::write(not_utf8, "bytes").unwrap();
        let testdata = project().join("src/archive/chain/testdata");
        fs::copy(testdata.join("key.pem"), sealed.path("private.pem")).unwrap();
        fs::copy(testdata.join("key.pub.pem"), sealed.path("kcpd.pem")).unwrap();
        fs::copy(testdata.join("other.pub.pem"), sealed.path("other.pem")).unwrap();
        sealed.run(&["seal", "footage", "--name", "kcpd/bwc", "--sign", "private.pem"]);
        let purge = ["record", "purge", "footage", "BWC-0031/c.mp4", "--rule", "traffic", "--authority", "clerk"];
        sealed.run(&[&purge[..], &["--approved-by", "chief", "--sign", "private.pem"]].concat());
        fs::remove_file(sealed.path("footage/BWC-0031/c.mp4")).unwrap();
        fs::copy(sealed.path("footage/chain.checkpoint"), sealed.path("kcpd.checkpoint")).unwrap();
        fs::write(sealed.path("footage/later.mp4"), "sealed after the anchor").unwrap();
        sealed.run(&["seal", "footage", "--sign", "private.pem"]);
        sealed
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, args: &[&str]) {
        run_in(self.0.path(), args).ended_with(0);
    }

    fn chain(&self) -> Vec<String> {
        text(self.path("footage/chain.jsonl")).split_inclusive('\n').map(str::to_owned).collect()
    }

    /// Edits the text of the chain or of the anchor.
    fn edit(&self, file: &str, edit: impl FnOnce(&mut Vec<String>)) {
        edit_lines(self.path(file), edit);
    }

    fn edit_chain(&self, edit: impl FnOnce(&mut Vec<String>)) {
        self.edit("footage/chain.jsonl", edit);
    }

    fn edit_last_line(&self, edit: impl FnOnce(&str) -> String) {
        self.edit_chain(|lines| {
            let last = lines.last_mut().unwrap();
            *last = edit(last);
        });
    }

    fn edit_anchor(&self, edit: impl FnOnce(&mut Vec<String>)) {
        self.edit("kcpd.checkpoint", edit);
    }

    fn write(&self, file: &str, bytes: &str) {
        fs::write(self.path(file), bytes).unwrap();
    }

    fn remove(&self, file: &str) {
        fs::remove_file(self.path(file)).unwrap();
    }

    fn check(&self) -> Ran {
        bash_in(self.0.path(), &script())
    }
}

#[test]
fn an_untouched_archive_holds() {
    if !has_all(&TOOLS) {
        return;
    }
    let sealed = Sealed::new();
    let stdout = sealed.check().ended_with(0).stdout;
    let lines = sealed.chain().len();
    assert_eq!(lines, 11, "open, eight files, a purge, a later file");
    assert!(stdout.contains(&format!("the anchor covers the first 10 of {lines} lines")), "{stdout}");
    assert!(stdout.contains("8 files are sealed and not purged, 0 of them are not as they were sealed"), "{stdout}");
    assert!(!stdout.contains("DIFFERS") && !stdout.contains("not sealed:"), "{stdout}");
}

type Change = fn(&Sealed);

/// What somebody does, and which check says so.
#[rstest]
#[case::a_byte_of_a_file(
    |s: &Sealed| s.write("footage/BWC-0031/a.mp4", "Bytes of a.mp4"),
    "DIFFERS: BWC-0031/a.mp4"
)]
#[case::a_byte_of_a_strange_name(
    |s: &Sealed| fs::write(s.path("footage").join(OsStr::from_bytes(b"not-\xff-utf8.mp4")), "Bytes").unwrap(),
    "DIFFERS: $'not-\\377-utf8.mp4'"
)]
#[case::a_file_deleted(|s: &Sealed| s.remove("footage/BWC-0031/b.mp4"), "DIFFERS: BWC-0031/b.mp4")]
#[case::a_line_edited(
    |s: &Sealed| s.edit_chain(|lines| lines[2] = lines[2].replacen("\"size\":1", "\"size\":2", 1)),
    "DIFFERS: links"
)]
#[case::a_line_removed_within(|s: &Sealed| s.edit_chain(|lines| drop(lines.remove(3))), "DIFFERS: lines")]
#[case::two_lines_swapped(|s: &Sealed| s.edit_chain(|lines| lines.swap(3, 4)), "DIFFERS: lines")]
#[case::the_last_lines_removed(|s: &Sealed| s.edit_chain(|lines| lines.truncate(9)), "DIFFERS: anchor")]
#[case::a_torn_end(|s: &Sealed| s.edit_last_line(|last| last.trim_end().to_owned()), "DIFFERS: lines")]
#[case::a_key_twice(
    |s: &Sealed| s.edit_last_line(|last| last.replacen("\"v\":1", "\"v\":0,\"v\":1", 1)),
    "DIFFERS: lines"
)]
#[case::re_spaced(|s: &Sealed| s.edit_last_line(|last| last.replacen(':', ": ", 1)), "DIFFERS: lines")]
#[case::emptied(|s: &Sealed| s.edit_chain(Vec::clear), "DIFFERS: lines")]
#[case::rebuilt(rebuild, "DIFFERS: anchor")]
#[case::another_archive(
    |s: &Sealed| s.edit_anchor(|lines| lines[0] = "kcpd/other\n".to_owned()),
    "DIFFERS: anchor"
)]
#[case::an_edited_root(
    |s: &Sealed| s.edit_anchor(|lines| lines[2] = format!("{}=\n", "A".repeat(43))),
    "DIFFERS: anchor"
)]
#[case::an_anchor_of_nothing(|s: &Sealed| s.edit_anchor(|lines| lines[1] = "0\n".to_owned()), "DIFFERS")]
#[case::an_older_size(|s: &Sealed| s.edit_anchor(|lines| lines[1] = "9\n".to_owned()), "DIFFERS: anchor")]
#[case::an_extension_added(
    |s: &Sealed| s.edit_anchor(|lines| lines.insert(3, "more\n".to_owned())),
    "DIFFERS: signature"
)]
#[case::a_signature_edited(|s: &Sealed| s.edit_anchor(|lines| flip(&mut lines[4], 20)), "DIFFERS: signature")]
#[case::a_key_id_edited(|s: &Sealed| s.edit_anchor(|lines| flip(&mut lines[4], 1)), "DIFFERS: signature")]
#[case::a_signature_taken_off(|s: &Sealed| s.edit_anchor(|lines| lines.truncate(3)), "")]
#[case::another_key(
    |s: &Sealed| fs::copy(s.path("other.pem"), s.path("kcpd.pem")).map(drop).unwrap(),
    "DIFFERS: signature"
)]
fn whatever_is_changed_is_noticed(#[case] change: Change, #[case] says: &str) {
    if !has_all(&TOOLS) {
        return;
    }
    let sealed = Sealed::new();
    change(&sealed);
    let ran = sealed.check();
    assert!(ran.code != Some(0) && [&*ran.stdout, &ran.stderr].concat().contains(says), "{ran:?}");
}

/// Seals other bytes anew, in a chain that is as long as the old one.
fn rebuild(sealed: &Sealed) {
    sealed.remove("footage/chain.jsonl");
    sealed.remove("footage/chain.checkpoint");
    sealed.write("footage/BWC-0031/a.mp4", "forged");
    for name in ["x", "y", "z"] {
        sealed.write(&format!("footage/{name}"), name);
    }
    sealed.run(&["seal", "footage", "--name", "kcpd/bwc", "--sign", "private.pem"]);
}

/// Another base64 digit, so many characters into the signature.
fn flip(line: &mut String, at: usize) {
    let start = line.rfind(' ').unwrap() + 1 + at;
    let other = if line.as_bytes()[start] == b'A' { "B" } else { "A" };
    line.replace_range(start..=start, other);
}

#[test]
fn what_was_never_sealed_is_listed() {
    if !has_all(&TOOLS) {
        return;
    }
    let sealed = Sealed::new();
    fs::write(sealed.path("footage/BWC-0031/new one.mp4"), "new").unwrap();
    symlink("a.mp4", sealed.path("footage/BWC-0031/link.mp4")).unwrap();
    let stdout = sealed.check().ended_with(0).stdout;
    assert!(stdout.contains("not sealed: BWC-0031/new\\ one.mp4\n"), "{stdout}");
    assert!(stdout.contains("not a file: footage/BWC-0031/link.mp4\n"), "{stdout}");
}
