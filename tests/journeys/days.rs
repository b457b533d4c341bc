//! Days at a gate in the real window, each with its figures: the power was cut and the paper book is typed in, the question
//! who was inside then, and a shift that is handed over.

use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::moment::Moment;
use checkpoint::role::Role;
use checkpoint::subject::{Identity, Salt, Subject, Who};
use chot_tests::camera::TestCamera;
use chot_tests::done;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::window::{Window, choose_arrangement, key};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::settings::Settings;
use kiosk::staff::{Staff, Typed};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const PIN: &str = "2580";

fn lines(home: &Path) -> Vec<Value> {
    let lines = done(home, &["ledger", "export"]);
    let lines = lines.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

fn counters(window: &Window) -> [String; 3] {
    ["inside", "in", "out"].map(|which| {
        let text = window.text(&format!("counter-{which}"));
        text.chars().filter(char::is_ascii_digit).collect()
    })
}

/// A zone in which it is about noon, so that half an hour ago was today.
fn at_noon(now: Timestamp) -> TimeZone {
    let hour = TimeZone::UTC.to_datetime(now).hour();
    // By their names, hours east of UTC are less than nothing.
    TimeZone::get(&format!("Etc/GMT{:+}", hour - 12)).unwrap()
}

/// What a clock on the wall at the gate shows.
fn hour(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%H:%M").to_string()
}

/// A gate at which somebody came and then the power went.
fn cut(home: &Path, at: Timestamp, now: &Moment, zone: &TimeZone) {
    let at = Moment { at, ..*now };
    let mut ledger = Ledger::open(&Home::at(home), &at).unwrap();
    let mut draft = Draft::new(Kind::Scan);
    (draft.direction, draft.verdict) = (Some(Direction::In), Some(Outcome::Admit));
    let identity = Identity {
        name: Some("Ngô Thị Sớm".to_owned()),
        birth_year: Some(1975),
        last4: Some("0007".to_owned()),
        who: Who {
            person: Some(checkpoint::subject::Person([7; 16])),
            ..Who::default()
        },
    };
    let subject = Subject::identity(Salt([3; 16]), &identity).unwrap();
    ledger.append(&draft, Some(&subject), &at, 1, zone).unwrap();
}

#[test]
fn after_a_power_cut_the_paper_book_is_typed_in_and_who_was_inside_then_is_known() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    let now = SystemClock::new().now();
    let ago = |minutes: i64| now.at - minutes.minutes();
    let zone = at_noon(now.at);
    cut(home.path(), ago(30), &now, &zone);
    choose_arrangement(home.path(), "to-guard");
    let path = home.path().join("settings.json");
    let mut settings = Settings::load(&path).unwrap();
    settings.zone = zone.iana_name().unwrap().to_owned();
    settings.save(&path).unwrap();
    let window = Window::open_live(home.path(), &camera);
    window.wait_for("what the gate missed", |w| {
        let said = w.text("gap");
        said.contains(&hour(ago(30), &zone)) && said.contains("F3")
    });
    window.press(key::F3);
    window.wait_for("the first line", |w| w.has("paper-time"));
    let day = zone.to_datetime(ago(20)).strftime("%d/%m/%Y").to_string();
    window.click("paper-day");
    window.press(key::END);
    for _ in 0..10 {
        window.press(key::BACKSPACE);
    }
    window.keys(&day);
    window.press(key::ENTER);
    let type_in = |time: &str, name: &str| {
        let tab = key::TAB;
        window.keys(&format!("{time}{tab}{name}{tab}1990{}", key::ENTER));
    };
    type_in("99:99", "Lam Van Bu");
    window.wait_for("what is wrong with it", |w| w.has("paper-error"));
    window.keys(&hour(ago(20), &zone));
    window.press(key::ENTER);
    window.wait_for("the line", |w| w.text("paper-saved").contains("Lam Van Bu"));
    type_in(&hour(ago(20), &zone), "Cao Thi Bu");
    window.wait_for("the other line", |w| {
        w.text("paper-saved").contains("Cao Thi Bu")
    });
    window.press(key::ESCAPE);
    // The gate scans on as before.
    let before = window.shown();
    let frame = frames::with_codes(&[&card(1)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    window.wait_for_verdict("in", before);

    window.press(key::F11);
    window.wait_for("the admin's pages", |w| w.has("page-book"));
    window.click("page-book");
    window.wait_for("the book", |w| w.has("book-inside"));
    window.click("book-inside");
    // Whoever has no number is counted, since nothing tells them from one another, and named all the same.
    let counted = "2 người không phân biệt được";
    window.wait_for("everybody", |w| {
        w.count("present") == 2 + 2 && w.text("inside-said").contains(counted)
    });
    for (minutes, unclear) in [(10, 2), (25, 0)] {
        window.click("inside-at");
        for _ in 0..5 {
            window.press(key::BACKSPACE);
        }
        window.keys(&hour(ago(minutes), &zone));
        window.press(key::ENTER);
        window.wait_for("who was inside then", |w| {
            let said = w.text("inside-said");
            let when = said.contains(&hour(ago(minutes), &zone));
            w.count("present") == 1 + unclear && when && said.contains(counted) == (unclear > 0)
        });
    }
    window.close();

    let lines = lines(home.path());
    let said: Vec<(&str, bool)> = lines
        .iter()
        .map(|line| (line["kind"].as_str().unwrap(), line["source"] == "paper"))
        .collect();
    assert_eq!(
        said,
        [
            ("scan", false),
            ("gap", false),
            ("manual", true),
            ("manual", true),
            ("scan", false)
        ]
    );
    done(home.path(), &["ledger", "verify"]);
}

#[test]
fn a_shift_is_handed_over_and_each_guard_s_entries_bear_their_own_number() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    let now = SystemClock::new().now();
    let at = Home::at(home.path());
    drop(Ledger::open(&at, &now).unwrap());
    let staff = Staff::of(&at);
    for name in ["Lê Văn Bảo", "Võ Thị Ca"] {
        let typed = Typed {
            name: name.to_owned(),
            role: Role::Guard,
            pin: Some(PIN.to_owned()),
        };
        staff.add(&typed, &now).unwrap();
    }
    drop(staff);
    choose_arrangement(home.path(), "to-guard");
    let window = Window::open_live(home.path(), &camera);
    let come = |number: u32| {
        let before = window.shown();
        let frame = frames::with_codes(&[&card(number)], 6);
        camera.show(WIDTH, HEIGHT, &frame).unwrap();
        window.wait_for_verdict("in", before);
        camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    };
    let enter = || {
        window.wait_for("the pad", |w| w.has("handover-pin"));
        window.click("handover-pin");
        window.keys(PIN);
        window.press(key::ENTER);
    };
    window.press(key::F9);
    enter();
    window.wait_for("the gate's screen", |w| !w.has("handover-pad"));
    come(1);
    come(2);
    window.press(key::F9);
    window.wait_for("the slip", |w| w.text("slip-entered") == "2");
    assert_eq!(window.text("slip-inside"), "2");
    window.click("handover-note");
    window.keys("Chia khoa o tu so 2");
    window.wait_for("whom to choose", |w| w.has("handover-who"));
    enter();
    window.wait_for("the sealed head", |w| w.has("handed"));
    window.press(key::ESCAPE);
    window.wait_for("the gate's screen", |w| !w.has("handed"));
    come(3);
    assert_eq!(counters(&window), ["3", "3", "0"]);
    window.close();

    let lines = lines(home.path());
    let kinds: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["kind"].as_str())
        .collect();
    let expected = ["sign-in", "scan", "scan", "shift-close", "sign-in", "scan"];
    assert_eq!(kinds, expected);
    let by: Vec<u64> = lines
        .iter()
        .filter_map(|line| line["by"].as_u64())
        .collect();
    let [first, next] = [by[0], by[4]];
    assert_ne!(first, next);
    assert_eq!(by, [first, first, first, first, next, next]);
    let note = lines
        .iter()
        .find(|line| line["kind"] == "shift-close")
        .unwrap();
    assert!(note["subject"].is_string() && !note.to_string().contains("Chia khoa"));
    done(home.path(), &["ledger", "verify"]);
}
