//! One case per attack on an archive, each without and with an anchor that was kept elsewhere: the exact verdict of
//! the chain, the codes of all findings, and the exit code (contract, "Checkpoints and anchors" and "Exit codes").

use std::fs;
use std::os::unix::fs::symlink;

use rstest::rstest;

use crate::support::department::{Department, Said, day, file_record, purge};
use crate::support::library::{Body, Hold, Open, Purge, Release};
use crate::support::program::{project, sorted};

fn write_path_in_line(department: &Department, path: &str) {
    department.replace(4, "\"path\":\"d.mp4\"", &format!("\"path\":\"{path}\""));
}

/// Somebody did nothing, or only what they may: the chain holds, and these are the codes beside `chain-unanchored`.
fn assert_innocent(change: fn(&Department), codes: &str) {
    for anchored in [false, true] {
        let department = Department::new(anchored);
        change(&department);
        let unanchored = if anchored { "" } else { "chain-unanchored" };
        let codes = sorted(&format!("{codes} {unanchored}"));
        let expected = Said { verdict: "intact".to_owned(), anchored: anchored.then_some(5), codes, exit: 0 };
        assert_eq!(department.verify(), expected);
    }
}

#[test]
fn nothing() {
    assert_innocent(|_| {}, "");
}

#[test]
fn new_footage_sealed() {
    assert_innocent(
        |d| {
            fs::write(d.file("e.mp4"), "e").unwrap();
            d.seal("e.mp4", "patrol")
        },
        "",
    );
}

#[test]
fn purged_lawfully() {
    assert_innocent(|d| d.purge("a.mp4", purge(1, "a.mp4", day(30))), "purged");
}

#[test]
fn held_and_released() {
    assert_innocent(
        |d| {
            d.append(Body::Hold(Hold { file: 1, at: day(2), authority: "court".into() }));
            d.append(Body::Release(Release {
                file: 1,
                at: day(9),
                authority: "court".into(),
                approved_by: "judge".into(),
            }));
            d.purge("a.mp4", purge(1, "a.mp4", day(40)));
        },
        "purged",
    );
}

/// What somebody does to an archive, and what `verify` says of it. The chain has five records and the anchor covers
/// all of them.
struct Attack {
    attack: fn(&Department),
    /// Verdict of the chain, codes of all findings, exit code.
    without_anchor: (&'static str, &'static str, i32),
    /// The same, and how many records the anchor covers.
    with_anchor: (&'static str, Option<u64>, &'static str, i32),
}

impl Attack {
    #[track_caller]
    fn check(self) {
        let said = |anchored| {
            let department = Department::new(anchored);
            (self.attack)(&department);
            department.verify()
        };
        let (verdict, codes, exit) = self.without_anchor;
        let expected = Said { verdict: verdict.to_owned(), anchored: None, codes: sorted(codes), exit };
        assert_eq!(said(false), expected, "without an anchor");
        let (verdict, anchored, codes, exit) = self.with_anchor;
        let expected = Said { verdict: verdict.to_owned(), anchored, codes: sorted(codes), exit };
        assert_eq!(said(true), expected, "with an anchor");
    }
}

// bytes

