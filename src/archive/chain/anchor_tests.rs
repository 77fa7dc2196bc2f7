use rstest::rstest;

use super::*;
use crate::archive::chain::examples::Example;
use crate::archive::chain::note::PrivateKey;

fn sample() -> Example {
    Example::new("kcpd").file("a", b"1").file("b", b"2").file("c", b"3")
}

fn checkpoint_of(example: &Example, size: u64) -> Checkpoint {
    Checkpoint { origin: "kcpd".to_owned(), size, root: example.read().root(size).unwrap() }
}

fn anchors(checkpoints: Vec<Checkpoint>) -> Anchors {
    let usable =
        checkpoints.into_iter().map(|checkpoint| (format!("anchor-{}", checkpoint.size), checkpoint)).collect();
    Anchors { usable, faults: Vec::new(), named: true }
}

fn without_last_lines(example: &Example, lines: usize) -> Vec<u8> {
    let all = example.lines();
    all[..all.len() - lines].concat()
}

fn read(bytes: &[u8]) -> Chain {
    read::read_lines(bytes, crate::archive::chain::examples::at(86_400)).unwrap()
}

fn codes(anchored: &Anchored) -> Vec<&'static str> {
    anchored.faults.iter().map(|fault| code_of(fault.problem)).collect()
}

/// Attacks on the chain, each with the anchor that was taken before (4 lines): verdict, covered size, codes.
#[rstest]
#[case::untouched(sample().bytes, ChainVerdict::Intact, Some(4), &[])]
#[case::extended(sample().file("d", b"4").bytes, ChainVerdict::Intact, Some(4), &[])]
#[case::truncated(without_last_lines(&sample(), 1), ChainVerdict::Truncated, None, &["chain-truncated"])]
#[case::torn(sample().bytes[..sample().bytes.len() - 1].to_vec(), ChainVerdict::Truncated, None, &["chain-truncated"])]
#[case::torn_after_the_anchor(sample().with_raw(b"{").bytes, ChainVerdict::TornTail, Some(4), &[])]
#[case::rebuilt(Example::new("kcpd").file("a", b"1").file("b", b"x").file("c", b"3").bytes, ChainVerdict::Forked, None, &["chain-forked"])]
#[case::rebuilt_shorter(Example::new("kcpd").file("a", b"1").file("c", b"3").bytes, ChainVerdict::Truncated, None, &["chain-truncated"])]
#[case::last_record_forged(Example::new("kcpd").file("a", b"1").file("b", b"2").file("c", b"x").bytes, ChainVerdict::Forked, None, &["chain-forked"])]
#[case::another_archive(Example::new("other").file("a", b"1").file("b", b"2").file("c", b"3").bytes, ChainVerdict::Forked, None, &["chain-forked"])]
#[case::broken_before(sample().bytes.replacen_line(2, b"{}\n"), ChainVerdict::Broken, None, &[])]
#[case::broken_after(sample().with_raw(b"{}\n").bytes, ChainVerdict::Broken, Some(4), &[])]
#[case::empty(Vec::new(), ChainVerdict::Broken, None, &[])]
fn against_an_anchor(
    #[case] bytes: Vec<u8>,
    #[case] verdict: ChainVerdict,
    #[case] up_to: Option<u64>,
    #[case] expected: &[&str],
) {
    let anchored = hold(&read(&bytes), &anchors(vec![checkpoint_of(&sample(), 4)]));
    assert_eq!((anchored.verdict, anchored.up_to), (verdict, up_to));
    assert_eq!(codes(&anchored), expected);
    assert_eq!(anchored.beyond_break.is_empty(), verdict != ChainVerdict::Broken || up_to.is_some());
}

trait ReplaceLine {
    fn replacen_line(self, line: usize, new: &[u8]) -> Self;
}

impl ReplaceLine for Vec<u8> {
    fn replacen_line(self, line: usize, new: &[u8]) -> Self {
        let mut lines: Vec<Self> = self.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
        lines[line] = new.to_vec();
        lines.concat()
    }
}

#[test]
fn all_anchors_must_hold_and_the_largest_that_does_covers() {
    let chain = sample().read();
    let (old, new) = (checkpoint_of(&sample(), 2), checkpoint_of(&sample(), 3));
    assert_eq!(hold(&chain, &anchors(vec![old.clone(), new.clone()])).up_to, Some(3));
    let other = checkpoint_of(&Example::new("kcpd").file("x", b"x"), 2);
    let anchored = hold(&chain, &anchors(vec![new, other]));
    assert_eq!(
        (anchored.verdict, anchored.up_to, codes(&anchored)),
        (ChainVerdict::Forked, Some(3), vec!["chain-forked"])
    );
    let nothing = hold(&chain, &Anchors::default());
    assert_eq!((nothing.verdict, nothing.up_to, nothing.faults.len()), (ChainVerdict::Intact, None, 0));
}

/// A folder `archive` beside the folder `kept`, with a key and anchors of the sample chain.
struct Kept(tempfile::TempDir);

