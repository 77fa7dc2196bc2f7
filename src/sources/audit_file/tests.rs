use std::path::Path;

use rstest::rstest;

use super::*;
use crate::base::time::Span;
use crate::facts::audit_file::AuditFile;
use crate::facts::declared::{Covers, Vouched};
use crate::words::TriggerKind;

const DEPARTMENT: &str = "[department]\nname = \"D\"\ntime-zone = \"America/Chicago\"\n";
const POLICY: &str = "[[policy]]\nname = \"P\"\neffective = 2020-11-01\n";

fn write(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("footage")).unwrap();
    std::fs::write(folder.path().join("a.csv"), "").unwrap();
    std::fs::write(folder.path().join("audit.toml"), text).unwrap();
    folder
}

fn read(text: &str) -> AuditFile {
    load(write(text).path()).unwrap()
}

/// The complaint, from `line` on.
fn complaint(text: &str) -> String {
    let error = load(write(text).path()).unwrap_err().to_string();
    error.split_once("audit.toml, ").map_or(error.clone(), |(_, rest)| rest.to_owned())
}

/// With a key in the policy, on line 7.
fn with_policy_key(key: &str) -> String {
    format!("{DEPARTMENT}{POLICY}{key}\n")
}

#[test]
fn a_file_or_the_folder_that_holds_it() {
    let folder = write(&format!("{DEPARTMENT}{POLICY}"));
    assert_eq!(load(folder.path()).unwrap().department, "D");
    assert_eq!(load(&folder.path().join("audit.toml")).unwrap().folder, folder.path());
}

#[test]
fn a_byte_order_mark_is_allowed() {
    assert_eq!(read(&format!("\u{feff}{DEPARTMENT}{POLICY}")).department, "D");
}

#[test]
fn without_a_department_the_folder_gives_its_name() {
    let folder = write("[[policy]]\nname = \"P\"\neffective = 2020-11-01T00:00:00Z\n");
    let named = folder.path().join("Kansas City");
    std::fs::create_dir(&named).unwrap();
    std::fs::rename(folder.path().join("audit.toml"), named.join("audit.toml")).unwrap();
    for path in [named.clone(), named.join("audit.toml"), folder.path().join("footage/../Kansas City")] {
        let audit = load(&path).unwrap();
        assert_eq!((audit.department.as_str(), audit.zone), ("Kansas City", None), "{path:?}");
    }
}

#[test]
fn a_folder_without_one_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let error = load(folder.path()).unwrap_err().to_string();
    assert!(error.contains("holds no audit.toml"), "{error}");
    let error = load(Path::new("/nowhere/audit.toml")).unwrap_err().to_string();
    assert!(error.starts_with("cannot read the audit file /nowhere/audit.toml ("), "{error}");
}

#[rstest]
#[case::at_the_top("colour = 1\n[department]\nname = \"D\"\n", "line 1: unknown field `colour`")]
#[case::of_the_department("[department]\nname = \"D\"\ncolour = 1\n", "line 3: unknown field `colour`")]
#[case::of_the_policy(&with_policy_key("graze = \"30s\""), "line 7: unknown field `graze`")]
#[case::of_a_source(
    "[department]\nname = \"D\"\n[[lightbar]]\nfiles = [\"a.csv\"]\ncolour = 1\n",
    "line 5: unknown field `colour`"
)]
#[case::of_an_archive(
    "[department]\nname = \"D\"\n[[archive]]\nroot = \"footage\"\ncolour = 1\n",
    "line 5: unknown field `colour`"
)]
#[case::a_whole_table("[department]\nname = \"D\"\n[[lightbars]]\nfiles = []\n", "line 3: unknown field `lightbars`")]
// What the contract knows and this version does not read must not be passed over.
#[case::preset(
    "[department]\nname = \"D\"\n[[recordings]]\nfiles = [\"a.csv\"]\npreset = \"axis\"\n",
    "line 5: unknown field `preset`"
)]
fn an_unknown_key_is_named_with_its_line(#[case] text: &str, #[case] expected: &str) {
    let complaint = complaint(text);
    assert!(complaint.contains(expected), "{complaint}");
}

#[rstest]
#[case::no_toml("[department\n", "line 1: ")]
#[case::no_name("[department]\n", "missing field `name`")]
#[case::no_files("[department]\nname = \"D\"\n[[lightbar]]\n", "missing field `files`")]
#[case::files_is_no_list("[department]\nname = \"D\"\n[[lightbar]]\nfiles = \"a.csv\"\n", "line 4: ")]
#[case::a_number_as_duration(&with_policy_key("grace = 30"), "line 7: invalid type: integer `30`, expected a string")]
fn what_is_no_audit_file_says_where(#[case] text: &str, #[case] expected: &str) {
    let complaint = complaint(text);
    assert!(complaint.contains(expected), "{complaint}");
}

