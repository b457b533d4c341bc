//! *Heads*: a group that declared itself once. Its pass says how many come on it and names the first of them alone; the gate knows
//! how many have come, be it that they showed the pass with a document of their own or that the guard counted them as they walked in.
//!
//! Told from the log: the pass's first entry says how many declared (`heads`), and every later one of the group names it (`group`).

use super::fact::{Fact, Origin};
use super::view::within;
use super::visit::{Agreement, Likeness, Visit};
use super::{Gate, NotNow, Sighting, doubt};
use crate::document::CodeId;
use crate::entry::{Direction, Draft, Kind, Party, Ref};
use crate::moment::Moment;
use crate::policy::Need;
use crate::subject::{Person, Who};
use crate::verdict::{Judged, Reason};
use std::collections::BTreeSet;

/// One more of a group that nobody names is one of the newest for this long.
const GROUP_MS: u64 = 600_000;

/// A group that came on one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The entry by which its pass was shown first.
    pub of: Ref,
    /// How many declared together; from 2.
    pub heads: u32,
    /// How many of them have come in. More than declared where the guard admitted one too many.
    pub come: u32,
}

/// What a group's pass before the gate asks for, and with whom it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    pub sighting: Sighting,
    pub who: Who,
    /// The entry whose subject names them; None where nobody but the pass says who comes.
    pub named_by: Option<Ref>,
}

/// Who of a group has come in.
#[derive(Default)]
struct Come {
    people: u32,
    /// Of those who showed a number: all that is known of each.
    persons: Vec<BTreeSet<Person>>,
    /// The visits of the others.
    visits: BTreeSet<u64>,
}

impl Gate {
    /// A group's pass is before the gate; `before` finds an entry by which it was shown within its time. It says how many come and
    /// not who, so that whoever shows it with a document of their own is one of its heads, until they are used up. Nobody is moved.
    pub fn shared(
        &mut self,
        code: CodeId,
        judged: &Judged,
        who: &Who,
        before: impl FnOnce() -> Option<Ref>,
        now: &Moment,
    ) -> Shared {
        let alone = |sighting| Shared {
            sighting,
            who: who.clone(),
            named_by: None,
        };
        if self.views.see(code, who.person, now) {
            self.stays(code, now);
            return alone(Sighting::InView);
        }
        let group = before().map(|before| self.begun_by(before));
        let Some(first) = self.shows_it(judged, now).cloned() else {
            let mut sighting = self.sighted(code, judged, who, now);
            if let Sighting::Enter(draft) = &mut sighting {
                draft.group = group.map(Box::new);
                let comes = draft.direction == Some(Direction::In);
                if group.is_some_and(|group| comes && self.is_used_up(group, None)) {
                    doubt(draft, Reason::UsedAgain);
                }
            }
            return alone(sighting);
        };
        let evidence = crate::policy::Evidence::of(judged);
        self.visits.bring(code, evidence, judged, now);
        self.views.waits(code, first.who.person, now);
        let mut draft = self.weighed_second(judged, first.place.n, now);
        draft.of = Some(first.entry);
        draft.group = group.map(Box::new);
        if let Some(group) = group
            && first.direction != Some(Direction::Out)
            && self.is_used_up(group, Some(&first))
        {
            doubt(&mut draft, Reason::UsedAgain);
        }
        Shared {
            sighting: Sighting::Enter(draft),
            named_by: Some(first.named_by),
            who: first.who,
        }
    }

    /// The group that an entry is of: by its visit's pass, as one who was counted, or as the guard's answer to one of them.
    pub fn group(&self, seq: u64) -> Option<Group> {
        self.told(self.root(self.facts.newest_at(seq)?)?)
    }

    /// The entries of a group are remembered, and with them how many have come.
    pub fn knows_group(&self, by: Ref) -> bool {
        self.told(self.begun_by(by)).is_some()
    }

    /// One more of a group walks in: of the one that the entry at `seq` is of, else of the newest.
    pub fn one_more(&self, seq: Option<u64>, now: &Moment) -> Result<Draft, NotNow> {
        let group = match seq {
            Some(seq) => self.group(seq),
            None => self.newest_group(now),
        };
        let group = group
            .filter(|group| group.come > 0)
            .ok_or(NotNow::NoGroup)?;
        if group.come >= group.heads {
            return Err(NotNow::GroupFull);
        }
        let mut draft = Draft::new(Kind::Passed);
        draft.count = Some(1);
        draft.party = Some(Party::Visitor);
        let asked = Some(Direction::In);
        Gate::send(&mut draft, self.way(&Who::default(), asked, now.at, None));
        draft.group = Some(Box::new(group.of));
        Ok(draft)
    }

