//! *Report*: a fold over entries that merges: what one end counts and the other adds up.
//!
//! A row counts one hour of one gate. Reports of parts add up to the report of the whole, in any
//! split and any order, because a `void`, `correct` or `same-as` repeats what its original counted as
//! ([`crate::entry::Was`]): it is subtracted there without being looked up. Whom the entries are
//! about is not counted here: persons are told apart by day alone.

mod period;

pub use period::Period;

use crate::entry::{Direction, Entry, Kind, Outcome, Was, day_of, hour_of};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What is counted. The words name the columns of a rollup; the order is theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Lines of the log that were written for this hour, of any kind; never subtracted.
    Entries,
    /// Of these, lines of a kind that only a newer program knows: they count nowhere else.
    Unknown,
    /// People whom a scan let in or out by itself.
    ScanIn,
    ScanOut,
    /// People who were entered by hand.
    ManualIn,
    ManualOut,
    /// People who were counted as they passed, unscanned.
    PassedIn,
    PassedOut,
    /// People whom the guard's answer let in or out.
    DecisionIn,
    DecisionOut,
    /// Of all people above, those who were typed in from the paper book.
    PaperIn,
    PaperOut,
    /// People whose going nobody saw, closed at the set hour: an estimate, which no other figure has.
    AutoOut,
    /// Documents that were scanned, by the verdict: also those that moved nobody.
    ScanAdmit,
    ScanLook,
    ScanRefuse,
    /// The guard's answers.
    Admitted,
    TurnedAway,
    /// Lines of these kinds.
    Voids,
    Corrections,
    Gaps,
}

impl Figure {
    pub const ALL: [Figure; 21] = [
        Figure::Entries,
        Figure::Unknown,
        Figure::ScanIn,
        Figure::ScanOut,
        Figure::ManualIn,
        Figure::ManualOut,
        Figure::PassedIn,
        Figure::PassedOut,
        Figure::DecisionIn,
        Figure::DecisionOut,
        Figure::PaperIn,
        Figure::PaperOut,
        Figure::AutoOut,
        Figure::ScanAdmit,
        Figure::ScanLook,
        Figure::ScanRefuse,
        Figure::Admitted,
        Figure::TurnedAway,
        Figure::Voids,
        Figure::Corrections,
        Figure::Gaps,
    ];

    /// The name of its column.
    pub fn word(self) -> &'static str {
        match self {
            Figure::Entries => "entries",
            Figure::Unknown => "unknown",
            Figure::ScanIn => "scan_in",
            Figure::ScanOut => "scan_out",
            Figure::ManualIn => "manual_in",
            Figure::ManualOut => "manual_out",
            Figure::PassedIn => "passed_in",
            Figure::PassedOut => "passed_out",
            Figure::DecisionIn => "decision_in",
            Figure::DecisionOut => "decision_out",
            Figure::PaperIn => "paper_in",
            Figure::PaperOut => "paper_out",
            Figure::AutoOut => "auto_out",
            Figure::ScanAdmit => "scan_admit",
            Figure::ScanLook => "scan_look",
            Figure::ScanRefuse => "scan_refuse",
            Figure::Admitted => "admitted",
            Figure::TurnedAway => "turned_away",
            Figure::Voids => "voids",
            Figure::Corrections => "corrections",
            Figure::Gaps => "gaps",
        }
    }
}

/// The figures of one row, or of any sum of rows. A row alone may be below zero: its entry was
/// counted in another batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report([i64; Figure::ALL.len()]);

impl Report {
    /// From the columns of a rollup, in [`Figure::ALL`]'s order.
    pub fn of(figures: [i64; Figure::ALL.len()]) -> Report {
        Report(figures)
    }

    /// The columns of a rollup, in [`Figure::ALL`]'s order.
    pub fn figures(&self) -> &[i64; Figure::ALL.len()] {
        &self.0
    }

