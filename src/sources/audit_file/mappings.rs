//! How the audit file says that a table is to be read (contract, "Other shapes of tables").

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::complaint::Complaint;
use crate::base::duration::parse_duration;
use crate::base::time::Span;
use crate::facts::columns::{ColumnFrom, ColumnNames, DurationUnit, beginning_of, canonical_columns, is_time};
use crate::facts::mapping::{Condition, Mapping, Shape, States, TimeFormat, TimeFormats};
use crate::facts::source::{Form, SourceKind};

/// One table of a source, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSource {
    pub(super) files: Spanned<Vec<String>>,
    pub(super) time_zone: Option<Spanned<String>>,
    pub(super) covers: Option<RawCovers>,
    pub(super) complete: Option<Spanned<RawComplete>>,
    #[serde(default)]
    columns: BTreeMap<Spanned<String>, Value>,
    #[serde(default)]
    constants: BTreeMap<Spanned<String>, String>,
    #[serde(default)]
    values: BTreeMap<Spanned<String>, BTreeMap<String, String>>,
    #[serde(default)]
    pad: BTreeMap<Spanned<String>, usize>,
    #[serde(default)]
    absent: Vec<String>,
    time_format: Option<Spanned<Value>>,
    r#where: Option<Spanned<Value>>,
    except: Option<Spanned<Value>>,
    encoding: Option<Spanned<String>>,
    delimiter: Option<Spanned<String>>,
    sheet: Option<String>,
    rows: Option<String>,
    #[serde(default)]
    skip_rows: u64,
    header_row: Option<Spanned<u64>>,
    #[serde(default)]
    free_text_last: bool,
    form: Option<Spanned<String>>,
    states: Option<Spanned<RawStates>>,
    start: Option<Spanned<Vec<String>>>,
    end: Option<Spanned<Vec<String>>>,
    off_delay: Option<Spanned<String>>,
    sample_timeout: Option<Spanned<String>>,
    hull: Option<Spanned<bool>>,
}

/// What an export was asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawCovers {
    pub(super) from: Spanned<Value>,
    pub(super) to: Spanned<Value>,
}

/// Who vouches that an export is whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawComplete {
    pub(super) by: Spanned<String>,
    pub(super) at: Spanned<Value>,
}

/// What the states of a light bar are called.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawStates {
    on: Vec<String>,
    off: Vec<String>,
}

/// Checks everything that a table says of how it is read.
pub(super) fn check_mapping(kind: SourceKind, raw: &RawSource) -> Result<Mapping, Complaint> {
    let form = raw.form.as_ref().map(|form| check_form(kind, form)).transpose()?.unwrap_or_default();
    let canonical = |name: &Spanned<String>, key: &str| {
        let known = canonical_columns(kind, form).iter().find(|known| *known == name.get_ref());
        known.copied().ok_or_else(|| {
            let kind = kind.as_str();
            Complaint::about(name, format!("[{kind}.{key}] has no column `{}`", name.get_ref()))
        })
    };
    let mut columns = ColumnNames::default();
    for (name, from) in &raw.columns {
        let known = canonical(name, "columns")?;
        columns.set(known, check_column(known, name, from)?);
    }
    for (name, text) in &raw.constants {
        let known = canonical(name, "constants")?;
        if columns.get(known).is_some() {
            let message = format!("`{known}` has a constant and a column; keep one");
            return Err(Complaint::about(name, message));
        }
        columns.set(known, ColumnFrom::Constant(text.clone()));
    }
    let mut pad = BTreeMap::new();
    for (name, digits) in &raw.pad {
        pad.insert(canonical(name, "pad")?, *digits);
    }
    let mut values = BTreeMap::new();
    for (name, meanings) in &raw.values {
        values.insert(canonical(name, "values")?, meanings.clone());
    }
    Ok(Mapping {
        columns,
        shape: check_shape(raw)?,
        times: raw.time_format.as_ref().map(|format| check_times(kind, form, format)).transpose()?.unwrap_or_default(),
        absent: raw.absent.clone(),
        pad,
        values,
        only: raw.r#where.as_ref().map(|given| check_conditions("where", given)).transpose()?.unwrap_or_default(),
        except: raw.except.as_ref().map(|given| check_conditions("except", given)).transpose()?.unwrap_or_default(),
        form,
        states: check_states(form, raw)?,
        off_delay: check_span(kind, "off-delay", raw.off_delay.as_ref())?.unwrap_or_default(),
        sample_timeout: check_span(kind, "sample-timeout", raw.sample_timeout.as_ref())?,
        hull: check_hull(kind, form, raw.hull.as_ref())?,
    })
}

