//! What is said of an archive.

use super::archive::ArchiveScene;
use super::find::find_all;
use crate::archive::chain::anchor::{Anchors, hold};
use crate::archive::chain::compare;
use crate::archive::chain::examples::Example;
use crate::archive::chain::{Chain, ChainEvidence};
use crate::base::digest::Digest;
use crate::base::index::Table;
use crate::base::path::ArchivePath;
use crate::facts::files::{Bytes, ExaminedFile, Listing, NotAFile};
use crate::results::FindingRow;

fn on_disk(path: &str, content: &str) -> ExaminedFile {
    ExaminedFile {
        path: ArchivePath::from_bytes(path.as_bytes()),
        size: content.len() as u64,
        bytes: Bytes::Hashed(Digest::of(content.as_bytes())),
        video: None,
    }
}

fn shown(chain: Option<&Chain>, examined: &[ExaminedFile], listing: &Listing) -> String {
    let examined: Table<ExaminedFile> = examined.to_vec().into();
    let files = compare(chain, &examined, &listing.unreadable, None).into();
    let anchored = chain.map(|chain| hold(chain, &Anchors::default()));
    let evidence = ChainEvidence { chain: chain.cloned(), anchored, ..ChainEvidence::default() };
    let scene = ArchiveScene {
        root: "footage",
        prefix: None,
        chain_file: "chain.jsonl",
        evidence: &evidence,
        manifests: None,
        files: &files,
        examined: &examined,
        listing,
    };
    let rows = find_all(None, [&scene]);
    let line = |row: &FindingRow| {
        let path = row.path.as_deref().unwrap_or_default();
        format!("{} {} {path} {:?}: {}\n", row.severity, row.code, row.sources, row.summary)
    };
    rows.iter().map(line).collect()
}

#[test]
fn every_defect_is_said_plainly() {
    let chain = Example::new("kcpd")
        .file("ok", b"0")
        .file("changed", b"1")
        .file("cut", b"22")
        .file("gone", b"3")
        .file("old", b"4")
        .with_raw(b"{}\n")
        .read();
    let unreadable = ExaminedFile { bytes: Bytes::Unreadable("i/o error".to_owned()), ..on_disk("bad", "") };
    let examined = [
        on_disk("ok", "0"),
        on_disk("changed", "x"),
        on_disk("copy", "0"),
        on_disk("cut", "2"),
        on_disk("new\nname", "4"),
        on_disk("stranger", "5"),
        on_disk("twin", "5"),
        unreadable,
    ];
    let path = |text: &str| ArchivePath::from_bytes(text.as_bytes());
    let listing = Listing {
        files: Vec::new(),
        not_files: vec![(path("link"), NotAFile::SymbolicLink), (path("pipe"), NotAFile::Special)],
        unreadable: vec![(path("locked"), "permission denied".to_owned())],
    };
    insta::assert_snapshot!(shown(Some(&chain), &examined, &listing));
}

#[test]
fn an_archive_that_was_never_sealed_says_so_once() {
    insta::assert_snapshot!(shown(None, &[on_disk("a", "1"), on_disk("b", "2")], &Listing::default()), @"review unsealed footage []: nothing was ever sealed here: no chain and no manifest, so no file could be checked against anything");
}
