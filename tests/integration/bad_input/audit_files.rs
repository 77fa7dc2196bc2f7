//! Audit files and arguments that cannot be used (contract, "The audit file").

use rstest::rstest;

use crate::support::scene::{ARCHIVE, DEPARTMENT, POLICY, SOURCES, Scene};

#[rstest]
#[case::top("[[lightbars]]\nfiles = [\"x\"]\n", 4, "lightbars")]
#[case::of_a_source("[[lightbar]]\nfile = [\"x\"]\n", 5, "file")]
#[case::of_an_archive("[[archive]]\nroot = \".\"\nchian = \"x\"\n", 6, "chian")]
#[case::of_a_policy("[[policy]]\nname = \"x\"\neffective = 2020-01-01\ngrase = \"30s\"\n", 7, "grase")]
#[case::a_column("[[lightbar]]\nfiles = [\"x\"]\n[lightbar.columns]\nevent = \"Event\"\n", 7, "event")]
fn an_unknown_key_is_named_with_its_line(#[case] more: &str, #[case] line: usize, #[case] key: &str) {
    let scene = Scene::of_logs();
    scene.write("audit.toml", [DEPARTMENT, more, POLICY].concat());
    scene.scan(&[]).could_not_run(&["audit.toml", &format!("line {line}:"), &format!("`{key}`")]);
}

#[rstest]
#[case::not_toml("department = [", &["line 1"])]
#[case::no_name("[department]\n", &["line 1", "`name`"])]
#[case::no_zone("[department]\nname = \"x\"\ntime-zone = \"Central\"\n", &["line 3", "`Central`", "America/Chicago"])]
#[case::not_a_text("[department]\nname = 7\n", &["line 2"])]
#[case::no_policy("[department]\nname = \"x\"\n", &["[[policy]]"])]
#[case::twice("[department]\nname = \"x\"\n[department]\nname = \"y\"\n", &["line 3", "`department`", "twice"])]
#[case::no_duration(
    "[department]\nname = \"x\"\n[[policy]]\nname = \"p\"\neffective = 2020-01-01T00:00:00Z\ngrace = \"30\"\n",
    &["line 6", "`grace`", "30s"]
)]
#[case::no_date(
    "[department]\nname = \"x\"\n[[policy]]\nname = \"p\"\neffective = \"soon\"\n",
    &["line 5", "`effective`"]
)]
#[case::no_group(
    "[department]\nname = \"x\"\n[[archive]]\nroot = \".\"\nfile-name = '(?<badge>x)'\n",
    &["line 5", "`badge`", "camera"]
)]
#[case::no_expression(
    "[department]\nname = \"x\"\n[[archive]]\nroot = \".\"\nfile-name = '('\n",
    &["line 5", "`file-name`"]
)]
#[case::empty("", &["line 1", "[[policy]]"])]
fn a_value_that_cannot_be_used_is_named_with_its_line(#[case] text: &str, #[case] words: &[&str]) {
    let scene = Scene::of_logs();
    scene.write("audit.toml", text);
    scene.scan(&[]).could_not_run(words);
}

#[test]
fn an_audit_file_that_is_not_there_is_named() {
    let scene = Scene::of_logs();
    scene.run(&["scan", "missing.toml"]).could_not_run(&["missing.toml", "No such file"]);
    std::fs::create_dir(scene.path().join("empty")).unwrap();
    scene.run(&["scan", "empty"]).could_not_run(&["empty", "audit.toml", "footage-audit init"]);
    scene.run(&["scan", "lightbar.csv"]).could_not_run(&["lightbar.csv", "line 1"]);
    std::fs::create_dir_all(scene.path().join("odd/audit.toml")).unwrap();
    scene.run(&["scan", "odd"]).could_not_run(&["odd/audit.toml"]);
}

#[test]
fn an_audit_file_that_is_not_utf_8_is_named_with_its_line() {
    let scene = Scene::of_logs();
    scene.write("audit.toml", b"[department]\nname = \"Caf\xe9\"\n");
    scene.scan(&[]).could_not_run(&["audit.toml", "line 2", "UTF-8"]);
}

#[test]
fn a_mark_and_other_line_ends_change_nothing() {
    let scene = Scene::of_logs();
    let (_, plain) = scene.scan_for("obligations.csv");
    let text = [DEPARTMENT, SOURCES, POLICY].concat().replace('\n', "\r\n");
    scene.write("audit.toml", format!("\u{feff}{text}"));
    let (ran, other) = scene.scan_for("obligations.csv");
    ran.reported(0);
    assert_eq!(plain, other);
    // and lines are still counted right
    scene.write("audit.toml", format!("\u{feff}{text}grase = \"1s\"\r\n"));
    let line = format!("line {}:", text.lines().count() + 1);
    scene.scan(&[]).could_not_run(&[&line, "`grase`"]);
}

#[rstest]
#[case("root = \"nowhere\"", &["line 5", "`nowhere`", "No such file"])]
#[case("root = \"lightbar.csv\"", &["line 5", "`lightbar.csv`", "no folder"])]
fn an_archive_root_that_is_not_there_is_named(#[case] root: &str, #[case] words: &[&str]) {
    let scene = Scene::of_logs();
    scene.write("audit.toml", [DEPARTMENT, &ARCHIVE.replace("root = \"footage\"", root), SOURCES, POLICY].concat());
    let before = scene.everything();
    scene.scan(&["--out", "out"]).could_not_run(words);
    scene.run(&["verify", "audit.toml"]).could_not_run(words);
    scene.run(&["seal", "audit.toml"]).could_not_run(words);
    assert_eq!(before, scene.everything());
}

#[rstest]
#[case("verify")]
#[case("seal")]
fn a_root_that_is_not_there_is_named(#[case] command: &str) {
    let scene = Scene::of_logs();
    scene.run(&[command, "nowhere"]).could_not_run(&["nowhere", "mounted"]);
}

#[rstest]
#[case::garbage("soon", &["\"soon\"", "is no time", "2020-11-01"])]
#[case::no_such_day("2020-02-30", &["\"2020-02-30\"", "is no time"])]
#[case::fold("2020-11-01 01:30:00", &["occurs twice", "2020-11-01T06:30:00.000Z", "2020-11-01T07:30:00.000Z"])]
#[case::gap("2020-03-08 02:30:00", &["does not exist"])]
#[case::empty("", &["is no time"])]
fn a_moment_that_is_none_is_refused(
    #[values("--as-of", "--since", "--until")] option: &str,
    #[case] text: &str,
    #[case] words: &[&str],
) {
    let scene = Scene::of_logs();
    let ran = scene.run(&["scan", ".", option, text]);
    ran.could_not_run(words);
    ran.says(&[option]);
}

#[test]
fn a_moment_without_offset_needs_a_zone() {
    let scene = Scene::of_logs();
    let zoneless = DEPARTMENT.replace("time-zone", "# time-zone");
    let policy = POLICY.replace("2020-10-01", "2020-10-01T00:00:00Z");
    scene.write("audit.toml", [&zoneless, SOURCES, &policy].concat());
    scene.run(&["scan", "--as-of", "2020-11-04"]).could_not_run(&["--as-of", "no offset", "`time-zone`"]);
    scene.scan(&[]).reported(0);
}
