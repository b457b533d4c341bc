//! The stage: a real hub on a real PostgreSQL with a district's day in it, for the pages to be looked at by a browser.
//!
//! `stage PAGES` prints one line of JSON with the address, the users and the units, then does what its input's lines say,
//! `done` after each, until its input ends: `deliver UNIT` (that unit's post sends what it has), `come UNIT` (somebody
//! comes, and its post sends it), `enrol CODE` (a new kiosk takes part by that code).

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that fails has said so by panicking"
)]
#![allow(
    dead_code,
    reason = "the hub's tests share these modules, and ask more of them"
)]

#[path = "../post.rs"]
mod post;
#[path = "../support.rs"]
mod support;

use checkpoint::document::{Kind as DocumentKind, Question};
use checkpoint::entry::{Audit, Direction, Draft, Kind, Outcome};
use checkpoint::moment::{Offset, UNTRUSTED_MS};
use checkpoint::place::{self, Code, Said, State};
use checkpoint::subject::{Identity, Note, Person, Purpose, Salt, Subject, Who};
use checkpoint::wire::VERSION;
use checkpoint::wire::enrol::{Invitation, Request, accept};

use checkpoint::wire::heartbeat::Heartbeat;
use checkpoint::wire::register::{self, Group, People, Register};
use checkpoint::wire::request::JSON_TYPE;
use checkpoint::wire::signed::{Head, Signed};
use hub::declaring::{self, Asking, Field};
use hub::keyring::{Root, random};
use hub::pages::Pages;
use hub::places::{self, Place};
use hub::running::Manner;
use hub::store::{Store, day_of_receipt};
use hub::tree;
use hub::users::{self, Hasher, Role};
use jiff::{SignedDuration, Timestamp};
use post::Post;
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::Path;
use support::{Running, database, exchange, superuser};
use uuid::Uuid;

const PASSWORD: &str = "mật khẩu để thử";

/// The units below the district: word, name.
const UNITS: [(&str, &str); 8] = [
    ("school", "Trường Tiểu học Ban Mai"),
    ("ward", "UBND phường Bình An"),
    ("clinic", "Trạm Y tế Bình An"),
    ("market", "Chợ Mới"),
    ("library", "Thư viện quận"),
    ("hall", "Nhà văn hoá quận"),
    ("archive", "Kho lưu trữ"),
    ("station", "Bến xe phía Đông"),
];

fn scan(direction: Direction) -> Draft {
    let mut draft = Draft::new(Kind::Scan);
    draft.direction = Some(direction);
    draft.verdict = Some(Outcome::Admit);
    draft.document = Some(DocumentKind::CitizenCard);
    draft
}

fn subject(name: &str, number: u8, purpose: u8) -> Subject {
    let identity = Identity {
        name: Some(name.to_owned()),
        birth_year: Some(1980 + i16::from(number)),
        last4: Some(format!("{:04}", 1000 + u16::from(number))),
        who: Who {
            person: Some(Person([number; 16])),
            ..Who::default()
        },
    };
    let note = Note {
        purpose: Some(Purpose::Key(purpose)),
        note: None,
    };
    Subject::identity(Salt(random().unwrap()), &identity)
        .unwrap()
        .with_note(Salt(random().unwrap()), &note)
        .unwrap()
}

/// Sends all that isn't sent yet.
async fn deliver(hub: &Running, post: &mut Post, sent: &mut u64) {
    let last = post.log.len() as u64;
    if last > *sent {
        let next = post.post(hub, *sent + 1, last).await;
        post::assert_acked(&next, last);
        *sent = last;
    }
}

