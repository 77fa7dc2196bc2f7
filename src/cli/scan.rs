//! The `scan` command: the whole audit (contract, "Options of `scan`").

use std::path::Path;

use anyhow::{Context as _, anyhow};
use jiff::tz::TimeZone;

use super::args::{FailOn, ScanArgs};
use super::bar::Bar;
use super::output::Output;
use super::{now, threads};
use crate::audit::{AuditSettings, audit};
use crate::base::reading::{Reading, TimeFault, read_local, read_time};
use crate::base::time::Moment;
use crate::facts::audit_file::AuditFile;
use crate::reports::earlier::{self, Earlier};
use crate::reports::run::RunFacts;
use crate::sources::audit_file;
use crate::words::{Exit, Severity};

pub(super) fn run(args: &ScanArgs) -> anyhow::Result<Exit> {
    let start = now();
    let audit_file = audit_file::load(&args.path)?;
    let settings = settings(args, &audit_file, start)?;
    let roots = audit_file.archives.iter().map(|archive| archive.root.as_path());
    let output = Output::prepare(start, args.format, args.out.as_deref(), roots.clone())?
        .quiet(args.quiet)
        .split_by(args.split_by)
        .public(args.public.as_deref(), roots)?;
    let earlier = args.previous.as_deref().map(|dir| earlier(dir, args.out.as_deref())).transpose()?;
    let pool = threads(args.jobs)?;
    let bar = Bar::new();
    let report = pool.install(|| audit(&audit_file, &settings, &bar));
    bar.finish();
    let mut report = report?;
    report.changes = earlier.map(|earlier| earlier::compare(earlier.as_ref(), &report));
    output.write(&report, run_facts(args, &settings), pool.current_num_threads())?;
    let exit_code = report.exit_code;
    // the process ends here, and its memory with it: to free a million rows one by one takes a second
    std::mem::forget(report);
    Ok(exit_code)
}

/// The earlier output in `dir`; `None`: tonight's goes there too, and is the first.
fn earlier(dir: &Path, out: Option<&Path>) -> anyhow::Result<Option<Earlier>> {
    let absolute = |path: &Path| std::path::absolute(path).context("cannot find the current folder");
    let same_place = out.map(|out| anyhow::Ok(absolute(out)? == absolute(dir)?)).transpose()?.unwrap_or_default();
    if same_place && earlier::has_nothing(dir) { Ok(None) } else { Ok(Some(earlier::read(dir)?)) }
}

fn settings(args: &ScanArgs, audit_file: &AuditFile, now: Moment) -> anyhow::Result<AuditSettings> {
    let zone = audit_file.zone.as_ref();
    let moment = |name: &str, text: &Option<String>| {
        text.as_deref().map(|text| read_moment(text, zone).with_context(|| format!("--{name} {text:?}"))).transpose()
    };
    Ok(AuditSettings {
        as_of: moment("as-of", &args.as_of)?.unwrap_or(now),
        clock: super::now,
        since: moment("since", &args.since)?,
        until: moment("until", &args.until)?,
        hash: !args.no_hash,
        fail_on: match args.fail_on {
            FailOn::High => Some(Severity::High),
            FailOn::Review => Some(Severity::Review),
            FailOn::Never => None,
        },
    })
}

/// A time as in a source, or a date: its midnight in the department's zone.
fn read_moment(text: &str, zone: Option<&TimeZone>) -> anyhow::Result<Moment> {
    let reading = match text.parse::<jiff::civil::Date>() {
        Ok(date) if text.len() == 10 => match zone {
            Some(zone) => read_local(date.at(0, 0, 0, 0), zone),
            None => Err(TimeFault::NoZone),
        },
        _ => read_time(text, zone),
    };
    match reading {
        Ok(Reading::Certain(moment)) => Ok(moment),
        Ok(Reading::Fold { first, second }) => {
            Err(anyhow!("occurs twice that night, at {first} and at {second}; write it with an offset"))
        }
        Err(TimeFault::Impossible) => {
            Err(anyhow!("does not exist: the clocks went forward over it; write it with an offset"))
        }
        Err(TimeFault::NoZone) => {
            Err(anyhow!("has no offset, and [department] names no `time-zone`; write 2020-11-02T02:00:00Z"))
        }
        Err(TimeFault::Unreadable) => {
            Err(anyhow!("is no time; write 2020-11-01, \"2020-11-01 20:00:00\" or 2020-11-02T02:00:00Z"))
        }
    }
}

/// The arguments that can change the result; the moments as they were understood.
fn run_facts(args: &ScanArgs, settings: &AuditSettings) -> RunFacts {
    let mut arguments = vec!["scan".to_owned(), args.path.display().to_string()];
    let mut add = |name: &str, value: String| arguments.extend([format!("--{name}"), value]);
    if args.as_of.is_some() {
        add("as-of", settings.as_of.to_string());
    }
    for (name, moment) in [("since", settings.since), ("until", settings.until)] {
        if let Some(moment) = moment {
            add(name, moment.to_string());
        }
    }
    add("fail-on", settings.fail_on.map_or("never", |least| least.as_str()).to_owned());
    if let Some(previous) = &args.previous {
        add("previous", previous.display().to_string());
    }
    if let Some(by) = args.split_by {
        add("split-by", by.as_str().to_owned());
    }
    if args.no_hash {
        arguments.push("--no-hash".into());
    }
    RunFacts { command: "scan", arguments }
}
