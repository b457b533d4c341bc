//! *Roster*: the unit's own lists of people, and how they compare with the log.
//!
//! ```text
//! file ─▶ sheet ─▶ columns ─▶ import: rows, what is wrong with others, what changes ─▶ kept
//!                                            kept + book ─▶ standing: seen today, this week, never; by which code
//!                                            kept ─▶ badges, by which a gate knows them
//! ```
//!
//! The lists lie in a database beside the ledger's, encrypted with its key. No entry of the log is made of them; that other
//! people are to be looked at is one.

pub mod badges;
mod columns;
pub mod desk;
mod error;
pub mod expected;
mod import;
pub(crate) mod looked;
mod member;
pub mod person;
pub(crate) mod sheet;
mod standing;
mod table;
mod typed;
pub mod watch;

pub use columns::{Chosen, Column};
pub(crate) use columns::{fits_heading, words_of_heading};
pub use error::RosterError;
pub use import::{ExpectedPlan, LinesPlan, Place, Plan, Row, Unlisted, WatchPlan, Why};
pub use member::ByHand;
pub use sheet::FileError;
pub use standing::{Standing, Stands};

use crate::home::Home;
use crate::keys::{KeyStore, Name};
use crate::ledger::open_or_begin;
use checkpoint::document::Birth;
use checkpoint::roster::{Kind, Member};
use checkpoint::subject::fold_name;
use desk::Typed;
use import::{For, plan};
use jiff::civil::Date;
pub use looked::File;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use typed::words;

const MIGRATIONS: [&str; 5] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
];

/// Letters of a name, of a list or of somebody on it, and of a group.
pub const NAME_CHARS: usize = 120;

/// How many rows of a file were read, for whoever waits for it.
#[derive(Debug, Default)]
pub struct Progress(AtomicU32);

impl Progress {
    fn end(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn step(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn rows(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A list of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    pub number: u32,
    pub kind: Kind,
    pub name: String,
    pub people: usize,
}

/// Somebody on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Names them in the database.
    pub number: u32,
    /// A class, a department; empty for none.
    pub group: String,
    pub member: Member,
}

/// The lists of one home, open.
pub struct Rosters {
    connection: Connection,
}

impl Rosters {
    pub fn open(home: &Home) -> Result<Rosters, RosterError> {
        let keys = KeyStore::of(home)?;
        let key = keys.get(Name::Ledger).ok_or(RosterError::NoLedger)?;
        let connection = open_or_begin(&home.rosters(), key, &MIGRATIONS)?;
        let connection = connection.ok_or(RosterError::Newer)?;
        Ok(Rosters { connection })
    }

    pub fn all(&self) -> Result<Vec<Roster>, RosterError> {
        let mut statement = self.connection.prepare_cached(include_str!("all.sql"))?;
        let rows = statement.query_map([], |row| {
            let kind: String = row.get(1)?;
            Ok(Roster {
                number: row.get(0)?,
                // The schema has no other word.
                kind: Kind::of_word(&kind).unwrap_or(Kind::Staff),
                name: row.get(2)?,
                people: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    pub fn roster(&self, number: u32) -> Result<Roster, RosterError> {
        let mut all = self.all()?.into_iter();
        let found = all.find(|roster| roster.number == number);
        found.ok_or(RosterError::Unknown)
    }

    /// By group, then as the list has them.
    pub fn members(&self, roster: u32) -> Result<Vec<Listed>, RosterError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("members.sql"))?;
        let rows = statement.query_map([roster], |row| {
            let birth: String = row.get(3)?;
            Ok(Listed {
                number: row.get(0)?,
                group: row.get(1)?,
                member: Member {
                    name: row.get(2)?,
                    birth: Birth::of_typed(&birth),
                    id: row.get(4)?,
                    phone: row.get(5)?,
                },
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Another number once somebody else has changed something here.
    pub(crate) fn version(&self) -> Result<i64, RosterError> {
        let sql = "PRAGMA data_version";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// What a file would make of a list. Error: it can't be read, or the list can't be called so.
    pub fn plan(&self, typed: &Typed, file: File<'_>, today: Date) -> Result<Plan, RosterError> {
        let name = words(&typed.name);
        if name.is_empty() || name.chars().count() > NAME_CHARS {
            return Err(RosterError::Name);
        }
        let is_other = |roster: &&Roster| Some(roster.number) != typed.roster;
        let is_same = |roster: &Roster| fold_name(&roster.name) == fold_name(&name);
        if self.all()?.iter().filter(is_other).any(is_same) {
            return Err(RosterError::NameTaken);
        }
        let kept = match typed.roster {
            Some(number) => {
                self.roster(number)?;
                self.members(number)?
            }
            None => Vec::new(),
        };
        let list = For {
            roster: typed.roster,
            kind: typed.kind,
            name,
            kept: &kept,
            today,
        };
        Ok(plan(file, list)?)
    }

    /// Makes a list what a plan says, whole or not at all. Those who are gone from the file stay where `keeps_gone`.
    pub fn take(&mut self, plan: &Plan, keeps_gone: bool) -> Result<(), RosterError> {
        let transaction = self.begin()?;
        let word = plan.kind.as_str();
        let roster = match plan.roster {
            Some(number) => {
                transaction
                    .execute(include_str!("change.sql"), params![number, word, plan.name])?;
                i64::from(number)
            }
            None => {
                transaction.execute(include_str!("add.sql"), params![word, plan.name])?;
                transaction.last_insert_rowid()
            }
        };
        for row in &plan.rows {
            let (member, group) = (&row.member, &row.group);
            let birth = member.born();
            match row.before {
                Some(number) => transaction.execute(
                    include_str!("change_member.sql"),
                    params![number, group, member.name, birth, member.id, member.phone],
                )?,
                None => transaction.execute(
                    include_str!("add_member.sql"),
                    params![roster, group, member.name, birth, member.id, member.phone],
                )?,
            };
        }
        if !keeps_gone {
            for gone in &plan.gone {
                transaction.execute(include_str!("remove_member.sql"), [gone.number])?;
            }
        }
        Ok(transaction.commit()?)
    }

    pub fn remove(&self, number: u32) -> Result<(), RosterError> {
        match self
            .connection
            .execute(include_str!("remove.sql"), [number])?
        {
            0 => Err(RosterError::Unknown),
            _ => Ok(()),
        }
    }

    /// Notes that somebody doesn't come on a day, or that they do. Notes of days before `kept_since` are forgotten.
    pub fn mark(
        &mut self,
        member: u32,
        day: Date,
        is_absent: bool,
        kept_since: Date,
    ) -> Result<(), RosterError> {
        let transaction = self.begin()?;
        let sql = if is_absent {
            include_str!("mark_absent.sql")
        } else {
            include_str!("unmark_absent.sql")
        };
        transaction.execute(sql, params![day.to_string(), member])?;
        transaction.execute(
            include_str!("forget_absences.sql"),
            [kept_since.to_string()],
        )?;
        Ok(transaction.commit()?)
    }

    /// Who is noted as absent on a day, by their numbers.
    pub fn absent(&self, day: Date) -> Result<BTreeSet<u32>, RosterError> {
        let mut statement = self.connection.prepare_cached(include_str!("absent.sql"))?;
        let rows = statement.query_map([day.to_string()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn begin(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
    }
}
