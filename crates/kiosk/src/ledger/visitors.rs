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
        let Some(sought) = Sought::of(typed) else {
            return Vec::new();
        };
        let newest = self.order.iter().rev().flatten();
        let found = sought.first(newest, limit, |seen| (&seen.folded, seen.last4.as_deref()));
        found.into_iter().cloned().collect()
    }
}

/// What somebody typed of a person: beginnings of words of the name, or the last four digits.
pub(crate) struct Sought {
    folded: String,
    words: Vec<Word>,
}

impl Sought {
    /// None under two letters.
    pub(crate) fn of(typed: &str) -> Option<Sought> {
        let folded = fold_name(typed);
        let words: Vec<Word> = folded.split_whitespace().map(Word::of).collect();
        (folded.len() >= 2 && !words.is_empty()).then_some(Sought { folded, words })
    }

    /// The first who fit, those whose names hold the words in a row before those that hold them apart. `known`: of
    /// somebody the folded name and the last digits.
    pub(crate) fn first<'a, T>(
        &self,
        people: impl Iterator<Item = &'a T>,
        limit: usize,
        known: impl Fn(&T) -> (&str, Option<&str>),
    ) -> Vec<&'a T> {
        let mut in_a_row = Vec::new();
        let mut apart = Vec::new();
        for one in people {
            let (folded, last4) = known(one);
            if self.words.iter().all(|word| word.fits(folded, last4)) {
                if self.words.len() == 1 || begins_words(folded, &self.folded) {
                    in_a_row.push(one);
                } else if apart.len() < limit {
                    apart.push(one);
                }
                if in_a_row.len() == limit {
                    break;
                }
            }
        }
        in_a_row.into_iter().chain(apart).take(limit).collect()
    }
}

enum Word {
    Name(String),
    /// Four digits; of a longer number its end.
    Digits(String),
}

impl Word {
    fn of(word: &str) -> Word {
        if word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            Word::Digits(word[word.len() - 4..].to_owned())
        } else {
            Word::Name(word.to_owned())
        }
    }

    fn fits(&self, folded: &str, last4: Option<&str>) -> bool {
        match self {
            Word::Name(word) => begins_words(folded, word),
            Word::Digits(digits) => last4 == Some(digits),
        }
    }
}

/// Whether `words` stands in `name` where a word begins.
fn begins_words(name: &str, words: &str) -> bool {
    name.match_indices(words)
        .any(|(at, _)| at == 0 || name.as_bytes()[at - 1] == b' ')
}