#[rstest]
#[case::bad_zone(
    "[department]\nname = \"D\"\ntime-zone = \"Chicago\"\n",
    "line 3: `time-zone` `Chicago` is no IANA zone; write one like \"America/Chicago\""
)]
#[case::bad_zone_of_a_source(
    "[department]\nname = \"D\"\n[[lightbar]]\nfiles = [\"a.csv\"]\ntime-zone = \"CST\"\n",
    "line 5: `time-zone` `CST` is no IANA zone; write one like \"America/Chicago\""
)]
#[case::no_files(
    "[department]\nname = \"D\"\n[[lightbar]]\nfiles = []\n",
    "line 4: `files` of [[lightbar]] is empty; name its files"
)]
#[case::effective_without_department(
    "[[policy]]\nname = \"P\"\neffective = 2020-11-01\n",
    "line 3: `effective` 2020-11-01 has no offset, and [department] names no `time-zone`"
)]
#[case::unknown_column(
    "[department]\nname = \"D\"\n[[lightbar]]\nfiles = [\"a.csv\"]\n[lightbar.columns]\nofficer_id = \"Badge\"\n",
    "line 6: [lightbar.columns] has no column `officer_id`"
)]
#[case::root_is_a_file(
    "[department]\nname = \"D\"\n[[archive]]\nroot = \"a.csv\"\n",
    "line 4: archive root `a.csv` is no folder"
)]
#[case::bad_pattern(
    "[department]\nname = \"D\"\n[[archive]]\nroot = \"footage\"\nfile-name = '('\n",
    "line 5: `file-name` is no regular expression: "
)]
#[case::unknown_group(
    "[department]\nname = \"D\"\n[[archive]]\nroot = \"footage\"\nfile-name = '(?<badge>.)'\n",
    "line 5: `file-name` has an unknown group `badge`; there are camera, officer, recording, start, sequence"
)]
#[case::no_policy(DEPARTMENT, "line 4: no [[policy]]; at least one says what the rules are and from when")]
#[case::two_at_once(
    &format!("{DEPARTMENT}{POLICY}{POLICY}"),
    "line 7: two policies have the same `effective`; one of them would never be in force")]
#[case::a_date_and_its_midnight(
    &format!("{DEPARTMENT}{POLICY}[[policy]]\nname = \"Q\"\neffective = 2020-11-01T05:00:00Z\n"),
    "line 7: two policies have the same `effective`; one of them would never be in force")]
#[case::effective_is_none(
    "[department]\nname = \"D\"\n[[policy]]\nname = \"P\"\neffective = \"soon\"\n",
    "line 5: `effective` soon is no date or timestamp; write one like 2020-11-01"
)]
#[case::effective_without_zone(
    "[department]\nname = \"D\"\n[[policy]]\nname = \"P\"\neffective = 2020-11-01\n",
    "line 5: `effective` 2020-11-01 has no offset, and [department] names no `time-zone`"
)]
#[case::bad_duration(&with_policy_key("grace = \"soon\""), "line 7: `grace` `soon` is no duration; write one like \"30s\" or \"24h\"")]
#[case::negative_duration(&with_policy_key("stitch = \"-5s\""), "line 7: `stitch` `-5s` is no duration; write one like \"30s\" or \"24h\"")]
#[case::unknown_trigger(&with_policy_key("triggers = [\"lightbar\", \"siren\"]"), "line 7: `triggers` has `siren`; there are \"lightbar\" and \"contact\"")]
#[case::bad_retention(&with_policy_key("retention = { patrol = \"long\" }"), "line 7: `retention` of `patrol` is `long`; write a duration or \"hold\"")]
fn a_value_that_cannot_be_used_is_named_with_its_line(#[case] text: &str, #[case] expected: &str) {
    let complaint = complaint(text);
    assert!(complaint.starts_with(expected), "{complaint}");
}

#[test]
fn a_root_that_is_not_there_says_what_to_do() {
    let complaint = complaint("[department]\nname = \"D\"\n[[archive]]\nroot = \"share\"\n");
    assert!(complaint.starts_with("line 4: archive root `share` cannot be opened ("), "{complaint}");
    assert!(complaint.ends_with("); mount the share or correct `root`"), "{complaint}");
}

#[test]
fn bytes_that_are_no_utf_8_are_named_with_their_line() {
    let folder = write("");
    std::fs::write(folder.path().join("audit.toml"), b"[department]\nname = \"caf\xe9\"\n").unwrap();
    let error = load(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("audit.toml, line 2: not UTF-8 text; save it as UTF-8"), "{error}");
}

// Policies.

#[rstest]
#[case::a_date_is_local_midnight("2020-11-01", "2020-11-01T05:00:00.000Z")]
#[case::a_date_as_text("\"2020-11-01\"", "2020-11-01T05:00:00.000Z")]
#[case::a_timestamp("2020-11-01T12:00:00Z", "2020-11-01T12:00:00.000Z")]
#[case::with_an_offset("2020-11-01T12:00:00-05:00", "2020-11-01T17:00:00.000Z")]
#[case::a_local_time("2020-11-05T12:00:00", "2020-11-05T18:00:00.000Z")]
#[case::a_local_time_in_a_fold_is_its_first_pass("2020-11-01T01:30:00", "2020-11-01T06:30:00.000Z")]
fn a_policy_is_effective(#[case] value: &str, #[case] utc: &str) {
    let audit = read(&format!("{DEPARTMENT}[[policy]]\nname = \"P\"\neffective = {value}\n"));
    assert_eq!(audit.policies.iter().next().unwrap().effective.to_string(), utc);
}

