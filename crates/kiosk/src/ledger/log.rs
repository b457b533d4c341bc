//! *Log*: an open database and where its history stands.

use super::database;
use super::disposing::disposed;
use super::error::{LedgerError, damaged, of_sqlite};
use super::head::Head;
use super::restored::Restored;
use super::secrets::Secrets;
use super::traces;
use crate::home::Home;
use checkpoint::chain::{self, BranchName, device_id};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// How many of the newest entries are checked against the chain when a database is opened: what a
/// failing disk loses is at the end. `chot ledger verify` walks all of it.
const TAIL: u32 = 64;

/// The end of the history.
#[derive(Clone, Debug)]
pub(super) struct Tip {
    /// The branch's number in this database.
    pub branch_number: i64,
    /// The greatest number of any branch: the newest entry's own is a smaller one where older lines
    /// were given a branch of their own.
    pub newest_branch: i64,
    pub branch: BranchName,
    /// 0 before the first entry.
    pub seq: u64,
    pub head: [u8; 32],
    /// Of the newest entry, where there is one.
    pub leaf: Option<[u8; 32]>,
    /// The clock's high-water mark in milliseconds.
    pub mark_ms: Option<i64>,
}

impl Tip {
    /// Before the first entry of a database.
    fn beginning(public_key: &[u8; 32], branch: BranchName) -> Tip {
        Tip {
            branch_number: 1,
            newest_branch: 1,
            branch,
            seq: 0,
            head: chain::genesis(&device_id(public_key), &branch, public_key),
            leaf: None,
            mark_ms: None,
        }
    }
}

/// Why the history leaves on a new branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// The database ends before the newest head that this post had, or holds other bytes there: it
    /// was restored or copied back.
    Behind,
    /// The data directory was carried to another machine.
    OtherMachine,
    /// There was a log, and this database is empty: the old one was set aside or is gone.
    Lost,
    /// A backup brought it here: what it holds is another device's.
    Restored,
}

pub(super) struct Log {
    pub connection: Connection,
    pub tip: Tip,
    /// To be written as an entry before any other.
    pub departure: Option<Departure>,
}

struct Newest {
    place: i64,
    branch: i64,
    seq: u64,
    line: Vec<u8>,
    leaf: [u8; 32],
    head: [u8; 32],
    mark_ms: i64,
}

impl Newest {
    fn of(row: &Row<'_>) -> rusqlite::Result<Newest> {
        Ok(Newest {
            place: row.get(0)?,
            branch: row.get(1)?,
            seq: row.get(2)?,
            line: row.get(3)?,
            leaf: row.get(4)?,
            head: row.get(5)?,
            mark_ms: row.get(6)?,
        })
    }
}

/// A branch as the database has it.
pub(super) struct Branch {
    pub number: i64,
    pub name: BranchName,
    /// Number, seq and head of the entry it leaves from.
    pub origin: Option<(i64, u64, [u8; 32])>,
}

impl Branch {
    pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<Branch>> {
        let mut statement = connection.prepare_cached(include_str!("branches.sql"))?;
        let rows = statement.query_map([], |row| {
            let origin: Option<i64> = row.get(2)?;
            Ok(Branch {
                number: row.get(0)?,
                name: BranchName(row.get(1)?),
                origin: match origin {
                    Some(number) => Some((number, row.get(3)?, row.get(4)?)),
                    None => None,
                },
            })
        })?;
        rows.collect()
    }
}

