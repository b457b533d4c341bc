//! *Watch*: the people whom a unit wants looked at, and whether somebody at the gate may be one of them.
//!
//! The list lies with the other lists; what the gate asks at a scan is held in memory. Whoever was judged not to be the
//! one isn't asked about again on that day.

pub mod desk;
mod line;

pub use line::{Line, Typed};

use super::{RosterError, Rosters};
use checkpoint::alike::{Described, Index, Likeness};
use checkpoint::document::Birth;
use checkpoint::subject::Person;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Names it in the database.
    pub number: u32,
    pub line: Line,
    /// Who of the staff put it there, by number.
    pub by: Option<u64>,
    pub at: Timestamp,
}

/// Lines to be kept: of the list by their number, else to be added; who keeps them, and when.
pub(super) struct Keeping<'a> {
    pub lines: &'a [(Option<u32>, Line)],
    pub by: Option<u64>,
    pub at: Timestamp,
}

impl Rosters {
    pub fn watched(&self) -> Result<Vec<Watched>, RosterError> {
        let mut statement = self.connection.prepare_cached(include_str!("all.sql"))?;
        let rows = statement.query_map([], |row| {
            let text = |at: usize| row.get::<_, String>(at);
            let day = |at: usize| {
                let written = row.get::<_, Option<String>>(at)?;
                Ok::<Option<Date>, rusqlite::Error>(written.and_then(|day| day.parse().ok()))
            };
            let at = Timestamp::from_millisecond(row.get(9)?);
            Ok(Watched {
                number: row.get(0)?,
                line: Line {
                    name: text(1)?,
                    birth: Birth::of_typed(&text(2)?),
                    digits: row.get(3)?,
                    reason: text(4)?,
                    authority: text(5)?,
                    // Written by this program alone.
                    from: day(6)?.unwrap_or(Date::MIN),
                    until: day(7)?,
                },
                by: row.get(8)?,
                at: at.unwrap_or(Timestamp::UNIX_EPOCH),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// All of them, or none. Whoever was judged not to be whom a line meant is asked about again once it is another.
    pub(super) fn keep_watched(&mut self, keeping: &Keeping<'_>) -> Result<(), RosterError> {
        let transaction = self.begin()?;
        let (by, at) = (keeping.by, keeping.at.as_millisecond());
        for (number, line) in keeping.lines {
            let (from, until) = (line.from.to_string(), line.until.map(|day| day.to_string()));
            let Line {
                name,
                digits,
                reason,
                authority,
                ..
            } = line;
            let born = line.born();
            match number {
                Some(number) => {
                    let changed = transaction.execute(
                        include_str!("change.sql"),
                        params![
                            number, name, born, digits, reason, authority, from, until, by, at
                        ],
                    )?;
                    if changed == 0 {
                        return Err(RosterError::UnknownLine);
                    }
                    transaction.execute(include_str!("forget.sql"), [number])?;
                }
                None => {
                    transaction.execute(
                        include_str!("add.sql"),
                        params![name, born, digits, reason, authority, from, until, by, at],
                    )?;
                }
            }
        }
        Ok(transaction.commit()?)
    }

    pub(super) fn remove_watched(&self, number: u32) -> Result<(), RosterError> {
        match self
            .connection
            .execute(include_str!("remove.sql"), [number])?
        {
            0 => Err(RosterError::UnknownLine),
            _ => Ok(()),
        }
    }

    /// Who was judged on a day not to be whom a line means.
    fn cleared(&self, day: Date) -> Result<BTreeSet<(u32, Person)>, RosterError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("cleared.sql"))?;
        let rows = statement.query_map([day.to_string()], |row| {
            Ok((row.get(0)?, Person(row.get(1)?)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes it, and forgets other days.
    fn clear(&mut self, day: Date, whom: &[(u32, Person)]) -> Result<(), RosterError> {
        let transaction = self.begin()?;
        let day = day.to_string();
        transaction.execute(include_str!("forget_days.sql"), [&day])?;
        for (number, Person(who)) in whom {
            transaction.execute(include_str!("clear.sql"), params![day, number, who])?;
        }
        Ok(transaction.commit()?)
    }
}

/// Somebody at the gate, as the list is asked about them.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub described: Described,
    /// Their pseudonyms: one that agrees is the same person.
    pub who: Vec<Person>,
}

/// A line that somebody may be meant by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub watched: Watched,
    pub likeness: Likeness,
}

/// The list, as the gate asks it.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    watched: Vec<Watched>,
    index: Index,
    cleared: BTreeMap<Date, BTreeSet<(u32, Person)>>,
}

impl Watch {
    /// As it is kept, with what was judged on a day.
    pub fn read(rosters: &Rosters, today: Date) -> Result<Watch, RosterError> {
        let watched = rosters.watched()?;
        let described = watched.iter().map(|one| one.line.described()).collect();
        Ok(Watch {
            index: Index::of(described),
            cleared: BTreeMap::from([(today, rosters.cleared(today)?)]),
            watched,
        })
    }

    /// The lines by which somebody may be meant on a day, without those that they were judged not to be meant by.
    pub fn hits(&self, somebody: &Somebody, today: Date) -> Vec<Hit> {
        if self.watched.is_empty() {
            return Vec::new();
        }
        let cleared = self.cleared.get(&today);
        let is_cleared = |number: u32| {
            let mut who = somebody.who.iter();
            cleared.is_some_and(|cleared| who.any(|who| cleared.contains(&(number, *who))))
        };
        let found = self.index.find(&somebody.described).into_iter();
        let mut hits: Vec<Hit> = found
            .filter_map(|(at, likeness)| {
                let watched = self.watched.get(at)?;
                let counts = watched.line.counts_on(today) && !is_cleared(watched.number);
                counts.then(|| Hit {
                    watched: watched.clone(),
                    likeness,
                })
            })
            .collect();
        hits.sort_by_key(|hit| (hit.likeness.spelling, hit.watched.number));
        hits
    }

    /// A guard says that somebody isn't whom these lines mean. Kept for the next start where it can be.
    pub fn clear(
        &mut self,
        rosters: Option<&mut Rosters>,
        today: Date,
        lines: &[u32],
        who: &[Person],
    ) {
        let whom: Vec<(u32, Person)> = lines
            .iter()
            .flat_map(|line| who.iter().map(|who| (*line, *who)))
            .collect();
        if let Some(rosters) = rosters {
            // In memory it holds until the gate ends: a disk that fails says so by itself.
            let _ = rosters.clear(today, &whom);
        }
        self.cleared.retain(|day, _| *day == today);
        self.cleared.entry(today).or_default().extend(whom);
    }
}
