//! What obliges a camera to run.

use super::vocabulary::words;

words! {
    /// What obliges a camera to run (`triggers`: contract, "Policy keys and defaults").
    TriggerKind: "trigger" {
        Lightbar = "lightbar" {
            means: "The patrol car's light bar went on.",
            how: "Activations of one car that follow each other within `merge-gap` count as one; every officer assigned to the car at that moment is obliged. Activations with less lit time than `min-duration` oblige nobody.",
            next: "If the times look wrong, look at the light-bar log first: a mis-wired input logs inverted, and a log without offsets depends on its zone.",
        }
        Contact = "contact" {
            means: "The officer was in contact with a person, or dispatched to one.",
            how: "Each row of the contacts source is one event of the officer it names; the grace is `contact-grace`. Contacts come from dispatch data, so their times are those of a person or a dispatcher, not of a car.",
            next: "A dispatch is not always a contact. Check with the incident whether anybody was met before drawing a conclusion.",
        }
    }
}

impl TriggerKind {
    /// As it is called in a sentence.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Lightbar => "light bar",
            Self::Contact => "contact",
        }
    }
}
