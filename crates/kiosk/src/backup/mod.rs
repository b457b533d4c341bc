//! *Backup*: copies of a post, every hour, in a folder that an admin chose, and a post that begins with one.
//!
//! ```text
//! ledger.db ─ a reader's snapshot ─▶ a copy under a key of its own ─▶ FOLDER/chot-DEVICE-NUMBER
//!                                                     that key ─ sealed ─▶ its label, for the recovery key alone
//! ```
//!
//! Two are kept. Once something is erased or purged another one is made within a minute, and those before it go, so that
//! nothing is forgotten here and remembered there. None of it happens on the gate's thread.

mod contents;
mod error;
mod generation;
mod keeper;
mod making;
mod restore;

pub use error::{BackupError, RestoreError};
pub use generation::{Generation, Label};
pub use keeper::{Keeper, Rhythm};
pub use restore::{Staged, finish, is_staged};

use crate::clock::Clock;
use crate::folder::{FolderError, typed_folder};
use crate::home::Home;
use crate::keys::{Key, KeyStore, Name};
use crate::settings::Settings;
use crate::staff::{NotAllowed, Staff};
use checkpoint::policy::Words;
use checkpoint::role::Act;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A home's backups, and the admin's verbs about them.
pub struct Backups {
    home: Home,
    clock: Arc<dyn Clock>,
    /// Whose recovery key it is, and who may.
    staff: Arc<Staff>,
    /// False at a shell, where whoever types has the files anyway.
    asks: bool,
    /// Samples are playing: nothing of them is kept.
    demo: bool,
    /// Asked for once: a keychain isn't asked every minute.
    own: Mutex<Option<Own>>,
}

/// By what a home's own backups are known and looked after.
#[derive(Clone)]
struct Own {
    device: String,
    ledger: Key,
}

/// How the backups stand.
#[derive(Debug, Default)]
pub struct Standing {
    /// Empty where none was chosen.
    pub folder: String,
    pub last: Option<Generation>,
    /// Why the next one can't be made, as far as that shows now.
    pub problem: Option<BackupError>,
    /// Another log takes this one's place at the next start.
    pub is_staged: bool,
    /// Why it didn't at this one.
    pub unfinished: Option<Words>,
}

impl Backups {
    pub fn of(home: &Home, clock: Arc<dyn Clock>, staff: Arc<Staff>, demo: bool) -> Backups {
        Backups {
            home: home.clone(),
            clock,
            staff,
            asks: true,
            demo,
            own: Mutex::default(),
        }
    }

    /// Where nobody signs on.
    pub fn at_shell(home: &Home, clock: Arc<dyn Clock>, staff: Arc<Staff>) -> Backups {
        Backups {
            asks: false,
            ..Backups::of(home, clock, staff, false)
        }
    }

    /// How they stand, for an admin.
    pub fn standing(&self) -> Result<Standing, NotAllowed> {
        self.ask_leave()?;
        let mut standing = Standing {
            folder: self.settings_folder(),
            is_staged: is_staged(&self.home),
            ..Standing::default()
        };
        match self.folder() {
            Ok(folder) => {
                match self.newest(&folder) {
                    Ok(last) => standing.last = last,
                    Err(error) => standing.problem = Some(error),
                }
                if standing.problem.is_none() {
                    standing.problem = self.has_no_key();
                }
            }
            Err(BackupError::Folder(FolderError::None)) => standing.problem = self.has_no_key(),
            Err(error) => standing.problem = Some(error),
        }
        Ok(standing)
    }

    /// Makes one now.
    pub fn back_up(&self) -> Result<Generation, BackupError> {
        self.back_up_to(None)
    }

    /// The same, into another folder than the chosen one where one is named.
    pub fn back_up_to(&self, folder: Option<&Path>) -> Result<Generation, BackupError> {
        self.ask_leave()?;
        let folder = match folder {
            Some(folder) => typed_folder(&self.home, &folder.display().to_string())?,
            None => self.folder()?,
        };
        self.make(&folder)
    }

    fn ask_leave(&self) -> Result<(), NotAllowed> {
        if self.asks {
            self.staff.allow(Act::KeepBackups, &self.clock.now())?;
        }
        Ok(())
    }

    /// Makes the newest backup in a folder ready for the next start.
    pub fn restore(
        &self,
        folder: &Path,
        letters: &str,
        sets_aside: bool,
    ) -> Result<Staged, RestoreError> {
        self.ask_leave()?;
        if self.demo {
            return Err(RestoreError::Demo);
        }
        restore::stage(&self.home, folder, letters, sets_aside)
    }

    fn make(&self, folder: &Path) -> Result<Generation, BackupError> {
        if self.demo {
            return Err(BackupError::Demo);
        }
        making::make(&self.home, &self.staff, folder, self.clock.now().at)
    }

    fn settings_folder(&self) -> String {
        let settings = Settings::load(&Settings::path(&self.home));
        settings.map_or_else(|_| String::new(), |settings| settings.backup_folder)
    }

    fn folder(&self) -> Result<PathBuf, BackupError> {
        Ok(typed_folder(&self.home, &self.settings_folder())?)
    }

    fn has_no_key(&self) -> Option<BackupError> {
        match self.staff.recovery_lid() {
            Ok(Some(_)) => None,
            Ok(None) => Some(BackupError::NoRecoveryKey),
            Err(error) => Some(error.into()),
        }
    }

    /// The newest backup of this device.
    fn newest(&self, folder: &Path) -> Result<Option<Generation>, BackupError> {
        let found = generation::find(folder).map_err(|error| FolderError::of(&error, folder))?;
        let own = self.own()?;
        let mut found = found.whole.into_iter();
        Ok(found.find(|one| one.label.device == own.device))
    }

    fn own(&self) -> Result<Own, BackupError> {
        let mut known = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = known.as_ref() {
            return Ok(own.clone());
        }
        let keys = KeyStore::of(&self.home)?;
        let ledger = keys.get(Name::Ledger).ok_or(BackupError::Empty)?.clone();
        let device = making::device_of(&keys).ok_or(BackupError::Empty)?;
        Ok(known.insert(Own { device, ledger }).clone())
    }
}