impl Log {
    /// Opens or begins the database. `known` is the newest head that this post remembers outside it;
    /// `failed` is the leaf of an append that was reported as failed since.
    pub(super) fn open(
        home: &Home,
        secrets: &Secrets,
        known: Option<&Head>,
        failed: Option<&[u8; 32]>,
    ) -> Result<Log, LedgerError> {
        let mut connection = database::open_to_write(home, &secrets.ledger)?;
        let sqlite = |error: rusqlite::Error| of_sqlite(&error, home);
        // After a failed fsync the system may take pages for written that aren't. Carrying the
        // write-ahead log over writes every page of it again, before anything is added behind.
        let busy: bool = connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(sqlite)?;
        if busy && failed.is_some() {
            return Err(LedgerError::Busy("a reader is at work".into()));
        }
        if let Some(leaf) = failed {
            take_back(&mut connection, leaf).map_err(sqlite)?;
        }
        let restored = Restored::read(home);
        let tip = match tip(&connection, secrets, restored.as_ref(), home)? {
            Some(tip) => tip,
            None => begin(&mut connection, secrets, known, home)?,
        };
        let departure = match &restored {
            Some(restored) if restored.is_end(&connection).map_err(sqlite)? => {
                Some(Departure::Restored)
            }
            Some(_) | None => departure(&connection, &tip, secrets, known).map_err(sqlite)?,
        };
        Ok(Log {
            connection,
            tip,
            departure,
        })
    }
}

/// Where the history stands: None in a database without a branch.
fn tip(
    connection: &Connection,
    secrets: &Secrets,
    restored: Option<&Restored>,
    home: &Home,
) -> Result<Option<Tip>, LedgerError> {
    let sqlite = |error: rusqlite::Error| of_sqlite(&error, home);
    let branches = Branch::all(connection).map_err(sqlite)?;
    let Some(newest_branch) = branches.last() else {
        return Ok(None);
    };
    let public_key: [u8; 32] = connection
        .query_row(include_str!("device.sql"), [], |row| row.get(0))
        .map_err(sqlite)?;
    let own = secrets.device_public_key;
    let goes_on = |restored: &Restored| restored.goes_on(&public_key, &own);
    if public_key != own && !restored.is_some_and(goes_on) {
        return Err(LedgerError::WrongKey(home.keys()));
    }
    let tail = newest(connection, TAIL).map_err(sqlite)?;
    let genesis =
        |branch: &BranchName| chain::genesis(&device_id(&public_key), branch, &public_key);
    let disposed = disposed(connection).map_err(sqlite)?;
    let disposed = disposed.map_or(0, |(place, _)| place);
    check(&tail, &branches, disposed, genesis)?;
    // A branch and its first entry are one transaction.
    let empty = connection
        .query_row(include_str!("empty_branches.sql"), [], |row| {
            row.get::<_, i64>(0)
        })
        .map_err(sqlite)?;
    if empty > 0 {
        return Err(damaged("one of its branches has lost its first entry"));
    }
    match tail.first() {
        Some(newest) => {
            let branch = branches
                .iter()
                .find(|branch| branch.number == newest.branch)
                .ok_or_else(|| damaged("the branch of its newest entry is missing"))?;
            Ok(Some(Tip {
                branch_number: branch.number,
                newest_branch: newest_branch.number,
                branch: branch.name,
                seq: newest.seq,
                head: newest.head,
                leaf: Some(newest.leaf),
                mark_ms: Some(newest.mark_ms),
            }))
        }
        None => Ok(Some(Tip::beginning(&public_key, newest_branch.name))),
    }
}

/// Whether the newest entries, newest first, follow from one another. The lines up to the place `disposed` are gone.
fn check(
    tail: &[Newest],
    branches: &[Branch],
    disposed: i64,
    genesis: impl Fn(&BranchName) -> [u8; 32],
) -> Result<(), LedgerError> {
    for (newer, older) in tail.iter().zip(tail.iter().skip(1).map(Some).chain([None])) {
        let broken = |what: &str| Err(damaged(format!("entry {}: {what}", newer.seq)));
        if newer.place > disposed && chain::leaf(&newer.line) != newer.leaf {
            return broken("its line isn't the one that was stored");
        }
        let Some(branch) = branches.iter().find(|branch| branch.number == newer.branch) else {
            return broken("its branch is missing");
        };
        let (seq, head) = match (older, branch.origin) {
            (Some(older), _) if older.branch == newer.branch => (older.seq, older.head),
            (_, Some((_, seq, head))) if newer.seq == seq + 1 => (seq, head),
            (_, None) if newer.seq == 1 => (0, genesis(&branch.name)),
            // The oldest that is looked at: what it follows from isn't.
            (None, _) => continue,
            (Some(_), _) => return broken("entries before it are missing"),
        };
        if newer.seq != seq + 1 || chain::head(&head, &newer.leaf) != newer.head {
            return broken("it doesn't follow from the entry before it");
        }
    }
    Ok(())
}

