//! *Pointer*: which version runs here. One small file, replaced whole, so that a power cut leaves the old word or the new.

use super::place::Place;
use crate::home::replace_file;
use checkpoint::update;
use semver::Version;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::PathBuf;

/// How often a new version is started in vain before it is given up: a power cut while it came up is no fault of its own.
const MOST_TRIES: u32 = 2;

/// A version that was unpacked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub version: String,
    /// Its folder among the versions.
    pub folder: String,
}

impl Held {
    pub fn version(&self) -> Option<Version> {
        update::version(&self.version)
    }

    /// The folder's name is ours: no path leads out of the versions, whoever wrote the file.
    fn is_ours(&self) -> bool {
        let is_letter =
            |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'-');
        self.version().is_some()
            && self.folder.starts_with(&self.version)
            && self.folder.bytes().all(is_letter)
    }
}

/// A version that is to show whether it comes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    #[serde(flatten)]
    pub held: Held,
    /// How often it was started.
    pub tries: u32,
}

/// Which version runs, and which is to be tried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pointer {
    /// The one that came up; None: as it was installed.
    pub current: Option<Held>,
    pub trial: Option<Trial>,
    /// The newest that didn't come up.
    pub failed: Option<Held>,
}

/// What the starter is to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// None: as it was installed.
    pub held: Option<Held>,
    pub is_trial: bool,
}

fn path(place: &Place) -> PathBuf {
    place.versions().join("pointer.json")
}

impl Pointer {
    /// Reads it; what can't be understood points nowhere, so that the installed program runs.
    pub fn load(place: &Place) -> Pointer {
        let text = fs::read(path(place)).unwrap_or_default();
        let mut pointer: Pointer = serde_json::from_slice(&text).unwrap_or_default();
        pointer.current = pointer.current.filter(Held::is_ours);
        pointer.trial = pointer.trial.filter(|trial| trial.held.is_ours());
        pointer.failed = pointer.failed.filter(Held::is_ours);
        pointer
    }

    pub(super) fn save(&self, place: &Place) -> io::Result<()> {
        replace_file(&path(place), &serde_json::to_vec(self)?)
    }

    /// What to start now, beside an installed program of version `own`: what is to be tried, else what came up before, and
    /// nothing that is older than what was installed since. A try is counted before it is made.
    pub(crate) fn choose(place: &Place, own: &Version) -> Choice {
        let mut pointer = Pointer::load(place);
        let is_newer = |held: &Held| held.version().is_some_and(|version| version > *own);
        if let Some(trial) = &mut pointer.trial {
            if !is_newer(&trial.held) {
                pointer.trial = None;
            } else if trial.tries < MOST_TRIES {
                trial.tries += 1;
                let held = trial.held.clone();
                // Not counted, it might be tried for ever.
                if pointer.save(place).is_ok() {
                    return Choice {
                        held: Some(held),
                        is_trial: true,
                    };
                }
            } else {
                // Where it can't be written down the count keeps it from being tried again.
                let _ = Pointer::gave_up(place);
            }
        }
        let held = pointer.current.filter(is_newer);
        Choice {
            held: held.filter(|held| place.program(held, WINDOW).is_file()),
            is_trial: false,
        }
    }

    /// What was tried came up: it runs from now on, and versions that nothing points to go.
    pub(crate) fn settled(place: &Place) -> io::Result<()> {
        let mut pointer = Pointer::load(place);
        let Some(trial) = pointer.trial.take() else {
            return Ok(());
        };
        let before = pointer.current.replace(trial.held);
        pointer.failed = None;
        pointer.save(place)?;
        tidy(place, [pointer.current.as_ref(), before.as_ref()]);
        Ok(())
    }

    /// What was tried didn't come up.
    pub(crate) fn gave_up(place: &Place) -> io::Result<()> {
        let mut pointer = Pointer::load(place);
        if let Some(trial) = pointer.trial.take() {
            pointer.failed = Some(trial.held);
            pointer.save(place)?;
            tidy(place, [pointer.current.as_ref(), None]);
        }
        Ok(())
    }

    /// A version that was unpacked is the next to be tried.
    pub(super) fn try_next(place: &Place, held: Held) -> io::Result<()> {
        let mut pointer = Pointer::load(place);
        pointer.trial = Some(Trial { held, tries: 0 });
        pointer.save(place)
    }
}

/// The program that shows the gate.
pub(crate) const WINDOW: &str = "chot-window";

/// Removes the folders of versions but for these. What can't be removed only takes room.
fn tidy(place: &Place, kept: [Option<&Held>; 2]) {
    let is_kept = |name: &str| kept.iter().flatten().any(|held| held.folder == name);
    for entry in fs::read_dir(place.versions())
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name();
        if entry.path().is_dir() && !name.to_str().is_some_and(is_kept) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn held(version: &str) -> Held {
        Held {
            version: version.to_owned(),
            folder: format!("{version}-00000000"),
        }
    }

    fn unpacked(place: &Place, version: &str) -> Held {
        let held = held(version);
        let program = place.program(&held, WINDOW);
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        fs::write(program, "").unwrap();
        held
    }

    #[test]
    fn what_is_tried_in_vain_twice_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::at(folder.path());
        let own = Version::new(0, 1, 0);
        let choose = || Pointer::choose(&place, &own);
        assert_eq!(choose().held, None);
        let new = unpacked(&place, "0.2.0");
        Pointer::try_next(&place, new.clone()).unwrap();
        for _ in 0..MOST_TRIES {
            let tried = choose();
            assert_eq!((tried.held.as_ref(), tried.is_trial), (Some(&new), true));
        }
        assert_eq!(choose().held, None);
        let pointer = Pointer::load(&place);
        assert_eq!((pointer.trial, pointer.failed), (None, Some(new)));
    }

    #[test]
    fn what_came_up_runs_until_something_newer_is_installed() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::at(folder.path());
        let new = unpacked(&place, "0.2.0");
        unpacked(&place, "0.1.5");
        Pointer::try_next(&place, new.clone()).unwrap();
        assert!(Pointer::choose(&place, &Version::new(0, 1, 0)).is_trial);
        Pointer::settled(&place).unwrap();
        let chosen = Pointer::choose(&place, &Version::new(0, 1, 0));
        assert_eq!((chosen.held, chosen.is_trial), (Some(new), false));
        assert!(!place.versions().join("0.1.5-00000000").exists());
        let chosen = Pointer::choose(&place, &Version::new(0, 2, 0));
        assert_eq!(chosen.held, None, "the installed one is as new");
    }

    #[test]
    fn a_pointer_that_leads_elsewhere_or_is_torn_points_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::at(folder.path());
        fs::create_dir_all(place.versions()).unwrap();
        for text in [
            "{\"current\":{\"version\":\"9.0.0\",\"folder\":\"../9.0.0\"}}",
            "{\"current\":{\"version\":\"9.0.0\",\"folder\":\"9.0.0/../..\"}}",
            "{\"current\":{\"version\":\"9.0.0\",\"folder\":\"/tmp\"}}",
            "{\"current\":{\"version\":\"newest\",\"folder\":\"newest\"}}",
            "{\"current\":",
            "",
        ] {
            fs::write(path(&place), text).unwrap();
            assert_eq!(Pointer::load(&place), Pointer::default(), "{text}");
        }
    }
}
