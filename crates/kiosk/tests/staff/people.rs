//! Who may what, until when, and who is on the list.

use super::*;

#[test]
fn before_an_admin_is_made_everything_is_open_and_then_what_is_the_admin_s_is_closed() {
    let dir = TempDir::new().unwrap();
    let clock = Clocks::new();
    let mut post = post_at(dir.path(), &clock);
    let open = |post: &Post| {
        let staff = post.staff();
        Act::ALL.map(|act| staff.allow(act, &clock.now()).is_ok())
    };
    assert_eq!(open(&post), [true; Act::ALL.len()]);
    let now = clock.now();
    let guard = typed("Lê Văn Bảo", Role::Guard, Some(GUARD_PIN));
    post.staff().add(&guard, &now).unwrap();
    assert_eq!(
        open(&post),
        [true; Act::ALL.len()],
        "a guard alone closes nothing"
    );
    let admin = typed("Trần Thị Quản", Role::Admin, Some(ADMIN_PIN));
    post.staff().add(&admin, &now).unwrap();
    assert_eq!(open(&post), [false; Act::ALL.len()]);
    assert_eq!(
        post.choose_policy("declaration-today")
            .unwrap_err()
            .to_string(),
        "this needs an admin: press F11 and enter the PIN"
    );
    let again = typed("Ai Đó", Role::Admin, Some("86427531"));
    let refused = post.staff().add(&again, &now).unwrap_err();
    assert!(matches!(
        refused,
        StaffError::NotAllowed(NotAllowed(Role::Admin))
    ));
    // A program that starts anew, and a list that can't be read.
    drop(post);
    let post = post_at(dir.path(), &clock);
    assert_eq!(open(&post), [false; Act::ALL.len()]);
    drop(post);
    std::fs::write(dir.path().join("staff.db"), b"not a database at all").unwrap();
    let post = post_at(dir.path(), &clock);
    assert_eq!(open(&post), [false; Act::ALL.len()], "damage opens nothing");
}

#[test]
fn what_records_never_asks_and_the_rest_asks_in_the_verb_itself() {
    let mut staffed = Staffed::new();
    let post = &mut staffed.post;
    let said = post.see(&[AN.as_bytes().to_vec()]);
    assert_eq!(said.first().map(|shown| shown.said), Some(Said::In));
    let line = FromPaper {
        day: jiff::civil::date(2026, 11, 23),
        time: jiff::civil::time(9, 0, 0, 0),
        name: "Phạm Văn Cũ".to_owned(),
        birth_year: None,
        direction: checkpoint::entry::Direction::In,
        purpose: None,
    };
    post.enter_from_paper(&line).unwrap();
    post.undo().unwrap();
    let needs = |role| Err(Refusal::NotAllowed(NotAllowed(role)));
    assert_eq!(post.find_visitors("an").map(|_| ()), needs(Role::Guard));
    assert_eq!(post.inside().map(|_| ()), needs(Role::Guard));
    let mode = checkpoint::entry::Mode::In;
    assert_eq!(post.choose_mode(mode), needs(Role::Guard));
    assert_eq!(post.await_code(Sought::PersonKey), needs(Role::Admin));
    let arrangement = kiosk::settings::Arrangement::ToGuard;
    post.choose_arrangement(arrangement).unwrap();
    assert_eq!(post.choose_arrangement(arrangement), needs(Role::Admin));
    let now = std::time::Instant::now();
    assert_eq!(post.start_card_test(now), needs(Role::Admin));
    staffed.guard_on();
    let post = &mut staffed.post;
    assert_eq!(post.find_visitors("an").map(|found| found.len()), Ok(1));
    post.choose_mode(mode).unwrap();
    assert_eq!(post.await_code(Sought::PersonKey), needs(Role::Admin));
    assert!(
        post.import_trust("x")
            .unwrap_err()
            .to_string()
            .contains("needs an admin")
    );
    staffed.admin_on();
    let post = &mut staffed.post;
    post.await_code(Sought::PersonKey).unwrap();
    assert!(
        !post
            .import_trust("x")
            .unwrap_err()
            .to_string()
            .contains("needs")
    );
}

