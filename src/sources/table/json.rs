//! JSON as a stream of rows (contract, "Other shapes of tables").
//!
//! A path says where the rows are: `data[].auxInput1[]`. The document is read up to its first list and never held
//! whole; of that list one element is held at a time, because what names a row may stand behind it. `*` stands for any
//! name. A column is named by its path from the row, or from the beginning: `data[].name`.

use std::fmt;
use std::io::{BufReader, Read};

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::row::{Row, RowBuffer, Sink, Unusable};
use super::text::CHUNK;
use super::workbook::number_text;

/// Where the rows are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RowsPath {
    steps: Vec<Step>,
    text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Into the member of this name.
    Key(String),
    /// Into a member of any name.
    AnyKey,
    /// Into every element.
    Each,
}

impl RowsPath {
    /// Reads a path; an empty one, `.` or `$` is the document itself.
    pub(super) fn read(text: &str) -> Result<Self, Unusable> {
        let text = text.trim().trim_start_matches('$').trim_start_matches('.');
        let mut steps = Vec::new();
        for part in text.split('.').filter(|_| !text.is_empty()) {
            let mut name = part;
            let mut lists = 0_usize;
            while let Some(rest) = name.strip_suffix("[]") {
                (name, lists) = (rest, lists.saturating_add(1));
            }
            match name {
                "*" => steps.push(Step::AnyKey),
                "" if lists > 0 && steps.is_empty() => {}
                "" => return Err(Unusable(format!("cannot be read by `rows` = {text:?}; write one like \"data[]\""))),
                name if name.contains(['[', ']']) => {
                    let why = format!("cannot be read by `rows` = {text:?}: after a name there is nothing but `[]`");
                    return Err(Unusable(why));
                }
                name => steps.push(Step::Key(name.to_owned())),
            }
            steps.extend(std::iter::repeat_n(Step::Each, lists));
        }
        Ok(Self { steps, text: text.to_owned() })
    }

    /// The path of the first `count` steps, as columns write it.
    fn prefix(&self, count: usize) -> String {
        let mut text = String::new();
        for step in self.steps.iter().take(count) {
            match step {
                Step::Each => text.push_str("[]"),
                Step::Key(name) => dotted(&mut text, name),
                Step::AnyKey => dotted(&mut text, "*"),
            }
        }
        text
    }
}

fn dotted(text: &mut String, name: &str) {
    if !text.is_empty() {
        text.push('.');
    }
    text.push_str(name);
}

/// Where the cell of a column is.
struct ColumnPath {
    /// The heading, as it was asked for.
    heading: String,
    /// So many steps of the rows' path lead to what it is seen from; `None`: it is seen from the row.
    from: Option<usize>,
    names: Vec<String>,
    seen: bool,
}

impl ColumnPath {
    fn of(heading: &str, rows: &RowsPath) -> Self {
        let names = |text: &str| text.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        // the longest part of the rows' path that it begins with
        let above = (1..rows.steps.len()).rev().find_map(|count| {
            let rest = heading.strip_prefix(&rows.prefix(count))?;
            let is_list = matches!(count.checked_sub(1).and_then(|last| rows.steps.get(last)), Some(Step::Each));
            (is_list && rest.starts_with('.')).then(|| (count, names(rest)))
        });
        match above {
            Some((count, names)) => Self { heading: heading.into(), from: Some(count), names, seen: false },
            None => Self { heading: heading.into(), from: None, names: names(heading), seen: false },
        }
    }

    /// Its cell: what lies on the way down holds it.
    fn find<'v>(&self, above: &[(usize, &'v Value)], row: &'v Value) -> Option<&'v Value> {
        let start = match self.from {
            None => row,
            Some(count) => above.iter().find(|(steps, _)| *steps == count)?.1,
        };
        // a name may have a dot in it
        let whole = self.names.join(".");
        let plain = || self.names.iter().try_fold(start, |value, name| member(value, name));
        member(start, &whole).or_else(plain)
    }
}

