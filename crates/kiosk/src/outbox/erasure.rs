//! *Erasure*: what this post has erased, for those who may hold a copy.

use super::Outbox;
use crate::ledger::LedgerError;
use crate::targets::Cursor;
use checkpoint::chain::BranchName;
use jiff::Timestamp;

/// A subject that this post has erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// The entry that says so.
    pub by: Cursor,
    pub at: Timestamp,
    /// The entry whose subject is gone.
    pub of: Cursor,
}

impl Outbox {
    /// Everything that was erased, in its order.
    pub fn erasures(&self) -> Result<Vec<Erasure>, LedgerError> {
        self.ask(|outbox| {
            let mut statement = outbox
                .connection
                .prepare_cached(include_str!("erasures.sql"))?;
            let rows = statement.query_map([], |row| {
                let at: i64 = row.get(2)?;
                Ok(Erasure {
                    by: Cursor {
                        branch: BranchName(row.get(0)?),
                        seq: row.get(1)?,
                    },
                    at: Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH),
                    of: Cursor {
                        branch: BranchName(row.get(4)?),
                        seq: row.get(3)?,
                    },
                })
            })?;
            rows.collect()
        })
    }

    /// Whether an entry lies at or before a cursor: whoever stands there was sent it.
    pub fn is_sent(&self, entry: Cursor, cursor: Option<Cursor>) -> Result<bool, LedgerError> {
        self.ask(|outbox| Ok(outbox.place(Some(entry))? <= outbox.place(cursor)?))
    }
}
