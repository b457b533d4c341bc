//! Making a backup beside a running gate: a reader's snapshot, copied a megabyte at a time, written beside, made durable,
//! and only then given its name.

use super::contents::{Contents, ContentsError, DATABASES};
use super::error::BackupError;
use super::generation::{self, FORM, Forgotten, Generation, Label, PART, path_of};
use crate::folder::FolderError;
use crate::home::{Home, private_directory, sync_directory};
use crate::keys::{Key, KeyStore, Name};
use crate::ledger::{LedgerError, Restored, SCHEMA, copy, open_beside, open_copy, outbox_error};
use crate::roster::person::{self, Forgotten as Unlisted};
use crate::staff::Staff;
use crate::uplink::device::Device;
use checkpoint::entry::Ref;
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::{Connection, ErrorCode, OptionalExtension};
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

/// Between two megabytes: the gate's own writes come first.
const BREATH: Duration = Duration::from_millis(5);

/// What is written in a ledger, as far as backups are concerned.
pub(super) struct Snapshot {
    connection: Connection,
    pub entries: u64,
    pub forgotten: i64,
    unlisted: Vec<Unlisted>,
}

impl Snapshot {
    /// Opens a read transaction, which later appends leave as it is.
    pub(super) fn of(home: &Home, key: &Key) -> Result<Snapshot, LedgerError> {
        let connection = open_beside(home, key)?;
        let failed = |error: rusqlite::Error| outbox_error(&error, home);
        connection.execute_batch("BEGIN").map_err(failed)?;
        let (entries, forgotten): (u64, i64) = connection
            .query_row(include_str!("made.sql"), [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .map_err(failed)?;
        let unlisted = unlisted(home, key).map_err(failed)?;
        let buried = buried(home, key).map_err(failed)?;
        let forgotten = forgotten + buried + i64::try_from(unlisted.len()).unwrap_or(i64::MAX);
        Ok(Snapshot {
            connection,
            entries,
            forgotten,
            unlisted,
        })
    }

    pub(super) fn forgotten(&self) -> rusqlite::Result<Forgotten> {
        let of = |row: &rusqlite::Row<'_>| {
            Ok(Ref {
                seq: row.get(0)?,
                leaf: row.get(1)?,
            })
        };
        let mut erased = self.connection.prepare(include_str!("erased.sql"))?;
        let erased = erased.query_map([], of)?;
        let newest = |sql| self.connection.query_row(sql, [], of).optional();
        Ok(Forgotten {
            erased: erased.collect::<rusqlite::Result<_>>()?,
            purged: newest(include_str!("purged.sql"))?,
            disposed: newest(include_str!("disposed.sql"))?,
            listed: self.unlisted.clone(),
        })
    }
}

/// Who was taken off the unit's lists.
fn unlisted(home: &Home, key: &Key) -> rusqlite::Result<Vec<Unlisted>> {
    // A list of before this was noted has forgotten nobody.
    match home.rosters() {
        path if path.exists() => person::forgotten(&open_copy(&path, key)?).or(Ok(Vec::new())),
        _ => Ok(Vec::new()),
    }
}

/// How many subjects of other posts' logs are gone here.
fn buried(home: &Home, key: &Key) -> rusqlite::Result<i64> {
    let imported = home.imported();
    if !imported.exists() {
        return Ok(0);
    }
    open_copy(&imported, key)?.query_row(include_str!("buried.sql"), [], |row| row.get(0))
}

/// How a home's backups are called; None while it has no device.
pub(super) fn device_of(keys: &KeyStore) -> Option<String> {
    Device::of(keys).map(|device| generation::short(&device.id))
}

/// Makes one, and takes away what it makes needless.
pub(super) fn make(
    home: &Home,
    staff: &Staff,
    folder: &Path,
    at: Timestamp,
) -> Result<Generation, BackupError> {
    let file = |error: io::Error| BackupError::Folder(FolderError::of(&error, folder));
    let _only = lock(home)?;
    if !folder.is_dir() {
        return Err(FolderError::Gone(folder.to_path_buf()).into());
    }
    let lid = staff.recovery_lid()?.ok_or(BackupError::NoRecoveryKey)?;
    let keys = KeyStore::of(home)?;
    let ledger_key = keys.get(Name::Ledger).ok_or(BackupError::Empty)?;
    let snapshot = match Snapshot::of(home, ledger_key) {
        Err(LedgerError::NoLedger(_)) => return Err(BackupError::Empty),
        snapshot => snapshot?,
    };
    if snapshot.entries == 0 {
        return Err(BackupError::Empty);
    }
    let ledger = |error: rusqlite::Error| BackupError::Ledger(outbox_error(&error, home));
    let device = device_of(&keys).ok_or(BackupError::Empty)?;
    // Small, and first: where there is no room for more, what was erased is known all the same.
    let forgotten = snapshot.forgotten().map_err(ledger)?;
    forgotten.keep(folder, &device).map_err(file)?;

    let number = generation::next_number(folder, &device).map_err(file)?;
    let path = path_of(folder, &device, number);
    let mut part = path.clone().into_os_string();
    part.push(PART);
    let part = Path::new(&part);
    let made = fill(home, &snapshot, &keys, folder, part).and_then(|contents| {
        let mut label = Label {
            v: FORM,
            app: crate::APP.to_owned(),
            schema: SCHEMA,
            number,
            at,
            device,
            entries: snapshot.entries,
            forgotten: snapshot.forgotten,
            sealed: String::new(),
        };
        let ephemeral = random()?;
        label.sealed = contents
            .seal(&lid, &label, ephemeral)
            .ok_or(BackupError::NoRecoveryKey)?;
        generation::write_label(part, &label).map_err(file)?;
        std::fs::rename(part, &path).map_err(file)?;
        sync_directory(&path).map_err(file)?;
        Ok(label)
    });
    let label = match made {
        Ok(label) => label,
        Err(error) => {
            // What is left of it takes room that the next one needs.
            let _ = std::fs::remove_dir_all(part);
            return Err(error);
        }
    };
    let also = Restored::read(home);
    let also = also
        .as_ref()
        .map(|restored| (restored.of.as_str(), restored.number));
    generation::prune(folder, &label, also).map_err(file)?;
    Ok(Generation { path, label })
}

/// Copies the databases, under a key that this backup alone has.
fn fill(
    home: &Home,
    snapshot: &Snapshot,
    keys: &KeyStore,
    folder: &Path,
    part: &Path,
) -> Result<Contents, BackupError> {
    let file = |error: io::Error| BackupError::Folder(FolderError::of(&error, folder));
    match std::fs::remove_dir_all(part) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(file(error)),
    }
    private_directory(part).map_err(file)?;
    let key = Key::new(random::<32>()?.to_vec());
    let ledger_key = keys.get(Name::Ledger).ok_or(BackupError::Empty)?;
    for name in DATABASES {
        let to = part.join(name);
        // Made durable as it grows, so that an append's fsync never waits for all of it at once.
        let pace = || {
            let _ = File::options()
                .read(true)
                .open(&to)
                .and_then(|file| file.sync_data());
            std::thread::sleep(BREATH);
        };
        let copied = if name == "ledger.db" {
            copy(&snapshot.connection, &to, &key, pace)
        } else {
            let from = home.root().join(name);
            if !from.exists() {
                continue;
            }
            let from = open_copy(&from, ledger_key)
                .map_err(|error| BackupError::Ledger(outbox_error(&error, home)))?;
            copy(&from, &to, &key, pace)
        };
        copied.map_err(|error| of_copy(&error, folder))?;
        File::options()
            .write(true)
            .open(&to)
            .and_then(|file| file.sync_all())
            .map_err(file)?;
    }
    Contents::of(home, keys, &key).map_err(|error| match error {
        ContentsError::NoPersonKey => BackupError::Empty,
        ContentsError::Key(error) => error.into(),
        ContentsError::File(error) => FolderError::of(&error, home.root()).into(),
    })
}

/// The folder is asked itself where SQLite only says that something failed.
fn of_copy(error: &rusqlite::Error, folder: &Path) -> FolderError {
    let path = folder.to_path_buf();
    if !folder.is_dir() {
        return FolderError::Gone(path);
    }
    if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
        return FolderError::Full(path);
    }
    let trial = folder.join("chot-trial.part");
    let tried = crate::home::replace_file(&trial, &[0; 65_536]);
    let _ = std::fs::remove_file(&trial);
    match tried {
        Err(cause) => FolderError::of(&cause, folder),
        Ok(()) => FolderError::Failed {
            path,
            cause: error.to_string(),
        },
    }
}

fn lock(home: &Home) -> Result<File, BackupError> {
    let home_failed = |error: io::Error| {
        FolderError::Failed {
            path: home.root().to_path_buf(),
            cause: error.to_string(),
        }
        .into()
    };
    home.prepare().map_err(home_failed)?;
    let file = crate::home::private_file(&home.backup_lock()).map_err(home_failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BackupError::Busy),
        Err(TryLockError::Error(error)) => Err(home_failed(error)),
    }
}

fn random<const N: usize>() -> Result<[u8; N], BackupError> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| BackupError::NoRandom)?;
    Ok(bytes)
}
