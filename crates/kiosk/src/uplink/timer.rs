//! *Timer*: when a target is tried again.
//!
//! Full jitter: a wait is anything between nothing and a limit that doubles, so that ten thousand
//! posts whose hub comes back don't all knock in the same second ([`answer::retry`]).

use checkpoint::wire::answer;
use std::time::Duration;

/// How patient a target's timer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// What a wait after a failure never exceeds, unless the target asked for it.
    pub most: Duration,
    /// How often the log is looked at for something new, while everything was sent.
    pub look: Duration,
    /// Between two heartbeats.
    pub heartbeat: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            most: Duration::from_secs(15 * 60),
            look: Duration::from_millis(500),
            heartbeat: Duration::from_secs(5 * 60),
        }
    }
}

/// Counts failures in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    pace: Pace,
    failures: u32,
}

impl Timer {
    pub fn new(pace: Pace) -> Timer {
        Timer { pace, failures: 0 }
    }

    /// Something worked: the next wait is short again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// How long to wait after one more failure. `chance` is even in 0..=1.
    pub fn after_failure(&mut self, chance: f64) -> Duration {
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(answer::retry(self.failures, chance)).min(self.pace.most)
    }

    /// How long to wait where the target named a number of seconds.
    pub fn asked_to_wait(&mut self, seconds: u64, chance: f64) -> Duration {
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(answer::wait(seconds, chance))
    }

    /// A person has to act first; the target is looked at again now and then all the same.
    pub fn after_alarm(&self) -> Duration {
        self.pace.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn limits_double_from_two_seconds_to_a_quarter_of_an_hour_and_start_anew_after_a_success() {
        let mut timer = Timer::new(Pace::default());
        for limit in [2u64, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            assert_eq!(timer.after_failure(1.0), Duration::from_secs(limit));
        }
        timer.reset();
        assert_eq!(timer.after_failure(1.0), Duration::from_secs(2));
        assert_eq!(timer.after_failure(0.0), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn no_wait_is_ever_longer_than_its_limit(failures in 0u32..200, chance: f64) {
            let mut timer = Timer::new(Pace::default());
            for _ in 0..failures {
                timer.after_failure(0.0);
            }
            prop_assert!(timer.after_failure(chance) <= Pace::default().most);
        }

        #[test]
        fn a_named_time_is_kept_within_its_bounds(seconds: u64, chance in 0.0f64..=1.0) {
            let mut timer = Timer::new(Pace::default());
            let wait = timer.asked_to_wait(seconds, chance);
            let asked = seconds.clamp(1, 6 * 3600);
            prop_assert!(wait >= Duration::from_secs(asked));
            prop_assert!(wait <= Duration::from_millis(asked * 1200));
        }
    }
}
