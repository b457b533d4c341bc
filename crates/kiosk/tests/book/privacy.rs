//! Somebody asks for their data: found, handed out, put right, erased, and what the registers say of it.

use super::clerk::House;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::entry::{Audit, Kind};
use checkpoint::roster::Kind as RosterKind;
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kiosk::clock::SystemClock;
use kiosk::privacy::office::Whose;
use kiosk::privacy::{Asked, Done, PrivacyError, Registers, Wish};
use kiosk::roster::desk::{Desk as Lists, Typed};
use kiosk::staff::Seat;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

const NUMBER: &str = "051090000001";

fn asked(wish: Wish) -> Asked {
    Asked {
        wish,
        asker: "Nguyễn Văn Hỏi".to_owned(),
        reach: "0905 000 111".to_owned(),
        checked: "xem thẻ căn cước".to_owned(),
        about: "những lần vào tháng này".to_owned(),
    }
}

#[test]
fn somebody_is_found_handed_their_data_put_right_and_erased_and_nobody_else_is() {
    let house = House::new();
    house.comes("Nguyễn Văn Hỏi", NUMBER);
    let other = house.comes("Nguyễn Văn Hỏi", "051090000002");
    house.comes("Nguyễn Văn Hỏi", NUMBER);
    house
        .watch
        .with(|post| post.purpose(4))
        .unwrap()
        .expect("a purpose of the last visitor");
    assert!(house.office.find(NUMBER).is_err(), "nobody is signed on");

    house.head_signs_on();
    let (found, _) = house.office.find(" 0510 9000 0001 ").unwrap();
    assert_eq!(found.len(), 1);
    let place = found[0].newest.place;
    assert_eq!(found[0].lines, 2);
    let (named, _) = house.office.find("nguyen van hoi").unwrap();
    assert_eq!(named.len(), 2, "two people of one name");

    let folder = tempfile::tempdir().unwrap();
    let file = house
        .office
        .hand_out(Whose::Entry(place), folder.path().to_str().unwrap())
        .unwrap();
    let json = std::fs::read(file.with_extension("json")).unwrap();
    let json: Value = serde_json::from_slice(&json).unwrap();
    let entries = json["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3, "two visits and a purpose: {json}");
    assert_eq!(entries[0]["kept"]["identity"]["last4"], "0001");
    assert_eq!(entries[2]["kept"]["note"]["purpose"], "Giao hàng");
    assert!(!json.to_string().contains("salt"));
    let pdf = std::fs::read(file.with_extension("pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF"));

    // On a list of the unit, too.
    let clock = Arc::new(SystemClock::new());
    let lists = Lists::new(&house.home, house.watch.staff(), clock);
    let typed = Typed {
        roster: None,
        kind: RosterKind::Staff,
        name: "Cán bộ".to_owned(),
    };
    let file = format!("Họ tên;Năm sinh;Số CCCD\nNguyễn Văn Hỏi;1990;{NUMBER}\nNgười Khác;1990;");
    let (looked, _) = lists.look(&typed, &STANDARD.encode(file), None).unwrap();
    lists.take(looked, true).unwrap();
    let listed = house.office.find_listed(NUMBER).unwrap();
    assert_eq!(listed.len(), 1);
    let whose = [
        Whose::Entry(place),
        Whose::Line(listed[0].list, listed[0].number),
    ];
    for (n, whose) in whose.into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().to_str().unwrap().to_owned();
        let file = house.office.hand_out(whose, &folder).unwrap();
        let json = std::fs::read(file.with_extension("json")).unwrap();
        let json: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json["lists"][0]["list"], "Cán bộ", "{n}");
        assert_eq!(json["lists"][0]["kept"]["Số giấy tờ"], NUMBER);
        assert_eq!(json["lists"].as_array().unwrap().len(), 1);
    }
    let (list, number) = (listed[0].list, listed[0].number);
    house.office.forget_listed(list, number).unwrap();
    assert!(house.office.find_listed(NUMBER).unwrap().is_empty());
    assert_eq!(house.office.find_listed("nguoi khac").unwrap().len(), 1);
    assert!(house.office.forget_listed(list, number).is_err());

    let corrected = house
        .office
        .correct(place, "Nguyễn Văn Hội", Some(1991), "thẻ ghi Hội")
        .unwrap();
    assert_eq!(corrected, 2);
    let (found, _) = house.office.find(NUMBER).unwrap();
    let name = found[0].newest.line.identity.name.as_deref();
    assert_eq!((name, found[0].lines), (Some("Nguyễn Văn Hội"), 2));

    // Visits, purpose, and the two corrections with their reasons.
    assert_eq!(house.office.erase(place).unwrap(), 5);
    assert!(house.office.find(NUMBER).unwrap().0.is_empty());
    assert!(matches!(
        house.office.erase(place),
        Err(PrivacyError::Nobody)
    ));
    let (left, _) = house.office.find("nguyen van hoi").unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].newest.place, other);
    let count = |audit: Audit| {
        let entries = house.entries().into_iter();
        entries
            .filter(|entry| entry.said.kind == Kind::Audit(audit))
            .count()
    };
    assert_eq!((count(Audit::Export), count(Audit::Erase)), (3, 5));
    let reading = kiosk::ledger::Reading::open(&house.home).unwrap();
    assert!(reading.verify().unwrap().is_ok());
}

