//! The `show` command: one case out of an `--out` folder, with its timeline drawn in characters.

use anyhow::bail;

use super::args::ShowArgs;
use super::output::view;
use super::write_stdout;
use crate::reports::earlier::{Asked, Folder};
use crate::reports::show::{begin, find, render};
use crate::words::Exit;

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<Exit> {
    let folder = Folder::open(&args.folder, Asked::In)?;
    let cases = find(&folder, &args.id)?;
    if cases.is_empty() {
        bail!("{}: holds no obligation, finding or event {:?}", args.folder.display(), args.id);
    }
    let (width, zone) = (view().width, folder.time_zone());
    let begin = folder.cannot_show().map(|told| begin(told, width, zone));
    let texts: Vec<String> = begin.into_iter().chain(cases.iter().map(|case| render(case, width, zone))).collect();
    write_stdout(texts.join("\n\n").as_bytes())?;
    Ok(Exit::Complete)
}
