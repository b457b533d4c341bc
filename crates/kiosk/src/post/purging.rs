//! What was kept long enough goes, every hour.

use super::Post;
use checkpoint::gate::Recorded;
use checkpoint::moment::Moment;
use checkpoint::subject::Who;

/// How often what is kept a while is looked through.
const EVERY_MS: u64 = 60 * 60 * 1000;
/// As long as there is more than goes at a time: whoever stands at the gate meanwhile waits for one go, not for all.
const PAUSE_MS: u64 = 5 * 1000;

impl Post {
    pub(super) fn purge_when_due(&mut self, now: &Moment) {
        let every = if self.is_purging { PAUSE_MS } else { EVERY_MS };
        let is_due = self.last_purge.is_none_or(|last| now.since(&last) >= every);
        if !is_due {
            return;
        }
        (self.last_purge, self.is_purging) = (Some(*now), false);
        // The store keeps what went wrong, as after any other entry, and the next hour tries again.
        let Ok(Some(written)) = self.store.purge(self.settings.keep_days(), now) else {
            return;
        };
        self.is_purging = true;
        self.gate.record(Recorded {
            entry: written.entry,
            leaf: written.leaf,
            who: Who::default(),
            code: None,
        });
        self.finding.forget();
        self.changed = true;
        // A reader at work holds it up; then the next purge does it.
        let _ = self.store.forget_old_pages(now);
    }
}
