//! *Presence*: who was inside of a unit and when, told from some days of the logs of all its gates.
//!
//! A *stay* runs from a passage in to the next passage out of the same person within a day's length, whatever gates they
//! took. Strong identity names a person; a weak one stands in where there is no number; who has neither is counted, and can't
//! be told apart. An exit that nobody saw is no exit: such a stay stays open, and whoever asks is told that its end isn't known.

use crate::entry::{Direction, Entry, Kind, Outcome};
use crate::subject::{Person, Who};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Names an entry among the logs of many gates: the log's own number, which the caller gives, and the entry's place in it.
pub type Name = (i64, u64);

/// An entry with what is known of its subject.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub name: Name,
    /// The earlier entry that it names, where that is known here.
    pub of: Option<Name>,
    pub entry: Entry,
    /// Nobody where no identity is known.
    pub who: Who,
}

impl Recorded {
    /// Of one device's one branch, whose number the caller gives.
    pub fn in_history(history: i64, entry: Entry, who: Who) -> Recorded {
        Recorded {
            name: (history, entry.seq),
            of: entry.said.of.map(|of| (history, of.seq)),
            entry,
            who,
        }
    }
}

/// How well a time is known, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Time {
    /// Recorded as it happened, by a clock that is trusted.
    Real,
    /// Typed in later, from the paper book.
    Paper,
    /// Nobody saw it, the clock wasn't trusted, or somebody said it later.
    Estimated,
}

impl Time {
    fn of(entry: &Entry) -> Time {
        match (entry.said.paper, entry.said.happened) {
            (true, _) => Time::Paper,
            (false, Some(_)) => Time::Estimated,
            (false, None) if entry.moment.trusted().is_none() => Time::Estimated,
            (false, None) => Time::Real,
        }
    }
}

/// Somebody, or a counted group, through a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    pub at: Timestamp,
    pub gate: u32,
    /// Typed in by hand, or later from the paper book.
    pub by_hand: bool,
    pub time: Time,
    /// The entry that moved them.
    pub of: Name,
    /// The entry whose subject names them: of a decision, the scan that it answers.
    pub named_by: Name,
    /// People.
    pub count: u32,
}

/// Nobody's stay is longer than the longest shift: who is seen going out later than this has been out in between, and
/// nobody saw it.
pub const LONGEST_STAY: SignedDuration = SignedDuration::from_hours(24);

/// From coming in to going out. At least one end is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Whose it is: the stays of one person have the same number.
    pub whose: usize,
    /// The pseudonym that they showed first: of a number, else of name and birth date.
    pub person: Person,
    /// None: they were seen going out only.
    pub came: Option<Passage>,
    /// None: nobody saw them go.
    pub left: Option<Passage>,
    /// Nobody saw them go, and they came in anew at this time.
    pub again: Option<Timestamp>,
    /// Nobody saw them go, and their gate closed them at this hour: where they are asked for, they have left. Whoever asks
    /// whom they met isn't told so: see [`Stay::span`].
    pub closed: Option<Timestamp>,
}

impl Stay {
    /// The passage that names them.
    pub fn named(&self) -> Option<&Passage> {
        self.came.as_ref().or(self.left.as_ref())
    }

    /// Whether they were inside at a moment, as far as is known. Who came longer ago than [`LONGEST_STAY`] has gone, though
    /// nobody saw it.
    pub fn holds(&self, at: Timestamp) -> bool {
        let came = self.came.is_some_and(|came| came.at <= at);
        let end = self.left.map(|left| left.at).or(self.again).or(self.closed);
        came && end.is_none_or(|end| at < end) && !self.is_over_by(at)
    }

    /// Whether they may have been inside at a moment: their gate's closing at its hour is no sight of anybody going.
    pub fn may_hold(&self, at: Timestamp) -> bool {
        Stay {
            closed: None,
            ..*self
        }
        .holds(at)
    }

    /// How well the worse of its ends is known; an end that nobody saw is an estimate.
    pub fn time(&self) -> Time {
        let end = |passage: Option<Passage>| passage.map_or(Time::Estimated, |seen| seen.time);
        end(self.came).max(end(self.left))
    }

    /// It can't have lasted until a moment.
    fn is_over_by(&self, at: Timestamp) -> bool {
        self.came
            .is_some_and(|came| at.duration_since(came.at) > LONGEST_STAY)
    }

    /// Whether a passage of theirs is that entry, or is named by it.
    pub fn is_told_by(&self, entry: Name) -> bool {
        [self.came, self.left]
            .into_iter()
            .flatten()
            .any(|passage| passage.of == entry || passage.named_by == entry)
    }

