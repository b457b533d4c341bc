//! People of the staff: their PINs, the locks that nothing lifts but time, sessions, and who may what.

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
            other => panic!("{other:?}"),
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

#[test]
fn five_wrong_tries_lock_for_30_seconds_doubling_to_15_minutes_and_a_right_one_forgets_them() {
    let staffed = Staffed::new();
    let (staff, clock) = (staffed.staff(), &staffed.clock);
    let wrong = || wrong(&staff, &staffed.guard, &clock.now());
    for left in [4, 3, 2, 1] {
        assert_eq!(wrong(), Wrong::Left(left));
    }
    for ms in [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000] {
        assert_eq!(wrong(), Wrong::Locked(ms));
        clock.on(ms - 1);
        assert_eq!(wrong(), Wrong::Locked(1), "and asking costs nothing");
        let right = staff.try_pin(staffed.guard.number, GUARD_PIN, Seat::Gate, &clock.now());
        assert!(
            matches!(right.unwrap(), Tried::Locked { .. }),
            "nor the right one"
        );
        clock.on(1);
    }
    staffed.proven(&staffed.guard, GUARD_PIN, Seat::Gate);
    assert_eq!(wrong(), Wrong::Left(4));
}

#[test]
fn a_lock_is_nobody_else_s() {
    let staffed = Staffed::new();
    for _ in 0..5 {
        wrong(&staffed.staff(), &staffed.guard, &staffed.clock.now());
    }
    staffed.proven(&staffed.admin, ADMIN_PIN, Seat::Desk);
}

#[test]
fn a_lock_survives_a_restart_a_turned_clock_a_reboot_and_either_copy_put_back() {
    let Staffed {
        dir,
        clock,
        post,
        guard,
        ..
    } = Staffed::new();
    drop(post);
    let home = Home::at(dir.path());
    // A program that starts, tries and ends.
    let again = || wrong(&Staff::of(&home), &guard, &clock.now());
    // Copies from before, as somebody would make who means to try again and again.
    let database = std::fs::read(home.staff()).unwrap();
    assert_eq!(again(), Wrong::Left(4));
    let early = std::fs::read(home.tries()).unwrap();
    for left in [3, 2, 1] {
        assert_eq!(again(), Wrong::Left(left));
    }
    assert_eq!(again(), Wrong::Locked(30_000));
    assert_eq!(again(), Wrong::Locked(30_000), "a restart");
    clock.turn(|now| now.at -= jiff::SignedDuration::from_hours(24 * 365));
    assert_eq!(again(), Wrong::Locked(30_000), "a clock set back");
    clock.turn(|now| now.at += jiff::SignedDuration::from_hours(2 * 24 * 365));
    assert_eq!(again(), Wrong::Locked(30_000), "or forward");
    clock.on(10_000);
    assert_eq!(again(), Wrong::Locked(20_000));
    clock.turn(|now| {
        now.boot = Boot([8; 16]);
        now.mono_ms = 5;
    });
    assert_eq!(again(), Wrong::Locked(30_000), "a reboot begins it anew");
    clock.on(10_000);
    assert_eq!(again(), Wrong::Locked(20_000), "once");

    let later = std::fs::read(home.tries()).unwrap();
    std::fs::write(home.tries(), early).unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "the file put back");
    std::fs::remove_file(home.tries()).unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "or taken away");
    std::fs::write(home.tries(), "{\"number\":99,\"of\":{}}\nAAAA\n").unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "or forged");
    std::fs::write(home.tries(), later).unwrap();
    std::fs::write(home.staff(), database).unwrap();
    assert_eq!(again(), Wrong::Locked(20_000), "the database put back");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However the tries are spaced, no more are taken than the locks allow.
    #[test]
    fn whoever_guesses_gets_no_more_tries_than_the_locks_leave(
        waits in prop::collection::vec(0_u64..200_000, 1..12),
    ) {
        let staffed = Staffed::new();
        let (staff, clock) = (staffed.staff(), &staffed.clock);
        let (mut taken, mut free_at, began) = (0_u32, 0, clock.now().mono_ms);
        for wait in waits {
            clock.on(wait);
            let now = clock.now().mono_ms - began;
            let tried = staff.try_pin(staffed.guard.number, "9753", Seat::Gate, &clock.now()).unwrap();
            let is_taken = match tried {
                Tried::Wrong { .. } => true,
                Tried::Locked { by_this, .. } => by_this,
                Tried::Right(_) => false,
            };
            prop_assert_eq!(is_taken, now >= free_at);
            if is_taken {
                taken += 1;
                if taken >= 5 {
                    free_at = now + (30_000 << (taken - 5).min(5)).min(900_000);
                }
            }
        }
    }
}

