//! The one way to write a record on a line, and to read it back.
//!
//! A line is canonical JSON with exactly the fields of its type (contract, "The chain's records"); hashes are always
//! over the raw bytes of a line and never over what is written here again. Used by [`super::read()`] and
//! [`mod@super::seal`].

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;

use super::json::{self, Fields, Scalar};
use super::record::{BadLine, Body, FileRecord, Hold, Open, Purge, Release, SealedFacts};
use crate::base::digest::Digest;
use crate::base::ids::{CameraId, OfficerId};
use crate::base::path::ArchivePath;
use crate::base::time::{Moment, Span};
use crate::words::StartSource;

/// A line as it reads, before it is known whether it follows from the line before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub seq: u64,
    /// SHA-256 of the line before.
    pub prev: Digest,
    /// What it says.
    pub body: Body,
}

impl Line {
    /// The line in canonical form, with its line feed.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.number("v", 1);
        out.number("seq", self.seq);
        out.text("prev", self.prev);
        out.text("type", self.body.kind());
        match &self.body {
            Body::Open(open) => {
                out.text("archive", &open.archive);
                out.moment("created", open.created);
            }
            Body::File(file) => out.file(file),
            Body::Purge(purge) => {
                out.number("ref", purge.file);
                out.text("sha256", purge.sha256);
                out.moment("at", purge.at);
                out.text("authority", &purge.authority);
                out.text("approved_by", &purge.approved_by);
                out.text("rule", &purge.rule);
            }
            Body::Hold(hold) => {
                out.number("ref", hold.file);
                out.moment("at", hold.at);
                out.text("authority", &hold.authority);
            }
            Body::Release(release) => {
                out.number("ref", release.file);
                out.moment("at", release.at);
                out.text("authority", &release.authority);
                out.text("approved_by", &release.approved_by);
            }
        }
        let mut line = json::write(&out.0);
        line.push(b'\n');
        line
    }

    /// Reads a line without its line feed.
    ///
    /// # Errors
    /// Anything but canonical JSON with exactly the fields of its type and values they can have.
    pub fn parse(line: &[u8]) -> Result<Self, BadLine> {
        let fields = json::parse(line).map_err(BadLine::NotFlat)?;
        let canonical = json::write(&fields);
        let mut fields = Reader(fields);
        if fields.number("v")? != 1 {
            return Err(BadLine::Wrong("v", "1"));
        }
        let seq = fields.number("seq")?;
        let prev = fields.digest("prev")?;
        let kind = fields.text("type")?;
        let body = match kind.as_str() {
            "open" => Body::Open(Open { archive: fields.name("archive")?, created: fields.moment("created")? }),
            "file" => Body::File(fields.file()?),
            "purge" => Body::Purge(Purge {
                file: fields.number("ref")?,
                sha256: fields.digest("sha256")?,
                at: fields.moment("at")?,
                authority: fields.text("authority")?,
                approved_by: fields.text("approved_by")?,
                rule: fields.text("rule")?,
            }),
            "hold" => Body::Hold(Hold {
                file: fields.number("ref")?,
                at: fields.moment("at")?,
                authority: fields.text("authority")?,
            }),
            "release" => Body::Release(Release {
                file: fields.number("ref")?,
                at: fields.moment("at")?,
                authority: fields.text("authority")?,
                approved_by: fields.text("approved_by")?,
            }),
            _ => return Err(BadLine::Wrong("type", "open, file, purge, hold or release")),
        };
        fields.nothing_left()?;
        if canonical != line {
            return Err(BadLine::NotCanonical);
        }
        Ok(Self { seq, prev, body })
    }
}

#[derive(Default)]
struct Writer(Fields);

impl Writer {
    fn text(&mut self, key: &str, text: impl ToString) {
        self.0.insert(key.to_owned(), Scalar::Text(text.to_string()));
    }

    /// Numbers of records and bytes are far below 2^53; whatever is not cannot be read back, and
    /// [`super::store`] reads every chain back before it counts.
    fn number(&mut self, key: &str, number: u64) {
        self.integer(key, i64::try_from(number).unwrap_or(i64::MAX));
    }

    fn integer(&mut self, key: &str, integer: i64) {
        self.0.insert(key.to_owned(), Scalar::Integer(integer));
    }

    /// Milliseconds, or microseconds where there are any.
    fn moment(&mut self, key: &str, moment: Moment) {
        match moment.to_timestamp() {
            Some(timestamp) if moment.as_micros() % 1_000 != 0 => self.text(key, format_args!("{timestamp:.6}")),
            _ => self.text(key, moment),
        }
    }

    fn file(&mut self, file: &FileRecord) {
        match file.path.as_utf8() {
            Some(path) => self.text("path", path),
            None => self.text("path_b64", BASE64.encode(file.path.as_bytes())),
        }
        self.text("sha256", file.sha256);
        self.number("size", file.size);
        self.moment("sealed_at", file.sealed_at);
        let facts = &file.facts;
        if let Some(camera) = &facts.camera {
            self.text("camera", camera);
        }
        if let Some(start) = facts.start {
            self.moment("start", start);
        }
        if let Some(source) = facts.start_source {
            self.text("start_source", source);
        }
        if let Some(duration) = file.duration {
            self.integer("duration_ms", duration.as_millis());
        }
        if let Some(category) = &facts.category {
            self.text("category", category);
        }
        if let Some(officer) = &facts.officer {
            self.text("officer", officer);
        }
        if let Some(sequence) = facts.sequence {
            self.integer("sequence", sequence);
        }
    }
}

/// Takes fields out one by one; what is left at the end does not belong there.
struct Reader(Fields);

