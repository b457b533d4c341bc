//! A post with a real ledger, a clock that tests turn, and a speaker that remembers.

mod badges;
mod closing;
mod house;
mod leaving;
mod naming;
mod practice;
mod preset;
mod purging;

use checkpoint::document::{Foreign, Number};
use checkpoint::entry::{Direction, Mode, Party};
use checkpoint::moment::{Boot, Moment, Offset};
use checkpoint::subject::{Person, PersonKey};
use checkpoint::wire::person_key::digits_of;
use kiosk::card_test::Trial;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::person_key::PersonKeyError;
use kiosk::post::{
    Awaited, ByHand, FromPaper, Parts, Post, Refusal, Remark, Said, Sought, Unscanned,
};
use kiosk::reader::serial::{Choice, Suffix, Wanted};
use kiosk::reader::wedge::Typed;
use kiosk::scanner::Scan;
use kiosk::settings::Settings;
use kiosk::sound::{Sound, Speaker};
use kiosk::store::{Store, Trouble};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const AN: &str = "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|12052021";
const AN_2024: &str = "051090000001||Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|01082024||||";
const BE: &str =
    "051190000002||Trần Thị Bé|20111990|Nữ|Tổ 3, Châu Ổ, Bình Sơn, Quảng Ngãi|10072022";
const IMPOSSIBLE: &str =
    "051090000009||Lê Thị Lạ|31022000|Nữ|Bình Châu, Bình Sơn, Quảng Ngãi|10072022";
const BANK: &str =
    "00020101021138540010A00000072701240006970436011012345678900208QRIBFTTA53037045802VN6304ABCD";

/// 2026-11-24 07:42 in Vietnam, and then as the test says.
struct Turned(AtomicU64);