    pub fn get(&self, figure: Figure) -> i64 {
        self.0[figure as usize]
    }

    /// People who came in, by whatever means.
    pub fn people_in(&self) -> i64 {
        self.sum(&[
            Figure::ScanIn,
            Figure::ManualIn,
            Figure::PassedIn,
            Figure::DecisionIn,
        ])
    }

    /// People who went out, by whatever means.
    pub fn people_out(&self) -> i64 {
        self.sum(&[
            Figure::ScanOut,
            Figure::ManualOut,
            Figure::PassedOut,
            Figure::DecisionOut,
        ])
    }

    fn sum(&self, figures: &[Figure]) -> i64 {
        figures
            .iter()
            .map(|figure| self.get(*figure))
            .fold(0, i64::saturating_add)
    }

    /// Adds another report's figures.
    pub fn merge(&mut self, other: &Report) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = mine.saturating_add(theirs);
        }
    }

    fn add(&mut self, figure: Figure, count: i64) {
        let mine = &mut self.0[figure as usize];
        *mine = mine.saturating_add(count);
    }

    /// Counts what an entry counts as, or takes it back where `sign` is −1.
    fn count(&mut self, counted: &Counted<'_>, sign: i64) {
        let people = sign * i64::from(counted.people);
        if *counted.kind == Kind::AutoOut {
            self.add(Figure::AutoOut, people);
        }
        let moved = counted.direction.filter(|_| match counted.kind {
            Kind::Scan | Kind::Manual | Kind::Decision => counted.verdict == Some(Outcome::Admit),
            Kind::Passed => true,
            Kind::Void
            | Kind::Correct
            | Kind::Gap
            | Kind::Audit(_)
            | Kind::SameAs
            | Kind::AutoOut
            | Kind::Other(_) => false,
        });
        if let Some(direction) = moved {
            let (way, paper) = match direction {
                Direction::In => (0, Figure::PaperIn),
                Direction::Out => (1, Figure::PaperOut),
            };
            let ways = match counted.kind {
                Kind::Scan => Some([Figure::ScanIn, Figure::ScanOut]),
                Kind::Manual => Some([Figure::ManualIn, Figure::ManualOut]),
                Kind::Passed => Some([Figure::PassedIn, Figure::PassedOut]),
                Kind::Decision => Some([Figure::DecisionIn, Figure::DecisionOut]),
                Kind::Void
                | Kind::Correct
                | Kind::Gap
                | Kind::Audit(_)
                | Kind::SameAs
                | Kind::AutoOut
                | Kind::Other(_) => None,
            };
            if let Some(ways) = ways {
                self.add(ways[way], people);
            }
            if counted.paper {
                self.add(paper, people);
            }
        }
        let verdict = match (counted.kind, counted.verdict) {
            (Kind::Scan, Some(Outcome::Admit)) => Some(Figure::ScanAdmit),
            (Kind::Scan, Some(Outcome::Look)) => Some(Figure::ScanLook),
            (Kind::Scan, Some(Outcome::Refuse)) => Some(Figure::ScanRefuse),
            (Kind::Decision, Some(Outcome::Admit)) => Some(Figure::Admitted),
            (Kind::Decision, Some(Outcome::Refuse)) => Some(Figure::TurnedAway),
            (_, _) => None,
        };
        if let Some(figure) = verdict {
            self.add(figure, sign);
        }
    }
}

/// What an entry counts as.
#[derive(Clone, Copy)]
struct Counted<'a> {
    kind: &'a Kind,
    direction: Option<Direction>,
    verdict: Option<Outcome>,
    people: u32,
    paper: bool,
}

/// An hour of a gate: the key of a row within its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// `day_of` the entries; [`crate::entry::UNTRUSTED_DAY`] is the bucket *clock not trusted*.
    pub day: Date,
    /// 0–23 in the unit's zone.
    pub hour: i8,
    pub gate: u32,
}