/// A member, by its name without regard to case.
fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let members = value.as_object()?;
    members.get(name).or_else(|| members.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// What a document came to.
pub(super) struct Document {
    /// What in it says that there is more.
    pub(super) says_more: Option<String>,
    /// Headings that no row has.
    pub(super) unseen: Vec<String>,
}

/// Hands every row to `sink` with its number from 1, after a row of the `headings` that are asked for.
///
/// # Errors
/// Where it is no JSON, has nothing where the path leads, or `sink` stops.
pub(super) fn read_rows<S: Sink>(
    source: impl Read,
    rows: &str,
    headings: &[String],
    sink: &mut S,
) -> Result<Document, S::Error> {
    let path = RowsPath::read(rows)?;
    let columns = headings.iter().map(|heading| ColumnPath::of(heading, &path)).collect();
    let mut walk =
        Walk { path: &path, columns, row: RowBuffer::placed(), number: 0, says_more: None, sink, stopped: None };
    walk.headings(headings)?;
    let mut reader = serde_json::Deserializer::from_reader(BufReader::with_capacity(CHUNK, source));
    let mut documents = 0_usize;
    loop {
        // a file of one document a line is read like one of a list
        let at_end = matches!(peek_end(&mut reader), Some(true));
        if at_end && documents > 0 {
            break;
        }
        let found = Descend { walk: &mut walk, depth: 0 }.deserialize(&mut reader);
        if let Some(stopped) = walk.stopped.take() {
            return Err(stopped);
        }
        found.map_err(|error| not_json(&error))?;
        documents = documents.saturating_add(1);
    }
    let unseen = walk.columns.iter().filter(|column| !column.seen).map(|column| column.heading.clone()).collect();
    Ok(Document { says_more: walk.says_more, unseen })
}

/// Whether nothing but spaces is left; `None` where that cannot be read.
fn peek_end<R: Read>(reader: &mut serde_json::Deserializer<serde_json::de::IoRead<R>>) -> Option<bool> {
    match reader.end() {
        Ok(()) => Some(true),
        Err(error) if error.is_io() => None,
        Err(_) => Some(false),
    }
}

fn not_json(error: &serde_json::Error) -> Unusable {
    let at = format!("line {}, column {}", error.line(), error.column());
    let text = error.to_string();
    if text.contains("recursion limit") {
        return Unusable(format!("is nested more than 128 deep ({at}); no export is"));
    }
    if error.is_eof() {
        return Unusable(format!("is JSON that ends too early ({at}): it was cut off; export it again"));
    }
    let text = text.split(" at line ").next().unwrap_or_default();
    Unusable(format!("cannot be read as JSON ({at}: {text}); export it again, or correct `rows`"))
}

struct Walk<'a, S: Sink> {
    path: &'a RowsPath,
    columns: Vec<ColumnPath>,
    row: RowBuffer,
    number: u64,
    says_more: Option<String>,
    sink: &'a mut S,
    /// What made the sink stop.
    stopped: Option<S::Error>,
}

