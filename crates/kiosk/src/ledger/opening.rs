//! *Opening*: one writer at a time, and a damaged database is set aside only when it is seen twice.

use super::database;
use super::error::{LedgerError, of_file};
use super::head::Head;
use super::log::Log;
use super::secrets::Secrets;
use crate::home::Home;
use checkpoint::moment::Moment;
use std::fs::File;

pub(crate) fn lock(home: &Home) -> Result<File, LedgerError> {
    let path = home.lock_file();
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|error| of_file(&error, home.root()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(LedgerError::AlreadyRunning),
        Err(std::fs::TryLockError::Error(error)) => Err(of_file(&error, home.root())),
    }
}

/// Damage is believed only when it is seen twice, then the database is set aside.
pub(super) fn open_log(
    home: &Home,
    secrets: &Secrets,
    known: Option<&Head>,
    failed: Option<&[u8; 32]>,
    at: &Moment,
) -> Result<Log, LedgerError> {
    let open = || Log::open(home, secrets, known, failed);
    match open() {
        Err(LedgerError::Damaged { .. }) => match open() {
            Err(LedgerError::Damaged { what, .. }) => Err(set_aside(home, what, at)),
            second => second,
        },
        first => first,
    }
}

/// The error that says so.
pub(super) fn set_aside(home: &Home, what: String, at: &Moment) -> LedgerError {
    match database::set_aside(home, at.at) {
        Ok(place) => LedgerError::Damaged {
            what,
            set_aside: Some(place),
        },
        Err(error) => of_file(&error, home.root()),
    }
}
