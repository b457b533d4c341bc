//! F6, F7 and the purpose keys.

use crate::stand::{HOUR, MINUTE, SECOND, Stand, card};
use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::gate::{NotNow, Sighting};
use checkpoint::subject::Who;

#[test]
fn f6_turns_the_newest_entry_round_and_repeats_its_counting_key() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let original = stand.newest();
    stand.wait(30 * SECOND);
    let draft = stand.turn_round().unwrap();
    assert_eq!((&draft.kind, draft.of), (&Kind::Correct, Some(original)));
    assert_eq!(
        (draft.direction, draft.verdict),
        (Some(Direction::Out), Some(Outcome::Admit))
    );
    let was = draft.was.unwrap();
    assert_eq!(
        (was.day.to_string().as_str(), was.hour, was.gate),
        ("2026-11-24", 7, 1)
    );
    assert_eq!(
        (was.direction, was.verdict, was.kind),
        (Some(Direction::In), Some(Outcome::Admit), Kind::Scan)
    );
    assert_eq!(stand.counters(), (0, 0, 1));
}

#[test]
fn f6_twice_names_the_original_both_times_takes_back_the_first_and_is_as_before() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let first = stand.turn_round().unwrap();
    let second = stand.turn_round().unwrap();
    assert_eq!(first.of, second.of);
    let (first, was) = (first.was.unwrap(), second.was.unwrap());
    assert_eq!(first.direction, Some(Direction::In));
    // What it counts as since the first: a report subtracts that, and needs no look-up.
    assert_eq!(was.direction, Some(Direction::Out));
    assert_eq!(
        (was.day, was.hour, was.kind),
        (first.day, first.hour, first.kind)
    );
    assert_eq!(second.direction, Some(Direction::In));
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn after_thirty_seconds_nothing_can_be_changed() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(30 * SECOND + 1);
    assert_eq!(stand.turn_round(), Err(NotNow::NothingToUndo));
    assert_eq!(stand.undo(), Err(NotNow::NothingToUndo));
}

#[test]
fn f7_gives_the_state_of_before_and_the_next_showing_counts_again() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(HOUR);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
    let out = stand.newest();
    stand.wait(SECOND);
    let draft = stand.undo().unwrap();
    assert_eq!((&draft.kind, draft.of), (&Kind::Void, Some(out)));
    assert_eq!(draft.was.unwrap().direction, Some(Direction::Out));
    assert_eq!(stand.counters(), (1, 1, 0));
    assert_eq!(stand.scan(&card(1, 1)), Sighting::InView);
    stand.wait(3 * SECOND);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
    assert_eq!(stand.counters(), (0, 1, 1));
}

#[test]
fn a_void_lifts_the_suppression_of_all_the_documents_of_the_person() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(SECOND);
    stand.enter(&card(2, 1));
    stand.undo().unwrap();
    assert_eq!(stand.counters(), (0, 0, 0));
    assert_eq!(stand.scan(&card(2, 1)), Sighting::InView);
    stand.wait(5 * SECOND);
    let draft = stand.enter(&card(2, 1));
    assert_eq!((draft.of, draft.direction), (None, Some(Direction::In)));
}

#[test]
fn a_key_held_down_undoes_one_entry() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(SECOND);
    stand.enter(&card(2, 2));
    stand.undo().unwrap();
    assert_eq!(stand.undo(), Err(NotNow::NothingToUndo));
    assert_eq!(stand.turn_round(), Err(NotNow::NothingToUndo));
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn f6_and_f7_mean_the_first_document_not_the_second() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let first = stand.newest();
    stand.wait(SECOND);
    stand.enter(&card(2, 1));
    assert_eq!(stand.turn_round().unwrap().of, Some(first));
    assert_eq!(stand.undo().unwrap().of, Some(first));
}

