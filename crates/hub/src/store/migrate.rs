//! *Migration*: the steps that make the schema, each taken once, in order, in a transaction of its own.

use super::{StoreError, tls};
use tokio_postgres::Client;

/// The steps. A step that was released is never changed; what is new is a new step.
const STEPS: &[(i32, &str, &str)] = &[
    (1, "schema", include_str!("migrations/1_schema.sql")),
    (2, "rollup", include_str!("migrations/2_rollup.sql")),
    (3, "days", include_str!("migrations/3_days.sql")),
    (4, "rows", include_str!("migrations/4_rows.sql")),
    (
        5,
        "many machines",
        include_str!("migrations/5_many_machines.sql"),
    ),
    (6, "desk", include_str!("migrations/6_desk.sql")),
    (7, "downward", include_str!("migrations/7_downward.sql")),
    (8, "left", include_str!("migrations/8_left.sql")),
    (9, "acts", include_str!("migrations/9_acts.sql")),
    (10, "seen", include_str!("migrations/10_seen.sql")),
    (11, "hours", include_str!("migrations/11_hours.sql")),
    (12, "disclosed", include_str!("migrations/12_disclosed.sql")),
    (13, "auto-out", include_str!("migrations/13_auto_out.sql")),
    (14, "told", include_str!("migrations/14_told.sql")),
    (15, "marks", include_str!("migrations/15_marks.sql")),
    (16, "places", include_str!("migrations/16_places.sql")),
    (
        17,
        "declarations",
        include_str!("migrations/17_declarations.sql"),
    ),
    (18, "register", include_str!("migrations/18_register.sql")),
    (19, "adoption", include_str!("migrations/19_adoption.sql")),
    (20, "trips", include_str!("migrations/20_trips.sql")),
    (21, "releases", include_str!("migrations/21_releases.sql")),
    (
        22,
        "inspections",
        include_str!("migrations/22_inspections.sql"),
    ),
];

/// The newest step that this hub knows.
pub fn newest() -> i32 {
    STEPS.last().map_or(0, |(number, _, _)| *number)
}

/// Takes the steps that the database at `address` lacks and returns their names. The address's user owns the tables
/// and has to be allowed to make the two roles: the first time a superuser, or somebody made them before.
///
/// Errors: a database of a newer hub is refused and not touched.
pub async fn migrate(address: &str) -> Result<Vec<&'static str>, StoreError> {
    let (config, tls) = tls::read(address)?;
    let (mut client, connection) = config.connect(tls).await.map_err(StoreError::Database)?;
    let driver = tokio::spawn(connection);
    let taken = take(&mut client).await;
    drop(client);
    // The connection's own error came to us through the client.
    let _ = driver.await;
    taken
}

async fn take(client: &mut Client) -> Result<Vec<&'static str>, StoreError> {
    // Two who migrate at once take turns.
    client
        .batch_execute(include_str!("migrate_lock.sql"))
        .await?;
    client
        .batch_execute(include_str!("migrate_begin.sql"))
        .await?;
    let found = step(client).await?;
    refuse_newer(found)?;
    let mut taken = Vec::new();
    for (number, name, sql) in STEPS.iter().filter(|(number, _, _)| *number > found) {
        let transaction = client.transaction().await?;
        transaction.batch_execute(sql).await?;
        transaction
            .execute(include_str!("migrate_done.sql"), &[number, name])
            .await?;
        transaction.commit().await?;
        taken.push(*name);
    }
    Ok(taken)
}

/// The newest step that was taken, 0 before the first.
async fn step(client: &Client) -> Result<i32, StoreError> {
    let row = client
        .query_one(include_str!("migrate_step.sql"), &[])
        .await?;
    Ok(row.get(0))
}

fn refuse_newer(found: i32) -> Result<(), StoreError> {
    let known = newest();
    if found > known {
        Err(StoreError::Newer { found, known })
    } else {
        Ok(())
    }
}

/// Refuses a database that isn't of exactly this hub's steps.
pub(super) async fn check(client: &Client) -> Result<(), StoreError> {
    let there: Option<String> = client
        .query_one(include_str!("migrate_there.sql"), &[])
        .await?
        .get(0);
    let found = match there {
        Some(_) => step(client).await?,
        None => 0,
    };
    refuse_newer(found)?;
    if found < newest() {
        return Err(StoreError::NotMigrated { missing: found + 1 });
    }
    Ok(())
}
