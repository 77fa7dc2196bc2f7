//! The checks, one file each, named after the code of their findings.
//!
//! A new check is a file here and a line in the list. `docs/adding.md` walks through it.

use super::check::Check;

/// Declares the files and lists their checks.
macro_rules! checks {
    ($($name:ident,)+) => {
        $(mod $name;)+

        /// Every check of the program.
        pub(super) const CHECKS: &[Check] = &[$($name::CHECK,)+];
    };
}

checks! {
    ambiguous_time,
    auto_trigger_failed,
    broad_justification,
    camera_blank,
    camera_unavailable,
    category_conflict,
    chain_anchor_unusable,
    chain_broken,
    chain_forked,
    chain_missing,
    chain_signature_invalid,
    chain_torn_tail,
    chain_truncated,
    chain_unanchored,
    changed,
    clock_suspect,
    contradicted_justification,
    damaged,
    duplicate,
    duration_conflict,
    empty_recording,
    encrypted,
    equipment_pattern,
    footage_missing,
    identity_conflict,
    length_unverified,
    lightbar_stuck,
    manifest_path_escape,
    missing,
    moved,
    no_file,
    not_video,
    officer_pattern,
    purged,
    purged_but_present,
    purged_early,
    purged_unauthorized,
    purged_under_hold,
    self_approved_justification,
    special_file,
    start_time_conflict,
    symbolic_link,
    truncated,
    unchecked,
    unexplained_early_end,
    unexplained_interruption,
    unexplained_late_activation,
    unexplained_non_activation,
    unlisted,
    unreadable,
    unsealed,
    upload_overdue,
    weak_hash,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CHECKS;
    use crate::words::FindingCode;

    #[test]
    fn every_code_has_one_check() {
        let codes: BTreeSet<FindingCode> = CHECKS.iter().map(|check| check.code).collect();
        assert_eq!(codes.len(), CHECKS.len(), "two checks have one code");
        let missing: Vec<_> = FindingCode::ALL.iter().filter(|code| !codes.contains(code)).collect();
        assert!(missing.is_empty(), "nothing looks for {missing:?}");
    }
}
