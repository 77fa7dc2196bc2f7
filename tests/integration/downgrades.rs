//! What an opponent puts in the place of a chain, an anchor or a key so that less is checked than was asked for.
//! Nothing of it may pass without a word, and nothing may hang (contract, "No downgrade").

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use rstest::rstest;

use crate::support::department::{Department, Said};
use crate::support::program::{project, rows, run, sorted, text};

type Change = fn(&Department);

fn assert_said(said: &Said, verdict: &str, anchored: Option<u64>, codes: &str, exit: i32) {
    let expected = Said { verdict: verdict.to_owned(), anchored, codes: sorted(codes), exit };
    assert_eq!(*said, expected);
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Somebody's whole chain, valid in itself, over no file.
fn other_chain(department: &Department) -> std::path::PathBuf {
    let other = Department::new(false);
    other.rebuild(|bodies| bodies.truncate(1));
    let place = department.path("other.jsonl");
    fs::copy(other.chain_file(), &place).unwrap();
    place
}

fn replace_chain(department: &Department, by: impl FnOnce(&Path)) {
    fs::remove_file(department.chain_file()).unwrap();
    by(&department.chain_file());
}

const UNLISTED: &str = "unlisted unlisted unlisted unlisted";

/// In the place of the chain; without an anchor, with an anchor, and where the audit file names the chain.
#[rstest]
#[case::an_empty_file(
    |d: &Department| fs::write(d.chain_file(), "").unwrap(),
    "broken",
    "chain-broken chain-unanchored {4}"
)]
#[case::a_folder(
    |d: &Department| replace_chain(d, |path| fs::create_dir(path).unwrap()),
    "none",
    "chain-missing"
)]
#[case::a_pipe(|d: &Department| replace_chain(d, pipe), "none", "chain-missing special-file")]
#[case::a_link_to_another_chain(
    |d: &Department| {
        let other = other_chain(d);
        replace_chain(d, |path| symlink(other, path).unwrap());
    },
    "none",
    "chain-missing symbolic-link"
)]
#[case::a_link_to_itself(
    |d: &Department| replace_chain(d, |path| symlink("chain.jsonl", path).unwrap()),
    "none",
    "chain-missing symbolic-link"
)]
#[case::a_link_to_nothing(
    |d: &Department| replace_chain(d, |path| symlink("gone", path).unwrap()),
    "none",
    "chain-missing symbolic-link"
)]
#[case::five_gigabytes_of_one_line(
    |d: &Department| fs::File::create(d.chain_file()).unwrap().set_len(5 << 30).unwrap(),
    "broken",
    "chain-broken chain-unanchored {4}"
)]
fn in_the_place_of_a_chain(#[case] change: Change, #[case] verdict: &str, #[case] codes: &str) {
    let codes = codes.replace("{4}", UNLISTED);
    for settings in ["", "anchor = 'kept/*.checkpoint'", "chain = 'footage/chain.jsonl'"] {
        let department = Department::new(false);
        department.configure(settings);
        change(&department);
        assert_said(&department.verify(), verdict, None, &codes, 1);
    }
}

/// The checkpoint that `seal` leaves beside the chain is no anchor, but it remembers what was there.
#[test]
fn a_checkpoint_without_its_chain_shows_that_there_was_one() {
    let department = Department::new(false);
    fs::copy(department.path("kept/kcpd.checkpoint"), department.file("chain.checkpoint")).unwrap();
    fs::remove_file(department.chain_file()).unwrap();
    assert_said(&department.verify(), "none", None, "chain-missing", 1);
}

