//! *Clock*: where the gate's moments come from. Time enters the program here and nowhere else.

use checkpoint::moment::{Boot, HubTime, Moment};
use std::sync::{Mutex, PoisonError};

/// Says what moment it is. Tests run a day in seconds behind this.
pub trait Clock: Send + Sync {
    fn now(&self) -> Moment;

    /// A hub's signed answer told the time: moments say from now on how far the wall clock is off.
    fn hear(&self, _told: HubTime) {}
}

/// The machine's own clocks.
///
/// On Linux the steady clock is CLOCK_BOOTTIME, which counts on through suspend, and a run of the
/// machine is named by the kernel. Elsewhere the steady clock begins with this process, which then is
/// the run; intervals across a restart go by the wall clock there.
pub struct SystemClock {
    boot: Boot,
    told: Mutex<Option<HubTime>>,
    #[cfg(not(target_os = "linux"))]
    started: std::time::Instant,
}

impl SystemClock {
    pub fn new() -> SystemClock {
        SystemClock {
            boot: this_run(),
            told: Mutex::new(None),
            #[cfg(not(target_os = "linux"))]
            started: std::time::Instant::now(),
        }
    }

    #[cfg(target_os = "linux")]
    fn mono_ms(&self) -> u64 {
        let spent = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let seconds = u64::try_from(spent.tv_sec).unwrap_or(0);
        seconds * 1000 + u64::try_from(spent.tv_nsec).unwrap_or(0) / 1_000_000
    }

    #[cfg(not(target_os = "linux"))]
    fn mono_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        SystemClock::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let mut now = Moment {
            at: jiff::Timestamp::now(),
            mono_ms: self.mono_ms(),
            boot: self.boot,
            offset: None,
        };
        let told = *self.told.lock().unwrap_or_else(PoisonError::into_inner);
        now.offset = told.map(|told| told.offset_at(&now));
        now
    }

    fn hear(&self, told: HubTime) {
        let mut known = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        // An answer that was long on its way says less than a good one of a while ago.
        let is_better = known.is_none_or(|known| {
            let before = known.offset_at(&told.heard).uncertainty_ms;
            told.offset_at(&told.heard).uncertainty_ms <= before
        });
        if is_better {
            *known = Some(told);
        }
    }
}

/// The kernel's name for this run of the machine, or a fresh one where it has none.
fn this_run() -> Boot {
    #[cfg(target_os = "linux")]
    if let Ok(text) = std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        && let Ok(id) = uuid::Uuid::parse_str(text.trim())
    {
        return Boot(*id.as_bytes());
    }
    Boot(*uuid::Uuid::new_v4().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steady_clock_never_goes_back_and_the_run_keeps_its_name() {
        let clock = SystemClock::new();
        let first = clock.now();
        let second = clock.now();
        assert!(second.mono_ms >= first.mono_ms);
        assert_eq!(first.boot, second.boot);
    }

    #[test]
    fn moments_say_how_far_the_clock_is_off_by_the_answer_that_was_on_its_way_least() {
        let clock = SystemClock::new();
        let heard = clock.now();
        assert_eq!(heard.offset, None);
        let told = |hours, uncertainty_ms| HubTime {
            hub: heard.at + jiff::SignedDuration::from_hours(hours),
            uncertainty_ms,
            heard,
        };
        let off = || clock.now().offset.expect("a hub has told the time").ms;
        clock.hear(told(24 * 3650, 60));
        assert!((off() - 24 * 3650 * 3_600_000).abs() < 60_000);
        clock.hear(told(5, 30_000));
        assert!(
            off() > 24 * 3_600_000,
            "that one was half a minute on its way"
        );
        clock.hear(told(5, 40));
        assert!((off() - 5 * 3_600_000).abs() < 60_000);
    }
}
