//! A receiver as a third party would write it from HTTPS_JSON.md.

use super::post::{Post, here};
use super::server::{Asked, Reply, Server};
use checkpoint::subject::Group;
use kiosk::keys::Key;
use kiosk::targets::Way;
use kiosk::uplink::fault::Rung;
use kiosk::uplink::ladder::climb;
use kiosk::uplink::standing::Standing;
use ring::{digest, hmac};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const SECRET: &[u8] = b"a secret of both sides, 32 bytes";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the document says that a receiver checks.
fn is_signed(asked: &Asked) -> bool {
    let mut message = Vec::new();
    for part in [asked.header("idempotency-key"), asked.header("chot-time")] {
        message.extend_from_slice(part.as_bytes());
        message.push(b'\n');
    }
    message.extend_from_slice(&asked.body);
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET);
    let tag = hex(hmac::sign(&key, &message).as_ref());
    asked.header("chot-signature") == format!("hmac-sha256={tag}")
}

/// The acknowledgement of a request.
pub fn received(asked: &Asked) -> Value {
    let body: Value = serde_json::from_slice(&asked.body).unwrap();
    let batch = &body["batch"];
    let received = if batch.is_null() {
        "none".to_owned()
    } else {
        format!("{}-{}", batch["first"], batch["last"])
    };
    let digest = hex(digest::digest(&digest::SHA256, &asked.body).as_ref());
    json!({ "received": received, "digest": digest })
}

fn json(status: u16, body: &Value) -> Reply {
    Reply::new(status, body.to_string()).with("content-type", "application/json")
}

struct Receiver {
    server: Server,
    id: u32,
}

fn receiver(post: &Post, mut answer: impl FnMut(&Asked) -> Reply + Send + 'static) -> Receiver {
    let server = Server::start(move |asked| Some(answer(asked)));
    let id = post.add(&Way::HttpsJson {
        address: here(&format!("{}/nhan", server.address())),
        ca: None,
    });
    post.targets()
        .set_secret(id, &Key::new(SECRET.to_vec()))
        .unwrap();
    Receiver { server, id }
}

fn bodies(receiver: &Receiver) -> Vec<Value> {
    let asked = receiver.server.asked("/nhan");
    asked
        .iter()
        .map(|asked| serde_json::from_slice(&asked.body).unwrap())
        .collect()
}

#[test]
fn lines_travel_byte_for_byte_signed_and_without_personal_data_until_it_is_picked() {
    let post = Post::with(3);
    let receiver = receiver(&post, |asked| {
        assert!(is_signed(asked));
        assert_eq!(asked.header("chot-secret"), "1");
        json(200, &received(asked))
    });
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent, "{}", cards[0].words.en);
    let sent = receiver.server.asked("/nhan");
    let mut lines = Vec::new();
    kiosk::ledger::Reading::open(&post.home)
        .unwrap()
        .lines(|line| {
            lines.push(String::from_utf8(line.to_vec()).unwrap());
            true
        })
        .unwrap();
    let text = String::from_utf8(sent[0].body.clone()).unwrap();
    for line in &lines {
        assert!(text.contains(line.as_str()), "byte for byte");
    }
    assert!(!text.contains("NGUYỄN"));
    assert_eq!(bodies(&receiver)[0]["subjects"], json!([]));

    let groups = [(Group::Identity, "Thống kê".to_owned())];
    post.targets()
        .pick(receiver.id, &groups, jiff::Timestamp::now())
        .unwrap();
    post.append(1);
    post.send();
    let bodies = bodies(&receiver);
    assert_eq!(bodies[1]["subjects"][0]["seq"], 4);
    assert_eq!(
        bodies[1]["subjects"][0]["identity"]["name"],
        "NGUYỄN VĂN THỬ"
    );
    assert!(bodies[1]["subjects"][0].get("note").is_none());
}

#[test]
fn nothing_but_the_exact_acknowledgement_acknowledges() {
    type Lie = fn(&Asked) -> Reply;
    let lies: [(&str, Lie); 9] = [
        ("an empty 200", |_| Reply::new(200, "")),
        ("a page", |_| {
            Reply::new(200, "<html>").with("content-type", "text/html")
        }),
        ("ok", |_| json(200, &json!({ "ok": true }))),
        ("other entries", |asked| {
            let mut said = received(asked);
            said["received"] = "1-2".into();
            json(200, &said)
        }),
        ("another body's digest", |asked| {
            let mut said = received(asked);
            said["digest"] = hex(&[0; 32]).into();
            json(200, &said)
        }),
        ("202", |asked| json(202, &received(asked))),
        ("500", |asked| json(500, &received(asked))),
        ("302", |asked| {
            json(302, &received(asked)).with("location", "/nhan")
        }),
        ("404", |_| Reply::new(404, "")),
    ];
    for (name, lie) in lies {
        let post = Post::with(3);
        let receiver = receiver(&post, lie);
        let cards = post.send();
        assert_eq!(post.target(receiver.id).cursor, None, "{name}");
        assert_eq!(cards[0].standing, Standing::Failing, "{name}");
        assert_eq!(cards[0].waiting, 3, "{name}");
    }
}

/// Entries as a receiver has them that only remembers keys: seq by seq, with how often it took each.
fn taken(receiver: &Receiver) -> std::collections::BTreeMap<u64, usize> {
    let mut keys = std::collections::BTreeSet::new();
    let mut taken = std::collections::BTreeMap::new();
    for asked in receiver.server.asked("/nhan") {
        if keys.insert(asked.header("idempotency-key").to_owned()) {
            let body: Value = serde_json::from_slice(&asked.body).unwrap();
            for entry in body["entries"].as_array().unwrap() {
                *taken.entry(entry["seq"].as_u64().unwrap()).or_default() += 1;
            }
        }
    }
    taken
}

