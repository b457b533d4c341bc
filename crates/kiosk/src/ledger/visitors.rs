//! *Visitors*: who came in the last 30 days, to type ahead by (F2).
//!
//! The list is held in memory once it was asked for, since a search runs with every letter typed and
//! a two-letter prefix can fit half the names of Vietnam; what it finds is read from the database.

use checkpoint::subject::{Identity, Who, fold_name};
use jiff::Timestamp;
use ring::digest::{Context, SHA256};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::collections::HashMap;

const DAYS: i64 = 30;

/// Someone who was here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    /// Of the number they showed.
    pub last4: Option<String>,
    pub who: Who,
    /// When they were last seen here.
    pub seen: Timestamp,
}

impl Visitor {
    /// None for a line that isn't an identity group.
    pub(super) fn of_identity_line(line: &str, seen: Timestamp) -> Option<Visitor> {
        let identity = Identity::parse(line).ok()?;
        Some(Visitor {
            name: identity.name,
            birth_year: identity.birth_year,
            last4: identity.last4,
            who: identity.who,
            seen,
        })
    }
}

/// A visitor as the list keeps them.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    id: [u8; 16],
    /// The entry whose identity group describes them.
    place: i64,
    folded: String,
    last4: Option<String>,
    seen_ms: i64,
}

impl Seen {
    /// None for someone without a name: a list has nothing to show of them.
    pub(super) fn of_identity_line(line: &str, place: i64, seen: Timestamp) -> Option<Seen> {
        let identity = Identity::parse(line).ok()?;
        let folded = fold_name(identity.name.as_deref()?);
        if folded.is_empty() {
            return None;
        }
        let id = match identity.who.person {
            Some(person) => person.0,
            None => id_of(&folded, identity.birth_year, identity.last4.as_deref()),
        };
        Some(Seen {
            id,
            place,
            folded,
            last4: identity.last4,
            seen_ms: seen.as_millisecond(),
        })
    }

    fn of_row(row: &Row<'_>) -> rusqlite::Result<Seen> {
        Ok(Seen {
            id: row.get(0)?,
            place: row.get(1)?,
            folded: row.get(2)?,
            last4: row.get(3)?,
            seen_ms: row.get(4)?,
        })
    }

    /// With what its identity group says; None when that was erased.
    pub(super) fn visitor(&self, connection: &Connection) -> rusqlite::Result<Option<Visitor>> {
        let line: Option<String> = connection
            .prepare_cached(include_str!("identity_at.sql"))?
            .query_row([self.place], |row| row.get(0))
            .optional()?;
        Ok(line.and_then(|line| {
            let seen = Timestamp::from_millisecond(self.seen_ms).ok()?;
            Visitor::of_identity_line(&line, seen)
        }))
    }

    pub(super) fn store(&self, transaction: &Transaction<'_>) -> rusqlite::Result<()> {
        transaction
            .prepare_cached(include_str!("append_visitor.sql"))?
            .execute(params![
                self.id,
                self.place,
                self.folded,
                self.last4,
                self.seen_ms
            ])?;
        Ok(())
    }
}

/// One row for each that can't be told apart, where no number names the person.
fn id_of(folded: &str, birth_year: Option<i16>, last4: Option<&str>) -> [u8; 16] {
    let mut hash = Context::new(&SHA256);
    for part in ["chot/visitor/1", folded, last4.unwrap_or_default()] {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    }
    hash.update(&birth_year.unwrap_or_default().to_be_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finish().as_ref()[..16]);
    id
}

/// Everyone, in the order in which they were last noted.
pub(super) struct Visitors {
    /// None where the visitor was noted again further on.
    order: Vec<Option<Seen>>,
    at: HashMap<[u8; 16], usize>,
}

impl Visitors {
    pub(super) fn load(connection: &Connection, now: Timestamp) -> rusqlite::Result<Visitors> {
        let since = now.as_millisecond() - DAYS * 86_400_000;
        let mut visitors = Visitors {
            order: Vec::new(),
            at: HashMap::new(),
        };
        let mut statement = connection.prepare(include_str!("visitors_since.sql"))?;
        for seen in statement.query_map([since], Seen::of_row)? {
            visitors.note(seen?);
        }
        Ok(visitors)
    }

    pub(super) fn note(&mut self, mut seen: Seen) {
        if let Some(before) = self.at.insert(seen.id, self.order.len())
            && let Some(before) = self.order[before].take()
        {
            seen.seen_ms = seen.seen_ms.max(before.seen_ms);
        }
        self.order.push(Some(seen));
    }

    /// Those who fit, newest first. Names that hold the words in a row as typed go
    /// before those that hold them apart.
    pub(super) fn find(&self, typed: &str, limit: usize) -> Vec<Seen> {
        let folded = fold_name(typed);
        let words: Vec<Word<'_>> = folded
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(Word::of)
            .collect();
        if folded.len() < 2 || words.is_empty() {
            return Vec::new();
        }
        let mut in_a_row = Vec::new();
        let mut apart = Vec::new();
        for seen in self.order.iter().rev().flatten() {
            if words.iter().all(|word| word.fits(seen)) {
                if words.len() == 1 || begins_words(&seen.folded, &folded) {
                    in_a_row.push(seen);
                } else if apart.len() < limit {
                    apart.push(seen);
                }
                if in_a_row.len() == limit {
                    break;
                }
            }
        }
        in_a_row
            .into_iter()
            .chain(apart)
            .take(limit)
            .cloned()
            .collect()
    }
}

enum Word<'a> {
    Name(&'a str),
    /// Four digits; of a longer number its end.
    Digits(&'a str),
}

impl<'a> Word<'a> {
    fn of(word: &'a str) -> Word<'a> {
        if word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            Word::Digits(&word[word.len() - 4..])
        } else {
            Word::Name(word)
        }
    }

    fn fits(&self, seen: &Seen) -> bool {
        match self {
            Word::Name(word) => begins_words(&seen.folded, word),
            Word::Digits(digits) => seen.last4.as_deref() == Some(digits),
        }
    }
}

/// Whether `words` stands in `name` where a word begins.
fn begins_words(name: &str, words: &str) -> bool {
    name.match_indices(words)
        .any(|(at, _)| at == 0 || name.as_bytes()[at - 1] == b' ')
}
