//! A post does what a hub asks for, and its log says so.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that fails has said so by panicking"
)]

use checkpoint::entry::{Audit, Entry, Kind, Mode, Ref};
use checkpoint::moment::{Boot, Moment};
use checkpoint::policy::Policy;
use checkpoint::trust::{TrustList, bundle};
use checkpoint::verdict::Reason;
use checkpoint::wire::config::Config;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::ledger::Reading;
use kiosk::orders::{Disobeyed, Order, obey_alone};
use kiosk::post::{Parts, Post, Said};
use kiosk::settings::Settings;
use kiosk::sound::{Sound, Speaker};
use kiosk::store::Store;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

const AN: &str = "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Bình Sơn, Quảng Ngãi|12052021";

struct Turned(AtomicI64);

impl Clock for Turned {
    fn now(&self) -> Moment {
        let ms = self.0.fetch_add(1_000, Ordering::SeqCst);
        Moment {
            at: jiff::Timestamp::from_millisecond(1_795_480_920_000 + ms).unwrap(),
            mono_ms: u64::try_from(ms + 1_000_000_000).unwrap(),
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

struct Stand {
    dir: TempDir,
    clock: Arc<Turned>,
}

impl Stand {
    fn new() -> Stand {
        Stand {
            dir: TempDir::new().unwrap(),
            clock: Arc::new(Turned(AtomicI64::new(0))),
        }
    }

    fn home(&self) -> Home {
        Home::at(self.dir.path())
    }

    fn settings(&self) -> Settings {
        Settings::load(&Settings::path(&self.home())).unwrap()
    }

    fn post(&self) -> Post {
        let settings = self.settings();
        let zone = settings.time_zone().unwrap();
        Post::new(Parts {
            store: Store::new(self.home(), settings.gate, zone),
            settings_path: Settings::path(&self.home()),
            settings,
            speaker: Box::new(Silent),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            demo: false,
        })
        .unwrap()
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        Reading::open(&self.home())
            .unwrap()
            .lines(|line| {
                entries.push(Entry::parse(line).unwrap());
                true
            })
            .unwrap();
        entries
    }

    fn configs(&self) -> Vec<(Vec<Reason>, Option<Mode>)> {
        let entries = self.entries().into_iter();
        entries
            .filter(|entry| entry.said.kind == Kind::Audit(Audit::Config))
            .map(|entry| (entry.said.reasons, entry.said.mode))
            .collect()
    }
}

fn own_policy() -> Policy {
    let mut policy = Policy::shipped()
        .into_iter()
        .find(|policy| policy.id == "declaration-today")
        .unwrap();
    policy.id = "ours".to_owned();
    policy
}

fn wanted() -> Config {
    Config {
        unit_name: Some("Xã Thử".to_owned()),
        gate_name: Some("Cổng sau".to_owned()),
        mode: Some(Mode::Out),
        policy: Some("ours".to_owned()),
        policies: vec![own_policy()],
        ..Config::default()
    }
}

fn config(config: Config) -> Order {
    Order::Config(Box::new(config))
}

#[test]
fn settings_that_a_hub_hands_down_hold_at_once_and_after_a_restart() {
    let stand = Stand::new();
    let mut post = stand.post();
    post.obey(&config(wanted())).unwrap();
    let all = vec![Reason::ByHub, Reason::PolicyChanged, Reason::NamesChanged];
    assert_eq!(stand.configs(), [(all, Some(Mode::Out))]);
    post.obey(&config(wanted())).unwrap();
    assert_eq!(stand.configs().len(), 1, "nothing changes twice");
    let check = |snapshot: kiosk::post::Snapshot| {
        assert_eq!(snapshot.settings.unit_name, "Xã Thử");
        assert_eq!(snapshot.settings.gate_name, "Cổng sau");
        assert_eq!(snapshot.settings.mode, Mode::Out);
        assert_eq!(snapshot.policy_id, "ours");
        assert!(!snapshot.policy_problem);
    };
    check(post.snapshot());
    drop(post);
    let mut post = stand.post();
    check(post.snapshot());
    post.obey(&config(Config {
        mode: Some(Mode::In),
        ..Config::default()
    }))
    .unwrap();
    let way = (vec![Reason::ByHub], Some(Mode::In));
    assert_eq!(stand.configs().last(), Some(&way), "the rest stays");
    assert_eq!(post.snapshot().policy_id, "ours");
}

#[test]
fn a_policy_that_nobody_has_changes_nothing_at_all() {
    let stand = Stand::new();
    let mut post = stand.post();
    let order = config(Config {
        policy: Some("no-such".to_owned()),
        policies: Vec::new(),
        ..wanted()
    });
    assert!(matches!(post.obey(&order), Err(Disobeyed::Never(_))));
    assert_eq!(post.snapshot().settings, Settings::default());
    assert_eq!(stand.configs(), []);
}

fn list(number: u64, seed: u8) -> (String, [u8; 32]) {
    let root = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
    let key: [u8; 32] = root.public_key().as_ref().try_into().unwrap();
    let mut list = TrustList::default();
    list.number = number;
    let sign = |bytes: &[u8]| root.sign(bytes).as_ref().try_into().unwrap();
    (bundle::signed(&list, &key, sign), key)
}

fn trust(number: u64, seed: u8) -> Order {
    Order::Trust {
        file: list(number, seed).0,
        root: list(0, 1).1,
    }
}

#[test]
fn a_trust_list_counts_only_from_the_hub_s_root_and_only_a_newer_one() {
    let stand = Stand::new();
    let mut post = stand.post();
    let never = |done| assert!(matches!(done, Err(Disobeyed::Never(_))), "{done:?}");
    never(post.obey(&trust(9, 2)));
    post.obey(&trust(5, 1)).unwrap();
    post.obey(&trust(5, 1)).unwrap();
    never(post.obey(&trust(4, 1)));
    never(post.obey(&Order::Trust {
        file: list(6, 1).0.replace("\"number\":6", "\"number\":7"),
        root: list(0, 1).1,
    }));
    assert_eq!(post.trust_state().number, Some(5));
    let said = (vec![Reason::ByHub, Reason::TrustChanged], None);
    assert_eq!(stand.configs(), [said]);
}

#[test]
fn what_a_hub_wants_erased_is_forgotten_by_screen_and_log() {
    let stand = Stand::new();
    let mut post = stand.post();
    let shown = post.see(&[AN.as_bytes().to_vec()]);
    assert_eq!(shown[0].said, Said::In);
    let entry = stand.entries().pop().unwrap();
    let mut lines = Vec::new();
    Reading::open(&stand.home())
        .unwrap()
        .lines(|line| {
            lines.push(line.to_vec());
            true
        })
        .unwrap();
    let of = Ref {
        seq: entry.seq,
        leaf: checkpoint::chain::leaf(lines.last().unwrap()),
    };
    let unknown = Ref { seq: 77, ..of };
    post.obey(&Order::Erase(vec![of, unknown])).unwrap();
    post.obey(&Order::Erase(vec![of])).unwrap();
    let erased: Vec<_> = stand
        .entries()
        .into_iter()
        .map(|entry| entry.said)
        .collect();
    let erasures = erased
        .iter()
        .filter(|said| said.kind == Kind::Audit(Audit::Erase));
    assert_eq!(erasures.map(|said| said.of).collect::<Vec<_>>(), [Some(of)]);
    let snapshot = post.snapshot();
    assert!(snapshot.panel.is_none() && snapshot.strip.is_empty());
    assert_eq!(snapshot.counters.inside, 1, "they still came in");
    let inside = post.inside().unwrap();
    assert_eq!(inside[0].holder.name, None);
    drop(post);
    Reading::open(&stand.home())
        .unwrap()
        .verify()
        .unwrap()
        .unwrap();
    let post = stand.post();
    assert_eq!(post.snapshot().counters.inside, 1, "after a restart too");
}

#[test]
fn without_a_gate_the_same_is_done_to_its_files() {
    let stand = Stand::new();
    drop(stand.post());
    let obey = |order: &Order| obey_alone(&stand.home(), stand.clock.as_ref(), order);
    obey(&config(wanted())).unwrap();
    obey(&config(wanted())).unwrap();
    obey(&trust(5, 1)).unwrap();
    obey(&trust(5, 1)).unwrap();
    assert!(obey(&trust(9, 2)).is_err());
    assert_eq!(stand.configs().len(), 2);
    assert_eq!(stand.settings().mode, Mode::Out);
    let post = stand.post();
    assert_eq!(post.snapshot().policy_id, "ours");
    assert_eq!(post.trust_state().number, Some(5));
    let running = obey(&config(wanted()));
    assert!(matches!(running, Err(Disobeyed::Later(_))), "a gate runs");
}
