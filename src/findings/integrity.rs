//! Integrity findings: what the chain, the files and the folder say against each other, in plain words.
//!
//! Pure: from a chain, its checked files and the listing of the root to rows. Contract sections 5 and 7.
//! Used by `scan` and `verify`.

use std::collections::HashSet;

use super::id::{FindingKey, finding_id};
use crate::archive::chain::anchor::AnchorFault;
use crate::archive::chain::json::shortened;
use crate::archive::chain::purges;
use crate::archive::chain::{Chain, ChainEvidence, CheckedFile, FileRecord};
use crate::archive::manifest::{Compared, Manifests};
use crate::facts::files::{Bytes, ExaminedFile, Listing, NotAFile};
use crate::results::FindingRow;
use crate::words::{ChainVerdict, Confidence, FileStatus, FindingCode};

/// One archive, as far as its integrity goes.
#[derive(Clone, Copy)]
pub struct Integrity<'a> {
    /// The root as the audit file or the command line names it.
    pub root: &'a str,
    /// What stands before paths in reports where there are several archives.
    pub prefix: Option<&'a str>,
    /// The chain file as reports name it.
    pub chain_file: &'a str,
    /// Its chain and anchors.
    pub evidence: &'a ChainEvidence,
    /// Where there is no chain: what others wrote, and what came of the comparison.
    pub manifests: Option<(&'a Manifests, &'a Compared)>,
    /// Its files against the chain or the manifests.
    pub files: &'a [CheckedFile],
    /// What `files` refers to.
    pub examined: &'a [ExaminedFile],
    /// What lies under the root.
    pub listing: &'a Listing,
}

/// Every integrity finding of one archive: chain and manifests, files in order of path, what is no file.
pub fn findings(of: &Integrity<'_>) -> Vec<FindingRow> {
    let mut rows: Vec<FindingRow> = of.chain_findings();
    match of.manifests {
        Some((manifests, compared)) => rows.extend(super::manifests::findings(of, manifests, compared)),
        None => {
            let held = of.chain().map(purges::held).unwrap_or_default();
            rows.extend(of.files.iter().filter_map(|file| of.file_finding(file, &held)));
        }
    }
    rows.extend(of.examined.iter().filter_map(|file| of.video_finding(file)));
    rows.extend(of.listing.not_files.iter().map(|(path, what)| {
        let (code, what) = match what {
            NotAFile::SymbolicLink => (FindingCode::SymbolicLink, "a symbolic link"),
            NotAFile::Special => (FindingCode::SpecialFile, "a device, pipe or socket"),
        };
        of.row(code, Some(path.to_string()), None, format!("{what}; it was not opened and is not evidence"))
    }));
    rows.extend(of.listing.unreadable.iter().map(|(path, why)| {
        let summary = format!("it could not be looked at, and what lies there was not checked: {why}");
        of.row(FindingCode::Unreadable, Some(path.to_string()), None, summary)
    }));
    rows
}

