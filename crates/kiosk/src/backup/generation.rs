//! *Generation*: one backup in its folder, and what its label says to everybody.
//!
//! ```text
//! chot-3f2a19c07be54d10-000012/       the device's short name, and the backup's number, which grows
//!     backup.json                     the label
//!     ledger.db staff.db imported.db rosters.db places.db  copies, encrypted with a key that this backup alone has
//! chot-3f2a19c07be54d10-erased.json   what was erased and purged since, by the entries' numbers and hashes
//! ```

use crate::home::{replace_file, sync_directory};
use crate::roster::person::Forgotten as Unlisted;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::chain::DeviceId;
use checkpoint::entry::Ref;
use checkpoint::subject::Person;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

/// The form of the label and of what is sealed in it.
pub(super) const FORM: u32 = 1;
/// How many are kept.
const KEPT: usize = 2;
const LABEL: &str = "backup.json";

/// What a backup says of itself: nothing about anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    pub v: u32,
    pub app: String,
    /// Of the ledger.
    pub schema: u32,
    pub number: u64,
    pub at: Timestamp,
    /// The short name of the device that made it.
    pub device: String,
    pub entries: u64,
    /// Grows with everything that is erased or purged: what went later is still in here.
    pub forgotten: i64,
    /// [`super::contents::Contents`] for the recovery key, in base64url.
    pub sealed: String,
}

impl Label {
    /// Under what the contents are sealed.
    pub(super) fn about(&self) -> String {
        format!("{} {}", self.device, self.number)
    }
}

/// A backup in its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    pub path: PathBuf,
    pub label: Label,
}

/// What a folder holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The newest of each device first.
    pub whole: Vec<Generation>,
    /// Whose label can't be read.
    pub torn: Vec<PathBuf>,
}

/// The first 8 bytes of a device's id: enough to tell the posts of a district, and a name that every file system takes.
pub(super) fn short(device: &DeviceId) -> String {
    let mut name = String::new();
    for byte in &device.0[..8] {
        // Writing to a String can't fail.
        let _ = write!(name, "{byte:02x}");
    }
    name
}

pub(super) fn path_of(folder: &Path, device: &str, number: u64) -> PathBuf {
    folder.join(format!("chot-{device}-{number:06}"))
}

/// A name of ours: device and number.
fn name_of(path: &Path) -> Option<(&str, u64)> {
    let name = path.file_name()?.to_str()?.strip_prefix("chot-")?;
    let (device, number) = name.rsplit_once('-')?;
    Some((device, number.parse().ok()?))
}

/// Looks through a folder, or at the one backup that it is.
pub(super) fn find(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let mut look = |path: PathBuf| match read(&path) {
        Some(label) => found.whole.push(Generation { path, label }),
        None => found.torn.push(path),
    };
    if folder.join(LABEL).exists() {
        look(folder.to_path_buf());
        return Ok(found);
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if name_of(&path).is_some() && path.is_dir() {
            look(path);
        }
    }
    let order = |one: &Generation| (one.label.device.clone(), u64::MAX - one.label.number);
    found.whole.sort_by_key(order);
    Ok(found)
}

fn read(path: &Path) -> Option<Label> {
    serde_json::from_slice(&std::fs::read(path.join(LABEL)).ok()?).ok()
}

/// The number of the next backup of a device: greater than any that is there, whole or not.
pub(super) fn next_number(folder: &Path, device: &str) -> io::Result<u64> {
    let mut last = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some((of, number)) = name_of(&path)
            && of == device
        {
            last = last.max(number);
        }
    }
    Ok(last + 1)
}

pub(super) fn write_label(path: &Path, label: &Label) -> io::Result<()> {
    let text = serde_json::to_vec(label).map_err(io::Error::from)?;
    replace_file(&path.join(LABEL), &text)
}

/// Takes away what `newest` makes needless: all but the one before it, and every one that still holds what was forgotten
/// since. `also` are the backups that this ledger came from: the device, up to which number.
pub(super) fn prune(folder: &Path, newest: &Label, also: Option<(&str, u64)>) -> io::Result<()> {
    let mut kept = 0;
    let found = find(folder)?;
    for path in found.torn {
        let is_older =
            |(device, number): (&str, u64)| device == newest.device && number < newest.number;
        if name_of(&path).is_some_and(is_older) {
            std::fs::remove_dir_all(&path)?;
        }
    }
    for old in found.whole {
        let label = &old.label;
        let is_own = label.device == newest.device;
        let is_older = if is_own {
            label.number <= newest.number
        } else {
            also.is_some_and(|(device, number)| label.device == device && label.number <= number)
        };
        if !is_older {
            continue;
        }
        let remembers = label.forgotten < newest.forgotten;
        if !remembers && is_own {
            kept += 1;
        }
        if remembers || (is_own && kept > KEPT) {
            destroy(&old.path)?;
        }
    }
    // What a power cut or a stick that was pulled out left of one.
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str())
            && name.starts_with(&format!("chot-{}-", newest.device))
            && name.ends_with(PART)
        {
            std::fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}

