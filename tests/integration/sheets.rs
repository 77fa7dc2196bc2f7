//! What `scan` writes for supervisors and for the public, over the Kansas City fixture.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;

use assert_cmd::Command;
use calamine::Reader as _;
use tempfile::TempDir;

fn scan(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("footage-audit").unwrap();
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["scan", "fixtures/kansas-city", "--as-of", "2020-11-06T18:00:00Z", "--fail-on", "never"])
        .args(arguments);
    command
}

fn table(path: &Path) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(path).unwrap().records().map(Result::unwrap).collect()
}

/// The names in a column of `findings.csv`, several of a cell each for itself.
fn names(rows: &[csv::StringRecord], columns: &[usize]) -> BTreeSet<String> {
    let cells = rows.iter().flat_map(|row| columns.iter().map(|column| row[*column].to_owned()));
    cells
        .flat_map(|cell| cell.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .filter(|name| !name.is_empty())
        .collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_folder_of_a_split_holds_the_findings_of_its_supervisor_and_names_nobody_else() {
    let place = TempDir::new().unwrap();
    let out = place.path().join("out");
    scan(&["--out", text(&out), "--split-by", "supervisor"]).assert().code(0);
    let all = table(&out.join("findings.csv"));
    // finding_id, officer_id, camera_id, event_ids, path
    let columns = [0, 5, 6, 10, 11];
    let obligations = table(&out.join("obligations.csv"));
    let (mut found, mut copied) = (0, 0);
    let mut folders: Vec<PathBuf> =
        fs::read_dir(out.join("by-supervisor")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 2, "{folders:?}");
    for folder in &folders {
        let rows = table(&folder.join("findings.csv"));
        // what speaks for officers is with everybody whose officers it speaks for, and whole in `unassigned` alone
        let nobodys = folder.ends_with("unassigned");
        let (copies, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| !nobodys && is_equipment(row));
        let supervisors: BTreeSet<&str> = rows.iter().map(|row| &row[8]).collect();
        assert!(supervisors.len() <= 1, "{supervisors:?} in {folder:?}");
        found += rows.len();
        copied += copies.len();
        let mut own = names(&rows, &columns);
        own.extend(names(&copies, &columns));
        for copy in &copies {
            let whole = all.iter().find(|row| row[0] == copy[0]).unwrap();
            let events = |row: &csv::StringRecord| row[10].split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
            assert_eq!(
                copy[13].split(' ').count(),
                whole[13].split(' ').count(),
                "one event, and so all of its sources"
            );
            assert!(events(copy).is_subset(&events(whole)) && !events(copy).is_empty());
            for event in events(copy) {
                let of_folder = |row: &&csv::StringRecord| folder.ends_with(&row[16]) && row[9].contains(&event);
                assert!(obligations.iter().any(|row| of_folder(&row)), "{event} is none of {folder:?}");
            }
        }
        for entry in fs::read_dir(folder).unwrap() {
            let page = fs::read_to_string(entry.unwrap().path()).unwrap();
            let words: BTreeSet<&str> =
                page.split(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c))).collect();
            // the archive as a whole is called `footage`, which is nobody's path and an ordinary word of the page
            for other in names(&all, &columns).difference(&own).filter(|name| *name != "footage") {
                assert!(!words.contains(other.as_str()), "{folder:?} names {other}");
            }
        }
    }
    assert_eq!(found, all.len());
    assert!(copied > 0, "no folder has a finding about a car or a camera");

    // an earlier split is an earlier output, and goes away as a whole
    scan(&["--out", text(&out)]).assert().code(0);
    assert!(!out.join("by-supervisor").exists());
}

/// Whether a row of `findings.csv` is about equipment that may be the cause of somebody's miss.
fn is_equipment(row: &csv::StringRecord) -> bool {
    ["equipment-pattern", "auto-trigger-failed"].contains(&&row[1])
}

#[test]
fn a_split_needs_a_place() {
    scan(&["--split-by", "unit"]).assert().code(2);
}

