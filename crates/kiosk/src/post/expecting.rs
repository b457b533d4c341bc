//! *Expecting*: what appointment somebody at the gate may have come for. It changes no verdict: the guard reads whom they
//! come to see, and where there is no doubt the entry says what for.

use super::Post;
use super::shown::Holder;
use crate::ledger::Sought;
use crate::roster::Rosters;
use crate::store::LISTED;
use checkpoint::entry::{Direction, Draft};
use checkpoint::expected::{Appointment, Expected};
use checkpoint::moment::Moment;
use checkpoint::subject::fold_name;
use jiff::ToSpan;
use jiff::civil::Date;

/// How often a list that couldn't be read is tried again.
const TRY_EVERY_MS: u64 = 10_000;

/// The day's list as this gate asks it.
#[derive(Default)]
pub(super) struct Expecting {
    expected: Expected,
    /// Whose list it is; None before it was read.
    day: Option<Date>,
    last_try: Option<Moment>,
}

/// An appointment for which somebody may have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    pub appointment: Appointment,
    /// Else it may be somebody else's.
    pub is_sure: bool,
}

/// The one that somebody came for, where there is no doubt.
pub(super) fn appointed(expected: &[Expectation]) -> Option<&Appointment> {
    let mut sure = expected.iter().filter(|one| one.is_sure);
    sure.next().map(|one| &one.appointment)
}

impl Post {
    /// Reads the day's list once the gate is open, and again with each day.
    pub(super) fn read_expected_when_due(&mut self, now: &Moment) {
        let today = self.today(now);
        let expecting = &mut self.expecting;
        let is_due = |tried: Moment| now.since(&tried) >= TRY_EVERY_MS;
        if expecting.day == Some(today) || !expecting.last_try.is_none_or(is_due) {
            return;
        }
        expecting.last_try = Some(*now);
        let home = self.store.home();
        if !home.rosters().exists() {
            self.expected_are(today, Expected::default());
        } else if let Ok(rosters) = Rosters::open(home)
            && let Ok(expected) = rosters.expected_on(today)
        {
            let kept = i32::from(self.settings.keep_days()).days();
            // What can't be forgotten is forgotten on another day.
            let _ = rosters.forget_expected(today.saturating_sub(kept));
            self.expected_are(today, expected);
        }
    }

    /// The list of a day is this from here on.
    pub(crate) fn expected_are(&mut self, day: Date, expected: Expected) {
        self.expecting.expected = expected;
        self.expecting.day = Some(day);
    }

    /// The day's appointments of those whom letters may mean.
    pub(super) fn appointments(&self, sought: &Sought, now: &Moment) -> Vec<Appointment> {
        let Expecting { expected, day, .. } = &self.expecting;
        if *day != Some(self.today(now)) {
            return Vec::new();
        }
        let folded = expected.all().iter().map(|one| (fold_name(&one.name), one));
        let folded: Vec<(String, &Appointment)> = folded.collect();
        let found = sought.first(folded.iter(), LISTED, |(name, _)| (name.as_str(), None));
        found.into_iter().map(|(_, one)| (*one).clone()).collect()
    }

    /// What appointments somebody may have come for; none for who leaves. `draft`: the entry that is made of them.
    pub(super) fn expected(
        &self,
        draft: Option<&Draft>,
        holder: &Holder,
        now: &Moment,
    ) -> Vec<Expectation> {
        let leaves = draft.is_some_and(|draft| draft.direction == Some(Direction::Out));
        let Some(name) = holder.name.as_deref().filter(|_| !leaves) else {
            return Vec::new();
        };
        let Expecting { expected, day, .. } = &self.expecting;
        if *day != Some(self.today(now)) {
            return Vec::new();
        }
        let time = self.store.zone().to_datetime(now.at).time();
        let meant = expected.find(name, holder.birth_year, time).into_iter();
        let expectations = meant.filter_map(|meant| {
            Some(Expectation {
                appointment: expected.all().get(meant.at)?.clone(),
                is_sure: meant.is_sure,
            })
        });
        expectations.collect()
    }
}
