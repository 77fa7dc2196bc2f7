//! Opens `report.html` in a real headless Chromium: no complaint on the console, no request leaves the page,
//! it can be read at the width of a desk and of a phone, and 5,000 findings open in under 3 s.
//!
//! `make test` installs a Chromium. Where there is none these tests say so, and fail under `CI=true`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use rstest::rstest;
use tempfile::TempDir;

use crate::support::browser::{FLAGS, Medium, browser, kansas_city, laid_out, open, scan};
use crate::support::program::{finish, text};

#[test]
fn the_console_is_silent_and_no_request_leaves_the_page() {
    let Some(browser) = browser() else { return };
    let folder = kansas_city();
    let opened = open(&browser, &folder.path().join("out/report.html"), &["--dump-dom"]);
    assert_eq!(opened.console, Vec::<String>::new());
    assert_eq!(opened.requests, Vec::<String>::new());
    assert_eq!(opened.stdout.matches("<details class=\"case").count(), 18);
    assert!(opened.stdout.trim_end().ends_with("</html>"));
}

/// The test above is worth something only if it notices.
#[test]
fn a_page_that_complains_and_asks_is_noticed() {
    let Some(browser) = browser() else { return };
    let folder = TempDir::new().unwrap();
    let page = folder.path().join("page.html");
    fs::write(&page, "<img src='http://192.0.2.1/x.png'><script>console.error('here')</script>").unwrap();
    let opened = open(&browser, &page, &["--dump-dom"]);
    assert_eq!(opened.console.len(), 1);
    assert!(opened.requests.iter().any(|url| url == "http://192.0.2.1/x.png"), "{:?}", opened.requests);
}

/// Hostile ids and narratives go the whole way, from the export to the browser.
#[test]
fn hostile_text_stays_text_in_the_browser() {
    let Some(browser) = browser() else { return };
    let folder = TempDir::new().unwrap();
    let hostile = "\"\"><img src=x onerror=console.error(1)></svg></pre><script>console.error(2)</script>\u{202e}";
    fs::write(folder.path().join("audit.toml"), AUDIT).unwrap();
    fs::write(folder.path().join("recordings.csv"), RECORDINGS).unwrap();
    fs::write(
        folder.path().join("lightbar.csv"),
        format!("event_id,vehicle_id,on,off\n\"{hostile}\",\"{hostile}\",2020-11-02T06:00:00Z,2020-11-02T06:05:00Z\n"),
    )
    .unwrap();
    fs::write(
        folder.path().join("assignments.csv"),
        format!(
            "officer_id,from,to,vehicle_id,camera_id,unit,supervisor_id\n\"{hostile}\",2020-11-02T05:00:00Z,\
             2020-11-02T12:00:00Z,\"{hostile}\",\"{hostile}\",\"{hostile}\",\"{hostile}\"\n"
        ),
    )
    .unwrap();
    fs::write(
        folder.path().join("device.csv"),
        format!(
            "camera_id,at,event,value\n\"{hostile}\",2020-11-02T06:01:00Z,\"{hostile}\",\"{hostile}\"\n\"{hostile}\",\
             2020-11-02T13:00:00Z,dock,\n\"{hostile}\",2020-11-02T14:00:00Z,undock,\n"
        ),
    )
    .unwrap();
    let out = scan(folder.path(), "2020-12-02T06:00:00Z");
    let opened = open(&browser, &out.path().join("out/report.html"), &["--dump-dom"]);
    assert_eq!(opened.console, Vec::<String>::new());
    assert_eq!(opened.stdout.matches("<details class=\"case").count(), 1);
    assert!(!opened.stdout.contains("<img") && !opened.stdout.contains("<script"));
    assert!(!opened.stdout.contains('\u{202e}'));
}

/// A picture of the page, for whoever wants to look: set `FOOTAGE_AUDIT_SCREENSHOTS` to a folder to keep them.
#[rstest]
#[case::desk("1280,1600", &[], "desk")]
#[case::desk_at_night("1280,1600", &["--force-dark-mode"], "desk-dark")]
#[case::phone("390,1600", &[], "phone")]
#[case::phone_at_night("390,1600", &["--force-dark-mode"], "phone-dark")]
fn it_is_drawn_at_every_width(#[case] size: &str, #[case] flags: &[&str], #[case] name: &str) {
    let Some(browser) = browser() else { return };
    let folder = kansas_city();
    let picture = folder.path().join("picture.png");
    let (size_flag, shot_flag) = (format!("--window-size={size}"), format!("--screenshot={}", picture.display()));
    let mut all = vec![size_flag.as_str(), shot_flag.as_str()];
    all.extend(flags);
    let opened = open(&browser, &folder.path().join("out/report.html"), &all);
    assert_eq!(opened.console, Vec::<String>::new());
    let png = fs::read(&picture).unwrap();
    let (width, height) = size.split_once(',').unwrap();
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()).to_string();
    assert_eq!((number(16).as_str(), number(20).as_str()), (width, height));
    // an empty page of this size takes a tenth of this
    assert!(png.len() > 40_000, "{} bytes", png.len());
    if let Some(keep) = std::env::var_os("FOOTAGE_AUDIT_SCREENSHOTS") {
        fs::copy(&picture, Path::new(&keep).join(format!("{name}.png"))).unwrap();
    }
}