impl Kept {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["archive", "kept"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let kept = Self(folder);
        let text = checkpoint_of(&sample(), 4).to_string();
        let key = PrivateKey::parse(include_str!("testdata/key.pem")).unwrap();
        let signed = key.sign(&text, "kcpd").unwrap();
        kept.put("kept/plain", &text);
        kept.put("kept/signed", &signed);
        kept.put("kept/edited", &signed.replacen("\n4\n", "\n3\n", 1));
        kept.put("kept/zero", "kcpd\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
        kept.put("kept/empty", "");
        kept.put("kept/note", "not a checkpoint\n");
        kept.put("kept/long", &"x".repeat(70_000));
        kept.put("kept/key.pem", include_str!("testdata/key.pub.pem"));
        kept.put("kept/other.pem", include_str!("testdata/other.pub.pem"));
        kept.put("kept/vkey", &key.verifier_key("kcpd"));
        kept.put("archive/signed", &signed);
        kept.put("archive/key.pem", include_str!("testdata/key.pub.pem"));
        std::os::unix::fs::symlink(kept.path("archive/signed"), kept.path("kept/link")).unwrap();
        kept
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, anchor: Option<&str>, key: Option<&str>) -> Anchors {
        let root = self.path("archive");
        let glob = anchor.map(|name| self.path(name).display().to_string());
        let key = key.map(|name| self.path(name));
        let settings =
            AnchorSettings { glob: glob.as_deref(), files: &[], public_key: key.as_deref(), roots: &[root.as_path()] };
        read_anchors(&settings)
    }
}

#[rstest]
#[case::plain(Some("kept/plain"), None)]
#[case::signed_and_no_key(Some("kept/signed"), None)]
#[case::signed(Some("kept/signed"), Some("kept/key.pem"))]
#[case::verifier_key(Some("kept/signed"), Some("kept/vkey"))]
#[case::glob(Some("kept/si*"), Some("kept/key.pem"))]
fn usable(#[case] anchor: Option<&str>, #[case] key: Option<&str>) {
    let anchors = Kept::new().read(anchor, key);
    assert_eq!(anchors.faults, []);
    assert_eq!(anchors.usable.len(), 1);
    assert_eq!(hold(&sample().read(), &anchors).up_to, Some(4));
}

#[rstest]
#[case::gone(Some("kept/none"), None, "chain-anchor-unusable", "no such file is there")]
#[case::gone_glob(Some("kept/*.checkpoint"), None, "chain-anchor-unusable", "no such file is there")]
#[case::bad_glob(Some("kept/***"), None, "chain-anchor-unusable", "it is no glob")]
#[case::a_folder(Some("kept"), None, "chain-anchor-unusable", "is not a regular file")]
#[case::empty(Some("kept/empty"), None, "chain-anchor-unusable", "it is empty")]
#[case::malformed(Some("kept/note"), None, "chain-anchor-unusable", "it has not the three lines")]
#[case::too_long(Some("kept/long"), None, "chain-anchor-unusable", "it is longer than 64 KiB")]
#[case::size_0(Some("kept/zero"), None, "chain-anchor-unusable", "its size is 0")]
#[case::inside(Some("archive/signed"), None, "chain-anchor-unusable", "it lies inside the archive")]
#[case::inside_by_link(Some("kept/link"), None, "chain-anchor-unusable", "it lies inside the archive")]
#[case::inside_by_dots(Some("kept/../archive/signed"), None, "chain-anchor-unusable", "it lies inside the archive")]
#[case::unsigned(Some("kept/plain"), Some("kept/key.pem"), "chain-anchor-unusable", "it is not signed")]
#[case::wrong_key(
    Some("kept/signed"),
    Some("kept/other.pem"),
    "chain-signature-invalid",
    "no signature of the named key fits it"
)]
#[case::edited(
    Some("kept/edited"),
    Some("kept/key.pem"),
    "chain-signature-invalid",
    "no signature of the named key fits it"
)]
#[case::key_gone(
    Some("kept/signed"),
    Some("kept/none"),
    "chain-anchor-unusable",
    "the key cannot be used: it cannot be read"
)]
#[case::key_malformed(
    Some("kept/signed"),
    Some("kept/note"),
    "chain-anchor-unusable",
    "the key cannot be used: it is not an Ed25519 public key"
)]
#[case::key_inside(
    Some("kept/signed"),
    Some("archive/key.pem"),
    "chain-anchor-unusable",
    "the key cannot be used: it lies inside the archive"
)]
#[case::key_alone(None, Some("kept/key.pem"), "chain-anchor-unusable", "a key is named, but no anchor")]
fn never_passed_over(#[case] anchor: Option<&str>, #[case] key: Option<&str>, #[case] code: &str, #[case] why: &str) {
    let anchors = Kept::new().read(anchor, key);
    assert!(anchors.named && anchors.usable.is_empty());
    let [fault] = anchors.faults.as_slice() else { panic!("{:?}", anchors.faults) };
    assert_eq!(code_of(fault.problem), code);
    assert!(fault.why.contains(why), "{}", fault.why);
    assert_eq!(hold(&sample().read(), &anchors).up_to, None);
}

#[test]
fn nothing_named_is_no_fault() {
    assert_eq!(Kept::new().read(None, None), Anchors::default());
}

/// The code of the finding that is made of a problem.
fn code_of(problem: AnchorProblem) -> &'static str {
    match problem {
        AnchorProblem::Truncated => "chain-truncated",
        AnchorProblem::Forked => "chain-forked",
        AnchorProblem::SignatureInvalid => "chain-signature-invalid",
        AnchorProblem::Unusable => "chain-anchor-unusable",
    }
}
