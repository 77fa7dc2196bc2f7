//! Names that are the same to a reader and other bytes to the disk: `é` as one character, or as `e` and an accent.
//!
//! Systems write one form and lists come from another (Unicode Annex 15, forms C and D). A file that is listed in
//! one form and lies there in the other is not missing: it is that file, whatever it holds. Used by `compare`.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::archive::chain::CheckedFile;
use crate::base::path::ArchivePath;
use crate::words::{CheckedBy, FileStatus};

/// What a file on disk is, held against what is listed under the other form of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// Its bytes are those that are listed.
    Same,
    /// They are not.
    Other,
    /// It was not read.
    Unknown,
}

/// Takes back that files are missing whose names are there in another form. `held` holds a file on disk against what
/// is listed under a path; `twins` learns which listed path belongs to a file.
pub(super) fn reconcile(
    files: &mut Vec<CheckedFile>,
    twins: &mut BTreeMap<ArchivePath, ArchivePath>,
    held: impl Fn(&CheckedFile, &ArchivePath) -> Held,
) {
    let missing = files.iter().filter(|file| file.status == FileStatus::Missing);
    let mut missing: BTreeMap<String, ArchivePath> =
        missing.filter_map(|file| Some((composed(&file.path)?, file.path.clone()))).collect();
    if missing.is_empty() {
        return;
    }
    let mut explained = Vec::new();
    for file in files.iter_mut().filter(|file| file.examined.is_some()) {
        let Some(name) = composed(&file.path) else { continue };
        let Some(listed) = missing.get(&name) else { continue };
        let unclaimed = matches!(file.status, FileStatus::Unlisted | FileStatus::Duplicate | FileStatus::Unreadable);
        match held(file, listed) {
            // listed under both forms, as one file was when it lay on a system that knows no difference
            Held::Same => {}
            Held::Other if unclaimed => {
                (file.status, file.checked_by) = (FileStatus::Changed, CheckedBy::Manifest);
                twins.insert(file.path.clone(), listed.clone());
            }
            Held::Unknown if unclaimed => {
                if file.status != FileStatus::Unreadable {
                    (file.status, file.checked_by) = (FileStatus::Unchecked, CheckedBy::None);
                }
                twins.insert(file.path.clone(), listed.clone());
            }
            Held::Other | Held::Unknown => continue,
        }
        explained.extend(missing.remove(&name));
    }
    files.retain(|file| file.status != FileStatus::Missing || !explained.contains(&file.path));
}

/// Form C of a path; `None`: it is no text.
fn composed(path: &ArchivePath) -> Option<String> {
    Some(std::str::from_utf8(path.as_bytes()).ok()?.nfc().collect())
}
