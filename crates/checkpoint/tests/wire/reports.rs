//! Reports: the sum of the parts is the report of the whole, however the log is cut.

use checkpoint::entry::{
    Audit, Direction, Draft, Entry, Happened, Kind, Outcome, Precision, Ref, Was,
};
use checkpoint::moment::{Boot, Moment};
use checkpoint::report::{Figure, Report, Rows, Slot};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};

fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

const ENTRIES: &str = include_str!("../../../../tests/fixtures/wire/entries.jsonl");

fn entry(seq: u64, minutes: i64, said: Draft) -> Entry {
    let start: jiff::Timestamp = "2026-11-24T00:00:00+07:00".parse().unwrap();
    Entry {
        seq,
        id: uuid::Uuid::nil(),
        moment: Moment {
            at: start + jiff::SignedDuration::from_mins(minutes),
            mono_ms: 0,
            boot: Boot([0; 16]),
            offset: None,
        },
        gate: 1 + (seq % 2) as u32,
        said,
        subject: None,
    }
}

fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Rows {
    let mut rows = Rows::default();
    for entry in entries {
        rows.add(entry, &zone());
    }
    rows
}

fn figures(report: &Report) -> BTreeMap<&'static str, i64> {
    Figure::ALL
        .into_iter()
        .map(|figure| (figure.word(), report.get(figure)))
        .filter(|(_, count)| *count != 0)
        .collect()
}

#[test]
fn the_known_log_is_counted_as_by_hand() {
    let entries: Vec<Entry> = ENTRIES
        .lines()
        .map(|line| Entry::parse(line.as_bytes()).unwrap())
        .collect();
    let rows = fold(&entries);
    let hour = |hour| {
        let slot = Slot {
            day: jiff::civil::date(2026, 11, 24),
            hour,
            gate: 1,
        };
        figures(&rows.0[&slot])
    };
    // Entries 1, 2 and the paper line 8.
    let six = [("entries", 3), ("manual_in", 1), ("paper_in", 1)];
    assert_eq!(hour(6), six.into());
    // Scans 3, 4 and 5, the answer 6, and 7, which 12 turned round.
    let seven = [
        ("entries", 5),
        ("scan_in", 1),
        ("decision_in", 1),
        ("manual_out", 1),
        ("scan_admit", 2),
        ("scan_look", 1),
        ("admitted", 1),
    ];
    assert_eq!(hour(7), seven.into());
    // Three passed, and one of them was taken back by a line that doesn't repeat the number.
    let eight = [("entries", 2), ("corrections", 1), ("passed_in", 2)];
    assert_eq!(hour(8), eight.into());
    let total = rows.total();
    // Besides 23, the five of 34, 52 and 53; 32 took the exit 11 back, and 36 the estimate 35.
    assert_eq!((total.people_in(), total.people_out()), (14, 1));
    assert_eq!(total.get(Figure::Entries), 54);
    assert_eq!(total.get(Figure::AutoOut), 0);
    let ten = hour(10);
    assert_eq!((ten["scan_refuse"], ten["turned_away"]), (1, 1));
}

#[test]
fn columns_are_told_apart_by_their_words_and_come_back_as_they_were() {
    let words: BTreeSet<&str> = Figure::ALL.iter().map(|figure| figure.word()).collect();
    assert_eq!(words.len(), Figure::ALL.len());
    for (at, figure) in Figure::ALL.into_iter().enumerate() {
        let mut figures = [0; Figure::ALL.len()];
        figures[at] = 7;
        let report = Report::of(figures);
        assert_eq!(report.get(figure), 7);
        assert_eq!(report.figures(), &figures);
    }
}

#[test]
fn a_second_document_that_turns_out_to_be_the_same_person_s_moves_nobody() {
    let mut scan = Draft::new(Kind::Scan);
    (scan.direction, scan.verdict) = (Some(Direction::In), Some(Outcome::Admit));
    let first = entry(1, 0, scan);
    let mut same = Draft::new(Kind::SameAs);
    same.of = Some(Ref {
        seq: 1,
        leaf: [0; 32],
    });
    same.was = Some(Was::of(&first, &zone()));
    same.verdict = Some(Outcome::Admit);
    let total = fold(&[first, entry(2, 1, same)]).total();
    let counted = [("entries", 2), ("scan_admit", 1)];
    assert_eq!(figures(&total), counted.into());
}

#[derive(Clone, Debug)]
enum Step {
    New(Box<Draft>, i64),
    /// Names one of those before.
    Void(prop::sample::Index),
    Correct(prop::sample::Index, Option<Direction>, Option<Outcome>),
    SameAs(prop::sample::Index, Option<Direction>, Option<Outcome>),
}