#[test]
fn the_defaults_are_the_contracts() {
    let audit = read(&format!("{DEPARTMENT}{POLICY}"));
    let policy = audit.policies.iter().next().unwrap();
    let defaults = crate::facts::policy::tests::default_policy(policy.effective);
    assert_eq!(*policy, crate::facts::policy::Policy { name: "P".to_owned(), ..defaults });
}

#[rstest]
#[case::follows_the_grace("grace = \"45s\"", 45)]
#[case::unless_it_says_otherwise("grace = \"45s\"\ncontact-grace = \"1m\"", 60)]
fn the_grace_of_contacts(#[case] keys: &str, #[case] seconds: i64) {
    let audit = read(&with_policy_key(keys));
    assert_eq!(audit.policies.iter().next().unwrap().grace_for(TriggerKind::Contact), Span::from_secs(seconds));
}

#[test]
fn policies_may_be_written_in_any_order() {
    let later = "[[policy]]\nname = \"Q\"\neffective = 2020-11-04\n";
    let audit = read(&format!("{DEPARTMENT}{later}{POLICY}"));
    assert_eq!(audit.policies.iter().map(|policy| policy.name.as_str()).collect::<Vec<_>>(), ["P", "Q"]);
}

#[test]
fn paths_are_relative_to_the_audit_file() {
    let text = format!(
        "{DEPARTMENT}[[archive]]\nroot = \"footage\"\nchain = \"c.jsonl\"\nanchor = \"a/*\"\npublic-key = \"k.pem\"\n{POLICY}"
    );
    let folder = write(&text);
    let archive = load(folder.path()).unwrap().archives.remove(0);
    assert_eq!(archive.root, folder.path().join("footage"));
    assert_eq!(archive.chain, Some(folder.path().join("c.jsonl")));
    assert_eq!(archive.anchor, Some(format!("{}/a/*", folder.path().display())));
    assert_eq!(archive.public_key, Some(folder.path().join("k.pem")));
}

/// One table of a source with a declaration, on line 6.
fn declares(kind: &str, line: &str) -> String {
    format!("{DEPARTMENT}{POLICY}[[{kind}]]\nfiles = [\"a.csv\"]\n{line}\n")
}

#[rstest]
#[case::where_nothing_reads_it(
    "lightbar",
    "covers = { from = 2021-02-01T00:00:00Z, to = 2021-02-08T00:00:00Z }",
    "`covers` is for [[recordings]] and [[archive]]"
)]
#[case::a_word_that_nothing_reads(
    "lightbar",
    "complete = { by = \"A\", at = 2021-02-09T00:00:00Z }",
    "`complete` is for [[recordings]]"
)]
#[case::the_wrong_way_round(
    "recordings",
    "covers = { from = 2021-02-08T00:00:00Z, to = 2021-02-01T00:00:00Z }",
    "`covers` ends before it begins"
)]
#[case::of_nobody("recordings", "complete = { by = \" \", at = 2021-02-09T00:00:00Z }", "`complete` names nobody")]
fn a_declaration_is_refused(#[case] kind: &str, #[case] line: &str, #[case] expected: &str) {
    let said = complaint(&declares(kind, line));
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_declaration_of_an_export_is_read_with_its_line() {
    let line = "covers = { from = 2021-02-01T00:00:00Z, to = 2021-02-08T00:00:00Z }\n\
                complete = { by = \"Records, A. Example\", at = 2021-02-09T08:00:00-06:00 }";
    let folder = write(&declares("recordings", line));
    let audit_file = load(folder.path()).unwrap();
    let source = audit_file.sources.iter().next().unwrap();
    declares_both(source.covers, source.complete.clone(), folder.path());
}

#[test]
fn an_archive_declares_the_same() {
    let line = "covers = { from = 2021-02-01T00:00:00Z, to = 2021-02-08T00:00:00Z }\n\
                complete = { by = \"Records, A. Example\", at = 2021-02-09T08:00:00-06:00 }";
    let folder = write(&format!("{DEPARTMENT}{POLICY}[[archive]]\nroot = \"footage\"\n{line}\n"));
    let archive = load(folder.path()).unwrap().archives.remove(0);
    declares_both(archive.covers, archive.complete, folder.path());
}

fn declares_both(covers: Option<Covers>, complete: Option<Vouched>, folder: &Path) {
    let covers = covers.unwrap();
    assert_eq!(
        (covers.from.to_string(), covers.to.to_string()),
        ("2021-02-01T00:00:00.000Z".into(), "2021-02-08T00:00:00.000Z".into())
    );
    let complete = complete.unwrap();
    let text = std::fs::read_to_string(folder.join("audit.toml")).unwrap();
    let own = text.lines().position(|line| line.starts_with("complete")).unwrap();
    assert_eq!((&*complete.by, usize::try_from(complete.line).unwrap()), ("Records, A. Example", own + 1));
}
