//! What users see, and what they don't.

use crate::post::{Post, assert_acked};
use crate::support::{Answer, Running, exchange, get, number, superuser};
use hub::tree;
use hub::users::{self, Hasher, Role};
use serde_json::{Value, json};
use uuid::Uuid;

pub const PASSWORD: &str = "một mật khẩu dài";

pub async fn user(hub: &Running, unit: Uuid, name: &str, role: Role) {
    users::add(&hub.store, &Hasher::default(), unit, name, role, PASSWORD)
        .await
        .unwrap();
}

/// A request as a page of the hub sends it.
pub async fn ask(
    hub: &Running,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<Value>,
) -> Answer {
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
        hub.address,
        body.len()
    );
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    exchange(hub.address, format!("{request}\r\n{body}").as_bytes()).await
}

async fn try_password(hub: &Running, name: &str, password: &str) -> Answer {
    let form = json!({"name": name, "password": password});
    ask(hub, "POST", "/api/session", &[], Some(form)).await
}

/// The cookie and what a page sends back with it.
pub async fn sign_in(hub: &Running, name: &str) -> (String, String) {
    let answer = try_password(hub, name, PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let set = answer.header("set-cookie").unwrap();
    assert!(set.contains("; HttpOnly; SameSite=Strict"), "{set}");
    let cookie = set.split(';').next().unwrap().to_owned();
    let who: Value = serde_json::from_slice(&answer.body).unwrap();
    (cookie, who["csrf"].as_str().unwrap().to_owned())
}

pub async fn read(hub: &Running, cookie: &str, path: &str) -> (u16, Value) {
    let answer = ask(hub, "GET", path, &[("cookie", cookie)], None).await;
    let body = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    (answer.status, body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_signs_in_is_known_and_signs_out() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "Truong.Xa", Role::Head).await;
    assert_eq!(get(hub.address, "/api/session").await.status, 401);
    let (cookie, csrf) = sign_in(&hub, "truong.XA").await;
    let (status, who) = read(&hub, &cookie, "/api/session").await;
    assert_eq!((status, &who["role"]), (200, &json!("head")));
    assert_eq!(who["csrf"], json!(csrf));
    let out = [("cookie", cookie.as_str()), ("chot-csrf", csrf.as_str())];
    let answer = ask(&hub, "DELETE", "/api/session", &out, None).await;
    assert_eq!(answer.status, 204);
    assert_eq!(read(&hub, &cookie, "/api/session").await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_something_has_to_come_from_a_page_of_the_hub() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let (cookie, csrf) = sign_in(&hub, "head").await;
    let cookie = ("cookie", cookie.as_str());
    let csrf = ("chot-csrf", csrf.as_str());
    for headers in [
        vec![cookie],
        vec![cookie, ("chot-csrf", "AAAA")],
        vec![cookie, csrf, ("sec-fetch-site", "cross-site")],
        vec![cookie, csrf, ("origin", "https://elsewhere.example")],
    ] {
        let answer = ask(&hub, "DELETE", "/api/session", &headers, None).await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    let own = format!("http://{}", hub.address);
    let headers = [
        cookie,
        csrf,
        ("sec-fetch-site", "same-origin"),
        ("origin", &own),
    ];
    let answer = ask(&hub, "DELETE", "/api/session", &headers, None).await;
    assert_eq!(answer.status, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_lock_the_name_for_a_while_and_tell_nothing_else() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let unknown = try_password(&hub, "nobody", "guess guess").await;
    for _ in 0..5 {
        let wrong = try_password(&hub, "head", "guess guess").await;
        assert_eq!((wrong.status, &wrong.body), (401, &unknown.body));
    }
    let locked = try_password(&hub, "head", PASSWORD).await;
    assert_eq!(locked.status, 429);
    let seconds: u32 = locked.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=31).contains(&seconds), "{seconds}");
    let database = superuser(&hub.database).await;
    database
        .batch_execute("UPDATE app_user SET locked_until = now() - interval '1 second'")
        .await
        .unwrap();
    sign_in(&hub, "head").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_district_sees_its_units_and_a_unit_sees_itself_alone() {
    let hub = Running::start().await;
    let day = "2020-01-01".parse().unwrap();
    let one = tree::add_unit(&hub.store, Some(hub.unit), "Thôn Một", day)
        .await
        .unwrap();
    let other = tree::add_unit(&hub.store, Some(hub.unit), "Thôn Hai", day)
        .await
        .unwrap();
    user(&hub, hub.unit, "district", Role::Admin).await;
    user(&hub, one, "one", Role::Head).await;
    let mut post = Post::enrolled(&hub).await;
    post.write(4);
    assert_acked(&post.post(&hub, 1, 4).await, 4);
    let counted_on = "2026-01-05";

    let (district, _) = sign_in(&hub, "district").await;
    let path = format!("/api/overview?day={counted_on}");
    let (status, overview) = read(&hub, &district, &path).await;
    assert_eq!(status, 200);
    let units = overview["units"].as_array().unwrap();
    let names: Vec<&str> = units
        .iter()
        .filter_map(|unit| unit["name"].as_str())
        .collect();
    assert_eq!(names, ["Xã Thử", "Thôn Hai", "Thôn Một"]);
    let today = json!({"entries": 4, "people_in": 4, "people_out": 0});
    assert_eq!(units[0]["today"], today);
    assert_eq!(units[0]["standing"], json!({"kind": "counted"}));
    assert_eq!(units[1]["standing"], json!({"kind": "no-post"}));
    let (_, later) = read(&hub, &district, "/api/overview?day=2026-01-12").await;
    assert_eq!(later["units"][0]["last_week"], today);
    assert_eq!(later["units"][0]["standing"], json!({"kind": "zero"}));

    let (own, _) = sign_in(&hub, "one").await;
    let (_, overview) = read(&hub, &own, &path).await;
    assert_eq!(overview["units"].as_array().unwrap().len(), 1);
    for unit in [other, hub.unit, Uuid::nil()] {
        let path = format!("/api/units/{unit}/entries");
        assert_eq!(read(&hub, &own, &path).await.0, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_off_counts_for_all_below() {
    let hub = Running::start().await;
    let day = "2020-01-01".parse().unwrap();
    let below = tree::add_unit(&hub.store, Some(hub.unit), "Thôn", day)
        .await
        .unwrap();
    user(&hub, below, "below", Role::Viewer).await;
    Post::enrolled_in(&hub, below).await;
    let (cookie, _) = sign_in(&hub, "below").await;
    let standing = async |day: &str| {
        let (_, overview) = read(&hub, &cookie, &format!("/api/overview?day={day}")).await;
        overview["units"][0]["standing"]["kind"].clone()
    };
    // A Monday, a Sunday, and a Monday off.
    assert_eq!(standing("2026-02-09").await, json!("zero"));
    assert_eq!(standing("2026-02-15").await, json!("rest"));
    assert_eq!(standing("2026-02-16").await, json!("zero"));
    let tet = "2026-02-16".parse().unwrap();
    tree::rest(&hub.store, hub.unit, tet, "Tết").await.unwrap();
    assert_eq!(standing("2026-02-16").await, json!("rest"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_book_is_read_page_by_page_and_shows_subjects_to_heads_alone() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    let mut post = Post::enrolled(&hub).await;
    post.write(4);
    post.write_with_note("giao hàng");
    assert_acked(&post.post(&hub, 1, 5).await, 5);
    let (head, csrf) = sign_in(&hub, "head").await;
    let (viewer, _) = sign_in(&hub, "viewer").await;
    let path = format!("/api/units/{}/entries", hub.unit);
    let mut seqs = Vec::new();
    let mut page = format!("{path}?limit=2");
    loop {
        let (status, book) = read(&hub, &head, &page).await;
        assert_eq!(status, 200);
        for entry in book["entries"].as_array().unwrap() {
            assert_eq!(entry["line"]["seq"], entry["seq"]);
            seqs.push(entry["seq"].as_u64().unwrap());
        }
        match book["next"].as_str() {
            Some(next) => page = format!("{path}?limit=2&before={next}"),
            None => break,
        }
    }
    assert_eq!(seqs, [5, 4, 3, 2, 1]);
    let (_, book) = read(&hub, &head, &path).await;
    assert_eq!(
        book["entries"][0]["subject"]["note"]["note"],
        json!("giao hàng")
    );
    let (_, book) = read(&hub, &viewer, &path).await;
    assert_eq!(book["entries"][0].get("subject"), None);

    let erase = json!({
        "device": checkpoint::base64url::base64url(&post.device.0),
        "branch": checkpoint::base64url::base64url(&post.branch.0),
        "seq": 5,
    });
    let headers = [("cookie", head.as_str()), ("chot-csrf", csrf.as_str())];
    let path = format!("/api/units/{}/erasures", hub.unit);
    let answer = ask(&hub, "POST", &path, &headers, Some(erase)).await;
    assert_eq!(answer.status, 202);
    let database = superuser(&hub.database).await;
    let left = "SELECT count(*) FROM subject WHERE history <> 0";
    assert_eq!(number(&database, left).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_names_every_route() {
    let hub = Running::start().await;
    let described: Value =
        serde_json::from_slice(&get(hub.address, "/api/openapi.json").await.body).unwrap();
    let paths: Vec<&String> = described["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        [
            "/api/adoption",
            "/api/alarms",
            "/api/courier",
            "/api/overview",
            "/api/periods",
            "/api/periods/{period}",
            "/api/places",
            "/api/quarantine",
            "/api/report",
            "/api/report.csv",
            "/api/report/{form}",
            "/api/session",
            "/api/units/{unit}/alarms",
            "/api/units/{unit}/asking",
            "/api/units/{unit}/courier",
            "/api/units/{unit}/devices/{device}/state",
            "/api/units/{unit}/entries",
            "/api/units/{unit}/erasures",
            "/api/units/{unit}/exposures",
            "/api/units/{unit}/habits",
            "/api/units/{unit}/hours",
            "/api/units/{unit}/inside",
            "/api/units/{unit}/inspections",
            "/api/units/{unit}/invitations",
            "/api/units/{unit}/phone-figures",
            "/api/units/{unit}/posts",
            "/api/units/{unit}/quarantine/{quarantine}",
            "/api/units/{unit}/rest-days",
            "/api/units/{unit}/users",
            "/api/units/{unit}/users/{user}",
            "/api/users"
        ]
    );
    let schemas = described["components"]["schemas"].as_object().unwrap();
    for name in ["UnitDay", "Standing", "Counted", "Book", "Who"] {
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_s_posts_and_alarms_are_told_to_those_above_it_alone() {
    let hub = Running::start().await;
    let day = "2020-01-01".parse().unwrap();
    let below = tree::add_unit(&hub.store, Some(hub.unit), "Thôn", day)
        .await
        .unwrap();
    user(&hub, hub.unit, "above", Role::Viewer).await;
    user(&hub, below, "below", Role::Admin).await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    post.write_line(br#"{"seq":2,"v":9}"#.to_vec(), None);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    let device = checkpoint::base64url::base64url(&post.device.0);
    let path = format!("/api/units/{}/posts", hub.unit);
    let (above, _) = sign_in(&hub, "above").await;
    let (_, posts) = read(&hub, &above, &path).await;
    assert_eq!(posts[0]["device"], json!(device));
    assert_eq!(posts[0]["state"], json!("active"));
    assert!(posts[0]["heard_at"].is_string(), "{posts}");
    let (_, alarms) = read(&hub, &above, "/api/alarms").await;
    assert_eq!(alarms[0]["kind"], json!("unreadable"));
    let (below, _) = sign_in(&hub, "below").await;
    assert_eq!(read(&hub, &below, &path).await.0, 404);
    assert_eq!(read(&hub, &below, "/api/alarms").await, (200, json!([])));
}
