//! *About*: everything that the log keeps of one person, by whichever of their numbers and however it was amended.

use super::told::Told;
use super::{Book, Row};
use crate::ledger::LedgerError;
use checkpoint::entry::{Entry, Kind, Ref};
use checkpoint::subject::{Group, Person, Who};
use std::collections::BTreeSet;

/// An entry that keeps something of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub place: u64,
    pub of: Ref,
    pub entry: Entry,
    /// Their groups, as they are stored: one JSON line each.
    pub groups: Vec<(Group, String)>,
}

impl Book {
    /// All that is kept of whoever the line at a place is about, in the order of the log: entries of any of their numbers,
    /// and what was added to these later. Where no number names them, the line and what was added to it. Empty where
    /// nothing is kept.
    pub fn about(&self, place: u64) -> Result<Vec<About>, LedgerError> {
        let own = self.told_at(place)?;
        let whose = own.iter().find(|told| told.place == place);
        let person = whose.and_then(|told| who(told).person);
        let mut persons = BTreeSet::new();
        let mut places = BTreeSet::from([place]);
        if let Some(person) = person {
            persons.extend(self.kin(person)?);
            persons.insert(person);
            for one in &persons {
                places.extend(self.places_of(*one)?);
            }
        }
        let list = serde_json::json!(places).to_string();
        let told = self.told(include_str!("at_places.sql"), [list])?;
        let mut theirs: BTreeSet<(u64, [u8; 32])> = BTreeSet::new();
        let mut about = Vec::new();
        for one in &told {
            let named = who(one).person;
            let added = one.entry.said.of.map(|of| (of.seq, of.leaf));
            let is_theirs = match named {
                Some(named) => persons.contains(&named) || one.place == place,
                None => places.contains(&one.place) || added.is_some_and(|of| theirs.contains(&of)),
            };
            if !is_theirs {
                continue;
            }
            theirs.insert((one.entry.seq, one.leaf));
            let groups = self.groups_at(one.place)?;
            if !groups.is_empty() {
                about.push(About {
                    place: one.place,
                    of: Ref {
                        seq: one.entry.seq,
                        leaf: one.leaf,
                    },
                    entry: one.entry.clone(),
                    groups,
                });
            }
        }
        Ok(about)
    }

    /// Lines that name somebody by a pseudonym.
    pub fn lines_about(&self, person: Person) -> Result<Vec<Row>, LedgerError> {
        self.lines_of(&self.places_of(person)?)
    }

    fn places_of(&self, person: Person) -> Result<Vec<u64>, LedgerError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(include_str!("places_of.sql"))?;
            let places = statement.query_map([person.0], |row| row.get(0))?;
            places.collect()
        })
    }

    fn groups_at(&self, place: u64) -> Result<Vec<(Group, String)>, LedgerError> {
        self.ask(|connection| {
            let mut statement =
                connection.prepare_cached(include_str!("../ledger/groups_at.sql"))?;
            let rows = statement.query_map([place], |row| {
                let group = match row.get::<_, u8>(0)? {
                    0 => Group::Identity,
                    1 => Group::Contact,
                    2 => Group::Health,
                    _ => Group::Note,
                };
                Ok((group, row.get(1)?))
            })?;
            rows.collect()
        })
    }
}

impl About {
    /// It is a line of the book, not what was added to one.
    pub fn is_line(&self) -> bool {
        [Kind::Scan, Kind::Manual].contains(&self.entry.said.kind)
    }
}

fn who(told: &Told) -> Who {
    told.identity
        .as_ref()
        .map(|identity| identity.who.clone())
        .unwrap_or_default()
}
