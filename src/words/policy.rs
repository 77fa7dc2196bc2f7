//! The keys of a policy. The audit file is read by `sources`, whose tests hold its keys against this list.

use super::vocabulary::words;

words! {
    /// The keys of `[[policy]]`, in the order of the contract.
    POLICY_KEYS: "key of a policy" = [
        "name" {
            means: "What the policy is called in reports.",
            how: "Any text; it has to be given. It stands in the column `policy` of every obligation that the policy decides.",
            next: "Use the number and title of the written policy.",
        }
        "effective" {
            means: "From when on the policy is in force, until the next one is.",
            how: "A date, which begins at midnight in the department's zone, or a time with an offset; it has to be given. A trigger is judged by the policy in force when it began.",
            next: "A trigger before the first policy obliges nobody: see `no-policy`.",
        }
        "triggers" {
            means: "What obliges a camera to run.",
            how: "A list of `lightbar` and `contact`; both by default. What is not in it is `not-required`, reason `trigger-not-covered`.",
            next: "Write what the written policy says.",
        }
        "grace" {
            means: "How long after the trigger a camera may still begin.",
            how: "30 s by default. A recording that begins within it is `on-time`, whatever the uncertainty of the clocks; one that begins after it is `late`.",
            next: "A light bar that starts the camera needs seconds, a hand in a hurry more.",
        }
        "contact-grace" {
            means: "The same as `grace`, for contacts.",
            how: "The value of `grace` by default.",
            next: "Contacts are entered by people, so their times may be less exact than those of a car.",
        }
        "pre-event-buffer" {
            means: "How much video a camera keeps from before it was told to record.",
            how: "0 s by default. Where only the start of the video is known, the activation lies between that start and the start plus this buffer.",
            next: "Ask for the setting of the cameras. Left at zero, a buffer of 30 s hides a late start.",
        }
        "min-duration" {
            means: "How long a light bar must be lit to count.",
            how: "10 s by default; activations with less lit time are `not-required`, reason `brief`.",
            next: "Raise it if switch tests fill the report.",
        }
        "merge-gap" {
            means: "How close two activations of one car must be to be one.",
            how: "60 s by default.",
            next: "A driver who switches between positions would otherwise give several obligations for one event.",
        }
        "stitch" {
            means: "How close two files of one camera must be to be one recording.",
            how: "10 s by default. Cameras split long recordings into files.",
            next: "Raise it if the camera pauses longer than that between files.",
        }
        "end-tolerance" {
            means: "How long before the trigger's end a recording may stop.",
            how: "30 s by default; more than that is `ended-early`.",
            next: "Write what the written policy says about the end of an event.",
        }
        "search" {
            means: "How long to look for a recording where the trigger has no end.",
            how: "15 min by default.",
            next: "It matters only for logs that lose the end of an activation.",
        }
        "clock-uncertainty" {
            means: "How far two clocks may be apart where that could not be measured.",
            how: "2 s by default; used where fewer than five automatic starts are near enough to fit an offset.",
            next: "Raise it for cameras that are synchronised rarely: a quartz clock drifts 2 to 9 s a day.",
        }
        "excluded-categories" {
            means: "Categories of triggers that oblige nobody.",
            how: "`pre-check`, `test` and `training` by default, compared without case.",
            next: "See who may set a category, and when.",
        }
        "exempt-duties" {
            means: "Duties that oblige nobody.",
            how: "`plain-clothes`, `undercover` and `no-camera-authorized` by default, compared without case.",
            next: "Use the words of the roster.",
        }
        "reasons" {
            means: "Reasons that can excuse a deviation.",
            how: "`malfunction`, `battery`, `safety`, `privacy-request` and `supervisor-authorized` by default, compared without case. A justification with another one is `unlisted-reason`.",
            next: "Use the words of the justification form.",
        }
        "justification-deadline" {
            means: "How long after the trigger began a justification may be filed.",
            how: "24 h by default. Until then a deviation is `awaited`; later ones are `accepted-late`.",
            next: "Write what the written policy says.",
        }
        "approval-deadline" {
            means: "How long after its filing a justification may be approved.",
            how: "7 d by default. Until then it is `awaiting-approval`, then `unapproved`.",
            next: "Write what the written policy says.",
        }
        "upload-deadline" {
            means: "How long after the tour a camera may take to be emptied.",
            how: "24 h by default. After that `upload-pending` comes with an `upload-overdue` finding.",
            next: "Write what the written policy says.",
        }
        "retention" {
            means: "How long footage of each category is kept.",
            how: "A table from category to a duration or `\"hold\"`, empty by default. Every purge is held against it; a category without a rule makes a purge `purged-unauthorized`.",
            next: "Fill it in before the first purge.",
        }
    ]
}
