//! *Desk*: the window's questions about the book. Each asks whether somebody may, and opens the log anew.

use super::search::Cursor;
use super::{Bars, Book, Day, Details, Found, NotAmended, Present, Row, Unclear};
use crate::clock::Clock;
use crate::home::Home;
use crate::ledger::LedgerError;
use crate::settings::{Settings, SettingsError};
use crate::staff::{NotAllowed, Person, Staff, StaffError};
use crate::targets::{TargetError, Targets};
use checkpoint::policy::Words;
use checkpoint::role::Act;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The window's way to the book.
pub struct Desk {
    home: Home,
    staff: Arc<Staff>,
    clock: Arc<dyn Clock>,
}

/// Why a question wasn't answered. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Staff(#[from] StaffError),
    #[error(transparent)]
    Targets(#[from] TargetError),
    #[error(transparent)]
    NotAmended(#[from] NotAmended),
}

impl DeskError {
    pub fn words(&self) -> Words {
        let vi = match self {
            DeskError::NotAllowed(not_allowed) => return not_allowed.words(),
            DeskError::Staff(error) => return error.words(),
            DeskError::Targets(error) => return error.words(),
            DeskError::NotAmended(error) => return error.words(),
            DeskError::Ledger(error) => format!("Chưa đọc được sổ: {error}"),
            DeskError::Settings(error) => format!("Chưa đọc được cài đặt: {error}"),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// What the numbers of rows stand for.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub gates: BTreeMap<u32, String>,
    pub purposes: BTreeMap<u8, String>,
    pub staff: BTreeMap<u64, String>,
    pub targets: BTreeMap<u32, String>,
}

/// Who was inside at a moment.
#[derive(Clone, Debug)]
pub struct Listed {
    pub at: Timestamp,
    /// Each with the line that names them.
    pub people: Vec<(Present, Option<Row>)>,
    /// Of the day before; see [`super::Inside`].
    pub overnight: Vec<(Present, Option<Row>)>,
    pub unnamed: u64,
    pub unclear: Vec<Unclear>,
}

impl Desk {
    pub fn new(home: &Home, staff: Arc<Staff>, clock: Arc<dyn Clock>) -> Desk {
        Desk {
            home: home.clone(),
            staff,
            clock,
        }
    }

    /// Asks whether somebody may, and hands over the log as it is now.
    pub(crate) fn open(&self, act: Act) -> Result<(Book, Named, Timestamp), DeskError> {
        let now = self.clock.now();
        self.staff.allow(act, &now)?;
        self.unasked(now.at)
    }

    /// The log as it is now, for whoever has asked already.
    pub(crate) fn unasked(&self, now: Timestamp) -> Result<(Book, Named, Timestamp), DeskError> {
        let settings = Settings::load(&Settings::path(&self.home))?;
        let book = Book::open(&self.home, settings.time_zone()?)?;
        let staff = self.staff.people()?.into_iter();
        let targets = if self.home.targets().exists() {
            Targets::open(&self.home)?.list()?
        } else {
            Vec::new()
        };
        let named = Named {
            gates: [(settings.gate, settings.gate_name)].into(),
            purposes: settings.purposes,
            staff: staff
                .map(|Person { number, name, .. }| (number, name))
                .collect(),
            targets: targets
                .into_iter()
                .map(|target| (target.id, target.name))
                .collect(),
        };
        Ok((book, named, now))
    }

    /// Lets somebody look at a day, today where none is said.
    pub fn day<T>(
        &self,
        date: Option<Date>,
        look: impl FnOnce(&Day, &Named) -> T,
    ) -> Result<T, DeskError> {
        let (book, named, now) = self.open(Act::SeeBook)?;
        let today = book.zone.to_datetime(now).date();
        let day = book.day(date.unwrap_or(today), now)?;
        Ok(look(&day, &named))
    }

    /// A day's bars as they are now, today's where none is said, and how many lines it has behind a place of the log.
    pub fn bars(&self, date: Option<Date>, upto: u64) -> Result<(Bars, usize), DeskError> {
        let (book, _, now) = self.open(Act::SeeBook)?;
        let today = book.zone.to_datetime(now).date();
        Ok(book.bars(date.unwrap_or(today), upto)?)
    }

    pub fn search(
        &self,
        typed: &str,
        after: Option<Cursor>,
        most: usize,
    ) -> Result<(Found, Named), DeskError> {
        let (book, named, _) = self.open(Act::SeeBook)?;
        let found = book.search(typed, &named.purposes, after, most)?;
        Ok((found, named))
    }

    /// All that the log has to say of the line at a place.
    pub fn details(&self, place: u64) -> Result<(Details, Named), DeskError> {
        let (book, named, _) = self.open(Act::SeeBook)?;
        let details = book.details(place)?.ok_or(NotAmended::Gone)?;
        Ok((details, named))
    }

    /// Who was inside; now, where no moment is said.
    pub fn inside(&self, at: Option<Timestamp>) -> Result<(Listed, Named), DeskError> {
        let (book, named, now) = self.open(Act::SeeBook)?;
        let at = at.unwrap_or(now);
        let inside = book.inside(at)?;
        let listed = Listed {
            at,
            people: book.with_lines(inside.people)?,
            overnight: book.with_lines(inside.overnight)?,
            unnamed: inside.unnamed,
            unclear: inside.unclear,
        };
        Ok((listed, named))
    }
}

impl Book {
    /// Gives people the lines that name them, one to each; somebody's second stay by the same line has it, too.
    pub(crate) fn with_lines(
        &self,
        people: Vec<Present>,
    ) -> Result<Vec<(Present, Option<Row>)>, LedgerError> {
        let place = |present: &Present| present.stay.named().map(|passage| passage.named_by.1);
        let places: Vec<u64> = people.iter().filter_map(place).collect();
        let lines = self.lines_of(&places)?.into_iter();
        let lines: BTreeMap<u64, Row> = lines.map(|row| (row.place, row)).collect();
        let line = |present: Present| {
            let line = place(&present).and_then(|place| lines.get(&place).cloned());
            (present, line)
        };
        Ok(people.into_iter().map(line).collect())
    }
}

/// Lines of one page of the window's table.
pub const PAGE: usize = 100;