#[test]
fn before_an_admin_is_made_everything_is_open_and_then_what_is_the_admin_s_is_closed() {
    let dir = TempDir::new().unwrap();
    let clock = Clocks::new();
    let mut post = post_at(dir.path(), &clock);
    let open = |post: &Post| {
        let staff = post.staff();
        Act::ALL.map(|act| staff.allow(act, &clock.now()).is_ok())
    };
    assert_eq!(open(&post), [true; Act::ALL.len()]);
    let now = clock.now();
    let guard = typed("Lê Văn Bảo", Role::Guard, Some(GUARD_PIN));
    post.staff().add(&guard, &now).unwrap();
    assert_eq!(
        open(&post),
        [true; Act::ALL.len()],
        "a guard alone closes nothing"
    );
    let admin = typed("Trần Thị Quản", Role::Admin, Some(ADMIN_PIN));
    post.staff().add(&admin, &now).unwrap();
    assert_eq!(open(&post), [false; Act::ALL.len()]);
    assert_eq!(
        post.choose_policy("declaration-today")
            .unwrap_err()
            .to_string(),
        "this needs an admin: press F11 and enter the PIN"
    );
    let again = typed("Ai Đó", Role::Admin, Some("86427531"));
    let refused = post.staff().add(&again, &now).unwrap_err();
    assert!(matches!(
        refused,
        StaffError::NotAllowed(NotAllowed(Role::Admin))
    ));
    // A program that starts anew, and a list that can't be read.
    drop(post);
    let post = post_at(dir.path(), &clock);
    assert_eq!(open(&post), [false; Act::ALL.len()]);
    drop(post);
    std::fs::write(dir.path().join("staff.db"), b"not a database at all").unwrap();
    let post = post_at(dir.path(), &clock);
    assert_eq!(open(&post), [false; Act::ALL.len()], "damage opens nothing");
}

#[test]
fn what_records_never_asks_and_the_rest_asks_in_the_verb_itself() {
    let mut staffed = Staffed::new();
    let post = &mut staffed.post;
    let said = post.see(&[AN.as_bytes().to_vec()]);
    assert_eq!(said.first().map(|shown| shown.said), Some(Said::In));
    let line = FromPaper {
        day: jiff::civil::date(2026, 11, 23),
        time: jiff::civil::time(9, 0, 0, 0),
        name: "Phạm Văn Cũ".to_owned(),
        birth_year: None,
        direction: checkpoint::entry::Direction::In,
        purpose: None,
    };
    post.enter_from_paper(&line).unwrap();
    post.undo().unwrap();
    let needs = |role| Err(Refusal::NotAllowed(NotAllowed(role)));
    assert_eq!(post.find_visitors("an").map(|_| ()), needs(Role::Guard));
    assert_eq!(post.inside().map(|_| ()), needs(Role::Guard));
    let mode = checkpoint::entry::Mode::In;
    assert_eq!(post.choose_mode(mode), needs(Role::Guard));
    assert_eq!(post.await_code(Sought::PersonKey), needs(Role::Admin));
    let now = std::time::Instant::now();
    assert_eq!(post.start_card_test(now), needs(Role::Admin));
    staffed.guard_on();
    let post = &mut staffed.post;
    assert_eq!(post.find_visitors("an").map(|found| found.len()), Ok(1));
    post.choose_mode(mode).unwrap();
    assert_eq!(post.await_code(Sought::PersonKey), needs(Role::Admin));
    assert!(
        post.import_trust("x")
            .unwrap_err()
            .to_string()
            .contains("needs an admin")
    );
    staffed.admin_on();
    let post = &mut staffed.post;
    post.await_code(Sought::PersonKey).unwrap();
    assert!(
        !post
            .import_trust("x")
            .unwrap_err()
            .to_string()
            .contains("needs")
    );
}

