//! The page behind a poster: what it shows, what it takes, and what becomes of it.

use crate::desk::{ask, read, sign_in, user};
use crate::post::{Post, assert_acked};
use crate::support::{Answer, Running, exchange, get, number, superuser};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::base64url::base64url;
use checkpoint::document::Question;
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::place::{self, Code, State};
use checkpoint::subject::{Contact, Identity, Subject};
use hub::acts::acts;
use hub::declaring::{self, Asking, Counted, Field};
use hub::nightly;
use hub::places::{self, Place, PlaceError};
use hub::store;
use hub::tree;
use hub::users::Role;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::fmt::Write;
use uuid::Uuid;

fn code(text: &str) -> Code {
    Code::of_typed(text).unwrap()
}

fn place(code: &str, unguarded: bool) -> Place {
    Place {
        code: self::code(code),
        version: 2,
        name: "Cổng chính <b>".to_owned(),
        kind: place::Kind::Gate,
        state: State::Posted,
        unguarded,
        until: None,
    }
}

async fn with_place(hub: &Running, code: &str, unguarded: bool) -> String {
    places::put(&hub.store, hub.unit, &place(code, unguarded))
        .await
        .unwrap();
    path(hub.unit, code)
}

fn path(unit: Uuid, code: &str) -> String {
    format!("/p/{}/{code}", base64url(unit.as_bytes()))
}

/// What a page made up for its form.
fn once(page: &str) -> String {
    let (_, behind) = page.split_once("name=\"once\" value=\"").unwrap();
    behind.split('"').next().unwrap().to_owned()
}

fn encoded(members: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in members {
        let _ = write!(body, "{name}=");
        for byte in value.bytes() {
            let _ = write!(body, "%{byte:02X}");
        }
        body.push('&');
    }
    body
}

async fn send_from(hub: &Running, path: &str, address: &str, members: &[(&str, &str)]) -> Answer {
    let body = encoded(members);
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: hub.example\r\nx-forwarded-for: {address}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    exchange(hub.address, request.as_bytes()).await
}

async fn send(hub: &Running, path: &str, members: &[(&str, &str)]) -> Answer {
    send_from(hub, path, "203.0.113.1", members).await
}

