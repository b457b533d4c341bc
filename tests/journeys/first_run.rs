//! A post from its first start to a gate that scans, and the same post after a power cut with no hand touching it.

use checkpoint::entry::{Entry, Kind};
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::root;
use chot_tests::window::{Start, Window, key};
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::outbox::Outbox;
use kiosk::settings::Settings;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

fn start(camera: &TestCamera) -> Start<'_> {
    Start {
        camera: Some(camera),
        ..Start::default()
    }
}

fn reached(window: &Window, step: &str) {
    window.wait_for(&format!("step {step}"), |w| {
        w.attribute("setup", "data-step").as_deref() == Some(step)
    });
}

fn scan(window: &Window, camera: &TestCamera, person: u32) {
    let before = window.shown();
    let frame = frames::with_codes(&[&card(person)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    window.wait_for_verdict("in", before);
    camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
}

fn scans(home: &Path) -> Vec<Entry> {
    let home = Home::at(home);
    let keys = KeyStore::of(&home).unwrap();
    let outbox = Outbox::open(&home, keys.get(Name::Ledger).unwrap()).unwrap();
    let rows = outbox.next(None, 100, false).unwrap().unwrap().rows;
    let entries = rows.iter().map(|row| Entry::parse(&row.line).unwrap());
    entries
        .filter(|entry| entry.said.kind == Kind::Scan)
        .collect()
}

#[test]
fn six_steps_lead_from_nothing_to_a_gate_that_scans_also_after_a_power_cut_with_no_hand() {
    let home = TempDir::new().unwrap();
    let copies = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    let window = Window::open(home.path(), &start(&camera));
    window.wait_for("the unit's name", |w| w.has("setup-unit-form"));
    window.click("setup-unit");
    for _ in 0..20 {
        window.press(key::BACKSPACE);
    }
    window.keys("UBND Minh Hoa");
    window.picture("first-run-1.png");
    window.press(key::ENTER);
    reached(&window, "2");
    window.wait_for("the presets", |w| w.has("setup-preset-form"));
    window.click("setup-confirm");
    window.click("setup-next");
    reached(&window, "3");
    window.wait_for("the camera", |w| w.text("setup").contains("Máy ảnh tốt"));
    window.keys("b");
    window.wait_for("the choice", |w| {
        w.attribute("setup-b", "aria-pressed").as_deref() == Some("true")
    });
    window.picture("first-run-3.png");
    window.click("setup-next");
    reached(&window, "4");
    window.fill("setup-admin-name", "Quan Tri");
    window.fill("setup-pin", "25801357");
    window.fill("setup-again", "25801357");
    window.press(key::ENTER);
    window.wait_for("the recovery key's step", |w| w.has("recovery-make"));
    window.click("recovery-make");
    window.wait_for("the key", |w| w.has("recovery-key"));
    let letters = window.text("recovery-key").replace('-', "");
    window.fill("recovery-typed", &letters[letters.len() - 6..]);
    window.press(key::ENTER);
    reached(&window, "5");
    window.fill("setup-folder", copies.path().to_str().unwrap());
    window.press(key::ENTER);
    window.wait_for("the card to try", |w| w.has("card-test"));
    let frame = frames::with_codes(&[&card(1)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    window.wait_for("what the camera is good for", |w| {
        let state = w.attribute("card-test", "data-state");
        matches!(
            state.as_deref(),
            Some("passes" | "held-close" | "not-sharp-enough")
        )
    });
    window.picture("first-run-6.png");
    assert_eq!(
        scans(home.path()).len(),
        0,
        "the card that is tried is no entry"
    );
    camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    window.click("card-test-done");
    window.wait_for("the gate", |w| w.has("gate"));
    scan(&window, &camera, 2);
    // The power goes: nothing is closed.
    drop(window);

    let window = Window::open(home.path(), &start(&camera));
    scan(&window, &camera, 3);
    assert!(
        window.text("guard").contains("chưa nhận ca"),
        "nobody signed on: {}",
        window.text("guard")
    );
    window.close();

    let settings = Settings::load(&Settings::path(&Home::at(home.path()))).unwrap();
    assert_eq!(settings.unit_name, "UBND Minh Hoa");
    assert!(settings.bases.contains_key(&settings.in_force));
    assert!(copies.path().read_dir().unwrap().next().is_some());
    let scans = scans(home.path());
    assert!(scans.len() >= 2);
    assert!(scans.iter().all(|scan| scan.said.by.is_none()));
}

#[test]
fn the_desktop_starts_the_gate_by_itself() {
    let read = |name: &str| std::fs::read_to_string(root().join("src-tauri").join(name)).unwrap();
    let conf: Value = serde_json::from_str(&read("tauri.conf.json")).unwrap();
    let program = conf["mainBinaryName"].as_str().unwrap();
    for package in ["deb", "rpm"] {
        let files = conf["bundle"]["linux"][package]["files"]
            .as_object()
            .unwrap();
        let (_, source) = files
            .iter()
            .find(|(path, _)| path.starts_with("/etc/xdg/autostart/") && path.ends_with(".desktop"))
            .unwrap();
        let entry = read(source.as_str().unwrap());
        let lines: Vec<&str> = entry.lines().collect();
        assert_eq!(lines[0], "[Desktop Entry]");
        for line in ["Type=Application", &format!("Exec={program}")] {
            assert!(lines.contains(&line), "{package}: {line}");
        }
    }
}
