//! A person's data is erased at the pages: of one entry, or of all that are about the person.

use crate::desk::{read, sign_in, user};
use crate::figures::change;
use crate::post::{Post, assert_acked};
use crate::subjects::heard;
use crate::support::{Running, number, superuser};
use checkpoint::base64url::base64url;
use checkpoint::entry::{Audit, Direction, Draft, Elsewhere, Entry, Kind, Outcome};
use checkpoint::subject::{Identity, Person, Salt, Subject, Who};
use hub::acts::acts;
use hub::tree;
use hub::users::Role;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Somebody with a number, and the older numbers that their document carried besides.
pub fn person(name: &str, number: u8, older: &[u8]) -> Subject {
    let identity = Identity {
        name: Some(name.to_owned()),
        birth_year: Some(1980),
        last4: Some(format!("{number:04}")),
        who: Who {
            person: Some(Person([number; 16])),
            aliases: older.iter().map(|number| Person([*number; 16])).collect(),
            namesake: None,
        },
    };
    let salt = Salt(hub::keyring::random().unwrap());
    Subject::identity(salt, &identity).unwrap()
}

/// They pass the gate.
pub fn passes(post: &mut Post, at: Timestamp, direction: Direction, who: Subject) {
    let mut draft = Draft::new(Kind::Scan);
    draft.direction = Some(direction);
    draft.verdict = Some(Outcome::Admit);
    post.write_at(at, &draft, Some(who));
}

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_second(1_767_600_000 + 60 * minute).unwrap()
}

fn which(post: &Post, seq: u64) -> Value {
    json!({"device": base64url(&post.device.0), "branch": base64url(&post.branch.0), "seq": seq})
}

fn question(post: &Post, seq: u64) -> String {
    let (device, branch) = (base64url(&post.device.0), base64url(&post.branch.0));
    format!("device={device}&branch={branch}&seq={seq}")
}

/// Two gates of a unit: one person three times, somebody who once had that person's number, and nobody known.
async fn gates(hub: &Running) -> (Post, Post) {
    let mut one = Post::enrolled(hub).await;
    let mut two = Post::enrolled(hub).await;
    passes(
        &mut one,
        minute(1),
        Direction::In,
        person("Trần Thị Bé", 1, &[]),
    );
    passes(
        &mut one,
        minute(2),
        Direction::In,
        person("Phạm Đình Đỗ", 2, &[1]),
    );
    passes(
        &mut one,
        minute(3),
        Direction::In,
        person("Trần Thị Bé", 1, &[]),
    );
    one.write(1);
    passes(
        &mut two,
        minute(4),
        Direction::Out,
        person("TRẦN THỊ BÉ", 1, &[]),
    );
    assert_acked(&one.post(hub, 1, 4).await, 4);
    assert_acked(&two.post(hub, 1, 1).await, 1);
    (one, two)
}

const NAMES: &str = "SELECT count(*) FROM subject WHERE history <> 0 AND identity IS NOT NULL";