    fn newest_group(&self, now: &Moment) -> Option<Group> {
        let recent = self
            .facts
            .newest()
            .take_while(|fact| within(now, &fact.moment, GROUP_MS));
        let mut groups = recent.filter_map(|fact| self.told(self.root(fact)?));
        groups.find(|group| group.come > 0)
    }

    /// The first entry of the group of another one of its entries.
    fn begun_by(&self, entry: Ref) -> Ref {
        let fact = self.facts.find(entry).and_then(|n| self.facts.get(n));
        fact.and_then(|fact| fact.group).unwrap_or(entry)
    }

    fn root(&self, fact: &Fact) -> Option<Ref> {
        let about = match fact.origin {
            Origin::Decision(Some(matter)) => self.facts.get(matter)?,
            Origin::Decision(None)
            | Origin::Scan
            | Origin::SecondDocument(_)
            | Origin::Manual
            | Origin::Passed
            | Origin::AutoOut(_) => fact,
        };
        let mut documents = self.facts.documents(self.facts.first(about));
        documents.find_map(|fact| {
            let own = fact.heads.map(|_| fact.entry);
            fact.group.or(own).filter(|_| !fact.is_void)
        })
    }

    fn told(&self, of: Ref) -> Option<Group> {
        let mut members = self.facts.of_group(of);
        let heads = members.find_map(|fact| fact.heads)?;
        Some(Group {
            of,
            heads,
            come: self.come(of).people,
        })
    }

    fn come(&self, of: Ref) -> Come {
        let mut come = Come::default();
        for fact in self.facts.of_group(of).filter(|fact| !fact.is_void) {
            if fact.origin == Origin::Passed {
                let passage = fact.passage();
                let passage = passage.filter(|passage| passage.direction == Direction::In);
                come.people += passage.map_or(0, |passage| passage.count);
                continue;
            }
            let first = self.facts.first(fact);
            if (self.let_in(first) || self.let_in(fact)) && !self.is_among(&come, first) {
                come.people += 1;
                match first.who.person {
                    Some(_) => come.persons.push(self.kin(&first.who)),
                    None => drop(come.visits.insert(first.place.n)),
                }
            }
        }
        come
    }

    /// All have come who declared, and somebody isn't one of them; where the policy asks for it.
    fn is_used_up(&self, of: Ref, first: Option<&Fact>) -> bool {
        let come = self.come(of);
        let heads = self.facts.of_group(of).find_map(|fact| fact.heads);
        self.policy.used_again_hours > 0
            && heads.is_some_and(|heads| come.people >= heads)
            && !first.is_some_and(|first| self.is_among(&come, first))
    }

    fn is_among(&self, come: &Come, first: &Fact) -> bool {
        let kin = self.kin(&first.who);
        let mut persons = come.persons.iter();
        come.visits.contains(&first.place.n)
            || persons.any(|known| known.iter().any(|person| kin.contains(person)))
    }

    /// Somebody came in by it, by the gate's word or the guard's.
    fn let_in(&self, fact: &Fact) -> bool {
        let comes = |fact: &Fact| {
            let passage = fact.passage();
            passage.is_some_and(|passage| passage.direction == Direction::In)
        };
        comes(fact) || self.facts.decision(fact).is_some_and(comes)
    }

    /// The first document of whoever shows a group's pass: of those before the gate who have none yet, the one whom it names, else
    /// the newest.
    fn shows_it(&self, judged: &Judged, now: &Moment) -> Option<&Fact> {
        let likeness = Likeness::of(judged);
        let needs = [Need::Identity, Need::Declaration];
        let has_none = |visit: &&Visit| visit.lacks(&needs) == [Need::Declaration];
        let mut newest = None;
        for visit in self.visits.before_the_gate(now).filter(has_none) {
            if visit.agrees(&likeness) == Agreement::Same {
                newest = Some(visit);
                break;
            }
            newest = newest.or(Some(visit));
        }
        self.facts.get(newest?.first)
    }
}
