//! *Accounts*: the unit head's verbs of the window, whole: who met whom, settling a day, counting at the gate, inspecting
//! it, leaving the house, badges of the day, and papers to take away. What shows somebody's data or takes it away is an entry before anybody sees it. They take
//! their time: never on the gate's thread.

mod day_badge;
mod error;
mod evacuation;
mod exposure;
mod inspecting;
pub mod papers;
mod reports;
mod settling;

pub use error::AccountsError;
pub use evacuation::Called;
pub use exposure::{Answered, Question};
pub use inspecting::{Inspected, Inspection};
pub use reports::{Order, Span};
pub use settling::{Checked, Counted};

use crate::book::desk::{Desk, Named};
use crate::clock::Clock;
use crate::folder::{FolderError, present_folder};
use crate::home::{Home, replace_file};
use crate::post::{Post, Refusal};
use crate::settings::Settings;
use crate::staff::Staff;
use crate::staff::desk::Desk as People;
use crate::watch::Door;
use checkpoint::role::Act;
use jiff::Timestamp;
use paper::day_badge::DayBadge;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// The window's way to the accounts.
pub struct Accounts {
    home: Home,
    staff: Arc<Staff>,
    clock: Arc<dyn Clock>,
    gate: Door,
    people: Arc<People>,
    book: Desk,
    /// The list that was shown last.
    traced: Mutex<Option<exposure::Traced>>,
    /// The roll-call that was shown last.
    called: Mutex<Option<paper::Roll>>,
    /// The badge of the day that was shown last.
    badge: Mutex<Option<DayBadge>>,
    making: papers::Making,
}

impl Accounts {
    pub fn new(
        home: &Home,
        staff: Arc<Staff>,
        clock: Arc<dyn Clock>,
        people: Arc<People>,
        gate: Door,
    ) -> Accounts {
        Accounts {
            home: home.clone(),
            book: Desk::new(home, Arc::clone(&staff), Arc::clone(&clock)),
            staff,
            clock,
            gate,
            people,
            traced: Mutex::default(),
            called: Mutex::default(),
            badge: Mutex::default(),
            making: papers::Making::default(),
        }
    }

    /// Whether somebody may; and when it is.
    fn allow(&self, act: Act) -> Result<Timestamp, AccountsError> {
        let now = self.clock.now();
        self.staff.allow(act, &now)?;
        Ok(now.at)
    }

    fn settings(&self) -> Result<Settings, AccountsError> {
        Ok(Settings::load(&Settings::path(&self.home))?)
    }

    fn at_gate<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Post) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, AccountsError> {
        Ok(self.gate.ask(verb)?)
    }

    /// The folder that somebody typed, where it is there.
    fn folder(&self, typed: &str) -> Result<PathBuf, AccountsError> {
        Ok(present_folder(&self.home, typed)?)
    }
}

/// Writes files of one name, whole or not at all, and names the first.
fn keep(
    folder: &std::path::Path,
    name: &str,
    files: &[(&str, Vec<u8>)],
) -> Result<PathBuf, AccountsError> {
    for (ending, bytes) in files {
        let path = folder.join(format!("{name}.{ending}"));
        replace_file(&path, bytes).map_err(|error| FolderError::of(&error, folder))?;
    }
    let first = files.first().map_or("", |(ending, _)| ending);
    Ok(folder.join(format!("{name}.{first}")))
}

/// A gate by its name, where it has one.
fn gate(number: u32, named: &Named) -> String {
    let name = named.gates.get(&number);
    name.cloned().unwrap_or_else(|| number.to_string())
}
