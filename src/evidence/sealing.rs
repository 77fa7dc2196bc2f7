//! What index and file names tell of a file when it is sealed.
//!
//! A sealed start cannot be edited afterwards and outranks the index (contract, "Recordings"), so what only the
//! container knows is never sealed as a start: it may be the end. Used by `seal`.

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use super::file_name::read_name;
use crate::archive::chain::SealedFacts;
use crate::base::path::ArchivePath;
use crate::facts::IndexRow;
use crate::facts::audit_file::ArchiveSettings;
use crate::facts::inputs::Inputs;
use crate::words::StartSource;

/// Tells what is known of a path: its index row, else its name.
pub(crate) struct Known<'a> {
    rows: FxHashMap<&'a [u8], &'a IndexRow>,
    archive: &'a ArchiveSettings,
    zone: Option<&'a TimeZone>,
}

impl<'a> Known<'a> {
    /// Sorts the index by path.
    pub(crate) fn new(inputs: &'a Inputs, archive: &'a ArchiveSettings, zone: Option<&'a TimeZone>) -> Self {
        let mut rows: FxHashMap<&[u8], &IndexRow> = FxHashMap::default();
        for row in &inputs.recordings {
            if let Some(path) = &row.path {
                rows.entry(path.as_bytes()).or_insert(row);
            }
        }
        Self { rows, archive, zone }
    }

    /// What is sealed with a file. An ambiguous start is not sealed.
    pub(crate) fn of(&self, path: &ArchivePath) -> SealedFacts {
        let row = self.rows.get(path.as_bytes()).copied();
        let name = read_name(path, self.archive.file_name.as_ref(), self.zone);
        let from_row = row.filter(|row| row.later.is_none()).map(|row| (row.start, StartSource::Index));
        let from_name = name
            .start
            .filter(|start| row.is_none() && !start.is_ambiguous())
            .map(|start| (start.earlier(), StartSource::FileName));
        let start = from_row.or(from_name);
        SealedFacts {
            camera: row.and_then(|row| row.camera.clone()).or(name.camera),
            start: start.map(|(start, _)| start),
            start_source: start.map(|(_, source)| source),
            category: row.and_then(|row| row.category.as_deref().map(str::to_owned)),
            officer: row.and_then(|row| row.officer.clone()).or(name.officer),
            sequence: row.and_then(|row| row.sequence).or(name.sequence),
        }
    }
}
