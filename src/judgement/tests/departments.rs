//! Small random departments: two cars, three officers, three cameras, a few hours.
//!
//! Everything happens close together, so that most of it matters to something. No two rows share a moment:
//! where times are equal to the microsecond the contract lets the first row win, and order would matter.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::builder::{With, at, contact, justified, lit, logged, rec, span, tour};
use crate::base::index::Ix;
use crate::base::reading::Reading;
use crate::base::time::Moment;
use crate::evidence::{Evidence, Footage, Recording};
use crate::facts::exports::Exports;
use crate::facts::policy::{Policies, Policy, tests::default_policy};
use crate::facts::{Assignment, CameraFact, DeviceEvent, Event, Justification, RowRef, Subject};

const CARS: [&str; 2] = ["V1", "V2"];
const OFFICERS: [&str; 3] = ["O1", "O2", "O3"];
const CAMERAS: [&str; 3] = ["C1", "C2", "C3"];

/// Seconds around noon.
fn second() -> impl Strategy<Value = f64> {
    (-4_000_i32..4_000).prop_map(f64::from)
}

fn length() -> impl Strategy<Value = f64> {
    prop_oneof![(0_i32..60).prop_map(f64::from), (0_i32..1_500).prop_map(f64::from)]
}

fn event() -> impl Strategy<Value = Event> {
    let category = option::weighted(0.2, select(&["stop", "test"][..]));
    let reading = prop_oneof![9 => Just(false), 1 => Just(true)];
    (second(), option::weighted(0.85, length()), 0..5_usize, category, reading).prop_map(
        |(on, length, subject, category, folded)| {
            let off = length.map(|length| on + length);
            let event = match subject {
                0..2 => lit("", on, off).with(|event| event.subject = Subject::Vehicle(CARS[subject].into())),
                _ => contact("", on, off).with(|event| event.subject = Subject::Officer(OFFICERS[subject - 2].into())),
            };
            let fold = |first: Moment| Reading::Fold { first, second: first + span(3_600.0) };
            event.with(|event| {
                event.category = category.map(Into::into);
                if folded {
                    event.on = fold(event.on.earlier());
                    event.off = event.off.map(|off| fold(off.earlier()));
                }
            })
        },
    )
}

fn assignment() -> impl Strategy<Value = Assignment> {
    let camera = prop_oneof![
        8 => select(&CAMERAS[..]).prop_map(|camera| CameraFact::Issued(camera.into())),
        1 => Just(CameraFact::Blank),
        1 => Just(CameraFact::Unsaid),
    ];
    let duty = option::weighted(0.1, Just("undercover"));
    (select(&OFFICERS[..]), select(&CARS[..]), camera, -6_000_i32..2_000, 500_i32..10_000, duty).prop_map(
        |(officer, car, camera, from, length, duty)| {
            tour(officer).with(|tour| {
                (tour.from, tour.to) = (at(f64::from(from)), at(f64::from(from + length)));
                (tour.vehicle, tour.camera, tour.duty) = (Some(car.into()), camera, duty.map(Into::into));
            })
        },
    )
}

fn recording() -> impl Strategy<Value = Recording> {
    let footage = prop_oneof![
        6 => Just(Footage::Here),
        1 => Just(Footage::Purged),
        2 => Just(Footage::Lost),
        1 => Just(Footage::Empty),
    ];
    let owner = (option::weighted(0.9, select(&CAMERAS[..])), option::weighted(0.4, select(&OFFICERS[..])));
    let activated = option::weighted(0.5, 0.0_f64..1.0);
    (second(), length(), owner, activated, any::<bool>(), option::weighted(0.5, 1_i64..8), footage).prop_map(
        |(start, length, (camera, officer), activated, automatic, sequence, footage)| {
            let length = if footage == Footage::Empty { 0.0 } else { length + 1.0 };
            rec(start, start + length).with(|recording| {
                recording.camera = camera.map(Into::into);
                recording.officer = officer.map(Into::into);
                recording.activated_at = activated.map(|part| at(start + (part * length).floor()));
                (recording.automatic, recording.sequence, recording.footage) = (automatic, sequence, footage);
            })
        },
    )
}

fn device_event() -> impl Strategy<Value = DeviceEvent> {
    let words = ["dock", "undock", "record-start", "fault", "battery 80", "battery 5", "sleep", "power-on"];
    (select(words.to_vec()), select(&CAMERAS[..]), -4_000_i32..9_000)
        .prop_map(|(word, camera, when)| logged(f64::from(when), word).with(|event| event.camera = camera.into()))
}

fn justification() -> impl Strategy<Value = Justification> {
    let reasons = ["safety", "battery", "malfunction", "forgot"];
    let approver = option::weighted(0.7, select(&["S1", "O1"][..]));
    let window = option::of((second(), length()));
    (select(&OFFICERS[..]), select(reasons.to_vec()), 0..8_usize, window, approver, 0_i32..200_000).prop_map(
        |(officer, reason, event, window, approver, filed)| {
            justified().with(|justification| {
                (justification.officer, justification.reason) = (officer.into(), reason.into());
                justification.filed_at = at(f64::from(filed));
                justification.approved_by = approver.map(Into::into);
                justification.event = window.is_none().then(|| format!("E{event}").as_str().into());
                justification.from = window.map(|(from, _)| at(from));
                justification.to = window.map(|(from, length)| at(from + length));
            })
        },
    )
}

