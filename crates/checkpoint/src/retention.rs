//! *Retention*: how much time has passed for what is kept a while, by evidence that a wrong clock doesn't give.
//!
//! What is purged is gone, so time is rather counted too late than too early. Within one run of the machine the steady
//! clock counts, whatever is done to the wall clock; between two runs a hub's signed time, else the wall clock, and that
//! for no longer than a weekend with a holiday.

use crate::moment::{Moment, UNTRUSTED_MS};
use jiff::{SignedDuration, Timestamp};

/// The longest time between two runs of the machine that its wall clock alone is believed.
pub const OFF_AT_MOST: SignedDuration = SignedDuration::from_hours(4 * 24);

/// So much time has passed since it was first asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed {
    /// Milliseconds.
    pub ms: u64,
    /// When that was found. Its offset is left out.
    pub at: Moment,
    /// What a hub's time was then, as far as it was known.
    pub told: Option<Timestamp>,
}

impl Passed {
    /// Nothing has passed.
    pub fn beginning(now: &Moment) -> Passed {
        Passed {
            ms: 0,
            at: Moment {
                offset: None,
                ..*now
            },
            told: told(now),
        }
    }

    /// The same, found anew later.
    pub fn until(&self, now: &Moment) -> Passed {
        let told = told(now);
        let more = if self.at.boot == now.boot {
            now.since(&self.at)
        } else {
            let between = match (self.told, told) {
                (Some(before), Some(told)) => told.duration_since(before),
                (Some(_) | None, Some(_) | None) => {
                    let wall = now.at.duration_since(self.at.at);
                    if wall > OFF_AT_MOST {
                        SignedDuration::ZERO
                    } else {
                        wall
                    }
                }
            };
            u64::try_from(between.as_millis()).unwrap_or(0)
        };
        Passed {
            ms: self.ms.saturating_add(more),
            ..Passed::beginning(now)
        }
    }
}

fn told(now: &Moment) -> Option<Timestamp> {
    let is_known = |offset: &crate::moment::Offset| offset.uncertainty_ms < UNTRUSTED_MS;
    now.offset.filter(is_known).and_then(|_| now.trusted())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::moment::{Boot, Offset};
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn moment(wall_ms: i64, mono_ms: u64, boot: u8) -> Moment {
        Moment {
            at: Timestamp::from_millisecond(1_800_000_000_000 + wall_ms).unwrap(),
            mono_ms,
            boot: Boot([boot; 16]),
            offset: None,
        }
    }

    fn told(moment: Moment, ms: i64, uncertainty_ms: u64) -> Moment {
        Moment {
            offset: Some(Offset { ms, uncertainty_ms }),
            ..moment
        }
    }

    #[test]
    fn nights_and_weekends_are_counted_and_a_year_at_once_is_not() {
        let friday = Passed::beginning(&moment(0, 5_000, 1));
        let monday = friday.until(&moment(62 * HOUR, 1_000, 2));
        assert_eq!(monday.ms, 62 * 3_600_000);
        let forward = monday.until(&moment(365 * 24 * HOUR, 1_000, 3));
        assert_eq!(forward.ms, monday.ms, "nobody vouches for a year");
        let back = monday.until(&moment(0, 1_000, 3));
        assert_eq!(back.ms, monday.ms);
    }

    #[test]
    fn a_hub_s_time_counts_a_summer_and_one_long_ago_does_not() {
        let june = Passed::beginning(&told(moment(0, 0, 1), 0, 40));
        let summer = 80 * 24 * HOUR;
        // The battery ran empty, and the hub knows.
        let september = told(
            moment(-9 * 365 * 24 * HOUR, 0, 2),
            9 * 365 * 24 * HOUR + summer,
            40,
        );
        assert_eq!(june.until(&september).ms, u64::try_from(summer).unwrap());
        let doubtful = told(moment(summer, 0, 2), 0, UNTRUSTED_MS);
        assert_eq!(june.until(&doubtful).ms, 0);
    }

    proptest! {
        #[test]
        fn no_turning_of_the_wall_clock_makes_more_of_a_run_than_passed(
            steps in prop::collection::vec((0..10_000_000_u64, -1_000_000_000_000..1_000_000_000_000_i64), 1..20),
        ) {
            let mut mono = 7;
            let mut passed = Passed::beginning(&moment(0, mono, 1));
            for (more, wall) in steps {
                mono += more;
                passed = passed.until(&moment(wall, mono, 1));
            }
            prop_assert_eq!(passed.ms, mono - 7);
        }
    }
}
