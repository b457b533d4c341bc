//! *Canary*: rows of a unit that nobody has. Each start proves with them that a reader sees what it is allowed to see
//! and nothing else.

use super::{Store, StoreError, seeing};
use uuid::Uuid;

/// The tables that readers may ask. Each has one row of the canary's unit, [`Uuid::nil`].
const TABLES: &[&str] = &[
    "unit",
    "unit_place",
    "rest_day",
    "post",
    "device",
    "branch",
    "entry",
    "subject",
    "tombstone",
    "heartbeat",
    "alarm",
    "rollup",
    "quarantine",
    "phone_figure",
    "period",
    "period_row",
    "disclosure",
    "opening_hours",
    "place",
    "place_number",
    "place_done",
    "adoption",
    "trip",
    "asking",
    "declaration",
    "declared",
    "inspection",
];

pub(super) async fn check(store: &Store) -> Result<(), StoreError> {
    let mut reader = store.reader().await?;
    for (units, expected) in [
        // Nobody said for whom.
        (vec![], 0),
        // For another unit.
        (vec![Uuid::from_bytes([0xff; 16])], 0),
        (vec![Uuid::nil()], 1),
    ] {
        let transaction = seeing(&mut reader, &units).await?;
        for table in TABLES {
            let sql = include_str!("canary.sql").replace("TABLE_NAME", table);
            let seen: i64 = transaction.query_one(&sql, &[&Uuid::nil()]).await?.get(0);
            if seen != expected {
                return Err(StoreError::Canary(format!(
                    "of the canary's rows in {table} {seen} were seen where {expected} should be"
                )));
            }
        }
        transaction.rollback().await?;
    }
    Ok(())
}
