//! *Day*: one day of the book for a screen: its figures, its hours and its lines.

use super::Book;
use super::row::{Filter, Need, Row};
use super::told::Told;
use crate::ledger::LedgerError;
use checkpoint::coverage::{Window, Windows};
use checkpoint::entry::{Audit, Kind, UNTRUSTED_DAY, day_of};
use checkpoint::presence::{Presence, Stay};
use checkpoint::report::{Figure, Period, Report, Rows};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Figures of a day of which there is a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiles {
    /// All that a report counts of the day.
    pub report: Report,
    /// Inside at the moment that was asked for.
    pub inside: u64,
    /// Entries that no clock could date: here by the gate's own clock, and in no figure.
    pub undated: i64,
}

/// A day whose account was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub at: Timestamp,
    /// Who of the staff did it.
    pub by: Option<u64>,
    /// What was written for the day since.
    pub since: Report,
}

/// What is looked at before a day is settled. None of it holds settling up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checks {
    /// Times in which the gate could not record.
    pub gaps: i64,
    /// Lines that a target hasn't got; None where there is no target.
    pub unsent: Option<usize>,
    /// People who came and weren't seen going, by name or number.
    pub open: u64,
    /// Entries that no clock could date.
    pub undated: i64,
    /// People who were counted in windows, and who of them were recorded; None where nobody counted.
    pub coverage: Option<(i64, i64)>,
}

/// What of a day is told without knowing who anybody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bars {
    /// All that a report counts of the day.
    pub report: Report,
    /// People in and out by hour (0–23); hours of which nothing was written are missing.
    pub hours: BTreeMap<i8, (i64, i64)>,
    /// In which somebody counted, by gate and time.
    pub windows: Vec<Window>,
    /// Gates that wrote on this day.
    pub gates: Vec<u32>,
}

/// One day as it stands at present.
#[derive(Clone, Debug)]
pub struct Day {
    pub date: Date,
    /// None: nothing was written of this day, which isn't zero.
    pub tiles: Option<Tiles>,
    pub bars: Bars,
    /// A drill was begun on this day.
    pub is_drill: bool,
    /// The newest settling; None: the day's account is open.
    pub settled: Option<Settled>,
    /// People who came and weren't seen going.
    open: u64,
    /// Who of the staff was signed on when its lines were written.
    pub guards: BTreeSet<u64>,
    /// The newest first.
    rows: Vec<Row>,
    targets: usize,
    zone: TimeZone,
}

/// Some lines of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<'a> {
    pub rows: Vec<&'a Row>,
    /// All that fit the filter.
    pub all: usize,
    /// The place of the newest line of the list: 0 where there is none.
    pub upto: u64,
}

impl Book {
    /// A day as it stood at a moment of it: later ones than `now` tell who is inside when the day was over.
    pub fn day(&self, date: Date, now: Timestamp) -> Result<Day, LedgerError> {
        let (begins, ends) = self.around(date);
        let told = self.span(begins, ends)?;
        let mut undated = Rows::default();
        let mut settled: Option<(Timestamp, Option<u64>, Rows)> = None;
        let is_here = |at: Timestamp| begins <= at && at < ends;
        for one in &told {
            if let Some((_, _, since)) = &mut settled {
                since.add(&one.entry, &self.zone);
            }
            if one.entry.said.kind == Kind::Audit(Audit::DaySettled)
                && day_of(&one.entry, &self.zone) == date
            {
                settled = Some((one.entry.moment.at, one.entry.said.by, Rows::default()));
            }
            if is_here(one.entry.counted_at()) {
                undated.add(&one.entry, &self.zone);
            }
        }
        let undated = undated.within(&Period::day(UNTRUSTED_DAY)).total();
        let undated = undated.get(Figure::Entries);
        let mut drills = told.iter().filter(|one| one.entry.said.is_drill());
        let is_drill = drills.any(|one| is_here(one.entry.counted_at()));
        let mut presence = Presence::of(&self.recorded(&told)?);
        presence
            .unnamed
            .retain(|unnamed| unnamed.passage.at >= begins);
        let last = ends.as_millisecond() - 1;
        let at = now.min(Timestamp::from_millisecond(last).unwrap_or(now));
        let held = presence
            .stays
            .iter()
            .filter(|stay| stay.holds(at) && stay.came.is_some_and(|came| came.at >= begins));
        let inside = held.count() as u64 + presence.unnamed_at(at);
        let is_open = |stay: &&Stay| {
            let came = stay.came.is_some_and(|came| is_here(came.at));
            came && stay.left.is_none()
        };
        let open = presence.stays.iter().filter(is_open).count() as u64;
        let mut rows: Vec<Row> = self.rows(&told).into_values().collect();
        let bars = self.bars_of(date, &told, &rows);
        rows.retain(|row| is_here(row.line.at));
        rows.sort_by_key(|row| std::cmp::Reverse(row.order()));
        let report = bars.report;
        let has_lines = report.get(Figure::Entries) + undated > 0;
        Ok(Day {
            date,
            tiles: has_lines.then_some(Tiles {
                report,
                inside,
                undated,
            }),
            bars,
            is_drill,
            settled: settled.map(|(at, by, since)| Settled {
                at,
                by,
                since: since.within(&Period::day(date)).total(),
            }),
            open,
            guards: rows.iter().filter_map(|row| row.by).collect(),
            rows,
            targets: self.sent.len(),
            zone: self.zone.clone(),
        })
    }

