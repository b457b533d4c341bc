//! *Keeping*: where copies of this post go, an entry.

use super::{Post, Refusal};
use crate::backup::{BackupError, folder_of};
use checkpoint::role::Act;
use checkpoint::verdict::Reason;

impl Post {
    /// Copies go to this folder from now on; to none where it is empty.
    pub fn keep_backups_in(&mut self, typed: &str) -> Result<(), BackupError> {
        self.ask_leave(Act::KeepBackups)?;
        if self.demo {
            return Err(BackupError::Demo);
        }
        let folder = match folder_of(self.store.home(), typed) {
            Ok(folder) if !folder.is_dir() => return Err(BackupError::Gone(folder)),
            Ok(folder) => folder.display().to_string(),
            Err(BackupError::NoFolder) => String::new(),
            Err(error) => return Err(error),
        };
        if folder == self.settings.backup_folder {
            return Ok(());
        }
        let kept = self
            .write_config(Reason::BackupChanged, self.desk())
            .and_then(|()| {
                self.settings.backup_folder = folder;
                self.keep_settings()
            });
        kept.map_err(|_: Refusal| BackupError::NotStored)
    }
}
