//! The page on which a user inspects a gate: who may, what it takes, and what becomes of it.

use crate::desk::{PASSWORD, ask, read, sign_in, user};
use crate::support::{Answer, Running, exchange, get, number, superuser};
use checkpoint::base64url::base64url;
use checkpoint::chain::leaf;
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::inspection::Findings;
use checkpoint::place::{self, Code, State};
use checkpoint::subject::{Note, Subject};
use checkpoint::verdict::Reason;
use hub::acts::{self, acts};
use hub::nightly;
use hub::overview::{self, Posters};
use hub::places::{self, Place};
use hub::store;
use hub::tree;
use hub::users::Role;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

async fn with_place(hub: &Running, unit: Uuid, code: &str) -> String {
    let place = Place {
        code: Code::of_typed(code).unwrap(),
        version: 2,
        name: "Cổng chính <b>".to_owned(),
        kind: place::Kind::Gate,
        state: State::Posted,
        unguarded: false,
        until: None,
    };
    places::put(&hub.store, unit, &place).await.unwrap();
    path(unit, code)
}

fn path(unit: Uuid, code: &str) -> String {
    format!("/k/{}/{code}", base64url(unit.as_bytes()))
}

async fn open(hub: &Running, path: &str, cookie: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nhost: hub.example\r\ncookie: {cookie}\r\n\r\n");
    exchange(hub.address, request.as_bytes()).await
}

/// A form as a browser sends it; the last headers are its own words of where it comes from.
async fn send_as(
    hub: &Running,
    path: &str,
    cookie: &str,
    members: &[(&str, &str)],
    more: &str,
) -> Answer {
    let mut body = String::new();
    for (name, value) in members {
        body += &format!("{name}=");
        for byte in value.bytes() {
            body += &format!("%{byte:02X}");
        }
        body.push('&');
    }
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: hub.example\r\ncookie: {cookie}\r\n{more}\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(hub.address, request.as_bytes()).await
}

async fn send(hub: &Running, path: &str, cookie: &str, members: &[(&str, &str)]) -> Answer {
    let more = "origin: null\r\nsec-fetch-site: same-origin\r\n";
    send_as(hub, path, cookie, members, more).await
}

/// What a page holds in a hidden member.
fn held(page: &str, member: &str) -> String {
    let mark = format!("name=\"{member}\" value=\"");
    let (_, behind) = page.split_once(&mark).expect(member);
    behind.split('"').next().unwrap().to_owned()
}

const FOUND: [(&str, &str); 4] = [
    ("position", " Cổng chính,\nbên phải "),
    ("on-duty", "Lê Văn Bảo"),
    ("recommendations", "Dời máy quét vào dưới mái che"),
    ("reminder", "2"),
];

