//! Lines of a list that somebody puts right one by one.

use super::{CLASS, Unit};
use checkpoint::roster::Member;
use kiosk::roster::{ByHand, RosterError};

/// Somebody put on a list, or put right, by hand.
fn by_hand(roster: u32, member: Option<u32>, name: &str, group: &str) -> ByHand {
    ByHand {
        roster,
        member,
        name: name.to_owned(),
        group: group.to_owned(),
        ..ByHand::default()
    }
}

#[test]
fn one_line_is_put_right_by_hand_and_what_is_not_typed_anew_stays() {
    let unit = Unit::new();
    unit.turn_to(0);
    let first = unit.take(None, "Khối 6", CLASS);
    let (number, an) = (first.roster.number, &first.people[0].listed);
    unit.desk.mark(an.number, true).unwrap();
    let moved = ByHand {
        phone: Some("0912 000 001".to_owned()),
        ..by_hand(number, Some(an.number), " Nguyễn  Văn Ân ", "6B")
    };
    unit.desk.put(&moved).unwrap();
    let stands = unit.desk.stands(number).unwrap();
    let found = stands.people.iter();
    let mut found = found.filter(|one| one.listed.number == an.number);
    let one = found.next().unwrap();
    assert!(one.is_absent);
    assert_eq!(one.listed.group, "6B");
    let expected = Member {
        name: "Nguyễn Văn Ân".to_owned(),
        phone: Some("0912000001".to_owned()),
        ..an.member.clone()
    };
    assert_eq!(one.listed.member, expected);
    // An emptied field takes it away.
    let emptied = ByHand {
        birth: Some(String::new()),
        id: Some(String::new()),
        ..by_hand(number, Some(an.number), "Nguyễn Văn Ân", "6B")
    };
    unit.desk.put(&emptied).unwrap();
    let stands = unit.desk.stands(number).unwrap();
    let mut found = stands.people.iter();
    let one = found.find(|one| one.listed.number == an.number).unwrap();
    assert_eq!(
        (one.listed.member.id.as_deref(), one.listed.member.born()),
        (None, String::new())
    );
}

#[test]
fn somebody_is_put_on_a_list_by_hand_and_taken_off_it() {
    let unit = Unit::new();
    unit.turn_to(0);
    let number = unit.take(None, "Khối 6", CLASS).roster.number;
    let typed = ByHand {
        birth: Some("3/4/2014".to_owned()),
        id: Some("001 214 000 009".to_owned()),
        ..by_hand(number, None, "Vũ Thị Mới", "6A")
    };
    unit.desk.put(&typed).unwrap();
    let stands = unit.desk.stands(number).unwrap();
    let mut found = stands.people.iter();
    let one = found
        .find(|one| one.listed.member.name == "Vũ Thị Mới")
        .unwrap();
    assert_eq!(one.listed.member.id.as_deref(), Some("001214000009"));
    unit.desk.take_off(one.listed.number).unwrap();
    assert_eq!(unit.desk.stands(number).unwrap().people.len(), 4);
    let again = unit.desk.take_off(one.listed.number);
    assert!(matches!(again, Err(RosterError::UnknownLine)));
}

#[test]
fn a_line_by_hand_that_could_not_be_told_from_another_or_says_nobody_is_refused() {
    let unit = Unit::new();
    unit.turn_to(0);
    let stands = unit.take(None, "Khối 6", CLASS);
    let number = stands.roster.number;
    let be = stands.people[1].listed.number;
    let said = |typed: &ByHand| unit.desk.put(typed).unwrap_err().to_string();
    let with_id = |id: &str| ByHand {
        id: Some(id.to_owned()),
        ..by_hand(number, None, "Vũ Thị Mới", "6A")
    };
    let same_id = unit.desk.put(&with_id("001214000003"));
    assert!(matches!(same_id, Err(RosterError::Listed)));
    let same_name = ByHand {
        birth: Some("2014".to_owned()),
        ..by_hand(number, None, "trần thị bé", "6A")
    };
    assert!(matches!(
        unit.desk.put(&same_name),
        Err(RosterError::Listed)
    ));
    // One digit short is a slip of the hand, not a spreadsheet's zero.
    assert!(said(&with_id("01214000003")).contains("no ID number"));
    assert!(said(&by_hand(number, Some(be), " ", "6A")).contains("name is missing"));
    let birth = ByHand {
        birth: Some("31/2/2014".to_owned()),
        ..by_hand(number, Some(be), "Trần Thị Bé", "6A")
    };
    assert!(said(&birth).contains("no birth date"));
    assert!(said(&by_hand(number, Some(9_999), "An", "")).contains("isn't on the list any more"));
    assert!(said(&by_hand(9_999, None, "An", "")).contains("this list isn't there"));
    assert_eq!(unit.desk.stands(number).unwrap().people, stands.people);
}
