//! The command line: raw flags, turned once into settings; one room for the terminal and the exit code.
//!
//! Nothing outside this module prints. Stdout carries only the report; everything else goes to stderr.

mod args;
mod bar;
mod explain;
mod keys;
mod output;
mod record;
mod scan;
mod seal;
mod show;
mod verify;

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser as _};
use jiff::Timestamp;

pub use args::Cli;
use args::{Command, CompletionsArgs};

use crate::time::Moment;

/// Could not run: usage, audit file, unwritable output (contract section 6).
const COULD_NOT_RUN: u8 = 2;

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    // clap prints usage errors itself and exits with 2, help and version with 0.
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => ExitCode::from(code),
        // Whoever reads the report has read enough: `footage-audit scan | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let text = format!("footage-audit: {error:#}");
            // Nothing is left to be done where even stderr is gone.
            let _ = writeln!(anstream::stderr(), "{}", crate::reports::escape::visible(&text));
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}

fn run(command: Command) -> anyhow::Result<u8> {
    match command {
        Command::Scan(args) => scan::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Seal(args) => seal::run(&args),
        Command::Record(args) => record::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions(&args),
    }
}

/// Whether a path names an audit file or a folder that holds one. A folder with a chain of its own is an
/// archive, whatever else lies in it.
fn is_audit_file(path: &Path) -> bool {
    if path.is_dir() {
        path.join("audit.toml").exists() && !path.join(crate::chain::store::CHAIN).exists()
    } else {
        path.exists()
    }
}

/// As many threads as asked for, or one a processor.
fn threads(jobs: Option<u16>) -> anyhow::Result<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from)).build();
    pool.context("cannot start the threads")
}

fn completions(args: &CompletionsArgs) -> anyhow::Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut text);
    write_stdout(&text)?;
    Ok(0)
}

fn write_stdout(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context("cannot write to stdout")
}

fn warn(text: &str) -> anyhow::Result<()> {
    let text = crate::reports::escape::visible(text);
    writeln!(anstream::stderr(), "warning: {text}").context("cannot write to stderr")
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}

fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The clock; the only place that looks at it.
fn now() -> Moment {
    Timestamp::now().into()
}
