use rstest::rstest;
use tempfile::TempDir;

use super::*;
use crate::archive::chain::checkpoint::Checkpoint;
use crate::archive::chain::examples::at;
use crate::archive::chain::note::{Note, PublicKey};
use crate::archive::chain::store::{CHECKPOINT, LOCK, own_files};
use crate::archive::chain::{compare, read};
use crate::words::{ChainVerdict, FileStatus};

/// Reads the folder by the simplest means.
struct Disk<'a>(&'a Path);

impl Footage for Disk<'_> {
    fn list(&self) -> Result<Listing, String> {
        let mut listing = Listing::default();
        for entry in self.0.read_dir().map_err(|error| error.to_string())? {
            let entry = entry.unwrap();
            let path = ArchivePath::from_relative(Path::new(&entry.file_name()));
            if own_files().contains(&path) {
                continue;
            }
            listing.files.push(ListedFile { path, size: entry.metadata().unwrap().len() });
        }
        listing.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(listing)
    }

    fn examine(&self, files: &[ListedFile]) -> Vec<ExaminedFile> {
        files
            .iter()
            .map(|file| {
                let content = std::fs::read(file.path.under(self.0)).unwrap();
                let unreadable = file.path.as_bytes().starts_with(b"unreadable");
                let bytes = if unreadable {
                    Bytes::Unreadable("permission denied".to_owned())
                } else {
                    Bytes::Hashed(Digest::of(&content))
                };
                ExaminedFile { path: file.path.clone(), size: content.len() as u64, bytes, video: None }
            })
            .collect()
    }
}

fn archive(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), files);
    root
}

fn put(root: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        std::fs::write(root.join(name), content).unwrap();
    }
}

fn no_facts(_: &ArchivePath, _: &ExaminedFile) -> SealedFacts {
    SealedFacts::default()
}

fn settings(root: &Path) -> SealSettings<'_> {
    SealSettings { root, name: Some("kcpd/bwc"), verify: false, facts: &no_facts, sign: None, clock: || at(0) }
}

fn run(root: &Path) -> Result<Sealed, SealError> {
    seal(&settings(root), &Disk(root))
}

fn chain_text(root: &Path) -> String {
    std::fs::read_to_string(root.join(CHAIN)).unwrap()
}

fn checkpoint_text(root: &Path) -> String {
    std::fs::read_to_string(root.join(CHECKPOINT)).unwrap()
}

fn texts(paths: &[ArchivePath]) -> Vec<String> {
    paths.iter().map(ToString::to_string).collect()
}

#[test]
fn creates_a_chain_in_order_of_path() {
    let root = archive(&[("b.mp4", "bbb"), ("a.mp4", "aaa")]);
    let sealed = run(root.path()).unwrap();
    assert!(sealed.created);
    assert_eq!(
        (texts(&sealed.new), sealed.new_bytes, sealed.size),
        (vec!["a.mp4".to_owned(), "b.mp4".to_owned()], 6, 3)
    );
    insta::assert_snapshot!(chain_text(root.path()), @r#"
    {"archive":"kcpd/bwc","created":"2024-05-01T00:00:00.000Z","prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":0,"type":"open","v":1}
    {"path":"a.mp4","prev":"7a29aa591b02d5ee85f679fc0bb342922f3d335f29367f506334038a035b09e2","sealed_at":"2024-05-01T00:00:00.000Z","seq":1,"sha256":"9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0","size":3,"type":"file","v":1}
    {"path":"b.mp4","prev":"adf37044e0248cd04af74869145a4355410e061a92090c76a24a624945e220de","sealed_at":"2024-05-01T00:00:00.000Z","seq":2,"sha256":"3e744b9dc39389baf0c5a0660589b8402f3dbb49b89b3e75f2c9355852a3c677","size":3,"type":"file","v":1}
    "#);
    let chain = read(&root.path().join(CHAIN), at(0)).unwrap();
    assert_eq!((chain.verdict, chain.head), (ChainVerdict::Intact, Some(sealed.head)));
    let checkpoint = Checkpoint::parse(&sealed.checkpoint).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size, Some(checkpoint.root)), ("kcpd/bwc", 3, chain.root(3)));
    assert_eq!(checkpoint_text(root.path()), sealed.checkpoint);
    assert!(!root.path().join(LOCK).exists());
}

