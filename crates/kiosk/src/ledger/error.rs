//! Why the ledger can't be written or read, told apart by what has to be done about it.

use crate::home::Home;
use crate::keys::{KeyError, Name};
use checkpoint::entry::LineError;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Nothing was stored. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    #[error("the disk is full: free some space; recording goes on by itself")]
    DiskFull,
    #[error(
        "the disk or the directory {0} can't be written to: make it writable for this account; recording goes on by itself"
    )]
    ReadOnly(PathBuf),
    #[error(
        "the disk fails ({0}): check its cable and its health, save a copy of the data directory"
    )]
    Io(String),
    #[error("another program holds the ledger ({0}): end it, or wait; recording goes on by itself")]
    Busy(String),
    #[error(
        "the ledger is encrypted with another key than the one in {0}: put the right key back from where it was kept"
    )]
    WrongKey(PathBuf),
    #[error("there is a ledger, but its key \"{name}\" is missing{}: put it back; without it no new ledger is begun over the old one", if *.keychain_silent { " and the keychain didn't answer (unlock it)" } else { "" })]
    MissingKey { name: Name, keychain_silent: bool },
    #[error("a key can't be read or kept: {0}")]
    Key(String),
    #[error(
        "the ledger was written by a newer Chốt (schema {found}, this one knows {known}): install that version; nothing was changed"
    )]
    Newer { found: u32, known: u32 },
    #[error(
        "the ledger is still as an older Chốt wrote it: start this version's gate once, which brings it up to date"
    )]
    Older,
    #[error("another Chốt is running on this ledger: use that window, or end it first")]
    AlreadyRunning,
    #[error("the ledger is damaged ({what}){}", match .set_aside { Some(path) => format!(": it was set aside as {}, keep it; recording goes on in a new one", path.display()), None => ": keep its files, call whoever looks after this post".into() })]
    Damaged {
        what: String,
        set_aside: Option<PathBuf>,
    },
    #[error("there is no ledger at {0} yet: start the gate once, or set CHOT_HOME")]
    NoLedger(PathBuf),
    #[error("this entry can't be written: {0}")]
    Line(String),
}

impl LedgerError {
    /// Whether trying again by itself can help; else a person has to act first.
    pub fn is_temporary(&self) -> bool {
        match self {
            LedgerError::DiskFull
            | LedgerError::ReadOnly(_)
            | LedgerError::Io(_)
            | LedgerError::Busy(_)
            | LedgerError::AlreadyRunning
            // The gate is about to bring it up to date.
            | LedgerError::Older => true,
            // The next try begins a new ledger.
            LedgerError::Damaged { set_aside, .. } => set_aside.is_some(),
            // The keychain may still be unlocked.
            LedgerError::MissingKey {
                keychain_silent, ..
            } => *keychain_silent,
            LedgerError::WrongKey(_)
            | LedgerError::Key(_)
            | LedgerError::Newer { .. }
            | LedgerError::NoLedger(_)
            | LedgerError::Line(_) => false,
        }
    }
}

impl From<LineError> for LedgerError {
    fn from(error: LineError) -> Self {
        LedgerError::Line(error.to_string())
    }
}

impl From<KeyError> for LedgerError {
    fn from(error: KeyError) -> Self {
        match &error {
            KeyError::File { kind, path, .. } => {
                of_kind(*kind, path).unwrap_or_else(|| LedgerError::Io(error.to_string()))
            }
            KeyError::NotAKey { .. } | KeyError::Silent => LedgerError::Key(error.to_string()),
        }
    }
}

/// What a file of the home failed with.
pub(super) fn of_file(error: &io::Error, path: &Path) -> LedgerError {
    of_kind(error.kind(), path).unwrap_or_else(|| LedgerError::Io(error.to_string()))
}

fn of_kind(kind: io::ErrorKind, path: &Path) -> Option<LedgerError> {
    if matches!(
        kind,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    ) {
        Some(LedgerError::DiskFull)
    } else if matches!(
        kind,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
    ) {
        Some(LedgerError::ReadOnly(path.to_path_buf()))
    } else {
        None
    }
}

/// What SQLite failed with. It tells *full* and *read-only* apart only for some calls, so behind a
/// plain I/O error the disk itself is asked.
pub(crate) fn of_sqlite(error: &rusqlite::Error, home: &Home) -> LedgerError {
    let Some(code) = error.sqlite_error_code() else {
        return damaged(error.to_string());
    };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "SQLite's codes are many and open; what isn't known here is damage"
    )]
    match code {
        ErrorCode::DiskFull => LedgerError::DiskFull,
        ErrorCode::ReadOnly => LedgerError::ReadOnly(home.root().to_path_buf()),
        ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::PermissionDenied
        | ErrorCode::FileLockingProtocolFailed
        | ErrorCode::OutOfMemory => match try_disk(home) {
            Err(cause) => cause,
            Ok(()) => LedgerError::Io(error.to_string()),
        },
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => LedgerError::Busy(error.to_string()),
        _ => damaged(error.to_string()),
    }
}

pub(super) fn damaged(what: impl Into<String>) -> LedgerError {
    LedgerError::Damaged {
        what: what.into(),
        set_aside: None,
    }
}

/// Writes a little file into the home, makes it durable and removes it: does this disk take anything?
pub(super) fn try_disk(home: &Home) -> Result<(), LedgerError> {
    let path = home.root().join("disk-trial");
    let tried = || -> io::Result<()> {
        let mut file = std::fs::File::create(&path)?;
        io::Write::write_all(&mut file, &[0; 65536])?;
        file.sync_all()
    };
    let result = tried();
    // What is left of a failed trial is overwritten by the next.
    let _ = std::fs::remove_file(&path);
    result.map_err(|error| of_file(&error, home.root()))
}
