//! Who was inside, and with whom: against a count that knows every line and every person by heart.

use super::writer::{Act, Document, PERSONS, Writer, act, pseudonym};
use checkpoint::entry::{Direction, Kind, Outcome};
use checkpoint::presence::Time;
use checkpoint::subject::Person;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kiosk::book::{Book, Present};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;

/// A fact as the later ones left it.
#[derive(Clone)]
struct Fact {
    seq: u64,
    at: Timestamp,
    time: Time,
    who: Option<u8>,
    way: Option<Direction>,
    moves: bool,
    count: u32,
    /// Of one who has nothing but a name: people of one name are alike.
    typed: Option<u8>,
}

/// A stay: whose, from when, to when (None: nobody saw it), and when they came anew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stayed {
    who: u8,
    came: Option<Timestamp>,
    left: Option<Timestamp>,
    again: Option<Timestamp>,
    time: Time,
}

struct Recount {
    stays: Vec<Stayed>,
    unnamed: Vec<(Timestamp, Direction, u32)>,
    /// By a name alone: which, when, the line, and which way.
    typed: Vec<(u8, Timestamp, u64, Direction)>,
}

const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Goes through the whole log, line by line, then person by person.
fn recount(writer: &Writer) -> Recount {
    let mut facts: Vec<Fact> = Vec::new();
    for (written, who) in &writer.written {
        let (entry, said) = (&written.entry, &written.entry.said);
        let of = said.of.map(|of| of.seq);
        let named = facts.iter().position(|fact| Some(fact.seq) == of);
        let who = who.map(|(person, _)| person);
        match said.kind {
            Kind::Scan | Kind::Manual | Kind::Passed | Kind::Decision => {
                let scanned = named.and_then(|at| facts[at].who);
                let untrusted = entry.moment.trusted().is_none();
                facts.push(Fact {
                    seq: entry.seq,
                    at: entry.counted_at(),
                    time: match (said.paper, untrusted) {
                        (true, _) => Time::Paper,
                        (false, true) => Time::Estimated,
                        (false, false) => Time::Real,
                    },
                    who: if said.kind == Kind::Decision {
                        scanned
                    } else {
                        who
                    },
                    way: said.direction,
                    moves: said.kind == Kind::Passed || said.verdict == Some(Outcome::Admit),
                    count: said.count.unwrap_or(1),
                    typed: writer.typed.get(&entry.seq).map(|name| name / 2),
                });
            }
            Kind::Void => facts[named.unwrap()].moves = false,
            Kind::Correct => {
                let fact = &mut facts[named.unwrap()];
                fact.way = said.direction.or(fact.way);
            }
            Kind::SameAs => {
                let fact = &mut facts[named.unwrap()];
                (fact.way, fact.moves) = (said.direction, true);
                // Whom nobody has a number of takes the place of nobody.
                if who != Some(PERSONS - 1) {
                    fact.who = who;
                }
            }
            Kind::Gap | Kind::Audit(_) | Kind::AutoOut | Kind::Other(_) => {}
        }
    }
    let mut passed: Vec<Fact> = facts
        .into_iter()
        .filter(|fact| fact.moves && fact.way.is_some())
        .collect();
    passed.sort_by_key(|fact| (fact.at, fact.seq));
    let unnamed = passed
        .iter()
        .filter(|fact| fact.who.is_none())
        .map(|fact| (fact.at, fact.way.unwrap(), fact.count))
        .collect();
    let mut stays = Vec::new();
    for person in 0..PERSONS {
        let own: Vec<&Fact> = passed
            .iter()
            .filter(|fact| fact.who == Some(person))
            .collect();
        for (place, fact) in own.iter().enumerate() {
            let is_in = |fact: &Fact| fact.way == Some(Direction::In);
            let next = own.get(place + 1);
            let before = place.checked_sub(1).map(|before| own[before]);
            if is_in(fact) {
                let left =
                    next.filter(|next| !is_in(next) && next.at.duration_since(fact.at) <= LONGEST);
                stays.push(Stayed {
                    who: person,
                    came: Some(fact.at),
                    left: left.map(|left| left.at),
                    again: next.filter(|next| is_in(next)).map(|next| next.at),
                    time: left.map_or(Time::Estimated, |left| fact.time.max(left.time)),
                });
            } else if !before
                .is_some_and(|came| is_in(came) && fact.at.duration_since(came.at) <= LONGEST)
            {
                stays.push(Stayed {
                    who: person,
                    came: None,
                    left: Some(fact.at),
                    again: None,
                    time: Time::Estimated,
                });
            }
        }
    }
    let typed = passed
        .iter()
        .filter_map(|fact| Some((fact.typed?, fact.at, fact.seq, fact.way?)))
        .collect();
    Recount {
        stays,
        unnamed,
        typed,
    }
}

