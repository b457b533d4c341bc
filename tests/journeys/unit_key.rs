//! The person key of a unit, from the window of one of its posts to the window of another: each reads the code that
//! the other one shows, off a picture of its screen.

use checkpoint::document::Number;
use checkpoint::subject::{Person, PersonKey};
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::window::{Start, Window, key};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::ledger::Ledger;
use kiosk::luma::Luma;
use kiosk::scanner::{Effort, Scanner};
use kiosk::settings::Settings;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(10);

/// A post's window, the camera before it, and the data behind it.
struct Post {
    window: Window,
    camera: TestCamera,
    home: TempDir,
}

impl Post {
    fn open() -> Post {
        let home = TempDir::new().unwrap();
        let camera = TestCamera::new().unwrap();
        let start = Start {
            camera: Some(&camera),
            ..Start::default()
        };
        let window = Window::open_as(home.path(), "to-guard", &start);
        window.wait_for("a live camera", |w| {
            w.attribute("light-camera", "data-state").as_deref() == Some("good")
        });
        Post {
            window,
            camera,
            home,
        }
    }

    fn hold_up(&self, text: &str) {
        let frame = frames::with_codes(&[text], 6);
        self.camera.show(WIDTH, HEIGHT, &frame).unwrap();
    }

    fn step_aside(&self) {
        self.camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    }

    fn open_page(&self) {
        self.window.press(key::F11);
        self.window
            .wait_for("the admin's pages", |w| w.has("page-key"));
        self.window.click("page-key");
        self.window
            .wait_for("the page of the key", |w| w.has("key-give-open"));
    }

    /// The code on its screen, as a phone's camera would have it.
    fn shown(&self, picture: Option<&Path>) -> String {
        self.window
            .wait_for("a code on the screen", |w| w.has("key-code"));
        let png = self.window.screenshot();
        if let Some(picture) = picture {
            std::fs::write(picture, &png).unwrap();
        }
        let grey = image::load_from_memory(&png).unwrap().to_luma8();
        let (width, height) = grey.dimensions();
        let luma = Luma::new(width, height, grey.into_raw()).unwrap();
        let codes = Scanner::new().read(&luma, Effort::Every).codes;
        let texts: Vec<String> = codes
            .into_iter()
            .map(|code| String::from_utf8(code.text).unwrap())
            .collect();
        assert_eq!(texts, [self.window.text("key-code-text")]);
        texts.into_iter().next().unwrap()
    }

    fn key(&self) -> [u8; 32] {
        let keys = KeyStore::of(&Home::at(self.home.path())).unwrap();
        keys.get(Name::Person).unwrap().bytes().try_into().unwrap()
    }
}

fn picture(name: &str) -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("CHOT_SCREENSHOTS")?;
    Some(Path::new(&folder).join(name))
}

#[test]
fn a_new_post_takes_the_unit_s_key_by_the_codes_on_two_screens_and_knows_the_same_person() {
    let (first, new) = (Post::open(), Post::open());
    assert_ne!(first.key(), new.key());
    // Whoever holds a key's code up while no admin waits is told that it is none of a visitor's.
    let before = first.window.shown();
    first.hold_up("CHOTASK1:AAAA");
    first.window.wait_for_verdict("foreign", before);
    first.step_aside();
    let before = first.window.shown();
    first.hold_up(&card(1));
    first.window.wait_for_verdict("in", before);
    first.step_aside();

    new.open_page();
    let own = new.window.text("key-digits");
    new.window.click("key-ask-open");
    let asked = new.shown(picture("key-ask.png").as_deref());
    let digits = new.window.text("key-code-digits");

    first.open_page();
    assert!(!first.window.has("key-take-open"), "it has visitors");
    first.window.click("key-give-open");
    first
        .window
        .wait_for("the form", |w| w.has("key-give-camera"));
    first.window.click("key-give-camera");
    first.window.wait_for("the wait for a code", |w| {
        w.attribute("key-give", "data-awaited").as_deref() == Some("waiting")
    });
    first.hold_up(&asked);
    first
        .window
        .wait_for("the digits", |w| w.has("key-compare"));
    first.step_aside();
    assert_eq!(first.window.text("key-compare-digits"), digits);
    assert!(
        !first.window.has("key-code"),
        "not before the admin says so"
    );
    first.window.click("key-give-yes");
    let given = first.shown(picture("key-given.png").as_deref());

    new.window.click("key-take-open");
    new.window
        .wait_for("the form", |w| w.has("key-take-camera"));
    new.window.click("key-take-camera");
    new.window.wait_for("the wait for a code", |w| {
        w.attribute("key-take", "data-awaited").as_deref() == Some("waiting")
    });
    new.hold_up(&given);
    new.window.wait_for("the code", |w| w.has("key-take-seen"));
    new.step_aside();
    assert_ne!(first.key(), new.key(), "not before the admin says so");
    new.window.click("key-take-do");
    new.window.wait_for("the key", |w| w.has("key-said"));
    assert_eq!(new.key(), first.key());
    new.window
        .wait_for("its digits", |w| w.text("key-digits") != own);
    let taken = new.window.text("key-digits");
    assert_eq!(taken, first.window.text("key-digits"));
    if let Some(picture) = picture("key-taken.png") {
        std::fs::write(picture, new.window.screenshot()).unwrap();
    }

    // The gate that runs uses it at once: the visitor of one gate is the same person at the other.
    new.window.press(key::ESCAPE);
    new.window.wait_for("the gate", |w| w.has("gate"));
    let before = new.window.shown();
    new.hold_up(&card(1));
    new.window.wait_for_verdict("in", before);
    new.step_aside();
    let unit = PersonKey(first.key());
    let number = card(1).split('|').next().unwrap().to_owned();
    let person = Person::of_number(&Number::Id(number), &unit);
    let entered = |post: Post| {
        post.window.close();
        let now = SystemClock::new().now();
        // A program that a neighbouring test starts holds the lock for a moment, too.
        let opened = || Ledger::open(&Home::at(post.home.path()), &now).ok();
        let mut ledger = chot_tests::wait_for("the ledger", PATIENCE, opened);
        let zone = Settings::default().time_zone().unwrap();
        let kept = ledger.recent(&now, &zone).unwrap();
        kept.iter().any(|kept| kept.who.person == Some(person))
    };
    assert!(entered(first) && entered(new));
}
