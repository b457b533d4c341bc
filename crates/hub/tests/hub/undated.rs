//! What no clock could date stands beside the days, and is in none of them.

use crate::desk::{ask, read, sign_in, user};
use crate::post::{Post, assert_acked};
use crate::printed::{fetch, part};
use crate::support::{Running, superuser};
use checkpoint::entry::{Direction, Draft, Entry, Kind, Outcome, Was};
use checkpoint::moment::{Offset, UNTRUSTED_MS};
use hub::nightly;
use hub::store::day_of_receipt;
use hub::users::Role;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

fn passes(direction: Direction) -> Draft {
    let mut draft = Draft::new(Kind::Scan);
    draft.direction = Some(direction);
    draft.verdict = Some(Outcome::Admit);
    draft
}

/// Two come whom a clock dates, one of them by a clock that is nearly not trusted. Of three by a clock that isn't one is
/// undone later, by a better clock. Returns the day that the clocks said, and the day of receipt.
async fn gate(hub: &Running) -> (String, String) {
    let mut post = Post::enrolled(hub).await;
    let then = day_of_receipt(Timestamp::now()).saturating_sub(10.days());
    let at: Timestamp = format!("{then}T08:00:00+07:00").parse().unwrap();
    let by = |uncertainty_ms| {
        Some(Offset {
            ms: 0,
            uncertainty_ms,
        })
    };
    post.write_by(at, None, &passes(Direction::In), None);
    post.write_by(at, by(UNTRUSTED_MS - 1), &passes(Direction::In), None);
    post.write_by(at, by(UNTRUSTED_MS), &passes(Direction::In), None);
    post.write_by(at, by(77 * UNTRUSTED_MS), &passes(Direction::In), None);
    // Its battery was empty.
    let long_ago = "2001-01-01T00:00:00Z".parse().unwrap();
    post.write_by(long_ago, by(UNTRUSTED_MS), &passes(Direction::Out), None);
    let undone = Entry::parse(&post.log[3].line).unwrap();
    let mut void = Draft::new(Kind::Void);
    void.of = Some(post.of(4));
    void.was = Some(Was::of(&undone, &TimeZone::UTC));
    post.write_by(at, by(0), &void, None);
    assert_acked(&post.post(hub, 1, 6).await, 6);
    let database = superuser(&hub.database).await;
    let day = "SELECT max(day)::text FROM entry WHERE history <> 0";
    let received = database.query_one(day, &[]).await.unwrap().get(0);
    (then.to_string(), received)
}

async fn unit_day(hub: &Running, cookie: &str, day: &str) -> Value {
    let (status, overview) = read(hub, cookie, &format!("/api/overview?day={day}")).await;
    assert_eq!(status, 200, "{overview}");
    overview["units"][0].clone()
}

fn sum(entries: i64, people_in: i64, people_out: i64) -> Value {
    json!({"entries": entries, "people_in": people_in, "people_out": people_out})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_and_every_report_tell_it_beside_the_day_of_receipt() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let (cookie, _) = sign_in(&hub, "head").await;
    let (then, received) = gate(&hub).await;
    let dated = unit_day(&hub, &cookie, &then).await;
    assert_eq!(
        (&dated["today"], &dated["undated"]),
        (&sum(3, 2, 0), &sum(0, 0, 0))
    );
    let beside = unit_day(&hub, &cookie, &received).await;
    assert_eq!(
        (&beside["today"], &beside["undated"]),
        (&sum(0, 0, 0), &sum(3, 1, 1))
    );
    assert_eq!(
        beside["standing"],
        json!({"kind": "counted"}),
        "nobody may say that nobody came"
    );

    let report = async |first: &str, last: &str| {
        let path = format!("/api/report?unit={}&first={first}&last={last}", hub.unit);
        let (status, report) = read(&hub, &cookie, &path).await;
        assert_eq!(status, 200, "{report}");
        report
    };
    let of_then = report(&then, &then).await;
    assert_eq!(
        (&of_then["total"], &of_then["undated"]),
        (&sum(3, 2, 0), &sum(0, 0, 0))
    );
    let both = report(&then, &received).await;
    assert_eq!(
        (&both["total"], &both["undated"]),
        (&sum(3, 2, 0), &sum(3, 1, 1)),
        "together they are all six entries"
    );
    assert_eq!(both["units"][0]["undated"], sum(3, 1, 1));
    let span = format!("first={received}&last={received}");
    let path = format!("/api/report.csv?unit={}&{span}", hub.unit);
    let csv = ask(&hub, "GET", &path, &[("cookie", cookie.as_str())], None).await;
    let text = csv.text();
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert!(
        lines[0].contains(",Dòng chưa rõ ngày,Vào chưa rõ ngày,Ra chưa rõ ngày,Ngày diễn tập,")
    );
    assert!(lines[1].ends_with(",3,1,1,\"\",0,0,chưa đếm,,"), "{text}");
    let docx = fetch(&hub, &cookie, hub.unit, "docx", &span).await;
    let said = part(&docx.body, "word/document.xml");
    let expected = "3 dòng được ghi khi đồng hồ máy chưa tin được (1 lượt vào, 1 lượt ra)";
    assert!(said.contains(expected), "{said}");
    assert_eq!(nightly::recount(&hub.store, hub.unit).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_has_it_in_no_day_and_shows_it_to_who_asks() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let (cookie, _) = sign_in(&hub, "head").await;
    let (then, received) = gate(&hub).await;
    let book = async |asked: &str| {
        let path = format!("/api/units/{}/entries?{asked}", hub.unit);
        let (status, book) = read(&hub, &cookie, &path).await;
        assert_eq!(status, 200, "{book}");
        book
    };
    let seqs = |book: &Value| -> Vec<i64> {
        let entries = book["entries"].as_array().unwrap().iter();
        entries.filter_map(|entry| entry["seq"].as_i64()).collect()
    };
    let dated = book(&format!("from={then}&to={then}")).await;
    assert_eq!(
        (seqs(&dated), &dated["undated"]),
        (vec![6, 2, 1], &json!(0))
    );
    let now = book(&format!("from={received}&to={received}")).await;
    assert_eq!((seqs(&now), &now["undated"]), (vec![], &json!(3)));
    let all = book("").await;
    assert_eq!(
        (seqs(&all), &all["undated"]),
        (vec![6, 4, 3, 2, 1, 5], &json!(3))
    );
    let marked = |book: &Value| -> Vec<bool> {
        let entries = book["entries"].as_array().unwrap().iter();
        entries
            .filter_map(|entry| entry["undated"].as_bool())
            .collect()
    };
    assert_eq!(marked(&all), [false, true, true, false, false, true]);

    let span = format!("undated=true&from={received}&to={received}");
    let alone = book(&span).await;
    assert_eq!(
        (seqs(&alone), &alone["undated"]),
        (vec![4, 3, 5], &json!(3))
    );
    let first = book(&format!("{span}&limit=2")).await;
    assert_eq!(seqs(&first), [4, 3]);
    let next = first["next"].as_str().unwrap();
    let second = book(&format!("{span}&limit=2&before={next}")).await;
    assert_eq!((seqs(&second), second.get("next")), (vec![5], None));
    assert_eq!(second.get("undated"), None);
    let out = book("undated=true&direction=out").await;
    assert_eq!(seqs(&out), [5]);
    let elsewhen = book(&format!("undated=true&from={then}&to={then}")).await;
    assert_eq!((seqs(&elsewhen), &elsewhen["undated"]), (vec![], &json!(0)));
}
