//! `[[policy]]`: values as written, defaults filled in, and the same values written out again for reports.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::complaint::Complaint;
use crate::base::digest::Digest;
use crate::base::duration::{parse_duration, show_duration};
use crate::base::time::{Moment, Span};
use crate::facts::policy::{Policies, Policy, Retention, Words};
use crate::words::TriggerKind;

type RawDuration = Option<Spanned<String>>;
type RawWords = Option<Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPolicy {
    name: String,
    effective: Spanned<Value>,
    triggers: Option<Vec<Spanned<String>>>,
    grace: RawDuration,
    contact_grace: RawDuration,
    pre_event_buffer: RawDuration,
    min_duration: RawDuration,
    merge_gap: RawDuration,
    stitch: RawDuration,
    end_tolerance: RawDuration,
    search: RawDuration,
    clock_uncertainty: RawDuration,
    excluded_categories: RawWords,
    exempt_duties: RawWords,
    reasons: RawWords,
    justification_deadline: RawDuration,
    approval_deadline: RawDuration,
    upload_deadline: RawDuration,
    #[serde(default)]
    retention: BTreeMap<String, Spanned<String>>,
}

pub(super) fn check_policies(
    raw: &[Spanned<RawPolicy>],
    zone: Option<&TimeZone>,
    end: usize,
) -> Result<Policies, Complaint> {
    let policies = raw.iter().map(|policy| check_policy(policy.get_ref(), zone)).collect::<Result<Vec<_>, _>>()?;
    let at = raw.last().map_or(end, |policy| policy.span().start);
    let message = if raw.is_empty() {
        "no [[policy]]; at least one says what the rules are and from when"
    } else {
        "two policies have the same `effective`; one of them would never be in force"
    };
    Policies::new(policies).ok_or(Complaint { at, message: message.into() })
}

fn check_policy(raw: &RawPolicy, zone: Option<&TimeZone>) -> Result<Policy, Complaint> {
    let grace = duration("grace", &raw.grace, Span::from_secs(30))?;
    Ok(Policy {
        name: raw.name.clone(),
        effective: moment("effective", &raw.effective, zone)?,
        triggers: triggers(raw.triggers.as_deref())?,
        grace,
        contact_grace: duration("contact-grace", &raw.contact_grace, grace)?,
        pre_event_buffer: duration("pre-event-buffer", &raw.pre_event_buffer, Span::ZERO)?,
        min_duration: duration("min-duration", &raw.min_duration, Span::from_secs(10))?,
        merge_gap: duration("merge-gap", &raw.merge_gap, Span::from_secs(60))?,
        stitch: duration("stitch", &raw.stitch, Span::from_secs(10))?,
        end_tolerance: duration("end-tolerance", &raw.end_tolerance, Span::from_secs(30))?,
        search: duration("search", &raw.search, Span::from_mins(15))?,
        clock_uncertainty: duration("clock-uncertainty", &raw.clock_uncertainty, Span::from_secs(2))?,
        excluded_categories: words(&raw.excluded_categories, &["pre-check", "test", "training"]),
        exempt_duties: words(&raw.exempt_duties, &["plain-clothes", "undercover", "no-camera-authorized"]),
        reasons: words(&raw.reasons, &["malfunction", "battery", "safety", "privacy-request", "supervisor-authorized"]),
        justification_deadline: duration("justification-deadline", &raw.justification_deadline, Span::from_hours(24))?,
        approval_deadline: duration("approval-deadline", &raw.approval_deadline, Span::from_days(7))?,
        upload_deadline: duration("upload-deadline", &raw.upload_deadline, Span::from_hours(24))?,
        retention: raw.retention.iter().map(retention).collect::<Result<_, _>>()?,
    })
}

fn duration(key: &str, raw: &RawDuration, default: Span) -> Result<Span, Complaint> {
    raw.as_ref().map_or(Ok(default), |text| {
        parse_duration(text.get_ref()).ok_or_else(|| {
            let message = format!("`{key}` `{}` is no duration; write one like \"30s\" or \"24h\"", text.get_ref());
            Complaint::about(text, message)
        })
    })
}

fn words(raw: &RawWords, default: &[&str]) -> Words {
    raw.as_ref().map_or_else(|| Words::new(default.iter().copied()), |words| Words::new(words.iter().cloned()))
}

