//! *Clerk*: the window's verbs about the book that write: amending a line, and showing what is masked. They read beside the
//! gate and write through it, and may take their time.

use super::amending::{Change, NotAmended};
use super::desk::{Desk, DeskError};
use crate::ledger::LedgerError;
use crate::post::{Post, Refusal, typed_name};
use crate::staff::desk::Desk as People;
use crate::staff::{Again, StaffError, Tried};
use crate::watch::Door;
use checkpoint::entry::{Audit, Draft, Kind, Ref};
use checkpoint::role::Act;
use checkpoint::subject::Group;
use std::sync::Arc;

/// How often a line is read anew where the gate wrote meanwhile.
const TRIES: usize = 8;
/// Letters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 3..=500;

/// The window's way to write about the book.
pub struct Clerk {
    reader: Arc<Desk>,
    people: Arc<People>,
    gate: Door,
}

/// What became of asking for what is masked.
#[derive(Debug)]
pub enum Revealed {
    Shown(Vec<Kept>),
    /// The PIN was wrong, or none is taken.
    Not(Tried),
}

/// Something that is kept of somebody, by its name in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub group: Group,
    /// `phone`, `address`, …
    pub name: String,
    pub value: String,
}

impl Clerk {
    pub fn new(reader: Arc<Desk>, people: Arc<People>, gate: Door) -> Clerk {
        Clerk {
            reader,
            people,
            gate,
        }
    }

    /// Amends the line at a place: entries of their own, the last with the reason.
    pub fn amend(&self, place: u64, change: &Change, reason: &str) -> Result<(), DeskError> {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if !REASON.contains(&reason.chars().count()) || reason.chars().any(char::is_control) {
            return Err(NotAmended::Reason.into());
        }
        let change = &tidied(change)?;
        for _ in 0..TRIES {
            let (book, ..) = self.reader.open(Act::AmendBook)?;
            let head = book.head()?;
            let entries = book.amending(place, change)??;
            let note = reason.clone();
            let amended = self.at_gate(move |post| post.amend(head, &entries, &note))?;
            if amended {
                return Ok(());
            }
        }
        Err(NotAmended::Busy.into())
    }

    /// Shows what is kept of whom the line at a place is about and no list shows: after the PIN was entered anew, and as
    /// an entry.
    pub fn reveal(&self, place: u64, pin: &str) -> Result<Revealed, DeskError> {
        let (book, ..) = self.reader.open(Act::Reveal)?;
        let details = book.details(place)?.ok_or(NotAmended::Gone)?;
        let by = match self.people.confirm(pin)? {
            Again::Right(by) => by.ok_or(StaffError::NoPinYet)?,
            Again::Not(_, tried) => return Ok(Revealed::Not(tried)),
        };
        let mut draft = Draft::new(Kind::Audit(Audit::Reveal));
        draft.by = Some(by);
        draft.of = Some(Ref {
            seq: details.row.line.seq,
            leaf: details.leaf,
        });
        self.at_gate(move |post| post.audit(&draft))?;
        let mut kept = Vec::new();
        for (group, line) in book.masked(place)? {
            kept.extend(members(group, &line)?);
        }
        Ok(Revealed::Shown(kept))
    }

    fn at_gate<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Post) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, StaffError> {
        Ok(self.gate.ask(verb)?)
    }
}

/// A name as it is kept.
fn tidied(change: &Change) -> Result<Change, DeskError> {
    Ok(match change {
        Change::Void | Change::Turn => change.clone(),
        Change::Name { name, birth_year } => Change::Name {
            name: typed_name(name).map_err(|_| StaffError::Name)?,
            birth_year: *birth_year,
        },
    })
}

/// What lists show anyway, and what says nothing to a person.
const PASSED_OVER: [&str; 6] = [
    "salt",
    "name",
    "birth_year",
    "person",
    "aliases",
    "namesake",
];

/// What a group's line says that no list shows.
fn members(group: Group, line: &str) -> Result<Vec<Kept>, LedgerError> {
    let unread = |error: serde_json::Error| LedgerError::Line(error.to_string());
    let members: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(line).map_err(unread)?;
    let told = members
        .into_iter()
        .filter(|(name, _)| !PASSED_OVER.contains(&name.as_str()));
    Ok(told
        .map(|(name, value)| Kept {
            group,
            name,
            value: match value {
                serde_json::Value::String(text) => text,
                serde_json::Value::Array(list) => {
                    let words = list.iter().map(|one| one.as_str().unwrap_or_default());
                    words.collect::<Vec<_>>().join(", ")
                }
                other @ (serde_json::Value::Null
                | serde_json::Value::Bool(_)
                | serde_json::Value::Number(_)
                | serde_json::Value::Object(_)) => other.to_string(),
            },
        })
        .collect())
}
