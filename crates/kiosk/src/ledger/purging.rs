//! *Purging*: personal data goes when its time is over. The entries, their lines and the chain stay; an entry of its own
//! says up to which of them it was done.

use super::disposing::disposable;
use super::error::of_sqlite;
use super::row::Place;
use super::{Appended, Ledger, LedgerError, What, traces};
use crate::home::Home;
use crate::keys::Key;
use crate::targets::{Cursor, Target, TargetError, Targets};
use checkpoint::entry::{Audit, Draft, Kind, Ref};
use checkpoint::moment::{Boot, Moment};
use checkpoint::retention::Passed;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

/// Entries whose subjects go at a time, so that a gate that was off for long isn't held up.
const MOST: u32 = 250;
/// How long a required target holds a purge beyond the day on which it was due (PROTOCOL.md, To a hub).
pub const HELD_AT_MOST: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The newest of the entries of which something goes.
pub(super) struct Due {
    pub(super) place: i64,
    pub(super) of: Ref,
}

impl Due {
    pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Due> {
        Ok(Due {
            place: row.get(0)?,
            of: Ref {
                seq: row.get(1)?,
                leaf: row.get(2)?,
            },
        })
    }
}

impl Ledger {
    /// Takes out the subjects that were kept for longer than `keep`, durably, together with the entry that says so, and
    /// overwrites what stood there: up to [`MOST`] at a time. None where no time is over. What a required target hasn't
    /// got yet stays, for [`HELD_AT_MOST`].
    ///
    /// Asked every hour or so: time counts from one asking to the next, by [`Passed`].
    pub fn purge(
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
            let required = || required(&home, &key).unwrap_or_else(|_| vec![None]);
            let log = ledger.log(at)?;
            let due = due(&mut log.connection, keep, required, at)
                .map_err(|error| of_sqlite(&error, &home))?;
            let Some(due) = due else {
                return Ok(None);
            };
            ledger.go(Going::Subjects, &due, at, gate, zone).map(Some)
        })
    }

    /// How much time has passed, as it was found last; None before.
    pub fn passed(&mut self, at: &Moment) -> Result<Option<SignedDuration>, LedgerError> {
        self.read(at, |connection| {
            let passed = connection
                .query_row(include_str!("passed.sql"), [], passed)
                .optional()?;
            let ms = passed.map(|passed| i64::try_from(passed.ms).unwrap_or(i64::MAX));
            Ok(ms.map(SignedDuration::from_millis))
        })
    }

    /// The key of this ledger and of what lies beside it.
    pub(crate) fn key(&self) -> &Key {
        &self.secrets.ledger
    }

    /// Whether a target may hold purges up ([`HELD_AT_MOST`]).
    pub fn holds_purges(&self) -> bool {
        is_held(&self.home, &self.secrets.ledger)
    }

    /// Takes out the subjects up to an entry, where a backup brought back what was purged before: up to [`MOST`] at a
    /// time. None where nothing is left of them, or this ledger has no such entry.
    pub fn purge_again(
        &mut self,
        of: &Ref,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Option<Appended>, LedgerError> {
        self.go_again(Going::Subjects, of, at, gate, zone)
    }

    /// What went before goes again up to an entry; None where nothing is left, or there is no such entry.
    pub(super) fn go_again(
        &mut self,
        going: Going,
        of: &Ref,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Option<Appended>, LedgerError> {
        let due = self.read(at, |connection| {
            let place: Option<i64> = connection
                .query_row(
                    include_str!("place_of_ref.sql"),
                    params![of.seq, of.leaf],
                    |row| row.get(0),
                )
                .optional()?;
            place.map_or(Ok(None), |place| going.next(connection, place))
        })?;
        let Some(due) = due else {
            return Ok(None);
        };
        self.attempt(at, |ledger| {
            ledger.settle_now(at, gate, zone)?;
            ledger.go(going, &due, at, gate, zone).map(Some)
        })
    }

    /// Writes the entry that says so, with which it goes.
    pub(super) fn go(
        &mut self,
        going: Going,
        due: &Due,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Appended, LedgerError> {
        let mut draft = Draft::new(Kind::Audit(match going {
            Going::Subjects => Audit::Purge,
            Going::Lines => Audit::Dispose,
        }));
        draft.of = Some(due.of);
        let mut what = What::of(&draft);
        match going {
            Going::Subjects => what.purges = Some(due.place),
            Going::Lines => what.disposes = Some(due.place),
        }
        let appended = self.write(Place::Tip, what, at, gate, zone)?;
        // Whom a subject described may be described by it no more.
        self.visitors = None;
        self.in_service(at);
        Ok(appended)
    }
}

/// What goes when its time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Going {
    Subjects,
    Lines,
}

impl Going {
    /// The last of the entries up to a place of which it goes next.
    fn next(self, connection: &Connection, end: i64) -> rusqlite::Result<Option<Due>> {
        match self {
            Going::Subjects => purgeable(connection, end),
            Going::Lines => disposable(connection, end),
        }
    }
}

/// Whether a target is required, as far as can be told.
pub(crate) fn is_held(home: &Home, key: &Key) -> bool {
    required(home, key).is_ok_and(|required| !required.is_empty())
}

/// How far each required target has got; None before the first entry.
fn required(home: &Home, key: &Key) -> Result<Vec<Option<Cursor>>, TargetError> {
    cursors(home, key, |target| target.required)
}

/// How far some targets have got; None before the first entry.
pub(super) fn cursors(
    home: &Home,
    key: &Key,
    which: impl Fn(&Target) -> bool,
) -> Result<Vec<Option<Cursor>>, TargetError> {
    if !home.targets().exists() {
        return Ok(Vec::new());
    }
    let targets = Targets::open_with(home, key)?.list()?;
    let some = targets.into_iter().filter(|target| which(target));
    Ok(some.map(|target| target.cursor).collect())
}

/// Finds how much time has passed, notes what is here by then, and looks for what has been here too long. Only where
/// there is any, the required targets are asked how far they have got.
fn due(
    connection: &mut Connection,
    keep: SignedDuration,
    required: impl FnOnce() -> Vec<Option<Cursor>>,
    at: &Moment,
) -> rusqlite::Result<Option<Due>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let passed = pass(&transaction, at)?;
    let end = match was_here(&transaction, &passed, keep)? {
        None => None,
        Some(mut end) => {
            for cursor in required() {
                end = end.min(place_of(&transaction, cursor)?);
            }
            let held = was_here(&transaction, &passed, keep.saturating_add(HELD_AT_MOST))?;
            Some(end).max(held)
        }
    };
    let due = match end {
        None => None,
        Some(end) => purgeable(&transaction, end)?,
    };
    transaction.commit()?;
    Ok(due)
}

