use rstest::rstest;

use super::super::samples;
use super::*;
use crate::base::time::Span;
use crate::results::timeline::{FootageState, JustificationFacts, Lit, LogEntry, RecordingBar, Stretch, Timeline};
use crate::words::FindingCode;

/// A timeline with everything in it, every text of which is the same.
fn timeline(report: &Report, text: &str) -> Timeline {
    let row = report.obligations.iter().find(|row| row.outcome == Outcome::Unexplained).unwrap();
    let (on, second) = (row.on, Span::from_secs(1));
    Timeline {
        obligation_id: row.obligation_id.clone(),
        why: text.to_owned(),
        notes: vec![text.to_owned()],
        see_also: vec![text.to_owned()],
        from_utc: on - Span::from_mins(1),
        to_utc: on + Span::from_mins(5),
        trigger: format!("the light bar of car {text}"),
        lit: vec![Lit { event_id: text.into(), on_utc: on, off_utc: None, second_reading: true }],
        grace_until_utc: Some(on + second),
        search_until_utc: Some(on + second + second),
        tour: Some(Stretch { from_utc: on, to_utc: on + Span::from_hours(9) }),
        device_log: vec![LogEntry {
            at_utc: on,
            event: text.into(),
            value: Some(text.into()),
            clock_offset_s: second,
            decided: true,
        }],
        recordings: vec![RecordingBar {
            recording_id: Some(text.into()),
            camera_id: Some(text.into()),
            officer_id: Some(text.into()),
            sequence: Some(-7),
            footage: FootageState::Lost,
            decided: true,
            automatic: true,
            start_utc: on,
            end_utc: on + Span::from_mins(2),
            holes: Vec::new(),
            activated_utc: None,
            clock_offset_s: second,
            clock_uncertainty_s: second + second,
        }],
        justification: Some(JustificationFacts {
            justification_id: text.into(),
            reason: text.into(),
            filed_at_utc: on + Span::from_hours(1),
            window: Some(Stretch { from_utc: on, to_utc: on + Span::from_hours(2) }),
            approved_by: Some(text.into()),
            approved_at_utc: None,
            status: Some(text.into()),
            narrative: Some(text.into()),
        }),
        justification_due_utc: Some(on + Span::from_hours(24)),
        approval_due_utc: None,
        upload_due_utc: None,
        as_of_utc: on + Span::from_hours(30),
    }
}

/// A report in which every text that can come from the data is this one.
fn filled_with(text: &str) -> Report {
    let mut report = samples::with_findings();
    report.department = text.to_owned();
    report.incomplete = vec![text.to_owned()];
    for row in &mut report.obligations {
        row.unit = Some(text.to_owned());
        row.policy = Some(text.to_owned());
        row.officer_id = Some(text.into());
        row.supervisor_id = Some(text.into());
        row.camera_id = Some(text.into());
        row.vehicle_id = Some(text.into());
        row.event_ids = vec![text.into()];
        row.recording_ids = vec![text.into()];
        row.justification_id = Some(text.into());
        row.sources = vec![text.to_owned()];
    }
    for finding in &mut report.findings {
        finding.summary = text.to_owned();
        finding.path = Some(text.to_owned());
        finding.officer_id = Some(text.into());
        finding.sources = vec![text.to_owned()];
    }
    for archive in &mut report.archives {
        archive.root = text.to_owned();
        archive.name = Some(text.to_owned());
        archive.first_bad = Some((1, text.to_owned()));
    }
    for input in &mut report.inputs {
        input.file = text.to_owned();
    }
    for policy in &mut report.policies {
        policy.name = text.to_owned();
        policy.values = vec![("grace", text.to_owned())];
    }
    for pattern in &mut report.patterns {
        pattern.subject_id = text.to_owned();
        pattern.explained_by = pattern.explained_by.iter().map(|_| text.to_owned()).collect();
        pattern.cannot_be_told_from = vec![text.to_owned()];
        pattern.event_ids = vec![text.into()];
    }
    for rate in &mut report.rates {
        rate.id = rate.id.as_ref().map(|_| text.to_owned());
    }
    report.changes = samples::changed().changes;
    if let Some(changes) = &mut report.changes {
        changes.notes = vec![text.to_owned()];
        for row in &mut changes.rows {
            row.from = row.from.iter().map(|(column, _)| (*column, text.to_owned())).collect();
            row.to = row.to.iter().map(|(column, _)| (*column, text.to_owned())).collect();
            row.subject.officer_id = text.to_owned();
            row.subject.camera_id = text.to_owned();
            row.subject.path = text.to_owned();
            row.subject.summary = text.to_owned();
        }
    }
    let doubtful = samples::doubtful();
    report.obligations.extend(doubtful.obligations.iter().filter(|row| row.cause_id.is_some()).cloned());
    report.causes = doubtful.causes;
    report.vouched = doubtful.vouched;
    for cause in &mut report.causes {
        cause.about = text.to_owned();
        cause.evidence = text.to_owned();
    }
    for word in &mut report.vouched {
        word.by = text.into();
        word.files = vec![text.to_owned()];
        word.source = text.to_owned();
    }
    for row in report.obligations.iter_mut().filter(|row| row.cause_id.is_some()) {
        row.unit = Some(text.to_owned());
    }
    report.timelines = vec![timeline(&report, text)];
    report
}

