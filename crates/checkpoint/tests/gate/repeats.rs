//! When a code counts again.

use crate::stand::{HOUR, MINUTE, SECOND, Stand, already, card, nameonly};
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{Direction, Outcome};
use checkpoint::gate::Sighting;
use checkpoint::subject::Who;
use checkpoint::verdict::Reason;

#[test]
fn a_code_that_stays_in_view_for_an_hour_is_one_entry() {
    let mut stand = Stand::new();
    stand.hold(&card(1, 1), HOUR);
    assert_eq!(stand.log.len(), 1);
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn two_codes_that_stay_in_view_together_speak_once_each() {
    let (one, other) = (card(1, 1), card(2, 2));
    let mut stand = Stand::new();
    for _ in 0..600 {
        stand.scan(&one);
        stand.scan(&other);
        stand.wait(SECOND);
    }
    assert_eq!(stand.log.len(), 2);
}

#[test]
fn within_ten_seconds_a_repeat_is_ignored() {
    let mut stand = Stand::new();
    stand.scan(&card(1, 1));
    stand.wait(3 * SECOND);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::Ignored);
    stand.wait(10 * SECOND - 1);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::Ignored);
}

#[test]
fn less_than_three_seconds_out_of_view_is_not_out_of_view() {
    let mut stand = Stand::new();
    stand.scan(&card(1, 1));
    stand.wait(3 * SECOND - 1);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::InView);
}

#[test]
fn from_ten_seconds_to_two_minutes_it_is_already_entered_and_says_when() {
    let mut stand = Stand::new();
    stand.scan(&card(1, 1));
    let (of, at) = (stand.newest(), stand.now.at);
    for gap in [10 * SECOND, 2 * MINUTE] {
        stand.wait(gap);
        assert_eq!(stand.scan(&card(1, 1)), already(of, at, Outcome::Admit));
    }
    stand.wait(2 * MINUTE + 1);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
}

#[test]
fn the_interval_runs_from_the_last_sighting_of_any_code_of_the_person() {
    let (one, other) = (card(1, 1), card(2, 1));
    let mut stand = Stand::new();
    stand.scan(&one);
    stand.wait(MINUTE);
    stand.hold(&other, 10 * MINUTE);
    stand.wait(5 * SECOND);
    assert_eq!(stand.scan(&one), Sighting::Ignored);
    assert_eq!(stand.log.len(), 1);
}

#[test]
fn a_repeat_is_said_once_while_it_stays_in_view() {
    let mut stand = Stand::new();
    stand.scan(&card(1, 1));
    stand.wait(MINUTE);
    assert!(matches!(stand.scan(&card(1, 1)), Sighting::Already { .. }));
    stand.wait(SECOND);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::InView);
}

#[test]
fn a_code_whose_entry_could_not_be_written_asks_again_at_once() {
    let mut stand = Stand::new();
    for _ in 0..100 {
        assert!(matches!(stand.show(&card(1, 1)), Sighting::Enter(_)));
        stand.wait(SECOND / 5);
    }
    assert_eq!(stand.counters(), (0, 0, 0));
    stand.enter(&card(1, 1));
    stand.wait(SECOND);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::InView);
}

#[test]
fn a_showing_that_was_not_written_suppresses_nobody_when_it_comes_back() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(10 * MINUTE);
    assert!(matches!(stand.show(&card(1, 1)), Sighting::Enter(_)));
    stand.wait(5 * SECOND);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
}

#[test]
fn a_second_document_within_twenty_seconds_is_entered_once_and_moves_nobody() {
    let second = card(2, 1).of_kind(DocumentKind::InsuranceCard);
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let first = stand.newest();
    stand.wait(20 * SECOND);
    let draft = stand.enter(&second);
    assert_eq!(
        (draft.of, draft.direction, draft.verdict),
        (Some(first), None, Some(Outcome::Admit))
    );
    assert_eq!(draft.document, Some(DocumentKind::InsuranceCard));
    assert_eq!(stand.counters(), (1, 1, 0));
    stand.wait(4 * SECOND);
    assert_eq!(stand.scan(&second), Sighting::Ignored);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::Ignored);
}

#[test]
fn a_second_document_shown_twice_within_twenty_seconds_is_entered_once() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(SECOND);
    stand.enter(&card(2, 1));
    stand.wait(5 * SECOND);
    assert_eq!(stand.scan(&card(2, 1)), Sighting::Ignored);
    stand.wait(5 * SECOND);
    stand.enter(&card(3, 1));
    assert_eq!(stand.log.len(), 3);
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn a_second_document_later_than_twenty_seconds_is_a_repeat() {
    let mut stand = Stand::new();
    stand.hold(&card(1, 1), 20 * SECOND);
    let (of, at) = (stand.newest(), stand.log[0].entry.moment.at);
    stand.wait(1);
    assert_eq!(stand.scan(&card(2, 1)), Sighting::Ignored);
    stand.wait(11 * SECOND);
    assert_eq!(stand.scan(&card(3, 1)), already(of, at, Outcome::Admit));
}

#[test]
fn a_second_document_that_could_not_be_written_asks_again() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(SECOND);
    assert!(matches!(stand.show(&card(2, 1)), Sighting::Enter(_)));
    stand.wait(SECOND);
    assert_eq!(stand.enter(&card(2, 1)).direction, None);
}

