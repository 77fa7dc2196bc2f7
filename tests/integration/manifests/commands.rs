//! The way to manifests from an audit file and from the command line.

use serde_json::Value;

use crate::support::archive::{Archive, sha256};
use crate::support::program::run_in;

/// The exit code and the report; an audit that could not run prints none.
fn run(arguments: &[&str], archive: &Archive) -> (i32, Value) {
    let ran = run_in(archive.folder.path(), [arguments, &["--format", "json"]].concat());
    let code = ran.code.unwrap();
    if code == 2 {
        assert_eq!(ran.stdout, "");
        return (code, Value::Null);
    }
    (code, serde_json::from_str(&ran.stdout).unwrap())
}

fn codes(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

fn statuses(report: &Value) -> Vec<String> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("-").to_owned();
    let row = |row: &Value| format!("{} {} {}", text(row, "status"), text(row, "checked_by"), text(row, "path"));
    report["files"].as_array().unwrap().iter().map(row).collect()
}

/// An archive and an audit file that says this of it.
fn department(archive_keys: &str) -> Archive {
    let archive = Archive::new().file("a.txt", "1").file("b.txt", "2");
    let list = sha256("1", "a.txt") + &sha256("2", "b.txt") + "odd\n";
    std::fs::write(archive.folder.path().join("kept.txt"), list).unwrap();
    let audit = format!(
        "[department]\nname = \"KCPD\"\ntime-zone = \"America/Chicago\"\n[[archive]]\nroot = \"footage\"\n\
         {archive_keys}\n[[policy]]\nname = \"p\"\neffective = 2020-01-01\n"
    );
    std::fs::write(archive.folder.path().join("audit.toml"), audit).unwrap();
    archive
}

#[test]
fn an_audit_file_names_a_manifest() {
    let archive = department("manifest = \"kept.txt\"");
    for command in [["scan", "."], ["verify", "."]] {
        let (code, report) = run(&command, &archive);
        assert_eq!(code, 3);
        assert_eq!(statuses(&report), ["ok manifest a.txt", "ok manifest b.txt"]);
        assert_eq!(codes(&report), ["unreadable"]);
        let inputs = report["inputs"].as_array().unwrap();
        let manifest = inputs.iter().find(|input| input["source"] == "manifest").unwrap();
        assert_eq!(
            (&manifest["file"], &manifest["rows"], &manifest["rejected"]),
            (&"kept.txt".into(), &3.into(), &1.into())
        );
    }
    let (code, report) = run(&["scan", ".", "--no-hash"], &archive);
    assert_eq!(
        (code, statuses(&report)),
        (3, vec!["unchecked none a.txt".to_owned(), "unchecked none b.txt".to_owned()])
    );
}

#[test]
fn the_command_line_names_a_manifest() {
    let archive = department("");
    let (code, report) = run(&["verify", "footage", "--manifest", "kept.txt"], &archive);
    assert_eq!((code, statuses(&report)), (3, vec!["ok manifest a.txt".to_owned(), "ok manifest b.txt".to_owned()]));
    let (code, report) = run(&["verify", "footage"], &archive);
    assert_eq!((code, codes(&report)), (0, vec!["unsealed"]));
}

#[test]
fn a_manifest_that_is_named_and_gone_is_never_passed_over() {
    let archive = department("manifest = \"gone.txt\"");
    assert_eq!(run(&["scan", "."], &archive).0, 2);
    assert_eq!(run(&["verify", "footage", "--manifest", "gone.txt"], &archive).0, 2);
}

#[test]
fn a_manifest_in_the_place_of_a_chain_does_not_hide_that_it_is_gone() {
    let archive = department("chain = \"footage/chain.jsonl\"").file("SHA256SUMS", sha256("9", "a.txt"));
    let archive = archive.file("a.txt", "9");
    let (code, report) = run(&["verify", "."], &archive);
    assert_eq!((code, codes(&report)), (1, vec!["unlisted", "chain-missing"]));
    assert_eq!(statuses(&report), ["ok manifest a.txt", "unlisted none b.txt"]);
}