#[test]
fn the_same_inputs_give_the_same_workbook_folders_and_page_at_any_number_of_threads() {
    let place = TempDir::new().unwrap();
    let written = |jobs: &str| {
        let (out, page) = (place.path().join(jobs), place.path().join(format!("{jobs}.html")));
        scan(&["--out", text(&out), "--split-by", "unit", "--public", text(&page), "--jobs", jobs]).assert().code(0);
        let mut files: Vec<(PathBuf, Vec<u8>)> = walkdir::WalkDir::new(&out)
            .into_iter()
            .map(|entry| entry.unwrap().into_path())
            .filter(|path| path.is_file() && !path.ends_with("run.json"))
            .map(|path| (path.strip_prefix(&out).unwrap().to_owned(), fs::read(path).unwrap()))
            .collect();
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
    scan(&["--out", text(&out), "--public", text(&page)]).assert().code(0);
    let obligations = table(&out.join("obligations.csv"));
    let files = table(&out.join("files.csv"));
    // event_ids, vehicle_id, officer_id, camera_id, supervisor_id, recording_ids, justification_id; path
    let mut secret = names(&obligations, &[9, 12, 13, 14, 16, 18, 24]);
    secret.extend(files.iter().map(|row| row[0].to_owned()));
    assert!(secret.len() > 20);
    for file in [page.clone(), page.with_extension("csv")] {
        let text = fs::read_to_string(&file).unwrap();
        let words: BTreeSet<&str> = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c))).collect();
        for name in &secret {
            assert!(!words.contains(name.as_str()), "{file:?} names {name}");
        }
    }
    scan(&["--public", text(&place.path().join("public.txt"))]).assert().code(2);
    scan(&["--public", "fixtures/kansas-city/footage/public.html"]).assert().code(2);
    scan(&["--out", text(&out), "--public", text(&out.join("public.html"))]).assert().code(2);
    // nor without --out: the next one would find a file that is not its own
    scan(&["--public", text(&out.join("public.html"))]).assert().code(2);
    assert!(!out.join("public.html").exists());
}

#[test]
fn the_workbook_has_the_rows_of_the_csv_files() {
    let place = TempDir::new().unwrap();
    let out = place.path().join("out");
    scan(&["--out", text(&out)]).assert().code(0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(out.join("report.xlsx")).unwrap();
    for name in ["obligations", "findings", "files", "rejected"] {
        let rows = table(&out.join(name).with_extension("csv"));
        let range = book.worksheet_range(name).unwrap();
        assert_eq!(range.height(), rows.len() + 1, "{name}");
        for (row, cells) in rows.iter().zip(range.rows().skip(1)) {
            assert_eq!(cells[0].to_string(), row[0], "{name}");
        }
    }
}

/// What another program makes of it: the ids are text, nothing is run.
#[test]
fn libreoffice_opens_the_workbook() {
    let Some(office) = ["soffice", "libreoffice"]
        .into_iter()
        .find(|name| Process::new(name).arg("--version").output().is_ok_and(|output| output.status.success()))
    else {
        eprintln!("SKIPPED: LibreOffice is not installed");
        return;
    };
    let place = TempDir::new().unwrap();
    let out = place.path().join("out");
    scan(&["--out", text(&out)]).assert().code(0);
    let profile = format!("-env:UserInstallation=file://{}", place.path().join("profile").display());
    // the second sheet (the first is `about`), UTF-8, as it is shown
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2";
    let status = Process::new(office)
        .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
        .args([place.path(), &out.join("report.xlsx")])
        .status()
        .unwrap();
    assert!(status.success());
    let converted = table(&place.path().join("report-obligations.csv"));
    let rows = table(&out.join("obligations.csv"));
    assert_eq!(converted.len(), rows.len());
    for (converted, row) in converted.iter().zip(&rows) {
        assert_eq!(converted[0], row[0]);
        // each of the two columns of times before it takes two here
        assert_eq!(converted[15], row[13], "officer_id");
        assert_eq!(format!("{}Z", converted[10].replace(' ', "T")), row[10], "on_utc");
    }
}
