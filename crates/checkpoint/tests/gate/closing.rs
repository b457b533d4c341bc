//! Exits that nobody saw.

use crate::stand::{HOUR, MINUTE, Stand, card, nameonly};
use checkpoint::entry::{Direction, Draft, Kind, Mode, Precision};
use checkpoint::report::{Figure, Rows};
use checkpoint::subject::Who;
use jiff::Timestamp;

fn at(time: &str) -> Timestamp {
    format!("2026-11-{time}:00+07:00").parse().unwrap()
}

/// A morning with two people, of whom one leaves, and four who were counted.
fn morning() -> Stand {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1));
    stand.wait(MINUTE);
    stand.enter(&card(2, 2));
    stand.pass(4, Direction::In);
    stand.wait(HOUR);
    stand.enter(&card(1, 1));
    stand
}

fn told(drafts: &[Draft]) -> Vec<(Kind, u64, Option<u32>)> {
    let told = drafts.iter();
    told.map(|draft| (draft.kind.clone(), draft.of.unwrap().seq, draft.count))
        .collect()
}

fn figure(stand: &Stand, figure: Figure) -> i64 {
    let mut rows = Rows::default();
    for one in &stand.log {
        rows.add(&one.entry, &crate::stand::zone());
    }
    rows.total().get(figure)
}

#[test]
fn whoever_is_inside_at_the_hour_is_closed_once_and_nobody_counts_as_seen_going() {
    let mut stand = morning();
    assert_eq!(stand.close(), [], "the hour is still to come");
    stand.wait(14 * HOUR);
    let drafts = stand.close();
    assert_eq!(
        told(&drafts),
        [(Kind::AutoOut, 2, None), (Kind::AutoOut, 3, Some(4))]
    );
    let happened = drafts[0].happened.unwrap();
    assert_eq!(
        (happened.at, happened.precision),
        (at("24T22:00"), Precision::Hour)
    );
    assert_eq!(stand.close(), []);
    assert_eq!(stand.counters(), (0, 6, 1));
    assert_eq!(stand.gate.inside(&stand.now), []);
    assert_eq!(figure(&stand, Figure::AutoOut), 5);
    assert_eq!(figure(&stand, Figure::ScanOut), 1);
}

#[test]
fn whoever_leaves_after_the_hour_goes_out_and_the_estimate_is_taken_back() {
    let mut stand = morning();
    stand.wait(14 * HOUR);
    stand.close();
    stand.wait(HOUR / 2);
    let out = stand.enter(&card(2, 2));
    assert_eq!(out.direction, Some(Direction::Out));
    assert_eq!(out.of.map(|of| of.seq), Some(2));
    stand.pass(3, Direction::Out);
    let estimates = (5, 6);
    assert_eq!(
        told(&stand.close()),
        [
            (Kind::Void, estimates.0, None),
            (Kind::Void, estimates.1, Some(4)),
            (Kind::AutoOut, 3, None),
        ]
    );
    assert_eq!(stand.close(), []);
    assert_eq!(stand.counters(), (0, 6, 5));
    assert_eq!(figure(&stand, Figure::AutoOut), 1);
}

#[test]
fn a_line_of_the_paper_book_takes_it_back_too_and_a_correction_of_the_coming() {
    let mut stand = Stand::new();
    stand.enter(&card(2, 2));
    stand.wait(16 * HOUR);
    stand.enter(&nameonly(3, 9));
    stand.close();
    stand.paper_line(&card(2, 2).who, Direction::Out, "17:05");
    assert_eq!(told(&stand.close()), [(Kind::Void, 3, None)]);
    assert_eq!(figure(&stand, Figure::AutoOut), 0);
}

#[test]
fn whoever_came_after_the_hour_is_closed_the_next_day_unless_seen_since() {
    let mut stand = Stand::new();
    stand.wait(16 * HOUR);
    stand.enter(&card(1, 1));
    stand.enter(&card(2, 2));
    assert_eq!(stand.close(), []);
    stand.wait(8 * HOUR);
    stand.choose(Mode::Out);
    stand.enter(&card(1, 1));
    assert_eq!(stand.close(), []);
    stand.wait(16 * HOUR);
    let drafts = stand.close();
    assert_eq!(told(&drafts), [(Kind::AutoOut, 2, None)]);
    assert_eq!(drafts[0].happened.unwrap().at, at("25T22:00"));
}

#[test]
fn a_gate_that_was_off_at_the_hour_closes_when_it_starts_and_a_forgotten_day_is_left_alone() {
    let mut stand = morning();
    stand.restart(60 * HOUR);
    assert_eq!(stand.close().len(), 2);
    for day in 0..4 {
        stand.wait(24 * HOUR);
        stand.enter(&card(10 + day, 10 + day));
        let voids = stand.close().into_iter();
        assert_eq!(voids.filter(|draft| draft.kind == Kind::Void).count(), 0);
    }
}

#[test]
fn the_keys_of_the_guard_mean_people_and_no_estimate() {
    let mut stand = Stand::new();
    stand.wait(15 * HOUR - MINUTE);
    stand.by_hand(&Who::default(), Some(Direction::In));
    stand.wait(MINUTE);
    assert_eq!(stand.close().len(), 1);
    assert!(stand.undo().is_err(), "the coming is a minute old");
    stand.by_hand(&Who::default(), Some(Direction::In));
    assert_eq!(stand.undo().unwrap().of.map(|of| of.seq), Some(3));
}
