//! *Handing*: what hubs handed down to this post, and whom a person has to tell of an erasure.

use super::{Cursor, TargetError, Targets};
use checkpoint::wire::heartbeat::HandedKind;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

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
        why: Option<&str>,
        at: Timestamp,
    ) -> Result<(), TargetError> {
        self.connection.execute(
            include_str!("hand.sql"),
            params![id, kind.word(), number, digest, at.as_millisecond(), why],
        )?;
        Ok(())
    }

    /// What a hub handed down that this post couldn't take: kind and reason.
    pub fn not_taken(&self, id: u32) -> Result<Vec<(String, String)>, TargetError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("not_taken.sql"))?;
        let rows = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The hub whose settings and lists this post takes: the first that took it in. Of two that want
    /// different things only one can be obeyed. None before any hub did.
    pub fn steering(&self) -> Result<Option<u32>, TargetError> {
        Ok(self
            .connection
            .query_row(include_str!("steering.sql"), [], |row| row.get(0))
            .optional()?)
    }

    /// Targets that may hold personal data, can't confirm an erasure, and haven't been told of this
    /// one by a person. `erasure` is the entry of ours that says so.
    pub fn untold(&self, erasure: Cursor) -> Result<Vec<u32>, TargetError> {
        let mut statement = self.connection.prepare_cached(include_str!("untold.sql"))?;
        let rows = statement.query_map(params![erasure.branch.0, erasure.seq], |row| row.get(0))?;
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
