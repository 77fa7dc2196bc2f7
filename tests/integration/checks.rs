//! One scene for a check: a single fact makes the finding, and its innocent twin makes none. `docs/adding.md` says
//! when a check is tested here.

use rstest::rstest;

use crate::support::program::{column, rows};
use crate::support::scene::Scene;

/// One activation, recorded in time, with rows added to sources: `("lightbar.csv", "E9,…")`. A source that the scene
/// does not have begins with its headings: `("device-log.csv", "camera_id,at,event,value\n…")`.
fn scene(added: &[(&str, &str)]) -> Scene {
    let scene = Scene::of_logs();
    for (file, rows) in added {
        if !scene.path().join(file).exists() {
            let source = file.trim_end_matches(".csv");
            scene.append("audit.toml", format!("[[{source}]]\nfiles = [\"{file}\"]\n"));
            scene.write(file, "");
        }
        scene.append(file, format!("{rows}\n"));
    }
    scene
}

/// The codes of all findings of a scan.
#[track_caller]
fn found(scene: &Scene) -> Vec<String> {
    scene.scan(&["--out", "out"]);
    column(&rows(scene.path().join("out/findings.csv")), "code").into_iter().map(str::to_owned).collect()
}

#[test]
fn the_scene_itself_has_no_finding() {
    assert_eq!(found(&scene(&[])), Vec::<String>::new());
}

#[rstest]
#[case::twelve_hours("E9,999,2020-11-02T02:00:00Z,2020-11-02T14:00:00Z", false)]
#[case::a_second_more("E9,999,2020-11-02T02:00:00Z,2020-11-02T14:00:01Z", true)]
#[case::no_end("E9,999,2020-11-02T02:00:00Z,", false)]
fn lightbar_stuck(#[case] row: &str, #[case] expected: bool) {
    assert_eq!(found(&scene(&[("lightbar.csv", row)])).contains(&"lightbar-stuck".to_owned()), expected);
}

#[rstest]
#[case::docked("dock", true)]
#[case::taken_out("undock", false)]
fn camera_unavailable(#[case] state: &str, #[case] expected: bool) {
    let log = format!("camera_id,at,event,value\nBWC-0001,2020-11-02T01:59:00Z,{state},");
    let codes = found(&scene(&[("device-log.csv", &log)]));
    assert_eq!(codes.contains(&"camera-unavailable".to_owned()), expected, "{codes:?}");
}
