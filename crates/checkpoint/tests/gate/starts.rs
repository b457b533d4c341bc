//! A gate that starts in the middle of its day.

use crate::stand::{HOUR, MINUTE, SECOND, Stand, already, card};
use checkpoint::entry::{Direction, Outcome};
use checkpoint::gate::Sighting;

#[test]
fn whoever_was_entered_just_before_is_already_entered() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let (of, at) = (stand.newest(), stand.now.at);
    stand.restart(4 * SECOND);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::Ignored);
    stand.restart(MINUTE);
    assert_eq!(stand.scan(&card(1, 1)), already(of, at, Outcome::Admit));
    stand.restart(10 * MINUTE);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
}

#[test]
fn the_same_document_is_no_second_one_though_its_code_is_forgotten() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.restart(SECOND);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::Ignored);
    assert_eq!(stand.log.len(), 1);
}

#[test]
fn a_clock_that_went_back_over_a_start_keeps_nobody_from_being_entered() {
    let mut stand = Stand::new();
    stand.wait(3 * HOUR);
    stand.enter(&card(1, 1));
    stand.set_clock(-3_600_000);
    stand.restart(10 * MINUTE);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
}

#[test]
fn a_void_has_lifted_the_suppression() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.undo().unwrap();
    stand.restart(SECOND);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::In));
}

#[test]
fn an_entry_that_is_folded_twice_counts_once() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let recorded = stand.log[0].clone();
    stand.gate.record(recorded);
    assert_eq!(stand.counters(), (1, 1, 0));
}
