//! The rule of imports, as `docs/architecture.md` states it: which room may import which, who may touch files, and
//! that no two files lean on each other.
//!
//! Read from the source: every path that begins with `crate` or `super`, outside of tests and comments.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// Files of a room that use each other, and why they may. A circle that is not listed here fails the test; so does a
/// line here whose circle is gone.
const CIRCLES: [(&[&str], &str); 3] = [
    (
        &["facts::exports", "facts::inputs", "facts::rows"],
        "a row names its file by a typed index, and the inputs hold the rows: types alone, no function calls another",
    ),
    (
        &["results::report", "results::soundness"],
        "what a part knows of the whole report is a field of the part, and is worked out from the whole",
    ),
    (&["words::severity", "words::vocabulary"], "a word has a severity, and the severities are words"),
];

/// What `reports` may import: what an audit came to, and the words and numbers that tell it.
const FOR_REPORTS: [&str; 9] = [
    "base",
    "words",
    "results",
    "statistics",
    "facts::declared",
    "facts::inputs",
    "facts::files",
    "facts::pictures",
    "reports",
];

/// Rooms that do not know each other, in whatever order they stand.
const STRANGERS: [[&str; 2]; 2] = [["sources", "archive"], ["findings", "reports"]];

/// Where files are opened, read and written.
const WITH_FILES: [&str; 5] = ["sources", "archive", "reports::out_dir", "reports::earlier", "cli"];

/// The path of each module without `crate::`, with its text.
type Modules = BTreeMap<String, String>;

/// Every module of the program.
fn sources() -> Modules {
    fn walk(folder: &Path, path: &str, found: &mut Modules) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap().path();
            let name = entry.file_stem().unwrap().to_str().unwrap();
            let inner = match name {
                "mod" | "lib" => path.to_owned(),
                _ if path.is_empty() => name.to_owned(),
                _ => format!("{path}::{name}"),
            };
            if entry.is_dir() {
                walk(&entry, &inner, found);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                found.insert(inner, std::fs::read_to_string(&entry).unwrap());
            }
        }
    }
    let mut found = Modules::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    found
}

