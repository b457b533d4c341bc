//! *Unit's settings*: what was chosen at one post, signed by its unit and taken by the others: all but the keys, the
//! branch and what each gate is called.
//!
//! The post that signs first makes the unit's key. The others take whichever key an admin compared first, by its
//! digits, and from then on no other and nothing older.
//!
//! ```text
//! unit.json   the pin: {"key","number"}
//! ```

mod error;
mod file;
mod key;
mod plan;

pub use error::HandingError;
pub use file::Opened;
pub(crate) use key::{UnitKey, known};
pub(crate) use plan::Plan;
pub use plan::{Change, What};

use crate::clock::Clock;
use crate::folder::{FolderError, present_folder};
use crate::home::{Home, replace_file};
use crate::ledger::Ledger;
use crate::policies::Policies;
use crate::settings::Settings;
use crate::staff::Staff;
use crate::trusted::Trusted;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::role::Act;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file is called in the folder that it is written to.
const FILE: &str = "chot-settings.chot";
/// Bytes of a file: a trust list is the largest part of one.
const LONGEST: u64 = 12 * 1024 * 1024;

/// A home's settings as its admin hands them on.
pub struct UnitSettings {
    home: Home,
    clock: Arc<dyn Clock>,
    /// None at a shell.
    staff: Option<Arc<Staff>>,
    demo: bool,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub path: PathBuf,
    /// Of the unit's key, to be compared where the file is taken first.
    pub digits: String,
}

/// A file that was looked at: nothing has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    pub opened: Opened,
    pub changes: Vec<Change>,
    /// This post has taken nothing of any unit yet: an admin compares the digits.
    pub is_first: bool,
}

/// Whose settings count here, and from which number on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Pin {
    key: String,
    number: u64,
}

impl Pin {
    fn path(home: &Home) -> PathBuf {
        home.root().join("unit.json")
    }

    fn read(home: &Home) -> Option<Pin> {
        serde_json::from_slice(&std::fs::read(Pin::path(home)).ok()?).ok()
    }

    fn keep(home: &Home, key: &[u8; 32], number: u64) -> Result<(), HandingError> {
        let pin = Pin {
            key: base64url(key),
            number,
        };
        serde_json::to_vec(&pin)
            .map_err(std::io::Error::from)
            .and_then(|text| replace_file(&Pin::path(home), &text))
            .map_err(|error| FolderError::of(&error, home.root()).into())
    }
}

impl UnitSettings {
    pub fn of(
        home: &Home,
        clock: Arc<dyn Clock>,
        staff: Option<Arc<Staff>>,
        demo: bool,
    ) -> UnitSettings {
        UnitSettings {
            home: home.clone(),
            clock,
            staff,
            demo,
        }
    }

    /// Signs this post's settings into a folder.
    pub fn sign(&self, folder: &str) -> Result<Signed, HandingError> {
        self.ask_leave()?;
        let folder = present_folder(&self.home, folder)?;
        let path = folder.join(FILE);
        let digits = self.sign_to(&path)?;
        Ok(Signed { path, digits })
    }

    /// The same to a file; the digits of the unit's key.
    pub fn sign_to(&self, path: &Path) -> Result<String, HandingError> {
        self.ask_leave()?;
        let unit_key = UnitKey::open(&self.home)?;
        let key = unit_key.public;
        let pin = Pin::read(&self.home);
        let now = self.clock.now().at;
        // Greater than any before, also where the number was lost with a disk.
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let number = pin.map_or(0, |pin| pin.number + 1).max(seconds);
        let settings = Settings::load(&Settings::path(&self.home))?;
        let policies = Policies::open(self.home.root(), &settings.policy);
        let trust = Trusted::open(self.home.root()).file()?;
        let trust = trust.map(|file| String::from_utf8_lossy(&file).into_owned());
        let file = file::written(number, now, &settings, &policies, trust);
        let signed = file::signed(&file, &key, |bytes| unit_key.sign(bytes));
        // A number is never used twice.
        Pin::keep(&self.home, &key, number)?;
        let folder = path.parent().unwrap_or(path);
        replace_file(path, signed.as_bytes()).map_err(|error| FolderError::of(&error, folder))?;
        Ok(file::digits(&key))
    }

