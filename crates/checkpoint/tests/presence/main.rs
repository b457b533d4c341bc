//! Who was inside: by example, and against a count that goes minute by minute.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use checkpoint::entry::{Direction, Draft, Entry, Happened, Kind, Outcome, Precision, Ref};
use checkpoint::moment::{Boot, Moment};
use checkpoint::presence::{Presence, Recorded, Time};
use checkpoint::subject::{Person, Who};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn minute(minute: i64) -> Timestamp {
    "2026-03-02T00:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minute)
}

/// All of time.
const EVER: (Timestamp, Timestamp) = (Timestamp::MIN, Timestamp::MAX);

fn who(number: u8) -> Who {
    Who {
        person: Some(Person([number; 16])),
        ..Who::default()
    }
}

/// Writes as a gate does, so that only what a line can say is tested.
struct Log {
    history: i64,
    written: Vec<Recorded>,
}

impl Log {
    fn new(history: i64) -> Log {
        Log {
            history,
            written: Vec::new(),
        }
    }

    fn write(&mut self, at: Timestamp, draft: &Draft, who: Who) -> u64 {
        let seq = self.written.len() as u64 + 1;
        let moment = Moment {
            at,
            mono_ms: seq,
            boot: Boot([1; 16]),
            offset: None,
        };
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let gate = u32::try_from(self.history).unwrap();
        let line = draft
            .line(
                seq,
                uuid::Builder::from_unix_timestamp_millis(seq, &[0; 10]).into_uuid(),
                &moment,
                gate,
                &zone,
                None,
            )
            .unwrap();
        let entry = Entry::parse(line.as_bytes()).unwrap();
        self.written
            .push(Recorded::in_history(self.history, entry, who));
        seq
    }

    fn passes(&mut self, at: i64, direction: Direction, who: Who) -> u64 {
        let mut draft = Draft::new(Kind::Scan);
        draft.direction = Some(direction);
        draft.verdict = Some(Outcome::Admit);
        self.write(minute(at), &draft, who)
    }

    fn names(&mut self, kind: Kind, seq: u64, draft: impl FnOnce(&mut Draft)) -> u64 {
        let said = &self.written[usize::try_from(seq - 1).unwrap()].entry;
        let was = checkpoint::entry::Was::of(said, &TimeZone::get("Asia/Ho_Chi_Minh").unwrap());
        let mut own = Draft::new(kind.clone());
        own.of = Some(Ref { seq, leaf: [0; 32] });
        if [Kind::Void, Kind::Correct, Kind::SameAs].contains(&kind) {
            own.was = Some(was);
        }
        draft(&mut own);
        self.write(minute(1000), &own, Who::default())
    }
}

#[test]
fn a_stay_runs_from_one_gate_to_another() {
    let (mut one, mut two) = (Log::new(1), Log::new(2));
    one.passes(10, Direction::In, who(1));
    two.passes(40, Direction::Out, who(1));
    two.passes(20, Direction::In, who(2));
    let presence = Presence::of(&[two.written, one.written].concat());
    let times = |at: Option<checkpoint::presence::Passage>| at.map(|at| (at.at, at.gate));
    let stays: Vec<_> = presence
        .stays
        .iter()
        .map(|stay| (times(stay.came), times(stay.left)))
        .collect();
    assert_eq!(
        stays,
        [
            (Some((minute(10), 1)), Some((minute(40), 2))),
            (Some((minute(20), 2)), None),
        ]
    );
    let day = |_| (minute(0), minute(1440));
    let [first, second] = [presence.stays[0], presence.stays[1]];
    assert_eq!(first.minutes_with(&second, EVER, &day), Some(20));
    assert!(first.time() == Time::Real && second.time() == Time::Estimated);
}

