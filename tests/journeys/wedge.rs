//! Readers on USB before the real window: one that is a keyboard, and one on a serial port.

use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::line::Socket;
use chot_tests::window::{Start, Window, key};
use serde_json::json;
use std::io::Write;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// What a keyboard without Vietnamese letters types of a card.
const TYPED: &str = "051090000001||Nguyen Van An|05031990|Nam|Binh Son, Quang Ngai|12052021";
/// Milliseconds between two keys of a reader.
const A_READER: u32 = 12;

/// The keys of a text, and of what ends it.
fn keys<'a>(text: &'a str, end: &'a str) -> Vec<&'a str> {
    let letters = text
        .char_indices()
        .map(|(at, letter)| &text[at..at + letter.len_utf8()]);
    letters.chain([end]).collect()
}

struct Gate {
    window: Window,
    home: TempDir,
    _camera: TestCamera,
}

impl Gate {
    fn open() -> Gate {
        let home = TempDir::new().unwrap();
        let camera = TestCamera::new().unwrap();
        camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
        let start = Start {
            camera: Some(&camera),
            ..Start::default()
        };
        let window = Window::open_as(home.path(), "to-guard", &start);
        Gate {
            window,
            home,
            _camera: camera,
        }
    }

    fn value(&self, test_id: &str) -> String {
        self.window
            .script(
                "return document.querySelector(`[data-testid='${arguments[0]}']`).value",
                json!([test_id]),
            )
            .as_str()
            .unwrap()
            .to_owned()
    }

    fn entries(self) -> usize {
        self.window.close();
        let export = Command::new(chot_tests::bin("chot"))
            .args(["ledger", "export"])
            .env("CHOT_HOME", self.home.path())
            .output()
            .unwrap();
        String::from_utf8(export.stdout).unwrap().lines().count()
    }
}

#[test]
fn a_reader_that_is_a_keyboard_makes_an_entry_in_any_focus_and_leaves_no_letter_behind() {
    let gate = Gate::open();
    let before = gate.window.shown();
    gate.window.read_out(&keys(TYPED, "Enter"), A_READER);
    let first = gate.window.wait_for_verdict("in", before);
    assert!(
        gate.window.text("verdict-panel").contains("Nguyen Van An"),
        "{}",
        gate.window.text("verdict-panel")
    );
    gate.window.press(key::F2);
    gate.window.wait_for("the form", |w| w.has("manual-name"));
    gate.window.keys("Be");
    gate.window
        .wait_for("what was typed", |_| gate.value("manual-name") == "Be");
    // Another person: the same name and birth date would only be looked at.
    let other = TYPED
        .replace("051090000001", "051190000002")
        .replace("Nguyen Van An", "Tran Thi Be");
    gate.window.read_out(&keys(&other, "Tab"), A_READER);
    gate.window.wait_for_verdict("in", first);
    assert_eq!(gate.value("manual-name"), "Be");
    assert_eq!(gate.entries(), 2);
}

#[test]
fn a_person_who_types_the_same_is_no_reader() {
    let gate = Gate::open();
    gate.window.press(key::F2);
    gate.window.wait_for("the form", |w| w.has("manual-name"));
    gate.window
        .keys_every("0510900|Nguyen", Duration::from_millis(130));
    assert_eq!(gate.value("manual-name"), "0510900|Nguyen");
    assert_eq!(gate.window.shown(), 0);
    assert_eq!(gate.entries(), 0);
}

#[test]
fn a_code_that_an_input_method_retouched_is_refused_and_usb_com_is_explained() {
    let gate = Gate::open();
    let before = gate.window.shown();
    // What UniKey's hook makes of `Nguyeenx`: letters, Backspaces, and the letters that they become.
    let mut hooked = keys("051090000001||Nguye", "Backspace");
    hooked.extend(["ê", "Backspace", "ễ", "n"]);
    hooked.extend(keys(" Van An|05031990|Nam|Binh Son|12052021", "Enter"));
    gate.window.read_out(&hooked, A_READER);
    let first = gate.window.wait_for_verdict("damaged", before);
    let panel = gate.window.text("verdict-panel");
    assert!(panel.contains("USB-COM"), "{panel}");
    // Without a trace among the keys the text itself tells.
    let spoilt = "05109000000|Nguyễn Văn An|05031990|Nam";
    gate.window.read_out(&keys(spoilt, "Enter"), A_READER);
    gate.window.wait_for_verdict("damaged", first);
    assert_eq!(gate.entries(), 0);
}

#[test]
fn a_serial_reader_has_a_light_and_its_texts_are_answered_on_the_screen() {
    let (home, socket) = (TempDir::new().unwrap(), Socket::new());
    let mut plugged = socket.plug();
    std::fs::write(
        home.path().join("settings.json"),
        format!(
            "{{\"arrangement\":\"to-guard\",\"reader\":{{\"port\":\"{}\"}}}}",
            socket.path().display()
        ),
    )
    .unwrap();
    let camera = TestCamera::new().unwrap();
    camera.set_state("gone", 0).unwrap();
    let start = Start {
        camera: Some(&camera),
        ..Start::default()
    };
    let window = Window::open(home.path(), &start);
    let word = |w: &Window| w.attribute("light-reader", "data-word");
    window.wait_for("the reader's light", |w| {
        word(w).as_deref() == Some("ready")
    });
    let before = window.shown();
    write!(plugged.reader, "{}\r", card(5)).unwrap();
    window.wait_for_verdict("in", before);
    window.press(key::F10);
    window.wait_for("the devices", |w| w.has("devices-readers"));
    assert!(window.text("devices-readers").contains("reader"));
    socket.unplug(plugged);
    window.wait_for("the light of a lost reader", |w| {
        word(w).as_deref() == Some("gone")
    });
    window.close();
}

#[test]
fn in_the_dark_the_white_frame_widens_and_is_a_torch() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    let level = |bright: u8| vec![bright; (WIDTH * HEIGHT) as usize];
    camera.show(WIDTH, HEIGHT, &level(130)).unwrap();
    let start = Start {
        camera: Some(&camera),
        ..Start::default()
    };
    let window = Window::open_as(home.path(), "to-visitor", &start);
    window.wait_for("a live camera", |w| {
        w.attribute("light-camera", "data-state").as_deref() == Some("good")
    });
    let padding = |w: &Window| {
        w.script(
            "return parseFloat(getComputedStyle(document.querySelector('.frame')).paddingTop)",
            json!([]),
        )
        .as_f64()
        .unwrap()
    };
    let bright = padding(&window);
    camera.show(WIDTH, HEIGHT, &level(12)).unwrap();
    window.wait_for("a frame four times as wide", |w| padding(w) > bright * 4.0);
    camera.show(WIDTH, HEIGHT, &level(130)).unwrap();
    window.wait_for("a narrow frame again", |w| padding(w) < bright * 1.5);
    window.close();
}
