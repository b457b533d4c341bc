//! *Progress*: how far a target got, what keeps it, and which entries it doesn't take.

use super::{TargetError, Targets, one};
use checkpoint::chain::BranchName;
use checkpoint::policy::Words;
use jiff::Timestamp;
use rusqlite::{Row, params};

/// Names the last entry that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub branch: BranchName,
    pub seq: u64,
}

impl Cursor {
    pub(super) fn columns(cursor: Option<Cursor>) -> (Option<[u8; 16]>, Option<u64>) {
        (
            cursor.map(|cursor| cursor.branch.0),
            cursor.map(|cursor| cursor.seq),
        )
    }

    pub(super) fn of_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Cursor>> {
        let branch: Option<[u8; 16]> = row.get(first)?;
        let seq: Option<u64> = row.get(first + 1)?;
        Ok(branch.zip(seq).map(|(branch, seq)| Cursor {
            branch: BranchName(branch),
            seq,
        }))
    }
}

/// What keeps a target from going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Of a closed list, for programs.
    pub word: String,
    /// For people: what happened and what to do.
    pub words: Words,
    pub since: Timestamp,
    /// Only a person can end it; else it is tried again by itself.
    pub is_final: bool,
}

/// A file that a courier carries off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// From 1.
    pub number: u64,
    /// SHA-256 of the file.
    pub hash: [u8; 32],
    pub last: Cursor,
    pub entries: u64,
}

/// A batch that was begun: its branch as it was called then, and its first and last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    pub branch: BranchName,
    pub first: u64,
    pub last: u64,
}

impl Begun {
    pub(super) fn of_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Begun>> {
        let branch: Option<[u8; 16]> = row.get(first)?;
        let span: (Option<u64>, Option<u64>) = (row.get(first + 1)?, row.get(first + 2)?);
        Ok(branch
            .zip(span.0.zip(span.1))
            .map(|(branch, (first, last))| Begun {
                branch: BranchName(branch),
                first,
                last,
            }))
    }
}

/// An entry that a target doesn't take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub at: Cursor,
    /// A line that says so took its place there; else everything behind it waits for a person.
    pub withheld: bool,
    pub why: String,
    pub since: Timestamp,
}

impl Targets {
    /// The cursor moves, durably: `entries` more are there, in `files` more files. False where a
    /// person moved it since `shift`; then nothing changes.
    pub fn moved(
        &mut self,
        id: u32,
        shift: u64,
        to: Cursor,
        (entries, files): (u64, u64),
        at: Timestamp,
    ) -> Result<bool, TargetError> {
        let changed = self
            .connection
            .prepare_cached(include_str!("moved.sql"))?
            .execute(params![
                id,
                shift,
                to.branch.0,
                to.seq,
                entries,
                at.as_millisecond(),
                files
            ])?;
        Ok(changed == 1)
    }

    /// These entries are on their way from here on, durably. False where a person moved the cursor since `shift`; then
    /// nothing changes.
    pub fn begin(&mut self, id: u32, shift: u64, begun: &Begun) -> Result<bool, TargetError> {
        let changed = self
            .connection
            .prepare_cached(include_str!("begin.sql"))?
            .execute(params![id, shift, begun.branch.0, begun.first, begun.last])?;
        Ok(changed == 1)
    }

    /// The cursor goes where the hub says that it really is. False where a person moved it since.
    pub fn set_back(
        &mut self,
        id: u32,
        shift: u64,
        to: Option<Cursor>,
    ) -> Result<bool, TargetError> {
        let (branch, seq) = Cursor::columns(to);
        let changed = self.connection.execute(
            include_str!("set_back.sql"),
            params![id, shift, branch, seq],
        )?;
        Ok(changed == 1)
    }

