//! Where there is no hub: files of other posts come on a stick, are taken in by the hub's rules, and
//! their receipts go back.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that fails has said so by panicking"
)]

#[path = "ledger/pages.rs"]
mod pages;

use checkpoint::entry::{Direction, Draft, Entry, Kind, Outcome, Ref};
use checkpoint::report::Rows;
use checkpoint::subject::{Group, Identity, Salt, Subject};
use checkpoint::wire::UnitId;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::imported::{Carried, District, Imported, Keep, NotTaken, PublicDistrict, import, rows};
use kiosk::ledger::{Ledger, Reading};
use kiosk::targets::{Targets, Way};
use kiosk::uplink::courier::carry;
use pages::{are_on, pages_of};
use ring::signature::Ed25519KeyPair;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(7))
}

/// A Chốt with a ledger, closed.
struct Chot {
    _scratch: TempDir,
    home: Home,
    clock: Arc<SystemClock>,
}

impl Chot {
    fn new() -> Chot {
        let scratch = TempDir::new().unwrap();
        let chot = Chot {
            home: Home::at(scratch.path().join("home")),
            clock: Arc::new(SystemClock::new()),
            _scratch: scratch,
        };
        drop(chot.ledger());
        chot
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(&self.home, &self.clock.now()).unwrap()
    }

    fn admit(&self, people: usize) -> Vec<Ref> {
        let mut ledger = self.ledger();
        let mut draft = Draft::new(Kind::Scan);
        draft.direction = Some(Direction::In);
        draft.verdict = Some(Outcome::Admit);
        let identity = Identity {
            name: Some("NGUYỄN VĂN THỬ".to_owned()),
            ..Identity::default()
        };
        (0..people)
            .map(|_| {
                let salt = Salt(ledger.salt().unwrap());
                let subject = Subject::identity(salt, &identity).unwrap();
                ledger
                    .append(&draft, Some(&subject), &self.clock.now(), 1, &zone())
                    .unwrap()
                    .reference()
            })
            .collect()
    }

    fn erase(&self, of: &Ref) {
        let now = self.clock.now();
        self.ledger()
            .erase(of, None, &now, 1, &zone())
            .unwrap()
            .unwrap();
    }