/// The ending of a folder that is being written.
pub(super) const PART: &str = ".part";

/// Overwrites what opens a backup before its files go: on a stick they may lie there for long.
fn destroy(path: &Path) -> io::Result<()> {
    let label = path.join(LABEL);
    let length = usize::try_from(std::fs::metadata(&label)?.len()).unwrap_or(0);
    let mut file = std::fs::File::options().write(true).open(&label)?;
    io::Write::write_all(&mut file, &vec![0; length])?;
    file.sync_all()?;
    drop(file);
    std::fs::remove_dir_all(path)?;
    sync_directory(path)
}

/// What was taken out of a ledger: it must not come back with an older backup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Forgotten {
    pub erased: Vec<Ref>,
    /// Subjects up to this entry.
    pub purged: Option<Ref>,
    /// Lines up to this entry.
    pub disposed: Option<Ref>,
    /// People who were taken off the unit's lists.
    pub listed: Vec<Unlisted>,
}

/// As it lies in a folder.
#[derive(Serialize, Deserialize)]
struct Register {
    v: u32,
    erased: Vec<(u64, String)>,
    purged: Option<(u64, String)>,
    #[serde(default)]
    disposed: Option<(u64, String)>,
    /// Pseudonyms, and when in milliseconds since 1970.
    #[serde(default)]
    listed: Vec<(String, i64)>,
}

fn written(of: &Ref) -> (u64, String) {
    (of.seq, base64url(&of.leaf))
}

fn read_ref((seq, leaf): (u64, String)) -> Option<Ref> {
    let leaf = from_base64url(&leaf)?;
    Some(Ref { seq, leaf })
}

fn read_person((person, at): (String, i64)) -> Option<Unlisted> {
    let person = Person(from_base64url(&person)?);
    Some((person, Timestamp::from_millisecond(at).ok()?))
}

impl Forgotten {
    fn path(folder: &Path, device: &str) -> PathBuf {
        folder.join(format!("chot-{device}-erased.json"))
    }

    pub(super) fn text(&self) -> Vec<u8> {
        let register = Register {
            v: FORM,
            erased: self.erased.iter().map(written).collect(),
            purged: self.purged.as_ref().map(written),
            disposed: self.disposed.as_ref().map(written),
            listed: self
                .listed
                .iter()
                .map(|(person, at)| (base64url(&person.0), at.as_millisecond()))
                .collect(),
        };
        // Numbers and text can always be written.
        serde_json::to_vec(&register).unwrap_or_default()
    }

    /// Nothing where it isn't one.
    pub(super) fn of_text(text: &[u8]) -> Forgotten {
        let Ok(register) = serde_json::from_slice::<Register>(text) else {
            return Forgotten::default();
        };
        Forgotten {
            erased: register.erased.into_iter().filter_map(read_ref).collect(),
            purged: register.purged.and_then(read_ref),
            disposed: register.disposed.and_then(read_ref),
            listed: register
                .listed
                .into_iter()
                .filter_map(read_person)
                .collect(),
        }
    }

    pub(super) fn keep(&self, folder: &Path, device: &str) -> io::Result<()> {
        replace_file(&Forgotten::path(folder, device), &self.text())
    }

    pub(super) fn read(folder: &Path, device: &str) -> Forgotten {
        let text = std::fs::read(Forgotten::path(folder, device)).unwrap_or_default();
        Forgotten::of_text(&text)
    }

    /// All that either says.
    pub(super) fn and(mut self, other: Forgotten) -> Forgotten {
        for of in other.erased {
            if !self.erased.contains(&of) {
                self.erased.push(of);
            }
        }
        let newest = |one: Option<Ref>, other: Option<Ref>| {
            one.into_iter().chain(other).max_by_key(|of| of.seq)
        };
        self.purged = newest(self.purged, other.purged);
        self.disposed = newest(self.disposed, other.disposed);
        self.listed.extend(other.listed);
        self
    }
}