#[test]
fn extends_with_new_files_only_and_keeps_every_byte_before() {
    let root = archive(&[("a", "1")]);
    run(root.path()).unwrap();
    let before = chain_text(root.path());
    let nothing = run(root.path()).unwrap();
    assert_eq!((nothing.new.len(), nothing.size, chain_text(root.path())), (0, 2, before.clone()));
    put(root.path(), &[("b", "2")]);
    let sealed =
        seal(&SealSettings { name: None, clock: || at(5), ..settings(root.path()) }, &Disk(root.path())).unwrap();
    assert_eq!((texts(&sealed.new), sealed.size, sealed.created), (vec!["b".to_owned()], 3, false));
    assert!(chain_text(root.path()).starts_with(&before));
    let chain = read(&root.path().join(CHAIN), at(5)).unwrap();
    let checked =
        compare(Some(&chain), &Disk(root.path()).examine(&Disk(root.path()).list().unwrap().files).into(), &[], None);
    assert!(checked.iter().all(|file| file.status == FileStatus::Ok));
}

#[test]
fn lists_what_is_no_longer_as_it_was_and_still_seals_the_new() {
    let root = archive(&[("a", "1"), ("b", "2"), ("c", "3")]);
    run(root.path()).unwrap();
    std::fs::remove_file(root.path().join("a")).unwrap();
    put(root.path(), &[("b", "x"), ("c", "longer"), ("d", "4")]);
    let sealed = run(root.path()).unwrap();
    assert_eq!((texts(&sealed.missing), texts(&sealed.changed)), (vec!["a".to_owned()], vec!["c".to_owned()]));
    assert_eq!(texts(&sealed.new), ["d"]);
    assert!(sealed.has_findings());
    let verified = seal(&SealSettings { verify: true, ..settings(root.path()) }, &Disk(root.path())).unwrap();
    assert_eq!(texts(&verified.changed), ["b", "c"]);
    assert!(verified.new.is_empty());
}

/// The camera is the first letter of a name here. `verify` comes to the same.
#[rstest]
#[case::renamed("1-b", &["1-a 1-b"], &[])]
#[case::renamed_into_another_cameras("2-a", &[], &["1-a"])]
fn what_was_renamed_is_moved_only_as_the_same_recording(
    #[case] name: &str,
    #[case] moved: &[&str],
    #[case] missing: &[&str],
) {
    let facts = |path: &ArchivePath, _: &ExaminedFile| SealedFacts {
        camera: path.to_string().get(..1).map(Into::into),
        ..SealedFacts::default()
    };
    let root = archive(&[("1-a", "bytes")]);
    let first = SealSettings { facts: &facts, ..settings(root.path()) };
    seal(&first, &Disk(root.path())).unwrap();
    std::fs::rename(root.path().join("1-a"), root.path().join(name)).unwrap();
    let sealed = seal(&SealSettings { clock: || at(5), ..first }, &Disk(root.path())).unwrap();
    let said: Vec<String> = sealed.moved.iter().map(|(from, to)| format!("{from} {to}")).collect();
    assert_eq!(
        (said, texts(&sealed.missing)),
        (moved.iter().map(ToString::to_string).collect(), missing.iter().map(ToString::to_string).collect())
    );
    assert_eq!(sealed.has_findings(), !missing.is_empty());
    let chain = read(&root.path().join(CHAIN), at(5)).unwrap();
    let on_disk = Disk(root.path()).examine(&Disk(root.path()).list().unwrap().files);
    let gone =
        compare(Some(&chain), &on_disk.into(), &[], None).into_iter().find(|file| file.examined.is_none()).unwrap();
    let expected = if missing.is_empty() { FileStatus::Moved } else { FileStatus::Missing };
    assert_eq!(gone.status, expected);
}

#[rstest]
#[case::broken(|root: &Path| std::fs::write(root.join(CHAIN), "{}\n").unwrap(), "does not verify: line 1 has no v; nothing was written")]
#[case::empty(|root: &Path| std::fs::write(root.join(CHAIN), "").unwrap(), "does not verify: line 1 is not there: the chain is empty")]
#[case::torn(|root: &Path| std::fs::write(root.join(CHAIN), chain_text(root) + "{").unwrap(), "line 3 is cut off")]
#[case::clock_behind(|root: &Path| std::fs::write(root.join(CHAIN), chain_text(root).replace("2024", "2025")).unwrap(), "line 1 is dated 2025-05-01T00:00:00.000Z, which is still to come")]
#[case::unreadable_new_file(|root: &Path| put(root, &[("unreadable", "")]), "cannot read unreadable (permission denied); nothing was sealed")]
#[case::locked_by_a_folder(|root: &Path| std::fs::create_dir(root.join("chain.lock")).unwrap(), "chain.lock")]
fn refuses_and_changes_nothing(#[case] break_it: fn(&Path), #[case] why: &str) {
    let root = archive(&[("a", "1")]);
    run(root.path()).unwrap();
    put(root.path(), &[("new", "2")]);
    break_it(root.path());
    let before = std::fs::read(root.path().join(CHAIN)).unwrap();
    let error = run(root.path()).unwrap_err().to_string();
    assert!(error.contains(why), "{error}");
    assert_eq!(std::fs::read(root.path().join(CHAIN)).unwrap(), before);
    assert!(!root.path().join("chain.lock").is_file());
}