    /// From when to when it was, at the most: an end that nobody saw counts as that of its day, since no contact is to be
    /// lost by it. `day` gives the day around a moment, its beginning and its end.
    pub fn span(
        &self,
        day: &impl Fn(Timestamp) -> (Timestamp, Timestamp),
    ) -> (Timestamp, Timestamp) {
        let known = self.named().map_or(Timestamp::MIN, |passage| passage.at);
        let (begins, ends) = day(known);
        let from = self.came.map_or(begins, |came| came.at);
        let unseen = || self.again.map_or(ends, |again| again.min(ends));
        let to = self.left.map_or_else(unseen, |left| left.at);
        (from, to)
    }

    /// The time inside together with another stay and within a span of time, in minutes rounded down, by their own spans.
    /// None where they never met.
    pub fn minutes_with(
        &self,
        other: &Stay,
        within: (Timestamp, Timestamp),
        day: &impl Fn(Timestamp) -> (Timestamp, Timestamp),
    ) -> Option<i64> {
        let ((from, to), (other_from, other_to)) = (self.span(day), other.span(day));
        let (from, to) = (from.max(other_from), to.min(other_to));
        let together = to.min(within.1).duration_since(from.max(within.0));
        (!together.is_negative()).then_some(together.as_mins())
    }
}

/// Somebody's stay that overlapped with those of the person asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met<'a> {
    pub stay: &'a Stay,
    /// Together, all stays of the person added up.
    pub minutes: i64,
    /// How well the worst known of all the ends is known. An estimate leaves nobody out: see [`Stay::span`].
    pub time: Time,
}

/// A passage of people who can't be told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    pub passage: Passage,
    pub direction: Direction,
    /// It was counted, and has no line of its own with a name.
    pub is_counted: bool,
    /// How many of them a gate closed at its hour, and when that was.
    pub closed: Vec<(Timestamp, u32)>,
}

/// Who was inside on some days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Of those who can be told apart, by the time that they came (or left).
    pub stays: Vec<Stay>,
    /// What moved those who can't, by time.
    pub unnamed: Vec<Unnamed>,
}

impl Presence {
    /// Reads the entries of days of a unit: those of each log in its order, logs in any order.
    pub fn of(recorded: &[Recorded]) -> Presence {
        let mut book = Book::default();
        for one in recorded {
            book.read(one);
        }
        book.presence()
    }

    /// Everyone else's stays that overlapped with somebody's by `least` minutes or more within a span of time, the longest
    /// first. `is_own` tells that person's stays; `day` as for [`Stay::span`].
    pub fn met(
        &self,
        is_own: impl Fn(&Stay) -> bool,
        within: (Timestamp, Timestamp),
        least: i64,
        day: &impl Fn(Timestamp) -> (Timestamp, Timestamp),
    ) -> Vec<Met<'_>> {
        let (own, others): (Vec<&Stay>, Vec<&Stay>) =
            self.stays.iter().partition(|stay| is_own(stay));
        let mut met: Vec<Met<'_>> = others
            .into_iter()
            .filter_map(|stay| {
                let together = own.iter().filter_map(|own| {
                    let minutes = own.minutes_with(stay, within, day)?;
                    Some((minutes, own.time().max(stay.time())))
                });
                let (minutes, time) =
                    together.reduce(|one, other| (one.0 + other.0, one.1.max(other.1)))?;
                (minutes >= least).then_some(Met {
                    stay,
                    minutes,
                    time,
                })
            })
            .collect();
        met.sort_by_key(|met| std::cmp::Reverse(met.minutes));
        met
    }

    /// People without a name who were inside at a moment: those counted in less those counted out, and less those whom a
    /// gate closed.
    pub fn unnamed_at(&self, at: Timestamp) -> u64 {
        let closed = self.unnamed.iter().flat_map(|unnamed| &unnamed.closed);
        let closed = closed.filter(|(closed, _)| *closed <= at);
        closed.fold(self.counted_at(at), |inside, (_, people)| {
            inside.saturating_sub(u64::from(*people))
        })
    }

    /// The same, where a gate's closing at its hour is no sight of anybody going.
    pub fn counted_at(&self, at: Timestamp) -> u64 {
        let moved = self.unnamed.iter();
        let moved = moved.filter(|unnamed| unnamed.passage.at <= at);
        moved.fold(0, |inside: u64, unnamed| {
            let count = u64::from(unnamed.passage.count);
            match unnamed.direction {
                Direction::In => inside.saturating_add(count),
                Direction::Out => inside.saturating_sub(count),
            }
        })
    }
}

/// An entry about people, as the later ones that name it have left it.
struct Fact {
    passage: Passage,
    direction: Option<Direction>,
    moves: bool,
    is_counted: bool,
    who: Who,
    /// When a gate closed them, and how many of them.
    closed: BTreeMap<Name, (Timestamp, u32)>,
}

#[derive(Default)]
struct Book {
    facts: BTreeMap<Name, Fact>,
    /// Whom an estimate closed.
    closings: BTreeMap<Name, Name>,
    /// Numbers that one document carried both of. Two who only share an old number aren't one.
    kin: BTreeMap<Person, BTreeSet<Person>>,
}

