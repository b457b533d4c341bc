//! Who was inside at a moment, and who together with somebody.

use super::{Book, Row};
use crate::ledger::{LedgerError, begins};
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::entry::{Direction, Ref};
use checkpoint::presence::{LONGEST_STAY, Met, Passage, Presence, Stay, Time, Unnamed};
use checkpoint::subject::{Contact, Person, fold_name};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use rusqlite::OptionalExtension;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody's stay, and the place of the entry that names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Present {
    pub stay: Stay,
    /// Together with the person asked for; 0 where nobody was.
    pub minutes: i64,
    /// How well the times are known, the worst of them.
    pub time: Time,
}

impl Present {
    fn of(stay: &Stay) -> Present {
        Present {
            stay: *stay,
            minutes: 0,
            time: stay.came.map_or(Time::Estimated, |came| came.time),
        }
    }

    fn of_met(met: &Met<'_>) -> Present {
        Present {
            stay: *met.stay,
            minutes: met.minutes,
            time: met.time,
        }
    }
}

/// Who was inside at a moment, by the time that they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// Who came on the moment's day, as the gate and a hub count them.
    pub people: Vec<Present>,
    /// Who came the day before, not longer ago than a stay may last, and wasn't seen going out: a night shift, or a forgotten
    /// exit. Kept apart, so that nobody is missing and no counter runs on over midnight.
    pub overnight: Vec<Present>,
    /// People who can't be told apart: those counted in on the day less those counted out.
    pub unnamed: u64,
    /// Those of them who may have been inside, by the names that they gave.
    pub unclear: Vec<Unclear>,
}

/// Somebody with a name and neither number nor full birth date, who came and whose going nobody can tie to it: who goes may be
/// another of the name, or was only counted. The line says the name.
pub type Unclear = (Passage, Row);

/// Who has to be found when the house is left in a hurry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// Came on the moment's day, and weren't seen going.
    pub inside: Vec<Present>,
    /// May be inside: came the day before, or the gate closed them at its hour, which is no sight of anybody.
    pub maybe: Vec<Present>,
    /// People who can't be told apart: those counted in on the day less those counted out.
    pub unnamed: u64,
    /// As of [`Inside`]; a gate's closing at its hour takes nobody off.
    pub unclear: Vec<Unclear>,
}

/// Whom an entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whom {
    pub person: Person,
    pub of: Ref,
    pub name: Option<String>,
}

/// Who was inside together with somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// The person's own stays.
    pub own: Vec<Present>,
    /// Everyone else's that overlapped long enough, the longest first.
    pub met: Vec<Present>,
    /// People who can't be told apart and passed on the days of the person: nobody can say whether they met.
    pub unnamed: u64,
}

impl Book {
    /// Who was inside at a moment. It reads the moment's day and what a stay may have lasted before it, and what was said of
    /// these entries on any later day.
    pub fn inside(&self, at: Timestamp) -> Result<Inside, LedgerError> {
        let day = begins(self.zone.to_datetime(at).date(), &self.zone);
        let told = self.span(earlier(day), later(at, SignedDuration::from_millis(1)))?;
        let mut presence = Presence::of(&self.recorded(&told)?);
        let unclear = self.unclear(&presence, at, false)?;
        presence.unnamed.retain(|unnamed| unnamed.passage.at >= day);
        let held = presence.stays.iter().filter(|stay| stay.holds(at));
        let (people, overnight) = held
            .map(Present::of)
            .partition(|present| present.stay.came.is_some_and(|came| came.at >= day));
        Ok(Inside {
            people,
            overnight,
            unnamed: presence.unnamed_at(at),
            unclear,
        })
    }

    /// Everybody who may be inside at a moment.
    pub fn roll(&self, at: Timestamp) -> Result<Roll, LedgerError> {
        let day = begins(self.zone.to_datetime(at).date(), &self.zone);
        let told = self.span(earlier(day), later(at, SignedDuration::from_millis(1)))?;
        let mut presence = Presence::of(&self.recorded(&told)?);
        let unclear = self.unclear(&presence, at, true)?;
        presence.unnamed.retain(|unnamed| unnamed.passage.at >= day);
        let there = presence.stays.iter().filter(|stay| stay.may_hold(at));
        let is_sure = |stay: &Stay| stay.holds(at) && stay.came.is_some_and(|came| came.at >= day);
        let (inside, maybe) = there.partition::<Vec<_>, _>(|stay| is_sure(stay));
        let present = |stays: Vec<&Stay>| stays.into_iter().map(Present::of).collect();
        Ok(Roll {
            inside: present(inside),
            maybe: present(maybe),
            unnamed: presence.counted_at(at),
            unclear,
        })
    }

