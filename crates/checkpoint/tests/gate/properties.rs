//! What holds whatever comes before the gate, and whatever the guard does.

use crate::model;
use crate::stand::{Card, SECOND, Stand, card, nameonly, person, zone};
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{Direction, Happened, Kind, Mode, Outcome, Party, Precision};
use checkpoint::gate::{Gate, NotNow, Recorded, Sighting};
use checkpoint::moment::Moment;
use checkpoint::policy::Policy;
use checkpoint::subject::Who;
use checkpoint::verdict::Reason;
use jiff::SignedDuration;
use proptest::prelude::*;

/// What can come before the gate: one person with three documents of which one knows the old
/// number, whom the old number alone names too; two people who share nothing but an alias; somebody
/// doubtful, somebody refused; people with a name only.
fn cards() -> Vec<Card> {
    vec![
        card(1, 1).named(101),
        card(2, 1),
        card(3, 1).also(11).named(101),
        card(4, 11),
        card(5, 2).also(12),
        card(6, 3).also(12),
        card(7, 4).doubtful(),
        card(8, 4),
        card(9, 5).refused().named(102),
        nameonly(10, 101),
        nameonly(11, 101),
        nameonly(12, 102).doubtful(),
        card(13, 6).also(2),
        card(14, 7).named(101).of_kind(DocumentKind::InsuranceCard),
        card(15, 8)
            .named(102)
            .of_kind(DocumentKind::InsuranceCard)
            .also(5),
    ]
}

#[derive(Clone, Debug)]
enum Act {
    /// Shows a card; the ledger may fail.
    Show {
        card: usize,
        fails: bool,
    },
    /// Holds a card for some seconds.
    Hold {
        card: usize,
        seconds: u64,
    },
    ByHand {
        card: Option<usize>,
        direction: Option<Direction>,
    },
    Paper {
        card: Option<usize>,
        direction: Direction,
        minutes_ago: i64,
    },
    Pass {
        count: u32,
        direction: Option<Direction>,
    },
    /// Answers one of the open matters.
    Decide {
        which: usize,
        admitted: bool,
    },
    TurnRound,
    Undo,
    Purpose,
    SameAs,
    Choose(Mode),
    SetClock {
        minutes: i64,
    },
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::In), Just(Direction::Out)]
}

fn act() -> impl Strategy<Value = Act> {
    let any_card = 0..cards().len();
    prop_oneof![
        12 => (any_card.clone(), prop::bool::weighted(0.1))
            .prop_map(|(card, fails)| Act::Show { card, fails }),
        2 => (any_card.clone(), 1..200_u64)
            .prop_map(|(card, seconds)| Act::Hold { card, seconds }),
        2 => (prop::option::of(any_card.clone()), prop::option::of(direction()))
            .prop_map(|(card, direction)| Act::ByHand { card, direction }),
        2 => (prop::option::of(any_card), direction(), 0..300_i64).prop_map(
            |(card, direction, minutes_ago)| Act::Paper { card, direction, minutes_ago }
        ),
        2 => (1..6_u32, prop::option::of(direction()))
            .prop_map(|(count, direction)| Act::Pass { count, direction }),
        3 => (0..4_usize, any::<bool>())
            .prop_map(|(which, admitted)| Act::Decide { which, admitted }),
        2 => Just(Act::TurnRound),
        2 => Just(Act::Undo),
        2 => Just(Act::Purpose),
        3 => Just(Act::SameAs),
        1 => prop_oneof![Just(Mode::In), Just(Mode::Out), Just(Mode::Auto), Just(Mode::Auto)]
            .prop_map(Act::Choose),
        1 => (-90..90_i64).prop_map(|minutes| Act::SetClock { minutes }),
    ]
}

fn gap() -> impl Strategy<Value = u64> {
    prop_oneof![
        Just(0),
        0..4 * SECOND,
        0..15 * SECOND,
        0..150 * SECOND,
        0..600 * SECOND,
    ]
}

