//! *Throttle*: how often one address may try a password. What is tried of one name is counted in the database, for all
//! processes together.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Tries of one address within [`WINDOW`]. A whole office may stand behind it.
const MOST: u32 = 60;
const WINDOW: Duration = Duration::from_secs(60);
/// Addresses that are remembered, before the list is begun anew.
const ADDRESSES: usize = 10_000;

/// Tries by address.
#[derive(Default)]
pub struct Throttle(Mutex<BTreeMap<IpAddr, (Instant, u32)>>);

impl Throttle {
    /// Counts a try at `now`. Error: seconds until there may be another.
    pub fn count(&self, address: IpAddr, now: Instant) -> Result<(), u64> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= ADDRESSES {
            tries.clear();
        }
        let (since, count) = tries.entry(network(address)).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        if *count >= MOST {
            let left = WINDOW.saturating_sub(now.duration_since(*since));
            return Err(left.as_secs() + 1);
        }
        *count += 1;
        Ok(())
    }
}

/// Whoever has one address of IPv6 has 2⁶⁴ of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let mut octets = six.octets();
            octets[8..].fill(0);
            IpAddr::from(octets)
        }
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
