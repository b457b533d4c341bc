//! A clock that is ten years off holds nothing up, and what was recorded by it is counted by the hub's time.

use checkpoint::moment::Moment;
use chot_tests::travel::{Hub, Post};
use jiff::SignedDuration;
use kiosk::clock::{Clock, SystemClock};
use std::sync::Arc;

/// The machine's clocks, of which the one that tells the date is wrong.
struct Off(SystemClock, SignedDuration);

impl Clock for Off {
    fn now(&self) -> Moment {
        let now = self.0.now();
        Moment {
            at: now.at + self.1,
            ..now
        }
    }
}

#[test]
fn a_clock_that_is_ten_years_off_in_either_direction_loses_and_refuses_nothing() {
    let hub = Hub::start();
    for years in [-10, 10] {
        let unit = hub.unit();
        let off = SignedDuration::from_hours(years * 365 * 24);
        let post = Post::by(Arc::new(Off(SystemClock::new(), off)));
        post.append(4);
        let id = hub.enrol(&post, unit);
        post.send_all();
        post.append(5);
        post.send_all();
        hub.has_all_of(unit, &[&post]);
        assert_eq!(hub.alarms(unit), [""; 0], "{years} years");
        let clock = post.target(id).membership.unwrap().clock.unwrap();
        let told = clock.heard.at.duration_since(clock.hub);
        assert!(
            (told - off).abs() < SignedDuration::from_mins(5),
            "{told:?}"
        );
    }
}
