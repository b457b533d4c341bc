//! *Expected*: visitors with whom a unit has an appointment on a day, and whether somebody may have come for one.
//!
//! Names are compared as [`crate::alike`] compares them. Several appointments that fit somebody equally well are told
//! apart by their hours, where one of them is under way. It changes no verdict.

use crate::alike::{Described, Index, Likeness, Spelling};
use crate::document::Birth;
use crate::roster::Seen;
use jiff::Timestamp;
use jiff::civil::Time;

/// Somebody is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub name: String,
    pub birth: Birth,
    /// Whom they come to see.
    pub host: String,
    /// These two may be empty.
    pub purpose: String,
    pub organisation: String,
    /// None where no hour was said.
    pub from: Option<Time>,
    pub until: Option<Time>,
}

impl Appointment {
    fn is_under_way(&self, at: Time) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }
}

/// An appointment for which somebody may have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Its place in the list.
    pub at: usize,
    pub likeness: Likeness,
    /// No other one fits as well, and neither letters nor a birth year speak against it.
    pub is_sure: bool,
}

/// The appointments of one day.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    appointments: Vec<Appointment>,
    index: Index,
}

impl Expected {
    pub fn of(appointments: Vec<Appointment>) -> Expected {
        let described = appointments.iter().map(|one| Described {
            name: one.name.clone(),
            birth: one.birth,
            numbers: Vec::new(),
        });
        Expected {
            index: Index::of(described.collect()),
            appointments,
        }
    }

    pub fn all(&self) -> &[Appointment] {
        &self.appointments
    }

    /// For which appointments somebody may be here at an hour: those that fit best, in the order of the list.
    pub fn find(&self, name: &str, birth_year: Option<i16>, at: Time) -> Vec<Meant> {
        if self.appointments.is_empty() {
            return Vec::new();
        }
        let mut fitting = self.index.find(&Described {
            name: name.to_owned(),
            birth: birth_year.map_or(Birth::Unknown, Birth::Year),
            numbers: Vec::new(),
        });
        let rank = |likeness: &Likeness| (likeness.spelling, !likeness.birth);
        let best = fitting.iter().map(|(_, likeness)| rank(likeness)).min();
        fitting.retain(|(_, likeness)| Some(rank(likeness)) == best);
        let is_under_way = |place: usize| {
            let appointment = self.appointments.get(place);
            appointment.is_some_and(|one| one.is_under_way(at))
        };
        if fitting.iter().any(|(place, _)| is_under_way(*place)) {
            fitting.retain(|(place, _)| is_under_way(*place));
        }
        let is_only = fitting.len() == 1;
        let meant = fitting.into_iter().map(|(at, likeness)| Meant {
            at,
            likeness,
            is_sure: is_only && (likeness.spelling <= Spelling::Respelt || likeness.birth),
        });
        meant.collect()
    }
}

/// When somebody came for an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    pub at: Timestamp,
    /// Else it may have been somebody else.
    pub is_sure: bool,
}

/// The appointments of a day that are compared with its log, entry by entry, in any order.
#[derive(Clone, Debug)]
pub struct Tally {
    expected: Expected,
    came: Vec<Option<Came>>,
}

impl Tally {
    pub fn of(appointments: Vec<Appointment>) -> Tally {
        Tally {
            came: vec![None; appointments.len()],
            expected: Expected::of(appointments),
        }
    }

    /// `time`: when it was, where the unit is.
    pub fn take(&mut self, seen: &Seen, time: Time) {
        let Some(name) = &seen.identity.name else {
            return;
        };
        for meant in self.expected.find(name, seen.identity.birth_year, time) {
            let came = Came {
                at: seen.at,
                is_sure: meant.is_sure,
            };
            let Some(known) = self.came.get_mut(meant.at) else {
                continue;
            };
            let rank = |came: &Came| (!came.is_sure, came.at);
            if known.as_ref().is_none_or(|known| rank(&came) < rank(known)) {
                *known = Some(came);
            }
        }
    }

    /// In the order of the appointments; None for who hasn't come yet.
    pub fn came(self) -> Vec<Option<Came>> {
        self.came
    }
}
