//! *Expected*: the visitors with whom the unit has appointments, by day.
//!
//! The list lies with the other lists; the gate holds the day's in memory. Who came is read from the log, so that it is
//! never another answer than the log's.

pub mod desk;
mod line;

pub use line::{Line, Typed};

use super::{RosterError, Rosters};
use checkpoint::document::Birth;
use checkpoint::expected::{Appointment, Expected};
use jiff::civil::{Date, Time};
use rusqlite::params;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Names it in the database.
    pub number: u32,
    pub line: Line,
}

impl Rosters {
    /// The lines of the days from one to another, both counted, as they follow each other.
    pub(super) fn expected(&self, from: Date, to: Date) -> Result<Vec<Kept>, RosterError> {
        let sql = include_str!("between.sql");
        let mut statement = self.connection.prepare_cached(sql)?;
        let days = [from, to].map(|day| day.to_string());
        let rows = statement.query_map(days, |row| {
            let text = |at: usize| row.get::<_, String>(at);
            let hour = |at: usize| {
                let written = row.get::<_, Option<String>>(at)?;
                Ok::<Option<Time>, rusqlite::Error>(written.and_then(|hour| hour.parse().ok()))
            };
            Ok(Kept {
                number: row.get(0)?,
                line: Line {
                    // Written by this program alone.
                    day: text(1)?.parse().unwrap_or(Date::MIN),
                    appointment: Appointment {
                        name: text(2)?,
                        birth: Birth::of_typed(&text(3)?),
                        host: text(4)?,
                        purpose: text(5)?,
                        organisation: text(6)?,
                        from: hour(7)?,
                        until: hour(8)?,
                    },
                },
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A day's appointments, as the gate asks them.
    pub fn expected_on(&self, day: Date) -> Result<Expected, RosterError> {
        let kept = self.expected(day, day)?.into_iter();
        Ok(Expected::of(
            kept.map(|kept| kept.line.appointment).collect(),
        ))
    }

    /// All of them, or none: by their number, else to be added.
    fn keep_expected(&mut self, lines: &[(Option<u32>, Line)]) -> Result<(), RosterError> {
        let transaction = self.begin()?;
        for (number, line) in lines {
            let Appointment {
                name,
                host,
                purpose,
                organisation,
                from,
                until,
                birth: _,
            } = &line.appointment;
            let (day, born) = (line.day.to_string(), line.born());
            let (from, until) = (from.map(written), until.map(written));
            match number {
                Some(number) => {
                    let changed = transaction.execute(
                        include_str!("change.sql"),
                        params![
                            number,
                            day,
                            name,
                            born,
                            host,
                            purpose,
                            organisation,
                            from,
                            until
                        ],
                    )?;
                    if changed == 0 {
                        return Err(RosterError::UnknownLine);
                    }
                }
                None => {
                    transaction.execute(
                        include_str!("add.sql"),
                        params![day, name, born, host, purpose, organisation, from, until],
                    )?;
                }
            }
        }
        Ok(transaction.commit()?)
    }

    fn remove_expected(&self, number: u32) -> Result<(), RosterError> {
        let sql = include_str!("remove.sql");
        match self.connection.execute(sql, [number])? {
            0 => Err(RosterError::UnknownLine),
            _ => Ok(()),
        }
    }

    /// Forgets who was expected before a day.
    pub(crate) fn forget_expected(&self, before: Date) -> Result<(), RosterError> {
        let sql = include_str!("forget.sql");
        self.connection.execute(sql, [before.to_string()])?;
        Ok(())
    }
}

/// An hour, as it is kept and shown: `08:30`.
pub fn written(hour: Time) -> String {
    hour.strftime("%H:%M").to_string()
}