#[test]
fn modify_a_file() {
    Attack {
        attack: |d| fs::write(d.file("a.mp4"), "other").unwrap(),
        without_anchor: ("intact", "changed chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "changed", 1),
    }
    .check();
}

#[test]
fn delete_a_file() {
    Attack {
        attack: |d| fs::remove_file(d.file("a.mp4")).unwrap(),
        without_anchor: ("intact", "missing chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "missing", 1),
    }
    .check();
}

#[test]
fn add_a_file() {
    Attack {
        attack: |d| fs::write(d.file("x.mp4"), "x").unwrap(),
        without_anchor: ("intact", "chain-unanchored unlisted", 0),
        with_anchor: ("intact", Some(5), "unlisted", 0),
    }
    .check();
}

#[test]
fn rename_a_file() {
    Attack {
        attack: |d| fs::rename(d.file("a.mp4"), d.file("x.mp4")).unwrap(),
        without_anchor: ("intact", "chain-unanchored moved", 0),
        with_anchor: ("intact", Some(5), "moved", 0),
    }
    .check();
}

#[test]
fn swap_two_files() {
    Attack {
        attack: |d| {
            fs::rename(d.file("a.mp4"), d.path("t")).unwrap();
            fs::rename(d.file("b.mp4"), d.file("a.mp4")).unwrap();
            fs::rename(d.path("t"), d.file("b.mp4")).unwrap();
        },
        without_anchor: ("intact", "changed changed chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "changed changed", 1),
    }
    .check();
}

#[test]
fn a_copy_as_an_alibi() {
    Attack {
        attack: |d| fs::copy(d.file("a.mp4"), d.file("alibi.mp4")).map(drop).unwrap(),
        without_anchor: ("intact", "chain-unanchored duplicate", 0),
        with_anchor: ("intact", Some(5), "duplicate", 0),
    }
    .check();
}

#[test]
fn a_copy_over_another_file() {
    Attack {
        attack: |d| fs::copy(d.file("a.mp4"), d.file("b.mp4")).map(drop).unwrap(),
        without_anchor: ("intact", "changed chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "changed", 1),
    }
    .check();
}

#[test]
fn a_copy_in_place_of_what_was_deleted() {
    Attack {
        attack: |d| {
            fs::remove_file(d.file("b.mp4")).unwrap();
            fs::copy(d.file("a.mp4"), d.file("x.mp4")).map(drop).unwrap()
        },
        without_anchor: ("intact", "missing chain-unanchored duplicate", 1),
        with_anchor: ("intact", Some(5), "missing duplicate", 1),
    }
    .check();
}

#[test]
fn a_link_in_place_of_a_file() {
    Attack {
        attack: |d| {
            fs::rename(d.file("a.mp4"), d.path("a")).unwrap();
            symlink(d.path("a"), d.file("a.mp4")).unwrap()
        },
        without_anchor: ("intact", "missing chain-unanchored symbolic-link", 1),
        with_anchor: ("intact", Some(5), "missing symbolic-link", 1),
    }
    .check();
}

// lines, without linking anew

#[test]
fn modify_a_line() {
    Attack {
        attack: |d| d.replace(2, "\"size\":14", "\"size\":15"),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted unlisted", 1),
    }
    .check();
}

#[test]
fn delete_a_line() {
    Attack {
        attack: |d| d.edit(|lines| drop(lines.remove(4))),
        without_anchor: ("intact", "chain-unanchored unlisted", 0),
        with_anchor: ("truncated", None, "chain-truncated chain-unanchored unlisted", 1),
    }
    .check();
}

#[test]
fn delete_a_line_within() {
    Attack {
        attack: |d| d.edit(|lines| drop(lines.remove(3))),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted unlisted", 1),
    }
    .check();
}

#[test]
fn insert_a_line() {
    Attack {
        attack: |d| d.edit(|lines| lines.insert(4, b"{}\n".to_vec())),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted", 1),
    }
    .check();
}

#[test]
fn swap_two_lines() {
    Attack {
        attack: |d| d.edit(|lines| lines.swap(3, 4)),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted unlisted", 1),
    }
    .check();
}

#[test]
fn torn_tail() {
    Attack {
        attack: |d| d.edit(|lines| lines[4].truncate(9)),
        without_anchor: ("torn-tail", "chain-torn-tail unlisted chain-unanchored", 3),
        with_anchor: ("truncated", None, "chain-truncated chain-torn-tail unlisted chain-unanchored", 4),
    }
    .check();
}

#[test]
fn torn_after_the_anchor() {
    Attack {
        attack: |d| d.edit(|lines| lines.push(b"{".to_vec())),
        without_anchor: ("torn-tail", "chain-torn-tail chain-unanchored", 3),
        with_anchor: ("torn-tail", Some(5), "chain-torn-tail", 3),
    }
    .check();
}

#[test]
fn empty_the_chain() {
    Attack {
        attack: |d| fs::write(d.chain_file(), "").unwrap(),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted unlisted unlisted unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted unlisted unlisted unlisted", 1),
    }
    .check();
}

#[test]
fn duplicate_key() {
    Attack {
        attack: |d| d.replace(4, "\"size\":14", "\"size\":14,\"size\":15"),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted", 1),
    }
    .check();
}

#[test]
fn re_spaced() {
    Attack {
        attack: |d| d.replace(4, "\"size\":14", "\"size\": 14"),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted", 1),
    }
    .check();
}

#[test]
fn escape_by_dots() {
    Attack {
        attack: |d| write_path_in_line(d, "../kept/x"),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted", 1),
    }
    .check();
}

#[test]
fn escape_by_an_absolute_path() {
    Attack {
        attack: |d| write_path_in_line(d, "/etc/passwd"),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted", 1),
    }
    .check();
}

#[test]
fn escape_by_nul() {
    Attack {
        attack: |d| write_path_in_line(d, "d.mp4\\u0000.txt"),
        without_anchor: ("broken", "chain-broken chain-unanchored unlisted", 1),
        with_anchor: ("broken", None, "chain-broken chain-unanchored unlisted", 1),
    }
    .check();
}

#[test]
fn escape_by_a_linked_folder() {
    Attack {
        attack: |d| {
            fs::create_dir(d.path("elsewhere")).unwrap();
            fs::write(d.path("elsewhere/e.mp4"), "e").unwrap();
            symlink(d.path("elsewhere"), d.file("in")).unwrap();
            d.append(Body::File(file_record("in/e.mp4", b"e", "patrol")));
        },
        without_anchor: ("intact", "missing chain-unanchored symbolic-link", 1),
        with_anchor: ("intact", Some(5), "missing symbolic-link", 1),
    }
    .check();
}

// lines, linked anew: only an anchor shows it

#[test]
fn truncate() {
    Attack {
        attack: |d| {
            d.edit(|lines| lines.truncate(3));
            for name in ["c.mp4", "d.mp4"] {
                fs::remove_file(d.file(name)).unwrap()
            }
        },
        without_anchor: ("intact", "chain-unanchored", 0),
        with_anchor: ("truncated", None, "chain-truncated chain-unanchored", 1),
    }
    .check();
}

#[test]
fn rebuild() {
    Attack {
        attack: |d| {
            fs::write(d.file("b.mp4"), "forged").unwrap();
            d.rebuild(|bodies| bodies[2] = Body::File(file_record("b.mp4", b"forged", "patrol")))
        },
        without_anchor: ("intact", "chain-unanchored", 0),
        with_anchor: ("forked", None, "chain-forked chain-unanchored", 1),
    }
    .check();
}

#[test]
fn edit_a_start() {
    Attack {
        attack: |d| {
            d.rebuild(|bodies| {
                if let Body::File(file) = &mut bodies[1] {
                    file.facts.start = Some(day(-1))
                }
            })
        },
        without_anchor: ("intact", "chain-unanchored", 0),
        with_anchor: ("forked", None, "chain-forked chain-unanchored", 1),
    }
    .check();
}

#[test]
fn rebuild_shorter() {
    Attack {
        attack: |d| {
            fs::remove_file(d.file("b.mp4")).unwrap();
            d.rebuild(|bodies| drop(bodies.remove(2)))
        },
        without_anchor: ("intact", "chain-unanchored", 0),
        with_anchor: ("truncated", None, "chain-truncated chain-unanchored", 1),
    }
    .check();
}

#[test]
fn fork() {
    Attack {
        attack: |d| {
            d.rebuild(|bodies| bodies[4] = Body::Hold(Hold { file: 1, at: day(1), authority: "x".into() }));
            fs::remove_file(d.file("d.mp4")).unwrap()
        },
        without_anchor: ("intact", "chain-unanchored", 0),
        with_anchor: ("forked", None, "chain-forked chain-unanchored", 1),
    }
    .check();
}

#[test]
fn the_chain_of_another_archive() {
    Attack {
        attack: |d| d.rebuild(|bodies| bodies[0] = Body::Open(Open { archive: "other".into(), created: day(0) })),
        without_anchor: ("intact", "chain-unanchored", 0),
        with_anchor: ("forked", None, "chain-forked chain-unanchored", 1),
    }
    .check();
}

#[test]
fn remove_the_chain() {
    Attack {
        attack: |d| fs::remove_file(d.chain_file()).unwrap(),
        without_anchor: ("none", "unsealed", 0),
        with_anchor: ("none", None, "chain-missing", 1),
    }
    .check();
}

#[test]
fn a_folder_for_a_chain() {
    Attack {
        attack: |d| {
            fs::remove_file(d.chain_file()).unwrap();
            fs::create_dir(d.chain_file()).unwrap()
        },
        without_anchor: ("none", "chain-missing", 1),
        with_anchor: ("none", None, "chain-missing", 1),
    }
    .check();
}

// purges

#[test]
fn purged_early() {
    Attack {
        attack: |d| d.purge("a.mp4", purge(1, "a.mp4", day(29))),
        without_anchor: ("intact", "purged-early chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "purged-early", 1),
    }
    .check();
}

#[test]
fn purged_under_hold() {
    Attack {
        attack: |d| {
            d.append(Body::Hold(Hold { file: 1, at: day(2), authority: "court".into() }));
            d.purge("a.mp4", purge(1, "a.mp4", day(31)))
        },
        without_anchor: ("intact", "purged-under-hold chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "purged-under-hold", 1),
    }
    .check();
}

#[test]
fn purged_what_is_kept_for_ever() {
    Attack {
        attack: |d| d.purge("c.mp4", Purge { rule: "evidence".into(), ..purge(3, "c.mp4", day(90)) }),
        without_anchor: ("intact", "purged-under-hold chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "purged-under-hold", 1),
    }
    .check();
}

#[test]
fn purged_as_another_category() {
    Attack {
        attack: |d| d.purge("a.mp4", Purge { rule: "traffic".into(), ..purge(1, "a.mp4", day(31)) }),
        without_anchor: ("intact", "purged-unauthorized chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "purged-unauthorized", 1),
    }
    .check();
}

#[test]
fn purged_without_facts() {
    Attack {
        attack: |d| d.purge("d.mp4", purge(4, "d.mp4", day(31))),
        without_anchor: ("intact", "purged-unauthorized chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "purged-unauthorized", 1),
    }
    .check();
}

#[test]
fn self_approved_purge() {
    Attack {
        attack: |d| d.purge("a.mp4", Purge { approved_by: "Clerk ".into(), ..purge(1, "a.mp4", day(31)) }),
        without_anchor: ("intact", "purged-unauthorized chain-unanchored", 1),
        with_anchor: ("intact", Some(5), "purged-unauthorized", 1),
    }
    .check();
}

#[test]
fn backdated_purge() {
    Attack {
        attack: |d| d.purge("a.mp4", purge(1, "a.mp4", day(0))),
        without_anchor: ("broken", "chain-broken missing chain-unanchored", 1),
        with_anchor: ("broken", Some(5), "chain-broken missing", 1),
    }
    .check();
}

#[test]
fn postdated_purge() {
    Attack {
        attack: |d| d.purge("a.mp4", purge(1, "a.mp4", day(365 * 70))),
        without_anchor: ("broken", "chain-broken missing chain-unanchored", 1),
        with_anchor: ("broken", Some(5), "chain-broken missing", 1),
    }
    .check();
}

#[test]
fn forged_purge_of_other_bytes() {
    Attack {
        attack: |d| d.purge("a.mp4", Purge { file: 2, ..purge(1, "a.mp4", day(31)) }),
        without_anchor: ("broken", "chain-broken missing chain-unanchored", 1),
        with_anchor: ("broken", Some(5), "chain-broken missing", 1),
    }
    .check();
}

#[test]
fn forged_purge_of_nothing() {
    Attack {
        attack: |d| d.purge("a.mp4", purge(9, "a.mp4", day(31))),
        without_anchor: ("broken", "chain-broken missing chain-unanchored", 1),
        with_anchor: ("broken", Some(5), "chain-broken missing", 1),
    }
    .check();
}

#[test]
fn purged_and_still_there() {
    Attack {
        attack: |d| d.append(Body::Purge(purge(1, "a.mp4", day(31)))),
        without_anchor: ("intact", "chain-unanchored purged-but-present", 0),
        with_anchor: ("intact", Some(5), "purged-but-present", 0),
    }
    .check();
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
    fs::copy(project().join("src/archive/chain/testdata/key.pub.pem"), department.path("kept/key.pem")).unwrap();
    department.configure(archive);
    let said = department.verify();
    assert_eq!((said.codes.as_str(), said.exit, said.anchored), (codes, 1, None));
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
    assert!(table.stdout.starts_with("Archive check: KCPD"), "nobody was judged");
}
