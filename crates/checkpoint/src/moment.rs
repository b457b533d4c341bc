//! *Moment*: when something happened, on three clocks at once.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Names one run of the machine between two starts (16 bytes, opaque).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Boot(pub [u8; 16]);

/// When the gate saw something: what its wall clock said, and how long the machine had been running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock, never altered afterwards.
    pub at: Timestamp,
    /// Milliseconds since `boot`, counting on through suspend (CLOCK_BOOTTIME or its like).
    pub mono_ms: u64,
    /// Which run of the machine `mono_ms` belongs to.
    pub boot: Boot,
    /// How far the wall clock was from a hub's; None before any hub told its time.
    pub offset: Option<Offset>,
}

/// How far a wall clock is from a hub's, by the last signed time that was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// Milliseconds that have to be added to the wall clock to have the hub's.
    pub ms: i64,
    /// It is right to so many milliseconds.
    pub uncertainty_ms: u64,
}

/// From this uncertainty on, in milliseconds, a report doesn't say when something was (PROTOCOL.md,
/// Entries).
pub const UNTRUSTED_MS: u64 = 5 * 60 * 1000;

/// A clock of a PC gains or loses at most one millisecond in so many.
const DRIFT_MS: u64 = 20_000;

/// What a hub's signed answer said of the time, and when this machine heard it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HubTime {
    /// The hub's clock.
    pub hub: Timestamp,
    /// How long the answer may have been on its way, in milliseconds.
    pub uncertainty_ms: u64,
    /// This machine's clocks then.
    pub heard: Moment,
}

impl HubTime {
    /// How far the wall clock is from the hub's at a later moment. Within one run of the machine the
    /// steady clock knows, whatever was done to the wall clock. Across runs the wall clock is all
    /// there is: it may have been put right meanwhile, or its battery be empty.
    pub fn offset_at(&self, now: &Moment) -> Offset {
        let ago = now.since(&self.heard);
        let drift = self.uncertainty_ms.saturating_add(ago / DRIFT_MS);
        let hub_ms = self.hub.as_millisecond();
        if now.boot == self.heard.boot {
            let hub_now = hub_ms.saturating_add(i64::try_from(ago).unwrap_or(i64::MAX));
            return Offset {
                ms: hub_now.saturating_sub(now.at.as_millisecond()),
                uncertainty_ms: drift,
            };
        }
        let ms = hub_ms.saturating_sub(self.heard.at.as_millisecond());
        let went_back = now.at < self.heard.at;
        Offset {
            ms,
            uncertainty_ms: if went_back {
                drift.max(UNTRUSTED_MS)
            } else {
                drift.saturating_add(ms.unsigned_abs())
            },
        }
    }
}

impl Moment {
    /// The time as well as it is known: the wall clock's, put right by what a hub said. None where
    /// that is so long ago that the clock isn't trusted any more.
    pub fn trusted(&self) -> Option<Timestamp> {
        let Some(offset) = self.offset else {
            return Some(self.at);
        };
        if offset.uncertainty_ms >= UNTRUSTED_MS {
            return None;
        }
        self.at
            .checked_add(SignedDuration::from_millis(offset.ms))
            .ok()
    }

    /// Milliseconds from `earlier` to `self`: by the steady clock within one run of the machine,
    /// by the wall clock across runs; never negative.
    pub fn since(&self, earlier: &Moment) -> u64 {
        if self.boot == earlier.boot {
            self.mono_ms.saturating_sub(earlier.mono_ms)
        } else {
            let ms = self.at.as_millisecond() - earlier.at.as_millisecond();
            u64::try_from(ms).unwrap_or(0)
        }
    }
}

/// A moment that somebody else wrote: RFC 3339, or without an offset, which is then UTC (the middle
/// of what it can mean), or a day alone, which begins it.
pub fn read(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        TimeZone::UTC.to_timestamp(local).ok()
    })
}

