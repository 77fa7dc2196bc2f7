//! The synthetic department: every verdict against an independent, slow implementation of the contract.

use std::collections::BTreeMap;
use std::path::Path;

use footage_audit::audit_file;
use footage_audit::evidence::{Evidence, recordings};
use footage_audit::inputs;
use footage_audit::judgement::judge;
use footage_audit::time::{Moment, Span};

fn main_test(folder: &Path) {
    let audit = audit_file::load(folder).unwrap();
    let as_of = Moment::from("2020-11-09T05:00:00Z".parse::<jiff::Timestamp>().unwrap());
    let inputs = inputs::read(&audit, as_of).unwrap();
    let evidence = Evidence {
        policies: audit.policies.clone(),
        as_of,
        events: inputs.lightbar.iter().chain(&inputs.contacts).cloned().collect(),
        recordings: recordings::from_index_alone(&inputs),
        assignments: inputs.assignments.clone(),
        justifications: inputs.justifications.clone(),
        device_log: inputs.device_log.clone(),
    };
    let judged = judge(&evidence);
    let mut expected: BTreeMap<(String, String), csv::StringRecord> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(folder.join("expected.csv")).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let first = record[0].split(' ').next().unwrap().to_owned();
        assert!(expected.insert((first, record[1].to_owned()), record).is_none());
    }
    let mut wrong = 0;
    let mut seen = 0;
    for o in &judged.obligations {
        let t = &judged.triggers[o.trigger];
        let key = (t.event_ids[0].to_string(), o.officer.as_ref().map(|o| o.to_string()).unwrap_or_default());
        let Some(e) = expected.remove(&key) else {
            println!("not expected: {key:?} {o:?}");
            wrong += 1;
            continue;
        };
        seen += 1;
        let s = |x: Option<Span>| x.map(|x| x.to_string()).unwrap_or_default();
        let ours = [
            t.event_ids.iter().map(|e| e.to_string()).collect::<Vec<_>>().join(" "),
            key.1.clone(),
            t.kind().to_string(),
            o.verdict.to_string(),
            o.reason.map(|r| r.to_string()).unwrap_or_default(),
            o.outcome.to_string(),
            o.explanation.map(|r| r.to_string()).unwrap_or_default(),
            o.also.iter().map(|e| e.to_string()).collect::<Vec<_>>().join(" "),
            s(o.gap),
            s(o.clock.map(|c| c.offset)),
            s(o.clock.map(|c| c.uncertainty)),
            s(o.uncovered),
        ];
        let bad: Vec<_> = (0..12)
            .filter(|&i| {
                if i >= 8 && !ours[i].is_empty() && !e[i].is_empty() {
                    (ours[i].parse::<f64>().unwrap() - e[i].parse::<f64>().unwrap()).abs() > 0.002
                } else {
                    ours[i] != e[i]
                }
            })
            .map(|i| format!("{i}: {} vs expected {}", ours[i], &e[i]))
            .collect();
        let flips = o.doubts.contains(&footage_audit::vocabulary::Doubt::ClockCorrection);
        if !bad.is_empty() || flips != (&e[12] == "yes") || o.on.to_string() != e[13] {
            wrong += 1;
            println!("{key:?}: {bad:?} flips {flips} {} on {} {}", &e[12], o.on, &e[13]);
        }
    }
    for (key, e) in &expected {
        println!("missing {key:?} {e:?}");
    }
    println!("{seen} seen, {wrong} wrong, {} missing; rejected {:?}", expected.len(), inputs.rejected);
    assert!(wrong == 0 && expected.is_empty());
}

#[test]
fn agrees() {
    main_test(Path::new("/work/shared/cases/department-a"));
}
