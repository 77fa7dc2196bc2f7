use rstest::rstest;
use tempfile::TempDir;

use super::*;
use crate::archive::chain::checkpoint::Checkpoint;
use crate::archive::chain::examples::{Example, at, file};
use crate::archive::chain::read;
use crate::archive::chain::store::CHECKPOINT;
use crate::words::{ChainVerdict, FileStatus};

const DAY: i64 = 86_400;

fn archive() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let mut sealed = file(b"a.mp4", b"aaa", at(0));
    sealed.facts.category = Some("patrol".to_owned());
    sealed.facts.start = Some(at(-60));
    let example = Example::new("kcpd").with(Body::File(sealed)).file("b.mp4", b"bbb").hold(2);
    std::fs::write(root.path().join(CHAIN), example.bytes).unwrap();
    root
}

fn purge() -> Act {
    Act::Purge { authority: "clerk".to_owned(), approved_by: "chief".to_owned(), rule: None }
}

fn run(root: &Path, act: Act, paths: &[&str]) -> Result<Recorded, RecordError> {
    let paths: Vec<ArchivePath> = paths.iter().map(|path| ArchivePath::from_bytes(path.as_bytes())).collect();
    record(&RecordSettings { root, paths: &paths, act, at: at(40 * DAY), sign: None, now: at(40 * DAY) })
}

#[test]
fn what_is_recorded_is_what_the_audit_reads() {
    let root = archive();
    let chief = || "chief".to_owned();
    run(root.path(), Act::Hold { authority: "court".to_owned() }, &["a.mp4"]).unwrap();
    run(root.path(), Act::Release { authority: "court".to_owned(), approved_by: chief() }, &["b.mp4", "a.mp4"])
        .unwrap();
    let recorded = run(root.path(), purge(), &["a.mp4"]).unwrap();
    assert_eq!((recorded.size, recorded.warnings), (8, vec![]));
    let chain = read(&root.path().join(CHAIN), at(40 * DAY)).unwrap();
    assert_eq!((chain.verdict, chain.head), (ChainVerdict::Intact, Some(recorded.head)));
    let checkpoint = std::fs::read_to_string(root.path().join(CHECKPOINT)).unwrap();
    assert_eq!(checkpoint, recorded.checkpoint);
    assert_eq!(
        Checkpoint::parse(&checkpoint).map(|checkpoint| (checkpoint.size, Some(checkpoint.root))),
        Ok((8, chain.root(8)))
    );
    let judged = purges::judge(&chain, None);
    assert_eq!(judged.get(&1).map(|purge| (purge.seq, purge.status)), Some((7, FileStatus::Unchecked)));
}

#[rstest]
#[case::sealed_without_category(Act::Purge { authority: "x".into(), approved_by: "y".into(), rule: None }, &["b.mp4"], "b.mp4 was sealed without a category; name the rule it was purged under (--rule)")]
#[case::unknown(purge(), &["c.mp4"], "c.mp4 is not sealed in this chain (or was purged already); nothing was recorded")]
#[case::second_is_unknown(purge(), &["a.mp4", "c\n.mp4"], "c\\n.mp4 is not sealed in this chain (or was purged already); nothing was recorded")]
#[case::twice(purge(), &["a.mp4", "a.mp4"], "a.mp4 is named twice; nothing was recorded")]
#[case::no_path(purge(), &[], "no path was named")]
#[case::no_authority(Act::Hold { authority: " ".into() }, &["a.mp4"], "--authority must not be empty")]
#[case::nobody_approved(Act::Purge { authority: "x".into(), approved_by: "".into(), rule: None }, &["a.mp4"], "--approved-by must not be empty")]
#[case::not_held(Act::Release { authority: "x".into(), approved_by: "y".into() }, &["a.mp4"], "a.mp4 is not on hold; nothing was recorded")]
fn refuses_and_changes_nothing(#[case] act: Act, #[case] paths: &[&str], #[case] why: &str) {
    let root = archive();
    let before = std::fs::read(root.path().join(CHAIN)).unwrap();
    assert_eq!(run(root.path(), act, paths).unwrap_err().to_string(), why);
    assert_eq!(std::fs::read(root.path().join(CHAIN)).unwrap(), before);
}

#[rstest]
#[case(at(41 * DAY), "2024-06-11T00:00:00.000Z is still to come; a chain is written in order of time (--at)")]
#[case(
    at(2),
    "2024-05-01T00:00:02.000Z is before the last record (2024-05-01T00:00:03.000Z); a chain is written in order of time (--at)"
)]
fn refuses_times_out_of_order(#[case] at_: Moment, #[case] why: &str) {
    let root = archive();
    let paths = [ArchivePath::from_bytes(b"a.mp4")];
    let settings =
        RecordSettings { root: root.path(), paths: &paths, act: purge(), at: at_, sign: None, now: at(40 * DAY) };
    assert_eq!(record(&settings).unwrap_err().to_string(), why);
}

#[test]
fn an_unlawful_purge_is_recorded_with_a_warning() {
    let root = archive();
    let act =
        Act::Purge { authority: "clerk".to_owned(), approved_by: "Clerk".to_owned(), rule: Some("test".to_owned()) };
    let recorded = run(root.path(), act, &["b.mp4"]).unwrap();
    insta::assert_snapshot!(recorded.warnings.join("\n"), @r#"
    b.mp4 is on hold: the purge will be reported as purged-under-hold
    b.mp4 was not sealed as "test": the purge will be reported as unauthorized
    b.mp4 was sealed without a start: the purge will be reported as unauthorized
    b.mp4 is purged without a second person: it will be reported as unauthorized
    "#);
}

#[test]
fn there_must_be_a_chain() {
    let root = tempfile::tempdir().unwrap();
    assert!(matches!(run(root.path(), purge(), &["a"]), Err(RecordError::NoChain(_))));
}