/// Finds how much time has passed, and notes what is here by then.
pub(super) fn pass(transaction: &Transaction<'_>, at: &Moment) -> rusqlite::Result<Passed> {
    let before = transaction
        .query_row(include_str!("passed.sql"), [], passed)
        .optional()?;
    let passed = before.map_or_else(|| Passed::beginning(at), |before| before.until(at));
    transaction.execute(
        include_str!("pass.sql"),
        params![
            passed.ms,
            passed.at.at.as_millisecond(),
            passed.at.mono_ms,
            passed.at.boot.0,
            passed.told.map(Timestamp::as_millisecond),
        ],
    )?;
    transaction.execute(include_str!("note_here.sql"), [passed.ms])?;
    Ok(passed)
}

/// The last of the entries up to a place whose subjects go next.
fn purgeable(connection: &Connection, end: i64) -> rusqlite::Result<Option<Due>> {
    connection
        .query_row(
            include_str!("purgeable.sql"),
            params![end, MOST],
            Due::of_row,
        )
        .optional()
}

/// The place of the entry that a target has got to: 0 before the first, and where that entry isn't known.
pub(super) fn place_of(
    transaction: &Transaction<'_>,
    cursor: Option<Cursor>,
) -> rusqlite::Result<i64> {
    let Some(cursor) = cursor else {
        return Ok(0);
    };
    let found = transaction
        .query_row(
            include_str!("../outbox/place_at.sql"),
            params![cursor.branch.0, cursor.seq],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.unwrap_or(0))
}

/// Up to which place the entries have been here for so long.
pub(super) fn was_here(
    transaction: &Transaction<'_>,
    passed: &Passed,
    long: SignedDuration,
) -> rusqlite::Result<Option<i64>> {
    let long = u64::try_from(long.as_millis()).unwrap_or(u64::MAX);
    let Some(since) = passed.ms.checked_sub(long) else {
        return Ok(None);
    };
    transaction
        .query_row(include_str!("was_here.sql"), [since], |row| row.get(0))
        .optional()
}

fn passed(row: &Row<'_>) -> rusqlite::Result<Passed> {
    let moment = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(Passed {
        ms: row.get(0)?,
        at: Moment {
            at: moment(row.get(1)?),
            mono_ms: row.get(2)?,
            boot: Boot(row.get(3)?),
            offset: None,
        },
        told: row.get::<_, Option<i64>>(4)?.map(moment),
    })
}

/// What a `purge` entry takes with it, up to a place: subjects, the visitors whom they described, and the marks of what was
/// shown. `by` is the place of that entry.
pub(super) fn purge(transaction: &Transaction<'_>, place: i64, by: i64) -> rusqlite::Result<()> {
    for sql in [
        include_str!("purge_subjects.sql"),
        include_str!("purge_visitors.sql"),
        include_str!("purge_shown.sql"),
    ] {
        transaction.execute(sql, [place])?;
    }
    traces::forget(transaction, 0, place)?;
    transaction.execute(include_str!("purge_note.sql"), [place, by])?;
    Ok(())
}
