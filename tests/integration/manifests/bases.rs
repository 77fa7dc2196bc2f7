//! What the names in a list are relative to: a namesake is never held against a hash that is not its own.

use std::path::Path;

use rstest::rstest;

use crate::support::archive::{Archive, sha256, texts};
use crate::support::library::{ArchivePath, Listing, find_manifests, walk};

/// An archive of these files with these contents; those named `SHA256SUMS` or `*.sha256` list what is given
/// as `content name` in each line.
fn archive(files: &[(&str, &str)]) -> Archive {
    files.iter().fold(Archive::new(), |archive, (path, content)| {
        if path.ends_with("SUMS") || path.ends_with(".sha256") {
            let rows = content.lines().map(|row| row.split_once(' ').unwrap());
            archive.file(path, rows.map(|(content, name)| sha256(content, name)).collect::<String>())
        } else {
            archive.file(path, content)
        }
    })
}

#[rstest]
#[case::own_folder(&[("night/c", "3"), ("night/SHA256SUMS", "3 c")], &["ok manifest night/c"], false)]
#[case::from_the_root(&[("night/c", "3"), ("meta/SHA256SUMS", "3 night/c")], &["ok manifest night/c"], true)]
#[case::climbing(&[("night/c", "3"), ("meta/SHA256SUMS", "3 ../night/c")], &["ok manifest night/c"], false)]
#[case::back_into_its_folder(&[("night/c", "3"), ("night/SHA256SUMS", "3 night/c")], &["ok manifest night/c"], true)]
#[case::back_into_its_folder_and_gone(
    &[("night/d", "4"), ("night/SHA256SUMS", "3 night/c\n4 ./night/d")],
    &["missing manifest night/c", "ok manifest night/d"],
    true
)]
#[case::back_into_its_folder_and_nothing_left(
    &[("x", "9"), ("night/SHA256SUMS", "3 night/c")],
    &["missing manifest night/c", "unlisted none x"],
    true
)]
#[case::some_gone(
    &[("a", "1"), ("b", "2"), ("meta/SHA256SUMS", "1 a\n2 b\n3 c")],
    &["ok manifest a", "ok manifest b", "missing manifest c"],
    true
)]
#[case::some_changed(
    &[("a", "x"), ("b", "2"), ("meta/SHA256SUMS", "1 a\n2 b")],
    &["changed manifest a", "ok manifest b"],
    true
)]
#[case::both_fit(
    &[("a", "1"), ("b", "2"), ("n/a", "3"), ("n/b", "4"), ("n/SHA256SUMS", "3 a\n4 b")],
    &["unlisted none a", "unlisted none b", "ok manifest n/a", "ok manifest n/b"],
    false
)]
#[case::as_many_here_as_there(
    &[("a", "1"), ("n/b", "2"), ("n/SHA256SUMS", "3 a\n2 b")],
    &["unlisted none a", "missing manifest n/a", "ok manifest n/b"],
    false
)]
#[case::one_namesake(
    &[("a", "9"), ("n/SHA256SUMS", "1 a\n2 b")],
    &["unlisted none a", "missing manifest n/a", "missing manifest n/b"],
    false
)]
#[case::nothing_but_namesakes(
    &[("a", "8"), ("b", "9"), ("n/SHA256SUMS", "1 a\n2 b")],
    &["unlisted none a", "unlisted none b", "missing manifest n/a", "missing manifest n/b"],
    false
)]
#[case::only_one_and_a_namesake(
    &[("a", "9"), ("n/SHA256SUMS", "1 a")],
    &["unlisted none a", "missing manifest n/a"],
    false
)]
#[case::only_one_and_moved(&[("a", "1"), ("n/SHA256SUMS", "1 a")], &["moved manifest a"], false)]
#[case::list_of_any_name(
    &[("a", "1"), ("b", "2"), ("meta/export.sha256", "1 a\n2 b")],
    &["ok manifest a", "ok manifest b"],
    true
)]
fn lists_in_folders(#[case] files: &[(&str, &str)], #[case] expected: &[&str], #[case] from_root: bool) {
    let archive = archive(files);
    assert_eq!(texts(&archive.verify().files), expected);
    let source = if from_root { "manifest-from-root" } else { "manifest" };
    assert_eq!(archive.report().inputs.iter().map(|input| input.source).collect::<Vec<_>>(), [source]);
}

#[rstest]
#[case::deleted(
    &[("1.mp4", "x"), ("1.mp4.sha256", "x 1.mp4"), ("n/1.mp4.sha256", "y 1.mp4")],
    &["ok manifest 1.mp4", "missing manifest n/1.mp4"]
)]
#[case::deleted_and_only_a_namesake_left(
    &[("1.mp4", "x"), ("n/1.mp4.sha256", "y 1.mp4")],
    &["unlisted none 1.mp4", "missing manifest n/1.mp4"]
)]
#[case::moved_to_the_root(&[("1.mp4", "y"), ("n/1.mp4.sha256", "y 1.mp4")], &["moved manifest 1.mp4"])]
#[case::moved_to_another_folder(&[("m/1.mp4", "y"), ("n/1.mp4.sha256", "y 1.mp4")], &["moved manifest m/1.mp4"])]
#[case::from_the_root(&[("n/1.mp4", "y"), ("n/1.mp4.sha256", "y n/1.mp4")], &["ok manifest n/1.mp4"])]
#[case::from_the_root_and_deleted(
    &[("n/2.mp4", "y"), ("n/1.mp4.sha256", "z n/1.mp4")],
    &["missing manifest n/1.mp4", "unlisted none n/2.mp4"]
)]
fn sidecars_in_folders(#[case] files: &[(&str, &str)], #[case] expected: &[&str]) {
    assert_eq!(texts(&archive(files).verify().files), expected);
}

/// The files of the list may well be there.
#[test]
fn what_could_not_be_looked_at_does_not_make_a_list_one_from_the_root() {
    let archive = archive(&[("x/a", "1"), ("x/b", "2"), ("n/SHA256SUMS", "1 x/a\n2 x/b")]);
    let mut listing = walk(&archive.root, &[]).unwrap();
    let from_root = |listing: &Listing| {
        let manifests = find_manifests(&archive.root, listing, None, Path::new("")).unwrap();
        manifests.files.iter().next().unwrap().from_root
    };
    assert!(from_root(&listing));
    listing.unreadable.push((ArchivePath::from_bytes(b"n/x"), "permission denied".to_owned()));
    assert!(!from_root(&listing));
}
