//! `timelines.jsonl`: one timeline a line, in the order of `obligations.csv`, so that one case can be shown
//! again from an `--out` folder alone.
//!
//! Keys end in `_utc` (`YYYY-MM-DDTHH:MM:SS.sssZ`) or `_s` (seconds with three decimals, as text), as the
//! columns of the CSV files do; what is not known is `null`. What acts on a terminal unseen is written
//! `\uXXXX`, which is the same JSON.

use std::io::{self, BufRead, Write};

use crate::base::escape;
use crate::reports::format::{Format, Why};
use crate::reports::run::Run;
use crate::results::Report;
use crate::results::timeline::Timeline;

/// The name of the file.
pub(crate) const FILE: &str = "timelines.jsonl";

/// Every timeline, each on a line of its own.
pub(crate) struct Timelines;

impl Format for Timelines {
    fn name(&self) -> &'static str {
        FILE
    }

    fn write(&self, report: &Report, _: &Run, out: &mut dyn Write) -> Result<(), Why> {
        Ok(write(&report.timelines, out)?)
    }
}

pub(super) fn write(timelines: &[Timeline], out: &mut dyn Write) -> io::Result<()> {
    for timeline in timelines {
        let json = serde_json::to_string(timeline).map_err(io::Error::from)?;
        writeln!(out, "{}", escape::for_json(&json))?;
    }
    Ok(())
}

/// Reads the timelines that `wanted` picks.
///
/// # Errors
/// Those of `input`, and where a line is no timeline.
pub(crate) fn read(input: impl BufRead, wanted: impl Fn(&Timeline) -> bool) -> io::Result<Vec<Timeline>> {
    let mut found = Vec::new();
    for line in input.lines() {
        let timeline: Timeline = serde_json::from_str(&line?)?;
        if wanted(&timeline) {
            found.push(timeline);
        }
    }
    Ok(found)
}