impl Turned {
    fn on(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Turned {
    fn now(&self) -> Moment {
        let ms = self.0.load(Ordering::SeqCst);
        let start = 1_795_480_920_000_i64;
        let at = start + i64::try_from(ms).expect("a day");
        Moment {
            at: jiff::Timestamp::from_millisecond(at).expect("a time"),
            mono_ms: 1_000 + ms,
            boot: Boot([7; 16]),
            offset: None,
        }
    }
}

/// A hub told the time, and this clock is a minute and a half behind it.
struct Behind(Turned);

impl Clock for Behind {
    fn now(&self) -> Moment {
        Moment {
            offset: Some(Offset {
                ms: 90_000,
                uncertainty_ms: 20,
            }),
            ..self.0.now()
        }
    }
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Sound>>>);

impl Heard {
    fn all(&self) -> Vec<Sound> {
        self.0.lock().expect("heard").clone()
    }
}

impl Speaker for Heard {
    fn play(&self, sound: Sound) {
        self.0.lock().expect("heard").push(sound);
    }

    fn is_present(&self) -> bool {
        true
    }
}

struct Gate {
    post: Post,
    clock: Arc<Turned>,
    heard: Heard,
}

fn post_at(root: &Path, clock: Arc<dyn Clock>, heard: &Heard) -> Post {
    let settings = Settings::default();
    let zone = settings.time_zone().expect("a zone");
    Post::new(Parts {
        store: Store::new(Home::at(root), settings.gate, zone),
        settings_path: root.join("settings.json"),
        settings,
        speaker: Box::new(heard.clone()),
        clock,
        demo: false,
    })
    .expect("a post")
}

impl Gate {
    fn at(root: &Path, after_ms: u64) -> Gate {
        let clock = Arc::new(Turned(AtomicU64::new(after_ms)));
        let heard = Heard::default();
        let post = post_at(root, Arc::clone(&clock) as Arc<dyn Clock>, &heard);
        Gate { post, clock, heard }
    }

    /// Shows codes for one frame and says what came of the first.
    fn show(&mut self, codes: &[&str]) -> Option<Said> {
        self.post.see(&bytes(codes)).first().map(|shown| shown.said)
    }

    /// Holds codes in view for a while, ten frames a second.
    fn hold(&mut self, codes: &[&str], ms: u64) -> Vec<Said> {
        let codes = bytes(codes);
        let mut said = Vec::new();
        for _ in 0..ms / 100 {
            said.extend(self.post.see(&codes).into_iter().map(|shown| shown.said));
            self.clock.on(100);
            self.post.tick();
        }
        said
    }

    /// Inside, entered, left.
    fn counters(&self) -> (u32, u32, u32) {
        let counters = self.post.snapshot().counters;
        (counters.inside, counters.entered, counters.left)
    }
}

fn bytes(codes: &[&str]) -> Vec<Vec<u8>> {
    codes.iter().map(|code| code.as_bytes().to_vec()).collect()
}

fn gate() -> (TempDir, Gate) {
    let dir = TempDir::new().expect("a folder");
    let gate = Gate::at(dir.path(), 0);
    (dir, gate)
}

#[test]
fn a_card_held_for_a_minute_is_one_entry_one_sound_and_one_green_panel() {
    let (_dir, mut gate) = gate();
    let said = gate.hold(&[AN], 60_000);
    assert_eq!(said, [Said::In]);
    assert_eq!(gate.heard.all(), [Sound::In]);
    assert_eq!(gate.counters(), (1, 1, 0));
    let panel = gate.post.snapshot().panel.expect("a panel");
    assert_eq!(panel.holder.name.as_deref(), Some("Nguyễn Văn An"));
    assert_eq!(panel.holder.last_four.as_deref(), Some("0001"));
    assert_eq!(panel.seq, Some(1));
}

#[test]
fn back_after_five_seconds_is_ignored_after_a_minute_already_and_later_out() {
    let (_dir, mut gate) = gate();
    assert_eq!(gate.show(&[AN]), Some(Said::In));
    gate.clock.on(5_000);
    assert_eq!(gate.show(&[AN]), Some(Said::Ignored));
    gate.clock.on(60_000);
    assert_eq!(gate.show(&[AN]), Some(Said::Already));
    gate.clock.on(121_000);
    assert_eq!(gate.show(&[AN]), Some(Said::Out));
    assert_eq!(gate.counters(), (0, 1, 1));
    assert_eq!(gate.heard.all(), [Sound::In, Sound::Already, Sound::Out]);
}

#[test]
fn a_second_document_of_the_same_person_counts_and_moves_nobody() {
    let (_dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.clock.on(4_000);
    let shown = gate.post.see(&bytes(&[AN_2024])).remove(0);
    assert_eq!(shown.seq, Some(2));
    assert!(shown.reasons.contains(&Remark::SecondDocument));
    assert_eq!(gate.counters(), (1, 1, 0));
}

#[test]
fn with_a_bank_code_and_a_card_in_view_only_the_card_speaks() {
    let (_dir, mut gate) = gate();
    assert_eq!(gate.hold(&[BANK, AN], 2_000), [Said::In]);
}

#[test]
fn a_foreign_code_never_covers_a_person_and_speaks_once_when_alone() {
    let (_dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.clock.on(1_000);
    assert_eq!(gate.show(&[BANK]), None);
    gate.clock.on(6_000);
    let said = gate.hold(&[BANK], 30_000);
    assert_eq!(said.len(), 1);
    assert!(matches!(said[0], Said::Foreign(_)));
    assert_eq!(gate.counters(), (1, 1, 0));
}

#[test]
fn a_look_moves_nobody_until_the_guard_answers() {
    let (_dir, mut gate) = gate();
    assert_eq!(gate.show(&[IMPOSSIBLE]), Some(Said::Look));
    assert_eq!(gate.counters(), (0, 0, 0));
    gate.post.decide(1, true).expect("an answer");
    assert_eq!(gate.counters(), (1, 1, 0));
    assert_eq!(gate.post.decide(1, true), Err(Refusal::NotOpen));
    assert_eq!(gate.heard.all(), [Sound::Look, Sound::In]);
}

#[test]
fn someone_turned_away_is_a_refusal_that_stays_until_it_is_acknowledged() {
    let (_dir, mut gate) = gate();
    gate.show(&[IMPOSSIBLE]);
    gate.post.decide(1, false).expect("an answer");
    assert_eq!(gate.counters(), (0, 0, 0));
    for person in 0..7 {
        gate.clock.on(2_000);
        let card =
            format!("0510900001{person:02}||Người Thứ {person}|05031990|Nam|Quảng Ngãi|12052021");
        assert_eq!(gate.show(&[&card]), Some(Said::In));
    }
    let strip = gate.post.snapshot().strip;
    assert_eq!(strip.len(), 5);
    assert!(strip.iter().any(|row| row.said == Said::Refuse && row.open));
    gate.post.acknowledge();
    gate.clock.on(2_000);
    gate.show(&[BE]);
    let strip = gate.post.snapshot().strip;
    assert!(!strip.iter().any(|row| row.said == Said::Refuse));
}

#[test]
fn f6_turns_the_last_entry_round_and_f7_undoes_it_within_thirty_seconds() {
    let (_dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.clock.on(2_000);
    gate.post.turn_round().expect("turned");
    assert_eq!(gate.counters(), (0, 0, 1));
    let panel = gate.post.snapshot().panel.expect("a panel");
    assert_eq!(panel.said, Said::Out);
    gate.post.undo().expect("undone");
    assert_eq!(gate.counters(), (0, 0, 0));
    gate.clock.on(40_000);
    assert_eq!(gate.post.turn_round(), Err(Refusal::NothingToUndo));
}

#[test]
fn a_purpose_within_twenty_seconds_is_kept_and_later_refused() {
    let (_dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.clock.on(5_000);
    gate.post.purpose(2).expect("kept");
    let panel = gate.post.snapshot().panel.expect("a panel");
    assert_eq!(panel.purpose, Some(2));
    assert_eq!(gate.counters(), (1, 1, 0));
    gate.clock.on(30_000);
    assert_eq!(gate.post.purpose(2), Err(Refusal::NobodyJustNow));
}

#[test]
fn a_visitor_of_the_last_days_is_found_by_two_letters_and_is_the_same_person() {
    let (_dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.clock.on(200_000);
    gate.show(&[AN]);
    gate.clock.on(200_000);
    let found = gate.post.find_visitors("ng").expect("a list");
    assert_eq!(found.len(), 1);
    let form = ByHand {
        visitor: Some(found[0].id.clone()),
        ..ByHand::default()
    };
    gate.post.enter_by_hand(&form).expect("entered");
    assert_eq!(gate.counters(), (1, 2, 1));
    gate.post.find_visitors("an").expect("a newer list");
    assert_eq!(gate.post.enter_by_hand(&form), Err(Refusal::VisitorUnknown));
}

#[test]
fn a_new_person_needs_a_name_and_implausible_years_are_refused() {
    let (_dir, mut gate) = gate();
    let form = |name: &str, birth_year| ByHand {
        name: name.to_owned(),
        birth_year,
        ..ByHand::default()
    };
    let nameless = gate.post.enter_by_hand(&form("  ", None));
    assert_eq!(nameless, Err(Refusal::NameMissing));
    let ancient = gate.post.enter_by_hand(&form("Lê Văn Cụ", Some(1800)));
    assert_eq!(ancient, Err(Refusal::BirthYearImplausible));
    gate.post
        .enter_by_hand(&form("Lê  Văn Cụ", Some(1950)))
        .expect("entered");
    let panel = gate.post.snapshot().panel.expect("a panel");
    assert_eq!(panel.holder.name.as_deref(), Some("Lê Văn Cụ"));
    assert_eq!(panel.said, Said::In);
}

#[test]
fn a_paper_line_counts_at_the_time_it_happened_and_never_in_the_future() {
    let (_dir, mut gate) = gate();
    let mut line = FromPaper {
        day: jiff::civil::date(2026, 11, 24),
        time: jiff::civil::time(7, 10, 0, 0),
        name: "Phạm Văn Cũ".to_owned(),
        birth_year: Some(1945),
        direction: Direction::In,
        purpose: Some("Một cửa".to_owned()),
    };
    gate.post.enter_from_paper(&line).expect("entered");
    assert_eq!(gate.counters(), (1, 1, 0));
    line.time = jiff::civil::time(23, 0, 0, 0);
    assert_eq!(
        gate.post.enter_from_paper(&line),
        Err(Refusal::TimeInFuture)
    );
}

#[test]
fn people_without_a_scan_are_counted_and_inside_is_never_negative() {
    let (_dir, mut gate) = gate();
    let pass = |count, direction| Unscanned {
        count,
        party: Party::Pupil,
        direction: Some(direction),
    };
    gate.post
        .pass_unscanned(pass(30, Direction::In))
        .expect("counted");
    assert_eq!(gate.counters(), (30, 30, 0));
    gate.post
        .pass_unscanned(pass(31, Direction::Out))
        .expect("counted");
    assert_eq!(gate.counters().0, 0);
    let nobody = gate.post.pass_unscanned(pass(0, Direction::In));
    assert_eq!(nobody, Err(Refusal::CountWrong));
}

#[test]
fn a_restart_remembers_the_day_and_who_was_seen_just_now() {
    let (dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.show(&[BE]);
    gate.post.choose_mode(Mode::Auto).expect("kept");
    drop(gate);
    let mut gate = Gate::at(dir.path(), 30_000);
    assert_eq!(gate.counters(), (2, 2, 0));
    assert_eq!(gate.show(&[AN]), Some(Said::Already));
    gate.clock.on(300_000);
    assert_eq!(gate.show(&[AN]), Some(Said::Out));
}

#[test]
fn a_look_of_before_midnight_and_a_restart_is_answered_after_both_and_names_its_person() {
    /// From the clock's start to ten seconds before midnight.
    const EVENING: u64 = (16 * 3_600 + 18 * 60 - 10) * 1_000;
    let dir = TempDir::new().expect("a folder");
    let mut gate = Gate::at(dir.path(), EVENING);
    assert_eq!(gate.show(&[IMPOSSIBLE]), Some(Said::Look));
    drop(gate);
    let mut gate = Gate::at(dir.path(), EVENING + 25_000);
    assert_eq!(gate.show(&[IMPOSSIBLE]), Some(Said::Look));
    gate.post.decide(1, true).expect("an answer");
    assert_eq!(gate.counters(), (1, 1, 0));
    let inside = gate.post.inside().expect("a list");
    assert_eq!(inside[0].holder.name.as_deref(), Some("Lê Thị Lạ"));
}

#[test]
fn a_night_without_power_is_a_gap_that_the_screen_names() {
    let (dir, mut gate) = gate();
    gate.show(&[AN]);
    drop(gate);
    let gate = Gate::at(dir.path(), 45 * 60_000);
    let (from, to) = gate.post.snapshot().gap.expect("a gap");
    assert!(to.duration_since(from).as_secs() >= 44 * 60);
}

#[test]
fn a_second_post_on_the_same_ledger_is_told_and_says_not_stored() {
    let (dir, mut first) = gate();
    first.show(&[AN]);
    let mut second = Gate::at(dir.path(), 1_000);
    let running = Trouble::AlreadyRunning;
    assert_eq!(second.post.snapshot().trouble, Some(running));
    assert_eq!(second.show(&[BE]), Some(Said::NotStored(running)));
    assert_eq!(second.heard.all(), [Sound::NotStored]);
    drop(first);
    second.clock.on(2_000);
    second.post.tick();
    assert_eq!(second.show(&[BE]), Some(Said::In));
}

#[test]
fn a_reader_is_answered_as_a_camera_is_and_a_card_that_both_see_is_entered_once() {
    let (_dir, mut gate) = gate();
    assert_eq!(gate.post.hear(AN.as_bytes())[0].said, Said::In);
    assert_eq!(gate.show(&[AN]), None);
    assert!(gate.post.hear(AN.as_bytes()).is_empty());
    assert_eq!(gate.counters(), (1, 1, 0));
    // Whoever pulls the trigger is told what the code is, beside a person's verdict too.
    assert!(matches!(
        gate.post.hear(BANK.as_bytes())[0].said,
        Said::Foreign(_)
    ));
    assert_eq!(gate.heard.all(), [Sound::In, Sound::Foreign]);
}

#[test]
fn a_typed_text_that_an_input_method_changed_is_said_and_heard_and_writes_nothing() {
    let (_dir, mut gate) = gate();
    let retouched = Typed {
        text: AN.to_owned(),
        retouched: true,
    };
    let said = gate.post.hear_typed(&retouched);
    assert_eq!((said[0].said, said[0].seq), (Said::Damaged, None));
    assert_eq!(gate.counters(), (0, 0, 0));
    assert_eq!(gate.heard.all(), [Sound::Foreign]);
    assert!(gate.post.snapshot().strip.is_empty());
    let whole = Typed {
        text: AN.to_owned(),
        retouched: false,
    };
    assert_eq!(gate.post.hear_typed(&whole)[0].said, Said::In);
}

#[test]
fn while_a_card_is_tried_the_cameras_codes_enter_nobody_and_afterwards_they_do() {
    let (_dir, mut gate) = gate();
    let scan = Scan::default();
    let now = Instant::now();
    assert!(!gate.post.try_card(&scan, 1280, now));
    gate.post.start_card_test(now).expect("asked");
    assert!(gate.post.try_card(&scan, 1280, now));
    assert_eq!(gate.post.snapshot().trial, Some(Trial::Waiting));
    assert_eq!(gate.post.hear(AN.as_bytes())[0].said, Said::In);
    let forgotten = now + Duration::from_secs(600);
    assert!(gate.post.try_card(&scan, 1280, forgotten));
    assert_eq!(gate.post.snapshot().trial, None);
    assert!(!gate.post.try_card(&scan, 1280, forgotten));
}

#[test]
fn another_port_for_the_reader_is_kept_with_the_speed_that_was_written_by_hand() {
    let (dir, mut gate) = gate();
    let path = dir.path().join("settings.json");
    let choice = Choice {
        port: Wanted::Named("COM7".to_owned()),
        suffix: Suffix::Tab,
        ..Choice::default()
    };
    gate.post.choose_reader(choice.clone()).expect("kept");
    assert_eq!(Settings::load(&path).expect("settings").reader, choice);
    assert_eq!(gate.post.reader_choice(), &choice);
}

/// A hub's enrolment code that leads to this address.
fn invitation(address: &str) -> String {
    let invitation = checkpoint::wire::enrol::Invitation {
        address: address.to_owned(),
        root: [1; 32],
        code: [2; 16],
        secret: [3; 16],
    };
    invitation.text()
}

fn waiting() -> Awaited {
    Awaited {
        sought: Sought::Invitation,
        seen: None,
    }
}

#[test]
fn an_enrolment_code_that_comes_while_nobody_waits_is_a_foreign_code_and_is_not_kept() {
    let (_dir, mut gate) = gate();
    let code = invitation("https://hub.example.vn");
    let said = gate.hold(&[&code], 1_000);
    assert_eq!(said, [Said::Foreign(Foreign::Enrolment)]);
    assert_eq!(gate.post.seen_code(Sought::Invitation), None);
    gate.post.await_code(Sought::Invitation).expect("asked");
    assert_eq!(gate.post.snapshot().awaited, Some(waiting()));
    assert_eq!(
        gate.post.seen_code(Sought::Invitation),
        None,
        "what came before counts nothing"
    );
}

#[test]
fn while_an_admin_waits_the_first_code_is_put_aside_and_people_are_still_scanned() {
    let (_dir, mut gate) = gate();
    gate.post.await_code(Sought::Invitation).expect("asked");
    let first = invitation("https://hub.example.vn");
    let second = invitation("https://elsewhere.example.vn");
    assert_eq!(gate.show(&[AN, &first]), Some(Said::In));
    let seen = Awaited {
        seen: Some("https://hub.example.vn".to_owned()),
        ..waiting()
    };
    assert_eq!(gate.post.snapshot().awaited, Some(seen.clone()));
    gate.clock.on(5_000);
    assert_eq!(
        gate.show(&[&second]),
        None,
        "a second one doesn't take its place"
    );
    assert_eq!(gate.post.snapshot().awaited, Some(seen));
    assert_eq!(
        gate.post.seen_code(Sought::Invitation),
        Some(first.into_bytes())
    );

    gate.post.await_code(Sought::Invitation).expect("asked");
    gate.post.hear(second.as_bytes());
    assert_eq!(
        gate.post.seen_code(Sought::Invitation),
        Some(second.clone().into_bytes()),
        "by a reader"
    );
    gate.post.stop_awaiting();
    assert_eq!(gate.post.snapshot().awaited, None);
    assert_eq!(
        gate.show(&[&second]),
        Some(Said::Foreign(Foreign::Enrolment))
    );
}

#[test]
fn a_wait_that_nobody_ended_ends_by_itself() {
    let (_dir, mut gate) = gate();
    gate.post.await_code(Sought::Invitation).expect("asked");
    gate.hold(&[], 170_000);
    assert_eq!(gate.post.snapshot().awaited, Some(waiting()));
    gate.hold(&[], 20_000);
    assert_eq!(gate.post.snapshot().awaited, None);
}

#[test]
fn a_person_key_s_code_is_put_aside_for_whoever_waits_for_it_and_foreign_else() {
    let (_dir, mut gate) = gate();
    let code = "CHOTASK1:AAAA";
    let foreign = Said::Foreign(Foreign::UnitKey);
    assert_eq!(gate.show(&[code]), Some(foreign));
    gate.clock.on(5_000);
    gate.post.await_code(Sought::PersonKey).expect("asked");
    assert_eq!(gate.show(&[AN, code]), Some(Said::In));
    let awaited = gate.post.snapshot().awaited.expect("a wait");
    assert_eq!(awaited.seen.as_deref(), Some(""));
    assert_eq!(
        gate.post.seen_code(Sought::PersonKey),
        Some(code.as_bytes().to_vec())
    );
    assert_eq!(gate.post.seen_code(Sought::Invitation), None);
    gate.post.await_code(Sought::Invitation).expect("asked");
    gate.clock.on(5_000);
    assert_eq!(gate.show(&[code]), Some(foreign));
}

#[test]
fn the_running_gate_takes_the_unit_s_key_before_its_first_visitor_and_not_after() {
    let (dir, mut gate) = gate();
    let key = || PersonKey([7; 32]);
    let own = gate.post.person_key().expect("a key");
    assert!(!own.has_visitors);
    gate.post.await_code(Sought::PersonKey).expect("asked");
    gate.post.take_person_key(key()).expect("taken");
    assert_eq!(gate.post.snapshot().awaited, None);
    let taken = gate.post.person_key().expect("a key");
    assert_eq!(taken.digits, digits_of(&key()));
    assert_ne!(taken.digits, own.digits);

    assert_eq!(gate.show(&[AN]), Some(Said::In));
    assert!(gate.post.person_key().expect("a key").has_visitors);
    let late = gate.post.take_person_key(PersonKey([8; 32])).unwrap_err();
    assert!(matches!(late, PersonKeyError::Visitors));
    assert_eq!(gate.post.snapshot().trouble, None);
    let now = gate.clock.now();
    drop(gate.post);
    let mut ledger = Ledger::open(&Home::at(dir.path()), &now).expect("a ledger");
    let zone = Settings::default().time_zone().expect("a zone");
    let kept = ledger.recent(&now, &zone).expect("entries");
    let number = Number::Id("051090000001".to_owned());
    assert_eq!(kept[0].who.person, Some(Person::of_number(&number, &key())));
}

#[test]
fn how_far_the_clock_is_from_the_hub_s_is_said_once_a_hub_was_heard() {
    let (_dir, gate) = gate();
    assert_eq!(gate.post.snapshot().clock.offset_ms, None);
    let dir = TempDir::new().expect("a folder");
    let clock = Arc::new(Behind(Turned(AtomicU64::new(0))));
    let post = post_at(dir.path(), clock, &Heard::default());
    assert_eq!(post.snapshot().clock.offset_ms, Some(90_000));
}
