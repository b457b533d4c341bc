//! *Told*: what posts say of a day beside who passed: the windows in which somebody counted, and that it was a drill.

use crate::intake::{int, natural};
use crate::store::{At, Day, StoreError, zone};
use checkpoint::book::Amendments;
use checkpoint::chain::leaf;
use checkpoint::coverage::{self, Window, Windows};
use checkpoint::entry::{Entry, Kind, UNTRUSTED_DAY, day_of};
use deadpool_postgres::Transaction;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

/// How many of those who passed were recorded, in the windows in which a person counted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coverage {
    /// Everybody who passed, as counted.
    pub passed: i64,
    /// Of them, those who were scanned or entered by name.
    pub recorded: i64,
    /// In tenths of a percent; absent where fewer than 30 passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<i64>,
}

impl Coverage {
    pub fn new(passed: i64, recorded: i64) -> Coverage {
        Coverage {
            passed,
            recorded,
            share: coverage::share(recorded, passed),
        }
    }

    /// Of all windows; None where nobody counted.
    pub fn of<'w>(windows: impl IntoIterator<Item = &'w Window>) -> Option<Coverage> {
        let sums = windows
            .into_iter()
            .map(|window| Coverage::new(window.counted, window.recorded));
        sums.reduce(|one, other| one.with(other))
    }

    pub fn with(self, other: Coverage) -> Coverage {
        Coverage::new(self.passed + other.passed, self.recorded + other.recorded)
    }

    /// Two as one; None where nobody counted in either.
    pub fn both(one: Option<Coverage>, other: Option<Coverage>) -> Option<Coverage> {
        [one, other].into_iter().flatten().reduce(Coverage::with)
    }
}

/// What was told of some units' days.
#[derive(Default)]
pub struct Told {
    pub windows: BTreeMap<(Uuid, Day), Vec<Window>>,
    pub drills: BTreeSet<(Uuid, Day)>,
    /// Of units that have windows.
    zones: BTreeMap<Uuid, TimeZone>,
}

/// A unit's windows, with the zone in which it counts its days.
struct Counting {
    zone: TimeZone,
    windows: Windows,
}

type Place = (Uuid, i64, u64);

/// The beginning of a day in any zone, or its end.
fn edge(day: Date, days: i64) -> At {
    let at = day.saturating_add(days.days()).at(0, 0, 0, 0);
    At(Offset::UTC.to_timestamp(at).unwrap_or(Timestamp::MAX))
}

impl Told {
    /// Of the days from `first` to `last`.
    pub async fn read(
        seen: &Transaction<'_>,
        units: &[Uuid],
        (first, last): (Date, Date),
    ) -> Result<Told, StoreError> {
        let mut told = Told::default();
        // Nothing that counts is received before it happened.
        let received = Day(first.saturating_sub(2.days()));
        let statement = seen.prepare_cached(include_str!("told.sql")).await?;
        let (begins, ends) = (edge(first, -1), edge(last, 2));
        let rows = seen
            .query(&statement, &[&units, &begins, &ends, &received])
            .await?;
        let mut counting: BTreeMap<Uuid, Counting> = BTreeMap::new();
        for row in &rows {
            // What can't be read counts nowhere.
            let Ok(entry) = Entry::parse(row.get(2)) else {
                continue;
            };
            let unit: Uuid = row.get(0);
            let own = counting.entry(unit).or_insert_with(|| Counting {
                zone: zone(row.get(1)),
                windows: Windows::default(),
            });
            let day = day_of(&entry, &own.zone);
            if !(first..=last).contains(&day) {
                continue;
            }
            own.windows.learn(&entry);
            if entry.said.is_drill() {
                told.drills.insert((unit, Day(day)));
            }
        }
        // Nearly always: then no line is looked at.
        counting.retain(|_, own| own.windows.iter().next().is_some());
        if counting.is_empty() {
            return Ok(told);
        }
        let lines = lines(seen, &counting, received).await?;
        for (unit, own) in &mut counting {
            let of_unit = lines.range((*unit, i64::MIN, 0)..=(*unit, i64::MAX, u64::MAX));
            own.take(of_unit.map(|(_, line)| line));
            for window in own.windows.iter() {
                let day = own.zone.to_datetime(window.from).date();
                let windows = told.windows.entry((*unit, Day(day))).or_default();
                windows.push(*window);
            }
        }
        let zones = counting.into_iter().map(|(unit, own)| (unit, own.zone));
        told.zones = zones.collect();
        Ok(told)
    }

    /// A moment as a unit that has windows would say it.
    pub fn local(&self, unit: Uuid, at: Timestamp) -> DateTime {
        let zone = self.zones.get(&unit).cloned();
        zone.unwrap_or(TimeZone::UTC).to_datetime(at)
    }
}

impl Counting {
    /// Counts a unit's lines, in the order of their logs.
    fn take<'l>(&mut self, lines: impl Iterator<Item = &'l (Entry, [u8; 32])> + Clone) {
        let mut amendments = Amendments::default();
        for (entry, leaf) in lines.clone() {
            amendments.learn(entry, *leaf, None, None);
        }
        for (entry, leaf) in lines {
            if day_of(entry, &self.zone) != UNTRUSTED_DAY
                && let Some(line) = amendments.line(entry, *leaf, None, None)
            {
                self.windows.take(&line);
            }
        }
    }
}

/// The lines of all windows by their places, with what later ones say of them and with those that were answered in them.
async fn lines(
    seen: &Transaction<'_>,
    counting: &BTreeMap<Uuid, Counting>,
    received: Day,
) -> Result<BTreeMap<Place, (Entry, [u8; 32])>, StoreError> {
    let (mut units, mut from, mut to) = (vec![], vec![], vec![]);
    for (unit, own) in counting {
        let first = own.windows.iter().map(|window| window.from).min();
        let last = own.windows.iter().map(|window| window.to).max();
        units.push(*unit);
        from.push(At(first.unwrap_or(Timestamp::MAX)));
        to.push(At(last.unwrap_or(Timestamp::MAX)));
    }
    let statement = seen.prepare_cached(include_str!("passed.sql")).await?;
    let rows = seen
        .query(&statement, &[&units, &from, &to, &received])
        .await?;
    let mut lines: BTreeMap<Place, (Entry, [u8; 32])> = rows.iter().filter_map(line).collect();
    let missing: BTreeSet<Place> = lines
        .iter()
        .filter(|(_, (entry, _))| entry.said.kind == Kind::Decision)
        .filter_map(|(place, (entry, _))| Some((place.0, place.1, entry.said.of?.seq)))
        .filter(|place| !lines.contains_key(place))
        .collect();
    if missing.is_empty() {
        return Ok(lines);
    }
    let units: Vec<Uuid> = missing.iter().map(|place| place.0).collect();
    let histories: Vec<i64> = missing.iter().map(|place| place.1).collect();
    let seqs: Vec<i64> = missing.iter().map(|place| int(place.2)).collect();
    let statement = seen.prepare_cached(include_str!("named.sql")).await?;
    let rows = seen.query(&statement, &[&units, &histories, &seqs]).await?;
    lines.extend(rows.iter().filter_map(line));
    Ok(lines)
}

fn line(row: &Row) -> Option<(Place, (Entry, [u8; 32]))> {
    let bytes: &[u8] = row.get(3);
    let entry = Entry::parse(bytes).ok()?;
    let place = (row.get(0), row.get(1), natural(row.get(2)));
    Some((place, (entry, leaf(bytes))))
}
