use super::*;
use crate::base::time::Span;
use crate::reports::samples;
use crate::results::ObligationRow;

/// So many rows on so many days, one obligation each; recorded where `has` says so.
fn report(rows: usize, days: usize, has: impl Fn(usize, usize) -> bool) -> Report {
    let mut report = samples::clean();
    report.obligations = (0..rows)
        .flat_map(|row| (0..days).map(move |day| (row, day)))
        .map(|(row, day)| ObligationRow {
            unit: Some(format!("Unit {row:03}")),
            on: samples::moment(43_200) + Span::from_days(i64::try_from(day).unwrap()),
            recordings_that_day: Some(u32::from(has(row, day))),
            ..samples::obligation(1)
        })
        .collect();
    report
}

fn rects<'s>(view: &'s CoverageView, class: &str) -> Vec<&'s str> {
    let of_class = |shape: &'s Shape| match shape {
        Shape::Rect { class: own, tip, .. } if *own == class => Some(tip.as_str()),
        _ => None,
    };
    view.drawing.shapes.iter().filter_map(of_class).collect()
}

fn labels(view: &CoverageView) -> Vec<&str> {
    let lane = |shape| match shape {
        &Shape::Text { class: "lane", ref text, .. } => Some(text.as_str()),
        _ => None,
    };
    view.drawing.shapes.iter().filter_map(lane).collect()
}

#[test]
fn where_an_export_begins_late_is_silent_and_marked() {
    let view = coverage(&report(2, 4, |row, day| day >= 2 || row == 1)).unwrap();
    assert_eq!(
        rects(&view, "c-none"),
        [
            "Unit 000 2020-11-02: 1 obligation, 0 with a recording that day",
            "Unit 000 2020-11-03: 1 obligation, 0 with a recording that day"
        ]
    );
    // the mark is seen without colours
    assert_eq!(rects(&view, "c-hole").len(), 2);
    assert_eq!(rects(&view, "c-all").len(), 6);
    assert_eq!(view.silent, ["Unit 000: 2020-11-02 to 2020-11-03, 2 obligations"]);
    assert!(view.said.starts_with("On 2 of 8 days with triggers"), "{}", view.said);
    assert!(view.notes.is_empty());
}

#[test]
fn nothing_silent_is_said_without_a_claim() {
    let view = coverage(&report(3, 5, |_, _| true)).unwrap();
    assert!(view.silent.is_empty());
    assert!(view.said.starts_with("On every day with triggers the data hold recordings"), "{}", view.said);
    assert!(rects(&view, "c-none").is_empty());
}

#[test]
fn too_many_rows_are_taken_together_and_the_page_says_so() {
    let view = coverage(&report(60, 30, |row, day| row != 57 || day > 3)).unwrap();
    let labels = labels(&view);
    assert_eq!(labels.len(), ROWS);
    assert_eq!((labels[0], labels[ROWS - 1]), ("Unit 057", "21 others"));
    assert!(view.notes[0].starts_with("Of 60 the 39 with the most silent days"), "{:?}", view.notes);
    // cells that follow each other are one shape
    assert_eq!(
        rects(&view, "c-none"),
        ["Unit 057 2020-11-02 to 2020-11-05: 4 obligations, 0 with a recording that day"]
    );
}

#[test]
fn too_many_days_become_weeks() {
    let view = coverage(&report(1, 700, |_, day| day != 3)).unwrap();
    assert!(view.notes[0].contains("week"), "{:?}", view.notes);
    assert_eq!(
        rects(&view, "c-most"),
        ["Unit 000 2020-11-02 to 2020-11-08: 7 obligations, 6 with a recording that day"]
    );
    // what is silent is told by its day all the same
    assert_eq!(view.silent, ["Unit 000: 2020-11-05, 1 obligation"]);
    let several = coverage(&report(1, 3_000, |_, _| true)).unwrap();
    assert!(several.notes[0].contains("several weeks"));
}

#[test]
fn cells_stay_inside_the_picture() {
    for (rows, days) in [(1, 1), (4, 12), (60, 180), (2, 200), (1, 1_500)] {
        let view = coverage(&report(rows, days, |row, day| (row + day) % 3 > 0)).unwrap();
        for shape in &view.drawing.shapes {
            if let Shape::Rect { x, y, width, height, .. } = shape {
                assert!(x.hundredths() >= GUTTER && x.hundredths() + width.hundredths() <= WHOLE + 8, "{x} {width}");
                assert!(width.hundredths() > 0 && *y >= TOP && y + height <= view.drawing.height);
            }
        }
    }
}

#[test]
fn an_archive_check_has_no_coverage() {
    assert!(coverage(&Report { judges_officers: false, ..report(1, 1, |_, _| true) }).is_none());
    assert!(coverage(&Report { obligations: vec![], ..samples::clean() }).is_none());
}
