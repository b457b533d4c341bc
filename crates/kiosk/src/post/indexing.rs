//! What entries are searched by follows them, every few seconds.

use super::Post;
use checkpoint::moment::Moment;

/// Between two visitors, most of the time.
const EVERY_MS: u64 = 10 * 1000;

impl Post {
    pub(super) fn index_when_due(&mut self, now: &Moment) {
        let is_due = self
            .last_index
            .is_none_or(|last| now.since(&last) >= EVERY_MS);
        if is_due {
            self.last_index = Some(*now);
            // The store keeps what went wrong, and the next time tries again.
            let _ = self.store.index(now);
        }
    }
}