/// A sign of life, with what the post still has to send.
async fn heard(hub: &Running, post: &mut Post, waiting: u64) {
    let now = Timestamp::now();
    let head = Head {
        device: post.device,
        unit: post.unit,
        branch: post.branch,
        seq: post.newest(),
        head: post.head_at(post.newest()).unwrap(),
        at: now,
    };
    let beat = Heartbeat {
        v: VERSION,
        head: Signed::new(head, post.certificates.clone(), |text| {
            post.pair.sign(text).as_ref().try_into().unwrap()
        }),
        waiting,
        app: "chot/0.1.0".to_owned(),
        system: "linux".to_owned(),
        disk_free: 40_000_000_000,
        clock: now,
        config: None,
        lists: None,
    };
    let kind = (JSON_TYPE, "identity");
    let (bytes, _) = post.signed("POST", "heartbeat", "", kind, &beat.body());
    let answer = exchange(hub.address, &bytes).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// What a post tells of those on its lists.
async fn reached(hub: &Running, post: &mut Post, groups: Vec<Group>) {
    let people = People {
        day: day_of_receipt(Timestamp::now()),
        groups,
    };
    let body = register::body(&Register {
        places: Vec::new(),
        people: Some(people),
    });
    let (bytes, _) = post.signed("POST", "places", "", (JSON_TYPE, "identity"), &body);
    let answer = exchange(hub.address, &bytes).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn group(name: &str, [people, seen, card, app]: [u32; 4]) -> Group {
    Group {
        kind: "staff".to_owned(),
        name: name.to_owned(),
        people,
        seen,
        card,
        app,
        pass: 1,
        badge: 0,
    }
}

/// Places of a unit with their posters: one that somebody guards, one that nobody does, one that was withdrawn; and what is
/// asked there.
async fn posters(store: &Store, unit: Uuid) {
    use place::Kind::{School, Vehicle};
    for (code, name, kind, state, unguarded) in [
        ("BS-012", "Cổng chính", School, State::Posted, false),
        ("CH-1", "Căng tin", School, State::Posted, true),
        ("CU-1", "Cổng cũ", School, State::Revoked, false),
        ("XE-1", "Xe đưa đón số 1", Vehicle, State::Posted, true),
    ] {
        let place = Place {
            code: Code::of_typed(code).unwrap(),
            version: 1,
            name: name.to_owned(),
            kind,
            state,
            unguarded,
            until: None,
        };
        places::put(store, unit, &place).await.unwrap();
    }
    let asking = Asking {
        fields: vec![
            Field::BirthYear,
            Field::Sex,
            Field::LastDigits,
            Field::Phone,
            Field::Purpose,
        ],
        optional: vec![Field::Sex],
        questions: vec![Question::Fever, Question::Cough],
        on_pass: vec![Question::Fever],
        contact: "Cô Lan, văn thư, 024 0000 0000".to_owned(),
        ..Asking::default()
    };
    declaring::ask(store, unit, &asking).await.unwrap();
}

/// A unit's post, and how much of its log the hub has.
struct Gate {
    post: Post,
    sent: u64,
}

struct Stage {
    hub: Running,
    units: BTreeMap<&'static str, Uuid>,
    gates: BTreeMap<&'static str, Gate>,
}

impl Stage {
    async fn new(pages: &Path) -> Stage {
        let database = database();
        let store = Store::open(&database, 4).await.unwrap();
        let since = "2020-01-01".parse().unwrap();
        let district = tree::add_unit(&store, None, "Quận Thử Nghiệm", since)
            .await
            .unwrap();
        let mut units = BTreeMap::from([("district", district)]);
        tree::set_week(&store, district, 127).await.unwrap();
        for (word, name) in UNITS {
            let unit = tree::add_unit(&store, Some(district), name, since)
                .await
                .unwrap();
            tree::set_week(&store, unit, 127).await.unwrap();
            units.insert(word, unit);
        }
        let hasher = Hasher::default();
        for (name, word, role) in [
            ("quan", "district", Role::Admin),
            ("truong", "school", Role::Head),
            ("xem", "district", Role::Viewer),
            // Locked by a test.
            ("khoa", "district", Role::Viewer),
        ] {
            users::add(&store, &hasher, units[word], name, role, PASSWORD)
                .await
                .unwrap();
        }
        let contact = "Bà Lan, văn phòng, 024 0000 0000";
        tree::set_contact(&store, units["library"], contact)
            .await
            .unwrap();
        let today = day_of_receipt(Timestamp::now());
        tree::rest(&store, units["clinic"], today, "Khám lưu động")
            .await
            .unwrap();
        posters(&store, units["school"]).await;
        let manner = Manner {
            over_tls: false,
            pages: Some(Pages::read(pages).unwrap()),
            ..Manner::default()
        };
        let key = Root::new().unwrap();
        let key = key.hub_key([9; 16], Timestamp::now()).unwrap();
        let hub = Running::in_manner(database, key, Some(district), manner).await;
        let mut stage = Stage {
            hub,
            units,
            gates: BTreeMap::new(),
        };
        stage.people_come().await;
        stage.trouble_comes().await;
        stage
    }

    async fn gate(&mut self, word: &'static str) -> &mut Gate {
        let post = Post::enrolled_in(&self.hub, self.units[word]).await;
        self.gates.entry(word).or_insert(Gate { post, sent: 0 })
    }

    /// A day in which everyone of the first six units does what a state is named after.
    async fn people_come(&mut self) {
        let now = Timestamp::now();
        // Early in the day there is no earlier: then they all came a moment ago.
        let ago = |minutes: i64| {
            let midnight = now - SignedDuration::from_secs((now.as_second() + 7 * 3600) % 86_400);
            (now - SignedDuration::from_mins(minutes)).max(midnight)
        };
        let school = self.gate("school").await;
        let week_ago = now - SignedDuration::from_hours(7 * 24);
        for number in 0..4 {
            let who = subject("Lê Văn Cũ", 100 + number, 1);
            school
                .post
                .write_at(week_ago, &scan(Direction::In), Some(who));
        }
        for (minutes, direction, name, number) in [
            (90, Direction::In, "Nguyễn Văn Đức", 1),
            (80, Direction::In, "Trần Thị Bé", 2),
            (50, Direction::Out, "Nguyễn Văn Đức", 1),
            (45, Direction::In, "Phạm Đình Đỗ", 3),
            (30, Direction::In, "Hoàng Ánh Nguyệt", 4),
        ] {
            let who = subject(name, number, number);
            let post = &mut school.post;
            post.write_at(ago(minutes), &scan(direction), Some(who));
        }
        let mut passed = Draft::new(Kind::Passed);
        passed.direction = Some(Direction::In);
        passed.count = Some(7);
        school.post.write_at(ago(20), &passed, None);
        // Somebody of yesterday who wants to be forgotten.
        let yesterday = now - SignedDuration::from_hours(24);
        for direction in [Direction::In, Direction::Out] {
            let who = subject("Vũ Thị Quên", 9, 1);
            let post = &mut school.post;
            post.write_at(yesterday, &scan(direction), Some(who));
        }
        for word in ["ward", "clinic", "market", "library", "hall", "station"] {
            self.gate(word).await;
        }
        for (word, people) in [("market", 3), ("hall", 5), ("station", 2)] {
            if let Some(gate) = self.gates.get_mut(word) {
                for _ in 0..people {
                    gate.post.write_at(ago(60), &scan(Direction::In), None);
                }
            }
        }
        if let Some(ward) = self.gates.get_mut("ward") {
            let groups = vec![group("Một cửa", [12, 9, 9, 4]), group("", [7, 7, 7, 0])];
            reached(&self.hub, &mut ward.post, groups).await;
        }
        if let Some(clinic) = self.gates.get_mut("clinic") {
            for (days, place, state) in [
                (10, 1, State::Made),
                (10, 2, State::Made),
                (9, 1, State::Posted),
                (3, 1, State::Checked),
            ] {
                let mut draft = Draft::new(Kind::Audit(Audit::Place));
                draft.place = Some(Said {
                    place,
                    version: 1,
                    state,
                });
                let at = now - SignedDuration::from_hours(24 * days);
                clinic.post.write_at(at, &draft, None);
            }
        }
        if let Some(market) = self.gates.get_mut("market") {
            let offset = Some(Offset {
                ms: 0,
                uncertainty_ms: UNTRUSTED_MS,
            });
            for _ in 0..2 {
                let post = &mut market.post;
                post.write_by(ago(55), offset, &scan(Direction::In), None);
            }
        }
        for (word, sends, waiting) in [
            ("school", true, 0),
            ("ward", true, 0),
            ("clinic", true, 0),
            ("market", true, 12),
        ] {
            if let Some(gate) = self.gates.get_mut(word) {
                if sends {
                    deliver(&self.hub, &mut gate.post, &mut gate.sent).await;
                }
                heard(&self.hub, &mut gate.post, waiting).await;
            }
        }
    }

    /// Two gates fall silent, one machine isn't trusted any more, and one line can't be read.
    async fn trouble_comes(&mut self) {
        let database = superuser(&self.hub.database).await;
        for word in ["library", "hall"] {
            // Their enrolment is the only sign of life, and it was this morning at the latest.
            database
                .execute(
                    "UPDATE device SET enrolled_at = now() - interval '5 hours' WHERE unit_id = $1",
                    &[&self.units[word]],
                )
                .await
                .unwrap();
        }
        if let Some(station) = self.gates.get_mut("station") {
            let unit = self.units["station"];
            let device = station.post.device_id();
            tree::set_state(&self.hub.store, unit, device, tree::State::Distrusted)
                .await
                .unwrap();
            station.post.post(&self.hub, 1, 2).await;
        }
        if let Some(school) = self.gates.get_mut("school") {
            let seq = school.post.newest() + 1;
            let line = format!("{{\"seq\":{seq},\"v\":9}}");
            school.post.write_line(line.into_bytes(), None);
            deliver(&self.hub, &mut school.post, &mut school.sent).await;
        }
    }

    /// Does what a line says.
    async fn act(&mut self, line: &str) {
        match line.split_once(' ') {
            Some(("deliver", word)) => {
                if let Some(gate) = self.gates.get_mut(word) {
                    deliver(&self.hub, &mut gate.post, &mut gate.sent).await;
                    heard(&self.hub, &mut gate.post, 0).await;
                }
            }
            Some(("come", word)) => {
                if let Some(gate) = self.gates.get_mut(word) {
                    let now = Timestamp::now();
                    gate.post.write_at(now, &scan(Direction::In), None);
                    deliver(&self.hub, &mut gate.post, &mut gate.sent).await;
                }
            }
            Some(("enrol", code)) => {
                let invitation = Invitation::read(code.as_bytes()).unwrap();
                let mut post = Post::stranger(&self.hub);
                let asked = Request::invited(&invitation, post.key(), post.unit, "chot/0.1.0");
                let (answer, digest) = post.enrol(&self.hub, &asked).await;
                accept(&answer.body, &invitation.root, &post.key(), &digest).unwrap();
            }
            Some(_) | None => panic!("{line}"),
        }
    }
}

async fn play(pages: &Path) {
    let mut stage = Stage::new(pages).await;
    let mut out = std::io::stdout();
    let units: BTreeMap<&str, String> = stage
        .units
        .iter()
        .map(|(word, unit)| (*word, unit.to_string()))
        .collect();
    let told = serde_json::json!({
        "address": format!("http://{}", stage.hub.address),
        "password": PASSWORD,
        "units": units,
    });
    writeln!(out, "{told}").unwrap();
    for line in std::io::stdin().lock().lines() {
        stage.act(&line.unwrap()).await;
        writeln!(out, "done").unwrap();
    }
    stage.hub.stop().await;
}

fn main() {
    let pages = std::env::args().nth(1).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(play(Path::new(&pages)));
}
