//! *View*: which codes lie before the gate, and when somebody was last seen.
//!
//! Known from sightings, not from the log: a gate that starts anew knows of it only when each of the
//! day's entries was written.

use crate::document::CodeId;
use crate::moment::Moment;
use crate::subject::Person;
use std::collections::{BTreeMap, BTreeSet};

/// A code counts again only after this long out of view.
const OUT_OF_VIEW_MS: u64 = 3_000;
/// Longer than any interval that a sighting decides; what is older is forgotten.
const FORGET_MS: u64 = 300_000;
/// How often it is looked for what can be forgotten.
const SWEEP_MS: u64 = 60_000;

/// Milliseconds from `earlier` to `now`; None where nobody knows, because the machine was started in
/// between and its clock has gone back. Such an interval suppresses nobody: a repeat too much can be
/// undone, a person too little can't.
pub(super) fn elapsed(now: &Moment, earlier: &Moment) -> Option<u64> {
    if now.boot != earlier.boot && now.at < earlier.at {
        return None;
    }
    Some(now.since(earlier))
}

/// At most that many milliseconds ago.
pub(super) fn within(now: &Moment, earlier: &Moment, ms: u64) -> bool {
    elapsed(now, earlier).is_some_and(|elapsed| elapsed <= ms)
}

/// What became of a code's showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Showing {
    /// Nothing durable yet: it asks again.
    Open,
    /// Answered; while it stays in view its holder is seen.
    Answered,
    /// Answered by an entry that is void now: it says nothing more while it stays in view, and
    /// nothing about its holder.
    Lifted,
}

#[derive(Debug)]
struct View {
    last: Moment,
    showing: Showing,
    person: Option<Person>,
    /// The fact that its showing was answered by.
    fact: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    last: Moment,
    fact: u64,
}

/// The last sighting of somebody, and the fact that was entered about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Earlier {
    /// Milliseconds ago.
    pub(super) elapsed: u64,
    pub(super) fact: u64,
}

#[derive(Debug, Default)]
pub(super) struct Views {
    codes: BTreeMap<CodeId, View>,
    persons: BTreeMap<Person, Seen>,
    swept: Option<Moment>,
}

impl Views {
    /// Notes that a code is before the gate. True when it still is, and its showing was answered.
    pub(super) fn see(&mut self, code: CodeId, person: Option<Person>, now: &Moment) -> bool {
        self.sweep(now);
        let Some(view) = self.codes.get_mut(&code) else {
            let view = View {
                last: *now,
                showing: Showing::Open,
                person,
                fact: None,
            };
            self.codes.insert(code, view);
            return false;
        };
        let stayed = elapsed(now, &view.last).is_some_and(|elapsed| elapsed < OUT_OF_VIEW_MS);
        if !stayed || view.showing == Showing::Open {
            return false;
        }
        view.last = *now;
        if view.showing == Showing::Answered
            && let Some(seen) = view.person.and_then(|person| self.persons.get_mut(&person))
        {
            seen.last = *now;
        }
        true
    }

    /// When this code was last answered, or one of these persons last seen: the newest of all.
    pub(super) fn earlier(
        &self,
        code: CodeId,
        persons: &BTreeSet<Person>,
        now: &Moment,
    ) -> Option<Earlier> {
        let view = self
            .codes
            .get(&code)
            .filter(|view| view.showing == Showing::Answered);
        let own = view.and_then(|view| Some((view.last, view.fact?)));
        let persons = persons.iter().filter_map(|person| self.persons.get(person));
        persons
            .map(|seen| (seen.last, seen.fact))
            .chain(own)
            .filter_map(|(last, fact)| {
                Some(Earlier {
                    elapsed: elapsed(now, &last)?,
                    fact,
                })
            })
            .min_by_key(|earlier| (earlier.elapsed, std::cmp::Reverse(earlier.fact)))
    }

    /// The fact that a code's showing was answered by.
    pub(super) fn fact_of(&self, code: CodeId) -> Option<u64> {
        self.codes.get(&code)?.fact
    }

    /// The newest fact about any of these persons.
    pub(super) fn newest_fact(&self, persons: &BTreeSet<Person>) -> Option<u64> {
        persons
            .iter()
            .filter_map(|person| self.persons.get(person))
            .map(|seen| seen.fact)
            .max()
    }

    /// The code's showing needs no entry: it belongs to this fact.
    pub(super) fn answered(
        &mut self,
        code: CodeId,
        person: Option<Person>,
        fact: u64,
        now: &Moment,
    ) {
        let view = View {
            last: *now,
            showing: Showing::Answered,
            person,
            fact: Some(fact),
        };
        self.codes.insert(code, view);
        self.seen(person, fact, now);
    }

    /// The code's showing wants an entry, which may fail to be written.
    pub(super) fn waits(&mut self, code: CodeId, person: Option<Person>, now: &Moment) {
        let view = View {
            last: *now,
            showing: Showing::Open,
            person,
            fact: None,
        };
        self.codes.insert(code, view);
    }

    /// Somebody stands before the gate, and this is the fact about them.
    pub(super) fn seen(&mut self, person: Option<Person>, fact: u64, now: &Moment) {
        if let Some(person) = person {
            self.persons.insert(person, Seen { last: *now, fact });
        }
    }

    /// A fact is void: neither it nor an earlier one stands in the way of these persons' next
    /// showing, once what is in view has left it.
    pub(super) fn lift(&mut self, fact: u64, persons: &BTreeSet<Person>) {
        self.persons
            .retain(|person, seen| !persons.contains(person) && seen.fact != fact);
        for view in self.codes.values_mut() {
            let theirs = view.person.is_some_and(|person| persons.contains(&person));
            if view.showing == Showing::Answered && (theirs || view.fact == Some(fact)) {
                view.showing = Showing::Lifted;
            }
        }
    }

    fn sweep(&mut self, now: &Moment) {
        if self
            .swept
            .is_some_and(|swept| within(now, &swept, SWEEP_MS))
        {
            return;
        }
        self.swept = Some(*now);
        self.codes
            .retain(|_, view| within(now, &view.last, FORGET_MS));
        self.persons
            .retain(|_, seen| within(now, &seen.last, FORGET_MS));
    }
}