    /// Who can't be told apart and may be inside at a moment. Somebody who goes is the last who came of the same name, birth
    /// year and last digits within a stay's length; whoever left otherwise stays listed, so that nobody is missing.
    fn unclear(
        &self,
        presence: &Presence,
        at: Timestamp,
        with_closed: bool,
    ) -> Result<Vec<Unclear>, LedgerError> {
        let told = presence.unnamed.iter();
        let told = told.filter(|told| !told.is_counted && told.passage.at <= at);
        let place = |told: &Unnamed| told.passage.named_by.1;
        let places: Vec<u64> = told.clone().map(place).collect();
        let lines = self.lines_of(&places)?.into_iter();
        let lines: BTreeMap<u64, Row> = lines.map(|row| (row.place, row)).collect();
        let mut inside: BTreeMap<_, Vec<&Unnamed>> = BTreeMap::new();
        for one in told {
            let identity = lines.get(&place(one)).map(|row| &row.line.identity);
            // Whose name isn't kept is in the number alone.
            let Some(identity) = identity.filter(|identity| identity.name.is_some()) else {
                continue;
            };
            let name = identity.name.as_deref().map(fold_name);
            let alike = (name, identity.birth_year, identity.last4.clone());
            let came = inside.entry(alike).or_default();
            let is_over =
                |came: &Unnamed| one.passage.at.duration_since(came.passage.at) > LONGEST_STAY;
            match one.direction {
                Direction::In => came.push(one),
                Direction::Out => {
                    came.pop_if(|came| !is_over(came));
                }
            }
        }
        let is_closed = |one: &Unnamed| one.closed.iter().any(|(closed, _)| *closed <= at);
        let mut unclear: Vec<Unclear> = inside
            .into_values()
            .flatten()
            .filter(|one| at.duration_since(one.passage.at) <= LONGEST_STAY)
            .filter(|one| with_closed || !is_closed(one))
            .filter_map(|one| Some((one.passage, lines.get(&place(one))?.clone())))
            .collect();
        unclear.sort_by_key(|(came, _)| (came.at, came.of));
        Ok(unclear)
    }

    /// Whom the entry at a place is about, as later entries left it; None where it names neither number nor birth date.
    pub fn whom(&self, place: u64) -> Result<Option<Whom>, LedgerError> {
        let list = serde_json::json!([place]).to_string();
        let told = self.told(include_str!("at_places.sql"), [list])?;
        let presence = Presence::of(&self.recorded(&told)?);
        let moved = presence.stays.first().map(|stay| stay.person);
        let asked = told.iter().find(|one| one.place == place);
        Ok(asked.and_then(|one| {
            let identity = one.identity.clone().unwrap_or_default();
            let shown = identity.who.person.or(identity.who.namesake);
            Some(Whom {
                person: moved.or(shown)?,
                of: Ref {
                    seq: one.entry.seq,
                    leaf: one.leaf,
                },
                name: identity.name,
            })
        }))
    }

