//! One case per attack on an archive, each without and with an anchor that was kept elsewhere: the exact
//! verdict of the chain, the codes of all findings, and the exit code (contract sections 5 and 6).

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::department::{Department, Said, day, file_record, purge};
use footage_audit::chain::record::{Body, Hold, Open, Purge, Release};
use rstest::rstest;

fn line_with_path(path: &str) -> impl Fn(&Department) + use<> {
    let path = path.to_owned();
    move |department: &Department| department.replace(4, "\"path\":\"d.mp4\"", &format!("\"path\":\"{path}\""))
}

type Attack = fn(&Department);

/// Nothing happened, or only what may.
#[rstest]
#[case::nothing(|_: &Department| {}, "")]
#[case::new_footage_sealed(|d: &Department| { fs::write(d.file("e.mp4"), "e").unwrap(); d.seal("e.mp4", "patrol") }, "")]
#[case::purged_lawfully(|d: &Department| d.purge("a.mp4", purge(1, "a.mp4", day(30))), "purged")]
#[case::held_and_released(|d: &Department| {
    d.append(Body::Hold(Hold { file: 1, at: day(2), authority: "court".into() }));
    d.append(Body::Release(Release { file: 1, at: day(9), authority: "court".into(), approved_by: "judge".into() }));
    d.purge("a.mp4", purge(1, "a.mp4", day(40)));
}, "purged")]
fn the_innocent_are_not_named(#[case] change: Attack, #[case] codes: &str) {
    for anchored in [false, true] {
        let department = Department::new(anchored);
        change(&department);
        let unanchored = if anchored { "" } else { "chain-unanchored" };
        let mut expected: Vec<&str> = [codes, unanchored].into_iter().filter(|code| !code.is_empty()).collect();
        let said = department.verify();
        let mut codes: Vec<&str> = said.codes.split(' ').filter(|code| !code.is_empty()).collect();
        expected.sort_unstable();
        codes.sort_unstable();
        assert_eq!(codes, expected);
        assert_eq!((said.verdict.as_str(), said.anchored, said.exit), ("intact", anchored.then_some(5), 0));
    }
}

