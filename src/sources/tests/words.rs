//! The words of inputs that `explain` knows are those that are read.

use crate::base::time::Moment;
use crate::facts::DeviceEventKind;
use crate::facts::policy::tests::default_policy;
use crate::sources::audit_file::summarise;
use crate::words::{DEVICE_EVENTS, POLICY_KEYS};

#[test]
fn every_key_of_a_policy_is_explained_and_no_other() {
    let read = summarise(&default_policy(Moment::from_micros(0)));
    let read: Vec<&str> = ["name", "effective"].into_iter().chain(read.into_iter().map(|(key, _)| key)).collect();
    assert_eq!(POLICY_KEYS.words.iter().map(|key| key.word).collect::<Vec<_>>(), read);
}

#[test]
fn every_event_of_a_device_log_that_is_explained_is_read() {
    for event in DEVICE_EVENTS.words {
        assert_ne!(DeviceEventKind::from_word(event.word), DeviceEventKind::Other, "{}", event.word);
    }
}
