//! `contradicted-justification`: other evidence disproves the reason of a justification.

use crate::findings::cases::Case;
use crate::findings::check::Check;
use crate::judgement::Contradiction;
use crate::words::FindingCode;

pub(super) const CHECK: Check =
    Check::of(FindingCode::ContradictedJustification).in_cases(|cases, found| cases.each(found, sentence));

fn sentence(case: &Case<'_>) -> Option<String> {
    let (justification, contradiction) = case.justification().zip(case.obligation.contradiction)?;
    let evidence = case.cases.evidence;
    let fact = match contradiction {
        Contradiction::BatteryEnough(row) => {
            let event = &evidence.device_log[row];
            let value = event.value.as_deref().unwrap_or("enough");
            let unit = if value.ends_with('%') { "" } else { " %" };
            format!("the camera reported a battery of {value}{unit} at {}", event.at)
        }
        Contradiction::RecordedSoonAfter(at) => {
            let recording = &evidence.recordings[at];
            let id = recording.id.as_ref().map_or_else(String::new, |id| format!(" {id}"));
            format!(
                "the camera made recording{id} from {}, 15 minutes after the trigger began, and its log shows no \
                 power-on, dock or fault between",
                recording.start
            )
        }
    };
    Some(format!("justification {} gives the reason {}; {fact}", justification.id, justification.reason))
}
