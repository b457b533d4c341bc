//! Which way somebody goes.

use crate::stand::{HOUR, MINUTE, SECOND, Stand, card, nameonly};
use checkpoint::entry::{Direction, Mode};
use checkpoint::subject::Who;
use checkpoint::verdict::Reason;

#[test]
fn under_auto_a_person_goes_in_and_out_by_turns() {
    let mut stand = Stand::new();
    for turn in 0..6 {
        let expected = if turn % 2 == 0 {
            Direction::In
        } else {
            Direction::Out
        };
        assert_eq!(stand.enter(&card(1, 1)).direction, Some(expected));
        stand.wait(3 * MINUTE);
    }
    assert_eq!(stand.counters(), (0, 3, 3));
}

#[test]
fn an_out_names_the_in_that_it_ends() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let came = stand.newest();
    stand.wait(HOUR);
    assert_eq!(stand.enter(&card(1, 1)).of, Some(came));
}

#[test]
fn under_in_and_out_everybody_goes_that_way() {
    for (mode, direction, inside) in [(Mode::In, Direction::In, 1), (Mode::Out, Direction::Out, 0)]
    {
        let mut stand = Stand::with(mode);
        for _ in 0..3 {
            let draft = stand.enter(&card(1, 1));
            assert_eq!((draft.direction, draft.of), (Some(direction), None));
            stand.wait(3 * MINUTE);
        }
        assert_eq!(stand.counters().0, inside);
    }
}

#[test]
fn the_mode_changes_only_by_an_entry() {
    let mut stand = Stand::new();
    assert_eq!(stand.gate.mode(), Mode::Auto);
    stand.choose(Mode::Out);
    assert_eq!(stand.gate.mode(), Mode::Out);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
    assert_eq!(stand.replayed().mode(), Mode::Out);
}

#[test]
fn the_mode_of_another_gate_is_not_ours() {
    let mut stand = Stand::new();
    stand.choose(Mode::Out);
    let mut elsewhere = stand.log[0].clone();
    elsewhere.entry.gate = 2;
    let mut gate = checkpoint::gate::Gate::new(crate::stand::settings(Mode::Auto));
    gate.record(elsewhere);
    assert_eq!(gate.mode(), Mode::Auto);
}

#[test]
fn a_new_day_begins_with_in() {
    let mut stand = Stand::new();
    stand.wait(16 * HOUR);
    stand.enter(&card(1, 1));
    assert_eq!(stand.counters(), (1, 1, 0));
    stand.wait(2 * HOUR);
    assert_eq!(stand.counters(), (0, 0, 0));
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::In));
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn midnight_does_not_make_a_code_in_view_count_again() {
    let mut stand = Stand::new();
    stand.wait(17 * HOUR - MINUTE);
    stand.hold(&card(1, 1), 2 * MINUTE);
    stand.wait(MINUTE);
    stand.scan(&card(1, 1));
    assert_eq!(stand.log.len(), 1);
}

#[test]
fn against_the_habit_of_the_hour_is_marked_and_changes_nothing() {
    let mut stand = Stand::new();
    for n in 1..=20 {
        stand.enter(&card(n, n));
        stand.wait(10 * SECOND);
    }
    let out = stand.enter(&card(1, 1));
    assert_eq!(out.direction, Some(Direction::Out));
    assert_eq!(out.reasons, [Reason::AgainstHabit]);
    stand.wait(SECOND);
    assert!(stand.enter(&card(99, 99)).reasons.is_empty());
    stand.wait(HOUR);
    assert!(stand.enter(&card(2, 2)).reasons.is_empty());
}

#[test]
fn nineteen_passages_are_no_habit() {
    let mut stand = Stand::new();
    for n in 1..=19 {
        stand.enter(&card(n, n));
        stand.wait(10 * SECOND);
    }
    assert!(stand.enter(&card(1, 1)).reasons.is_empty());
}

#[test]
fn three_in_four_are_no_habit() {
    let mut stand = Stand::new();
    stand.pass(30, Direction::In);
    stand.pass(10, Direction::Out);
    stand.enter(&card(1, 1));
    stand.wait(3 * MINUTE);
    assert!(stand.enter(&card(1, 1)).reasons.is_empty());
}

#[test]
fn under_in_and_out_nothing_is_against_the_habit() {
    let mut stand = Stand::with(Mode::Out);
    stand.pass(30, Direction::In);
    assert!(stand.enter(&card(1, 1)).reasons.is_empty());
}

#[test]
fn what_the_guard_asks_for_by_hand_is_done() {
    let mut stand = Stand::new();
    let who = card(1, 1).who;
    assert_eq!(
        stand.by_hand(&who, Some(Direction::Out)).direction,
        Some(Direction::Out)
    );
    assert_eq!(stand.by_hand(&who, None).direction, Some(Direction::In));
    let came = stand.newest();
    let out = stand.by_hand(&who, None);
    assert_eq!((out.direction, out.of), (Some(Direction::Out), Some(came)));
    assert_eq!(
        stand.by_hand(&Who::default(), None).direction,
        Some(Direction::In)
    );
    assert_eq!(
        stand.by_hand(&Who::default(), None).direction,
        Some(Direction::In)
    );
}

#[test]
fn a_weak_identity_that_leaves_is_no_double() {
    let mut stand = Stand::with(Mode::Out);
    stand.enter(&card(1, 1).named(5));
    let draft = stand.enter(&nameonly(2, 5));
    assert!(draft.reasons.is_empty());
    assert_eq!(draft.of, None);
}