#[test]
fn a_desk_closes_when_nobody_touches_it_and_after_twelve_hours_whatever_is_done() {
    let mut staffed = Staffed::new();
    staffed.admin_on();
    staffed.post.await_code(Sought::PersonKey).unwrap();
    for _ in 0..30 {
        staffed.clock.on(2 * MINUTE - 1);
        staffed.post.stay();
    }
    let desk = |staffed: &Staffed| staffed.post.snapshot().staff.desk;
    assert_eq!(desk(&staffed), Some(staffed.admin.clone()));
    staffed.post.await_code(Sought::PersonKey).unwrap();
    staffed
        .clock
        .turn(|now| now.at -= jiff::SignedDuration::from_hours(24));
    staffed.clock.on(2 * MINUTE);
    staffed.post.tick();
    assert_eq!(
        desk(&staffed),
        None,
        "a clock set back doesn't keep it open"
    );
    assert_eq!(
        staffed.post.snapshot().awaited,
        None,
        "nor what it waited for"
    );
    staffed.admin_on();
    for _ in 0..12 * 60 {
        staffed.clock.on(MINUTE);
        staffed.post.stay();
    }
    assert_eq!(desk(&staffed), None);

    staffed.guard_on();
    staffed.clock.on(12 * 60 * MINUTE - 1);
    staffed.post.tick();
    assert!(staffed.post.snapshot().staff.duty.is_some());
    staffed.clock.on(1);
    staffed.post.tick();
    assert_eq!(staffed.post.snapshot().staff.duty, None);
    let root = staffed.dir.path().to_owned();
    let clock = Arc::clone(&staffed.clock);
    staffed.guard_on();
    drop(staffed.post);
    assert_eq!(
        post_at(&root, &clock).snapshot().staff.duty,
        None,
        "nor does a restart"
    );
}

#[test]
fn a_unit_head_s_desk_waits_a_quarter_of_an_hour_and_a_guard_has_none() {
    let mut staffed = Staffed::new();
    staffed.admin_on();
    let head = typed("Phạm Lãnh Đạo", Role::UnitHead, Some("97531864"));
    let head = staffed.staff().add(&head, &staffed.clock.now()).unwrap();
    let proven = staffed.proven(&head, "97531864", Seat::Desk);
    staffed.post.sign_on(&proven, Seat::Desk).unwrap();
    staffed.clock.on(15 * MINUTE - 1);
    staffed.post.tick();
    assert_eq!(staffed.post.snapshot().staff.desk, Some(head));
    staffed.clock.on(1);
    staffed.post.tick();
    assert_eq!(staffed.post.snapshot().staff.desk, None);
    let now = staffed.clock.now();
    let at_desk = staffed
        .staff()
        .try_pin(staffed.guard.number, GUARD_PIN, Seat::Desk, &now);
    assert!(matches!(at_desk, Err(StaffError::GuardAtDesk)));
}

