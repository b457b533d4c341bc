//! What was kept long enough goes, every hour: first personal data, then the lines of entries.

use super::Post;
use crate::imported::Keep;
use checkpoint::gate::Recorded;
use checkpoint::moment::Moment;
use checkpoint::subject::Who;
use jiff::SignedDuration;

/// How often what is kept a while is looked through.
const EVERY_MS: u64 = 60 * 60 * 1000;
/// As long as there is more than goes at a time: whoever stands at the gate meanwhile waits for one go, not for all.
const PAUSE_MS: u64 = 5 * 1000;

/// How purging stands.
#[derive(Debug, Default)]
pub(super) struct Purging {
    last: Option<Moment>,
    /// The last one left something.
    goes_on: bool,
    /// A required target may hold it up, which visitors are told.
    is_held: bool,
}

impl Post {
    /// Whether a required target may hold purges up.
    pub fn is_held(&self) -> bool {
        self.purging.is_held
    }

    pub(super) fn purge_when_due(&mut self, now: &Moment) {
        let every = if self.purging.goes_on {
            PAUSE_MS
        } else {
            EVERY_MS
        };
        let is_due = self
            .purging
            .last
            .is_none_or(|last| now.since(&last) >= every);
        if !is_due {
            return;
        }
        if !self.purging.goes_on {
            let keep = self.settings.keep_entries();
            self.store.purge_registers(keep, now);
            let days = i64::from(self.settings.keep_days());
            let keep = Keep {
                subjects: SignedDuration::from_hours(24 * days),
                lines: keep,
            };
            self.store.purge_imported(keep, now);
        }
        let is_held = self.store.holds_purges();
        self.changed |= is_held != self.purging.is_held;
        self.purging = Purging {
            last: Some(*now),
            goes_on: false,
            is_held,
        };
        // The store keeps what went wrong, as after any other entry, and the next hour tries again.
        let gone = self.store.purge(self.settings.keep_days(), now);
        let gone = match gone {
            Ok(None) => self.store.dispose(self.settings.keep_entries(), now),
            Ok(Some(_)) | Err(_) => gone,
        };
        let Ok(Some(written)) = gone else {
            return;
        };
        self.purging.goes_on = true;
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
