//! *Keeping*: the verbs of the window about copies, diagnostics and the unit's settings, whole: what is done to files,
//! and by the gate that writes about it. They take their time: never on the gate's thread.

use crate::backup::{BackupError, Backups, Keeper, RestoreError, Rhythm, Standing};
use crate::clock::Clock;
use crate::diagnostics::Diagnostics;
use crate::home::Home;
use crate::staff::{NotAllowed, Staff};
use crate::unit_settings::{HandingError, Looked, UnitSettings};
use crate::watch::Door;
use std::path::Path;
use std::sync::Arc;

/// The window's way to what is kept and handed on.
pub struct Keeping {
    pub backups: Arc<Backups>,
    pub diagnostics: Diagnostics,
    pub settings: UnitSettings,
    gate: Door,
    /// Why a restored log still waits.
    unfinished: Option<RestoreError>,
    /// None where samples play.
    _keeper: Option<Keeper>,
}

impl Keeping {
    /// Begins to make backups, every hour.
    pub fn start(
        home: &Home,
        clock: &Arc<dyn Clock>,
        staff: &Arc<Staff>,
        gate: Door,
        demo: bool,
    ) -> std::io::Result<Keeping> {
        let backups = Backups::of(home, Arc::clone(clock), Arc::clone(staff), demo);
        let backups = Arc::new(backups);
        let keeper = if demo {
            None
        } else {
            Some(Keeper::start(Arc::clone(&backups), Rhythm::default())?)
        };
        Ok(Keeping {
            backups,
            diagnostics: Diagnostics::of(home, Arc::clone(clock), Arc::clone(staff)),
            settings: UnitSettings::of(home, Arc::clone(clock), Some(Arc::clone(staff)), demo),
            gate,
            unfinished: None,
            _keeper: keeper,
        })
    }

    /// What the start found of a restored log.
    pub fn after(self, unfinished: Option<RestoreError>) -> Keeping {
        Keeping { unfinished, ..self }
    }

    /// How the backups stand, for an admin.
    pub fn standing(&self) -> Result<Standing, NotAllowed> {
        let mut standing = self.backups.standing()?;
        standing.unfinished = self.unfinished.as_ref().map(RestoreError::words);
        Ok(standing)
    }

    /// Copies go to this folder from now on, and the first of them at once.
    pub fn keep_backups_in(&self, folder: String) -> Result<(), BackupError> {
        let is_none = folder.trim().is_empty();
        let kept = self.gate.with(move |post| post.keep_backups_in(&folder));
        kept.unwrap_or(Err(BackupError::NotStored))?;
        if is_none {
            return Ok(());
        }
        self.backups.back_up().map(drop)
    }

    /// What another post's settings would change; `path` as somebody typed it.
    pub fn look_settings(&self, path: &str) -> Result<Looked, HandingError> {
        self.settings.look(Path::new(path.trim()), None)
    }

    /// Takes them, by the digits that were compared.
    pub fn take_settings(&self, path: &str, digits: String) -> Result<(), HandingError> {
        let opened = self.look_settings(path)?.opened;
        let taken = self
            .gate
            .with(move |post| post.take_settings(&opened, Some(&digits)));
        taken.unwrap_or(Err(HandingError::NotStored))
    }
}
