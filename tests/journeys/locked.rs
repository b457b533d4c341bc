//! A gate whose screen is locked, as the real program on a real display: a kill brings it back, only an admin closes it,
//! and an update takes its place or doesn't.

use checkpoint::role::Role;
use checkpoint::update::Here;
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::window::{PATIENCE, Start, Window, key};
use chot_tests::{Ended, bin, wait_until};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::staff::{Staff, Typed};
use kiosk::update::{Place, Pointer, Release, own_version, take, target, write};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ADMIN_PIN: &str = "25801357";

/// What the issue names: from the kill until the gate looks for codes again.
const BACK_WITHIN: Duration = Duration::from_secs(5);

/// A home with an admin, whose screen is locked.
fn locked_home() -> TempDir {
    let home = TempDir::new().unwrap();
    let settings = "{\"arrangement\":\"to-guard\",\"kiosk\":true}";
    std::fs::write(home.path().join("settings.json"), settings).unwrap();
    let now = SystemClock::new().now();
    let at = Home::at(home.path());
    drop(Ledger::open(&at, &now).unwrap());
    let typed = Typed {
        name: "Trần Thị Quản".to_owned(),
        role: Role::Admin,
        pin: Some(ADMIN_PIN.to_owned()),
    };
    Staff::of(&at).add(&typed, &now).unwrap();
    home
}

/// The one process that another started of the same program.
fn child_of(starter: u32) -> Option<u32> {
    let path = format!("/proc/{starter}/task/{starter}/children");
    let children = std::fs::read_to_string(path).ok()?;
    children.split_whitespace().next()?.parse().ok()
}

fn kill(process: u32) {
    let killed = Command::new("kill")
        .args(["-KILL", &process.to_string()])
        .status();
    assert!(killed.unwrap().success());
}

