//! A gate that runs, its admin, and the stick before it.

use super::{Desk, LIVES, public, version};
use jiff::tz::TimeZone;
use kiosk::checkpoint::entry::{Audit, Kind};
use kiosk::checkpoint::moment::{Boot, Moment};
use kiosk::checkpoint::role::Role;
use kiosk::checkpoint::verdict::Reason;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::post::{Parts, Shown, Snapshot};
use kiosk::settings::Settings;
use kiosk::sound::{Sound, Speaker};
use kiosk::staff::{Seat, Staff, Tried, Typed};
use kiosk::store::Store;
use kiosk::update::{Own, UpdateError, Updates, Way};
use kiosk::watch::{Eyes, Screen, Vitals, Watch};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

const PIN: &str = "25801357";

/// A clock that a test sets.
struct Hand(Mutex<Moment>);

impl Clock for Hand {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }
}

struct Mute;

impl Speaker for Mute {
    fn play(&self, _sound: Sound) {}

    fn is_present(&self) -> bool {
        false
    }
}

struct Dark;

impl Screen for Dark {
    fn show(&self, _snapshot: Snapshot) {}
    fn say(&self, _shown: &Shown) {}
    fn beat(&self, _vitals: Vitals) {}
}

struct Gate {
    desk: Desk,
    home: TempDir,
    clock: Arc<Hand>,
    watch: Watch,
    updates: Updates,
    restarts: Arc<AtomicU32>,
    admin: u64,
}

impl Gate {
    fn open(key: Option<[u8; 32]>) -> Gate {
        let (desk, home) = (Desk::new(), TempDir::new().unwrap());
        let at = Home::at(home.path());
        let clock = Arc::new(Hand(Mutex::new(Moment {
            at: "2026-11-27T08:00:00+07:00".parse().unwrap(),
            mono_ms: 1_000_000,
            boot: Boot([1; 16]),
            offset: None,
        })));
        let now = clock.now();
        drop(Ledger::open(&at, &now).unwrap());
        let typed = Typed {
            name: "Trần Thị Quản".to_owned(),
            role: Role::Admin,
            pin: Some(PIN.to_owned()),
        };
        let admin = Staff::of(&at).add(&typed, &now).unwrap().number;
        let parts = Parts {
            store: Store::new(at.clone(), 1, TimeZone::UTC),
            settings_path: Settings::path(&at),
            settings: Settings::default(),
            speaker: Box::new(Mute),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            demo: false,
        };
        let watch = Watch::start(parts, Eyes::Nothing, Box::new(Dark)).unwrap();
        let restarts = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&restarts);
        let own = Own {
            place: Some(desk.place()),
            key,
        };
        let updates = Updates::of(
            own,
            &at,
            Arc::clone(&clock) as Arc<dyn Clock>,
            watch.staff(),
            watch.door(),
            Arc::new(move || {
                counted.fetch_add(1, Ordering::SeqCst);
            }),
        );
        Gate {
            desk,
            home,
            clock,
            watch,
            updates,
            restarts,
            admin,
        }
    }

    fn admin_on(&self) {
        let (staff, now) = (self.watch.staff(), self.clock.now());
        let tried = staff.try_pin(self.admin, PIN, Seat::Desk, &now).unwrap();
        let Tried::Right(proven) = tried else {
            panic!("{tried:?}")
        };
        let signed_on = self
            .watch
            .with(move |post| post.sign_on(&proven, Seat::Desk));
        signed_on.unwrap().unwrap();
    }
}

#[test]
fn only_an_admin_chooses_the_folder_and_takes_what_lies_there() {
    let gate = Gate::open(Some(public()));
    let stick = gate.desk.stick().display().to_string();
    assert!(matches!(
        gate.updates.standing(),
        Err(UpdateError::NotAllowed(_))
    ));
    assert!(matches!(
        gate.updates.take(),
        Err(UpdateError::NotAllowed(_))
    ));
    let refused = gate.updates.look_in(stick.clone());
    assert!(matches!(refused, Err(UpdateError::NotAllowed(_))));
    gate.admin_on();
    assert!(matches!(gate.updates.take(), Err(UpdateError::Folder(_))));
    gate.updates.look_in(stick).unwrap();
    assert!(matches!(gate.updates.take(), Err(UpdateError::Nothing)));
    gate.desk.bundle("0.1.0", LIVES);
    gate.desk.bundle("0.9.0", LIVES);
    gate.desk.bundle("0.10.0", LIVES);
    std::fs::write(gate.desk.stick().join("other.chot-update"), "no").unwrap();
    std::fs::write(gate.desk.stick().join("holiday.jpg"), "no").unwrap();
    let standing = gate.updates.standing().unwrap();
    assert_eq!(standing.way, Way::Files);
    let offers = standing.offers.iter().map(|offer| offer.problem.is_none());
    // By name: 0.1.0, 0.10.0, 0.9.0, other.
    assert_eq!(offers.collect::<Vec<_>>(), [false, true, true, false]);
    assert_eq!(standing.next.unwrap().to_string(), "0.10.0");
    let taken = gate.updates.take().unwrap();
    assert_eq!(taken.version.to_string(), "0.10.0");
    let standing = gate.updates.standing().unwrap();
    assert_eq!(standing.waiting.unwrap().to_string(), "0.10.0");
    wait_until(|| gate.restarts.load(Ordering::SeqCst) == 1);
}

