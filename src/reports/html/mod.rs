//! `report.html`: the report as one page that a supervisor can act on and anybody can re-check.
//!
//! One self-contained file: no script, no request, nothing but this file is needed to read it. Templates
//! escape every value; nothing is ever marked as safe, so text from the data stays text. Used by the
//! commands.

use askama::Template;

use super::rows::Report;

/// The whole page.
///
/// # Errors
/// Those of the template engine; a report gives none.
pub fn render(report: &Report) -> Result<String, askama::Error> {
    Page { report }.render()
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    report: &'a Report,
}
