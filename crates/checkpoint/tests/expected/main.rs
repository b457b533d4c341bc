//! For which appointments somebody may have come, and who came of a day's.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use checkpoint::alike::Spelling;
use checkpoint::document::Birth;
use checkpoint::expected::{Appointment, Expected, Tally};
use checkpoint::roster::Seen;
use checkpoint::subject::Identity;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::select;

const DAY: Date = Date::constant(2026, 11, 27);

fn appointment(name: &str, birth: Birth, hours: Option<(i8, i8)>) -> Appointment {
    let hour = |hour| Time::constant(hour, 0, 0, 0);
    Appointment {
        name: name.to_owned(),
        birth,
        host: "Trần Thị Thử".to_owned(),
        purpose: String::new(),
        organisation: String::new(),
        from: hours.map(|(from, _)| hour(from)),
        until: hours.map(|(_, until)| hour(until)),
    }
}

fn at(hour: i8) -> Time {
    Time::constant(hour, 0, 0, 0)
}

/// The places of those that are meant, and whether it is sure.
fn meant(list: &[Appointment], name: &str, year: Option<i16>, hour: i8) -> (Vec<usize>, bool) {
    let found = Expected::of(list.to_vec()).find(name, year, at(hour));
    let is_sure = !found.is_empty() && found.iter().all(|one| one.is_sure);
    (found.iter().map(|one| one.at).collect(), is_sure)
}

#[test]
fn a_visitor_is_known_however_the_name_is_spelt_and_a_letter_off_needs_the_year() {
    let list = [
        appointment("Lý Thị Quý", Birth::Year(1990), None),
        appointment("Nguyễn Văn An", Birth::Unknown, None),
    ];
    assert_eq!(meant(&list, "quy ly thi", Some(1990), 9), (vec![0], true));
    assert_eq!(meant(&list, "Lý Thị Quý", Some(1991), 9), (vec![], false));
    assert_eq!(meant(&list, "Lý Thị Quí", None, 9), (vec![0], true));
    assert_eq!(meant(&list, "Lý Thị Quýt", Some(1990), 9), (vec![0], true));
    assert_eq!(
        meant(&list, "Nguyễn Văn Anh", Some(1980), 9),
        (vec![1], false)
    );
    assert_eq!(meant(&list, "", None, 9), (vec![], false));
}

#[test]
fn the_nearest_spelling_counts_and_hours_tell_two_appointments_apart() {
    let list = [
        appointment("Nguyễn Văn Anh", Birth::Unknown, None),
        appointment("Nguyễn Văn An", Birth::Unknown, Some((8, 10))),
        appointment("Nguyen Van An", Birth::Unknown, Some((14, 15))),
    ];
    assert_eq!(meant(&list[..2], "Nguyễn Văn An", None, 9), (vec![1], true));
    let same = [
        appointment("Nguyễn Văn An", Birth::Unknown, Some((8, 10))),
        appointment("Nguyễn Văn An", Birth::Unknown, Some((14, 15))),
    ];
    assert_eq!(meant(&same, "Nguyễn Văn An", None, 9), (vec![0], true));
    assert_eq!(meant(&same, "Nguyễn Văn An", None, 14), (vec![1], true));
    assert_eq!(meant(&same, "Nguyễn Văn An", None, 7), (vec![0, 1], false));
    let found = Expected::of(list.to_vec()).find("Nguyễn Văn An", None, at(9));
    assert_eq!(found[0].likeness.spelling, Spelling::Same);
}

fn names() -> impl Strategy<Value = &'static str> {
    select(vec![
        "Nguyễn Văn An",
        "Nguyen Van Anh",
        "Văn An Nguyễn",
        "Trần Thị Bé",
        "Lý Thị Quý",
    ])
}

prop_compose! {
    fn appointments()(
        name in names(),
        birth in select(vec![Birth::Unknown, Birth::Year(1990), Birth::Year(1991)]),
        hours in prop::option::of((6..12_i8, 12..18_i8)),
    ) -> Appointment {
        appointment(name, birth, hours)
    }
}

prop_compose! {
    fn people()(name in names(), year in prop::option::of(1990..1992_i16), hour in 6..18_i8) -> Seen {
        let at = TimeZone::UTC.to_timestamp(DAY.at(hour, 0, 0, 0)).unwrap();
        Seen {
            at,
            day: DAY,
            document: None,
            identity: Identity {
                name: Some(name.to_owned()),
                birth_year: year,
                ..Identity::default()
            },
            phone: None,
        }
    }
}

proptest! {
    #[test]
    fn who_came_does_not_hang_on_the_order_of_entries(
        list in prop::collection::vec(appointments(), 0..6),
        people in prop::collection::vec(people(), 0..8),
    ) {
        let come = |people: &mut dyn Iterator<Item = &Seen>| {
            let mut tally = Tally::of(list.clone());
            for seen in people {
                tally.take(seen, TimeZone::UTC.to_datetime(seen.at).time());
            }
            tally.came()
        };
        let came = come(&mut people.iter());
        prop_assert_eq!(&came, &come(&mut people.iter().rev()));
        let one = |(at, came): (usize, &Option<checkpoint::expected::Came>)| {
            let somebody = people.iter().filter(|seen| {
                let hour = TimeZone::UTC.to_datetime(seen.at).time();
                let name = seen.identity.name.as_deref().unwrap();
                let found = Expected::of(list.clone()).find(name, seen.identity.birth_year, hour);
                found.iter().any(|meant| meant.at == at)
            });
            came.is_some() == (somebody.count() > 0)
        };
        prop_assert!(came.iter().enumerate().all(one));
    }
}