#[test]
fn a_checkpoint_that_does_not_fit_the_chain_beside_it_is_said() {
    let department = Department::new(false);
    fs::copy(department.path("kept/kcpd.checkpoint"), department.file("chain.checkpoint")).unwrap();
    department.edit(|lines| lines.truncate(4));
    assert_said(&department.verify(), "intact", None, "chain-unanchored unlisted", 0);
    let findings = text(department.path("out/findings.csv"));
    assert!(findings.contains("the chain.checkpoint beside it does not fit it"), "{findings}");
    // where it fits, nothing is said
    let department = Department::new(false);
    fs::copy(department.path("kept/kcpd.checkpoint"), department.file("chain.checkpoint")).unwrap();
    department.verify();
    assert!(!text(department.path("out/findings.csv")).contains("does not fit"));
}

fn replace_anchor(department: &Department, by: impl FnOnce(&Path)) {
    let anchor = department.path("kept/kcpd.checkpoint");
    fs::remove_file(&anchor).unwrap();
    by(&anchor);
}

/// In the place of the anchor.
#[rstest]
#[case::nothing(|d: &Department| replace_anchor(d, |_| {}), "chain-anchor-unusable")]
#[case::a_folder(
    |d: &Department| replace_anchor(d, |path| fs::create_dir(path).unwrap()),
    "chain-anchor-unusable"
)]
#[case::a_pipe(|d: &Department| replace_anchor(d, pipe), "chain-anchor-unusable")]
#[case::a_link_to_nothing(
    |d: &Department| replace_anchor(d, |path| symlink("gone", path).unwrap()),
    "chain-anchor-unusable"
)]
#[case::five_gigabytes(
    |d: &Department| replace_anchor(d, |path| fs::File::create(path).unwrap().set_len(5 << 30).unwrap()),
    "chain-anchor-unusable"
)]
#[case::the_chain(
    |d: &Department| replace_anchor(d, |path| fs::copy(d.chain_file(), path).map(drop).unwrap()),
    "chain-anchor-unusable"
)]
fn in_the_place_of_an_anchor(#[case] change: Change, #[case] codes: &str) {
    let department = Department::new(true);
    change(&department);
    assert_said(&department.verify(), "intact", None, &format!("{codes} chain-unanchored"), 1);
}

/// One of two anchors cannot be used: the other still covers, and the fault is said.
#[test]
fn all_anchors_must_hold() {
    let department = Department::new(true);
    fs::write(department.path("kept/second.checkpoint"), "").unwrap();
    assert_said(&department.verify(), "intact", Some(5), "chain-anchor-unusable", 1);
}

/// In the place of the key, with anchors that it signed.
#[rstest]
#[case::empty("")]
#[case::blank("\n")]
#[case::the_private_key(include_str!("../../src/archive/chain/testdata/key.pem"))]
#[case::two_keys(concat!(
    include_str!("../../src/archive/chain/testdata/other.pub.pem"),
    include_str!("../../src/archive/chain/testdata/key.pub.pem")
))]
fn in_the_place_of_a_key(#[case] content: &str) {
    let department = Department::new(false);
    fs::write(department.path("kept/key.pem"), content).unwrap();
    department.configure("anchor = 'kept/*.checkpoint'\npublic-key = 'kept/key.pem'");
    assert_said(&department.verify(), "intact", None, "chain-anchor-unusable chain-unanchored", 1);
}

#[test]
fn a_key_inside_the_archive_vouches_for_nothing() {
    let department = Department::new(false);
    fs::copy(project().join("src/archive/chain/testdata/key.pub.pem"), department.file("key.pem")).unwrap();
    department.configure("anchor = 'kept/*.checkpoint'\npublic-key = 'footage/key.pem'");
    assert_said(&department.verify(), "intact", None, "chain-anchor-unusable chain-unanchored unlisted", 1);
}