#[test]
fn the_list_is_changed_by_an_admin_and_never_without_one() {
    let mut staffed = Staffed::new();
    staffed.admin_on();
    let (staff, now) = (staffed.staff(), staffed.clock.now());
    let (admin, guard) = (staffed.admin.number, staffed.guard.number);
    let add = |name: &str, role, pin| staff.add(&typed(name, role, Some(pin)), &now);
    assert!(matches!(
        add(" ", Role::Guard, "2580"),
        Err(StaffError::Name)
    ));
    assert!(matches!(
        add("lê văn  bảo", Role::Guard, "2580"),
        Err(StaffError::NameTaken)
    ));
    assert!(matches!(
        add("Mới", Role::UnitHead, "2580"),
        Err(StaffError::Pin(_))
    ));
    let last = |error| matches!(error, Err(StaffError::LastAdmin));
    assert!(last(staff.remove(admin, &now)));
    let less = typed("Trần Thị Quản", Role::Guard, Some("2580"));
    assert!(last(staff.change(admin, &less, &now)));
    let more = typed("Lê Văn Bảo", Role::Admin, None);
    assert!(matches!(
        staff.change(guard, &more, &now),
        Err(StaffError::NeedsPin(8))
    ));
    for _ in 0..5 {
        wrong(&staff, &staffed.guard, &now);
    }
    let pin = typed("Lê Bảo", Role::Guard, Some("1379"));
    staff.change(guard, &pin, &now).unwrap();
    let renamed = staff.people().unwrap();
    assert!(renamed.iter().any(|person| person.name == "Lê Bảo"));
    staffed.proven(&staffed.guard, "1379", Seat::Gate);
    staffed.guard = renamed.into_iter().find(|one| one.number == guard).unwrap();
    let proven = staffed.proven(&staffed.guard, "1379", Seat::Gate);
    staffed.post.sign_on(&proven, Seat::Gate).unwrap();
    staff.remove(guard, &now).unwrap();
    staffed.post.tick();
    assert_eq!(
        staffed.post.snapshot().staff.duty,
        None,
        "their session ends"
    );
    let gone = staff.try_pin(guard, "1379", Seat::Gate, &now);
    assert!(matches!(gone, Err(StaffError::Unknown)));
    assert!(matches!(
        staff.remove(guard, &now),
        Err(StaffError::Unknown)
    ));
}

#[test]
fn names_and_pins_stand_in_no_file_in_clear() {
    let staffed = Staffed::new();
    let root = staffed.dir.path().to_owned();
    let mut files = vec![root];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|one| one.unwrap().path()),
            );
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for secret in ["Trần Thị Quản", ADMIN_PIN, "argon2id"] {
            let found = bytes
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!found, "{secret} in {}", path.display());
        }
    }
}

#[test]
fn an_inspector_has_no_pin_and_one_who_becomes_something_else_needs_one() {
    let mut staffed = Staffed::new();
    staffed.admin_on();
    let (staff, now) = (staffed.staff(), staffed.clock.now());
    let with_pin = typed("Hồ Thị Thanh", Role::Inspector, Some("1379"));
    assert!(matches!(
        staff.add(&with_pin, &now),
        Err(StaffError::InspectorByBadge)
    ));
    let inspector = typed("Hồ Thị Thanh", Role::Inspector, None);
    let number = staff.add(&inspector, &now).unwrap().number;
    for seat in [Seat::Gate, Seat::Desk, Seat::Inspection] {
        for pin in ["", "1379"] {
            let tried = staff.try_pin(number, pin, seat, &now);
            assert!(matches!(tried, Err(StaffError::InspectorByBadge)));
        }
    }
    // Nor does anybody else's PIN begin an inspection: theirs are at the desk.
    let admin = staff.try_pin(staffed.admin.number, ADMIN_PIN, Seat::Inspection, &now);
    assert!(matches!(admin, Err(StaffError::InspectorByBadge)));
    let guard = typed("Hồ Thị Thanh", Role::Guard, None);
    assert!(matches!(
        staff.change(number, &guard, &now),
        Err(StaffError::NeedsPin(4))
    ));
    let guard = typed("Hồ Thị Thanh", Role::Guard, Some("1379"));
    staff.change(number, &guard, &now).unwrap();
    let tried = staff.try_pin(number, "1379", Seat::Gate, &now);
    assert!(matches!(tried, Ok(Tried::Right(_))));
    // And back: the PIN is gone.
    staff.change(number, &inspector, &now).unwrap();
    let tried = staff.try_pin(number, "1379", Seat::Gate, &now);
    assert!(matches!(tried, Err(StaffError::InspectorByBadge)));
    staff.remove(number, &now).unwrap();
    assert!(
        staff
            .people()
            .unwrap()
            .iter()
            .all(|one| one.number != number)
    );
}
