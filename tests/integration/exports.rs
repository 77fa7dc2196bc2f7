//! Exports as they come, judged: whoever is accused of something would be accused by a clean export, too (contract,
//! "Other shapes of tables").

use rstest::rstest;

use crate::support::scene::{DEPARTMENT, POLICY, SOURCES, Scene};

/// Verdict, reason and outcome of the only obligation.
#[track_caller]
fn judged(scene: &Scene) -> String {
    let (ran, obligations) = scene.scan_for("obligations.csv");
    let mut lines = obligations.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row: Vec<&str> = lines.next().unwrap_or_else(|| panic!("{}", ran.stdout)).split(',').collect();
    assert_eq!(lines.next(), None, "{obligations}");
    let cell = |name: &str| row[head.iter().position(|own| *own == name).unwrap()];
    format!("{} {} {}", cell("verdict"), cell("reason"), cell("outcome"))
}

/// Recordings of the same camera before and after, so that the export reaches from the one to the other and the camera
/// was emptied.
fn reaching() -> Scene {
    let scene = Scene::of_logs();
    scene.append("recordings.csv", "R0,BWC-0001,2020-11-02T00:10:00Z,2020-11-02T00:11:00Z,\n");
    scene.append("recordings.csv", "R9,BWC-0001,2020-11-02T09:00:00Z,2020-11-02T09:05:00Z,\n");
    scene
}

/// The scene with a light bar that is looked at once a minute: its camera starts at 02:00:05 and stops at 02:05:10.
fn sampled(states: &[(&str, u8)]) -> Scene {
    let scene = reaching();
    let sources = SOURCES.replace("files = [\"lightbar.csv\"]", "files = [\"lightbar.csv\"]\nform = \"samples\"");
    scene.write("audit.toml", [DEPARTMENT, &sources, POLICY].concat());
    let rows: String = states.iter().map(|(at, on)| format!("241,2020-11-02T{at}Z,{on}\n")).collect();
    scene.write("lightbar.csv", format!("vehicle_id,at,state\n{rows}"));
    scene
}

#[rstest]
#[case::in_time_at_both_ends(
    &[("02:00:00", 0), ("02:00:20", 1), ("02:05:00", 1), ("02:05:10", 0)], "on-time  compliant"
)]
#[case::in_time_or_late(
    &[("01:59:00", 0), ("02:00:00", 1), ("02:04:00", 1), ("02:05:00", 0)], "indeterminate log-resolution unresolved"
)]
#[case::late_at_both_ends(
    &[("01:58:00", 0), ("01:59:00", 1), ("02:04:00", 1), ("02:05:00", 0)], "late  unexplained"
)]
#[case::a_blip_or_not(
    &[("03:00:00", 0), ("03:01:00", 1), ("03:02:00", 0)], "indeterminate log-resolution unresolved"
)]
#[case::missed_at_both_ends(
    &[("03:00:00", 0), ("03:01:00", 1), ("03:04:00", 1), ("03:05:00", 0)], "not-recorded  unexplained"
)]
fn a_sampled_light_bar_is_judged_at_both_ends(#[case] states: &[(&str, u8)], #[case] expected: &str) {
    assert_eq!(judged(&sampled(states)), expected);
}

#[test]
fn activations_that_may_have_been_one_are_one() {
    // on for half a minute at least, off in one sample, and on again within `merge-gap`
    let scene = sampled(&[
        ("02:00:00", 0),
        ("02:00:20", 1),
        ("02:00:50", 1),
        ("02:01:10", 0),
        ("02:01:30", 1),
        ("02:02:00", 1),
        ("02:02:20", 0),
    ]);
    assert_eq!(judged(&scene), "on-time  compliant");
}

#[test]
fn a_log_that_falls_silent_is_told() {
    let scene = sampled(&[("02:00:00", 0), ("02:00:20", 1), ("02:01:20", 1), ("04:00:00", 0)]);
    let (_, findings) = scene.scan_for("findings.csv");
    assert!(findings.contains(",log-gap,"), "{findings}");
    assert!(findings.contains("its log says nothing more after 2020-11-02T02:01:20.000Z"), "{findings}");
    let (_, findings) = sampled(&[("02:00:00", 0), ("02:00:20", 1), ("02:01:20", 0)]).scan_for("findings.csv");
    assert!(!findings.contains(",log-gap,"), "{findings}");
}

