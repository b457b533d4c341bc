//! *Standing*: what a unit's figures of a day mean: zero is told from silence, and both from a figure by hand.

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
    /// *báo thiếu ngày*: its gates are heard, and part of their log is still to come.
    Incomplete,
    /// *im lặng từ …*: a gate was last heard of then.
    Silent {
        #[schema(value_type = String, format = DateTime)]
        since: Timestamp,
    },
    /// *số nhập tay*: somebody told the figure by telephone, and the log of that day isn't here yet.
    ByHand,
    /// No gate of it was ever enrolled.
    NoPost,
}

impl Standing {
    /// The word that stands for it in a settled period.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Counted => "counted",
            Standing::Zero => "zero",
            Standing::Rest => "rest",
            Standing::Incomplete => "incomplete",
            Standing::Silent { .. } => "silent",
            Standing::ByHand => "by-hand",
            Standing::NoPost => "no-post",
        }
    }
}

/// What is known of a unit.
pub(super) struct Seen<'s> {
    /// Of the day.
    pub entries: i64,
    /// Of each gate: when it was last heard of, and what it still has to send.
    pub gates: &'s [(Timestamp, u64)],
    /// Nobody is expected.
    pub rests: bool,
    /// Somebody told the day's figure.
    pub by_hand: bool,
    /// Now, or the day's end where that was before: who was heard of since has told the day.
    pub by: Timestamp,
}

impl Seen<'_> {
    fn is_silent(&self, heard: Timestamp) -> bool {
        self.by.duration_since(heard) > SILENT_AFTER
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

    /// By the log alone.
    fn logged(&self) -> Standing {
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

    /// A figure by hand holds until the whole log of the day is here and says something.
    pub fn standing(&self) -> Standing {
        let logged = self.logged();
        match logged {
            Standing::Counted => Standing::Counted,
            Standing::Zero
            | Standing::Rest
            | Standing::Incomplete
            | Standing::Silent { .. }
            | Standing::ByHand
            | Standing::NoPost => {
                if self.by_hand {
                    Standing::ByHand
                } else {
                    logged
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_told_from_silence_from_a_day_off_and_from_a_figure_by_hand() {
        let now: Timestamp = "2026-03-02T03:00:00Z".parse().unwrap();
        let ago = |minutes| now - SignedDuration::from_mins(minutes);
        let (fresh, old) = ((ago(5), 0), (ago(121), 0));
        let silent = Standing::Silent { since: ago(121) };
        let (by_hand, counted) = (Standing::ByHand, Standing::Counted);
        for (entries, gates, rests, logged, told) in [
            (0, vec![], false, Standing::NoPost, by_hand),
            (0, vec![fresh], false, Standing::Zero, by_hand),
            (0, vec![fresh], true, Standing::Rest, by_hand),
            (0, vec![old], true, Standing::Rest, by_hand),
            (7, vec![fresh], true, counted, counted),
            (7, vec![fresh], false, counted, counted),
            (7, vec![(ago(5), 3)], false, Standing::Incomplete, by_hand),
            (7, vec![fresh, old], false, silent, by_hand),
            (0, vec![old], false, silent, by_hand),
            (7, vec![old], true, silent, by_hand),
        ] {
            for (by_hand, expected) in [(false, logged), (true, told)] {
                let seen = Seen {
                    entries,
                    gates: &gates,
                    rests,
                    by_hand,
                    by: now,
                };
                assert_eq!(seen.standing(), expected, "{entries} {gates:?} {rests}");
            }
        }
    }
}
