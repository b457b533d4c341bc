//! What a hub asks of a post: believed only signed, newer, and for this very post; whatever else comes
//! changes nothing.

use super::hub::{Authority, HUB, Hub, Joined, UNIT, join, signed};
use super::post::Post;
use super::server::{Asked, Reply};
use checkpoint::chain::{BranchName, DeviceId};
use checkpoint::entry::{Audit, Draft, Kind, Mode, Ref};
use checkpoint::keys::kid;
use checkpoint::policy::Words;
use checkpoint::trust::{TrustList, bundle};
use checkpoint::wire::UnitId;
use checkpoint::wire::config::Config;
use checkpoint::wire::heartbeat::{Erase, Handed, HandedKind, Heard};
use jiff::Timestamp;
use kiosk::ledger::Parting;
use kiosk::orders::{Disobeyed, Order};
use kiosk::targets::{Taken, Way};
use kiosk::uplink::telling::untold;
use kiosk::uplink::{Scribe, Unwritten};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// A gate that notes what it is told.
#[derive(Default)]
struct Desk {
    told: Mutex<Vec<Order>>,
    /// What it says to it, in turn; then it obeys.
    says: Mutex<VecDeque<Disobeyed>>,
}

impl Scribe for Desk {
    fn part_ways(&self, _: Parting) -> Result<Option<BranchName>, Unwritten> {
        Ok(None)
    }

    fn obey(&self, order: Order) -> Result<(), Disobeyed> {
        self.told.lock().unwrap().push(order);
        match self.says.lock().unwrap().pop_front() {
            Some(no) => Err(no),
            None => Ok(()),
        }
    }
}

/// What the hub has for the post.
#[derive(Clone, Default)]
struct Shelf {
    config: Option<(u64, String)>,
    trust: Option<(u64, String)>,
    erase: Vec<Erase>,
}

type Shared = Arc<Mutex<Shelf>>;

struct Stand {
    post: Post,
    joined: Joined,
    desk: Arc<Desk>,
    shelf: Shared,
}

fn handed(hub: &Hub, kind: HandedKind, number: u64, content: &str) -> Handed {
    Handed {
        hub: HUB,
        unit: UNIT,
        kind,
        number,
        at: hub.now,
        content: content.to_owned(),
    }
}

fn heard(hub: &Hub, asked: &Asked, shelf: &Shelf) -> Reply {
    let digest = |kind, text: &Option<(u64, String)>| {
        let (number, content) = text.as_ref()?;
        Some(handed(hub, kind, *number, content).digest())
    };
    let says = Heard {
        hub: HUB,
        unit: UNIT,
        device: checkpoint::chain::device_id(&hub.key),
        at: hub.now,
        config: digest(HandedKind::Config, &shelf.config),
        lists: digest(HandedKind::Trust, &shelf.trust),
        erase: shelf.erase.clone(),
        request: hub.digest(asked),
    };
    signed(200, hub.authority.say(says))
}

/// An honest hub's shelf, whose handed texts `spoil` may change on their way.
fn stand(mut spoil: impl FnMut(&mut Hub, HandedKind, Handed) -> Reply + Send + 'static) -> Stand {
    let post = Post::with(3);
    let shelf = Shared::default();
    let theirs = Arc::clone(&shelf);
    let joined = join(&post, move |hub, asked| {
        let shelf = theirs.lock().unwrap().clone();
        let last = asked.path.rsplit('/').next().unwrap();
        let (kind, text) = match last {
            "heartbeat" => {
                hub.heartbeats
                    .push(checkpoint::wire::heartbeat::Heartbeat::read(&asked.body).unwrap());
                return Some(Some(heard(hub, asked, &shelf)));
            }
            "config" => (HandedKind::Config, shelf.config),
            "trust" => (HandedKind::Trust, shelf.trust),
            _ => return None,
        };
        let (number, content) = text.unwrap();
        let handed = handed(hub, kind, number, &content);
        Some(Some(spoil(hub, kind, handed)))
    });
    Stand {
        post,
        joined,
        desk: Arc::default(),
        shelf,
    }
}

fn honest(hub: &mut Hub, _: HandedKind, handed: Handed) -> Reply {
    signed(200, hub.authority.say(handed))
}

