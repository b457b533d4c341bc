//! *Day badges*: by which entry whoever holds a badge of the day came. The badge says a random token; this alone says whose
//! it is.

use super::error::of_sqlite;
use super::{Ledger, LedgerError};
use checkpoint::entry::Ref;
use checkpoint::moment::Moment;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

/// For so long a badge whose day is over is still told from a stranger's.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(48);

impl Ledger {
    /// Notes a badge that is about to be printed, and names it: 16 random bytes. Durable before it is returned.
    pub fn note_day_badge(
        &mut self,
        came: &Ref,
        until: Timestamp,
        at: &Moment,
    ) -> Result<[u8; 16], LedgerError> {
        let token: [u8; 16] = self.secrets.fresh()?;
        let before = at.at.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        self.attempt(at, |ledger| {
            let home = ledger.home.clone();
            let log = ledger.log(at)?;
            let noted = note(&mut log.connection, &token, came, [before, until]);
            noted.map_err(|error| of_sqlite(&error, &home))?;
            Ok(token)
        })
    }

    /// The entry by which the holder of a badge came; None where none of this name was printed here.
    pub fn came_by_badge(
        &mut self,
        token: &[u8; 16],
        at: &Moment,
    ) -> Result<Option<Ref>, LedgerError> {
        self.read(at, |connection| {
            connection
                .prepare_cached(include_str!("came_by_badge.sql"))?
                .query_row([token], |row| {
                    Ok(Ref {
                        seq: row.get(0)?,
                        leaf: row.get(1)?,
                    })
                })
                .optional()
        })
    }
}

/// Forgets those of before, and notes one that counts until a moment.
fn note(
    connection: &mut Connection,
    token: &[u8; 16],
    came: &Ref,
    [before, until]: [Timestamp; 2],
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    let place: i64 = transaction.query_row(
        include_str!("place_of_ref.sql"),
        params![came.seq, came.leaf],
        |row| row.get(0),
    )?;
    let before = before.as_millisecond();
    transaction.execute(include_str!("forget_day_badges.sql"), [before])?;
    let row = params![token, place, until.as_millisecond()];
    transaction.execute(include_str!("append_day_badge.sql"), row)?;
    transaction.commit()
}
