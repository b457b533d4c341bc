//! *Fact*: an entry about people who came, as the later entries that name it have left it.

use super::Recorded;
use super::day::{Passage, Passer, Place};
use crate::document::{CodeId, Kind as DocumentKind};
use crate::entry::{Direction, Draft, Kind, Outcome, Party, Ref, Was};
use crate::moment::Moment;
use crate::subject::{Person, Who};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};

/// What brought somebody into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Scan,
    /// Another document of somebody who was entered a moment ago; the first fact about them, where
    /// it is known.
    SecondDocument(Option<u64>),
    Manual,
    Passed,
    /// The guard's answer, and the scan that it answers, where it is known.
    Decision(Option<u64>),
    /// Nobody saw them go: the fact by which they came, where it is known.
    AutoOut(Option<u64>),
}

#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) origin: Origin,
    pub(super) entry: Ref,
    pub(super) moment: Moment,
    /// The day on which it was written.
    pub(super) written: Date,
    /// The day and hour that the guard takes it to be of.
    pub(super) day: Date,
    hour: i8,
    /// Its counting key: the day and hour that it counts for in reports.
    was: Was,
    pub(super) place: Place,
    /// When people passed.
    pub(super) at: Timestamp,
    /// Typed in later.
    pub(super) is_late: bool,
    /// Typed in from the paper book.
    pub(super) paper: bool,
    pub(super) who: Who,
    /// Every person who was known to be the same when it was entered.
    pub(super) kin: BTreeSet<Person>,
    /// Of an exit, the entry by which they had come.
    ends: Option<Ref>,
    /// The entry whose subject names them.
    pub(super) named_by: Ref,
    pub(super) code: Option<CodeId>,
    pub(super) document: Option<DocumentKind>,
    pub(super) count: u32,
    pub(super) party: Option<Party>,
    /// Of a group's pass, how many declared.
    pub(super) heads: Option<u32>,
    /// The entry by which the pass of its group was shown first.
    pub(super) group: Option<Ref>,
    pub(super) direction: Option<Direction>,
    pub(super) verdict: Option<Outcome>,
    pub(super) is_void: bool,
    /// The guard's answers to it, in the order of the log.
    decisions: Vec<u64>,
    /// Further documents of the same person.
    seconds: Vec<u64>,
}

impl Fact {
    /// What a durable entry says before any other names it.
    pub(super) fn new(
        origin: Origin,
        recorded: Recorded,
        was: Was,
        (written, wall): (Date, DateTime),
        place: Place,
    ) -> Fact {
        let Recorded {
            entry,
            leaf,
            who,
            code,
        } = recorded;
        let said = entry.said;
        let of = Ref {
            seq: entry.seq,
            leaf,
        };
        let ends = match origin {
            Origin::Scan | Origin::Manual | Origin::Passed => said.of,
            Origin::SecondDocument(_) | Origin::Decision(_) | Origin::AutoOut(_) => None,
        };
        Fact {
            origin,
            ends,
            entry: of,
            moment: entry.moment,
            written,
            day: wall.date(),
            hour: wall.hour(),
            was,
            place,
            at: said
                .happened
                .map_or(entry.moment.at, |happened| happened.at),
            is_late: said.happened.is_some(),
            paper: said.paper,
            who,
            kin: BTreeSet::new(),
            named_by: of,
            code,
            document: said.document,
            count: said.count.unwrap_or(1),
            party: said.party,
            heads: said.heads,
            group: said.group.map(|group| *group),
            direction: said.direction,
            verdict: said.verdict,
            is_void: false,
            decisions: Vec::new(),
            seconds: Vec::new(),
        }
    }

    /// The people that it moves: none when it is void, or waits for the guard, or is somebody's
    /// second document.
    pub(super) fn passage(&self) -> Option<Passage> {
        let moves = match self.origin {
            Origin::Scan | Origin::Manual | Origin::Decision(_) => {
                self.verdict == Some(Outcome::Admit)
            }
            Origin::Passed => true,
            Origin::SecondDocument(_) | Origin::AutoOut(_) => false,
        };
        if self.is_void || !moves {
            return None;
        }
        let passer = match (self.origin, self.who.person) {
            (Origin::Passed, _) => Passer::Group(self.party),
            (_, Some(person)) => Passer::Person(person),
            (_, None) => Passer::Unnamed {
                namesake: self.who.namesake,
            },
        };
        Some(Passage {
            place: self.place,
            passer,
            direction: self.direction?,
            count: if self.origin == Origin::Passed {
                self.count
            } else {
                1
            },
            hour: self.hour,
            at: self.at,
            of: self.entry,
            ends: self.ends.filter(|_| self.direction == Some(Direction::Out)),
            named_by: self.named_by,
        })
    }

