//! A post under a policy: what it asks, what was shown before by whom, and a clock that was set back.

use checkpoint::document::Standing;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::entry::{Draft, Entry, Kind};
use checkpoint::keys::{KeyCertificate, Use};
use checkpoint::moment::{Boot, Moment};
use checkpoint::policy::{Action, Need};
use checkpoint::subject::{Identity, Person, Who};
use checkpoint::trust::{TrustList, bundle};
use checkpoint::verdict::Reason;
use jiff::SignedDuration;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::ledger::{Ledger, Presented, Reading};
use kiosk::outbox::Outbox;
use kiosk::post::{Parts, Post, Refusal, Remark, Said, Sample, Trial};
use kiosk::settings::Settings;
use kiosk::sound::{Sound, Speaker};
use kiosk::store::Store;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

const AN: &str = "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Bình Sơn, Quảng Ngãi|12052021";
/// The same person's insurance card: another number, the same name and birth date.
const AN_INSURED: &str = "GD4515100000001|4e677579e1bb856e2056c4836e20416e|05/03/1990|1|-|51 - 001|01/01/2019|31/12/2019|24/01/2019|51055100000001|-|4|01/10/2023|0123456789abcdef-1202|$";

struct Turned(AtomicI64);

impl Clock for Turned {
    fn now(&self) -> Moment {
        let ms = self.0.load(Ordering::SeqCst);
        Moment {
            at: jiff::Timestamp::from_millisecond(1_795_480_920_000 + ms).expect("a time"),
            mono_ms: u64::try_from(ms + 1_000_000_000).expect("after the start"),
            boot: Boot([7; 16]),
            offset: None,
        }
    }
}

struct Silent;

impl Speaker for Silent {
    fn play(&self, _: Sound) {}

    fn is_present(&self) -> bool {
        true
    }
}

fn post(root: &Path, clock: &Arc<Turned>) -> Post {
    let path = root.join("settings.json");
    let settings = Settings::load(&path).expect("settings");
    let zone = settings.time_zone().expect("a zone");
    Post::new(Parts {
        store: Store::new(Home::at(root), settings.gate, zone),
        settings_path: path,
        settings,
        speaker: Box::new(Silent),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        demo: false,
    })
    .expect("a post")
}

fn start() -> (TempDir, Arc<Turned>, Post) {
    let dir = TempDir::new().expect("a folder");
    let clock = Arc::new(Turned(AtomicI64::new(0)));
    let post = post(dir.path(), &clock);
    (dir, clock, post)
}

fn show(post: &mut Post, code: &str) -> kiosk::post::Shown {
    let said = post.see(&[code.as_bytes().to_vec()]);
    said.into_iter().next().expect("something said")
}

fn inside(post: &Post) -> u32 {
    post.snapshot().counters.inside
}

const HOUR: i64 = 3_600_000;

#[test]
fn in_by_card_and_out_by_insurance_card_leaves_nobody_inside_after_one_key() {
    let (dir, clock, mut post_) = start();
    assert_eq!(show(&mut post_, AN).said, Said::In);
    clock.0.fetch_add(4 * HOUR, Ordering::SeqCst);
    let second = show(&mut post_, AN_INSURED);
    assert_eq!(second.said, Said::In);
    let alike = second.alike.expect("an offer");
    assert_eq!(alike.holder.name.as_deref(), Some("Nguyễn Văn An"));
    assert_eq!(inside(&post_), 2);
    post_.same_as().expect("one key");
    assert_eq!(inside(&post_), 0);
    let panel = post_.snapshot().panel.expect("a panel");
    assert_eq!((panel.said, panel.alike), (Said::Out, None));
    assert_eq!(post_.same_as(), Err(Refusal::NobodyAlike));
    drop(post_);
    assert_eq!(inside(&post(dir.path(), &clock)), 0, "after a restart too");
}

