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
    /// How the rows of a log say when something was on: the key `form` of a source.
    FORMS: "form of a log" = [
        "intervals" {
            means: "Each row of the log is one activation or contact with its start and end.",
            how: "It has the columns `on` and `off`. It is the form where the audit file names none.",
            next: "Where the log has one time per row, write `form = \"edges\"`, `\"samples\"` or `\"status\"`.",
        }
        "edges" {
            means: "Each row of the light-bar log is one change, to on or to off.",
            how: "It has the columns `vehicle_id`, `at` and `state`. An `off` ends the activation, a repeated `on` is ignored and counted, an `off` without an `on` is a rejected row.",
            next: "Name the words of the log under `states` where they are not on and off.",
        }
        "samples" {
            means: "Each row of the light-bar log is the state at one moment.",
            how: "The light bar went on somewhere between two samples, and off likewise, so both ends are judged. Silence longer than `sample-timeout` ends the activation at the last sample and gives a `log-gap` finding.",
            next: "Where verdicts are undecided for it (`log-resolution`), export the log with more samples or with its changes.",
        }
        "status" {
            means: "Each row of the dispatch log is one status of a unit.",
            how: "It has the columns `event_id`, `at`, `state`, and `officer_id` or `vehicle_id`. A contact is from a status in `start` to the next one in `end` of the same unit and event.",
            next: "Name the statuses under `start` and `end`.",
        }
    ]
}