/// The attack; without an anchor: verdict, codes, exit code; with one: verdict, size covered, codes, exit code.
#[rstest]
// bytes
#[case::modify_a_file(|d: &Department| fs::write(d.file("a.mp4"), "other").unwrap(), ("intact", "changed chain-unanchored", 1), ("intact", Some(5), "changed", 1))]
#[case::delete_a_file(|d: &Department| fs::remove_file(d.file("a.mp4")).unwrap(), ("intact", "missing chain-unanchored", 1), ("intact", Some(5), "missing", 1))]
#[case::add_a_file(|d: &Department| fs::write(d.file("x.mp4"), "x").unwrap(), ("intact", "chain-unanchored unlisted", 0), ("intact", Some(5), "unlisted", 0))]
#[case::rename_a_file(|d: &Department| fs::rename(d.file("a.mp4"), d.file("x.mp4")).unwrap(), ("intact", "chain-unanchored moved", 0), ("intact", Some(5), "moved", 0))]
#[case::swap_two_files(|d: &Department| {
    fs::rename(d.file("a.mp4"), d.path("t")).unwrap();
    fs::rename(d.file("b.mp4"), d.file("a.mp4")).unwrap();
    fs::rename(d.path("t"), d.file("b.mp4")).unwrap();
}, ("intact", "changed changed chain-unanchored", 1), ("intact", Some(5), "changed changed", 1))]
#[case::a_copy_as_an_alibi(|d: &Department| fs::copy(d.file("a.mp4"), d.file("alibi.mp4")).map(drop).unwrap(), ("intact", "chain-unanchored duplicate", 0), ("intact", Some(5), "duplicate", 0))]
#[case::a_copy_over_another_file(|d: &Department| fs::copy(d.file("a.mp4"), d.file("b.mp4")).map(drop).unwrap(), ("intact", "changed chain-unanchored", 1), ("intact", Some(5), "changed", 1))]
#[case::a_copy_in_place_of_what_was_deleted(|d: &Department| { fs::remove_file(d.file("b.mp4")).unwrap(); fs::copy(d.file("a.mp4"), d.file("x.mp4")).map(drop).unwrap() }, ("intact", "missing chain-unanchored duplicate", 1), ("intact", Some(5), "missing duplicate", 1))]
#[case::a_link_in_place_of_a_file(|d: &Department| { fs::rename(d.file("a.mp4"), d.path("a")).unwrap(); symlink(d.path("a"), d.file("a.mp4")).unwrap() }, ("intact", "missing chain-unanchored symbolic-link", 1), ("intact", Some(5), "missing symbolic-link", 1))]
// lines, without linking anew
#[case::modify_a_line(|d: &Department| d.replace(2, "\"size\":14", "\"size\":15"), ("broken", "chain-broken chain-unanchored unlisted unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted unlisted", 1))]
#[case::delete_a_line(|d: &Department| d.edit(|lines| drop(lines.remove(4))), ("intact", "chain-unanchored unlisted", 0), ("truncated", None, "chain-truncated chain-unanchored unlisted", 1))]
#[case::delete_a_line_within(|d: &Department| d.edit(|lines| drop(lines.remove(3))), ("broken", "chain-broken chain-unanchored unlisted unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted unlisted", 1))]
#[case::insert_a_line(|d: &Department| d.edit(|lines| lines.insert(4, b"{}\n".to_vec())), ("broken", "chain-broken chain-unanchored unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted", 1))]
#[case::swap_two_lines(|d: &Department| d.edit(|lines| lines.swap(3, 4)), ("broken", "chain-broken chain-unanchored unlisted unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted unlisted", 1))]
#[case::torn_tail(|d: &Department| d.edit(|lines| lines[4].truncate(9)), ("torn-tail", "chain-torn-tail unlisted chain-unanchored", 0), ("truncated", None, "chain-truncated chain-torn-tail unlisted chain-unanchored", 1))]
#[case::torn_after_the_anchor(|d: &Department| d.edit(|lines| lines.push(b"{".to_vec())), ("torn-tail", "chain-torn-tail chain-unanchored", 0), ("torn-tail", Some(5), "chain-torn-tail", 0))]
#[case::empty_the_chain(|d: &Department| fs::write(d.chain_file(), "").unwrap(), ("broken", "chain-broken chain-unanchored unlisted unlisted unlisted unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted unlisted unlisted unlisted", 1))]
#[case::duplicate_key(|d: &Department| d.replace(4, "\"size\":14", "\"size\":14,\"size\":15"), ("broken", "chain-broken chain-unanchored unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted", 1))]
#[case::re_spaced(|d: &Department| d.replace(4, "\"size\":14", "\"size\": 14"), ("broken", "chain-broken chain-unanchored unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted", 1))]
#[case::escape_by_dots(|d: &Department| line_with_path("../kept/x")(d), ("broken", "chain-broken chain-unanchored unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted", 1))]
#[case::escape_by_an_absolute_path(|d: &Department| line_with_path("/etc/passwd")(d), ("broken", "chain-broken chain-unanchored unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted", 1))]
#[case::escape_by_nul(|d: &Department| line_with_path("d.mp4\\u0000.txt")(d), ("broken", "chain-broken chain-unanchored unlisted", 1), ("broken", None, "chain-broken chain-unanchored unlisted", 1))]
#[case::escape_by_a_linked_folder(|d: &Department| {
    fs::create_dir(d.path("elsewhere")).unwrap();
    fs::write(d.path("elsewhere/e.mp4"), "e").unwrap();
    symlink(d.path("elsewhere"), d.file("in")).unwrap();
    d.append(Body::File(file_record("in/e.mp4", b"e", "patrol")));
}, ("intact", "missing chain-unanchored symbolic-link", 1), ("intact", Some(5), "missing symbolic-link", 1))]
// lines, linked anew: only an anchor shows it
#[case::truncate(|d: &Department| { d.edit(|lines| lines.truncate(3)); for name in ["c.mp4", "d.mp4"] { fs::remove_file(d.file(name)).unwrap() } }, ("intact", "chain-unanchored", 0), ("truncated", None, "chain-truncated chain-unanchored", 1))]
#[case::rebuild(|d: &Department| { fs::write(d.file("b.mp4"), "forged").unwrap(); d.rebuild(|bodies| bodies[2] = Body::File(file_record("b.mp4", b"forged", "patrol"))) }, ("intact", "chain-unanchored", 0), ("forked", None, "chain-forked chain-unanchored", 1))]
#[case::edit_a_start(|d: &Department| d.rebuild(|bodies| if let Body::File(file) = &mut bodies[1] { file.facts.start = Some(day(-1)) }), ("intact", "chain-unanchored", 0), ("forked", None, "chain-forked chain-unanchored", 1))]
#[case::rebuild_shorter(|d: &Department| { fs::remove_file(d.file("b.mp4")).unwrap(); d.rebuild(|bodies| drop(bodies.remove(2))) }, ("intact", "chain-unanchored", 0), ("truncated", None, "chain-truncated chain-unanchored", 1))]
#[case::fork(|d: &Department| { d.rebuild(|bodies| bodies[4] = Body::Hold(Hold { file: 1, at: day(1), authority: "x".into() })); fs::remove_file(d.file("d.mp4")).unwrap() }, ("intact", "chain-unanchored", 0), ("forked", None, "chain-forked chain-unanchored", 1))]
#[case::the_chain_of_another_archive(|d: &Department| d.rebuild(|bodies| bodies[0] = Body::Open(Open { archive: "other".into(), created: day(0) })), ("intact", "chain-unanchored", 0), ("forked", None, "chain-forked chain-unanchored", 1))]
#[case::remove_the_chain(|d: &Department| fs::remove_file(d.chain_file()).unwrap(), ("none", "unsealed", 0), ("none", None, "chain-missing", 1))]
#[case::a_folder_for_a_chain(|d: &Department| { fs::remove_file(d.chain_file()).unwrap(); fs::create_dir(d.chain_file()).unwrap() }, ("none", "chain-missing", 1), ("none", None, "chain-missing", 1))]
// purges
#[case::purged_early(|d: &Department| d.purge("a.mp4", purge(1, "a.mp4", day(29))), ("intact", "purged-early chain-unanchored", 1), ("intact", Some(5), "purged-early", 1))]
#[case::purged_under_hold(|d: &Department| { d.append(Body::Hold(Hold { file: 1, at: day(2), authority: "court".into() })); d.purge("a.mp4", purge(1, "a.mp4", day(31))) }, ("intact", "purged-under-hold chain-unanchored", 1), ("intact", Some(5), "purged-under-hold", 1))]
#[case::purged_what_is_kept_for_ever(|d: &Department| d.purge("c.mp4", Purge { rule: "evidence".into(), ..purge(3, "c.mp4", day(90)) }), ("intact", "purged-under-hold chain-unanchored", 1), ("intact", Some(5), "purged-under-hold", 1))]
#[case::purged_as_another_category(|d: &Department| d.purge("a.mp4", Purge { rule: "traffic".into(), ..purge(1, "a.mp4", day(31)) }), ("intact", "purged-unauthorized chain-unanchored", 1), ("intact", Some(5), "purged-unauthorized", 1))]
#[case::purged_without_facts(|d: &Department| d.purge("d.mp4", purge(4, "d.mp4", day(31))), ("intact", "purged-unauthorized chain-unanchored", 1), ("intact", Some(5), "purged-unauthorized", 1))]
#[case::self_approved_purge(|d: &Department| d.purge("a.mp4", Purge { approved_by: "Clerk ".into(), ..purge(1, "a.mp4", day(31)) }), ("intact", "purged-unauthorized chain-unanchored", 1), ("intact", Some(5), "purged-unauthorized", 1))]
#[case::backdated_purge(|d: &Department| d.purge("a.mp4", purge(1, "a.mp4", day(0))), ("broken", "chain-broken missing chain-unanchored", 1), ("broken", Some(5), "chain-broken missing", 1))]
#[case::postdated_purge(|d: &Department| d.purge("a.mp4", purge(1, "a.mp4", day(365 * 70))), ("broken", "chain-broken missing chain-unanchored", 1), ("broken", Some(5), "chain-broken missing", 1))]
#[case::forged_purge_of_other_bytes(|d: &Department| d.purge("a.mp4", Purge { file: 2, ..purge(1, "a.mp4", day(31)) }), ("broken", "chain-broken missing chain-unanchored", 1), ("broken", Some(5), "chain-broken missing", 1))]
#[case::forged_purge_of_nothing(|d: &Department| d.purge("a.mp4", purge(9, "a.mp4", day(31))), ("broken", "chain-broken missing chain-unanchored", 1), ("broken", Some(5), "chain-broken missing", 1))]
#[case::purged_and_still_there(|d: &Department| d.append(Body::Purge(purge(1, "a.mp4", day(31)))), ("intact", "chain-unanchored purged-but-present", 0), ("intact", Some(5), "purged-but-present", 0))]
fn attacks(
    #[case] attack: Attack,
    #[case] (verdict, codes, exit): (&str, &str, i32),
    #[case] (anchored_verdict, covered, anchored_codes, anchored_exit): (&str, Option<u64>, &str, i32),
) {
    let sorted = |codes: &str| {
        let mut codes: Vec<String> = codes.split_whitespace().map(str::to_owned).collect();
        codes.sort();
        codes.join(" ")
    };
    let said = |anchored| {
        let department = Department::new(anchored);
        attack(&department);
        let said = department.verify();
        Said { codes: sorted(&said.codes), ..said }
    };
    let expected = Said { verdict: verdict.to_owned(), anchored: None, codes: sorted(codes), exit };
    assert_eq!(said(false), expected, "without an anchor");
    let (verdict, codes) = (anchored_verdict.to_owned(), sorted(anchored_codes));
    assert_eq!(said(true), Said { verdict, anchored: covered, codes, exit: anchored_exit }, "with an anchor");
}

