//! An inspector's badge, from the printed page to the inspection that it opens, and all that it doesn't.

use super::badges::Desk;
use super::inspecting::{accounts, found};
use checkpoint::entry::{Audit, Kind};
use checkpoint::role::{Act, Role, may};
use jiff::ToSpan;
use kiosk::accounts::{AccountsError, Counted, Inspection};
use kiosk::clock::{Clock, SystemClock};
use kiosk::post::{Badge, Refusal, Said, Sought};
use kiosk::staff::desk::Next;
use kiosk::staff::{NotAllowed, Seat, StaffError, Typed};

impl Desk {
    fn inspects(&self) -> Option<String> {
        let inspector = self
            .house
            .watch
            .with(|post| post.snapshot().staff.inspector);
        inspector.unwrap().map(|person| person.name)
    }

    fn sign_off(&self, seat: Seat) {
        self.house
            .watch
            .with(move |post| post.sign_off(seat))
            .unwrap();
    }
}

fn is_refused(answer: &Result<impl Sized, AccountsError>, role: Role) -> bool {
    match answer {
        Err(AccountsError::Desk(error)) => error.to_string() == NotAllowed(role).to_string(),
        Err(_) | Ok(_) => false,
    }
}

#[test]
fn a_badge_opens_an_inspection_beside_the_guard_s_shift_and_closing_it_ends_it() {
    let desk = Desk::new();
    let bao = desk.add("Lê Văn Bảo", Role::Guard, "2580");
    let thanh = desk.add("Hồ Thị Thanh", Role::Inspector, "");
    let badge = desk.issue(thanh);
    let guards = desk.issue(bao);
    // Whoever has the admin's pages open closes them first: the badge takes nobody's place.
    assert_eq!(desk.said(&badge), Said::Badge(Badge::PagesOpen));
    assert_eq!(desk.inspects(), None);
    let accounts = accounts(&desk.house);
    desk.sign_off(Seat::Desk);
    assert!(is_refused(&accounts.inspect(found()), Role::Inspector));

    assert_eq!(desk.said(&guards), Said::Badge(Badge::Begun));
    let before = desk.house.entries().len();
    let shown = desk.show(&badge);
    assert_eq!(shown.said, Said::Badge(Badge::Inspecting));
    assert_eq!(shown.holder.name.as_deref(), Some("Hồ Thị Thanh"));
    assert_eq!(desk.inspects().as_deref(), Some("Hồ Thị Thanh"));
    assert_eq!(desk.on_duty().as_deref(), Some("Lê Văn Bảo"));
    let named = desk.house.watch.with(|post| post.snapshot().named);
    assert!(named.unwrap(), "the guard's badge did that");

    // The gate goes on, and what comes of it is the guard's.
    desk.house.comes("Trần Thị Bé", "051190000002");
    let now = SystemClock::new().now().at;
    let sample = Counted {
        from: now - 10.minutes(),
        until: now,
        people: Some(3),
    };
    let with_sample = Inspection {
        sample: Some(sample),
        ..found()
    };
    accounts.inspect(with_sample).unwrap();
    let entries = desk.house.entries();
    let said: Vec<_> = entries[before..]
        .iter()
        .map(|entry| (entry.said.kind.clone(), entry.said.by))
        .collect();
    assert_eq!(
        said,
        [
            (Kind::Audit(Audit::SignIn), Some(thanh)),
            (Kind::Manual, Some(bao)),
            (Kind::Audit(Audit::Headcount), Some(thanh)),
            (Kind::Audit(Audit::Inspection), Some(thanh)),
        ]
    );
    let all = accounts.inspections().unwrap();
    assert_eq!(all[0].by.as_deref(), Some("Hồ Thị Thanh"));
    assert_eq!(all[0].sample.map(|one| one.recorded), Some(1));
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    accounts.save_inspection(all[0].place, path).unwrap();
    let entries = desk.house.entries();
    let export = entries.last().unwrap();
    assert_eq!(export.said.kind, Kind::Audit(Audit::Export));
    assert_eq!(export.said.by, Some(thanh));

    desk.sign_off(Seat::Inspection);
    assert_eq!(desk.inspects(), None);
    assert_eq!(desk.on_duty().as_deref(), Some("Lê Văn Bảo"));
    assert!(is_refused(&accounts.inspect(found()), Role::Inspector));
    assert!(is_refused(&accounts.inspections(), Role::Inspector));
}

