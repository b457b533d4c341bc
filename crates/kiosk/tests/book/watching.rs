//! The people whom a unit wants looked at, at a running gate.

use super::clerk::House;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::alike::Spelling;
use checkpoint::entry::{Audit, Kind, Outcome};
use checkpoint::verdict::Reason;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kiosk::clock::SystemClock;
use kiosk::ledger::Ledger;
use kiosk::post::{ByHand, Said, Shown};
use kiosk::roster::watch::Typed;
use kiosk::roster::watch::desk::WatchDesk;
use kiosk::roster::{Chosen, Column, FileError, RosterError, Why};
use kiosk::settings::Settings;
use std::sync::Arc;

/// Of "Lý Thị Quý", born 5 March 1990.
const CARD: &str = "051190000001||Lý Thị Quý|05031990|Nữ|Bình Trung, Bình Sơn, Quảng Ngãi|12052021";
const OTHER: &str = "051190000002||Trần Thị Bé|20111990|Nữ|Châu Ổ, Bình Sơn, Quảng Ngãi|10072022";

struct Unit {
    house: House,
    desk: WatchDesk,
}

impl Unit {
    fn new() -> Unit {
        let house = House::new();
        house.head_signs_on();
        let clock = Arc::new(SystemClock::new());
        let (staff, gate) = (house.watch.staff(), house.watch.door());
        let desk = WatchDesk::new(&house.home, staff, clock, gate);
        Unit { house, desk }
    }

    fn put(&self, name: &str) -> Result<(), RosterError> {
        self.desk.put(None, &typed(name))
    }

    fn show(&self, card: &'static str) -> Shown {
        let shown = self
            .house
            .watch
            .with(|post| post.see(&[card.as_bytes().to_vec()]));
        shown.unwrap().remove(0)
    }

    fn type_in(&self, name: &str, number: Option<&str>) -> Shown {
        let form = ByHand {
            name: name.to_owned(),
            birth_year: Some(1990),
            number: number.map(str::to_owned),
            ..ByHand::default()
        };
        let entered = self.house.watch.with(move |post| {
            post.enter_by_hand(&form).unwrap();
            post.snapshot().panel.unwrap()
        });
        entered.unwrap()
    }

    fn decide(&self, seq: u64, admitted: bool) {
        let decided = self
            .house
            .watch
            .with(move |post| post.decide(seq, admitted));
        decided.unwrap().unwrap();
    }
}

fn typed(name: &str) -> Typed {
    Typed {
        name: name.to_owned(),
        reason: "mời gặp bảo vệ trưởng".to_owned(),
        ..Typed::default()
    }
}

#[test]
fn whoever_may_be_on_the_list_waits_for_the_guard_and_is_asked_about_once_a_day() {
    let unit = Unit::new();
    unit.put("thi quy li").unwrap();
    let shown = unit.show(CARD);
    assert_eq!((shown.said, shown.open), (Said::Look, true));
    let hit = &shown.watched[0];
    assert_eq!(hit.watched.line.reason, "mời gặp bảo vệ trưởng");
    assert_eq!(hit.likeness.spelling, Spelling::Respelt);
    assert_eq!(unit.show(OTHER).said, Said::In);
    unit.decide(shown.seq.unwrap(), true);
    let again = unit.type_in("Lý Thị Quý", Some("051190000001"));
    assert_ne!(
        again.said,
        Said::Look,
        "the guard has said that it is somebody else"
    );
    // Another line asks anew, and the same line once it was changed.
    unit.put("Lý Thị Quí").unwrap();
    let by_hand = unit.type_in("Lý Thị Quý", Some("051190000001"));
    assert_eq!((by_hand.said, by_hand.watched.len()), (Said::Look, 1));
    unit.decide(by_hand.seq.unwrap(), false);
    let again = unit.type_in("Lý Thị Quý", Some("051190000001"));
    assert_eq!(
        again.said,
        Said::Look,
        "whoever was turned away comes again"
    );
    let Unit { house, .. } = unit;
    let home = house.home.clone();
    drop(house.watch);
    let zone = Settings::default().time_zone().unwrap();
    let now = kiosk::clock::Clock::now(&SystemClock::new());
    let mut ledger = Ledger::open(&home, &now).unwrap();
    let entries = ledger.recent(&now, &zone).unwrap();
    let has = |reason: Reason| {
        let with = entries
            .iter()
            .filter(move |kept| kept.entry.said.reasons.contains(&reason));
        with.map(|kept| &kept.entry.said).collect::<Vec<_>>()
    };
    let changes = has(Reason::WatchChanged);
    assert_eq!(changes.len(), 2);
    assert!(
        changes
            .iter()
            .all(|said| said.kind == Kind::Audit(Audit::Config) && said.by.is_some())
    );
    let looks = has(Reason::Watched);
    assert_eq!(looks.len(), 3);
    assert!(
        looks
            .iter()
            .all(|said| said.verdict == Some(Outcome::Look) && said.direction.is_none())
    );
}