fn step() -> impl Strategy<Value = Step> {
    let kinds = select(vec![
        Kind::Scan,
        Kind::Manual,
        Kind::Passed,
        Kind::Decision,
        Kind::Gap,
        Kind::Audit(Audit::Config),
        Kind::Other("vehicle-trip".into()),
    ]);
    let direction = prop::option::of(select(vec![Direction::In, Direction::Out]));
    let verdict = prop::option::of(select(vec![Outcome::Admit, Outcome::Look, Outcome::Refuse]));
    let new = (
        kinds,
        direction.clone(),
        verdict.clone(),
        any::<bool>(),
        1..50_u32,
        0..3_000_i64,
    );
    let new = new.prop_map(|(kind, direction, verdict, paper, count, minutes)| {
        let mut draft = Draft::new(kind);
        draft.count = (draft.kind == Kind::Passed).then_some(count);
        (draft.direction, draft.verdict, draft.paper) = (direction, verdict, paper);
        Step::New(Box::new(draft), minutes)
    });
    prop_oneof![
        4 => new,
        1 => any::<prop::sample::Index>().prop_map(Step::Void),
        2 => (any::<prop::sample::Index>(), direction.clone(), verdict.clone())
            .prop_map(|(of, direction, verdict)| Step::Correct(of, direction, verdict)),
        1 => (any::<prop::sample::Index>(), direction, verdict)
            .prop_map(|(of, direction, verdict)| Step::SameAs(of, direction, verdict)),
    ]
}

/// A fact as it counts at present, with what its first entry was.
struct Fact {
    first: Entry,
    direction: Option<Direction>,
    verdict: Option<Outcome>,
}

/// The entries that a post would write, and what counts in the end: facts that aren't void, as the
/// last correction left them.
fn history(steps: Vec<Step>) -> (Vec<Entry>, Vec<Fact>) {
    let (mut entries, mut facts): (Vec<Entry>, Vec<Fact>) = (Vec::new(), Vec::new());
    for (step, seq) in steps.into_iter().zip(1..) {
        let amend = |fact: &Fact, kind| {
            let mut draft = Draft::new(kind);
            draft.of = Some(Ref {
                seq: fact.first.seq,
                leaf: [0; 32],
            });
            draft.was = Some(Was {
                direction: fact.direction,
                verdict: fact.verdict,
                ..Was::of(&fact.first, &zone())
            });
            draft.count = fact.first.said.count;
            draft.paper = fact.first.said.paper;
            draft
        };
        let now = i64::try_from(seq).unwrap() + 3_000;
        match step {
            Step::New(said, minutes) => {
                let mut said = *said;
                let mut new = entry(seq, now, said.clone());
                if said.paper {
                    said.happened = Some(Happened {
                        at: entry(seq, minutes, said.clone()).moment.at,
                        precision: Precision::Minute,
                    });
                    new.said = said;
                }
                facts.push(Fact {
                    direction: new.said.direction,
                    verdict: new.said.verdict,
                    first: new.clone(),
                });
                entries.push(new);
            }
            Step::Void(at) if !facts.is_empty() => {
                let fact = facts.remove(at.index(facts.len()));
                entries.push(entry(seq, now, amend(&fact, Kind::Void)));
            }
            Step::Correct(at, direction, verdict) if !facts.is_empty() => {
                let at = at.index(facts.len());
                let fact = &mut facts[at];
                let mut draft = amend(fact, Kind::Correct);
                (draft.direction, draft.verdict) = (direction, verdict);
                entries.push(entry(seq, now, draft));
                fact.direction = direction.or(fact.direction);
                fact.verdict = verdict.or(fact.verdict);
            }
            Step::SameAs(at, direction, verdict) if !facts.is_empty() => {
                let at = at.index(facts.len());
                let fact = &mut facts[at];
                let mut draft = amend(fact, Kind::SameAs);
                (draft.direction, draft.verdict) = (direction, verdict);
                entries.push(entry(seq, now, draft));
                // It says all that counts: a further document of somebody has no direction.
                (fact.direction, fact.verdict) = (direction, verdict);
            }
            Step::Void(_) | Step::Correct(..) | Step::SameAs(..) => {}
        }
    }
    (entries, facts)
}

/// Without what counts lines rather than people and documents.
fn what_counts(rows: &Rows) -> BTreeMap<Slot, BTreeMap<&'static str, i64>> {
    let lines = ["entries", "unknown", "voids", "corrections", "gaps"];
    let figures = rows.0.iter().map(|(slot, report)| {
        let mut figures = figures(report);
        figures.retain(|word, _| !lines.contains(word));
        (*slot, figures)
    });
    figures.filter(|(_, figures)| !figures.is_empty()).collect()
}

proptest! {
    #[test]
    fn the_fold_of_a_split_is_the_merge_of_the_folds_in_any_order(
        steps in prop::collection::vec(step(), 0..60),
        parts in prop::collection::vec(0..5_usize, 60),
    ) {
        let (entries, _) = history(steps);
        let whole = fold(&entries);
        let part = |n: usize| {
            let mine = entries.iter().zip(&parts).filter(|(_, part)| **part == n);
            fold(mine.map(|(entry, _)| entry))
        };
        let mut merged = Rows::default();
        for n in [3, 1, 4, 0, 2] {
            merged.merge(&part(n));
        }
        prop_assert_eq!(&merged, &whole);
        let mut sum = Report::default();
        for n in 0..5 {
            sum.merge(&part(n).total());
        }
        prop_assert_eq!(sum, whole.total());
    }

    #[test]
    fn voids_and_corrections_subtract_without_a_look_up(steps in prop::collection::vec(step(), 0..60)) {
        let (entries, facts) = history(steps);
        let left: Vec<Entry> = facts
            .into_iter()
            .map(|fact| {
                let mut entry = fact.first;
                (entry.said.direction, entry.said.verdict) = (fact.direction, fact.verdict);
                entry
            })
            .collect();
        prop_assert_eq!(what_counts(&fold(&entries)), what_counts(&fold(&left)));
    }
}