#[test]
fn an_inspector_may_inspect_and_nothing_else_and_an_admin_s_pin_ends_the_inspection() {
    let desk = Desk::new();
    let thanh = desk.add("Hồ Thị Thanh", Role::Inspector, "");
    let badge = desk.issue(thanh);
    desk.sign_off(Seat::Desk);
    assert_eq!(desk.said(&badge), Said::Badge(Badge::Inspecting));
    let staff = desk.house.watch.staff();
    let now = SystemClock::new().now();
    for act in Act::ALL {
        let allowed = staff.allow(act, &now).is_ok();
        assert_eq!(allowed, may(Role::Inspector, act), "{act:?}");
        assert_eq!(allowed, act == Act::InspectGate, "{act:?}");
    }
    let waits = desk.house.watch.with(|post| post.await_code(Sought::Badge));
    assert!(matches!(
        waits.unwrap(),
        Err(Refusal::NotAllowed(NotAllowed(Role::Guard)))
    ));
    assert!(desk.house.reader.search("be", None, 10).is_err());
    assert!(matches!(
        desk.house.people.page(),
        Err(StaffError::NotAllowed(NotAllowed(Role::Admin)))
    ));
    // Nobody of that role is to be chosen at a pad.
    let choosable = desk.house.people.people().unwrap();
    assert!(choosable.iter().all(|one| one.role != Role::Inspector));
    desk.house.admin_signs_on();
    assert_eq!(desk.inspects(), None);
}

#[test]
fn a_lost_or_foreign_badge_and_one_of_another_role_begins_no_inspection() {
    let desk = Desk::new();
    let thanh = desk.add("Hồ Thị Thanh", Role::Inspector, "");
    let ngoc = desk.add("Đinh Thị Ngọc", Role::Inspector, "");
    let first = desk.issue(thanh);
    let second = desk.issue(thanh);
    let other = desk.issue(ngoc);
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    let printed = desk.house.people.issue_badge(ngoc, path).unwrap();
    let name = printed.file_name().unwrap().to_str().unwrap();
    assert_eq!(name, "the-kiem-tra-dinh-thi-ngoc.pdf");
    assert_eq!(desk.house.people.page().unwrap().badges.len(), 2);
    // A shift isn't theirs to take.
    desk.await_badge();
    desk.show(&second);
    assert!(matches!(
        desk.house.people.hand_over(String::new(), Next::Badge),
        Err(StaffError::BadgeWrong)
    ));
    desk.house.watch.with(|post| post.stop_awaiting()).unwrap();
    desk.sign_off(Seat::Desk);
    assert_eq!(desk.said(&first), Said::Badge(Badge::Revoked), "replaced");
    assert_eq!(desk.said(&other), Said::Badge(Badge::Revoked), "replaced");
    assert_eq!(desk.inspects(), None);

    desk.house.admin_signs_on();
    desk.house.people.revoke_badge(ngoc).unwrap();
    let third = desk.issue(thanh);
    let guard = Typed {
        name: "Hồ Thị Thanh".to_owned(),
        role: Role::Guard,
        pin: Some("1379".to_owned()),
    };
    desk.house.people.keep(Some(thanh), &guard).unwrap();
    desk.sign_off(Seat::Desk);
    assert_eq!(
        desk.said(&third),
        Said::Badge(Badge::Revoked),
        "it was another role's"
    );
    assert_eq!((desk.inspects(), desk.on_duty()), (None, None));

    let stranger = Desk::new();
    let number = stranger.add("Hồ Văn Lạ", Role::Inspector, "");
    let strange = stranger.issue(number);
    assert!(!matches!(desk.said(&strange), Said::Badge(_)));
    assert_eq!(desk.inspects(), None);
}
