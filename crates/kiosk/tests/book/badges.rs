//! A guard's badge, from the printed page to the shift that it begins.

use super::clerk::House;
use checkpoint::document::{Document, Foreign, Kind as DocumentKind, Recognised};
use checkpoint::entry::{Audit, Kind};
use checkpoint::role::Role;
use kiosk::accounts::{Accounts, AccountsError};
use kiosk::clock::{Clock, SystemClock};
use kiosk::paper::day_badge::{DayBadge, Size};
use kiosk::pictures;
use kiosk::post::{Badge, Refusal, Said, Shown, Sought, What};
use kiosk::scanner::{Effort, Scanner};
use kiosk::staff::desk::{Handed, Named, Next};
use kiosk::staff::{Seat, StaffError, Tried, Typed};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// The code of a printed page, as a camera sees it.
fn code_of(pdf: &Path) -> Vec<u8> {
    let page = pdf.with_extension("");
    let drawn = Command::new("pdftoppm")
        .args(["-r", "150", "-gray", "-singlefile"])
        .args([pdf, &page])
        .status();
    assert!(drawn.unwrap().success());
    let luma = pictures::luma(&page.with_extension("pgm")).unwrap();
    let scan = Scanner::new().read(&luma, Effort::Every);
    scan.codes.first().unwrap().text.clone()
}

pub(super) struct Desk {
    pub(super) house: House,
    folder: TempDir,
}

impl Desk {
    pub(super) fn new() -> Desk {
        let house = House::new();
        house.admin_signs_on();
        Desk {
            house,
            folder: TempDir::new().unwrap(),
        }
    }

    pub(super) fn add(&self, name: &str, role: Role, pin: &str) -> u64 {
        let typed = Typed {
            name: name.to_owned(),
            role,
            pin: (!pin.is_empty()).then(|| pin.to_owned()),
        };
        self.house.people.keep(None, &typed).unwrap();
        let people = self.house.people.page().unwrap().people.into_iter();
        let mut named = people.filter(|person| person.name == name);
        named.next().unwrap().number
    }

    pub(super) fn issue(&self, number: u64) -> Vec<u8> {
        let folder = self.folder.path().to_str().unwrap();
        code_of(&self.house.people.issue_badge(number, folder).unwrap())
    }

    pub(super) fn show(&self, code: &[u8]) -> Shown {
        let code = code.to_vec();
        let door = self.house.watch.door();
        door.with(move |post| post.show_picture(&[code])).unwrap()
    }

    pub(super) fn said(&self, code: &[u8]) -> Said {
        self.show(code).said
    }

    pub(super) fn on_duty(&self) -> Option<String> {
        let duty = self.house.watch.with(|post| post.snapshot().staff.duty);
        duty.unwrap().map(|person| person.name)
    }

    pub(super) fn await_badge(&self) {
        let waits = self.house.watch.with(|post| post.await_code(Sought::Badge));
        waits.unwrap().unwrap();
    }
}

