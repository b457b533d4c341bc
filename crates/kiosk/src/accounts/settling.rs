//! *Settling*: a day's account is looked at and settled, and people are counted at the gate.

use super::{Accounts, AccountsError};
use crate::book::{Checks, Settled};
use crate::staff::handover::{SignedHead, sign};
use checkpoint::coverage::Window;
use checkpoint::role::Act;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// The most that one count may come to.
const MOST_HEADS: u32 = 100_000;

/// Everybody whom somebody counted through the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub from: Timestamp,
    pub until: Timestamp,
    /// None takes back what was counted from then on.
    pub people: Option<u32>,
}

/// A day before it is settled, or settled anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub date: Date,
    pub checks: Checks,
    pub settled: Option<Settled>,
    /// Who settled it, by name.
    pub by: Option<String>,
    /// In which somebody counted, and who, by name.
    pub windows: Vec<(Window, Option<String>)>,
}

impl Accounts {
    /// The five checks of a day (today, where none is said), and how it was settled before.
    pub fn checks(&self, date: Option<Date>) -> Result<Checked, AccountsError> {
        self.allow(Act::SettleDay)?;
        Ok(self.book.day(date, |day, named| {
            let named = |by: Option<u64>| by.and_then(|by| named.staff.get(&by).cloned());
            let windows = day.bars.windows.iter();
            let by = day.settled.and_then(|settled| settled.by);
            Checked {
                date: day.date,
                checks: day.checks(),
                settled: day.settled,
                by: named(by),
                windows: windows.map(|one| (*one, named(one.by))).collect(),
            }
        })?)
    }

    /// Settles a day, whatever the checks say: an entry. What the log has come to then is signed, to be scanned elsewhere.
    pub fn settle(&self, date: Date) -> Result<SignedHead, AccountsError> {
        let head = self.at_gate(move |post| post.settle_day(date))?;
        sign(&self.home, head).ok_or(AccountsError::NotStored)
    }

    /// Enters a count: whoever stands at the gate may.
    pub fn count(&self, counted: Counted) -> Result<(), AccountsError> {
        self.ask_window(&counted)?;
        self.at_gate(move |post| post.headcount(counted).map(|_| ()))
    }

    /// Whether a count can be one.
    pub(super) fn ask_window(&self, counted: &Counted) -> Result<(), AccountsError> {
        let lasts = counted.until.duration_since(counted.from);
        let (least, most) = (SignedDuration::from_mins(1), SignedDuration::from_hours(24));
        if lasts < least || lasts > most || counted.until > self.clock.now().at {
            return Err(AccountsError::Window);
        }
        if counted.people.is_some_and(|people| people > MOST_HEADS) {
            return Err(AccountsError::Heads);
        }
        Ok(())
    }
}
