//! What the admin's page asks: added paused, looked at, tested, let go, sent back, carried.

use super::hub::Hub;
use super::post::{Post, here, until};
use super::server::{Reply, Server};
use checkpoint::subject::Group;
use checkpoint::wire::courier::Keys;
use checkpoint::wire::enrol::Invitation;
use kiosk::clock::Clock;
use kiosk::keys::Key;
use kiosk::sending::{Adding, Sending, SendingError};
use kiosk::staff::Staff;
use kiosk::targets::{Kind, Way};
use kiosk::uplink::address::Reach;
use kiosk::uplink::enrolment::Choice;
use kiosk::uplink::standing::{Card, Level, Standing};
use kiosk::uplink::timer::Pace;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

fn sending(post: &Post) -> Sending {
    let pace = Pace {
        most: Duration::from_millis(50),
        look: Duration::from_millis(10),
        heartbeat: Duration::from_secs(300),
    };
    let staff = Arc::new(Staff::of(&post.home));
    Sending::start(&post.home, post.clock.clone(), staff, post.scribe(), pace).unwrap()
}

fn adding(kind: Kind, place: &str) -> Adding {
    Adding {
        name: "Một nơi nhận".to_owned(),
        kind,
        place: place.to_owned(),
        reach: Reach::Public,
        ca: None,
        keys: None,
    }
}

fn card(sending: &Sending, id: u32) -> Card {
    let cards = sending.cards().unwrap();
    cards.into_iter().find(|card| card.target.id == id).unwrap()
}

#[test]
fn a_new_target_is_paused_until_somebody_has_seen_what_would_go() {
    let scratch = tempfile::tempdir().unwrap();
    let post = Post::with(4);
    let sending = sending(&post);
    let place = scratch.path().to_str().unwrap();
    let id = sending.add(&adding(Kind::Folder, place)).unwrap().id;
    assert_eq!(card(&sending, id).standing, Standing::Paused);
    let run = sending.dry_run(id).unwrap().unwrap();
    assert_eq!((run.first, run.last, run.entries), (1, 4, 4));
    assert!(run.groups.is_empty());
    sending
        .pick(id, &[(Group::Identity, "Truy vết".to_owned())])
        .unwrap();
    let run = sending.dry_run(id).unwrap().unwrap();
    assert_eq!(run.groups[0].1, 4);
    assert_eq!(sending.test(id).unwrap().failed, None);
    assert_eq!(
        std::fs::read_dir(place).unwrap().count(),
        0,
        "nothing went so far"
    );
    sending.pause(id, false).unwrap();
    until("it is written", || {
        card(&sending, id).standing == Standing::Written
    });
    assert!(sending.dry_run(id).unwrap().is_none());
    sending.send_again(id, "2020-01-01").unwrap();
    until("it is written again", || {
        card(&sending, id).target.files == 2
    });
    let wrong = sending.send_again(id, "").unwrap_err();
    assert_eq!(wrong.words().vi, "Chọn ngày trước đã");
    sending.remove(id).unwrap();
    assert!(sending.cards().unwrap().is_empty());
}

#[test]
fn a_day_that_was_not_sent_yet_passes_over_nothing_and_a_day_without_entries_sends_nothing_again() {
    let scratch = tempfile::tempdir().unwrap();
    let post = Post::with(3);
    let mut tomorrow = post.clock.now();
    tomorrow.at += jiff::SignedDuration::from_hours(24);
    super::post::append(&mut post.ledger.lock().unwrap(), &tomorrow);
    let day = jiff::tz::offset(7).to_datetime(tomorrow.at).date();
    let sending = sending(&post);
    let place = scratch.path().to_str().unwrap();
    let id = sending.add(&adding(Kind::Folder, place)).unwrap().id;
    sending.send_again(id, &day.to_string()).unwrap();
    assert_eq!(post.target(id).cursor, None, "three entries wait before it");
    sending.pause(id, false).unwrap();
    until("it is written", || {
        card(&sending, id).standing == Standing::Written
    });
    let cursor = post.target(id).cursor;
    assert_eq!(cursor.unwrap().seq, 4);
    sending.pause(id, true).unwrap();
    sending.send_again(id, "2999-01-01").unwrap();
    assert_eq!(post.target(id).cursor, cursor);
    sending.send_again(id, &day.to_string()).unwrap();
    assert_eq!(post.target(id).cursor.unwrap().seq, 3);
}

