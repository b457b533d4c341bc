//! Shifts, and the entries that tell of the staff.

use super::*;
use checkpoint::entry::Audit;

#[test]
fn a_shift_is_counted_handed_over_and_sealed_and_entries_say_who_was_on_duty() {
    let mut staffed = Staffed::new();
    let show = |staffed: &mut Staffed, code: &str| {
        staffed.post.see(&[code.as_bytes().to_vec()]);
        staffed.clock.on(3 * MINUTE);
    };
    show(&mut staffed, BE);
    assert_eq!(
        staffed.post.hand_over("", None).unwrap_err(),
        Refusal::NotAllowed(NotAllowed(Role::Guard))
    );
    staffed.guard_on();
    staffed.clock.on(1);
    show(&mut staffed, AN);
    show(&mut staffed, AN);
    let passed = Unscanned {
        count: 3,
        party: checkpoint::entry::Party::Visitor,
        direction: None,
    };
    staffed.post.pass_unscanned(passed).unwrap();
    let slip = staffed.post.handover().unwrap();
    assert_eq!(slip.guard.as_deref(), Some("Lê Văn Bảo"));
    assert_eq!((slip.entered, slip.left, slip.unscanned), (4, 1, 3));
    assert_eq!((slip.inside, slip.open), (4, 0));
    staffed.admin_on();
    let next = typed("Võ Thị Ca", Role::Guard, Some("1379"));
    let next = staffed.staff().add(&next, &staffed.clock.now()).unwrap();
    let proven = staffed.proven(&next, "1379", Seat::Gate);
    let head = staffed
        .post
        .hand_over(" Chìa khoá kho ở tủ số 2 ", Some(&proven))
        .unwrap();
    assert_eq!(staffed.post.snapshot().staff.duty, Some(next.clone()));
    let fresh = staffed.post.handover().unwrap();
    assert_eq!((fresh.entered, fresh.left, fresh.unscanned), (0, 0, 0));
    show(&mut staffed, BE);

    let home = Home::at(staffed.dir.path());
    let code = sign(&home, head.clone()).unwrap();
    assert!(!code.modules.is_empty());
    let read = Signed::<Head>::read(code.text.as_bytes()).unwrap();
    assert_eq!(read.says, head);
    let (guard, next) = (staffed.guard.number, next.number);
    let admin = staffed.admin.number;
    let (entries, key) = staffed.close();
    let said: Vec<(Kind, Option<u64>)> = entries
        .iter()
        .map(|entry| (entry.said.kind.clone(), entry.said.by))
        .collect();
    assert_eq!(
        said,
        [
            (Kind::Scan, None),
            (Kind::Audit(Audit::SignIn), Some(guard)),
            (Kind::Scan, Some(guard)),
            (Kind::Scan, Some(guard)),
            (Kind::Passed, Some(guard)),
            (Kind::Audit(Audit::SignIn), Some(admin)),
            (Kind::Audit(Audit::ShiftClose), Some(guard)),
            (Kind::Audit(Audit::SignIn), Some(next)),
            (Kind::Scan, Some(next)),
        ]
    );
    assert!(entries[6].subject.is_some(), "the note is in the subject");
    assert_eq!(
        head.seq, 8,
        "the head seals what the next guard signed on with"
    );
    let key = UnparsedPublicKey::new(&ED25519, key);
    let text = read.says.text();
    key.verify(text.as_bytes(), &read.signature).unwrap();
}

#[test]
fn a_lockout_a_change_of_the_list_and_a_recovery_are_entries() {
    let mut staffed = Staffed::new();
    let (staff, clock) = (staffed.staff(), Arc::clone(&staffed.clock));
    staffed.admin_on();
    let key = staff.new_recovery_key(&clock.now()).unwrap();
    assert_eq!(key.split('-').map(str::len).collect::<Vec<_>>(), [4; 6]);
    let letters = key.replace('-', "");
    let last = &letters[letters.len() - 6..];
    let untyped = staff.recover(staffed.admin.number, &key, "86427531", &clock.now());
    assert!(matches!(untyped, Err(StaffError::NoRecoveryKey)));
    let other = staff.keep_recovery_key("AAAAAA", &clock.now());
    assert!(matches!(other, Err(StaffError::NotTypedBack)));
    staff
        .keep_recovery_key(&last.to_lowercase(), &clock.now())
        .unwrap();
    assert!(staff.has_recovery_key().unwrap());
    staffed.post.staff_changed().unwrap();
    staffed.post.sign_off(Seat::Desk);

    for _ in 0..5 {
        wrong(&staff, &staffed.guard, &clock.now());
    }
    staffed.post.locked_out(Some(staffed.guard.number)).unwrap();
    let recover =
        |person: &Person, key: &str, pin| staff.recover(person.number, key, pin, &clock.now());
    let guard = recover(&staffed.guard, &key, "86427531");
    assert!(matches!(guard, Err(StaffError::NotAnAdmin)));
    let short = recover(&staffed.admin, &key, "8642");
    assert!(matches!(short, Err(StaffError::Pin(_))));
    let tried = recover(&staffed.admin, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "86427531");
    assert!(matches!(tried, Ok(Tried::Wrong { left: 4 })));
    // The admin's own lock doesn't stand in its way.
    for _ in 0..5 {
        wrong(&staff, &staffed.admin, &clock.now());
    }
    let Ok(Tried::Right(proven)) = recover(&staffed.admin, &key.to_lowercase(), "86427531") else {
        panic!("the key is right");
    };
    staffed.post.recovered(&proven).unwrap();
    assert_eq!(
        staffed.post.snapshot().staff.desk,
        Some(staffed.admin.clone())
    );
    staffed.proven(&staffed.admin, "86427531", Seat::Desk);
    let (admin, guard) = (staffed.admin.number, staffed.guard.number);
    let (entries, _) = staffed.close();
    let said: Vec<_> = entries
        .into_iter()
        .map(|entry| (entry.said.kind, entry.said.by, entry.said.reasons))
        .collect();
    assert_eq!(
        said,
        [
            (Kind::Audit(Audit::SignIn), Some(admin), vec![]),
            (
                Kind::Audit(Audit::Config),
                Some(admin),
                vec![Reason::StaffChanged]
            ),
            (Kind::Audit(Audit::Lockout), Some(guard), vec![]),
            (
                Kind::Audit(Audit::Config),
                Some(admin),
                vec![Reason::RecoveryKeyUsed]
            ),
            (Kind::Audit(Audit::SignIn), Some(admin), vec![]),
        ]
    );
}
