//! A conductor's page: small, kept on the phone, and what it tells counts once, apart from every gate.

use crate::support::{Answer, Running, exchange, get};
use checkpoint::document::PlaceLink;
use checkpoint::place::{Code, Kind, State};
use hub::overview::{self, Trips};
use hub::places::{self, Place};
use hub::store;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

async fn with_vehicle(hub: &Running, code: &str, kind: Kind) -> String {
    let place = Place {
        code: Code::of_typed(code).unwrap(),
        version: 1,
        name: "Xe <số 1>".to_owned(),
        kind,
        state: State::Posted,
        unguarded: true,
        until: None,
    };
    places::put(&hub.store, hub.unit, &place).await.unwrap();
    let link = PlaceLink {
        unit: hub.unit.into_bytes(),
        code: place.code,
        version: 1,
    };
    link.text("").replacen("/p/", "/x/", 1)
}

async fn tell(hub: &Running, path: &str, body: &str) -> Answer {
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: hub.example\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(hub.address, request.as_bytes()).await
}

fn trip(name: &str, n: u64, boarded: u32, ended: bool) -> Value {
    let departed = Timestamp::now() - SignedDuration::from_secs(60);
    let mut trip = json!({
        "trip": name, "n": n, "departed": departed.to_string(),
        "boarded": boarded, "alighted": 0, "most": boarded,
    });
    if ended {
        trip["ended"] = json!(Timestamp::now().to_string());
    }
    trip
}

fn body(trips: &[Value]) -> String {
    json!({ "trips": trips }).to_string()
}

const ONE: &str = "AAAAAAAAAAAAAAAAAAAAAQ";
const OTHER: &str = "AAAAAAAAAAAAAAAAAAAAAg";

async fn counted(hub: &Running) -> (i64, i64) {
    let now = Timestamp::now();
    let day = store::day_of_receipt(now - SignedDuration::from_secs(60));
    let shown = overview::places(&hub.store, hub.unit, day, now).await;
    let Trips { trips, boarded } = shown.unwrap().trips;
    (trips, boarded)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conductor_s_page_with_all_it_loads_is_small_and_may_load_nothing_from_elsewhere() {
    let hub = Running::start().await;
    let path = with_vehicle(&hub, "XE-1", Kind::Vehicle).await;
    let page = get(hub.address, &path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let mut bytes = page.body.len();
    for script in ["/x/trip.js", "/x/sw.js"] {
        let script = get(hub.address, script).await;
        assert_eq!(script.status, 200);
        let kind = script.header("content-type").unwrap();
        assert!(kind.starts_with("text/javascript"), "{kind}");
        bytes += script.body.len();
    }
    assert!(bytes < 60_000, "{bytes}");
    let text = page.text();
    assert!(text.contains("Xe &lt;số 1&gt;") && !text.contains("<số 1>"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; connect-src 'self'"));
    let english = get(hub.address, &format!("{path}?lang=en")).await;
    assert!(english.text().contains("Depart"));
    // Its sticker leads passengers to a page of their own.
    let sticker = get(hub.address, &path.replacen("/x/", "/p/", 1)).await;
    assert_eq!(sticker.status, 200);
    assert!(!sticker.text().contains("<script"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trip_that_is_told_twice_late_or_out_of_order_counts_once_as_it_ended() {
    let hub = Running::start().await;
    let path = with_vehicle(&hub, "XE-1", Kind::Vehicle).await;
    for (trips, expected) in [
        (vec![trip(ONE, 1, 0, false)], (1, 0)),
        (
            vec![trip(ONE, 4, 3, false), trip(OTHER, 1, 0, false)],
            (2, 3),
        ),
        (vec![trip(ONE, 4, 3, false)], (2, 3)),
        (vec![trip(ONE, 9, 7, true)], (2, 7)),
        (vec![trip(ONE, 5, 4, false)], (2, 7)),
    ] {
        let answer = tell(&hub, &path, &body(&trips)).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        assert_eq!(counted(&hub).await, expected);
    }
    // Another vehicle can't change it.
    let elsewhere = with_vehicle(&hub, "XE-2", Kind::Vehicle).await;
    let answer = tell(&hub, &elsewhere, &body(&[trip(ONE, 99, 50, true)])).await;
    assert_eq!(answer.status, 204);
    assert_eq!(counted(&hub).await, (2, 7));
    // No gate counted anybody.
    let now = Timestamp::now();
    let day = store::day_of_receipt(now);
    let shown = overview::overview(&hub.store, hub.unit, day, now)
        .await
        .unwrap();
    assert_eq!((shown[0].today.entries, shown[0].today.people_in), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_trip_or_of_no_vehicle_is_refused() {
    let hub = Running::start().await;
    let path = with_vehicle(&hub, "XE-1", Kind::Vehicle).await;
    let gate = with_vehicle(&hub, "BS-1", Kind::Gate).await;
    let good = body(&[trip(ONE, 1, 1, false)]);
    let many: Vec<Value> = (0..21).map(|_| trip(ONE, 1, 1, false)).collect();
    for (path, body, status) in [
        (path.clone(), "{}".to_owned(), 404),
        (path.clone(), body(&many), 404),
        (path.clone(), "x".repeat(20_000), 413),
        (gate.clone(), good.clone(), 404),
        (path.replace("XE-1", "XE-9"), good.clone(), 404),
    ] {
        assert_eq!(tell(&hub, &path, &body).await.status, status, "{path}");
    }
    assert_eq!(get(hub.address, &gate).await.status, 404);
    assert_eq!(counted(&hub).await, (0, 0));
    let code = Code::of_typed("XE-1").unwrap();
    places::revoke(&hub.store, hub.unit, &code).await.unwrap();
    assert_eq!(tell(&hub, &path, &good).await.status, 410);
}
