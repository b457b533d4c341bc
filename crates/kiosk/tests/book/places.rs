//! The register of places beside a gate that runs: made, printed, held up, inspected, revoked, replaced.

use super::clerk::House;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::Kind as DocumentKind;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::entry::{Audit, Kind};
use checkpoint::place::{Answer, Code, State};
use jiff::{Timestamp, ToSpan};
use kiosk::clock::SystemClock;
use kiosk::pictures;
use kiosk::places::desk::{Order, PlacesDesk};
use kiosk::places::{Column, Flaw, Place, PlacesError, Typed};
use kiosk::post::{Said, Shown, Sought, What};
use kiosk::scanner::{Effort, Scanner};
use paper::poster::Size;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

struct Desk {
    house: House,
    places: PlacesDesk,
    folder: TempDir,
}

fn gate() -> Typed {
    Typed {
        code: "BS-012".to_owned(),
        kind: "gate".to_owned(),
        name: " Cổng  chính ".to_owned(),
        address: "Thôn Phú Lễ 1, Bình Trung".to_owned(),
        contact: "0255 3000 000".to_owned(),
        responsible: "Đặng Thị Yến".to_owned(),
        capacity: "120".to_owned(),
        ..Typed::default()
    }
}

fn called(name: &str) -> Typed {
    Typed {
        name: name.to_owned(),
        ..Typed::default()
    }
}

impl Desk {
    fn new() -> Desk {
        let house = House::new();
        house.head_signs_on();
        let clock = Arc::new(SystemClock::new());
        let places = PlacesDesk::new(&house.home, house.watch.staff(), clock, house.watch.door());
        Desk {
            house,
            places,
            folder: TempDir::new().unwrap(),
        }
    }

    fn all(&self) -> Vec<Place> {
        self.places.all().unwrap().places
    }

