//! Opening hours: set at the pages, and outside of them nobody is silent.

use crate::desk::{read, sign_in, user};
use crate::figures::change;
use crate::post::Post;
use crate::support::{Running, superuser};
use hub::overview::{Standing, overview};
use hub::tree::{self, Open};
use hub::users::Role;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn hours_are_set_read_and_taken_back_by_admins_and_what_is_wrong_is_said() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "admin", Role::Admin).await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let since = "2020-01-01".parse().unwrap();
    let other = tree::add_unit(&hub.store, None, "Xã Khác", since)
        .await
        .unwrap();
    user(&hub, other, "stranger", Role::Admin).await;
    let admin = sign_in(&hub, "admin").await;
    let path = format!("/api/units/{}/hours", hub.unit);
    let set = |since: &str, open: Value| json!({"since": since, "open": open});
    let told = async || {
        let habits = format!("/api/units/{}/habits", hub.unit);
        let (status, habits) = read(&hub, &admin.0, &habits).await;
        assert_eq!(status, 200, "{habits}");
        habits["hours"].clone()
    };
    assert_eq!(told().await, json!([]));
    let office = json!([{"weekday": 0, "from": "7:30", "to": "17:00"}]);
    for (name, expected) in [("head", 403), ("stranger", 404)] {
        let who = sign_in(&hub, name).await;
        let form = set("2026-03-02", office.clone());
        let answer = change(&hub, &who, "PUT", &path, form).await;
        assert_eq!(answer.status, expected, "{name}");
    }
    let night = json!([
        {"weekday": 6, "from": "00:00", "to": "24:00"},
        {"weekday": 2, "from": "18:00", "to": "06:00"},
    ]);
    for (since, open) in [("2026-03-02", office), ("2026-04-01", night)] {
        let answer = change(&hub, &admin, "PUT", &path, set(since, open)).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
    }
    let both = json!([
        {"since": "2026-03-02", "open": [{"weekday": 0, "from": "07:30", "to": "17:00"}]},
        {"since": "2026-04-01", "open": [
            {"weekday": 2, "from": "18:00", "to": "06:00"},
            {"weekday": 6, "from": "00:00", "to": "24:00"},
        ]},
    ]);
    assert_eq!(told().await, both);

    for (since, weekday, from, to, says) in [
        ("2026-03-02", 0, "7h30", "17:00", "\"7h30\" is no time"),
        ("2026-03-02", 0, "07:30", "24:01", "\"24:01\" is no time"),
        ("2026-03-02", 0, "24:00", "06:00", "not at 24:00"),
        ("2026-03-02", 0, "08:00", "08:00", "for the whole day"),
        ("2026-03-02", 7, "08:00", "17:00", "0 is Monday"),
        ("0206-03-02", 0, "08:00", "17:00", "between 2000 and 2100"),
    ] {
        let open = json!([{"weekday": weekday, "from": from, "to": to}]);
        let answer = change(&hub, &admin, "PUT", &path, set(since, open)).await;
        let said: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((answer.status, &said["code"]), (400, &json!("hours")));
        let error = said["error"].as_str().unwrap();
        assert!(error.contains(says), "{error}");
    }
    let day = json!({"weekday": 1, "from": "08:00", "to": "17:00"});
    let twice = set("2026-03-02", json!([day, day]));
    assert_eq!(change(&hub, &admin, "PUT", &path, twice).await.status, 400);
    assert_eq!(told().await, both, "what is wrong changes nothing");
    let back = set("2026-03-02", json!([]));
    assert_eq!(change(&hub, &admin, "PUT", &path, back).await.status, 204);
    assert_eq!(told().await, json!([both[1]]));
}

/// `2026-03-02 07:30` in Việt Nam.
fn at(text: &str) -> Timestamp {
    format!("{}:00+07:00", text.replace(' ', "T"))
        .parse()
        .unwrap()
}

/// A unit with one gate that was last heard of then.
async fn heard(when: &str) -> Running {
    let hub = Running::start().await;
    Post::enrolled(&hub).await;
    let database = superuser(&hub.database).await;
    database
        .execute(
            "UPDATE device SET enrolled_at = $1::text::timestamptz WHERE unit_id = $2",
            &[&format!("{when}:00+07"), &hub.unit],
        )
        .await
        .unwrap();
    hub
}

