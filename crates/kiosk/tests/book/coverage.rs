//! Coverage in counting windows, against a count that goes through the log line by line.

use super::writer::{Act, Document, Writer, act};
use checkpoint::entry::{Audit, Direction, Draft, Happened, Kind, Outcome, Precision};
use checkpoint::report::Period;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kiosk::accounts::papers::asked;
use kiosk::book::{Book, Unclear};
use kiosk::ledger::Reading;
use kiosk::settings::Settings;
use paper::list::Names;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A count that ends now and began so many minutes ago at a gate; None takes it back.
type Count = (u32, i64, Option<u32>);

fn headcount(writer: &mut Writer, (gate, minutes, count): Count) {
    let now = writer.now().at;
    // Counts begin on the hour, so that some begin together.
    let hour = 3_600_000;
    let began = now.as_millisecond() - minutes * 60_000;
    let mut draft = Draft::new(Kind::Audit(Audit::Headcount));
    draft.happened = Some(Happened {
        at: Timestamp::from_millisecond(began - began % hour).unwrap(),
        precision: Precision::Second,
    });
    draft.until = Some(now);
    draft.count = count;
    writer.write(&draft, None, gate);
}

/// Way and verdict.
type Word = (Option<Direction>, Option<Outcome>);

#[derive(Clone)]
struct Came {
    seq: u64,
    at: Timestamp,
    gate: u32,
    people: i64,
    is_counted: bool,
    /// As the newest word has it.
    now: Word,
    is_void: bool,
    /// The guard's answers: seq, when, way and verdict, whether taken back.
    answers: Vec<(u64, Timestamp, Word, bool)>,
}

/// What each window came to: gate, beginning, counted, recorded.
fn recount(writer: &Writer) -> Vec<(u32, Timestamp, i64, i64)> {
    let mut came: Vec<Came> = Vec::new();
    let mut windows: Vec<(u32, Timestamp, Timestamp, i64)> = Vec::new();
    for (written, _) in &writer.written {
        let (entry, said) = (&written.entry, &written.entry.said);
        let of = said.of.map(|of| of.seq);
        let word = (said.direction, said.verdict);
        match said.kind {
            Kind::Scan | Kind::Manual | Kind::Passed => came.push(Came {
                seq: entry.seq,
                at: entry.counted_at(),
                gate: entry.gate,
                people: i64::from(said.count.unwrap_or(1)),
                is_counted: said.kind == Kind::Passed,
                now: word,
                is_void: false,
                answers: Vec::new(),
            }),
            Kind::Decision => {
                let scan = came.iter_mut().find(|one| Some(one.seq) == of).unwrap();
                let at = entry.counted_at();
                scan.answers.push((entry.seq, at, word, false));
            }
            Kind::Void | Kind::Correct | Kind::SameAs => {
                for one in &mut came {
                    let is_void = said.kind == Kind::Void;
                    if Some(one.seq) == of {
                        one.is_void |= is_void;
                        one.now = if is_void { one.now } else { word };
                    }
                    for answer in one.answers.iter_mut().filter(|(seq, ..)| Some(*seq) == of) {
                        answer.3 |= is_void;
                        answer.2 = if is_void { answer.2 } else { word };
                    }
                }
            }
            Kind::Audit(Audit::Headcount) => {
                let began = said.happened.unwrap().at;
                windows.retain(|(gate, from, ..)| (*gate, *from) != (entry.gate, began));
                if let Some(count) = said.count {
                    let until = said.until.unwrap();
                    windows.push((entry.gate, began, until, i64::from(count)));
                }
            }
            Kind::Audit(_) | Kind::Gap | Kind::AutoOut | Kind::Other(_) => {}
        }
    }
    let passed = |one: &Came| {
        let answer = one.answers.iter().rev().find(|(.., is_void)| !is_void);
        let (at, (way, verdict)) = answer.map_or((one.at, one.now), |(_, at, now, _)| (*at, *now));
        let is_in = way.is_some() && verdict == Some(Outcome::Admit);
        (is_in && !one.is_void && !one.is_counted).then_some((at, one.people))
    };
    let mut told: Vec<(u32, Timestamp, i64, i64)> = windows
        .iter()
        .map(|(gate, from, to, counted)| {
            let here = came.iter().filter(|one| one.gate == *gate);
            let within = here
                .filter_map(passed)
                .filter(|(at, _)| from <= at && at < to);
            let recorded = within.map(|(_, people)| people).sum();
            (*gate, *from, *counted, recorded)
        })
        .collect();
    told.sort();
    told
}