/// Nothing can be downgraded: a chain, an anchor or a key that is named must be there, whole, and outside.
#[rstest]
#[case::anchor_inside("anchor = 'footage/chain.checkpoint'", "chain-anchor-unusable chain-unanchored unlisted")]
#[case::anchor_inside_by_link("anchor = 'kept/link'", "chain-anchor-unusable chain-unanchored unlisted")]
#[case::anchor_gone("anchor = 'kept/gone.checkpoint'", "chain-anchor-unusable chain-unanchored unlisted")]
#[case::anchor_empty("anchor = 'kept/empty'", "chain-anchor-unusable chain-unanchored unlisted")]
#[case::anchor_of_size_0("anchor = 'kept/zero'", "chain-anchor-unusable chain-unanchored unlisted")]
#[case::anchor_unsigned(
    "anchor = 'kept/kcpd.checkpoint'\npublic-key = 'kept/key.pem'",
    "chain-anchor-unusable chain-unanchored unlisted"
)]
#[case::key_gone(
    "anchor = 'kept/kcpd.checkpoint'\npublic-key = 'kept/gone.pem'",
    "chain-anchor-unusable chain-unanchored unlisted"
)]
#[case::key_without_anchor("public-key = 'kept/key.pem'", "chain-anchor-unusable chain-unanchored unlisted")]
#[case::chain_gone("chain = 'kept/chain.jsonl'", "chain-missing")]
fn nothing_named_is_passed_over(#[case] archive: &str, #[case] codes: &str) {
    let department = Department::new(false);
    let checkpoint = fs::read(department.path("kept/kcpd.checkpoint")).unwrap();
    fs::write(department.file("chain.checkpoint"), &checkpoint).unwrap();
    fs::write(department.file("copy.checkpoint"), &checkpoint).unwrap();
    symlink(department.file("copy.checkpoint"), department.path("kept/link")).unwrap();
    fs::write(department.path("kept/empty"), "").unwrap();
    fs::write(department.path("kept/zero"), "kcpd/bwc\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n").unwrap();
    fs::copy(Path::new("src/chain/testdata/key.pub.pem"), department.path("kept/key.pem")).unwrap();
    department.configure(archive);
    let said = department.verify();
    let mut found: Vec<&str> = said.codes.split(' ').collect();
    found.sort_unstable();
    assert_eq!((found.join(" ").as_str(), said.exit, said.anchored), (codes, 1, None));
}

/// Whoever reads that a purge was lawful can see by which rules.
#[test]
fn verify_names_the_policies_that_judge_purges() {
    let department = Department::new(false);
    department.verify();
    let run = department.run_json();
    assert_eq!(run["policies"][0]["name"], "rules");
    assert_eq!(run["policies"][0]["values"]["retention"], "evidence hold, patrol 30d");
    assert_eq!(run["inputs"][0]["file"], "audit.toml");
    let table = department.program(&["verify"]);
    assert!(String::from_utf8_lossy(&table.stdout).starts_with("Archive check: KCPD"), "nobody was judged");
}
