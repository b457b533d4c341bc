//! Places: codes, and how one stands by what was done with its poster.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use checkpoint::place::{Answer, Code, Done, Kind, Standing, State, answer};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;

const TODAY: Date = date(2026, 11, 27);

fn code(typed: &str) -> Code {
    Code::of_typed(typed).unwrap()
}

fn done(all: &[(u32, State)]) -> Vec<Done> {
    (1..)
        .zip(all)
        .map(|(second, (version, state))| Done {
            version: *version,
            state: *state,
            at: Timestamp::from_second(second).unwrap(),
        })
        .collect()
}

fn standing(all: &[(u32, State)]) -> Standing {
    Standing::of(done(all))
}

#[test]
fn a_code_is_capitals_digits_and_single_dashes() {
    for (typed, read) in [
        ("BS-012", "BS-012"),
        (" bs-012\t", "BS-012"),
        ("51A12345", "51A12345"),
        ("A-B-C-1", "A-B-C-1"),
        ("AB", "AB"),
    ] {
        assert_eq!(code(typed).as_str(), read);
    }
    for typed in [
        "",
        "A",
        "-A",
        "A-",
        "A--1",
        "BS 012",
        "BS_012",
        "Đ-1",
        "BS-012/1",
        "12345678901234567",
    ] {
        assert_eq!(Code::of_typed(typed), None, "{typed}");
    }
}

#[test]
fn the_next_code_goes_on_behind_the_greatest_number_of_the_most_common_letters() {
    let next = |taken: &[&str], letters: &str| {
        let taken: Vec<Code> = taken.iter().map(|typed| code(typed)).collect();
        Code::next(&taken, letters).as_str().to_owned()
    };
    assert_eq!(next(&[], "BS"), "BS-001");
    assert_eq!(next(&[], ""), "DD-001");
    assert_eq!(next(&["BS-001", "BS-017", "51A12345"], "XX"), "BS-018");
    assert_eq!(next(&["BS-999"], ""), "BS-1000");
    assert_eq!(next(&["CHO-2-07", "BS-003", "CHO-2-05"], ""), "CHO-2-008");
    assert_eq!(next(&["XE-9", "BS-003"], ""), "BS-004");
    assert_eq!(next(&["CO-SO-PHIA-DONG"], "BS"), "BS-001");
}

#[test]
fn every_word_of_kinds_and_states_is_read_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::of_word(kind.as_str()), Some(kind));
    }
    for state in State::ALL {
        assert_eq!(State::of_word(state.as_str()), Some(state));
        let json = serde_json::to_string(&state).unwrap();
        assert_eq!(json, format!("\"{}\"", state.as_str()));
    }
    assert_eq!(
        (Kind::of_word("castle"), State::of_word("lost")),
        (None, None)
    );
}

#[test]
fn a_poster_is_made_put_up_checked_and_replaced_by_the_next_version() {
    use State::{Checked, Made, Posted, Replaced, Revoked};
    let made = standing(&[(1, Made)]);
    assert_eq!((made.version, made.state, made.posted), (1, Made, None));
    let checked = standing(&[(1, Made), (1, Posted), (1, Checked)]);
    assert_eq!(checked.state, Checked);
    assert_eq!(checked.posted, Some(Timestamp::from_second(2).unwrap()));
    assert_eq!(checked.checked, Some(Timestamp::from_second(3).unwrap()));
    // Whoever finds it hanging has found it put up.
    assert!(standing(&[(1, Made), (1, Checked)]).posted.is_some());
    let next = standing(&[(1, Made), (1, Posted), (1, Replaced), (2, Made)]);
    assert_eq!((next.version, next.state, next.posted), (2, Made, None));
    // Late news of the first poster.
    let late = standing(&[(1, Made), (2, Made), (1, Checked)]);
    assert_eq!((late.version, late.state), (2, Made));
    let revoked = standing(&[(1, Made), (1, Revoked), (1, Posted), (1, State::Expired)]);
    assert_eq!((revoked.state, revoked.posted), (Revoked, None));
}

