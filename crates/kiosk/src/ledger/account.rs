//! *Account*: what this ledger has to say of a period, counted for paper.

use super::error::{LedgerError, damaged, of_sqlite};
use super::reading::Reading;
use checkpoint::book::{Amendments, Line};
use checkpoint::coverage::Windows;
use checkpoint::entry::{Audit, Direction, Entry, Kind, UNTRUSTED_DAY, day_of, on_the_wall};
use checkpoint::report::{Period, Rows};
use checkpoint::subject::{Identity, Note};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use paper::account::{Account, GapLine, Settled, Window, Written};
use paper::list::Names;
use rusqlite::Row;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// What is to be reported.
#[derive(Clone, Debug)]
pub struct Asked {
    pub period: Period,
    /// What was written after it doesn't count.
    pub until: Timestamp,
    /// The cut of the period before, where there is one: what was written for it later is told here.
    pub since: Option<Timestamp>,
    /// Says so on the paper: *Số liệu tính đến …*.
    pub is_cut: bool,
    /// The unit's name.
    pub whole: String,
    /// Names of the staff by their numbers.
    pub staff: BTreeMap<u64, String>,
}

/// For so many days before a period a cut still looks for what was written later.
const LATEST: i64 = 7;

impl Asked {
    /// The first day that has to be read.
    fn first(&self) -> Date {
        let before = self.period.before().first();
        match self.since {
            Some(_) => before.min(self.period.first().saturating_sub(LATEST.days())),
            None => before,
        }
    }

    fn named(&self, number: Option<u64>) -> Option<String> {
        number.map(|number| {
            let name = self.staff.get(&number);
            name.cloned().unwrap_or_else(|| number.to_string())
        })
    }
}

/// What later entries say of earlier ones, learnt for a period.
pub struct Learnt {
    amendments: Amendments,
    rows: Rows,
    /// What was written in the period while nobody could say when it was.
    untrusted: Rows,
    gaps: Vec<GapLine>,
    drills: BTreeSet<Date>,
    windows: Windows,
    /// What the report of the period before left out.
    carried: Rows,
    staff: BTreeMap<Option<u64>, Written>,
    /// Days that were settled: when, by whom, and what was written since.
    settled: BTreeMap<Date, (Timestamp, Option<u64>, Rows)>,
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

impl Learnt {
    /// What stands beside the figures.
    fn more(&mut self, entry: &Entry, asked: &Asked) {
        let day = day_of(entry, &self.zone);
        self.windows.learn(entry);
        if asked.since.is_some_and(|since| entry.moment.at > since) {
            self.carried.add(entry, &self.zone);
        }
        for (_, _, since) in self.settled.values_mut() {
            since.add(entry, &self.zone);
        }
        if !asked.period.has(day) {
            return;
        }
        if Written::counts(&entry.said.kind) {
            self.staff.entry(entry.said.by).or_default().add(entry);
        }
        if entry.said.kind == Kind::Audit(Audit::DaySettled) {
            let settled = (entry.moment.at, entry.said.by, Rows::default());
            self.settled.insert(day, settled);
        }
    }
}

impl Reading {
    /// Reads a period once, and what later entries say of it.
    pub fn learn(&self, asked: &Asked, zone: &TimeZone) -> Result<Learnt, LedgerError> {
        let mut learnt = Learnt {
            amendments: Amendments::default(),
            rows: Rows::default(),
            untrusted: Rows::default(),
            gaps: Vec::new(),
            drills: BTreeSet::new(),
            windows: Windows::default(),
            carried: Rows::default(),
            staff: BTreeMap::new(),
            settled: BTreeMap::new(),
            zone: zone.clone(),
        };
        let mut bad = None;
        let mut each = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(include_str!("amended.sql"))?;
            // The period before is compared with it.
            let (first, last) = (asked.first(), asked.period.last());
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
                learnt.more(&entry, asked);
                if asked.period.has(on_the_wall(&entry, zone).date()) {
                    learnt.untrusted.add(&entry, zone);
                }
                let day = day_of(&entry, zone);
                if entry.said.is_drill() && asked.period.has(day) {
                    learnt.drills.insert(day);
                }
                if entry.said.kind == Kind::Gap && asked.period.has(day) {
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

    /// The day from which on lines are kept; None where all are.
    fn kept_from(&self, zone: &TimeZone) -> Result<Option<Date>, LedgerError> {
        let sql = include_str!("kept_from.sql");
        let kept: rusqlite::Result<Option<i64>> =
            self.connection.query_row(sql, [], |row| row.get(0));
        let kept = kept.map_err(|error| of_sqlite(&error, &self.home))?;
        let kept = kept.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        Ok(kept.map(|at| zone.to_datetime(at).date()))
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
        account.kept_from = self.kept_from(&names.zone)?;
        // Half of a period is nothing to compare with.
        let is_whole = account
            .kept_from
            .is_none_or(|kept| kept < period.before().first());
        account.before = is_whole.then(|| learnt.rows.within(&period.before()).total());
        account.gates.clone_from(&names.gates);
        account.gaps.clone_from(&learnt.gaps);
        account.gaps.sort();
        account.drills = learnt.drills.iter().copied().collect();
        if asked.since.is_some() {
            let earlier = Period::new(asked.first(), period.first().saturating_sub(1.days()));
            let carried = earlier.map(|days| learnt.carried.within(&days).total());
            account.carried = carried;
        }
        let mut staff: BTreeMap<Option<String>, Written> = BTreeMap::new();
        for (number, written) in &learnt.staff {
            staff
                .entry(asked.named(*number))
                .or_default()
                .merge(written);
        }
        account.staff = Some(staff);
        let settled = learnt.settled.iter().map(|(day, (at, by, since))| Settled {
            day: *day,
            at: names.zone.to_datetime(*at),
            by: asked.named(*by).unwrap_or_default(),
            since: since.within(&Period::day(*day)).total(),
        });
        account.settled = settled.collect();
        let mut windows = learnt.windows.clone();
        let mut documents = BTreeMap::new();
        let mut purposes = BTreeMap::new();
        // Somebody who waited over midnight was let in on the day of the answer.
        let first = period.first().saturating_sub(1.days());
        self.book(learnt, (first, period.last()), asked.until, |line| {
            windows.take(&line);
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
        let local = |at: Timestamp| names.zone.to_datetime(at);
        let counted = windows.iter().map(|window| Window {
            from: local(window.from),
            to: local(window.to),
            counter: asked.named(window.by).unwrap_or_default(),
            passed: window.counted,
            recorded: window.recorded,
        });
        account.windows = counted
            .filter(|window| period.has(window.from.date()))
            .collect();
        account
            .windows
            .sort_by_key(|window| (window.from, window.to));
        account.documents = Some(documents);
        account.purposes = Some(purposes);
        Ok(account)
    }
}
