//! Who was inside together with somebody, over days; and that it is written down before anybody is told.

use crate::desk::{PASSWORD, read, sign_in, user};
use crate::erasing::{passes, person};
use crate::figures::change;
use crate::post::{Post, assert_acked};
use crate::support::{Answer, Running, number, superuser};
use checkpoint::entry::{Audit, Direction, Draft, Elsewhere, Entry, Kind, Outcome};
use checkpoint::moment::{Offset, UNTRUSTED_MS};
use hub::acts::acts;
use hub::store::day_of_receipt;
use hub::users::Role;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

/// The first of the days: four days ago.
fn first() -> Date {
    day_of_receipt(Timestamp::now()).saturating_sub(4.days())
}

/// A time of the days, 1 for the first.
fn at(first: Date, day: i64, time: &str) -> Timestamp {
    let day = first.saturating_add((day - 1).days());
    format!("{day}T{time}:00+07:00").parse().unwrap()
}

/// Two gates and six people, of whom the first came on two days.
async fn gates(hub: &Running, first: Date) -> Post {
    let (mut one, mut two) = (Post::enrolled(hub).await, Post::enrolled(hub).await);
    let (comes, goes) = (Direction::In, Direction::Out);
    for (at_one, day, time, direction, name, number) in [
        (true, 1, "08:00", comes, "Nguyễn Văn Đức", 1),
        (true, 1, "11:00", goes, "Nguyễn Văn Đức", 1),
        // Nobody saw the second exit.
        (true, 2, "08:00", comes, "Nguyễn Văn Đức", 1),
        (true, 1, "10:00", comes, "Trần Thị Bé", 2),
        (false, 1, "12:00", goes, "Trần Thị Bé", 2),
        // A night shift.
        (false, 1, "22:00", comes, "Phạm Đình Đỗ", 3),
        (false, 2, "08:30", goes, "Phạm Đình Đỗ", 3),
        (false, 2, "15:00", comes, "Hoàng Ánh Nguyệt", 4),
        // Two days after the exit that nobody saw.
        (false, 3, "09:00", comes, "Lê Văn Sau", 5),
        (false, 3, "10:00", goes, "Lê Văn Sau", 5),
    ] {
        let post = if at_one { &mut one } else { &mut two };
        let moment = at(first, day, time);
        passes(post, moment, direction, person(name, number, &[]));
    }
    let offset = Some(Offset {
        ms: 0,
        uncertainty_ms: UNTRUSTED_MS,
    });
    for (time, direction) in [("09:00", comes), ("09:40", goes)] {
        let mut draft = Draft::new(Kind::Scan);
        draft.direction = Some(direction);
        draft.verdict = Some(Outcome::Admit);
        let who = Some(person("Vũ Không Giờ", 6, &[]));
        one.write_by(at(first, 1, time), offset, &draft, who);
    }
    assert_acked(&one.post(hub, 1, 6).await, 6);
    assert_acked(&two.post(hub, 1, 6).await, 6);
    one
}

/// The entry by which the first person went, as the book names it.
async fn entry(hub: &Running, cookie: &str) -> Value {
    let path = format!("/api/units/{}/entries?q=van%20duc&direction=out", hub.unit);
    let (status, book) = read(hub, cookie, &path).await;
    assert_eq!(status, 200, "{book}");
    book["entries"][0]["entry"].clone()
}

async fn expose(hub: &Running, who: &(String, String), entry: &Value, days: [Date; 2]) -> Answer {
    let form = json!({
        "first": days[0].to_string(), "last": days[1].to_string(), "entry": entry, "minutes": 15,
        "password": PASSWORD, "requester": "Trung tâm Y tế", "document": "12/CV-YT",
    });
    let path = format!("/api/units/{}/exposures", hub.unit);
    change(hub, who, "POST", &path, form).await
}

