use super::*;
use rstest::{fixture, rstest};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use tempfile::TempDir;

const OURS: &[u8] = br#"{"program": "footage-audit"}"#;

#[fixture]
fn place() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn fill(out: &OutDir, text: &str) {
    out.write("findings.csv", |file| Ok(file.write_all(text.as_bytes())?)).unwrap();
    out.write("run.json", |file| Ok(file.write_all(OURS)?)).unwrap();
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Makes an output, and says that nothing else is left beside it.
fn replaced(place: &TempDir, dir: &Path, text: &str) {
    let beside = names(place.path());
    let out = OutDir::prepare(dir).unwrap();
    fill(&out, text);
    out.publish().unwrap();
    assert_eq!(names(dir), ["findings.csv", "run.json"]);
    assert_eq!(fs::read_to_string(dir.join("findings.csv")).unwrap(), text);
    let mut after = names(place.path());
    after.retain(|name| !beside.contains(name) && name != "out" && name != "a");
    assert_eq!(after, Vec::<String>::new());
}

#[rstest]
#[case::absent("out")]
#[case::trailing_slash("out/")]
#[case::missing_parents("a/b/out")]
#[case::dot("./out/.")]
fn an_absent_folder_is_made(place: TempDir, #[case] dir: &str) {
    replaced(&place, &place.path().join(dir), "first");
}

#[rstest]
fn an_empty_folder_is_filled(place: TempDir) {
    let dir = place.path().join("out");
    fs::create_dir(&dir).unwrap();
    replaced(&place, &dir, "first");
}

#[rstest]
fn an_earlier_output_is_replaced_whole(place: TempDir) {
    let dir = place.path().join("out");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("run.json"), OURS).unwrap();
    fs::write(dir.join("rejected.csv"), "from last night").unwrap();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o750)).unwrap();
    replaced(&place, &dir, "tonight");
    assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o750);
    replaced(&place, &dir, "tomorrow");
}

#[rstest]
fn a_link_stays_and_its_folder_is_replaced(place: TempDir) {
    let (dir, link) = (place.path().join("nightly"), place.path().join("latest"));
    fs::create_dir(&dir).unwrap();
    symlink("nightly", &link).unwrap();
    replaced(&place, &link, "first");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(names(&dir), ["findings.csv", "run.json"]);
}

#[rstest]
#[case::a_foreign_file(&[("notes.txt", b"mine".as_slice())], "notes.txt")]
#[case::a_foreign_file_in_an_output(&[("run.json", OURS), ("zz.txt", b"mine")], "zz.txt")]
#[case::a_foreign_run_json(&[("run.json", b"{}".as_slice())], "run.json")]
#[case::csv_without_run_json(&[("findings.csv", b"mine".as_slice())], "findings.csv")]
fn a_folder_with_anything_else_is_left_alone(
    place: TempDir,
    #[case] files: &[(&str, &[u8])],
    #[case] in_the_way: &str,
) {
    let dir = place.path().join("out");
    fs::create_dir(&dir).unwrap();
    for (name, bytes) in files {
        fs::write(dir.join(name), bytes).unwrap();
    }
    let error = OutDir::prepare(&dir).unwrap_err();
    assert!(matches!(&error, OutDirError::Foreign { foreign, .. } if foreign == in_the_way), "{error}");
    assert_eq!(names(&dir).len(), files.len());
    for (name, bytes) in files {
        assert_eq!(fs::read(dir.join(name)).unwrap(), *bytes);
    }
    assert_eq!(names(place.path()), ["out"]);
}

#[rstest]
fn a_folder_named_like_a_file_of_ours_is_foreign(place: TempDir) {
    fs::create_dir_all(place.path().join("out/findings.csv")).unwrap();
    assert!(matches!(OutDir::prepare(&place.path().join("out")), Err(OutDirError::Foreign { .. })));
}

/// Everything below a folder, with `/`, in order.
fn below(dir: &Path) -> Vec<String> {
    let mut paths: Vec<String> = walkdir::WalkDir::new(dir)
        .min_depth(1)
        .into_iter()
        .map(|entry| entry.unwrap().path().strip_prefix(dir).unwrap().to_str().unwrap().to_owned())
        .collect();
    paths.sort();
    paths
}