#[test]
fn a_desk_closes_when_nobody_touches_it_and_after_twelve_hours_whatever_is_done() {
    let mut staffed = Staffed::new();
    staffed.admin_on();
    staffed.post.await_code(Sought::PersonKey).unwrap();
    for _ in 0..30 {
        staffed.clock.on(2 * MINUTE - 1);
        staffed.post.stay();
    }
    let desk = |staffed: &Staffed| staffed.post.snapshot().staff.desk;
    assert_eq!(desk(&staffed), Some(staffed.admin.clone()));
    staffed.post.await_code(Sought::PersonKey).unwrap();
    staffed
        .clock
        .turn(|now| now.at -= jiff::SignedDuration::from_hours(24));
    staffed.clock.on(2 * MINUTE);
    staffed.post.tick();
    assert_eq!(
        desk(&staffed),
        None,
        "a clock set back doesn't keep it open"
    );
    assert_eq!(
        staffed.post.snapshot().awaited,
        None,
        "nor what it waited for"
    );
    staffed.admin_on();
    for _ in 0..12 * 60 {
        staffed.clock.on(MINUTE);
        staffed.post.stay();
    }
    assert_eq!(desk(&staffed), None);

    staffed.guard_on();
    staffed.clock.on(12 * 60 * MINUTE - 1);
    staffed.post.tick();
    assert!(staffed.post.snapshot().staff.duty.is_some());
    staffed.clock.on(1);
    staffed.post.tick();
    assert_eq!(staffed.post.snapshot().staff.duty, None);
    let root = staffed.dir.path().to_owned();
    let clock = Arc::clone(&staffed.clock);
    staffed.guard_on();
    drop(staffed.post);
    assert_eq!(
        post_at(&root, &clock).snapshot().staff.duty,
        None,
        "nor does a restart"
    );
}

#[test]
fn a_unit_head_s_desk_waits_a_quarter_of_an_hour_and_a_guard_has_none() {
    let mut staffed = Staffed::new();
    staffed.admin_on();
    let head = typed("Phạm Lãnh Đạo", Role::UnitHead, Some("97531864"));
    let head = staffed.staff().add(&head, &staffed.clock.now()).unwrap();
    let proven = staffed.proven(&head, "97531864", Seat::Desk);
    staffed.post.sign_on(&proven, Seat::Desk).unwrap();
    staffed.clock.on(15 * MINUTE - 1);
    staffed.post.tick();
    assert_eq!(staffed.post.snapshot().staff.desk, Some(head));
    staffed.clock.on(1);
    staffed.post.tick();
    assert_eq!(staffed.post.snapshot().staff.desk, None);
    let now = staffed.clock.now();
    let at_desk = staffed
        .staff()
        .try_pin(staffed.guard.number, GUARD_PIN, Seat::Desk, &now);
    assert!(matches!(at_desk, Err(StaffError::GuardAtDesk)));
}

