//! *Account*: what this ledger has to say of a period, counted for paper.

use super::error::{LedgerError, damaged, of_sqlite};
use super::reading::Reading;
use checkpoint::book::{Amendments, Line};
use checkpoint::entry::{Direction, Entry, Kind, UNTRUSTED_DAY, day_of, on_the_wall};
use checkpoint::report::{Period, Rows};
use checkpoint::subject::{Identity, Note};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use paper::account::{Account, GapLine};
use paper::list::Names;
use rusqlite::Row;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// What is to be reported.
#[derive(Clone, Debug)]
pub struct Asked {
    pub period: Period,
    /// What was written after it doesn't count.
    pub until: Timestamp,
    /// Says so on the paper: *Số liệu tính đến …*.
    pub is_cut: bool,
    /// The unit's name.
    pub whole: String,
}

/// What later entries say of earlier ones, learnt for a period.
pub struct Learnt {
    amendments: Amendments,
    rows: Rows,
    /// What was written in the period while nobody could say when it was.
    untrusted: Rows,
    gaps: Vec<GapLine>,
    zone: TimeZone,
}

/// When a day begins; one that no calendar holds any more never does.
pub(crate) fn begins(day: Date, zone: &TimeZone) -> Timestamp {
    let begins = zone.to_timestamp(day.at(0, 0, 0, 0));
    begins.unwrap_or(Timestamp::MAX)
}

/// The milliseconds at which some days begin and are over.
fn span(first: Date, last: Date, zone: &TimeZone) -> [i64; 2] {
    let after = last.saturating_add(1.days());
    [first, after].map(|day| begins(day, zone).as_millisecond())
}

/// What is kept of an entry's identity and note.
fn groups(row: &Row<'_>) -> rusqlite::Result<(Option<Identity>, Option<Note>)> {
    let (identity, note): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
    let identity = identity.and_then(|line| Identity::parse(&line).ok());
    Ok((identity, note.and_then(|line| Note::parse(&line).ok())))
}

impl Reading {
    /// Reads a period once, and what later entries say of it.
    pub fn learn(&self, asked: &Asked, zone: &TimeZone) -> Result<Learnt, LedgerError> {
        let mut learnt = Learnt {
            amendments: Amendments::default(),
            rows: Rows::default(),
            untrusted: Rows::default(),
            gaps: Vec::new(),
            zone: zone.clone(),
        };
        let mut bad = None;
        let mut each = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(include_str!("amended.sql"))?;
            // The period before is compared with it.
            let (first, last) = (asked.period.before().first(), asked.period.last());
            let mut rows = statement.query(span(first, last, zone))?;
            while let Some(row) = rows.next()? {
                let Ok(entry) = Entry::parse(row.get_ref(0)?.as_bytes()?) else {
                    bad = Some(());
                    break;
                };
                if entry.moment.at > asked.until {
                    continue;
                }
                let (identity, note) = groups(row)?;
                let amendments = &mut learnt.amendments;
                amendments.learn(&entry, row.get(1)?, identity.as_ref(), note.as_ref());
                learnt.rows.add(&entry, zone);
                if asked.period.has(on_the_wall(&entry, zone).date()) {
                    learnt.untrusted.add(&entry, zone);
                }
                if entry.said.kind == Kind::Gap && asked.period.has(day_of(&entry, zone)) {
                    learnt.gaps.push(GapLine {
                        from: zone.to_datetime(entry.counted_at()),
                        to: zone.to_datetime(entry.moment.at),
                        gate: entry.gate,
                    });
                }
            }
            Ok(())
        };
        each().map_err(|error| of_sqlite(&error, &self.home))?;
        match bad {
            Some(()) => Err(damaged("one of its lines can't be read")),
            None => Ok(learnt),
        }
    }

    /// Hands over the lines of the book from `first` to `last`, by day and in the order of the log,
    /// until `take` breaks.
    pub fn book(
        &self,
        learnt: &Learnt,
        (first, last): (Date, Date),
        until: Timestamp,
        mut take: impl FnMut(Line) -> ControlFlow<()>,
    ) -> Result<(), LedgerError> {
        let mut each = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(include_str!("came.sql"))?;
            let mut rows = statement.query(span(first, last, &learnt.zone))?;
            while let Some(row) = rows.next()? {
                // One that can't be read stopped `learn` before.
                let Ok(entry) = Entry::parse(row.get_ref(0)?.as_bytes()?) else {
                    continue;
                };
                let day = day_of(&entry, &learnt.zone);
                if entry.moment.at > until || !(first..=last).contains(&day) {
                    continue;
                }
                let (identity, note) = groups(row)?;
                let line = learnt.amendments.line(&entry, row.get(1)?, identity, note);
                if line.is_some_and(|line| take(line).is_break()) {
                    break;
                }
            }
            Ok(())
        };
        each().map_err(|error| of_sqlite(&error, &self.home))
    }

    /// All that a report of the period says.
    pub fn account(
        &self,
        learnt: &Learnt,
        asked: &Asked,
        names: &Names,
    ) -> Result<Account, LedgerError> {
        let period = asked.period;
        let mut account = Account::new(&asked.whole, period, learnt.rows.within(&period));
        account.cut = asked.is_cut.then(|| names.zone.to_datetime(asked.until));
        let untrusted = learnt.untrusted.within(&Period::day(UNTRUSTED_DAY));
        account.untrusted = untrusted.total();
        account.before = Some(learnt.rows.within(&period.before()).total());
        account.gates.clone_from(&names.gates);
        account.gaps.clone_from(&learnt.gaps);
        account.gaps.sort();
        let mut documents = BTreeMap::new();
        let mut purposes = BTreeMap::new();
        // Somebody who waited over midnight was let in on the day of the answer.
        let first = period.first().saturating_sub(1.days());
        self.book(learnt, (first, period.last()), asked.until, |line| {
            let on = |at: Timestamp| period.has(names.zone.to_datetime(at).date());
            if line.kind == Kind::Scan && !line.is_void && line.verdict.is_some() && on(line.at) {
                *documents.entry(line.document).or_insert(0) += 1;
            }
            if let Some((Direction::In, people)) = line.passage()
                && on(line.passed_at)
            {
                let purpose = line.purpose.as_ref().map(|purpose| names.purpose(purpose));
                *purposes.entry(purpose).or_insert(0) += i64::from(people);
            }
            ControlFlow::Continue(())
        })?;
        account.documents = Some(documents);
        account.purposes = Some(purposes);
        Ok(account)
    }
}
