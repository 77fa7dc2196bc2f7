//! Why a verdict is what it is.

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
            means: "The trigger's local time occurred twice that night, and the two readings give different verdicts.",
            how: "The log has local times without offset, and this one lies in the hour that daylight saving repeats. Both readings were judged; the row shows the times of the earlier one.",
            next: "Export the log in UTC or with offsets.",
        }
    }
}