fn acts(most: usize) -> impl Strategy<Value = Vec<(u64, Act)>> {
    prop::collection::vec((gap(), act()), 1..most)
}

fn who(card: Option<usize>) -> Who {
    card.map(|card| cards()[card].who.clone())
        .unwrap_or_default()
}

/// Does it, as far as it can be done; says what a showing was answered with.
fn perform(stand: &mut Stand, act: &Act) -> Option<Sighting> {
    match *act {
        Act::Show { card, fails: true } => return Some(stand.show(&cards()[card])),
        Act::Show { card, fails: false } => return Some(stand.scan(&cards()[card])),
        Act::Hold { card, seconds } => stand.hold(&cards()[card], seconds * SECOND),
        Act::ByHand { card, direction } => {
            stand.by_hand(&who(card), direction);
        }
        Act::Paper {
            card,
            direction,
            minutes_ago,
        } => {
            let happened = Happened {
                at: stand.now.at - SignedDuration::from_mins(minutes_ago),
                precision: Precision::Minute,
            };
            let who = who(card);
            let asked = Some(direction);
            let draft = stand
                .gate
                .manual(&who, asked, Some(happened), true, &stand.now);
            stand.write(draft, who, None);
        }
        Act::Pass { count, direction } => {
            let draft = stand
                .gate
                .passed(count, Party::Pupil, direction, &stand.now);
            stand.write(draft, Who::default(), None);
        }
        Act::Decide { which, admitted } => {
            if let Some(matter) = stand.gate.open_matters().get(which) {
                stand.decide(matter.seq, admitted).unwrap();
            }
        }
        Act::TurnRound => may_be_refused(stand.turn_round()),
        Act::Undo => may_be_refused(stand.undo()),
        Act::Purpose => may_be_refused(stand.purpose()),
        Act::SameAs => may_be_refused(stand.same_as()),
        Act::Choose(mode) => stand.choose(mode),
        Act::SetClock { minutes } => stand.set_clock(minutes * 60_000),
    }
    None
}

fn may_be_refused<T>(result: Result<T, NotNow>) {
    if let Err(refusal) = result {
        assert_ne!(refusal, NotNow::NotOpen);
    }
}

fn today(now: &Moment) -> jiff::civil::Date {
    zone().to_datetime(now.at).date()
}

