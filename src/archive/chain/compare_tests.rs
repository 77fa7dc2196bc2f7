use rstest::rstest;

use super::*;
use crate::archive::chain::examples::{Example, at, file};
use crate::archive::chain::record::Body;

/// `path=content`; `path!` cannot be read; `path?n` was not hashed and has n bytes.
fn disk(files: &[&str]) -> Table<ExaminedFile> {
    files
        .iter()
        .map(|text| {
            let end = text.find(['=', '!', '?']).unwrap();
            let (path, rest) = text.split_at(end);
            let rest = rest.trim_start_matches(['=', '!', '?']);
            let (size, bytes) = match text.as_bytes()[end] {
                b'=' => (rest.len() as u64, Bytes::Hashed(Digest::of(rest.as_bytes()))),
                b'?' => (rest.parse().unwrap(), Bytes::NotHashed),
                _ => (0, Bytes::Unreadable("permission denied".to_owned())),
            };
            ExaminedFile { path: ArchivePath::from_bytes(path.as_bytes()), size, bytes, video: None }
        })
        .collect()
}

fn chain(files: &[&str]) -> Chain {
    let sealed = files.iter().fold(Example::new("kcpd"), |example, text| {
        let (path, content) = text.split_once('=').unwrap();
        example.file(path, content.as_bytes())
    });
    sealed.read()
}

fn shown(checked: &[CheckedFile]) -> Vec<String> {
    checked
        .iter()
        .map(|file| {
            let record = file.record.map_or(String::new(), |seq| format!(" {seq}"));
            format!("{} {} {}{record}", file.path, file.status, file.checked_by)
        })
        .collect()
}

#[rstest]
#[case::same(&["a=1"], &["a=1"], &["a ok chain 1"])]
#[case::changed(&["a=1"], &["a=2"], &["a changed chain 1"])]
#[case::missing(&["a=1", "b=2"], &["b=2"], &["a missing chain 1", "b ok chain 2"])]
#[case::unlisted(&["a=1"], &["a=1", "b=2"], &["a ok chain 1", "b unlisted none"])]
#[case::unreadable(&["a=1"], &["a!", "b!"], &["a unreadable none 1", "b unreadable none"])]
#[case::not_hashed(&["a=1", "b=1"], &["a?1", "b?2", "c?3"], &["a unchecked none 1", "b changed chain 2", "c unlisted none"])]
#[case::moved(&["a=1"], &["b=1"], &["b moved chain 1"])]
#[case::copied(&["a=1"], &["a=1", "b=1"], &["a ok chain 1", "b duplicate chain 1"])]
#[case::moved_and_copied(&["a=1"], &["b=1", "c=1"], &["b moved chain 1", "c duplicate chain 1"])]
#[case::swapped(&["a=1", "b=2"], &["a=2", "b=1"], &["a changed chain 1", "b changed chain 2"])]
#[case::overwritten_but_kept_elsewhere(&["a=1"], &["a=2", "b=1"], &["a changed chain 1", "b moved chain 1"])]
#[case::sealed_twice_one_gone(&["a=1", "b=1"], &["a=1", "c=1"], &["a ok chain 1", "c moved chain 2"])]
#[case::sealed_twice_both_gone_one_found(&["a=1", "b=1"], &["c=1"], &["b missing chain 2", "c moved chain 1"])]
#[case::gone_comes_before_overwritten(&["a=1", "b=1"], &["a=2", "c=1"], &["a changed chain 1", "c moved chain 2"])]
#[case::chain_of_moves(&["a=1", "b=2"], &["b=1", "c=2"], &["a missing chain 1", "b changed chain 2", "c moved chain 2"])]
#[case::empty_files_are_nobodys_copy(&["a="], &["a=", "b="], &["a ok chain 1", "b unlisted none"])]
#[case::an_empty_file_that_is_gone_may_be_any(&["a="], &["b=", "c="], &["b moved chain 1", "c unlisted none"])]
#[case::gone_and_one_of_its_size_cannot_be_read(&["a=1", "b=22"], &["c?1"], &["a unchecked none 1", "b missing chain 2", "c unlisted none"])]
#[case::each_of_these_explains_one(&["a=1", "b=2"], &["c?1"], &["a unchecked none 1", "b missing chain 2", "c unlisted none"])]
#[case::gone_and_an_unreadable_one_of_its_size(&["a="], &["c!"], &["a unreadable none 1", "c unreadable none"])]
#[case::unsealed_copies(&["a=1"], &["a=1", "c=2", "b=2"], &["a ok chain 1", "b unlisted none", "c duplicate none"])]
fn statuses(#[case] sealed: &[&str], #[case] on_disk: &[&str], #[case] expected: &[&str]) {
    assert_eq!(shown(&compare(Some(&chain(sealed)), &disk(on_disk), &[], None)), expected);
}

#[rstest]
#[case(&["b=1", "a=1", "c=", "d=", "e!", "f?3"], &["a unlisted none", "b duplicate none", "c unlisted none", "d unlisted none", "e unreadable none", "f unlisted none"])]
#[case(&[], &[])]
fn without_a_chain_nothing_is_checked(#[case] on_disk: &[&str], #[case] expected: &[&str]) {
    assert_eq!(shown(&compare(None, &disk(on_disk), &[], None)), expected);
}