/// Seconds since 1970, whole or not, as claims tell moments. None for NaN, infinities and what is
/// negative; what no calendar holds is its last moment.
pub fn of_seconds(seconds: f64) -> Option<Timestamp> {
    if !seconds.is_finite() || seconds < 0.0 {
        return None;
    }
    if seconds >= Timestamp::MAX.as_second() as f64 {
        return Some(Timestamp::MAX);
    }
    Timestamp::from_millisecond((seconds * 1e3) as i64).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: u64 = 3_600_000;

    fn moment(at_ms: i64, mono_ms: u64, boot: u8) -> Moment {
        Moment {
            at: Timestamp::from_millisecond(at_ms).unwrap(),
            mono_ms,
            boot: Boot([boot; 16]),
            offset: None,
        }
    }

    /// A hub said that it is an hour past 1970 when this wall clock said 1970, with 40 ms to spare.
    fn heard() -> HubTime {
        HubTime {
            hub: Timestamp::from_millisecond(3_600_000).unwrap(),
            uncertainty_ms: 40,
            heard: moment(0, 1_000, 1),
        }
    }

    fn trusted(now: Moment) -> Option<i64> {
        let offset = Some(heard().offset_at(&now));
        let now = Moment { offset, ..now };
        now.trusted().map(Timestamp::as_millisecond)
    }

    #[test]
    fn within_one_run_the_wall_clock_may_be_set_to_anything() {
        let later = 1_000 + 60_000;
        assert_eq!(trusted(moment(60_000, later, 1)), Some(3_660_000));
        assert_eq!(trusted(moment(-9_999_999_999, later, 1)), Some(3_660_000));
        assert_eq!(
            heard().offset_at(&moment(5, later, 1)).uncertainty_ms,
            43,
            "and drifts by a millisecond in twenty seconds"
        );
    }

    #[test]
    fn a_clock_that_no_hub_has_put_right_for_ten_weeks_is_not_trusted() {
        let day = 24 * HOUR;
        let after = |days: u64| moment(i64::try_from(days * day).unwrap(), days * day, 1);
        assert!(trusted(after(69)).is_some());
        assert_eq!(trusted(after(70)), None);
    }

    #[test]
    fn across_runs_a_clock_that_was_far_off_or_goes_back_is_not_trusted() {
        assert_eq!(trusted(moment(60_000, 5, 2)), None, "an hour off");
        let near = HubTime {
            hub: Timestamp::from_millisecond(2_000).unwrap(),
            ..heard()
        };
        let later = moment(60_000, 5, 2);
        let offset = Some(near.offset_at(&later));
        let later = Moment { offset, ..later };
        assert_eq!(later.trusted().unwrap().as_millisecond(), 62_000);
        assert!(near.offset_at(&moment(-1, 5, 2)).uncertainty_ms >= UNTRUSTED_MS);
    }

    #[test]
    fn before_any_hub_spoke_the_wall_clock_is_all_there_is() {
        let now = moment(77, 5, 1);
        assert_eq!(now.trusted(), Some(now.at));
    }

    proptest! {
        #[test]
        fn no_clock_makes_it_panic(
            hub in any::<i64>(), uncertainty_ms: u64, then in any::<i64>(), now in any::<i64>(),
            mono: (u64, u64), same: bool,
        ) {
            let least = Timestamp::MIN.as_millisecond();
            let span = Timestamp::MAX.as_millisecond() - least;
            let at = |ms: i64| least + ms.rem_euclid(span);
            let heard = HubTime {
                hub: Timestamp::from_millisecond(at(hub)).unwrap(),
                uncertainty_ms,
                heard: moment(at(then), mono.0, 1),
            };
            let now = moment(at(now), mono.1, if same { 1 } else { 2 });
            let offset = Some(heard.offset_at(&now));
            let _ = Moment { offset, ..now }.trusted();
        }
    }
}
