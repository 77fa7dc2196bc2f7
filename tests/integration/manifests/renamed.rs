//! Files that lie elsewhere, or under another form of their name, than a list says.

use rstest::rstest;

use crate::support::archive::{Archive, line, sha256, texts};
use crate::support::library::{Algorithm, Examine, Silent, compare_with_manifests, examine, find_manifests, walk};

#[test]
fn renamed_files_are_recognised_by_their_bytes() {
    let list = sha256("1", "a") + &sha256("22", "old") + &line(Algorithm::Sha256, "", "empty");
    let archive = Archive::new().file("a", "1").file("copy", "1").file("new", "22").file("zero", "");
    let outcome = archive.file("SHA256SUMS", list).verify();
    assert_eq!(
        texts(&outcome.files),
        ["ok manifest a", "duplicate manifest copy", "moved manifest new", "moved manifest zero"]
    );
}

/// Listed and empty; empty on disk; what came of it.
#[rstest]
#[case::renamed(&["old"], &["new"], &["moved manifest new"])]
#[case::several(&["a", "b"], &["c", "d"], &["moved manifest c", "moved manifest d"])]
#[case::not_enough(&["a", "b"], &["c"], &["missing manifest b", "moved manifest c"])]
#[case::too_many(&["a"], &["b", "c"], &["moved manifest b", "unlisted none c"])]
#[case::one_stayed(&["a", "b"], &["a", "c"], &["ok manifest a", "moved manifest c"])]
#[case::no_copy(&["a"], &["a", "b"], &["ok manifest a", "unlisted none b"])]
#[case::other_bytes_in_its_place(&["full"], &["new"], &["changed manifest full", "unlisted none new"])]
fn empty_files(#[case] listed: &[&str], #[case] there: &[&str], #[case] expected: &[&str]) {
    for algorithm in [Algorithm::Sha256, Algorithm::Md5] {
        let list: String = listed.iter().map(|name| line(algorithm, "", name)).collect();
        let archive = Archive::new().file("list.txt", list).named("footage/list.txt");
        let archive = there.iter().fold(archive, |archive, name| archive.file(name, ""));
        let archive = if listed == ["full"] { archive.file("full", "x") } else { archive };
        assert_eq!(texts(&archive.verify().files), expected, "{algorithm}");
    }
}

/// The same name to a reader, other bytes to the disk: composed in the list and decomposed there, or the reverse.
#[rstest]
fn composed_and_decomposed_names(
    #[values(("\u{e9}", "e\u{301}"), ("e\u{301}", "\u{e9}"))] (listed, there): (&str, &str),
    #[values("", "1")] content: &str,
) {
    let outcome = Archive::new().file(there, content).file("SHA256SUMS", sha256(content, listed)).verify();
    assert_eq!(texts(&outcome.files), [format!("moved manifest {there}")]);
    let outcome = Archive::new().file(there, "other").file("SHA256SUMS", sha256(content, listed)).verify();
    assert_eq!((texts(&outcome.files), outcome.exit_code), (vec![format!("changed manifest {there}").as_str()], 1));
    let summary = format!("changed {there}: the file holds other bytes than are listed (footage/SHA256SUMS:1)\n");
    assert_eq!(outcome.summaries, summary);
    // listed in both forms, as where the system knew no difference
    let both = sha256(content, listed) + &sha256(content, there);
    let outcome = Archive::new().file(there, content).file("SHA256SUMS", both).verify();
    assert_eq!((texts(&outcome.files), outcome.exit_code), (vec![format!("ok manifest {there}").as_str()], 0));
    // two files, of which one is gone
    let both = sha256("0", listed) + &sha256(content, there);
    let outcome = Archive::new().file(there, content).file("SHA256SUMS", both).verify();
    assert_eq!(texts(&outcome.findings), [format!("high missing {listed}")]);
    // not hashed, a file that is there in one form is not missing in the other
    let archive = Archive::new().file(there, content).file("SHA256SUMS", sha256(content, listed));
    let listing = walk(&archive.root, &[]).unwrap();
    let manifests = find_manifests(&archive.root, &listing, None, &archive.root).unwrap();
    let examined = examine(&archive.root, &listing.files, Examine { hash: false, probe: false }, &Silent);
    let checksums = examined.iter().map(|_| Vec::new()).collect();
    let compared = compare_with_manifests(&manifests, &listing, &examined.into(), &checksums);
    let files: Vec<_> = compared.files.iter().map(|file| format!("{} {}", file.status, file.path)).collect();
    assert_eq!(files, [format!("unchecked {there}")]);
}
