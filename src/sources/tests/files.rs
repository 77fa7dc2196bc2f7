//! Which files a source reads, and in which order.

use rstest::rstest;

use super::builder::Desk;

fn log(id: &str) -> String {
    format!("event_id,vehicle_id,on\n{id},V1,2020-11-05 12:00:00\n")
}

fn desk() -> Desk {
    Desk::new()
        .file("logs/b.csv", log("B"))
        .file("logs/a.csv", log("A"))
        .file("logs/c.txt", log("C"))
        .file("logs/deep/d.csv", log("D"))
}

#[rstest]
#[case::a_glob_in_order_of_name(r#""logs/*.csv""#, &["logs/a.csv", "logs/b.csv"])]
#[case::files_in_the_order_of_the_audit_file(r#""logs/b.csv", "logs/a.csv""#, &["logs/b.csv", "logs/a.csv"])]
#[case::each_once(r#""logs/b.csv", "logs/*.csv""#, &["logs/b.csv", "logs/a.csv"])]
#[case::folders_below(r#""logs/**/*.csv""#, &["logs/a.csv", "logs/b.csv", "logs/deep/d.csv"])]
fn files_are(#[case] files: &str, #[case] expected: &[&str]) {
    let inputs = desk().source("lightbar", &format!("files = [{files}]")).inputs();
    assert_eq!(inputs.files.iter().map(|file| file.file.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(inputs.lightbar.len(), expected.len());
}

#[test]
fn two_tables_of_a_source_are_both_read() {
    let desk = desk().source("lightbar", r#"files = ["logs/b.csv"]"#).source("lightbar", r#"files = ["logs/a.csv"]"#);
    let ids: Vec<_> = desk.inputs().lightbar.iter().map(|event| event.id.to_string()).collect();
    assert_eq!(ids, ["B", "A"]);
}

#[test]
fn an_absolute_path_is_taken_as_it_is() {
    let desk = desk();
    let path = desk.path().join("logs/a.csv");
    let inputs = desk.source("lightbar", &format!("files = [\"{}\"]", path.display())).inputs();
    assert_eq!(inputs.files[0].file, "logs/a.csv", "and is named relative to the audit file");
}

#[rstest]
#[case::one_of_two(r#""logs/a.csv", "logs/x*.csv""#, "logs/x*.csv")]
#[case::a_name(r#""logs/x.csv""#, "logs/x.csv")]
fn a_pattern_that_nothing_matches_is_an_error(#[case] files: &str, #[case] pattern: &str) {
    assert_eq!(
        desk().source("lightbar", &format!("files = [{files}]")).error(),
        format!("no file matches `{pattern}`, which [[lightbar]] names; mount the share or correct `files`")
    );
}

#[test]
fn a_pattern_that_is_none_is_an_error() {
    let error = desk().source("lightbar", "files = [\"logs/***.csv\"]").error();
    assert!(error.starts_with("`logs/***.csv` of [[lightbar]] is no file pattern: "), "{error}");
}

#[test]
fn a_folder_cannot_be_read() {
    let error = desk().source("lightbar", "files = [\"logs\"]").error();
    assert!(error.starts_with("logs of [[lightbar]] is a folder; "), "{error}");
}

#[test]
fn size_and_digest_are_those_of_the_file() {
    let inputs = desk().source("lightbar", "files = [\"logs/a.csv\"]").inputs();
    assert_eq!(inputs.files[0].size, log("A").len() as u64);
    assert_eq!(inputs.files[0].sha256, crate::base::digest::Digest::of(log("A").as_bytes()));
}