async fn open(hub: &Running, since: &str, from: &str, to: &str) {
    let days = (0..7).map(|weekday| (weekday, Open::read(from, to).unwrap()));
    let week = tree::week(days).unwrap();
    tree::set_hours(&hub.store, hub.unit, since.parse().unwrap(), &week)
        .await
        .unwrap();
}

/// How the unit stands on a day as of a moment, with its silent gates.
async fn stands(hub: &Running, day: &str, now: &str) -> (Standing, usize) {
    let day: Date = day.parse().unwrap();
    let units = overview(&hub.store, hub.unit, day, at(now)).await.unwrap();
    (units[0].standing, units[0].silent)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_is_silent_only_by_what_is_missing_of_its_opening_hours() {
    let hub = heard("2026-03-06 16:55").await;
    let silent = Standing::Silent {
        since: at("2026-03-06 16:55"),
    };
    let friday = "2026-03-06";
    let evening = "2026-03-06 20:00";
    assert_eq!(stands(&hub, friday, evening).await, (silent, 1));
    open(&hub, "2026-01-01", "07:00", "17:00").await;
    let zero = (Standing::Zero, 0);
    assert_eq!(stands(&hub, friday, evening).await, zero);
    // A weekend, then Monday morning: two hours of it are missing only by five to nine.
    assert_eq!(stands(&hub, "2026-03-07", "2026-03-07 12:00").await.1, 0);
    let monday = "2026-03-09";
    assert_eq!(stands(&hub, monday, "2026-03-09 06:30").await, zero);
    assert_eq!(stands(&hub, monday, "2026-03-09 08:54").await, zero);
    assert_eq!(stands(&hub, monday, "2026-03-09 08:56").await, (silent, 1));
    // Five minutes of Friday may be missing, too, as long as nothing is heard; Saturday had none to miss.
    assert_eq!(stands(&hub, friday, "2026-03-09 08:56").await, (silent, 1));
    let saturday = stands(&hub, "2026-03-07", "2026-03-09 08:56").await;
    assert_eq!(saturday.0, Standing::Rest);

    let off = monday.parse().unwrap();
    tree::rest(&hub.store, hub.unit, off, "Giỗ Tổ")
        .await
        .unwrap();
    let tuesday = "2026-03-10";
    assert_eq!(
        stands(&hub, monday, "2026-03-09 12:00").await,
        (Standing::Rest, 0)
    );
    assert_eq!(stands(&hub, tuesday, "2026-03-10 08:54").await, zero);
    assert_eq!(stands(&hub, tuesday, "2026-03-10 08:56").await, (silent, 1));

    // Before the hours held, every hour counted.
    tree::set_hours(
        &hub.store,
        hub.unit,
        "2026-01-01".parse().unwrap(),
        &tree::week([]).unwrap(),
    )
    .await
    .unwrap();
    open(&hub, "2026-03-07", "07:00", "17:00").await;
    assert_eq!(stands(&hub, friday, "2026-03-07 06:00").await, (silent, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hospital_s_night_counts_beyond_midnight() {
    let hub = heard("2026-03-03 02:00").await;
    tree::set_week(&hub.store, hub.unit, 127).await.unwrap();
    let silent = Standing::Silent {
        since: at("2026-03-03 02:00"),
    };
    let day = "2026-03-03";
    open(&hub, "2026-01-01", "18:00", "06:00").await;
    assert_eq!(stands(&hub, day, "2026-03-03 03:59").await.1, 0);
    assert_eq!(stands(&hub, day, "2026-03-03 04:01").await, (silent, 1));
    // Heard until five: one hour is missing of the night, and none of the day; an hour more when the next night begins.
    let hub = heard("2026-03-03 05:00").await;
    tree::set_week(&hub.store, hub.unit, 127).await.unwrap();
    open(&hub, "2026-01-01", "18:00", "06:00").await;
    for (now, silent) in [
        ("2026-03-03 12:00", 0),
        ("2026-03-03 18:59", 0),
        ("2026-03-03 19:01", 1),
    ] {
        assert_eq!(stands(&hub, day, now).await.1, silent, "{now}");
    }
    open(&hub, "2026-01-01", "00:00", "24:00").await;
    assert_eq!(stands(&hub, day, "2026-03-03 06:59").await.1, 0);
    assert_eq!(stands(&hub, day, "2026-03-03 07:01").await.1, 1);
}