    /// Somebody was let in or out by it.
    pub(super) fn is_admission(&self) -> bool {
        let of_one = match self.origin {
            Origin::Scan | Origin::Manual | Origin::Decision(_) => true,
            Origin::SecondDocument(_) | Origin::Passed | Origin::AutoOut(_) => false,
        };
        of_one && !self.is_void && self.verdict == Some(Outcome::Admit)
    }

    /// Somebody's document or name was entered by it.
    pub(super) fn is_meeting(&self) -> bool {
        match self.origin {
            Origin::Scan | Origin::SecondDocument(_) | Origin::Manual => !self.is_void,
            Origin::Passed | Origin::Decision(_) | Origin::AutoOut(_) => false,
        }
    }

    /// How many people it closes, and where those came; None where it is void.
    pub(super) fn closing(&self) -> Option<(u64, u32)> {
        match self.origin {
            Origin::AutoOut(Some(came)) if !self.is_void => Some((came, self.count)),
            Origin::AutoOut(_)
            | Origin::Scan
            | Origin::SecondDocument(_)
            | Origin::Manual
            | Origin::Passed
            | Origin::Decision(_) => None,
        }
    }

    /// The draft of an entry that names this one, with all that it counts as at present, so that a
    /// report subtracts it without a look-up ([`crate::report`]).
    pub(super) fn answer(&self, kind: Kind) -> Draft {
        let mut draft = Draft::new(kind);
        draft.of = Some(self.entry);
        draft.was = Some(Was {
            direction: self.direction,
            verdict: self.verdict,
            ..self.was.clone()
        });
        draft.paper = self.paper;
        draft.count = (self.count != 1 || self.origin == Origin::Passed).then_some(self.count);
        draft
    }

    /// The draft of a correction that changes nothing yet.
    pub(super) fn correction(&self) -> Draft {
        let mut draft = self.answer(Kind::Correct);
        draft.direction = self.direction;
        draft.verdict = self.verdict;
        draft
    }
}

/// The facts of the days that are kept, numbered in the order of the log.
#[derive(Debug, Default)]
pub(super) struct Facts {
    kept: BTreeMap<u64, Fact>,
    by_ref: BTreeMap<(u64, [u8; 32]), u64>,
    open: BTreeSet<u64>,
    /// The facts of each group, by the entry by which its pass was shown first.
    groups: BTreeMap<(u64, [u8; 32]), Vec<u64>>,
    /// The newest whose number was given.
    count: u64,
}

impl Facts {
    /// The number of the next fact.
    pub(super) fn next(&self) -> u64 {
        self.count + 1
    }

    pub(super) fn get(&self, n: u64) -> Option<&Fact> {
        self.kept.get(&n)
    }

    pub(super) fn find(&self, entry: Ref) -> Option<u64> {
        self.by_ref.get(&(entry.seq, entry.leaf)).copied()
    }

    /// Keeps a fact under the next number.
    pub(super) fn add(&mut self, mut fact: Fact) -> u64 {
        let n = self.next();
        self.count = n;
        let other = match fact.origin {
            Origin::Decision(matter) => {
                let matter = matter.and_then(|matter| self.kept.get_mut(&matter));
                matter.map(|matter| {
                    fact.who.clone_from(&matter.who);
                    fact.named_by = matter.entry;
                    matter.decisions.push(n);
                    matter.place.n
                })
            }
            Origin::SecondDocument(first) => {
                if let Some(first) = first.and_then(|first| self.kept.get_mut(&first)) {
                    first.seconds.push(n);
                }
                None
            }
            Origin::Scan | Origin::Manual | Origin::Passed | Origin::AutoOut(_) => None,
        };
        self.by_ref.insert((fact.entry.seq, fact.entry.leaf), n);
        let own = fact.heads.map(|_| fact.entry);
        if let Some(group) = fact.group.or(own) {
            let members = self.groups.entry((group.seq, group.leaf)).or_default();
            members.push(n);
        }
        self.kept.insert(n, fact);
        self.settle(n);
        if let Some(matter) = other {
            self.settle(matter);
        }
        n
    }