#[test]
fn documents_that_share_a_number_are_one_person() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).also(9));
    stand.wait(MINUTE);
    assert!(matches!(stand.scan(&card(2, 9)), Sighting::Already { .. }));
    stand.wait(10 * MINUTE);
    assert_eq!(stand.enter(&card(2, 9)).direction, Some(Direction::Out));
    stand.wait(10 * MINUTE);
    assert_eq!(
        stand.enter(&card(1, 1).also(9)).direction,
        Some(Direction::In)
    );
    assert_eq!(stand.counters(), (1, 2, 1));
}

#[test]
fn the_document_that_knows_both_numbers_may_come_second() {
    let mut stand = Stand::new();
    stand.enter(&card(2, 9));
    stand.wait(10 * MINUTE);
    assert_eq!(
        stand.enter(&card(1, 1).also(9)).direction,
        Some(Direction::Out)
    );
    assert_eq!(stand.counters(), (0, 1, 1));
}

#[test]
fn an_alias_that_two_people_share_does_not_join_them() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).also(9));
    stand.wait(SECOND);
    let draft = stand.enter(&card(2, 2).also(9));
    assert_eq!((draft.of, draft.direction), (None, Some(Direction::In)));
    assert_eq!(stand.counters(), (2, 2, 0));
}

#[test]
fn a_weak_identity_suppresses_nobody_and_turns_nobody() {
    let mut stand = Stand::new();
    stand.enter(&nameonly(1, 5));
    for code in 2..6 {
        stand.wait(5 * SECOND);
        let draft = stand.enter(&nameonly(code, 5));
        assert_eq!((draft.of, draft.direction), (None, Some(Direction::In)));
        assert_eq!(draft.reasons, [Reason::PossibleDouble]);
    }
    assert_eq!(stand.counters(), (5, 5, 0));
}

#[test]
fn the_same_code_of_a_weak_identity_is_still_the_same_code() {
    let mut stand = Stand::new();
    stand.hold(&nameonly(1, 5), MINUTE);
    stand.wait(5 * SECOND);
    assert_eq!(stand.scan(&nameonly(1, 5)), Sighting::Ignored);
    stand.wait(MINUTE);
    assert!(matches!(
        stand.scan(&nameonly(1, 5)),
        Sighting::Already { .. }
    ));
    stand.wait(3 * MINUTE);
    let draft = stand.enter(&nameonly(1, 5));
    assert_eq!(draft.direction, Some(Direction::In));
    assert_eq!(draft.reasons, [Reason::PossibleDouble]);
}

#[test]
fn a_number_does_not_make_a_namesake_the_same_person() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).named(5));
    stand.wait(SECOND);
    let draft = stand.enter(&card(2, 2).named(5));
    assert_eq!((draft.of, draft.reasons.len()), (None, 0));
    stand.wait(SECOND);
    let draft = stand.enter(&nameonly(3, 5));
    assert_eq!(draft.reasons, [Reason::PossibleDouble]);
    stand.wait(SECOND);
    let draft = stand.enter(&card(4, 4).named(5));
    assert_eq!(draft.reasons, [Reason::PossibleDouble]);
    assert_eq!(stand.counters(), (4, 4, 0));
}

#[test]
fn somebody_entered_by_hand_is_already_entered() {
    let mut stand = Stand::new();
    let card = card(1, 1);
    stand.by_hand(&card.who, None);
    let (of, at) = (stand.newest(), stand.now.at);
    stand.wait(5 * SECOND);
    assert_eq!(stand.enter(&card).of, Some(of));
    stand.wait(MINUTE);
    assert_eq!(stand.scan(&card), already(of, at, Outcome::Admit));
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn somebody_typed_in_from_the_paper_book_is_not_before_the_gate() {
    let mut stand = Stand::new();
    let card = card(1, 1);
    stand.paper_line(&card.who, Direction::In, "06:50");
    stand.wait(SECOND);
    assert_eq!(stand.enter(&card).direction, Some(Direction::Out));
}

#[test]
fn a_person_without_a_number_by_hand_suppresses_nobody() {
    let mut stand = Stand::new();
    stand.by_hand(&Who::default(), None);
    stand.wait(SECOND);
    stand.enter(&card(1, 1));
    assert_eq!(stand.counters(), (2, 2, 0));
}

#[test]
fn a_clock_that_is_set_back_breaks_no_interval() {
    let mut stand = Stand::new();
    stand.wait(2 * HOUR);
    stand.enter(&card(1, 1));
    stand.set_clock(-3_600_000);
    stand.wait(5 * SECOND);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::Ignored);
    stand.wait(MINUTE);
    assert!(matches!(stand.scan(&card(1, 1)), Sighting::Already { .. }));
    stand.wait(3 * MINUTE);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
    stand.set_clock(7_200_000);
    stand.wait(SECOND);
    assert_eq!(stand.scan(&card(1, 1)), Sighting::InView);
}

#[test]
fn what_was_in_view_is_forgotten_after_a_few_minutes() {
    let mut stand = Stand::new();
    for code in 0..200 {
        stand.enter(&card(code, code));
        stand.wait(10 * SECOND);
    }
    stand.wait(6 * MINUTE);
    stand.enter(&card(201, 201));
    let kept = format!("{:?}", stand.gate);
    let views = &kept[kept.find("Views").unwrap()..];
    assert_eq!(views.matches("Answered").count(), 1);
}
