//! *Closing*: exits that nobody saw, as estimates at the set hour.

use super::Post;
use checkpoint::moment::Moment;

/// How often it is asked: a gate that was off at the hour does it soon after it starts.
const EVERY_MS: u64 = 60 * 1000;

impl Post {
    pub(super) fn close_when_due(&mut self, now: &Moment) {
        let Some(at) = self.settings.close_at else {
            return;
        };
        let is_due = self
            .last_closing
            .is_none_or(|last| now.since(&last) >= EVERY_MS);
        if !is_due {
            return;
        }
        self.last_closing = Some(*now);
        for draft in self.gate.closing(at, now) {
            // A disk that fails says so by itself, and the next minute tries again.
            if self.plain(&draft, now).is_err() {
                return;
            }
        }
    }
}