    fn only(&self) -> Place {
        let mut all = self.all();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    /// What the log says of places: which, which version, and what was done.
    fn said(&self) -> Vec<(u32, u32, State)> {
        let entries = self.house.entries().into_iter();
        entries
            .filter(|entry| entry.said.kind == Kind::Audit(Audit::Place))
            .map(|entry| {
                assert_eq!(entry.subject, None, "places are nobody's data");
                let said = entry.said.place.unwrap();
                (said.place, said.version, said.state)
            })
            .collect()
    }

    fn print(&self, size: Size) -> Vec<Vec<u8>> {
        let order = Order {
            places: Vec::new(),
            size,
            folder: self.folder.path().to_str().unwrap().to_owned(),
        };
        codes_of(&self.places.print(&order).unwrap())
    }

    fn poster(&self) -> Vec<u8> {
        self.print(Size::A4).remove(0)
    }

    fn show(&self, code: &[u8]) -> Shown {
        let code = code.to_vec();
        let door = self.house.watch.door();
        door.with(move |post| post.show_picture(&[code])).unwrap()
    }

    fn answer(&self, code: &[u8]) -> Answer {
        let Said::Place(answer) = self.show(code).said else {
            panic!("no poster");
        };
        answer
    }
}

/// The codes of each printed page, as a camera sees them.
fn codes_of(pdf: &Path) -> Vec<Vec<u8>> {
    let pages = TempDir::new().unwrap();
    let drawn = Command::new("pdftoppm")
        .args(["-r", "150", "-gray"])
        .args([pdf, &pages.path().join("page")])
        .status();
    assert!(drawn.unwrap().success());
    let mut files: Vec<_> = std::fs::read_dir(pages.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let scans = files.iter().flat_map(|file| {
        let luma = pictures::luma(file).unwrap();
        let scan = Scanner::new().read(&luma, Effort::Every);
        scan.codes
            .into_iter()
            .map(|code| code.text)
            .collect::<Vec<_>>()
    });
    scans.collect()
}

#[test]
fn a_printed_poster_is_told_what_it_is_until_it_is_replaced_and_revoked() {
    let desk = Desk::new();
    desk.places.put(None, &gate()).unwrap();
    let place = desk.only();
    assert_eq!(place.line.name, "Cổng chính");
    assert_eq!(desk.said(), [(place.number, 1, State::Made)]);
    let first = desk.poster();
    let text = String::from_utf8(first.clone()).unwrap();
    assert!(
        text.contains(
            " – Cổng chính – mã BS-012. Vào cổng mời đưa thẻ căn cước cho máy quét. CHOT1:"
        ),
        "{text}"
    );
    let before = desk.house.entries().len();
    let shown = desk.show(&first);
    assert_eq!(shown.said, Said::Place(Answer::Right));
    assert_eq!(shown.what, Some(What::Document(DocumentKind::PlacePoster)));
    assert_eq!(shown.holder.name.as_deref(), Some("Cổng chính"));
    assert_eq!(desk.house.entries().len(), before, "nobody came in by it");

    let note = "Phòng trực, bên phải cửa";
    desk.places.mark(place.number, State::Posted, note).unwrap();
    desk.places.mark(place.number, State::Checked, "").unwrap();
    let posted = desk.only();
    assert_eq!(posted.standing.state, State::Checked);
    assert_eq!(posted.done[1].note, note);
    assert!(posted.done[1].by.is_some());
    desk.places
        .mark(place.number, State::Replaced, "Rách")
        .unwrap();
    assert_eq!(desk.answer(&first), Answer::Old);
    let second = desk.poster();
    assert_ne!(first, second);
    assert_eq!(desk.answer(&second), Answer::Right);
    desk.places
        .mark(place.number, State::Revoked, "Chuyển nơi")
        .unwrap();
    assert_eq!(desk.answer(&second), Answer::Revoked);
    assert_eq!(desk.answer(&first), Answer::Revoked);
    let again = desk.places.mark(place.number, State::Posted, "");
    assert!(matches!(again, Err(PlacesError::NotNow(State::Revoked))));
    let made = (place.number, 1, State::Made);
    let rest = [
        (place.number, 1, State::Posted),
        (place.number, 1, State::Checked),
        (place.number, 1, State::Replaced),
        (place.number, 2, State::Made),
        (place.number, 2, State::Revoked),
    ];
    assert_eq!(desk.said(), [&[made][..], &rest].concat());
    let entries = desk.house.entries();
    let mut said = entries.iter().filter(|entry| entry.said.place.is_some());
    assert!(said.all(|entry| entry.said.by.is_some()));
}

#[test]
fn posters_of_others_are_told_apart_from_those_of_nobody() {
    let desk = Desk::new();
    desk.places.put(None, &gate()).unwrap();
    desk.poster();
    let key = Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap();
    let public: [u8; 32] = key.public_key().as_ref().try_into().unwrap();
    let ours = desk.house.watch.with(|post| post.unit()).unwrap().unwrap();
    let signed = |unit: [u8; 16]| {
        let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
        let poster = Issue {
            iss: unit,
            aud: unit,
            iat: now,
            exp: now + 48.hours(),
            document: IssuedAs::Place {
                code: "BS-012".to_owned(),
                version: 1,
            },
        };
        let text = issue(poster, Signature::Key(&public), |bytes| {
            key.sign(bytes).as_ref().try_into().unwrap()
        });
        text.unwrap().into_bytes()
    };
    assert_eq!(desk.answer(&signed([3; 16])), Answer::OtherUnit);
    // Somebody signs as this unit with a key of their own.
    assert_eq!(desk.answer(&signed(ours)), Answer::NotOurs);
}

#[test]
fn an_inspection_gets_the_posters_that_are_held_up_and_the_gate_gets_none_of_them() {
    let desk = Desk::new();
    desk.places.put(None, &gate()).unwrap();
    let poster = desk.poster();
    let waits = || {
        desk.house
            .watch
            .with(|post| post.await_code(Sought::Poster))
    };
    waits().unwrap().unwrap();
    assert!(matches!(desk.places.seen(), Err(PlacesError::Unseen)));
    let code = poster.clone();
    let said = desk
        .house
        .watch
        .with(move |post| post.see(&[code]))
        .unwrap();
    assert_eq!(said, []);
    let seen = desk.places.seen().unwrap();
    assert_eq!(seen.answer, Answer::Right);
    assert_eq!(seen.number, Some(desk.only().number));
    assert_eq!(seen.code, Code::of_typed("BS-012"));
    // It may be in view for long: the next one is waited for when somebody asks.
    let code = poster.clone();
    let said = desk.house.watch.with(move |post| post.see(&[code]));
    assert_eq!(said.unwrap(), []);
    assert_eq!(desk.places.seen().unwrap(), seen);
    waits().unwrap().unwrap();
    assert!(matches!(desk.places.seen(), Err(PlacesError::Unseen)));
    desk.house.watch.with(|post| post.stop_awaiting()).unwrap();
    assert_eq!(desk.answer(&poster), Answer::Right);
}

#[test]
fn a_poster_whose_last_day_is_over_expires_by_itself_and_is_entered() {
    let desk = Desk::new();
    let over = Typed {
        from: "01/01/2024".to_owned(),
        until: "31/12/2024".to_owned(),
        ..gate()
    };
    desk.places.put(None, &over).unwrap();
    let order = Order {
        places: Vec::new(),
        size: Size::A4,
        folder: desk.folder.path().to_str().unwrap().to_owned(),
    };
    assert!(matches!(
        desk.places.print(&order),
        Err(PlacesError::Nothing)
    ));
    assert_eq!(
        desk.only().state(desk.places.all().unwrap().today),
        State::Expired
    );
}

#[test]
fn a_place_is_checked_before_it_is_kept() {
    let desk = Desk::new();
    desk.places.put(None, &gate()).unwrap();
    let wrong = |typed: Typed| match desk.places.put(None, &typed) {
        Err(PlacesError::Flaw(flaw)) => flaw,
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong(called("  ")), Flaw::NoName);
    assert_eq!(wrong(called(&"dài ".repeat(30))), Flaw::LongName);
    let with = |change: fn(&mut Typed)| {
        let mut typed = called("Kho");
        change(&mut typed);
        wrong(typed)
    };
    assert_eq!(
        with(|typed| typed.code = "kho số 1".into()),
        Flaw::Code("kho số 1".into())
    );
    assert_eq!(
        with(|typed| typed.code = "bs-012".into()),
        Flaw::CodeTaken("BS-012".into())
    );
    assert_eq!(
        with(|typed| typed.kind = "lâu đài".into()),
        Flaw::Kind("lâu đài".into())
    );
    assert_eq!(
        with(|typed| typed.capacity = "nhiều".into()),
        Flaw::Capacity("nhiều".into())
    );
    assert_eq!(
        with(|typed| typed.until = "31/02/2027".into()),
        Flaw::Day("31/02/2027".into())
    );
    assert_eq!(with(|typed| typed.until = "01/01/2020".into()), Flaw::Order);
    assert_eq!(
        with(|typed| typed.parent = "BS-099".into()),
        Flaw::NoParent("BS-099".into())
    );
    assert_eq!(desk.all().len(), 1);
    // In each other.
    let room = Typed {
        parent: "BS-012".to_owned(),
        kind: "Phòng họp".to_owned(),
        ..called("Hội trường")
    };
    desk.places.put(None, &room).unwrap();
    let all = desk.all();
    assert_eq!(all[1].line.code.as_str(), "BS-013", "the next code");
    let circle = Typed {
        parent: "BS-013".to_owned(),
        ..gate()
    };
    let kept = desk.places.put(Some(all[0].number), &circle);
    assert!(matches!(kept, Err(PlacesError::Flaw(Flaw::Circle))));
}

#[test]
fn a_file_adds_and_changes_places_and_takes_none_away() {
    let desk = Desk::new();
    desk.places.put(None, &gate()).unwrap();
    let file = "DANH SÁCH NƠI ĐẶT MÃ\n\
        Mã,Tên nơi đặt,Loại,Địa chỉ,Điện thoại,Người phụ trách,Sức chứa,Thuộc\n\
        BS-012,Cổng số 1,,,,,,\n\
        ,Phòng họp A,Phòng họp,,,,30,BS-012\n\
        XE-1,Xe 76B-001.23,Xe,,0905 000 001,,45,\n\
        ,,,,,,,\n\
        XE-1,Xe khác,Xe,,,,,\n\
        ,Kho,lâu đài,,,,,\n\
        ,Nhà xe,,,,,,ZZ-9\n";
    let (token, plan) = desk.places.look(&STANDARD.encode(file)).unwrap();
    assert_eq!((plan.added(), plan.changed()), (2, 1));
    assert!(plan.columns.contains(&Column::Parent) && plan.columns.contains(&Column::Contact));
    let wrong: Vec<(u32, &Flaw)> = plan
        .unlisted
        .iter()
        .map(|one| (one.row, &one.why))
        .collect();
    assert_eq!(
        wrong,
        [
            (7, &Flaw::Twice(5)),
            (8, &Flaw::Kind("lâu đài".to_owned())),
            (9, &Flaw::NoParent("ZZ-9".to_owned())),
        ]
    );
    assert_eq!(desk.all().len(), 1, "nothing yet");
    desk.places.take(token).unwrap();
    assert!(matches!(desk.places.take(token), Err(PlacesError::Stale)));
    let all = desk.all();
    let named: Vec<(&str, &str)> = all
        .iter()
        .map(|place| (place.line.code.as_str(), place.line.name.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("BS-012", "Cổng số 1"),
            ("BS-013", "Phòng họp A"),
            ("XE-1", "Xe 76B-001.23")
        ]
    );
    assert_eq!(
        all[0].line.responsible, "Đặng Thị Yến",
        "what a file doesn't say stays"
    );
    assert_eq!(all[1].line.parent, Code::of_typed("BS-012"));
    assert_eq!(desk.said().len(), 3);
    // The same file again makes nothing of it.
    let (_, plan) = desk.places.look(&STANDARD.encode(file)).unwrap();
    assert_eq!((plan.added(), plan.changed()), (0, 0));
    let none = desk.places.look(&STANDARD.encode("Số,Ngày\n1,2\n"));
    assert!(matches!(none, Err(PlacesError::NoHeading)));
}

#[test]
fn posters_of_every_size_are_read_back_as_their_places() {
    let desk = Desk::new();
    let long = "Trường Trung học cơ sở Nguyễn Bỉnh Khiêm, cơ sở hai, cổng phía Đông Nam khu B";
    for name in ["Cổng chính", long, "CHỢ CHIỀU"] {
        desk.places.put(None, &called(name)).unwrap();
    }
    let codes: Vec<Code> = desk
        .all()
        .iter()
        .map(|place| place.line.code.clone())
        .collect();
    for size in Size::ALL {
        let read = desk.print(size);
        assert_eq!(read.len(), codes.len(), "{size:?}");
        let mut seen: Vec<Code> = read
            .into_iter()
            .map(|code| {
                let held = desk.house.watch.with(move |post| {
                    post.await_code(Sought::Poster).unwrap();
                    post.see(&[code])
                });
                assert_eq!(held.unwrap(), []);
                let seen = desk.places.seen().unwrap();
                assert_eq!(seen.answer, Answer::Right, "{size:?}");
                seen.code.unwrap()
            })
            .collect();
        desk.house.watch.with(|post| post.stop_awaiting()).unwrap();
        seen.sort();
        assert_eq!(seen, codes, "{size:?}");
    }
}

#[test]
fn nobody_below_the_unit_head_keeps_places() {
    let desk = Desk::new();
    desk.house
        .watch
        .with(|post| post.sign_off(kiosk::staff::Seat::Desk))
        .unwrap();
    assert!(matches!(
        desk.places.put(None, &gate()),
        Err(PlacesError::NotAllowed(_))
    ));
    assert!(matches!(desk.places.all(), Err(PlacesError::NotAllowed(_))));
    let waits = desk
        .house
        .watch
        .with(|post| post.await_code(Sought::Poster));
    assert!(waits.unwrap().is_err());
}