#[test]
fn what_may_be_done_follows_from_how_it_stands() {
    use State::{Checked, Expired, Made, Posted, Replaced, Revoked};
    let may = |standing: &Standing, until| {
        let all = State::ALL.into_iter();
        all.filter(|next| standing.may(*next, TODAY, until))
            .collect::<Vec<_>>()
    };
    let hanging = standing(&[(1, Made), (1, Posted)]);
    assert_eq!(
        may(&hanging, None),
        [Posted, Checked, Expired, Revoked, Replaced]
    );
    let over = Some(date(2026, 11, 26));
    assert_eq!(may(&hanging, over), [Expired, Revoked, Replaced]);
    assert_eq!(hanging.on(TODAY, over), Expired);
    assert_eq!(hanging.on(TODAY, Some(TODAY)), Posted);
    let expired = standing(&[(1, Made), (1, Expired)]);
    assert_eq!(may(&expired, over), [Revoked, Replaced]);
    let revoked = standing(&[(1, Made), (1, Revoked)]);
    assert_eq!(may(&revoked, None), [Replaced]);
    assert_eq!(
        may(&standing(&[]), None),
        [Made, Posted, Checked, Expired, Revoked]
    );
}

#[test]
fn the_register_answers_in_the_product_s_words() {
    use State::{Expired, Made, Posted, Replaced, Revoked};
    let says = |all: &[(u32, State)], version, until| {
        answer(Some((&standing(all), until)), version, TODAY)
    };
    assert_eq!(answer(None, 1, TODAY), Answer::NotOurs);
    assert_eq!(says(&[(1, Made)], 1, None), Answer::Right);
    assert_eq!(
        says(&[(1, Made), (1, Posted)], 1, Some(TODAY)),
        Answer::Right
    );
    assert_eq!(says(&[(1, Made)], 2, None), Answer::NotOurs);
    assert_eq!(says(&[(1, Made)], 0, None), Answer::NotOurs);
    let replaced = [(1, Made), (1, Replaced), (2, Made)];
    assert_eq!(says(&replaced, 1, None), Answer::Old);
    assert_eq!(says(&replaced, 2, None), Answer::Right);
    assert_eq!(says(&[(1, Made), (1, Expired)], 1, None), Answer::Old);
    let over = Some(date(2026, 11, 26));
    assert_eq!(says(&[(1, Made)], 1, over), Answer::Old);
    let revoked = [(1, Made), (1, Revoked)];
    assert_eq!(says(&revoked, 1, None), Answer::Revoked);
    let anew = [(1, Made), (1, Revoked), (1, Replaced), (2, Made)];
    assert_eq!(says(&anew, 1, None), Answer::Revoked);
    assert_eq!(says(&anew, 2, None), Answer::Right);
    // All posters of a place that is revoked are.
    let gone = [(1, Made), (1, Replaced), (2, Made), (2, Revoked)];
    assert_eq!(says(&gone, 1, None), Answer::Revoked);
}

proptest! {
    /// Whatever was done in whatever order: one version is right at the most, it is the newest, and none of a place that was
    /// revoked last.
    #[test]
    fn at_most_the_newest_version_is_right(
        all in prop::collection::vec((1_u32..5, select(State::ALL.to_vec())), 0..20)
    ) {
        let standing = standing(&all);
        for version in 0..6 {
            let said = answer(Some((&standing, None)), version, TODAY);
            let was_revoked = all.contains(&(version, State::Revoked));
            if said == Answer::Right {
                prop_assert_eq!(version, standing.version);
                prop_assert!(!was_revoked);
            }
            if was_revoked {
                prop_assert_eq!(said, Answer::Revoked);
            }
        }
        prop_assert_eq!(standing.version, all.iter().map(|(version, _)| *version).max().unwrap_or(0));
    }

    #[test]
    fn a_typed_code_is_its_own_reading(typed in "[ -~]{0,20}") {
        if let Some(code) = Code::of_typed(&typed) {
            prop_assert_eq!(Code::of_typed(code.as_str()), Some(code));
        }
    }
}