/// Lines that the gate wrote of what it scanned and said.
fn timings(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// Beats of a gate that has looked for codes.
fn scanning(path: &Path) -> usize {
    let beats = timings(path).into_iter();
    beats
        .filter(|line| line["scans"].as_u64().is_some_and(|scans| scans > 0))
        .count()
}

fn said_in(path: &Path) -> usize {
    timings(path)
        .iter()
        .filter(|line| line["verdict"] == "in")
        .count()
}

#[test]
fn a_window_that_is_killed_is_back_and_scans_within_five_seconds() {
    let home = locked_home();
    let camera = TestCamera::new().unwrap();
    let file = home.path().join("timings.jsonl");
    camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    let program = Command::new(bin("chot-window"))
        .envs(camera.environment())
        .env("CHOT_HOME", home.path())
        .env("CHOT_TIMINGS", &file)
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let starter = program.id();
    let program = Ended(program);
    wait_until("the gate scans", PATIENCE, || scanning(&file) > 0);
    for turn in 1..=2 {
        let gate = child_of(starter).expect("a gate");
        kill(gate);
        let killed = Instant::now();
        wait_until("its end", PATIENCE, || child_of(starter) != Some(gate));
        let before = scanning(&file);
        wait_until("it scans again", PATIENCE, || scanning(&file) > before);
        let took = killed.elapsed();
        println!("back after {took:?}");
        assert!(took <= BACK_WITHIN, "turn {turn}: {took:?}");
    }
    // It isn't only there: who comes is entered.
    let frame = frames::with_codes(&[&card(1)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    wait_until("an entry", PATIENCE, || said_in(&file) == 1);
    // The starter's own end is the gate's.
    let gate = child_of(starter).expect("a gate");
    drop(program);
    let is_there = || {
        let stat = std::fs::read_to_string(format!("/proc/{gate}/stat"));
        stat.is_ok_and(|stat| !stat.contains(") Z "))
    };
    wait_until("the gate's end", PATIENCE, || !is_there());
}

#[test]
fn a_locked_gate_is_closed_by_an_admin_s_pin_alone() {
    let home = locked_home();
    let camera = TestCamera::new().unwrap();
    let start = Start {
        camera: Some(&camera),
        ..Start::default()
    };
    let window = Window::open(home.path(), &start);
    window.wait_for("the gate's screen", |w| w.has("gate"));
    let alt_f4 = || {
        let sent = Command::new("xdotool").args(["key", "alt+F4"]).status();
        assert!(sent.unwrap().success());
    };
    window.wait_for("Alt+F4 to be asked about", |w| {
        if !w.has("close-gate") {
            alt_f4();
        }
        w.has("close-pin")
    });
    window.picture("close-gate.png");
    window.fill("close-pin", "11112222");
    window.press(key::ENTER);
    window.wait_for("what is left", |w| w.text("close-said").contains('4'));
    window.press(key::ESCAPE);
    window.wait_for("the gate again", |w| !w.has("close-gate"));
    assert!(window.has("gate"));
    // F11 leads to the admin's pages by the same PIN, and there it is closed, too.
    window.press(key::F11);
    window.wait_for("the pad", |w| w.has("desk-pad"));
    window.fill("desk-pin", ADMIN_PIN);
    window.press(key::ENTER);
    window.wait_for("the admin's pages", |w| w.has("page-program"));
    window.click("page-program");
    window.wait_for("how to close it", |w| w.has("program-close"));
    window.click("program-close");
    window.wait_for("the pad", |w| w.has("close-pin"));
    window.fill("close-pin", ADMIN_PIN);
    window.ends_by(key::ENTER);
    let verified = Command::new(bin("chot"))
        .args(["ledger", "verify"])
        .env("CHOT_HOME", home.path())
        .status();
    assert!(verified.unwrap().success());
}

/// Programs of ours in a folder of their own, as an installer leaves them.
fn installed() -> (TempDir, Place) {
    let program = bin("chot-window");
    let beside = program.parent().unwrap();
    let folder = TempDir::new_in(beside).unwrap();
    std::fs::hard_link(&program, folder.path().join("chot-window")).unwrap();
    let place = Place::at(folder.path());
    (folder, place)
}

/// Takes an update of this number whose window is a script.
fn take_update(place: &Place, number: &str, window: &str) {
    let key = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap();
    let folder = TempDir::new().unwrap();
    let script = folder.path().join("script");
    std::fs::write(&script, window).unwrap();
    let programs = ["chot-window", "chot"].map(|name| (name.to_owned(), script.clone()));
    let version = |text: &str| checkpoint::update::version(text).unwrap();
    let release = Release {
        version: version(number),
        target: target(),
        min_from: version("0.0.1"),
        expires: "2126-01-01T00:00:00Z".parse().unwrap(),
    };
    let file = folder.path().join("it.chot-update");
    write(&release, &programs, &file, |bytes| {
        key.sign(bytes).as_ref().try_into().unwrap()
    })
    .unwrap();
    let public = key.public_key().as_ref().try_into().unwrap();
    let (runs, target) = (own_version(), target());
    let here = Here {
        version: &runs,
        target: &target,
        at: SystemClock::new().now().trusted(),
    };
    take(&file, &public, &here, place).unwrap();
}

#[test]
fn an_update_counts_once_its_window_is_live_and_is_gone_back_from_where_it_never_is() {
    let (folder, place) = installed();
    let real = bin("chot-window");
    let live = format!("#!/bin/sh\nexec '{}' \"$@\"\n", real.display());
    for (number, window, comes_up) in [
        ("9.0.0", live.as_str(), true),
        // It opens no window and says nothing.
        ("9.1.0", "#!/bin/sh\nexit 1\n", false),
    ] {
        take_update(&place, number, window);
        let home = locked_home();
        let file = home.path().join("timings.jsonl");
        let program = Command::new(folder.path().join("chot-window"))
            .env("CHOT_HOME", home.path())
            .env("CHOT_TIMINGS", &file)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let program = Ended(program);
        let number = Some(number.to_owned());
        wait_until("what became of the update", PATIENCE, || {
            let pointer = Pointer::load(&place);
            let held = if comes_up {
                pointer.current
            } else {
                pointer.failed
            };
            held.map(|held| held.version) == number
        });
        // Also where it failed a gate is there: the one before it.
        wait_until("a gate", PATIENCE, || !timings(&file).is_empty());
        assert_eq!(Pointer::load(&place).trial, None);
        drop(program);
    }
    let current = Pointer::load(&place).current;
    assert_eq!(current.unwrap().version, "9.0.0");
}
