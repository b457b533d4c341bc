//! *Naming*: names on a screen that faces visitors, for the guard who has proved to be before it (PRODUCT.md, the guard's
//! screen: "names after badge or PIN").

use super::Post;
use checkpoint::moment::Moment;

/// How long names stand there.
const NAMES_MS: u64 = 20_000;

impl Post {
    /// A guard is before the screen, by badge or PIN: it shows names for a while, and whom the unit's lists mean.
    pub fn show_names(&mut self) {
        self.named_since = Some(self.clock.now());
        self.changed = true;
    }

    pub(super) fn hide_names_when_due(&mut self, now: &Moment) {
        if self
            .named_since
            .is_some_and(|since| now.since(&since) >= NAMES_MS)
        {
            self.named_since = None;
            self.changed = true;
        }
    }
}