/// The same, without comments and tests.
fn modules() -> Modules {
    let mut found = sources();
    let declared = Regex::new(r#"#\[cfg\(test\)\]\s+(?:#\[path = "\w+\.rs"\]\s+)?[a-z() ]*mod (\w+);"#).unwrap();
    let file = Regex::new(r#"#\[path = "(\w+)\.rs"\]"#).unwrap();
    let tests: Vec<String> = found
        .iter()
        .flat_map(|(path, text)| declared.captures_iter(text).map(move |test| (path, test)))
        .map(|(path, test)| {
            let name = file.captures(&test[0]).map_or_else(|| test[1].to_owned(), |named| named[1].to_owned());
            let beside = if test[0].contains("#[path") { parent(path) } else { path };
            if beside.is_empty() { name } else { format!("{beside}::{name}") }
        })
        .collect();
    found.retain(|path, _| !tests.iter().any(|test| is_within(path, test)));
    found.values_mut().for_each(|text| *text = without_tests(text));
    found
}

/// The text without comments and without the items behind `#[cfg(test)]`: such an item ends with `;`, or with the
/// brace that stands as far to the left as the item.
fn without_tests(text: &str) -> String {
    let mut lines = text.lines().map(|line| line.split("//").next().unwrap().trim_end());
    let mut kept = String::new();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let item = lines.by_ref().find(|line| !line.trim().starts_with("#[")).unwrap();
            let end = line.replace("#[cfg(test)]", "}");
            if item.ends_with('{') {
                lines.by_ref().find(|line| *line == end).unwrap();
            }
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn parent(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(parent, _)| parent)
}

fn room(path: &str) -> &str {
    path.split("::").next().unwrap()
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d` and `a::c::e`; the new name in `a as b` is left out.
fn spread(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap().trim().trim_end_matches("::self").to_owned()];
    };
    let mut depth = 0;
    let parts = rest.trim_end().strip_suffix('}').unwrap().split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    parts.filter(|part| !part.trim().is_empty()).flat_map(|part| spread(&format!("{before}{}", part.trim()))).collect()
}

static USES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*(?:pub(?:\([a-z: ]+\))? )?use ([\w:{}, *\n]+);").unwrap());
static HANDED_ON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bpub(?:\([a-z: ]+\))? use ([\w:{}, *\n]+);").unwrap());
static INLINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:crate|super)(?:::\w+)+").unwrap());

/// Every path that a module writes, from the root of the crate on.
fn paths(module: &str, text: &str, modules: &Modules) -> Vec<String> {
    let trees = USES.captures_iter(text).flat_map(|tree| spread(&tree[1]));
    let others = USES.replace_all(text, "").into_owned();
    let all = trees.chain(INLINE.find_iter(&others).map(|path| path.as_str().to_owned()));
    let absolute = |path: String| {
        let (mut from, mut rest) = (module, path.as_str());
        if let Some(rest) = rest.strip_prefix("crate::") {
            return rest.to_owned();
        }
        rest = rest.strip_prefix("self::").unwrap_or(rest);
        while let Some(outer) = rest.strip_prefix("super::") {
            (from, rest) = (parent(from), outer);
        }
        if from.is_empty() { rest.to_owned() } else { format!("{from}::{rest}") }
    };
    all.map(absolute).filter(|path| modules.contains_key(room(path))).collect()
}

/// The module in which the thing at a path is written: a `pub use` leads on to where it comes from.
fn home<'a>(path: &str, modules: &'a Modules) -> Option<&'a str> {
    let mut module = path;
    while !modules.contains_key(module) {
        module = module.rsplit_once("::")?.0;
    }
    let (module, text) = modules.get_key_value(module)?;
    let Some(name) = path.strip_prefix(module.as_str()).and_then(|rest| rest.strip_prefix("::")) else {
        return Some(module);
    };
    let name = name.split("::").next()?;
    let writes = |module: &str| {
        let kinds = ["struct", "enum", "trait", "fn", "const", "static", "type"];
        kinds.iter().any(|kind| modules.get(module).is_some_and(|text| text.contains(&format!("{kind} {name}"))))
    };
    let next = HANDED_ON.captures_iter(text).flat_map(|tree| paths(module, &tree[0], modules)).find_map(|next| {
        let of_all = next.strip_suffix("::*").filter(|from| writes(from)).map(str::to_owned);
        // A macro is handed on under the path that it already has.
        of_all.or_else(|| (next != path && next.ends_with(&format!("::{name}"))).then_some(next))
    });
    next.map_or(Some(module), |next| home(&next, modules))
}

/// Which module uses what is written in which other.
fn imports(modules: &Modules) -> BTreeSet<(&str, &str)> {
    let all = modules.iter().flat_map(|(module, text)| {
        paths(module, text, modules).into_iter().filter_map(|path| Some((module.as_str(), home(&path, modules)?)))
    });
    all.filter(|(from, to)| from != to && !from.is_empty() && !to.is_empty()).collect()
}

#[test]
fn a_room_imports_only_rooms_above() {
    let modules = modules();
    let rooms: Vec<&str> =
        modules[""].lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let place = |path: &str| rooms.iter().position(|of| *of == room(path)).unwrap_or_else(|| panic!("no room: {path}"));
    let imports = imports(&modules);
    assert!(imports.len() > 500, "the imports are no longer found: {}", imports.len());
    for (from, to) in imports {
        assert!(place(to) <= place(from), "{from} imports {to}, which stands below its room in src/lib.rs");
        let pair = [room(from), room(to)];
        let strange = STRANGERS.iter().any(|rooms| room(from) != room(to) && pair.iter().all(|of| rooms.contains(of)));
        assert!(!strange, "{from} imports {to}; these rooms do not know each other");
        let shown = room(from) != "reports" || FOR_REPORTS.iter().any(|of| is_within(to, of));
        assert!(shown, "{from} imports {to}; reports are made of {FOR_REPORTS:?} alone");
    }
}

#[test]
fn files_are_touched_in_few_places() {
    let modules = modules();
    let touches = Regex::new(r"\bstd::fs\b|\bfs::\w|\bFile::").unwrap();
    for (module, text) in &modules {
        let may = WITH_FILES.iter().any(|of| is_within(module, of));
        assert!(may || !touches.is_match(text), "{module} touches files; only {WITH_FILES:?} may");
    }
}

/// A folder's own file (`mod.rs`, or `x.rs` beside `x/`) hands out what its files make and holds what they share: it
/// may use them, and they it. So the uses from such a file downwards do not count.
#[test]
fn no_files_go_in_a_circle() {
    let modules = modules();
    let uses: BTreeSet<_> = imports(&modules).into_iter().filter(|(from, to)| !is_within(to, from)).collect();
    let reached = |from: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(at) = open.pop() {
            let next = uses.iter().filter(|(from, _)| *from == at).map(|(_, to)| (*to).to_owned());
            open.extend(next.filter(|to| seen.insert(to.clone())));
        }
        seen
    };
    let reach: BTreeMap<&str, BTreeSet<String>> =
        modules.keys().map(|module| (module.as_str(), reached(module))).collect();
    let circles: BTreeSet<Vec<&str>> = reach
        .iter()
        .filter(|(module, seen)| seen.contains(**module))
        .map(|(module, seen)| {
            seen.iter().filter(|to| reach[to.as_str()].contains(*module)).map(String::as_str).collect()
        })
        .collect();
    let known: BTreeSet<Vec<&str>> = CIRCLES.iter().map(|(circle, _)| circle.to_vec()).collect();
    assert_eq!(circles, known, "circles found, and circles with a reason");
}

/// The code cites the contract in one form, `(contract, "Coverage")`, and every heading so named is there.
#[test]
fn cited_headings_are_in_the_contract() {
    let contract = include_str!("../../docs/contract.md");
    let number = Regex::new(r"^#+ (?:\d+[a-z]?\. )?").unwrap();
    let headings: BTreeSet<String> = contract
        .lines()
        .filter(|line| line.starts_with("##"))
        .map(|line| number.replace(line, "").into_owned())
        .collect();
    let cited = Regex::new(r#"[Cc]ontract, "([^"]+)"(?: and "([^"]+)")?"#).unwrap();
    let by_number = Regex::new(r"(?i)contract(?:'s)? sections? \d|\(sections? \d[:)]").unwrap();
    let comment = Regex::new(r"\n\s*//[/!]? ").unwrap();
    let mut citations = 0;
    for (file, text) in sources() {
        // A citation may go on in the next line of its comment.
        let text = comment.replace_all(&text, " ");
        for citation in cited.captures_iter(&text) {
            for heading in citation.iter().skip(1).flatten() {
                citations += 1;
                assert!(headings.contains(heading.as_str()), "{file} cites {heading:?}, which is no heading");
            }
        }
        let number = by_number.find(&text).map(|found| found.as_str());
        assert_eq!(number, None, "{file} cites the contract by a number; name the heading");
    }
    assert!(citations > 100, "the citations are no longer found: {citations}");
}

/// Clippy's `incompatible_msrv` looks for what the oldest Rust that must do does not have.
#[test]
fn clippy_and_cargo_mean_the_same_oldest_rust() {
    let (cargo, clippy) = (include_str!("../../Cargo.toml"), include_str!("../../clippy.toml"));
    let oldest = cargo.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap();
    assert_eq!(clippy.lines().find_map(|line| line.strip_prefix("msrv = ")), Some(oldest));
    assert!(cargo.contains("incompatible_msrv = \"deny\""));
}

/// The map and the page on adding something name files and functions that are there.
#[test]
fn the_map_shows_what_is_there() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code: String = sources().into_values().collect();
    let quoted = Regex::new("`([^`\n]+)`").unwrap();
    let path = Regex::new(r"^(?:src|tests|docs)/[\w/.-]+$").unwrap();
    let function = Regex::new(r"^(?:\w+::)?([a-z_]+)$").unwrap();
    for page in ["architecture.md", "adding.md"] {
        let text = std::fs::read_to_string(project.join("docs").join(page)).unwrap();
        for name in quoted.captures_iter(&text).map(|name| name.get(1).unwrap().as_str()) {
            assert!(!path.is_match(name) || project.join(name).exists(), "{page} names {name}");
        }
        // A station of the table says where a function is.
        let stations = text.lines().filter(|line| line.starts_with('|') && line.contains("`src/"));
        for name in stations.flat_map(|line| quoted.captures_iter(line.rsplit('|').nth(1).unwrap())) {
            let Some(name) = function.captures(name.get(1).unwrap().as_str()) else { continue };
            assert!(code.contains(&format!("fn {}", &name[1])), "{page} names {}", &name[1]);
        }
    }
}
