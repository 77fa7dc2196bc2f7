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
    camera_not_in_export,
    camera_silent,
    camera_unavailable,
    cameras_swapped,
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
    clock_unset,
    contradicted_justification,
    cut_export,
    damaged,
    duplicate,
    duration_conflict,
    empty_recording,
    encrypted,
    equipment_or_officer,
    equipment_pattern,
    export_gap,
    export_limit,
    filtered_export,
    footage_missing,
    growing,
    hollow,
    identity_conflict,
    ids_do_not_meet,
    length_unverified,
    lightbar_stuck,
    log_gap,
    log_resolution,
    manifest_path_escape,
    missing,
    moved,
    no_file,
    no_recordings,
    not_video,
    officer_pattern,
    outside_export,
    purged,
    purged_but_present,
    purged_early,
    purged_unauthorized,
    purged_under_hold,
    rejected_row,
    retention_passed,
    self_approved_justification,
    special_file,
    start_time_conflict,
    suspected_length,
    suspected_time_zone,
    symbolic_link,
    trigger_suspect,
    truncated,
    unchecked,
    unexplained_early_end,
    unexplained_interruption,
    unexplained_late_activation,
    unexplained_non_activation,
    unlisted,
    unnamed_recording,
    unplaced_video,
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