impl Slot {
    /// Where an entry counts.
    pub fn of(entry: &Entry, zone: &TimeZone) -> Slot {
        Slot {
            day: day_of(entry, zone),
            hour: hour_of(entry, zone),
            gate: entry.gate,
        }
    }

    fn of_was(was: &Was) -> Slot {
        Slot {
            day: was.day,
            hour: was.hour,
            gate: was.gate,
        }
    }
}

/// Rows of one unit, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows(pub BTreeMap<Slot, Report>);

impl Rows {
    /// Counts one entry; each is to be counted once. `zone` is the unit's.
    pub fn add(&mut self, entry: &Entry, zone: &TimeZone) {
        let said = &entry.said;
        let row = self.0.entry(Slot::of(entry, zone)).or_default();
        row.add(Figure::Entries, 1);
        let people = said.count.unwrap_or(1);
        let counted = Counted {
            kind: &said.kind,
            direction: said.direction,
            verdict: said.verdict,
            people,
            paper: said.paper,
        };
        match said.kind {
            Kind::Scan | Kind::Manual | Kind::Passed | Kind::Decision | Kind::AutoOut => {
                row.count(&counted, 1);
            }
            Kind::Void => row.add(Figure::Voids, 1),
            Kind::Correct => row.add(Figure::Corrections, 1),
            Kind::Gap => row.add(Figure::Gaps, 1),
            Kind::Other(_) => row.add(Figure::Unknown, 1),
            Kind::Audit(_) | Kind::SameAs => {}
        }
        let Some(was) = &said.was else {
            return;
        };
        let original = Counted {
            kind: &was.kind,
            direction: was.direction,
            verdict: was.verdict,
            people,
            paper: said.paper,
        };
        let corrected = match said.kind {
            Kind::Void => None,
            Kind::Correct => Some(Counted {
                direction: said.direction.or(was.direction),
                verdict: said.verdict.or(was.verdict),
                ..original
            }),
            // It says what the gate would have said, had it known: no direction is one, too.
            Kind::SameAs => Some(Counted {
                direction: said.direction,
                verdict: said.verdict,
                ..original
            }),
            Kind::Scan
            | Kind::Manual
            | Kind::Passed
            | Kind::Decision
            | Kind::Gap
            | Kind::Audit(_)
            | Kind::AutoOut
            | Kind::Other(_) => return,
        };
        let row = self.0.entry(Slot::of_was(was)).or_default();
        row.count(&original, -1);
        if let Some(corrected) = corrected {
            row.count(&corrected, 1);
        }
    }

    /// Adds the rows of another part of the log.
    pub fn merge(&mut self, other: &Rows) {
        for (slot, report) in &other.0 {
            self.0.entry(*slot).or_default().merge(report);
        }
    }

    /// The report over all rows.
    pub fn total(&self) -> Report {
        let mut total = Report::default();
        self.0.values().for_each(|row| total.merge(row));
        total
    }

    /// The rows of a period alone.
    pub fn within(&self, period: &Period) -> Rows {
        let mine = self.0.iter().filter(|(slot, _)| period.has(slot.day));
        Rows(mine.map(|(slot, report)| (*slot, *report)).collect())
    }

    /// Reports by hour of the day (0–23), over all days and gates.
    pub fn by_hour(&self) -> BTreeMap<i8, Report> {
        self.by(|slot| slot.hour)
    }

    pub fn by_gate(&self) -> BTreeMap<u32, Report> {
        self.by(|slot| slot.gate)
    }

    pub fn by_day(&self) -> BTreeMap<Date, Report> {
        self.by(|slot| slot.day)
    }

    fn by<K: Ord>(&self, key: impl Fn(&Slot) -> K) -> BTreeMap<K, Report> {
        let mut sums: BTreeMap<K, Report> = BTreeMap::new();
        for (slot, report) in &self.0 {
            sums.entry(key(slot)).or_default().merge(report);
        }
        sums
    }
}
