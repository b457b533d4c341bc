//! What the unit head does, as entries, and the PIN that is asked for anew.

use super::*;
use checkpoint::entry::Audit;
use kiosk::accounts::Counted;
use kiosk::staff::Again;

#[test]
fn a_day_is_settled_by_an_entry_that_names_the_last_one_and_its_head_is_signed() {
    let mut staffed = Staffed::new();
    staffed.post.see(&[AN.as_bytes().to_vec()]);
    let zone = Settings::default().time_zone().unwrap();
    let today = zone.to_datetime(staffed.clock.now().at).date();
    assert_eq!(
        staffed.post.settle_day(today).unwrap_err(),
        Refusal::NotAllowed(NotAllowed(Role::UnitHead))
    );
    staffed.admin_on();
    assert_eq!(
        staffed
            .post
            .settle_day(today.tomorrow().unwrap())
            .unwrap_err(),
        Refusal::TimeInFuture
    );
    let head = staffed.post.settle_day(today).unwrap();
    let home = Home::at(staffed.dir.path());
    assert!(!sign(&home, head.clone()).unwrap().modules.is_empty());
    staffed.clock.on(3 * MINUTE);
    staffed.post.see(&[BE.as_bytes().to_vec()]);
    let admin = staffed.admin.number;
    let (entries, _) = staffed.close();
    let settled = entries
        .iter()
        .find(|entry| entry.said.kind == Kind::Audit(Audit::DaySettled));
    let settled = settled.unwrap();
    assert_eq!((settled.said.by, settled.seq), (Some(admin), head.seq));
    assert_eq!(settled.said.of.unwrap().seq, settled.seq - 1);
    assert_eq!(
        checkpoint::entry::day_of(settled, &zone),
        today,
        "it counts on the day that it settles"
    );
    assert_eq!(
        entries.last().unwrap().said.kind,
        Kind::Scan,
        "the gate goes on"
    );
}

#[test]
fn counts_looks_and_papers_are_entries_without_free_text() {
    let mut staffed = Staffed::new();
    staffed.guard_on();
    let until = staffed.clock.now().at;
    let counted = Counted {
        from: until - jiff::SignedDuration::from_mins(10),
        until,
        people: Some(41),
    };
    staffed.post.headcount(counted).unwrap();
    staffed.post.evacuating(3).unwrap();
    let why = "Yêu cầu: Trạm y tế. Văn bản: 12/TYT".to_owned();
    let shown = staffed.post.disclosed(None, 5, Some(9), Some(why)).unwrap();
    staffed
        .post
        .exported(Some(shown), None, 2, Some(9))
        .unwrap();
    let guard = staffed.guard.number;
    let (entries, _) = staffed.close();
    let said: Vec<_> = entries
        .iter()
        .skip(1)
        .map(|entry| (entry.said.kind.clone(), entry.said.count, entry.said.by))
        .collect();
    assert_eq!(
        said,
        [
            (Kind::Audit(Audit::Headcount), Some(41), Some(guard)),
            (Kind::Audit(Audit::Reveal), Some(3), Some(guard)),
            (Kind::Audit(Audit::Reveal), Some(5), Some(9)),
            (Kind::Audit(Audit::Export), Some(2), Some(9)),
        ]
    );
    assert_eq!(entries[1].said.until, Some(until));
    assert!(entries[3].subject.is_some(), "why stands in the subject");
    assert_eq!(entries[4].said.of, Some(shown));
}

#[test]
fn whoever_is_at_the_desk_enters_the_pin_anew_and_nobody_else() {
    let dir = TempDir::new().unwrap();
    let clock = Clocks::new();
    let post = post_at(dir.path(), &clock);
    let again = post.staff().confirm("", &clock.now()).unwrap();
    assert!(matches!(again, Again::Right(None)), "nobody has a PIN yet");
    drop(post);
    let mut staffed = Staffed::new();
    let confirm = |staffed: &Staffed, pin| staffed.staff().confirm(pin, &staffed.clock.now());
    assert!(matches!(
        confirm(&staffed, ADMIN_PIN),
        Err(StaffError::NotAllowed(NotAllowed(Role::UnitHead)))
    ));
    staffed.admin_on();
    let admin = staffed.admin.number;
    assert!(matches!(confirm(&staffed, ADMIN_PIN), Ok(Again::Right(Some(by))) if by == admin));
    assert!(matches!(
        confirm(&staffed, GUARD_PIN),
        Ok(Again::Not(by, Tried::Wrong { left: 4 })) if by == admin
    ));
}