/// A user inspects a place's gate by its page.
pub async fn inspect(hub: &Running, user: &str, unit: Uuid, code: &str) {
    let (cookie, csrf) = sign_in(hub, user).await;
    let path = path(unit, code);
    let once = held(&open(hub, &path, &cookie).await.text(), "once");
    let mut members = FOUND.to_vec();
    members.extend([("once", once.as_str()), ("csrf", &csrf)]);
    let sent = send(hub, &path, &cookie, &members).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_isn_t_signed_in_or_may_not_is_asked_to_sign_in_and_learns_nothing() {
    let hub = Running::start().await;
    let path = with_place(&hub, hub.unit, "BS-012").await;
    let other = tree::add_unit(&hub.store, None, "Xã Khác", "2020-01-01".parse().unwrap())
        .await
        .unwrap();
    user(&hub, hub.unit, "head", Role::Head).await;
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    user(&hub, other, "stranger", Role::Admin).await;
    // The page behind the poster leads there.
    let poster = get(hub.address, &path.replacen("/k/", "/p/", 1))
        .await
        .text();
    assert!(
        poster.contains(&format!("href=\"{path}?lang=vi\"")),
        "{poster}"
    );
    for unknown in [
        path.clone(),
        self::path(hub.unit, "BS-999"),
        self::path(other, "X-1"),
    ] {
        let page = get(hub.address, &unknown).await;
        assert_eq!(page.status, 401, "{unknown}");
        let text = page.text();
        assert!(
            text.contains("name=\"password\"") && !text.contains("Xã"),
            "{text}"
        );
        assert!(!text.contains("Cổng chính") && !text.contains("<script"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && policy.contains("form-action 'self'"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
    for name in ["viewer", "stranger"] {
        let (cookie, csrf) = sign_in(&hub, name).await;
        let page = open(&hub, &path, &cookie).await;
        assert_eq!(page.status, 403, "{name}");
        assert!(page.text().contains("không kiểm tra được nơi này"));
        let mut members = FOUND.to_vec();
        members.extend([("once", "AAAAAAAAAAAAAAAAAAAAAA"), ("csrf", csrf.as_str())]);
        let sent = send(&hub, &path, &cookie, &members).await;
        assert_eq!(sent.status, 403, "{name}");
    }
    let (cookie, _) = sign_in(&hub, "head").await;
    assert_eq!(open(&hub, &path, &cookie).await.status, 200);
    for gone in [self::path(hub.unit, "BS-999"), "/k/short/BS-012".to_owned()] {
        assert_eq!(open(&hub, &gone, &cookie).await.status, 404, "{gone}");
    }
    let database = superuser(&hub.database).await;
    let told = "SELECT count(*) FROM inspection WHERE place <> 'CANARY'";
    assert_eq!(number(&database, told).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inspection_is_an_entry_of_the_hub_device_as_a_kiosk_s_is_and_counts_its_place_once() {
    let hub = Running::start().await;
    let path = with_place(&hub, hub.unit, "BS-012").await;
    // Whoever answers for a district inspects in its units.
    user(&hub, hub.unit, "Huyen", Role::Head).await;
    let (cookie, csrf) = sign_in(&hub, "huyen").await;
    let inspected = async || {
        let now = Timestamp::now();
        let shown = overview::places(&hub.store, hub.unit, store::day_of_receipt(now), now).await;
        shown.unwrap().posters
    };
    assert_eq!(inspected().await, Posters::default());
    let form = open(&hub, &path, &cookie).await.text();
    assert!(form.contains("Cổng chính &lt;b&gt;") && form.contains("Xã Thử"));
    assert!(form.len() < 60_000, "{}", form.len());
    let once = held(&form, "once");
    assert_eq!(held(&form, "csrf"), csrf);
    // A minute of today that is over, in the unit's zone; just after midnight there is none.
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let now = zone.to_datetime(Timestamp::now());
    let is_counted = (now.hour(), now.minute()) >= (0, 2);
    let mut members = FOUND.to_vec();
    members.extend([("monitors", "1"), ("once", &once), ("csrf", &csrf)]);
    if is_counted {
        members.extend([("from", "00:00"), ("until", "00:01"), ("people", "42")]);
    }
    let before = acts(&hub.store, hub.unit).await.unwrap().lines.len();
    let sent = send(&hub, &path, &cookie, &members).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    assert!(sent.text().contains("Đã ghi phiếu kiểm tra cổng"));
    // Sent again, by a reload or a second tap, it is the same one.
    let again = send(&hub, &path, &cookie, &members).await;
    assert_eq!(again.status, 200);
    let done = acts(&hub.store, hub.unit).await.unwrap();
    let entries: Vec<Entry> = done.lines[before..]
        .iter()
        .map(|line| Entry::parse(line).unwrap())
        .collect();
    let database = superuser(&hub.database).await;
    let row = database
        .query_one(
            "SELECT u.user_id, s.note, i.seq FROM inspection AS i JOIN declared AS s USING (unit_id, seq), app_user AS u \
             WHERE i.unit_id = $1 AND u.name = 'huyen'",
            &[&hub.unit],
        )
        .await
        .unwrap();
    let (user, note): (Uuid, String) = (row.get(0), row.get(1));
    let by = Some(acts::number(user));
    let entry = entries.last().unwrap();
    assert_eq!(i64::try_from(entry.seq).unwrap(), row.get::<_, i64>(2));
    assert_eq!(entry.said.kind, Kind::Audit(Audit::Inspection));
    assert_eq!((entry.said.count, entry.said.by), (Some(2), by));
    assert_eq!(entry.said.reasons, [Reason::SelfMonitored]);
    if is_counted {
        let [counted, _] = &entries[..] else {
            panic!("two entries: {entries:?}");
        };
        assert_eq!(counted.said.kind, Kind::Audit(Audit::Headcount));
        assert_eq!((counted.said.count, counted.said.by), (Some(42), by));
        assert_eq!(counted.said.happened, entry.said.happened);
        assert_eq!(counted.said.until, entry.said.until);
        let of = entry.said.of.unwrap();
        assert_eq!((of.seq, of.leaf), (counted.seq, leaf(&done.lines[before])));
    }
    let groups = [None, None, None, Some(note.clone())];
    assert_eq!(entry.subject, Some(Subject { groups }.commitment()));
    let text = Note::parse(&note).unwrap().note.unwrap();
    let found = Findings::of_text(&text);
    assert_eq!(found.position, "Cổng chính, bên phải");
    assert_eq!(found.on_duty, "Lê Văn Bảo");
    assert_eq!(found.recommendations, "Dời máy quét vào dưới mái che");
    assert!(note.contains("\"place\":\"BS-012\""));

    let once_each = Posters {
        registered: 1,
        posted: 1,
        inspected: 1,
    };
    assert_eq!(inspected().await, once_each);
    let form = open(&hub, &path, &cookie).await.text();
    let mut members = FOUND.to_vec();
    let once = held(&form, "once");
    members.extend([("once", once.as_str()), ("csrf", &csrf)]);
    assert_eq!(send(&hub, &path, &cookie, &members).await.status, 200);
    assert_eq!(
        inspected().await,
        once_each,
        "one place, whoever looked how often"
    );
    // A month later it isn't looked after any more.
    let later = Timestamp::now() + SignedDuration::from_hours(31 * 24);
    let shown = overview::places(&hub.store, hub.unit, store::day_of_receipt(later), later).await;
    assert_eq!(shown.unwrap().posters.inspected, 0);

    let listed = format!("/api/units/{}/inspections", hub.unit);
    let (status, shown) = read(&hub, &cookie, &listed).await;
    assert_eq!(status, 200);
    assert_eq!(shown.as_array().unwrap().len(), 2);
    let first = &shown[1];
    assert_eq!(first["words"]["position"], json!("Cổng chính, bên phải"));
    assert_eq!(
        (&first["by"], &first["reminder"]),
        (&json!("huyen"), &json!(2))
    );
    assert_eq!(first["monitors"], json!(true));
    let page = open(&hub, &path.replace("/BS-012", ""), &cookie)
        .await
        .text();
    assert!(page.contains("Dời máy quét vào dưới mái che") && page.contains("huyen kiểm tra"));
    let by_uuid = open(&hub, &format!("/k/{}", hub.unit), &cookie).await;
    assert!(by_uuid.text().contains("data-testid=\"place-BS-012\""));
    // Its words leave with the unit's days; that it was, stays.
    database
        .execute(
            "UPDATE declared SET day = day - 400 WHERE unit_id = $1",
            &[&hub.unit],
        )
        .await
        .unwrap();
    nightly::night(&hub.store, 3_650, Timestamp::now())
        .await
        .unwrap();
    let (_, shown) = read(&hub, &cookie, &listed).await;
    assert_eq!(shown[1]["words"], json!(null));
    assert_eq!(inspected().await, once_each);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_beside_it_and_what_was_typed_is_kept() {
    let hub = Running::start().await;
    let path = with_place(&hub, hub.unit, "BS-012").await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let (cookie, csrf) = sign_in(&hub, "head").await;
    let mut members = FOUND.to_vec();
    members[0].1 = " ";
    members[2].1 = "\"Dời\" <i>";
    members[3].1 = "x";
    members.extend([
        ("monitors", "1"),
        ("from", "23:59"),
        ("until", "00:00"),
        ("people", "7"),
        ("once", "AAAAAAAAAAAAAAAAAAAAAA"),
        ("csrf", &csrf),
    ]);
    let before = acts(&hub.store, hub.unit).await.unwrap().lines.len();
    let page = send(&hub, &path, &cookie, &members).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    for said in [
        "href=\"#position\">Điểm quét đặt ở đâu: Xin ghi",
        "href=\"#until\">Đếm đến: Giờ cuối phải sau giờ đầu",
        "href=\"#reminder\">Nhắc lần thứ: Xin ghi",
        "value=\"Lê Văn Bảo\"",
        "&quot;Dời&quot; &lt;i&gt;</textarea>",
        "name=\"monitors\" value=\"1\" checked",
        "value=\"23:59\"",
        "aria-describedby=\"until-flaw\"",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(
        acts(&hub.store, hub.unit).await.unwrap().lines.len(),
        before
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_s_form_is_refused_and_one_of_another_session_comes_back() {
    let hub = Running::start().await;
    let path = with_place(&hub, hub.unit, "BS-012").await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let (cookie, csrf) = sign_in(&hub, "head").await;
    let mut members = FOUND.to_vec();
    members.extend([("once", "AAAAAAAAAAAAAAAAAAAAAA"), ("csrf", &csrf)]);
    let before = acts(&hub.store, hub.unit).await.unwrap().lines.len();
    for more in [
        "sec-fetch-site: cross-site\r\n",
        "origin: https://elsewhere.example\r\n",
    ] {
        let sent = send_as(&hub, &path, &cookie, &members, more).await;
        assert_eq!(sent.status, 403, "{more}");
        let sign_in = [("do", "sign-in"), ("name", "head"), ("password", PASSWORD)];
        let sent = send_as(&hub, &path, "", &sign_in, more).await;
        assert_eq!((sent.status, sent.header("set-cookie")), (403, None));
    }
    // Somebody signed in anew at this browser meanwhile.
    let at = members.len() - 1;
    members[at].1 = "AAAA";
    let sent = send(&hub, &path, &cookie, &members).await;
    assert_eq!(sent.status, 422);
    assert!(sent.text().contains("value=\"Lê Văn Bảo\""));
    assert_eq!(held(&sent.text(), "csrf"), csrf);
    assert_eq!(
        acts(&hub.store, hub.unit).await.unwrap().lines.len(),
        before
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_signs_in_at_the_page_keeps_what_was_typed_and_signs_out() {
    let hub = Running::start().await;
    let path = with_place(&hub, hub.unit, "BS-012").await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let wrong = [
        ("do", "sign-in"),
        ("name", "head"),
        ("password", "guess guess"),
    ];
    let page = send(&hub, &path, "", &wrong).await;
    assert_eq!((page.status, page.header("set-cookie")), (401, None));
    assert!(page.text().contains("Tên hoặc mật khẩu chưa đúng"));
    let right = [("do", "sign-in"), ("name", "Head"), ("password", PASSWORD)];
    let turned = send(&hub, &format!("{path}?lang=en"), "", &right).await;
    assert_eq!(turned.status, 303);
    assert_eq!(turned.header("location"), Some(&*format!("{path}?lang=en")));
    let cookie = turned.header("set-cookie").unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let form = open(&hub, &path, &cookie).await.text();
    let csrf = held(&form, "csrf");
    let out = [("do", "sign-out"), ("csrf", csrf.as_str())];
    let turned = send(&hub, &path, &cookie, &out).await;
    assert_eq!(turned.status, 303);
    assert!(turned.header("set-cookie").unwrap().contains("Max-Age=0"));

    // The session was over when the form came: it goes along, and stands in the form then.
    let mut members = FOUND.to_vec();
    members.extend([("once", "AAAAAAAAAAAAAAAAAAAAAA"), ("csrf", &csrf)]);
    let page = send(&hub, &path, &cookie, &members).await;
    assert_eq!(page.status, 401);
    let text = page.text();
    let on_duty = held(&text, "on-duty");
    let mut again = right.to_vec();
    again.push(("on-duty", &on_duty));
    let page = send(&hub, &path, "", &again).await;
    assert_eq!(page.status, 200);
    assert!(page.header("set-cookie").is_some());
    assert!(page.text().contains("value=\"Lê Văn Bảo\""));
    // Wrong names and passwords are counted as at the hub's own page.
    for _ in 0..5 {
        send(&hub, &path, "", &wrong).await;
    }
    let locked = send(&hub, &path, "", &right).await;
    assert_eq!(locked.status, 429);
    assert!(locked.text().contains("Nhập sai nhiều lần"));
}

#[tokio::test(flavor = "multi_thread")]
async fn inspections_are_listed_for_those_who_may_read_the_book() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    let (cookie, _) = sign_in(&hub, "viewer").await;
    let path = format!("/api/units/{}/inspections", hub.unit);
    assert_eq!(read(&hub, &cookie, &path).await.0, 403);
    assert_eq!(ask(&hub, "GET", &path, &[], None).await.status, 401);
}