    /// Something keeps the target from going on. The moment stays that of the first failure in a row.
    pub fn failing(
        &mut self,
        id: u32,
        problem: &Problem,
        next_try: Option<Timestamp>,
    ) -> Result<(), TargetError> {
        let changed = self
            .connection
            .prepare_cached(include_str!("problem.sql"))?
            .execute(params![
                id,
                problem.word,
                problem.words.vi,
                problem.words.en,
                problem.since.as_millisecond(),
                problem.is_final,
                next_try.map(Timestamp::as_millisecond),
            ])?;
        one(changed, id)
    }

    /// Nothing keeps the target any more.
    pub fn going_on(&mut self, id: u32) -> Result<(), TargetError> {
        self.connection
            .prepare_cached(include_str!("no_problem.sql"))?
            .execute([id])?;
        Ok(())
    }

    /// Our entries of `branch` behind `seq` stand on `to` now. What had them already has them there, and who was
    /// told of an erasure among them was told; hubs are left where they are, since they have to be told of the new branch, and know lines again.
    pub fn parted(
        &mut self,
        branch: BranchName,
        seq: u64,
        to: BranchName,
    ) -> Result<(), TargetError> {
        let transaction = self.connection.transaction()?;
        for moved in [
            include_str!("parted_cursors.sql"),
            include_str!("parted_receipts.sql"),
            include_str!("parted_files.sql"),
            include_str!("parted_told.sql"),
        ] {
            transaction.execute(moved, params![branch.0, seq, to.0])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The hub holds another history than this post: a person is told.
    pub fn forked(&mut self, id: u32, at: Timestamp) -> Result<(), TargetError> {
        let changed = self
            .connection
            .execute(include_str!("forked.sql"), params![id, at.as_millisecond()])?;
        one(changed, id)
    }

    /// A courier's file was written: the cursor moves with it. False where a person moved it since.
    pub fn carried(
        &mut self,
        id: u32,
        shift: u64,
        file: &Carried,
        at: Timestamp,
    ) -> Result<bool, TargetError> {
        let to = file.last;
        let transaction = self.connection.transaction()?;
        let changed = transaction.execute(
            include_str!("moved.sql"),
            params![
                id,
                shift,
                to.branch.0,
                to.seq,
                file.entries,
                at.as_millisecond(),
                1
            ],
        )?;
        transaction.execute(
            include_str!("carry.sql"),
            params![
                id,
                file.number,
                file.hash,
                to.branch.0,
                to.seq,
                at.as_millisecond()
            ],
        )?;
        transaction.commit()?;
        Ok(changed == 1)
    }

    /// A receipt came back for a courier's file, and with it for everything up to an entry. False
    /// where no such file was written, or its receipt is here already.
    pub fn received(
        &mut self,
        id: u32,
        file: &[u8; 32],
        to: Cursor,
        at: Timestamp,
    ) -> Result<bool, TargetError> {
        let transaction = self.connection.transaction()?;
        let changed = transaction.execute(
            include_str!("receipt_of_file.sql"),
            params![id, file, at.as_millisecond()],
        )?;
        if changed > 0 {
            transaction.execute(
                include_str!("receipt.sql"),
                params![id, to.branch.0, to.seq],
            )?;
        }
        transaction.commit()?;
        Ok(changed > 0)
    }

    /// The target doesn't take this entry.
    pub fn refuse(&mut self, id: u32, refused: &Refused) -> Result<(), TargetError> {
        self.connection.execute(
            include_str!("refuse.sql"),
            params![
                id,
                refused.at.branch.0,
                refused.at.seq,
                refused.withheld,
                refused.why,
                refused.since.as_millisecond()
            ],
        )?;
        Ok(())
    }

    /// The entries that a target doesn't take, oldest refusal first.
    pub fn refused(&self, id: u32) -> Result<Vec<Refused>, TargetError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("refused.sql"))?;
        let rows = statement.query_map([id], |row| {
            let since: i64 = row.get(4)?;
            Ok(Refused {
                at: Cursor {
                    branch: BranchName(row.get(0)?),
                    seq: row.get(1)?,
                },
                withheld: row.get(2)?,
                why: row.get(3)?,
                since: Timestamp::from_millisecond(since).unwrap_or(Timestamp::UNIX_EPOCH),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
