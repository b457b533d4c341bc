//! *Row*: a line of the book as a screen lists it, with what a person has to look at.

use super::Book;
use super::told::Told;
use checkpoint::book::{Amendments, Line};
use checkpoint::entry::{Direction, Kind, Outcome};
use checkpoint::subject::Note;
use checkpoint::verdict::Reason;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Why a row is to be looked at: *Cần xử lý*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The gate or the guard turned them away.
    Refused,
    /// The gate asked for a look, and nobody answered.
    Unanswered,
    /// Typed in, no document was read.
    ByHand,
    /// The clock wasn't trusted: no report counts it for a day.
    Undated,
    /// In, and perhaps in already under another number.
    PossibleDouble,
    /// Nobody saw them go: their gate closed them at its hour.
    Closed,
}

impl Need {
    pub const ALL: [Need; 6] = [
        Need::Refused,
        Need::Unanswered,
        Need::ByHand,
        Need::Undated,
        Need::PossibleDouble,
        Need::Closed,
    ];
}

/// A line of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the log: names it here, and never changes.
    pub place: u64,
    pub line: Line,
    /// Who of the staff was signed on.
    pub by: Option<u64>,
    pub needs: Vec<Need>,
    /// The targets that have it, by their ids.
    pub sent_to: Vec<u32>,
}

/// What a row has to be, to be listed. None of a member: whatever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub gate: Option<u32>,
    /// 0–23: they came or went through in it.
    pub hour: Option<i8>,
    pub direction: Option<Direction>,
    /// The guard's answer, where one was given, else what the gate said.
    pub verdict: Option<Outcome>,
    pub kind: Option<Kind>,
    pub by: Option<u64>,
    /// Every target has it, or one hasn't.
    pub sent: Option<bool>,
    pub need: Option<Need>,
}

impl Row {
    /// The guard's answer, where one was given, else what the gate said.
    pub fn verdict(&self) -> Option<Outcome> {
        self.line.answer.or(self.line.verdict)
    }

    pub(super) fn fits(&self, filter: &Filter, targets: usize, zone: &TimeZone) -> bool {
        let line = &self.line;
        let hour = |at: Timestamp| zone.to_datetime(at).hour();
        filter.gate.is_none_or(|gate| line.gate == gate)
            && filter
                .hour
                .is_none_or(|wanted| hour(line.at) == wanted || hour(line.passed_at) == wanted)
            && filter
                .direction
                .is_none_or(|way| line.direction == Some(way))
            && filter
                .verdict
                .is_none_or(|verdict| self.verdict() == Some(verdict))
            && filter.kind.as_ref().is_none_or(|kind| line.kind == *kind)
            && filter.by.is_none_or(|by| self.by == Some(by))
            && filter
                .sent
                .is_none_or(|sent| (self.sent_to.len() == targets) == sent)
            && filter.need.is_none_or(|need| self.needs.contains(&need))
    }

    /// By time, and by the log where two came at one.
    pub(super) fn order(&self) -> (Timestamp, u64) {
        (self.line.at, self.place)
    }
}

fn needs(told: &Told, line: &Line) -> Vec<Need> {
    let verdict = line.answer.or(line.verdict);
    let answered = line.answer.is_some() || line.is_void;
    let is = |need: Need| match need {
        Need::Refused => verdict == Some(Outcome::Refuse),
        Need::Unanswered => verdict == Some(Outcome::Look) && !answered,
        Need::ByHand => line.kind == Kind::Manual,
        Need::Undated => {
            told.entry.said.happened.is_none() && told.entry.moment.trusted().is_none()
        }
        Need::Closed => line.closed_at.is_some() && !line.is_void,
        Need::PossibleDouble => told.entry.said.reasons.contains(&Reason::PossibleDouble),
    };
    Need::ALL.into_iter().filter(|need| is(*need)).collect()
}

impl Book {
    /// The lines among some entries, by their places.
    pub(super) fn rows(&self, told: &[Told]) -> BTreeMap<u64, Row> {
        let mut amendments = Amendments::default();
        let note = |told: &Told| {
            let line = told.note.as_deref();
            line.and_then(|line| Note::parse(line).ok())
        };
        for one in told {
            amendments.learn(&one.entry, one.leaf, note(one).as_ref());
        }
        let rows = told.iter().filter_map(|one| {
            let line = amendments.line(&one.entry, one.leaf, one.identity.clone(), note(one))?;
            let has = self.sent.iter().filter(|(_, last)| one.place <= *last);
            let row = Row {
                place: one.place,
                needs: needs(one, &line),
                line,
                by: one.entry.said.by,
                sent_to: has.map(|(target, _)| *target).collect(),
            };
            Some((one.place, row))
        });
        rows.collect()
    }
}
