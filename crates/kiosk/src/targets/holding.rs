//! *Holding*: personal data whose day to be purged has come stays while a required target waits for
//! it, and not for ever (PROTOCOL.md, To a hub).

use super::Target;
use jiff::{SignedDuration, Timestamp};

/// How long a required target holds a purge beyond the day on which it was due.
pub const HOLDS_AT_MOST: SignedDuration = SignedDuration::from_hours(24 * 30);

impl Target {
    /// Whether a purge that was due at `due` waits for this target. `is_there`: it has the entries that
    /// are to be purged, by its own acknowledgement.
    pub fn holds(&self, is_there: bool, due: Timestamp, now: Timestamp) -> bool {
        self.required && !is_there && now.duration_since(due) <= HOLDS_AT_MOST
    }
}