#[test]
fn the_screen_says_what_is_missing_and_why() {
    let (_dir, _clock, mut post) = start();
    post.choose_policy("declaration-today").expect("a policy");
    let card = show(&mut post, AN);
    assert_eq!(card.said, Said::Look);
    assert_eq!(card.missing, [Need::Declaration]);
    assert_eq!(card.reasons, [Remark::Reason(Reason::DocumentMissing)]);
    let told: Vec<(bool, &str)> = card
        .rules
        .iter()
        .map(|rule| (rule.met, rule.words.vi.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (true, "Giấy tờ tùy thân"),
            (false, "Tờ khai làm trong ngày: chưa có")
        ]
    );
    assert_eq!(inside(&post), 0);
    post.decide(card.seq.expect("an entry"), true)
        .expect("answered");
    assert_eq!(inside(&post), 1);
}

#[test]
fn another_policy_is_an_entry_and_is_asked_after_a_restart() {
    let (dir, clock, mut post_) = start();
    post_
        .choose_policy("two-doses-recovered-or-pcr")
        .expect("a policy");
    post_
        .choose_policy("two-doses-recovered-or-pcr")
        .expect("the same");
    assert!(post_.choose_policy("nothing").is_err());
    drop(post_);
    let reading = Reading::open(&Home::at(dir.path())).expect("a ledger");
    let mut lines = Vec::new();
    reading
        .lines(|line| {
            lines.push(String::from_utf8(line.to_vec()).expect("text"));
            true
        })
        .expect("lines");
    let changes = lines
        .iter()
        .filter(|line| line.contains("\"policy-changed\""));
    assert_eq!(changes.count(), 1);
    drop(reading);
    let again = post(dir.path(), &clock);
    assert_eq!(again.snapshot().policy_id, "two-doses-recovered-or-pcr");
}

#[test]
fn a_policy_is_tried_on_samples_and_codes_and_nothing_is_written() {
    let (_dir, _clock, mut post) = start();
    let mut policies = post.rules().policies.into_iter();
    let green = policies.find(|listed| listed.policy.id == "two-doses-recovered-or-pcr");
    let policy = green.expect("it is shipped").policy.to_text();
    let mut try_on = |samples: &[Sample], code: Option<&str>| {
        let trial = Trial {
            policy: policy.clone(),
            samples: samples.to_vec(),
            code: code.map(str::to_owned),
        };
        post.try_policy(&trial).expect("a policy").finding.action
    };
    assert_eq!(try_on(&[Sample::Card], None), Action::Look);
    for (sample, expected) in [
        (Sample::TwoDosesMonthAgo, Action::Admit),
        (Sample::TwoDosesToday, Action::Look),
        (Sample::OneDose, Action::Look),
        (Sample::RecoveredMonthAgo, Action::Admit),
        (Sample::RecoveredYearAgo, Action::Look),
        (Sample::PcrToday, Action::Admit),
        (Sample::PcrWeekAgo, Action::Look),
        (Sample::RapidToday, Action::Look),
        (Sample::UnknownIssuer, Action::Look),
        (Sample::Forged, Action::Refuse),
    ] {
        assert_eq!(try_on(&[sample], Some(AN)), expected, "{sample:?}");
    }
    assert_eq!(post.snapshot().counters.entered, 0);
    assert!(post.try_policy(&Trial::default()).is_err());
}

#[test]
fn a_clock_that_was_set_back_is_said_and_judges_at_the_latest_entry() {
    let (dir, clock, mut post_) = start();
    show(&mut post_, AN);
    assert!(!post_.snapshot().clock.is_behind());
    drop(post_);
    clock.0.fetch_sub(5 * HOUR, Ordering::SeqCst);
    let again = post(dir.path(), &clock);
    let state = again.snapshot().clock;
    assert!(state.is_behind());
    assert_eq!(state.behind_ms, 5 * HOUR);
    assert_eq!(
        state.mark.map(|mark| mark.as_millisecond()),
        Some(1_795_480_920_000)
    );
}

// A pass that the unit signed itself.