    /// Reads a file and says what it would change. `path` is the file, or the folder that it lies in; `digits` as in
    /// [`UnitSettings::take`].
    pub fn look(&self, path: &Path, digits: Option<&str>) -> Result<Looked, HandingError> {
        self.ask_leave()?;
        let opened = self.read(path)?;
        let pin = Pin::read(&self.home);
        if pin.is_some() {
            may_take(&self.home, &opened, digits)?;
        }
        let settings = Settings::load(&Settings::path(&self.home))?;
        let policies = Policies::open(self.home.root(), &settings.policy);
        let trusted = Trusted::open(self.home.root());
        Ok(Looked {
            changes: Plan::of(&opened, &settings, &policies, &trusted)?.changes,
            opened,
            is_first: pin.is_none(),
        })
    }

    /// Takes what was looked at, where no gate is running. `digits`: those of the post that signed, as an admin compared
    /// them, where nothing was taken yet, or where the unit's key was lost and another one counts from now on.
    pub fn take(&self, opened: &Opened, digits: Option<&str>) -> Result<(), HandingError> {
        self.ask_leave()?;
        may_take(&self.home, opened, digits)?;
        let now = self.clock.now();
        let path = Settings::path(&self.home);
        let settings = Settings::load(&path)?;
        let zone = settings.time_zone()?;
        let mut policies = Policies::open(self.home.root(), &settings.policy);
        let mut trusted = Trusted::open(self.home.root());
        let plan = Plan::of(opened, &settings, &policies, &trusted)?;
        let mut ledger = Ledger::open(&self.home, &now)?;
        ledger.append(&plan.entry, None, &now, settings.gate, &zone)?;
        plan.keep(&mut policies, &mut trusted, &path)?;
        pin(&self.home, opened)
    }

    fn read(&self, path: &Path) -> Result<Opened, HandingError> {
        let path = if path.is_dir() {
            path.join(FILE)
        } else {
            path.to_path_buf()
        };
        let failed = |error: std::io::Error| HandingError::Unreadable {
            path: path.clone(),
            cause: error.to_string(),
        };
        if std::fs::metadata(&path).map_err(failed)?.len() > LONGEST {
            return Err(HandingError::NotOne);
        }
        file::open(&std::fs::read(&path).map_err(failed)?)
    }

    fn ask_leave(&self) -> Result<(), HandingError> {
        if let Some(staff) = &self.staff {
            staff.allow(Act::HandOnSettings, &self.clock.now())?;
        }
        if self.demo {
            return Err(HandingError::Demo);
        }
        Ok(())
    }
}

/// Whether a file is of the pinned unit, and newer than what was taken.
fn accept(pin: &Pin, opened: &Opened) -> Result<(), HandingError> {
    if from_base64url(&pin.key) != Some(opened.key) {
        return Err(HandingError::OtherUnit);
    }
    if opened.number <= pin.number {
        return Err(HandingError::NotNewer);
    }
    Ok(())
}

/// Whether it may be taken here, by the digits that an admin compared.
pub(crate) fn may_take(
    home: &Home,
    opened: &Opened,
    digits: Option<&str>,
) -> Result<(), HandingError> {
    let is_compared = digits.is_some_and(|digits| digits == opened.digits());
    match Pin::read(home) {
        Some(pin) => match accept(&pin, opened) {
            Err(HandingError::OtherUnit) if is_compared => Ok(()),
            accepted => accepted,
        },
        None if is_compared => Ok(()),
        None => Err(HandingError::OtherDigits),
    }
}

/// From now on nothing older counts, nor another unit's.
pub(crate) fn pin(home: &Home, opened: &Opened) -> Result<(), HandingError> {
    Pin::keep(home, &opened.key, opened.number)
}