#[test]
fn an_exit_that_nobody_saw_is_no_exit_and_is_not_dropped() {
    let mut log = Log::new(1);
    log.passes(10, Direction::In, who(1));
    log.passes(100, Direction::In, who(1));
    log.passes(30, Direction::In, who(2));
    log.passes(50, Direction::Out, who(3));
    let presence = Presence::of(&log.written);
    let stays = presence.stays;
    assert_eq!((stays.len(), stays[0].again), (4, Some(minute(100))));
    let day = |_| (minute(0), minute(1440));
    // Until they came in anew; and one who was never seen coming was there since the day began.
    assert_eq!(stays[0].minutes_with(&stays[1], EVER, &day), Some(70));
    assert_eq!(stays[0].minutes_with(&stays[2], EVER, &day), Some(40));
    assert!(stays[3].holds(minute(101)) && !stays[0].holds(minute(101)));
}

#[test]
fn whoever_was_closed_is_inside_no_more_and_has_met_whom_they_may_have_met() {
    let mut log = Log::new(1);
    let came = log.passes(10, Direction::In, who(1));
    let group = log.passes(20, Direction::In, Who::default());
    log.passes(700, Direction::In, who(2));
    let close = |draft: &mut Draft| {
        draft.direction = Some(Direction::Out);
        draft.happened = Some(Happened {
            at: minute(600),
            precision: Precision::Hour,
        });
    };
    let closed = log.names(Kind::AutoOut, came, close);
    log.names(Kind::AutoOut, group, close);
    let presence = Presence::of(&log.written);
    let stay = presence.stays[0];
    assert!(stay.holds(minute(599)) && !stay.holds(minute(600)));
    assert_eq!((stay.left, stay.time()), (None, Time::Estimated));
    let day = |_| (minute(0), minute(1440));
    assert_eq!(stay.minutes_with(&presence.stays[1], EVER, &day), Some(740));
    let unnamed = [599, 600].map(|at| presence.unnamed_at(minute(at)));
    assert_eq!(unnamed, [1, 0]);
    log.names(Kind::Void, closed, |_| {});
    let presence = Presence::of(&log.written);
    assert_eq!(presence.stays[0].closed, None);
    assert!(presence.stays[0].holds(minute(600)), "the coming stands");
}

/// The day of a minute.
fn day_of(at: Timestamp) -> (Timestamp, Timestamp) {
    let minutes = at.duration_since(minute(0)).as_mins();
    let begins = minutes - minutes.rem_euclid(1440);
    (minute(begins), minute(begins + 1440))
}

#[test]
fn over_days_an_exit_that_nobody_saw_ends_with_its_day_and_a_night_shift_doesn_t() {
    const DAY: i64 = 1440;
    let mut log = Log::new(1);
    // A night shift, both ends seen.
    log.passes(DAY - 120, Direction::In, who(1));
    log.passes(DAY + 360, Direction::Out, who(1));
    // Came on the first day; was seen again only going out two days later.
    log.passes(600, Direction::In, who(2));
    log.passes(2 * DAY + 700, Direction::Out, who(2));
    // Came on the first day and anew on the third.
    log.passes(700, Direction::In, who(3));
    log.passes(2 * DAY + 800, Direction::In, who(3));
    let stays = Presence::of(&log.written).stays;
    let spans: Vec<_> = stays
        .iter()
        .map(|stay| {
            let minutes = |at: Timestamp| at.duration_since(minute(0)).as_mins();
            let (from, to) = stay.span(&day_of);
            (stay.whose, minutes(from), minutes(to), stay.time())
        })
        .collect();
    assert_eq!(
        spans,
        [
            (0, 600, DAY, Time::Estimated),
            (1, 700, DAY, Time::Estimated),
            (2, DAY - 120, DAY + 360, Time::Real),
            (0, 2 * DAY, 2 * DAY + 700, Time::Estimated),
            (1, 2 * DAY + 800, 3 * DAY, Time::Estimated),
        ]
    );
    assert_eq!(stays[0].minutes_with(&stays[2], EVER, &day_of), Some(120));
    assert_eq!(stays[0].minutes_with(&stays[3], EVER, &day_of), None);
    let shift = stays[2].came.unwrap().of;
    let told: Vec<bool> = stays.iter().map(|stay| stay.is_told_by(shift)).collect();
    assert_eq!(told, [false, false, true, false, false]);
}

