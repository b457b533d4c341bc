//! Beginning with a backup. First all of it is opened, copied under this home's own key and proved, beside the ledger
//! that is there; at the next start it takes that one's place, which is set aside and never deleted.
//!
//! The device's key is this home's own: what came with the backup stays the log of the device that made it, and this
//! one goes on behind it, on a branch of its own.

use super::contents::{Contents, DATABASES};
use super::error::RestoreError;
use super::generation::{FORM, Forgotten, Generation, find};
use super::making::Snapshot;
use crate::home::{Home, private_directory, replace_file, sync_directory};
use crate::keys::{Key, KeyStore, Name, SecretName, Secrets};
use crate::ledger::{
    Ledger, LedgerError, Reading, Restored, SCHEMA, begin_keys, bring_up, copy, lock_alone,
    open_copy, open_or_begin, set_ledger_aside,
};
use crate::roster::person::Forgotten as Unlisted;
use crate::roster::{RosterError, Rosters};
use crate::settings::Settings;
use crate::staff::Staff;
use checkpoint::moment::Moment;
use checkpoint::subject::PersonKey;
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use std::io;
use std::path::{Path, PathBuf};

/// The keys that come with it, encrypted with the ledger's, until it takes the ledger's place.
const KEYS: &str = "keys.db";
const KEYS_SCHEMA: [&str; 1] = [include_str!("keys_1.sql")];
const PERSON: &str = "person";
const STAFF: &str = "staff";
const FORGOTTEN: &str = "erased.json";
const RESTORED: &str = "restored.json";

/// A backup that waits for the next start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    pub number: u64,
    pub at: Timestamp,
    pub entries: u64,
    /// The newest backup is torn: this is the one before it.
    pub is_older: bool,
}

/// Opens the newest whole backup in `folder` with the recovery key, and makes it ready. `sets_aside`: a log that has
/// visitors may be set aside for it.
pub(super) fn stage(
    home: &Home,
    folder: &Path,
    letters: &str,
    sets_aside: bool,
) -> Result<Staged, RestoreError> {
    let candidates = candidates(folder)?;
    if !sets_aside && has_visitors(home)? {
        return Err(RestoreError::HasVisitors);
    }
    home.prepare()
        .map_err(|cause| RestoreError::unwritable(home.root(), cause))?;
    let (ledger_key, device) = begin_keys(home)?;
    let part = home.root().join("restore.part");
    let mut torn = None;
    for (place, generation) in candidates.iter().enumerate() {
        clear(&part).map_err(|cause| RestoreError::unwritable(&part, cause))?;
        let label = &generation.label;
        if label.v > FORM || label.schema > SCHEMA {
            let (found, known) = if label.v > FORM {
                (label.v, FORM)
            } else {
                (label.schema, SCHEMA)
            };
            return Err(RestoreError::Newer { found, known });
        }
        let contents = Contents::open(letters, label).ok_or(RestoreError::WrongKey)?;
        match fill(generation, &contents, &ledger_key, device, &part) {
            Ok(()) => {
                let failed = |cause: io::Error| RestoreError::unwritable(&part, cause);
                let mut forgotten = forgotten(home, folder, generation, &ledger_key);
                // Whoever is on a list that was copied later is there anew.
                forgotten.listed.retain(|(_, at)| *at > label.at);
                replace_file(&part.join(FORGOTTEN), &forgotten.text()).map_err(failed)?;
                clear(&home.restore()).map_err(failed)?;
                std::fs::remove_dir(home.restore()).map_err(failed)?;
                std::fs::rename(&part, home.restore()).map_err(failed)?;
                sync_directory(&home.restore()).map_err(failed)?;
                return Ok(Staged {
                    number: label.number,
                    at: label.at,
                    entries: label.entries,
                    is_older: place > 0,
                });
            }
            Err(Unfilled::Torn(cause)) => torn = Some(cause),
            Err(Unfilled::Other(error)) => return Err(error),
        }
    }
    let _ = std::fs::remove_dir_all(&part);
    Err(RestoreError::Torn {
        path: folder.to_path_buf(),
        cause: torn.unwrap_or_else(|| "its label can't be read".to_owned()),
    })
}

/// The backups of one post, the newest first.
fn candidates(folder: &Path) -> Result<Vec<Generation>, RestoreError> {
    let found = find(folder).map_err(|cause| RestoreError::Unreadable {
        path: folder.to_path_buf(),
        cause: cause.to_string(),
    })?;
    let mut devices: Vec<&Generation> = found.whole.iter().collect();
    devices.dedup_by_key(|one| one.label.device.clone());
    match devices.len() {
        0 if found.torn.is_empty() => Err(RestoreError::NoBackup(folder.to_path_buf())),
        0 | 1 => Ok(found.whole),
        _ => Err(RestoreError::SeveralPosts(
            devices
                .iter()
                .map(|one| one.path.display().to_string())
                .collect(),
        )),
    }
}

enum Unfilled {
    /// This backup isn't whole.
    Torn(String),
    Other(RestoreError),
}

fn is_of_this_disk(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DiskFull | ErrorCode::ReadOnly)
    )
}

