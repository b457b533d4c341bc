//! *Handing*: what hubs handed down to this post, and whom a person has to tell of an erasure.

use super::{Cursor, TargetError, Targets};
use checkpoint::policy::Words;
use checkpoint::wire::heartbeat::HandedKind;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// The newest text of one kind that a hub handed down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Texts of this kind up to this number are known.
    pub number: u64,
    /// SHA-256 of the text.
    pub digest: [u8; 32],
    /// This post does what it says; else it couldn't be taken, and the one before goes on.
    pub is_taken: bool,
}

/// What a hub handed down that this post couldn't take: the one before goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotTaken {
    pub kind: HandedKind,
    /// Why, and what to do.
    pub words: Words,
    /// When it came.
    pub since: Timestamp,
}

impl Targets {
    /// The newest text of a kind from a hub; None before the first.
    pub fn handed(&self, id: u32, kind: HandedKind) -> Result<Option<Taken>, TargetError> {
        Ok(self
            .connection
            .prepare_cached(include_str!("handed.sql"))?
            .query_row(params![id, kind.word()], |row| {
                Ok(Taken {
                    number: row.get(0)?,
                    digest: row.get(1)?,
                    is_taken: row.get(2)?,
                })
            })
            .optional()?)
    }

    /// A newer text came, and this post does what it says, or says why it doesn't.
    pub fn hand(
        &mut self,
        id: u32,
        kind: HandedKind,
        (number, digest): (u64, &[u8; 32]),
        why: Option<&Words>,
        at: Timestamp,
    ) -> Result<(), TargetError> {
        self.connection.execute(
            include_str!("hand.sql"),
            params![
                id,
                kind.word(),
                number,
                digest,
                at.as_millisecond(),
                why.map(|why| &why.en),
                why.map(|why| &why.vi)
            ],
        )?;
        Ok(())
    }

    /// What a hub handed down that this post couldn't take.
    pub fn not_taken(&self, id: u32) -> Result<Vec<NotTaken>, TargetError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("not_taken.sql"))?;
        let rows = statement.query_map([id], |row| {
            let word: String = row.get(0)?;
            let kind = HandedKind::ALL.into_iter().find(|kind| kind.word() == word);
            let words = Words {
                vi: row.get(1)?,
                en: row.get(2)?,
            };
            let since = Timestamp::from_millisecond(row.get(3)?).unwrap_or(Timestamp::UNIX_EPOCH);
            Ok(kind.map(|kind| NotTaken { kind, words, since }))
        })?;
        let found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The hub whose settings and lists this post takes: the first that took it in. Of two that want
    /// different things only one can be obeyed. None before any hub did.
    pub fn steering(&self) -> Result<Option<u32>, TargetError> {
        Ok(self
            .connection
            .query_row(include_str!("steering.sql"), [], |row| row.get(0))
            .optional()?)
    }

    /// Targets that may hold personal data and can't confirm an erasure, each with the moment since
    /// when personal data goes there.
    pub fn silent(&self) -> Result<Vec<(u32, Timestamp)>, TargetError> {
        let mut statement = self.connection.prepare_cached(include_str!("silent.sql"))?;
        let rows = statement.query_map([], |row| {
            let since = Timestamp::from_millisecond(row.get(1)?);
            Ok((row.get(0)?, since.unwrap_or(Timestamp::UNIX_EPOCH)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whom a person told of what: the target, branch and seq of the entry of ours that says so.
    pub fn told(&self) -> Result<BTreeSet<(u32, [u8; 16], u64)>, TargetError> {
        let mut statement = self.connection.prepare_cached(include_str!("told.sql"))?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A person told the target's keeper of an erasure.
    pub fn tell(&mut self, id: u32, erasure: Cursor, at: Timestamp) -> Result<(), TargetError> {
        self.get(id)?;
        self.connection.execute(
            include_str!("tell.sql"),
            params![id, erasure.branch.0, erasure.seq, at.as_millisecond()],
        )?;
        Ok(())
    }
}
