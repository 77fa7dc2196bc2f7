//! Words that are no result: the keys of a policy, the forms and events of logs, the exit codes.
//!
//! They have no type in the vocabulary, so this list is checked against the contract by hand.

use super::Text;

/// The keys of `[[policy]]`, in the order of the contract.
pub const POLICY_KEYS: &[(&str, Text)] = &[
    (
        "name",
        text(
            "What the policy is called in reports.",
            "Any text; it has to be given. It stands in the column `policy` of every obligation that the policy decides.",
            "Use the number and title of the written policy.",
        ),
    ),
    (
        "effective",
        text(
            "From when on the policy is in force, until the next one is.",
            "A date, which begins at midnight in the department's zone, or a time with an offset; it has to be given. A trigger is judged by the policy in force when it began.",
            "A trigger before the first policy obliges nobody: see `no-policy`.",
        ),
    ),
    (
        "triggers",
        text(
            "What obliges a camera to run.",
            "A list of `lightbar` and `contact`; both by default. What is not in it is `not-required`, reason `trigger-not-covered`.",
            "Write what the written policy says.",
        ),
    ),
    (
        "grace",
        text(
            "How long after the trigger a camera may still begin.",
            "30 s by default. A recording that begins within it is `on-time`, whatever the uncertainty of the clocks; one that begins after it is `late`.",
            "A light bar that starts the camera needs seconds, a hand in a hurry more.",
        ),
    ),
    (
        "contact-grace",
        text(
            "The same as `grace`, for contacts.",
            "The value of `grace` by default.",
            "Contacts are entered by people, so their times may be less exact than those of a car.",
        ),
    ),
    (
        "pre-event-buffer",
        text(
            "How much video a camera keeps from before it was told to record.",
            "0 s by default. Where only the start of the video is known, the activation lies between that start and the start plus this buffer.",
            "Ask for the setting of the cameras. Left at zero, a buffer of 30 s hides a late start.",
        ),
    ),
    (
        "min-duration",
        text(
            "How long a light bar must be lit to count.",
            "10 s by default; activations with less lit time are `not-required`, reason `brief`.",
            "Raise it if switch tests fill the report.",
        ),
    ),
    (
        "merge-gap",
        text(
            "How close two activations of one car must be to be one.",
            "60 s by default.",
            "A driver who switches between positions would otherwise give several obligations for one event.",
        ),
    ),
    (
        "stitch",
        text(
            "How close two files of one camera must be to be one recording.",
            "10 s by default. Cameras split long recordings into files.",
            "Raise it if the camera pauses longer than that between files.",
        ),
    ),
    (
        "end-tolerance",
        text(
            "How long before the trigger's end a recording may stop.",
            "30 s by default; more than that is `ended-early`.",
            "Write what the written policy says about the end of an event.",
        ),
    ),
    (
        "search",
        text(
            "How long to look for a recording where the trigger has no end.",
            "15 min by default.",
            "It matters only for logs that lose the end of an activation.",
        ),
    ),
    (
        "clock-uncertainty",
        text(
            "How far two clocks may be apart where that could not be measured.",
            "2 s by default; used where fewer than five automatic starts are near enough to fit an offset.",
            "Raise it for cameras that are synchronised rarely: a quartz clock drifts 2 to 9 s a day.",
        ),
    ),
    (
        "excluded-categories",
        text(
            "Categories of triggers that oblige nobody.",
            "`pre-check`, `test` and `training` by default, compared without case.",
            "See who may set a category, and when.",
        ),
    ),
    (
        "exempt-duties",
        text(
            "Duties that oblige nobody.",
            "`plain-clothes`, `undercover` and `no-camera-authorized` by default, compared without case.",
            "Use the words of the roster.",
        ),
    ),
    (
        "reasons",
        text(
            "Reasons that can excuse a deviation.",
            "`malfunction`, `battery`, `safety`, `privacy-request` and `supervisor-authorized` by default, compared without case. A justification with another one is `unlisted-reason`.",
            "Use the words of the justification form.",
        ),
    ),
    (
        "justification-deadline",
        text(
            "How long after the trigger began a justification may be filed.",
            "24 h by default. Until then a deviation is `awaited`; later ones are `accepted-late`.",
            "Write what the written policy says.",
        ),
    ),
    (
        "approval-deadline",
        text(
            "How long after its filing a justification may be approved.",
            "7 d by default. Until then it is `awaiting-approval`, then `unapproved`.",
            "Write what the written policy says.",
        ),
    ),
    (
        "upload-deadline",
        text(
            "How long after the tour a camera may take to be emptied.",
            "24 h by default. After that `upload-pending` comes with an `upload-overdue` finding.",
            "Write what the written policy says.",
        ),
    ),
    (
        "retention",
        text(
            "How long footage of each category is kept.",
            "A table from category to a duration or `\"hold\"`, empty by default. Every purge is held against it; a category without a rule makes a purge `purged-unauthorized`.",
            "Fill it in before the first purge.",
        ),
    ),
];

