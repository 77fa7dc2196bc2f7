//! What `scan` writes for supervisors and for the public, over the Kansas City fixture.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::Reader as _;
use tempfile::TempDir;

use crate::support::machine::any_of;
use crate::support::program::{
    KANSAS_CITY, KANSAS_CITY_AS_OF, Ran, Row, column, everything_in, finish, rows, run, text,
};

fn scan(arguments: &[&str]) -> Ran {
    let scan = ["scan", KANSAS_CITY, "--as-of", KANSAS_CITY_AS_OF, "--fail-on", "never"];
    run([&scan, arguments].concat())
}

/// The names in some columns, several of a cell each for itself.
fn names(rows: &[Row], columns: &[&str]) -> BTreeSet<String> {
    let cells = rows.iter().flat_map(|row| columns.iter().map(|column| row[*column].as_str()));
    cells.flat_map(|cell| cell.split(' ')).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn words(page: &str) -> BTreeSet<&str> {
    page.split(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c))).collect()
}

fn name(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_folder_of_a_split_holds_the_findings_of_its_supervisor_and_names_nobody_else() {
    let place = TempDir::new().unwrap();
    let out = place.path().join("out");
    scan(&["--out", name(&out), "--split-by", "supervisor"]).ended_with(0);
    let all = rows(out.join("findings.csv"));
    let columns = ["finding_id", "officer_id", "camera_id", "event_ids", "path"];
    let obligations = rows(out.join("obligations.csv"));
    let (mut found, mut copied) = (0, 0);
    let mut folders: Vec<PathBuf> =
        fs::read_dir(out.join("by-supervisor")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 2, "{folders:?}");
    for folder in &folders {
        let findings = rows(folder.join("findings.csv"));
        // what speaks for officers is with everybody whose officers it speaks for, and whole in `unassigned` alone
        let nobodys = folder.ends_with("unassigned");
        let (copies, own_rows): (Vec<_>, Vec<_>) = findings.into_iter().partition(|row| !nobodys && is_equipment(row));
        let supervisors: BTreeSet<&str> = column(&own_rows, "supervisor_id").into_iter().collect();
        assert!(supervisors.len() <= 1, "{supervisors:?} in {folder:?}");
        found += own_rows.len();
        copied += copies.len();
        let mut own = names(&own_rows, &columns);
        own.extend(names(&copies, &columns));
        for copy in &copies {
            let whole = all.iter().find(|row| row["finding_id"] == copy["finding_id"]).unwrap();
            let events = |row: &Row| row["event_ids"].split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
            let sources = |row: &Row| row["sources"].split(' ').count();
            assert_eq!(sources(copy), sources(whole), "one event, and so all of its sources");
            assert!(events(copy).is_subset(&events(whole)) && !events(copy).is_empty());
            for event in events(copy) {
                let of_folder =
                    |row: &Row| folder.ends_with(&row["supervisor_id"]) && row["event_ids"].contains(&event);
                assert!(obligations.iter().any(of_folder), "{event} is none of {folder:?}");
            }
        }
        for entry in fs::read_dir(folder).unwrap() {
            let page = text(entry.unwrap().path());
            let words = words(&page);
            // the archive as a whole is called `footage`, which is nobody's path and an ordinary word of the page
            for other in names(&all, &columns).difference(&own).filter(|name| *name != "footage") {
                assert!(!words.contains(other.as_str()), "{folder:?} names {other}");
            }
        }
    }
    assert_eq!(found, all.len());
    assert!(copied > 0, "no folder has a finding about a car or a camera");

    // an earlier split is an earlier output, and goes away as a whole
    scan(&["--out", name(&out)]).ended_with(0);
    assert!(!out.join("by-supervisor").exists());
}

/// Whether a row of `findings.csv` is about equipment that may be the cause of somebody's miss.
fn is_equipment(row: &Row) -> bool {
    ["equipment-pattern", "auto-trigger-failed"].contains(&row["code"].as_str())
}

#[test]
fn a_split_needs_a_place() {
    scan(&["--split-by", "unit"]).ended_with(2);
}

#[test]
fn the_same_inputs_give_the_same_workbook_folders_and_page_at_any_number_of_threads() {
    let place = TempDir::new().unwrap();
    let written = |jobs: &str| {
        let (out, page) = (place.path().join(jobs), place.path().join(format!("{jobs}.html")));
        scan(&["--out", name(&out), "--split-by", "unit", "--public", name(&page), "--jobs", jobs]).ended_with(0);
        let mut files: Vec<(PathBuf, Vec<u8>)> =
            everything_in(&out).into_iter().filter(|(path, _)| !path.ends_with("run.json")).collect();
        files.push(("page".into(), fs::read(&page).unwrap()));
        files.push(("table".into(), fs::read(page.with_extension("csv")).unwrap()));
        files.sort();
        files
    };
    let (one, four) = (written("1"), written("4"));
    assert!(one.iter().any(|(path, _)| path.ends_with("report.xlsx")));
    assert!(one.iter().any(|(path, _)| path.starts_with("by-unit")));
    assert_eq!(
        one.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        four.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    for ((path, one), (_, four)) in one.iter().zip(&four) {
        assert!(one == four, "{path:?} differs");
    }
}

#[test]
fn the_public_page_names_no_officer_camera_vehicle_event_or_path() {
    let place = TempDir::new().unwrap();
    let (out, page) = (place.path().join("out"), place.path().join("public.html"));
    scan(&["--out", name(&out), "--public", name(&page)]).ended_with(0);
    let obligations = rows(out.join("obligations.csv"));
    let files = rows(out.join("files.csv"));
    let columns = ["event_ids", "vehicle_id", "officer_id", "camera_id"];
    let mut secret = names(&obligations, &columns);
    secret.extend(names(&obligations, &["supervisor_id", "recording_ids", "justification_id"]));
    secret.extend(files.iter().map(|row| row["path"].clone()));
    assert!(secret.len() > 20);
    for file in [page.clone(), page.with_extension("csv")] {
        let text = text(&file);
        let words = words(&text);
        for name in &secret {
            assert!(!words.contains(name.as_str()), "{file:?} names {name}");
        }
    }
    scan(&["--public", name(&place.path().join("public.txt"))]).ended_with(2);
    scan(&["--public", "fixtures/kansas-city/footage/public.html"]).ended_with(2);
    scan(&["--out", name(&out), "--public", name(&out.join("public.html"))]).ended_with(2);
    // nor without --out: the next one would find a file that is not its own
    scan(&["--public", name(&out.join("public.html"))]).ended_with(2);
    assert!(!out.join("public.html").exists());
}

#[test]
fn the_workbook_has_the_rows_of_the_csv_files() {
    let place = TempDir::new().unwrap();
    let out = place.path().join("out");
    scan(&["--out", name(&out)]).ended_with(0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(out.join("report.xlsx")).unwrap();
    for name in ["obligations", "findings", "files", "rejected"] {
        let rows = records(&out.join(name).with_extension("csv"));
        let range = book.worksheet_range(name).unwrap();
        assert_eq!(range.height(), rows.len() + 1, "{name}");
        for (row, cells) in rows.iter().zip(range.rows().skip(1)) {
            assert_eq!(cells[0].to_string(), row[0], "{name}");
        }
    }
}

/// The rows of a CSV file as they stand there.
fn records(path: &Path) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(path).unwrap().records().map(Result::unwrap).collect()
}

/// What another program makes of it: the ids are text, nothing is run.
#[test]
fn libreoffice_opens_the_workbook() {
    let Some(office) = any_of(&["soffice", "libreoffice"]) else { return };
    let place = TempDir::new().unwrap();
    let out = place.path().join("out");
    scan(&["--out", name(&out)]).ended_with(0);
    let profile = format!("-env:UserInstallation=file://{}", place.path().join("profile").display());
    // the second sheet (the first is `about`), UTF-8, as it is shown
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2";
    let mut convert = Command::new(office);
    convert.args([&profile, "--headless", "--convert-to", filter, "--outdir"]);
    finish(convert.args([place.path(), &out.join("report.xlsx")])).ended_with(0);
    let converted = records(&place.path().join("report-obligations.csv"));
    let rows = records(&out.join("obligations.csv"));
    assert_eq!(converted.len(), rows.len());
    for (converted, row) in converted.iter().zip(&rows) {
        assert_eq!(converted[0], row[0]);
        // each of the two columns of times before it takes two here
        assert_eq!(converted[16], row[14], "officer_id");
        assert_eq!(format!("{}Z", converted[11].replace(' ', "T")), row[11], "on_utc");
    }
}