#[test]
fn what_is_typed_wrong_is_answered_with_what_to_mend_and_changes_nothing() {
    let post = Post::with(1);
    let sending = sending(&post);
    let said = |adding: &Adding| sending.add(adding).unwrap_err().words().vi;
    assert!(said(&adding(Kind::Hub, "https://hub.example.vn")).contains("mã ghi danh"));
    let plain = adding(Kind::HttpsJson, "http://nhan.example.vn/chot");
    assert!(said(&plain).starts_with("Trên Internet phải dùng https"));
    let local = Adding {
        reach: Reach::LocalNetwork,
        ..adding(Kind::HttpsJson, "http://127.0.0.1/chot")
    };
    assert_eq!(
        said(&local),
        "127.0.0.1 không nằm trong mạng nội bộ như đã khai"
    );
    assert!(said(&adding(Kind::Folder, "not/whole")).contains("không phải thư mục"));
    let ours = post.home.root().join("keys").display().to_string();
    assert!(
        said(&adding(Kind::Folder, &ours)).contains("không phải thư mục"),
        "never among our keys"
    );
    let stick = post.home.root().parent().unwrap().to_str().unwrap();
    let courier = |keys: Option<String>| Adding {
        keys,
        ..adding(Kind::Courier, stick)
    };
    let whole = Keys {
        district: [7; 32],
        root: [8; 32],
    };
    assert!(said(&courier(None)).starts_with("Chưa có khoá nhận tệp"));
    let cut = whole.text()[..60].to_owned();
    assert!(said(&courier(Some(cut))).starts_with("Khoá nhận tệp thiếu hoặc sai chữ"));
    let nameless = Adding {
        name: " ".to_owned(),
        ..adding(Kind::HttpsJson, "https://nhan.example.vn")
    };
    assert_eq!(said(&nameless), "Tên nơi nhận gồm 1 đến 80 chữ");
    assert!(post.targets().list().unwrap().is_empty());

    let printed = format!("district: …\nkeys: {}\n", whole.text());
    let added = sending.add(&courier(Some(printed))).unwrap();
    let Way::Courier { district, root, .. } = added.way else {
        panic!("a courier: {:?}", added.way);
    };
    assert_eq!((district, root), (whole.district, whole.root));
}

#[test]
fn a_secret_is_made_here_numbered_and_told_once() {
    let post = Post::with(1);
    let sending = sending(&post);
    let id = sending
        .add(&adding(Kind::HttpsJson, "https://nhan.example.vn"))
        .unwrap()
        .id;
    let (first, text) = sending.new_secret(id).unwrap();
    let (second, other) = sending.new_secret(id).unwrap();
    assert_eq!((first, second), (1, 2));
    assert_eq!(text.len(), 43);
    assert_ne!(text, other);
    let (number, kept) = post.targets().secret(&post.target(id)).unwrap().unwrap();
    assert_eq!((number, kept.bytes()), (2, other.as_bytes()));
}

#[test]
fn an_entry_that_is_sent_back_is_listed_with_its_reason_and_is_never_calm() {
    let post = Post::with(3);
    let server = Server::start(|asked| {
        let body: Value = serde_json::from_slice(&asked.body).unwrap();
        let entries = body["entries"].as_array().unwrap();
        let is_open = entries
            .iter()
            .any(|entry| entry["seq"] == 2 && entry["kind"] != "withheld");
        let reply = |status, value: &Value| {
            Some(Reply::new(status, value.to_string()).with("content-type", "application/json"))
        };
        if is_open {
            return reply(
                422,
                &json!({ "refused": [{ "seq": 2, "why": "gate is unknown here" }] }),
            );
        }
        reply(200, &super::json::received(asked))
    });
    let way = Way::HttpsJson {
        address: here(&server.address()),
        ca: None,
    };
    let id = post.add(&way);
    let secret = Key::new(vec![7; 32]);
    post.targets().set_secret(id, &secret).unwrap();
    let sending = sending(&post);
    until("it is sent", || {
        card(&sending, id).standing == Standing::Sent
    });
    let card = card(&sending, id);
    assert_eq!(card.refused, 1);
    assert_eq!(card.words.vi, "1 dòng bị trả lại, bấm xem");
    assert_eq!(card.level(sending.now()), Level::Amber);
    assert_eq!(
        sending.light().unwrap().words.vi,
        "1 dòng bị trả lại, bấm xem"
    );
    let back = sending.refused(id).unwrap();
    assert_eq!(back.len(), 1);
    assert_eq!(back[0].refused.why, "gate is unknown here");
    assert_eq!(back[0].why.vi, "gate is unknown here", "in its own words");
    assert_eq!(back[0].entry.as_ref().unwrap().seq, 2);
}

