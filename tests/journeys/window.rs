//! The real window with a camera before it, driven as a guard would.

use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, BANK, HEIGHT, IMPOSSIBLE, UNKNOWN, WIDTH, card};
use chot_tests::window::{Start, Window, key};
use chot_tests::{bin, times, wait_until};
use serde_json::json;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A window, the camera before it, and the data behind it.
struct Gate {
    window: Window,
    camera: TestCamera,
    home: TempDir,
}

impl Gate {
    fn open(arrangement: &str) -> Gate {
        let home = TempDir::new().unwrap();
        let camera = TestCamera::new().unwrap();
        let start = Start {
            camera: Some(&camera),
            ..Start::default()
        };
        let window = Window::open_as(home.path(), arrangement, &start);
        window.wait_for("a live camera", |w| {
            w.attribute("light-camera", "data-state").as_deref() == Some("good")
        });
        Gate {
            window,
            camera,
            home,
        }
    }

    fn hold_up(&self, texts: &[&str]) {
        self.camera
            .show(WIDTH, HEIGHT, &frames::with_codes(texts, 6))
            .unwrap();
    }

    fn step_aside(&self) {
        self.camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    }

    /// Holds a code up until the gate says something new, and steps aside.
    fn present(&self, text: &str, verdict: &str) {
        let before = self.window.shown();
        self.hold_up(&[text]);
        self.window.wait_for_verdict(verdict, before);
        self.step_aside();
    }

    fn counter(&self, which: &str) -> String {
        let text = self.window.text(&format!("counter-{which}"));
        text.chars().filter(char::is_ascii_digit).collect()
    }

    fn counters(&self) -> [String; 3] {
        ["inside", "in", "out"].map(|which| self.counter(which))
    }

    /// Closes the window and asks the ledger itself.
    fn verified(self) -> serde_json::Value {
        let Gate {
            window,
            camera: _camera,
            home,
        } = self;
        window.close();
        let verify = Command::new(bin("chot"))
            .args(["ledger", "verify"])
            .env("CHOT_HOME", home.path())
            .output()
            .unwrap();
        assert!(
            verify.status.success(),
            "{}",
            String::from_utf8_lossy(&verify.stderr)
        );
        let export = Command::new(bin("chot"))
            .args(["ledger", "export"])
            .env("CHOT_HOME", home.path())
            .output()
            .unwrap();
        let lines = String::from_utf8(export.stdout).unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .collect()
    }
}