/// The same through a link to the root, in the audit file's words and on the disk.
#[test]
fn a_root_may_be_a_link() {
    let department = Department::new(true);
    fs::rename(department.path("footage"), department.path("real")).unwrap();
    symlink("real", department.path("footage")).unwrap();
    assert_said(&department.verify(), "intact", Some(5), "", 0);
    // the anchor lies inside, whatever the path to it looks like
    fs::copy(department.path("kept/kcpd.checkpoint"), department.path("real/copy")).unwrap();
    department.configure("anchor = 'real/copy'");
    assert_said(&department.verify(), "intact", None, "chain-anchor-unusable chain-unanchored unlisted", 1);
    // a chain of another name does not become footage by another way to it
    fs::remove_file(department.path("real/copy")).unwrap();
    fs::rename(department.path("real/chain.jsonl"), department.path("real/kcpd.jsonl")).unwrap();
    department.configure("chain = 'real/kcpd.jsonl'\nanchor = 'kept/*.checkpoint'");
    assert_said(&department.verify(), "intact", Some(5), "", 0);
}

#[test]
fn a_chain_may_be_named_outside_the_root() {
    let department = Department::new(true);
    fs::rename(department.chain_file(), department.path("kept/chain.jsonl")).unwrap();
    assert_said(&department.verify(), "none", None, "chain-missing", 1);
    department.configure("chain = 'kept/chain.jsonl'\nanchor = 'kept/*.checkpoint'");
    assert_said(&department.verify(), "intact", Some(5), "", 0);
    // what then lies in the root under the chain's usual name is a file like any other
    fs::write(department.chain_file(), "no chain").unwrap();
    assert_said(&department.verify(), "intact", Some(5), "unlisted", 0);
}

/// Of two roots, one within the other, neither can vouch for the other.
#[test]
fn an_anchor_inside_another_root_does_not_count() {
    let department = Department::new(false);
    department.configure("anchor = 'kept/*.checkpoint'\n[[archive]]\nroot = 'kept'");
    let said = department.verify();
    assert_eq!(said.codes, sorted("chain-anchor-unusable chain-unanchored unsealed"));
    assert_eq!((said.anchored, said.exit), (None, 1));
}

#[test]
fn nested_roots_are_refused() {
    let department = Department::new(false);
    fs::create_dir(department.file("sub")).unwrap();
    for root in ["footage/sub", "footage", "./footage/."] {
        department.configure(&format!("[[archive]]\nroot = '{root}'"));
        department.program(&["verify"]).ended_with(2).says(&["lies in the archive"]);
    }
}

/// What was not hashed is not called anchored.
#[test]
fn nothing_unhashed_is_called_anchored() {
    let department = Department::new(true);
    fs::write(department.file("a.mp4"), "another size").unwrap();
    fs::remove_file(department.file("b.mp4")).unwrap();
    department.program(&["scan", "--no-hash", "--out", "out"]).ended_with(1);
    let files: Vec<String> = rows(department.path("out/files.csv"))
        .iter()
        .map(|row| format!("{} {} {}", row["path"], row["status"], row["checked_by"]))
        .collect();
    let expected = ["a.mp4 changed anchored", "b.mp4 missing anchored", "c.mp4 unchecked none", "d.mp4 unchecked none"];
    assert_eq!(files, expected);
    assert_eq!(department.run_json()["archives"][0]["hashed"], false);
}

/// A folder that holds both an audit file and what makes it an archive: either may have been put there by somebody,
/// and the user says which is meant.
#[rstest]
#[case::chain("chain.jsonl")]
#[case::list("SHA256SUMS")]
#[case::bag("bagit.txt")]
#[case::sidecar("a.mp4.sha256")]
fn an_audit_file_in_an_archive_is_not_passed_over_and_hides_nothing(#[case] evidence: &str) {
    let department = Department::new(true);
    if evidence != "chain.jsonl" {
        fs::remove_file(department.chain_file()).unwrap();
        fs::write(department.file(evidence), "").unwrap();
    }
    fs::rename(department.path("audit.toml"), department.file("audit.toml")).unwrap();
    let folder = department.path("footage");
    run(["verify", folder.to_str().unwrap()]).ended_with(2).says(&["is an archive and holds an audit.toml"]);
}