#[test]
fn a_printed_badge_begins_a_shift_and_a_lost_or_replaced_one_none() {
    let desk = Desk::new();
    let bao = desk.add("Lê Văn Bảo", Role::Guard, "2580");
    let first = desk.issue(bao);
    assert_eq!(desk.house.people.page().unwrap().badges.len(), 1);
    let before = desk.house.entries().len();
    let shown = desk.show(&first);
    assert_eq!(shown.said, Said::Badge(Badge::Begun));
    assert_eq!(shown.holder.name.as_deref(), Some("Lê Văn Bảo"));
    assert_eq!(shown.what, Some(What::Document(DocumentKind::StaffBadge)));
    let entries = desk.house.entries();
    assert_eq!(entries.len(), before + 1, "nobody came in by it");
    let signed_in = &entries[before];
    assert_eq!(signed_in.said.kind, Kind::Audit(Audit::SignIn));
    assert_eq!(signed_in.said.by, Some(bao));
    assert_eq!(desk.said(&first), Said::Badge(Badge::GoesOn));

    // Another one takes its place; a lost one is revoked.
    let second = desk.issue(bao);
    desk.house
        .watch
        .with(|post| post.sign_off(Seat::Gate))
        .unwrap();
    assert_eq!(desk.said(&first), Said::Badge(Badge::Revoked));
    assert_eq!(desk.on_duty(), None);
    assert_eq!(desk.said(&second), Said::Badge(Badge::Begun));
    desk.house
        .watch
        .with(|post| post.sign_off(Seat::Gate))
        .unwrap();
    desk.house.people.revoke_badge(bao).unwrap();
    assert!(matches!(
        desk.house.people.revoke_badge(bao),
        Err(StaffError::NoBadge)
    ));
    assert_eq!(desk.said(&second), Said::Badge(Badge::Revoked));
    assert!(desk.house.people.page().unwrap().badges.is_empty());
    // Nor does the badge of whoever isn't a guard any more.
    let third = desk.issue(bao);
    let head = Typed {
        name: "Lê Văn Bảo".to_owned(),
        role: Role::UnitHead,
        pin: Some("86420975".to_owned()),
    };
    desk.house.people.keep(Some(bao), &head).unwrap();
    assert_eq!(desk.said(&third), Said::Badge(Badge::Revoked));
    assert_eq!(desk.on_duty(), None);
}

#[test]
fn only_an_admin_issues_badges_and_only_for_guards_and_another_gates_badge_begins_nothing() {
    let desk = Desk::new();
    let ca = desk.add("Võ Thị Ca", Role::Guard, "1379");
    let head = desk.add("Đỗ Văn Đầu", Role::UnitHead, "86420975");
    let folder = desk.folder.path().to_str().unwrap();
    let people = &desk.house.people;
    assert!(matches!(
        people.issue_badge(head, folder),
        Err(StaffError::BadgeForGuards)
    ));
    assert!(matches!(
        people.issue_badge(ca, "/no/such/folder"),
        Err(StaffError::Folder(_))
    ));
    assert!(people.page().unwrap().badges.is_empty(), "nothing was made");
    desk.house.head_signs_on();
    assert!(matches!(
        people.issue_badge(ca, folder),
        Err(StaffError::NotAllowed(_))
    ));

    let other = Desk::new();
    let other_guard = other.add("Hồ Văn Lạ", Role::Guard, "1397");
    let strange = other.issue(other_guard);
    let shown = desk.show(&strange);
    assert!(!matches!(shown.said, Said::Badge(_)), "{shown:?}");
    assert_eq!(desk.on_duty(), None);
    let mut forged = strange.clone();
    let last = forged.len() - 1;
    forged[last] = if forged[last] == b'0' { b'1' } else { b'0' };
    assert!(!matches!(desk.said(&forged), Said::Badge(Badge::Begun)));
    assert_eq!(
        desk.said(b"WIFI:S:cong;T:WPA;P:12345678;;"),
        Said::Foreign(Foreign::WiFi)
    );
}

