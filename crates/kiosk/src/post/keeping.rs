//! *Keeping*: where copies of this post go, and settings that its unit signed. Each change is an entry first.

use super::{Post, Refusal};
use crate::backup::BackupError;
use crate::folder::{FolderError, present_folder};
use crate::unit_settings::{HandingError, Opened, Plan, may_take, pin};
use checkpoint::role::Act;
use checkpoint::verdict::Reason;

impl Post {
    /// Copies go to this folder from now on; to none where it is empty.
    pub fn keep_backups_in(&mut self, typed: &str) -> Result<(), BackupError> {
        self.ask_leave(Act::KeepBackups)?;
        if self.demo {
            return Err(BackupError::Demo);
        }
        let folder = match present_folder(self.store.home(), typed) {
            Ok(folder) => folder.display().to_string(),
            Err(FolderError::None) => String::new(),
            Err(error) => return Err(error.into()),
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

    /// Takes the unit's settings. `digits` are those that an admin compared, where they are the first.
    pub fn take_settings(
        &mut self,
        opened: &Opened,
        digits: Option<&str>,
    ) -> Result<(), HandingError> {
        self.ask_leave(Act::HandOnSettings)?;
        if self.demo {
            return Err(HandingError::Demo);
        }
        let home = self.store.home().clone();
        may_take(&home, opened, digits)?;
        let mut plan = Plan::of(opened, &self.settings, &self.policies, &self.trusted)?;
        plan.entry.by = self.desk();
        let now = self.clock.now();
        self.plain(&plan.entry, &now)
            .map_err(|_| HandingError::NotStored)?;
        self.settings = plan.settings.clone();
        self.changed = true;
        plan.keep(&mut self.policies, &mut self.trusted, &self.settings_path)?;
        let policy = self.policies.active().clone();
        if self.gate.policy() != &policy {
            self.gate.ask(policy, self.store.unit());
        }
        self.trust_list_anew();
        pin(&home, opened)
    }
}
