//! *Day*: who passed on one day of the unit, and who of them is inside.
//!
//! Indices and no lists to walk: what the next sighting asks costs a few look-ups however long the
//! day was, and a correction changes only what it touches.

use super::kin::Kin;
use crate::entry::{Direction, Party, Ref};
use crate::subject::{Person, Who};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Passages in an hour from which it has a habit.
const HABIT_PASSAGES: u64 = 20;
/// Percent of them that make the habit.
const HABIT_PERCENT: u64 = 80;

/// A passage's place in the order in which people passed: a line of the paper book stands where it
/// happened, every other entry where it was written, also when the clock was set back in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) time: Timestamp,
    /// The entry's number in the order of the log.
    pub(super) n: u64,
}

/// Who passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passer {
    /// Somebody who is recognised when they come again.
    Person(Person),
    /// One whom no number tells from another.
    Unnamed { namesake: Option<Person> },
    /// Counted, not scanned.
    Group(Option<Party>),
}

/// One person, or a counted group, through the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    pub(super) place: Place,
    pub(super) passer: Passer,
    pub(super) direction: Direction,
    pub(super) count: u32,
    /// 0–23 in the unit's zone.
    pub(super) hour: i8,
    /// When they passed.
    pub(super) at: Timestamp,
    /// The entry that moved them.
    pub(super) of: Ref,
    /// Of a passage out, the entry by which they had come, where that is known.
    pub(super) ends: Option<Ref>,
    /// The entry whose subject names them: of a decision, the scan that it answers.
    pub(super) named_by: Ref,
}

/// People who are inside by one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Present {
    pub(super) passage: Passage,
    pub(super) count: u32,
}

#[derive(Debug)]
struct Unnamed {
    passage: Passage,
    /// How many without a number are inside once they have passed.
    inside: u64,
}

/// How many of a day's entries carry one name and birth date.
#[derive(Debug, Default)]
struct Namesakes {
    strong: u32,
    weak: u32,
}

#[derive(Debug, Default)]
pub(super) struct Day {
    kin: Kin,
    persons: BTreeMap<Person, BTreeMap<Place, Passage>>,
    /// The passages of each number's person, also under another number: who passed.
    moves: BTreeMap<Person, BTreeMap<Place, (Person, Direction)>>,
    /// The persons whose newest passage, under any of their numbers, was in under this one.
    inside: BTreeMap<Person, Place>,
    unnamed: BTreeMap<Place, Unnamed>,
    /// By hour, people in and out.
    hours: [[u64; 2]; 24],
    namesakes: BTreeMap<Person, Namesakes>,
    /// Of passages in, how many of their people were closed without having been seen going.
    closed: BTreeMap<Place, u32>,
    /// The greatest time that an entry was written at.
    latest: Option<Timestamp>,
    /// The number of the newest entry that was written on this day.
    pub(super) touched: u64,
}

impl Day {
    /// The time of an entry that is written now: never before an earlier one's, whatever the clock
    /// says meanwhile.
    pub(super) fn now(&mut self, at: Timestamp) -> Timestamp {
        let now = self.latest.map_or(at, |latest| latest.max(at));
        self.latest = Some(now);
        now
    }

    /// Somebody's document or name was entered. What it says of their numbers holds for those who
    /// pass from now on: to learn that two who are inside are one moves nobody.
    pub(super) fn meet(&mut self, who: &Who) {
        self.kin.learn(who);
        if let Some(namesake) = who.namesake {
            let known = self.namesakes.entry(namesake).or_default();
            let count = if who.person.is_some() {
                &mut known.strong
            } else {
                &mut known.weak
            };
            *count += 1;
        }
    }

    /// That entry is void. What a document said of its holder's numbers stays true.
    pub(super) fn unmeet(&mut self, who: &Who) {
        if let Some(known) = who
            .namesake
            .and_then(|namesake| self.namesakes.get_mut(&namesake))
        {
            let count = if who.person.is_some() {
                &mut known.strong
            } else {
                &mut known.weak
            };
            *count = count.saturating_sub(1);
        }
    }

