//! Integrity findings: what the chain, the files and the folder say against each other, in plain words.
//!
//! Pure: from a chain, its checked files and the listing of the root to rows. Contract sections 5 and 7.
//! Used by `scan` and `verify`.

use super::id::{FindingKey, finding_id};
use crate::chain::json::shortened;
use crate::chain::{Chain, CheckedFile, FileRecord};
use crate::footage::types::{Bytes, ExaminedFile, Listing, NotAFile};
use crate::reports::rows::FindingRow;
use crate::vocabulary::{ChainVerdict, Confidence, FileStatus, FindingCode};

/// One archive, as far as its integrity goes.
#[derive(Clone, Copy)]
pub struct Integrity<'a> {
    /// The root as the audit file or the command line names it.
    pub root: &'a str,
    /// What stands before paths in reports where there are several archives.
    pub prefix: Option<&'a str>,
    /// The chain file as reports name it.
    pub chain_file: &'a str,
    /// Its chain; `None`: there is none.
    pub chain: Option<&'a Chain>,
    /// Up to which size an anchor covers the chain.
    pub anchored: Option<u64>,
    /// Its files against the chain.
    pub files: &'a [CheckedFile],
    /// What `files` refers to.
    pub examined: &'a [ExaminedFile],
    /// What lies under the root.
    pub listing: &'a Listing,
}

/// Every integrity finding of one archive: chain, files in order of path, what is no file.
pub fn findings(of: &Integrity<'_>) -> Vec<FindingRow> {
    let mut rows: Vec<FindingRow> = of.chain_findings();
    rows.extend(of.files.iter().filter_map(|file| of.file_finding(file)));
    rows.extend(of.listing_findings());
    rows
}

/// The code of a file status; `None` for [`FileStatus::Ok`].
pub const fn code_of(status: FileStatus) -> Option<FindingCode> {
    Some(match status {
        FileStatus::Ok => return None,
        FileStatus::Changed => FindingCode::Changed,
        FileStatus::Missing => FindingCode::Missing,
        FileStatus::Unlisted => FindingCode::Unlisted,
        FileStatus::Moved => FindingCode::Moved,
        FileStatus::Duplicate => FindingCode::Duplicate,
        FileStatus::Unreadable => FindingCode::Unreadable,
        FileStatus::Unchecked => FindingCode::Unchecked,
        FileStatus::Purged => FindingCode::Purged,
        FileStatus::PurgedEarly => FindingCode::PurgedEarly,
        FileStatus::PurgedUnderHold => FindingCode::PurgedUnderHold,
        FileStatus::PurgedUnauthorized => FindingCode::PurgedUnauthorized,
        FileStatus::PurgedButPresent => FindingCode::PurgedButPresent,
    })
}

