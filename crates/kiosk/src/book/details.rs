//! *Details*: all that the log has to say of one line: where it stands in the chain, who vouches for it, and what was said of
//! it later, by whom and why.

use super::told::Told;
use super::{Book, Row};
use crate::ledger::LedgerError;
use checkpoint::chain::BranchName;
use checkpoint::entry::{Direction, Kind, Outcome};
use checkpoint::subject::Group;
use jiff::Timestamp;
use rusqlite::OptionalExtension;

/// What a later entry says of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    pub seq: u64,
    pub at: Timestamp,
    /// `decision`, `correct`, `void`, `same-as` or `auto-out`.
    pub kind: Kind,
    pub direction: Option<Direction>,
    pub verdict: Option<Outcome>,
    /// Whose session it was.
    pub by: Option<u64>,
    /// The name, where it puts one right.
    pub name: Option<String>,
    /// Why, as somebody wrote it.
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub row: Row,
    pub branch: BranchName,
    /// SHA-256 of the entry's line.
    pub leaf: [u8; 32],
    /// And of everything up to it.
    pub head: [u8; 32],
    /// Targets that signed for it. Where there are none, this account could still forge it.
    pub witnessed_by: Vec<u32>,
    /// In the order of the log.
    pub later: Vec<Later>,
    /// Groups that are kept and that lists mask.
    pub masked: Vec<Group>,
}

impl Book {
    /// The details of the line at a place; None where no line stands there.
    pub fn details(&self, place: u64) -> Result<Option<Details>, LedgerError> {
        let told = self.told_at(place)?;
        let Some(row) = self.rows(&told).remove(&place) else {
            return Ok(None);
        };
        let stored = self.ask(|connection| {
            connection
                .query_row(include_str!("entry_at.sql"), [place], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })
                .optional()
        })?;
        let Some((branch, leaf, head)) = stored else {
            return Ok(None);
        };
        let masked = self.masked(place)?.into_iter();
        let vouch = self.witnessed.iter().filter(|(_, last)| place <= *last);
        Ok(Some(Details {
            row,
            branch: BranchName(branch),
            leaf,
            head,
            witnessed_by: vouch.map(|(target, _)| *target).collect(),
            later: told.iter().filter_map(later).collect(),
            masked: masked.map(|(group, _)| group).collect(),
        }))
    }

    /// The line at a place and all that was said of it.
    pub(super) fn told_at(&self, place: u64) -> Result<Vec<Told>, LedgerError> {
        let list = serde_json::json!([place]).to_string();
        self.told(include_str!("at_places.sql"), [list])
    }

    /// The groups of an entry that lists mask, as they are stored.
    pub(super) fn masked(&self, place: u64) -> Result<Vec<(Group, String)>, LedgerError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(include_str!("masked.sql"))?;
            let rows = statement.query_map([place], |row| {
                let group = match row.get::<_, u8>(0)? {
                    0 => Group::Identity,
                    1 => Group::Contact,
                    _ => Group::Health,
                };
                Ok((group, row.get(1)?))
            })?;
            rows.collect()
        })
    }
}

fn later(told: &Told) -> Option<Later> {
    let said = &told.entry.said;
    match said.kind {
        Kind::Decision | Kind::Void | Kind::Correct | Kind::SameAs | Kind::AutoOut => {}
        Kind::Scan | Kind::Manual | Kind::Passed | Kind::Gap | Kind::Audit(_) | Kind::Other(_) => {
            return None;
        }
    }
    Some(Later {
        seq: told.entry.seq,
        at: told.entry.counted_at(),
        kind: said.kind.clone(),
        direction: said.direction,
        verdict: said.verdict,
        by: said.by,
        name: told.identity.as_ref().and_then(|one| one.name.clone()),
        reason: told.note().and_then(|note| note.note),
    })
}
