//! The logs of an invented department, with or without something that is wrong in it; used by the tests that need
//! many obligations.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const OFFICERS: usize = 40;
const NIGHTS: i64 = 14;
/// 2026-03-01T18:00:00Z
pub(crate) const FIRST_NIGHT: i64 = 1_772_388_000;
pub(crate) const HOUR: i64 = 3_600;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for end in (1..count).rev() {
            order.swap(end, self.below(end + 1));
        }
        order
    }
}

/// What goes wrong, in percent, beside the 4 % of everybody.
#[derive(Clone, Copy, Default)]
pub(crate) struct Causes {
    /// The light bar of V00 starts no camera.
    pub broken_vehicle: usize,
    /// C00 hears no light bar.
    pub deaf_camera: usize,
    /// O39 is late, whatever the trigger.
    pub late_officer: usize,
}

/// The logs of a department: crews of two, cars and cameras from a pool every night.
pub(crate) struct Logs {
    pub lightbar: String,
    pub contacts: String,
    pub assignments: String,
    pub recordings: String,
    pub device_log: String,
    recorded: usize,
}

pub(crate) fn utc(second: i64) -> String {
    jiff::Timestamp::from_second(second).unwrap().to_string()
}

impl Logs {
    pub(crate) fn empty() -> Self {
        Self {
            lightbar: "event_id,vehicle_id,on,off\n".into(),
            contacts: "event_id,officer_id,on,off\n".into(),
            assignments: "officer_id,vehicle_id,camera_id,from,to\n".into(),
            recordings: "recording_id,camera_id,officer_id,start,activated_at,end,start_reason\n".into(),
            device_log: "camera_id,at,event\n".into(),
            recorded: 0,
        }
    }

    pub(crate) fn new(seed: u64, causes: Causes) -> Self {
        let mut logs = Self::empty();
        let mut dice = Dice(seed);
        for night in 0..NIGHTS {
            logs.night(FIRST_NIGHT + night * 24 * HOUR, &mut dice, causes);
        }
        logs
    }

    fn night(&mut self, begin: i64, dice: &mut Dice, causes: Causes) {
        let end = begin + 10 * HOUR;
        let (officers, cars, cameras) = (dice.shuffled(OFFICERS), dice.shuffled(24), dice.shuffled(OFFICERS + 4));
        for (crew, (officers, &car)) in officers.chunks(2).zip(&cars).enumerate() {
            let lightbars = 4 + dice.below(4);
            for (seat, &officer) in officers.iter().enumerate() {
                let camera = cameras[crew * 2 + seat];
                writeln!(self.assignments, "O{officer:02},V{car:02},C{camera:02},{},{}", utc(begin), utc(end)).unwrap();
                writeln!(self.device_log, "C{camera:02},{},undock", utc(begin - 600)).unwrap();
                writeln!(self.device_log, "C{camera:02},{},dock", utc(end + 600)).unwrap();
                let contacts = dice.below(3);
                for number in 0..lightbars + contacts {
                    let lightbar = number < lightbars;
                    let on = begin + HOUR / 2 + HOUR * i64::try_from(number).unwrap();
                    if !lightbar {
                        let event = format!("K{begin}-{officer:02}-{number}");
                        writeln!(self.contacts, "{event},O{officer:02},{},{}", utc(on), utc(on + 240)).unwrap();
                    } else if seat == 0 {
                        let event = format!("L{begin}-{car:02}-{number}");
                        writeln!(self.lightbar, "{event},V{car:02},{},{}", utc(on), utc(on + 240)).unwrap();
                    }
                    let deaf = lightbar && camera == 0 && dice.percent(causes.deaf_camera);
                    let broken = lightbar && car == 0 && dice.percent(causes.broken_vehicle);
                    let habit = officer == OFFICERS - 1 && dice.percent(causes.late_officer);
                    let missed = dice.percent(4) || deaf || broken || habit;
                    let started = match (missed, dice.percent(50)) {
                        (false, _) if lightbar => Some((on + 2, "lightbar")),
                        (false, _) => Some((on + 5, "manual")),
                        (true, true) => Some((on + 100, "manual")),
                        (true, false) => None,
                    };
                    if let Some((at, reason)) = started {
                        self.recorded += 1;
                        let end = utc(on + 300);
                        let id = self.recorded;
                        writeln!(
                            self.recordings,
                            "R{id:05},C{camera:02},O{officer:02},{0},{0},{end},{reason}",
                            utc(at)
                        )
                        .unwrap();
                    }
                }
            }
        }
    }

    pub(crate) fn write(&self, folder: &Path) {
        let audit = "[department]\nname = 'Testville'\ntime-zone = 'UTC'\n\
                     [[lightbar]]\nfiles = ['lightbar.csv']\n[[contacts]]\nfiles = ['contacts.csv']\n\
                     [[recordings]]\nfiles = ['recordings.csv']\n[[assignments]]\nfiles = ['assignments.csv']\n\
                     [[device-log]]\nfiles = ['device-log.csv']\n\
                     [[policy]]\nname = 'rules'\neffective = 2026-01-01\ntriggers = ['lightbar', 'contact']\n";
        for (name, text) in [
            ("audit.toml", audit),
            ("lightbar.csv", &self.lightbar),
            ("contacts.csv", &self.contacts),
            ("assignments.csv", &self.assignments),
            ("recordings.csv", &self.recordings),
            ("device-log.csv", &self.device_log),
        ] {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}
