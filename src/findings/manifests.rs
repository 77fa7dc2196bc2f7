//! Integrity findings of an archive that is held against manifests of others, in plain words.
//!
//! Pure: from what the comparison came to, to rows. Contract sections 5 and 7. A line of a manifest that
//! cannot be used has no code of its own: it is an `unreadable` of the manifest. Used by `scan` and `verify`.

use super::id::{FindingKey, finding_id};
use super::integrity::{Integrity, code_of};
use crate::chain::CheckedFile;
use crate::footage::types::Bytes;
use crate::manifest::{Compared, Defect, Listed, Manifests};
use crate::reports::rows::FindingRow;
use crate::vocabulary::{FileStatus, FindingCode};

/// Every integrity finding: the manifests, the files in order of path, what is no file. `of.files` is what
/// `compared` was about.
pub fn findings(of: &Integrity<'_>, manifests: &Manifests, compared: &Compared) -> Vec<FindingRow> {
    let about = About { of, manifests, compared };
    let mut rows: Vec<FindingRow> = compared.defects.iter().map(|defect| about.defect(defect)).collect();
    rows.extend(about.weak_hashes());
    rows.extend(of.files.iter().filter_map(|file| about.file(file)));
    rows.extend(of.listing_findings());
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
        let code = code_of(file.status)?;
        let twin = self.compared.twins.get(&file.path);
        let listed = self.manifests.listed.get(twin.unwrap_or(&file.path));
        let checks = listed.map(|listed| listed.checks.as_slice()).unwrap_or_default();
        let mut sources: Vec<String> =
            checks.iter().map(|check| self.manifests.source(check.file, Some(check.line))).collect();
        sources.dedup();
        let mut row = self.of.row(code, Some(file.path.to_string()), None, self.summary(file, listed, &sources));
        row.sources = sources;
        Some(row)
    }

    fn summary(&self, file: &CheckedFile, listed: Option<&Listed>, sources: &[String]) -> String {
        let path = &file.path;
        let on_disk = file.examined.and_then(|place| self.of.examined.get(place));
        let said = if sources.is_empty() { "no manifest".to_owned() } else { sources.join(", ") };
        let twin = self.compared.twins.get(path);
        match (file.status, twin) {
            (FileStatus::Changed, _) => match (listed.and_then(|listed| listed.size), on_disk) {
                (Some(size), Some(disk)) if disk.size != size => {
                    format!("{path} holds other bytes than are listed: {} bytes now, {size} then ({said})", disk.size)
                }
                _ => format!("{path} holds other bytes than are listed ({said})"),
            },
            (FileStatus::Missing, _) => match listed.and_then(|listed| listed.fetch.as_ref()) {
                Some(url) => format!(
                    "{path} is listed and is not there: it was still to be fetched from {url:?}, which is never done ({said})"
                ),
                None => format!("{path} is listed and is not there ({said})"),
            },
            (FileStatus::Moved, Some(twin)) => format!("{path} holds the bytes that are listed as {twin} ({said})"),
            (FileStatus::Duplicate, Some(twin)) => format!("{path} is a second copy of {twin} ({said})"),
            (FileStatus::Duplicate, None) => {
                format!("{path} is a second copy of another file that is not listed either")
            }
            (FileStatus::Unlisted, _) => format!(
                "{path} is in the archive but in no manifest: nothing shows since when it is there or what it was"
            ),
            (FileStatus::Unchecked, _) if on_disk.is_some_and(|disk| matches!(disk.bytes, Bytes::Hashed(_))) => {
                format!("{path} is there, but is listed with no hash that is known here ({said})")
            }
            (FileStatus::Unchecked, _) => format!("{path} was not hashed, as asked for ({said})"),
            (FileStatus::Unreadable, _) => match on_disk.map(|disk| &disk.bytes) {
                Some(Bytes::Unreadable(why)) => {
                    format!("{path} could not be read ({why}); it was not checked ({said})")
                }
                _ => format!(
                    "{path} is listed, but a folder above it could not be looked at; it was not checked ({said})"
                ),
            },
            _ => format!("{path} is {} ({said})", file.status),
        }
    }
}