    /// A day's bars alone, and how many lines it has behind a place of the log: who has the day before them sees it go on,
    /// at half of what the day costs.
    pub fn bars(&self, date: Date, upto: u64) -> Result<(Bars, usize), LedgerError> {
        let (begins, ends) = self.around(date);
        let told = self.bare(begins, ends)?;
        let rows: Vec<Row> = self.rows(&told).into_values().collect();
        let is_newer = |row: &&Row| row.place > upto && begins <= row.line.at && row.line.at < ends;
        let newer = rows.iter().filter(is_newer).count();
        Ok((self.bars_of(date, &told, &rows), newer))
    }

    /// `rows`: of the whole span, whatever their day.
    fn bars_of(&self, date: Date, told: &[Told], rows: &[Row]) -> Bars {
        let (begins, ends) = self.around(date);
        let mut counted = Rows::default();
        let mut windows = Windows::default();
        for one in told {
            counted.add(&one.entry, &self.zone);
            windows.learn(&one.entry);
        }
        rows.iter().for_each(|row| windows.take(&row.line));
        let counted = counted.within(&Period::day(date));
        let hours = counted.by_hour().into_iter();
        let written = hours.filter(|(_, report)| {
            report.get(Figure::Entries) > 0 || report.people_in() != 0 || report.people_out() != 0
        });
        let hours = written.map(|(hour, report)| (hour, (report.people_in(), report.people_out())));
        let is_here = |window: &&Window| begins <= window.from && window.from < ends;
        Bars {
            report: counted.total(),
            hours: hours.collect(),
            windows: windows.iter().filter(is_here).copied().collect(),
            gates: counted.by_gate().into_keys().collect(),
        }
    }
}

impl Bars {
    /// People who were counted in the day's windows, and who of them were recorded; None where nobody counted.
    pub fn coverage(&self) -> Option<(i64, i64)> {
        let sum = |figure: fn(&Window) -> i64| self.windows.iter().map(figure).sum();
        let is_counted = !self.windows.is_empty();
        is_counted.then(|| (sum(|window| window.counted), sum(|window| window.recorded)))
    }
}

impl Day {
    /// Of the lines that fit, the newest first, those from the `from`th on (0 is the first); at most `most`. Lines that were
    /// written behind `upto` are left out, so that a list that somebody scrolls in stays the same while the gate writes.
    pub fn page(&self, filter: &Filter, from: usize, upto: Option<u64>, most: usize) -> Page<'_> {
        let newest = self.rows.iter().map(|row| row.place).max();
        let upto = upto.or(newest).unwrap_or(0);
        let fits = |row: &&Row| row.place <= upto && row.fits(filter, self.targets, &self.zone);
        let fitting: Vec<&Row> = self.rows.iter().filter(fits).collect();
        Page {
            all: fitting.len(),
            upto,
            rows: fitting.into_iter().skip(from).take(most).collect(),
        }
    }

    /// The five checks.
    pub fn checks(&self) -> Checks {
        let report = self.tiles.map(|tiles| tiles.report).unwrap_or_default();
        let is_unsent = |row: &&Row| row.sent_to.len() < self.targets;
        Checks {
            gaps: report.get(Figure::Gaps),
            unsent: (self.targets > 0).then(|| self.rows.iter().filter(is_unsent).count()),
            open: self.open,
            undated: self.tiles.map_or(0, |tiles| tiles.undated),
            coverage: self.bars.coverage(),
        }
    }

    /// How many lines there are to be looked at, and why; none that is zero.
    pub fn needs(&self) -> BTreeMap<Need, usize> {
        let mut needs = BTreeMap::new();
        for need in self.rows.iter().flat_map(|row| &row.needs) {
            *needs.entry(*need).or_insert(0) += 1;
        }
        needs
    }
}
