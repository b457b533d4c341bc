//! *Updating*: where newer programs are looked for, when one may begin, and which one runs; and whether the screen is locked
//! to the gate.

use super::{Post, Refusal};
use crate::folder::{FolderError, present_folder};
use crate::home::replace_file;
use crate::store::Trouble;
use crate::update::UpdateError;
use checkpoint::entry::{Audit, Draft, Kind};
use checkpoint::gate::Recorded;
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::subject::{Note, Who};
use checkpoint::verdict::Reason;

/// A gate is quiet when nothing was said for so long.
const QUIET_MS: u64 = 10_000;

const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Post {
    /// Updates are looked for in this folder from now on; in none where it is empty.
    pub fn look_for_updates_in(&mut self, typed: &str) -> Result<(), UpdateError> {
        self.ask_leave(Act::Update)?;
        if self.demo {
            return Err(UpdateError::Demo);
        }
        let folder = match present_folder(self.store.home(), typed) {
            Ok(folder) => folder.display().to_string(),
            Err(FolderError::None) => String::new(),
            Err(error) => return Err(error.into()),
        };
        if folder == self.settings.update_folder {
            return Ok(());
        }
        let kept = self
            .write_config(Reason::HouseChanged, self.desk())
            .and_then(|()| {
                self.settings.update_folder = folder;
                self.keep_settings()
            });
        kept.map_err(|_: Refusal| UpdateError::NotStored)
    }

    /// Nobody reads the screen or waits before it: the program may end for another to begin.
    pub fn is_quiet(&self) -> bool {
        let now = self.clock.now();
        let was_said = |since: &Moment| now.since(since) < QUIET_MS;
        self.practice.is_none()
            && self.card_test.is_none()
            && self.awaiting.is_none()
            && !self.person_on_panel(&now)
            && !self
                .panel
                .as_ref()
                .is_some_and(|(_, since)| was_said(since))
    }

    /// Whether whoever is signed on may do it.
    pub fn may(&self, act: Act) -> Result<(), Refusal> {
        Ok(self.ask_leave(act)?)
    }

    /// Locks the screen to the gate, or unlocks it.
    pub fn lock_screen(&mut self, is_locked: bool) -> Result<(), Refusal> {
        self.ask_leave(Act::LockScreen)?;
        if is_locked == self.settings.kiosk {
            return Ok(());
        }
        self.write_config(Reason::HouseChanged, self.desk())?;
        self.settings.kiosk = is_locked;
        self.keep_settings()
    }

    /// Another version than the last one runs: an entry, whose note says which.
    pub(super) fn note_version(&mut self, now: &Moment) -> Result<(), Trouble> {
        let path = self.store.home().version();
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        if before == VERSION {
            return Ok(());
        }
        if !before.is_empty() {
            let mut draft = Draft::new(Kind::Audit(Audit::Config));
            draft.reasons.push(Reason::VersionChanged);
            let note = Note {
                purpose: None,
                note: Some(format!("{before} → {VERSION}")),
            };
            let written = self.store.append_note(&draft, &note, now)?;
            self.gate.record(Recorded {
                entry: written.entry,
                leaf: written.leaf,
                who: Who::default(),
                code: None,
            });
        }
        // Unwritten, the next start says it again.
        let _ = replace_file(&path, VERSION.as_bytes());
        Ok(())
    }
}