#[test]
fn the_list_is_changed_by_an_admin_and_never_without_one() {
    let mut staffed = Staffed::new();
    staffed.admin_on();
    let (staff, now) = (staffed.staff(), staffed.clock.now());
    let (admin, guard) = (staffed.admin.number, staffed.guard.number);
    let add = |name: &str, role, pin| staff.add(&typed(name, role, Some(pin)), &now);
    assert!(matches!(
        add(" ", Role::Guard, "2580"),
        Err(StaffError::Name)
    ));
    assert!(matches!(
        add("lê văn  bảo", Role::Guard, "2580"),
        Err(StaffError::NameTaken)
    ));
    assert!(matches!(
        add("Mới", Role::UnitHead, "2580"),
        Err(StaffError::Pin(_))
    ));
    let last = |error| matches!(error, Err(StaffError::LastAdmin));
    assert!(last(staff.remove(admin, &now)));
    let less = typed("Trần Thị Quản", Role::Guard, Some("2580"));
    assert!(last(staff.change(admin, &less, &now)));
    let more = typed("Lê Văn Bảo", Role::Admin, None);
    assert!(matches!(
        staff.change(guard, &more, &now),
        Err(StaffError::NeedsPin)
    ));
    for _ in 0..5 {
        wrong(&staff, &staffed.guard, &now);
    }
    let pin = typed("Lê Bảo", Role::Guard, Some("1379"));
    staff.change(guard, &pin, &now).unwrap();
    let renamed = staff.people().unwrap();
    assert!(renamed.iter().any(|person| person.name == "Lê Bảo"));
    staffed.proven(&staffed.guard, "1379", Seat::Gate);
    staffed.guard = renamed.into_iter().find(|one| one.number == guard).unwrap();
    let proven = staffed.proven(&staffed.guard, "1379", Seat::Gate);
    staffed.post.sign_on(&proven, Seat::Gate).unwrap();
    staff.remove(guard, &now).unwrap();
    staffed.post.tick();
    assert_eq!(
        staffed.post.snapshot().staff.duty,
        None,
        "their session ends"
    );
    let gone = staff.try_pin(guard, "1379", Seat::Gate, &now);
    assert!(matches!(gone, Err(StaffError::Unknown)));
    assert!(matches!(
        staff.remove(guard, &now),
        Err(StaffError::Unknown)
    ));
}

#[test]
fn a_shift_is_counted_handed_over_and_sealed_and_entries_say_who_was_on_duty() {
    let mut staffed = Staffed::new();
    let show = |staffed: &mut Staffed, code: &str| {
        staffed.post.see(&[code.as_bytes().to_vec()]);
        staffed.clock.on(3 * MINUTE);
    };
    show(&mut staffed, BE);
    assert_eq!(
        staffed.post.hand_over("", None).unwrap_err(),
        Refusal::NotAllowed(NotAllowed(Role::Guard))
    );
    staffed.guard_on();
    staffed.clock.on(1);
    show(&mut staffed, AN);
    show(&mut staffed, AN);
    let passed = Unscanned {
        count: 3,
        party: checkpoint::entry::Party::Visitor,
        direction: None,
    };
    staffed.post.pass_unscanned(passed).unwrap();
    let slip = staffed.post.handover().unwrap();
    assert_eq!(slip.guard.as_deref(), Some("Lê Văn Bảo"));
    assert_eq!((slip.entered, slip.left, slip.unscanned), (4, 1, 3));
    assert_eq!((slip.inside, slip.open), (4, 0));
    staffed.admin_on();
    let next = typed("Võ Thị Ca", Role::Guard, Some("1379"));
    let next = staffed.staff().add(&next, &staffed.clock.now()).unwrap();
    let proven = staffed.proven(&next, "1379", Seat::Gate);
    let head = staffed
        .post
        .hand_over(" Chìa khoá kho ở tủ số 2 ", Some(&proven))
        .unwrap();
    assert_eq!(staffed.post.snapshot().staff.duty, Some(next.clone()));
    let fresh = staffed.post.handover().unwrap();
    assert_eq!((fresh.entered, fresh.left, fresh.unscanned), (0, 0, 0));
    show(&mut staffed, BE);

    let home = Home::at(staffed.dir.path());
    let code = sign(&home, head.clone()).unwrap();
    assert!(!code.modules.is_empty());
    let read = Signed::<Head>::read(code.text.as_bytes()).unwrap();
    assert_eq!(read.says, head);
    let (guard, next) = (staffed.guard.number, next.number);
    let admin = staffed.admin.number;
    let (entries, key) = staffed.close();
    let said: Vec<(Kind, Option<u64>)> = entries
        .iter()
        .map(|entry| (entry.said.kind.clone(), entry.said.by))
        .collect();
    assert_eq!(
        said,
        [
            (Kind::Scan, None),
            (Kind::SignIn, Some(guard)),
            (Kind::Scan, Some(guard)),
            (Kind::Scan, Some(guard)),
            (Kind::Passed, Some(guard)),
            (Kind::SignIn, Some(admin)),
            (Kind::ShiftClose, Some(guard)),
            (Kind::SignIn, Some(next)),
            (Kind::Scan, Some(next)),
        ]
    );
    assert!(entries[6].subject.is_some(), "the note is in the subject");
    assert_eq!(
        head.seq, 8,
        "the head seals what the next guard signed on with"
    );
    let key = UnparsedPublicKey::new(&ED25519, key);
    let text = read.says.text();
    key.verify(text.as_bytes(), &read.signature).unwrap();
}