#[test]
fn somebody_without_a_number_waits_too_and_is_let_in_by_the_guard() {
    let unit = Unit::new();
    unit.put("Nguyễn Văn An").unwrap();
    let shown = unit.type_in("Nguyen Van Anh", None);
    assert_eq!(shown.said, Said::Look);
    assert_eq!(shown.watched[0].likeness.spelling, Spelling::OneOff);
    unit.decide(shown.seq.unwrap(), true);
    assert_eq!(unit.type_in("Nguyễn Văn Anh", None).said, Said::In);
    let counters = unit.house.watch.with(|post| post.snapshot().counters);
    assert_eq!(counters.unwrap().entered, 2);
}

#[test]
fn a_line_counts_on_its_days_and_is_another_once_it_is_changed() {
    let unit = Unit::new();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let tomorrow = zone.to_datetime(Timestamp::now()).date();
    let tomorrow = tomorrow.saturating_add(1.days()).to_string();
    let later = Typed {
        from: tomorrow.clone(),
        ..typed("Lý Thị Quý")
    };
    unit.desk.put(None, &later).unwrap();
    assert_eq!(unit.show(CARD).said, Said::In);
    let listed = unit.desk.all().unwrap();
    let number = listed.watched[0].number;
    assert_eq!(listed.staff.len(), 2);
    unit.desk.put(Some(number), &typed("Trần Thị Be")).unwrap();
    assert_eq!(unit.show(OTHER).said, Said::Look);
    unit.desk.remove(number).unwrap();
    assert!(matches!(
        unit.desk.remove(number),
        Err(RosterError::UnknownLine)
    ));
    let nonsense = [
        (
            Typed {
                reason: String::new(),
                ..typed("An")
            },
            Why::NoReason,
        ),
        (
            Typed {
                digits: "12".to_owned(),
                ..typed("An")
            },
            Why::Digits("12".to_owned()),
        ),
        (
            Typed {
                until: "hôm nay".to_owned(),
                ..typed("An")
            },
            Why::Day("hôm nay".to_owned()),
        ),
        (
            Typed {
                from: tomorrow,
                until: "2020-01-01".to_owned(),
                ..typed("An")
            },
            Why::Order,
        ),
        (typed("123"), Why::NoName),
        (typed(&"à".repeat(121)), Why::LongText),
    ];
    for (typed, why) in nonsense {
        match unit.desk.put(None, &typed) {
            Err(RosterError::Why(said)) => assert_eq!(said, why),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_file_adds_and_changes_and_takes_nobody_away() {
    let unit = Unit::new();
    unit.put("Lý Thị Quý").unwrap();
    unit.put("Phạm Văn Cũ").unwrap();
    let file = "Họ và tên,Năm sinh,CCCD,Lý do,Văn bản,Đến ngày\n\
        LÝ THỊ QUÝ,,,giữ lại hỏi,CV 12,\n\
        Trần Thị Bé,1990,0002,mời gặp lãnh đạo,,31/12/2099\n\
        Trần Thị Bé,1990,0002,hai lần,,\n\
        Đỗ Văn Lỗi,1990,,,,\n";
    let (token, plan) = unit.desk.look(&STANDARD.encode(file), None).unwrap();
    assert_eq!((plan.added(), plan.lines.len()), (1, 2));
    let whys: Vec<_> = plan
        .unlisted
        .iter()
        .map(|one| (one.place.line, &one.why))
        .collect();
    assert_eq!(whys, [(4, &Why::Twice(3)), (5, &Why::NoReason)]);
    unit.desk.take(token).unwrap();
    assert!(matches!(unit.desk.take(token), Err(RosterError::Stale)));
    let all = unit.desk.all().unwrap().watched;
    let reasons: Vec<&str> = all.iter().map(|one| one.line.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["giữ lại hỏi", "mời gặp bảo vệ trưởng", "mời gặp lãnh đạo"]
    );
    let (_, plan) = unit.desk.look(&STANDARD.encode(file), None).unwrap();
    assert_eq!((plan.lines.len(), plan.same), (0, 2));
    assert!(unit.show(OTHER).watched[0].likeness.numbers);
}

#[test]
fn columns_without_headings_are_what_somebody_says() {
    let unit = Unit::new();
    let file = STANDARD.encode("hỏi giấy,Trần Thị Bé,1990\n");
    match unit.desk.look(&file, None) {
        Err(RosterError::File(FileError::NoHeading(rows))) => assert_eq!(rows[0][2], "1990"),
        other => panic!("{other:?}"),
    }
    let columns = vec![
        Some(Column::Reason),
        Some(Column::Name),
        Some(Column::Birth),
    ];
    let chosen = Chosen { columns, above: 0 };
    let (token, _) = unit.desk.look(&file, Some(&chosen)).unwrap();
    unit.desk.take(token).unwrap();
    let line = &unit.desk.all().unwrap().watched[0].line;
    assert_eq!(
        (line.name.as_str(), line.reason.as_str(), line.born()),
        ("Trần Thị Bé", "hỏi giấy", "1990".to_owned())
    );
}
