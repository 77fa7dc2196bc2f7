//! Why a verdict is what it is.
//!
//! A doubt of the data is told once as a reason; the finding of its name has the same text.

use super::vocabulary::words;

words! {
    /// Why a verdict is what it is (contract, "The verdict").
    Reason: "reason of a verdict" {
        NoPolicy = "no-policy" {
            means: "No policy was in force when the trigger began.",
            how: "The earliest `effective` of the audit file is later than `on`.",
            next: "If a policy did apply then, add it to the audit file with its own `effective`.",
        }
        TriggerNotCovered = "trigger-not-covered" {
            means: "The policy does not oblige anybody on this kind of trigger.",
            how: "The kind is not among the `triggers` of the policy in force.",
            next: "Nothing to do, if the audit file says what the written policy says.",
        }
        ExcludedCategory = "excluded-category" {
            means: "The trigger's category obliges nobody, such as a test or a pre-check.",
            how: "The category is among `excluded-categories`; a merged activation is excluded only if all its events are.",
            next: "Look at the categories where many are excluded: who sets them, and may they be edited afterwards?",
        }
        Brief = "brief" {
            means: "The light bar was lit too briefly to count.",
            how: "The activation has a known end, and its lit time, before the tour clips it, is below `min-duration`. Blips come from switch tests and from passing through the positions of a switch.",
            next: "Nothing to do. Lower `min-duration` if short activations matter in this department.",
        }
        NoAssignment = "no-assignment" {
            means: "No assignment says who was in the car, or that the officer was on duty.",
            how: "No row of the assignments source covers the start of the trigger. A contact whose officer has a recording is judged all the same.",
            next: "Complete the assignments: swapped cars, overtime and tours past midnight are the usual gaps.",
        }
        ExemptDuty = "exempt-duty" {
            means: "The officer's duty is exempt from recording.",
            how: "The assignment's `duty` is among `exempt-duties`.",
            next: "Nothing to do, if the duty was entered before the tour.",
        }
        NoCameraIssued = "no-camera-issued" {
            means: "The officer had no camera on this tour.",
            how: "The assignment's `camera_id` is empty, and no recording of the officer meets the trigger. During a roll-out that is the normal state.",
            next: "If the officer had a camera in the tours before and after, `camera-blank` is reported: then the cell may just have been left empty.",
        }
        CameraUnknown = "camera-unknown" {
            means: "It is not known which camera the officer had, and no recording names the officer.",
            how: "The assignments have no camera for this tour and the recordings name cameras only, so nothing can be matched.",
            next: "Export the assignments with their cameras, or the recordings with their officers.",
        }
        Clock = "clock" {
            means: "The clocks are too uncertain to tell, for instance, on time from late.",
            how: "The limit lies between the earliest and the latest possible gap, once the pre-event buffer and the uncertainty `clock_uncertainty_s` are allowed for; or every recording ended within that uncertainty of the trigger's start.",
            next: "Look at `gap_s` and `clock_offset_s`. More automatic starts of that camera, or a sync of its clock, make the next audit sharper.",
        }
        MissingFile = "missing-file" {
            means: "A recording is known, but its file is not in the archive.",
            how: "The index or the chain gives its times, and they would have met the trigger; it was not purged lawfully.",
            next: "Find the file, or the record of its purge. Check that the whole archive was mounted and exported.",
        }
        EmptyRecording = "empty-recording" {
            means: "A recording was started but has no length.",
            how: "A recording of zero length, or a row whose end is before its start, begins where one is looked for. Cameras leave such files after a bad shutdown.",
            next: "Have the camera looked at. The officer seems to have started it.",
        }
        DeviceLog = "device-log" {
            means: "The camera's own log shows that it started to record, but no recording is here.",
            how: "A `record-start` of the camera lies where a recording is looked for, and no recording of it with length holds that moment, give or take 5 s.",
            next: "Look for a clip that is still on the camera or that the server refused.",
        }
        SequenceGap = "sequence-gap" {
            means: "The numbers of the camera's recordings leave one out just here.",
            how: "The nearest numbered recordings before and after the trigger are n and m with m > n + 1, and at least one of them begins in this tour.",
            next: "Look for the number that is left out: on the camera, in a refused upload, or purged without a record.",
        }
        AmbiguousTime = "ambiguous-time" {
            means: "A local time occurred twice that night, and its two readings give different verdicts.",
            how: "The log, the index of recordings, the camera's log or the justifications have local times without offset, and one of them lies in the hour that daylight saving repeats. Both readings were judged; the row shows the times of the earlier one. Neither the camera's numbers nor the file decides which it is.",
            next: "Export the source in UTC or with offsets.",
        }
        IdsDoNotMeet = "ids-do-not-meet" {
            means: "Most identifiers of a source are named by no other source, so nothing in it can be matched.",
            how: "More than half of the rows of a source (at least 20) name no officer, camera or vehicle that another source names, and fewer than half of the rows of the roster or the triggers name what this source names.",
            next: "Compare the identifiers that the finding shows. Zeros lost in a spreadsheet, upper and lower case, a prefix or another column are the usual causes; map the right column under `columns`.",
        }
        SuspectedTimeZone = "suspected-time-zone" {
            means: "The times of a source look shifted against the light bars by one amount, such as an hour or a zone.",
            how: "Several cameras have automatic starts that meet no trigger where they stand, and meet them once all are shifted by one multiple of a quarter of an hour, by 12 hours (AM and PM lost), or with day and month swapped.",
            next: "Correct `time-zone` of the source, or export the times with their offset. The shift is never applied by itself.",
        }
        TriggerSuspect = "trigger-suspect" {
            means: "The light-bar log of a car cannot be believed, so it accuses nobody.",
            how: "The car was lit for more than 12 hours twice, or for most of its tours, its activations come twice, or its clock is off by one amount for cameras that fit other cars.",
            next: "Check the wiring and the clock of the box in this car, and export its log again once they are right.",
        }
        LogResolution = "log-resolution" {
            means: "The times of a log are too coarse to tell whether the camera ran in time.",
            how: "All times of a column end in :00, and the verdict would be no deviation if every time moved by up to a minute.",
            next: "Export the log with its seconds.",
        }
        SuspectedLength = "suspected-length" {
            means: "The recordings of a source look much shorter than they were.",
            how: "More than half of the recordings that start with a trigger end before the trigger does, with several cameras. Minutes read as seconds, and an `end` that is no end, look like that.",
            next: "Check which column holds the length and in what unit, and map it under `columns`.",
        }
        NoRecordings = "no-recordings" {
            means: "No row of recordings is used and there is no video, so nothing could show that a camera ran.",
            how: "The audit file names no `[[recordings]]` and no archive, or they hold nothing that can be used.",
            next: "Name an export of the recordings.",
        }
        CutExport = "cut-export" {
            means: "An export was cut off, so what it does not hold proves nothing.",
            how: "Its last row is short; or it does not end with a line end and either that row cannot be used or the size of the file is a multiple of 4,096 bytes.",
            next: "Export the source again, whole; or let somebody vouch for it with `complete`.",
        }
        OutsideExport = "outside-export" {
            means: "The trigger lies outside of the time that the export of the recordings spans.",
            how: "The trigger began before the first or after the last recording of the source, or outside of what `covers` declares.",
            next: "Export the recordings for the whole time, or declare with `covers` what the export was asked for.",
        }
        CameraNotInExport = "camera-not-in-export" {
            means: "No row of the recordings names this camera, so nobody knows whether the export holds it.",
            how: "Neither used nor rejected nor misdated rows name the camera; where the camera is unknown, the officer.",
            next: "Look at this camera first: see whether it is in the system and in the export. `complete` says that it is.",
        }
        ExportGap = "export-gap" {
            means: "Several officers have no recordings at once, so the export may have a hole there.",
            how: "Of all cameras, of a unit or of a file, several officers miss everything between two recordings, and chance would hardly give that.",
            next: "Ask for the recordings of that time again. Either the export lacks them or all of them went dark together; `complete` says that it is whole.",
        }
        FilteredExport = "filtered-export" {
            means: "Short recordings seem to have been left out of the export.",
            how: "The shortest of at least 100 recordings lasts 30 seconds or more, and triggers shorter than it are missed far more often than others.",
            next: "Export without a filter on the length, or declare `complete`.",
        }
        RetentionPassed = "retention-passed" {
            means: "A recording of that time may have been deleted lawfully since.",
            how: "The trigger is longer ago than the shortest retention of its policy, and neither a sealed chain nor an index row speaks for that time.",
            next: "Use an export made at the time, a chain, or `complete`.",
        }
        RejectedRow = "rejected-row" {
            means: "A row of the recordings could not be used, and it may be the recording that is missing.",
            how: "A rejected row names this camera or officer, or neither, and what can be read of its times does not exclude the trigger.",
            next: "Mend the row: `rejected.csv` says what is wrong with it.",
        }
        UnnamedRecording = "unnamed-recording" {
            means: "A recording that names no officer may be the one that is missing.",
            how: "The camera is not known, and a recording without an officer meets the trigger; its neighbours do not show that it is somebody else's.",
            next: "Export the roster with its cameras, or the recordings with their officers.",
        }
        UnplacedVideo = "unplaced-video" {
            means: "A video whose camera or start is unknown may be the recording that is missing.",
            how: "What is known of a video in the archive does not exclude it.",
            next: "Name the camera and the start with `file-name` or an index.",
        }
        ClockUnset = "clock-unset" {
            means: "The camera has recordings with impossible dates, so the missing one may be among them.",
            how: "Its clock was reset: recordings before 2005, or at a time when nobody was on duty. No well-dated recordings stand before and after the trigger in the same tour.",
            next: "Find out how far the clock was off, and have the times of this camera corrected where they are exported from.",
        }
        PossibleSwap = "possible-swap" {
            means: "Two cameras, or two cars, may have been exchanged, so a recording of the other camera may be this officer's.",
            how: "In a tour most triggers without a recording are met by automatic starts of one other camera that meet no trigger of its own car.",
            next: "Ask who carried which camera, and correct the roster. Cameras swapped, boxes swapped and cars exchanged look alike.",
        }
    }
}