#[tokio::test(flavor = "multi_thread")]
async fn a_person_s_data_goes_from_every_entry_of_the_unit_each_of_them_written_down() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let since = "2020-01-01".parse().unwrap();
    let below = tree::add_unit(&hub.store, Some(hub.unit), "Thôn", since)
        .await
        .unwrap();
    let mut elsewhere = Post::enrolled_in(&hub, below).await;
    passes(
        &mut elsewhere,
        minute(1),
        Direction::In,
        person("Trần Thị Bé", 1, &[]),
    );
    assert_acked(&elsewhere.post(&hub, 1, 1).await, 1);
    let (mut one, mut two) = gates(&hub).await;
    let head = sign_in(&hub, "head").await;
    let path = format!("/api/units/{}/erasures", hub.unit);
    let (status, told) = read(&hub, &head.0, &format!("{path}?{}", question(&one, 3))).await;
    assert_eq!((status, told), (200, json!({"of_person": 3})));
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, NAMES).await, 5, "asking changes nothing");

    let mut form = which(&one, 3);
    form["person"] = json!(true);
    let answer = change(&hub, &head, "POST", &path, form).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(told, json!({"entries": 3}));
    assert_eq!(
        number(&database, NAMES).await,
        2,
        "whoever had the number once, and another unit's"
    );
    let book = format!("/api/units/{}/entries", hub.unit);
    let (_, found) = read(&hub, &head.0, &format!("{book}?q=tran%20thi%20be")).await;
    assert_eq!(found["entries"], json!([]));
    let (_, all) = read(&hub, &head.0, &book).await;
    let gone: Vec<(&Value, &Value)> = all["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry.get("gone").is_some())
        .map(|entry| (&entry["gone"], &entry["gone_there"]))
        .collect();
    assert_eq!(gone, [(&json!("erased"), &json!(false)); 3]);

    let done = acts(&hub.store, hub.unit).await.unwrap();
    let erased: Vec<Elsewhere> = done
        .lines
        .iter()
        .map(|line| Entry::parse(line).unwrap())
        .filter(|act| act.said.kind == Kind::Audit(Audit::Erase))
        .filter_map(|act| act.said.elsewhere.map(|of| *of))
        .collect();
    assert_eq!(erased.len(), 3);
    assert_eq!(erased[0], one.elsewhere(3), "the one that was asked for");
    for of in [one.elsewhere(1), two.elsewhere(1)] {
        assert!(erased.contains(&of), "{of:?}");
    }

    // Each gate is told of its own; when it has done it, the book says so.
    let told = |heard: checkpoint::wire::heartbeat::Heard| -> BTreeSet<u64> {
        heard.erase.iter().map(|erase| erase.seq).collect()
    };
    assert_eq!(told(heard(&hub, &mut one, 0).await), BTreeSet::from([1, 3]));
    assert_eq!(told(heard(&hub, &mut two, 0).await), BTreeSet::from([1]));
    let mut erase = Draft::new(Kind::Audit(Audit::Erase));
    erase.of = Some(two.of(1));
    two.write_draft(&erase, None);
    assert_acked(&two.post(&hub, 2, 2).await, 2);
    let (_, outs) = read(&hub, &head.0, &format!("{book}?direction=out")).await;
    assert_eq!(outs["entries"][0]["gone_there"], json!(true));
    assert_eq!(told(heard(&hub, &mut two, 0).await), BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_entry_s_data_goes_alone_and_only_once_and_only_for_who_may() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    let since = "2020-01-01".parse().unwrap();
    let other = tree::add_unit(&hub.store, None, "Xã Khác", since)
        .await
        .unwrap();
    user(&hub, other, "stranger", Role::Admin).await;
    let (one, _two) = gates(&hub).await;
    let path = format!("/api/units/{}/erasures", hub.unit);
    let asking = format!("{path}?{}", question(&one, 1));
    for (name, expected) in [("viewer", 403), ("stranger", 404)] {
        let who = sign_in(&hub, name).await;
        assert_eq!(read(&hub, &who.0, &asking).await.0, expected, "{name}");
        let answer = change(&hub, &who, "POST", &path, which(&one, 1)).await;
        assert_eq!(answer.status, expected, "{name}");
    }
    let head = sign_in(&hub, "head").await;
    let database = superuser(&hub.database).await;
    // One that says nothing of anybody, and one that isn't here yet.
    for seq in [4, 5] {
        let answer = change(&hub, &head, "POST", &path, which(&one, seq)).await;
        assert_eq!(answer.status, 404, "{seq}");
    }
    let mut wrong = which(&one, 1);
    wrong["branch"] = json!("x");
    let answer = change(&hub, &head, "POST", &path, wrong).await;
    assert_eq!(answer.status, 400);
    let dead = "SELECT count(*) FROM tombstone WHERE history <> 0";
    assert_eq!(number(&database, dead).await, 0, "nothing was erased");

    let answer = change(&hub, &head, "POST", &path, which(&one, 1)).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    assert_eq!(number(&database, NAMES).await, 3);
    let answer = change(&hub, &head, "POST", &path, which(&one, 1)).await;
    assert_eq!(answer.status, 404, "it is gone");
    let (_, told) = read(&hub, &head.0, &format!("{path}?{}", question(&one, 3))).await;
    assert_eq!(told, json!({"of_person": 2}), "what is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_t_be_written_down_isn_t_erased() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let (one, _two) = gates(&hub).await;
    let head = sign_in(&hub, "head").await;
    let database = superuser(&hub.database).await;
    // The first of the three acts can be written, the second can't.
    database
        .batch_execute("ALTER TABLE act ADD CONSTRAINT full_at_two CHECK (seq <= 2)")
        .await
        .unwrap();
    let mut form = which(&one, 1);
    form["person"] = json!(true);
    let path = format!("/api/units/{}/erasures", hub.unit);
    let answer = change(&hub, &head, "POST", &path, form).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(number(&database, NAMES).await, 4);
    for table in ["tombstone", "erasure"] {
        let there = format!(
            "SELECT count(*) FROM {table} WHERE unit_id <> '00000000-0000-0000-0000-000000000000'"
        );
        assert_eq!(number(&database, &there).await, 0, "{table}");
    }
    let done = acts(&hub.store, hub.unit).await.unwrap();
    assert_eq!(done.lines.len(), 1, "all acts or none: the sign-in alone");
}
