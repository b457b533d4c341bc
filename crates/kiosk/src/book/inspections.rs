//! *Inspections*: what somebody found who looked how the gate is kept.

use super::Book;
use crate::ledger::{LedgerError, day_number};
use checkpoint::coverage::Window;
use checkpoint::entry::Entry;
use checkpoint::subject::Note;
use checkpoint::verdict::Reason;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rusqlite::params;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

/// They are listed for so long.
const YEARS: i32 = 1;
/// How many are listed.
const MOST: u32 = 200;

/// An inspection as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Noted {
    pub(crate) place: u64,
    pub(crate) at: Timestamp,
    /// Who of the staff did it.
    pub(crate) by: Option<u64>,
    /// Empty once it was purged.
    pub(crate) text: String,
    pub(crate) monitors: bool,
    pub(crate) reminder: u32,
    /// The count that was taken for it, as it stands.
    pub(crate) window: Option<Window>,
}

impl Book {
    /// Those of the year before a moment, the newest first.
    pub(crate) fn inspections(&self, now: Timestamp) -> Result<Vec<Noted>, LedgerError> {
        let today = self.zone.to_datetime(now).date();
        let since = day_number(today.saturating_sub(YEARS.years()));
        let rows: Vec<(u64, Vec<u8>, Option<String>)> = self.ask(|connection| {
            let mut statement = connection.prepare(include_str!("inspections.sql"))?;
            let rows = statement.query_map(params![since, MOST], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            rows.collect()
        })?;
        // Several of one day are of one reading of it.
        let mut days: BTreeMap<Date, Vec<Window>> = BTreeMap::new();
        let mut all = Vec::with_capacity(rows.len());
        for (place, line, note) in rows {
            // What a newer program wrote differently isn't listed by this one.
            let Ok(entry) = Entry::parse(&line) else {
                continue;
            };
            let began = entry.said.happened.filter(|_| entry.said.of.is_some());
            let window = match began {
                Some(began) => {
                    let date = self.zone.to_datetime(began.at).date();
                    let windows = match days.entry(date) {
                        Slot::Occupied(known) => known.into_mut(),
                        Slot::Vacant(room) => room.insert(self.bars(date, 0)?.0.windows),
                    };
                    let is_it =
                        |window: &&Window| (window.gate, window.from) == (entry.gate, began.at);
                    windows.iter().find(is_it).copied()
                }
                None => None,
            };
            let note = note.and_then(|line| Note::parse(&line).ok());
            all.push(Noted {
                place,
                at: entry.moment.at,
                by: entry.said.by,
                text: note.and_then(|note| note.note).unwrap_or_default(),
                monitors: entry.said.reasons.contains(&Reason::SelfMonitored),
                reminder: entry.said.count.unwrap_or_default(),
                window,
            });
        }
        Ok(all)
    }
}