#[rstest]
fn folders_of_an_earlier_split_are_replaced_whole(place: TempDir) {
    let dir = place.path().join("out");
    let write = |folder, part: &str| {
        let out = OutDir::prepare(&dir).unwrap();
        fill(&out, "whole");
        out.write_part(folder, part, "findings.csv", |file| Ok(file.write_all(part.as_bytes())?)).unwrap();
        out.write_part(folder, part, "report.html", |file| Ok(file.write_all(part.as_bytes())?)).unwrap();
        out.publish().unwrap();
    };
    write(SplitBy::Supervisor, "S-100");
    write(SplitBy::Unit, "East Patrol");
    let expected = [
        "by-unit",
        "by-unit/East Patrol",
        "by-unit/East Patrol/findings.csv",
        "by-unit/East Patrol/report.html",
        "findings.csv",
        "run.json",
    ];
    assert_eq!(below(&dir), expected);
    assert_eq!(names(place.path()), ["out"]);
    replaced(&place, &dir, "without a split");
}

#[rstest]
fn dropped_it_takes_the_folders_of_a_split_away(place: TempDir) {
    let out = OutDir::prepare(&place.path().join("out")).unwrap();
    out.write_part(SplitBy::Unit, "East", "findings.csv", |_| Ok(())).unwrap();
    drop(out);
    assert_eq!(names(place.path()), Vec::<String>::new());
}

#[rstest]
#[case::a_file_among_the_parts("by-supervisor/notes.txt")]
#[case::a_file_in_a_part("by-supervisor/S-100/notes.txt")]
#[case::a_folder_in_a_part("by-unit/East/findings.csv/x")]
#[case::another_folder("by-camera/x")]
fn what_is_foreign_in_a_split_is_left_alone(place: TempDir, #[case] path: &str) {
    let dir = place.path().join("out");
    fs::create_dir_all(dir.join(path).parent().unwrap()).unwrap();
    fs::write(dir.join("run.json"), OURS).unwrap();
    fs::write(dir.join(path), "mine").unwrap();
    let error = OutDir::prepare(&dir).unwrap_err();
    assert!(matches!(&error, OutDirError::Foreign { foreign, .. } if path.starts_with(foreign.as_str())), "{error}");
    assert_eq!(fs::read_to_string(dir.join(path)).unwrap(), "mine");
}

#[rstest]
fn a_link_in_the_place_of_a_part_is_foreign(place: TempDir) {
    let (dir, elsewhere) = (place.path().join("out"), place.path().join("elsewhere"));
    fs::create_dir_all(dir.join("by-unit")).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    fs::write(dir.join("run.json"), OURS).unwrap();
    symlink(&elsewhere, dir.join("by-unit/East")).unwrap();
    assert!(matches!(OutDir::prepare(&dir), Err(OutDirError::Foreign { .. })));
}

#[rstest]
#[case("..")]
#[case("a/b")]
#[case("/etc")]
#[case("")]
#[case(".")]
fn a_part_is_one_plain_name(place: TempDir, #[case] part: &str) {
    let out = OutDir::prepare(&place.path().join("out")).unwrap();
    assert!(matches!(out.write_part(SplitBy::Unit, part, "findings.csv", |_| Ok(())), Err(OutDirError::Format { .. })));
}

#[rstest]
fn what_is_no_folder_is_refused(place: TempDir) {
    let (file, dangling) = (place.path().join("file"), place.path().join("dangling"));
    fs::write(&file, "mine").unwrap();
    symlink("nowhere", &dangling).unwrap();
    assert!(matches!(OutDir::prepare(&file), Err(OutDirError::NotAFolder(_))));
    assert!(matches!(OutDir::prepare(&dangling), Err(OutDirError::NotAFolder(_))));
    assert!(matches!(OutDir::prepare(&file.join("out")), Err(OutDirError::Io { .. })));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(names(place.path()), ["dangling", "file"]);
}

