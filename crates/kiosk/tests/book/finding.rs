//! Whom the guard may mean by two letters or four digits: visitors, whoever is expected, and the unit's own people.

use super::clerk::House;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::roster::Kind;
use kiosk::clock::SystemClock;
use kiosk::post::{ByHand, Found, Post, Refusal};
use kiosk::roster::desk::{Desk, Typed};
use kiosk::roster::expected::Typed as TypedLine;
use kiosk::roster::expected::desk::ExpectedDesk;
use std::sync::Arc;

/// Of "Nguyễn Văn An", born 12 March 1990.
const AN: &str =
    "051090000001||Nguyễn Văn An|12031990|Nam|Bình Trung, Bình Sơn, Quảng Ngãi|10072021";
const STAFF: &str = "Họ và tên,Ngày sinh,CCCD,Phòng\n\
    Nguyễn Văn An,12/3/1990,051090000001,Văn phòng\n\
    Nguyễn Thị Nga,5/6/1985,051185000002,Tài chính\n\
    Trần Thị Nguyên,1979,,\n";

struct Unit {
    house: House,
    lists: Desk,
    expected: ExpectedDesk,
}

impl Unit {
    fn new() -> Unit {
        let house = House::new();
        house.head_signs_on();
        let staff = || house.watch.staff();
        let clock = || Arc::new(SystemClock::new());
        Unit {
            lists: Desk::new(&house.home, staff(), clock()),
            expected: ExpectedDesk::new(&house.home, staff(), clock(), house.watch.door()),
            house,
        }
    }

    fn take(&self, roster: Option<u32>, text: &str) {
        let typed = Typed {
            roster,
            kind: Kind::Staff,
            name: "Cán bộ".to_owned(),
        };
        let (token, _) = self
            .lists
            .look(&typed, &STANDARD.encode(text), None)
            .unwrap();
        self.lists.take(token, false).unwrap();
    }

    fn find(&self, typed: &'static str) -> Vec<Found> {
        let found = self.house.watch.with(|post| post.find_visitors(typed));
        found.unwrap().unwrap()
    }

    fn enter(&self, found: &Found) -> Result<(), Refusal> {
        let form = ByHand {
            visitor: Some(found.id.clone()),
            ..ByHand::default()
        };
        let entered = self.house.watch.with(move |post| post.enter_by_hand(&form));
        entered.unwrap()
    }
}

/// Names, lists, and whether they were seen.
fn rows(found: &[Found]) -> Vec<(&str, Option<&str>, bool)> {
    found
        .iter()
        .map(|one| {
            let name = one.holder.name.as_deref().unwrap();
            (name, one.of_list.as_deref(), one.seen.is_some())
        })
        .collect()
}

#[test]
fn people_of_the_lists_stand_once_behind_visitors_with_their_group() {
    let unit = Unit::new();
    assert!(unit.find("ng").is_empty());
    unit.take(None, STAFF);
    let see = |post: &mut Post| post.see(&[AN.as_bytes().to_vec()]);
    unit.house.watch.with(see).unwrap();
    let all = [
        ("Nguyễn Văn An", Some("Cán bộ · Văn phòng"), true),
        ("Trần Thị Nguyên", Some("Cán bộ"), false),
        ("Nguyễn Thị Nga", Some("Cán bộ · Tài chính"), false),
    ];
    assert_eq!(rows(&unit.find("ng")), all);
    assert_eq!(rows(&unit.find("0002")), all[2..]);
    assert_eq!(rows(&unit.find("nguyen nga")), all[2..]);
    assert!(unit.find("n").is_empty());
    // Who was chosen by hand is the one of the list.
    let found = unit.find("nga");
    unit.enter(&found[0]).unwrap();
    let number = unit.lists.all().unwrap()[0].number;
    assert_eq!(unit.lists.stands(number).unwrap().figures(None).today, 2);
    assert_eq!(
        unit.enter(&found[0]),
        Ok(()),
        "the list is the newest still"
    );
    unit.find("an");
    assert_eq!(unit.enter(&found[0]), Err(Refusal::VisitorUnknown));
    // A list that is another is known at the next letter.
    unit.take(Some(number), "Họ và tên\nNguyễn Thị Mới\n");
    let found = unit.find("nguyen thi");
    let lists: Vec<_> = rows(&found);
    assert_eq!(
        lists,
        [
            ("Nguyễn Thị Nga", None, true),
            ("Nguyễn Thị Mới", Some("Cán bộ"), false)
        ]
    );
}

#[test]
fn whoever_is_expected_stands_first_and_once() {
    let unit = Unit::new();
    unit.take(None, STAFF);
    for name in ["Nguyen Thi Nga", "Nguyễn Hẹn"] {
        let line = TypedLine {
            name: name.to_owned(),
            host: "Trần Thị Thử".to_owned(),
            purpose: "Họp".to_owned(),
            ..TypedLine::default()
        };
        unit.expected.put(None, &line).unwrap();
    }
    let found = unit.find("nguyen");
    let hosts: Vec<_> = found
        .iter()
        .map(|one| one.appointment.as_ref().map(|one| one.host.as_str()))
        .collect();
    let names: Vec<_> = rows(&found).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(
        names,
        [
            "Nguyễn Hẹn",
            "Nguyễn Thị Nga",
            "Trần Thị Nguyên",
            "Nguyễn Văn An"
        ]
    );
    assert_eq!(
        hosts,
        [Some("Trần Thị Thử"), Some("Trần Thị Thử"), None, None]
    );
    unit.enter(&found[0]).unwrap();
    let panel = unit.house.watch.with(|post| post.snapshot().panel.unwrap());
    let panel = panel.unwrap();
    assert_eq!(panel.holder.name.as_deref(), Some("Nguyễn Hẹn"));
    assert_eq!(panel.expected[0].appointment.purpose, "Họp");
}