fn policies() -> impl Strategy<Value = Policies> {
    let policy = |effective: f64| {
        let buffer = select(vec![0.0, 30.0]);
        (select(vec![5.0, 30.0, 120.0]), buffer, select(vec![1.0, 10.0]), select(vec![0.0, 60.0, 300.0])).prop_map(
            move |(grace, buffer, uncertainty, merge_gap)| -> Policy {
                default_policy(at(effective)).with(|policy| {
                    (policy.grace, policy.contact_grace) = (span(grace), span(2.0 * grace));
                    (policy.pre_event_buffer, policy.merge_gap) = (span(buffer), span(merge_gap));
                    policy.clock_uncertainty = span(uncertainty);
                })
            },
        )
    };
    (policy(-3_000.5), policy(1_000.5)).prop_map(|(first, second)| Policies::new(vec![first, second]).unwrap())
}

/// A whole department; ids, rows and the microsecond of every time are each one's own.
pub(super) fn department() -> impl Strategy<Value = Evidence> {
    let logs = (vec(event(), 1..7), vec(recording(), 0..10), vec(assignment(), 1..5));
    let paper = (vec(justification(), 0..4), vec(device_event(), 0..12));
    (logs, paper, policies(), prop_oneof![Just(7_000.0), Just(150_000.0), Just(2_000_000.0)]).prop_map(
        |((events, recordings, assignments), (justifications, device_log), policies, as_of)| {
            let mut evidence = Evidence {
                policies,
                as_of: at(as_of),
                events,
                recordings: recordings.into(),
                assignments: assignments.into(),
                justifications: justifications.into(),
                device_log: device_log.into(),
                exports: Exports::default(),
            };
            tell_apart(&mut evidence);
            evidence
        },
    )
}

fn tell_apart(evidence: &mut Evidence) {
    let mut line = 1;
    let mut next = || {
        line += 1;
        (RowRef { file: Ix::made_up(0), line }, span(f64::from(u32::try_from(line).unwrap()) / 1e6))
    };
    for (number, event) in evidence.events.iter_mut().enumerate() {
        let (row, tick) = next();
        event.id = format!("E{number}").as_str().into();
        event.row = row;
        event.on = shifted_reading(event.on, tick);
        event.off = event.off.map(|off| shifted_reading(off, tick));
    }
    for recording in &mut evidence.recordings {
        let (row, tick) = next();
        recording.id = Some(format!("R{}", row.line).as_str().into());
        recording.rows = vec![row.into()];
        shift_recording(recording, tick);
    }
    for tour in &mut evidence.assignments {
        let (row, tick) = next();
        tour.row = row;
        (tour.from, tour.to) = (tour.from + tick, tour.to + tick);
    }
    for justification in &mut evidence.justifications {
        let (row, tick) = next();
        (justification.row, justification.id) = (row, format!("J{}", row.line).as_str().into());
        justification.filed_at = justification.filed_at + tick;
    }
    for event in &mut evidence.device_log {
        let (row, tick) = next();
        event.row = row;
        event.at = event.at + tick;
    }
}

fn shifted_reading(reading: Reading, by: crate::base::time::Span) -> Reading {
    match reading {
        Reading::Certain(moment) => Reading::Certain(moment + by),
        Reading::Fold { first, second } => Reading::Fold { first: first + by, second: second + by },
    }
}

fn shift_recording(recording: &mut Recording, by: crate::base::time::Span) {
    (recording.start, recording.end) = (recording.start + by, recording.end + by);
    recording.activated_at = recording.activated_at.map(|at| at + by);
}

/// The same department at another time.
pub(super) fn shifted(evidence: &Evidence, by: crate::base::time::Span) -> Evidence {
    let mut evidence = evidence.clone();
    evidence.as_of = evidence.as_of + by;
    let policies = evidence.policies.iter().cloned().map(|policy| policy.with(|p| p.effective = p.effective + by));
    evidence.policies = Policies::new(policies.collect()).unwrap();
    for event in &mut evidence.events {
        event.on = shifted_reading(event.on, by);
        event.off = event.off.map(|off| shifted_reading(off, by));
    }
    evidence.recordings.iter_mut().for_each(|recording| shift_recording(recording, by));
    for tour in &mut evidence.assignments {
        (tour.from, tour.to) = (tour.from + by, tour.to + by);
    }
    for justification in &mut evidence.justifications {
        justification.filed_at = justification.filed_at + by;
        justification.from = justification.from.map(|from| from + by);
        justification.to = justification.to.map(|to| to + by);
    }
    for event in &mut evidence.device_log {
        event.at = event.at + by;
    }
    evidence
}