fn torn(cause: impl ToString) -> Unfilled {
    Unfilled::Torn(cause.to_string())
}

fn fill(
    generation: &Generation,
    contents: &Contents,
    ledger_key: &Key,
    device: [u8; 32],
    part: &Path,
) -> Result<(), Unfilled> {
    let unwritable = |cause: String| Unfilled::Other(RestoreError::unwritable(part, cause));
    let file = |cause: io::Error| unwritable(cause.to_string());
    let key = contents.key().ok_or_else(|| torn("its key is none"))?;
    for name in DATABASES {
        let from = generation.path.join(name);
        if name != "ledger.db" && !from.exists() {
            continue;
        }
        let from = open_copy(&from, &key).map_err(torn)?;
        let to = part.join(name);
        copy(&from, &to, ledger_key, || {}).map_err(|error| {
            // A page that doesn't decrypt is the backup's fault, a file that can't be written this disk's.
            if is_of_this_disk(&error) {
                unwritable(error.to_string())
            } else {
                torn(error)
            }
        })?;
        std::fs::File::options()
            .write(true)
            .open(&to)
            .and_then(|copied| copied.sync_all())
            .map_err(file)?;
    }
    contents.write_files(part).map_err(file)?;
    keep_keys(&part.join(KEYS), ledger_key, contents)
        .map_err(|error| unwritable(error.to_string()))?;
    let staged = Home::at(part);
    bring_up(&staged, ledger_key).map_err(torn)?;
    let ledger = open_copy(&staged.database(), ledger_key).map_err(torn)?;
    let label = &generation.label;
    let restored = Restored::of(&ledger, device, label.device.clone(), label.number);
    let restored = restored
        .map_err(torn)?
        .ok_or_else(|| torn("its ledger is empty"))?;
    drop(ledger);
    let text = serde_json::to_vec(&restored).map_err(|error| file(error.into()))?;
    replace_file(&part.join(RESTORED), &text).map_err(file)?;
    // The same chain that it was: nothing was changed on the way.
    let proven = Reading::of_copy(&staged, ledger_key).and_then(|copy| copy.verify());
    match proven {
        Ok(Ok(proven)) if proven.entries == label.entries => Ok(()),
        Ok(Ok(proven)) => Err(torn(format!(
            "it holds {} entries and says {}",
            proven.entries, label.entries
        ))),
        Ok(Err(fault)) => Err(torn(fault.what)),
        Err(error) => Err(torn(error)),
    }
}

/// What must not come back: as the folder knows it, and the ledger that is there now.
fn forgotten(home: &Home, folder: &Path, generation: &Generation, key: &Key) -> Forgotten {
    let label = &generation.label;
    let mut known = Forgotten::read(folder, &label.device);
    if let Some(above) = generation.path.parent() {
        known = known.and(Forgotten::read(above, &label.device));
    }
    match Snapshot::of(home, key).map(|snapshot| snapshot.forgotten()) {
        Ok(Ok(own)) => known.and(own),
        // A ledger that can't be read is why somebody takes a backup.
        Ok(Err(_)) | Err(_) => known,
    }
}

fn has_visitors(home: &Home) -> Result<bool, RestoreError> {
    match Reading::open(home).and_then(|reading| reading.has_visitors()) {
        Ok(has) => Ok(has),
        Err(LedgerError::NoLedger(_)) => Ok(false),
        // It may have: somebody has to say that it may go aside.
        Err(_) => Ok(true),
    }
}

fn keep_keys(path: &Path, key: &Key, contents: &Contents) -> rusqlite::Result<()> {
    let Some(connection) = open_or_begin(path, key, &KEYS_SCHEMA)? else {
        return Ok(());
    };
    for (name, secret) in [(PERSON, contents.person()), (STAFF, contents.staff())] {
        if let Some(secret) = secret {
            let row = params![name, secret.bytes()];
            connection.execute(include_str!("keep_key.sql"), row)?;
        }
    }
    Ok(())
}

fn kept_key(connection: &Connection, name: &str) -> rusqlite::Result<Option<Key>> {
    connection
        .query_row(include_str!("kept_key.sql"), [name], |row| row.get(0))
        .optional()
        .map(|bytes: Option<Vec<u8>>| bytes.map(Key::new))
}

/// An empty folder.
fn clear(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    private_directory(path)
}

/// Whether a backup waits for the next start.
pub fn is_staged(home: &Home) -> bool {
    home.restore().is_dir()
}

