//! Can the data accuse (contract section 3a)? Departments in which everything was recorded, with one everyday fault
//! of the data at a time, and departments with real misses, which have to come out.
//!
//! `KEEP_DEPARTMENT=DIR cargo test --test integration data::faults` leaves every department in DIR, to be looked at
//! by hand with `footage-audit scan DIR/NAME --as-of "$(cat DIR/NAME/as-of)"`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::string_slice,
    reason = "numbers that a test made itself are small, and its texts ASCII"
)]

mod department;
mod fair;
mod faults;
mod first;
mod harmless;
mod laws;
mod misses;
mod mistakes;
mod neighbours;
mod nights;
mod settled;
mod videos;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use self::department::{Data, Miss, utc};
use crate::support::library::{AuditSettings, Moment, Report, Silent, audit, load_audit_file};

/// What the test at work is called, without its modules.
fn test_name() -> String {
    std::thread::current().name().unwrap().split("::").skip(2).collect::<Vec<_>>().join("-")
}

/// One row of `obligations.csv`, as far as these tests look.
#[derive(Debug)]
struct Judged {
    key: Miss,
    outcome: String,
    verdict: String,
    reason: String,
    also: String,
    confidence: String,
}

/// What an audit came to.
struct Seen {
    rows: Vec<Judged>,
    /// How often each code was found.
    codes: BTreeMap<String, usize>,
    /// Findings of the same: code, camera, vehicle, officer, summary.
    findings: Vec<[String; 5]>,
    exit: u8,
    incomplete: Vec<String>,
}

/// Audits a department. `name` is what its folder is called where it is kept.
#[track_caller]
fn seen(name: &str, data: &Data) -> Seen {
    let kept = std::env::var_os("KEEP_DEPARTMENT").map(|folder| PathBuf::from(folder).join(name));
    let passing = tempfile::tempdir().unwrap();
    let folder = kept.as_deref().unwrap_or(passing.path());
    fs::create_dir_all(folder).unwrap();
    data.write(folder);
    if kept.is_some() {
        fs::write(folder.join("as-of"), utc(data.as_of)).unwrap();
    }
    let report = report(folder, data.as_of).unwrap_or_else(|error| panic!("{name}: {error}"));
    Seen::of(&report)
}

fn report(folder: &Path, as_of: i64) -> Result<Report, String> {
    let audit_file = load_audit_file(folder).map_err(|error| error.to_string())?;
    let settings = AuditSettings {
        as_of: Moment::from_micros(as_of * 1_000),
        clock: || jiff::Timestamp::now().into(),
        since: None,
        until: None,
        hash: true,
        // whom it accuses is looked at row by row; the exit code says only whether it is complete
        fail_on: None,
    };
    audit(&audit_file, &settings, &Silent).map_err(|error| error.to_string())
}

impl Seen {
    fn of(report: &Report) -> Self {
        let text = |id: Option<&str>| id.unwrap_or_default().to_owned();
        let rows = report
            .obligations
            .iter()
            .map(|row| Judged {
                key: (row.event_ids[0].as_str().to_owned(), text(row.officer_id.as_ref().map(AsRef::as_ref))),
                outcome: row.outcome.to_string(),
                verdict: row.verdict.to_string(),
                reason: row.reason.map(|reason| reason.to_string()).unwrap_or_default(),
                also: {
                    let also = row.also.iter().map(ToString::to_string);
                    also.chain(row.would_be.iter().map(ToString::to_string)).collect::<Vec<_>>().join(" ")
                },
                confidence: row.confidence.to_string(),
            })
            .collect();
        let findings: Vec<[String; 5]> = report
            .findings
            .iter()
            .map(|row| {
                [
                    row.code.to_string(),
                    text(row.camera_id.as_ref().map(AsRef::as_ref)),
                    text(row.vehicle_id.as_ref().map(AsRef::as_ref)),
                    text(row.officer_id.as_ref().map(AsRef::as_ref)),
                    row.summary.clone(),
                ]
            })
            .collect();
        let mut codes = BTreeMap::new();
        findings.iter().for_each(|[code, ..]| *codes.entry(code.clone()).or_default() += 1);
        Self { rows, codes, findings, exit: report.exit_code.code(), incomplete: report.incomplete.clone() }
    }

    /// Whom the audit accuses, and of what.
    fn accused(&self) -> BTreeSet<Miss> {
        self.rows.iter().filter(|row| row.outcome == "unexplained").map(|row| row.key.clone()).collect()
    }

    /// How often each verdict and reason stands there.
    fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(format!("{} {} {}", row.outcome, row.verdict, row.reason).trim().to_owned()).or_default() +=
                1;
        }
        counts
    }
}
