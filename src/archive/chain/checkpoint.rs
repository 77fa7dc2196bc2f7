//! A checkpoint: three lines that fix a whole chain.
//!
//! C2SP `tlog-checkpoint` (contract, "Checkpoints and anchors"): the archive's name, how many lines, and the RFC 6962
//! root over them in base64. `seal` writes it beside the chain; a copy kept elsewhere is an anchor. Used by
//! [`mod@super::seal`] and [`super::anchor`].

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use thiserror::Error;

use crate::base::digest::Digest;

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// `archive` of the chain's open record.
    pub origin: String,
    /// How many lines.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

/// Why a text is no checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// Fewer than three lines, or an empty one.
    #[error("it has not the three lines of a checkpoint: name, size, root")]
    Lines,
    /// The second line.
    #[error("its second line is no number of records")]
    Size,
    /// The third line.
    #[error("its third line is no SHA-256 in base64")]
    Root,
}

impl Checkpoint {
    /// Reads the text of a note. Lines after the third are extensions, and are passed over.
    ///
    /// # Errors
    /// Says which line is wrong.
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?.split('\n');
        let mut line = || lines.next().filter(|line| !line.is_empty()).ok_or(CheckpointError::Lines);
        let (origin, size, root) = (line()?, line()?, line()?);
        if lines.any(str::is_empty) {
            return Err(CheckpointError::Lines);
        }
        let digits = size.bytes().all(|byte| byte.is_ascii_digit()) && (size == "0" || !size.starts_with('0'));
        let size = size.parse().ok().filter(|_| digits).ok_or(CheckpointError::Size)?;
        let root = BASE64.decode(root).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(CheckpointError::Root)?;
        Ok(Self { origin: origin.to_owned(), size, root: Digest::from_bytes(root) })
    }
}

/// The text of the note, with its last line feed.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, BASE64.encode(self.root.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const ROOT: &str = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    #[test]
    fn reads_the_example_of_the_specification() {
        let text = format!("example.com/behind-the-sofa\n20852163\n{ROOT}\n");
        let checkpoint = Checkpoint::parse(&text).unwrap();
        assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
        assert_eq!(checkpoint.to_string(), text);
        assert_eq!(Checkpoint::parse(&format!("{text}extension\n")), Ok(checkpoint));
    }

    #[rstest]
    #[case::nothing("", CheckpointError::Lines)]
    #[case::no_line_feed("a\n1\nROOT", CheckpointError::Lines)]
    #[case::two_lines("a\n1\n", CheckpointError::Lines)]
    #[case::no_origin("\n1\nROOT\n", CheckpointError::Lines)]
    #[case::blank_extension("a\n1\nROOT\n\nb\n", CheckpointError::Lines)]
    #[case::no_number("a\nx\nROOT\n", CheckpointError::Size)]
    #[case::leading_zero("a\n01\nROOT\n", CheckpointError::Size)]
    #[case::sign("a\n+1\nROOT\n", CheckpointError::Size)]
    #[case::too_large("a\n99999999999999999999\nROOT\n", CheckpointError::Size)]
    #[case::short_root("a\n1\nAAAA\n", CheckpointError::Root)]
    #[case::unpadded_root("a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n", CheckpointError::Root)]
    fn refuses(#[case] text: &str, #[case] why: CheckpointError) {
        assert_eq!(Checkpoint::parse(&text.replace("ROOT", ROOT)), Err(why));
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(origin in "[A-Za-z0-9._/-]{1,20}", size: u64, root: [u8; 32]) {
            let checkpoint = Checkpoint { origin, size, root: Digest::from_bytes(root) };
            prop_assert_eq!(Checkpoint::parse(&checkpoint.to_string()), Ok(checkpoint));
        }
    }
}