impl Book {
    fn read(&mut self, one: &Recorded) {
        let said = &one.entry.said;
        let (own, named) = (one.name, one.of);
        self.meet(&one.who);
        if [Kind::Scan, Kind::Manual, Kind::Passed, Kind::Decision].contains(&said.kind) {
            let answered = named.filter(|_| said.kind == Kind::Decision);
            let who = answered
                .and_then(|of| self.facts.get(&of))
                .map_or_else(|| one.who.clone(), |fact| fact.who.clone());
            let passage = Passage {
                at: one.entry.counted_at(),
                gate: one.entry.gate,
                by_hand: said.kind == Kind::Manual || said.paper,
                time: Time::of(&one.entry),
                of: own,
                named_by: answered.unwrap_or(own),
                count: said.count.unwrap_or(1),
            };
            let fact = Fact {
                passage,
                direction: said.direction,
                moves: said.kind == Kind::Passed || said.verdict == Some(Outcome::Admit),
                is_counted: said.kind == Kind::Passed,
                who,
                closed: BTreeMap::new(),
            };
            self.facts.insert(own, fact);
        } else if let Some(closing) = named.filter(|of| self.closings.contains_key(of)) {
            let closed = self.closings.get(&closing);
            if let Some(fact) = closed.and_then(|came| self.facts.get_mut(came)) {
                fact.closed.remove(&closing);
            }
        } else if let Some(fact) = named.and_then(|of| self.facts.get_mut(&of)) {
            if said.kind == Kind::AutoOut {
                let closed = (one.entry.counted_at(), said.count.unwrap_or(1));
                fact.closed.insert(own, closed);
                self.closings.extend(named.map(|came| (own, came)));
            } else if said.kind == Kind::Void {
                fact.moves = false;
            } else if said.kind == Kind::Correct {
                fact.direction = said.direction.or(fact.direction);
                fact.moves = said
                    .verdict
                    .map_or(fact.moves, |verdict| verdict == Outcome::Admit);
            } else if said.kind == Kind::SameAs {
                // It says what the gate would have said, had it known: no direction is one, too.
                fact.direction = said.direction;
                fact.moves = said.verdict == Some(Outcome::Admit);
                if one.who.person.is_some() {
                    fact.who = one.who.clone();
                }
            }
        }
    }

    /// A document's numbers are one person's.
    fn meet(&mut self, who: &Who) {
        let Some(person) = who.person else {
            return;
        };
        for &alias in who.aliases.iter().filter(|&&alias| alias != person) {
            self.kin.entry(person).or_default().insert(alias);
            self.kin.entry(alias).or_default().insert(person);
        }
    }

    fn presence(&self) -> Presence {
        let mut passages: Vec<(&Fact, Direction)> = self
            .facts
            .values()
            .filter(|fact| fact.moves)
            .filter_map(|fact| Some((fact, fact.direction?)))
            .collect();
        passages.sort_by_key(|(fact, _)| (fact.passage.at, fact.passage.of));
        let mut presence = Presence::default();
        let mut persons = 0;
        // Where the newest stay of each person stands in the list.
        let mut newest: BTreeMap<Person, usize> = BTreeMap::new();
        for (fact, direction) in passages {
            let passage = fact.passage;
            let Some(person) = fact.who.person.or(fact.who.namesake) else {
                presence.unnamed.push(Unnamed {
                    passage,
                    direction,
                    is_counted: fact.is_counted,
                    closed: fact.closed.values().copied().collect(),
                });
                continue;
            };
            let kin = self.kin.get(&person).into_iter().flatten();
            let place = kin
                .chain([&person])
                .filter_map(|one| newest.get(one))
                .max()
                .copied();
            let before = place.and_then(|place| presence.stays.get_mut(place));
            let whose = before.as_ref().map_or(persons, |stay| stay.whose);
            persons += usize::from(before.is_none());
            let open = before
                .filter(|stay| stay.left.is_none() && stay.again.is_none())
                .filter(|stay| direction == Direction::In || !stay.is_over_by(passage.at));
            let stay = match (direction, open) {
                (Direction::Out, Some(stay)) => {
                    stay.left = Some(passage);
                    continue;
                }
                (Direction::Out, None) => Stay {
                    whose,
                    person,
                    came: None,
                    left: Some(passage),
                    again: None,
                    closed: None,
                },
                (Direction::In, open) => {
                    if let Some(stay) = open {
                        stay.again = Some(passage.at);
                    }
                    Stay {
                        whose,
                        person,
                        came: Some(passage),
                        left: None,
                        again: None,
                        closed: fact.closed.values().map(|(at, _)| *at).min(),
                    }
                }
            };
            newest.insert(person, presence.stays.len());
            presence.stays.push(stay);
        }
        presence
    }
}
