//! *Undated*: entries that no clock could date. They count for no day; the hub's own clock knows on which day they were
//! received, and they are told beside that day's figures. So the days of a year tell each of them once.

use crate::store::{Day, StoreError};
use checkpoint::entry::{Entry, UNTRUSTED_DAY, day_of};
use checkpoint::report::{Period, Report, Rows};
use deadpool_postgres::Transaction;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Finds the lines that may be without a day: of a clock that is uncertain by more than a minute and a half (six digits of
/// milliseconds), or about an entry without one. Which are, [`is_undated`] says.
pub const MAYBE_UNDATED: &str = r#""uncertainty_ms":\s*[0-9]{6}|"day":\s*"0001-01-01""#;

/// Whether an entry counts for no day.
pub fn is_undated(entry: &Entry) -> bool {
    day_of(entry, &TimeZone::UTC) == UNTRUSTED_DAY
}

/// How many entries without a day each unit has ever counted; none where there are none. Also of those whose lines have
/// left since.
pub async fn ever_undated(
    seen: &Transaction<'_>,
    units: &[Uuid],
) -> Result<BTreeMap<Uuid, i64>, StoreError> {
    let statement = seen
        .prepare_cached(include_str!("undated_units.sql"))
        .await?;
    let rows = seen
        .query(&statement, &[&units, &Day(UNTRUSTED_DAY)])
        .await?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// What units counted without a day, by the day of receipt (UTC+7), of the days from `first` to `last`. Corrections of such
/// entries count on the day of their own receipt.
pub async fn undated(
    seen: &Transaction<'_>,
    units: &[Uuid],
    (first, last): (Date, Date),
) -> Result<BTreeMap<(Uuid, Day), Report>, StoreError> {
    let with: Vec<Uuid> = ever_undated(seen, units).await?.into_keys().collect();
    // Nearly always: then no line is looked at.
    if with.is_empty() {
        return Ok(BTreeMap::new());
    }
    let lines = seen
        .query(
            include_str!("undated_lines.sql"),
            &[&with, &Day(first), &Day(last), &MAYBE_UNDATED],
        )
        .await?;
    let mut rows: BTreeMap<(Uuid, Day), Rows> = BTreeMap::new();
    for row in &lines {
        // What can't be read counts nowhere.
        if let Ok(entry) = Entry::parse(row.get(2)) {
            let own = rows.entry((row.get(0), row.get(1))).or_default();
            own.add(&entry, &TimeZone::UTC);
        }
    }
    let without_day = Period::day(UNTRUSTED_DAY);
    Ok(rows
        .into_iter()
        .map(|(of, rows)| (of, rows.within(&without_day).total()))
        .filter(|(_, report)| *report != Report::default())
        .collect())
}
