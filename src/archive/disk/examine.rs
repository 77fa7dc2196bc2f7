//! Reads files: each is opened once, hashed, and probed through the same handle.
//!
//! So what was hashed is what was probed, and a file that changes meanwhile is unreadable rather than half
//! of each. Used by everything that reads archives.

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::open::{open_beneath, open_root};
use super::walk::is_video;
use crate::archive::checksum::{Algorithm, Checksum, Hashers};
use crate::archive::probe::{ReadAt, Source, Watch, probe};
use crate::base::digest::Digest;
use crate::base::progress::Progress;
use crate::facts::files::{Bytes, ExaminedFile, ListedFile, Video};

/// What to read of each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Examine {
    /// All bytes, for their SHA-256.
    pub hash: bool,
    /// What the container says, of files with a video ending.
    pub probe: bool,
}

/// How much is read at once, in bytes: a spinning disk should not have to turn between threads all the time.
const CHUNK: usize = 1024 * 1024;

/// Reads files under a root, in parallel on rayon's current threads; the answers are in the order of `files`.
///
/// Tells `progress` once what lies ahead (bytes only if they are hashed), then as it goes.
pub fn examine(root: &Path, files: &[ListedFile], how: Examine, progress: &dyn Progress) -> Vec<ExaminedFile> {
    examine_with(root, files, how, &[], progress).into_iter().map(|(file, _)| file).collect()
}

/// The same, with other hashes beside SHA-256, of the same bytes in the same pass. A file that was not
/// hashed has none of them.
pub(crate) fn examine_with(
    root: &Path,
    files: &[ListedFile],
    how: Examine,
    also: &[Algorithm],
    progress: &dyn Progress,
) -> Vec<(ExaminedFile, Vec<Checksum>)> {
    let bytes = files.iter().map(|file| file.size).fold(0, u64::saturating_add);
    progress.expect(u64::try_from(files.len()).unwrap_or(u64::MAX), if how.hash { bytes } else { 0 });
    let root = open_root(root).map_err(|error| format!("the archive cannot be opened: {error}"));
    files
        .par_iter()
        .map_init(Vec::new, |buffer, file| {
            let examined = examine_one(root.as_ref(), file, (how, also), buffer, progress);
            progress.file_done();
            examined
        })
        .collect()
}

fn examine_one(
    root: Result<&OwnedFd, &String>,
    file: &ListedFile,
    (how, also): (Examine, &[Algorithm]),
    buffer: &mut Vec<u8>,
    progress: &dyn Progress,
) -> (ExaminedFile, Vec<Checksum>) {
    let probed = how.probe && is_video(&file.path);
    let mut examined = ExaminedFile { path: file.path.clone(), size: file.size, bytes: Bytes::NotHashed, video: None };
    let mut checksums = Vec::new();
    if !how.hash && !probed {
        return (examined, checksums);
    }
    let read = root.map_err(String::clone).and_then(|root| {
        let opened = open_beneath(root, &file.path).map_err(|error| format!("it cannot be opened: {error}"))?;
        read_through(&opened, how.hash.then_some(also), probed, buffer, progress)
            .map_err(|error| format!("it cannot be read: {error}"))
    });
    match read {
        Ok(read) => {
            examined.size = read.size;
            examined.bytes = read.digest.map_or(Bytes::NotHashed, Bytes::Hashed);
            checksums = read.checksums;
            examined.video = read.video;
        }
        Err(reason) => examined.bytes = Bytes::Unreadable(reason),
    }
    (examined, checksums)
}

/// What one open file gave.
#[derive(Debug)]
struct Read {
    size: u64,
    digest: Option<Digest>,
    checksums: Vec<Checksum>,
    video: Option<Video>,
}

/// What shows that a file was left alone: its size, and when it was last written to (seconds, nanoseconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: (i64, i64),
}

/// An open file whose stamp can be taken again.
trait Stamped: ReadAt {
    fn stamp(&self) -> io::Result<Stamp>;
}

impl Stamped for File {
    fn stamp(&self) -> io::Result<Stamp> {
        let metadata = self.metadata()?;
        Ok(Stamp { size: metadata.len(), modified: (metadata.mtime(), metadata.mtime_nsec()) })
    }
}

fn read_through(
    file: &impl Stamped,
    hashed: Option<&[Algorithm]>,
    probed: bool,
    buffer: &mut Vec<u8>,
    progress: &dyn Progress,
) -> io::Result<Read> {
    let before = file.stamp()?;
    let mut watch = probed.then(Watch::default);
    let hashes = hashed.map(|also| hash(file, before.size, also, watch.as_mut(), buffer, progress)).transpose()?;
    // without a hash nothing was seen
    let watch = watch.filter(|_| hashed.is_some());
    let (digest, checksums) = hashes.map_or((None, Vec::new()), |(digest, checksums)| (Some(digest), checksums));
    let video = if probed { Some(probe(Source::new(file, before.size), watch.as_ref())?) } else { None };
    if file.stamp()? != before {
        return Err(changed());
    }
    Ok(Read { size: before.size, digest, checksums, video })
}