impl<S: Sink> Walk<'_, S> {
    fn headings(&mut self, headings: &[String]) -> Result<(), S::Error> {
        headings.iter().for_each(|heading| self.row.push(heading.as_bytes()));
        self.hand_on(0)
    }

    fn hand_on(&mut self, number: u64) -> Result<(), S::Error> {
        let handed = self.sink.row(number, Row::Cells(self.row.cells()));
        self.row.clear();
        handed
    }

    /// The rows in a value to which the first `depth` steps led.
    fn rows_in<'v>(
        &mut self,
        value: &'v Value,
        depth: usize,
        above: &mut Vec<(usize, &'v Value)>,
    ) -> Result<(), S::Error> {
        let next = depth.saturating_add(1);
        match self.path.steps.get(depth) {
            None if value.is_object() => self.take(value, above),
            None => Ok(()),
            Some(Step::Key(name)) => match member(value, name) {
                Some(value) => self.rows_in(value, next, above),
                None => Ok(()),
            },
            Some(Step::AnyKey) => {
                let members = value.as_object().into_iter().flat_map(|members| members.values());
                // of other members there are no rows to be had
                let fitting = |value: &&Value| match self.path.steps.get(next) {
                    Some(Step::Each) => value.is_array(),
                    _ => value.is_object(),
                };
                let members: Vec<&Value> = members.filter(fitting).collect();
                members.into_iter().try_for_each(|value| self.rows_in(value, next, above))
            }
            Some(Step::Each) => {
                for element in value.as_array().into_iter().flatten() {
                    above.push((next, element));
                    let taken = self.rows_in(element, next, above);
                    above.pop();
                    taken?;
                }
                Ok(())
            }
        }
    }

    fn take(&mut self, row: &Value, above: &[(usize, &Value)]) -> Result<(), S::Error> {
        for column in &mut self.columns {
            let cell = column.find(above, row);
            column.seen |= cell.is_some();
            match cell {
                None | Some(Value::Null) => self.row.push(b""),
                Some(Value::String(text)) => self.row.push(text.as_bytes()),
                Some(Value::Bool(yes)) => self.row.push(if *yes { b"true" } else { b"false" }),
                Some(Value::Number(number)) => push_number(number, &mut self.row),
                Some(Value::Array(_) | Value::Object(_)) => {
                    self.row.push_fault("is a list or an object; name what in it is meant by its path");
                }
            }
        }
        self.number = self.number.saturating_add(1);
        self.hand_on(self.number)
    }

    /// A member beside the rows may say that there is more of them.
    fn look_at(&mut self, name: &str, value: &Value) {
        const MORE: [&str; 6] =
            ["hasnextpage", "exceededtransferlimit", "hasmore", "has_more", "truncated", "istruncated"];
        const NEXT: [&str; 6] =
            ["nextlink", "@odata.nextlink", "next_page", "nextpagetoken", "next_cursor", "nextpage"];
        let lower = name.to_lowercase();
        let is_text = value.as_str().is_some_and(|text| !text.is_empty());
        if MORE.contains(&lower.as_str()) && (*value == Value::Bool(true) || value.as_str() == Some("true")) {
            self.says_more.get_or_insert_with(|| format!("{name}: true"));
        } else if NEXT.contains(&lower.as_str()) && is_text {
            self.says_more.get_or_insert_with(|| format!("{name} names another page"));
        }
        for (name, value) in value.as_object().into_iter().flatten() {
            self.look_at(name, value);
        }
    }
}

fn push_number(number: &serde_json::Number, row: &mut RowBuffer) {
    if number.is_i64() || number.is_u64() {
        return row.push(number.to_string().as_bytes());
    }
    match number.as_f64().and_then(|number| number_text(number, 0)) {
        Some(text) => row.push(text.as_bytes()),
        None => row.push_fault("is a number that is too large to be exact; export it as text"),
    }
}

/// Goes down the rows' path without holding the document, up to the first list.
struct Descend<'w, 'a, S: Sink> {
    walk: &'w mut Walk<'a, S>,
    depth: usize,
}

impl<'de, S: Sink> DeserializeSeed<'de> for Descend<'_, '_, S> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.walk.path.steps.get(self.depth) {
            // rows without a list, or below a name that is not known: the value is held
            None | Some(Step::AnyKey) => {
                let value = serde::Deserialize::deserialize(deserializer)?;
                let taken = self.walk.rows_in(&value, self.depth, &mut Vec::new());
                self.walk.keep(taken)
            }
            Some(Step::Each) => deserializer.deserialize_seq(self),
            Some(Step::Key(_)) => deserializer.deserialize_map(self),
        }
    }
}

impl<S: Sink> Walk<'_, S> {
    /// An error of the sink ends the reading; it is kept aside, for the reader knows only its own.
    fn keep<E: serde::de::Error>(&mut self, taken: Result<(), S::Error>) -> Result<(), E> {
        taken.map_err(|stopped| {
            self.stopped = Some(stopped);
            E::custom("stopped")
        })
    }
}