const AN: [(&str, &str); 5] = [
    ("name", "Nguyễn Văn An"),
    ("birth-year", "1990"),
    ("last-digits", "0001"),
    ("purpose", "Họp"),
    ("agree", "1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_gets_a_small_page_that_may_load_nothing() {
    let hub = Running::start().await;
    let path = with_place(&hub, "BS-012", false).await;
    let page = get(hub.address, &path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.body.len() < 60_000, "{}", page.body.len());
    let text = page.text();
    assert!(text.contains("<html lang=\"vi\">") && text.contains("Xã Thử"));
    assert!(text.contains("Cổng chính &lt;b&gt;") && !text.contains("<b>"));
    assert!(text.contains("giữ 30 ngày rồi xoá"), "the notice");
    assert!(!text.contains("<script") && !text.contains("Có sốt không"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline' 'sha256-"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.header("set-cookie"), None);
    // As typed off the poster; in English; of an older print.
    let english = get(
        hub.address,
        &format!("{}?v=1&lang=en", path.replace("BS", "bs")),
    )
    .await;
    let english = english.text();
    assert!(english.contains("<html lang=\"en\">") && english.contains("kept for 30 days"));
    assert!(english.contains("old print"));
    assert!(
        !get(hub.address, &format!("{path}?v=2"))
            .await
            .text()
            .contains("bản cũ")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_isn_t_there_or_was_revoked_says_so_and_what_to_do() {
    let hub = Running::start().await;
    let known = with_place(&hub, "BS-012", false).await;
    for unknown in [
        path(hub.unit, "BS-013"),
        path(Uuid::from_bytes([8; 16]), "BS-012"),
        path(Uuid::nil(), "CANARY"),
        "/p/short/BS-012".to_owned(),
        format!("{known}/more"),
        "/p/x".to_owned(),
        format!("/p/{}/%3Cscript%3E", base64url(hub.unit.as_bytes())),
    ] {
        let page = get(hub.address, &unknown).await;
        assert_eq!(page.status, 404, "{unknown}");
        assert!(page.text().contains("Không có mã này"), "{unknown}");
        assert!(page.text().contains("Mời quét lại tờ mã"));
    }
    places::revoke(&hub.store, hub.unit, &code("BS-012"))
        .await
        .unwrap();
    for answer in [
        get(hub.address, &known).await,
        send(&hub, &known, &AN).await,
    ] {
        assert_eq!(answer.status, 410);
        assert!(answer.text().contains("đã thu hồi. Mời gặp bảo vệ"));
    }
    let database = superuser(&hub.database).await;
    let said = "SELECT count(*) FROM declaration WHERE place <> 'CANARY'";
    assert_eq!(number(&database, said).await, 0);
    // What hangs there doesn't count again by being written down again.
    let again = places::put(&hub.store, hub.unit, &place("BS-012", false)).await;
    assert!(matches!(again, Err(PlaceError::Older)), "{again:?}");
    let gone = places::revoke(&hub.store, hub.unit, &code("BS-013")).await;
    assert!(matches!(gone, Err(PlaceError::NoPlace)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_closes_when_its_poster_s_last_day_is_over_without_anybody_s_doing() {
    let hub = Running::start().await;
    let today = store::day_of_receipt(Timestamp::now());
    for (until, status) in [
        (today.yesterday().unwrap(), 410),
        (today.tomorrow().unwrap(), 200),
    ] {
        let place = Place {
            until: Some(until),
            ..place("BS-012", false)
        };
        places::put(&hub.store, hub.unit, &place).await.unwrap();
        let page = get(hub.address, &path(hub.unit, "BS-012")).await;
        assert_eq!(page.status, status, "{until}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_print_of_a_poster_never_replaces_a_newer_one() {
    let hub = Running::start().await;
    with_place(&hub, "BS-012", false).await;
    let mut older = place("BS-012", false);
    older.version = 1;
    let refused = places::put(&hub.store, hub.unit, &older).await;
    assert!(matches!(refused, Err(PlaceError::Older)), "{refused:?}");
    let mut newer = place("BS-012", true);
    newer.version = 3;
    places::put(&hub.store, hub.unit, &newer).await.unwrap();
    let listed = places::list(&hub.store, hub.unit).await.unwrap();
    newer.name = "Cổng chính <b>".to_owned();
    assert_eq!(listed, [newer]);
    for (wrong, error) in [
        (
            Place {
                name: " ".to_owned(),
                ..place("A-1", false)
            },
            "a name has",
        ),
        (
            Place {
                version: 0,
                ..place("A-1", false)
            },
            "versions begin at 1",
        ),
    ] {
        let refused = places::put(&hub.store, hub.unit, &wrong).await.unwrap_err();
        assert!(refused.to_string().contains(error), "{refused}");
    }
    let nobody = places::put(&hub.store, Uuid::from_bytes([8; 16]), &place("A-1", false)).await;
    assert!(matches!(nobody, Err(PlaceError::NoUnit)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_beside_it_and_what_was_typed_is_kept() {
    let hub = Running::start().await;
    let path = with_place(&hub, "BS-012", false).await;
    let mut members = AN.to_vec();
    members[1].1 = "1";
    members[3].1 = "\"Họp\" <i>";
    members.push(("people", "Lê Văn Hai, 1980\n???"));
    let page = send(&hub, &path, &members).await;
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(text.contains("value=\"Nguyễn Văn An\""));
    assert!(text.contains("value=\"&quot;Họp&quot; &lt;i&gt;\""));
    assert!(text.contains("Lê Văn Hai, 1980\n???</textarea>"));
    assert!(text.contains("<a href=\"#birth-year\">Năm sinh: Xin ghi năm sinh bốn chữ số"));
    assert!(text.contains("Dòng 2 chưa đúng"));
    assert!(text.contains("name=\"agree\" value=\"1\" checked"));
    assert!(text.contains("<title>Cần xem lại: "));
    assert_eq!(acts(&hub.store, hub.unit).await.unwrap().lines.len(), 0);
}

/// The picture of a page's code.
fn picture(page: &str) -> Vec<u8> {
    let (_, behind) = page.split_once("src=\"data:image/png;base64,").unwrap();
    STANDARD.decode(behind.split('"').next().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_is_an_entry_of_the_hub_device_with_who_said_it_apart() {
    let hub = Running::start().await;
    let path = with_place(&hub, "BS-012", false).await;
    let asking = Asking {
        fields: Field::ALL.to_vec(),
        optional: Vec::new(),
        questions: vec![Question::Fever, Question::Cough],
        on_pass: vec![Question::Fever],
        ..Asking::default()
    };
    declaring::ask(&hub.store, hub.unit, &asking).await.unwrap();
    let form = get(hub.address, &path).await.text();
    assert!(form.contains("Có sốt không?") && !form.contains("Có khó thở"));
    let page = once(&form);
    let mut members = AN.to_vec();
    members.extend([
        ("once", page.as_str()),
        ("sex", "male"),
        ("nationality", "Việt Nam"),
        ("phone", "0905 123 456"),
        ("email", "an@example.vn"),
        ("area", "Quảng Ngãi, Bình Sơn"),
        ("address", "Thôn Phú Lễ 1"),
        ("host", "Bà Lan"),
        ("q-fever", "no"),
        ("q-cough", "yes"),
        ("people", "Trần Thị Bé, 1991\nLê Văn Hai"),
        ("for-another", "1"),
        ("declarer", "Phạm Thị Con"),
    ]);
    let lacking = send(&hub, &path, &members).await;
    assert_eq!(lacking.status, 422, "health is agreed to apart");
    assert!(lacking.text().contains("href=\"#agree-health\""));
    members.push(("agree-health", "1"));
    let given = send(&hub, &path, &members).await;
    assert_eq!(given.status, 200, "{}", given.text());
    assert!(given.text().contains("Nguyễn Văn An và 2 người cùng đi"));
    let code = picture(&given.text());
    assert!(code.starts_with(b"\x89PNG"));
    assert!(given.body.len() < 60_000, "{}", given.body.len());

    // Twice sent is once declared, with the same pass.
    let again = send(&hub, &path, &members).await;
    assert_eq!(picture(&again.text()), code);
    let done = acts(&hub.store, hub.unit).await.unwrap();
    let entries: Vec<Entry> = done
        .lines
        .iter()
        .map(|line| Entry::parse(line).unwrap())
        .collect();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].said.kind, Kind::Audit(Audit::Declaration));
    assert_eq!((entries[0].said.count, entries[0].said.by), (Some(3), None));

    let database = superuser(&hub.database).await;
    let row = database
        .query_one(
            "SELECT identity, contact, health, note FROM declared WHERE unit_id = $1",
            &[&hub.unit],
        )
        .await
        .unwrap();
    let groups: [Option<String>; 4] = std::array::from_fn(|at| row.get(at));
    let subject = Subject {
        groups: groups.clone(),
    };
    assert_eq!(entries[0].subject, Some(subject.commitment()));
    let [identity, contact, health, note] = groups.map(Option::unwrap);
    let read = Identity::parse(&identity).unwrap();
    assert_eq!(read.name.as_deref(), Some("Nguyễn Văn An"));
    assert_eq!(
        (read.birth_year, read.last4.as_deref()),
        (Some(1990), Some("0001"))
    );
    assert!(identity.contains("\"declared_by\":\"Phạm Thị Con\""));
    assert!(identity.contains("{\"name\":\"Lê Văn Hai\"}"));
    let read = Contact::parse(&contact).unwrap();
    assert_eq!(read.phone.as_deref(), Some("0905123456"));
    assert!(health.contains("\"yes\":[\"cough\"],\"no\":[\"fever\"]"));
    assert!(
        note.contains("\"host\":\"Bà Lan\",\"place\":\"BS-012\",\"agreed\":\"Xã Thử ghi họ và tên")
    );
    for line in [&identity, &contact, &note] {
        assert!(
            !done.lines[0]
                .windows(8)
                .any(|part| line.as_bytes().starts_with(part))
        );
    }
    // Another person on the same page is another declaration.
    members[0].1 = "Nguyễn Văn Anh";
    assert_ne!(picture(&send(&hub, &path, &members).await.text()), code);
    assert_eq!(acts(&hub.store, hub.unit).await.unwrap().lines.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_in_has_no_pass_and_neither_it_nor_a_declaration_is_in_a_figure_of_a_gate() {
    let hub = Running::start().await;
    let gate = with_place(&hub, "BS-012", false).await;
    let shop = with_place(&hub, "CH-1", true).await;
    let asking = Asking {
        fields: vec![Field::BirthYear, Field::Phone],
        optional: Vec::new(),
        questions: vec![Question::Fever],
        ..Asking::default()
    };
    declaring::ask(&hub.store, hub.unit, &asking).await.unwrap();
    let mut post = Post::enrolled(&hub).await;
    post.write(3);
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    let form = get(hub.address, &shop).await.text();
    assert!(form.contains("Xác nhận đã đến") && form.contains("name=\"phone\""));
    assert!(
        !form.contains("name=\"birth-year\"") && !form.contains("sốt"),
        "the least"
    );
    let members = [
        ("name", "Trần Thị Bé"),
        ("phone", "0905123456"),
        ("heads", "4"),
        ("agree", "1"),
    ];
    for _ in 0..2 {
        // Not from a page of ours: each is told.
        let done = send(&hub, &shop, &members).await;
        assert_eq!(done.status, 200, "{}", done.text());
        assert!(done.text().contains("Đã ghi") && !done.text().contains("<img"));
    }
    let none = [
        ("name", "Trần Thị Bé"),
        ("phone", "0905123456"),
        ("heads", "0"),
        ("agree", "1"),
    ];
    assert_eq!(send(&hub, &shop, &none).await.status, 422);
    let mut members = AN.to_vec();
    members.extend([
        ("phone", "0905123456"),
        ("q-fever", "no"),
        ("agree-health", "1"),
    ]);
    assert_eq!(send(&hub, &gate, &members).await.status, 200);

    let today = hub::store::day_of_receipt(Timestamp::now());
    let counted = declaring::counted(&hub.store, hub.unit, today, today)
        .await
        .unwrap();
    let row = |place: &str, kind: &str, times, heads| Counted {
        place: place.to_owned(),
        kind: kind.to_owned(),
        times,
        heads,
    };
    let expected = [
        row("BS-012", "declaration", 1, 1),
        row("CH-1", "check-in", 2, 8),
    ];
    assert_eq!(counted, expected);
    let database = superuser(&hub.database).await;
    let entries = "SELECT sum(entries)::bigint FROM rollup WHERE day > '2001-01-01'";
    assert_eq!(number(&database, entries).await, 3, "the gate's alone");
    assert_eq!(nightly::recount(&hub.store, hub.unit).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declared_goes_after_the_unit_s_days_or_when_they_ask_and_the_line_stays() {
    let hub = Running::start().await;
    let path = with_place(&hub, "BS-012", false).await;
    for _ in 0..2 {
        assert_eq!(send(&hub, &path, &AN).await.status, 200);
    }
    let root = hub::keyring::Root::new().unwrap();
    let key = root.hub_key(root.hub_id(), Timestamp::now()).unwrap();
    let erase = |seq| declaring::erase(&hub.store, &key, hub.unit, seq);
    assert!(erase(1).await.unwrap());
    assert!(!erase(1).await.unwrap(), "once");
    assert!(!erase(77).await.unwrap());
    let today = hub::store::day_of_receipt(Timestamp::now());
    let names = || async {
        let listed = declaring::of_day(&hub.store, hub.unit, today)
            .await
            .unwrap();
        listed.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(names().await, [None, Some("Nguyễn Văn An".to_owned())]);
    let night = |days: i64| {
        let at = Timestamp::now() + SignedDuration::from_hours(24 * days);
        nightly::night(&hub.store, 3660, at)
    };
    assert_eq!(night(29).await.unwrap().declared_purged, 0);
    assert_eq!(night(30).await.unwrap().declared_purged, 1);
    assert_eq!(names().await, [None, None]);
    let kinds: Vec<Kind> = acts(&hub.store, hub.unit)
        .await
        .unwrap()
        .lines
        .iter()
        .map(|line| Entry::parse(line).unwrap().said.kind)
        .collect();
    let declared = Kind::Audit(Audit::Declaration);
    assert_eq!(
        kinds,
        [declared.clone(), declared, Kind::Audit(Audit::Erase)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_asks_what_the_nearest_unit_above_it_asks() {
    let hub = Running::start().await;
    let day = "2020-01-01".parse().unwrap();
    let below = tree::add_unit(&hub.store, Some(hub.unit), "Thôn Một", day)
        .await
        .unwrap();
    places::put(&hub.store, below, &place("A-1", false))
        .await
        .unwrap();
    let path = path(below, "A-1");
    assert!(
        !get(hub.address, &path)
            .await
            .text()
            .contains("name=\"phone\"")
    );
    let with = |fields: &[Field], contact: &str| Asking {
        fields: fields.to_vec(),
        optional: Vec::new(),
        contact: contact.to_owned(),
        ..Asking::default()
    };
    let above = with(&[Field::Phone], "Bà Lan 0255 000 000");
    declaring::ask(&hub.store, hub.unit, &above).await.unwrap();
    let page = get(hub.address, &path).await.text();
    assert!(page.contains("name=\"phone\"") && page.contains("Bà Lan 0255 000 000"));
    let own = with(&[Field::Address], "");
    declaring::ask(&hub.store, below, &own).await.unwrap();
    let page = get(hub.address, &path).await.text();
    assert!(!page.contains("name=\"phone\"") && page.contains("name=\"address\""));
    assert_eq!(declaring::asked(&hub.store, below, day).await.unwrap(), own);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_forms_of_an_address_or_for_a_place_wait_and_too_long_ones_are_refused() {
    let hub = Running::start().await;
    let path = with_place(&hub, "BS-012", false).await;
    // However slow this machine is, a minute's share is used up at some time.
    let mut sent = 0;
    let refused = loop {
        let answer = send(&hub, &path, &[]).await;
        if answer.status == 429 {
            break answer;
        }
        assert_eq!(answer.status, 422);
        sent += 1;
        assert!(sent < 2_000, "an address may send 120 a minute");
    };
    assert!(sent >= 120, "{sent}");
    let seconds: u32 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=61).contains(&seconds), "{seconds}");
    assert!(refused.text().contains("Đang có quá nhiều người gửi"));
    let other = send_from(&hub, &path, "203.0.113.2", &AN).await;
    assert_eq!(other.status, 200, "the neighbours aren't kept waiting");
    let long = "x".repeat(40_000);
    let refused = send_from(&hub, &path, "203.0.113.3", &[("people", &long)]).await;
    assert_eq!(refused.status, 413);
    assert!(refused.text().contains("Tờ khai dài quá"));
    for address in 0..5_000_u16 {
        let from = format!("198.51.{}.{}", address / 250, address % 250);
        if send_from(&hub, &path, &from, &[]).await.status == 429 {
            assert!(address >= 400, "{address}");
            return;
        }
    }
    panic!("a place takes 600 a minute");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_chooses_at_one_glance_what_the_form_asks() {
    let hub = Running::start().await;
    let form = with_place(&hub, "BS-012", false).await;
    user(&hub, hub.unit, "admin", Role::Admin).await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let path = format!("/api/units/{}/asking", hub.unit);
    let (cookie, csrf) = sign_in(&hub, "admin").await;
    let (status, shown) = read(&hub, &cookie, &path).await;
    assert_eq!(status, 200);
    assert_eq!(shown["fields"].as_array().unwrap().len(), Field::ALL.len());
    assert_eq!(shown["fields"][0]["vi"], "Năm sinh");
    assert_eq!(shown["questions"][0]["en"], "Any fever?");
    let mut asked = shown["asked"].clone();
    assert_eq!(
        asked["fields"],
        json!(["birth-year", "last-digits", "purpose"])
    );
    asked["fields"] = json!(["phone", "birth-year"]);
    asked["optional"] = json!(["phone"]);
    asked["questions"] = json!(["cough", "fever"]);
    asked["on_pass"] = json!(["fever"]);
    asked["hours"] = json!(8);
    let own = [("cookie", cookie.as_str()), ("chot-csrf", csrf.as_str())];
    let put = ask(&hub, "PUT", &path, &own, Some(asked.clone())).await;
    assert_eq!(put.status, 204, "{}", put.text());
    let page = get(hub.address, &form).await.text();
    assert!(page.contains("name=\"phone\"") && page.contains("Có sốt không?"));
    assert!(!page.contains("name=\"purpose\""));
    let (_, again) = read(&hub, &cookie, &path).await;
    assert_eq!(again["asked"]["questions"], json!(["fever", "cough"]));
    assert_eq!(again["asked"]["hours"], 8);
    for (member, wrong) in [
        ("hours", json!(0)),
        ("fields", json!(["shoe-size"])),
        ("optional", json!(["email"])),
        ("on_pass", json!(["tired"])),
        ("purpose_en", json!(" ")),
    ] {
        let mut form = asked.clone();
        form[member] = wrong;
        let refused = ask(&hub, "PUT", &path, &own, Some(form)).await;
        assert_eq!(refused.status, 400, "{member}");
    }
    let (cookie, csrf) = sign_in(&hub, "head").await;
    let head = [("cookie", cookie.as_str()), ("chot-csrf", csrf.as_str())];
    let refused = ask(&hub, "PUT", &path, &head, Some(asked)).await;
    assert_eq!(refused.status, 403);
    let elsewhere = format!("/api/units/{}/asking", Uuid::from_bytes([8; 16]));
    assert_eq!(read(&hub, &cookie, &elsewhere).await.0, 404);
}