/// The windows of a day's report.
fn windows_of(writer: &Writer, day: Date, now: Timestamp) -> Vec<paper::account::Window> {
    let zone = writer.post.zone.clone();
    let settings = Settings::default();
    let period = Period::day(day);
    let asked = asked(&settings, &zone, now, period, None, BTreeMap::new());
    let names = Names {
        zone,
        gates: BTreeMap::new(),
        purposes: BTreeMap::new(),
    };
    let reading = Reading::open(&writer.post.home).unwrap();
    let learnt = reading.learn(&asked, &names.zone).unwrap();
    reading.account(&learnt, &asked, &names).unwrap().windows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn coverage_equals_a_recount_of_the_windows(
        acts in prop::collection::vec(
            (act(), prop::option::weighted(0.3, (1..4_u32, 1..180_i64, prop::option::weighted(0.9, 0..200_u32)))),
            1..60,
        ),
    ) {
        let mut writer = Writer::new();
        for (act, count) in &acts {
            // A clock that isn't trusted dates nothing for a day.
            if !matches!(act, Act::Clock(_)) {
                writer.act(act);
            }
            if let Some(count) = count {
                headcount(&mut writer, *count);
            }
        }
        let now = writer.post.now().at;
        let zone = &writer.post.zone;
        let book = Book::open(&writer.post.home, zone.clone()).unwrap();
        let recounted = recount(&writer);
        let mut days: Vec<_> = recounted.iter().map(|(_, from, ..)| zone.to_datetime(*from).date()).collect();
        days.push(zone.to_datetime(now).date());
        days.sort();
        days.dedup();
        for date in days {
            let day = book.day(date, now).unwrap();
            let mut told: Vec<_> = day
                .bars
                .windows
                .iter()
                .map(|window| (window.gate, window.from, window.counted, window.recorded))
                .collect();
            told.sort();
            let own: Vec<_> = recounted
                .iter()
                .filter(|(_, from, ..)| zone.to_datetime(*from).date() == date)
                .copied()
                .collect();
            // Whoever passed a day later than they were seen, in a window over midnight, is told by the report of both days.
            let is_split = day.bars.windows.iter().any(|window| zone.to_datetime(window.to).date() != date);
            if !is_split {
                prop_assert_eq!(&told, &own);
                let sum = |figure: fn(&(u32, Timestamp, i64, i64)) -> i64| own.iter().map(figure).sum::<i64>();
                let coverage = (!own.is_empty()).then(|| (sum(|one| one.2), sum(|one| one.3)));
                prop_assert_eq!(day.bars.coverage(), coverage);
                let mut printed: Vec<_> = windows_of(&writer, date, now)
                    .iter()
                    .map(|window| (window.passed, window.recorded))
                    .collect();
                printed.sort();
                let mut figures: Vec<_> = own.iter().map(|one| (one.2, one.3)).collect();
                figures.sort();
                prop_assert_eq!(printed, figures, "the report says the same");
            }
        }
    }
}

#[test]
fn whoever_may_be_inside_is_called_also_when_the_gate_closed_them() {
    let mut writer = Writer::new();
    let come = |who| Act::Scan(who, Document::New, Some(Direction::In), Outcome::Admit, 1);
    writer.act(&come(0));
    writer.act(&come(1));
    let second = writer.written[1].0.reference();
    writer.act(&Act::Scan(
        0,
        Document::New,
        Some(Direction::Out),
        Outcome::Admit,
        1,
    ));
    writer.act(&come(2));
    writer.act(&Act::Passed(Direction::In, 5));
    writer.act(&Act::Typed(0, Direction::In));
    writer.act(&Act::Typed(2, Direction::In));
    writer.act(&Act::Typed(1, Direction::Out));
    let third = writer.written[6].0.reference();
    let mut closed = Draft::new(Kind::AutoOut);
    closed.of = Some(second);
    writer.write(&closed, None, 1);
    closed.of = Some(third);
    writer.write(&closed, None, 1);
    let zone = writer.post.zone.clone();
    let book = Book::open(&writer.post.home, zone.clone()).unwrap();
    let roll = book.roll(writer.post.now().at).unwrap();
    let names = |people: Vec<kiosk::book::Present>| -> Vec<u64> {
        people
            .iter()
            .map(|one| one.stay.came.unwrap().of.1)
            .collect()
    };
    let place = |at: usize| writer.written[at].0.entry.seq;
    assert_eq!(names(roll.inside), [place(3)]);
    assert_eq!(names(roll.maybe), [place(1)], "an estimate is no sight");
    assert_eq!(roll.unnamed, 6);
    let unclear = |unclear: &[Unclear]| -> Vec<Option<String>> {
        let rows = unclear.iter().map(|(_, row)| row);
        rows.map(|row| row.line.identity.name.clone()).collect()
    };
    assert_eq!(unclear(&roll.unclear), [Some("Lê Văn Ca".to_owned())]);
    let inside = book.inside(writer.post.now().at).unwrap();
    assert_eq!((inside.unnamed, unclear(&inside.unclear)), (5, vec![]));
    writer.post.pass_seconds(24 * 3_600 + 60);
    let book = Book::open(&writer.post.home, zone).unwrap();
    let later = book
        .roll(writer.post.now().at - SignedDuration::from_hours(1))
        .unwrap();
    assert!(later.inside.is_empty());
    assert_eq!(
        later.maybe.len(),
        2,
        "until nobody's stay can have lasted so long"
    );
    let whom = book.whom(place(3)).unwrap().unwrap();
    assert_eq!(
        (whom.of.seq, whom.name.as_deref()),
        (place(3), Some("Người Thử 2"))
    );
    assert_eq!(
        book.whom(place(4)).unwrap(),
        None,
        "who was counted is nobody"
    );
}
