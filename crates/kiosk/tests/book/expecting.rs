//! The visitors whom a unit expects, at a running gate.

use super::clerk::House;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::expected::Came;
use checkpoint::subject::Purpose;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kiosk::book::Filter;
use kiosk::clock::SystemClock;
use kiosk::post::{ByHand, Post, Said, Shown};
use kiosk::roster::expected::desk::ExpectedDesk;
use kiosk::roster::expected::{Kept, Typed};
use kiosk::roster::{RosterError, Why};
use std::sync::Arc;

/// Of "Lý Thị Quý", born 5 March 1990.
const CARD: &str = "051190000001||Lý Thị Quý|05031990|Nữ|Bình Trung, Bình Sơn, Quảng Ngãi|12052021";
const OTHER: &str = "051190000002||Trần Thị Bé|20111990|Nữ|Châu Ổ, Bình Sơn, Quảng Ngãi|10072022";

struct Unit {
    house: House,
    desk: ExpectedDesk,
}

impl Unit {
    fn new() -> Unit {
        let house = House::new();
        house.head_signs_on();
        let clock = Arc::new(SystemClock::new());
        let (staff, gate) = (house.watch.staff(), house.watch.door());
        let desk = ExpectedDesk::new(&house.home, staff, clock, gate);
        Unit { house, desk }
    }

    fn put(&self, name: &str, birth: &str, host: &str, purpose: &str) {
        self.desk
            .put(None, &typed(name, birth, host, purpose))
            .unwrap();
    }

    fn show(&self, card: &'static str) -> Shown {
        let see = |post: &mut Post| post.see(&[card.as_bytes().to_vec()]);
        self.house.watch.with(see).unwrap().remove(0)
    }

    fn type_in(&self, name: &str, host: Option<&str>) -> Shown {
        let form = ByHand {
            name: name.to_owned(),
            birth_year: Some(1985),
            host: host.map(str::to_owned),
            ..ByHand::default()
        };
        let entered = self.house.watch.with(move |post| {
            post.enter_by_hand(&form).unwrap();
            post.snapshot().panel.unwrap()
        });
        entered.unwrap()
    }

    /// What the log says that somebody came for, and to whom.
    fn noted(&self, shown: &Shown) -> (Option<String>, Option<String>) {
        let line = self.house.reader.day(None, |day, _| {
            let page = day.page(&Filter::default(), 0, None, 50);
            let mut rows = page.rows.into_iter().map(|row| row.line.clone());
            rows.find(|line| Some(line.seq) == shown.seq).unwrap()
        });
        let line = line.unwrap();
        let purpose = line.purpose.map(|purpose| match purpose {
            Purpose::Text(text) => text,
            Purpose::Key(key) => key.to_string(),
        });
        (purpose, line.note)
    }

    /// Who came, and whether it is sure.
    fn came(&self) -> Vec<(String, Option<bool>)> {
        let list = self.desk.day(None).unwrap();
        let line = |(kept, came): (Kept, Option<Came>)| {
            (kept.line.appointment.name, came.map(|came| came.is_sure))
        };
        list.lines.into_iter().map(line).collect()
    }
}

fn typed(name: &str, birth: &str, host: &str, purpose: &str) -> Typed {
    let [name, birth, host, purpose] = [name, birth, host, purpose].map(str::to_owned);
    Typed {
        name,
        birth,
        host,
        purpose,
        ..Typed::default()
    }
}

#[test]
fn a_visitor_who_is_expected_is_told_and_entered_with_whom_they_see_and_what_for() {
    let unit = Unit::new();
    assert!(unit.show(OTHER).expected.is_empty(), "there is no list yet");
    unit.put("thi quy li", "1990", "Phạm Văn Cũ", "Ký hồ sơ");
    unit.put("Đỗ Văn Hẹn", "", "Trần Thị Thử", "Họp");
    unit.put("Nguyễn Văn An", "", "Trần Thị Thử", "Giao hàng");
    let shown = unit.show(CARD);
    assert_eq!(shown.said, Said::In, "no verdict changes");
    let [expected] = shown.expected.as_slice() else {
        panic!("{:?}", shown.expected);
    };
    assert_eq!(expected.appointment.host, "Phạm Văn Cũ");
    let said = |purpose: &str, host: &str| (Some(purpose.to_owned()), Some(host.to_owned()));
    assert_eq!(unit.noted(&shown), said("Ký hồ sơ", "Phạm Văn Cũ"));
    // Who was typed in, too; whom the guard wrote down counts.
    let by_hand = unit.type_in("do van hen", Some("Lê Thị Trưởng"));
    assert_eq!(unit.noted(&by_hand), said("Họp", "Lê Thị Trưởng"));
    // One letter off without a year is told, and says nothing in the log.
    let near = unit.type_in("Nguyễn Văn Anh", None);
    assert!(!near.expected[0].is_sure);
    assert_eq!(unit.noted(&near), (None, None));
    let came = [
        ("thi quy li", Some(true)),
        ("Đỗ Văn Hẹn", Some(true)),
        ("Nguyễn Văn An", Some(false)),
    ];
    assert_eq!(
        unit.came(),
        came.map(|(name, is_sure)| (name.to_owned(), is_sure))
    );
}