#[test]
fn a_code_enrols_from_the_page_and_what_waits_goes_by_itself() {
    let post = Post::with(3);
    let hub = Hub::of(&post);
    let theirs = Arc::clone(&hub);
    let server = Server::start(move |asked| Some(theirs.lock().unwrap().answer(asked)));
    let root = hub.lock().unwrap().authority.root_key();
    let invitation = Invitation {
        address: server.address(),
        root: digest(&SHA256, &root).as_ref().try_into().unwrap(),
        code: [4; 16],
        secret: [9; 16],
    };
    let sending = sending(&post);
    let choice = |reach| Choice {
        reach,
        ca: None,
        name: None,
    };
    let text = invitation.text();
    let refused = sending
        .enrol(text.as_bytes(), &choice(Reach::Public))
        .unwrap_err();
    assert!(
        refused
            .words()
            .vi
            .starts_with("Trên Internet phải dùng https")
    );
    let joined = sending
        .enrol(text.as_bytes(), &choice(Reach::ThisMachine))
        .unwrap();
    assert_eq!(joined.enrolled.gate_name, "Cổng sau");
    until("it is sent", || {
        card(&sending, joined.target.id).standing == Standing::Sent
    });
    assert_eq!(sending.light().unwrap().words.vi, "Đã gửi hết");
    assert_eq!(hub.lock().unwrap().lines(), 3);
}

#[test]
fn samples_go_nowhere() {
    let post = Post::with(1);
    let nowhere = Sending::nowhere(
        &post.home,
        post.clock.clone(),
        Arc::new(Staff::of(&post.home)),
    );
    assert!(nowhere.cards().unwrap().is_empty());
    assert_eq!(nowhere.light().unwrap().level, Level::None);
    let folder = adding(Kind::Folder, "/");
    assert!(matches!(nowhere.add(&folder), Err(SendingError::Demo)));
    let choice = Choice {
        reach: Reach::Public,
        ca: None,
        name: None,
    };
    assert!(matches!(
        nowhere.enrol(b"CHOTHUB1:", &choice),
        Err(SendingError::Demo)
    ));
}

#[test]
fn whoever_can_t_confirm_an_erasure_is_named_until_somebody_says_that_they_were_told() {
    let scratch = tempfile::tempdir().unwrap();
    let post = Post::with(3);
    let sending = sending(&post);
    let place = scratch.path().to_str().unwrap();
    let id = sending.add(&adding(Kind::Folder, place)).unwrap().id;
    let groups = [(Group::Identity, "Truy vết".to_owned())];
    sending.pick(id, &groups).unwrap();
    sending.pause(id, false).unwrap();
    let is_written = || card(&sending, id).standing == Standing::Written;
    until("it is written", is_written);
    assert!(sending.to_tell().unwrap().is_empty());

    let now = post.clock.now();
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    {
        let mut ledger = post.ledger.lock().unwrap();
        let of = ledger.about_the_same_person(2, &now).unwrap()[0];
        ledger.erase(&of, None, &now, 1, &zone).unwrap().unwrap();
    }
    until("the erasure is written, too", is_written);
    let to_tell = sending.to_tell().unwrap();
    assert_eq!((to_tell.len(), to_tell[0].target.id), (1, id));
    let [erasure] = to_tell[0].erasures[..] else {
        panic!("one erasure: {to_tell:?}");
    };
    assert_eq!((erasure.of.seq, erasure.by.seq), (2, 4));
    let waiting = card(&sending, id);
    assert_eq!(waiting.untold, 1);
    assert_eq!(waiting.level(now.at), Level::Amber);
    assert!(waiting.words.vi.contains("1 lượt xoá chưa báo nơi nhận"));
    assert_eq!(sending.light().unwrap().level, Level::Amber);

    sending.told(id, &[erasure.by]).unwrap();
    assert!(sending.to_tell().unwrap().is_empty());
    assert_eq!(card(&sending, id).untold, 0);
    assert_eq!(sending.light().unwrap().level, Level::Calm);
    assert!(sending.told(id + 1, &[erasure.by]).is_err());

    // The entry that says so gets another branch: it was told all the same.
    post.part_behind(2);
    let (to, ..) = post.head();
    let branch = erasure.by.branch;
    post.targets().parted(branch, 2, to).unwrap();
    assert!(sending.to_tell().unwrap().is_empty());
}