async fn reveals(hub: &Running) -> Vec<Option<Elsewhere>> {
    let done = acts(&hub.store, hub.unit).await.unwrap();
    let acts = done.lines.iter().map(|line| Entry::parse(line).unwrap());
    acts.filter(|act| act.said.kind == Kind::Audit(Audit::Reveal))
        .map(|act| act.said.elsewhere.map(|of| *of))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_over_days_drops_nobody_says_what_is_uncertain_and_is_one_act() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let first = first();
    let one = gates(&hub, first).await;
    let head = sign_in(&hub, "head").await;
    let asked = entry(&hub, &head.0).await;
    // Also of days to come: what was received today is among them on every clock.
    let days = [first, first.saturating_add(5.days())];
    let answer = expose(&hub, &head, &asked, days).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    let met: Vec<Value> = told["met"]
        .as_array()
        .unwrap()
        .iter()
        .map(|met| {
            json!([
                met["who"]["name"],
                met["minutes"],
                met["certain"],
                met["who"]["undated"]
            ])
        })
        .collect();
    assert_eq!(
        met,
        [
            // Their days end at midnight: nobody saw either of them go.
            json!(["Hoàng Ánh Nguyệt", 9 * 60, false, false]),
            json!(["Trần Thị Bé", 60, true, false]),
            json!(["Vũ Không Giờ", 40, false, true]),
            json!(["Phạm Đình Đỗ", 30, false, false]),
        ]
    );
    let night: Timestamp = told["met"][3]["who"]["came_at"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(night, at(first, 1, "22:00"), "one stay over midnight");
    let own = told["person"].as_array().unwrap();
    assert_eq!(own.len(), 2);
    assert_eq!(own[1].get("left_at"), None);
    assert_eq!(told["undated"], json!(2));
    assert_eq!(reveals(&hub).await, [Some(one.elsewhere(2))]);

    let path = format!("/api/units/{}/exposures", hub.unit);
    let (_, log) = read(&hub, &head.0, &path).await;
    assert_eq!(log.as_array().unwrap().len(), 1);
    let day = |day: Date| json!(day.to_string());
    assert_eq!(
        (&log[0]["first"], &log[0]["last"], &log[0]["listed"]),
        (&day(days[0]), &day(days[1]), &json!(4))
    );
    // The second day alone: the night began before it, and nobody is dropped.
    let second = first.saturating_add(1.days());
    let path_of = format!("/api/units/{}/entries?q=van%20duc&direction=in", hub.unit);
    let (_, book) = read(&hub, &head.0, &path_of).await;
    let came = book["entries"][0]["entry"].clone();
    let answer = expose(&hub, &head, &came, [second, second]).await;
    let told: Value = serde_json::from_slice(&answer.body).unwrap();
    let minutes: Vec<&Value> = told["met"]
        .as_array()
        .unwrap()
        .iter()
        .map(|met| &met["minutes"])
        .collect();
    assert_eq!(minutes, [&json!(9 * 60), &json!(30)]);
    assert_eq!(reveals(&hub).await.len(), 2, "each look is an act");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_can_t_be_written_down_isn_t_given() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let first = first();
    gates(&hub, first).await;
    let head = sign_in(&hub, "head").await;
    let asked = entry(&hub, &head.0).await;
    let database = superuser(&hub.database).await;
    let only_signing_in = "ALTER TABLE act ADD CONSTRAINT full_at_one CHECK (seq <= 1)";
    database.batch_execute(only_signing_in).await.unwrap();
    let days = [first, first.saturating_add(2.days())];
    let answer = expose(&hub, &head, &asked, days).await;
    assert_eq!(answer.status, 503);
    let said = answer.text();
    assert!(!said.contains("Bé") && !said.contains("Đức"), "{said}");
    let kept = "SELECT count(*) FROM disclosure WHERE requester <> 'canary'";
    assert_eq!(number(&database, kept).await, 0);
    assert_eq!(reveals(&hub).await, []);
    database
        .batch_execute("ALTER TABLE act DROP CONSTRAINT full_at_one")
        .await
        .unwrap();
    let answer = expose(&hub, &head, &asked, days).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("Trần Thị Bé"));
    assert_eq!(number(&database, kept).await, 1);
    assert_eq!(reveals(&hub).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_are_none_or_too_many_and_people_who_weren_t_there_are_refused() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let first = first();
    gates(&hub, first).await;
    let head = sign_in(&hub, "head").await;
    let asked = entry(&hub, &head.0).await;
    for (begins, ends, expected) in [
        (0, -1, Some("span")),
        (-31, 0, Some("span")),
        (-30, 0, None),
        (1, 3, Some("not-found")),
    ] {
        let day = |after: i64| first.saturating_add(after.days());
        let answer = expose(&hub, &head, &asked, [day(begins), day(ends)]).await;
        let said: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(said["code"].as_str(), expected, "{begins} {ends}: {said}");
    }
    assert_eq!(reveals(&hub).await.len(), 1, "the one that was answered");
}
