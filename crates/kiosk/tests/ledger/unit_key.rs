//! The person key of a unit goes from one of its posts to another, sealed.

use checkpoint::entry::{Draft, Kind};
use checkpoint::subject::PersonKey;
use jiff::tz::TimeZone;
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::{Ledger, LedgerError};
use std::process::{Command, Output};
use std::thread::yield_now;
use std::time::{Duration, Instant};
use tempfile::TempDir;

struct Gate {
    _scratch: TempDir,
    home: Home,
}

impl Gate {
    fn new() -> Gate {
        let scratch = TempDir::new().unwrap();
        let home = Home::at(scratch.path().join("home"));
        let gate = Gate {
            _scratch: scratch,
            home,
        };
        gate.key();
        gate
    }

    /// Waits for its lock: a program that another test starts holds a copy of every open file until it runs.
    fn ledger(&self) -> Ledger {
        let patience = Instant::now() + Duration::from_secs(10);
        loop {
            match Ledger::open(&self.home, &SystemClock::new().now()) {
                Err(LedgerError::AlreadyRunning) if Instant::now() < patience => yield_now(),
                opened => return opened.unwrap(),
            }
        }
    }

    fn key(&self) -> [u8; 32] {
        self.ledger().person_key().0
    }

    fn enter(&self, kind: Kind) {
        let now = SystemClock::new().now();
        let mut draft = Draft::new(kind);
        draft.count = Some(1);
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        self.ledger().append(&draft, None, &now, 1, &zone).unwrap();
    }

    fn does(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_chot"))
            .arg("person-key")
            .args(arguments)
            .env("CHOT_HOME", self.home.root())
            .output()
            .unwrap()
    }

    /// The same, and waits for the lock.
    fn answers(&self, arguments: &[&str]) -> Output {
        let patience = Instant::now() + Duration::from_secs(10);
        loop {
            let output = self.does(arguments);
            if output.status.code() != Some(4) || Instant::now() >= patience {
                return output;
            }
        }
    }

    /// What it prints, and the digits beside it.
    fn says(&self, arguments: &[&str]) -> (String, String) {
        let output = self.answers(arguments);
        assert!(output.status.success(), "{output:?}");
        let text = |bytes| String::from_utf8(bytes).unwrap().trim().to_owned();
        (text(output.stdout), text(output.stderr))
    }
}

#[test]
fn two_posts_of_a_unit_have_one_person_key_after_it_was_handed_over() {
    let (first, new, other) = (Gate::new(), Gate::new(), Gate::new());
    assert_ne!(first.key(), new.key());
    let (asked, digits) = new.says(&["ask"]);
    let (given, same) = first.says(&["give", &asked]);
    assert_eq!(same, digits, "a person compares them");

    let before = (new.key(), other.key());
    let running = new.ledger();
    assert_eq!(new.does(&["take", &given]).status.code(), Some(4));
    drop(running);
    assert_eq!(other.does(&["take", &given]).status.code(), Some(1));
    assert_eq!(new.does(&["take", &asked]).status.code(), Some(1));
    assert_eq!(new.does(&["give", &asked]).status.code(), Some(1));
    assert_eq!((new.key(), other.key()), before, "nothing was changed");

    new.says(&["take", &given]);
    assert_eq!(new.key(), first.key());
    assert_ne!(other.key(), first.key());
}

#[test]
fn a_key_is_taken_before_the_first_visitor_alone_and_the_one_there_is_at_any_time() {
    let (first, new) = (Gate::new(), Gate::new());
    let (asked, _) = new.says(&["ask"]);
    let (given, _) = first.says(&["give", &asked]);
    // Whoever passed unscanned has no pseudonym.
    new.enter(Kind::Passed);
    let before = new.key();
    new.enter(Kind::Manual);
    let refused = new.answers(&["take", &given]);
    assert_eq!(refused.status.code(), Some(1));
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.contains("visitors were entered here"), "{why}");
    assert_eq!(new.key(), before);
    let (own, now) = (new.key(), SystemClock::new().now());
    assert!(new.ledger().take_person_key(PersonKey(own), &now).unwrap());
}

#[test]
fn an_open_ledger_uses_the_key_that_it_took_at_once_and_after_it_is_opened_again() {
    let gate = Gate::new();
    let now = SystemClock::new().now();
    let mut ledger = gate.ledger();
    assert!(!ledger.has_visitors(&now).unwrap());
    assert!(ledger.take_person_key(PersonKey([7; 32]), &now).unwrap());
    assert_eq!(ledger.person_key().0, [7; 32]);
    drop(ledger);
    assert_eq!(gate.key(), [7; 32]);
}