impl Integrity<'_> {
    /// What lies under the root and is no file, or could not be looked at.
    pub(super) fn listing_findings(&self) -> Vec<FindingRow> {
        let not_files = self.listing.not_files.iter().map(|(path, what)| {
            let (code, what) = match what {
                NotAFile::SymbolicLink => (FindingCode::SymbolicLink, "a symbolic link"),
                NotAFile::Special => (FindingCode::SpecialFile, "a device, pipe or socket"),
            };
            let summary = format!("{path} is {what}; it was not opened and is not evidence");
            self.row(code, Some(path.to_string()), None, summary)
        });
        let unreadable = self.listing.unreadable.iter().map(|(path, why)| {
            let summary = format!("{path} could not be looked at ({why}); what lies there was not checked");
            self.row(FindingCode::Unreadable, Some(path.to_string()), None, summary)
        });
        not_files.chain(unreadable).collect()
    }

    fn chain_findings(&self) -> Vec<FindingRow> {
        let Some(chain) = self.chain else {
            let summary = "nothing was ever sealed here: no chain and no manifest, so no file could be checked \
                           against anything"
                .to_owned();
            return vec![self.row(FindingCode::Unsealed, None, None, summary)];
        };
        let mut rows = Vec::new();
        let (line, why) = chain.first_bad_text().unwrap_or_default();
        let counts = match chain.size() {
            0 => "no record counts".to_owned(),
            1 => "the record before it counts".to_owned(),
            size => format!("the {size} records before it count"),
        };
        let verdict = match chain.verdict {
            ChainVerdict::Broken => Some((FindingCode::ChainBroken, "the chain is broken")),
            ChainVerdict::TornTail => Some((FindingCode::ChainTornTail, "the end of the chain is torn")),
            _ => None,
        };
        if let Some((code, what)) = verdict {
            let summary = format!("{what}: line {line} of {} {why}; {counts}", self.chain_file);
            rows.push(self.row(code, None, Some(line), summary));
        }
        if self.anchored.is_none() {
            let summary = "no anchor covers the chain: by itself it cannot show that its end was cut off or that \
                           all of it was rebuilt"
                .to_owned();
            rows.push(self.row(FindingCode::ChainUnanchored, None, None, summary));
        }
        rows
    }

    fn file_finding(&self, file: &CheckedFile) -> Option<FindingRow> {
        let code = code_of(file.status)?;
        // one `unsealed` says it for all of them
        if self.chain.is_none() && file.status == FileStatus::Unlisted {
            return None;
        }
        let record = file.record.and_then(|seq| Some((seq, self.chain?.file(seq)?)));
        let line = record.map(|(seq, _)| seq.saturating_add(1));
        let mut row = self.row(code, Some(file.path.to_string()), line, self.file_summary(file, record));
        if let Some((_, record)) = record {
            row.camera_id = record.facts.camera.clone();
            row.officer_id = record.facts.officer.clone();
            row.at = record.facts.start;
        }
        Some(row)
    }

    fn file_summary(&self, file: &CheckedFile, record: Option<(u64, &FileRecord)>) -> String {
        let path = &file.path;
        let on_disk = file.examined.and_then(|place| self.examined.get(place));
        let sealed = match record {
            Some((seq, record)) => {
                format!("line {} of {}, sealed {}", seq.saturating_add(1), self.chain_file, record.sealed_at)
            }
            None => "no record".to_owned(),
        };
        match file.status {
            FileStatus::Changed => match (on_disk, record) {
                (Some(disk), Some((_, record))) if disk.size != record.size => {
                    format!(
                        "{path} holds other bytes than were sealed: {} bytes now, {} then ({sealed})",
                        disk.size, record.size
                    )
                }
                _ => format!("{path} holds other bytes than were sealed, of the same length ({sealed})"),
            },
            FileStatus::Missing => format!("{path} was sealed and is gone, without a purge record ({sealed})"),
            FileStatus::Unlisted => {
                format!(
                    "{path} is in the archive but not in the chain: nothing shows since when it is there or what it was"
                )
            }
            FileStatus::Moved => match record {
                Some((_, record)) => format!("{path} holds the bytes that were sealed as {} ({sealed})", record.path),
                None => format!("{path} holds bytes that were sealed under another name"),
            },
            FileStatus::Duplicate => match record {
                Some((_, record)) => format!("{path} is a second copy of {} ({sealed})", record.path),
                None => format!("{path} is a second copy of another file that is not sealed either"),
            },
            FileStatus::Unreadable => match on_disk.map(|file| &file.bytes) {
                Some(Bytes::Unreadable(why)) => format!("{path} could not be read ({why}); it was not checked"),
                _ => format!("{path} could not be read; it was not checked"),
            },
            FileStatus::Unchecked => {
                format!("{path} was not hashed, as asked for; only its size was compared ({sealed})")
            }
            FileStatus::PurgedEarly | FileStatus::PurgedUnderHold | FileStatus::PurgedUnauthorized => {
                format!(
                    "{path} was purged{}, and should not have been: {} ({sealed})",
                    self.purge_text(file),
                    faults(file)
                )
            }
            FileStatus::Purged => format!("{path} was purged lawfully{} ({sealed})", self.purge_text(file)),
            FileStatus::PurgedButPresent => {
                let recorded = record.map_or(path, |(_, record)| &record.path);
                let mut text = format!(
                    "{path} holds the bytes of {recorded}, which was recorded as purged{}",
                    self.purge_text(file)
                );
                if !faults(file).is_empty() {
                    text.push_str(&format!("; a purge would not have been lawful: {}", faults(file)));
                }
                format!("{text} ({sealed})")
            }
            FileStatus::Ok => format!("{path} is as it was sealed ({sealed})"),
        }
    }

    /// When, by whom and where it is recorded.
    fn purge_text(&self, file: &CheckedFile) -> String {
        let purge = file.record.and_then(|seq| self.chain?.purge_of(seq));
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
    use crate::archive_path::ArchivePath;
    use crate::chain::compare;
    use crate::chain::examples::Example;
    use crate::digest::Digest;

    fn on_disk(path: &str, content: &str) -> ExaminedFile {
        ExaminedFile {
            path: ArchivePath::from_bytes(path.as_bytes()),
            size: content.len() as u64,
            bytes: Bytes::Hashed(Digest::of(content.as_bytes())),
            video: None,
        }
    }

    fn shown(chain: Option<&Chain>, examined: &[ExaminedFile], listing: &Listing) -> String {
        let files = compare(chain, examined, None);
        let rows = findings(&Integrity {
            root: "footage",
            prefix: None,
            chain_file: "chain.jsonl",
            chain,
            anchored: None,
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