/// The scene with a contact that a dispatch system gives, instead of the light bar.
fn contact(row: &str, keys: &str) -> Scene {
    let scene = reaching();
    let sources = SOURCES.replace(
        "[[lightbar]]\nfiles = [\"lightbar.csv\"]",
        &format!("[[contacts]]\nfiles = [\"contacts.csv\"]\n{keys}"),
    );
    scene.write("audit.toml", [DEPARTMENT, &sources, POLICY].concat());
    scene.write("contacts.csv", format!("event_id,officer_id,on,off\n{row}\n"));
    scene
}

#[rstest]
#[case::began_with_the_contact("C1,0114,2020-11-02T01:55:00Z,2020-11-02T02:04:00Z")]
#[case::took_a_break("C1,0114,2020-11-02T02:00:00Z,2020-11-02T04:00:00Z")]
fn between_dispatch_and_clear_nobody_is_late_or_ends_early(#[case] row: &str) {
    assert_eq!(judged(&contact(row, "hull = true")), "indeterminate log-resolution unresolved");
    let as_an_interval = judged(&contact(row, ""));
    assert!(["late  unexplained", "ended-early  unexplained"].contains(&as_an_interval.as_str()), "{as_an_interval}");
}

#[rstest]
#[case::all_of_it("C1,0114,2020-11-02T02:00:00Z,2020-11-02T02:05:00Z", "on-time  compliant")]
#[case::none_of_it("C1,0114,2020-11-02T03:00:00Z,2020-11-02T04:00:00Z", "not-recorded  unexplained")]
fn what_is_so_of_the_whole_interval_stays(#[case] row: &str, #[case] expected: &str) {
    assert_eq!(judged(&contact(row, "hull = true")), expected);
}

#[test]
fn a_page_of_triggers_that_is_not_the_last_makes_the_audit_incomplete() {
    let scene = Scene::of_logs();
    let keys = "files = [\"lightbar.json\"]\nrows = \"data[]\"";
    scene.write("audit.toml", [DEPARTMENT, &SOURCES.replace("files = [\"lightbar.csv\"]", keys), POLICY].concat());
    let page = |more: bool| {
        format!(
            "{{\"data\": [{{\"event_id\": \"E1\", \"vehicle_id\": 241, \"on\": \"2020-11-02T02:00:00Z\", \
             \"off\": \"2020-11-02T02:05:00Z\"}}], \"hasNextPage\": {more}}}"
        )
    };
    scene.write("lightbar.json", page(false));
    scene.scan(&[]).reported(0);
    scene.write("lightbar.json", page(true));
    let (ran, findings) = scene.scan_for("findings.csv");
    ran.reported(3);
    assert!(findings.contains(",cut-export,") && findings.contains("hasNextPage: true"), "{findings}");
}

#[test]
fn a_total_that_states_more_recordings_than_there_are_accuses_nobody() {
    let scene = Scene::of_logs();
    scene.append("lightbar.csv", "E2,241,2020-11-02T02:30:00Z,2020-11-02T02:40:00Z\n");
    // rows before and after, so that the export reaches there
    scene.append("recordings.csv", "R2,BWC-0001,2020-11-02T05:00:00Z,2020-11-02T05:05:00Z,\n");
    let verdict = |scene: &Scene| scene.scan_for("obligations.csv").1;
    assert!(verdict(&scene).contains(",not-recorded,"), "{}", verdict(&scene));
    scene.append("recordings.csv", "Total records: 2\n");
    assert!(verdict(&scene).contains(",not-recorded,"), "{}", verdict(&scene));
    let text = scene.read("recordings.csv").replace("records: 2", "records: 40");
    scene.write("recordings.csv", text);
    let obligations = verdict(&scene);
    assert!(obligations.contains("cut-export") && !obligations.contains(",not-recorded,"), "{obligations}");
}

#[test]
fn times_without_seconds_accuse_nobody_of_seconds() {
    let scene = reaching();
    let keys = "files = [\"lightbar.csv\"]\ntime-format = \"%m/%d/%Y %H:%M\"";
    scene.write("audit.toml", [DEPARTMENT, &SOURCES.replace("files = [\"lightbar.csv\"]", keys), POLICY].concat());
    let log = |on: &str| format!("event_id,vehicle_id,on,off\nE1,241,11/01/2020 {on},11/01/2020 20:05\n");
    scene.write("lightbar.csv", log("19:59"));
    assert_eq!(judged(&scene), "indeterminate log-resolution unresolved");
    scene.write("lightbar.csv", log("19:55"));
    assert_eq!(judged(&scene), "late  unexplained");
}
