//! The committed completions are those of the command line, and load in the shells that are at hand.

use std::path::Path;

use assert_cmd::Command;
use rstest::rstest;

#[rstest]
#[case("bash", "footage-audit.bash")]
#[case("zsh", "_footage-audit")]
#[case("fish", "footage-audit.fish")]
#[case("powershell", "_footage-audit.ps1")]
fn the_committed_completions_are_current(#[case] shell: &str, #[case] file: &str) {
    let output = Command::cargo_bin("footage-audit").unwrap().args(["completions", shell]).output().unwrap();
    assert!(output.status.success());
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions").join(file);
    let committed = std::fs::read_to_string(committed).unwrap_or_default();
    assert!(
        String::from_utf8(output.stdout).unwrap() == committed,
        "completions/{file} is not current; write it anew with `make completions`"
    );
}

#[test]
fn bash_loads_its_completions() {
    Command::new("bash")
        .args(["-c", "source completions/footage-audit.bash && complete -p footage-audit"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .assert()
        .success();
}

/// What bash offers for a line, its last word being completed.
fn offered(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let [.., before, last] = words.as_slice() else { return String::new() };
    let script = format!(
        "source completions/footage-audit.bash; COMP_WORDS=({}); COMP_CWORD={}; \
         _footage__audit footage-audit '{last}' '{before}'; echo \"${{COMPREPLY[@]}}\"",
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words.len() - 1,
    );
    let output = Command::new("bash").args(["-c", &script]).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[rstest]
#[case("footage-audit in", "inspect init")]
#[case("footage-audit inspect --f", "--format")]
#[case("footage-audit inspect --format ", "table json")]
#[case("footage-audit scan --fail-on ", "high review never")]
#[case("footage-audit record p", "purge")]
#[case("footage-audit record purge --appr", "--approved-by")]
#[case("footage-audit completions z", "zsh")]
fn bash_offers_commands_options_and_values(#[case] line: &str, #[case] words: &str) {
    assert_eq!(offered(line), words);
}