/// The page with everything between tags taken out: names of elements and attributes, and no text.
fn skeleton(page: &str) -> Vec<String> {
    let tag = regex::Regex::new(r#"<[^<>]*>"#).unwrap();
    let value = regex::Regex::new(r#""[^"]*""#).unwrap();
    tag.find_iter(page).map(|tag| value.replace_all(tag.as_str(), "").into_owned()).collect()
}

#[rstest]
#[case::an_element("<script>alert(1)</script>")]
#[case::an_attribute("\"><img src=x onerror=alert(1)>")]
#[case::single_quotes("' onload='alert(1)")]
#[case::the_end_of_a_drawing("</svg></title></desc><a>")]
#[case::the_end_of_the_facts("</pre></details></style><b>")]
#[case::a_comment("<!-- -->")]
#[case::an_entity("&lt;b&gt; &amp;")]
#[case::a_template("{{ 7 * 7 }} {% include \"x\" %}")]
fn text_from_the_data_stays_text(#[case] text: &str) {
    // an ordinary word of the same length is drawn the same way, tag for tag
    let word = "x".repeat(text.chars().count());
    let (page, plain) = (render(&filled_with(text)).unwrap(), render(&filled_with(&word)).unwrap());
    assert_eq!(skeleton(&page), skeleton(&plain));
    assert!(!page.contains("<script") && !page.contains("<img"));
}

#[rstest]
#[case::turns_text_round("\u{202e}gpj.exe")]
#[case::isolates("a\u{2066}b\u{2069}")]
#[case::hides_the_screen("a\u{1b}[2Jb")]
#[case::nul_and_bell("a\0\u{7}b")]
#[case::of_no_width("a\u{200b}\u{feff}b")]
fn what_acts_unseen_is_seen(#[case] text: &str) {
    let page = render(&filled_with(text)).unwrap();
    assert!(!page.contains(|c| c != '\n' && escape::is_unseen(c)));
    assert!(page.contains("\\x"));
}

#[test]
fn nothing_is_ever_marked_as_safe() {
    for template in [
        include_str!("report.html"),
        include_str!("glance.html"),
        include_str!("case.html"),
        include_str!("cannot-show.html"),
        include_str!("coverage.html"),
        include_str!("shapes.html"),
        include_str!("shares.html"),
        include_str!("share-row.html"),
        include_str!("method.html"),
    ] {
        assert!(
            !template.replace(" ", "").contains("|safe")
                && !template.contains("<script")
                && !template.contains("javascript:")
        );
    }
}

#[rstest]
#[case::clean(samples::clean())]
#[case::with_findings(samples::with_findings())]
#[case::incomplete(samples::incomplete())]
#[case::unanchored(samples::unanchored())]
#[case::hostile(samples::hostile())]
#[case::doubtful(samples::doubtful())]
fn nothing_leads_out_of_the_page(#[case] report: Report) {
    let page = render(&report).unwrap();
    let leads = regex::Regex::new(r#"(?:href|src|action|url)\s*[=(]\s*"?([^"\s>)]*)"#).unwrap();
    for lead in leads.captures_iter(&page) {
        let to = lead.get(1).unwrap().as_str();
        assert!(to.starts_with('#') || to == "data:,", "{to}");
    }
    assert!(!page.contains("@import") && !page.contains("<script") && !page.contains("<iframe"));
}

/// What stands before the numbers.
fn before_the_numbers(page: &str) -> &str {
    page.split_once("id=\"glance\"").unwrap().0
}

#[test]
fn what_the_data_cannot_show_comes_before_any_number() {
    let report = samples::doubtful();
    let page = render(&report).unwrap();
    let first = before_the_numbers(&page);
    for said in [
        "5 of 22 obligations are not decided",
        "Records, A. Example vouched on",
        "2 obligations do, 1 of them against",
        "id=\"cause-outside-export\"",
        "covers = { from = …, to = … }",
        "id=\"cause-export-gap-against-a-word\"",
        "id=\"coverage\"",
    ] {
        assert!(first.contains(said), "{said}");
    }
    // where nothing is in doubt, the picture stands behind the numbers
    let clean = render(&samples::clean()).unwrap();
    assert!(
        before_the_numbers(&clean).contains("No sign was found")
            && !before_the_numbers(&clean).contains("id=\"coverage\"")
    );
    assert!(clean.contains("id=\"coverage\""));
}

#[test]
fn a_case_that_was_turned_says_what_it_would_have_been_and_leads_to_its_cause() {
    let page = render(&samples::doubtful()).unwrap();
    let turned =
        page.split("<details class=\"case").filter(|case| case.contains("class=\"turned\"")).collect::<Vec<_>>();
    assert_eq!(turned.len(), 5);
    let [to_cause, to_finding] =
        ["cause-[a-z-]+", "f[0-9a-f]+"].map(|place| regex::Regex::new(&format!("href=\"#({place})\"")).unwrap());
    for case in turned {
        assert!(case.contains("would-be-not-recorded"));
        let link = to_cause.captures(case).unwrap()[1].to_owned();
        let finding = to_finding.captures(case).unwrap()[1].to_owned();
        for place in [link, finding] {
            assert_eq!(page.matches(&format!("id=\"{place}\"")).count(), 1, "{place}");
        }
    }
}

#[test]
fn equipment_to_test_stands_on_the_first_screen() {
    let mut report = samples::with_findings();
    let card = "Equipment to test first";
    report.findings.push(samples::finding(7, FindingCode::AutoTriggerFailed, None, "started by hand"));
    let page = render(&report).unwrap();
    let (first_screen, _) = page.split_once("id=\"unexplained\"").unwrap();
    let (_, card_and_after) = first_screen.split_once(card).unwrap();
    let card_alone = card_and_after.split("</div>").next().unwrap();
    for number in [
        "patterns.csv|subject_kind=vehicle|subject_id=214#deviations\">19<",
        "patterns.csv|subject_kind=vehicle|subject_id=214#obligations\">24<",
        "findings.csv|code=auto-trigger-failed\">1<",
    ] {
        assert!(card_alone.contains(number), "{card_alone}");
    }
    assert!(!card_alone.contains("officer"), "an officer is no equipment: {card_alone}");
    // neither where nothing is flagged, nor where only an officer is
    report.findings.pop();
    report.patterns.remove(0);
    report.patterns[0].explained_by.clear();
    assert!(!render(&report).unwrap().contains(card));
    assert!(!render(&samples::clean()).unwrap().contains(card));
}

#[test]
fn an_officer_is_not_listed_without_the_equipment() {
    let mut report = samples::with_findings();
    let miss = report.obligations.iter().find(|row| row.outcome == Outcome::Unexplained).unwrap();
    report.findings.push(crate::results::FindingRow {
        vehicle_id: miss.vehicle_id.clone(),
        event_ids: miss.event_ids.clone(),
        ..samples::finding(7, FindingCode::EquipmentPattern, None, "stands out")
    });
    let page = render(&report).unwrap();
    assert!(page.contains("×, equipment 1×)"));
    assert!(!render(&samples::with_findings()).unwrap().contains("×, equipment "));
}

#[test]
fn an_archive_check_judges_nobody() {
    let report = Report { policies: vec![], obligations: vec![], ..samples::unanchored() };
    let page = render(&report).unwrap();
    assert!(page.contains("Archive check") && !page.contains("id=\"unexplained\""));
}

#[test]
fn every_id_is_there_once_and_every_heading_has_a_level_above() {
    let page = render(&filled_with("x")).unwrap();
    let ids = regex::Regex::new(r#" id="([^"]*)""#).unwrap();
    let mut ids: Vec<&str> = ids.captures_iter(&page).map(|id| id.get(1).unwrap().as_str()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    let headings = regex::Regex::new(r"<h([1-6])[ >]").unwrap();
    let mut above = 0;
    for level in headings.captures_iter(&page).map(|level| level.get(1).unwrap().as_str().parse::<i32>().unwrap()) {
        assert!(level <= above + 1, "h{level} below h{above}");
        above = level;
    }
    assert_eq!(page.matches("<h1").count(), 1);
    for heading in page.match_indices("<th").map(|(at, _)| page.get(at..at + 40).unwrap_or_default()) {
        assert!(heading.starts_with("<thead") || heading.contains("scope="), "{heading}");
    }
}

/// `--name:#rrggbb` of the light or the dark half of the style.
fn colour(style: &str, name: &str) -> [f64; 3] {
    let value = regex::Regex::new(&format!(r"--{name}:#([0-9a-f]{{3,6}})[;}}]")).unwrap();
    let hex = value.captures(style).unwrap_or_else(|| panic!("no --{name}")).get(1).unwrap().as_str().to_owned();
    let hex = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0)
}

/// Contrast as WCAG 2.2 defines it.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    let luminance = |[r, g, b]: [f64; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[rstest]
#[case("ink", "bg", 7.0)]
#[case("ink", "card", 7.0)]
#[case("soft", "bg", 4.5)]
#[case("soft", "card", 4.5)]
#[case("link", "bg", 4.5)]
#[case("link", "card", 4.5)]
#[case("bad", "card", 4.5)]
#[case("bad", "bad-bg", 4.5)]
#[case("warn", "card", 4.5)]
#[case("warn", "warn-bg", 4.5)]
#[case("good", "card", 4.5)]
#[case("open", "open-bg", 4.5)]
#[case("rec", "track", 3.0)]
#[case("gone", "track", 3.0)]
#[case("gone", "card", 3.0)]
#[case("ink", "track", 7.0)]
#[case("s1", "card", 3.0)]
#[case("s5", "card", 3.0)]
fn text_and_what_matters_in_pictures_stand_out(#[case] front: &str, #[case] behind: &str, #[case] least: f64) {
    let (light, dark) = include_str!("style.css").split_once("prefers-color-scheme:dark").unwrap();
    for (name, style) in [("light", light), ("dark", dark)] {
        let found = contrast(colour(style, front), colour(style, behind));
        assert!(found >= least, "{name}: {front} on {behind} is {found:.2}");
    }
}

/// An anchor covers all that is there, and the checkpoint beside the chain knows of more.
#[test]
fn an_archive_whose_checkpoint_knows_more_is_not_called_sound() {
    let mut report = samples::clean();
    assert!(render(&report).unwrap().contains("As it was sealed"));
    report.archives[0].doubt = Some("the chain.checkpoint beside it does not fit it".into());
    let page = render(&report).unwrap();
    assert!(
        page.contains("Not shown to be whole") && page.contains("but the chain.checkpoint beside it does not fit it")
    );
}
