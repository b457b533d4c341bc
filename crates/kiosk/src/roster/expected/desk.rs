//! *Desk*: the window's verbs about the visitors whom the unit expects. Each asks whether somebody may.

use super::super::columns::Chosen;
use super::super::import::{ExpectedPlan, plan_expected};
use super::super::looked::Looked;
use super::{Kept, Line, Typed};
use crate::book::Book;
use crate::clock::Clock;
use crate::home::Home;
use crate::roster::{RosterError, Rosters};
use crate::settings::Settings;
use crate::staff::Staff;
use crate::watch::Door;
use checkpoint::expected::{Came, Tally};
use checkpoint::role::Act;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The window's way to the list.
pub struct ExpectedDesk {
    home: Home,
    staff: Arc<Staff>,
    clock: Arc<dyn Clock>,
    gate: Door,
    looked: Looked<ExpectedPlan>,
}

/// A day's list, each line with when they came.
#[derive(Clone, Debug)]
pub struct DayList {
    pub day: Date,
    pub today: Date,
    pub lines: Vec<(Kept, Option<Came>)>,
}

/// What a verb works on.
struct Open {
    rosters: Rosters,
    today: Date,
    zone: TimeZone,
}

impl ExpectedDesk {
    pub fn new(home: &Home, staff: Arc<Staff>, clock: Arc<dyn Clock>, gate: Door) -> ExpectedDesk {
        ExpectedDesk {
            home: home.clone(),
            staff,
            clock,
            gate,
            looked: Looked::default(),
        }
    }

    fn open(&self) -> Result<Open, RosterError> {
        let now = self.clock.now();
        self.staff.allow(Act::KeepLists, &now)?;
        let settings = Settings::load(&Settings::path(&self.home))?;
        let zone = settings.time_zone()?;
        let today = zone.to_datetime(now.at).date();
        let rosters = Rosters::open(&self.home)?;
        let kept = i32::from(settings.keep_days()).days();
        rosters.forget_expected(today.saturating_sub(kept))?;
        Ok(Open {
            rosters,
            today,
            zone,
        })
    }

    /// Whom the unit expects on a day, today where none is said, and who came.
    pub fn day(&self, day: Option<Date>) -> Result<DayList, RosterError> {
        let Open {
            rosters,
            today,
            zone,
        } = self.open()?;
        let day = day.unwrap_or(today);
        let kept = rosters.expected(day, day)?;
        let appointments = kept.iter().map(|kept| kept.line.appointment.clone());
        let mut tally = Tally::of(appointments.collect());
        if day <= today && !kept.is_empty() {
            for seen in Book::open(&self.home, zone.clone())?.seen(day)? {
                tally.take(&seen, zone.to_datetime(seen.at).time());
            }
        }
        Ok(DayList {
            day,
            today,
            lines: kept.into_iter().zip(tally.came()).collect(),
        })
    }

    /// Puts somebody on the list, or changes a line of it.
    pub fn put(&self, number: Option<u32>, typed: &Typed) -> Result<(), RosterError> {
        let mut open = self.open()?;
        let line = Line::of(typed, open.today, open.today)?;
        open.rosters.keep_expected(&[(number, line)])?;
        self.hand_over(&open)
    }

    pub fn remove(&self, number: u32) -> Result<(), RosterError> {
        let open = self.open()?;
        open.rosters.remove_expected(number)?;
        self.hand_over(&open)
    }

    /// Says what a file, in base64, would add to the list and change of it; nobody is taken from it. Rows without a day are
    /// of `day`. `columns`: None where the headings say it.
    pub fn look(
        &self,
        day: Option<Date>,
        file: &str,
        columns: Option<&Chosen>,
    ) -> Result<(u32, ExpectedPlan), RosterError> {
        let Open { rosters, today, .. } = self.open()?;
        let kept = rosters.expected(today, Date::MAX)?;
        let day = day.unwrap_or(today);
        self.looked.look(file, columns, |file| {
            Ok(plan_expected(file, &kept, day, today)?)
        })
    }

    /// Rows that were read of the file that is being looked at; 0 while there is none.
    pub fn rows(&self) -> u32 {
        self.looked.rows()
    }

    /// Takes the file that was looked at.
    pub fn take(&self, number: u32) -> Result<(), RosterError> {
        let mut open = self.open()?;
        self.looked.take(number, RosterError::Stale, |plan| {
            open.rosters.keep_expected(&plan.lines)
        })?;
        self.hand_over(&open)
    }

    /// The gate goes by the list as it is from here on.
    fn hand_over(&self, open: &Open) -> Result<(), RosterError> {
        let (today, expected) = (open.today, open.rosters.expected_on(open.today)?);
        self.gate
            .with(move |post| post.expected_are(today, expected));
        Ok(())
    }
}
