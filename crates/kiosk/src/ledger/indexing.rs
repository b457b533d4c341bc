//! *Indexing*: the words of entries, written a while after these.

use super::error::of_sqlite;
use super::{Ledger, LedgerError, traces};
use checkpoint::moment::Moment;
use rusqlite::TransactionBehavior;

/// Entries at a time, so that a gate isn't held up.
const MOST: u32 = 256;

impl Ledger {
    /// Writes the words of entries that have none yet into the index, durably: up to [`MOST`] entries. Nothing, most of the
    /// time. Asked every few seconds, between two visitors.
    pub fn index(&mut self, at: &Moment) -> Result<(), LedgerError> {
        self.attempt(at, |ledger| {
            let log = ledger.log(at)?;
            let mut write = || -> rusqlite::Result<()> {
                let transaction = log
                    .connection
                    .transaction_with_behavior(TransactionBehavior::Immediate)?;
                if traces::index(&transaction, MOST)? > 0 {
                    transaction.commit()?;
                }
                Ok(())
            };
            write().map_err(|error| of_sqlite(&error, &ledger.home))
        })
    }
}
