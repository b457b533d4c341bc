//! *Reading*: the ledger as it can be read beside a running gate.

use super::copying::open_copy;
use super::database::{exists, open_to_read};
use super::error::{LedgerError, of_sqlite};
use super::head::Head;
use super::log::Branch;
use super::restored::Restored;
use super::secrets::Secrets;
use crate::home::Home;
use crate::keys::Key;
use checkpoint::chain::{BranchName, DeviceId};
use rusqlite::{Connection, OptionalExtension};

/// A ledger opened to be read. One snapshot: what the gate appends meanwhile isn't seen.
pub struct Reading {
    pub(crate) home: Home,
    pub(crate) connection: Connection,
    /// As the head file had it before the database was opened: so a running gate can only be ahead.
    pub(super) outside: Option<Head>,
    pub(super) device_public_key: [u8; 32],
}

/// A branch, as statistics name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBranch {
    pub name: BranchName,
    /// Name and seq of the entry it leaves from.
    pub origin: Option<(BranchName, u64)>,
}

/// How many entries of one day are of one kind and verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The unit's day as yyyymmdd.
    pub day: i64,
    pub kind: String,
    pub verdict: Option<String>,
    pub entries: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    pub device: DeviceId,
    pub branches: Vec<StoredBranch>,
    /// Branch, seq and hash of the newest entry; None in an empty ledger.
    pub head: Option<(BranchName, u64, [u8; 32])>,
    pub counts: Vec<Count>,
    pub entries: u64,
    /// Of the database and its write-ahead log.
    pub bytes: u64,
}

impl Reading {
    /// Asks for the keys, and changes nothing.
    pub fn open(home: &Home) -> Result<Reading, LedgerError> {
        if !exists(home) {
            return Err(LedgerError::NoLedger(home.root().to_path_buf()));
        }
        let secrets = Secrets::load(home, true)?;
        let outside = Head::read(home);
        let connection = open_to_read(home, &secrets.ledger)?;
        let begun = || -> rusqlite::Result<Option<[u8; 32]>> {
            connection.execute_batch("BEGIN")?;
            connection
                .query_row(include_str!("device.sql"), [], |row| row.get(0))
                .optional()
        };
        let device_public_key = begun()
            .map_err(|error| of_sqlite(&error, home))?
            .ok_or_else(|| LedgerError::NoLedger(home.root().to_path_buf()))?;
        Ok(Reading {
            home: home.clone(),
            connection,
            outside,
            device_public_key,
        })
    }

    /// A copy of a ledger that lies where no gate opens it.
    pub(crate) fn of_copy(home: &Home, key: &Key) -> Result<Reading, LedgerError> {
        let failed = |error: rusqlite::Error| of_sqlite(&error, home);
        let connection = open_copy(&home.database(), key).map_err(failed)?;
        let device_public_key = connection
            .query_row(include_str!("device.sql"), [], |row| row.get(0))
            .map_err(failed)?;
        Ok(Reading {
            home: home.clone(),
            connection,
            outside: None,
            device_public_key,
        })
    }

    /// Whether somebody was entered here.
    pub fn has_visitors(&self) -> Result<bool, LedgerError> {
        self.connection
            .query_row(include_str!("has_visitors.sql"), [], |row| row.get(0))
            .map_err(|error| of_sqlite(&error, &self.home))
    }

    /// Hands over every stored line, byte for byte and in log order, until `take` says false. Lines
    /// have no newline and no personal data.
    pub fn lines(&self, mut take: impl FnMut(&[u8]) -> bool) -> Result<(), LedgerError> {
        let mut each = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(include_str!("lines.sql"))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if !take(row.get_ref(0)?.as_bytes()?) {
                    break;
                }
            }
            Ok(())
        };
        each().map_err(|error| of_sqlite(&error, &self.home))
    }

    pub fn stats(&self) -> Result<Stats, LedgerError> {
        self.gather().map_err(|error| of_sqlite(&error, &self.home))
    }

    fn gather(&self) -> rusqlite::Result<Stats> {
        let branches = Branch::all(&self.connection)?;
        let name_of = |number: i64| {
            branches
                .iter()
                .find(|branch| branch.number == number)
                .map(|branch| branch.name)
        };
        let head = self
            .connection
            .query_row(include_str!("newest_head.sql"), [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?
            .and_then(|(number, seq, head)| Some((name_of(number)?, seq, head)));
        let counts = self
            .connection
            .prepare(include_str!("counts.sql"))?
            .query_map([], |row| {
                Ok(Count {
                    day: row.get(0)?,
                    kind: row.get(1)?,
                    verdict: row.get(2)?,
                    entries: row.get(3)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<Count>>>()?;
        let size = |suffix: &str| {
            let mut path = self.home.database().into_os_string();
            path.push(suffix);
            std::fs::metadata(path).map_or(0, |file| file.len())
        };
        Ok(Stats {
            device: Restored::device_of(&self.home, &self.device_public_key),
            entries: counts.iter().map(|count| count.entries).sum(),
            counts,
            head,
            bytes: size("") + size("-wal"),
            branches: branches
                .iter()
                .map(|branch| StoredBranch {
                    name: branch.name,
                    origin: branch
                        .origin
                        .and_then(|(number, seq, _)| Some((name_of(number)?, seq))),
                })
                .collect(),
        })
    }
}
