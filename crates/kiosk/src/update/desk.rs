//! The admin's verbs about updates: where they are looked for, what lies there, and taking the newest.

use super::bundle::{self, ENDING, Taken};
use super::error::UpdateError;
use super::place::{Place, target};
use super::pointer::Pointer;
use super::{own_version, pinned};
use crate::clock::Clock;
use crate::folder::{FolderError, present_folder};
use crate::home::Home;
use crate::settings::Settings;
use crate::staff::Staff;
use crate::watch::Door;
use checkpoint::role::Act;
use checkpoint::update::Here;
use semver::Version;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Files that are looked at in a folder; a stick with more of them holds something else.
const MOST_OFFERS: usize = 50;
/// How often the gate is asked whether it is quiet.
const ASK_EVERY: Duration = Duration::from_millis(300);

/// How this program is brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By files.
    Files,
    /// By its installer: it pins no key.
    Installer,
    /// By the system's packages.
    System,
    /// By whoever installed it: this account may not write there.
    Others,
}

/// A file that lies in the folder.
#[derive(Debug)]
pub struct Offer {
    pub path: PathBuf,
    /// A hub handed it down.
    pub is_hubs: bool,
    /// None where nothing in it is to be believed.
    pub version: Option<Version>,
    /// Why it can't be taken, as far as its head tells.
    pub problem: Option<UpdateError>,
}

/// How the program stands.
#[derive(Debug)]
pub struct Standing {
    pub version: Version,
    pub way: Way,
    /// Empty where none was chosen.
    pub folder: String,
    pub offers: Vec<Offer>,
    /// The version among them that would be taken.
    pub next: Option<Version>,
    /// Why there are none.
    pub problem: Option<UpdateError>,
    /// Taken, and begins once the gate is quiet.
    pub waiting: Option<Version>,
    /// The newest that didn't come up: the one before it went on.
    pub failed: Option<Version>,
}

/// A program's updates, and the admin's verbs about them.
pub struct Updates {
    home: Home,
    clock: Arc<dyn Clock>,
    staff: Arc<Staff>,
    gate: Door,
    own: Own,
    demo: bool,
    /// Ends this program, so that its starter starts the one that was taken.
    restart: Arc<dyn Fn() + Send + Sync>,
    /// Held while one is taken.
    taking: Mutex<()>,
}

/// What decides where updates go and whose count.
#[derive(Clone, Debug)]
pub struct Own {
    /// None where the program lies nowhere.
    pub place: Option<Place>,
    /// The release key that it pins.
    pub key: Option<[u8; 32]>,
}

impl Own {
    /// The program that runs.
    pub fn this() -> Own {
        let program = std::env::current_exe().ok();
        Own {
            place: program.and_then(|program| Place::of(&program)),
            key: pinned(),
        }
    }

    /// Whether files may bring it up to date.
    pub fn takes_files(&self) -> bool {
        let place = self.place.as_ref().map(Place::may_hold);
        self.key.is_some() && matches!(place, Some(Ok(())))
    }
}

impl Updates {
    pub fn of(
        own: Own,
        home: &Home,
        clock: Arc<dyn Clock>,
        staff: Arc<Staff>,
        gate: Door,
        restart: Arc<dyn Fn() + Send + Sync>,
    ) -> Updates {
        Updates {
            home: home.clone(),
            clock,
            staff,
            gate,
            own,
            demo: false,
            restart,
            taking: Mutex::default(),
        }
    }

    /// Where samples play nothing is taken.
    pub fn in_demo(self, demo: bool) -> Updates {
        Updates { demo, ..self }
    }

    /// How the program stands, for an admin.
    pub fn standing(&self) -> Result<Standing, UpdateError> {
        self.staff.allow(Act::Update, &self.clock.now())?;
        let pointer = self
            .own
            .place
            .as_ref()
            .map(Pointer::load)
            .unwrap_or_default();
        let version = own_version();
        let is_ahead = |found: &Version| *found > version;
        let waiting = pointer.trial.and_then(|trial| trial.held.version());
        let failed = pointer.failed.and_then(|held| held.version());
        let mut standing = Standing {
            way: self.way(),
            folder: self.typed_folder(),
            offers: Vec::new(),
            next: None,
            problem: None,
            waiting: waiting.filter(is_ahead),
            failed: failed.filter(is_ahead),
            version,
        };
        if let (Way::Files, Some(key)) = (standing.way, self.own.key) {
            match self.offers(&key) {
                Ok(offers) => {
                    standing.next = newest(&offers).and_then(|offer| offer.version.clone());
                    standing.offers = offers;
                }
                // Nobody chose one yet: the page says so where it is chosen.
                Err(UpdateError::Folder(FolderError::None)) => {}
                Err(error) => standing.problem = Some(error),
            }
        }
        Ok(standing)
    }