/// The events of a device log.
pub const DEVICE_EVENTS: &[(&str, Text)] = &[
    ("power-on", event("The camera was switched on.")),
    ("power-off", event("The camera was switched off.")),
    ("sleep", event("The camera went to sleep; a sleeping camera does not hear a light bar's signal.")),
    ("wake", event("The camera woke up.")),
    ("dock", event("The camera was put into its dock, where it uploads.")),
    ("undock", event("The camera was taken out of its dock.")),
    ("battery", event("A reading of the camera's battery, in per cent.")),
    ("record-start", event("The camera began to record.")),
    ("record-stop", event("The camera stopped recording.")),
    ("fault", event("The camera reported that something is wrong with it.")),
];

/// What `form` of a light-bar source can be.
pub const FORMS: &[(&str, Text)] = &[
    (
        "intervals",
        text(
            "Each row of the light-bar log is an activation with its start and end.",
            "It has the columns `on` and `off`; this is the default `form`.",
            "Use `edges` or `samples` where the log has one time per row.",
        ),
    ),
    (
        "edges",
        text(
            "Each row of the light-bar log is one change, to on or to off.",
            "An `off` ends the activation, a repeated `on` is ignored and counted, an `off` without an `on` is a rejected row.",
            "Use `samples` where the log repeats the state at intervals.",
        ),
    ),
    (
        "samples",
        text(
            "Each row of the light-bar log is the state at one moment.",
            "A change of state is an edge; silence longer than `sample-timeout` ends the activation at the last sample and gives a `log-gap` finding.",
            "On for more than 12 h is most often an inverted input: see `lightbar-stuck`.",
        ),
    ),
];

/// What the process returns.
pub const EXIT_CODES: &[(&str, Text)] = &[
    (
        "0",
        text(
            "The audit is complete, and nothing was found at or above `--fail-on`.",
            "By default only findings of severity `high` count.",
            "Findings of lower severity may still be in the report.",
        ),
    ),
    (
        "1",
        text(
            "The audit is complete, and there are findings.",
            "At least one finding is at or above `--fail-on`. A hash that does not fit is a finding, not an error.",
            "Read the report from the top.",
        ),
    ),
    (
        "2",
        text(
            "The audit could not run.",
            "The command line or the audit file is wrong, a source lacks a required column, or the output cannot be written. No report was written.",
            "The message says what, where, and what to do.",
        ),
    ),
    (
        "3",
        text(
            "The audit is incomplete, and there are no findings in what could be read.",
            "Rows were rejected, files were unreadable, or nothing was found to audit. The report is written.",
            "Read what is missing before trusting that nothing was found.",
        ),
    ),
    (
        "4",
        text(
            "The audit is incomplete, and there are findings.",
            "As with 3, and at least one finding is at or above `--fail-on`.",
            "Act on the findings, and supply what is missing.",
        ),
    ),
];

const fn text(means: &'static str, how: &'static str, next: &'static str) -> Text {
    Text { means, how, next }
}

const fn event(means: &'static str) -> Text {
    Text {
        means,
        how: "It is read from the device log and says which state the camera was in and whether it has been emptied since.",
        next: "Look the row up under its file and line in the sources.",
    }
}