#[test]
fn an_update_waits_until_nobody_reads_the_screen() {
    let gate = Gate::open(Some(public()));
    gate.admin_on();
    let stick = gate.desk.stick().display().to_string();
    gate.updates.look_in(stick).unwrap();
    gate.desk.bundle("0.2.0", LIVES);
    gate.watch.with(|post| {
        post.see(&[b"079099001234||Nguyen Van An|01011990|Nam|So 1|01012021".to_vec()]);
    });
    assert_eq!(gate.watch.with(|post| post.is_quiet()), Some(false));
    gate.updates.take().unwrap();
    assert_eq!(gate.restarts.load(Ordering::SeqCst), 0);
    gate.clock.0.lock().unwrap().mono_ms += 11_000;
    wait_until(|| gate.restarts.load(Ordering::SeqCst) == 1);
}

#[test]
fn a_build_without_a_key_takes_nothing_and_says_so() {
    let gate = Gate::open(None);
    gate.admin_on();
    gate.updates
        .look_in(gate.desk.stick().display().to_string())
        .unwrap();
    gate.desk.bundle("0.2.0", LIVES);
    let standing = gate.updates.standing().unwrap();
    assert_eq!((standing.way, standing.offers.len()), (Way::Installer, 0));
    assert!(matches!(gate.updates.take(), Err(UpdateError::NoKey)));
}

#[test]
fn another_version_than_the_last_is_an_entry_and_the_same_is_none() {
    let gate = Gate::open(None);
    let home = gate.home.path().to_path_buf();
    assert_eq!(noted(&home), env!("CARGO_PKG_VERSION"));
    std::fs::write(home.join("version"), "0.0.9").unwrap();
    let (dir, clock) = (gate.home, gate.clock);
    drop((gate.watch, gate.updates));
    let changes = |wanted: usize| {
        let at = Home::at(dir.path());
        let parts = Parts {
            store: Store::new(at.clone(), 1, TimeZone::UTC),
            settings_path: Settings::path(&at),
            settings: Settings::default(),
            speaker: Box::new(Mute),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            demo: false,
        };
        drop(Watch::start(parts, Eyes::Nothing, Box::new(Dark)).unwrap());
        let mut ledger = Ledger::open(&at, &clock.now()).unwrap();
        let found = ledger.recent(&clock.now(), &TimeZone::UTC).unwrap();
        let found = found.iter().filter(|line| {
            line.entry.said.kind == Kind::Audit(Audit::Config)
                && line.entry.said.reasons == [Reason::VersionChanged]
        });
        assert_eq!(found.count(), wanted);
    };
    changes(1);
    assert_eq!(noted(dir.path()), env!("CARGO_PKG_VERSION"));
    changes(1);
}

fn noted(home: &Path) -> String {
    std::fs::read_to_string(home.join("version")).unwrap()
}

fn wait_until(condition: impl Fn() -> bool) {
    let began = std::time::Instant::now();
    while !condition() {
        assert!(began.elapsed() < Duration::from_secs(30), "waited in vain");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_a_hub_handed_down_is_offered_without_a_folder_and_taken() {
    let gate = Gate::open(Some(public()));
    gate.admin_on();
    let handed = Home::at(gate.home.path()).updates();
    std::fs::create_dir_all(&handed).unwrap();
    let bundle = gate.desk.bundle("0.2.0", LIVES);
    std::fs::rename(&bundle, handed.join(bundle.file_name().unwrap())).unwrap();
    // One that is under way isn't offered.
    std::fs::write(handed.join("9f86d081884c7d65.part"), b"chot/update/1\n").unwrap();
    let standing = gate.updates.standing().unwrap();
    let offers = standing.offers.iter();
    let offers: Vec<_> = offers
        .map(|offer| (offer.is_hubs, offer.version.clone()))
        .collect();
    assert_eq!(offers, [(true, Some(version("0.2.0")))]);
    assert_eq!(standing.next, Some(version("0.2.0")));
    assert_eq!(gate.updates.take().unwrap().version, version("0.2.0"));
}
