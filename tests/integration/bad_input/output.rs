//! Places that cannot take a report (contract, "The folder"): exit 2 before the long work, and nothing has changed.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use rstest::rstest;

use crate::support::library::files_of_an_output;
use crate::support::machine::where_permissions_count;
use crate::support::scene::Scene;

#[track_caller]
fn refused(scene: &Scene, out: &str, words: &[&str]) {
    let before = scene.everything();
    let ran = scene.scan(&["--out", out]);
    ran.could_not_run(words);
    ran.says(&["--out", out]);
    assert_eq!(before, scene.everything(), "something changed");
}

#[test]
fn a_folder_with_foreign_files_is_left_alone() {
    let scene = Scene::of_logs();
    scene.write("mine/notes.txt", "precious");
    refused(&scene, "mine", &["notes.txt", "no earlier output", "an empty or a new folder"]);
    scene.write("other/run.json", "{}");
    refused(&scene, "other", &["run.json"]);
    // an earlier output with something in it that was put there since
    scene.scan(&["--out", "out"]).reported(0);
    scene.write("out/notes.txt", "precious");
    refused(&scene, "out", &["notes.txt"]);
    // the folder of the audit itself
    refused(&scene, ".", &["audit.toml"]);
}

#[test]
fn a_file_or_a_dangling_link_is_no_folder() {
    let scene = Scene::of_logs();
    scene.write("file", "precious");
    refused(&scene, "file", &["no folder"]);
    refused(&scene, "file/out", &["ot a directory"]);
    symlink("nowhere", scene.path().join("link")).unwrap();
    refused(&scene, "link", &["no folder"]);
}

#[test]
fn a_place_that_cannot_be_written_is_said_at_once() {
    // not even root can make a folder here
    refused(&Scene::of_logs(), "/proc/out", &["cannot write beside it"]);
    where_permissions_count("bad_input::output::a_place_that_cannot_be_written_is_said_at_once", || {
        let scene = Scene::of_logs();
        let locked = scene.path().join("locked");
        fs::create_dir(&locked).unwrap();
        fs::set_permissions(&locked, PermissionsExt::from_mode(0o555)).unwrap();
        refused(&scene, "locked/out", &["ermission denied"]);
    });
}

#[rstest]
#[case::new("footage/out")]
#[case::deep("footage/a/b/out")]
#[case::the_root_itself("footage")]
#[case::through_dots("elsewhere/../footage/out")]
#[case::through_a_link("link/out")]
fn inside_an_archive_it_would_be_found_as_footage(#[case] out: &str) {
    let scene = Scene::with_archive();
    fs::create_dir(scene.path().join("elsewhere")).unwrap();
    symlink("footage", scene.path().join("link")).unwrap();
    refused(&scene, out, &["lies in the archive", "footage"]);
    let before = scene.everything();
    scene.run(&["verify", "footage", "--out", out]).could_not_run(&["--out", "lies in the archive"]);
    assert_eq!(before, scene.everything());
}

#[test]
fn what_dots_lead_back_from_has_to_be_there() {
    let scene = Scene::with_archive();
    refused(&scene, "absent/../footage/out", &["not there", "`..`"]);
    refused(&scene, "absent/..", &["not there", "`..`"]);
}

#[test]
fn an_earlier_output_an_empty_and_a_new_folder_are_taken() {
    let scene = Scene::of_logs();
    fs::create_dir(scene.path().join("out")).unwrap();
    for out in ["out", "out", "new", "deep/er/new", "out/"] {
        scene.scan(&["--out", out]).reported(0);
        let mut names: Vec<_> =
            fs::read_dir(scene.path().join(out)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        // `changes.csv` comes only with --previous.
        let mut expected: Vec<_> = files_of_an_output().filter(|name| *name != "changes.csv").collect();
        expected.sort_unstable();
        assert_eq!(names, expected);
    }
    // and no temporary is left
    let left = scene.everything().into_iter().filter(|(path, _)| path.to_string_lossy().contains(".tmp-")).count();
    assert_eq!(left, 0);
}

#[test]
fn an_audit_that_cannot_run_leaves_the_earlier_output() {
    let scene = Scene::of_logs();
    scene.scan(&["--out", "out"]).reported(0);
    scene.write("lightbar.csv", "event_id\n");
    let before = scene.everything();
    scene.scan(&["--out", "out"]).could_not_run(&["lightbar.csv"]);
    assert_eq!(before, scene.everything());
}