/// Puts the backup that waits in the place of the ledger that is there, before anything is opened. Says where that one
/// is now; None where nothing waited, or there was none. What was done when the power failed isn't done again.
pub fn finish(home: &Home, now: &Moment) -> Result<Option<PathBuf>, RestoreError> {
    if !is_staged(home) {
        return Ok(None);
    }
    let waiting = home.restore();
    let lock = lock_alone(home)?;
    let failed = |cause: io::Error| RestoreError::unwritable(home.root(), cause);
    let mut aside = None;
    let (key, _) = begin_keys(home)?;
    if waiting.join("ledger.db").exists() {
        aside = set_ledger_aside(home, now.at).map_err(failed)?;
        for name in ["head.json", "tries.json"] {
            set_file_aside(home, name, now.at).map_err(failed)?;
        }
        take_keys(home, &waiting.join(KEYS), &key)?;
        for entry in std::fs::read_dir(&waiting).map_err(failed)? {
            let from = entry.map_err(failed)?.path();
            let Some(name) = from.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            // The ledger goes last: what is half done is done again at the next start.
            if name.starts_with("ledger.db") || name == FORGOTTEN || name.starts_with(KEYS) {
                continue;
            }
            // Right before its own successor: one that is there already isn't set aside at the next start.
            if DATABASES.contains(&name) {
                set_file_aside(home, name, now.at).map_err(failed)?;
            }
            move_in(&from, &home.root().join(name)).map_err(failed)?;
        }
        move_in(&waiting.join("ledger.db"), &home.database()).map_err(failed)?;
    }
    drop(lock);
    forget_again(home, &waiting, now)?;
    let staff = Staff::of(home).revoke_all_badges(now);
    staff.map_err(|error| RestoreError::unwritable(&home.staff(), error))?;
    revoke_listed_badges(home, now.at)?;
    std::fs::remove_dir_all(&waiting).map_err(failed)?;
    sync_directory(&waiting).map_err(failed)?;
    Ok(aside)
}

/// A file in place of another, or policies beside those that are there.
fn move_in(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        private_directory(to)?;
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            std::fs::rename(entry.path(), to.join(entry.file_name()))?;
        }
        return sync_directory(&to.join("."));
    }
    std::fs::rename(from, to)?;
    sync_directory(to)
}

fn set_file_aside(home: &Home, name: &str, at: Timestamp) -> io::Result<()> {
    let stamp = at.strftime("%Y%m%dT%H%M%SZ");
    for suffix in ["-wal", "-shm", ""] {
        let from = home.root().join(format!("{name}{suffix}"));
        if from.exists() {
            private_directory(&home.set_aside())?;
            let to = home.set_aside().join(format!("{stamp}-{name}{suffix}"));
            std::fs::rename(&from, &to)?;
            sync_directory(&to)?;
        }
    }
    Ok(())
}

fn take_keys(home: &Home, path: &Path, key: &Key) -> Result<(), RestoreError> {
    let damaged = |error: rusqlite::Error| RestoreError::unwritable(path, error);
    let Some(kept) = open_or_begin(path, key, &KEYS_SCHEMA).map_err(damaged)? else {
        return Ok(());
    };
    if let Some(person) = kept_key(&kept, PERSON).map_err(damaged)? {
        KeyStore::of(home)?.replace(Name::Person, person)?;
    }
    if let Some(staff) = kept_key(&kept, STAFF).map_err(damaged)? {
        Secrets::of(home).put(SecretName::Staff, &staff)?;
    }
    Ok(())
}

/// Nor do they come back on the unit's lists.
fn unlist_again(home: &Home, gone: &[Unlisted]) -> Result<(), RestoreError> {
    if gone.is_empty() || !home.rosters().exists() {
        return Ok(());
    }
    let keys = KeyStore::of(home)?;
    let key = keys.get(Name::Person);
    let key = key.and_then(|key| key.bytes().try_into().ok());
    let failed = |error: RosterError| RestoreError::unwritable(&home.rosters(), error);
    if let Some(key) = key {
        let mut rosters = Rosters::open(home).map_err(failed)?;
        rosters
            .forget_again(gone, &PersonKey(key))
            .map_err(failed)?;
    }
    Ok(())
}

/// Badges of the lists: one of them may have been lost since the copy was made.
fn revoke_listed_badges(home: &Home, now: Timestamp) -> Result<(), RestoreError> {
    if !home.rosters().exists() {
        return Ok(());
    }
    let revoked = Rosters::open(home).and_then(|rosters| rosters.revoke_all_badges(now));
    revoked.map_err(|error| RestoreError::unwritable(&home.rosters(), error))
}

/// Erased people stay erased: each erasure is an entry of this device.
fn forget_again(home: &Home, waiting: &Path, now: &Moment) -> Result<(), RestoreError> {
    let forgotten = std::fs::read(waiting.join(FORGOTTEN)).unwrap_or_default();
    let forgotten = Forgotten::of_text(&forgotten);
    if forgotten == Forgotten::default() {
        return Ok(());
    }
    let settings = Settings::load(&Settings::path(home)).unwrap_or_default();
    let zone = settings.time_zone().unwrap_or(jiff::tz::TimeZone::UTC);
    let mut ledger = Ledger::open(home, now)?;
    for of in &forgotten.erased {
        ledger.erase(of, None, now, settings.gate, &zone)?;
    }
    if let Some(of) = &forgotten.purged {
        while ledger.purge_again(of, now, settings.gate, &zone)?.is_some() {}
    }
    if let Some(of) = &forgotten.disposed {
        while ledger
            .dispose_again(of, now, settings.gate, &zone)?
            .is_some()
        {}
    }
    ledger.forget_old_pages(now)?;
    unlist_again(home, &forgotten.listed)
}