#[test]
fn a_mount_point_is_refused_before_the_work() {
    // /proc is one on every Linux; it is also not empty, so the order of the two refusals does not matter
    assert!(OutDir::prepare(Path::new("/proc")).is_err());
    assert!(matches!(refuse_mount_point(Path::new("/proc"), Path::new("/")), Err(OutDirError::MountPoint(_))));
}

#[test]
fn an_unwritable_place_fails_before_the_work() {
    // nobody, root included, can make a folder there
    assert!(matches!(OutDir::prepare(Path::new("/proc/out")), Err(OutDirError::Io { .. })));
}

#[rstest]
fn dropped_it_leaves_everything_as_it_was(place: TempDir) {
    let dir = place.path().join("out");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("run.json"), OURS).unwrap();
    let out = OutDir::prepare(&dir).unwrap();
    fill(&out, "half");
    assert_eq!(names(place.path()).len(), 2);
    drop(out);
    assert_eq!(names(place.path()), ["out"]);
    assert_eq!(names(&dir), ["run.json"]);
}

#[rstest]
fn a_writer_that_fails_leaves_nothing_behind(place: TempDir) {
    let dir = place.path().join("out");
    let out = OutDir::prepare(&dir).unwrap();
    assert!(out.write("files.csv", |_| Err(io::Error::from(io::ErrorKind::StorageFull).into())).is_err());
    drop(out);
    assert_eq!(names(place.path()), Vec::<String>::new());
}

#[rstest]
fn what_came_in_meanwhile_is_not_lost(place: TempDir) {
    let dir = place.path().join("out");
    let out = OutDir::prepare(&dir).unwrap();
    fill(&out, "first");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("notes.txt"), "mine").unwrap();
    assert!(matches!(out.publish(), Err(OutDirError::Foreign { .. })));
    assert_eq!(names(&dir), ["notes.txt"]);
    assert_eq!(names(place.path()), ["out"]);
}

#[rstest]
fn two_runs_at_once_do_not_share_a_temporary(place: TempDir) {
    let dir = place.path().join("out");
    let (one, other) = (OutDir::prepare(&dir).unwrap(), OutDir::prepare(&dir).unwrap());
    fill(&one, "one");
    fill(&other, "other");
    one.publish().unwrap();
    other.publish().unwrap();
    assert_eq!(fs::read_to_string(dir.join("findings.csv")).unwrap(), "other");
    assert_eq!(names(place.path()), ["out"]);
}

#[rstest]
fn folders_change_places_in_steps_too(place: TempDir) {
    let (new, old) = (place.path().join("new"), place.path().join("old"));
    for dir in [&new, &old] {
        fs::create_dir(dir).unwrap();
        fs::write(dir.join("name"), dir.as_os_str().as_encoded_bytes()).unwrap();
    }
    exchange_in_steps(&new, &old).unwrap();
    assert_eq!(fs::read(old.join("name")).unwrap(), new.as_os_str().as_encoded_bytes());
    assert_eq!(fs::read(new.join("name")).unwrap(), old.as_os_str().as_encoded_bytes());
    assert_eq!(names(place.path()), ["new", "old"]);
}

#[rstest]
fn a_step_that_fails_is_undone(place: TempDir) {
    let old = place.path().join("old");
    fs::create_dir(&old).unwrap();
    assert!(exchange_in_steps(&place.path().join("not there"), &old).is_err());
    assert_eq!(names(place.path()), ["old"]);
}

#[rstest]
fn a_relative_path_is_taken_from_here(place: TempDir) {
    // the current folder is the package's, which holds what is not ours
    let error = OutDir::prepare(Path::new("src/..")).unwrap_err();
    assert!(matches!(error, OutDirError::Foreign { .. }), "{error}");
    let here = std::env::current_dir().unwrap();
    let up: PathBuf = here.components().skip(1).map(|_| "..").collect();
    let dir = up.join(place.path().strip_prefix("/").unwrap()).join("out");
    assert!(dir.is_relative());
    let out = OutDir::prepare(&dir).unwrap();
    assert!(out.target.is_absolute());
    fill(&out, "first");
    out.publish().unwrap();
    assert_eq!(names(&place.path().join("out")), ["findings.csv", "run.json"]);
}