#[test]
fn while_f9_waits_the_next_guards_badge_takes_the_shift_with_its_note() {
    let desk = Desk::new();
    let bao = desk.add("Lê Văn Bảo", Role::Guard, "2580");
    let ca = desk.add("Võ Thị Ca", Role::Guard, "1379");
    let (first, second) = (desk.issue(bao), desk.issue(ca));
    assert_eq!(desk.said(&first), Said::Badge(Badge::Begun));
    // Without F9 nobody's shift is taken from them.
    assert_eq!(desk.said(&second), Said::Badge(Badge::Another));
    assert_eq!(desk.on_duty().as_deref(), Some("Lê Văn Bảo"));

    desk.await_badge();
    let people = &desk.house.people;
    let note = || "Chìa khoá kho ở tủ số 2".to_owned();
    assert!(matches!(
        people.hand_over(note(), Next::Badge),
        Err(StaffError::BadgeUnseen)
    ));
    let lost = desk.issue(ca);
    desk.show(&second);
    assert!(matches!(
        people.hand_over(note(), Next::Badge),
        Err(StaffError::BadgeWrong)
    ));
    assert_eq!(desk.on_duty().as_deref(), Some("Lê Văn Bảo"));
    // It waits on, for one that counts.
    assert_eq!(desk.said(&lost), Said::Nothing, "put aside");
    let handed = people.hand_over(note(), Next::Badge).unwrap();
    assert!(matches!(handed, Handed::Over(_)));
    assert_eq!(desk.on_duty().as_deref(), Some("Võ Thị Ca"));
    let entries = desk.house.entries();
    let last_two: Vec<_> = entries[entries.len() - 2..]
        .iter()
        .map(|entry| (entry.said.kind.clone(), entry.said.by))
        .collect();
    assert_eq!(
        last_two,
        [
            (Kind::Audit(Audit::ShiftClose), Some(bao)),
            (Kind::Audit(Audit::SignIn), Some(ca)),
        ]
    );
    assert!(entries[entries.len() - 2].subject.is_some(), "the note");
}

#[test]
fn names_show_on_any_screen_for_whoever_has_a_guards_pin_or_badge_and_no_entry_is_made() {
    let desk = Desk::new();
    let bao = desk.add("Lê Văn Bảo", Role::Guard, "2580");
    let named = |desk: &Desk| {
        let snapshot = desk.house.watch.with(|post| post.snapshot());
        snapshot.unwrap().named
    };
    let people = &desk.house.people;
    let before = desk.house.entries().len();
    let wrong = people.show_names(Some(bao), "1357").unwrap();
    assert!(matches!(wrong, Named::Not(Tried::Wrong { .. })));
    // Whoever is signed on may have left the screen to others.
    assert!(matches!(
        people.show_names(None, ""),
        Err(StaffError::NotAllowed(_))
    ));
    assert!(!named(&desk));
    let right = people.show_names(Some(bao), "2580").unwrap();
    assert!(matches!(right, Named::Shown) && named(&desk));
    assert_eq!(desk.house.entries().len(), before);

    let other = Desk::new();
    let bao = other.add("Lê Văn Bảo", Role::Guard, "2580");
    let badge = other.issue(bao);
    assert_eq!(other.said(&badge), Said::Badge(Badge::Begun));
    assert!(named(&other));
}

#[test]
fn a_badge_of_the_day_is_printed_for_whoever_came_last_and_read_back_from_label_and_page() {
    let desk = Desk::new();
    let house = &desk.house;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let (people, door) = (Arc::clone(&house.people), house.watch.door());
    let accounts = Accounts::new(&house.home, house.watch.staff(), clock, people, door);
    assert_eq!(accounts.day_badge(), Err(Refusal::NobodyCame));
    let folder = desk.folder.path().to_str().unwrap();
    assert!(matches!(
        accounts.save_day_badge(folder),
        Err(AccountsError::Gone)
    ));
    house.comes("Trần Thị Bé", "051190000002");
    let before = house.entries().len();
    let badge = accounts.day_badge().unwrap();
    assert_eq!(badge.name, "Trần Thị Bé");
    assert_eq!(badge.size, Size::Label);
    let saved = accounts.save_day_badge(folder).unwrap();
    assert_eq!(code_of(&saved), badge.code.as_bytes());
    let page = DayBadge {
        size: Size::A6,
        ..badge.clone()
    };
    let pdf = desk.folder.path().join("a6.pdf");
    std::fs::write(&pdf, page.pdf().unwrap()).unwrap();
    assert_eq!(code_of(&pdf), badge.code.as_bytes());
    // It comes before the camera right after its holder, and moves nobody.
    assert_eq!(desk.said(badge.code.as_bytes()), Said::Ignored);
    assert_eq!(house.entries().len(), before);
    let Recognised::Document(document) = Document::recognise(badge.code.as_bytes()) else {
        panic!("no document of ours");
    };
    assert_eq!(document.kind(), DocumentKind::DayBadge);
}
