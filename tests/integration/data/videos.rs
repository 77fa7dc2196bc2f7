//! Videos in an archive that nobody can place: each may be the recording that is missing.

use std::fs;
use std::path::Path;

use rstest::rstest;

use super::department::{Data, Plan};
use super::{seen, test_name};

fn department() -> Data {
    let mut data = Plan::small(1).data();
    data.miss_percent(15);
    data
}

/// An archive with one video, whose name may say whose it is.
fn with_video(folder: &Path, name: &str) {
    fs::create_dir_all(folder.join("archive")).unwrap();
    let video = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/videos/plain.ts");
    fs::copy(video, folder.join("archive").join(name)).unwrap();
    let audit_file = fs::read_to_string(folder.join("audit.toml")).unwrap();
    let archive = "[[archive]]\nroot = 'archive'\nfile-name = '(?<camera>BWC-\\d+)_\\w+\\.ts$'\n\n";
    let (department, rest) = audit_file.split_once("[[").unwrap();
    fs::write(folder.join("audit.toml"), format!("{department}{archive}[[{rest}")).unwrap();
}

const OF_CAMERA: &str = "BWC-0002_clip.ts";
const OF_NOBODY: &str = "clip.ts";

/// A transport stream says nothing of when it was made.
#[test]
fn of_a_camera_it_speaks_for_that_camera_alone() {
    let mut data = department();
    data.edits.push(|folder| with_video(folder, OF_CAMERA));
    let seen = seen(&test_name(), &data);
    let of_camera = |key: &super::Miss| data.tours_of(&key.1).iter().all(|tour| tour.camera == "BWC-0002");
    let missed: Vec<_> = seen.rows.iter().filter(|row| data.misses.contains(&row.key)).collect();
    let (own, others): (Vec<_>, Vec<_>) = missed.into_iter().partition(|row| of_camera(&row.key));
    assert!(own.len() >= 2 && others.len() >= 20, "{} and {}", own.len(), others.len());
    assert!(own.iter().all(|row| row.reason == "unplaced-video"), "{own:?}");
    assert!(others.iter().all(|row| row.reason != "unplaced-video"), "{others:?}");
    assert_eq!(seen.exit, 0, "{:?}", seen.incomplete);
}

#[rstest]
fn of_nobody_it_clears_nobody_and_makes_nobody_sure(#[values(false, true)] is_there: bool) {
    let mut data = department();
    if is_there {
        data.edits.push(|folder| with_video(folder, OF_NOBODY));
    }
    let seen = seen(&format!("{}-{is_there}", test_name()), &data);
    let accused: Vec<_> = seen.rows.iter().filter(|row| row.outcome == "unexplained").collect();
    assert!(accused.len() * 20 >= data.misses.len() * 19, "{} of {}", accused.len(), data.misses.len());
    assert_eq!(accused.iter().all(|row| row.confidence == "low"), is_there, "{accused:?}");
    assert_eq!(seen.exit, if is_there { 3 } else { 0 }, "{:?}", seen.incomplete);
    assert_eq!(seen.codes.contains_key("unplaced-video"), is_there);
}