fn check_form(kind: SourceKind, form: &Spanned<String>) -> Result<Form, Complaint> {
    let known = [Form::Intervals, Form::Edges, Form::Samples, Form::Status];
    let of_kind = |form: &&Form| match kind {
        SourceKind::Lightbar => **form != Form::Status,
        SourceKind::Contacts => matches!(form, Form::Intervals | Form::Status),
        _ => form.is_intervals(),
    };
    let mut fitting = known.iter().filter(of_kind);
    fitting.clone().find(|known| known.as_str() == form.get_ref()).copied().ok_or_else(|| {
        let names: Vec<String> = fitting.by_ref().map(|form| format!("\"{}\"", form.as_str())).collect();
        let message = format!("`form` of [[{}]] is `{}`; there is {}", kind.as_str(), form.get_ref(), names.join(", "));
        Complaint::about(form, message)
    })
}

/// A heading, a list of headings, `{ date, time }`, or `{ duration, unit }`.
fn check_column(canonical: &'static str, name: &Spanned<String>, from: &Value) -> Result<ColumnFrom, Complaint> {
    let wrong = |what: &str| Complaint::about(name, format!("`{canonical}` {what}"));
    match from {
        Value::String(heading) => Ok(ColumnFrom::Heading(heading.clone())),
        Value::Array(list) => {
            let headings: Option<Vec<String>> = list.iter().map(|one| one.as_str().map(str::to_owned)).collect();
            headings
                .filter(|headings| !headings.is_empty())
                .map(ColumnFrom::Joined)
                .ok_or_else(|| wrong("is joined of something else than headings; write [\"Date\", \"Time\"]"))
        }
        Value::Table(table) => {
            let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
            let only = |keys: &[&str]| table.keys().all(|key| keys.contains(&key.as_str()));
            if let (Some(date), Some(time), true) = (text("date"), text("time"), only(&["date", "time"])) {
                return if is_time(canonical) {
                    Ok(ColumnFrom::DayAndTime { date, time })
                } else {
                    Err(wrong("is no moment, and has no `date` and `time`"))
                };
            }
            let (Some(heading), true) = (text("duration"), only(&["duration", "unit"])) else {
                return Err(wrong(
                    "is none of a heading, a list of headings, { date = \"…\", time = \"…\" }, { duration = \"…\", \
                     unit = \"s\" }",
                ));
            };
            if canonical != "duration_s" && beginning_of(canonical).is_none() {
                return Err(wrong("does not end something that begins, so no duration leads to it"));
            }
            let unit = text("unit").unwrap_or_else(|| "s".into());
            let known = DurationUnit::ALL.into_iter().find(|known| known.as_str() == unit);
            let unit = known.ok_or_else(|| wrong("has a unit that is none of \"ms\", \"s\", \"min\", \"h\", \"d\""))?;
            Ok(ColumnFrom::Duration { heading, unit })
        }
        _ => Err(wrong("is neither a heading nor made of some")),
    }
}

fn check_shape(raw: &RawSource) -> Result<Shape, Complaint> {
    if let Some(encoding) = &raw.encoding
        && Encoding::for_label_no_replacement(encoding.get_ref().as_bytes()).is_none()
    {
        let message = format!("`encoding` `{}` is not known; write one like \"windows-1252\"", encoding.get_ref());
        return Err(Complaint::about(encoding, message));
    }
    let delimiter = match &raw.delimiter {
        None => None,
        Some(given) => match given.get_ref().as_bytes() {
            [one] if one.is_ascii() && !matches!(one, b'"' | b'\n' | b'\r') => Some(*one),
            _ => {
                let message = format!("`delimiter` {:?} is no single sign; write one like \";\"", given.get_ref());
                return Err(Complaint::about(given, message));
            }
        },
    };
    if let Some(row) = raw.header_row.as_ref().filter(|row| *row.get_ref() <= raw.skip_rows) {
        let message = if raw.skip_rows == 0 {
            "`header-row` is counted from 1".to_owned()
        } else {
            "`header-row` is one of the rows that `skip-rows` leaves out; keep one of the two".to_owned()
        };
        return Err(Complaint::about(row, message));
    }
    Ok(Shape {
        encoding: raw.encoding.as_ref().map(|encoding| encoding.get_ref().clone()),
        delimiter,
        sheet: raw.sheet.clone(),
        rows: raw.rows.clone(),
        skip_rows: raw.skip_rows,
        header_row: raw.header_row.as_ref().map(|row| *row.get_ref()),
        free_text_last: raw.free_text_last,
    })
}