impl Stand {
    fn send(&self) {
        let desk = Arc::clone(&self.desk) as Arc<dyn Scribe>;
        kiosk::uplink::once(&self.post.home, self.post.clock.clone(), desk).unwrap();
    }

    fn told(&self) -> Vec<Order> {
        std::mem::take(&mut self.desk.told.lock().unwrap())
    }

    fn hand(&self, number: u64, config: &Config) {
        self.shelf.lock().unwrap().config = Some((number, config.text()));
    }

    fn taken(&self) -> Option<Taken> {
        let targets = self.post.targets();
        targets.handed(self.joined.id, HandedKind::Config).unwrap()
    }

    fn asked(&self, last: &str) -> usize {
        self.joined.server.asked(last).len()
    }
}

fn wanted(mode: Mode) -> Config {
    Config {
        mode: Some(mode),
        ..Config::default()
    }
}

fn order(config: &Config) -> Order {
    Order::Config(Box::new(config.clone()))
}

#[test]
fn settings_are_fetched_once_when_a_heartbeat_s_answer_names_others() {
    let stand = stand(honest);
    stand.send();
    assert_eq!((stand.asked("config"), stand.told().len()), (0, 0));
    stand.hand(7, &wanted(Mode::In));
    stand.send();
    assert_eq!(stand.told(), [order(&wanted(Mode::In))]);
    stand.send();
    assert_eq!((stand.asked("config"), stand.told().len()), (1, 0));
    let hub = stand.joined.hub.lock().unwrap();
    let said: Vec<_> = hub.heartbeats.iter().map(|beat| beat.config).collect();
    let digest = stand.taken().unwrap().digest;
    assert_eq!(said, [None, None, Some(digest)], "and says what it has");
    drop(hub);
    stand.hand(8, &wanted(Mode::Out));
    stand.send();
    assert_eq!(stand.told(), [order(&wanted(Mode::Out))]);
}

#[test]
fn what_is_older_changes_nothing() {
    let stand = stand(honest);
    stand.hand(7, &wanted(Mode::In));
    stand.send();
    assert_eq!(stand.told().len(), 1);
    for number in [6, 7] {
        stand.hand(number, &wanted(Mode::Out));
        stand.send();
        assert_eq!(stand.told(), []);
        assert_eq!(stand.taken().unwrap().number, 7);
    }
}

#[test]
fn what_is_not_signed_as_it_has_to_be_changes_nothing() {
    type Spoil = fn(&mut Hub, HandedKind, Handed) -> Reply;
    let ways: [(&str, Spoil); 8] = [
        ("another root", |_, _, handed| {
            signed(200, Authority::new(77).say(handed))
        }),
        ("another unit", |hub, _, handed| {
            let unit = UnitId([1; 16]);
            signed(200, hub.authority.say(Handed { unit, ..handed }))
        }),
        ("another kind", |hub, _, handed| {
            let kind = HandedKind::Trust;
            signed(200, hub.authority.say(Handed { kind, ..handed }))
        }),
        ("other words under the signature", |hub, _, handed| {
            let body = String::from_utf8(hub.authority.say(handed)).unwrap();
            signed(200, body.replace("\\\"in\\\"", "\\\"out\\\"").into_bytes())
        }),
        ("another number under the signature", |hub, _, handed| {
            let body = String::from_utf8(hub.authority.say(handed)).unwrap();
            let body = body.replace("\"number\":7", "\"number\":8");
            signed(200, body.into_bytes())
        }),
        ("no Chot-Sync", |hub, kind, handed| {
            honest(hub, kind, handed).without("chot-sync")
        }),
        ("201", |hub, _, handed| {
            signed(201, hub.authority.say(handed))
        }),
        ("a page", |_, _, _| Reply::new(200, "<html>Xin chào</html>")),
    ];
    for (way, spoil) in ways {
        let stand = stand(spoil);
        stand.hand(7, &wanted(Mode::In));
        stand.send();
        assert!(stand.asked("config") > 0, "{way}");
        assert_eq!(stand.told(), [], "{way}");
        assert_eq!(stand.taken(), None, "{way}");
        let target = stand.post.target(stand.joined.id);
        assert_eq!(target.cursor.unwrap().seq, 3, "{way}: entries go on");
    }
}

