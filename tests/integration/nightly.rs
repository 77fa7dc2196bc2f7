//! A nightly job as `docs/nightly.md` shows it: the cron line and the systemd units are taken from there and run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use rstest::rstest;
use tempfile::TempDir;

use crate::support::machine::{has_all, write_program};
use crate::support::program::{KANSAS_CITY, PROGRAM, Ran, finish, project, text};

/// The code block of `docs/nightly.md` that holds `mark`.
fn block(mark: &str) -> String {
    let page = text(project().join("docs/nightly.md"));
    let found = page.split("```").find(|block| block.contains(mark)).unwrap();
    found.split_once('\n').unwrap().1.to_owned()
}

fn service() -> String {
    block("[Service]")
}

fn timer() -> String {
    block("[Timer]")
}

/// A department, a place for its reports, and a `mail` that keeps what it is given.
struct Night {
    place: TempDir,
}

impl Night {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let night = Self { place };
        fs::create_dir(night.path("state")).unwrap();
        fs::create_dir(night.path("bin")).unwrap();
        fs::write(night.path("mailbox"), "").unwrap();
        let mail = format!("#!/bin/sh\ncat >>'{}'\n", night.path("mailbox").display());
        night.program("mail", &mail);
        night
    }

    /// A small department: one car, one officer, one light-bar activation long ago without a recording.
    fn department(self) -> Self {
        let audit = self.path("audit");
        fs::create_dir(&audit).unwrap();
        let write = |name: &str, text: &str| fs::write(audit.join(name), text).unwrap();
        write(
            "audit.toml",
            "[department]\nname = \"Test\"\ntime-zone = \"UTC\"\n[[lightbar]]\nfiles = [\"bar.csv\"]\n\
             [[assignments]]\nfiles = [\"tours.csv\"]\n[[recordings]]\nfiles = [\"recordings.csv\"]\n\
             [[device-log]]\nfiles = [\"device.csv\"]\n[[policy]]\nname = \"p\"\neffective = 2020-01-01\n",
        );
        write("bar.csv", "event_id,vehicle_id,on,off\nE1,7,2020-11-02T10:00:00Z,2020-11-02T10:05:00Z\n");
        write(
            "tours.csv",
            "officer_id,from,to,vehicle_id,camera_id\n42,2020-11-02T08:00:00Z,2020-11-02T18:00:00Z,7,C1\n",
        );
        write(
            "recordings.csv",
            "recording_id,camera_id,start,end\nR1,C1,2020-11-02T10:00:05Z,2020-11-02T10:06:00Z\nR2,C1,2020-11-02T17:00:00Z,2020-11-02T17:01:00Z\n",
        );
        write("device.csv", "camera_id,at,event\nC1,2020-11-02T18:10:00Z,dock\nC1,2020-11-02T20:00:00Z,undock\n");
        self
    }

    /// A second activation that nobody recorded.
    fn unrecorded(&self) {
        let path = self.path("audit/bar.csv");
        fs::write(&path, text(&path) + "E2,7,2020-11-02T12:00:00Z,2020-11-02T12:05:00Z\n").unwrap();
    }

    /// A row that cannot be read.
    fn unreadable_row(&self) {
        let path = self.path("audit/bar.csv");
        fs::write(&path, text(&path) + "E3,7,yesterday,\n").unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn program(&self, name: &str, text: &str) {
        write_program(&self.path("bin").join(name), text);
    }

    /// Runs a command line of the page with its places moved here.
    fn run(&self, line: &str) -> Ran {
        let line = line
            .replace("/usr/local/bin/footage-audit", PROGRAM)
            .replace("/srv/audit", self.path("audit").to_str().unwrap())
            .replace("/var/lib/footage-audit", self.path("state").to_str().unwrap());
        let path = format!("{}:/usr/bin:/bin", self.path("bin").display());
        finish(Command::new("/bin/sh").args(["-c", &line]).current_dir(self.path("state")).env("PATH", path))
    }

    /// The cron line: cron mails what is printed.
    fn cron(&self) -> (i32, String) {
        let crontab = block("MAILTO");
        let line = crontab.lines().find(|line| line.contains("--previous")).unwrap();
        let command: Vec<&str> = line.splitn(6, ' ').collect();
        let ran = self.run(command.last().unwrap());
        (ran.code.unwrap(), ran.stdout + &ran.stderr)
    }

    /// `ExecStart` as systemd hands it to the shell: `$$` is a dollar.
    fn systemd(&self) -> (i32, String) {
        let unit = service();
        let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/bin/sh -c '")).unwrap();
        assert!(!line.replace("$$", "").contains(['$', '%', '\\']), "systemd would read these in its own way");
        let before = text(self.path("mailbox"));
        let ran = self.run(&line.strip_suffix('\'').unwrap().replace("$$", "$"));
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
        let mailed = text(self.path("mailbox")).strip_prefix(&before).unwrap().to_owned();
        (ran.code.unwrap(), mailed)
    }

    fn tonight(&self, job: Job) -> (i32, String) {
        match job {
            Job::Cron => self.cron(),
            Job::Systemd => self.systemd(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Job {
    Cron,
    Systemd,
}

#[rstest]
fn it_mails_only_when_something_is_new(#[values(Job::Cron, Job::Systemd)] job: Job) {
    let night = Night::new().department();
    let (code, mail) = night.tonight(job);
    assert_eq!((code, mail.as_str()), (0, ""), "the first night has nothing to say of a clean department");
    night.unrecorded();
    let (code, mail) = night.tonight(job);
    assert_eq!(code, 1);
    assert!(mail.starts_with("What is new since "), "{mail}");
    assert!(mail.contains("unexplained-non-activation"), "{mail}");
    let (code, mail) = night.tonight(job);
    assert_eq!((code, mail.as_str()), (1, ""), "an old finding still decides the exit code, and is no news");
}

#[rstest]
fn what_is_incomplete_or_could_not_run_is_never_silent(#[values(Job::Cron, Job::Systemd)] job: Job) {
    let night = Night::new().department();
    night.unreadable_row();
    for _ in 0..2 {
        let (code, mail) = night.tonight(job);
        assert_eq!(code, 3);
        assert!(mail.contains("INCOMPLETE"), "{mail}");
    }
    night.unrecorded();
    assert_eq!(night.tonight(job).0, 4);
    fs::remove_file(night.path("audit/audit.toml")).unwrap();
    let (code, mail) = night.tonight(job);
    assert_eq!(code, 2);
    assert!(mail.contains("footage-audit: "), "{mail}");
}

#[rstest]
fn the_fixture_speaks_once(#[values(Job::Cron, Job::Systemd)] job: Job) {
    let night = Night::new();
    std::os::unix::fs::symlink(project().join(KANSAS_CITY), night.path("audit")).unwrap();
    let (code, mail) = night.tonight(job);
    assert_eq!(code, 1);
    assert!(mail.contains("there is no earlier output yet"), "{mail}");
    assert_eq!(night.tonight(job), (1, String::new()));
    let changes = text(night.path("state/nightly/changes.csv"));
    assert!(changes.lines().skip(1).all(|line| line.contains(",same,,,")), "{changes}");
    assert!(changes.lines().count() > 20);
}

#[test]
fn a_mail_that_cannot_be_sent_fails_the_job() {
    let night = Night::new().department();
    night.unrecorded();
    night.program("mail", "#!/bin/sh\nexit 75\n");
    assert_eq!(night.systemd(), (2, String::new()));
}

#[test]
fn an_activation_that_is_gone_from_the_log_is_news() {
    let night = Night::new().department();
    let bar = text(night.path("audit/bar.csv"));
    night.unrecorded();
    assert_eq!(night.cron().0, 1);
    fs::write(night.path("audit/bar.csv"), bar).unwrap();
    let (code, mail) = night.cron();
    assert_eq!(code, 0);
    assert!(mail.contains("vanished"), "{mail}");
}

#[test]
fn without_a_previous_output_there_is_no_changes_csv_and_quiet_is_refused() {
    let night = Night::new().department();
    let scan = "/usr/local/bin/footage-audit scan /srv/audit";
    night.run(&format!("{scan} --out nightly")).ended_with(0);
    assert!(!night.path("state/nightly/changes.csv").exists());
    assert!(!text(night.path("state/nightly/run.json")).contains("\"changes\""));
    night.run(&format!("{scan} --quiet")).ended_with(2);
}

#[rstest]
#[case::absent("elsewhere")]
#[case::empty("empty")]
fn another_folder_must_hold_an_output(#[case] previous: &str) {
    let night = Night::new().department();
    fs::create_dir(night.path("state/empty")).unwrap();
    let scan = format!("/usr/local/bin/footage-audit scan /srv/audit --out nightly --previous {previous}");
    night.run(&scan).ended_with(2).says(&["holds no run.json of footage-audit"]);
    assert!(!night.path("state/nightly").exists());
}

#[test]
fn the_same_bytes_at_any_number_of_jobs() {
    let night = Night::new().department();
    let scan = "/usr/local/bin/footage-audit scan /srv/audit --as-of 2020-12-01T00:00:00Z";
    night.run(&format!("{scan} --out first"));
    night.unrecorded();
    for jobs in [1, 7] {
        night.run(&format!("{scan} --out jobs{jobs} --previous first --jobs {jobs}"));
    }
    let run_json = |jobs: u8| {
        let text = text(night.path(&format!("state/jobs{jobs}/run.json")));
        text.split_once("\"run\": ").unwrap().0.to_owned()
    };
    assert_eq!(run_json(1), run_json(7));
    let changes = text(night.path("state/jobs1/changes.csv"));
    assert!(changes.contains(",new,"), "{changes}");
    assert_eq!(changes, text(night.path("state/jobs7/changes.csv")));
}

#[test]
fn systemd_takes_the_units() {
    if !has_all(&["systemd-analyze"]) {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let (service_file, timer_file) =
        (place.path().join("footage-audit.service"), place.path().join("footage-audit.timer"));
    // the account is the operator's to make
    fs::write(&service_file, service().replace("User=footage-audit", "User=root")).unwrap();
    fs::write(&timer_file, timer()).unwrap();
    let mut analyze = Command::new("systemd-analyze");
    let ran = finish(analyze.args(["verify", "--man=no"]).arg(&service_file).arg(&timer_file));
    let ours: Vec<&str> = ran.stderr.lines().filter(|line| line.contains("footage-audit")).collect();
    assert_eq!(ours, Vec::<&str>::new());
    ran.ended_with(0);
}
