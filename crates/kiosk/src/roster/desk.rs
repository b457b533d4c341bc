//! *Desk*: the window's verbs about the unit's lists. Each asks whether somebody may.

use super::badges::Order;
use super::columns::Chosen;
use super::import::Plan;
use super::looked::Looked;
use super::standing::{Read, Stands, stands};
use super::{ByHand, Roster, RosterError, Rosters, table};
use crate::book::Book;
use crate::clock::Clock;
use crate::folder::{FolderError, present_folder};
use crate::home::{Home, replace_file};
use crate::keys::{KeyStore, Name};
use crate::settings::Settings;
use crate::staff::Staff;
use checkpoint::role::Act;
use checkpoint::roster::Kind;
use checkpoint::subject::{PersonKey, fold_name};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The window's way to the lists.
pub struct Desk {
    home: Home,
    staff: Arc<Staff>,
    clock: Arc<dyn Clock>,
    looked: Looked<Plan>,
    /// What the log said of earlier days.
    read: Mutex<Read>,
}

/// A list as it stands on a day, for whoever has asked already and asks once.
pub(crate) fn stands_once(
    home: &Home,
    rosters: &Rosters,
    number: u32,
    days: (Date, u16),
    zone: TimeZone,
) -> Result<Stands, RosterError> {
    let book = Book::open(home, zone)?;
    let mut read = Read::new();
    stands(rosters, number, &book, &person_key(home)?, days, &mut read)
}

fn person_key(home: &Home) -> Result<PersonKey, RosterError> {
    let keys = KeyStore::of(home)?;
    let key = keys.get(Name::Person);
    let key = key.and_then(|key| key.bytes().try_into().ok());
    Ok(PersonKey(key.ok_or(RosterError::NoLedger)?))
}

/// As what a list is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

/// Which list a file is for, as somebody typed it.
#[derive(Clone, Debug)]
pub struct Typed {
    /// None for a new one.
    pub roster: Option<u32>,
    pub kind: Kind,
    pub name: String,
}

impl Desk {
    pub fn new(home: &Home, staff: Arc<Staff>, clock: Arc<dyn Clock>) -> Desk {
        Desk {
            home: home.clone(),
            staff,
            clock,
            looked: Looked::default(),
            read: Mutex::default(),
        }
    }

    /// Asks whether somebody may, and opens the lists.
    fn open(&self) -> Result<Rosters, RosterError> {
        self.staff.allow(Act::KeepLists, &self.clock.now())?;
        Rosters::open(&self.home)
    }

    fn settings(&self) -> Result<(Settings, TimeZone, Date), RosterError> {
        let settings = Settings::load(&Settings::path(&self.home))?;
        let zone = settings.time_zone()?;
        let today = zone.to_datetime(self.clock.now().at).date();
        Ok((settings, zone, today))
    }

    pub fn all(&self) -> Result<Vec<Roster>, RosterError> {
        self.open()?.all()
    }

    /// A list as it stands today.
    pub fn stands(&self, number: u32) -> Result<Stands, RosterError> {
        let rosters = self.open()?;
        let (settings, zone, today) = self.settings()?;
        let book = Book::open(&self.home, zone)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let days = (today, settings.keep_subjects_days);
        stands(
            &rosters,
            number,
            &book,
            &person_key(&self.home)?,
            days,
            &mut read,
        )
    }

    /// Says what a file would make of a list: its bytes as a page hands them over, in base64. `columns`: None where the
    /// headings say it. The number takes it, until another file is looked at.
    pub fn look(
        &self,
        typed: &Typed,
        file: &str,
        columns: Option<&Chosen>,
    ) -> Result<(u32, Plan), RosterError> {
        let rosters = self.open()?;
        let (_, _, today) = self.settings()?;
        self.looked
            .look(file, columns, |file| rosters.plan(typed, file, today))
    }

    /// Rows that were read of the file that is being looked at; 0 while there is none.
    pub fn rows(&self) -> u32 {
        self.looked.rows()
    }

    /// Takes the file that was looked at; without those who aren't in it any more, unless `keeps_gone`.
    pub fn take(&self, number: u32, keeps_gone: bool) -> Result<(), RosterError> {
        let mut rosters = self.open()?;
        self.looked.take(number, RosterError::Stale, |plan| {
            rosters.take(plan, keeps_gone)
        })
    }

    pub fn remove(&self, number: u32) -> Result<(), RosterError> {
        self.open()?.remove(number)
    }

    /// Puts somebody on a list, or puts right what it says of them.
    pub fn put(&self, typed: &ByHand) -> Result<(), RosterError> {
        let mut rosters = self.open()?;
        let (_, _, today) = self.settings()?;
        rosters.put(typed, today)
    }

    /// Takes somebody off their list.
    pub fn take_off(&self, member: u32) -> Result<(), RosterError> {
        self.open()?.take_off(member)
    }

    /// Notes that somebody doesn't come today, or that they do.
    pub fn mark(&self, member: u32, is_absent: bool) -> Result<(), RosterError> {
        let mut rosters = self.open()?;
        let (settings, _, today) = self.settings()?;
        let kept_since = today.saturating_sub(i32::from(settings.keep_subjects_days).days());
        rosters.mark(member, today, is_absent, kept_since)
    }

    /// Makes badges as one PDF in a folder, and names the file.
    pub fn print_badges(&self, order: &Order, folder: &str) -> Result<PathBuf, RosterError> {
        let mut rosters = self.open()?;
        let (settings, _, today) = self.settings()?;
        let folder = present_folder(&self.home, folder)?;
        let now = self.clock.now().at;
        let made = rosters.make_badges(order, &self.home, &settings, now)?;
        let roster = rosters.roster(order.roster)?;
        let name = file_name(&[Some(roster.name.as_str()), order.group.as_deref()]);
        let file = folder.join(format!("the-{name}-{today}.pdf"));
        rosters.keep_badges(&made, &file)?;
        Ok(file)
    }

    /// A member's badge is lost.
    pub fn revoke_badge(&self, member: u32) -> Result<(), RosterError> {
        self.open()?.revoke_badge(member, self.clock.now().at)
    }

    /// Writes a list, or one group of it, into a folder, and names the file.
    pub fn save(
        &self,
        number: u32,
        group: Option<&str>,
        folder: &str,
        format: Format,
    ) -> Result<PathBuf, RosterError> {
        let mut stands = self.stands(number)?;
        let (_, zone, today) = self.settings()?;
        if let Some(group) = group {
            stands.people.retain(|one| one.listed.group == group);
        }
        let folder = present_folder(&self.home, folder)?;
        let (bytes, ending) = match format {
            Format::Xlsx => (table::xlsx(&stands, &zone)?, "xlsx"),
            Format::Csv => (table::csv(&stands, &zone)?, "csv"),
        };
        let name = file_name(&[Some(stands.roster.name.as_str()), group]);
        let file = folder.join(format!("{name}-{today}.{ending}"));
        replace_file(&file, &bytes).map_err(|error| FolderError::of(&error, &folder))?;
        Ok(file)
    }
}

/// Of a list's name and a group's, as a file may be called.
fn file_name(names: &[Option<&str>]) -> String {
    let names: Vec<&str> = names.iter().copied().flatten().collect();
    fold_name(&names.join(" ")).replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
}