#[rstest]
#[case(Some(""), "\"\" cannot name an archive: use letters, digits and . _ / - (--name)")]
#[case(Some("two words"), "\"two words\" cannot name an archive: use letters, digits and . _ / - (--name)")]
fn refuses_names_that_no_chain_can_have(#[case] name: Option<&str>, #[case] why: &str) {
    let root = archive(&[("a", "1")]);
    let error = seal(&SealSettings { name, ..settings(root.path()) }, &Disk(root.path())).unwrap_err();
    assert_eq!(error.to_string(), why);
    assert!(!root.path().join(CHAIN).exists());
}

#[test]
fn a_chain_keeps_its_name() {
    let root = archive(&[("a", "1")]);
    run(root.path()).unwrap();
    let error = seal(&SealSettings { name: Some("other"), ..settings(root.path()) }, &Disk(root.path())).unwrap_err();
    assert_eq!(error.to_string(), "the chain here belongs to \"kcpd/bwc\", not to \"other\"; a chain keeps its name");
}

#[test]
fn an_unmounted_share_is_not_sealed() {
    let root = archive(&[]);
    assert!(matches!(run(root.path()), Err(SealError::NothingThere(_))));
    assert!(!root.path().join(CHAIN).exists());
}

#[test]
fn two_seals_at_once_are_told_so() {
    let root = archive(&[("a", "1")]);
    let _other = Lock::acquire(root.path()).unwrap();
    assert!(run(root.path()).unwrap_err().to_string().starts_with("another seal is running"));
}

#[rstest]
#[case(StartSource::Index, true)]
#[case(StartSource::FileName, true)]
#[case(StartSource::Container, false)]
fn a_start_that_only_the_container_knows_is_not_sealed(#[case] source: StartSource, #[case] sealed: bool) {
    let facts = SealedFacts { start: Some(at(-60)), start_source: Some(source), ..SealedFacts::default() };
    let facts = facts_to_seal(facts);
    assert_eq!((facts.start.is_some(), facts.start_source.is_some()), (sealed, sealed));
}

#[test]
fn a_line_over_the_limit_never_reaches_the_chain() {
    let root = archive(&[("a", "1")]);
    let long = |_: &ArchivePath, _: &ExaminedFile| SealedFacts {
        category: Some("x".repeat(70_000)),
        ..SealedFacts::default()
    };
    let error = seal(&SealSettings { facts: &long, ..settings(root.path()) }, &Disk(root.path())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the new chain does not verify after writing: line 2 is longer than 64 KiB; the old one was kept"
    );
    assert!(!root.path().join(CHAIN).exists());
}

#[test]
fn a_signed_checkpoint_stays_until_the_chain_grows() {
    let root = archive(&[("a", "1")]);
    let key = PrivateKey::parse(include_str!("testdata/key.pem")).unwrap();
    let public = PublicKey::parse(include_str!("testdata/key.pub.pem")).unwrap();
    let unsigned = run(root.path()).unwrap();
    let signed = seal(&SealSettings { sign: Some(&key), ..settings(root.path()) }, &Disk(root.path())).unwrap();
    assert!(signed.checkpoint.starts_with(&unsigned.checkpoint));
    assert!(Note::parse(checkpoint_text(root.path()).as_bytes()).unwrap().verifies(&public));
    run(root.path()).unwrap();
    assert_eq!(checkpoint_text(root.path()), signed.checkpoint);
    put(root.path(), &[("b", "2")]);
    let grown = run(root.path()).unwrap();
    assert_eq!(checkpoint_text(root.path()), grown.checkpoint);
}

#[test]
fn a_checkpoint_that_was_lost_is_written_again() {
    let root = archive(&[("a", "1")]);
    let sealed = run(root.path()).unwrap();
    std::fs::remove_file(root.path().join(CHECKPOINT)).unwrap();
    assert_eq!(run(root.path()).unwrap().checkpoint, sealed.checkpoint);
    assert_eq!(checkpoint_text(root.path()), sealed.checkpoint);
}

#[test]
fn a_chain_that_was_cut_since_its_checkpoint_is_told() {
    let root = archive(&[("a", "1"), ("b", "2")]);
    assert_eq!(run(root.path()).unwrap().doubts, None);
    let cut = chain_text(root.path()).split_inclusive('\n').take(2).collect::<String>();
    std::fs::write(root.path().join(CHAIN), cut).unwrap();
    let doubts = run(root.path()).unwrap().doubts.unwrap();
    assert!(doubts.contains("(3 records in it, 2 in the chain)"), "{doubts}");
    assert_eq!(run(root.path()).unwrap().doubts, None);
}
