//! A post of its own for each test: a home in a scratch directory, and a clock that the test turns.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::entry::{Audit, Direction, Draft, Kind, Outcome};
use checkpoint::moment::{Boot, Moment};
use checkpoint::subject::Subject;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kiosk::home::Home;
use kiosk::ledger::{Appended, Ledger, LedgerError, Proven, Reading};
use rusqlite::Connection;
use std::thread::yield_now;
use std::time::{Duration, Instant};

pub struct Post {
    scratch: tempfile::TempDir,
    pub home: Home,
    pub zone: TimeZone,
    seconds: i64,
}

/// 24 November 2026, 07:00 in Vietnam.
const MORNING: i64 = 1_795_478_400;

impl Post {
    pub fn new() -> Post {
        let scratch = tempfile::tempdir().unwrap();
        Post {
            home: Home::at(scratch.path().join("home")),
            scratch,
            zone: TimeZone::fixed(jiff::tz::offset(7)),
            seconds: 0,
        }
    }

    pub fn scratch(&self) -> &std::path::Path {
        self.scratch.path()
    }

    pub fn now(&self) -> Moment {
        Moment {
            at: Timestamp::from_second(MORNING + self.seconds).unwrap(),
            mono_ms: u64::try_from(self.seconds.max(0)).unwrap() * 1000,
            boot: Boot([7; 16]),
            offset: None,
        }
    }

    pub fn pass_seconds(&mut self, seconds: i64) {
        self.seconds += seconds;
    }

    /// Waits for its lock: a program that another test starts holds a copy of every open file until it runs.
    pub fn open(&self) -> Ledger {
        let patience = Instant::now() + Duration::from_secs(10);
        loop {
            match self.try_open() {
                Err(LedgerError::AlreadyRunning) if Instant::now() < patience => yield_now(),
                opened => return opened.unwrap(),
            }
        }
    }

    pub fn try_open(&self) -> Result<Ledger, LedgerError> {
        Ledger::open(&self.home, &self.now())
    }

    /// Someone comes in, a second later.
    pub fn admit(&mut self, ledger: &mut Ledger, name: &str) -> Appended {
        self.try_admit(ledger, name).unwrap()
    }

    pub fn try_admit(&mut self, ledger: &mut Ledger, name: &str) -> Result<Appended, LedgerError> {
        self.pass_seconds(1);
        let subject = identity(name, 1990, "0001", None);
        ledger.append(&coming_in(), Some(&subject), &self.now(), 1, &self.zone)
    }

    /// An entry about nobody.
    pub fn note(&mut self, ledger: &mut Ledger) -> Appended {
        self.pass_seconds(1);
        ledger
            .append(
                &Draft::new(Kind::Audit(Audit::Config)),
                None,
                &self.now(),
                1,
                &self.zone,
            )
            .unwrap()
    }

    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        Reading::open(&self.home)
            .unwrap()
            .lines(|line| {
                lines.push(String::from_utf8(line.to_vec()).unwrap());
                true
            })
            .unwrap();
        lines
    }

    /// Walks the chain, which holds.
    pub fn proven(&self) -> Proven {
        Reading::open(&self.home)
            .unwrap()
            .verify()
            .unwrap()
            .unwrap()
    }

    /// A connection with the ledger's key: what an intruder with this account's rights has.
    pub fn intruder(&self) -> Connection {
        let key = std::fs::read(self.home.keys().join("ledger")).unwrap();
        let key = URL_SAFE_NO_PAD.decode(key.trim_ascii()).unwrap();
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        let connection = Connection::open(self.home.database()).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA key = \"x'{hex}'\"; PRAGMA foreign_keys = OFF"
            ))
            .unwrap();
        connection
    }
}

pub fn coming_in() -> Draft {
    let mut draft = Draft::new(Kind::Scan);
    draft.direction = Some(Direction::In);
    draft.verdict = Some(Outcome::Admit);
    draft
}

/// An identity group of an invented person. `person` is a pseudonym where a number is known.
pub fn identity(name: &str, birth_year: i16, last4: &str, person: Option<[u8; 16]>) -> Subject {
    let mut group = serde_json::json!({
        "salt": URL_SAFE_NO_PAD.encode([9; 16]),
        "name": name,
        "birth_year": birth_year,
        "last4": last4,
    });
    if let Some(person) = person {
        group["person"] = URL_SAFE_NO_PAD.encode(person).into();
    }
    Subject {
        groups: [Some(group.to_string()), None, None, None],
    }
}