    fn lines(&self) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        Reading::open(&self.home)
            .unwrap()
            .lines(|line| {
                lines.push(line.to_vec());
                true
            })
            .unwrap();
        lines
    }

    /// A courier target on a stick, with who they are.
    fn courier(&self, stick: &Path, to: PublicDistrict) -> u32 {
        let way = Way::Courier {
            folder: stick.to_path_buf(),
            district: to.district,
            root: to.root,
        };
        let mut targets = Targets::open(&self.home).unwrap();
        let id = targets.add("Huyện", &way).unwrap().id;
        let groups = [(Group::Identity, "thử".to_owned())];
        targets.pick(id, &groups, Timestamp::now()).unwrap();
        id
    }

    fn carry(&self, id: u32) -> kiosk::uplink::courier::Load {
        carry(&self.home, id, self.clock.clone()).unwrap()
    }

    fn set_up(&self) -> PublicDistrict {
        let root = Ed25519KeyPair::from_seed_unchecked(&[8; 32]).unwrap();
        let imported = Imported::open(&self.home).unwrap();
        District::set_up(&self.home, &imported, &root, Timestamp::now()).unwrap()
    }

    fn import(&self, stick: &Path, adopt: bool) -> Vec<Carried> {
        import(&self.home, stick, adopt, Timestamp::now()).unwrap()
    }

    fn key(&self) -> [u8; 32] {
        let key = std::fs::read(self.home.keys().join("ledger")).unwrap();
        let key = std::str::from_utf8(key.trim_ascii()).unwrap();
        checkpoint::base64url::from_base64url(key).unwrap()
    }

    fn number(&self, sql: &str) -> i64 {
        let hex: String = self
            .key()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let connection = rusqlite::Connection::open(self.home.imported()).unwrap();
        connection
            .execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
            .unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

fn taken(carried: &[Carried]) -> Vec<u64> {
    let taken = carried.iter().map(|carried| carried.came_of_it.as_ref());
    taken.map(|took| took.unwrap().new).collect()
}

#[test]
fn two_posts_files_become_two_logs_whose_receipts_go_back_and_whose_figures_are_those_of_the_entries()
 {
    let (district, one, two) = (Chot::new(), Chot::new(), Chot::new());
    let stick = TempDir::new().unwrap();
    let stick = stick.path();
    let public = district.set_up();
    assert_eq!(district.set_up(), public, "the keys stay");
    one.admit(5);
    two.admit(3);
    let (first, second) = (one.courier(stick, public), two.courier(stick, public));
    assert_eq!(one.carry(first).files, 1);
    assert_eq!(two.carry(second).files, 1);

    let strangers = district.import(stick, false);
    assert!(
        strangers
            .iter()
            .all(|carried| matches!(carried.came_of_it, Err(NotTaken::Unknown(_))))
    );
    let mut new = taken(&district.import(stick, true));
    new.sort_unstable();
    assert_eq!(new, [3, 5]);
    one.admit(2);
    assert_eq!(one.carry(first).receipts, 1, "and writes the next file");
    assert_eq!(two.carry(second).receipts, 1);
    assert_eq!(taken(&district.import(stick, false)).iter().sum::<u64>(), 2);
    assert_eq!(taken(&district.import(stick, false)).iter().sum::<u64>(), 0);
    assert_eq!(one.carry(first).receipts, 1);
    let target = Targets::open(&one.home).unwrap().get(first).unwrap();
    assert_eq!(target.received, target.cursor, "received, not only sent");

    let imported = Imported::open(&district.home).unwrap();
    let counted = rows(&imported, &zone()).unwrap();
    let total: usize = counted.len();
    assert_eq!(total, 2, "each unit made a name of its own");
    for post in [&one, &two] {
        let mut rows = Rows::default();
        for line in post.lines() {
            rows.add(&Entry::parse(&line).unwrap(), &zone());
        }
        let unit = UnitId(post.ledger().unit());
        assert_eq!(counted[&unit].rows, rows);
    }
    assert_eq!(district.number("SELECT count(*) FROM entry"), 10);
    assert_eq!(district.number("SELECT count(*) FROM subject"), 10);
    assert!(district.lines().is_empty(), "its own log is another matter");
}

#[test]
fn a_missing_file_is_told_and_what_comes_after_it_waits() {
    let (district, post) = (Chot::new(), Chot::new());
    let stick = TempDir::new().unwrap();
    let stick = stick.path();
    let id = post.courier(stick, district.set_up());
    post.admit(2);
    post.carry(id);
    let first = std::fs::read_dir(stick).unwrap().next().unwrap().unwrap();
    let first = first.path();
    let away = stick.join("first.away");
    std::fs::rename(&first, &away).unwrap();
    post.admit(2);
    post.carry(id);
    let gap = district.import(stick, true);
    assert!(matches!(gap[0].came_of_it, Err(NotTaken::Gap(1))));
    assert_eq!(district.number("SELECT count(*) FROM device"), 0);
    std::fs::rename(&away, &first).unwrap();
    assert_eq!(taken(&district.import(stick, true)), [2, 2]);
}

#[test]
fn an_erasure_reaches_what_was_imported_and_no_older_file_brings_it_back() {
    let (district, post) = (Chot::new(), Chot::new());
    let stick = TempDir::new().unwrap();
    let stick = stick.path();
    let id = post.courier(stick, district.set_up());
    let people = post.admit(2);
    post.carry(id);
    district.import(stick, true);
    let subjects = "SELECT count(*) FROM subject";
    assert_eq!(district.number(subjects), 2);
    post.erase(&people[0]);
    post.carry(id);
    district.import(stick, false);
    assert_eq!(district.number(subjects), 1);
    district.import(stick, false);
    assert_eq!(district.number(subjects), 1);
}

#[test]
fn a_file_of_another_district_or_with_a_byte_changed_is_refused_and_leaves_no_receipt() {
    let (district, post) = (Chot::new(), Chot::new());
    let stick = TempDir::new().unwrap();
    let stick = stick.path();
    let own = district.set_up();
    let id = post.courier(
        stick,
        PublicDistrict {
            district: checkpoint::wire::courier::district(&[5; 32]),
            ..own
        },
    );
    post.admit(1);
    post.carry(id);
    let refused = district.import(stick, true);
    assert!(matches!(refused[0].came_of_it, Err(NotTaken::Courier(_))));
    let id = post.courier(stick, own);
    let path = &refused[0].file;
    std::fs::remove_file(path).unwrap();
    post.carry(id);
    let mut bytes = std::fs::read(path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(path, bytes).unwrap();
    let refused = district.import(stick, true);
    assert!(matches!(refused[0].came_of_it, Err(NotTaken::Courier(_))));
    assert!(!path.with_extension("receipt").exists());
}

#[test]
fn a_restored_post_s_other_history_is_told_as_a_fork() {
    let (district, post) = (Chot::new(), Chot::new());
    let stick = TempDir::new().unwrap();
    let public = district.set_up();
    post.admit(2);
    let backup = TempDir::new().unwrap();
    let copy = |from: &Path, to: &Path| {
        for file in std::fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
    };
    copy(post.home.root(), backup.path());
    post.admit(1);
    let id = post.courier(stick.path(), public);
    post.carry(id);
    district.import(stick.path(), true);
    // The whole home as it was, its head file too: nothing here can tell.
    for file in std::fs::read_dir(post.home.root()).unwrap() {
        let file = file.unwrap();
        if file.file_type().unwrap().is_file() {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
    copy(backup.path(), post.home.root());
    post.admit(2);
    let other = TempDir::new().unwrap();
    let id = post.courier(other.path(), public);
    post.carry(id);
    let fork = district.import(other.path(), false);
    assert!(matches!(fork[0].came_of_it, Err(NotTaken::Fork)));
    let alarms = Imported::open(&district.home).unwrap().alarms().unwrap();
    assert_eq!(alarms[0].1, "fork");
    assert_eq!(district.number("SELECT count(*) FROM entry"), 3);
}

#[test]
fn what_came_from_another_post_goes_when_its_time_is_over_here_and_is_not_brought_again() {
    let (district, post) = (Chot::new(), Chot::new());
    let stick = TempDir::new().unwrap();
    let stick = stick.path();
    let id = post.courier(stick, district.set_up());
    post.admit(3);
    post.carry(id);
    assert_eq!(taken(&district.import(stick, true)), [3]);
    let hours = SignedDuration::from_hours;
    let keep = Keep {
        subjects: hours(24 * 30),
        lines: hours(24 * 366 * 5),
    };
    let purge = |passed: SignedDuration| {
        let mut imported = Imported::open(&district.home).unwrap();
        while imported.purge(keep, passed).unwrap() {}
    };
    let count = |table: &str, which: &str| {
        district.number(&format!("SELECT count(*) FROM {table} WHERE {which}"))
    };
    purge(hours(1));
    // Two more come a day later: they are younger here.
    post.admit(2);
    post.carry(id);
    district.import(stick, false);
    purge(hours(25));
    assert_eq!(count("subject", "true"), 5);
    purge(hours(1 + 24 * 30));
    assert_eq!(count("subject", "true"), 2);
    assert_eq!(count("entry", "line IS NOT NULL"), 5);
    let counted = || {
        let rows = rows(&Imported::open(&district.home).unwrap(), &zone()).unwrap();
        rows.into_values().next().unwrap_or_default().rows
    };
    let whole = counted();

    // Everything is carried again: what was purged stays purged.
    let mut targets = Targets::open(&post.home).unwrap();
    targets.send_again_from(id, None).unwrap();
    drop(targets);
    post.carry(id);
    district.import(stick, false);
    assert_eq!(count("subject", "true"), 2);
    purge(hours(25 + 24 * 30));
    assert_eq!(count("subject", "true"), 0);
    assert_eq!(counted(), whole, "figures need nobody's name");

    purge(hours(2 + 24 * 366 * 5));
    assert_eq!(count("entry", "line IS NOT NULL"), 2);
    purge(hours(26 + 24 * 366 * 5));
    assert_eq!(count("entry", "line IS NOT NULL"), 0);
    assert_eq!(counted(), Rows::default());
    assert_eq!(
        count("was_here", "true"),
        1,
        "what the next purge begins from"
    );
    // The heads are here: the next file goes on from them.
    post.admit(1);
    post.carry(id);
    let new = taken(&district.import(stick, false));
    assert_eq!(new.iter().sum::<u64>(), 1);
}

#[test]
fn none_of_the_bytes_of_what_went_from_another_posts_log_are_left_in_its_file() {
    let (district, post) = (Chot::new(), Chot::new());
    let stick = TempDir::new().unwrap();
    let stick = stick.path();
    let id = post.courier(stick, district.set_up());
    post.admit(40);
    post.carry(id);
    district.import(stick, true);
    let is_there = || {
        are_on(
            &pages_of(&district.home.imported(), &district.key()),
            "NGUYỄN VĂN THỬ",
        )
    };
    assert!(is_there());
    let hours = SignedDuration::from_hours;
    let keep = Keep {
        subjects: hours(24),
        lines: hours(48),
    };
    let mut imported = Imported::open(&district.home).unwrap();
    imported.purge(keep, hours(1)).unwrap();
    imported.purge(keep, hours(26)).unwrap();
    drop(imported);
    assert!(!is_there());
}