#[test]
fn f6_turns_nobody_round_while_the_newest_entry_waits_for_the_guard() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.enter(&card(2, 2).doubtful());
    assert_eq!(stand.turn_round(), Err(NotNow::NothingToUndo));
    stand.decide(2, false).unwrap();
    assert_eq!(stand.turn_round(), Err(NotNow::NothingToUndo));
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn f6_and_f7_after_an_answer_mean_the_answer() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).doubtful());
    let matter = stand.newest();
    stand.decide(1, true).unwrap();
    let answer = stand.newest();
    let turned = stand.turn_round().unwrap();
    assert_eq!(
        (turned.of, turned.direction),
        (Some(answer), Some(Direction::Out))
    );
    assert_eq!(turned.was.unwrap().kind, Kind::Decision);
    assert_eq!(stand.counters(), (0, 0, 1));
    assert_eq!(stand.undo().unwrap().of, Some(answer));
    assert_eq!(stand.counters(), (0, 0, 0));
    assert_eq!(stand.gate.open_matters(), [matter]);
    stand.decide(1, true).unwrap();
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn a_number_of_people_can_be_turned_round_and_undone() {
    let mut stand = Stand::new();
    stand.pass(50, Direction::In);
    stand.turn_round().unwrap();
    assert_eq!(stand.counters(), (0, 0, 50));
    stand.turn_round().unwrap();
    assert_eq!(stand.counters(), (50, 50, 0));
    stand.undo().unwrap();
    assert_eq!(stand.counters(), (0, 0, 0));
}

#[test]
fn a_purpose_is_a_correction_that_keeps_the_direction() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let original = stand.newest();
    stand.turn_round().unwrap();
    stand.wait(20 * SECOND);
    let draft = stand.purpose().unwrap();
    assert_eq!((&draft.kind, draft.of), (&Kind::Correct, Some(original)));
    assert_eq!(
        (draft.direction, draft.verdict),
        (Some(Direction::Out), Some(Outcome::Admit))
    );
    assert_eq!(draft.was.unwrap().direction, Some(Direction::Out));
    assert_eq!(stand.counters(), (0, 0, 1));
    stand.wait(1);
    assert_eq!(stand.purpose(), Err(NotNow::NobodyJustNow));
}

#[test]
fn a_purpose_is_of_the_newest_admitted_and_holds_up_nobody() {
    let mut stand = Stand::new();
    assert_eq!(stand.purpose(), Err(NotNow::NobodyJustNow));
    stand.pass(3, Direction::In);
    assert_eq!(stand.purpose(), Err(NotNow::NobodyJustNow));
    stand.enter(&card(1, 1));
    let admitted = stand.newest();
    stand.wait(SECOND);
    stand.enter(&card(2, 1));
    stand.enter(&card(3, 3).doubtful());
    stand.paper_line(&Who::default(), Direction::In, "06:30");
    assert_eq!(stand.purpose().unwrap().of, Some(admitted));
    stand.decide(4, true).unwrap();
    let answer = stand.newest();
    assert_eq!(stand.purpose().unwrap().of, Some(answer));
    stand.undo().unwrap();
    assert_eq!(stand.purpose().unwrap().of, Some(admitted));
}

#[test]
fn the_latest_in_the_order_of_the_log_wins() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let turned = stand.gate.turn_round(&stand.now).unwrap();
    stand.undo().unwrap();
    assert_eq!(stand.counters(), (0, 0, 0));
    stand.write(turned, Who::default(), None);
    assert_eq!(stand.counters(), (0, 0, 1));
}

#[test]
fn a_correction_of_an_entry_that_is_not_known_changes_nothing() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let mut draft = Draft::new(Kind::Void);
    draft.of = Some(stand.newest());
    if let Some(of) = &mut draft.of {
        of.leaf = [9; 32];
    }
    stand.write(draft, Who::default(), None);
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn correcting_somebody_corrects_what_comes_after() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.turn_round().unwrap();
    stand.wait(10 * MINUTE);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::In));
}

#[test]
fn a_name_that_is_undone_is_nobodys_double() {
    let mut stand = Stand::new();
    stand.enter(&crate::stand::nameonly(1, 5));
    stand.undo().unwrap();
    assert!(
        stand
            .enter(&crate::stand::nameonly(2, 5))
            .reasons
            .is_empty()
    );
}
