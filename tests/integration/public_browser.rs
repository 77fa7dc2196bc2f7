//! Opens the page for the public in a real headless Chromium, as `html_browser` does the report.

use std::fs;

use rstest::rstest;
use tempfile::TempDir;

use crate::support::browser::{Medium, browser, kansas_city, laid_out, open, scan};
use crate::support::logs::{Causes, Logs};
use crate::support::program::text;

#[test]
fn the_console_is_silent_and_no_request_leaves_the_page() {
    let Some(browser) = browser() else { return };
    let folder = kansas_city();
    let opened = open(&browser, &folder.path().join("public.html"), &["--dump-dom"]);
    assert_eq!(opened.console, Vec::<String>::new());
    assert_eq!(opened.requests, Vec::<String>::new());
    assert!(opened.stdout.contains("<h1>Body cameras: Kansas City Police Department</h1>"));
    assert!(opened.stdout.trim_end().ends_with("</html>"));
}

/// Enough obligations that shares are shown, and not withheld.
fn department() -> TempDir {
    let folder = TempDir::new().unwrap();
    Logs::new(0, Causes::default()).write(folder.path());
    let audit = folder.path().join("assignments.csv");
    let text = text(&audit).replace('\n', ",Metropolitan Commercial Vehicles (nights)\n");
    fs::write(&audit, text.replacen("Metropolitan Commercial Vehicles (nights)", "unit", 1)).unwrap();
    scan(folder.path(), "2026-04-15T00:00:00Z")
}

/// Tables are moved sideways, never the page, and no word or number is broken.
#[rstest]
#[case::desk(1280, Medium::Screen, false)]
#[case::desk_at_night(1280, Medium::Screen, true)]
#[case::phone(390, Medium::Screen, false)]
#[case::phone_at_night(390, Medium::Screen, true)]
#[case::letter(710, Medium::Paper, false)]
#[case::a4(688, Medium::Paper, false)]
#[case::printed_at_night(688, Medium::Paper, true)]
fn it_can_be_read_at_every_width(#[case] width: u32, #[case] medium: Medium, #[case] dark: bool) {
    let Some(browser) = browser() else { return };
    for folder in [kansas_city(), department()] {
        let layout = laid_out(&browser, &folder.path().join("public.html"), width, medium, dark);
        assert_eq!((layout.frame, layout.page, layout.dark), (width, width, dark), "{layout:?}");
        assert_eq!(layout.broken, Vec::<String>::new());
        assert!(width < 600 || layout.wide.is_empty(), "{layout:?}");
        let expected = if dark && medium == Medium::Screen {
            ("rgb(20, 24, 29)", "rgb(232, 235, 239)")
        } else {
            ("rgb(255, 255, 255)", "rgb(27, 31, 36)")
        };
        assert_eq!((layout.ground.as_str(), layout.ink.as_str()), expected);
    }
}
