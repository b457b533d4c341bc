//! People of the staff: their PINs, the locks that nothing lifts but time, sessions, and who may what.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod accounts;
mod handing;
mod locks;
mod people;
mod shifts;

use checkpoint::entry::{Entry, Kind};
use checkpoint::moment::{Boot, Moment};
use checkpoint::role::{Act, Role};
use checkpoint::verdict::Reason;
use checkpoint::wire::signed::{Head, Signed, Statement};
use jiff::Timestamp;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::post::{FromPaper, Parts, Post, Refusal, Said, Sought, Unscanned};
use kiosk::settings::Settings;
use kiosk::sound::{Sound, Speaker};
use kiosk::staff::handover::sign;
use kiosk::staff::{NotAllowed, Person, Proven, Seat, Staff, StaffError, Tried, Typed};
use kiosk::store::Store;
use proptest::prelude::*;
use ring::signature::{ED25519, UnparsedPublicKey};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const ADMIN_PIN: &str = "25801357";
const GUARD_PIN: &str = "2580";
const MINUTE: u64 = 60_000;
const AN: &str = "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|12052021";
const BE: &str =
    "051190000002||Trần Thị Bé|20111990|Nữ|Tổ 3, Châu Ổ, Bình Sơn, Quảng Ngãi|10072022";

/// Clocks that a test turns, each on its own.
struct Clocks(Mutex<Moment>);

impl Clocks {
    fn new() -> Arc<Clocks> {
        Arc::new(Clocks(Mutex::new(Moment {
            at: Timestamp::from_millisecond(1_795_480_920_000).unwrap(),
            mono_ms: 1_000,
            boot: Boot([7; 16]),
            offset: None,
        })))
    }

    fn turn(&self, how: impl FnOnce(&mut Moment)) {
        how(&mut self.0.lock().unwrap());
    }

    fn on(&self, ms: u64) {
        self.turn(|now| {
            now.mono_ms += ms;
            now.at += jiff::SignedDuration::from_millis(i64::try_from(ms).unwrap());
        });
    }
}

impl Clock for Clocks {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }
}

struct Silent;

impl Speaker for Silent {
    fn play(&self, _sound: Sound) {}

    fn is_present(&self) -> bool {
        true
    }
}

fn post_at(root: &Path, clock: &Arc<Clocks>) -> Post {
    let settings = Settings::default();
    let zone = settings.time_zone().unwrap();
    Post::new(Parts {
        store: Store::new(Home::at(root), settings.gate, zone),
        settings_path: root.join("settings.json"),
        settings,
        speaker: Box::new(Silent),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        demo: false,
    })
    .unwrap()
}

/// A post with an admin and a guard, of whom nobody is signed on.
struct Staffed {
    dir: TempDir,
    clock: Arc<Clocks>,
    post: Post,
    admin: Person,
    guard: Person,
}

fn typed(name: &str, role: Role, pin: Option<&str>) -> Typed {
    Typed {
        name: name.to_owned(),
        role,
        pin: pin.map(str::to_owned),
    }
}

impl Staffed {
    fn new() -> Staffed {
        let dir = TempDir::new().unwrap();
        let clock = Clocks::new();
        let mut post = post_at(dir.path(), &clock);
        let now = clock.now();
        let staff = post.staff();
        let guard = typed("Lê Văn Bảo", Role::Guard, Some(GUARD_PIN));
        let guard = staff.add(&guard, &now).unwrap();
        let admin = typed("Trần Thị Quản", Role::Admin, Some(ADMIN_PIN));
        let admin = staff.add(&admin, &now).unwrap();
        post.tick();
        Staffed {
            dir,
            clock,
            post,
            admin,
            guard,
        }
    }

    fn staff(&self) -> Arc<Staff> {
        self.post.staff()
    }

    fn proven(&self, person: &Person, pin: &str, seat: Seat) -> Proven {
        let tried = self
            .staff()
            .try_pin(person.number, pin, seat, &self.clock.now());
        match tried.unwrap() {
            Tried::Right(proven) => proven,
            Tried::Wrong { .. } | Tried::Locked { .. } => panic!("{pin} is wrong, or locked"),
        }
    }

    fn admin_on(&mut self) {
        let proven = self.proven(&self.admin.clone(), ADMIN_PIN, Seat::Desk);
        self.post.sign_on(&proven, Seat::Desk).unwrap();
    }

    fn guard_on(&mut self) {
        let proven = self.proven(&self.guard.clone(), GUARD_PIN, Seat::Gate);
        self.post.sign_on(&proven, Seat::Gate).unwrap();
    }

    /// Ends the gate. What it wrote, and the key of its device.
    fn close(self) -> (Vec<Entry>, [u8; 32]) {
        drop(self.post);
        let now = self.clock.now();
        let zone = Settings::default().time_zone().unwrap();
        let mut ledger = Ledger::open(&Home::at(self.dir.path()), &now).unwrap();
        let kept = ledger.recent(&now, &zone).unwrap();
        let entries = kept.into_iter().map(|kept| kept.entry).collect();
        (entries, ledger.device_public_key())
    }
}

/// A wrong PIN: tries left, or how long none is taken.
#[derive(Debug, PartialEq, Eq)]
enum Wrong {
    Left(u32),
    Locked(u64),
}

fn wrong(staff: &Staff, person: &Person, now: &Moment) -> Wrong {
    match staff
        .try_pin(person.number, "9753", Seat::Gate, now)
        .unwrap()
    {
        Tried::Wrong { left } => Wrong::Left(left),
        Tried::Locked { ms, .. } => Wrong::Locked(ms),
        Tried::Right(_) => panic!("9753 is nobody's"),
    }
}
