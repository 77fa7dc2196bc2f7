//! `seal` under stress: killed at any moment, at any byte, against a full disk, a folder that may not be
//! written, and other seals. The chain on disk is always the old one or the new one (contract, "Commands").

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::library::{Chain, ChainVerdict, Moment, read_chain};
use crate::support::machine::where_permissions_count;
use crate::support::program::{PROGRAM, Ran, finish};

const OWN: [&str; 3] = ["chain.checkpoint", "chain.jsonl", "chain.lock"];

struct Archive(TempDir);

impl Archive {
    fn new(files: usize) -> Self {
        let archive = Self(tempfile::tempdir().unwrap());
        (0..files).for_each(|number| archive.add(number));
        archive
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn add(&self, number: usize) {
        fs::write(self.root().join(format!("{number:04}.bin")), format!("content {number}")).unwrap();
    }

    fn seal(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(["seal", "--name", "kcpd"]).arg(self.root()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Seals in a shell that first sets limits.
    fn seal_within(&self, limits: &str) -> Ran {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{limits}; exec \"$0\" seal --name kcpd \"$1\""), PROGRAM]).arg(self.root());
        finish(&mut command)
    }

    /// The bytes of the chain; `None` if there is none yet.
    fn bytes(&self) -> Option<Vec<u8>> {
        let path = self.root().join("chain.jsonl");
        path.exists().then(|| fs::read(&path).unwrap())
    }

    /// The chain, which must verify whatever happened; `None` if there is none yet.
    fn chain(&self) -> Option<Chain> {
        let path = self.root().join("chain.jsonl");
        path.exists().then(|| {
            let chain = read_chain(&path, Moment::from_micros(i64::MAX)).unwrap();
            assert_eq!((chain.verdict, chain.first_bad_text()), (ChainVerdict::Intact, None));
            chain
        })
    }

    fn size(&self) -> u64 {
        self.chain().map_or(0, |chain| chain.size())
    }

    /// Nothing but the three names ever appears beside the footage.
    fn assert_no_litter(&self) {
        for entry in self.root().read_dir().unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(OWN.contains(&name.as_str()) || name.ends_with(".bin"), "{name} was left behind");
        }
    }

    /// The next seal succeeds, and cleans up.
    fn assert_seals(&self, files: usize) {
        finish(&mut self.seal()).ended_with(0);
        assert_eq!(self.size(), files as u64 + 1);
        assert!(!self.root().join("chain.lock").exists());
        self.assert_no_litter();
    }
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_chain_or_the_new_one() {
    const ROUNDS: u32 = 60;
    let archive = Archive::new(200);
    let begun = Instant::now();
    archive.assert_seals(200);
    let whole = begun.elapsed();
    let (mut files, mut old_kept, mut new_there) = (200, 0, 0);
    for round in 0..ROUNDS {
        archive.add(files);
        files += 1;
        let before = archive.size();
        let mut child = archive.seal().spawn().unwrap();
        // from the first moment to a little later than a whole seal takes
        thread::sleep(whole * round * 5 / (ROUNDS * 4));
        child.kill().unwrap();
        child.wait().unwrap();
        archive.assert_no_litter();
        let after = archive.size();
        assert!(after == before || after == files as u64 + 1, "{before} records became {after}");
        if after == before {
            old_kept += 1;
        } else {
            new_there += 1;
        }
    }
    assert!(old_kept > 0 && new_there > 0, "the kills must fall before and after: {old_kept} and {new_there}");
    archive.assert_seals(files);
}

/// A write that goes over the limit kills the process: a kill after so many bytes.
#[test]
fn a_kill_after_any_block_leaves_the_old_chain() {
    let archive = Archive::new(40);
    archive.assert_seals(40);
    let old = archive.bytes().unwrap();
    (40..80).for_each(|number| archive.add(number));
    let mut killed = 0;
    for blocks in 0..64 {
        if archive.seal_within(&format!("ulimit -f {blocks}")).code == Some(0) {
            break;
        }
        killed += 1;
        assert_eq!(archive.bytes().as_ref(), Some(&old), "{blocks} blocks");
        archive.assert_no_litter();
    }
    assert!(killed > 5, "the limit must have been met");
    archive.assert_seals(80);
}

/// The same limit as an error instead of a kill: what a full disk answers.
#[test]
fn a_full_disk_is_an_error_and_changes_nothing() {
    let archive = Archive::new(40);
    archive.assert_seals(40);
    let old = archive.bytes();
    (40..80).for_each(|number| archive.add(number));
    archive.seal_within("trap '' XFSZ; ulimit -f 4").ended_with(2).says(&["cannot write"]);
    assert_eq!(archive.bytes(), old);
    assert!(!archive.root().join("chain.lock").exists());
    archive.assert_seals(80);
}

#[test]
fn an_archive_that_may_not_be_written_is_said_at_once() {
    where_permissions_count("chain_stress::an_archive_that_may_not_be_written_is_said_at_once", || {
        let archive = Archive::new(3);
        let mode = |mode| fs::set_permissions(archive.root(), fs::Permissions::from_mode(mode)).unwrap();
        mode(0o555);
        let ran = finish(&mut archive.seal());
        mode(0o755);
        ran.ended_with(2).says(&["cannot write"]);
        assert_eq!(archive.bytes(), None);
        archive.assert_seals(3);
    });
}

#[test]
fn several_at_once_wait_for_nobody_and_lose_nothing() {
    let archive = Archive::new(50);
    let children: Vec<_> = (0..12).map(|_| archive.seal().spawn().unwrap()).collect();
    let mut sealed = 0;
    for child in children {
        let ran = Ran::from(child.wait_with_output().unwrap());
        match ran.code {
            Some(0) => sealed += 1,
            Some(2) => ran.says(&["another seal is running"]),
            _ => panic!("{ran:?}"),
        }
    }
    assert!(sealed > 0);
    archive.assert_seals(50);
}

/// A file that grows while it is read: either it is refused, or what was sealed was its content once.
#[test]
fn a_file_that_changes_while_it_is_hashed_breaks_nothing() {
    let archive = Archive::new(2);
    let growing: PathBuf = archive.root().join("growing.bin");
    fs::write(&growing, vec![0; 8 << 20]).unwrap();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let ran = thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new().append(true).open(&growing).unwrap();
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                std::io::Write::write_all(&mut file, b"more").unwrap();
                thread::sleep(Duration::from_micros(50));
            }
        });
        let ran = finish(&mut archive.seal());
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        ran
    });
    ran.ended_with(2).says(&["growing.bin"]);
    assert_eq!(archive.bytes(), None);
    archive.assert_seals(3);
}
