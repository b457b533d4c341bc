//! *Tree*: units in their dated tree, their posts, and the devices at them.

mod habits;
mod hours;
pub mod roster;

pub use habits::{no_rest, rest, set_contact, set_week};
pub use hours::{HoursError, Open, set_hours, week};

use crate::keyring::{KeyringError, random};
use crate::store::{Day, Store, StoreError};
use jiff::civil::Date;
use uuid::Uuid;

/// Why the tree isn't changed.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    #[error("there is no such unit")]
    NoUnit,
    #[error("the unit has no such device")]
    NoDevice,
    #[error("the unit has a gate of that number already")]
    GateTaken,
    #[error("a unit can't stand below itself")]
    Loop,
    #[error(transparent)]
    Hours(#[from] HoursError),
    #[error(transparent)]
    Key(#[from] KeyringError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for TreeError {
    fn from(error: tokio_postgres::Error) -> TreeError {
        TreeError::Store(StoreError::Database(error))
    }
}

/// What a device may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Active,
    /// It may deliver what it had.
    Retired,
    /// What it sends waits in quarantine for a person.
    Distrusted,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Retired => "retired",
            State::Distrusted => "distrusted",
        }
    }
}

/// A unit as the tree has it on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub unit: Uuid,
    pub parent: Option<Uuid>,
    pub name: String,
    /// Levels below the one that was asked for.
    pub depth: i32,
}

/// Makes a unit that stands below `parent`, or at the top, from a day on.
pub async fn add_unit(
    store: &Store,
    parent: Option<Uuid>,
    name: &str,
    since: Date,
) -> Result<Uuid, TreeError> {
    let unit = Uuid::from_bytes(random()?);
    let mut client = store.hub().await?;
    let transaction = client.transaction().await?;
    if let Some(parent) = parent {
        transaction
            .query_opt(include_str!("unit_there.sql"), &[&parent])
            .await?
            .ok_or(TreeError::NoUnit)?;
    }
    transaction
        .execute(include_str!("add_unit.sql"), &[&unit])
        .await?;
    transaction
        .execute(
            include_str!("place_unit.sql"),
            &[&unit, &Day(since), &parent, &name],
        )
        .await?;
    transaction.commit().await?;
    Ok(unit)
}

/// Gives a unit another place or name from a day on; what was before stays true of the days before.
pub async fn move_unit(
    store: &Store,
    unit: Uuid,
    parent: Option<Uuid>,
    name: &str,
    since: Date,
) -> Result<(), TreeError> {
    if let Some(parent) = parent
        && below(store, unit, since)
            .await?
            .iter()
            .any(|unit| unit.unit == parent)
    {
        return Err(TreeError::Loop);
    }
    let client = store.hub().await?;
    client
        .query_opt(include_str!("unit_there.sql"), &[&unit])
        .await?
        .ok_or(TreeError::NoUnit)?;
    client
        .execute(
            include_str!("place_unit.sql"),
            &[&unit, &Day(since), &parent, &name],
        )
        .await?;
    Ok(())
}

/// A unit and all below it, as the tree stood on a day: parents first, then by name.
pub async fn below(store: &Store, unit: Uuid, on: Date) -> Result<Vec<Unit>, StoreError> {
    let client = store.hub().await?;
    let statement = client.prepare_cached(include_str!("below.sql")).await?;
    let rows = client.query(&statement, &[&unit, &Day(on)]).await?;
    Ok(rows
        .iter()
        .map(|row| Unit {
            unit: row.get(0),
            parent: row.get(1),
            name: row.get(2),
            depth: row.get(3),
        })
        .collect())
}

/// Makes a post at a gate of a unit.
pub async fn add_post(store: &Store, unit: Uuid, name: &str, gate: u32) -> Result<Uuid, TreeError> {
    let post = Uuid::now_v7();
    let client = store.hub().await?;
    client
        .query_opt(include_str!("unit_there.sql"), &[&unit])
        .await?
        .ok_or(TreeError::NoUnit)?;
    let made = client
        .execute(
            include_str!("add_post.sql"),
            &[&unit, &post, &name, &i64::from(gate)],
        )
        .await?;
    if made == 0 {
        return Err(TreeError::GateTaken);
    }
    Ok(post)
}

/// Retires, distrusts or takes back a device.
pub async fn set_state(
    store: &Store,
    unit: Uuid,
    device: Uuid,
    state: State,
) -> Result<(), TreeError> {
    let client = store.hub().await?;
    let changed = client
        .execute(
            include_str!("set_state.sql"),
            &[&unit, &device, &state.word()],
        )
        .await?;
    if changed == 0 {
        return Err(TreeError::NoDevice);
    }
    Ok(())
}
