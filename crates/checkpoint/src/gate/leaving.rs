//! *Leaving*: a badge of the day, printed for whoever came in a moment ago, sees them out by the visit that it was printed for,
//! be they known by a number or not.

use super::fact::Fact;
use super::view::within;
use super::{ALREADY_MS, Gate, NotNow, Sighting, doubt, scan};
use crate::document::CodeId;
use crate::entry::{Direction, Outcome, Ref};
use crate::moment::Moment;
use crate::subject::Who;
use crate::verdict::{Judged, Reason};

/// A badge is printed for whoever came within this.
const PRINTED_MS: u64 = 600_000;

/// Somebody who came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Came {
    /// The entry that let them in.
    pub of: Ref,
    /// The entry whose subject names them.
    pub named_by: Ref,
}

/// What a badge of the day before the gate asks for, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub sighting: Sighting,
    pub who: Who,
    /// The entry whose subject names them; None where nobody knows the visit any more.
    pub named_by: Option<Ref>,
}

impl Gate {
    /// The newest visitor, who came in and is inside, for whom a badge of the day may be printed.
    pub fn came(&self, now: &Moment) -> Result<Came, NotNow> {
        let mut recent = self
            .facts
            .newest()
            .take_while(|fact| within(now, &fact.moment, PRINTED_MS));
        let visitor =
            recent.find(|fact| fact.is_admission() && !fact.is_late && self.is_inside_by(fact));
        let fact = visitor.ok_or(NotNow::NobodyCame)?;
        Ok(Came {
            of: fact.entry,
            named_by: fact.named_by,
        })
    }

    /// A badge of the day is before the gate that was printed for whoever came by an entry; None where no visit is known
    /// that it was printed for. Nobody is moved. A visit that is over makes it a *look*.
    pub fn leaving(
        &mut self,
        code: CodeId,
        judged: &Judged,
        came: Option<Ref>,
        now: &Moment,
    ) -> Leaving {
        let n = came.and_then(|came| self.facts.find(came));
        let fact = n.and_then(|n| self.facts.get(n)).cloned();
        let who = fact
            .as_ref()
            .map(|fact| fact.who.clone())
            .unwrap_or_default();
        let sighting = self.asked_by_badge(code, judged, fact.as_ref(), now);
        Leaving {
            sighting,
            who,
            named_by: fact.map(|fact| fact.named_by),
        }
    }

    fn asked_by_badge(
        &mut self,
        code: CodeId,
        judged: &Judged,
        fact: Option<&Fact>,
        now: &Moment,
    ) -> Sighting {
        let nobody = Who::default();
        let who = fact.map_or(&nobody, |fact| &fact.who);
        if self.views.see(code, who.person, now) {
            self.stays(code, now);
            return Sighting::InView;
        }
        let persons = self.kin(who);
        if let Some(seen) = self.seen_before(code, who, &persons, now) {
            return seen;
        }
        let inside = fact.filter(|fact| self.is_inside_by(fact));
        // It comes out of the printer before the camera, and its holder may have no number by which they were seen.
        if let Some(fact) = inside.filter(|fact| within(now, &fact.moment, ALREADY_MS)) {
            self.views.answered(code, who.person, fact.place.n, now);
            return Sighting::Already {
                of: fact.entry,
                at: fact.moment.at,
                verdict: Outcome::Admit,
            };
        }
        self.views.waits(code, who.person, now);
        let mut draft = scan(judged);
        match inside {
            Some(fact) => {
                draft.direction = Some(Direction::Out);
                draft.of = Some(fact.entry);
            }
            None => doubt(&mut draft, Reason::BadgeSpent),
        }
        Sighting::Enter(draft)
    }

    /// Somebody came in by it and was seen neither going nor coming since.
    fn is_inside_by(&self, fact: &Fact) -> bool {
        let comes = fact
            .passage()
            .is_some_and(|passage| passage.direction == Direction::In);
        let is_newest = self
            .days
            .values()
            .filter_map(|day| day.newest(&fact.who, None))
            .all(|passage| passage.place <= fact.place);
        let has_left = self.facts.newest().any(|other| {
            let passage = other.passage();
            passage.is_some_and(|passage| passage.ends == Some(fact.entry))
        });
        comes && is_newest && !has_left
    }
}
