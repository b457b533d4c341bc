//! *Standing*: how a list compares with the log: who was seen today, this week, never, and by which code.

use super::badges::HolderMark;
use super::{Listed, Roster, RosterError, Rosters};
use crate::book::{Book, Mark};
use crate::ledger::begins;
use checkpoint::roster::{Figures, Member, Tally, Told};
use checkpoint::subject::{Person, PersonKey};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

/// One of a list, and what the log tells of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub listed: Listed,
    pub told: Told,
    /// Somebody noted that they don't come today.
    pub is_absent: bool,
    /// Until when their badge counts; None where they have none.
    pub badge: Option<Timestamp>,
}

/// A list on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    pub roster: Roster,
    pub today: Date,
    /// The log was read from this day on: *never* is never since.
    pub since: Date,
    pub people: Vec<Standing>,
}

impl Stands {
    /// Of those in one group; of all, where none is said.
    pub fn figures(&self, group: Option<&str>) -> Figures {
        let people = self.people.iter();
        let of_group = people.filter(|one| group.is_none_or(|group| one.listed.group == group));
        Figures::of(of_group.map(|one| &one.told))
    }

    /// By their names; the one without a name for who is in none.
    pub fn groups(&self) -> BTreeMap<&str, Figures> {
        let mut groups: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
        for one in &self.people {
            groups.entry(&one.listed.group).or_default().push(&one.told);
        }
        let figures = groups
            .into_iter()
            .map(|(name, told)| (name, Figures::of(told)));
        figures.collect()
    }
}

/// What was read of the days before one, by the numbers of lists.
pub(super) type Read = BTreeMap<u32, Past>;

/// What the days before today said of a list's people.
pub(super) struct Past {
    today: Date,
    since: Date,
    members: Vec<Member>,
    /// Of those who have badges, by their place in the list.
    holders: Vec<(usize, HolderMark)>,
    mark: Mark,
    tally: Tally,
}

/// Reads the last `days` days of the log, today with them, one after the other; of those before today only what isn't known
/// still from the last time.
pub(super) fn stands(
    rosters: &Rosters,
    number: u32,
    book: &Book,
    key: &PersonKey,
    (today, days): (Date, u16),
    read: &mut Read,
) -> Result<Stands, RosterError> {
    let roster = rosters.roster(number)?;
    let listed = rosters.members(number)?;
    let members: Vec<Member> = listed.iter().map(|listed| listed.member.clone()).collect();
    let marks = rosters.marks()?;
    let holders: Vec<(usize, HolderMark)> = listed
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((at, *marks.get(&one.number)?)))
        .collect();
    let kept = today.saturating_sub(i32::from(days.saturating_sub(1)).days());
    let since = book
        .first_day()?
        .map_or(today, |first| first.clamp(kept, today));
    // What is entered meanwhile is behind it, and looked at the next time.
    let mark = book.mark()?;
    let is_known = match read.get(&number) {
        Some(past) => {
            (past.today, past.since) == (today, since)
                && past.members == members
                && past.holders == holders
                && book.is_as_before(&past.mark, today)?
        }
        None => false,
    };
    let before = read.remove(&number).filter(|_| is_known);
    let past = match before {
        Some(past) => Past { mark, ..past },
        None => {
            let mut tally = Tally::of(&members, key, today);
            for (at, mark) in &holders {
                tally.knows(*at, Person::of_badge(mark, key));
            }
            let mut day = since;
            while day < today {
                take(&mut tally, book, day)?;
                day = day.saturating_add(1.days());
            }
            Past {
                today,
                since,
                members,
                holders,
                mark,
                tally,
            }
        }
    };
    let mut tally = past.tally.clone();
    read.insert(number, past);
    take(&mut tally, book, today)?;
    let absent = rosters.absent(today)?;
    let badges = rosters.badges(begins(today, &TimeZone::UTC))?;
    let people = listed.into_iter().zip(tally.told());
    Ok(Stands {
        roster,
        today,
        since,
        people: people
            .map(|(listed, told)| Standing {
                is_absent: absent.contains(&listed.number),
                badge: badges.get(&listed.number).copied(),
                listed,
                told,
            })
            .collect(),
    })
}

fn take(tally: &mut Tally, book: &Book, day: Date) -> Result<(), RosterError> {
    for seen in book.seen(day)? {
        tally.take(&seen);
    }
    Ok(())
}