impl Reader {
    fn text_if_any(&mut self, key: &'static str) -> Result<Option<String>, BadLine> {
        match self.0.remove(key) {
            None => Ok(None),
            Some(Scalar::Text(text)) => Ok(Some(text)),
            Some(Scalar::Integer(_)) => Err(BadLine::Wrong(key, "a text")),
        }
    }

    fn text(&mut self, key: &'static str) -> Result<String, BadLine> {
        self.text_if_any(key)?.ok_or(BadLine::Without(key))
    }

    /// An identifier; an empty one is none.
    fn id_if_any(&mut self, key: &'static str) -> Result<Option<String>, BadLine> {
        Ok(self.text_if_any(key)?.filter(|text| !text.trim().is_empty()))
    }

    /// A name that can stand on the first line of a checkpoint.
    fn name(&mut self, key: &'static str) -> Result<String, BadLine> {
        let name = self.text(key)?;
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(BadLine::Wrong(key, "a name on one line"));
        }
        Ok(name)
    }

    fn integer_if_any(&mut self, key: &'static str) -> Result<Option<i64>, BadLine> {
        match self.0.remove(key) {
            None => Ok(None),
            Some(Scalar::Integer(integer)) => Ok(Some(integer)),
            Some(Scalar::Text(_)) => Err(BadLine::Wrong(key, "an integer")),
        }
    }

    fn number(&mut self, key: &'static str) -> Result<u64, BadLine> {
        let integer = self.integer_if_any(key)?.ok_or(BadLine::Without(key))?;
        u64::try_from(integer).map_err(|_| BadLine::Wrong(key, "0 or more"))
    }

    fn digest(&mut self, key: &'static str) -> Result<Digest, BadLine> {
        let text = self.text(key)?;
        match Digest::from_hex(&text) {
            Some(digest) if !text.bytes().any(|byte| byte.is_ascii_uppercase()) => Ok(digest),
            _ => Err(BadLine::Wrong(key, "64 lower-case hex digits")),
        }
    }

    fn moment_if_any(&mut self, key: &'static str) -> Result<Option<Moment>, BadLine> {
        let wrong = BadLine::Wrong(key, "an RFC 3339 time with Z or an offset");
        self.text_if_any(key)?.map(|text| rfc_3339(&text).ok_or(wrong)).transpose()
    }

    fn moment(&mut self, key: &'static str) -> Result<Moment, BadLine> {
        self.moment_if_any(key)?.ok_or(BadLine::Without(key))
    }

    fn path(&mut self) -> Result<ArchivePath, BadLine> {
        let bytes = match (self.text_if_any("path")?, self.text_if_any("path_b64")?) {
            (Some(path), None) => path.into_bytes(),
            (None, Some(encoded)) => {
                let bytes = BASE64.decode(encoded).map_err(|_| BadLine::Wrong("path_b64", "padded base64"))?;
                if std::str::from_utf8(&bytes).is_ok() {
                    return Err(BadLine::Wrong("path_b64", "needed: the path is UTF-8"));
                }
                bytes
            }
            (None, None) => return Err(BadLine::Without("path")),
            (Some(_), Some(_)) => return Err(BadLine::Unknown("path_b64".to_owned())),
        };
        if !stays_inside(&bytes) {
            return Err(BadLine::Wrong("path", "relative, without empty, . or .. components and without NUL"));
        }
        Ok(ArchivePath::from_bytes(&bytes))
    }

    fn file(&mut self) -> Result<FileRecord, BadLine> {
        Ok(FileRecord {
            path: self.path()?,
            sha256: self.digest("sha256")?,
            size: self.number("size")?,
            sealed_at: self.moment("sealed_at")?,
            facts: SealedFacts {
                camera: self.id_if_any("camera")?.map(|id| CameraId::from(id.as_str())),
                start: self.moment_if_any("start")?,
                start_source: self.start_source()?,
                category: self.id_if_any("category")?,
                officer: self.id_if_any("officer")?.map(|id| OfficerId::from(id.as_str())),
                sequence: self.integer_if_any("sequence")?,
            },
            duration: match self.integer_if_any("duration_ms")? {
                Some(millis) if millis < 0 => return Err(BadLine::Wrong("duration_ms", "0 or more")),
                millis => millis.map(Span::from_millis),
            },
        })
    }

    fn start_source(&mut self) -> Result<Option<StartSource>, BadLine> {
        let Some(text) = self.text_if_any("start_source")? else { return Ok(None) };
        let source = StartSource::ALL.iter().find(|source| source.as_str() == text);
        source.copied().map(Some).ok_or(BadLine::Wrong("start_source", "index, file-name, container or chain"))
    }

    fn nothing_left(&self) -> Result<(), BadLine> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(key) => Err(BadLine::Unknown(json::shortened(key).to_owned())),
        }
    }
}

/// Whether a path of a record leads to a file under the root, whatever the disk holds.
pub(crate) fn stays_inside(path: &[u8]) -> bool {
    !path.contains(&0) && path.split(|&byte| byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."))
}

/// `YYYY-MM-DDTHH:MM:SS[.f…](Z|±HH:MM)` and nothing else.
fn rfc_3339(text: &str) -> Option<Moment> {
    let (date_time, rest) = text.split_at_checked(19)?;
    let zone = match rest.strip_prefix('.') {
        None => rest,
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
    };
    let shape = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    let whole = shape(date_time) == "0000-00-00T00:00:00" && matches!(shape(zone).as_str(), "Z" | "+00:00" | "-00:00");
    if !whole {
        return None;
    }
    text.parse::<Timestamp>().ok().map(Moment::from)
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