#[test]
fn what_was_undone_turned_round_or_decided_moves_as_it_says_now() {
    let mut log = Log::new(1);
    let undone = log.passes(1, Direction::In, who(1));
    let turned = log.passes(2, Direction::In, who(2));
    let mut looked = Draft::new(Kind::Scan);
    looked.verdict = Some(Outcome::Look);
    let looked = log.write(minute(3), &looked, who(3));
    log.names(Kind::Void, undone, |_| {});
    log.names(Kind::Correct, turned, |draft| {
        draft.direction = Some(Direction::Out);
    });
    let decided = log.names(Kind::Decision, looked, |draft| {
        draft.direction = Some(Direction::In);
        draft.verdict = Some(Outcome::Admit);
    });
    let presence = Presence::of(&log.written);
    assert_eq!(presence.stays.len(), 2);
    assert_eq!(presence.stays[0].left.unwrap().of, (1, turned));
    let came = presence.stays[1].came.unwrap();
    assert_eq!((came.of, came.named_by), ((1, decided), (1, looked)));
}

#[test]
fn who_has_no_name_is_counted_and_never_below_zero() {
    let mut log = Log::new(1);
    for (at, direction, count) in [
        (1, Direction::Out, 4),
        (2, Direction::In, 3),
        (5, Direction::Out, 1),
    ] {
        let mut draft = Draft::new(Kind::Passed);
        draft.direction = Some(direction);
        draft.count = Some(count);
        log.write(minute(at), &draft, Who::default());
    }
    let presence = Presence::of(&log.written);
    let inside = [1, 2, 4, 5].map(|at| presence.unnamed_at(minute(at)));
    assert_eq!(inside, [0, 3, 3, 2]);
}

#[test]
fn an_old_number_is_the_same_person_and_a_shared_one_joins_nobody() {
    let with_old = |number: u8, old: u8| Who {
        aliases: vec![Person([old; 16])],
        ..who(number)
    };
    let mut log = Log::new(1);
    log.passes(1, Direction::In, who(9));
    log.passes(2, Direction::Out, with_old(1, 9));
    log.passes(3, Direction::In, with_old(2, 8));
    log.passes(4, Direction::Out, with_old(3, 8));
    let stays = Presence::of(&log.written).stays;
    assert!(stays[0].left.is_some(), "by the old number");
    assert_eq!(stays.len(), 3);
    let whose: Vec<usize> = stays.iter().map(|stay| stay.whose).collect();
    assert_eq!(whose, [0, 1, 2]);
    assert!(stays[1].left.is_none() && stays[2].came.is_none());
}

#[test]
fn a_second_document_that_the_guard_joined_is_nobody_more() {
    let mut log = Log::new(1);
    log.passes(1, Direction::In, who(1));
    let second = log.passes(2, Direction::In, who(2));
    log.names(Kind::SameAs, second, |draft| {
        draft.verdict = Some(Outcome::Admit);
    });
    log.written.last_mut().unwrap().who = who(1);
    let stays = Presence::of(&log.written).stays;
    assert_eq!(stays.len(), 1);
    assert!(stays[0].holds(minute(1001)));
}

proptest! {
    /// Whoever's newest passage by a moment was in, is inside; in whatever order the logs come.
    #[test]
    fn inside_is_whoever_passed_in_last(
        passages in proptest::collection::vec((1_i64..3, 0_u8..5, any::<bool>()), 0..60),
        at in 0_i64..70,
    ) {
        let mut logs = [Log::new(1), Log::new(2)];
        let mut inside = std::collections::BTreeSet::new();
        for (place, &(gate, person, comes)) in (0_i64..).zip(&passages) {
            let direction = if comes { Direction::In } else { Direction::Out };
            logs[usize::try_from(gate - 1).unwrap()].passes(place, direction, who(person));
            if place <= at {
                if comes { inside.insert(person) } else { inside.remove(&person) };
            }
        }
        let [one, two] = logs.map(|log| log.written);
        let presence = Presence::of(&[one.clone(), two.clone()].concat());
        let held = presence.stays.iter().filter(|stay| stay.holds(minute(at))).count();
        prop_assert_eq!(held, inside.len());
        prop_assert_eq!(presence, Presence::of(&[two, one].concat()));
    }
}
