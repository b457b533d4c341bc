//! *Outbox*: the entries past a target's cursor, read beside the running gate.
//!
//! The connection is its own and can only read: in write-ahead mode it never makes an append wait.

mod erasure;
mod stretch;

pub use erasure::Erasure;
pub use stretch::{Gone, Row, Stretch, Text};

use crate::home::Home;
use crate::keys::Key;
use crate::ledger::{LedgerError, Restored, open_beside, outbox_error};
use crate::targets::{Begun, Cursor, Target, Way};
use checkpoint::chain::{self, BranchName, DeviceId, Origin};
use checkpoint::entry::Entry;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};

/// A branch as the ledger has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    pub(super) number: i64,
    pub name: BranchName,
    pub origin: Origin,
}

/// The ledger as targets read it.
pub struct Outbox {
    home: Home,
    /// Which file was opened.
    file: Option<FileName>,
    connection: Connection,
    /// Whose genesis the first branch follows.
    public_key: [u8; 32],
    device: DeviceId,
    /// The last entry of another device: a backup brought them, and this one doesn't send them as its own. 0 where none
    /// are.
    others: i64,
    unit: [u8; 16],
}

impl Outbox {
    /// Opens beside a running gate; `key` is the ledger's.
    pub fn open(home: &Home, key: &Key) -> Result<Outbox, LedgerError> {
        let file = FileName::of(home);
        let connection = open_beside(home, key)?;
        let found = connection
            .query_row(include_str!("unit.sql"), [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(|error| outbox_error(&error, home))?;
        let (public_key, unit) =
            found.ok_or_else(|| LedgerError::NoLedger(home.root().to_path_buf()))?;
        Ok(Outbox {
            home: home.clone(),
            file,
            device: Restored::device_of(home, &public_key),
            others: Restored::others(home, &connection)
                .map_err(|error| outbox_error(&error, home))?,
            connection,
            public_key,
            unit,
        })
    }

    /// False once another database took the place of the one that was opened: a broken one was set
    /// aside.
    pub fn is_current(&self) -> bool {
        self.file.is_some() && self.file == FileName::of(&self.home)
    }

    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// The id that the unit made for itself at its first run.
    pub fn unit(&self) -> [u8; 16] {
        self.unit
    }

    /// The newest entry with its head; None in an empty ledger.
    pub fn newest(&self) -> Result<Option<(Cursor, [u8; 32])>, LedgerError> {
        self.ask(|outbox| Ok(outbox.tip()?.map(|(cursor, head, _)| (cursor, head))))
    }

    /// How many entries lie behind a cursor.
    pub fn waiting(&self, cursor: Option<Cursor>) -> Result<u64, LedgerError> {
        self.ask(|outbox| {
            let last = outbox.tip()?.map_or(0, |(_, _, place)| place);
            // Places have no gaps: rows are only added, and taken back at the end alone.
            Ok(u64::try_from(last - outbox.place(cursor)?).unwrap_or(0))
        })
    }

    /// When the first entry behind a cursor was written; None where there is none.
    pub fn oldest_waiting(&self, cursor: Option<Cursor>) -> Result<Option<Timestamp>, LedgerError> {
        let ms: Option<i64> = self.ask(|outbox| {
            outbox
                .connection
                .prepare_cached(include_str!("oldest_waiting.sql"))?
                .query_row([outbox.place(cursor)?], |row| row.get(0))
                .optional()
        })?;
        Ok(ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()))
    }

    /// An entry by its name; None where this ledger has none, or can't read it.
    pub fn entry(&self, at: Cursor) -> Result<Option<Entry>, LedgerError> {
        let line: Option<Vec<u8>> = self.ask(|outbox| {
            outbox
                .connection
                .prepare_cached(include_str!("line_of.sql"))?
                .query_row(params![at.branch.0, at.seq], |row| row.get(0))
                .optional()
        })?;
        Ok(line.and_then(|line| Entry::parse(&line).ok()))
    }

    /// The next entries of one branch behind a cursor, at most `most`; None where all are there.
    /// Personal data is read only where `with_groups` says so.
    pub fn next(
        &self,
        cursor: Option<Cursor>,
        most: usize,
        with_groups: bool,
    ) -> Result<Option<Stretch>, LedgerError> {
        self.ask(|outbox| outbox.stretch(cursor, most, with_groups))
    }

    /// The head at a seq of a branch's history, in the branch or in those that it leaves from; None
    /// where this ledger has no such entry. At 0 it is the genesis.
    pub fn head_at(&self, branch: BranchName, seq: u64) -> Result<Option<[u8; 32]>, LedgerError> {
        self.ask(|outbox| {
            let Some(branch) = outbox.branch(None, Some(branch))? else {
                return Ok(None);
            };
            outbox.head_in(branch, seq)
        })
    }

    /// A branch by its name.
    pub fn branch_named(&self, name: BranchName) -> Result<Option<Branch>, LedgerError> {
        self.ask(|outbox| outbox.branch(None, Some(name)))
    }

    /// Where to set a target's cursor for everything of a day and later to be sent: back, or where it stands. None is
    /// the beginning.
    pub fn back_to(&self, day: Date, target: &Target) -> Result<Option<Cursor>, LedgerError> {
        let cursor = self.cursor_of(target)?;
        self.ask(|outbox| {
            let first: Option<i64> = outbox.connection.query_row(
                include_str!("first_of_day.sql"),
                [crate::ledger::day_number(day)],
                |row| row.get(0),
            )?;
            // A cursor that went ahead would pass over what nobody has yet.
            match first {
                Some(first) if first <= outbox.place(cursor)? => outbox.name_of(first - 1),
                Some(_) | None => Ok(cursor),
            }
        })
    }

    /// How an entry is called now, where its branch had another name when it was sent.
    pub fn stands_at(&self, entry: Cursor) -> Result<Cursor, LedgerError> {
        self.ask(|outbox| outbox.now_called(entry))
    }

    /// The last entry that a target has, as it is called now. A hub files entries by their branches, and is told of a new
    /// name by getting them again; everybody else has them already.
    pub fn cursor_of(&self, target: &Target) -> Result<Option<Cursor>, LedgerError> {
        match (&target.way, target.cursor) {
            (Way::Hub { .. }, cursor) | (_, cursor @ None) => Ok(cursor),
            (Way::HttpsJson { .. } | Way::Folder(_) | Way::Courier { .. }, Some(cursor)) => {
                self.stands_at(cursor).map(Some)
            }
        }
    }

    /// The place in the log of the last entry that a target has; 0 where it has none.
    pub fn reaches(&self, target: &Target) -> Result<u64, LedgerError> {
        self.place_at(self.cursor_of(target)?)
    }

    /// The place in the log of the entry that a cursor names; 0 before the first.
    pub(crate) fn place_at(&self, cursor: Option<Cursor>) -> Result<u64, LedgerError> {
        let place = self.ask(|outbox| outbox.place(cursor))?;
        Ok(u64::try_from(place).unwrap_or(0))
    }

    /// The entries that were begun, once more, under the name that their branch had then. None where they aren't what
    /// follows the cursor any more.
    pub fn again(
        &self,
        begun: &Begun,
        cursor: Option<Cursor>,
        with_groups: bool,
    ) -> Result<Option<Stretch>, LedgerError> {
        self.ask(|outbox| outbox.begun(begun, cursor, with_groups))
    }

    fn ask<T>(
        &self,
        question: impl FnOnce(&Outbox) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        question(self).map_err(|error| outbox_error(&error, &self.home))
    }

    fn name_of(&self, place: i64) -> rusqlite::Result<Option<Cursor>> {
        self.connection
            .query_row(include_str!("name_of.sql"), [place], |row| {
                Ok(Cursor {
                    branch: BranchName(row.get(0)?),
                    seq: row.get(1)?,
                })
            })
            .optional()
    }

    fn now_called(&self, mut entry: Cursor) -> rusqlite::Result<Cursor> {
        let mut moved = self
            .connection
            .prepare_cached(include_str!("moved_to.sql"))?;
        // Each step leads to a branch that was opened later.
        while let Some(branch) = moved
            .query_row(params![entry.branch.0, entry.seq], |row| row.get(0))
            .optional()?
        {
            entry.branch = BranchName(branch);
        }
        Ok(entry)
    }

    fn tip(&self) -> rusqlite::Result<Option<(Cursor, [u8; 32], i64)>> {
        self.connection
            .prepare_cached(include_str!("newest.sql"))?
            .query_row([], |row| {
                let cursor = Cursor {
                    branch: BranchName(row.get(0)?),
                    seq: row.get(1)?,
                };
                Ok((cursor, row.get(2)?, row.get(3)?))
            })
            .optional()
    }

    /// The place of the last entry that is there, or whose line is gone. A cursor on a branch that went back stands at what
    /// is left of it, one on a branch that isn't known here at the beginning.
    pub(super) fn place(&self, cursor: Option<Cursor>) -> rusqlite::Result<i64> {
        let gone = self
            .connection
            .prepare_cached(include_str!("gone_up_to.sql"))?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(self
            .place_of(cursor)?
            .max(self.others)
            .max(gone.unwrap_or(0)))
    }

    fn place_of(&self, cursor: Option<Cursor>) -> rusqlite::Result<i64> {
        let Some(Cursor { branch, seq }) = cursor else {
            return Ok(0);
        };
        let at = self
            .connection
            .prepare_cached(include_str!("place_at.sql"))?
            .query_row(params![branch.0, seq], |row| row.get(0))
            .optional()?;
        if let Some(place) = at {
            return Ok(place);
        }
        let before = self
            .connection
            .prepare_cached(include_str!("place_before.sql"))?
            .query_row([branch.0], |row| row.get(0))
            .optional()?;
        Ok(before.unwrap_or(0))
    }

    pub(super) fn branch(
        &self,
        number: Option<i64>,
        name: Option<BranchName>,
    ) -> rusqlite::Result<Option<Branch>> {
        self.connection
            .prepare_cached(include_str!("branch.sql"))?
            .query_row(params![number, name.map(|name| name.0)], |row| {
                let from: Option<[u8; 16]> = row.get(2)?;
                let origin = match from {
                    Some(from) => Origin::From {
                        branch: BranchName(from),
                        seq: row.get(3)?,
                        head: row.get(4)?,
                    },
                    None => Origin::First,
                };
                Ok(Branch {
                    number: row.get(0)?,
                    name: BranchName(row.get(1)?),
                    origin,
                })
            })
            .optional()
    }

    pub(super) fn head_in(&self, branch: Branch, seq: u64) -> rusqlite::Result<Option<[u8; 32]>> {
        let mut branch = branch;
        loop {
            match branch.origin {
                Origin::First if seq == 0 => {
                    let device = chain::device_id(&self.public_key);
                    let genesis = chain::genesis(&device, &branch.name, &self.public_key);
                    return Ok(Some(genesis));
                }
                Origin::From {
                    seq: left, head, ..
                } if seq == left => return Ok(Some(head)),
                Origin::From {
                    seq: left,
                    branch: from,
                    ..
                } if seq < left => match self.branch(None, Some(from))? {
                    Some(from) => branch = from,
                    None => return Ok(None),
                },
                Origin::First | Origin::From { .. } => {
                    return self
                        .connection
                        .prepare_cached(include_str!("head_of.sql"))?
                        .query_row(params![branch.number, seq], |row| row.get(0))
                        .optional();
                }
            }
        }
    }
}

/// Tells a file from another one under the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileName {
    #[cfg(unix)]
    number: u64,
    #[cfg(not(unix))]
    made: Option<std::time::SystemTime>,
}

impl FileName {
    fn of(home: &Home) -> Option<FileName> {
        let file = std::fs::metadata(home.database()).ok()?;
        Some(FileName {
            #[cfg(unix)]
            number: std::os::unix::fs::MetadataExt::ino(&file),
            #[cfg(not(unix))]
            made: file.created().ok(),
        })
    }
}
