//! *Coverage*: of those who passed a gate, how many were recorded, in the windows of time in which a person counted them.
//!
//! Outside of these windows nobody knows who passed unseen, so that there is no share of a whole day.

use crate::book::Line;
use crate::entry::{Audit, Entry, Kind};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Passages below which a share would say more than was seen.
pub const FEWEST: i64 = 30;

/// A time in which a person counted everybody who passed a gate, in or out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub gate: u32,
    pub from: Timestamp,
    /// After it they aren't in the count any more.
    pub to: Timestamp,
    /// Everybody who passed.
    pub counted: i64,
    /// Of them, those who were scanned or entered by name; who was only counted with F4 isn't.
    pub recorded: i64,
    /// Who of the staff counted.
    pub by: Option<u64>,
}

/// The windows of some days: of one gate those that begin at the same moment are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows(BTreeMap<(u32, Timestamp), Window>);

impl Windows {
    /// Learns a count; to be told all entries in the order of the log, before any line.
    pub fn learn(&mut self, entry: &Entry) {
        let said = &entry.said;
        let (Kind::Audit(Audit::Headcount), Some(began)) = (&said.kind, said.happened) else {
            return;
        };
        let key = (entry.gate, began.at);
        match said.count {
            Some(counted) => drop(self.0.insert(
                key,
                Window {
                    gate: entry.gate,
                    from: began.at,
                    to: said.until.unwrap_or(entry.moment.at),
                    counted: i64::from(counted),
                    recorded: 0,
                    by: said.by,
                },
            )),
            None => drop(self.0.remove(&key)),
        }
    }

    /// Takes a line of the book, each once: it is one of those who were recorded.
    pub fn take(&mut self, line: &Line) {
        if line.kind == Kind::Passed {
            return;
        }
        let Some((_, people)) = line.passage() else {
            return;
        };
        let began = self
            .0
            .range_mut((line.gate, Timestamp::MIN)..=(line.gate, line.passed_at));
        for (_, window) in began.filter(|(_, window)| line.passed_at < window.to) {
            window.recorded += i64::from(people);
        }
    }

    /// By gate and time.
    pub fn iter(&self) -> impl Iterator<Item = &Window> {
        self.0.values()
    }
}

/// The share of all windows in tenths of a percent, rounded; None where too few passed for it to mean anything.
pub fn share(recorded: i64, counted: i64) -> Option<i64> {
    (counted >= FEWEST).then(|| (recorded.saturating_mul(2_000) / counted + 1) / 2)
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_rounded_and_of_thirty_at_least() {
        assert_eq!(share(29, 29), None);
        assert_eq!(share(30, 30), Some(1_000));
        assert_eq!(share(2, 30), Some(67));
        assert_eq!(share(0, 31), Some(0));
        // Who counted missed some.
        assert_eq!(share(33, 30), Some(1_100));
    }
}