    /// `kin`: every person who was known to be the same when it was entered.
    pub(super) fn add(&mut self, passage: Passage, kin: &BTreeSet<Person>) {
        let people = self.people(&passage);
        *people = people.saturating_add(u64::from(passage.count));
        match passage.passer {
            Passer::Person(person) => {
                let passages = self.persons.entry(person).or_default();
                passages.insert(passage.place, passage);
                for &number in kin {
                    let moves = self.moves.entry(number).or_default();
                    moves.insert(passage.place, (person, passage.direction));
                    self.settle(number);
                }
            }
            Passer::Unnamed { .. } | Passer::Group(_) => {
                let unnamed = Unnamed { passage, inside: 0 };
                self.unnamed.insert(passage.place, unnamed);
                self.count_unnamed_from(passage.place, true);
            }
        }
    }

    /// Takes away what was added with the same `kin`.
    pub(super) fn remove(&mut self, passage: &Passage, kin: &BTreeSet<Person>) {
        let people = self.people(passage);
        *people = people.saturating_sub(u64::from(passage.count));
        match passage.passer {
            Passer::Person(person) => {
                if let Some(passages) = self.persons.get_mut(&person) {
                    passages.remove(&passage.place);
                }
                for &number in kin {
                    if let Some(moves) = self.moves.get_mut(&number) {
                        moves.remove(&passage.place);
                    }
                    self.settle(number);
                }
            }
            Passer::Unnamed { .. } | Passer::Group(_) => {
                self.unnamed.remove(&passage.place);
                self.count_unnamed_from(passage.place, false);
            }
        }
    }

    /// So many of those who came by a passage are taken to have left. It moves nobody.
    pub(super) fn close(&mut self, came: Place, people: u32) {
        let closed = self.closed.entry(came).or_default();
        *closed = closed.saturating_add(people);
    }

    /// That was wrong.
    pub(super) fn reopen(&mut self, came: Place, people: u32) {
        if let Some(closed) = self.closed.get_mut(&came) {
            *closed = closed.saturating_sub(people);
        }
        self.closed.retain(|_, people| *people > 0);
    }

    fn people(&mut self, passage: &Passage) -> &mut u64 {
        let hour = usize::try_from(passage.hour).unwrap_or(0).min(23);
        &mut self.hours[hour][side(passage.direction)]
    }

    /// Decides anew whether a person is inside: when nobody who is the same passed after they came.
    fn settle(&mut self, person: Person) {
        let newest = self.moves.get(&person).and_then(BTreeMap::last_key_value);
        match newest {
            Some((&place, &(passer, Direction::In))) if passer == person => {
                self.inside.insert(person, place);
            }
            Some(_) | None => {
                self.inside.remove(&person);
            }
        }
    }

    /// Counts on from a place where a passage was added or taken away; stops as soon as nothing
    /// changes any more.
    fn count_unnamed_from(&mut self, place: Place, added: bool) {
        let before = self.unnamed.range(..place).next_back();
        let mut inside = before.map_or(0, |(_, unnamed)| unnamed.inside);
        for (at, unnamed) in self.unnamed.range_mut(place..) {
            let count = u64::from(unnamed.passage.count);
            inside = match unnamed.passage.direction {
                Direction::In => inside.saturating_add(count),
                Direction::Out => inside.saturating_sub(count),
            };
            let is_new = added && *at == place;
            if !is_new && unnamed.inside == inside {
                return;
            }
            unnamed.inside = inside;
        }
    }

    /// The newest passage of somebody under any of their numbers, before a place where one is given;
    /// none for a weak identity.
    pub(super) fn newest(&self, who: &Who, before: Option<Place>) -> Option<&Passage> {
        let kin = self.kin.of(who).into_iter();
        kin.filter_map(|person| self.newest_of(person, before))
            .max_by_key(|passage| passage.place)
    }

    fn newest_of(&self, person: Person, before: Option<Place>) -> Option<&Passage> {
        let passages = self.persons.get(&person)?;
        let newest = match before {
            Some(before) => passages.range(..before).next_back(),
            None => passages.last_key_value(),
        };
        newest.map(|(_, passage)| passage)
    }

    /// Every person who is the same as `who`, as far as this day's documents tell.
    pub(super) fn kin(&self, who: &Who) -> BTreeSet<Person> {
        self.kin.of(who)
    }