    /// The phone number that was kept with the entry at a place.
    pub fn phone(&self, place: u64) -> Result<Option<String>, LedgerError> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(include_str!("contact.sql"))?;
            let line: Option<String> = statement.query_row([place], |row| row.get(0)).optional()?;
            let contact = line.and_then(|line| Contact::parse(&line).ok());
            Ok(contact.and_then(|contact| contact.phone))
        })
    }

    /// Everyone whose stay overlapped with those of a person for `least` minutes or more, on the days from `first` to `last`.
    /// An end that nobody saw counts as that of its day, and nobody stays beyond `now`.
    ///
    /// It reads the days of the person and what a stay may last before and after, no others.
    pub fn together(
        &self,
        person: Person,
        (first, last): (Date, Date),
        least: i64,
        now: Timestamp,
    ) -> Result<Together, LedgerError> {
        let kin: BTreeSet<Person> = self.kin(person)?.into_iter().chain([person]).collect();
        let within = (self.around(first).0, self.around(last).1.min(now));
        let mut days = BTreeSet::new();
        for one in &kin {
            for at in self.times_of(*one)? {
                // Whoever came the day before may still have been here, and gone the day after.
                if earlier(within.0) <= at && at < later(within.1, LONGEST_STAY) {
                    days.insert(self.zone.to_datetime(at).date());
                }
            }
        }
        let mut told = Vec::new();
        let mut spans: Vec<(Timestamp, Timestamp)> = Vec::new();
        for day in days.iter().map(|day| self.around(*day)) {
            let span = (earlier(day.0), later(day.1, LONGEST_STAY));
            match spans.last_mut() {
                Some(before) if span.0 <= before.1 => before.1 = span.1,
                Some(_) | None => spans.push(span),
            }
        }
        for (from, to) in spans {
            told.extend(self.span(from, to)?);
        }
        // What amends two of the spans came with both.
        told.sort_by_key(|told| told.place);
        told.dedup_by_key(|told| told.place);
        let presence = Presence::of(&self.recorded(&told)?);
        let is_own = |stay: &Stay| kin.contains(&stay.person);
        let day = |at: Timestamp| {
            let (begins, ends) = self.around(self.zone.to_datetime(at).date());
            (begins, ends.min(now).max(at))
        };
        let touches = |stay: &&Stay| {
            let (from, to) = stay.span(&day);
            is_own(stay) && from <= within.1 && within.0 <= to
        };
        let unnamed = presence.unnamed.iter().filter(|unnamed| {
            let day = self.zone.to_datetime(unnamed.passage.at).date();
            days.contains(&day) && (first..=last).contains(&day)
        });
        Ok(Together {
            own: presence
                .stays
                .iter()
                .filter(touches)
                .map(|stay| Present {
                    time: stay.time(),
                    ..Present::of(stay)
                })
                .collect(),
            met: presence
                .met(is_own, within, least, &day)
                .iter()
                .map(Present::of_met)
                .collect(),
            unnamed: unnamed
                .map(|unnamed| u64::from(unnamed.passage.count))
                .sum(),
        })
    }

    /// The pseudonyms that begin as [`short`] prints them, or with more letters; none where fewer were typed. At most two: that
    /// it isn't one is known by then.
    pub fn persons(&self, typed: &str) -> Result<Vec<Person>, LedgerError> {
        let Some(begins) = typed.get(..SHORT).and_then(from_base64url::<6>) else {
            return Ok(Vec::new());
        };
        let filled = |rest: u8| {
            let mut whole = [rest; 16];
            whole[..begins.len()].copy_from_slice(&begins);
            whole
        };
        let mut alike: Vec<Person> = self.ask(|connection| {
            let mut statement = connection.prepare_cached(include_str!("persons.sql"))?;
            let span = (filled(0), filled(u8::MAX));
            let rows = statement.query_map(span, |row| Ok(Person(row.get(0)?)))?;
            rows.collect()
        })?;
        alike.retain(|person| base64url(&person.0).starts_with(typed));
        alike.truncate(2);
        Ok(alike)
    }

    fn times_of(&self, person: Person) -> Result<Vec<Timestamp>, LedgerError> {
        let times: Vec<i64> = self.ask(|connection| {
            let mut statement = connection.prepare_cached(include_str!("times_of.sql"))?;
            let rows = statement.query_map([person.0], |row| row.get(0))?;
            rows.collect()
        })?;
        let times = times.into_iter();
        Ok(times
            .filter_map(|ms| Timestamp::from_millisecond(ms).ok())
            .collect())
    }

    /// When a day begins and is over.
    pub(super) fn around(&self, day: Date) -> (Timestamp, Timestamp) {
        let next = day.saturating_add(1.days());
        (begins(day, &self.zone), begins(next, &self.zone))
    }
}

/// Letters of a pseudonym that tell a unit's people apart: six whole bytes.
const SHORT: usize = 8;

/// A pseudonym as it is printed: not all of it, and never a name.
pub fn short(person: Person) -> String {
    base64url(&person.0).chars().take(SHORT).collect()
}

/// Before this nobody can have come who is inside then.
fn earlier(at: Timestamp) -> Timestamp {
    at.checked_sub(LONGEST_STAY).unwrap_or(Timestamp::MIN)
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
