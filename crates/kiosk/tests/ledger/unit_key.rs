//! The person key of a unit goes from one of its posts to another, sealed.

use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use std::process::{Command, Output};
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

    fn key(&self) -> [u8; 32] {
        let ledger = Ledger::open(&self.home, &SystemClock::new().now()).unwrap();
        ledger.person_key().0
    }

    fn does(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_chot"))
            .arg("person-key")
            .args(arguments)
            .env("CHOT_HOME", self.home.root())
            .output()
            .unwrap()
    }

    /// What it prints, and the digits beside it.
    fn says(&self, arguments: &[&str]) -> (String, String) {
        let output = self.does(arguments);
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
    assert_eq!(new.says(&["ask"]), (asked.clone(), digits.clone()));
    let (given, same) = first.says(&["give", &asked]);
    assert_eq!(same, digits, "a person compares them");

    let before = (new.key(), other.key());
    let running = Ledger::open(&new.home, &SystemClock::new().now()).unwrap();
    assert_eq!(new.does(&["take", &given]).status.code(), Some(4));
    drop(running);
    assert_eq!(other.does(&["take", &given]).status.code(), Some(1));
    assert_eq!(new.does(&["take", &asked]).status.code(), Some(1));
    assert_eq!((new.key(), other.key()), before, "nothing was changed");

    new.says(&["take", &given]);
    assert_eq!(new.key(), first.key());
    assert_ne!(other.key(), first.key());
}
