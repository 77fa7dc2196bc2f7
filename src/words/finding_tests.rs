use std::collections::BTreeSet;

use super::*;
use crate::words::PLANNED_FINDINGS;
use rstest::rstest;

/// A part of the contract, its lines joined.
fn section(heading: &str) -> String {
    let contract = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/contract.md")).unwrap();
    let part = contract.split_once(&format!("\n### {heading}\n")).unwrap().1;
    part.split("\n### ").next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `chain broken / truncated` are `chain-broken` and `chain-truncated`.
fn codes_of(part: &str) -> BTreeSet<String> {
    part.split(", ")
        .flat_map(|item| {
            let prefix = if item.starts_with("chain ") { "chain-" } else { "" };
            let item = item.strip_prefix("chain ").unwrap_or(item);
            item.split(" / ").map(move |code| format!("{prefix}{}", code.trim().replace(' ', "-"))).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_high_ones_are_those_of_the_contract() {
    let text = section("Severity");
    let high = text.split_once("`high` = ").unwrap().1.split_once(';').unwrap().0;
    let ours = FindingCode::ALL.iter().filter(|code| code.severity() == Severity::High).map(ToString::to_string);
    assert_eq!(ours.collect::<BTreeSet<_>>(), codes_of(high));
}

#[test]
fn the_contract_names_every_code() {
    let text = section("Finding codes");
    let (built, planned) = text.split_once("*planned*").unwrap();
    for code in FindingCode::ALL {
        let is_doubt = matches!(code.state(), Some(State::Doubt(_)));
        let by_state = (code.state().is_some() && !is_doubt) || code.family() == Family::Deviation;
        assert!(by_state || built.contains(&format!("`{code}`")), "{code}");
    }
    for word in PLANNED_FINDINGS.words {
        assert!(planned.contains(&format!("`{}`", word.word)), "{}", word.word);
    }
}

#[test]
fn a_state_has_the_code_of_its_name() {
    for status in FileStatus::ALL {
        let code = status.code().map(FindingCode::as_str);
        assert_eq!(code, (*status != FileStatus::Ok).then_some(status.as_str()));
    }
    for state in VideoState::ALL {
        let code = state.code().map(FindingCode::as_str);
        assert_eq!(code, (*state != VideoState::Readable).then_some(state.as_str()));
    }
    for verdict in ChainVerdict::ALL {
        let code = verdict.code().map(FindingCode::as_str);
        let expected = (*verdict != ChainVerdict::Intact).then(|| format!("chain-{verdict}"));
        assert_eq!(code.map(str::to_owned), expected);
    }
    for reason in Reason::ALL {
        let code =
            reason.code().filter(|code| ![FindingCode::ClockSuspect, FindingCode::CamerasSwapped].contains(code));
        assert!(code.is_none_or(|code| code.as_str() == reason.as_str() && code.text() == reason.text()), "{reason}");
        assert_eq!(code, FindingCode::of(State::Doubt(*reason)));
    }
    let doubts = FindingCode::ALL.iter().filter(|code| matches!(code.state(), Some(State::Doubt(_))));
    assert_eq!(doubts.count(), 16);
    for verdict in Verdict::ALL {
        assert_eq!(verdict.code().map(FindingCode::family), verdict.is_deviation().then_some(Family::Deviation));
    }
}

#[rstest]
#[case(Family::Deviation, 4)]
#[case(Family::Pattern, 4)]
#[case(Family::Video, 7)]
fn some_families_are_asked_for_by_the_program(#[case] family: Family, #[case] codes: usize) {
    assert_eq!(FindingCode::ALL.iter().filter(|code| code.family() == family).count(), codes);
}

#[test]
fn what_is_about_a_chain_says_so() {
    for code in FindingCode::ALL {
        let by_name = code.as_str().starts_with("chain-") || *code == FindingCode::Unsealed;
        assert_eq!(code.family() == Family::Chain, by_name, "{code}");
    }
}