impl<'de, S: Sink> Visitor<'de> for Descend<'_, '_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.walk.path.prefix(self.depth) {
            whole if whole.is_empty() => "the document".to_owned(),
            place => format!("`{place}`"),
        };
        let wanted = if self.walk.path.steps.get(self.depth) == Some(&Step::Each) { "list" } else { "object" };
        write!(f, "{place} to be a {wanted}, as `rows` = {:?} says", self.walk.path.text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let next = self.depth.saturating_add(1);
        while let Some(element) = list.next_element::<Value>()? {
            let taken = self.walk.rows_in(&element, next, &mut vec![(next, &element)]);
            self.walk.keep(taken)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Some(Step::Key(wanted)) = self.walk.path.steps.get(self.depth) else {
            return Err(A::Error::custom("lost on the way"));
        };
        let mut found = false;
        while let Some(name) = members.next_key::<String>()? {
            if name.eq_ignore_ascii_case(wanted) {
                found = true;
                members.next_value_seed(Descend { walk: self.walk, depth: self.depth.saturating_add(1) })?;
            } else {
                members.next_value_seed(Beside { walk: self.walk, name: &name })?;
            }
        }
        if found {
            return Ok(());
        }
        Err(A::Error::custom(format!("there is no `{wanted}`, where `rows` = {:?} leads", self.walk.path.text)))
    }
}

/// A member beside the way to the rows. A list is passed over: it holds no word about the page.
struct Beside<'w, 'a, 'n, S: Sink> {
    walk: &'w mut Walk<'a, S>,
    name: &'n str,
}

