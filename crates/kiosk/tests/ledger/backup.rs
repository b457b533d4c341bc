//! Copies of a post: made beside the gate, opened elsewhere as a new device, and refused with a sentence.

use super::post::{Post, coming_in, identity};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::chain::Origin;
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::moment::Moment;
use checkpoint::role::Role;
use checkpoint::wire::recovery;
use kiosk::backup::{BackupError, Backups, Generation, RestoreError, finish};
use kiosk::clock::Clock;
use kiosk::folder::FolderError;
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::ledger::{Departure, Ledger};
use kiosk::outbox::Outbox;
use kiosk::privacy::Registers;
use kiosk::roster::badges::Order;
use kiosk::roster::desk::{Desk as Lists, Typed as List};
use kiosk::settings::Settings;
use kiosk::staff::{Seat, Staff, Tried, Typed};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);
const PIN: &str = "25801357";

/// The post's clock, as its backups see it.
pub struct Turned(Mutex<Moment>);

impl Turned {
    pub fn to(&self, now: Moment) {
        *self.0.lock().unwrap() = now;
    }
}

impl Clock for Turned {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }
}

/// A post with a recovery key and a folder for its copies.
pub struct Kept {
    pub backups: Backups,
    pub clock: Arc<Turned>,
    pub folder: PathBuf,
    pub key: String,
    pub staff: Arc<Staff>,
}

impl Kept {
    /// The ledger was begun before.
    pub fn of(post: &Post) -> Kept {
        let staff = Arc::new(Staff::of(&post.home));
        let key = staff.new_recovery_key(&post.now()).unwrap();
        staff
            .keep_recovery_key(&key[key.len() - 7..], &post.now())
            .unwrap();
        let folder = post.scratch().join("stick");
        std::fs::create_dir_all(&folder).unwrap();
        choose(&post.home, &folder);
        let clock = Arc::new(Turned(Mutex::new(post.now())));
        let theirs = Arc::clone(&clock) as Arc<dyn Clock>;
        Kept {
            backups: Backups::of(&post.home, theirs, Arc::clone(&staff), false),
            clock,
            folder,
            key,
            staff,
        }
    }

    pub fn made(&self) -> Generation {
        self.backups.back_up().unwrap()
    }