#[test]
fn a_lockout_a_change_of_the_list_and_a_recovery_are_entries() {
    let mut staffed = Staffed::new();
    let (staff, clock) = (staffed.staff(), Arc::clone(&staffed.clock));
    staffed.admin_on();
    let key = staff.new_recovery_key(&clock.now()).unwrap();
    assert_eq!(key.split('-').map(str::len).collect::<Vec<_>>(), [4; 6]);
    let letters = key.replace('-', "");
    let last = &letters[letters.len() - 6..];
    let untyped = staff.recover(staffed.admin.number, &key, "86427531", &clock.now());
    assert!(matches!(untyped, Err(StaffError::NoRecoveryKey)));
    let other = staff.keep_recovery_key("AAAAAA", &clock.now());
    assert!(matches!(other, Err(StaffError::NotTypedBack)));
    staff
        .keep_recovery_key(&last.to_lowercase(), &clock.now())
        .unwrap();
    assert!(staff.has_recovery_key().unwrap());
    staffed.post.staff_changed().unwrap();
    staffed.post.sign_off(Seat::Desk);

    for _ in 0..5 {
        wrong(&staff, &staffed.guard, &clock.now());
    }
    staffed.post.locked_out(Some(staffed.guard.number)).unwrap();
    let recover =
        |person: &Person, key: &str, pin| staff.recover(person.number, key, pin, &clock.now());
    let guard = recover(&staffed.guard, &key, "86427531");
    assert!(matches!(guard, Err(StaffError::NotAnAdmin)));
    let short = recover(&staffed.admin, &key, "8642");
    assert!(matches!(short, Err(StaffError::Pin(_))));
    let tried = recover(&staffed.admin, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "86427531");
    assert!(matches!(tried, Ok(Tried::Wrong { left: 4 })));
    // The admin's own lock doesn't stand in its way.
    for _ in 0..5 {
        wrong(&staff, &staffed.admin, &clock.now());
    }
    let Ok(Tried::Right(proven)) = recover(&staffed.admin, &key.to_lowercase(), "86427531") else {
        panic!("the key is right");
    };
    staffed.post.recovered(&proven).unwrap();
    assert_eq!(
        staffed.post.snapshot().staff.desk,
        Some(staffed.admin.clone())
    );
    staffed.proven(&staffed.admin, "86427531", Seat::Desk);
    let (admin, guard) = (staffed.admin.number, staffed.guard.number);
    let (entries, _) = staffed.close();
    let said: Vec<_> = entries
        .into_iter()
        .map(|entry| (entry.said.kind, entry.said.by, entry.said.reasons))
        .collect();
    assert_eq!(
        said,
        [
            (Kind::SignIn, Some(admin), vec![]),
            (Kind::Config, Some(admin), vec![Reason::StaffChanged]),
            (Kind::Lockout, Some(guard), vec![]),
            (Kind::Config, Some(admin), vec![Reason::RecoveryKeyUsed]),
            (Kind::SignIn, Some(admin), vec![]),
        ]
    );
}

#[test]
fn names_and_pins_stand_in_no_file_in_clear() {
    let staffed = Staffed::new();
    let root = staffed.dir.path().to_owned();
    let mut files = vec![root];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|one| one.unwrap().path()),
            );
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for secret in ["Trần Thị Quản", ADMIN_PIN, "argon2id"] {
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {}", path.display());
        }
    }
}
