//! *Copying*: an encrypted database into another file, under another key, page by page and beside whoever writes.

use super::database::{encrypted, exists, open_to_write, set_aside};
use super::error::LedgerError;
use super::secrets::Secrets;
use crate::home::Home;
use crate::keys::Key;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Pages of 4 KiB at a time.
const STEP: std::ffi::c_int = 256;

/// Copies what `from` sees into a new file. A read transaction that is open there keeps it one snapshot. `between` is
/// called after every megabyte.
///
/// The copy is a file that lies on its own: it needs no write-ahead log to be read from a folder that is read-only.
pub(crate) fn copy(
    from: &Connection,
    to: &Path,
    key: &Key,
    mut between: impl FnMut(),
) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut copy = encrypted(to, key, flags)?;
    copy.execute_batch(include_str!("pragmas_copy.sql"))?;
    let pages = Backup::new(from, &mut copy)?;
    while pages.step(STEP)? != StepResult::Done {
        between();
    }
    drop(pages);
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
}

/// Opens a copy where it lies. Nothing is written, and reading the first page shows a wrong key.
pub(crate) fn open_copy(path: &Path, key: &Key) -> rusqlite::Result<Connection> {
    let copy = encrypted(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    copy.query_row(include_str!("can_read.sql"), [], |_| Ok(()))?;
    Ok(copy)
}

/// The key of this home's databases and its device's public key, made where there is no ledger yet.
pub(crate) fn begin_keys(home: &Home) -> Result<(Key, [u8; 32]), LedgerError> {
    let secrets = Secrets::load(home, exists(home))?;
    Ok((secrets.ledger.clone(), secrets.device_public_key))
}

/// Brings a copy that an older program made up to this one's schema.
pub(crate) fn bring_up(home: &Home, key: &Key) -> Result<(), LedgerError> {
    open_to_write(home, key).map(drop)
}

/// Moves the ledger where nobody opens it, and names the place; None where there is none.
pub(crate) fn set_ledger_aside(
    home: &Home,
    at: jiff::Timestamp,
) -> std::io::Result<Option<PathBuf>> {
    if home.database().exists() {
        set_aside(home, at).map(Some)
    } else {
        Ok(None)
    }
}
