//! An invented department whose data are whole: every activation of a light bar and every contact has its
//! recording. The rows can be edited before they are written, so that a test damages one thing, or takes away
//! recordings that were never made.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

pub(crate) const SECOND: i64 = 1_000;
pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// 2021-06-01 00:00 in Chicago, in milliseconds since 1970; no clock is changed in that summer.
pub(crate) const FIRST_DAY: i64 = 1_622_523_600_000;
/// Chicago's clocks in summer, beside UTC.
pub(crate) const LOCAL: i64 = -5 * HOUR;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly in [low, high).
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low) as u64) as i64
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// The bell curve, mean 0 and deviation 1 (Box and Muller).
    fn bell(&mut self) -> f64 {
        let unit = |bits: u64| ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        let (radius, angle) = (unit(self.next()), unit(self.next()));
        (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
    }

    /// Log-normal around a median, as durations are.
    fn around(&mut self, median: i64, spread: f64) -> i64 {
        (median as f64 * (spread * self.bell()).exp()) as i64
    }

    fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for end in (1..count).rev() {
            order.swap(end, self.below(end + 1));
        }
        order
    }
}

/// What the cameras' own log has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    None,
    /// Docks and undocks: that a camera was emptied, and not whether it recorded.
    Docks,
    /// Every start and stop of a recording too.
    Whole,
}

/// What kind of department.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub seed: u64,
    pub officers: usize,
    pub days: i64,
    /// Triggers of a tour, about.
    pub triggers: i64,
    /// How many percent of the light-bar recordings a signal starts; the others are started by hand.
    pub automatic: usize,
    /// How many percent of the triggers are contacts.
    pub contacts: usize,
    /// How many percent of the cars have a crew of two.
    pub crews: usize,
    /// Whether cameras number their recordings.
    pub numbers: bool,
    pub device_log: Log,
    /// Signals that no light bar sent: from holsters.
    pub holsters: bool,
    /// How many percent of the tours go with whatever camera of the pool is there, beside every sixth officer's.
    pub borrowed: usize,
}

impl Plan {
    /// 30 officers over two weeks: about 2,300 obligations.
    pub(crate) fn of(seed: u64) -> Self {
        Self {
            seed,
            officers: 30,
            days: 14,
            triggers: 6,
            automatic: 75,
            contacts: 20,
            crews: 30,
            numbers: false,
            device_log: Log::Docks,
            holsters: false,
            borrowed: 0,
        }
    }

    /// What is enough where a test makes many of them: about 450 obligations.
    pub(crate) fn small(seed: u64) -> Self {
        Self { officers: 12, days: 7, ..Self::of(seed) }
    }