impl Recount {
    /// Lines of a name that nobody of the name went out by, each exit taking the newest coming before it with it.
    fn unclear(&self, at: Timestamp) -> Vec<u64> {
        let mut gone = BTreeSet::new();
        let passed = self.typed.iter().filter(|(_, passed, ..)| *passed <= at);
        let passed: Vec<_> = passed.collect();
        for (place, (name, left, ..)) in passed.iter().enumerate() {
            let came = passed[..place].iter().rev().find(|(one, came, line, way)| {
                let is_alike = one == name && *way == Direction::In;
                is_alike && left.duration_since(*came) <= LONGEST && !gone.contains(line)
            });
            if passed[place].3 == Direction::Out {
                gone.extend(came.map(|(_, _, line, _)| *line));
            }
        }
        let there = passed.iter().filter(|(_, came, line, way)| {
            *way == Direction::In && at.duration_since(*came) <= LONGEST && !gone.contains(line)
        });
        there.map(|(_, _, line, _)| *line).collect()
    }
}

impl Stayed {
    fn of(present: &Present) -> Stayed {
        let [first, ..] = present.stay.person.0;
        Stayed {
            who: first % 100,
            came: present.stay.came.map(|came| came.at),
            left: present.stay.left.map(|left| left.at),
            again: None,
            time: present.time,
        }
    }

    /// What a list shows of it.
    fn shown(&self, time: Time) -> Stayed {
        Stayed {
            again: None,
            time,
            ..self.clone()
        }
    }

    fn holds(&self, at: Timestamp) -> bool {
        let end = self.left.or(self.again).unwrap_or(Timestamp::MAX);
        self.came
            .is_some_and(|came| came <= at && at < end && at.duration_since(came) <= LONGEST)
    }

    fn span(&self, writer: &Writer, now: Timestamp) -> (Timestamp, Timestamp) {
        let known = self.came.or(self.left).unwrap();
        let (begins, ends) = day_around(writer, known);
        let ends = ends.min(now).max(known);
        let unseen = self.again.map_or(ends, |again| again.min(ends));
        (self.came.unwrap_or(begins), self.left.unwrap_or(unseen))
    }
}

fn day_around(writer: &Writer, at: Timestamp) -> (Timestamp, Timestamp) {
    let begins = |day: Date| writer.post.zone.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
    let day = writer.post.zone.to_datetime(at).date();
    (begins(day), begins(day + 1.days()))
}

fn book(writer: &Writer) -> Book {
    Book::open(&writer.post.home, writer.post.zone.clone()).unwrap()
}

