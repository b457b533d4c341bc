//! *Gap*: a span in which this gate recorded nothing, an entry when it ends.

use checkpoint::entry::{Draft, Happened, Kind, Precision};
use jiff::{SignedDuration, Timestamp};

/// Out of service for longer than this is a gap.
pub const GAP: SignedDuration = SignedDuration::from_secs(60);

/// A span in which this gate recorded nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub from: Timestamp,
    pub to: Timestamp,
}

impl Gap {
    /// None where it is too short to speak of, or the clock went back.
    pub(crate) fn between(from: Timestamp, to: Timestamp) -> Option<Gap> {
        (to.duration_since(from) > GAP).then_some(Gap { from, to })
    }

    /// As the entry that ends it says it: `happened` is where it began.
    pub fn draft(&self) -> Draft {
        let mut draft = Draft::new(Kind::Gap);
        draft.happened = Some(Happened {
            at: self.from,
            precision: Precision::Second,
        });
        draft
    }
}