impl Integrity<'_> {
    fn chain(&self) -> Option<&Chain> {
        self.evidence.chain.as_ref()
    }

    fn chain_findings(&self) -> Vec<FindingRow> {
        let mut rows = Vec::new();
        if let Some(why) = &self.evidence.missing {
            let summary = format!("the chain {} should be there and cannot be used: {why}", self.chain_file);
            rows.push(self.row(FindingCode::ChainMissing, None, None, summary));
        } else if self.chain().is_none() && self.manifests.is_none() {
            let summary = "nothing was ever sealed here: no chain and no manifest, so no file could be checked \
                           against anything"
                .to_owned();
            rows.push(self.row(FindingCode::Unsealed, None, None, summary));
        }
        rows.extend(self.chain().and_then(|chain| self.line_finding(chain)));
        rows.extend(self.anchor_findings());
        rows.extend(self.unanchored());
        rows
    }

    /// That no anchor covers the chain, or that more was sealed than an anchor and the chain know of.
    fn unanchored(&self) -> Option<FindingRow> {
        self.chain()?;
        let doubt = self.evidence.doubt.as_deref();
        let summary = match (self.evidence.anchored_up_to(), doubt) {
            (Some(_), None) => return None,
            (Some(size), Some(doubt)) => {
                format!("an anchor covers {size} records, and what may have come after them is not anchored: {doubt}")
            }
            (None, doubt) => {
                let alone = "no anchor covers the chain: by itself it cannot rule out that its end was cut off or all \
                             of it rebuilt";
                doubt.map_or_else(|| alone.to_owned(), |doubt| format!("{alone}; {doubt}"))
            }
        };
        Some(self.row(FindingCode::ChainUnanchored, None, None, summary))
    }

    /// What the lines alone show.
    fn line_finding(&self, chain: &Chain) -> Option<FindingRow> {
        let (line, why) = chain.first_bad_text()?;
        let (code, what) = match chain.verdict {
            ChainVerdict::TornTail => (FindingCode::ChainTornTail, "the end of the chain is torn"),
            _ => (FindingCode::ChainBroken, "the chain is broken"),
        };
        let counts = match chain.size() {
            0 => "no record counts".to_owned(),
            1 => "the record before it counts".to_owned(),
            size => format!("the {size} records before it count"),
        };
        let mut summary = format!("{what}: line {line} of {} {why}; {counts}", self.chain_file);
        for (anchor, size) in self.evidence.anchored.iter().flat_map(|anchored| &anchored.beyond_break) {
            summary
                .push_str(&format!("; the anchor {anchor} (size {size}) reaches beyond it and could not be compared"));
        }
        Some(self.row(code, None, Some(line), summary))
    }

    /// What the anchors show, once for the archive; and what is wrong with an anchor or a key, once for each.
    fn anchor_findings(&self) -> Vec<FindingRow> {
        let faults = self.evidence.faults();
        let mut rows = Vec::new();
        let shown = [
            (FindingCode::ChainTruncated, "the chain was cut off"),
            (FindingCode::ChainForked, "the chain is another one"),
        ];
        for (code, what) in shown {
            let told = faults.iter().filter(|fault| fault.code == code);
            let told: Vec<String> = told.map(|fault| format!("the anchor {}: {}", fault.anchor, fault.why)).collect();
            if !told.is_empty() {
                rows.push(self.row(code, None, None, format!("{what}: {}", told.join("; "))));
            }
        }
        for fault in faults.iter().filter(|fault| !shown.iter().any(|(code, _)| *code == fault.code)) {
            let summary = format!("the anchor {} cannot vouch for the chain: {}", fault.anchor, fault.why);
            rows.push(self.about_anchor(fault, summary));
        }
        rows
    }

    fn about_anchor(&self, fault: &AnchorFault, summary: String) -> FindingRow {
        let mut row = self.row(fault.code, Some(fault.anchor.clone()), None, summary);
        row.path = Some(fault.anchor.clone());
        row
    }

    fn file_finding(&self, file: &CheckedFile, held: &HashSet<u64>) -> Option<FindingRow> {
        let code = file.status.code()?;
        // one `unsealed` says it for all of them
        if self.chain().is_none() && file.status == FileStatus::Unlisted {
            return None;
        }
        let record = file.record.and_then(|seq| Some((seq, self.chain()?.file(seq)?)));
        let line = record.map(|(seq, _)| seq.saturating_add(1));
        let mut row = self.row(code, Some(file.path.to_string()), line, self.file_summary(file, record, held));
        if let Some((_, record)) = record {
            row.camera_id = record.facts.camera.clone();
            row.officer_id = record.facts.officer.clone();
            row.at = record.facts.start;
        }
        Some(row)
    }

    /// What is wrong with a video, whatever its bytes are.
    fn video_finding(&self, file: &ExaminedFile) -> Option<FindingRow> {
        let video = file.video.as_ref()?;
        let why = video.why.as_deref().unwrap_or("its container says so");
        let summary = format!("the video is {}: {why}", video.state);
        Some(self.row(video.state.code()?, Some(file.path.to_string()), None, summary))
    }

    /// What came of one file; the path stands beside it in every report.
    fn file_summary(&self, file: &CheckedFile, record: Option<(u64, &FileRecord)>, held: &HashSet<u64>) -> String {
        let on_disk = file.examined.and_then(|place| self.examined.get(place));
        let sealed = record.map_or(String::new(), |(seq, record)| {
            format!(" (line {} of {}, sealed {})", seq.saturating_add(1), self.chain_file, record.sealed_at)
        });
        let recorded = record.map_or("a file".to_owned(), |(_, record)| record.path.to_string());
        let said = match file.status {
            FileStatus::Ok => "the file is as it was sealed".to_owned(),
            FileStatus::Changed => match (on_disk, record) {
                (Some(disk), Some((_, record))) if disk.size != record.size => {
                    format!(
                        "the file holds other bytes than were sealed: its size was {}, and is {}",
                        record.size, disk.size
                    )
                }
                _ => "the file holds other bytes than were sealed, and its size is the same".to_owned(),
            },
            FileStatus::Missing => {
                let held = record.is_some_and(|(seq, _)| held.contains(&seq));
                let under_hold = if held { ", although it is under hold" } else { "" };
                format!("the file was sealed and is gone, without a purge record{under_hold}")
            }
            FileStatus::Moved if on_disk.is_none() => {
                "the file is gone from here, and its bytes were sealed again later under another path".to_owned()
            }
            FileStatus::Unlisted => {
                "the file is in the archive but not in the chain: nothing shows what it was, or since \
                                     when it is there"
                    .to_owned()
            }
            FileStatus::Moved => format!("the file holds the bytes that were sealed as {recorded}"),
            FileStatus::Duplicate if record.is_some() => format!("the file is a second copy of {recorded}"),
            FileStatus::Duplicate => "the file is a second copy of another one that is not sealed either".to_owned(),
            FileStatus::Unreadable if file.examined.is_none() => {
                "the file was sealed, and whether it is there could not be looked at".to_owned()
            }
            FileStatus::Unchecked if on_disk.is_none() && file.purge.is_none() => {
                "the file was sealed and is not here; another one of its size, which was not hashed, may be it"
                    .to_owned()
            }
            FileStatus::Unreadable => match on_disk.map(|file| &file.bytes) {
                Some(Bytes::Unreadable(why)) => format!("the file could not be read and was not checked: {why}"),
                _ => "the file could not be read and was not checked".to_owned(),
            },
            FileStatus::Unchecked if on_disk.is_none() => format!(
                "the file was purged{}; whether that was lawful could not be checked: no policy is known here",
                self.purge_text(file)
            ),
            FileStatus::Unchecked => "the file was not hashed, as asked for; only its size was compared".to_owned(),
            FileStatus::Purged => format!("the file was purged lawfully{}", self.purge_text(file)),
            FileStatus::PurgedEarly | FileStatus::PurgedUnderHold | FileStatus::PurgedUnauthorized => {
                format!(
                    "the file was purged{}, and the record does not allow it: {}",
                    self.purge_text(file),
                    faults(file)
                )
            }
            FileStatus::PurgedButPresent => self.present_text(file, &recorded),
        };
        format!("{said}{sealed}")
    }

    fn present_text(&self, file: &CheckedFile, recorded: &str) -> String {
        let mut text = format!("the file holds the bytes of {recorded}, recorded as purged{}", self.purge_text(file));
        if !faults(file).is_empty() {
            text.push_str(&format!("; that purge would not have been lawful: {}", faults(file)));
        }
        text
    }

    /// When, by whom and where it is recorded.
    fn purge_text(&self, file: &CheckedFile) -> String {
        let purge = file.record.and_then(|seq| self.chain()?.purge_of(seq));
        purge.map_or(String::new(), |(seq, purge)| {
            let (authority, approved) = (shortened(&purge.authority), shortened(&purge.approved_by));
            format!(" at {} by {authority:?}, approved by {approved:?} (line {})", purge.at, seq.saturating_add(1))
        })
    }

    /// A row about the archive (no path) or one file of it.
    pub(super) fn row(
        &self,
        code: FindingCode,
        path: Option<String>,
        line: Option<u64>,
        summary: String,
    ) -> FindingRow {
        let key = FindingKey { path: path.as_deref(), archive: Some(self.root), ..FindingKey::default() };
        let finding_id = finding_id(code, &key);
        let shown = match (path, self.prefix) {
            (None, _) => self.root.to_owned(),
            (Some(path), None) => path,
            (Some(path), Some(prefix)) => format!("{prefix}/{path}"),
        };
        FindingRow {
            finding_id,
            code,
            severity: code.severity(),
            confidence: Confidence::High,
            at: None,
            officer_id: None,
            camera_id: None,
            vehicle_id: None,
            supervisor_id: None,
            unit: None,
            event_ids: Vec::new(),
            path: Some(shown),
            summary,
            sources: line.map(|line| format!("{}:{line}", self.chain_file)).into_iter().collect(),
        }
    }
}

/// Everything that is wrong with a purge.
fn faults(file: &CheckedFile) -> String {
    file.purge.as_ref().map(|purge| purge.faults.join("; ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::chain::anchor::{Anchors, hold};
    use crate::archive::chain::compare;
    use crate::archive::chain::examples::Example;
    use crate::base::digest::Digest;
    use crate::base::path::ArchivePath;

    fn on_disk(path: &str, content: &str) -> ExaminedFile {
        ExaminedFile {
            path: ArchivePath::from_bytes(path.as_bytes()),
            size: content.len() as u64,
            bytes: Bytes::Hashed(Digest::of(content.as_bytes())),
            video: None,
        }
    }

    fn shown(chain: Option<&Chain>, examined: &[ExaminedFile], listing: &Listing) -> String {
        let files = compare(chain, examined, &listing.unreadable, None);
        let anchored = chain.map(|chain| hold(chain, &Anchors::default()));
        let evidence = ChainEvidence { chain: chain.cloned(), anchored, ..ChainEvidence::default() };
        let rows = findings(&Integrity {
            root: "footage",
            prefix: None,
            chain_file: "chain.jsonl",
            evidence: &evidence,
            manifests: None,
            files: &files,
            examined,
            listing,
        });
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
}
