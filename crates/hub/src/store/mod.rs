//! *Store*: the hub's database, as two roles that own nothing of it: one takes entries in, the other reads for users
//! and sees the rows of their units only.

mod canary;
mod migrate;
mod time;
mod tls;

pub use migrate::{migrate, newest};
pub use time::{At, Day};
pub(crate) use time::{days, micros};
pub use tls::TlsError;

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
    Transaction,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use std::time::Duration;
use tokio_postgres::IsolationLevel;
use uuid::Uuid;

/// How many days of partitions stand ahead of today.
pub const DAYS_AHEAD: i32 = 30;

/// How long a request waits for a connection before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the database can't do for us.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database's address can't be read: {0}")]
    Address(tokio_postgres::Error),
    #[error("the database's address: {0}")]
    Tls(#[from] TlsError),
    #[error(
        "the database was made by a newer hub (step {found}, this one knows {known}): install that one"
    )]
    Newer { found: i32, known: i32 },
    #[error("the database lacks step {missing}: run chot-hub migrate first")]
    NotMigrated { missing: i32 },
    #[error(
        "{0}: a user could see rows of another unit. The hub doesn't start; compare the roles with the migration"
    )]
    Canary(String),
    #[error("no connection to the database: {0}")]
    Pool(#[from] PoolError),
    #[error("no connection pool: {0}")]
    Build(#[from] deadpool_postgres::BuildError),
    #[error("the database: {}", said(.0))]
    Database(#[from] tokio_postgres::Error),
}

/// A database error in its own words: the driver says only that there was one.
fn said(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => error.to_string(),
    }
}

impl StoreError {
    /// True where the same may succeed later without anybody's doing: the server is away, full, restarting or chose us
    /// to give way. False where it is what was asked that failed.
    pub fn is_temporary(&self) -> bool {
        match self {
            StoreError::Pool(_) | StoreError::Build(_) => true,
            StoreError::Database(error) => match error.code() {
                // The connection went.
                None => true,
                // 08 connection, 40 gave way to another, 53 no resources, 55 object in use, 57 operator, 58 system.
                Some(code) => ["08", "40", "53", "55", "57", "58"]
                    .iter()
                    .any(|class| code.code().starts_with(class)),
            },
            StoreError::Address(_)
            | StoreError::Tls(_)
            | StoreError::Newer { .. }
            | StoreError::NotMigrated { .. }
            | StoreError::Canary(_) => false,
        }
    }
}

/// Both roles' connections.
#[derive(Clone)]
pub struct Store {
    hub: Pool,
    reader: Pool,
    many_machines: bool,
}

impl Store {
    /// Opens the database at `address` (`host=… user=… dbname=…` or `postgresql://…`, with `sslmode` and `sslrootcert`)
    /// with at most `connections` for each role, and asks the canary whether readers are kept apart.
    ///
    /// Errors: a database of a newer hub or one that isn't migrated, and a reader who sees too much.
    pub async fn open(address: &str, connections: usize) -> Result<Store, StoreError> {
        let mut store = Store {
            many_machines: false,
            hub: pool(address, "role=chot_hub", connections)?,
            // One unit and a thousand of them want different plans.
            reader: pool(
                address,
                "role=chot_reader -c plan_cache_mode=force_custom_plan",
                connections,
            )?,
        };
        let hub = store.hub().await?;
        migrate::check(&hub).await?;
        store.many_machines = hub
            .query_one(include_str!("many_machines.sql"), &[])
            .await?
            .get(0);
        // What follows takes one of its own, and there may be only one.
        drop(hub);
        canary::check(&store).await?;
        store.provide_days(Timestamp::now()).await?;
        Ok(store)
    }

    /// A connection of the role that takes in, enrols and signs in.
    pub async fn hub(&self) -> Result<Object, StoreError> {
        Ok(self.hub.get().await?)
    }

    /// A connection of the role that reads for users. It sees nothing before [`seeing`].
    pub async fn reader(&self) -> Result<Object, StoreError> {
        Ok(self.reader.get().await?)
    }

    /// Partitions for today and the days ahead. Returns how many were made.
    pub async fn provide_days(&self, now: Timestamp) -> Result<i32, StoreError> {
        let hub = self.hub().await?;
        let days = DAYS_AHEAD + 1;
        let made = hub
            .query_one(
                include_str!("provide_days.sql"),
                &[&Day(day_of_receipt(now)), &days],
            )
            .await?;
        Ok(made.get(0))
    }

    /// Whether its tables are distributed over many machines by unit.
    pub fn is_on_many_machines(&self) -> bool {
        self.many_machines
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> Result<(), StoreError> {
        let hub = self.hub().await?;
        hub.simple_query("").await?;
        Ok(())
    }
}

/// A read-only transaction that sees the rows of these units and no others.
pub async fn seeing<'c>(
    reader: &'c mut Object,
    units: &[Uuid],
) -> Result<Transaction<'c>, StoreError> {
    let transaction = reader
        .build_transaction()
        .read_only(true)
        .isolation_level(IsolationLevel::RepeatableRead)
        .start()
        .await?;
    let units: Vec<String> = units.iter().map(Uuid::to_string).collect();
    transaction
        .execute(include_str!("see_units.sql"), &[&units.join(",")])
        .await?;
    Ok(transaction)
}

/// The day under which an entry that arrives now is filed: that of UTC+7, whatever its unit's zone.
pub fn day_of_receipt(at: Timestamp) -> Date {
    Offset::constant(7).to_datetime(at).date()
}

/// A unit's time zone by its name. One that this machine doesn't know counts as Việt Nam's.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| TimeZone::fixed(Offset::constant(7)))
}

fn pool(address: &str, settings: &str, connections: usize) -> Result<Pool, StoreError> {
    let (mut config, tls) = tls::read(address)?;
    let options = match config.get_options() {
        Some(options) => format!("{options} -c {settings}"),
        None => format!("-c {settings}"),
    };
    config.options(options);
    config.application_name("chot-hub");
    let manager = Manager::from_config(
        config,
        tls,
        ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        },
    );
    Ok(Pool::builder(manager)
        .max_size(connections)
        .timeouts(Timeouts {
            wait: Some(PATIENCE),
            create: Some(PATIENCE),
            recycle: Some(PATIENCE),
        })
        .runtime(Runtime::Tokio1)
        .build()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_receipt_begins_at_seventeen_hours_utc() {
        let at = |text: &str| day_of_receipt(text.parse().unwrap()).to_string();
        assert_eq!(at("2026-03-01T16:59:59.999Z"), "2026-03-01");
        assert_eq!(at("2026-03-01T17:00:00Z"), "2026-03-02");
    }
}
