//! The files that a pattern of the audit file or of the command line finds.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError, glob_with};

/// Why a pattern finds nothing that can be used.
#[derive(Debug)]
pub(crate) enum GlobError {
    /// It is no pattern.
    Pattern(PatternError),
    /// A folder on the way cannot be searched.
    Unreadable(glob::GlobError),
}

/// The files that a pattern finds, in order of path. `*` stands for no `/`, so that it never leaves its folder.
///
/// # Errors
/// Where it is no pattern, or a folder on the way cannot be searched.
pub(crate) fn find(pattern: &str) -> Result<Vec<PathBuf>, GlobError> {
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
    let paths = glob_with(pattern, options).map_err(GlobError::Pattern)?;
    paths.map(|path| path.map_err(GlobError::Unreadable)).collect()
}

/// A pattern as it is meant by a file in `folder`, whose own path is no pattern whatever letters it has.
pub(crate) fn under(folder: &Path, pattern: &str) -> String {
    if Path::new(pattern).is_absolute() {
        return pattern.to_owned();
    }
    Path::new(&Pattern::escape(&folder.to_string_lossy())).join(pattern).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn found(folder: &Path, pattern: &str) -> Vec<String> {
        let paths = find(&under(folder, pattern)).unwrap();
        paths.iter().map(|path| path.strip_prefix(folder).unwrap().display().to_string()).collect()
    }

    #[test]
    fn a_star_stays_in_its_folder_and_the_folder_is_no_pattern() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a[b]*");
        fs::create_dir_all(folder.join("sub")).unwrap();
        for name in ["b.csv", "a.csv", "sub/c.csv"] {
            fs::write(folder.join(name), "").unwrap();
        }
        assert_eq!(found(&folder, "*.csv"), ["a.csv", "b.csv"]);
        assert_eq!(found(&folder, "*/*.csv"), ["sub/c.csv"]);
        assert_eq!(found(&folder, "none*"), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_pattern_is_said() {
        assert!(matches!(find("a***b"), Err(GlobError::Pattern(_))));
    }
}
