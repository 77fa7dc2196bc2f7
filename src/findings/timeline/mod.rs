//! What a case looks like over time, gathered from evidence and judgement, with the sentence that says why.

mod build;
mod sentence;

pub(crate) use build::timelines;
