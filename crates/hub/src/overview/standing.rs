//! *Standing*: what a unit's figures of a day mean: zero is told from silence, and both from a figure by hand.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A post that was not heard of for longer, of the time in which its gate is open, is silent: heartbeats come every few
/// minutes.
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
    /// *diễn tập*: what was entered that day is apart from every sum.
    Drill,
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
            Standing::Drill => "drill",
            Standing::NoPost => "no-post",
        }
    }
}

/// A gate in use.
pub(super) struct Gate {
    /// When it was last heard of.
    pub heard: Timestamp,
    /// What it still has to send.
    pub waiting: u64,
    /// It is silent: too much of its opening hours is missing.
    pub missed: bool,
}

/// What is known of a unit.
pub(super) struct Seen<'s> {
    /// Of the day.
    pub entries: i64,
    pub gates: &'s [Gate],
    /// Nobody is expected.
    pub rests: bool,
    /// Somebody told the day's figure.
    pub by_hand: bool,
    /// A drill was begun that day.
    pub is_drill: bool,
}

impl Seen<'_> {
    pub fn silent(&self) -> usize {
        self.gates.iter().filter(|gate| gate.missed).count()
    }

    pub fn waiting(&self) -> u64 {
        self.gates.iter().map(|gate| gate.waiting).sum()
    }

    /// By the log alone.
    fn logged(&self) -> Standing {
        if self.gates.is_empty() {
            return Standing::NoPost;
        }
        // On a day off a PC that was switched off is no news.
        if self.rests && self.entries == 0 {
            return Standing::Rest;
        }
        let silent = self.gates.iter().filter(|gate| gate.missed);
        match silent.map(|gate| gate.heard).min() {
            Some(since) => Standing::Silent { since },
            None if self.waiting() > 0 => Standing::Incomplete,
            None if self.entries == 0 => Standing::Zero,
            None => Standing::Counted,
        }
    }

    /// A figure by hand holds until the whole log of the day is here and says something; of a drill it is none.
    pub fn standing(&self) -> Standing {
        if self.is_drill {
            return Standing::Drill;
        }
        let logged = self.logged();
        match logged {
            Standing::Counted => Standing::Counted,
            Standing::Zero
            | Standing::Rest
            | Standing::Incomplete
            | Standing::Silent { .. }
            | Standing::ByHand
            | Standing::Drill
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
        let (fresh, old) = ((5, 0), (121, 0));
        let silent = Standing::Silent { since: ago(121) };
        let (by_hand, counted) = (Standing::ByHand, Standing::Counted);
        for (entries, gates, rests, logged, told) in [
            (0, vec![], false, Standing::NoPost, by_hand),
            (0, vec![fresh], false, Standing::Zero, by_hand),
            (0, vec![fresh], true, Standing::Rest, by_hand),
            (0, vec![old], true, Standing::Rest, by_hand),
            (7, vec![fresh], true, counted, counted),
            (7, vec![fresh], false, counted, counted),
            (7, vec![(5, 3)], false, Standing::Incomplete, by_hand),
            (7, vec![fresh, old], false, silent, by_hand),
            (0, vec![old], false, silent, by_hand),
            (7, vec![old], true, silent, by_hand),
        ] {
            let seen_gates: Vec<Gate> = gates
                .iter()
                .map(|&(minutes, waiting)| Gate {
                    heard: ago(minutes),
                    waiting,
                    missed: minutes > 120,
                })
                .collect();
            for (by_hand, expected) in [(false, logged), (true, told)] {
                let mut seen = Seen {
                    entries,
                    gates: &seen_gates,
                    rests,
                    by_hand,
                    is_drill: false,
                };
                assert_eq!(seen.standing(), expected, "{entries} {gates:?} {rests}");
                seen.is_drill = true;
                assert_eq!(seen.standing(), Standing::Drill);
            }
        }
    }
}