    /// Somebody of the same name and birth date was entered, and a number is missing that would tell
    /// whether it is the same person.
    pub(super) fn has_namesake(&self, who: &Who) -> bool {
        let known = who
            .namesake
            .and_then(|namesake| self.namesakes.get(&namesake));
        known.is_some_and(|known| match who.person {
            Some(_) => known.weak > 0,
            None => known.weak > 0 || known.strong > 0,
        })
    }

    /// Nearly everybody goes the other way in this hour (0–23).
    pub(super) fn is_against_habit(&self, direction: Direction, hour: i8) -> bool {
        let people = usize::try_from(hour)
            .ok()
            .and_then(|hour| self.hours.get(hour));
        people.is_some_and(|people| {
            let total = people[0].saturating_add(people[1]);
            let other = total - people[side(direction)];
            total >= HABIT_PASSAGES
                && other.saturating_mul(100) >= total.saturating_mul(HABIT_PERCENT)
        })
    }

    pub(super) fn inside(&self) -> u64 {
        if !self.closed.is_empty() {
            let present = self.present().into_iter();
            return present.map(|present| u64::from(present.count)).sum();
        }
        let unnamed = self
            .unnamed
            .last_key_value()
            .map_or(0, |(_, unnamed)| unnamed.inside);
        unnamed.saturating_add(self.inside.len() as u64)
    }

    /// People who went in this direction.
    pub(super) fn passed(&self, direction: Direction) -> u64 {
        let people = self.hours.iter().map(|people| people[side(direction)]);
        people.fold(0, u64::saturating_add)
    }

    /// Who is inside, in the order in which they came.
    pub(super) fn present(&self) -> Vec<Present> {
        let mut present = self.came_in();
        for row in &mut present {
            let closed = self.closed.get(&row.passage.place).copied();
            row.count = row.count.saturating_sub(closed.unwrap_or_default());
        }
        present.retain(|row| row.count > 0);
        present
    }

    /// Who came and was not seen going, in the order in which they came.
    pub(super) fn came_in(&self) -> Vec<Present> {
        let passage = |(person, place)| self.persons.get(person)?.get(place);
        let named = self
            .inside
            .iter()
            .filter_map(passage)
            .map(|passage| Present {
                passage: *passage,
                count: 1,
            });
        let mut present: Vec<Present> = named.chain(self.unnamed_present()).collect();
        present.sort_by_key(|present| present.passage.place);
        present
    }

    /// Those without a number who are inside. Where an exit doesn't say by which entry they had come, nobody knows which
    /// of them left, only how many: first those of the same name, then the same sort of passage, the longest inside first.
    fn unnamed_present(&self) -> Vec<Present> {
        let mut present: Vec<Present> = Vec::new();
        for unnamed in self.unnamed.values() {
            let passage = unnamed.passage;
            let mut count = passage.count;
            if passage.direction == Direction::In {
                present.push(Present { passage, count });
                continue;
            }
            while count > 0 && !present.is_empty() {
                let likely = |likeness| {
                    present
                        .iter()
                        .position(|row| likeness_of(row, &passage) >= likeness)
                };
                let row = likely(3)
                    .or_else(|| likely(2))
                    .or_else(|| likely(1))
                    .unwrap_or(0);
                let leaving = count.min(present[row].count);
                count -= leaving;
                present[row].count -= leaving;
                if present[row].count == 0 {
                    present.remove(row);
                }
            }
        }
        present
    }
}

/// How likely the people of a row are those who left: 3 for certain, 2 alike, 1 of the same sort, 0 by number only.
fn likeness_of(row: &Present, left: &Passage) -> u8 {
    if left.ends == Some(row.passage.of) {
        return 3;
    }
    match (row.passage.passer, left.passer) {
        (Passer::Unnamed { namesake: a }, Passer::Unnamed { namesake: b }) => {
            if a == b {
                2
            } else {
                1
            }
        }
        (Passer::Group(a), Passer::Group(b)) => {
            if a == b {
                2
            } else {
                1
            }
        }
        (Passer::Person(_) | Passer::Unnamed { .. } | Passer::Group(_), _) => 0,
    }
}

fn side(direction: Direction) -> usize {
    match direction {
        Direction::In => 0,
        Direction::Out => 1,
    }
}