fn key(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a seed")
}

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    pair.public_key().as_ref().try_into().expect("32 bytes")
}

fn sign(pair: &Ed25519KeyPair, bytes: &[u8]) -> [u8; 64] {
    pair.sign(bytes).as_ref().try_into().expect("64 bytes")
}

/// A trust list of a root, and a pass of today for Nguyễn Văn An under a key that the root certified.
fn list_and_pass(unit: [u8; 16], heads: u32, now: &Moment) -> (String, String) {
    let (root, hub) = (key(1), key(2));
    let mut list = TrustList::default();
    list.number = 1;
    let list = bundle::signed(&list, &public(&root), |bytes| sign(&root, bytes));
    let certificate = KeyCertificate {
        serial: [1; 8],
        subject: [2; 16],
        unit: Some(unit),
        key: public(&hub),
        uses: vec![Use::Pass],
        nbf: now.at - SignedDuration::from_hours(24),
        exp: now.at + SignedDuration::from_hours(24),
    };
    let link = certificate.signed(|bytes| sign(&root, bytes));
    let asked = Issue {
        iss: unit,
        aud: unit,
        iat: now.at - SignedDuration::from_mins(5),
        exp: now.at + SignedDuration::from_hours(12),
        document: IssuedAs::Pass {
            cti: [3; 16],
            name: "Nguyễn Văn An".to_owned(),
            birth_year: Some(1990),
            last_four: Some("0001".to_owned()),
            answers: vec![(1, false)],
            heads,
        },
    };
    let pass = issue(asked, Signature::Chain(&[link]), |bytes| sign(&hub, bytes));
    (list, pass.expect("a pass"))
}

#[test]
fn a_card_and_the_unit_s_own_pass_complete_a_visit_with_one_key() {
    let dir = TempDir::new().expect("a folder");
    let clock = Arc::new(Turned(AtomicI64::new(0)));
    let ledger = Ledger::open(&Home::at(dir.path()), &clock.now()).expect("a ledger");
    let (list, pass) = list_and_pass(ledger.unit(), 1, &clock.now());
    drop(ledger);
    let mut post = post(dir.path(), &clock);
    post.import_trust(&list).expect("a list");
    assert_eq!(post.trust_state().number, Some(1));
    post.choose_policy("declaration-today").expect("a policy");
    assert_eq!(show(&mut post, AN).said, Said::Look);
    clock.0.fetch_add(6_000, Ordering::SeqCst);
    let second = show(&mut post, &pass);
    assert_eq!(second.said, Said::Look);
    assert_eq!(second.told.map(|told| told.standing), Some(Standing::Valid));
    assert!(second.alike.is_some(), "never joined silently");
    assert_eq!(inside(&post), 0);
    post.same_as().expect("one key");
    assert_eq!(inside(&post), 1);
    let panel = post.snapshot().panel.expect("a panel");
    assert_eq!(panel.said, Said::In);
    assert!(panel.rules.iter().all(|rule| rule.met), "{:?}", panel.rules);
    // Somebody else with the same pass, an hour later.
    clock.0.fetch_add(HOUR, Ordering::SeqCst);
    let be = "051190000002||Trần Thị Bé|20111990|Nữ|Châu Ổ, Bình Sơn, Quảng Ngãi|10072022";
    assert_eq!(show(&mut post, be).said, Said::Look);
    clock.0.fetch_add(6_000, Ordering::SeqCst);
    let again = show(&mut post, &pass);
    assert_eq!(again.said, Said::Look);
    for reason in [Reason::IdentitiesDiffer, Reason::UsedAgain] {
        assert!(
            again.reasons.contains(&Remark::Reason(reason)),
            "{:?}",
            again.reasons
        );
    }
    assert_eq!(inside(&post), 1);
}

