//! The command line: raw flags, turned once into settings; one room for the terminal and the exit code.
//!
//! Nothing outside this module prints. Stdout carries only the report; everything else goes to stderr.

mod args;
mod bar;
mod explain;
mod init;
mod inspect;
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

pub(crate) use args::Cli;
use args::{Command, CompletionsArgs};

use crate::base::time::Moment;
use crate::words::Exit;

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    // clap prints usage errors itself and exits with 2, help and version with 0.
    let cli = Cli::parse();
    let exit = match run(cli.command) {
        Ok(exit) => exit,
        Err(error) => {
            let text = format!("footage-audit: {}", said_once(&error));
            // Nothing is left to be done where even stderr is gone.
            let _ = writeln!(anstream::stderr(), "{}", crate::base::escape::visible(&text));
            Exit::CouldNotRun
        }
    };
    ExitCode::from(exit.code())
}

fn run(command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Scan(args) => scan::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Seal(args) => seal::run(&args),
        Command::Record(args) => record::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions(&args),
    }
}

/// Whether a path names an audit file or a folder that holds one. A folder with a chain of its own is an
/// archive, whatever else lies in it.
fn is_audit_file(path: &Path) -> bool {
    if path.is_dir() {
        path.join("audit.toml").exists() && !path.join(crate::archive::chain::store::CHAIN).exists()
    } else {
        path.exists()
    }
}

/// As many threads as asked for, or one a processor.
fn threads(jobs: Option<u16>) -> anyhow::Result<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from)).build();
    pool.context("cannot start the threads")
}

fn completions(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut text);
    // For bash, clap_complete 4.6 calls a program with a hyphen by two names, and so completes no option of a command.
    let text = String::from_utf8(text)?.replace("footage__subcmd__audit", "footage__audit");
    write_stdout(text.as_bytes())?;
    Ok(Exit::Complete)
}

fn write_stdout(bytes: &[u8]) -> anyhow::Result<()> {
    write_all(&mut io::stdout().lock(), bytes)
}

/// Writes text for people: without its colours where `NO_COLOR` or the terminal says so.
fn write_table(text: &str) -> anyhow::Result<()> {
    let stdout = io::stdout().lock();
    let choice = colours(&stdout);
    write_all(&mut anstream::AutoStream::new(stdout, choice), text.as_bytes())
}

/// What `anstream` would choose, but that a terminal which calls itself dumb never gets colours, not even in a
/// job of continuous integration (`CI`), where `anstream` takes every terminal for one that has them.
fn colours(stdout: &io::StdoutLock<'_>) -> anstream::ColorChoice {
    let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|force| force != "0");
    if !forced && std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return anstream::ColorChoice::Never;
    }
    anstream::AutoStream::choice(stdout)
}

/// A reader that is gone has read enough (`footage-audit scan | head`): that is no error, and the exit code stays
/// what the report made it.
fn write_all(out: &mut dyn Write, bytes: &[u8]) -> anyhow::Result<()> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to stdout"),
    }
}

/// Says something that is no report.
fn tell(text: &str) -> anyhow::Result<()> {
    let text = crate::base::escape::visible(text);
    writeln!(anstream::stderr(), "{text}").context("cannot write to stderr")
}

fn warn(text: &str) -> anyhow::Result<()> {
    tell(&format!("warning: {text}"))
}

/// An error and its causes, but those that it has already told.
fn said_once(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(&format!(": {cause}"));
        }
    }
    text
}

fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The clock; the only place that looks at it.
fn now() -> Moment {
    Timestamp::now().into()
}