fn triggers(raw: Option<&[Spanned<String>]>) -> Result<Vec<TriggerKind>, Complaint> {
    let Some(raw) = raw else { return Ok(TriggerKind::ALL.to_vec()) };
    raw.iter()
        .map(|word| {
            TriggerKind::ALL
                .iter()
                .copied()
                .find(|kind| crate::facts::policy::same_word(kind.as_str(), word.get_ref()))
                .ok_or_else(|| {
                    let message =
                        format!("`triggers` has `{}`; there are \"lightbar\" and \"contact\"", word.get_ref());
                    Complaint::about(word, message)
                })
        })
        .collect()
}

fn retention((category, kept): (&String, &Spanned<String>)) -> Result<(String, Retention), Complaint> {
    let kept = if kept.get_ref().eq_ignore_ascii_case("hold") {
        Retention::Hold
    } else {
        let span = parse_duration(kept.get_ref()).ok_or_else(|| {
            let message = format!("`retention` of `{category}` is `{}`; write a duration or \"hold\"", kept.get_ref());
            Complaint::about(kept, message)
        })?;
        Retention::For(span)
    };
    Ok((category.to_lowercase(), kept))
}

/// A date is local midnight in the department's zone; a timestamp is itself (contract, "The audit file").
pub(super) fn moment(key: &str, raw: &Spanned<Value>, zone: Option<&TimeZone>) -> Result<Moment, Complaint> {
    let text = match raw.get_ref() {
        Value::String(text) => text.clone(),
        Value::Datetime(datetime) => datetime.to_string(),
        other => other.to_string(),
    };
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(timestamp.into());
    }
    let local = match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => Ok(date.to_datetime(jiff::civil::Time::midnight())),
        _ => text.parse::<DateTime>(),
    };
    let Ok(local) = local else {
        let message = format!("`{key}` {text} is no date or timestamp; write one like 2020-11-01");
        return Err(Complaint::about(raw, message));
    };
    let Some(zone) = zone else {
        let message = format!("`{key}` {text} has no offset, and [department] names no `time-zone`");
        return Err(Complaint::about(raw, message));
    };
    // A gap at midnight begins the day at its end; a fold begins it at its first pass.
    let zoned = zone.to_ambiguous_zoned_datetime(local).compatible();
    zoned.map(|zoned| zoned.timestamp().into()).map_err(|error| Complaint::about(raw, error.to_string()))
}

/// Every key of a policy with its value as people write it, in the order of the contract.
pub(crate) fn summarise(policy: &Policy) -> Vec<(&'static str, String)> {
    let list = |words: &Words| words.as_slice().join(", ");
    let triggers: Vec<_> = policy.triggers.iter().map(|kind| kind.as_str()).collect();
    let retention: Vec<_> = policy
        .retention
        .iter()
        .map(|(category, kept)| match kept {
            Retention::For(span) => format!("{category} {}", show_duration(*span)),
            Retention::Hold => format!("{category} hold"),
        })
        .collect();
    vec![
        ("triggers", triggers.join(", ")),
        ("grace", show_duration(policy.grace)),
        ("contact-grace", show_duration(policy.contact_grace)),
        ("pre-event-buffer", show_duration(policy.pre_event_buffer)),
        ("min-duration", show_duration(policy.min_duration)),
        ("merge-gap", show_duration(policy.merge_gap)),
        ("stitch", show_duration(policy.stitch)),
        ("end-tolerance", show_duration(policy.end_tolerance)),
        ("search", show_duration(policy.search)),
        ("clock-uncertainty", show_duration(policy.clock_uncertainty)),
        ("excluded-categories", list(&policy.excluded_categories)),
        ("exempt-duties", list(&policy.exempt_duties)),
        ("reasons", list(&policy.reasons)),
        ("justification-deadline", show_duration(policy.justification_deadline)),
        ("approval-deadline", show_duration(policy.approval_deadline)),
        ("upload-deadline", show_duration(policy.upload_deadline)),
        ("retention", retention.join(", ")),
    ]
}

/// SHA-256 over all policies: name, beginning and every value, defaults included, one `key=value` a line.
pub(crate) fn policy_digest(policies: &Policies) -> Digest {
    let mut text = String::new();
    for policy in policies.iter() {
        text.push_str(&format!("name={}\neffective={}\n", policy.name, policy.effective));
        for (key, value) in summarise(policy) {
            text.push_str(&format!("{key}={value}\n"));
        }
    }
    Digest::of(text.as_bytes())
}
