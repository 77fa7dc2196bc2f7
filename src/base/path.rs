//! A path inside an archive: any bytes, relative to its root, `/` between components.
//!
//! Hostile names are escaped here and nowhere else, so that one file is always one line of a report.
//! Every module may use this.

use std::ffi::OsStr;
use std::fmt;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The bytes of a path relative to an archive root. Printing it escapes it (contract, "Paths and ids").
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArchivePath(Box<[u8]>);

impl ArchivePath {
    /// Takes the bytes as they are.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// A path relative to the root.
    pub fn from_relative(path: &Path) -> Self {
        Self(path.as_os_str().as_bytes().into())
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path as text; `None` if it is not UTF-8.
    pub fn as_utf8(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Where the file is on disk.
    pub fn under(&self, root: &Path) -> PathBuf {
        root.join(OsStr::from_bytes(&self.0))
    }
}

/// A backslash as `\\`, a line feed as `\n`, other control characters and bytes that are not UTF-8 as
/// `\xNN`.
impl fmt::Display for ArchivePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '\\' => f.write_str("\\\\")?,
                    '\n' => f.write_str("\\n")?,
                    c if c.is_control() => {
                        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                            write!(f, "\\x{byte:02x}")?;
                        }
                    }
                    c => write!(f, "{c}")?,
                }
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for ArchivePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"night/BWC-0001.mp4", "night/BWC-0001.mp4")]
    #[case(b"a\nb", "a\\nb")]
    #[case(b"a\\b", "a\\\\b")]
    #[case(b"a\tb\x7f", "a\\x09b\\x7f")]
    #[case("m\u{85}ü".as_bytes(), "m\\xc2\\x85ü")]
    #[case(b"caf\xe9.mp4", "caf\\xe9.mp4")]
    fn one_file_is_always_one_line(#[case] bytes: &[u8], #[case] text: &str) {
        assert_eq!(ArchivePath::from_bytes(bytes).to_string(), text);
    }
}
