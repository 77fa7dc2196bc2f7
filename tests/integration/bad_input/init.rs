//! `init`: an audit file that `scan` reads, and nothing that was there is lost.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::scene::Scene;

#[test]
fn the_file_that_init_writes_is_what_scan_reads_once_the_paths_are_filled_in() {
    let scene = Scene::with_archive();
    fs::remove_file(scene.path().join("audit.toml")).unwrap();
    let ran = scene.run(&["init"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{ran:?}");
    ran.says(&["audit.toml", "footage-audit scan ."]);
    // as it is, it names what has to be filled in
    scene.run(&["scan"]).could_not_run(&["logs/lightbar-*.csv", "[[lightbar]]"]);
    let text = scene.read("audit.toml");
    let text = text
        .replace("logs/lightbar-*.csv", "lightbar.csv")
        .replace("logs/assignments.csv", "roster.csv")
        .replace("logs/recordings.csv", "recordings.csv")
        .replace("logs/justifications.csv", "justifications.csv");
    scene.write("audit.toml", text);
    scene.write("justifications.csv", "justification_id,officer_id,reason,filed_at\n");
    scene.scan(&[]).reported(0);
}

#[test]
fn init_makes_the_folder_that_it_is_given() {
    let scene = Scene::of_logs();
    assert_eq!(scene.run(&["init", "new/audit"]).code, Some(0));
    assert!(scene.read("new/audit/audit.toml").contains("[department]"));
    scene.run(&["scan", "new/audit"]).could_not_run(&["new/audit/audit.toml", "`footage`"]);
}

#[test]
fn init_never_overwrites() {
    let scene = Scene::of_logs();
    let before = scene.everything();
    scene.run(&["init"]).could_not_run(&["audit.toml", "there already"]);
    scene.run(&["init", "lightbar.csv"]).could_not_run(&["lightbar.csv"]);
    assert_eq!(before, scene.everything());
    fs::remove_file(scene.path().join("audit.toml")).unwrap();
    symlink("elsewhere.toml", scene.path().join("audit.toml")).unwrap();
    scene.run(&["init"]).could_not_run(&["audit.toml", "there already"]);
    assert!(!scene.path().join("elsewhere.toml").exists());
}
