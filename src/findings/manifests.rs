//! Integrity findings of an archive that is held against manifests of others, in plain words.
//!
//! Pure: from what the comparison came to, to rows. Contract sections 5 and 7. A line of a manifest that
//! cannot be used has no code of its own: it is an `unreadable` of the manifest. Used by [`super::integrity`].

use super::id::{FindingKey, finding_id};
use super::integrity::Integrity;
use crate::archive::chain::CheckedFile;
use crate::archive::manifest::{Compared, Defect, Listed, Manifests};
use crate::base::path::ArchivePath;
use crate::facts::files::Bytes;
use crate::results::FindingRow;
use crate::words::{FileStatus, FindingCode};

/// The findings about manifests, then about files in order of path. `of.files` is what `compared` was about.
pub(super) fn findings(of: &Integrity<'_>, manifests: &Manifests, compared: &Compared) -> Vec<FindingRow> {
    let about = About { of, manifests, compared };
    let mut rows: Vec<FindingRow> = compared.defects.iter().map(|defect| about.defect(defect)).collect();
    rows.extend(about.weak_hashes());
    rows.extend(of.files.iter().filter_map(|file| about.file(file)));
    rows
}

struct About<'a> {
    of: &'a Integrity<'a>,
    manifests: &'a Manifests,
    compared: &'a Compared,
}

impl About<'_> {
    fn defect(&self, defect: &Defect) -> FindingRow {
        let source = self.manifests.source(defect.file, defect.line);
        let name = self.manifests.source(defect.file, None);
        let line = defect.line.map_or_else(String::new, |line| format!("line {line} of "));
        let path = defect.path.as_ref().map(ToString::to_string).or_else(|| self.path_of(defect.file));
        let mut row = self.of.row(defect.code, path, None, format!("{line}{name} {}", defect.text));
        // several lines may be about one path, and each is a finding of its own
        let about = format!("{source} {}", defect.text);
        let key = FindingKey { path: Some(&about), archive: Some(self.of.root), ..FindingKey::default() };
        row.finding_id = finding_id(defect.code, &key);
        row.sources = vec![source];
        row
    }

    fn path_of(&self, file: usize) -> Option<String> {
        self.manifests.files.get(file)?.path.as_ref().map(ToString::to_string)
    }

    fn weak_hashes(&self) -> impl Iterator<Item = FindingRow> + '_ {
        self.manifests.files.iter().enumerate().filter_map(|(number, file)| {
            let summary = format!(
                "{} relies on {}: it shows damage, but other bytes with the same value can be made on purpose",
                file.name, file.weak?
            );
            Some(self.of.row(FindingCode::WeakHash, self.path_of(number), None, summary))
        })
    }

    fn file(&self, file: &CheckedFile) -> Option<FindingRow> {
        let code = file.status.code()?;
        let twin = self.compared.twins.get(&file.path);
        let listed = self.manifests.listed.get(twin.unwrap_or(&file.path));
        let checks = listed.map(|listed| listed.checks.as_slice()).unwrap_or_default();
        let mut sources: Vec<String> =
            checks.iter().map(|check| self.manifests.source(check.file, Some(check.line))).collect();
        let fetch = listed.filter(|_| checks.is_empty()).and_then(|listed| listed.fetch.as_ref());
        sources.extend(fetch.map(|fetch| self.manifests.source(fetch.file, Some(fetch.line))));
        sources.dedup();
        let mut row = self.of.row(code, Some(file.path.to_string()), None, self.summary(file, listed, &sources));
        row.sources = sources;
        Some(row)
    }

    /// What came of one file; the path stands beside it in every report.
    fn summary(&self, file: &CheckedFile, listed: Option<&Listed>, sources: &[String]) -> String {
        let on_disk = file.examined.and_then(|place| self.of.examined.get(place));
        let twin = self.compared.twins.get(&file.path);
        let said = match file.status {
            FileStatus::Changed => match (listed.and_then(|listed| listed.size), on_disk) {
                (Some(size), Some(disk)) if disk.size != size => {
                    format!("the file holds other bytes than are listed: its size was {size}, and is {}", disk.size)
                }
                _ => "the file holds other bytes than are listed".to_owned(),
            },
            FileStatus::Missing => match listed.and_then(|listed| listed.fetch.as_ref()) {
                Some(fetch) => {
                    let url = ArchivePath::from_bytes(fetch.url.as_bytes());
                    format!(
                        "the file is listed and is not there: it was still to be fetched from {url}, which is never done"
                    )
                }
                None => "the file is listed and is not there".to_owned(),
            },
            FileStatus::Moved => {
                let twin = twin.map_or("another file".to_owned(), ToString::to_string);
                format!("the file holds the bytes that are listed as {twin}")
            }
            FileStatus::Duplicate => match twin {
                Some(twin) => format!("the file is a second copy of {twin}"),
                None => "the file is a second copy of another one that is not listed either".to_owned(),
            },
            FileStatus::Unlisted => {
                "the file is in the archive but in no manifest: nothing shows what it was, or since \
                                     when it is there"
                    .to_owned()
            }
            FileStatus::Unchecked if self.manifests.holds(&file.path) => {
                "the manifest lists itself, and no list can hold its own hash: it was not checked".to_owned()
            }
            FileStatus::Unchecked if on_disk.is_some_and(|disk| matches!(disk.bytes, Bytes::Hashed(_))) => {
                "the file is listed with no hash that is known here, and was not checked".to_owned()
            }
            FileStatus::Unchecked => "the file was not hashed, as asked for".to_owned(),
            FileStatus::Unreadable => match on_disk.map(|disk| &disk.bytes) {
                Some(Bytes::Unreadable(why)) => format!("the file could not be read and was not checked: {why}"),
                _ => {
                    "the file is listed, but a folder above it could not be looked at, so it was not checked".to_owned()
                }
            },
            other => format!("the file is {other}"),
        };
        if sources.is_empty() { said } else { format!("{said} ({})", sources.join(", ")) }
    }
}
