//! *Privacy*: what people ask about their own data, what went wrong with data, and by when each is due.
//!
//! The registers lie in a database beside the ledger's, as the staff does, and in backups. What is done for somebody (found,
//! handed out, put right, erased) is done in the log; a register says who asked, how they were known, and when it was done.

mod error;
mod listed;
pub mod notice;
pub mod office;
mod paper;

pub use error::PrivacyError;

use crate::home::Home;
use crate::keys::{Key, KeyStore, Name};
use crate::ledger::open_or_begin;
use checkpoint::workdays;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, params};
use std::collections::BTreeSet;

const MIGRATIONS: [&str; 2] = [include_str!("schema_1.sql"), include_str!("schema_2.sql")];

/// Working days in which somebody is answered (Decree 356/2025).
const ANSWER_DAYS: u32 = 2;
/// In which an incident is reported on.
pub const REPORT_WITHIN: SignedDuration = SignedDuration::from_hours(72);
/// Letters of each text of a register.
const TEXT_CHARS: usize = 1_000;

/// What somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    See,
    Correct,
    Erase,
    /// That it isn't used, or not for something.
    Object,
}

impl Wish {
    const ALL: [Wish; 4] = [Wish::See, Wish::Correct, Wish::Erase, Wish::Object];

    fn as_str(self) -> &'static str {
        match self {
            Wish::See => "see",
            Wish::Correct => "correct",
            Wish::Erase => "erase",
            Wish::Object => "object",
        }
    }
}

/// A request as somebody writes it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub wish: Wish,
    pub asker: String,
    /// How they are reached.
    pub reach: String,
    /// How it was checked who they are.
    pub checked: String,
    pub about: String,
}

/// What was done in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub what: String,
    pub at: Timestamp,
    /// The number of somebody of the staff.
    pub by: Option<u64>,
}

/// A request in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub number: u64,
    pub asked: Asked,
    pub at: Timestamp,
    /// The last day on which it is answered in time.
    pub due: Date,
    pub by: Option<u64>,
    pub done: Option<Done>,
}

impl Request {
    /// It waits, and its last day is over.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.done.is_none() && today > self.due
    }
}

/// Something that went wrong with data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    pub number: u64,
    pub found: Timestamp,
    pub what: String,
    /// Whose data, and how many people.
    pub whose: String,
    pub by: Option<u64>,
    pub done: Option<Done>,
}

impl Incident {
    /// Until when it is to be reported on.
    pub fn due(&self) -> Timestamp {
        self.found
            .checked_add(REPORT_WITHIN)
            .unwrap_or(Timestamp::MAX)
    }

    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.done.is_none() && now > self.due()
    }
}

/// The registers of one home, open.
pub struct Registers {
    connection: Connection,
    zone: TimeZone,
}

impl Registers {
    /// Opens them, or begins them. `zone` is the unit's.
    pub fn open(home: &Home, zone: TimeZone) -> Result<Registers, PrivacyError> {
        let keys = KeyStore::of(home)?;
        let key = keys.get(Name::Ledger).ok_or(PrivacyError::NoLedger)?;
        Registers::open_with(home, key, zone)
    }

    /// The same with the ledger's key.
    pub(crate) fn open_with(
        home: &Home,
        key: &Key,
        zone: TimeZone,
    ) -> Result<Registers, PrivacyError> {
        let connection = open_or_begin(&home.privacy(), key, &MIGRATIONS)?;
        let connection = connection.ok_or(PrivacyError::Newer)?;
        Ok(Registers { connection, zone })
    }

