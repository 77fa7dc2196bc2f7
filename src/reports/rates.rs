//! `rates.csv`: rates with their doubt (contract section 7).
//!
//! The rows come from [`crate::statistics::rates`]; here they become cells. For each of the three rates there
//! is the numerator, the denominator, the rate, its Wilson interval at 95 %, and the worst and the best case
//! for what is not decided.

use super::csv::{Sheet, plain, plain_or_empty, text_or_empty};
use crate::statistics::rates::{Rate, RateRow};

impl Sheet for RateRow {
    const COLUMNS: &'static [&'static str] = &[
        "subject_kind",
        "subject_id",
        "obligations",
        "not_required",
        "unresolved",
        "awaiting",
        "activated",
        "activated_of",
        "activation_rate",
        "activation_rate_low",
        "activation_rate_high",
        "activation_rate_worst",
        "activation_rate_best",
        "on_time",
        "on_time_of",
        "on_time_rate",
        "on_time_rate_low",
        "on_time_rate_high",
        "on_time_rate_worst",
        "on_time_rate_best",
        "unexplained",
        "unexplained_of",
        "unexplained_rate",
        "unexplained_rate_low",
        "unexplained_rate_high",
        "unexplained_rate_worst",
        "unexplained_rate_best",
        // in the order of LEFT_OUT
        "left_out_no_policy",
        "left_out_trigger_not_covered",
        "left_out_excluded_category",
        "left_out_brief",
        "left_out_exempt_duty",
        "left_out_no_camera_issued",
        "left_out_no_assignment",
        "left_out_camera_unknown",
        "left_out_clock",
        "left_out_ambiguous_time",
        "left_out_missing_file",
        "left_out_empty_recording",
        "left_out_device_log",
        "left_out_sequence_gap",
        "left_out_upload_pending",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![plain(self.kind), text_or_empty(self.id.as_ref())];
        cells.extend([self.obligations, self.not_required, self.unresolved, self.awaiting].map(plain));
        for Rate { part, whole, rate, low, high, worst, best } in [self.activation, self.on_time, self.unexplained] {
            cells.extend([part, whole].map(plain));
            cells.extend([rate, low, high, worst, best].map(plain_or_empty));
        }
        cells.extend(self.left_out.map(plain));
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::statistics::rates::{LEFT_OUT, rates};

    #[test]
    fn how_it_reads() {
        let mut bytes = Vec::new();
        super::super::csv::write(&rates(&samples::with_findings().obligations), &mut bytes).unwrap();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap());
    }

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        let rows = rates(&[]);
        assert_eq!(rows.first().map(|row| row.cells().len()), Some(RateRow::COLUMNS.len()));
    }

    #[test]
    fn the_columns_of_what_is_left_out_are_named_after_the_reason() {
        let named = LEFT_OUT.map(|(verdict, reason)| {
            format!("left_out_{}", reason.map_or(verdict.as_str(), |reason| reason.as_str()).replace('-', "_"))
        });
        assert!(RateRow::COLUMNS.ends_with(&named.each_ref().map(|name| name.as_str())));
    }
}