/// What a gate knows of its day from the log.
fn known(gate: &Gate, now: &Moment) -> impl PartialEq + std::fmt::Debug + use<> {
    let ways: Vec<_> = cards()
        .iter()
        .map(|card| gate.manual(&card.who, None, None, false, now))
        .collect();
    (
        gate.counters(now),
        gate.inside(now),
        gate.open_matters(),
        gate.mode(),
        ways,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400.max(ProptestConfig::default().cases)))]

    #[test]
    fn the_counters_are_those_of_a_recount_from_scratch(
        starts_hours_late in 0..16_u64,
        acts in acts(60),
    ) {
        let mut stand = Stand::new();
        stand.wait(starts_hours_late * 3_600 * SECOND);
        for (gap, act) in &acts {
            stand.wait(*gap);
            perform(&mut stand, act);
            let day = today(&stand.now);
            let recount = model::count(&stand.log, day);
            let counters = stand.gate.counters(&stand.now);
            prop_assert_eq!(counters.inside, recount.inside);
            prop_assert_eq!(counters.entered, recount.entered);
            prop_assert_eq!(counters.left, recount.left);
            let named: u32 = stand.gate.inside(&stand.now).iter().map(|row| row.count).sum();
            prop_assert_eq!(named, recount.inside);
            prop_assert_eq!(stand.gate.open_matters(), recount.open);
        }
    }

    #[test]
    fn a_gate_that_folds_the_log_knows_what_the_gate_that_lived_it_knows(
        starts_hours_late in 0..16_u64,
        acts in acts(60),
    ) {
        let mut stand = Stand::new();
        stand.wait(starts_hours_late * 3_600 * SECOND);
        for (gap, act) in &acts {
            stand.wait(*gap);
            perform(&mut stand, act);
        }
        let now = stand.now;
        prop_assert_eq!(known(&stand.replayed(), &now), known(&stand.gate, &now));
    }

    /// What the ledger hands over at a start: the entries that count for today.
    #[test]
    fn the_entries_of_today_are_enough(
        starts_hours_late in 10..17_u64,
        acts in acts(80),
    ) {
        let mut stand = Stand::new();
        stand.wait(starts_hours_late * 3_600 * SECOND);
        for (gap, act) in &acts {
            stand.wait(*gap);
            perform(&mut stand, act);
        }
        let (now, day) = (stand.now, today(&stand.now));
        let is_today = |one: &Recorded| checkpoint::entry::day_of(&one.entry, &zone()) == day;
        let crosses_midnight = stand.log.iter().any(|one| {
            let said = &one.entry.said;
            let named = said.of.map(|of| &stand.log[usize::try_from(of.seq).unwrap() - 1]);
            named.is_some_and(|named| match said.kind {
                // Somebody admitted after midnight on a scan of before it is counted, but not known.
                Kind::Decision => is_today(one) && !is_today(named),
                // Only where the clock went back over midnight in between.
                Kind::Void | Kind::Correct | Kind::SameAs => !is_today(one) && is_today(named),
                Kind::Scan | Kind::Manual | Kind::Passed | Kind::Gap | Kind::Audit(_) | Kind::AutoOut | Kind::Other(_) => false,
            })
        });
        if crosses_midnight {
            return Ok(());
        }
        let mut gate = Gate::new(crate::stand::settings(stand.mode));
        for one in stand.log.iter().filter(|one| is_today(one)) {
            gate.record(Recorded { code: None, ..one.clone() });
        }
        prop_assert_eq!(gate.counters(&now), stand.gate.counters(&now));
        prop_assert_eq!(gate.inside(&now), stand.gate.inside(&now));
    }

    /// Closing empties the house, moves nobody, and is done once.
    #[test]
    fn the_hour_closes_all_who_are_inside_and_counts_them_nowhere_else(acts in acts(60)) {
        let mut stand = Stand::new();
        for (gap, act) in &acts {
            stand.wait(*gap);
            perform(&mut stand, act);
        }
        let (inside, entered, left) = stand.counters();
        let hour = stand.now.at;
        let at = zone().to_datetime(hour).time();
        let drafts = stand.gate.closing(at, &stand.now);
        for draft in &drafts {
            prop_assert_eq!(&draft.kind, &Kind::AutoOut);
            stand.write(draft.clone(), Who::default(), None);
        }
        let closed: u32 = drafts.iter().map(|draft| draft.count.unwrap_or(1)).sum();
        // Whoever came at this very moment, or by a clock that was ahead, comes after the hour.
        prop_assert_eq!(stand.counters(), (inside - closed, entered, left));
        for row in stand.gate.inside(&stand.now) {
            prop_assert!(row.since >= hour);
        }
        prop_assert_eq!(stand.gate.closing(at, &stand.now), []);
        prop_assert_eq!(known(&stand.replayed(), &stand.now), known(&stand.gate, &stand.now));
    }

    #[test]
    fn identity_only_enters_cards_and_codes_as_if_nothing_were_asked(acts in acts(60)) {
        let mut nothing = Policy::default();
        nothing.rules.clear();
        let (mut stand, mut unasked) = (Stand::new(), Stand::new());
        unasked.gate.ask(nothing, None);
        for (gap, act) in &acts {
            for stand in [&mut stand, &mut unasked] {
                stand.wait(*gap);
            }
            prop_assert_eq!(perform(&mut stand, act), perform(&mut unasked, act));
        }
        let said = |stand: &Stand| -> Vec<_> {
            stand.log.iter().map(|one| one.entry.said.clone()).collect()
        };
        prop_assert_eq!(said(&stand), said(&unasked));
    }

    #[test]
    fn every_showing_is_answered_by_the_rules(acts in acts(60)) {
        let mut stand = Stand::new();
        for (gap, act) in &acts {
            stand.wait(*gap);
            let before = stand.counters();
            let (log, mode) = (stand.log.clone(), stand.gate.mode());
            let answer = perform(&mut stand, act);
            let (Some(answer), Act::Show { card, fails }) = (answer, act) else { continue };
            let card = &cards()[*card];
            match answer {
                Sighting::InView | Sighting::Ignored => {
                    prop_assert_eq!(stand.counters(), before);
                    prop_assert_eq!(stand.log.len(), log.len());
                }
                Sighting::Already { of, verdict, .. } => {
                    prop_assert_eq!(stand.counters(), before);
                    let entry = &log[usize::try_from(of.seq).unwrap() - 1].entry.said;
                    prop_assert_eq!(entry.verdict, Some(verdict));
                    let shown_before = log.iter().any(|one| one.code == Some(card.code));
                    prop_assert!(card.who.person.is_some() || shown_before);
                }
                Sighting::Enter(draft) => {
                    if *fails || draft.direction.is_none() {
                        prop_assert_eq!(stand.counters(), before);
                    }
                    prop_assert_eq!(
                        draft.verdict == Some(Outcome::Admit),
                        card.verdict == checkpoint::verdict::Verdict::Admit
                    );
                    if card.who.person.is_none() {
                        prop_assert_eq!(draft.of, None);
                    }
                    let expected = match mode {
                        Mode::In => Direction::In,
                        Mode::Out => Direction::Out,
                        Mode::Auto => {
                            let day = today(&stand.now);
                            match model::last_direction(&log, &card.who, day) {
                                Some(Direction::In) => Direction::Out,
                                Some(Direction::Out) | None => Direction::In,
                            }
                        }
                    };
                    match draft.direction {
                        Some(direction) => prop_assert_eq!(direction, expected),
                        None => prop_assert!(
                            draft.verdict != Some(Outcome::Admit) || draft.of.is_some()
                        ),
                    }
                    if draft.direction.is_none() && draft.of.is_some() {
                        let first = draft.of.unwrap().seq;
                        let first = &log[usize::try_from(first).unwrap() - 1];
                        prop_assert!(stand.now.since(&first.entry.moment) <= 20 * SECOND);
                        prop_assert_ne!(first.code, Some(card.code));
                    }
                    if draft.reasons.contains(&Reason::PossibleDouble) {
                        prop_assert!(card.who.namesake.is_some());
                    }
                }
            }
        }
    }

    /// Whatever else happens meanwhile to other people, and however long it lasts.
    #[test]
    fn a_code_that_stays_in_view_is_one_entry(
        steps in prop::collection::vec((0..3 * SECOND, act()), 1..200),
    ) {
        let mine = card(50, 50);
        let mut stand = Stand::new();
        stand.scan(&mine);
        for (gap, act) in &steps {
            if matches!(act, Act::Hold { .. } | Act::Undo) {
                continue;
            }
            stand.wait(*gap);
            prop_assert_eq!(stand.scan(&mine), Sighting::InView);
            perform(&mut stand, act);
        }
        let entries = stand.log.iter().filter(|one| one.who.person == Some(person(50)));
        prop_assert_eq!(entries.count(), 1);
    }

    /// One person's many showings, against the intervals taken literally.
    #[test]
    fn repeats_follow_the_intervals_from_the_last_sighting(
        gaps in prop::collection::vec((gap(), any::<bool>()), 1..60),
    ) {
        let mut stand = Stand::new();
        let codes = [card(1, 1), card(2, 1)];
        let mut entered: Option<u64> = None;
        let mut has_second = [false; 2];
        let mut seen = [None::<u64>; 2];
        let mut clock = 0_u64;
        for (gap, which) in gaps {
            stand.wait(gap);
            clock += gap;
            let which = usize::from(which);
            let since = |seen: Option<u64>| seen.map(|at| clock - at);
            let last = seen.iter().copied().flatten().max();
            let own = since(seen[which]);
            let answer = stand.scan(&codes[which]);
            let word = match &answer {
                Sighting::InView => "in view",
                Sighting::Ignored => "ignored",
                Sighting::Already { .. } => "already",
                Sighting::Enter(draft) if draft.direction.is_none() => "second",
                Sighting::Enter(_) => "enter",
            };
            let expected = if own.is_some_and(|own| own < 3 * SECOND) {
                "in view"
            } else if since(entered).is_some_and(|ms| ms <= 20 * SECOND) && !has_second[which] {
                "second"
            } else {
                match since(last) {
                    Some(ms) if ms < 10 * SECOND => "ignored",
                    Some(ms) if ms <= 120 * SECOND => "already",
                    Some(_) | None => "enter",
                }
            };
            prop_assert_eq!(word, expected);
            if word == "enter" {
                entered = Some(clock);
                has_second = [which == 0, which == 1];
            } else if word == "second" {
                has_second[which] = true;
            }
            seen[which] = Some(clock);
        }
    }

    #[test]
    fn a_void_gives_the_state_of_before_and_lifts_the_suppression(
        acts in acts(40),
        which in 0..cards().len(),
    ) {
        let mut stand = Stand::new();
        for (gap, act) in &acts {
            stand.wait(*gap);
            perform(&mut stand, act);
        }
        stand.wait(5 * SECOND);
        let card = &cards()[which];
        let counters = stand.counters();
        let inside = stand.gate.inside(&stand.now);
        let Sighting::Enter(entered) = stand.scan(card) else { return Ok(()) };
        // A second document moves nobody and isn't what F7 means.
        if entered.of.is_some() && entered.direction.is_none() {
            return Ok(());
        }
        stand.undo().unwrap();
        prop_assert_eq!(stand.counters(), counters);
        prop_assert_eq!(stand.gate.inside(&stand.now), inside);
        prop_assert_eq!(stand.scan(card), Sighting::InView);
        stand.wait(3 * SECOND);
        let Sighting::Enter(again) = stand.scan(card) else {
            return Err(TestCaseError::fail("the void left the person suppressed"));
        };
        prop_assert_eq!((again.direction, again.of), (entered.direction, entered.of));
    }

    #[test]
    fn a_clock_that_jumps_changes_no_answer(
        acts in prop::collection::vec((gap(), act(), -60..60_i64), 1..40),
    ) {
        let (mut steady, mut jumping) = (Stand::new(), Stand::new());
        for stand in [&mut steady, &mut jumping] {
            stand.wait(6 * 3_600 * SECOND);
        }
        let mut off = 0;
        for (gap, act, jump) in &acts {
            // A line of the paper book stands where the clock says that it happened.
            if matches!(act, Act::Paper { .. } | Act::SetClock { .. }) {
                continue;
            }
            steady.wait(*gap);
            jumping.wait(*gap);
            jumping.set_clock((jump - off) * 60_000);
            off = *jump;
            let word = |answer: Option<Sighting>| answer.map(|answer| match answer {
                Sighting::InView => ("in view", None, None),
                Sighting::Ignored => ("ignored", None, None),
                Sighting::Already { of, verdict, .. } => ("already", Some(of), Some(verdict)),
                Sighting::Enter(draft) => ("enter", draft.of, draft.verdict),
            });
            let answers = (perform(&mut steady, act), perform(&mut jumping, act));
            prop_assert_eq!(word(answers.0), word(answers.1));
            prop_assert_eq!(steady.counters(), jumping.counters());
        }
    }

    #[test]
    fn a_weak_identity_is_always_entered_when_its_code_is_new(
        acts in acts(40),
        namesake in 101..103_u8,
    ) {
        let mut stand = Stand::new();
        for (gap, act) in &acts {
            stand.wait(*gap);
            perform(&mut stand, act);
        }
        let inside = stand.counters().0;
        let mode = stand.gate.mode();
        let draft = stand.enter(&nameonly(90, namesake));
        prop_assert_eq!(draft.of, None);
        if mode != Mode::Out {
            prop_assert_eq!(draft.direction, Some(Direction::In));
            prop_assert_eq!(stand.counters().0, inside + 1);
        }
    }
}
