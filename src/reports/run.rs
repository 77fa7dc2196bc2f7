//! One run of the program, as `run.json` and the pages tell of it.

use crate::base::time::Moment;

/// One run of the program: what it was asked, and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// What is the same in every run over the same inputs with the same arguments.
    pub facts: RunFacts,
    /// What may differ between two such runs.
    pub variable: RunVariable,
}

/// What the command line said, as far as it can change the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunFacts {
    /// `scan` or `verify`.
    pub command: &'static str,
    /// The arguments as given, without those that only say how to run: `--jobs`, `--out`, `--format`.
    pub arguments: Vec<String>,
}

/// What may differ between two runs over the same inputs with the same arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunVariable {
    /// When the program started.
    pub start: Moment,
    /// When the report was ready.
    pub end: Moment,
    /// The name of the machine, where it has one.
    pub host: Option<String>,
    /// How many threads worked.
    pub jobs: usize,
    /// `--out`, as given.
    pub out: Option<String>,
    /// `--format`.
    pub format: String,
    /// The version of the FFmpeg libraries in use.
    pub ffmpeg: String,
}
