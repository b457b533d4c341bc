//! *Told*: entries with what the ledger still keeps of their subjects, read together with those that amend them.

use super::Book;
use crate::ledger::{LedgerError, outbox_error};
use checkpoint::entry::Entry;
use checkpoint::presence::Recorded;
use checkpoint::subject::{Identity, Note, Person, Who};
use jiff::Timestamp;
use rusqlite::{Connection, Params, Row};
use std::collections::{BTreeMap, btree_map};

/// A stored entry.
pub(super) struct Told {
    pub place: u64,
    pub leaf: [u8; 32],
    pub entry: Entry,
    /// None also where it can't be read.
    pub identity: Option<Identity>,
    /// The line of its note group.
    pub note: Option<String>,
}

impl Told {
    /// Its note group, where it can be read.
    pub(super) fn note(&self) -> Option<Note> {
        let note = self.note.as_deref();
        note.and_then(|line| Note::parse(line).ok())
    }
}

impl Book {
    pub(super) fn ask<T>(
        &self,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        ask(&self.reading.connection).map_err(|error| outbox_error(&error, &self.reading.home))
    }

    /// Entries that count from one moment to before another and those that amend them, in the order of the log.
    pub(super) fn span(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Told>, LedgerError> {
        let span = [from, to].map(Timestamp::as_millisecond);
        let sql = concat!(include_str!("span.sql"), include_str!("span_subjects.sql"));
        self.told(sql, span)
    }

    /// The same without their subjects, which are more than half of what has to be read.
    pub(super) fn bare(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Told>, LedgerError> {
        let span = [from, to].map(Timestamp::as_millisecond);
        let sql = concat!(include_str!("span.sql"), include_str!("span_bare.sql"));
        self.told(sql, span)
    }

    /// The rows of a statement of this room.
    pub(super) fn told(&self, sql: &str, asked: impl Params) -> Result<Vec<Told>, LedgerError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(asked)?;
            let mut told = Vec::new();
            while let Some(row) = rows.next()? {
                // What can't be read moves nobody; `chot ledger verify` names it.
                if let Ok(entry) = Entry::parse(row.get_ref(1)?.as_bytes()?) {
                    told.push(Told {
                        place: row.get(0)?,
                        leaf: row.get(2)?,
                        entry,
                        identity: identity(row)?,
                        note: row.get(4)?,
                    });
                }
            }
            Ok(told)
        })
    }

    /// The same for presence: an entry's name is its place, since branches may share a seq.
    pub(super) fn recorded(&self, told: &[Told]) -> Result<Vec<Recorded>, LedgerError> {
        let key = |told: &Told| ((told.entry.seq, told.leaf), told.place);
        let places: BTreeMap<_, _> = told.iter().map(key).collect();
        let mut known: BTreeMap<Person, Vec<Person>> = BTreeMap::new();
        told.iter()
            .map(|told| {
                let identity = told.identity.as_ref();
                let mut who = identity.map_or_else(Who::default, |identity| identity.who.clone());
                if let Some(person) = who.person {
                    let kin = match known.entry(person) {
                        btree_map::Entry::Occupied(kin) => kin.into_mut(),
                        btree_map::Entry::Vacant(place) => place.insert(self.kin(person)?),
                    };
                    who.aliases.extend(kin.iter());
                }
                let of = told.entry.said.of;
                Ok(Recorded {
                    name: (0, told.place),
                    of: of
                        .and_then(|of| places.get(&(of.seq, of.leaf)))
                        .map(|place| (0, *place)),
                    entry: told.entry.clone(),
                    who,
                })
            })
            .collect()
    }

    /// All pseudonyms that a document carried together with one, and that one, as far as the log still keeps them.
    pub(super) fn kin(&self, person: Person) -> Result<Vec<Person>, LedgerError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(include_str!("kin.sql"))?;
            let mut kin = Vec::new();
            // One by one, since somebody may have hundreds of entries with the same two numbers.
            let mut after: Vec<u8> = Vec::new();
            while let Some(other) =
                statement.query_row((person.0, &after), |row| row.get::<_, Option<[u8; 16]>>(0))?
            {
                kin.push(Person(other));
                after = other.to_vec();
            }
            Ok(kin)
        })
    }
}

fn identity(row: &Row<'_>) -> rusqlite::Result<Option<Identity>> {
    let line = row.get_ref(3)?.as_str_or_null()?;
    Ok(line.and_then(|line| Identity::parse(line).ok()))
}
