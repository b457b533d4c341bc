//! Who is inside, and what the counters say.

use crate::stand::{HOUR, MINUTE, SECOND, Stand, card, nameonly};
use checkpoint::entry::{Audit, Direction, Draft, Kind, Mode};
use checkpoint::subject::Who;

#[test]
fn people_without_a_name_are_counted_and_never_below_zero() {
    let mut stand = Stand::new();
    stand.pass(5, Direction::In);
    stand.pass(3, Direction::Out);
    assert_eq!(stand.counters(), (2, 5, 3));
    stand.pass(10, Direction::Out);
    assert_eq!(stand.counters(), (0, 5, 13));
    stand.pass(1, Direction::In);
    assert_eq!(stand.counters(), (1, 6, 13));
}

#[test]
fn somebody_who_was_never_in_leaves_and_nobody_else_is_taken_away() {
    let mut stand = Stand::with(Mode::Out);
    stand.pass(2, Direction::In);
    stand.enter(&card(1, 1));
    assert_eq!(stand.counters(), (2, 2, 1));
}

#[test]
fn somebody_who_comes_in_twice_is_inside_once_since_the_second_time() {
    let mut stand = Stand::with(Mode::In);
    stand.enter(&card(1, 1));
    stand.wait(HOUR);
    stand.enter(&card(1, 1));
    assert_eq!(stand.counters(), (1, 2, 0));
    let inside = stand.gate.inside(&stand.now);
    assert_eq!(inside.len(), 1);
    assert_eq!(
        (inside[0].of, inside[0].since),
        (stand.newest(), stand.now.at)
    );
}

#[test]
fn the_newest_inside_is_named_first() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(MINUTE);
    stand.pass(4, Direction::In);
    stand.wait(MINUTE);
    stand.enter(&card(3, 3));
    stand.pass(1, Direction::Out);
    let inside = stand.gate.inside(&stand.now);
    let rows: Vec<_> = inside.iter().map(|row| (row.of.seq, row.count)).collect();
    assert_eq!(rows, [(3, 1), (2, 3), (1, 1)]);
}

#[test]
fn of_the_nameless_those_leave_first_who_passed_alike() {
    let mut stand = Stand::new();
    stand.by_hand(&Who::default(), Some(Direction::In));
    stand.enter(&nameonly(1, 5));
    stand.pass(2, Direction::In);
    stand.pass(2, Direction::Out);
    let named: Vec<_> = stand
        .gate
        .inside(&stand.now)
        .iter()
        .map(|row| row.of.seq)
        .collect();
    assert_eq!(named, [2, 1]);
    stand.choose(Mode::Out);
    stand.enter(&nameonly(2, 5));
    let named: Vec<_> = stand
        .gate
        .inside(&stand.now)
        .iter()
        .map(|row| row.of.seq)
        .collect();
    assert_eq!(named, [1]);
    assert_eq!(stand.counters().0, 1);
}

#[test]
fn a_line_of_the_paper_book_typed_late_does_not_put_anybody_inside_again() {
    let mut stand = Stand::new();
    let card = card(1, 1);
    stand.wait(HOUR);
    stand.by_hand(&card.who, Some(Direction::Out));
    stand.wait(HOUR);
    stand.paper_line(&card.who, Direction::In, "07:10");
    assert_eq!(stand.counters(), (0, 1, 1));
    assert_eq!(stand.enter(&card).direction, Some(Direction::In));
}

#[test]
fn a_line_of_the_paper_book_says_since_when_somebody_is_inside() {
    let mut stand = Stand::new();
    let card = card(1, 1);
    stand.wait(2 * HOUR);
    stand.paper_line(&card.who, Direction::In, "07:10");
    let inside = stand.gate.inside(&stand.now);
    assert_eq!(
        inside[0].since,
        "2026-11-24T07:10:00+07:00".parse().unwrap()
    );
    let out = stand.paper_line(&card.who, Direction::Out, "07:05");
    assert_eq!(out.of, None);
    let out = stand.paper_line(&card.who, Direction::Out, "08:00");
    assert_eq!(out.of, Some(inside[0].of));
    assert_eq!(stand.counters(), (0, 1, 2));
}

