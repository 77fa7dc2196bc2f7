//! Judges purge records: was the deletion lawful, on the chain's own evidence and the policies in force?
//!
//! Contract, "Purges". Category and start come from the chain alone, so that an edited index cannot make a
//! purge lawful. Pure. Used by [`mod@super::compare`].

use std::collections::{BTreeMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

use super::read::Chain;
use super::record::{Body, FileRecord, Purge};
use crate::base::time::Moment;
use crate::facts::policy::{Policies, Retention, same_word};
use crate::words::FileStatus;

/// What a purge record comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedPurge {
    /// The number of the purge record.
    pub seq: u64,
    /// `purged`, one of its unlawful kinds, or `unchecked` where no policy is known.
    pub status: FileStatus,
    /// Everything that is wrong with it, in plain words; empty: lawful.
    pub faults: Vec<String>,
}

impl JudgedPurge {
    /// Whether the recording was purged lawfully.
    pub fn is_lawful(&self) -> bool {
        self.status == FileStatus::Purged
    }
}

/// The judged purges of a chain by the number of the purged file's record.
///
/// Without `policies` (no audit file) retention cannot be judged: a purge with no other fault is
/// `unchecked`, neither fine nor an accusation.
pub(crate) fn judge(chain: &Chain, policies: Option<&Policies>) -> BTreeMap<u64, JudgedPurge> {
    let mut held = HashSet::new();
    let mut judged = BTreeMap::new();
    for record in &chain.records {
        follow_holds(&mut held, &record.body);
        if let Body::Purge(purge) = &record.body
            && let Some(file) = chain.file(purge.file)
        {
            let judgement = judge_one(record.seq, purge, file, held.contains(&purge.file), policies);
            judged.insert(purge.file, judgement);
        }
    }
    judged
}

/// The numbers of the files that are on hold at the end of the chain.
pub(crate) fn held(chain: &Chain) -> HashSet<u64> {
    let mut held = HashSet::new();
    chain.records.iter().for_each(|record| follow_holds(&mut held, &record.body));
    held
}

fn follow_holds(held: &mut HashSet<u64>, body: &Body) {
    match body {
        Body::Hold(hold) => {
            held.insert(hold.file);
        }
        // a release that nobody else approved ends nothing
        Body::Release(release) if approved_by_another(&release.authority, &release.approved_by) => {
            held.remove(&release.file);
        }
        Body::Open(_) | Body::File(_) | Body::Purge(_) | Body::Release(_) => {}
    }
}

fn judge_one(seq: u64, purge: &Purge, file: &FileRecord, held: bool, policies: Option<&Policies>) -> JudgedPurge {
    let mut faults: Vec<(FileStatus, String)> = Vec::new();
    if held {
        faults.push((FileStatus::PurgedUnderHold, "a hold on it was never released".to_owned()));
    }
    if person(&purge.authority).is_empty() {
        faults.push((FileStatus::PurgedUnauthorized, "it names no authority".to_owned()));
    }
    if person(&purge.approved_by).is_empty() {
        faults.push((FileStatus::PurgedUnauthorized, "nobody approved it".to_owned()));
    } else if !approved_by_another(&purge.authority, &purge.approved_by) {
        faults.push((FileStatus::PurgedUnauthorized, "it was approved by its own authority".to_owned()));
    }
    match &file.facts.category {
        None => faults.push((FileStatus::PurgedUnauthorized, "no category was sealed for it".to_owned())),
        Some(category) if !same_word(category.trim(), purge.rule.trim()) => {
            let fault = format!("it was purged as {:?} and sealed as {category:?}", purge.rule);
            faults.push((FileStatus::PurgedUnauthorized, fault));
        }
        Some(_) => {}
    }
    if file.facts.start.is_none() {
        faults.push((FileStatus::PurgedUnauthorized, "no start was sealed for it".to_owned()));
    }
    if let (Some(category), Some(policies)) = (&file.facts.category, policies) {
        faults.extend(retention_fault(policies, category, file.facts.start, purge.at));
    }
    let status = match (faults.iter().map(|(status, _)| *status).max_by_key(|status| weight(*status)), policies) {
        (Some(worst), _) => worst,
        (None, Some(_)) => FileStatus::Purged,
        (None, None) => FileStatus::Unchecked,
    };
    JudgedPurge { seq, status, faults: faults.into_iter().map(|(_, fault)| fault).collect() }
}

/// Which fault names the status where there are several.
const fn weight(status: FileStatus) -> u8 {
    match status {
        FileStatus::PurgedUnderHold => 2,
        FileStatus::PurgedUnauthorized => 1,
        _ => 0,
    }
}

/// Whether somebody else stands behind it: case, spaces, what cannot be seen, and other ways to write the same
/// letters do not make another person.
fn approved_by_another(authority: &str, approved_by: &str) -> bool {
    let approved_by = person(approved_by);
    !approved_by.is_empty() && person(authority) != approved_by
}

/// A name as it is heard: compatible letters, one case, and nothing that no one sees or says.
fn person(name: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && !crate::base::escape::is_unseen(*c);
    name.nfkc().filter(seen).flat_map(char::to_lowercase).nfkc().collect()
}

/// Retention is that of the policy in force at the purge, or the longer one of the policy in force at the
/// file's start.
fn retention_fault(
    policies: &Policies,
    category: &str,
    start: Option<Moment>,
    at: Moment,
) -> Option<(FileStatus, String)> {
    let rule = |at: Moment| {
        let policy = policies.in_force(at)?;
        policy.retention.get(&category.trim().to_lowercase()).copied()
    };
    let Some(now) = rule(at) else {
        let fault = format!("the policy in force at {at} has no retention for {category:?}");
        return Some((FileStatus::PurgedUnauthorized, fault));
    };
    let then = start.and_then(rule);
    match (now, then.unwrap_or(now)) {
        (Retention::Hold, _) | (_, Retention::Hold) => {
            Some((FileStatus::PurgedUnderHold, format!("recordings of category {category:?} are never purged")))
        }
        (Retention::For(now), Retention::For(then)) => {
            let until = start? + now.max(then);
            (at < until)
                .then(|| (FileStatus::PurgedEarly, format!("it had to be kept until {until}, and went at {at}")))
        }
    }
}

#[cfg(test)]
#[path = "purges_tests.rs"]
mod tests;
