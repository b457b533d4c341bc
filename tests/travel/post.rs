//! *Post*: a kiosk's ledger and what sends from it, without a camera and a gate.

use checkpoint::chain::BranchName;
use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::moment::Moment;
use checkpoint::subject::{Identity, Note, Purpose, Salt, Subject};
use jiff::tz::TimeZone;
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::{Ledger, Parting, Reading};
use kiosk::targets::{Target, Targets};
use kiosk::update::Own;
use kiosk::uplink::standing::{Card, Standing};
use kiosk::uplink::timer::Pace;
use kiosk::uplink::{Scribe, Unwritten, Uplink};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// As fast as tests go: what waits for a network waits a moment.
pub const HASTE: Pace = Pace {
    most: Duration::from_millis(2),
    look: Duration::from_millis(2),
    heartbeat: Duration::from_secs(3600),
};

/// A post with its ledger open.
pub struct Post {
    pub home: Home,
    ledger: Arc<Mutex<Option<Ledger>>>,
    clock: Arc<dyn Clock>,
    own: Option<Own>,
    _scratch: Option<TempDir>,
}

/// The ledger as the gate's thread would lend it.
struct Lent(Arc<Mutex<Option<Ledger>>>, Arc<dyn Clock>, Option<Own>);

fn open<T>(lent: &Mutex<T>) -> MutexGuard<'_, T> {
    lent.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Scribe for Lent {
    fn part_ways(&self, from: Parting) -> Result<Option<BranchName>, Unwritten> {
        let unwritten = |why: &dyn std::fmt::Display| Unwritten(why.to_string());
        let mut ledger = open(&self.0);
        let ledger = ledger.as_mut().ok_or_else(|| unwritten(&"it is closed"))?;
        ledger
            .part_ways(&from, &self.1.now())
            .map_err(|error| unwritten(&error))
    }

    fn own(&self) -> Option<Own> {
        self.2.clone()
    }
}

impl Default for Post {
    fn default() -> Post {
        Post::new()
    }
}

impl Post {
    pub fn new() -> Post {
        Post::by(Arc::new(SystemClock::new()))
    }

    /// With a clock of its own.
    pub fn by(clock: Arc<dyn Clock>) -> Post {
        let scratch = TempDir::new().expect("a folder");
        let mut post = Post::at(&scratch.path().join("home"), clock);
        post._scratch = Some(scratch);
        post
    }

    /// In a folder that stays.
    pub fn at(folder: &Path, clock: Arc<dyn Clock>) -> Post {
        let post = Post {
            home: Home::at(folder),
            ledger: Arc::default(),
            clock,
            own: None,
            _scratch: None,
        };
        post.reopen();
        post
    }

    /// Of a program that newer ones may take the place of.
    pub fn of_program(self, own: Own) -> Post {
        Post {
            own: Some(own),
            ..self
        }
    }

    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Lets go of the ledger, as a program that ends.
    pub fn close(&self) {
        *open(&self.ledger) = None;
    }

    pub fn reopen(&self) {
        let ledger = Ledger::open(&self.home, &self.clock.now());
        *open(&self.ledger) = Some(ledger.expect("a ledger"));
    }

    /// A second post out of all that this one has, in a folder that stays.
    pub fn clone_in(&self, folder: &Path) -> Post {
        self.close();
        copied(self.home.root(), folder);
        self.reopen();
        Post::at(folder, self.clock())
    }

    /// So many visitors come.
    pub fn append(&self, entries: usize) {
        for _ in 0..entries {
            let mut ledger = open(&self.ledger);
            let ledger = ledger.as_mut().expect("the ledger is open");
            append(ledger, &self.clock.now());
        }
    }

    /// The lines of its entries, in their order.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let reading = Reading::open(&self.home).expect("it can be read");
        let read = reading.lines(|line| {
            lines.push(String::from_utf8_lossy(line).into_owned());
            true
        });
        read.expect("all of it can be read");
        lines
    }

    /// Its name at a hub.
    pub fn device(&self) -> Uuid {
        let ledger = open(&self.ledger);
        let ledger = ledger.as_ref().expect("the ledger is open");
        Uuid::from_bytes(ledger.device().0)
    }

    /// Branch, seq and head of the newest entry.
    pub fn head(&self) -> (BranchName, u64, [u8; 32]) {
        let ledger = open(&self.ledger);
        let ledger = ledger.as_ref().expect("the ledger is open");
        ledger.head().expect("a head")
    }

    pub fn targets(&self) -> Targets {
        Targets::open(&self.home).expect("a list of targets")
    }

    pub fn target(&self, id: u32) -> Target {
        self.targets().get(id).expect("it is on the list")
    }

    fn scribe(&self) -> Arc<dyn Scribe> {
        Arc::new(Lent(
            Arc::clone(&self.ledger),
            self.clock(),
            self.own.clone(),
        ))
    }

    /// Every target's turns until each has nothing more to do at once.
    pub fn send(&self) -> Vec<Card> {
        let sent = kiosk::uplink::once(&self.home, self.clock(), self.scribe());
        sent.expect("it can be tried")
    }

    /// The same until its one target has everything; tries so often at most.
    ///
    /// # Panics
    /// Where it never has.
    pub fn send_all(&self) {
        let mut words = String::new();
        for _ in 0..20 {
            let cards = self.send();
            if cards.iter().all(|card| card.standing == Standing::Sent) {
                return;
            }
            words = cards.iter().map(|card| card.words.en.as_str()).collect();
        }
        panic!("it isn't sent: {words}");
    }

    /// Sends while it lives.
    pub fn uplink(&self, pace: Pace) -> Uplink {
        Uplink::start(&self.home, self.clock(), self.scribe(), pace).expect("a thread")
    }
}

/// Every file of a folder, as a backup or a disk's image takes it.
pub fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for file in fs::read_dir(from).expect("it can be listed") {
        let file = file.expect("it can be listed");
        let target = to.join(file.file_name());
        if file.file_type().is_ok_and(|kind| kind.is_dir()) {
            copied(&file.path(), &target);
        } else {
            fs::copy(file.path(), target).expect("it can be copied");
        }
    }
}

/// One visitor comes, with a name, a card and a purpose.
pub fn append(ledger: &mut Ledger, now: &Moment) {
    let mut draft = Draft::new(Kind::Scan);
    draft.direction = Some(Direction::In);
    draft.verdict = Some(Outcome::Admit);
    let (_, seq, _) = ledger.head().unwrap_or((BranchName([0; 16]), 0, [0; 32]));
    let identity = Identity {
        name: Some(format!("NGUYỄN VĂN THỬ {}", seq % 5_000)),
        birth_year: Some(1950 + i16::try_from(seq % 60).unwrap_or(0)),
        last4: Some(format!("{:04}", seq % 10_000)),
        ..Identity::default()
    };
    let note = Note {
        purpose: Some(Purpose::Key(3)),
        note: None,
    };
    let salt = |ledger: &Ledger| Salt(ledger.salt().expect("randomness"));
    let subject = Subject::identity(salt(ledger), &identity)
        .and_then(|subject| subject.with_note(salt(ledger), &note));
    let subject = subject.expect("a subject");
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let appended = ledger.append(&draft, Some(&subject), now, 1, &zone);
    appended.expect("it is durable");
}
