//! The `explain` command: any word of a report, in plain words.

use std::fmt::Write as _;

use anyhow::bail;

use super::args::ExplainArgs;
use super::write_stdout;
use crate::words::Exit;
use crate::words::explain::{explain, suggestions};

pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let Some(explained) = explain(&args.code) else {
        match suggestions(&args.code).as_slice() {
            [] => bail!("no report prints {:?}; write the word as a report or the audit file does", args.code),
            near => bail!("no report prints {:?}; did you mean {}?", args.code, near.join(" or ")),
        }
    };
    let mut text = String::new();
    writeln!(text, "{explained}")?;
    write_stdout(text.as_bytes())?;
    Ok(Exit::Complete)
}
