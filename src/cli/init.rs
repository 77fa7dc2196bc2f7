//! The `init` command: a commented audit file to fill in (contract, "Commands").

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::InitArgs;
use super::tell;
use crate::words::Exit;

/// The audit file as `init` writes it; the tests hold it to what `scan` reads and to the policy's defaults.
const TEMPLATE: &str = include_str!("template.toml");

pub(super) fn run(args: &InitArgs) -> anyhow::Result<Exit> {
    let path = args.dir.join("audit.toml");
    write_new(&args.dir, &path)?;
    let (shown, dir) = (path.display(), args.dir.display());
    tell(&format!("wrote {shown}: fill in the paths and names, then run `footage-audit scan {dir}`"))?;
    Ok(Exit::Complete)
}

/// Writes the template where nothing is yet; not even a dangling link is followed.
fn write_new(dir: &Path, path: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("cannot make the folder {}; name another one", dir.display()))?;
    let written = File::create_new(path).and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    match written {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already and stays as it is; move it away or name another folder", path.display())
        }
        written => written.with_context(|| format!("cannot write {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::facts::audit_file::AuditFile;
    use crate::facts::policy::tests::default_policy;
    use crate::sources::audit_file::{load, summarise};

    /// Every example and default in use: `#key = value` and `#[table]` without their `#`.
    fn everything() -> String {
        let used = |line| setting(line).unwrap_or(line);
        TEMPLATE.lines().map(used).collect::<Vec<_>>().join("\n")
    }

    fn setting(line: &str) -> Option<&str> {
        let line = line.strip_prefix('#')?;
        let key = line.split_once(" = ").map(|(key, _)| key);
        (line.starts_with('[') || key.is_some_and(|key| !key.contains(' '))).then_some(line)
    }

    fn loaded(text: &str) -> AuditFile {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("footage")).unwrap();
        fs::write(folder.path().join("audit.toml"), text).unwrap();
        load(folder.path()).unwrap_or_else(|error| panic!("{error}"))
    }

    #[rstest]
    #[case(TEMPLATE.to_owned(), 4)]
    #[case(everything(), 6)]
    fn the_template_can_be_read_with_and_without_its_examples(#[case] text: String, #[case] sources: usize) {
        assert_eq!(loaded(&text).sources.len(), sources);
    }

    #[test]
    fn the_defaults_it_shows_are_those_of_the_program() {
        let values = |text: &str| {
            let audit_file = loaded(text);
            let policy = audit_file.policies.iter().next().unwrap().clone();
            (policy.effective, summarise(&policy))
        };
        let (effective, without) = values(TEMPLATE);
        assert_eq!(without, summarise(&default_policy(effective)));
        let (_, mut with) = values(&everything());
        let retention = with.pop();
        assert_eq!(retention, Some(("retention", "evidence hold, traffic 180d".to_owned())));
        assert_eq!(with, without[..with.len()]);
    }

    #[test]
    fn every_key_of_a_policy_is_in_it() {
        for (key, _) in summarise(&default_policy(crate::base::time::Moment::from_micros(0))) {
            assert!(TEMPLATE.lines().any(|line| line.starts_with(&format!("#{key} = "))), "{key}");
        }
    }
}
