//! *Reporting*: the roll-up over imported logs: the very figures that a hub makes of the same entries.

use super::{Imported, ImportedError};
use checkpoint::entry::Entry;
use checkpoint::report::Rows;
use checkpoint::wire::UnitId;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What the posts of one unit counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitRows {
    pub rows: Rows,
    /// Lines that can't be read: they are kept, and counted nowhere.
    pub unreadable: u64,
}

/// Every unit's rows, in the zone in which its days are counted.
pub fn rows(
    imported: &Imported,
    zone: &TimeZone,
) -> Result<BTreeMap<UnitId, UnitRows>, ImportedError> {
    let mut units: BTreeMap<UnitId, UnitRows> = BTreeMap::new();
    let mut statement = imported.connection.prepare(include_str!("lines.sql"))?;
    let mut lines = statement.query([])?;
    while let Some(line) = lines.next()? {
        let unit = units.entry(UnitId(line.get(0)?)).or_default();
        let bytes: Vec<u8> = line.get(1)?;
        match Entry::parse(&bytes) {
            Ok(entry) => unit.rows.add(&entry, zone),
            Err(_) => unit.unreadable += 1,
        }
    }
    Ok(units)
}
