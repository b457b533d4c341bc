//! *Moment*: when something happened, on three clocks at once.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

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
}

impl Moment {
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
    let milliseconds = (seconds * 1e3).min(Timestamp::MAX.as_millisecond() as f64);
    Timestamp::from_millisecond(milliseconds as i64).ok()
}
