//! `export-limit`: an export has exactly as many rows as exporters are known to stop at.

use crate::findings::cases::Cases;
use crate::findings::check::{About, Check, Findings};
use crate::findings::id::FindingKey;
use crate::words::FindingCode;

pub(super) const CHECK: Check = Check::of(FindingCode::ExportLimit).in_cases(find);

/// Where exporters stop (contract, "Can the data accuse?").
const LIMITS: [u64; 10] = [50, 100, 1_000, 2_000, 2_500, 10_000, 30_000, 50_000, 65_535, 1_048_575];

fn find(cases: &Cases<'_>, found: &mut Findings) {
    for (at, export) in cases.evidence.exports.files.entries() {
        if LIMITS.contains(&export.rows) {
            let name = &cases.names.files[at].file;
            let key = FindingKey { path: Some(name), ..FindingKey::default() };
            let summary = format!(
                "{name} has {} rows, where exporters are known to stop: ask whether there is more",
                export.rows
            );
            found.add(&key, About::default(), summary, vec![name.clone()]);
        }
    }
}