    /// Takes out what was done longer than `keep` ago, and overwrites what stood there. What waits stays. `passed`: how much
    /// time has passed ([`checkpoint::retention::Passed`]).
    pub fn purge(
        &mut self,
        keep: SignedDuration,
        passed: SignedDuration,
    ) -> Result<usize, PrivacyError> {
        let ms = |time: SignedDuration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        let transaction = self.connection.transaction()?;
        let mut purged = 0;
        for (note, purge) in [
            (
                include_str!("note_requests.sql"),
                include_str!("purge_requests.sql"),
            ),
            (
                include_str!("note_incidents.sql"),
                include_str!("purge_incidents.sql"),
            ),
        ] {
            transaction.execute(note, [ms(passed)])?;
            purged += transaction.execute(purge, [ms(passed).saturating_sub(ms(keep))])?;
        }
        transaction.commit()?;
        if purged > 0 {
            // A reader at work holds it up; then the next page that is written does it.
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(purged)
    }

    /// Writes a request down, and by when it is due.
    pub fn ask(
        &mut self,
        asked: &Asked,
        by: Option<u64>,
        now: Timestamp,
    ) -> Result<(), PrivacyError> {
        let [asker, checked, about] = [&asked.asker, &asked.checked, &asked.about].map(written);
        // Somebody who came in person may leave no number.
        let reach: String = asked.reach.trim().chars().take(TEXT_CHARS).collect();
        let today = self.zone.to_datetime(now).date();
        let due = workdays::due(today, ANSWER_DAYS, &self.days_off()?);
        let row = params![
            asked.wish.as_str(),
            asker?,
            reach,
            checked?,
            about?,
            now.as_millisecond(),
            due.to_string(),
            by
        ];
        self.connection
            .execute(include_str!("add_request.sql"), row)?;
        Ok(())
    }

    /// Says what was done for a request. It can't be said twice.
    pub fn answer(&mut self, number: u64, done: &Done) -> Result<(), PrivacyError> {
        self.close(include_str!("answer_request.sql"), number, done)
    }

    /// Writes down what went wrong, and when it was found.
    pub fn note(
        &mut self,
        what: &str,
        whose: &str,
        by: Option<u64>,
        found: Timestamp,
    ) -> Result<(), PrivacyError> {
        let row = params![found.as_millisecond(), written(what)?, written(whose)?, by];
        self.connection
            .execute(include_str!("add_incident.sql"), row)?;
        Ok(())
    }

    /// Says what was done about an incident. It can't be said twice.
    pub fn settle(&mut self, number: u64, done: &Done) -> Result<(), PrivacyError> {
        self.close(include_str!("close_incident.sql"), number, done)
    }

    fn close(&mut self, sql: &str, number: u64, done: &Done) -> Result<(), PrivacyError> {
        let what = written(&done.what)?;
        let row = params![number, what, done.at.as_millisecond(), done.by];
        if self.connection.execute(sql, row)? == 0 {
            return Err(PrivacyError::Closed);
        }
        Ok(())
    }

    /// Those that wait first, the soonest due before the others.
    pub fn requests(&self) -> Result<Vec<Request>, PrivacyError> {
        let mut statement = self.connection.prepare(include_str!("requests.sql"))?;
        let rows = statement.query_map([], |row| {
            let kind: String = row.get(1)?;
            let due: String = row.get(7)?;
            let wish = Wish::ALL.into_iter().find(|wish| wish.as_str() == kind);
            Ok(Request {
                number: row.get(0)?,
                asked: Asked {
                    // The schema has no other word.
                    wish: wish.unwrap_or(Wish::See),
                    asker: row.get(2)?,
                    reach: row.get(3)?,
                    checked: row.get(4)?,
                    about: row.get(5)?,
                },
                at: moment(row.get(6)?),
                due: due.parse().unwrap_or(Date::MIN),
                by: row.get(8)?,
                done: done(row, 9)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The same of what went wrong.
    pub fn incidents(&self) -> Result<Vec<Incident>, PrivacyError> {
        let mut statement = self.connection.prepare(include_str!("incidents.sql"))?;
        let rows = statement.query_map([], |row| {
            Ok(Incident {
                number: row.get(0)?,
                found: moment(row.get(1)?),
                what: row.get(2)?,
                whose: row.get(3)?,
                by: row.get(4)?,
                done: done(row, 5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Days on which nobody works, besides weekends.
    pub fn days_off(&self) -> Result<BTreeSet<Date>, PrivacyError> {
        let mut statement = self.connection.prepare(include_str!("days_off.sql"))?;
        let days = statement.query_map([], |row| row.get::<_, String>(0))?;
        let days = days.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(days.iter().filter_map(|day| day.parse().ok()).collect())
    }

    /// Replaces them. What is due already stays due when it was.
    pub fn keep_days_off(&mut self, days: &BTreeSet<Date>) -> Result<(), PrivacyError> {
        let transaction = self.connection.transaction()?;
        transaction.execute(include_str!("no_days_off.sql"), [])?;
        for day in days {
            transaction.execute(include_str!("add_day_off.sql"), [day.to_string()])?;
        }
        Ok(transaction.commit()?)
    }
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn done(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Done>> {
    let what: Option<String> = row.get(first)?;
    let at: Option<i64> = row.get(first + 1)?;
    let by = row.get(first + 2)?;
    Ok(what.zip(at).map(|(what, at)| Done {
        what,
        at: moment(at),
        by,
    }))
}

/// A text of a register as it is kept.
fn written(text: impl AsRef<str>) -> Result<String, PrivacyError> {
    let text = text.as_ref().trim();
    let letters = text.chars().count();
    if (2..=TEXT_CHARS).contains(&letters) {
        Ok(text.to_owned())
    } else {
        Err(PrivacyError::Text)
    }
}
