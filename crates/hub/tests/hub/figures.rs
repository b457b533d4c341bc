//! Figures by telephone, settled periods, and who may look and change.

use crate::desk::{PASSWORD, ask, read, sign_in, user};
use crate::post::{Post, assert_acked};
use crate::support::{Answer, Running, number, superuser};
use hub::tree;
use hub::users::Role;
use serde_json::{Value, json};
use uuid::Uuid;

/// What `Post::write` counts for.
const DAY: &str = "2026-01-05";

/// What a page sends to change something.
pub async fn change(
    hub: &Running,
    who: &(String, String),
    method: &str,
    path: &str,
    body: Value,
) -> Answer {
    let headers = [("cookie", who.0.as_str()), ("chot-csrf", who.1.as_str())];
    ask(hub, method, path, &headers, Some(body)).await
}

async fn unit_day(hub: &Running, cookie: &str) -> Value {
    let (status, overview) = read(hub, cookie, &format!("/api/overview?day={DAY}")).await;
    assert_eq!(status, 200, "{overview}");
    overview["units"][0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_by_telephone_holds_until_the_log_is_here_and_is_never_lost() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let head = sign_in(&hub, "head").await;
    let path = format!("/api/units/{}/phone-figures", hub.unit);
    for (people_in, source) in [(30, "bà Lan gọi"), (31, "bà Lan gọi lại")] {
        let form = json!({"day": DAY, "people_in": people_in, "people_out": 20, "source": source});
        assert_eq!(change(&hub, &head, "POST", &path, form).await.status, 201);
    }
    let told = unit_day(&hub, &head.0).await;
    assert_eq!(told["standing"], json!({"kind": "by-hand"}));
    assert_eq!(told["by_hand"]["people_in"], json!(31));
    assert_eq!(told["by_hand"]["source"], json!("bà Lan gọi lại"));
    assert_eq!(told["by_hand"]["entered_by"], json!("head"));

    let mut post = Post::enrolled(&hub).await;
    post.write(4);
    assert_acked(&post.post(&hub, 1, 4).await, 4);
    let arrived = unit_day(&hub, &head.0).await;
    assert_eq!(arrived["standing"], json!({"kind": "counted"}));
    assert_eq!(arrived["today"]["people_in"], json!(4));
    assert_eq!(arrived["by_hand"]["people_in"], json!(31));
    let database = superuser(&hub.database).await;
    let kept = "SELECT count(*) FROM phone_figure WHERE source <> 'canary'";
    assert_eq!(number(&database, kept).await, 2);
    for wrong in [
        json!({"day": DAY, "people_in": 1, "people_out": 1, "source": " "}),
        json!({"day": DAY, "people_in": -1, "people_out": 1, "source": "x"}),
        json!({"day": "2026-02-30", "people_in": 1, "people_out": 1, "source": "x"}),
    ] {
        let status = change(&hub, &head, "POST", &path, wrong).await.status;
        assert!((400..500).contains(&status), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_settled_period_keeps_its_figures_and_tells_what_came_later() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let head = sign_in(&hub, "head").await;
    let mut post = Post::enrolled(&hub).await;
    post.write(4);
    assert_acked(&post.post(&hub, 1, 4).await, 4);
    let form = json!({"unit": hub.unit.to_string(), "first": "2026-01-05", "last": "2026-01-06"});
    let frozen = change(&hub, &head, "POST", "/api/periods", form).await;
    assert_eq!(frozen.status, 201, "{}", frozen.text());
    let frozen: Value = serde_json::from_slice(&frozen.body).unwrap();
    let path = format!("/api/periods/{}", frozen["period"].as_str().unwrap());
    let (_, before) = read(&hub, &head.0, &path).await;
    assert_eq!(
        (&before["people_in"], &before["change_in"]),
        (&json!(4), &json!(0))
    );
    assert_eq!(before["rows"].as_array().unwrap().len(), 2);
    post.write(3);
    assert_acked(&post.post(&hub, 5, 7).await, 7);
    let (_, after) = read(&hub, &head.0, &path).await;
    assert_eq!(
        (&after["people_in"], &after["change_in"]),
        (&json!(4), &json!(3))
    );
    assert_eq!(after["rows"][0]["people_in"], json!(4));
    assert_eq!(after["rows"][0]["now"]["people_in"], json!(7));
    assert_eq!(after["rows"][1].get("now"), None);
    let client = hub.store.hub().await.unwrap();
    for sql in ["UPDATE period_row SET people_in = 9", "DELETE FROM period"] {
        assert!(client.batch_execute(sql).await.is_err(), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_may_not_do_and_what_is_another_branch_s_is_refused() {
    let hub = Running::start().await;
    let since = "2020-01-01".parse().unwrap();
    let other = tree::add_unit(&hub.store, None, "Xã Khác", since)
        .await
        .unwrap();
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    user(&hub, hub.unit, "head", Role::Head).await;
    user(&hub, other, "stranger", Role::Admin).await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    assert_acked(&post.post(&hub, 1, 1).await, 1);
    let unit = format!("/api/units/{}", hub.unit);
    let device = checkpoint::base64url::base64url(&post.device.0);
    let span = json!({"unit": hub.unit.to_string(), "first": DAY, "last": DAY});
    let changes = [
        (
            "POST",
            format!("{unit}/posts"),
            json!({"name": "x", "gate": 77}),
        ),
        (
            "POST",
            format!("{unit}/invitations"),
            json!({"posts": [], "address": "https://x.example", "sheet": false}),
        ),
        (
            "PUT",
            format!("{unit}/devices/{device}/state"),
            json!({"state": "retired"}),
        ),
        (
            "PUT",
            format!("{unit}/habits"),
            json!({"open_days": 1, "contact": ""}),
        ),
        (
            "PUT",
            format!("{unit}/hours"),
            json!({"since": DAY, "open": [{"weekday": 0, "from": "07:00", "to": "17:00"}]}),
        ),
        (
            "POST",
            format!("{unit}/rest-days"),
            json!({"days": [{"day": DAY, "name": "x"}]}),
        ),
        (
            "POST",
            format!("{unit}/users"),
            json!({"name": "y", "role": "admin", "password": PASSWORD}),
        ),
        (
            "POST",
            format!("{unit}/quarantine/{}", uuid::Uuid::nil()),
            json!({"take": true}),
        ),
        (
            "POST",
            format!("{unit}/phone-figures"),
            json!({"day": DAY, "people_in": 1, "people_out": 1, "source": "x"}),
        ),
        (
            "POST",
            format!("{unit}/alarms"),
            json!({"device": device, "kind": "x", "about": "", "how": "x"}),
        ),
        (
            "POST",
            format!("{unit}/exposures"),
            json!({"first": DAY, "last": DAY, "entry": "1.1", "minutes": 0, "password": PASSWORD, "requester": "x", "document": "x"}),
        ),
        ("POST", "/api/periods".to_owned(), span),
    ];
    let for_admins_alone = 8;
    for (name, expected, count) in [
        ("viewer", 403, changes.len()),
        ("head", 403, for_admins_alone),
        ("stranger", 404, changes.len()),
    ] {
        let who = sign_in(&hub, name).await;
        for (method, path, body) in changes.iter().take(count) {
            let answer = change(&hub, &who, method, path, body.clone()).await;
            assert_eq!(answer.status, expected, "{name} {method} {path}");
        }
    }
    let database = superuser(&hub.database).await;
    for (table, there) in [
        ("post", 1),
        ("app_user", 3),
        ("phone_figure", 0),
        ("period", 0),
        ("opening_hours", 0),
    ] {
        let sql = format!(
            "SELECT count(*) FROM {table} WHERE unit_id <> '00000000-0000-0000-0000-000000000000'"
        );
        assert_eq!(number(&database, &sql).await, there, "{table}");
    }
}

/// A branch of two units, the lower one so called, with six people; and the cookie of somebody who may see both.
pub async fn branch(lower: &str) -> (Running, Uuid, String) {
    let hub = Running::start().await;
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    let since = "2020-01-01".parse().unwrap();
    let below = tree::add_unit(&hub.store, Some(hub.unit), lower, since)
        .await
        .unwrap();
    for (unit, count) in [(hub.unit, 4), (below, 2)] {
        let mut post = Post::enrolled_in(&hub, unit).await;
        post.write(count);
        assert_acked(&post.post(&hub, 1, count as u64).await, count as u64);
    }
    let (viewer, _) = sign_in(&hub, "viewer").await;
    (hub, below, viewer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_s_sums_are_those_of_its_units_and_of_its_days() {
    let (hub, _, viewer) = branch("Thôn").await;
    let path = format!("/api/report?unit={}&first=2026-01-04&last={DAY}", hub.unit);
    let (status, report) = read(&hub, &viewer, &path).await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(report["total"]["people_in"], json!(6));
    assert_eq!(report["days"][1]["sum"]["people_in"], json!(6));
    assert_eq!(report["units"][1]["sum"]["people_in"], json!(2));
    // 4 January 2026 was a Sunday.
    let days = ["counted", "rest"].map(|word| report["units"][0][word].clone());
    assert_eq!(days, [json!(1), json!(1)]);
    assert_eq!(report["ways"]["scanned"], json!(6));
    let hours = report["hours"].as_array().unwrap().iter();
    let by_hours: i64 = hours.filter_map(|hour| hour["people_in"].as_i64()).sum();
    assert_eq!(by_hours, 6);
    for wrong in [
        "first=2026-01-06&last=2026-01-05",
        "first=2020-01-01&last=2026-01-05",
    ] {
        let path = format!("/api/report?unit={}&{wrong}", hub.unit);
        assert_eq!(read(&hub, &viewer, &path).await.0, 400, "{wrong}");
    }
}
