//! Where in a file there are pictures: stretches, not only a start and an end (contract, "What is on a video").
//!
//! All times count from the first picture that the file shows, which is what the rest of the program calls the
//! start of a recording. Made by the probe, used by the evidence.

use crate::base::time::Span;

/// A stretch without pictures that is longer than this is a hole: the default of `stitch`.
pub(crate) const HOLE: Span = Span::from_secs(10);

/// A part of a file, from the first time up to, not including, the second, both counted from the first picture.
pub(crate) type Part = (Span, Span);

/// The stretches of a file in which there are pictures, as far as somebody looked between the first and the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictures {
    /// In order, disjoint, none empty. Stretches closer to each other than about a second are one.
    pub stretches: Vec<Part>,
    /// What should have pictures and has none, because the bytes of the pictures are zeros or lie beyond the end of
    /// the file: in order, disjoint, none empty. Elsewhere between stretches the file itself has no pictures.
    pub lost: Vec<Part>,
    /// Pictures whose times are so far from all others that they stretch nothing.
    pub wild: Option<Wild>,
    /// What an edit list hides of what was recorded.
    pub hidden: Span,
    /// What was looked at.
    pub found_in: FoundIn,
}

/// One or two pictures far from all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wild {
    /// How many.
    pub pictures: usize,
    /// How far the file would reach with them, from the first picture to the last.
    pub reach: Span,
}

/// Where the times of pictures were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundIn {
    /// The sample tables of an MP4 or QuickTime file.
    SampleTables,
    /// The fragments of an MP4 file.
    Fragments,
    /// The clusters of a Matroska file.
    Clusters,
    /// The index of an AVI file.
    Index,
    /// All packets.
    Packets,
}

impl FoundIn {
    /// What was looked at, in plain words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SampleTables => "sample tables",
            Self::Fragments => "fragments",
            Self::Clusters => "clusters",
            Self::Index => "index",
            Self::Packets => "all packets",
        }
    }
}

impl Pictures {
    /// Pictures all the way.
    #[cfg(test)]
    pub(crate) fn whole(length: Span) -> Self {
        let stretches = vec![(Span::ZERO, length)];
        Self { stretches, lost: Vec::new(), wild: None, hidden: Span::ZERO, found_in: FoundIn::SampleTables }
    }

    /// The same where bytes between the pictures are gone: what has no pictures is lost.
    pub(crate) fn with_holes_lost(mut self) -> Self {
        self.lost.extend(self.holes(Span::ZERO).collect::<Vec<_>>());
        self.lost.sort_unstable();
        let mut lost: Vec<Part> = Vec::with_capacity(self.lost.len());
        for (from, to) in self.lost {
            match lost.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => lost.push((from, to)),
            }
        }
        self.lost = lost;
        self
    }

    /// From the first picture to the end of the last one that is there; zero where none is there.
    pub fn end(&self) -> Span {
        self.stretches.last().map_or(Span::ZERO, |(_, to)| *to)
    }

    /// The stretches without pictures that are longer than that: before the first picture that is there (where the
    /// bytes of the very first ones are gone) and between the others.
    pub fn holes(&self, longer_than: Span) -> impl Iterator<Item = Part> + '_ {
        let ends = std::iter::once(Span::ZERO).chain(self.stretches.iter().map(|(_, to)| *to));
        let gaps = ends.zip(self.stretches.iter().map(|(from, _)| *from));
        gaps.filter(move |(from, to)| *to - *from > longer_than)
    }
}