#[test]
fn what_follows_the_first_bad_line_is_not_sealed() {
    let broken = Example::new("kcpd").file("a", b"1").with_raw(b"{}\n").file("b", b"2");
    let checked = compare(Some(&broken.read()), &disk(&["a=1", "b=2"]), &[], None);
    assert_eq!(shown(&checked), ["a ok chain 1", "b unlisted none"]);
}

#[test]
fn refers_to_the_files_as_they_were_given() {
    let checked = compare(Some(&chain(&["a=1", "b=2"])), &disk(&["b=2", "x=3", "a=1"]), &[], None);
    let places: Vec<(String, Option<u32>)> =
        checked.iter().map(|f| (f.path.to_string(), f.examined.map(Ix::number))).collect();
    assert_eq!(places, [("a".to_owned(), Some(2)), ("b".to_owned(), Some(0)), ("x".to_owned(), Some(1))]);
}

#[rstest]
#[case::gone(&[], &["a unchecked chain 1"])]
#[case::still_there(&["a=1"], &["a purged-but-present chain 1"])]
#[case::there_under_another_name(&["b=1", "c=1"], &["b purged-but-present chain 1", "c purged-but-present chain 1"])]
#[case::not_hashed(&["a?1"], &["a purged-but-present none 1"])]
#[case::not_hashed_of_another_size(&["a?2"], &["a unlisted none", "a unchecked chain 1"])]
#[case::another_file_in_its_place(&["a=2"], &["a unlisted none", "a unchecked chain 1"])]
fn purged_files(#[case] on_disk: &[&str], #[case] expected: &[&str]) {
    let mut record = file(b"a", b"1", at(0));
    record.facts.category = Some("patrol".to_owned());
    record.facts.start = Some(at(0));
    let chain = Example::new("kcpd").with(Body::File(record)).purge(1, b"1").read();
    assert_eq!(shown(&compare(Some(&chain), &disk(on_disk), &[], None)), expected);
}

#[test]
fn a_path_that_was_purged_and_sealed_again_has_two_entries() {
    let chain = Example::new("kcpd").file("a", b"1").purge(1, b"1").file("a", b"2").read();
    let checked = compare(Some(&chain), &disk(&["a=2"]), &[], None);
    assert_eq!(shown(&checked), ["a purged-unauthorized chain 1", "a ok chain 3"]);
}

#[test]
fn bytes_that_were_purged_once_and_sealed_again_are_no_copy_of_the_purged() {
    let chain = Example::new("kcpd").file("a", b"1").purge(1, b"1").file("b", b"1").read();
    let checked = compare(Some(&chain), &disk(&["b=1", "c=1"]), &[], None);
    assert_eq!(shown(&checked), ["a purged-unauthorized chain 1", "b ok chain 3", "c duplicate chain 3"]);
}

#[test]
fn an_empty_file_that_was_purged_is_still_there() {
    let chain = Example::new("kcpd").file("a", b"").purge(1, b"").read();
    assert_eq!(shown(&compare(Some(&chain), &disk(&["a="]), &[], None)), ["a purged-but-present chain 1"]);
}

#[rstest]
#[case::below_it("folder", "unreadable none 1")]
#[case::it_itself("folder/a", "unreadable none 1")]
#[case::everything("", "unreadable none 1")]
#[case::beside_it("fold", "missing chain 1")]
#[case::elsewhere("other", "missing chain 1")]
fn what_lies_where_nobody_could_look_is_not_missing(#[case] unread: &str, #[case] expected: &str) {
    let unread = [(ArchivePath::from_bytes(unread.as_bytes()), "permission denied".to_owned())];
    let checked = compare(Some(&chain(&["folder/a=1"])), &Table::new(), &unread, None);
    assert_eq!(shown(&checked), [format!("folder/a {expected}")]);
}

/// Renamed and then sealed under the new name, or renamed back; not so, where both were sealed at once and one was
/// deleted, or where it was sealed again as somebody else's.
#[rstest]
#[case::sealed_again_later(60, None, "a moved chain 1")]
#[case::sealed_at_once(0, None, "a missing chain 1")]
#[case::as_somebody_elses(60, Some("BWC-2"), "a missing chain 1")]
fn renamed_and_sealed_again(#[case] later: i64, #[case] camera: Option<&str>, #[case] expected: &str) {
    let sealed = |path: &[u8], secs, camera: Option<&str>| {
        let mut record = file(path, b"1", at(secs));
        record.facts.camera = camera.map(Into::into);
        Body::File(record)
    };
    let example = Example::new("kcpd").with(sealed(b"a", 10, None)).with(sealed(b"b", 10 + later, camera));
    let checked = compare(Some(&example.read()), &disk(&["b=1"]), &[], None);
    assert_eq!(shown(&checked), [expected, "b ok chain 2"]);
}

#[test]
fn renamed_twice_or_back_and_sealed_each_time_nothing_is_missing() {
    let chain = ["a", "b", "c"].iter().fold(Example::new("kcpd"), |example, path| example.file(path, b"1")).read();
    let on_disk = |path: &str| shown(&compare(Some(&chain), &disk(&[path]), &[], None));
    assert_eq!(on_disk("c=1"), ["a moved chain 1", "b moved chain 2", "c ok chain 3"]);
    assert_eq!(on_disk("a=1"), ["a ok chain 1", "b moved chain 2", "c moved chain 3"]);
}
