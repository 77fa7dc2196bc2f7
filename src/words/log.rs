//! The words of logs: the events of a camera, and the forms of a light-bar log.

use super::vocabulary::words;

/// The text of all events of a camera says the same about where they come from and where to look.
const EVENT_HOW: &str =
    "It is read from the device log and says which state the camera was in and whether it has been emptied since.";
const EVENT_NEXT: &str = "Look the row up under its file and line in the sources.";

words! {
    /// The events of a device log.
    DEVICE_EVENTS: "event of a device log" = [
        "power-on" { means: "The camera was switched on.", how: EVENT_HOW, next: EVENT_NEXT }
        "power-off" { means: "The camera was switched off.", how: EVENT_HOW, next: EVENT_NEXT }
        "sleep" { means: "The camera went to sleep; a sleeping camera does not hear a light bar's signal.", how: EVENT_HOW, next: EVENT_NEXT }
        "wake" { means: "The camera woke up.", how: EVENT_HOW, next: EVENT_NEXT }
        "dock" { means: "The camera was put into its dock, where it uploads.", how: EVENT_HOW, next: EVENT_NEXT }
        "undock" { means: "The camera was taken out of its dock.", how: EVENT_HOW, next: EVENT_NEXT }
        "battery" { means: "A reading of the camera's battery, in per cent.", how: EVENT_HOW, next: EVENT_NEXT }
        "record-start" { means: "The camera began to record.", how: EVENT_HOW, next: EVENT_NEXT }
        "record-stop" { means: "The camera stopped recording.", how: EVENT_HOW, next: EVENT_NEXT }
        "fault" { means: "The camera reported that something is wrong with it.", how: EVENT_HOW, next: EVENT_NEXT }
    ]
}

words! {
    /// How the rows of a light-bar log say when the light bar was on. The audit file has no key for it, as there
    /// is one form; `planned` has those that are decided and not built.
    FORMS: "form of a light-bar log" = [
        "intervals" {
            means: "Each row of the light-bar log is an activation with its start and end.",
            how: "It has the columns `on` and `off`. No other form is read yet, so the audit file has no key for it.",
            next: "Where the log has one time per row, turn its rows into activations with start and end first.",
        }
    ]
}
