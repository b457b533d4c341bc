//! *Desk*: the window's verbs about the people who are to be looked at. Each asks whether somebody may; each change is an
//! entry first, which says nothing of whom.

use super::super::columns::Chosen;
use super::super::import::{WatchPlan, plan_watch};
use super::super::looked::Looked;
use super::{Keeping, Line, Typed, Watch, Watched};
use crate::clock::Clock;
use crate::home::Home;
use crate::roster::{RosterError, Rosters};
use crate::settings::Settings;
use crate::staff::Staff;
use crate::watch::Door;
use checkpoint::role::Act;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The window's way to the list.
pub struct WatchDesk {
    home: Home,
    staff: Arc<Staff>,
    clock: Arc<dyn Clock>,
    gate: Door,
    looked: Looked<WatchPlan>,
}

/// The list, and the names of those who put people on it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub today: Date,
    pub watched: Vec<Watched>,
    pub staff: BTreeMap<u64, String>,
}

impl WatchDesk {
    pub fn new(home: &Home, staff: Arc<Staff>, clock: Arc<dyn Clock>, gate: Door) -> WatchDesk {
        WatchDesk {
            home: home.clone(),
            staff,
            clock,
            gate,
            looked: Looked::default(),
        }
    }

    fn open(&self) -> Result<(Rosters, Date), RosterError> {
        let now = self.clock.now();
        self.staff.allow(Act::KeepLists, &now)?;
        let zone = Settings::load(&Settings::path(&self.home))?.time_zone()?;
        Ok((Rosters::open(&self.home)?, zone.to_datetime(now.at).date()))
    }

    pub fn all(&self) -> Result<Listed, RosterError> {
        let (rosters, today) = self.open()?;
        let people = self.staff.people().unwrap_or_default().into_iter();
        Ok(Listed {
            today,
            watched: rosters.watched()?,
            staff: people.map(|person| (person.number, person.name)).collect(),
        })
    }

    /// Puts somebody on the list, or changes a line of it.
    pub fn put(&self, number: Option<u32>, typed: &Typed) -> Result<(), RosterError> {
        let (rosters, today) = self.open()?;
        let line = Line::of(typed, today)?;
        if let Some(number) = number {
            find(&rosters, number)?;
        }
        self.keep(rosters, today, &[(number, line)])
    }

    pub fn remove(&self, number: u32) -> Result<(), RosterError> {
        let (rosters, today) = self.open()?;
        find(&rosters, number)?;
        self.enter()?;
        rosters.remove_watched(number)?;
        self.hand_over(&rosters, today)
    }

    /// Says what a file, in base64, would add to the list and change of it; nobody is taken from it. `columns`: None where
    /// the headings say it.
    pub fn look(
        &self,
        file: &str,
        columns: Option<&Chosen>,
    ) -> Result<(u32, WatchPlan), RosterError> {
        let (rosters, today) = self.open()?;
        let kept = rosters.watched()?;
        self.looked
            .look(file, columns, |file| Ok(plan_watch(file, &kept, today)?))
    }

    /// Rows that were read of the file that is being looked at; 0 while there is none.
    pub fn rows(&self) -> u32 {
        self.looked.rows()
    }

    /// Takes the file that was looked at.
    pub fn take(&self, number: u32) -> Result<(), RosterError> {
        let (rosters, today) = self.open()?;
        self.looked.take(number, RosterError::Stale, |plan| {
            self.keep(rosters, today, &plan.lines)
        })
    }

    fn keep(
        &self,
        mut rosters: Rosters,
        today: Date,
        lines: &[(Option<u32>, Line)],
    ) -> Result<(), RosterError> {
        if lines.is_empty() {
            return Ok(());
        }
        self.enter()?;
        let now = self.clock.now();
        let by = self.staff.signed_on(&now).desk.map(|person| person.number);
        let at = now.at;
        rosters.keep_watched(&Keeping { lines, by, at })?;
        self.hand_over(&rosters, today)
    }

    fn enter(&self) -> Result<(), RosterError> {
        Ok(self.gate.ask(|post| post.watch_changes())?)
    }

    /// The gate asks the list as it is from here on.
    fn hand_over(&self, rosters: &Rosters, today: Date) -> Result<(), RosterError> {
        let watch = Watch::read(rosters, today)?;
        self.gate.with(move |post| post.watch_is(watch));
        Ok(())
    }
}

/// Error: the line isn't there any more.
fn find(rosters: &Rosters, number: u32) -> Result<(), RosterError> {
    let mut all = rosters.watched()?.into_iter();
    let found = all.find(|watched| watched.number == number);
    found.map(drop).ok_or(RosterError::UnknownLine)
}