    /// Looks for them in this folder from now on; in none where it is empty.
    pub fn look_in(&self, folder: String) -> Result<(), UpdateError> {
        let kept = self
            .gate
            .with(move |post| post.look_for_updates_in(&folder));
        kept.unwrap_or(Err(UpdateError::NotStored))
    }

    /// Takes the newest that fits. The gate decides when it begins.
    pub fn take(&self) -> Result<Taken, UpdateError> {
        self.staff.allow(Act::Update, &self.clock.now())?;
        if self.demo {
            return Err(UpdateError::Demo);
        }
        let Ok(_taking) = self.taking.try_lock() else {
            return Err(UpdateError::Busy);
        };
        let key = self.own.key.ok_or(UpdateError::NoKey)?;
        let place = self.own.place.as_ref().ok_or(UpdateError::ReadOnly)?;
        place.may_hold()?;
        let offers = self.offers(&key)?;
        let path = &newest(&offers).ok_or(UpdateError::Nothing)?.path;
        let (version, target) = (own_version(), target());
        let here = self.here(&version, &target);
        let taken = bundle::take(path, &key, &here, place)?;
        self.begin_when_quiet();
        Ok(taken)
    }

    /// Waits for a moment in which nobody reads the screen, on a thread of its own.
    fn begin_when_quiet(&self) {
        let (gate, restart) = (self.gate.clone(), Arc::clone(&self.restart));
        std::thread::spawn(move || {
            loop {
                match gate.with(|post| post.is_quiet()) {
                    Some(true) => return restart(),
                    Some(false) => std::thread::sleep(ASK_EVERY),
                    // It ends by itself.
                    None => return,
                }
            }
        });
    }

    fn way(&self) -> Way {
        use super::place::NoPlace;
        match self.own.place.as_ref().map(Place::may_hold) {
            Some(Err(NoPlace::OfSystem)) => Way::System,
            _ if self.own.key.is_none() => Way::Installer,
            Some(Ok(())) => Way::Files,
            Some(Err(NoPlace::ReadOnly)) | None => Way::Others,
        }
    }

    fn here<'a>(&self, version: &'a Version, target: &'a str) -> Here<'a> {
        Here {
            version,
            target,
            at: self.clock.now().trusted(),
        }
    }

    fn typed_folder(&self) -> String {
        let settings = Settings::load(&Settings::path(&self.home));
        settings.map_or_else(|_| String::new(), |settings| settings.update_folder)
    }

    fn folder(&self) -> Result<PathBuf, UpdateError> {
        Ok(present_folder(&self.home, &self.typed_folder())?)
    }

    /// What a hub handed down, and what lies in the folder, each by name.
    fn offers(&self, key: &[u8; 32]) -> Result<Vec<Offer>, UpdateError> {
        let mut paths = Vec::new();
        let handed = self.home.updates();
        if handed.exists() {
            paths.extend(named(&handed)?.into_iter().map(|path| (path, true)));
        }
        match self.folder() {
            Ok(folder) => paths.extend(named(&folder)?.into_iter().map(|path| (path, false))),
            // A hub's are enough.
            Err(UpdateError::Folder(FolderError::None)) if !paths.is_empty() => {}
            Err(error) => return Err(error),
        }
        let (version, target) = (own_version(), target());
        let here = self.here(&version, &target);
        let offers = paths.into_iter().map(|(path, is_hubs)| {
            let (version, problem) = match bundle::look(&path, key) {
                Ok(manifest) => {
                    let problem = manifest.fits(&here).err().map(UpdateError::from);
                    (Some(manifest.version), problem)
                }
                Err(problem) => (None, Some(problem)),
            };
            Offer {
                path,
                is_hubs,
                version,
                problem,
            }
        });
        Ok(offers.collect())
    }
}

/// The updates of a folder, by name.
fn named(folder: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let entries = fs::read_dir(folder).map_err(|error| FolderError::of(&error, folder))?;
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| is_offer(path))
        .collect();
    paths.sort();
    paths.truncate(MOST_OFFERS);
    Ok(paths)
}

/// The one of those that fit that would be taken.
fn newest(offers: &[Offer]) -> Option<&Offer> {
    let fitting = offers.iter().filter(|offer| offer.problem.is_none());
    fitting.max_by(|one, other| one.version.cmp(&other.version))
}

fn is_offer(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}
