//! What goes to stdout, to stderr and to a terminal (contract, "Options of `scan`").

use rstest::rstest;

use crate::support::machine::has_all;
use crate::support::program::Ran;
use crate::support::scene::{AS_OF, Scene};

#[rstest]
#[case("table", "Body-camera audit")]
#[case("csv", "obligation_id,outcome,")]
#[case("json", "{\n")]
fn stdout_carries_the_report_alone_and_stderr_nothing(#[case] format: &str, #[case] begins: &str) {
    let scene = Scene::with_archive();
    let ran = scene.scan(&["--format", format]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.starts_with(begins), "{}", ran.stdout);
    assert!(ran.stdout.ends_with('\n') && !ran.stdout.contains(['\u{1b}', '\r']), "{}", ran.stdout);
}

/// What a line of bash says beside its output: `scan` through a pipe, its own exit code first.
fn piped(scene: &Scene, line: &str) -> Ran {
    scene.bash(&format!("{line}; echo \"${{PIPESTATUS[0]}}\""))
}

#[rstest]
#[case("scan --as-of AS_OF")]
#[case("scan --as-of AS_OF --format csv")]
#[case("scan --as-of AS_OF --format json")]
#[case("verify footage")]
#[case("inspect footage/one.mp4")]
#[case("explain not-recorded")]
#[case("completions bash")]
#[case("--help")]
fn whoever_stops_reading_hears_no_complaint(#[case] command: &str) {
    let scene = Scene::with_archive();
    // the reader is gone before anything is written
    let line = format!("$PROGRAM {} | sleep 0", command.replace("AS_OF", AS_OF));
    let ran = piped(&scene, &line);
    assert_eq!(ran.stderr, "", "{ran:?}");
    let line = format!("(sleep 0.3; exec $PROGRAM {}) | true", command.replace("AS_OF", AS_OF));
    let ran = piped(&scene, &line);
    assert_eq!(ran.stderr, "", "{ran:?}");
    assert_eq!(ran.stdout, "0\n");
}

#[test]
fn a_reader_that_is_gone_hides_no_finding() {
    let scene = Scene::with_archive();
    scene.append("footage/one.mp4", "changed");
    let ran = piped(&scene, &format!("(sleep 0.3; exec $PROGRAM scan --as-of {AS_OF} --out out) | true"));
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("1\n", ""));
    assert!(scene.read("out/findings.csv").contains("changed,high"));
}

#[test]
fn a_full_disk_is_said() {
    let scene = Scene::of_logs();
    for format in ["table", "csv", "json"] {
        let ran = scene.bash(&format!("$PROGRAM scan --as-of {AS_OF} --format {format} >/dev/full"));
        ran.could_not_run(&["cannot write to stdout", "No space left"]);
    }
}

#[test]
fn a_closed_stdout_is_no_reason_to_panic() {
    let scene = Scene::of_logs();
    let ran = scene.bash(&format!("$PROGRAM scan --as-of {AS_OF} >&-"));
    assert!(!ran.stderr.contains("panicked"), "{ran:?}");
    let ran = scene.bash("$PROGRAM scan nowhere 2>&-");
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

/// A run on a terminal of so many columns; its stdout and stderr are one. `None`: there is no `script`.
fn on_a_terminal(scene: &Scene, columns: u16, environment: &str, line: &str) -> Option<String> {
    if !has_all(&["script"]) {
        return None;
    }
    let inner = format!("stty cols {columns} rows 40; {environment} $PROGRAM {line}");
    Some(scene.bash(&format!("TERM=xterm script -qec '{inner}' /dev/null")).ended_with(0).stdout)
}

#[test]
fn a_terminal_sees_progress_that_goes_away_and_colours() {
    let scene = Scene::with_archive();
    // long enough to be drawn
    std::fs::File::create(scene.path().join("footage/big.bin")).unwrap().set_len(400_000_000).unwrap();
    let Some(seen) = on_a_terminal(&scene, 100, "", &format!("scan --as-of {AS_OF}")) else { return };
    assert!(seen.contains("of 2 files"), "{seen:?}");
    assert!(seen.contains("MiB/s") || seen.contains("GiB/s"), "{seen:?}");
    assert!(seen.contains(" left, "), "{seen:?}");
    assert!(seen.contains("\u{1b}[1mBody-camera audit"), "{seen:?}");
    // the last thing that the bar does is to take itself away; then the report begins
    let (_, report) = seen.split_once("Body-camera audit").unwrap();
    assert!(!report.contains("of 2 files"), "{report:?}");
    let Some(seen) = on_a_terminal(&scene, 100, "", &format!("scan --as-of {AS_OF} 2>/dev/null")) else { return };
    assert!(!seen.contains("of 2 files"), "{seen:?}");
}

#[rstest]
#[case("NO_COLOR=1")]
#[case("TERM=dumb")]
#[case("TERM=dumb CI=true")]
#[case("CLICOLOR=0")]
fn colours_go_where_they_are_not_wanted(#[case] environment: &str) {
    let scene = Scene::with_archive();
    let line = format!("scan --as-of {AS_OF} 2>/dev/null");
    let Some(seen) = on_a_terminal(&scene, 100, environment, &line) else { return };
    assert!(seen.contains("Body-camera audit") && !seen.contains("\u{1b}["), "{seen:?}");
}

#[rstest]
fn tables_keep_to_the_terminal(#[values(60, 80, 120, 200)] columns: u16) {
    let scene = Scene::with_archive();
    scene.append("footage/one.mp4", "changed");
    let line = format!("scan --as-of {AS_OF} --fail-on never 2>/dev/null");
    let Some(seen) = on_a_terminal(&scene, columns, "NO_COLOR=1", &line) else { return };
    // lines that can be copied (paths, reasons) are never wrapped by us; tables are
    for line in seen.lines().filter(|line| !line.starts_with("  - ") && !line.starts_with("Exit code")) {
        assert!(line.trim_end().chars().count() <= usize::from(columns), "{line:?}");
    }
}