fn sorted(mut stays: Vec<Stayed>) -> Vec<Stayed> {
    stays.sort();
    stays
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn inside_is_a_recount_of_the_whole_log(
        acts in proptest::collection::vec(act(), 1..90),
        moments in proptest::collection::vec(0_i64..20_000, 12),
    ) {
        let mut writer = Writer::new();
        let began = writer.post.now().at;
        acts.iter().for_each(|act| writer.act(act));
        let lived = writer.post.now().at.duration_since(began).as_mins() + 1;
        let recount = recount(&writer);
        let book = book(&writer);
        for minutes in moments {
            // Also at the very moment of an entry, a day later, and long after.
            let entry = minutes as usize % (writer.written.len() + 4);
            let at = match writer.written.get(entry) {
                Some((written, _)) => written.entry.counted_at(),
                None => began + SignedDuration::from_mins(minutes % (lived + 1_500)),
            };
            let (day, _) = day_around(&writer, at);
            let inside = book.inside(at).unwrap();
            let held = |today: bool| {
                let held = recount.stays.iter().filter(|stay| stay.holds(at) && (stay.came >= Some(day)) == today);
                sorted(held.map(|stay| (stay.who, stay.came)).map(|(who, came)| Stayed {
                    who, came, left: None, again: None, time: Time::Real,
                }).collect())
            };
            let told = |people: &[Present]| sorted(people.iter().map(|one| Stayed {
                left: None, time: Time::Real, ..Stayed::of(one)
            }).collect());
            prop_assert_eq!(told(&inside.people), held(true), "{}", at);
            prop_assert_eq!(told(&inside.overnight), held(false), "{}", at);
            let today = recount.unnamed.iter().filter(|(passed, _, _)| (day..=at).contains(passed));
            let unnamed = today.fold(0_u64, |inside, (_, way, count)| match way {
                Direction::In => inside + u64::from(*count),
                Direction::Out => inside.saturating_sub(u64::from(*count)),
            });
            prop_assert_eq!(inside.unnamed, unnamed);
            let unclear: Vec<u64> = inside.unclear.iter().map(|(came, _)| came.of.1).collect();
            prop_assert_eq!(unclear, recount.unclear(at), "{}", at);
        }
    }

    #[test]
    fn together_is_a_recount_of_the_whole_log(
        acts in proptest::collection::vec(act(), 1..90),
        asked in any::<Index>(),
        from in 0..5_i64,
        days in 0..6_i64,
        least in 0..200_i64,
    ) {
        let mut writer = Writer::new();
        let first = writer.post.zone.to_datetime(writer.post.now().at).date() + (from - 1).days();
        let last = first + days.days();
        acts.iter().for_each(|act| writer.act(act));
        let now = writer.now().at + SignedDuration::from_mins(900);
        // Without a new card that says so, nobody knows whose the old number is; a name is always known.
        let is_known = |person: u8| person + 1 == PERSONS
            || writer.written.iter().any(|(_, who)| matches!(who, Some((one, Document::New)) if *one == person));
        let persons: Vec<u8> = (0..PERSONS).collect();
        let person = *asked.get(&persons);
        let document = if is_known(person) { Document::New } else { Document::Old };
        let asked = Person(pseudonym(person, document));
        let recount = recount(&writer);
        let within = (day_around(&writer, writer.post.zone.to_timestamp(first.at(0, 0, 0, 0)).unwrap()).0,
            day_around(&writer, writer.post.zone.to_timestamp(last.at(0, 0, 0, 0)).unwrap()).1.min(now));
        let together = book(&writer).together(asked, (first, last), least, now).unwrap();
        let own: Vec<&Stayed> = recount.stays.iter().filter(|stay| stay.who == person).collect();
        let touching = own.iter().filter(|stay| {
            let (from, to) = stay.span(&writer, now);
            from <= within.1 && to >= within.0
        });
        prop_assert_eq!(
            sorted(together.own.iter().map(Stayed::of).collect()),
            sorted(touching.map(|stay| stay.shown(stay.time)).collect())
        );
        let mut met: Vec<(Stayed, i64)> = Vec::new();
        for other in recount.stays.iter().filter(|stay| stay.who != person) {
            let mut minutes = None;
            let mut time = other.time;
            for own in &own {
                let ((from, to), (begins, ends)) = (own.span(&writer, now), other.span(&writer, now));
                let overlap = to.min(ends).min(within.1).duration_since(from.max(begins).max(within.0));
                if !overlap.is_negative() {
                    minutes = Some(minutes.unwrap_or(0) + overlap.as_mins());
                    time = time.max(own.time);
                }
            }
            if let Some(minutes) = minutes.filter(|minutes| *minutes >= least) {
                met.push((other.shown(time), minutes));
            }
        }
        met.sort();
        let mut told: Vec<(Stayed, i64)> = together.met.iter().map(|met| (Stayed::of(met), met.minutes)).collect();
        prop_assert!(told.is_sorted_by_key(|(_, minutes)| std::cmp::Reverse(*minutes)));
        told.sort();
        prop_assert_eq!(told, met);
    }
}

#[test]
fn a_pseudonym_is_found_by_the_letters_that_are_printed() {
    let mut writer = Writer::new();
    let come = |who| Act::Scan(who, Document::New, Some(Direction::In), Outcome::Admit, 1);
    writer.act(&come(1));
    writer.act(&come(2));
    let book = book(&writer);
    let one = Person(pseudonym(1, Document::New));
    let short = kiosk::book::short(one);
    assert_eq!(short.len(), 8);
    assert_eq!(book.persons(&short).unwrap(), [one]);
    assert_eq!(book.persons(&short[..7]).unwrap(), []);
    assert_eq!(book.persons("ééééééé").unwrap(), []);
    assert_eq!(book.persons("AAAAAAAAAA").unwrap(), []);
}

#[test]
fn what_is_said_of_an_entry_across_a_parting_of_branches_counts() {
    let mut writer = Writer::new();
    let come = |who| Act::Scan(who, Document::New, Some(Direction::In), Outcome::Admit, 1);
    writer.act(&come(1));
    writer.act(&come(2));
    let (branch, seq, head) = writer.ledger.head().unwrap();
    writer.act(&come(3));
    let parting = kiosk::ledger::Parting { branch, seq, head };
    let now = writer.now();
    assert!(writer.ledger.part_ways(&parting, &now).unwrap().is_some());
    let first = writer.written[0].0.entry.clone();
    let mut void = checkpoint::entry::Draft::new(Kind::Void);
    void.of = Some(writer.written[0].0.reference());
    void.was = Some(checkpoint::entry::Was::of(&first, &writer.post.zone));
    writer.write(&void, None, 1);
    let inside = book(&writer).inside(writer.post.now().at).unwrap();
    let people: Vec<u8> = inside
        .people
        .iter()
        .map(|one| Stayed::of(one).who)
        .collect();
    assert_eq!(people, [2, 3]);
}
