//! What an obligation would have been, had the data been able to accuse.

use super::Verdict;
use super::vocabulary::words;

words! {
    /// What an obligation would have been, had the data been able to accuse (contract, "Can the data accuse?").
    WouldBe: "what a doubt of the data turned" {
        NotRecorded = "would-be-not-recorded" {
            means: "It would be `not-recorded`, could the data show a recording at all.",
            how: "The verdict stood, and then a doubt of the data turned it; the reason column names the doubt.",
            next: "Settle the doubt as its finding says, and run the audit again.",
        }
        Late = "would-be-late" {
            means: "It would be `late`, could the times be believed.",
            how: "The verdict stood, and then a doubt of the data turned it; the reason column names the doubt.",
            next: "Settle the doubt as its finding says, and run the audit again.",
        }
        EndedEarly = "would-be-ended-early" {
            means: "It would be `ended-early`, could the data be believed.",
            how: "The verdict stood, and then a doubt of the data turned it; the reason column names the doubt.",
            next: "Settle the doubt as its finding says, and run the audit again.",
        }
        Interrupted = "would-be-interrupted" {
            means: "It would be `interrupted`, could the data be believed.",
            how: "The verdict stood, and then a doubt of the data turned it; the reason column names the doubt.",
            next: "Settle the doubt as its finding says, and run the audit again.",
        }
        OnTime = "would-be-on-time" {
            means: "It would be `on-time`, could the data be believed.",
            how: "The verdict stood, and then a doubt of the data turned it; the reason column names the doubt.",
            next: "Settle the doubt as its finding says, and run the audit again.",
        }
        NoCamera = "would-be-no-camera-issued" {
            means: "It would be `no-camera-issued`, could the data be believed.",
            how: "The verdict stood, and then a doubt of the data turned it; the reason column names the doubt.",
            next: "Settle the doubt as its finding says, and run the audit again.",
        }
    }
}

impl WouldBe {
    /// The verdict, or the reason of a verdict, that it was: `not-recorded`.
    pub fn verdict_as_str(self) -> &'static str {
        self.as_str().trim_start_matches("would-be-")
    }

    /// The verdict that it was.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::NotRecorded => Verdict::NotRecorded,
            Self::Late => Verdict::Late,
            Self::EndedEarly => Verdict::EndedEarly,
            Self::Interrupted => Verdict::Interrupted,
            Self::OnTime => Verdict::OnTime,
            Self::NoCamera => Verdict::NotRequired,
        }
    }

    /// What a verdict becomes when a doubt turns it; `None`: no doubt turns it.
    pub const fn of(verdict: Verdict) -> Option<Self> {
        Some(match verdict {
            Verdict::NotRecorded => Self::NotRecorded,
            Verdict::Late => Self::Late,
            Verdict::EndedEarly => Self::EndedEarly,
            Verdict::Interrupted => Self::Interrupted,
            Verdict::OnTime => Self::OnTime,
            Verdict::NotRequired => Self::NoCamera,
            Verdict::Indeterminate | Verdict::FootageMissing | Verdict::UploadPending => return None,
        })
    }
}
