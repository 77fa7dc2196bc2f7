//! Drives a headless Chromium, for the tests that open a page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use regex::Regex;
use serde::Deserialize;
use tempfile::TempDir;

use super::machine::any_of;
use super::program::{KANSAS_CITY, KANSAS_CITY_AS_OF, project, run, text};

/// The first browser on the PATH; `None`, said aloud, where there is none.
pub(crate) fn browser() -> Option<PathBuf> {
    any_of(&["chromium", "chromium-browser", "google-chrome"])
}

pub(crate) const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--enable-logging=stderr",
    // whatever asks for an address, the browser itself included, gets none
    "--host-resolver-rules=MAP * ~NOTFOUND",
];

/// What came of opening a page.
pub(crate) struct Opened {
    pub stdout: String,
    pub console: Vec<String>,
    pub requests: Vec<String>,
}

pub(crate) fn open(browser: &Path, page: &Path, flags: &[&str]) -> Opened {
    let profile = TempDir::new().unwrap();
    let log = profile.path().join("net.json");
    let output: Output = Command::new(browser)
        .args(FLAGS)
        .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
        .arg(format!("--log-net-log={}", log.display()))
        .args(flags)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{stderr}");
    let url = Regex::new(r#""url":"((?:https?|wss?|ftp)://[^"]*)""#).unwrap();
    let log = text(log);
    // what the browser asks its maker for is not the page's
    let own = Regex::new(r"^https?://[a-z0-9.-]+\.(google|googleapis|gvt1|gstatic)\.com/").unwrap();
    let requests = url.captures_iter(&log).map(|url| url[1].to_owned()).filter(|url| !own.is_match(url)).collect();
    Opened {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        console: stderr.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect(),
        requests,
    }
}

/// The output folder of a scan, `out`, and the public page beside it.
pub(crate) fn scan(audit: &Path, as_of: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let audit = audit.to_str().unwrap();
    run(["scan", audit, "--as-of", as_of, "--out", &place("out"), "--public", &place("public.html")]).ended_with(1);
    folder
}

pub(crate) fn kansas_city() -> TempDir {
    scan(&project().join(KANSAS_CITY), KANSAS_CITY_AS_OF)
}

/// Where a page is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    Screen,
    /// Everything is still folded: on paper nothing can be opened.
    Paper,
}

/// How a page came out in a frame, with everything opened that can be.
#[derive(Debug, Deserialize)]
pub(crate) struct Layout {
    /// Of the frame and of what is in it, in pixels.
    pub frame: u32,
    pub page: u32,
    pub dark: bool,
    /// Of the text and what is behind it, as the browser writes them.
    pub ink: String,
    pub ground: String,
    pub cases: usize,
    /// Words and dates of tables that stand on two lines, and regions that are wider than the frame.
    pub broken: Vec<String>,
    /// Regions whose content is wider than they are; on a screen they can be moved sideways.
    pub wide: Vec<String>,
    /// What takes no room.
    pub hidden: Vec<String>,
}

/// Lays a page out in a frame so wide; a script outside of the frame looks at what came of it.
pub(crate) fn laid_out(browser: &Path, page: &Path, width: u32, medium: Medium, dark: bool) -> Layout {
    let quoted = serde_json::to_string(&text(page)).unwrap().replace("</", "<\\/");
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("asking.html");
    let asking = ASKING
        .replace("WIDTH", &width.to_string())
        .replace("PAPER", &(medium == Medium::Paper).to_string())
        .replace("PAGE", &quoted);
    fs::write(&copy, asking).unwrap();
    let mut flags = vec!["--dump-dom", "--virtual-time-budget=10000"];
    if dark {
        flags.push("--blink-settings=preferredColorScheme=0");
    }
    let opened = open(browser, &copy, &flags);
    assert_eq!(opened.console, Vec::<String>::new());
    assert_eq!(opened.requests, Vec::<String>::new());
    let answer = Regex::new("<title>(.*)</title>").unwrap();
    let answer =
        answer.captures(&opened.stdout).unwrap()[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    serde_json::from_str(&answer).unwrap()
}

const ASKING: &str = include_str!("asking.html");
