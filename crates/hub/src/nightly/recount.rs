//! *Recount*: a unit's rollups are folded anew from its entries and compared.

use crate::intake::int;
use crate::store::{Day, Store, StoreError, zone};
use checkpoint::entry::Entry;
use checkpoint::report::{Figure, Report, Rows, Slot};
use futures_util::TryStreamExt;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::pin::pin;
use tokio_postgres::types::ToSql;
use tokio_postgres::{IsolationLevel, Row};
use uuid::Uuid;

/// A row whose figures aren't the sum of the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    pub slot: Slot,
    /// What the entries say.
    pub counted: Report,
    /// What the table says.
    pub stored: Report,
}

/// Compares a unit's rollups with its entries, both as of one moment. Days whose entries have left by retention are
/// passed over: nothing is left to compare them with.
pub async fn recount(store: &Store, unit: Uuid) -> Result<Vec<Difference>, StoreError> {
    let mut client = store.hub().await?;
    let transaction = client
        .build_transaction()
        .read_only(true)
        .isolation_level(IsolationLevel::RepeatableRead)
        .start()
        .await?;
    let zone: TimeZone = match transaction
        .query_opt(include_str!("zone.sql"), &[&unit])
        .await?
    {
        Some(row) => zone(row.get(0)),
        None => return Ok(Vec::new()),
    };
    let mut rows = Rows::default();
    let parameters: [&(dyn ToSql + Sync); 1] = [&unit];
    let mut lines = pin!(
        transaction
            .query_raw(include_str!("lines.sql"), parameters)
            .await?
    );
    while let Some(row) = lines.try_next().await? {
        // What can't be read counts nowhere, here as at its receipt.
        if let Ok(entry) = Entry::parse(row.get(0)) {
            rows.add(&entry, &zone);
        }
    }
    let stored = transaction
        .query(include_str!("rollups.sql"), &[&unit])
        .await?;
    let begins: Option<Day> = transaction
        .query_one(include_str!("complete_since.sql"), &[&unit])
        .await?
        .get(0);
    transaction.commit().await?;
    let mut stored: BTreeMap<Slot, Report> = stored.iter().map(stored_row).collect();
    let mut differences = Vec::new();
    for (slot, counted) in rows.0 {
        let stored = stored.remove(&slot).unwrap_or_default();
        if counted != stored {
            differences.push(Difference {
                slot,
                counted,
                stored,
            });
        }
    }
    differences.extend(stored.into_iter().map(|(slot, stored)| Difference {
        slot,
        counted: Report::default(),
        stored,
    }));
    differences.retain(|difference| {
        difference.counted != difference.stored
            && begins.is_none_or(|Day(begins)| difference.slot.day >= begins)
    });
    Ok(differences)
}

fn stored_row(row: &Row) -> (Slot, Report) {
    let Day(day) = row.get(0);
    let slot = Slot {
        day,
        hour: i8::try_from(row.get::<_, i16>(1)).unwrap_or_default(),
        gate: u32::try_from(row.get::<_, i64>(2)).unwrap_or_default(),
    };
    let mut figures = [0; Figure::ALL.len()];
    for (place, figure) in figures.iter_mut().enumerate() {
        *figure = row.get(place + 3);
    }
    (slot, Report::of(figures))
}

/// Makes the rollups what the entries say, by adding what is missing: a batch that arrives meanwhile isn't lost.
pub async fn mend(store: &Store, unit: Uuid, differences: &[Difference]) -> Result<(), StoreError> {
    let mut tally = crate::intake::Tally::default();
    for difference in differences {
        let counted = difference.counted.figures();
        let stored = difference.stored.figures();
        let mut missing = [0; Figure::ALL.len()];
        for (place, figure) in missing.iter_mut().enumerate() {
            *figure = counted[place] - stored[place];
        }
        let row = tally.of(unit).0.entry(difference.slot).or_default();
        row.merge(&Report::of(missing));
    }
    let client = store.hub().await?;
    tally.write(&client).await?;
    Ok(())
}

/// Tells a person of it, once for each day.
pub(super) async fn raise(
    store: &Store,
    unit: Uuid,
    differences: &[Difference],
) -> Result<(), StoreError> {
    let client = store.hub().await?;
    for difference in differences {
        tracing::error!(%unit, slot = ?difference.slot, "a rollup isn't the sum of its entries");
        let day = difference.slot.day.to_string();
        client
            .execute(include_str!("raise.sql"), &[&unit, &Uuid::nil(), &day])
            .await?;
    }
    let count = int(differences.len() as u64);
    tracing::error!(%unit, count, "run chot-hub recount --mend");
    Ok(())
}