/// No word of a table is broken, and no part of the page is wider than the screen: it never has to be moved
/// sideways as a whole.
#[rstest]
#[case::desk(1280, false)]
#[case::desk_at_night(1280, true)]
#[case::phone(390, false)]
#[case::phone_at_night(390, true)]
fn it_can_be_read_at_every_width(#[case] width: u32, #[case] dark: bool) {
    let Some(browser) = browser() else { return };
    let folder = kansas_city();
    let layout = laid_out(&browser, &folder.path().join("out/report.html"), width, Medium::Screen, dark);
    assert_eq!((layout.frame, layout.dark, layout.cases), (width, dark, 18));
    assert!(layout.page <= width, "{layout:?}");
    assert_eq!(layout.broken, Vec::<String>::new());
    assert!(width < 1000 || layout.wide.is_empty(), "{layout:?}");
}

/// The width of a sheet without its margins, in pixels of 1/96 inch.
#[rstest]
#[case::letter(710, false)]
#[case::a4(688, false)]
#[case::printed_at_night(688, true)]
fn on_paper_everything_is_open_and_fits(#[case] width: u32, #[case] dark: bool) {
    let Some(browser) = browser() else { return };
    let folder = kansas_city();
    let layout = laid_out(&browser, &folder.path().join("out/report.html"), width, Medium::Paper, dark);
    assert_eq!((layout.page, layout.dark, layout.cases), (width, dark, 18));
    assert_eq!((layout.hidden, layout.wide), (Vec::<String>::new(), Vec::<String>::new()));
    assert_eq!(layout.broken, Vec::<String>::new());
    assert_eq!((layout.ground.as_str(), layout.ink.as_str()), ("rgb(255, 255, 255)", "rgb(27, 36, 48)"));
}

/// Five thousand unexplained activations, drawn one by one. Processor time is measured, in one process, so
/// that a busy machine does not fail the test; an empty page's share is the browser's own.
#[test]
fn five_thousand_findings_open_in_under_three_seconds() {
    let Some(browser) = browser() else { return };
    let folder = TempDir::new().unwrap();
    five_thousand(folder.path());
    let out = scan(folder.path(), "2020-12-06T18:00:00Z");
    let page = out.path().join("out/report.html");
    assert_eq!(text(&page).matches("<details class=\"case").count(), 5_000);
    let empty = folder.path().join("empty.html");
    fs::write(&empty, "<!doctype html><title>empty</title>").unwrap();
    let (all, own) = (processor_seconds(&browser, &page), processor_seconds(&browser, &empty));
    eprintln!("5,000 findings open in {:.2} s", all - own);
    assert!(all - own < 3.0, "{all} s, of which {own} s are the browser's own");
}

fn processor_seconds(browser: &Path, page: &Path) -> f64 {
    let once = || {
        let profile = TempDir::new().unwrap();
        let mut command = Command::new("bash");
        command
            .args(["-c", "TIMEFORMAT='took %U %S'; time \"$@\" >/dev/null", "bash"])
            .arg(browser)
            .args(FLAGS)
            .arg("--single-process")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(format!("--screenshot={}", profile.path().join("picture.png").display()))
            .arg(format!("file://{}", page.display()));
        let stderr = finish(&mut command).stderr;
        assert!(profile.path().join("picture.png").exists(), "{stderr}");
        let took = stderr.lines().find_map(|line| line.strip_prefix("took ")).unwrap().to_owned();
        took.split(' ').map(|seconds| seconds.parse::<f64>().unwrap()).sum::<f64>()
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// Somebody vouches that there is no more: without any recording nobody would be accused.
const RECORDINGS: &str = "recording_id,camera_id,start,end\nR1,B0,2020-10-01T00:00:00Z,2020-10-01T00:01:00Z\n";

const AUDIT: &str = r#"
[department]
name = "Five thousand"
time-zone = "America/Chicago"

[[lightbar]]
files = ["lightbar.csv"]

[[assignments]]
files = ["assignments.csv"]

[[recordings]]
files = ["recordings.csv"]
covers = { from = 2020-10-01, to = 2020-12-31 }
complete = { by = "Records", at = 2020-11-30 }

[[device-log]]
files = ["device.csv"]

[[policy]]
name = "Policy"
effective = 2020-10-01
"#;

/// 25 days, 20 cars, 10 activations each, no recording at all; every camera is emptied after its tour.
fn five_thousand(folder: &Path) {
    let mut lightbar = "event_id,vehicle_id,on,off\n".to_owned();
    let mut assignments = "officer_id,from,to,vehicle_id,camera_id,unit,supervisor_id\n".to_owned();
    let mut device = "camera_id,at,event,value\n".to_owned();
    for day in 1..=25 {
        for car in 0..20 {
            let at = |hour: u32, minute: u32| format!("2020-11-{day:02}T{hour:02}:{minute:02}:00Z");
            let (from, to) = (at(6, 0), at(16, 30));
            writeln!(assignments, "{car:04},{from},{to},C{car},B{car},Unit {},S-{}", car % 5, car % 7).unwrap();
            for number in 0..10 {
                let (on, off, reading) = (at(6 + number, car), at(6 + number, car + 5), at(5 + number, car + 39));
                writeln!(lightbar, "L{day}-{car}-{number},C{car},{on},{off}").unwrap();
                writeln!(device, "B{car},{reading},battery,{}", 90 - number).unwrap();
            }
            writeln!(device, "B{car},{},dock,\nB{car},{},undock,", at(17, 0), at(19, 0)).unwrap();
        }
    }
    fs::write(folder.join("lightbar.csv"), lightbar).unwrap();
    fs::write(folder.join("assignments.csv"), assignments).unwrap();
    fs::write(folder.join("device.csv"), device).unwrap();
    fs::write(folder.join("recordings.csv"), RECORDINGS).unwrap();
    fs::write(folder.join("audit.toml"), AUDIT).unwrap();
}