    /// Lets a later entry change a fact.
    pub(super) fn change(&mut self, n: u64, change: impl FnOnce(&mut Fact)) {
        let Some(fact) = self.kept.get_mut(&n) else {
            return;
        };
        change(fact);
        let origin = fact.origin;
        self.settle(n);
        if let Origin::Decision(Some(matter)) = origin {
            self.settle(matter);
        }
    }

    /// Forgets what was written on a day.
    pub(super) fn forget(&mut self, day: Date) {
        self.kept.retain(|_, fact| fact.written != day);
        let kept = &self.kept;
        self.by_ref.retain(|_, n| kept.contains_key(n));
        self.open.retain(|n| kept.contains_key(n));
        self.groups.retain(|_, members| {
            members.retain(|n| kept.contains_key(n));
            !members.is_empty()
        });
    }

    /// Decides anew whether a fact waits for the guard.
    fn settle(&mut self, n: u64) {
        let Some(fact) = self.kept.get(&n) else {
            return;
        };
        let waits = match fact.origin {
            Origin::Scan | Origin::SecondDocument(_) | Origin::Manual => {
                matches!(fact.verdict, Some(Outcome::Look | Outcome::Refuse))
            }
            Origin::Passed | Origin::Decision(_) | Origin::AutoOut(_) => false,
        };
        if waits && !fact.is_void && self.decision(fact).is_none() {
            self.open.insert(n);
        } else {
            self.open.remove(&n);
        }
    }

    /// The guard's newest answer that holds.
    pub(super) fn decision(&self, matter: &Fact) -> Option<&Fact> {
        let decisions = matter
            .decisions
            .iter()
            .rev()
            .filter_map(|n| self.kept.get(n));
        decisions.into_iter().find(|decision| !decision.is_void)
    }

    /// The first fact about somebody of whose second document this is; else the fact itself.
    pub(super) fn first<'a>(&'a self, fact: &'a Fact) -> &'a Fact {
        match fact.origin {
            Origin::SecondDocument(Some(first)) => self.kept.get(&first).unwrap_or(fact),
            Origin::SecondDocument(None)
            | Origin::Scan
            | Origin::Manual
            | Origin::Passed
            | Origin::Decision(_)
            | Origin::AutoOut(_) => fact,
        }
    }

    /// The newest whose entry has this number, on whichever branch.
    pub(super) fn newest_at(&self, seq: u64) -> Option<&Fact> {
        let named = self.by_ref.range((seq, [0; 32])..=(seq, [0xff; 32]));
        let newest = named.map(|(_, n)| n).max()?;
        self.kept.get(newest)
    }

    /// A fact and those about further documents of its person.
    pub(super) fn documents<'a>(&'a self, first: &'a Fact) -> impl Iterator<Item = &'a Fact> {
        let seconds = first.seconds.iter().filter_map(|n| self.kept.get(n));
        seconds.chain([first])
    }

    /// The facts of the group whose pass was shown first by an entry.
    pub(super) fn of_group(&self, first: Ref) -> impl Iterator<Item = &Fact> {
        let members = self.groups.get(&(first.seq, first.leaf));
        let members = members.into_iter().flatten();
        members.filter_map(|n| self.kept.get(n))
    }

    /// Whether this document of somebody is entered already, with the first fact about them or
    /// beside it. An entry of before the gate's start doesn't tell its code, only its kind.
    pub(super) fn has_document(&self, first: &Fact, code: CodeId, kind: DocumentKind) -> bool {
        self.documents(first).any(|fact| match fact.code {
            Some(known) => known == code,
            None => fact.document == Some(kind),
        })
    }

    /// The guard's answers to a fact.
    pub(super) fn decisions_of(&self, n: u64) -> Vec<u64> {
        self.kept
            .get(&n)
            .map(|fact| fact.decisions.clone())
            .unwrap_or_default()
    }

    /// It waits for the guard.
    pub(super) fn is_open(&self, fact: &Fact) -> bool {
        self.open.contains(&fact.place.n)
    }

    /// A fact turns out to be about a further document of the person of `first`.
    pub(super) fn attach(&mut self, first: u64, second: u64) {
        if let Some(first) = self.kept.get_mut(&first)
            && !first.seconds.contains(&second)
        {
            first.seconds.push(second);
        }
    }

    /// Waiting for the guard, the oldest first.
    pub(super) fn open(&self) -> impl DoubleEndedIterator<Item = &Fact> {
        self.open.iter().filter_map(|n| self.kept.get(n))
    }

    /// The newest first.
    pub(super) fn newest(&self) -> impl Iterator<Item = &Fact> {
        self.kept.values().rev()
    }
}
