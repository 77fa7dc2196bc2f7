//! `inspect`: what can be read from a file, each field with its source, and no more than was asked for.

use std::fs;
use std::os::unix::fs::symlink;

use rstest::rstest;
use serde_json::Value;

use crate::support::program::run;
use crate::support::scene::Scene;

#[test]
fn a_video_is_shown_field_by_field_with_the_source_of_each() {
    let ran = run(["inspect", "fixtures/videos/plain.mp4"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn the_same_as_json() {
    let ran = run(["inspect", "fixtures/videos/plain.mp4", "fixtures/videos/plain.ts", "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(ran.stdout.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn several_files_come_in_the_order_they_were_named_at_any_jobs() {
    let files = ["plain.ts", "audio-only.mp4", "make.sh", "encrypted.mp4", "plain.ts"];
    let paths: Vec<String> = files.iter().map(|file| format!("fixtures/videos/{file}")).collect();
    let with = |jobs| {
        let mut args = vec!["inspect", "--jobs", jobs];
        args.extend(paths.iter().map(String::as_str));
        run(&args).stdout
    };
    let one = with("1");
    assert_eq!(one, with("8"));
    let headings: Vec<&str> = one.lines().filter(|line| line.starts_with("fixtures")).collect();
    assert_eq!(headings, paths);
    assert!(one.contains("no ending of a video"), "{one}");
}

#[test]
fn what_is_cut_short_says_so() {
    let scene = Scene::with_archive();
    let bytes = fs::read(scene.path().join("footage/one.mp4")).unwrap();
    scene.write("short.mp4", &bytes[..bytes.len() / 2]);
    scene.write("empty.mp4", "");
    let ran = scene.run(&["inspect", "short.mp4", "empty.mp4"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("truncated") && ran.stdout.contains("damaged"), "{}", ran.stdout);
    assert!(ran.stdout.contains("unknown"), "{}", ran.stdout);
}

#[test]
fn a_link_and_a_pipe_are_named_and_never_opened() {
    let scene = Scene::with_archive();
    symlink("footage/one.mp4", scene.path().join("link.mp4")).unwrap();
    symlink("footage", scene.path().join("folder")).unwrap();
    let ran = scene.bash("mkfifo pipe.mp4; exec timeout 20 $PROGRAM inspect link.mp4 pipe.mp4 footage/one.mp4");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(3), ""), "{ran:?}");
    assert!(ran.stdout.contains("symbolic-link: ") && ran.stdout.contains("special-file: "), "{}", ran.stdout);
    assert!(ran.stdout.contains("readable"), "the third was read all the same: {}", ran.stdout);
    let ran = scene.run(&["inspect", "folder/one.mp4", "link.mp4", "--format", "json"]);
    assert_eq!(ran.code, Some(3));
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(json["files"][0]["status"], "read");
    assert_eq!(json["files"][0]["fields"][0]["name"], "real_path");
    assert!(json["files"][0]["fields"][0]["value"].as_str().unwrap().ends_with("/footage/one.mp4"));
    assert_eq!(json["files"][1]["status"], "symbolic-link");
    assert_eq!(json["files"][1]["fields"], Value::Array(Vec::new()));
}

#[rstest]
#[case("missing.mp4", &["missing.mp4", "not there"])]
#[case("footage", &["footage", "folder", "footage-audit verify footage"])]
fn a_name_that_leads_to_no_file_is_refused(#[case] name: &str, #[case] words: &[&str]) {
    let scene = Scene::with_archive();
    scene.run(&["inspect", "footage/one.mp4", name]).could_not_run(words);
}

#[test]
fn names_of_any_bytes_are_shown_in_one_line() {
    let scene = Scene::of_logs();
    scene.video(b"a\nb\xe9\\.mp4");
    let ran = scene.bash("$PROGRAM inspect a*");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.starts_with("a\\nb\\xe9\\\\.mp4\n"), "{}", ran.stdout);
}
