//! *Figures*: what the day has come to, in people.

use super::Gate;
use super::day::Day;
use super::fact::Origin;
use super::view::within;
use crate::entry::{Direction, Ref};
use crate::moment::Moment;
use jiff::Timestamp;

/// How far back the pace is counted.
const PACE_MS: u64 = 60_000;

/// The day's figures, in people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    pub inside: u32,
    pub entered: u32,
    pub left: u32,
}

/// People who are inside by one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inside {
    /// The entry whose subject names them: of an admission by the guard, the scan that it answers.
    pub of: Ref,
    pub since: Timestamp,
    /// More than one where people passed without a scan; then those who are still inside.
    pub count: u32,
}

impl Gate {
    /// The figures of the unit's day that `now` is in.
    pub fn counters(&self, now: &Moment) -> Counters {
        let people = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        self.day(now.at)
            .map_or(Counters::default(), |day| Counters {
                inside: people(day.inside()),
                entered: people(day.passed(Direction::In)),
                left: people(day.passed(Direction::Out)),
            })
    }

    /// Who came in on the unit's day and is still inside, the newest first.
    pub fn inside(&self, now: &Moment) -> Vec<Inside> {
        let present = self.day(now.at).map(Day::present).unwrap_or_default();
        let inside = present.into_iter().rev().map(|present| Inside {
            of: present.passage.named_by,
            since: present.passage.at,
            count: present.count,
        });
        inside.collect()
    }

    /// *Look* and *refuse* that nobody has answered, the oldest first; those of the day before too,
    /// while the gate runs on.
    pub fn open_matters(&self) -> Vec<Ref> {
        self.facts.open().map(|fact| fact.entry).collect()
    }

    /// People entered one by one within the last minute.
    pub fn pace(&self, now: &Moment) -> u32 {
        let recent = self
            .facts
            .newest()
            .take_while(|f| within(now, &f.moment, PACE_MS));
        let entered = recent.filter(|fact| match fact.origin {
            Origin::Scan | Origin::SecondDocument(_) | Origin::Manual => !fact.is_late,
            Origin::Passed | Origin::Decision(_) | Origin::AutoOut(_) => false,
        });
        u32::try_from(entered.count()).unwrap_or(u32::MAX)
    }
}