#[test]
fn another_post_s_settings_and_what_can_t_be_understood_are_told_and_not_asked_for_again() {
    let stand = stand(honest);
    let other = Config {
        device: Some(DeviceId([1; 16])),
        ..wanted(Mode::In)
    };
    stand.hand(7, &other);
    stand.send();
    stand.send();
    assert_eq!((stand.asked("config"), stand.told().len()), (1, 0));
    assert!(!stand.taken().unwrap().is_taken);
    let why = stand.post.targets().not_taken(stand.joined.id).unwrap();
    assert_eq!(why[0].kind, HandedKind::Config);
    assert_eq!(why[0].words.en, "it is for another post");
    assert_eq!(why[0].words.vi, "Thiết lập này cho máy khác");
    let cards = kiosk::uplink::cards(&stand.post.home).unwrap();
    assert_eq!(cards[0].not_taken, why);
    stand.shelf.lock().unwrap().config = Some((8, r#"{"v":2}"#.to_owned()));
    stand.send();
    assert_eq!(stand.told(), []);
    stand.hand(9, &wanted(Mode::In));
    stand.send();
    assert_eq!(stand.told().len(), 1);
    assert_eq!(stand.post.targets().not_taken(stand.joined.id).unwrap(), []);
}

#[test]
fn what_can_t_be_written_now_is_asked_for_again_and_what_never_can_is_not() {
    let stand = stand(honest);
    let later = Disobeyed::Later(Unwritten("the disk is full".to_owned()));
    let never = Disobeyed::Never(Words {
        vi: "Không có bộ quy tắc ấy".to_owned(),
        en: "no such policy".to_owned(),
    });
    *stand.desk.says.lock().unwrap() = VecDeque::from([later, never]);
    stand.hand(7, &wanted(Mode::In));
    stand.send();
    assert_eq!(stand.taken(), None);
    stand.send();
    assert!(!stand.taken().unwrap().is_taken);
    stand.send();
    assert_eq!(stand.told().len(), 2);
}

#[test]
fn of_two_hubs_the_first_is_obeyed() {
    let stand = stand(honest);
    let other = join(&stand.post, |hub, asked| {
        let shelf = Shelf {
            config: Some((9, wanted(Mode::Out).text())),
            ..Shelf::default()
        };
        asked
            .path
            .ends_with("heartbeat")
            .then(|| Some(heard(hub, asked, &shelf)))
    });
    stand.hand(7, &wanted(Mode::In));
    stand.send();
    assert_eq!(stand.told(), [order(&wanted(Mode::In))]);
    assert_eq!(other.server.asked("config").len(), 0);
}

fn list(revoked: Option<[u8; 8]>) -> (String, [u8; 32]) {
    // As [`Authority::new`] makes the root of the hub in these tests.
    let root = Ed25519KeyPair::from_seed_unchecked(&[10; 32]).unwrap();
    let key: [u8; 32] = root.public_key().as_ref().try_into().unwrap();
    let mut list = TrustList::default();
    list.number = 3;
    list.revoked.serials.extend(revoked);
    let sign = |bytes: &[u8]| root.sign(bytes).as_ref().try_into().unwrap();
    (bundle::signed(&list, &key, sign), key)
}

#[test]
fn a_trust_list_comes_with_the_root_that_it_has_to_be_of() {
    let stand = stand(honest);
    let (file, root) = list(None);
    stand.shelf.lock().unwrap().trust = Some((1, file.clone()));
    stand.send();
    assert_eq!(stand.told(), [Order::Trust { file, root }]);
    assert_eq!(
        kid(&root),
        kid(&stand.joined.hub.lock().unwrap().authority.root_key())
    );
}

#[test]
fn a_hub_whose_key_the_list_in_force_revokes_is_believed_no_more() {
    let stand = stand(honest);
    // The serial of the hub's certificate in these tests.
    let (file, _) = list(Some([1; 8]));
    std::fs::write(stand.post.home.root().join("trust.chot"), file).unwrap();
    stand.hand(7, &wanted(Mode::In));
    stand.send();
    assert_eq!(stand.told(), []);
    let target = stand.post.target(stand.joined.id);
    assert_eq!(target.cursor, None, "nor do its receipts count");
    assert!(!target.problem.unwrap().is_final);
}

#[test]
fn what_a_hub_wants_erased_is_handed_on_every_time_that_it_says_so() {
    let stand = stand(honest);
    let (branch, _, _) = stand.post.head();
    let erase = Erase {
        branch,
        seq: 2,
        leaf: [7; 32],
    };
    stand.shelf.lock().unwrap().erase = vec![erase];
    stand.send();
    stand.send();
    let of = Ref {
        seq: 2,
        leaf: [7; 32],
    };
    let told = stand.told();
    assert_eq!(told, [Order::Erase(vec![of]), Order::Erase(vec![of])]);
}

#[test]
fn an_erased_subject_is_sent_as_such_and_whoever_cannot_confirm_it_is_to_be_told() {
    let stand = stand(honest);
    let folder = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let add =
        |folder: &tempfile::TempDir| stand.post.add(&Way::Folder(folder.path().to_path_buf()));
    let (told, bare) = (add(&folder), add(&other));
    let groups = [(checkpoint::subject::Group::Identity, "thử".to_owned())];
    let now = Timestamp::UNIX_EPOCH;
    stand.post.targets().pick(told, &groups, now).unwrap();
    stand
        .post
        .targets()
        .pick(stand.joined.id, &groups, now)
        .unwrap();
    stand.send();
    // What was picked once may be there still.
    stand.post.targets().pick(told, &[], now).unwrap();

    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    let at = kiosk::clock::Clock::now(stand.post.clock.as_ref());
    let mut ledger = stand.post.ledger.lock().unwrap();
    let of = ledger.about_the_same_person(2, &at).unwrap()[0];
    let erased = ledger.erase(&of, None, &at, 1, &zone).unwrap().unwrap();
    assert_eq!(erased.entry.said.kind, Kind::Audit(Audit::Erase));
    let draft = Draft::new(Kind::Audit(Audit::Config));
    ledger.append(&draft, None, &at, 1, &zone).unwrap();
    drop(ledger);

    let untold_ids = || -> Vec<u32> {
        let untold = untold(&stand.post.home).unwrap();
        untold.iter().map(|untold| untold.target.id).collect()
    };
    assert_eq!(
        untold_ids(),
        [told],
        "not the hub, which confirms, nor {bare}"
    );
    let later = at.at + jiff::SignedDuration::from_secs(1);
    stand.post.targets().pick(bare, &groups, later).unwrap();
    assert_eq!(
        untold_ids(),
        [told],
        "what was erased before personal data goes to {bare} never was there"
    );
    stand
        .post
        .targets()
        .send_again_from(stand.joined.id, None)
        .unwrap();
    stand.send();
    let last = stand.joined.server.asked("batches").pop().unwrap();
    let text = String::from_utf8(super::hub::unpack(&last)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let place = lines
        .iter()
        .position(|line| line.starts_with("{\"seq\":2,"))
        .unwrap();
    assert_eq!(lines[place + 1], r#"{"subject":"erased"}"#);
    let erasure = untold(&stand.post.home).unwrap()[0].erasure;
    assert_eq!((erasure.of.seq, erasure.by.seq), (2, 4));
    stand.post.targets().tell(told, erasure.by, now).unwrap();
    assert_eq!(untold_ids(), Vec::<u32>::new());
}

#[test]
fn entries_say_how_far_the_clock_was_off_once_a_hub_has_told_the_time() {
    let stand = stand(honest);
    // It is 2026-11-25 there; here it is whatever this machine says.
    stand.send();
    stand.post.append(1);
    let lines = {
        let mut lines = Vec::new();
        kiosk::ledger::Reading::open(&stand.post.home)
            .unwrap()
            .lines(|line| {
                lines.push(checkpoint::entry::Entry::parse(line).unwrap());
                true
            })
            .unwrap();
        lines
    };
    assert_eq!(lines[0].moment.offset, None);
    let last = lines.last().unwrap();
    let day = checkpoint::entry::day_of(last, &jiff::tz::TimeZone::UTC);
    assert_eq!(day.to_string(), "2026-11-25");
    let offset = last.moment.offset.unwrap();
    assert!(offset.uncertainty_ms < 60_000, "{offset:?}");
}
