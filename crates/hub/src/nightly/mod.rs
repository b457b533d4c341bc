//! *Nightly*: what a hub does while the gates are closed: partitions ahead, retention, and a recount that compares the
//! rollups with the entries that they were summed from.

mod recount;

pub use recount::{Difference, mend, recount};

use crate::store::{Day, Store, StoreError, day_of_receipt};
use jiff::civil::{Date, time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};
use uuid::Uuid;

/// Half past two at night in Việt Nam.
const HOUR: jiff::civil::Time = time(2, 30, 0, 0);

/// What a night did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Night {
    /// Partitions that were made.
    pub days_made: i32,
    /// Days of entries, and of subjects, that were dropped whole.
    pub entry_days_dropped: i32,
    pub subject_days_dropped: i32,
    /// Subjects of units that keep them for a shorter time.
    pub subjects_purged: u64,
    /// The same of declarations.
    pub declared_purged: u64,
    /// Units whose rollups aren't the sum of their entries.
    pub units_that_differ: Vec<Uuid>,
}

/// How long until the next night's work.
pub fn until_night(now: Timestamp) -> SignedDuration {
    let offset = Offset::constant(7);
    let local = offset.to_datetime(now);
    let today = local.date().to_datetime(HOUR);
    let next = if local < today {
        today
    } else {
        local.date().saturating_add(1.day()).to_datetime(HOUR)
    };
    match offset.to_timestamp(next) {
        Ok(next) => next.duration_since(now),
        // The end of the calendar: there is no next night.
        Err(_) => SignedDuration::MAX,
    }
}

/// Does a night's work. Entries are kept for `entry_days` after their receipt. Where several processes do it at once it
/// is done as if by one.
pub async fn night(store: &Store, entry_days: i32, now: Timestamp) -> Result<Night, StoreError> {
    let today = day_of_receipt(now);
    let days_made = store.provide_days(now).await?;
    let client = store.hub().await?;
    let before = today.saturating_sub(i64::from(entry_days).days());
    let entry_days_dropped = drop_days(&client, "entry", before).await?;
    // A subject's partition goes when no unit wants it any more.
    let longest: i32 = client
        .query_one(include_str!("longest_subject_days.sql"), &[])
        .await?
        .get(0);
    let before = today.saturating_sub(i64::from(longest).days());
    let subject_days_dropped = drop_days(&client, "subject", before).await?;
    let subjects_purged = client
        .execute(include_str!("purge_subjects.sql"), &[&Day(today)])
        .await?;
    let declared_purged = client
        .execute(include_str!("purge_declared.sql"), &[&Day(today)])
        .await?;
    drop(client);
    let mut units_that_differ = Vec::new();
    for unit in all_units(store).await? {
        let differences = recount(store, unit).await?;
        if !differences.is_empty() {
            recount::raise(store, unit, &differences).await?;
            units_that_differ.push(unit);
        }
    }
    Ok(Night {
        days_made,
        entry_days_dropped,
        subject_days_dropped,
        subjects_purged,
        declared_purged,
        units_that_differ,
    })
}

/// Every unit but the canary's.
pub async fn all_units(store: &Store) -> Result<Vec<Uuid>, StoreError> {
    let client = store.hub().await?;
    let units = client.query(include_str!("all_units.sql"), &[]).await?;
    Ok(units.iter().map(|row| row.get(0)).collect())
}

async fn drop_days(
    client: &deadpool_postgres::Object,
    table: &str,
    before: Date,
) -> Result<i32, StoreError> {
    let dropped = client
        .query_one(include_str!("drop_days.sql"), &[&table, &Day(before)])
        .await?;
    Ok(dropped.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_comes_at_half_past_two_in_viet_nam() {
        let minutes = |text: &str| until_night(text.parse().unwrap()).as_mins();
        assert_eq!(minutes("2026-03-01T19:00:00Z"), 30);
        assert_eq!(minutes("2026-03-01T19:30:00Z"), 24 * 60);
        assert_eq!(minutes("2026-03-01T12:00:00Z"), 7 * 60 + 30);
    }
}
