//! *Finding*: whom the guard may mean by two letters or four digits (F2): visitors who are expected, who came in the last 30
//! days, and the people of the unit's lists, each once.
//!
//! The lists are held in memory and read anew once somebody changed them, since a search runs with every letter typed.

use super::acts::Refusal;
use super::shown::{Holder, last_four};
use super::{Expectation, Post};
use crate::ledger::{Sought, Visitor};
use crate::roster::badges::Token;
use crate::roster::{RosterError, Rosters};
use crate::store::LISTED;
use checkpoint::expected::Appointment;
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::roster::{Index, Kind, Member};
use checkpoint::subject::{Identity, Person, PersonKey, Who, fold_name};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// How often it is asked whether somebody changed the lists.
const ASK_EVERY_MS: u64 = 10_000;

/// A row of F2's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Names the row in [`super::ByHand::visitor`] until the next search.
    pub id: String,
    pub holder: Holder,
    /// None where they weren't seen in the last 30 days.
    pub seen: Option<Timestamp>,
    /// Of the unit's own people the list, and the group in it where there is one.
    pub of_list: Option<String>,
    /// Today's appointment, where there is one.
    pub appointment: Option<Appointment>,
}

/// Somebody whom a row stands for.
#[derive(Clone, Debug, Default)]
struct Candidate {
    holder: Holder,
    who: Who,
    seen: Option<Timestamp>,
    of_list: Option<String>,
    appointment: Option<Appointment>,
}

/// What the search goes by.
#[derive(Default)]
pub(super) struct Finding {
    /// The last answer, numbered: its rows are named to the page by place, so that no pseudonym leaves this process.
    answer: u32,
    rows: Vec<Candidate>,
    rosters: Option<Rosters>,
    known: Known,
    last_asked: Option<Moment>,
}

impl Finding {
    pub(super) fn forget(&mut self) {
        self.rows.clear();
    }

    /// Whose badge has a token; None where no list knows it, and where it was revoked.
    pub(super) fn holder(&self, token: &Token) -> Option<&OfList> {
        self.known.people.get(*self.known.badges.get(token)?)
    }

    /// Badges that count no more.
    pub(super) fn lost_badges(&self) -> &BTreeSet<Token> {
        &self.known.lost
    }
}

/// The people of the lists.
#[derive(Default)]
struct Known {
    /// Of the database that they were read from.
    version: Option<i64>,
    people: Vec<OfList>,
    index: Index,
    /// Places in `people`.
    badges: BTreeMap<Token, usize>,
    lost: BTreeSet<Token>,
}

/// Somebody of a list.
pub(super) struct OfList {
    at: usize,
    folded: String,
    last_four: Option<String>,
    pub(super) member: Member,
    pub(super) kind: Kind,
    /// `6A`; empty for none.
    group: String,
    /// `Khối 6 · 6A`
    list: String,
    /// Of their badges; None where they never had one.
    person: Option<Person>,
}

impl Known {
    fn read(rosters: &Rosters, version: i64, key: &PersonKey) -> Result<Known, RosterError> {
        let (mut people, mut members) = (Vec::new(), Vec::new());
        let (marks, mut places) = (rosters.marks()?, BTreeMap::new());
        for roster in rosters.all()? {
            for listed in rosters.members(roster.number)? {
                members.push(listed.member.clone());
                places.insert(listed.number, people.len());
                let mark = marks.get(&listed.number);
                people.push(OfList {
                    at: people.len(),
                    folded: fold_name(&listed.member.name),
                    last_four: listed.member.id.as_deref().map(last_four),
                    member: listed.member,
                    list: match listed.group.as_str() {
                        "" => roster.name.clone(),
                        group => format!("{} · {group}", roster.name),
                    },
                    kind: roster.kind,
                    group: listed.group,
                    person: mark.map(|mark| Person::of_badge(mark, key)),
                });
            }
        }
        let mut index = Index::of(&members, key);
        for one in &people {
            if let Some(person) = one.person {
                index.knows(one.at, person);
            }
        }
        let (mut badges, mut lost) = (BTreeMap::new(), BTreeSet::new());
        for badge in rosters.known_badges()? {
            let place = badge.member.and_then(|member| places.get(&member));
            match place.filter(|_| !badge.is_revoked) {
                Some(place) => {
                    badges.insert(badge.token, *place);
                }
                None => {
                    lost.insert(badge.token);
                }
            }
        }
        Ok(Known {
            version: Some(version),
            people,
            index,
            badges,
            lost,
        })
    }
}

impl OfList {
    /// The class of a pupil.
    pub(super) fn class(&self) -> Option<&str> {
        let has_class = self.kind == Kind::Pupil && !self.group.is_empty();
        has_class.then_some(self.group.as_str())
    }

    /// As an entry of them has them, by a card or by a badge: they are known by the badge also where the list has no number,
    /// and stay so once it has one.
    pub(super) fn who(&self, key: &PersonKey) -> Who {
        let mut who = self.member.who(key);
        match who.person {
            None => who.person = self.person,
            Some(_) => who.aliases.extend(self.person),
        }
        who
    }