fn kinds(lines: &serde_json::Value) -> Vec<String> {
    let lines = lines.as_array().unwrap();
    lines
        .iter()
        .map(|line| line["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_verdict_row_is_shown_once_and_only_what_was_written_is_green() {
    let gate = Gate::open("to-guard");
    gate.present(&card(1), "in");
    let came_in = Instant::now();
    assert_eq!(gate.counters(), ["1", "1", "0"]);
    gate.present(IMPOSSIBLE, "look");
    let looked_at = gate.window.shown();
    gate.window.press(key::DELETE);
    gate.window.wait_for_verdict("refuse", looked_at);
    gate.window.press(key::SPACE);
    gate.present(&card(2), "in");
    // A foreign code doesn't cover a person's verdict: it speaks when the panel is free again.
    gate.present(BANK, "foreign");
    gate.present(UNKNOWN, "unknown");
    wait_until(
        "ten seconds since the first card was seen",
        Duration::from_secs(20),
        || came_in.elapsed() > Duration::from_secs(11),
    );
    gate.present(&card(1), "already");
    gate.window.click("mode");
    gate.window.click("mode-out");
    gate.present(&card(3), "out");
    assert_eq!(gate.counters(), ["2", "2", "1"]);
    let lines = gate.verified();
    assert_eq!(
        kinds(&lines),
        ["scan", "scan", "decision", "scan", "config", "scan"]
    );
}

#[test]
fn the_guard_enters_a_person_by_keyboard_alone() {
    let gate = Gate::open("to-guard");
    let window = &gate.window;
    window.press(key::F2);
    window.wait_for("the form", |w| w.has("manual-name"));
    window.keys("Đỗ Thị Ánh");
    window.press(key::TAB);
    window.keys("1968");
    let before = window.shown();
    window.press(key::ENTER);
    window.wait_for_verdict("in", before);
    assert!(
        window.text("verdict-panel").contains("Đỗ Thị Ánh"),
        "{}",
        window.text("verdict-panel")
    );
    window.press(key::F2);
    window.wait_for("the form", |w| w.has("manual-name"));
    window.keys("an");
    window.wait_for("the list of visitors", |w| {
        w.text("manual-list").contains("Đỗ Thị Ánh")
    });
    window.press(key::DOWN);
    let before = window.shown();
    window.press(key::ENTER);
    window.wait_for_verdict("in", before);
    let lines = gate.verified();
    assert_eq!(kinds(&lines), ["manual", "manual"]);
}

#[test]
fn f6_turns_the_last_entry_round_and_f7_undoes_it_as_entries_of_their_own() {
    let gate = Gate::open("to-guard");
    gate.present(&card(7), "in");
    let before = gate.window.shown();
    gate.window.press(key::F6);
    gate.window.wait_for_verdict("out", before);
    gate.window.wait_for("the counters turned", |_| {
        gate.counters() == ["0", "0", "1"]
    });
    gate.window.press(key::F7);
    gate.window.wait_for("the counters without the entry", |_| {
        gate.counters() == ["0", "0", "0"]
    });
    let lines = gate.verified();
    assert_eq!(kinds(&lines), ["scan", "correct", "void"]);
    // Each takes back what the scan counted as until then.
    for (line, was) in [(1, "in"), (2, "out")] {
        assert_eq!(lines[line]["of"]["seq"], 1);
        assert_eq!(lines[line]["was"]["direction"], was);
    }
}

#[test]
fn pulling_the_camera_out_shows_the_fallback_and_plugging_it_in_elsewhere_resumes() {
    let gate = Gate::open("to-visitor");
    gate.present(&card(11), "in");
    gate.camera.set_state("gone", 0).unwrap();
    gate.window.wait_for("the banner that names F2", |w| {
        w.text("banner").contains("F2")
    });
    gate.camera.set_state("ok", 2).unwrap();
    gate.window.wait_for("no banner", |w| !w.has("banner"));
    gate.present(&card(12), "in");
    assert_eq!(kinds(&gate.verified()), ["scan", "scan"]);
}

#[test]
fn a_full_disk_turns_nothing_green_and_scanning_mends_itself() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    let disk = chot_tests::disk::TestDisk::new(home.path()).unwrap();
    let start = Start {
        camera: Some(&camera),
        environment: disk.environment().to_vec(),
        ..Start::default()
    };
    let window = Window::open_as(home.path(), "to-guard", &start);
    window.wait_for("a live camera", |w| {
        w.attribute("light-camera", "data-state").as_deref() == Some("good")
    });
    let gate = Gate {
        window,
        camera,
        home,
    };
    gate.present(&card(20), "in");
    disk.set_state("full").unwrap();
    let before = gate.window.shown();
    gate.hold_up(&[&card(21)]);
    gate.window.wait_for_verdict("not-stored", before);
    assert_eq!(gate.counters(), ["1", "1", "0"]);
    let before = gate.window.shown();
    disk.set_state("ok").unwrap();
    gate.window.wait_for_verdict("in", before);
    assert_eq!(gate.counters(), ["2", "2", "0"]);
    assert_eq!(kinds(&gate.verified()), ["scan", "scan"]);
}

#[test]
fn at_rush_hour_every_code_is_an_entry_and_a_verdict_without_a_key() {
    let people = u32::try_from(times(100)).unwrap();
    let gate = Gate::open("to-visitor");
    let started = Instant::now();
    for person in 0..people {
        let before = gate.window.shown();
        gate.hold_up(&[&card(100 + person)]);
        gate.window.wait_for_verdict("in", before);
        let next = Duration::from_millis(1500) * (person + 1);
        wait_until("the next person's turn", Duration::from_secs(5), || {
            started.elapsed() >= next
        });
    }
    assert_eq!(
        gate.counters(),
        [people.to_string(), people.to_string(), "0".to_owned()]
    );
    let lines = gate.verified();
    assert_eq!(
        lines.as_array().unwrap().len(),
        usize::try_from(people).unwrap()
    );
}

#[test]
fn with_no_camera_the_samples_play_into_a_marked_demo_ledger_only_where_asked() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    camera.set_state("gone", 0).unwrap();
    let demo = home.path().join("demo");
    std::fs::create_dir_all(&demo).unwrap();
    std::fs::write(demo.join("settings.json"), r#"{"arrangement":"to-guard"}"#).unwrap();
    let samples = chot_tests::root()
        .join("assets/samples")
        .display()
        .to_string();
    let start = Start {
        camera: Some(&camera),
        arguments: vec!["--samples".to_owned(), samples],
        ..Start::default()
    };
    let window = Window::open(home.path(), &start);
    window.wait_for("the demo's mark", |w| w.has("demo-mark"));
    window.wait_for("someone of the samples", |w| w.count("strip-row") > 0);
    window.close();
    assert!(demo.join("ledger.db").exists());
    assert!(!home.path().join("ledger.db").exists());

    let start = Start {
        camera: Some(&camera),
        ..Start::default()
    };
    let window = Window::open_as(home.path(), "to-guard", &start);
    window.wait_for("the banner", |w| w.has("banner"));
    assert!(!window.has("demo-mark"));
    assert_eq!(window.count("strip-row"), 0);
    window.close();
}

#[test]
fn a_second_window_is_told_that_one_is_running() {
    let gate = Gate::open("to-guard");
    gate.present(&card(30), "in");
    let second = Window::open(gate.home.path(), &Start::default());
    second.wait_for("being told", |w| {
        w.attribute("light-store", "data-word").as_deref() == Some("already-running")
    });
    second.close();
    gate.verified();
}

#[test]
fn a_page_may_call_nothing_that_was_not_granted() {
    let gate = Gate::open("to-guard");
    let answer = gate.window.script(
        "return window.__TAURI_INTERNALS__.invoke('plugin:fs|read_file', { path: '/etc/passwd' }).then(() => 'read', () => 'refused')",
        json!([]),
    );
    assert_eq!(answer, "refused");
    gate.window.close();
}
