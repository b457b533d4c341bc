//! *Book*: the log read for people: who was inside, and who together with whom.
//!
//! It reads beside a running gate and never holds up an append. A question reads no more of the log than the days that it is
//! about, and what later entries say of them.

mod presence;
mod told;

pub use presence::{Inside, Present, Together, short};

use crate::home::Home;
use crate::ledger::{LedgerError, Reading};
use jiff::tz::TimeZone;

/// The log as it was when it was opened: what the gate appends meanwhile isn't seen.
pub struct Book {
    reading: Reading,
    zone: TimeZone,
}

impl Book {
    /// Asks for the keys, and changes nothing. `zone` is the unit's.
    pub fn open(home: &Home, zone: TimeZone) -> Result<Book, LedgerError> {
        let reading = Reading::open(home)?;
        Ok(Book { reading, zone })
    }
}
