//! `footage-missing`: something was recorded, and its footage is not here.

use crate::base::ids::RecordingId;
use crate::evidence::remarks::Noticed;
use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::words::{FindingCode, Reason, Verdict};

pub(super) const CHECK: Check = Check::of(FindingCode::FootageMissing).in_cases(|cases, found| {
    cases.each(found, sentence);
    cases.each_remark(found, |what| {
        Some(match what {
            Noticed::BytesOfAnother => "the index names a file that holds the bytes of another recording",
            Noticed::FileOfAnotherRow => {
                "the index names a file that belongs to another of its rows; the same bytes count once"
            }
            Noticed::NoSuchFile => "the index names a file that is not in the archive",
            _ => return None,
        }
        .to_owned())
    });
});

fn sentence(case: &Case<'_>) -> Option<String> {
    if case.obligation.verdict != Verdict::FootageMissing {
        return None;
    }
    let ids = case.recording_ids();
    let named: Vec<&str> = ids.iter().map(RecordingId::as_str).collect();
    let named = if named.is_empty() { String::new() } else { format!(" ({})", named.join(", ")) };
    Some(match case.obligation.reason {
        Some(Reason::MissingFile) => format!("a recording{named} is known for the trigger; its footage is not here"),
        Some(Reason::EmptyRecording) => format!("a recording{named} was started for the trigger and has no length"),
        Some(Reason::DeviceLog) => {
            "the camera's log shows that it began to record; no recording contains that moment".into()
        }
        _ => format!("the camera's numbers leave a gap around the trigger, between two recordings{named}"),
    })
}