#[test]
fn nameless_people_of_the_paper_book_stand_where_they_passed() {
    let mut stand = Stand::new();
    stand.wait(2 * HOUR);
    stand.pass(3, Direction::Out);
    assert_eq!(stand.counters().0, 0);
    stand.paper_line(&Who::default(), Direction::In, "07:10");
    assert_eq!(stand.counters(), (0, 1, 3));
    stand.wait(HOUR);
    stand.paper_line(&Who::default(), Direction::In, "09:10");
    assert_eq!(stand.counters(), (1, 2, 3));
}

#[test]
fn a_line_of_the_paper_book_of_another_day_counts_there() {
    let mut stand = Stand::new();
    stand.wait(24 * HOUR);
    stand.paper_line(&card(1, 1).who, Direction::In, "07:10");
    assert_eq!(stand.counters(), (0, 0, 0));
    stand.undo().unwrap();
    assert_eq!(stand.counters(), (0, 0, 0));
}

#[test]
fn a_wrong_clock_does_not_push_today_out_of_memory() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let day = 24 * 3_600_000;
    for days in [400, -900, 30, 7] {
        stand.set_clock(days * day);
        stand.wait(3 * MINUTE);
        stand.enter(&card(2, 2));
        stand.set_clock(-days * day);
        stand.wait(3 * MINUTE);
        stand.pass(1, Direction::In);
    }
    assert_eq!(stand.counters().1, 5);
}

#[test]
fn entries_about_nobody_and_of_newer_programs_count_nothing() {
    let mut stand = Stand::new();
    for kind in [
        Kind::Gap,
        Kind::Audit(Audit::Clock),
        Kind::Audit(Audit::BranchOpen),
        Kind::Other("drone".to_owned()),
    ] {
        let mut draft = Draft::new(kind);
        draft.direction = Some(Direction::In);
        stand.write(draft, card(1, 1).who, None);
    }
    assert_eq!(stand.counters(), (0, 0, 0));
    assert!(stand.gate.undo(&stand.now).is_err());
}

#[test]
fn the_pace_counts_the_people_of_the_last_minute() {
    let mut stand = Stand::new();
    for n in 1..=30 {
        stand.enter(&card(n, n));
        stand.pass(1, Direction::In);
        stand.paper_line(&card(200, 200).who, Direction::In, "06:00");
        stand.wait(3 * SECOND);
    }
    assert_eq!(stand.gate.pace(&stand.now), 20);
    stand.wait(MINUTE);
    assert_eq!(stand.gate.pace(&stand.now), 0);
}

#[test]
fn to_learn_that_two_who_are_inside_are_one_moves_nobody_until_they_pass() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 11));
    stand.enter(&card(2, 1));
    stand.wait(SECOND);
    stand.enter(&card(3, 1).also(11));
    assert_eq!(stand.counters(), (2, 2, 0));
    stand.wait(HOUR);
    assert_eq!(stand.enter(&card(1, 11)).direction, Some(Direction::Out));
    assert_eq!(stand.counters(), (0, 2, 1));
}

#[test]
fn lines_of_many_days_of_the_paper_book_do_not_push_today_out() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    for days in 1..10 {
        let happened = checkpoint::entry::Happened {
            at: stand.now.at - jiff::SignedDuration::from_hours(24 * days),
            precision: checkpoint::entry::Precision::Hour,
        };
        let draft = stand.gate.manual(
            &Who::default(),
            Some(Direction::In),
            Some(happened),
            true,
            &stand.now,
        );
        stand.write(draft, Who::default(), None);
    }
    assert_eq!(stand.counters(), (1, 1, 0));
}
