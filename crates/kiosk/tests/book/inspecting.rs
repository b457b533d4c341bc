//! Inspections of the gate: entered by whoever may, with the count that was taken, and printed as one page.

use super::clerk::House;
use checkpoint::entry::{Audit, Kind};
use checkpoint::verdict::Reason;
use jiff::ToSpan;
use kiosk::accounts::{Accounts, AccountsError, Counted, Inspection};
use kiosk::clock::{Clock, SystemClock};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

pub(super) fn accounts(house: &House) -> Accounts {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let (people, door) = (Arc::clone(&house.people), house.watch.door());
    Accounts::new(&house.home, house.watch.staff(), clock, people, door)
}

pub(super) fn found() -> Inspection {
    Inspection {
        position: "  Cổng chính,\nbên phải ".to_owned(),
        on_duty: "Lê Văn Bảo".to_owned(),
        monitors: true,
        recommendations: "Dời máy quét vào dưới mái che".to_owned(),
        reminder: 2,
        sample: None,
    }
}

#[test]
fn an_inspection_is_an_entry_with_its_count_and_one_page_of_paper() {
    let house = House::new();
    house.head_signs_on();
    house.comes("Trần Thị Bé", "051190000002");
    let accounts = accounts(&house);
    assert_eq!(accounts.inspections().unwrap(), []);
    let before = house.entries().len();
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
    accounts.inspect(Inspection::default()).unwrap_err();
    let entries = house.entries();
    let [counted, inspected] = &entries[before..] else {
        panic!("two entries: {entries:?}");
    };
    assert_eq!(counted.said.kind, Kind::Audit(Audit::Headcount));
    assert_eq!(inspected.said.kind, Kind::Audit(Audit::Inspection));
    assert_eq!(inspected.said.of.map(|of| of.seq), Some(counted.seq));
    assert_eq!(inspected.said.count, Some(2));
    assert_eq!(inspected.said.reasons, [Reason::SelfMonitored]);
    assert!(inspected.subject.is_some() && inspected.said.by.is_some());

    let all = accounts.inspections().unwrap();
    let one = &all[0];
    assert_eq!(one.position, "Cổng chính, bên phải");
    assert_eq!(one.on_duty, "Lê Văn Bảo");
    assert_eq!(one.recommendations, "Dời máy quét vào dưới mái che");
    assert_eq!(one.by.as_deref(), Some("Lê Thị Trưởng"));
    assert_eq!((one.monitors, one.reminder), (true, 2));
    let sampled = one.sample.unwrap();
    assert_eq!((sampled.counted, sampled.recorded), (3, 1));

    let folder = TempDir::new().unwrap();
    let path = folder.path().to_str().unwrap();
    let pdf = accounts.save_inspection(one.place, path).unwrap();
    let text = Command::new("pdftotext")
        .arg(&pdf)
        .arg("-")
        .output()
        .unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    for said in [
        "PHIẾU KIỂM TRA CỔNG",
        "3 người qua, ghi được 1",
        "Lần 2",
        "mái che",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(matches!(
        accounts.save_inspection(one.place + 1, path),
        Err(AccountsError::Gone)
    ));
}

#[test]
fn nothing_is_entered_of_an_inspection_that_says_too_little_or_by_whoever_may_not() {
    let house = House::new();
    let accounts = accounts(&house);
    let before = house.entries().len();
    assert!(matches!(
        accounts.inspect(found()),
        Err(AccountsError::Desk(_))
    ));
    assert!(accounts.inspections().is_err());
    house.head_signs_on();
    let signed_on = house.entries().len();
    let now = SystemClock::new().now().at;
    let long = "à".repeat(1_001);
    for (wrong, why) in [
        (
            Inspection {
                position: " ".to_owned(),
                ..found()
            },
            "write where",
        ),
        (
            Inspection {
                recommendations: long,
                ..found()
            },
            "longer than 1000",
        ),
        (
            Inspection {
                reminder: 100,
                ..found()
            },
            "which reminder",
        ),
        (
            Inspection {
                sample: Some(Counted {
                    from: now,
                    until: now + 10.minutes(),
                    people: Some(3),
                }),
                ..found()
            },
            "a count lasts",
        ),
    ] {
        let refused = accounts.inspect(wrong).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
    assert_eq!(house.entries().len(), signed_on);
    assert!(signed_on > before, "the sign-in alone");
}
