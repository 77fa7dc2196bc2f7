//! Tables: files of rows and cells, whatever their source means by them.
//!
//! [`read`] hands on the rows of a file, whether it is CSV or one of its relatives, compressed or not.

pub(crate) mod cells;
mod csv;
mod derive;
mod json;
pub(crate) mod loose;
pub(crate) mod row;
mod text;
mod times;
mod workbook;

use std::fs::File;
use std::io::Read;

use encoding_rs::Encoding;

use row::{ReadToEnd, Sink};
use text::Hashed;

use crate::facts::mapping::Mapping;

/// The headings are looked for in so many rows.
pub(crate) const TITLES: usize = 50;

/// Hands the rows of a file to `sink`. `wanted` are all headings that may be used, for a container that has no line of
/// headings.
///
/// # Errors
/// Where reading fails, the file is no table, or `sink` stops.
pub(crate) fn read<S: Sink>(
    file: File,
    mapping: &Mapping,
    wanted: &[String],
    sink: &mut S,
) -> Result<ReadToEnd, S::Error> {
    let again = file.try_clone()?;
    let mut hashed = Hashed::new(file);
    let came_to = {
        let (head, source) = text::peek(text::unpacked(&mut hashed)?, 64)?;
        if head.starts_with(workbook::OLD) {
            return Err(workbook::old().into());
        }
        if head.starts_with(workbook::ZIP) { None } else { Some(read_text(&head, source, mapping, wanted, sink)?) }
    };
    let (size, sha256) = hashed.finish()?;
    // a workbook is no stream: what it holds is listed at its end
    let came_to = match came_to {
        Some(came_to) => came_to,
        None => {
            workbook::read_rows(again, mapping.shape.sheet.as_deref(), sink)?;
            CameTo { size, ends_with_line_end: true, says_more: None, unseen: Vec::new() }
        }
    };
    let CameTo { size: text_size, ends_with_line_end, says_more, unseen } = came_to;
    Ok(ReadToEnd { size, sha256, text_size, ends_with_line_end, says_more, unseen })
}

/// What a container came to.
struct CameTo {
    size: u64,
    ends_with_line_end: bool,
    says_more: Option<String>,
    unseen: Vec<String>,
}

/// JSON, or CSV and its relatives.
fn read_text<S: Sink>(
    head: &[u8],
    source: impl Read,
    mapping: &Mapping,
    wanted: &[String],
    sink: &mut S,
) -> Result<CameTo, S::Error> {
    let named = mapping.shape.encoding.as_ref().and_then(|name| Encoding::for_label(name.as_bytes()));
    let encoding = named.or_else(|| text::looks_like_utf_16(head));
    let mut source = text::in_utf_8(source, encoding)?;
    if let Some(rows) = &mapping.shape.rows {
        let mut source = text::Counted::new(text::without_mark(source)?);
        let json::Document { says_more, unseen } = json::read_rows(&mut source, rows, wanted, sink)?;
        return Ok(CameTo { size: source.count(), ends_with_line_end: true, says_more, unseen });
    }
    let (start, again) = text::peek(source, 64)?;
    source = again;
    if let Some([b'{', ..] | [b'[', b'{' | b'\n' | b'\r' | b' ' | b']', ..]) = start.trim_ascii_start().get(..2) {
        let why = "is JSON; say where its rows are, as in rows = \"data[]\"";
        return Err(row::Unusable(why.into()).into());
    }
    let text = csv::read_rows(source, mapping.shape.delimiter, sink)?;
    Ok(CameTo { size: text.size, ends_with_line_end: text.ends_with_line_end, says_more: None, unseen: Vec::new() })
}
