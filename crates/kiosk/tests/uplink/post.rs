//! A post with a ledger, and what it takes to send from it.

use checkpoint::chain::{self, BranchName};
use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::moment::Moment;
use checkpoint::subject::{Identity, Note, Salt, Subject};
use jiff::tz::TimeZone;
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::{Ledger, Parting, Reading};
use kiosk::targets::{Target, Targets, Way};
use kiosk::uplink::address::{Address, Reach};
use kiosk::uplink::standing::Card;
use kiosk::uplink::{Scribe, Unwritten};
use std::sync::{Arc, Mutex};

pub struct Post {
    pub _scratch: tempfile::TempDir,
    pub home: Home,
    pub ledger: Arc<Mutex<Ledger>>,
    pub clock: Arc<SystemClock>,
}

/// The ledger as the gate's thread would lend it.
pub struct Lent(pub Arc<Mutex<Ledger>>, pub Arc<SystemClock>);

impl Scribe for Lent {
    fn part_ways(&self, from: Parting) -> Result<Option<BranchName>, Unwritten> {
        let mut ledger = self.0.lock().unwrap();
        ledger
            .part_ways(&from, &self.1.now())
            .map_err(|error| Unwritten(error.to_string()))
    }
}

impl Post {
    /// A post with so many entries, every one about a person.
    pub fn with(entries: usize) -> Post {
        let scratch = tempfile::tempdir().unwrap();
        let home = Home::at(scratch.path().join("home"));
        let clock = Arc::new(SystemClock::new());
        let ledger = Ledger::open(&home, &clock.now()).unwrap();
        let post = Post {
            home,
            ledger: Arc::new(Mutex::new(ledger)),
            clock,
            _scratch: scratch,
        };
        post.append(entries);
        post
    }

    pub fn append(&self, entries: usize) {
        for _ in 0..entries {
            append(&mut self.ledger.lock().unwrap(), &self.clock.now());
        }
    }

    pub fn targets(&self) -> Targets {
        Targets::open(&self.home).unwrap()
    }

    pub fn add(&self, way: &Way) -> u32 {
        self.targets().add("Một nơi nhận", way).unwrap().id
    }

    pub fn target(&self, id: u32) -> Target {
        self.targets().get(id).unwrap()
    }

    pub fn scribe(&self) -> Arc<dyn Scribe> {
        Arc::new(Lent(Arc::clone(&self.ledger), Arc::clone(&self.clock)))
    }

    /// Every target's turns until each has nothing more to do at once.
    pub fn send(&self) -> Vec<Card> {
        kiosk::uplink::once(&self.home, self.clock.clone(), self.scribe()).unwrap()
    }

    /// What a fork at some hub leads to: our lines behind `seq` stand on a branch of their own.
    pub fn part_behind(&self, seq: u64) {
        part_behind(&self.home, &self.ledger, &self.clock, seq);
    }

    pub fn head(&self) -> (BranchName, u64, [u8; 32]) {
        self.ledger.lock().unwrap().head().unwrap()
    }
}

/// As [`Post::part_behind`], for those who can't hold the post. Every entry has to be of the first branch.
pub fn part_behind(home: &Home, ledger: &Mutex<Ledger>, clock: &SystemClock, seq: u64) {
    let mut ledger = ledger.lock().unwrap();
    let key = ledger.device_public_key();
    let (branch, ..) = ledger.head().unwrap();
    let mut head = chain::genesis(&chain::device_id(&key), &branch, &key);
    let mut left = seq;
    Reading::open(home)
        .unwrap()
        .lines(|line| {
            head = chain::head(&head, &chain::leaf(line));
            left -= 1;
            left > 0
        })
        .unwrap();
    let parted = ledger.part_ways(&Parting { branch, seq, head }, &clock.now());
    assert!(parted.unwrap().is_some(), "it left");
}

pub fn append(ledger: &mut Ledger, now: &Moment) {
    let mut draft = Draft::new(Kind::Scan);
    draft.direction = Some(Direction::In);
    draft.verdict = Some(Outcome::Admit);
    let identity = Identity {
        name: Some("NGUYỄN VĂN THỬ".to_owned()),
        birth_year: Some(1980),
        last4: Some("0001".to_owned()),
        ..Identity::default()
    };
    let note = Note {
        note: Some("giao hàng".to_owned()),
        purpose: None,
    };
    let subject = Subject::identity(Salt(ledger.salt().unwrap()), &identity)
        .unwrap()
        .with_note(Salt(ledger.salt().unwrap()), &note)
        .unwrap();
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    ledger
        .append(&draft, Some(&subject), now, 1, &zone)
        .unwrap();
}

pub fn here(address: &str) -> Address {
    Address::parse(address, Reach::ThisMachine).unwrap()
}

/// Waits for something that another thread does.
#[track_caller]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !holds() {
        assert!(begun.elapsed().as_secs() < 60, "never came: {what}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