impl<'de, S: Sink> DeserializeSeed<'de> for Beside<'_, '_, '_, S> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for Beside<'_, '_, '_, S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.walk.look_at(self.name, &Value::Bool(value));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.walk.look_at(self.name, &Value::String(text.to_owned()));
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            members.next_value_seed(Beside { walk: &mut *self.walk, name: &name })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::row::Cells;
    use super::*;

    #[derive(Default)]
    struct Keep(Vec<String>);

    impl Sink for Keep {
        type Error = std::io::Error;

        fn fits(&self, _: Cells<'_>) -> bool {
            true
        }

        fn row(&mut self, at: u64, row: Row<'_>) -> Result<(), Self::Error> {
            let Row::Cells(cells) = row else { panic!("{at}") };
            let text = |index| match cells.fault(index) {
                Some(_) => "!".into(),
                None => String::from_utf8_lossy(cells.get(index).unwrap()).into_owned(),
            };
            self.0.push(format!("{at}: {}", (0..cells.len()).map(text).collect::<Vec<_>>().join("|")));
            Ok(())
        }
    }

    fn read(text: &str, rows: &str, headings: &[&str]) -> (Vec<String>, Document) {
        let mut keep = Keep::default();
        let headings: Vec<String> = headings.iter().map(|&heading| heading.into()).collect();
        let document = read_rows(text.as_bytes(), rows, &headings, &mut keep).unwrap();
        keep.0.remove(0);
        (keep.0, document)
    }

    fn error(text: &str, rows: &str) -> String {
        read_rows(text.as_bytes(), rows, &[], &mut Keep::default()).err().unwrap().to_string()
    }

    const CARS: &str = r#"{"data": [
        {"a1": [{"t": 1, "n": "bar"}, {"t": 2.5, "n": "siren"}], "x": 7, "car": {"no": "0241"}},
        {"a1": [], "a2": [{"t": true, "n": null}], "car": {"no": "0245"}}], "page": {"hasNextPage": false}}"#;

    #[test]
    fn rows_stand_in_lists_in_lists_and_know_what_is_above() {
        let headings = ["t", "n", "data[].car.no", "more"];
        let (rows, document) = read(CARS, "data[].a1[]", &headings);
        assert_eq!(rows, ["1: 1|bar|0241|", "2: 2.5|siren|0241|"]);
        assert_eq!(document.unseen, ["more"]);
        let (rows, _) = read(CARS, "data[].*[]", &headings);
        assert_eq!(rows, ["1: 1|bar|0241|", "2: 2.5|siren|0241|", "3: true||0245|"]);
    }

    #[rstest]
    #[case(r#"[{"a": {"b": 1}}, {"a.b": 2}, {"A": {"B": 3}}]"#, "[]")]
    #[case(
        r#"{"a": {"b": 1}} {"a": {"b": 2}}
              {"a": {"b": 3}}"#,
        ""
    )]
    #[case(r#"{"r": [{"v": {"a": {"b": 1}}}, {"v": {"a": {"b": 2}}}, {"v": {"a": {"b": 3}}}]}"#, "r[].v")]
    fn a_cell_is_found_by_its_path(#[case] text: &str, #[case] rows: &str) {
        assert_eq!(read(text, rows, &["a.b"]).0, ["1: 1", "2: 2", "3: 3"]);
    }

    #[test]
    fn numbers_are_exact_or_said_not_to_be() {
        let text = r#"[{"n": 281474977075805}, {"n": 18446744073709551615}, {"n": 1e20}, {"n": 12.50}, {"n": 327.0}, {"n": []}]"#;
        let rows = ["1: 281474977075805", "2: 18446744073709551615", "3: !", "4: 12.5", "5: 327", "6: !"];
        assert_eq!(read(text, "[]", &["n"]).0, rows);
    }

    #[rstest]
    #[case(r#"{"d": [], "pagination": {"endCursor": "", "hasNextPage": true}}"#, Some("hasNextPage: true"))]
    #[case(r#"{"exceededTransferLimit": true, "d": []}"#, Some("exceededTransferLimit: true"))]
    #[case(r#"{"d": [], "@odata.nextLink": "https://x/2"}"#, Some("@odata.nextLink names another page"))]
    #[case(r#"{"d": [], "nextLink": "", "hasMore": false}"#, None)]
    #[case(r#"{"d": [{"hasMore": true}]}"#, None)]
    fn a_page_that_says_that_there_is_more_is_heard(#[case] text: &str, #[case] said: Option<&str>) {
        assert_eq!(read(text, "d[]", &[]).1.says_more.as_deref(), said);
    }

    #[rstest]
    #[case(r#"{"d": [{"a": 1}, {"a": 2"#, "d[]", "is JSON that ends too early (line 1, column 24): it was cut off")]
    #[case(r#"{"d": {"a": 1}}"#, "d[]", "expected `d` to be a list, as `rows` = \"d[]\" says")]
    #[case(r#"{"e": []}"#, "d[]", "there is no `d`, where `rows` = \"d[]\" leads")]
    #[case("{\n\"d\": x}", "d[]", "line 2, column 6: expected value")]
    #[case("[]", "d[0]", "after a name there is nothing but `[]`")]
    fn what_cannot_be_read_says_where(#[case] text: &str, #[case] rows: &str, #[case] expected: &str) {
        let error = error(text, rows);
        assert!(error.contains(expected), "{error}");
    }

    #[rstest]
    #[case::in_a_row("{\"d\": [", "]}", true)]
    #[case::beside("{\"e\": ", ", \"d\": []}", true)]
    // what is not looked at is passed over, however deep
    #[case::in_a_list_beside("{\"e\": [", "], \"d\": []}", false)]
    fn what_is_nested_without_end_is_said(#[case] before: &str, #[case] after: &str, #[case] looked_at: bool) {
        let deep = format!("{before}{}1{}{after}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
        match read_rows(deep.as_bytes(), "d[]", &[], &mut Keep::default()) {
            Err(error) => {
                assert!(looked_at && error.to_string().contains("is nested more than 128 deep (line 1, "), "{error}")
            }
            Ok(_) => assert!(!looked_at),
        }
    }
}
