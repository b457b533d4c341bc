//! *Disposing*: the lines of entries go when their years are over. Of each its seq, leaf and head stay, so that the chain is
//! whole; an entry of its own says up to which of them it was done.

use super::error::of_sqlite;
use super::purging::{Due, Going, cursors, pass, place_of, was_here};
use super::{Appended, Ledger, LedgerError};
use crate::targets::Cursor;
use checkpoint::entry::Ref;
use checkpoint::moment::Moment;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

/// Lines that go at a time, so that whoever stands at the gate isn't held up.
const MOST: u32 = 500;
/// How long lines stay after every target has them: a hub that is restored from a copy gets them again (PROTOCOL.md, To a hub).
const AFTER_RECEIPT: SignedDuration = SignedDuration::from_hours(24 * 35);

impl Ledger {
    /// Takes out the lines of entries that were kept for longer than `keep`, durably, together with the entry that says so,
    /// and overwrites what stood there: up to [`MOST`] at a time, of entries that no target waits for and whose subjects are
    /// gone. None where there are none.
    ///
    /// Asked as [`Ledger::purge`] is.
    pub fn dispose(
        &mut self,
        keep: SignedDuration,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Option<Appended>, LedgerError> {
        self.attempt(at, |ledger| {
            ledger.settle_now(at, gate, zone)?;
            let home = ledger.home.clone();
            let key = ledger.secrets.ledger.clone();
            // Where that can't be told, nobody has anything yet.
            let targets = || cursors(&home, &key, |_| true).unwrap_or_else(|_| vec![None]);
            let log = ledger.log(at)?;
            let due = due(&mut log.connection, keep, targets, at)
                .map_err(|error| of_sqlite(&error, &home))?;
            let Some(due) = due else {
                return Ok(None);
            };
            ledger.go(Going::Lines, &due, at, gate, zone).map(Some)
        })
    }

    /// Takes out the lines up to an entry, where a backup brought back what was taken out before: up to [`MOST`] at a time.
    /// None where none is left, or this ledger has no such entry.
    pub fn dispose_again(
        &mut self,
        of: &Ref,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Option<Appended>, LedgerError> {
        self.go_again(Going::Lines, of, at, gate, zone)
    }
}

/// What goes next. What is old enough and at every target is noted first, and goes once [`AFTER_RECEIPT`] has passed.
fn due(
    connection: &mut Connection,
    keep: SignedDuration,
    targets: impl FnOnce() -> Vec<Option<Cursor>>,
    at: &Moment,
) -> rusqlite::Result<Option<Due>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let passed = pass(&transaction, at)?;
    let noted: Option<(i64, u64)> = transaction
        .query_row(include_str!("disposing.sql"), [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let waits = u64::try_from(AFTER_RECEIPT.as_millis()).unwrap_or(u64::MAX);
    let due = match noted {
        Some((place, ms)) if passed.ms.saturating_sub(ms) >= waits => {
            let due = disposable(&transaction, place)?;
            if due.is_none() {
                transaction.execute(include_str!("forget_disposing.sql"), [])?;
            }
            due
        }
        Some(_) => None,
        None => {
            if let Some(mut end) = was_here(&transaction, &passed, keep)?
                && disposable(&transaction, end)?.is_some()
            {
                for cursor in targets() {
                    end = end.min(place_of(&transaction, cursor)?);
                }
                if disposable(&transaction, end)?.is_some() {
                    transaction
                        .execute(include_str!("note_disposing.sql"), params![end, passed.ms])?;
                }
            }
            None
        }
    };
    transaction.commit()?;
    Ok(due)
}

/// The last of the entries up to a place whose lines go next.
pub(super) fn disposable(connection: &Connection, end: i64) -> rusqlite::Result<Option<Due>> {
    let subject: Option<i64> =
        connection.query_row(include_str!("first_subject.sql"), [], |row| row.get(0))?;
    let end = subject.map_or(end, |place| end.min(place - 1));
    connection
        .query_row(
            include_str!("disposable.sql"),
            params![end, MOST],
            Due::of_row,
        )
        .optional()
}

/// What a `dispose` entry takes with it, up to a place. `by` is the place of that entry.
pub(super) fn dispose(transaction: &Transaction<'_>, place: i64, by: i64) -> rusqlite::Result<()> {
    for sql in [
        include_str!("dispose_lines.sql"),
        include_str!("dispose_erased.sql"),
        include_str!("dispose_purged.sql"),
        include_str!("forget_here.sql"),
    ] {
        transaction.execute(sql, [place])?;
    }
    transaction.execute(include_str!("dispose_note.sql"), [place, by])?;
    Ok(())
}

/// Up to which place the lines are gone, and the place of the entry that says so.
pub(super) fn disposed(connection: &Connection) -> rusqlite::Result<Option<(i64, i64)>> {
    connection
        .query_row(include_str!("disposed.sql"), [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}