    pub(crate) fn data(self) -> Data {
        Data::of(self)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Tour {
    pub officer: String,
    pub from: i64,
    pub to: i64,
    pub vehicle: String,
    pub camera: String,
    pub unit: String,
}

/// An activation of a car's light bar, or a contact of an officer.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub id: String,
    /// The car, or the officer.
    pub subject: String,
    pub on: i64,
    pub off: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Recording {
    pub id: String,
    pub camera: String,
    /// Who wore the camera; written only where the index names officers.
    pub officer: String,
    pub unit: String,
    /// What it was made for; `None`: for something that no log has.
    pub event: Option<String>,
    pub start: i64,
    pub activated: i64,
    pub end: i64,
    pub reason: &'static str,
    pub sequence: i64,
    pub category: &'static str,
    /// Which of the files of the export has it.
    pub file: usize,
    /// Written instead of the times, for those that nobody can read.
    pub mistyped: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub camera: String,
    pub at: i64,
    pub event: &'static str,
    /// The recording that it belongs to.
    pub recording: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Justification {
    pub id: String,
    pub officer: String,
    pub event: String,
    pub filed: i64,
    pub approved: i64,
}

/// A miss: the event that was not recorded, and by whom.
pub(crate) type Miss = (String, String);

/// All rows of a department, and how they are written.
#[derive(Debug, Clone)]
pub(crate) struct Data {
    pub plan: Plan,
    pub dice: Dice,
    pub tours: Vec<Tour>,
    pub lightbar: Vec<Event>,
    pub contacts: Vec<Event>,
    pub recordings: Vec<Recording>,
    pub device_log: Vec<Entry>,
    pub justifications: Vec<Justification>,
    /// Activations that were really not recorded.
    pub misses: BTreeSet<Miss>,
    pub as_of: i64,
    /// Whether the audit file has an index of recordings at all.
    pub has_index: bool,
    /// Whether the index has who wore the camera beside the camera, or instead of it.
    pub names_officers: bool,
    pub names_cameras: bool,
    pub roster_has_cameras: bool,
    pub last_line_end: bool,
    /// Further lines below `[[recordings]]`, and below `[[policy]]`.
    pub of_recordings: String,
    pub of_policy: String,
    /// Further tables of the audit file.
    pub more_tables: String,
    /// What is done to the files once they are written.
    pub edits: Vec<fn(&Path)>,
}

/// What a camera's clock shows beside true time: some seconds, and a little more every day.
struct Clock {
    offset: i64,
    drift: i64,
}

impl Clock {
    fn shows(&self, at: i64) -> i64 {
        at + self.offset + (at - FIRST_DAY) * self.drift / DAY
    }
}

impl Data {
    fn of(plan: Plan) -> Self {
        let mut data = Self {
            plan,
            dice: Dice::new(plan.seed),
            tours: Vec::new(),
            lightbar: Vec::new(),
            contacts: Vec::new(),
            recordings: Vec::new(),
            device_log: Vec::new(),
            justifications: Vec::new(),
            misses: BTreeSet::new(),
            as_of: FIRST_DAY + (plan.days + 9) * DAY,
            has_index: true,
            names_officers: false,
            names_cameras: true,
            roster_has_cameras: true,
            last_line_end: true,
            of_recordings: String::new(),
            of_policy: String::new(),
            more_tables: String::new(),
            edits: Vec::new(),
        };
        // who borrows for a tour finds a camera
        let pool = plan.officers / 6 + 1 + plan.officers * plan.borrowed / 100;
        let clocks: Vec<Clock> = (0..plan.officers + pool)
            .map(|_| Clock {
                offset: (data.dice.bell() * 2_500.0).clamp(-6_000.0, 6_000.0) as i64,
                drift: data.dice.between(-150, 151),
            })
            .collect();
        for day in 0..plan.days {
            for night in [false, true] {
                data.shift(FIRST_DAY + day * DAY, night, &clocks);
            }
        }
        data.in_order();
        data.number();
        for (number, recording) in data.recordings.iter().filter(|row| row.event.is_some()).step_by(60).enumerate() {
            data.justifications.push(Justification {
                id: format!("J{number:04}"),
                officer: recording.officer.clone(),
                event: recording.event.clone().unwrap(),
                filed: recording.end + HOUR,
                approved: recording.end + DAY,
            });
        }
        data
    }

    /// Half of the officers work by day, the others by night, six days of seven.
    fn shift(&mut self, day: i64, night: bool, clocks: &[Clock]) {
        let plan = self.plan;
        let on_duty: Vec<usize> =
            (0..plan.officers).filter(|officer| (officer % 2 == 1) == night && self.dice.percent(86)).collect();
        let cars = self.dice.shuffled(plan.officers / 2 + 2);
        // every sixth officer takes whatever camera of the pool is there
        let mut pool = self.dice.shuffled(clocks.len() - plan.officers);
        let mut waiting = on_duty.into_iter().peekable();
        for car in cars {
            let mut crew: Vec<usize> = waiting.next().into_iter().collect();
            if self.dice.percent(plan.crews) {
                crew.extend(waiting.next());
            }
            if crew.is_empty() {
                return;
            }
            let crew: Vec<(usize, usize)> = crew
                .into_iter()
                .map(|officer| {
                    let borrows = officer % 6 == 5 || (plan.borrowed > 0 && self.dice.percent(plan.borrowed));
                    let pooled = if borrows { pool.pop() } else { None };
                    (officer, pooled.map_or(officer, |camera| plan.officers + camera))
                })
                .collect();
            let begin = day + if night { 18 * HOUR } else { 6 * HOUR };
            let from = begin + self.dice.between(-15, 16) * MINUTE;
            self.tour(from, car, &crew, clocks);
        }
    }

    fn tour(&mut self, from: i64, car: usize, crew: &[(usize, usize)], clocks: &[Clock]) {
        let plan = self.plan;
        let to = from + 10 * HOUR;
        let vehicle = format!("{}", 201 + car);
        for &(officer, camera) in crew {
            let tour = Tour {
                officer: officer_id(officer),
                from,
                to,
                vehicle: vehicle.clone(),
                camera: camera_id(camera),
                unit: unit(officer, plan.officers),
            };
            self.tours.push(tour);
            self.log(camera, clocks[camera].shows(from - 10 * MINUTE), "undock", None);
            self.log(camera, clocks[camera].shows(to + 10 * MINUTE), "dock", None);
        }
        // a trigger, its recording and what is recorded without a trigger fit into the shortest silence
        let silence = 10 * HOUR / plan.triggers - 13 * MINUTE;
        let mut on = from + self.dice.between(5 * MINUTE, 5 * MINUTE + silence);
        loop {
            let off = on + self.dice.around(240 * SECOND, 1.0).clamp(12 * SECOND, 40 * MINUTE);
            if off + 10 * MINUTE > to {
                return;
            }
            let contact = self.dice.percent(plan.contacts);
            let id = format!("{}{:06}", if contact { 'K' } else { 'L' }, self.lightbar.len() + self.contacts.len() + 1);
            let one = [crew[self.dice.below(crew.len())]];
            let obliged = if contact { &one } else { crew };
            if contact {
                self.contacts.push(Event { id: id.clone(), subject: officer_id(obliged[0].0), on, off });
            } else {
                self.lightbar.push(Event { id: id.clone(), subject: vehicle.clone(), on, off });
            }
            for &(officer, camera) in obliged {
                let automatic = !contact && self.dice.percent(plan.automatic);
                let delay = if automatic { self.dice.between(500, 3_500) } else { self.dice.between(1_500, 11_000) };
                let end = off + self.dice.around(15 * SECOND, 0.8).clamp(3 * SECOND, 110 * SECOND);
                let reason = if automatic { "lightbar" } else { "button" };
                self.record((officer, camera), Some(id.clone()), on + delay, end, reason, &clocks[camera]);
                if self.dice.percent(if plan.holsters { 10 } else { 12 }) {
                    let start = off + self.dice.between(150 * SECOND, 300 * SECOND);
                    let end = start + self.dice.between(40 * SECOND, 150 * SECOND);
                    let reason = if plan.holsters { "signal" } else { "button" };
                    self.record((officer, camera), None, start, end, reason, &clocks[camera]);
                }
            }
            on = off + 8 * MINUTE + self.dice.between(0, 2 * silence);
        }
    }

    fn record(
        &mut self,
        (officer, camera): (usize, usize),
        event: Option<String>,
        activated: i64,
        end: i64,
        reason: &'static str,
        clock: &Clock,
    ) {
        let id = format!("R{:06}", self.recordings.len() + 1);
        let recording = Recording {
            id: id.clone(),
            camera: camera_id(camera),
            officer: officer_id(officer),
            unit: unit(officer, self.plan.officers),
            event,
            start: clock.shows(activated) - 30 * SECOND,
            activated: clock.shows(activated),
            end: clock.shows(end),
            reason,
            sequence: 0,
            category: if self.dice.percent(15) { "evidence" } else { "patrol" },
            file: 0,
            mistyped: None,
        };
        self.log(camera, recording.activated, "record-start", Some(&id));
        self.log(camera, recording.end, "record-stop", Some(&id));
        self.recordings.push(recording);
    }

    fn log(&mut self, camera: usize, at: i64, event: &'static str, recording: Option<&str>) {
        let is_written = match self.plan.device_log {
            Log::None => false,
            Log::Docks => recording.is_none(),
            Log::Whole => true,
        };
        if is_written {
            let recording = recording.map(str::to_owned);
            self.device_log.push(Entry { camera: camera_id(camera), at, event, recording });
        }
    }

    /// Every table in order of time.
    pub(crate) fn in_order(&mut self) {
        self.tours.sort_by(|a, b| (a.from, &a.officer).cmp(&(b.from, &b.officer)));
        for events in [&mut self.lightbar, &mut self.contacts] {
            events.sort_by(|a, b| (a.on, &a.id).cmp(&(b.on, &b.id)));
        }
        self.recordings.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        self.device_log.sort_by(|a, b| (a.at, &a.camera, a.event).cmp(&(b.at, &b.camera, b.event)));
    }

    /// Numbers each camera's recordings in order of time; cameras have been in use for a while.
    fn number(&mut self) {
        let mut next: BTreeMap<String, i64> = BTreeMap::new();
        self.recordings.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
        for recording in &mut self.recordings {
            let used = recording.camera.bytes().map(i64::from).sum::<i64>() * 7 % 400;
            let number = next.entry(recording.camera.clone()).or_insert(100 + used);
            recording.sequence = *number;
            *number += 1;
        }
    }

    /// Recordings that were never made: no trace of them anywhere.
    pub(crate) fn never_made(&mut self, mut which: impl FnMut(&mut Dice, &Recording) -> bool) {
        let justified: BTreeSet<Miss> =
            self.justifications.iter().map(|row| (row.event.clone(), row.officer.clone())).collect();
        let (mut gone, mut misses, mut dice) = (BTreeSet::new(), Vec::new(), self.dice.clone());
        self.recordings.retain(|row| {
            let Some(event) = &row.event else { return true };
            let miss = (event.clone(), row.officer.clone());
            // a justified miss is explained, and no question
            if justified.contains(&miss) || !which(&mut dice, row) {
                return true;
            }
            gone.insert(row.id.clone());
            misses.push(miss);
            false
        });
        self.dice = dice;
        self.misses.extend(misses);
        self.device_log.retain(|entry| entry.recording.as_ref().is_none_or(|id| !gone.contains(id)));
        self.number();
    }

    /// What is justified was not recorded.
    pub(crate) fn miss_the_justified(&mut self) {
        let justified: BTreeSet<Miss> =
            self.justifications.iter().map(|row| (row.event.clone(), row.officer.clone())).collect();
        let is_made = |row: &Recording| {
            row.event.as_ref().is_none_or(|event| !justified.contains(&(event.clone(), row.officer.clone())))
        };
        self.recordings.retain(is_made);
        self.number();
    }

    /// So many percent of all, anywhere.
    pub(crate) fn miss_percent(&mut self, percent: usize) {
        self.never_made(|dice, _| dice.percent(percent));
    }

    /// What the same cameras recorded in the years before, of which the logs have nothing.
    pub(crate) fn years_before(&mut self, years: i64) {
        let cameras: BTreeMap<String, Recording> =
            self.recordings.iter().map(|row| (row.camera.clone(), row.clone())).collect();
        for row in cameras.into_values() {
            let mut activated = FIRST_DAY - years * 365 * DAY;
            loop {
                activated += self.dice.between(DAY / 2, 4 * DAY);
                if activated > FIRST_DAY - DAY {
                    break;
                }
                let end = activated + self.dice.between(MINUTE, 20 * MINUTE);
                let id = format!("P{:06}", self.recordings.len() + 1);
                let start = activated - 30 * SECOND;
                self.recordings.push(Recording { id, event: None, start, activated, end, ..row.clone() });
            }
        }
        self.number();
    }

    /// The tours of an officer, in order of time.
    pub(crate) fn tours_of(&self, officer: &str) -> Vec<Tour> {
        self.tours.iter().filter(|tour| tour.officer == officer).cloned().collect()
    }

    /// Moves all times of a recording and of its entries in the camera's log; docks have a clock of their own.
    pub(crate) fn move_camera(&mut self, which: impl Fn(&str, i64) -> bool, shift: i64) {
        for row in self.recordings.iter_mut().filter(|row| which(&row.camera, row.start)) {
            row.shift(shift);
        }
        let of_camera = |row: &&mut Entry| row.recording.is_some() && which(&row.camera, row.at);
        self.device_log.iter_mut().filter(of_camera).for_each(|row| row.at += shift);
    }

    /// The camera that made most recordings.
    pub(crate) fn busiest_camera(&self) -> String {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        self.recordings.iter().for_each(|row| *count.entry(&row.camera).or_default() += 1);
        count.into_iter().max_by_key(|(_, count)| *count).unwrap().0.to_owned()
    }

    pub(crate) fn write(&self, folder: &Path) {
        let put = |name: &str, header: &str, rows: Vec<String>| {
            let mut text = header.to_owned() + "\n";
            rows.iter().for_each(|row| writeln!(text, "{row}").unwrap());
            if !self.last_line_end {
                text.pop();
            }
            fs::write(folder.join(name), text).unwrap();
        };
        let event = |row: &Event| format!("{},{},{},{}", row.id, row.subject, utc(row.on), utc(row.off));
        put("lightbar.csv", "event_id,vehicle_id,on,off", self.lightbar.iter().map(event).collect());
        put("contacts.csv", "event_id,officer_id,on,off", self.contacts.iter().map(event).collect());
        let recordings = "recording_id,camera_id,officer_id,start,end,activated_at,start_reason,sequence,category";
        for file in 0..=self.recordings.iter().map(|row| row.file).max().unwrap_or(0) {
            let name = if file == 0 { "recordings.csv".to_owned() } else { format!("recordings-{}.csv", file + 1) };
            let rows = self.recordings.iter().filter(|row| row.file == file).map(|row| self.recording(row)).collect();
            put(&name, recordings, rows);
        }
        let tour = |row: &Tour| {
            let camera = if self.roster_has_cameras { format!(",{}", row.camera) } else { String::new() };
            let supervisor = format!("S{}", row.unit);
            format!(
                "{},{},{},{},{},{supervisor}{camera}",
                row.officer,
                utc(row.from),
                utc(row.to),
                row.vehicle,
                row.unit
            )
        };
        let camera = if self.roster_has_cameras { ",camera_id" } else { "" };
        let roster = format!("officer_id,from,to,vehicle_id,unit,supervisor_id{camera}");
        put("roster.csv", &roster, self.tours.iter().map(tour).collect());
        if self.plan.device_log != Log::None {
            let entry = |row: &Entry| format!("{},{},{}", row.camera, utc(row.at), row.event);
            put("device.csv", "camera_id,at,event", self.device_log.iter().map(entry).collect());
        }
        let justification = |row: &Justification| {
            let (filed, approved) = (utc(row.filed), utc(row.approved));
            format!("{},{},malfunction,{filed},{},S1,{approved},approved", row.id, row.officer, row.event)
        };
        let header = "justification_id,officer_id,reason,filed_at,event_id,approved_by,approved_at,status";
        put("justifications.csv", header, self.justifications.iter().map(justification).collect());
        fs::write(folder.join("audit.toml"), self.audit_file()).unwrap();
        self.edits.iter().for_each(|edit| edit(folder));
    }

    fn recording(&self, row: &Recording) -> String {
        let named = |is_named: bool, id: &str| if is_named { id.to_owned() } else { String::new() };
        let (camera, officer) = (named(self.names_cameras, &row.camera), named(self.names_officers, &row.officer));
        let sequence = if self.plan.numbers { row.sequence.to_string() } else { String::new() };
        let time = |at| row.mistyped.map_or_else(|| utc(at), str::to_owned);
        let (start, end, activated) = (time(row.start), utc(row.end), time(row.activated));
        format!("{},{camera},{officer},{start},{end},{activated},{},{sequence},{}", row.id, row.reason, row.category)
    }

    fn audit_file(&self) -> String {
        let mut text = "[department]\nname = 'Testville'\ntime-zone = 'America/Chicago'\n\n\
                        [[lightbar]]\nfiles = ['lightbar.csv']\n\n[[contacts]]\nfiles = ['contacts.csv']\n\n\
                        [[assignments]]\nfiles = ['roster.csv']\n\n[[justifications]]\nfiles = ['justifications.csv']\n\n"
            .to_owned();
        if self.has_index {
            writeln!(text, "[[recordings]]\nfiles = ['recordings*.csv']\n{}", self.of_recordings).unwrap();
        }
        if self.plan.device_log != Log::None {
            text += "[[device-log]]\nfiles = ['device.csv']\n\n";
        }
        writeln!(
            text,
            "[[policy]]\nname = 'Interim'\neffective = 2021-01-01\npre-event-buffer = '30s'\n{}\n{}",
            self.of_policy, self.more_tables
        )
        .unwrap();
        text
    }
}

impl Recording {
    pub(crate) fn shift(&mut self, shift: i64) {
        self.start += shift;
        self.activated += shift;
        self.end += shift;
    }

    /// Replaces every time by what is made of it.
    pub(crate) fn retime(&mut self, time: impl Fn(i64) -> i64) {
        (self.start, self.activated, self.end) = (time(self.start), time(self.activated), time(self.end));
    }
}

pub(crate) fn utc(at: i64) -> String {
    format!("{:.3}", jiff::Timestamp::from_millisecond(at).unwrap())
}

/// With zeros in front, as badge numbers are.
fn officer_id(officer: usize) -> String {
    format!("{:05}", 114 + 7 * officer)
}

fn camera_id(camera: usize) -> String {
    format!("BWC-{:04}", camera + 1)
}

fn unit(officer: usize, officers: usize) -> String {
    let units = (officers / 8).max(1);
    // by pairs, so that every unit works by day and by night
    format!("U{}", officer / 2 % units + 1)
}