const BE: &str = "051190000002||Trần Thị Bé|20111990|Nữ|Châu Ổ, Bình Sơn, Quảng Ngãi|10072022";
const CU: &str = "051045000003||Phạm Văn Cũ|01021945|Nam|Bình Châu, Bình Sơn, Quảng Ngãi|10072022";
const HAI: &str = "051045000004||Lê Văn Hai|02031950|Nam|Bình Châu, Bình Sơn, Quảng Ngãi|10072022";

/// A card and, a few seconds later, the group's pass.
fn come(post: &mut Post, clock: &Turned, card: &str, pass: &str) -> kiosk::post::Shown {
    clock.0.fetch_add(20_000, Ordering::SeqCst);
    assert_eq!(show(post, card).said, Said::Look);
    clock.0.fetch_add(6_000, Ordering::SeqCst);
    show(post, pass)
}

/// How many of the group have come, as the newest of its rows says it.
fn have_come(post: &Post) -> Option<(u32, u32)> {
    let strip = post.snapshot().strip;
    let group = strip.iter().find_map(|row| row.group)?;
    Some((group.come, group.heads))
}

#[test]
fn a_group_s_pass_lets_its_people_in_by_their_cards_and_the_guard_counts_those_without() {
    let dir = TempDir::new().expect("a folder");
    let clock = Arc::new(Turned(AtomicI64::new(0)));
    let ledger = Ledger::open(&Home::at(dir.path()), &clock.now()).expect("a ledger");
    let (list, pass) = list_and_pass(ledger.unit(), 4, &clock.now());
    drop(ledger);
    let mut gate = post(dir.path(), &clock);
    gate.import_trust(&list).expect("a list");
    gate.choose_policy("declaration-today").expect("a policy");
    assert_eq!(gate.one_more(None), Err(Refusal::NoGroup));

    // The first of them, whom it names, and one whom it doesn't.
    let first = come(&mut gate, &clock, AN, &pass);
    assert_eq!((first.said, have_come(&gate)), (Said::In, Some((1, 4))));
    let second = come(&mut gate, &clock, BE, &pass);
    assert_eq!((second.said, have_come(&gate)), (Said::In, Some((2, 4))));
    assert_eq!(second.holder.name.as_deref(), Some("Trần Thị Bé"));
    gate.one_more(None).expect("one more");
    assert_eq!((inside(&gate), have_come(&gate)), (3, Some((3, 4))));
    let strip = gate.snapshot().strip;
    let told = strip.iter().filter_map(|row| row.group);
    assert!(
        told.map(|group| group.come).all(|come| come == 3),
        "{strip:?}"
    );
    gate.undo().expect("undone");
    assert_eq!((inside(&gate), have_come(&gate)), (2, Some((2, 4))));

    // The power fails: the log knows how many have come.
    drop(gate);
    clock.0.fetch_add(HOUR / 12, Ordering::SeqCst);
    let mut gate = post(dir.path(), &clock);
    gate.import_trust(&list).ok();
    gate.one_more(None).expect("one more");
    assert_eq!((inside(&gate), have_come(&gate)), (3, Some((3, 4))));
    let fourth = come(&mut gate, &clock, CU, &pass);
    assert_eq!((fourth.said, have_come(&gate)), (Said::In, Some((4, 4))));
    assert_eq!(gate.one_more(None), Err(Refusal::GroupFull));

    // One more than declared.
    let beyond = come(&mut gate, &clock, HAI, &pass);
    assert_eq!(beyond.said, Said::Look);
    let reason = Remark::Reason(Reason::UsedAgain);
    assert!(beyond.reasons.contains(&reason), "{:?}", beyond.reasons);
    assert_eq!(inside(&gate), 4);

    // The pass was shown with four cards: each entry names whose card it was, and none the first of the group in their place.
    drop(gate);
    let home = Home::at(dir.path());
    let keys = KeyStore::of(&home).expect("keys");
    let outbox = Outbox::open(&home, keys.get(Name::Ledger).expect("a key")).expect("an outbox");
    let stretch = outbox
        .next(None, 100, true)
        .expect("read")
        .expect("entries");
    let of_passes = stretch.rows.into_iter().filter(|row| {
        let said = Entry::parse(&row.line).expect("a line").said;
        said.heads.is_some()
    });
    let names = of_passes.filter_map(|row| {
        let identity = Identity::parse(row.groups[0].as_deref()?).expect("an identity");
        identity.name
    });
    let names: Vec<String> = names.collect();
    let each = ["Nguyễn Văn An", "Trần Thị Bé", "Phạm Văn Cũ", "Lê Văn Hai"];
    assert_eq!(names, each);
}

