//! *Throttle*: how often one address, or whatever else is named, may try something. What is tried of one name is counted in
//! the database, for all processes together.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Passwords that one address may try within [`WINDOW`]. A whole office may stand behind it.
const MOST: u32 = 60;
const WINDOW: Duration = Duration::from_secs(60);
/// Names that are remembered, before the list is begun anew.
const NAMES: usize = 10_000;

/// What tries are counted by.
pub trait Counted: Ord {
    /// The name under which it is counted.
    fn counted(self) -> Self;
}

impl Counted for IpAddr {
    /// Whoever has one address of IPv6 has 2⁶⁴ of them.
    fn counted(self) -> IpAddr {
        match self {
            IpAddr::V4(_) => self,
            IpAddr::V6(six) => {
                let mut octets = six.octets();
                octets[8..].fill(0);
                IpAddr::from(octets)
            }
        }
    }
}

impl Counted for (uuid::Uuid, checkpoint::place::Code) {
    fn counted(self) -> Self {
        self
    }
}

/// Tries by name.
pub struct Throttle<K = IpAddr> {
    most: u32,
    tries: Mutex<BTreeMap<K, (Instant, u32)>>,
}

impl Default for Throttle {
    /// Of passwords.
    fn default() -> Throttle {
        Throttle::of(MOST)
    }
}

impl<K: Counted> Throttle<K> {
    /// So many tries of one name within a minute.
    pub fn of(most: u32) -> Throttle<K> {
        Throttle {
            most,
            tries: Mutex::default(),
        }
    }

    /// Counts a try at `now`. Error: seconds until there may be another.
    pub fn count(&self, name: K, now: Instant) -> Result<(), u64> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= NAMES {
            tries.clear();
        }
        let (since, count) = tries.entry(name.counted()).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        if *count >= self.most {
            let left = WINDOW.saturating_sub(now.duration_since(*since));
            return Err(left.as_secs() + 1);
        }
        *count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_try_sixty_times_a_minute_and_its_neighbours_of_ipv6_with_it() {
        let throttle = Throttle::default();
        let begun = Instant::now();
        let address = |text: &str| text.parse().unwrap();
        for _ in 0..MOST {
            assert_eq!(throttle.count(address("2001:db8::1"), begun), Ok(()));
        }
        assert_eq!(throttle.count(address("2001:db8::ffff"), begun), Err(61));
        assert_eq!(throttle.count(address("2001:db8:0:1::1"), begun), Ok(()));
        assert_eq!(
            throttle.count(address("2001:db8::1"), begun + WINDOW),
            Ok(())
        );
    }
}