#[test]
fn an_entry_that_is_undone_is_nobody_who_came() {
    let unit = Unit::new();
    unit.put("Đỗ Văn Hẹn", "1985", "Trần Thị Thử", "");
    unit.type_in("Đỗ Văn Hẹn", None);
    assert_eq!(unit.came(), [("Đỗ Văn Hẹn".to_owned(), Some(true))]);
    unit.house.watch.with(|post| post.undo()).unwrap().unwrap();
    assert_eq!(unit.came(), [("Đỗ Văn Hẹn".to_owned(), None)]);
}

#[test]
fn another_days_list_says_nothing_today_and_a_line_can_be_changed_and_removed() {
    let unit = Unit::new();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let tomorrow = zone.to_datetime(Timestamp::now()).date();
    let tomorrow = tomorrow.saturating_add(1.days());
    let later = Typed {
        day: tomorrow.to_string(),
        ..typed("Lý Thị Quý", "", "Phạm Văn Cũ", "")
    };
    unit.desk.put(None, &later).unwrap();
    assert!(unit.show(CARD).expected.is_empty());
    let list = unit.desk.day(Some(tomorrow)).unwrap();
    let number = list.lines[0].0.number;
    assert_eq!(list.lines[0].1, None);
    let today = typed("Trần Thị Be", "20/11/1990", "Phạm Văn Cũ", "");
    unit.desk.put(Some(number), &today).unwrap();
    let near = unit.show(OTHER);
    assert!(near.expected[0].is_sure, "the year agrees");
    unit.desk.remove(number).unwrap();
    let gone = unit.desk.put(Some(number), &today);
    assert!(matches!(gone, Err(RosterError::UnknownLine)), "{gone:?}");
    assert!(unit.type_in("Trần Thị Bé", None).expected.is_empty());
    assert!(unit.desk.day(None).unwrap().lines.is_empty());
}

#[test]
fn what_can_not_be_is_refused_with_what_to_do() {
    let unit = Unit::new();
    let good = || typed("An", "", "Bình", "");
    let nonsense = [
        (typed("12", "", "Bình", ""), Why::NoName),
        (typed("An", "", " ", ""), Why::NoHost),
        (
            typed("An", "2999", "Bình", ""),
            Why::Birth("2999".to_owned()),
        ),
        (typed("An", "", "Bình", &"à".repeat(121)), Why::LongText),
        (
            Typed {
                day: "26/11/2020".to_owned(),
                ..good()
            },
            Why::Past("26/11/2020".to_owned()),
        ),
        (
            Typed {
                from: "sáng".to_owned(),
                ..good()
            },
            Why::Hour("sáng".to_owned()),
        ),
        (
            Typed {
                from: "9h".to_owned(),
                until: "8h30".to_owned(),
                ..good()
            },
            Why::Hours,
        ),
    ];
    for (typed, why) in nonsense {
        match unit.desk.put(None, &typed) {
            Err(RosterError::Why(said)) => assert_eq!(said, why),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_file_adds_and_changes_appointments_and_takes_none_away() {
    let unit = Unit::new();
    unit.put("Lý Thị Quý", "1990", "Phạm Văn Cũ", "Họp");
    unit.put("Đỗ Văn Hẹn", "", "Trần Thị Thử", "");
    let file = "Họ và tên,Năm sinh,Người cần gặp,Nội dung làm việc,Cơ quan,Giờ đến,Đến giờ,Ngày\n\
        LY THI QUY,1990,Phạm Văn Cũ,Ký hồ sơ,Công ty Thử,8h30,10h,\n\
        Trần Thị Bé,1990,Phạm Văn Cũ,,,14:00,,31/12/2099\n\
        Trần Thị Bé,1990,Phạm Văn Cũ,,,15:00,,31/12/2099\n\
        Lê Thị Lỗi,,,,,,,\n";
    let (token, plan) = unit.desk.look(None, &STANDARD.encode(file), None).unwrap();
    assert_eq!((plan.added(), plan.lines.len()), (1, 2));
    let whys: Vec<_> = plan
        .unlisted
        .iter()
        .map(|one| (one.place.line, &one.why))
        .collect();
    assert_eq!(whys, [(4, &Why::Twice(3)), (5, &Why::NoHost)]);
    unit.desk.take(token).unwrap();
    assert!(matches!(unit.desk.take(token), Err(RosterError::Stale)));
    let lines = unit.desk.day(None).unwrap().lines;
    let said: Vec<_> = lines
        .iter()
        .map(|(kept, _)| {
            let one = &kept.line.appointment;
            (one.name.as_str(), one.purpose.as_str())
        })
        .collect();
    assert_eq!(said, [("Đỗ Văn Hẹn", ""), ("LY THI QUY", "Ký hồ sơ")]);
    let (_, plan) = unit.desk.look(None, &STANDARD.encode(file), None).unwrap();
    assert_eq!((plan.lines.len(), plan.same), (0, 2));
    assert_eq!(
        unit.show(CARD).expected[0].appointment.organisation,
        "Công ty Thử"
    );
}
