//! A defect of this program: how a run stops when the program has contradicted itself.
//!
//! Nothing that a user can hand in leads here. A look-up by an index that the program made itself cannot fail; should
//! it fail all the same, a row or a finding would be missing from a report that looks whole. So the run stops: no
//! report is written, and the exit code says that the audit could not run. The stop unwinds to [`catch`], because a
//! `Result` at each of some hundred look-ups would hide the rules of the judgement behind errors that never happen.

use std::fmt;
use std::panic::{self, AssertUnwindSafe, Location};

/// What the program found wrong with itself, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    what: String,
    place: String,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "this is a defect of footage-audit {}, not of your data: {} ({}); no report was written, please report it",
            env!("CARGO_PKG_VERSION"),
            self.what,
            self.place
        )
    }
}

impl std::error::Error for Defect {}

/// Stops the run. Only [`catch`] ends what this begins.
#[track_caller]
#[cold]
pub(crate) fn stop(what: String) -> ! {
    let place = Location::caller();
    let defect = Defect { what, place: format!("{}:{}", place.file(), place.line()) };
    panic::resume_unwind(Box::new(defect))
}

/// Does the work, on however many threads.
///
/// # Errors
/// The defect that stopped it.
pub(crate) fn catch<R>(work: impl FnOnce() -> R) -> Result<R, Defect> {
    // what the work had in its hands is thrown away with it, so no half-changed value is ever seen
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| match payload.downcast::<Defect>() {
        Ok(defect) => *defect,
        Err(other) => panic::resume_unwind(other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn a_defect_stops_the_work_and_says_where() {
        let defect = catch(|| -> u8 { stop("a tour that is not there".into()) }).unwrap_err();
        let text = defect.to_string();
        assert!(text.contains("a tour that is not there") && text.contains("defect.rs:"), "{text}");
        assert_eq!(catch(|| 7), Ok(7));
    }

    #[test]
    fn it_stops_the_work_of_all_threads() {
        let work = || (0..1_000).into_par_iter().map(|n| if n == 700 { stop("700".into()) } else { n }).sum::<i32>();
        assert!(catch(work).is_err());
    }
}
