//! *Book*: the log read for people: a day's lines and figures, where a name stands, who was inside, and who together with whom.
//!
//! It reads beside a running gate and never holds up an append. A question reads no more of the log than the days that it is
//! about, and what later entries say of them.

mod day;
pub mod desk;
mod presence;
mod row;
mod search;
mod seen;
mod told;

pub use day::{Day, Page, Tiles};
pub use presence::{Inside, Present, Together, short};
pub use row::{Filter, Need, Row};
pub use search::{Cursor, Found};

use crate::home::Home;
use crate::keys::{KeyStore, Name};
use crate::ledger::{LedgerError, Reading};
use crate::outbox::Outbox;
use crate::targets::{TargetError, Targets};
use jiff::tz::TimeZone;

/// The log as it was when it was opened: what the gate appends meanwhile isn't seen.
pub struct Book {
    reading: Reading,
    zone: TimeZone,
    /// How far each target has got: its id, and the place of the last entry that it has.
    sent: Vec<(u32, u64)>,
}

impl Book {
    /// Asks for the keys, and changes nothing. `zone` is the unit's.
    pub fn open(home: &Home, zone: TimeZone) -> Result<Book, LedgerError> {
        let reading = Reading::open(home)?;
        let sent = sent(home)?;
        Ok(Book {
            reading,
            zone,
            sent,
        })
    }
}

fn sent(home: &Home) -> Result<Vec<(u32, u64)>, LedgerError> {
    if !home.targets().exists() {
        return Ok(Vec::new());
    }
    let unlisted = |error: TargetError| LedgerError::Io(format!("the list of targets: {error}"));
    let keys = KeyStore::of(home).map_err(|error| unlisted(error.into()))?;
    let key = keys
        .get(Name::Ledger)
        .ok_or_else(|| unlisted(TargetError::NoLedger))?;
    let targets = Targets::open_with(home, key).and_then(|targets| targets.list());
    let outbox = Outbox::open(home, key)?;
    targets
        .map_err(unlisted)?
        .iter()
        .map(|target| Ok((target.id, outbox.reaches(target)?)))
        .collect()
}