/// One format for all columns, or a table of column → format.
fn check_times(kind: SourceKind, form: Form, given: &Spanned<Value>) -> Result<TimeFormats, Complaint> {
    let format = |text: &str| match text {
        "auto" => Ok(TimeFormat::Auto),
        "unix" => Ok(TimeFormat::Unix),
        "unix-ms" => Ok(TimeFormat::UnixMs),
        "excel-serial" => Ok(TimeFormat::ExcelSerial),
        pattern if pattern.contains('%') => Ok(TimeFormat::Pattern(pattern.into())),
        other => Err(Complaint::about(
            given,
            format!(
                "`time-format` `{other}` is none of \"auto\", \"unix\", \"unix-ms\", \"excel-serial\", and no pattern \
                 like \"%m/%d/%Y %H:%M:%S\""
            ),
        )),
    };
    let wrong = || Complaint::about(given, "`time-format` is neither a format nor a table of column = format");
    match given.get_ref() {
        Value::String(text) => Ok(TimeFormats { all: format(text)?, of: BTreeMap::new() }),
        Value::Table(table) => {
            let mut of = BTreeMap::new();
            for (name, text) in table {
                let known = canonical_columns(kind, form).iter().find(|known| *known == name && is_time(known));
                let Some(known) = known else {
                    return Err(Complaint::about(
                        given,
                        format!("`time-format` names `{name}`, which is no time here"),
                    ));
                };
                of.insert(*known, format(text.as_str().ok_or_else(wrong)?)?);
            }
            Ok(TimeFormats { all: TimeFormat::Contract, of })
        }
        _ => Err(wrong()),
    }
}

/// `{ Heading = ["word"] }`, or a list of such.
fn check_conditions(key: &str, given: &Spanned<Value>) -> Result<Vec<Condition>, Complaint> {
    let wrong = || Complaint::about(given, format!("`{key}` is neither {{ Heading = [\"word\"] }} nor a list of such"));
    let condition = |value: &Value| -> Result<Condition, Complaint> {
        let table = value.as_table().filter(|table| !table.is_empty()).ok_or_else(wrong)?;
        let words = |value: &Value| match value {
            Value::String(word) => Some(vec![word.clone()]),
            Value::Array(list) => list.iter().map(|word| word.as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        table.iter().map(|(heading, value)| Ok((heading.clone(), words(value).ok_or_else(wrong)?))).collect()
    };
    match given.get_ref() {
        Value::Array(list) => list.iter().map(condition).collect(),
        one => Ok(vec![condition(one)?]),
    }
}

fn check_states(form: Form, raw: &RawSource) -> Result<States, Complaint> {
    if let Some(states) = raw.states.as_ref().filter(|_| !matches!(form, Form::Edges | Form::Samples)) {
        return Err(Complaint::about(states, "`states` is for `form` \"edges\" and \"samples\""));
    }
    if form == Form::Status {
        let (Some(start), Some(end)) = (&raw.start, &raw.end) else {
            let message = "`form` \"status\" needs `start` and `end`: the statuses that begin and end a contact, as in \
                           start = [\"AT SCENE\"]";
            return Err(raw
                .form
                .as_ref()
                .map_or_else(|| Complaint { at: 0, message: message.into() }, |form| Complaint::about(form, message)));
        };
        return Ok(States { on: start.get_ref().clone(), off: end.get_ref().clone() });
    }
    for (key, given) in [("start", &raw.start), ("end", &raw.end)] {
        if let Some(given) = given {
            return Err(Complaint::about(given, format!("`{key}` is for `form` \"status\" of [[contacts]]")));
        }
    }
    let states = raw.states.as_ref().map(Spanned::get_ref);
    Ok(states.map(|states| States { on: states.on.clone(), off: states.off.clone() }).unwrap_or_default())
}

fn check_span(kind: SourceKind, key: &str, given: Option<&Spanned<String>>) -> Result<Option<Span>, Complaint> {
    let Some(given) = given else { return Ok(None) };
    if kind != SourceKind::Lightbar {
        return Err(Complaint::about(given, format!("`{key}` is for [[lightbar]]")));
    }
    let text = given.get_ref();
    let wrong =
        || Complaint::about(given, format!("`{key}` `{text}` is no duration; write one like \"30s\" or \"24h\""));
    parse_duration(text).map(Some).ok_or_else(wrong)
}

fn check_hull(kind: SourceKind, form: Form, given: Option<&Spanned<bool>>) -> Result<bool, Complaint> {
    match given {
        Some(given) if kind != SourceKind::Contacts || !form.is_intervals() => {
            Err(Complaint::about(given, "`hull` is for [[contacts]] whose rows are intervals"))
        }
        given => Ok(given.is_some_and(|given| *given.get_ref())),
    }
}
