//! What `inspect` says of single files: every field with the place that it was read from.
//!
//! A field that nothing tells is said to be unknown, never left out. Used by the command of that name.

use serde::Serialize;

use super::facts::{Seconds, Shown, to_text};
use super::table::View;
use super::table::page::{Page, Piece, Tone};
use crate::base::digest::Digest;
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::facts::files::{Bytes, ExaminedFile, NotAFile, Video};
use crate::facts::pictures::{HOLE, Part};

/// One file that was asked about.
#[derive(Debug)]
pub(crate) struct Inspection {
    /// As the user named it.
    pub path: ArchivePath,
    /// Where it lies, if a link among its folders leads elsewhere than `path` says.
    pub real_path: Option<ArchivePath>,
    /// What became of it.
    pub inspected: Inspected,
}

/// What became of a file.
#[derive(Debug)]
pub(crate) enum Inspected {
    /// It was read.
    File {
        /// In bytes.
        size: u64,
        /// Of all its bytes.
        sha256: Digest,
        /// `None`: its name has no ending of a video.
        video: Option<Box<Video>>,
    },
    /// It is never opened.
    NotAFile(NotAFile),
    /// It could not be read; why.
    Unreadable(String),
}

impl From<ExaminedFile> for Inspected {
    fn from(file: ExaminedFile) -> Self {
        match file.bytes {
            Bytes::Hashed(sha256) => Self::File { size: file.size, sha256, video: file.video.map(Box::new) },
            Bytes::NotHashed => Self::Unreadable("it was not read".into()),
            Bytes::Unreadable(why) => Self::Unreadable(why),
        }
    }
}

/// One thing that is said of a file.
#[derive(Serialize)]
struct Field {
    name: &'static str,
    /// `None`: nothing tells it.
    value: Option<Value>,
    source: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Count(u64),
    Length(Seconds),
    Moment(Shown<Moment>),
    Text(String),
}

impl Value {
    fn text(&self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Length(span) => span.0.to_string(),
            Self::Moment(moment) => moment.0.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Inspection {
    /// Whether all of the file was read.
    pub(crate) const fn is_complete(&self) -> bool {
        matches!(self.inspected, Inspected::File { .. })
    }

    /// What stands in the way, for a file that was not read.
    fn problem(&self) -> Option<(&'static str, String)> {
        match &self.inspected {
            Inspected::File { .. } => None,
            Inspected::NotAFile(NotAFile::SymbolicLink) => {
                Some(("symbolic-link", "it is never followed; inspect the file that it leads to".into()))
            }
            Inspected::NotAFile(NotAFile::Special) => {
                Some(("special-file", "a device, pipe or socket is never opened".into()))
            }
            Inspected::Unreadable(why) => Some(("unreadable", why.clone())),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |name, value, source| fields.push(Field { name, value, source });
        if let Some(real) = &self.real_path {
            add("real_path", Some(Value::Text(real.to_string())), "a link among its folders");
        }
        let Inspected::File { size, sha256, video } = &self.inspected else { return fields };
        add("size_bytes", Some(Value::Count(*size)), "file");
        add("sha256", Some(Value::Text(sha256.to_string())), "all bytes");
        let Some(video) = video else {
            add("video", None, "no ending of a video");
            return fields;
        };
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        add("video", Some(Value::Text(video.state.to_string())), "header and packets");
        if video.why.is_some() {
            add("why", text(&video.why), "header and packets");
        }
        add("container", text(&video.container), "header");
        add("creation_utc", video.creation_time.map(Shown).map(Value::Moment), "header");
        add("promised_duration_s", video.promised_duration.map(Seconds).map(Value::Length), "header");
        add("duration_s", video.duration.map(Seconds).map(Value::Length), "packets");
        let seen = video.pictures.as_ref();
        let found_in = seen.map_or("nobody looked", |seen| seen.found_in.name());
        let holes = seen.map(|seen| seen.holes(HOLE).count()).and_then(|count| u64::try_from(count).ok());
        add("holes", holes.map(Value::Count), found_in);
        if let Some(seen) = seen {
            add("pictures_s", Some(Value::Text(parts(&seen.stretches))), found_in);
        }
        if let Some(seen) = seen.filter(|seen| !seen.lost.is_empty()) {
            add("lost_s", Some(Value::Text(parts(&seen.lost))), found_in);
        }
        if let Some(seen) = seen.filter(|seen| seen.hidden > Span::ZERO) {
            add("hidden_s", Some(Value::Length(Seconds(seen.hidden))), "edit list");
        }
        if video.trailing_bytes > 0 {
            add("trailing_bytes", Some(Value::Count(video.trailing_bytes)), "behind the last part");
        }
        add("codec", text(&video.codec), "video stream");
        let size = video.dimensions.map(|(width, height)| Value::Text(format!("{width}x{height}")));
        add("dimensions", size, "video stream");
        fields
    }
}

/// Parts of a file, in seconds from its first picture: `0.000-60.000 150.000-240.000`.
fn parts(parts: &[Part]) -> String {
    parts.iter().map(|(from, to)| format!("{from}-{to}")).collect::<Vec<_>>().join(" ")
}

/// A table for each file.
pub(crate) fn table(inspections: &[Inspection], view: View) -> String {
    let mut page = Page::new(view.width, view.colour);
    for inspection in inspections {
        page.heading(&inspection.path.to_string());
        if let Some((status, why)) = inspection.problem() {
            page.line(&format!("  {status}: {why}"), Tone::Alarm);
        }
        let row = |field: Field| {
            let value = field.value.map_or_else(|| Piece::new("unknown").tone(Tone::Caution), |v| Piece::new(v.text()));
            vec![Piece::new(field.name), value, Piece::new(field.source).tone(Tone::Quiet)]
        };
        // a hash that is wrapped cannot be copied
        if let Inspected::File { sha256, .. } = &inspection.inspected {
            page.line(&format!("  sha256 of all bytes: {sha256}"), Tone::Plain);
        }
        let rows: Vec<_> = inspection.fields().into_iter().filter(|field| field.name != "sha256").map(row).collect();
        if !rows.is_empty() {
            page.table(&["field", "value", "source"], rows);
        }
    }
    page.finish()
}

/// All files as one JSON document, with a line feed at its end.
///
/// # Errors
/// Those of the serialiser; these types give none.
pub(crate) fn json(inspections: &[Inspection]) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Document<'a> {
        program: &'static str,
        version: &'static str,
        files: Vec<File<'a>>,
    }
    #[derive(Serialize)]
    struct File<'a> {
        path: Shown<&'a ArchivePath>,
        status: &'static str,
        why: Option<String>,
        fields: Vec<Field>,
    }
    fn file(inspection: &Inspection) -> File<'_> {
        let (status, why) = inspection.problem().map_or(("read", None), |(status, why)| (status, Some(why)));
        File { path: Shown(&inspection.path), status, why, fields: inspection.fields() }
    }
    to_text(&Document {
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        files: inspections.iter().map(file).collect(),
    })
}
