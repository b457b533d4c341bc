//! *Habits*: when a unit's gates are open, and whom to call when they are silent.

use super::TreeError;
use crate::store::{Day, Store};
use jiff::civil::Date;
use uuid::Uuid;

/// Which days of the week a unit is open: bit 0 is Monday. At most 127.
pub async fn set_week(store: &Store, unit: Uuid, open_days: u8) -> Result<(), TreeError> {
    let client = store.hub().await?;
    let days = i16::from(open_days & 127);
    let changed = client
        .execute(include_str!("set_week.sql"), &[&unit, &days])
        .await?;
    if changed == 0 {
        return Err(TreeError::NoUnit);
    }
    Ok(())
}

/// Whom to call.
pub async fn set_contact(store: &Store, unit: Uuid, contact: &str) -> Result<(), TreeError> {
    let client = store.hub().await?;
    let changed = client
        .execute(include_str!("set_contact.sql"), &[&unit, &contact])
        .await?;
    if changed == 0 {
        return Err(TreeError::NoUnit);
    }
    Ok(())
}

/// A day off for a unit and all below it: Tết, a flood.
pub async fn rest(store: &Store, unit: Uuid, day: Date, name: &str) -> Result<(), TreeError> {
    let client = store.hub().await?;
    client
        .query_opt(include_str!("unit_there.sql"), &[&unit])
        .await?
        .ok_or(TreeError::NoUnit)?;
    client
        .execute(include_str!("rest.sql"), &[&unit, &Day(day), &name])
        .await?;
    Ok(())
}

/// It was no day off.
pub async fn no_rest(store: &Store, unit: Uuid, day: Date) -> Result<(), TreeError> {
    let client = store.hub().await?;
    client
        .execute(include_str!("no_rest.sql"), &[&unit, &Day(day)])
        .await?;
    Ok(())
}