#[test]
fn registers_say_who_asked_by_when_it_is_due_and_what_was_done_once() {
    let house = House::new();
    assert!(house.office.ask(&asked(Wish::See)).is_err());
    house.head_signs_on();
    let mut unknown = asked(Wish::Erase);
    unknown.checked = " ".to_owned();
    assert!(matches!(
        house.office.ask(&unknown),
        Err(PrivacyError::Text)
    ));
    house.office.ask(&asked(Wish::Erase)).unwrap();
    house
        .office
        .note("mất một tờ giao ca", "3 khách", None)
        .unwrap();
    let tomorrow = Timestamp::now() + SignedDuration::from_hours(24);
    assert!(matches!(
        house.office.note("mất sổ", "ai đó", Some(tomorrow)),
        Err(PrivacyError::Found)
    ));
    let standing = house.office.standing().unwrap();
    let request = &standing.requests[0];
    assert_eq!(request.asked, asked(Wish::Erase));
    assert!(!request.is_overdue(standing.today));
    assert!(request.is_overdue(request.due.tomorrow().unwrap()));
    let incident = &standing.incidents[0];
    assert_eq!(
        incident.due().duration_since(incident.found),
        SignedDuration::from_hours(72)
    );
    assert!(incident.is_overdue(incident.due() + SignedDuration::from_secs(1)));
    house
        .office
        .answer(request.number, "đã xoá 5 dòng")
        .unwrap();
    house
        .office
        .settle(incident.number, "đã báo công an xã")
        .unwrap();
    assert!(matches!(
        house.office.answer(request.number, "lần nữa"),
        Err(PrivacyError::Closed)
    ));
    let standing = house.office.standing().unwrap();
    let done = standing.requests[0].done.clone().unwrap();
    assert_eq!(done.what, "đã xoá 5 dòng");
    let by = done.by.and_then(|by| standing.named.staff.get(&by));
    assert_eq!(by.map(String::as_str), Some("Lê Thị Trưởng"));
    house.watch.with(|post| post.sign_off(Seat::Desk)).unwrap();
    assert!(house.office.standing().is_err());
}

#[test]
fn two_working_days_pass_over_weekends_and_the_unit_s_days_off() {
    let house = House::new();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let mut registers = Registers::open(&house.home, zone.clone()).unwrap();
    let tet = BTreeSet::from([date(2027, 2, 8), date(2027, 2, 9)]);
    registers.keep_days_off(&tet).unwrap();
    // Friday, late in the evening of the unit.
    let friday = zone
        .to_timestamp(date(2027, 2, 5).at(23, 30, 0, 0))
        .unwrap();
    registers.ask(&asked(Wish::See), None, friday).unwrap();
    let request = registers.requests().unwrap().remove(0);
    assert_eq!(request.due, date(2027, 2, 11));
    let done = Done {
        what: "đã đưa bản sao".to_owned(),
        at: friday,
        by: None,
    };
    registers.answer(request.number, &done).unwrap();
    assert!(!registers.requests().unwrap()[0].is_overdue(date(2027, 3, 1)));
}

#[test]
fn what_was_done_years_ago_goes_from_the_registers_and_what_waits_stays() {
    let house = House::new();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let mut registers = Registers::open(&house.home, zone).unwrap();
    let now = Timestamp::now();
    registers.ask(&asked(Wish::See), None, now).unwrap();
    registers.ask(&asked(Wish::Erase), None, now).unwrap();
    registers
        .note("mất tờ giao ca", "3 khách", None, now)
        .unwrap();
    let done = Done {
        what: "đã đưa bản sao".to_owned(),
        at: now,
        by: None,
    };
    registers.answer(1, &done).unwrap();
    registers.settle(1, &done).unwrap();
    let day = SignedDuration::from_hours(24);
    let keep = day * 366;
    // It counts from the first look at it.
    for passed in [100, 101, 465] {
        assert_eq!(registers.purge(keep, day * passed).unwrap(), 0, "{passed}");
    }
    assert_eq!(registers.purge(keep, day * 466).unwrap(), 2);
    let left = registers.requests().unwrap();
    assert_eq!((left.len(), left[0].number), (1, 2));
    assert!(registers.incidents().unwrap().is_empty());
    assert_eq!(registers.purge(keep, day * 5_000).unwrap(), 0);
}
