//! Files and folders on disk, friendly and not.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rstest::rstest;
use tempfile::{TempDir, tempdir};

use crate::archive::disk::{Examine, WalkError, examine, is_video, walk};
use crate::archive::probe::tests::{sample, sample_path};
use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::progress::{Progress, Silent};
use crate::facts::files::{Bytes, ExaminedFile, ListedFile, Listing, NotAFile};
use crate::words::VideoState;

const ALL: Examine = Examine { hash: true, probe: true };

fn path(text: &str) -> ArchivePath {
    ArchivePath::from_bytes(text.as_bytes())
}

fn listed(text: &str, size: u64) -> ListedFile {
    ListedFile { path: path(text), size }
}

fn names(listing: &Listing) -> Vec<String> {
    listing.files.iter().map(|file| file.path.to_string()).collect()
}

fn fifo(at: &Path) {
    rustix::fs::mknodat(rustix::fs::CWD, at, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
}

/// An archive with a bit of everything.
fn archive() -> TempDir {
    let root = tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    fs::create_dir_all(at("night/.hidden")).unwrap();
    fs::copy(sample_path("plain.mp4"), at("night/BWC-0001.MP4")).unwrap();
    fs::copy(sample_path("plain.ts"), at("night/.hidden/BWC-0002.ts")).unwrap();
    fs::copy(sample_path("plain.mp4"), root.path().join(OsStr::from_bytes(b"caf\xe9.mp4"))).unwrap();
    fs::write(at("notes.mp4"), "Shift notes, unit 12\n").unwrap();
    fs::write(at("empty.mkv"), "").unwrap();
    fs::write(at("a-b.json"), "{}").unwrap();
    fs::write(at("chain.jsonl"), "{}\n").unwrap();
    root
}

#[test]
fn everything_is_listed_once_in_order_of_bytes() {
    let root = archive();
    fs::create_dir(root.path().join("a")).unwrap();
    fs::write(root.path().join("a/z"), "zz").unwrap();
    symlink("/etc/passwd", root.path().join("link.mp4")).unwrap();
    symlink("/etc", root.path().join("folder-link")).unwrap();
    symlink("nowhere", root.path().join("dangling")).unwrap();
    fifo(&root.path().join("pipe.mp4"));

    let listing = walk(root.path(), &[path("chain.jsonl"), path("chain.checkpoint")]).unwrap();
    // `-` sorts before `/`, so this is not the order of a walk.
    let expected = [
        "a-b.json",
        "a/z",
        "caf\\xe9.mp4",
        "empty.mkv",
        "night/.hidden/BWC-0002.ts",
        "night/BWC-0001.MP4",
        "notes.mp4",
    ];
    assert_eq!(names(&listing), expected);
    assert_eq!(listing.files[1], listed("a/z", 2));
    let not_files = [
        (path("dangling"), NotAFile::SymbolicLink),
        (path("folder-link"), NotAFile::SymbolicLink),
        (path("link.mp4"), NotAFile::SymbolicLink),
        (path("pipe.mp4"), NotAFile::Special),
    ];
    assert_eq!(listing.not_files, not_files);
    assert_eq!(listing.unreadable, []);
}

#[test]
fn only_regular_files_are_left_out() {
    let root = tempdir().unwrap();
    symlink("/etc/passwd", root.path().join("chain.jsonl")).unwrap();
    let listing = walk(root.path(), &[path("chain.jsonl")]).unwrap();
    assert_eq!(listing.not_files, [(path("chain.jsonl"), NotAFile::SymbolicLink)]);
}

#[test]
fn a_root_may_be_a_link() {
    let (root, elsewhere) = (archive(), tempdir().unwrap());
    let link = elsewhere.path().join("share");
    symlink(root.path(), &link).unwrap();
    let through_link = walk(&link, &[]).unwrap().files;
    assert_eq!(through_link, walk(root.path(), &[]).unwrap().files);
    assert!(examine(&link, &through_link, ALL, &Silent).iter().all(|file| matches!(file.bytes, Bytes::Hashed(_))));
}

#[test]
fn a_root_that_is_not_there_is_an_error() {
    let root = tempdir().unwrap();
    assert!(matches!(walk(&root.path().join("gone"), &[]), Err(WalkError::Absent(_))));
    fs::write(root.path().join("file"), "").unwrap();
    assert!(matches!(walk(&root.path().join("file"), &[]), Err(WalkError::NotAFolder(_))));
}

/// Does the work in a thread that permissions bind. Root reads what it likes by its capabilities. Linux keeps those for
/// each thread, so this one gives them up: the test tests the same for every user.
fn where_permissions_bind(work: impl FnOnce() + Send) {
    // one thread, so that all that the work does in parallel is done there too
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    pool.install(|| {
        #[cfg(target_os = "linux")]
        {
            let mut privileges = rustix::thread::capabilities(None).unwrap();
            privileges.effective = rustix::thread::CapabilitySet::empty();
            rustix::thread::set_capabilities(None, privileges).unwrap();
        }
        let locked = tempfile::NamedTempFile::new().unwrap();
        fs::set_permissions(locked.path(), fs::Permissions::from_mode(0o000)).unwrap();
        assert!(fs::File::open(locked.path()).is_err(), "this user may read every file");
        work();
    });
}

#[test]
fn what_may_not_be_read_is_said_to_be_unreadable() {
    let root = archive();
    let at = |name: &str| root.path().join(name);
    fs::set_permissions(at("notes.mp4"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(at("night"), fs::Permissions::from_mode(0o000)).unwrap();
    where_permissions_bind(|| {
        let listing = walk(root.path(), &[]).unwrap();
        assert_eq!(listing.unreadable.len(), 1);
        assert_eq!(listing.unreadable[0].0, path("night"));
        for how in [ALL, Examine { hash: false, probe: true }] {
            let files = examine(root.path(), &[listed("notes.mp4", 21)], how, &Silent);
            assert!(matches!(&files[0].bytes, Bytes::Unreadable(why) if why.contains("ermission")), "{files:?}");
            assert_eq!(files[0].video, None);
        }
    });
    fs::set_permissions(at("night"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn what_is_hashed_is_what_lies_there() {
    let root = archive();
    let files = walk(root.path(), &[path("chain.jsonl")]).unwrap().files;
    let examined = examine(root.path(), &files, ALL, &Silent);
    for file in &examined {
        let bytes = fs::read(file.path.under(root.path())).unwrap();
        assert_eq!(file.bytes, Bytes::Hashed(Digest::of(&bytes)), "{}", file.path);
        assert_eq!(file.size, bytes.len() as u64);
    }
    let states: Vec<_> =
        examined.iter().map(|file| (file.path.to_string(), file.video.as_ref().map(|video| video.state))).collect();
    let expected = [
        ("a-b.json", None),
        ("caf\\xe9.mp4", Some(VideoState::Readable)),
        ("empty.mkv", Some(VideoState::Damaged)),
        ("night/.hidden/BWC-0002.ts", Some(VideoState::LengthUnverified)),
        ("night/BWC-0001.MP4", Some(VideoState::Readable)),
        ("notes.mp4", Some(VideoState::NotVideo)),
    ];
    assert_eq!(states, expected.map(|(name, state)| (name.to_owned(), state)));
}

#[test]
fn files_longer_than_one_read_are_hashed_whole() {
    let root = tempdir().unwrap();
    let bytes: Vec<u8> = (0..3_000_017_u32).map(|n| n.to_le_bytes()[n as usize % 3]).collect();
    fs::write(root.path().join("long.bin"), &bytes).unwrap();
    let examined = examine(root.path(), &[listed("long.bin", 0)], ALL, &Silent);
    assert_eq!(examined[0].bytes, Bytes::Hashed(Digest::of(&bytes)));
    assert_eq!(examined[0].size, 3_000_017);
}

#[rstest]
#[case(Examine { hash: false, probe: false }, false, false)]
#[case(Examine { hash: true, probe: false }, true, false)]
#[case(Examine { hash: false, probe: true }, false, true)]
fn only_what_was_asked_for_is_read(#[case] how: Examine, #[case] hashed: bool, #[case] probed: bool) {
    let root = archive();
    let examined = examine(root.path(), &[listed("night/BWC-0001.MP4", 7)], how, &Silent);
    assert_eq!(matches!(examined[0].bytes, Bytes::Hashed(_)), hashed);
    assert_eq!(matches!(examined[0].bytes, Bytes::NotHashed), !hashed);
    assert_eq!(examined[0].video.is_some(), probed);
    assert_eq!(examined[0].size, if hashed || probed { sample("plain.mp4").len() as u64 } else { 7 });
}

/// What somebody put in the place of a file after it was listed.
#[rstest]
#[case::gone(|at: &Path| fs::remove_file(at).unwrap(), "No such file")]
#[case::link(|at: &Path| { fs::remove_file(at).unwrap(); symlink("/etc/passwd", at).unwrap(); }, "symbolic link")]
#[case::pipe(|at: &Path| { fs::remove_file(at).unwrap(); fifo(at); }, "no regular file")]
#[case::folder(|at: &Path| { fs::remove_file(at).unwrap(); fs::create_dir(at).unwrap(); }, "no regular file")]
#[case::link_above(
    |at: &Path| {
        let folder = at.parent().unwrap();
        let moved = folder.with_file_name("moved");
        fs::rename(folder, &moved).unwrap();
        symlink(&moved, folder).unwrap();
    },
    "in the place of a folder"
)]
fn a_name_leads_nowhere_else(#[case] swap: fn(&Path), #[case] why: &str) {
    let root = archive();
    let file = listed("night/BWC-0001.MP4", sample("plain.mp4").len() as u64);
    swap(&file.path.under(root.path()));
    for how in [ALL, Examine { hash: false, probe: true }] {
        let examined = examine(root.path(), std::slice::from_ref(&file), how, &Silent);
        assert!(matches!(&examined[0].bytes, Bytes::Unreadable(said) if said.contains(why)), "{examined:?}");
        assert_eq!(examined[0].video, None);
    }
}

#[rstest]
#[case("../outside.mp4")]
#[case("night/../../outside.mp4")]
#[case("/etc/passwd")]
#[case("night//BWC-0001.MP4")]
#[case("./notes.mp4")]
#[case("")]
fn a_path_that_leads_out_is_never_opened(#[case] escape: &str) {
    let outer = tempdir().unwrap();
    let root = outer.path().join("root");
    fs::create_dir_all(root.join("night")).unwrap();
    fs::write(outer.path().join("outside.mp4"), "secret").unwrap();
    fs::write(root.join("night/BWC-0001.MP4"), "x").unwrap();
    fs::write(root.join("notes.mp4"), "x").unwrap();
    let examined = examine(&root, &[listed(escape, 6)], ALL, &Silent);
    assert!(matches!(&examined[0].bytes, Bytes::Unreadable(why) if why.contains("out of the archive")), "{examined:?}");
}

#[test]
fn without_its_root_every_file_is_unreadable() {
    let root = archive();
    let files = walk(root.path(), &[]).unwrap().files;
    let gone = root.path().join("unmounted");
    let examined = examine(&gone, &files, ALL, &Silent);
    assert_eq!(examined.len(), files.len());
    assert!(examined.iter().all(|file| matches!(file.bytes, Bytes::Unreadable(_))));
}

fn with_threads(count: usize, root: &Path, files: &[ListedFile]) -> Vec<ExaminedFile> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
    pool.install(|| examine(root, files, ALL, &Silent))
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let root = tempdir().unwrap();
    let sources = ["plain.mp4", "live.mkv", "plain.avi", "plain.wmv", "plain.ts", "audio-only.mp4"];
    for n in 0..60 {
        let mut bytes = sample(sources[n % sources.len()]);
        bytes.truncate(bytes.len() - n);
        fs::write(root.path().join(format!("{n}.mp4")), bytes).unwrap();
    }
    let files = walk(root.path(), &[]).unwrap().files;
    let alone = with_threads(1, root.path(), &files);
    assert_eq!(alone.len(), 60);
    assert_eq!(alone, with_threads(4, root.path(), &files));
    assert!(alone.iter().map(|file| &file.path).eq(files.iter().map(|file| &file.path)));
}

#[derive(Default)]
struct Counting {
    expected: AtomicU64,
    ahead: AtomicU64,
    bytes: AtomicU64,
    files: AtomicU64,
}

impl Progress for Counting {
    fn expect(&self, files: u64, bytes: u64) {
        self.expected.fetch_add(files, Relaxed);
        self.ahead.fetch_add(bytes, Relaxed);
    }
    fn bytes(&self, count: u64) {
        self.bytes.fetch_add(count, Relaxed);
    }
    fn file_done(&self) {
        self.files.fetch_add(1, Relaxed);
    }
}

#[test]
fn progress_adds_up_to_what_was_expected() {
    let root = archive();
    let files = walk(root.path(), &[]).unwrap().files;
    let counting = Counting::default();
    examine(root.path(), &files, ALL, &counting);
    assert_eq!(counting.expected.load(Relaxed), files.len() as u64);
    assert_eq!(counting.files.load(Relaxed), files.len() as u64);
    assert_eq!(counting.ahead.load(Relaxed), files.iter().map(|file| file.size).sum::<u64>());
    assert_eq!(counting.bytes.load(Relaxed), counting.ahead.load(Relaxed));
}

#[rstest]
#[case("BWC-0001.mp4", true)]
#[case("night/BWC-0001.M2TS", true)]
#[case("a.mov", true)]
#[case("a.QT", true)]
#[case("a.3gp", true)]
#[case("a.wmv", true)]
#[case(".mp4", true)]
#[case("a.mp4.part", false)]
#[case("mp4", false)]
#[case("night.mp4/log", false)]
#[case("a.mp3", false)]
#[case("a.", false)]
fn videos_are_known_by_their_ending(#[case] name: &str, #[case] video: bool) {
    assert_eq!(is_video(&path(name)), video);
}
