//! *Book*: the log read for people: a day's lines and figures, where a name stands, who was inside, and who together with whom.
//!
//! It reads beside a running gate and never holds up an append. A question reads no more of the log than the days that it is
//! about, and what later entries say of them.

mod about;
mod amending;
pub mod clerk;
mod day;
pub mod desk;
mod details;
mod inspections;
mod presence;
mod row;
mod search;
mod seen;
mod told;

pub use about::About;
pub use amending::{Amending, Change, NotAmended};
pub use day::{Bars, Checks, Day, Page, Settled, Tiles};
pub use details::{Details, Later};
pub(crate) use inspections::Noted;
pub use presence::{Inside, Present, Roll, Together, Unclear, Whom, short};
pub use row::{Filter, Need, Row, Sort};
pub use search::{Cursor, Found};
pub(crate) use seen::Mark;

use crate::home::Home;
use crate::keys::{KeyStore, Name};
use crate::ledger::{LedgerError, Reading};
use crate::outbox::Outbox;
use crate::targets::{TargetError, Targets};
use crate::uplink::witness::signed_for;
use jiff::tz::TimeZone;

/// The log as it was when it was opened: what the gate appends meanwhile isn't seen.
pub struct Book {
    reading: Reading,
    zone: TimeZone,
    /// How far each target has got: its id, and the place of the last entry that it has.
    sent: Vec<(u32, u64)>,
    /// The same of what a target signed for.
    witnessed: Vec<(u32, u64)>,
}

impl Book {
    /// Asks for the keys, and changes nothing. `zone` is the unit's.
    pub fn open(home: &Home, zone: TimeZone) -> Result<Book, LedgerError> {
        let reading = Reading::open(home)?;
        let (sent, witnessed) = sent(home)?;
        Ok(Book {
            reading,
            zone,
            sent,
            witnessed,
        })
    }
}

/// Targets by their ids, each with a place in the log.
type Reached = Vec<(u32, u64)>;

fn sent(home: &Home) -> Result<(Reached, Reached), LedgerError> {
    if !home.targets().exists() {
        return Ok((Vec::new(), Vec::new()));
    }
    let unlisted = |error: TargetError| LedgerError::Io(format!("the list of targets: {error}"));
    let keys = KeyStore::of(home).map_err(|error| unlisted(error.into()))?;
    let key = keys
        .get(Name::Ledger)
        .ok_or_else(|| unlisted(TargetError::NoLedger))?;
    let targets = Targets::open_with(home, key).and_then(|targets| targets.list());
    let outbox = Outbox::open(home, key)?;
    let (mut sent, mut witnessed) = (Vec::new(), Vec::new());
    for target in &targets.map_err(unlisted)? {
        sent.push((target.id, outbox.reaches(target)?));
        witnessed.push((target.id, outbox.place_at(signed_for(target))?));
    }
    Ok((sent, witnessed))
}
