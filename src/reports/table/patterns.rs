//! Who or what a run of misses points to, in one short block.

use super::page::{Page, Piece, Tone};
use super::{SHOWN, and_more};
use crate::results::PatternRow;
use crate::results::Report;

/// The flagged patterns; nothing where there are none.
pub(super) fn patterns(page: &mut Page, report: &Report) {
    let flagged: Vec<&PatternRow> = report.patterns.iter().filter(|row| row.explained_by.is_empty()).collect();
    if flagged.is_empty() {
        return;
    }
    page.heading("Patterns");
    page.gap();
    let line = |row: &&PatternRow| {
        let peers = row.peer_rate.map_or_else(String::new, |rate| format!(", its peers {}", percent(rate.value())));
        let rate = row.rate.map_or_else(String::new, |rate| percent(rate.value()));
        let or_else = match row.cannot_be_told_from.as_slice() {
            [] => String::new(),
            others => format!("; or {}: nothing tells them apart", others.join(", ")),
        };
        let text = format!("{} of {} late or missing: {rate}{peers}{or_else}", row.deviations, row.obligations);
        vec![Piece::new(format!("{} {}", row.subject_kind, row.subject_id)).tone(Tone::Caution), Piece::new(text)]
    };
    page.list(flagged.iter().take(SHOWN).map(line).collect());
    and_more(page, "  ", flagged.len(), "patterns.csv");
    page.gap();
    page.paragraph(
        "More than chance would give (exact test on tours, 1 % over all that were tested). Test the equipment before asking anybody.",
        Tone::Plain,
    );
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