    fn candidate(&self, key: &PersonKey) -> Candidate {
        Candidate {
            holder: Holder {
                name: Some(self.member.name.clone()),
                birth_year: self.member.birth.year(),
                last_four: self.last_four.clone(),
            },
            who: self.who(key),
            of_list: Some(self.list.clone()),
            ..Candidate::default()
        }
    }
}

impl Post {
    pub(super) fn know_lists_when_due(&mut self, now: &Moment) {
        let is_due = |asked: Moment| now.since(&asked) >= ASK_EVERY_MS;
        if self.finding.last_asked.is_none_or(is_due) {
            self.finding.last_asked = Some(*now);
            self.know_lists();
        }
    }

    /// Reads the lists where somebody changed them. Those that can't be read are as they were.
    pub(super) fn know_lists(&mut self) {
        let Some(key) = self.store.pseudonyms() else {
            return;
        };
        let finding = &mut self.finding;
        let home = self.store.home();
        if finding.rosters.is_none() && home.rosters().exists() {
            finding.rosters = Rosters::open(home).ok();
        }
        if let Some(rosters) = &finding.rosters
            && let Ok(version) = rosters.version()
            && finding.known.version != Some(version)
            && let Ok(known) = Known::read(rosters, version, key)
        {
            finding.known = known;
            // Badges may have been revoked, or be the first that the unit's key signed.
            self.trust_list_anew();
        }
    }

    /// Whose name or last digits begin like this: visitors whom the unit expects today, then those of the last 30 days,
    /// then its own people who weren't seen.
    pub fn find_visitors(&mut self, typed: &str) -> Result<Vec<Found>, Refusal> {
        self.ask_leave(Act::SeeVisitors)?;
        let now = self.clock.now();
        let visitors = self
            .store
            .visitors(typed, &now)
            .map_err(|_| Refusal::NotStored)?;
        self.know_lists();
        self.finding.answer = self.finding.answer.wrapping_add(1);
        self.finding.rows = match Sought::of(typed) {
            Some(sought) => self.candidates(&sought, visitors, &now),
            None => Vec::new(),
        };
        let answer = self.finding.answer;
        let rows = self.finding.rows.iter().enumerate();
        let found = rows.map(|(row, candidate)| Found {
            id: format!("{answer}-{row}"),
            holder: candidate.holder.clone(),
            seen: candidate.seen,
            of_list: candidate.of_list.clone(),
            appointment: candidate.appointment.clone(),
        });
        Ok(found.collect())
    }

    fn candidates(&self, sought: &Sought, visitors: Vec<Visitor>, now: &Moment) -> Vec<Candidate> {
        let Some(key) = self.store.pseudonyms() else {
            return Vec::new();
        };
        let known = &self.finding.known;
        let mut appointments = self.appointments(sought, now);
        let mut members: Vec<usize> = Vec::new();
        let mut people: Vec<Candidate> = Vec::new();
        for visitor in visitors {
            let identity = Identity {
                name: visitor.name.clone(),
                birth_year: visitor.birth_year,
                last4: visitor.last4.clone(),
                who: visitor.who.clone(),
            };
            let member = known.index.find(&identity, None);
            members.extend(member);
            people.push(Candidate {
                who: identity.who,
                seen: Some(visitor.seen),
                of_list: member.and_then(|at| Some(known.people.get(at)?.list.clone())),
                holder: Holder::from(visitor),
                appointment: None,
            });
        }
        let unseen = known.people.iter().filter(|one| !members.contains(&one.at));
        let unseen = sought.first(unseen, LISTED, |one| {
            (one.folded.as_str(), one.last_four.as_deref())
        });
        people.extend(unseen.into_iter().map(|one| one.candidate(key)));
        for candidate in &mut people {
            let expected = self.expected(None, &candidate.holder, now);
            if let [
                Expectation {
                    appointment,
                    is_sure: true,
                },
            ] = expected.as_slice()
            {
                appointments.retain(|one| one != appointment);
                candidate.appointment = Some(appointment.clone());
            }
        }
        let mut all: Vec<Candidate> = appointments.into_iter().map(Candidate::from).collect();
        all.extend(people);
        // Whoever is expected first; else as they stand.
        all.sort_by_key(|candidate| candidate.appointment.is_none());
        all
    }

    /// Whom a row stood for.
    pub(super) fn found(&self, id: &str) -> Result<(Holder, Who), Refusal> {
        let (answer, row) = id.split_once('-').ok_or(Refusal::VisitorUnknown)?;
        let row: usize = row.parse().map_err(|_| Refusal::VisitorUnknown)?;
        let is_newest = answer.parse() == Ok(self.finding.answer);
        let found = self.finding.rows.get(row).filter(|_| is_newest);
        let found = found.ok_or(Refusal::VisitorUnknown)?;
        Ok((found.holder.clone(), found.who.clone()))
    }
}

impl From<Appointment> for Candidate {
    fn from(appointment: Appointment) -> Candidate {
        Candidate {
            holder: Holder {
                name: Some(appointment.name.clone()),
                birth_year: appointment.birth.year(),
                last_four: None,
            },
            appointment: Some(appointment),
            ..Candidate::default()
        }
    }
}
