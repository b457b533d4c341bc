//! *Intake*: batches become rows, each entry once. Posts that arrive together share a transaction; nobody gets a
//! receipt before its COMMIT returned.
//!
//! ```text
//! post ─▶ queue ─▶ group ─▶ BEGIN  lock the cursors · trim and check · COPY · cursors · rollups  COMMIT ─▶ outcome
//! ```

mod branch;
mod copy;
mod group;
mod moved;
mod placed;
mod quarantine;
mod queue;
mod row;
mod tally;

pub use branch::{Held, head_at};
pub use copy::Copy;
pub use queue::{Arriving, Full, Intake, Pace};
pub use row::{Post, Row};
pub use tally::Tally;

use uuid::Uuid;

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it is stored, now or before. `head` is ours at `acked`, the batch's last entry.
    Stored { acked: u64, head: [u8; 32] },
    /// Entries of `branch` are missing from `seq` on; `head` is ours before it, where there is one.
    Gap {
        branch: Uuid,
        seq: u64,
        head: Option<[u8; 32]>,
    },
    /// Other bytes of `branch` are here at or before `seq`, where our head is `head`.
    Fork {
        branch: Uuid,
        seq: u64,
        head: [u8; 32],
    },
    /// The device is distrusted: its bytes wait for a person.
    Distrusted,
    /// The database refuses it alone too: its bytes wait for a person.
    Quarantined,
    /// The device isn't known any more.
    Unknown,
    /// Nothing was learnt: the database is away or busy.
    Busy,
}

/// 2⁵³ and less: as the database counts.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// From the database, where nothing is negative.
pub(crate) fn natural(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// 32 bytes from the database, whose check constraints hold that many.
pub(crate) fn hash(bytes: &[u8]) -> [u8; 32] {
    bytes.try_into().unwrap_or([0; 32])
}