fn newest(connection: &Connection, limit: u32) -> rusqlite::Result<Vec<Newest>> {
    connection
        .prepare(include_str!("newest.sql"))?
        .query_map([limit], Newest::of)?
        .collect()
}

/// The first branch of a new database. The unit's name outlives a database that was lost.
fn begin(
    connection: &mut Connection,
    secrets: &Secrets,
    known: Option<&Head>,
    home: &Home,
) -> Result<Tip, LedgerError> {
    let unit = match known {
        Some(head) => head.unit.0,
        None => secrets.fresh()?,
    };
    let branch = BranchName(secrets.fresh()?);
    let sqlite = |error: rusqlite::Error| of_sqlite(&error, home);
    let transaction = connection.transaction().map_err(sqlite)?;
    transaction
        .execute(
            include_str!("begin.sql"),
            params![secrets.device_public_key, unit],
        )
        .and_then(|_| {
            transaction.execute(
                include_str!("append_branch.sql"),
                params![1, branch.0, None::<i64>, None::<i64>, None::<[u8; 32]>],
            )
        })
        .map_err(sqlite)?;
    transaction.commit().map_err(sqlite)?;
    Ok(Tip::beginning(&secrets.device_public_key, branch))
}

fn departure(
    connection: &Connection,
    tip: &Tip,
    secrets: &Secrets,
    known: Option<&Head>,
) -> rusqlite::Result<Option<Departure>> {
    let Some(known) = known.filter(|known| known.seq > 0) else {
        return Ok(None);
    };
    if tip.seq == 0 {
        return Ok(Some(Departure::Lost));
    }
    let here: Option<[u8; 32]> = connection
        .query_row(
            include_str!("head_at.sql"),
            params![known.seq, known.head.0],
            |row| row.get(0),
        )
        .optional()?;
    if here != Some(known.head.0) {
        return Ok(Some(Departure::Behind));
    }
    Ok(match (known.machine, secrets.machine) {
        (Some(then), Some(now)) if then.0 != now => Some(Departure::OtherMachine),
        _ => None,
    })
}

/// An append that was reported as failed can have reached the disk all the same. It was acknowledged
/// to nobody and its person may be entered again or stand in the paper book, so it is rolled back,
/// later than usual.
fn take_back(connection: &mut Connection, leaf: &[u8; 32]) -> rusqlite::Result<()> {
    let newest = newest(connection, 1)?.pop();
    let Some(newest) = newest.filter(|newest| newest.leaf == *leaf) else {
        return Ok(());
    };
    let transaction = connection.transaction()?;
    transaction.execute(include_str!("take_back_visitor.sql"), [newest.place])?;
    transaction.execute(include_str!("take_back_shown.sql"), [newest.place])?;
    transaction.execute(include_str!("take_back_subject.sql"), [newest.place])?;
    traces::forget(&transaction, newest.place, newest.place)?;
    transaction.execute(include_str!("take_back_indexed.sql"), [newest.place])?;
    transaction.execute(include_str!("take_back_erased.sql"), [newest.place])?;
    transaction.execute(include_str!("take_back_entry.sql"), [newest.place])?;
    transaction.execute(include_str!("take_back_branch.sql"), [])?;
    transaction.commit()
}
