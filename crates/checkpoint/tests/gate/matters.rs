//! *Look* and *refuse*, and the guard's answer.

use crate::stand::{HOUR, MINUTE, SECOND, Stand, already, card, nameonly};
use checkpoint::entry::{Direction, Kind, Outcome};
use checkpoint::gate::{NotNow, Sighting};

#[test]
fn look_and_refuse_move_nobody_until_the_guard_admits() {
    for (card, verdict) in [
        (card(1, 1).doubtful(), Outcome::Look),
        (card(1, 1).refused(), Outcome::Refuse),
    ] {
        let mut stand = Stand::new();
        let draft = stand.enter(&card);
        assert_eq!((draft.verdict, draft.direction), (Some(verdict), None));
        assert_eq!(stand.counters(), (0, 0, 0));
        let matter = stand.newest();
        assert_eq!(stand.gate.open_matters(), [matter]);
        stand.wait(MINUTE);
        let answer = stand.decide(matter.seq, true).unwrap();
        assert_eq!(answer.kind, Kind::Decision);
        assert_eq!(
            (answer.of, answer.verdict, answer.direction),
            (Some(matter), Some(Outcome::Admit), Some(Direction::In))
        );
        assert_eq!(stand.counters(), (1, 1, 0));
        assert_eq!(stand.gate.open_matters(), []);
        assert_eq!(stand.decide(matter.seq, true), Err(NotNow::NotOpen));
        assert_eq!(stand.gate.inside(&stand.now)[0].of, matter);
    }
}

#[test]
fn turned_away_nobody_moves_and_the_matter_is_closed() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).doubtful());
    let answer = stand.decide(1, false).unwrap();
    assert_eq!(
        (answer.verdict, answer.direction),
        (Some(Outcome::Refuse), None)
    );
    assert_eq!(stand.counters(), (0, 0, 0));
    assert_eq!(stand.gate.open_matters(), []);
    assert_eq!(stand.decide(1, true), Err(NotNow::NotOpen));
}

#[test]
fn whoever_waited_for_half_a_day_is_not_let_in_by_an_answer_but_can_be_settled() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).doubtful());
    stand.wait(12 * HOUR + SECOND);
    assert_eq!(stand.decide(1, true), Err(NotNow::NotOpen));
    assert_eq!(stand.decide(1, false).unwrap().direction, None);
    assert_eq!(stand.gate.open_matters(), []);
}

#[test]
fn an_open_matter_shown_again_is_still_the_same_matter() {
    let card = card(1, 1).doubtful();
    let mut stand = Stand::new();
    stand.enter(&card);
    let (of, at) = (stand.newest(), stand.now.at);
    stand.wait(MINUTE);
    assert_eq!(stand.scan(&card), already(of, at, Outcome::Look));
}

#[test]
fn whoever_was_admitted_or_turned_away_is_already_so_for_two_minutes() {
    for (admitted, verdict) in [(true, Outcome::Admit), (false, Outcome::Refuse)] {
        let card = card(1, 1).doubtful();
        let mut stand = Stand::new();
        stand.enter(&card);
        stand.wait(110 * SECOND);
        stand.decide(1, admitted).unwrap();
        let (of, at) = (stand.newest(), stand.now.at);
        stand.wait(100 * SECOND);
        assert_eq!(stand.scan(&card), already(of, at, verdict));
    }
}

#[test]
fn an_admission_goes_the_way_that_the_person_goes() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    let came = stand.newest();
    stand.wait(HOUR);
    stand.enter(&card(1, 1).doubtful());
    let matter = stand.newest();
    let answer = stand.decide(matter.seq, true).unwrap();
    assert_eq!(
        (answer.of, answer.direction),
        (Some(matter), Some(Direction::Out))
    );
    assert_ne!(matter, came);
    assert_eq!(stand.counters(), (0, 1, 1));
}

#[test]
fn a_second_document_that_has_to_be_looked_at_moves_nobody_again() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(SECOND);
    let draft = stand.enter(&card(2, 1).doubtful());
    assert_eq!(
        (draft.verdict, draft.direction),
        (Some(Outcome::Look), None)
    );
    let answer = stand.decide(2, true).unwrap();
    assert_eq!(answer.direction, None);
    assert_eq!(stand.counters(), (1, 1, 0));
    assert_eq!(stand.gate.open_matters(), []);
}

#[test]
fn a_second_document_of_an_open_matter_leaves_it_open() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).doubtful());
    let matter = stand.newest();
    stand.wait(SECOND);
    let draft = stand.enter(&card(2, 1));
    assert_eq!((draft.of, draft.direction), (Some(matter), None));
    assert_eq!(stand.gate.open_matters(), [matter]);
    stand.decide(matter.seq, true).unwrap();
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn an_old_matter_answered_late_does_not_move_who_has_passed_since() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).doubtful());
    stand.wait(10 * MINUTE);
    stand.enter(&card(1, 1).doubtful());
    assert_eq!(stand.gate.open_matters().len(), 2);
    stand.decide(2, true).unwrap();
    assert_eq!(stand.decide(1, true).unwrap().direction, None);
    assert_eq!(stand.counters(), (1, 1, 0));
    assert_eq!(stand.gate.open_matters(), []);
}

#[test]
fn a_matter_without_an_identity_moves_somebody_without_one() {
    let mut stand = Stand::new();
    stand.enter(&nameonly(1, 5).doubtful());
    stand.decide(1, true).unwrap();
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn a_matter_outlives_midnight() {
    let mut stand = Stand::new();
    stand.wait(17 * HOUR - MINUTE);
    stand.enter(&card(1, 1).doubtful());
    stand.wait(2 * MINUTE);
    stand.decide(1, true).unwrap();
    assert_eq!(stand.counters(), (1, 1, 0));
    stand.wait(10 * MINUTE);
    assert_eq!(stand.enter(&card(1, 1)).direction, Some(Direction::Out));
}

#[test]
fn a_matter_that_is_undone_is_closed_and_may_be_shown_anew() {
    let card = card(1, 1).doubtful();
    let mut stand = Stand::new();
    stand.enter(&card);
    stand.undo().unwrap();
    assert_eq!(stand.gate.open_matters(), []);
    assert_eq!(stand.decide(1, true), Err(NotNow::NotOpen));
    assert_eq!(stand.scan(&card), Sighting::InView);
    stand.wait(3 * SECOND);
    stand.enter(&card);
}
