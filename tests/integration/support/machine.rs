//! What the machine has to offer to a test, and what happens where it does not.

use std::env;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::program::{Ran, finish};

/// Says that this test does not run, because something is not here. Under `CI=true` it panics instead: `make test`
/// installs all that the tests need, and a test that does not run proves nothing.
fn missing(what: &str) {
    let name = std::thread::current().name().unwrap_or("a test").to_owned();
    assert!(env::var_os("CI").is_none_or(|ci| ci != "true"), "{name} needs {what}; .ci/setup --tests installs it");
    // written past the test harness, which keeps what a test that passes prints to itself
    std::io::stderr().write_all(format!("SKIPPED {name}: not here: {what}\n").as_bytes()).unwrap();
}

/// The first of these programs that is on the PATH.
fn found(programs: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap();
    programs
        .iter()
        .find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file()))
}

/// The first of these programs that is on the PATH; `None`, said aloud, where there is none.
pub(crate) fn any_of(programs: &[&str]) -> Option<PathBuf> {
    let found = found(programs);
    if found.is_none() {
        missing(&programs.join(" or "));
    }
    found
}

/// Whether all of these programs are on the PATH; said aloud where one is not.
pub(crate) fn has_all(programs: &[&str]) -> bool {
    let absent: Vec<&str> = programs.iter().copied().filter(|program| found(&[program]).is_none()).collect();
    if !absent.is_empty() {
        missing(&absent.join(", "));
    }
    absent.is_empty()
}

/// Writes a program that can be run at once. Another process writes it: while this one has it open for writing, a
/// test beside this one may start a process, which then holds it open too, and nobody can run it until that ends.
pub(crate) fn write_program(path: &Path, text: &str) {
    let mut install =
        Command::new("install").args(["-m", "755", "/dev/stdin"]).arg(path).stdin(Stdio::piped()).spawn().unwrap();
    install.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(install.wait().unwrap().success(), "{}", path.display());
}

const WITHOUT_PRIVILEGES: &str = "FOOTAGE_AUDIT_TEST_WITHOUT_PRIVILEGES";

/// Runs a test of permissions. Root may read and write everything, so as root the whole test, `name` with its
/// modules, is run once more in a process that root's privileges are taken from, and passes as that one does.
pub(crate) fn where_permissions_count(name: &str, test: impl FnOnce()) {
    if permissions_count() {
        return test();
    }
    assert!(env::var_os(WITHOUT_PRIVILEGES).is_none(), "setpriv took no privileges away");
    let Some(setpriv) = any_of(&["setpriv"]) else { return };
    let mut again = Command::new(setpriv);
    again.args(["--inh-caps=-all", "--bounding-set=-all", "--"]).arg(env::current_exe().unwrap());
    again.args(["--exact", name, "--nocapture"]).env(WITHOUT_PRIVILEGES, "1");
    let ran = finish(&mut again);
    assert!(ran.code == Some(0) && ran.stdout.contains("1 passed"), "{}{}", ran.stdout, ran.stderr);
}

/// Whether this process is refused a file that nobody may read.
fn permissions_count() -> bool {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::set_permissions(file.path(), fs::Permissions::from_mode(0o000)).unwrap();
    fs::File::open(file.path()).is_err()
}

/// Runs a test of this binary as on a machine that has none of its tools.
fn without_tools(test: &str, ci: &str) -> Ran {
    let mut again = Command::new(env::current_exe().unwrap());
    finish(again.args(["--exact", test]).env("PATH", "/nonexistent").env("CI", ci))
}

#[test]
fn a_test_that_cannot_run_is_seen() {
    let test = "check_it_yourself::an_untouched_archive_holds";
    without_tools(test, "").ended_with(0).says(&[&format!("SKIPPED {test}: not here: "), "openssl"]);
}

#[test]
fn a_test_that_cannot_run_fails_in_ci() {
    let ran = without_tools("check_it_yourself::an_untouched_archive_holds", "true").ended_with(101);
    assert!(ran.stdout.contains(".ci/setup --tests installs it"), "{ran:?}");
}