// What was shown before, and by whom.

fn who(n: u8, namesake: u8) -> Who {
    Who {
        person: (n > 0).then_some(Person([n; 16])),
        aliases: Vec::new(),
        namesake: Some(Person([namesake; 16])),
    }
}

fn presented(what: &str, holder: Who, now: &Moment) -> Presented {
    Presented {
        what: what.as_bytes().to_vec(),
        holder,
        kept: SignedDuration::from_hours(24),
        at: now.at,
    }
}

fn append(ledger: &mut Ledger, presented: &Presented, now: &Moment) {
    let zone = Settings::default().time_zone().expect("a zone");
    ledger
        .append_presented(
            &Draft::new(Kind::Scan),
            None,
            Some(presented),
            now,
            1,
            &zone,
        )
        .expect("appended");
}

#[test]
fn a_certificate_that_somebody_else_shows_again_is_known_also_after_a_restart() {
    let dir = TempDir::new().expect("a folder");
    let home = Home::at(dir.path());
    let clock = Turned(AtomicI64::new(0));
    let now = clock.now();
    let mut ledger = Ledger::open(&home, &now).expect("a ledger");
    append(
        &mut ledger,
        &presented("VN\0URN:UVCI:01", who(1, 11), &now),
        &now,
    );
    drop(ledger);
    clock.0.fetch_add(2 * HOUR, Ordering::SeqCst);
    let now = clock.now();
    let mut ledger = Ledger::open(&home, &now).expect("a ledger");
    let mut asked = |what: &str, holder: Who| {
        let presented = presented(what, holder, &now);
        ledger
            .is_somebody_elses(&presented, &now)
            .expect("an answer")
    };
    assert!(!asked("VN\0URN:UVCI:01", who(1, 11)), "the same person");
    assert!(asked("VN\0URN:UVCI:01", who(2, 11)), "another number");
    assert!(
        !asked("VN\0URN:UVCI:01", who(0, 11)),
        "the same name, no number"
    );
    assert!(
        asked("VN\0URN:UVCI:01", who(0, 12)),
        "another name, no number"
    );
    assert!(
        !asked("VN\0URN:UVCI:01", Who::default()),
        "nobody is accused unknown"
    );
    assert!(!asked("VN\0URN:UVCI:02", who(2, 12)), "another certificate");
    let mut renumbered = who(3, 11);
    renumbered.aliases.push(Person([1; 16]));
    assert!(
        !asked("VN\0URN:UVCI:01", renumbered),
        "the old number is known"
    );
}

#[test]
fn what_was_shown_is_forgotten_when_it_has_expired() {
    let dir = TempDir::new().expect("a folder");
    let home = Home::at(dir.path());
    let clock = Turned(AtomicI64::new(0));
    let mut ledger = Ledger::open(&home, &clock.now()).expect("a ledger");
    append(
        &mut ledger,
        &presented("A", who(1, 11), &clock.now()),
        &clock.now(),
    );
    clock.0.fetch_add(23 * HOUR, Ordering::SeqCst);
    let now = clock.now();
    let others = presented("A", who(2, 12), &now);
    assert!(ledger.is_somebody_elses(&others, &now).expect("an answer"));
    clock.0.fetch_add(HOUR, Ordering::SeqCst);
    let now = clock.now();
    let others = presented("A", who(2, 12), &now);
    assert!(!ledger.is_somebody_elses(&others, &now).expect("an answer"));
}
