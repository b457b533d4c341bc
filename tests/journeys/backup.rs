//! A machine dies, and another one goes on with its book: the real programs, and a folder between them.

use chot_tests::camera::TestCamera;
use chot_tests::chot;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::watching::Watching;
use chot_tests::window::{Start, Window, choose_arrangement, key};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::staff::Staff;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;
use std::time::Duration;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

fn said(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&both).into_owned()
}

/// A gate before a camera.
struct Gate {
    camera: TestCamera,
    watching: Watching,
}

impl Gate {
    fn open(home: &Path) -> Gate {
        let camera = TestCamera::new().unwrap();
        Gate {
            watching: Watching::start(home, &camera, &["--camera", "auto"]),
            camera,
        }
    }

    /// Holds up a card; the id of the entry that the gate shows for it.
    fn admits(&self, number: u32) -> String {
        let frame = frames::with_codes(&[&card(number)], 6);
        self.camera.show(WIDTH, HEIGHT, &frame).unwrap();
        loop {
            let line = self.watching.lines.recv_timeout(PATIENCE).unwrap();
            let line: Value = serde_json::from_str(&line).unwrap();
            if let (Some("in"), Some(id)) = (line["verdict"].as_str(), line["id"].as_str()) {
                return id.to_owned();
            }
        }
    }
}

fn ids(home: &Path) -> Vec<String> {
    let exported = chot(home, &["ledger", "export"]);
    let lines = String::from_utf8(exported.stdout).unwrap();
    lines
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn holds(home: &Path) -> Value {
    let verified = chot(home, &["ledger", "verify", "--json"]);
    assert!(verified.status.success(), "{}", said(&verified));
    serde_json::from_slice(&verified.stdout).unwrap()
}

#[test]
fn a_machine_that_died_is_followed_by_another_that_has_all_up_to_the_backup() {
    let (old, stick) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let stick = stick.path().to_str().unwrap();
    let gate = Gate::open(old.path());
    let mut shown = vec![gate.admits(1)];
    let none = chot(old.path(), &["backup", "--to", stick]);
    assert_eq!(none.status.code(), Some(1), "there is no recovery key yet");
    assert!(said(&none).contains("recovery key"), "{}", said(&none));
    let staff = Staff::of(&Home::at(old.path()));
    let now = SystemClock::new().now();
    let key = staff.new_recovery_key(&now).unwrap();
    staff
        .keep_recovery_key(&key[key.len() - 7..], &now)
        .unwrap();
    drop(staff);
    shown.push(gate.admits(2));
    let made = chot(old.path(), &["backup", "--to", stick]);
    assert!(made.status.success(), "{}", said(&made));
    let lost = gate.admits(3);
    // Killed, as by a disk that gives up.
    drop(gate);

    let new = TempDir::new().unwrap();
    let wrong = chot(
        new.path(),
        &[
            "restore",
            "--from",
            stick,
            "--key",
            "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF",
        ],
    );
    assert_eq!(wrong.status.code(), Some(1), "{}", said(&wrong));
    let restored = chot(new.path(), &["restore", "--from", stick, "--key", &key]);
    assert!(restored.status.success(), "{}", said(&restored));
    let kept = ids(new.path());
    assert!(shown.iter().all(|id| kept.contains(id)), "{kept:?}");
    assert!(!kept.contains(&lost));
    assert_eq!(holds(new.path())["entries"], kept.len());

    let gate = Gate::open(new.path());
    let after = gate.admits(4);
    // The other way: a gate runs, and what was restored waits for it to end.
    let again = chot(
        new.path(),
        &["restore", "--from", stick, "--key", &key, "--set-aside"],
    );
    let refused = chot(new.path(), &["restore", "--from", stick, "--key", &key]);
    assert_eq!(again.status.code(), Some(4), "{}", said(&again));
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(ids(new.path()).contains(&after));
    assert_eq!(holds(new.path())["branches"], 2);
    drop(gate);
    let gate = Gate::open(new.path());
    let newest = gate.admits(5);
    drop(gate);
    let kept = ids(new.path());
    assert!(shown.iter().all(|id| kept.contains(id)) && kept.contains(&newest));
    assert!(!kept.contains(&after), "that log lies in set-aside, whole");
    assert_eq!(holds(new.path())["branches"], 2);
    let aside = std::fs::read_dir(new.path().join("set-aside")).unwrap();
    assert!(aside.count() >= 2, "the ledger and its head");
}

fn open(home: &Path, camera: &TestCamera) -> Window {
    let start = Start {
        camera: Some(camera),
        ..Start::default()
    };
    Window::open(home, &start)
}

fn fill(window: &Window, field: &str, text: &str) {
    window.click(field);
    window.script(
        "const field = document.querySelector(`[data-testid=${arguments[0]}]`);
         field.value = arguments[1];
         field.dispatchEvent(new Event('input', { bubbles: true }));",
        json!([field, text]),
    );
}

fn scan(window: &Window, camera: &TestCamera, number: u32) {
    let frame = frames::with_codes(&[&card(number)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    window.wait_for("a scan", |w| {
        w.attribute("verdict-panel", "data-verdict").as_deref() == Some("in")
    });
    camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
}

#[test]
fn an_admin_chooses_a_folder_and_a_new_machine_begins_with_it_on_its_first_screen() {
    let (old, new, stick) = (
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
    );
    let stick = stick.path().to_str().unwrap();
    let camera = TestCamera::new().unwrap();
    choose_arrangement(old.path(), "to-guard");
    let window = open(old.path(), &camera);
    scan(&window, &camera, 1);
    window.press(key::F11);
    window.wait_for("the pages", |w| w.has("page-backup"));
    window.click("page-backup");
    window.wait_for("the page", |w| w.has("backup-folder"));
    // Without a recovery key nobody could open it.
    window.wait_for("why", |w| w.has("backup-problem"));
    window.click("page-staff");
    window.wait_for("the form", |w| w.has("person-add"));
    let staff = Staff::of(&Home::at(old.path()));
    let now = SystemClock::new().now();
    let letters = staff.new_recovery_key(&now).unwrap();
    let last = &letters[letters.len() - 7..];
    staff.keep_recovery_key(last, &now).unwrap();
    drop(staff);
    window.click("page-backup");
    window.wait_for("the page", |w| w.has("backup-folder"));
    fill(&window, "backup-folder", stick);
    window.click("backup-choose");
    window.wait_for("the first backup", |w| w.has("backup-said"));
    fill(&window, "help-folder", stick);
    window.click("help-save");
    window.wait_for("the ZIP", |w| w.has("help-said"));
    if let Some(folder) = std::env::var_os("CHOT_SCREENSHOTS") {
        std::fs::write(
            Path::new(&folder).join("backup-page.png"),
            window.screenshot(),
        )
        .unwrap();
    }
    window.close();

    let window = open(new.path(), &camera);
    window.wait_for("the first screen", |w| w.has("setup-restore"));
    window.click("setup-restore");
    window.wait_for("the form", |w| w.has("restore-form"));
    fill(&window, "restore-folder", stick);
    fill(&window, "restore-key", &letters);
    window.click("restore-do");
    window.wait_for("that it opens", |w| w.has("restore-done"));
    window.close();
    let window = open(new.path(), &camera);
    window.wait_for("the gate", |w| w.has("gate"));
    scan(&window, &camera, 2);
    window.close();
    let before = ids(old.path());
    let after = ids(new.path());
    // The folder's own entry was written before the backup was made.
    assert_eq!(after[..before.len()], before[..]);
    assert!(after.len() > before.len());
    assert_eq!(holds(new.path())["branches"], 2);
}
