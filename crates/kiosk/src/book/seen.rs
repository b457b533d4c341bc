//! *Seen*: who was at the gate on a day, as a roster is compared with.

use super::Book;
use crate::ledger::LedgerError;
use checkpoint::entry::Outcome;
use checkpoint::roster::{Seen, phone_of};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// How far a log went when something was read from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    place: i64,
    /// None of an empty log.
    head: Option<Vec<u8>>,
}

impl Book {
    pub(crate) fn mark(&self) -> Result<Mark, LedgerError> {
        let newest = self.ask(|connection| {
            let sql = include_str!("mark.sql");
            let newest = connection.query_row(sql, [], |row| {
                Ok(Mark {
                    place: row.get(0)?,
                    head: row.get(1)?,
                })
            });
            newest.optional()
        })?;
        Ok(newest.unwrap_or_default())
    }

    /// Whether all that was read of the days before this one up to a mark is as it was: nothing behind it adds to them,
    /// amends or takes out anything.
    pub(crate) fn is_as_before(&self, mark: &Mark, day: Date) -> Result<bool, LedgerError> {
        let Some(head) = &mark.head else {
            return Ok(false);
        };
        let (begins, _) = self.around(day);
        self.ask(|connection| {
            let sql = include_str!("is_there.sql");
            let is_there: bool =
                connection.query_row(sql, params![mark.place, head], |row| row.get(0))?;
            let sql = include_str!("changed.sql");
            let asked = [mark.place, begins.as_millisecond()];
            let has_changed: bool = connection.query_row(sql, asked, |row| row.get(0))?;
            Ok(is_there && !has_changed)
        })
    }

    /// The first day of which there is an entry; None of an empty log.
    pub(crate) fn first_day(&self) -> Result<Option<Date>, LedgerError> {
        let first = self.ask(|connection| {
            connection.query_row(include_str!("first.sql"), [], |row| {
                row.get::<_, Option<i64>>(0)
            })
        })?;
        let first = first.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        Ok(first.map(|at| self.zone.to_datetime(at).date()))
    }

    /// Everybody who came or went on a day; not who was turned away, nor what was taken back.
    pub(crate) fn seen(&self, day: Date) -> Result<Vec<Seen>, LedgerError> {
        let (begins, ends) = self.around(day);
        let told = self.span(begins, ends)?;
        let phones = self.phones(begins, ends)?;
        let rows = self.rows(&told).into_values().filter(|row| {
            let line = &row.line;
            begins <= line.at
                && line.at < ends
                && !line.is_void
                && row.verdict() != Some(Outcome::Refuse)
        });
        let mut all = Vec::new();
        for row in rows {
            let mut identity = row.line.identity;
            if let Some(person) = identity.who.person {
                identity.who.aliases.extend(self.kin(person)?);
            }
            all.push(Seen {
                at: row.line.at,
                day,
                document: row.line.document,
                identity,
                phone: phones.get(&row.place).cloned(),
            });
        }
        Ok(all)
    }

    /// Telephone numbers that are kept of entries, by their places.
    fn phones(
        &self,
        begins: Timestamp,
        ends: Timestamp,
    ) -> Result<BTreeMap<u64, String>, LedgerError> {
        let span = [begins, ends].map(Timestamp::as_millisecond);
        let contacts: Vec<(u64, String)> = self.ask(|connection| {
            let mut statement = connection.prepare_cached(include_str!("contacts.sql"))?;
            let rows = statement.query_map(span, |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })?;
        let phone = |(place, line): (u64, String)| {
            let contact: serde_json::Value = serde_json::from_str(&line).ok()?;
            Some((place, phone_of(contact["phone"].as_str()?)?))
        };
        Ok(contacts.into_iter().filter_map(phone).collect())
    }
}