/// The hashes of exactly `size` bytes; an error if there are more or fewer.
fn hash(
    file: &impl ReadAt,
    size: u64,
    also: &[Algorithm],
    mut watch: Option<&mut Watch>,
    buffer: &mut Vec<u8>,
    progress: &dyn Progress,
) -> io::Result<(Digest, Vec<Checksum>)> {
    buffer.resize(CHUNK, 0);
    let mut others = Hashers::new(also);
    let mut hasher = Sha256::new();
    let mut position: u64 = 0;
    loop {
        let count = match file.read_some(buffer, position) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let read = u64::try_from(count).unwrap_or(u64::MAX);
        position = position.saturating_add(read);
        if position > size || (count == 0 && position < size) {
            return Err(changed());
        }
        if count == 0 {
            return Ok((Digest::from_bytes(hasher.finalize().into()), others.finish()));
        }
        let bytes = buffer.get(..count).unwrap_or_default();
        hasher.update(bytes);
        others.update(bytes);
        if let Some(watch) = watch.as_deref_mut() {
            watch.see(bytes);
        }
        progress.bytes(read);
    }
}

fn changed() -> io::Error {
    io::Error::other("it changed while it was read; run again when nothing writes to it")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use rstest::rstest;

    use super::*;
    use crate::base::progress::Silent;

    /// A file that somebody writes to: how much of it there is depends on how often it was looked at.
    struct Restless {
        sizes: Vec<u64>,
        looked: Cell<usize>,
        bytes_there: usize,
        modified: Vec<i64>,
    }

    impl ReadAt for Restless {
        fn read_some(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
            let there = vec![7_u8; self.bytes_there];
            (&there[..]).read_some(buffer, position)
        }
    }

    impl Stamped for Restless {
        fn stamp(&self) -> io::Result<Stamp> {
            let nth = self.looked.replace(self.looked.get() + 1);
            Ok(Stamp { size: self.sizes[nth], modified: (self.modified[nth], 0) })
        }
    }

    #[rstest]
    #[case::left_alone(&[5_000_000, 5_000_000], 5_000_000, &[1, 1], true)]
    #[case::shrank_before_the_end(&[5_000_000, 4_000_000], 4_000_000, &[1, 2], false)]
    #[case::shrank_and_nobody_says(&[5_000_000, 5_000_000], 4_000_000, &[1, 1], false)]
    #[case::grew_before_the_end(&[5_000_000, 5_000_001], 5_000_001, &[1, 2], false)]
    #[case::grew_and_nobody_says(&[5_000_000, 5_000_000], 5_000_001, &[1, 1], false)]
    #[case::grew_afterwards(&[5_000_000, 5_000_001], 5_000_000, &[1, 1], false)]
    #[case::rewritten(&[5_000_000, 5_000_000], 5_000_000, &[1, 2], false)]
    fn a_file_that_changes_is_not_half_of_each(
        #[case] sizes: &[u64],
        #[case] bytes_there: usize,
        #[case] modified: &[i64],
        #[case] read: bool,
    ) {
        let file = Restless { sizes: sizes.to_vec(), looked: Cell::new(0), bytes_there, modified: modified.to_vec() };
        let result = read_through(&file, Some(&[]), false, &mut Vec::new(), &Silent);
        match result {
            Ok(result) => {
                assert!(read);
                assert_eq!(result.digest, Some(Digest::of(&vec![7; 5_000_000])));
            }
            Err(error) => {
                assert!(!read, "{error}");
                assert!(error.to_string().contains("changed while it was read"), "{error}");
            }
        }
    }

    /// A good video on a disk with a bad sector.
    struct Failing {
        bytes: Vec<u8>,
        from: u64,
    }

    impl ReadAt for Failing {
        fn read_some(&self, buffer: &mut [u8], position: u64) -> io::Result<usize> {
            if position >= self.from {
                return Err(io::Error::other("bad sector"));
            }
            let good = usize::try_from(self.from).unwrap();
            (&self.bytes[..good]).read_some(buffer, position)
        }
    }

    impl Stamped for Failing {
        fn stamp(&self) -> io::Result<Stamp> {
            Ok(Stamp { size: self.bytes.len() as u64, modified: (0, 0) })
        }
    }

    #[rstest]
    fn a_read_error_is_never_an_answer(
        #[values("plain.mp4", "plain.mkv", "plain.avi", "plain.ts", "plain.wmv")] name: &str,
        #[values(0, 100, 600, 1_500)] from: u64,
        #[values(true, false)] hashed: bool,
    ) {
        let path: std::path::PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures", "videos", name].iter().collect();
        let file = Failing { bytes: std::fs::read(path).unwrap(), from };
        let error = read_through(&file, hashed.then_some(&[]), true, &mut Vec::new(), &Silent).unwrap_err();
        assert!(error.to_string().contains("bad sector"), "{error}");
    }
}