    /// Whole backups, by number.
    pub fn numbers(&self) -> Vec<u64> {
        let names = std::fs::read_dir(&self.folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut numbers: Vec<u64> = names
            .filter_map(|name| name.rsplit_once('-')?.1.parse().ok())
            .collect();
        numbers.sort_unstable();
        numbers
    }
}

fn choose(home: &Home, folder: &Path) {
    let settings = Settings {
        backup_folder: folder.display().to_string(),
        gate_name: "Cổng sau".to_owned(),
        ..Settings::default()
    };
    settings.save(&Settings::path(home)).unwrap();
}

/// The key of a backup's copies, by the recovery key.
pub fn key_of(backup: &Path, letters: &str) -> Vec<u8> {
    let label: serde_json::Value =
        serde_json::from_slice(&std::fs::read(backup.join("backup.json")).unwrap()).unwrap();
    let about = format!("{} {}", label["device"].as_str().unwrap(), label["number"]);
    let sealed = URL_SAFE_NO_PAD
        .decode(label["sealed"].as_str().unwrap())
        .unwrap();
    let plain = recovery::open(letters, about.as_bytes(), &sealed).unwrap();
    let plain: serde_json::Value = serde_json::from_slice(&plain).unwrap();
    URL_SAFE_NO_PAD
        .decode(plain["key"].as_str().unwrap())
        .unwrap()
}

fn named(post: &mut Post, ledger: &mut Ledger, name: &str) -> kiosk::ledger::Appended {
    post.pass_seconds(1);
    let person = Some([u8::try_from(name.len()).unwrap(); 16]);
    let subject = identity(name, 1990, "0001", person);
    ledger
        .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
        .unwrap()
}

pub fn backups_at(post: &Post, clock: &Arc<Turned>) -> Backups {
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    Backups::of(&post.home, clock, Arc::new(Staff::of(&post.home)), false)
}

#[test]
fn a_backup_is_opened_on_another_machine_as_a_new_device_and_the_log_goes_on() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let an = named(&mut post, &mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    let typed = Typed {
        name: "Trần Thị Quản".to_owned(),
        role: Role::Admin,
        pin: Some(PIN.to_owned()),
    };
    let admin = kept.staff.add(&typed, &post.now()).unwrap();
    assert!(matches!(
        kept.backups.back_up(),
        Err(BackupError::NotAllowed(_))
    ));
    let signed_on = kept
        .staff
        .try_pin(admin.number, PIN, Seat::Desk, &post.now());
    let Ok(Tried::Right(proven)) = signed_on else {
        panic!("{signed_on:?}");
    };
    kept.staff.begin(&proven, Seat::Desk, &post.now());
    let registers = |post: &Post| Registers::open(&post.home, post.zone.clone()).unwrap();
    registers(&post)
        .note("mất một tờ giao ca", "3 khách", None, post.now().at)
        .unwrap();
    let before = post.lines();
    let made = kept.made();
    assert_eq!((made.label.number, made.label.entries), (1, 1));
    // What comes later is lost with the machine.
    named(&mut post, &mut ledger, "Lê Văn Sau");
    let old_device = ledger.device();
    let person_key = ledger.person_key().0;
    drop(ledger);

    let mut new = Post::new();
    let elsewhere = backups_at(&new, &kept.clock);
    let staged = elsewhere
        .restore(&kept.folder, &kept.key.to_lowercase(), false)
        .unwrap();
    assert_eq!(
        (staged.number, staged.entries, staged.is_older),
        (1, 1, false)
    );
    assert_eq!(
        finish(&new.home, &new.now()).unwrap(),
        None,
        "no ledger was there"
    );
    let incidents = registers(&new).incidents().unwrap();
    assert_eq!(incidents[0].what, "mất một tờ giao ca");
    assert_eq!(
        finish(&new.home, &new.now()).unwrap(),
        None,
        "it is done once"
    );
    assert_eq!(new.lines(), before);
    assert_eq!(new.proven().entries, 1);
    let settings = Settings::load(&Settings::path(&new.home)).unwrap();
    assert_eq!(settings.gate_name, "Cổng sau");
    let staff = Staff::of(&new.home);
    let tried = staff.try_pin(admin.number, PIN, Seat::Desk, &new.now());
    assert!(matches!(tried, Ok(Tried::Right(_))), "{tried:?}");

    let mut ledger = new.open();
    assert_ne!(ledger.device(), old_device);
    assert_eq!(ledger.person_key().0, person_key);
    assert_eq!(ledger.departure(), Some(Departure::Restored));
    assert_eq!(ledger.visitors("an", 5, &new.now()).unwrap().len(), 1);
    new.pass_seconds(60);
    let came = named(&mut new, &mut ledger, "Phạm Thị Mới");
    assert_eq!(came.entry.seq, 3, "the new branch says so first");
    drop(ledger);
    let proven = new.proven();
    assert_eq!((proven.entries, proven.branches), (3, 2));
    let opening = Entry::parse(new.lines()[1].as_bytes()).unwrap();
    assert_eq!(opening.said.kind, Kind::Audit(Audit::BranchOpen));
    assert_eq!(opening.said.of, Some(an.reference()));
    // What came with the backup is another device's: this one sends its own.
    let keys = KeyStore::of(&new.home).unwrap();
    let outbox = Outbox::open(&new.home, keys.get(Name::Ledger).unwrap()).unwrap();
    assert_ne!(outbox.device(), old_device);
    let sent = outbox.next(None, 10, true).unwrap().unwrap();
    assert_eq!(
        (sent.first(), sent.rows.len(), outbox.waiting(None).unwrap()),
        (2, 2, 2)
    );
    assert!(matches!(sent.origin, Origin::From { seq: 1, .. }));
    // And once more: the branch is there, and nothing is opened again.
    let mut ledger = new.open();
    assert_eq!(ledger.departure(), None);
    named(&mut new, &mut ledger, "Võ Văn Nữa");
    drop(ledger);
    assert_eq!(new.proven().branches, 2);
}

#[test]
fn a_broken_log_is_followed_by_its_own_backup_on_the_same_machine() {
    let mut post = Post::new();
    let mut ledger = post.open();
    named(&mut post, &mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    kept.made();
    named(&mut post, &mut ledger, "Lê Văn Sau");
    let device = ledger.device();
    drop(ledger);
    let refused = kept.backups.restore(&kept.folder, &kept.key, false);
    assert!(matches!(refused, Err(RestoreError::HasVisitors)));
    kept.backups.restore(&kept.folder, &kept.key, true).unwrap();
    let aside = finish(&post.home, &post.now()).unwrap().unwrap();
    assert!(aside.starts_with(post.home.set_aside()) && aside.exists());
    let mut ledger = post.open();
    assert_eq!(ledger.device(), device);
    named(&mut post, &mut ledger, "Phạm Thị Mới");
    drop(ledger);
    let proven = post.proven();
    assert_eq!((proven.entries, proven.branches), (3, 2));
    assert!(post.home.staff().exists());
    let again = kept.backups.back_up().unwrap();
    assert_eq!((again.label.number, again.label.entries), (2, 3));
}

#[test]
fn a_badge_that_was_lost_since_counts_no_more_where_a_backup_has_it() {
    let mut post = Post::new();
    let mut ledger = post.open();
    named(&mut post, &mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    let guard = Typed {
        name: "Lê Văn Bảo".to_owned(),
        role: Role::Guard,
        pin: Some("2580".to_owned()),
    };
    let now = post.now();
    let guard = kept.staff.add(&guard, &now).unwrap().number;
    kept.staff.issue_badge(guard, &now).unwrap();
    kept.made();
    kept.staff.revoke_badge(guard, &now).unwrap();
    let new = Post::new();
    let elsewhere = backups_at(&new, &kept.clock);
    elsewhere.restore(&kept.folder, &kept.key, false).unwrap();
    finish(&new.home, &new.now()).unwrap();
    let staff = Staff::of(&new.home);
    assert!(staff.badges().is_empty());
    let people = staff.people().unwrap();
    assert!(people.iter().any(|person| person.number == guard));
}

#[test]
fn badges_of_a_list_count_no_more_where_a_backup_brought_them_back() {
    let mut post = Post::new();
    let mut ledger = post.open();
    named(&mut post, &mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    let desk = |home: &Home| {
        let clock = Arc::clone(&kept.clock) as Arc<dyn Clock>;
        Lists::new(home, Arc::new(Staff::of(home)), clock)
    };
    let lists = desk(&post.home);
    let typed = List {
        roster: None,
        kind: checkpoint::roster::Kind::Staff,
        name: "Cán bộ".to_owned(),
    };
    let file = base64::engine::general_purpose::STANDARD.encode("Họ tên\nTrần Thị Bé\n");
    let (token, _) = lists.look(&typed, &file, None).unwrap();
    lists.take(token, false).unwrap();
    let number = lists.all().unwrap()[0].number;
    let order = Order {
        roster: number,
        group: None,
        again: false,
    };
    lists
        .print_badges(&order, kept.folder.to_str().unwrap())
        .unwrap();
    assert!(lists.stands(number).unwrap().people[0].badge.is_some());
    kept.made();
    let new = Post::new();
    let elsewhere = backups_at(&new, &kept.clock);
    elsewhere.restore(&kept.folder, &kept.key, false).unwrap();
    finish(&new.home, &new.now()).unwrap();
    let brought = desk(&new.home).stands(number).unwrap();
    assert_eq!(brought.people[0].badge, None);
    assert_eq!(brought.people[0].listed.member.name, "Trần Thị Bé");
}

#[test]
fn a_power_cut_in_the_midst_of_taking_its_place_is_made_up_for_at_the_next_start() {
    let mut post = Post::new();
    let mut ledger = post.open();
    named(&mut post, &mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    kept.made();
    drop(ledger);
    let before = post.lines();
    // After each of these the machine is off: nothing, the old log aside, some files in place.
    for done in 0..3 {
        let mut new = Post::new();
        let mut ledger = new.open();
        new.note(&mut ledger);
        drop(ledger);
        let staged = backups_at(&new, &kept.clock).restore(&kept.folder, &kept.key, false);
        assert!(staged.is_ok(), "{staged:?}");
        let waiting = new.home.root().join("restore");
        if done > 0 {
            let aside = new.home.root().join("set-aside");
            std::fs::create_dir_all(&aside).unwrap();
            std::fs::rename(new.home.database(), aside.join("ledger.db")).unwrap();
            std::fs::rename(new.home.root().join("head.json"), aside.join("head.json")).unwrap();
        }
        if done > 1 {
            for name in ["settings.json", "restored.json", "staff.db"] {
                std::fs::rename(waiting.join(name), new.home.root().join(name)).unwrap();
            }
        }
        finish(&new.home, &new.now()).unwrap();
        assert!(!waiting.exists());
        assert_eq!(new.lines(), before, "{done}");
        assert_eq!(new.proven().entries, 1, "{done}");
        assert!(new.home.staff().exists());
        let mut ledger = new.open();
        assert_eq!(ledger.departure(), Some(Departure::Restored));
        named(&mut new, &mut ledger, "Trần Thị Bé");
    }
}

#[test]
fn erased_and_purged_people_stay_so_whichever_backup_is_taken() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let gone = named(&mut post, &mut ledger, "Lê Văn Quên Đi");
    named(&mut post, &mut ledger, "Trần Thị Ở Lại");
    let kept = Kept::of(&post);
    kept.made();
    let old = post.scratch().join("old");
    copy_tree(&kept.folder, &old);
    ledger
        .erase(&gone.reference(), None, &post.now(), 1, &post.zone)
        .unwrap();
    let made = kept.made();
    assert_eq!(kept.numbers(), [2], "the one that remembered is gone");
    // Somebody kept a copy of the older one, and lays it back beside what is known by now.
    copy_tree(&old, &kept.folder);
    let older = kept.folder.join(
        old.read_dir()
            .unwrap()
            .find_map(|entry| {
                let name = entry.unwrap().file_name().into_string().unwrap();
                name.ends_with("000001").then_some(name)
            })
            .unwrap(),
    );
    std::fs::remove_dir_all(made.path).unwrap();
    write_register(&kept, &gone);
    drop(ledger);

    let new = Post::new();
    let elsewhere = backups_at(&new, &kept.clock);
    let staged = elsewhere.restore(&older, &kept.key, false).unwrap();
    assert_eq!(staged.number, 1);
    finish(&new.home, &new.now()).unwrap();
    let mut ledger = new.open();
    let found = |ledger: &mut Ledger, typed| ledger.visitors(typed, 5, &new.now()).unwrap().len();
    assert_eq!(found(&mut ledger, "quen di"), 0);
    assert_eq!(found(&mut ledger, "o lai"), 1);
    drop(ledger);
    assert_eq!(
        new.proven().entries,
        4,
        "the branch, and that it was erased"
    );
}

/// The folder's own register was overwritten by the older copy's: as the newest backup wrote it.
fn write_register(kept: &Kept, gone: &kiosk::ledger::Appended) {
    let register = std::fs::read_dir(&kept.folder).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        path.display()
            .to_string()
            .ends_with("-erased.json")
            .then_some(path)
    });
    let leaf = URL_SAFE_NO_PAD.encode(gone.leaf);
    let text = serde_json::json!({ "v": 1, "erased": [[gone.entry.seq, leaf]], "purged": null });
    std::fs::write(register.unwrap(), text.to_string()).unwrap();
}

pub fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn every_hour_there_is_one_and_two_are_kept_and_an_erasure_does_not_wait() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let kept = Kept::of(&post);
    let mut last = None;
    let empty = kept.backups.look(&mut last, HOUR);
    assert!(matches!(empty, Err(BackupError::Empty)), "{empty:?}");
    let an = named(&mut post, &mut ledger, "Nguyễn Văn An");
    let mut look = |post: &Post| {
        kept.clock.to(post.now());
        let made = kept.backups.look(&mut last, HOUR).unwrap();
        made.map(|made| made.label.number)
    };
    assert_eq!(look(&post), Some(1));
    post.pass_seconds(3_000);
    assert_eq!(look(&post), None);
    for number in 2..5 {
        post.pass_seconds(3_600);
        assert_eq!(look(&post), Some(number));
    }
    assert_eq!(kept.numbers(), [3, 4]);
    post.pass_seconds(60);
    ledger
        .erase(&an.reference(), None, &post.now(), 1, &post.zone)
        .unwrap();
    assert_eq!(look(&post), Some(5));
    assert_eq!(kept.numbers(), [5]);
    // A program that starts within the hour doesn't make another one.
    let mut started = None;
    let again = backups_at(&post, &kept.clock)
        .look(&mut started, HOUR)
        .unwrap();
    assert_eq!(again, None);
}

#[test]
fn appends_go_on_while_a_backup_is_made_and_it_is_one_moment_of_the_log() {
    let mut post = Post::new();
    let mut ledger = post.open();
    for n in 0..3_000 {
        named(&mut post, &mut ledger, &format!("Nguyễn Văn {n}"));
    }
    let kept = Kept::of(&post);
    let written = std::thread::scope(|scope| {
        let making = scope.spawn(|| kept.made());
        let mut written = 0_u64;
        while !making.is_finished() {
            named(&mut post, &mut ledger, "Trần Thị Trong Lúc");
            written += 1;
        }
        let made = making.join().unwrap();
        assert!(made.label.entries >= 3_000);
        written
    });
    assert!(written > 0);
    let new = Post::new();
    let staged = backups_at(&new, &kept.clock)
        .restore(&kept.folder, &kept.key, false)
        .unwrap();
    finish(&new.home, &new.now()).unwrap();
    assert_eq!(new.proven().entries, staged.entries);
}

#[test]
fn what_cannot_be_taken_is_told_apart_and_changes_nothing() {
    let mut post = Post::new();
    let mut ledger = post.open();
    named(&mut post, &mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    kept.made();
    named(&mut post, &mut ledger, "Trần Thị Bé");
    let newest = kept.made();
    let new = Post::new();
    let elsewhere = backups_at(&new, &kept.clock);
    let take = |folder: &Path, key: &str| elsewhere.restore(folder, key, false);
    let wrong = take(&kept.folder, "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF");
    assert!(matches!(wrong, Err(RestoreError::WrongKey)), "{wrong:?}");
    let nowhere = take(&post.scratch().join("nowhere"), &kept.key);
    assert!(matches!(nowhere, Err(RestoreError::Unreadable { .. })));
    let none = take(post.scratch(), &kept.key);
    assert!(matches!(none, Err(RestoreError::NoBackup(_))));
    assert!(!new.home.database().exists() && finish(&new.home, &new.now()).unwrap().is_none());

    // A torn page, then a torn end: the one before it is taken.
    let file = newest.path.join("ledger.db");
    let whole = std::fs::read(&file).unwrap();
    let mut torn = whole.clone();
    torn[6_000] ^= 1;
    for torn in [&torn[..], &whole[..whole.len() / 2]] {
        std::fs::write(&file, torn).unwrap();
        let staged = take(&kept.folder, &kept.key).unwrap();
        assert_eq!((staged.number, staged.is_older), (1, true));
        let only = take(&newest.path, &kept.key);
        assert!(matches!(only, Err(RestoreError::Torn { .. })), "{only:?}");
    }
    std::fs::write(&file, &whole).unwrap();
    let label = newest.path.join("backup.json");
    let text = std::fs::read_to_string(&label).unwrap();
    for (from, to) in [("\"v\":1", "\"v\":2"), ("\"schema\":", "\"schema\":9")] {
        std::fs::write(&label, text.replace(from, to)).unwrap();
        let newer = take(&kept.folder, &kept.key);
        assert!(
            matches!(newer, Err(RestoreError::Newer { .. })),
            "{newer:?}"
        );
    }
    std::fs::write(&label, &text).unwrap();
    // Two posts share a folder.
    let mut other = Post::new();
    let mut others = other.open();
    named(&mut other, &mut others, "Võ Thị Khác");
    let second = Kept::of(&other);
    choose(&other.home, &kept.folder);
    second.made();
    let several = take(&kept.folder, &kept.key);
    assert!(
        matches!(&several, Err(RestoreError::SeveralPosts(two)) if two.len() == 2),
        "{several:?}"
    );
    for error in [wrong, none, several] {
        let words = error.unwrap_err().words();
        assert!(
            words.vi.contains(':') && words.en.contains(':'),
            "{words:?}"
        );
    }
}

#[test]
fn without_a_folder_a_stick_or_a_recovery_key_a_sentence_says_what_to_do() {
    let mut post = Post::new();
    let mut ledger = post.open();
    named(&mut post, &mut ledger, "Nguyễn Văn An");
    let clock = Arc::new(Turned(Mutex::new(post.now())));
    let backups = backups_at(&post, &clock);
    assert!(matches!(
        backups.back_up(),
        Err(BackupError::Folder(FolderError::None))
    ));
    let folder = post.scratch().join("stick");
    std::fs::create_dir(&folder).unwrap();
    choose(&post.home, &folder);
    assert!(matches!(backups.back_up(), Err(BackupError::NoRecoveryKey)));
    drop(backups);
    let kept = Kept::of(&post);
    let first = kept.made();
    let pulled = post.scratch().join("pulled");
    std::fs::rename(&folder, &pulled).unwrap();
    assert!(matches!(
        kept.backups.back_up(),
        Err(BackupError::Folder(FolderError::Gone(_)))
    ));
    assert!(matches!(
        kept.backups.standing().unwrap().problem,
        Some(BackupError::Folder(FolderError::Gone(_)))
    ));
    std::fs::rename(&pulled, &folder).unwrap();
    assert_eq!(kept.backups.standing().unwrap().last, Some(first));
    choose(&post.home, &post.home.root().join("copies"));
    assert!(matches!(
        kept.backups.back_up(),
        Err(BackupError::Folder(FolderError::Own))
    ));
}