#[test]
fn a_receiver_that_only_remembers_keys_has_each_entry_once_though_an_answer_was_lost() {
    let post = Post::with(3);
    let mut tries = 0;
    let receiver = receiver(&post, move |asked| {
        tries += 1;
        if tries == 1 {
            // It has them, and nobody learns that.
            Reply::new(503, "")
        } else {
            json(200, &received(asked))
        }
    });
    post.send();
    post.append(4);
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent);
    let taken = taken(&receiver);
    assert_eq!(taken.len(), 7);
    assert!(taken.values().all(|times| *times == 1), "{taken:?}");
}

#[test]
fn lines_that_were_given_another_branch_while_they_were_on_their_way_do_not_go_again() {
    for answer_is_lost in [false, true] {
        let post = Post::with(9);
        let (home, ledger, clock) = (
            post.home.clone(),
            Arc::clone(&post.ledger),
            Arc::clone(&post.clock),
        );
        let mut tries = 0;
        let receiver = receiver(&post, move |asked| {
            tries += 1;
            if tries == 1 {
                super::post::part_behind(&home, &ledger, &clock, 5);
                if answer_is_lost {
                    return Reply::new(503, "");
                }
            }
            json(200, &received(asked))
        });
        post.send();
        post.append(2);
        let cards = post.send();
        assert_eq!(cards[0].standing, Standing::Sent);
        assert_eq!(cards[0].waiting, 0);
        let taken = taken(&receiver);
        assert_eq!(taken.len(), 11, "lost: {answer_is_lost}");
        assert!(taken.values().all(|times| *times == 1), "{taken:?}");
    }
}

#[test]
fn the_same_entries_have_the_same_idempotency_key() {
    let post = Post::with(3);
    let tries = Arc::new(Mutex::new(0));
    let receiver = receiver(&post, move |asked| {
        let mut tries = tries.lock().unwrap();
        *tries += 1;
        if *tries == 1 {
            Reply::new(503, "")
        } else {
            json(200, &received(asked))
        }
    });
    post.send();
    post.send();
    let sent = receiver.server.asked("/nhan");
    assert_eq!(
        sent[0].header("idempotency-key"),
        sent[1].header("idempotency-key")
    );
    assert_eq!(post.target(receiver.id).cursor.unwrap().seq, 3);
}

#[test]
fn a_line_that_is_refused_is_withheld_there_and_shown_to_a_person() {
    let post = Post::with(4);
    let receiver = receiver(&post, |asked| {
        let body: Value = serde_json::from_slice(&asked.body).unwrap();
        let third = body["entries"]
            .as_array()
            .unwrap()
            .iter()
            .find(|entry| entry["seq"] == 3);
        match third {
            Some(entry) if entry["kind"] != "withheld" => json(
                422,
                &json!({ "refused": [{ "seq": 3, "why": "gate is unknown here" }] }),
            ),
            _ => json(200, &received(asked)),
        }
    });
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent);
    assert_eq!(cards[0].refused, 1);
    assert!(cards[0].words.vi.contains("1 dòng bị trả lại, bấm xem"));
    let refused = post.targets().refused(receiver.id).unwrap();
    assert!(refused[0].withheld);
    assert_eq!(refused[0].why, "gate is unknown here");
    let bodies = bodies(&receiver);
    assert_eq!(bodies.len(), 2);
    let third = &bodies[1]["entries"][2];
    assert_eq!(
        (&third["seq"], &third["kind"]),
        (&json!(3), &json!("withheld"))
    );
    assert_eq!(third["leaf"].as_str().unwrap().len(), 43);
    assert!(third.get("id").is_none());
    let keys: Vec<String> = receiver
        .server
        .asked("/nhan")
        .iter()
        .map(|asked| asked.header("idempotency-key").to_owned())
        .collect();
    assert_ne!(keys[0], keys[1], "another form has another key");
}

#[test]
fn no_secret_a_wrong_one_and_a_plain_no_are_for_a_person() {
    let post = Post::with(1);
    let server = Server::start(|_| Some(Reply::new(200, "")));
    let id = post.add(&Way::HttpsJson {
        address: here(&server.address()),
        ca: None,
    });
    post.send();
    assert_eq!(post.target(id).problem.unwrap().word, "no-secret");
    assert!(server.seen.lock().unwrap().is_empty());
    for (status, word) in [
        (401, "secret-wrong"),
        (403, "secret-wrong"),
        (400, "receiver-refuses"),
    ] {
        let receiver = receiver(&post, move |_| json(status, &json!({})));
        post.send();
        let problem = post.target(receiver.id).problem.unwrap();
        assert_eq!((problem.word.as_str(), problem.is_final), (word, true));
        post.targets().remove(receiver.id).unwrap();
    }
}

#[test]
fn the_test_sends_a_request_without_entries() {
    let post = Post::with(2);
    let receiver = receiver(&post, |asked| {
        assert!(is_signed(asked));
        json(200, &received(asked))
    });
    let climbed = climb(&post.home, receiver.id, post.clock.clone()).unwrap();
    assert_eq!(climbed.failed, None, "{}", climbed.words.en);
    assert_eq!(
        bodies(&receiver)[0],
        json!({ "batch": null, "entries": [], "subjects": [] })
    );
    assert_eq!(post.target(receiver.id).cursor, None);
    let wrong = self::receiver(&post, |_| Reply::new(401, ""));
    let climbed = climb(&post.home, wrong.id, post.clock.clone()).unwrap();
    assert_eq!(climbed.failed, Some(Rung::Enrolled));
}
