//! *Restored*: a backup brought this ledger here. What came with it is the log of the device that made the backup; this
//! one goes on behind it on a branch of its own, and sends only that under its name.

use super::head::Text;
use crate::home::Home;
use checkpoint::chain::{DeviceId, device_id};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

/// Where another device's entries end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Restored {
    /// Ed25519 of the device that goes on.
    device: Text<32>,
    /// Ed25519 of the one that began the log.
    began: Text<32>,
    /// The last entry that came with the backup.
    place: i64,
    head: Text<32>,
    /// Which backup it was: the device as its folder names it, and the number.
    pub(crate) of: String,
    pub(crate) number: u64,
}

impl Restored {
    /// `copy` is the ledger as the backup had it; None where nothing is in it.
    pub(crate) fn of(
        copy: &Connection,
        device: [u8; 32],
        of: String,
        number: u64,
    ) -> rusqlite::Result<Option<Restored>> {
        let began = copy.query_row(include_str!("device.sql"), [], |row| row.get(0))?;
        let end = copy
            .query_row(include_str!("end.sql"), [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(end.map(|(place, head)| Restored {
            device: Text(device),
            began: Text(began),
            place,
            head: Text(head),
            of,
            number,
        }))
    }

    /// None where no backup was brought here, or the file can't be read: then the ledger's own key decides.
    pub(crate) fn read(home: &Home) -> Option<Restored> {
        serde_json::from_slice(&std::fs::read(home.restored()).ok()?).ok()
    }

    /// Whether the device with the key `own` may write behind a log that `began` with that key.
    pub(super) fn goes_on(&self, began: &[u8; 32], own: &[u8; 32]) -> bool {
        self.began.0 == *began && self.device.0 == *own
    }

    /// The device that writes a log which `began` with that key.
    pub(crate) fn device_of(home: &Home, began: &[u8; 32]) -> DeviceId {
        let restored = Restored::read(home).filter(|restored| restored.began.0 == *began);
        device_id(&restored.map_or(*began, |restored| restored.device.0))
    }

    /// The place of the last entry that isn't this device's own; 0 where all are.
    pub(crate) fn others(home: &Home, ledger: &Connection) -> rusqlite::Result<i64> {
        let Some(restored) = Restored::read(home).filter(|one| one.began != one.device) else {
            return Ok(0);
        };
        let head: Option<[u8; 32]> = ledger
            .query_row(include_str!("head_of_place.sql"), [restored.place], |row| {
                row.get(0)
            })
            .optional()?;
        let is_there = head == Some(restored.head.0);
        Ok(if is_there { restored.place } else { 0 })
    }

    /// Whether nothing was written since.
    pub(super) fn is_end(&self, ledger: &Connection) -> rusqlite::Result<bool> {
        let end: Option<(i64, [u8; 32])> = ledger
            .query_row(include_str!("end.sql"), [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(end == Some((self.place, self.head.0)))
    }
}
