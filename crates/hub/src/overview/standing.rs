//! *Standing*: what a unit's figures of a day mean: zero is told from silence.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A post that was not heard of for longer is silent: heartbeats come every few minutes.
pub const SILENT_AFTER: SignedDuration = SignedDuration::from_hours(2);

/// What is known of a unit's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Standing {
    /// *có số*: all its gates are heard and everything has arrived.
    Counted,
    /// *bằng 0*: the same, and nobody came.
    Zero,
    /// *nghỉ*: a day off, and nothing was counted.
    Rest,
    /// *báo thiếu*: its gates are heard, and part of their log is still to come.
    Incomplete,
    /// *im lặng từ …*: a gate was last heard of then.
    Silent {
        #[schema(value_type = String, format = DateTime)]
        since: Timestamp,
    },
    /// No gate of it was ever enrolled.
    NoPost,
}

/// What is known of a unit.
pub(super) struct Seen<'s> {
    /// Of the day.
    pub entries: i64,
    /// Of each gate: when it was last heard of, and what it still has to send.
    pub gates: &'s [(Timestamp, u64)],
    /// Nobody is expected.
    pub rests: bool,
    pub now: Timestamp,
}

impl Seen<'_> {
    fn is_silent(&self, heard: Timestamp) -> bool {
        self.now.duration_since(heard) > SILENT_AFTER
    }

    pub fn silent(&self) -> usize {
        let silent = self
            .gates
            .iter()
            .filter(|(heard, _)| self.is_silent(*heard));
        silent.count()
    }

    pub fn waiting(&self) -> u64 {
        self.gates.iter().map(|(_, waiting)| waiting).sum()
    }

    pub fn standing(&self) -> Standing {
        let oldest = self.gates.iter().map(|(heard, _)| *heard).min();
        match oldest {
            None => Standing::NoPost,
            // On a day off a PC that was switched off is no news.
            Some(_) if self.rests && self.entries == 0 => Standing::Rest,
            Some(since) if self.is_silent(since) => Standing::Silent { since },
            Some(_) if self.waiting() > 0 => Standing::Incomplete,
            Some(_) if self.entries == 0 => Standing::Zero,
            Some(_) => Standing::Counted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_told_from_silence_and_from_a_day_off() {
        let now: Timestamp = "2026-03-02T03:00:00Z".parse().unwrap();
        let ago = |minutes| now - SignedDuration::from_mins(minutes);
        let (fresh, old) = ((ago(5), 0), (ago(121), 0));
        let silent = Standing::Silent { since: ago(121) };
        for (entries, gates, rests, expected) in [
            (0, vec![], false, Standing::NoPost),
            (0, vec![fresh], false, Standing::Zero),
            (0, vec![fresh], true, Standing::Rest),
            (0, vec![old], true, Standing::Rest),
            (7, vec![fresh], true, Standing::Counted),
            (7, vec![fresh], false, Standing::Counted),
            (7, vec![(ago(5), 3)], false, Standing::Incomplete),
            (7, vec![fresh, old], false, silent),
            (0, vec![old], false, silent),
            (7, vec![old], true, silent),
        ] {
            let seen = Seen {
                entries,
                gates: &gates,
                rests,
                now,
            };
            assert_eq!(seen.standing(), expected, "{entries} {gates:?} {rests}");
        }
    }
}
