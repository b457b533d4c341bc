//! *Standing*: how a list compares with the log: who was seen today, this week, never, and by which code.

use super::{Listed, Roster, RosterError, Rosters};
use crate::book::Book;
use checkpoint::roster::{Figures, Tally, Told};
use checkpoint::subject::PersonKey;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// One of a list, and what the log tells of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub listed: Listed,
    pub told: Told,
    /// Somebody noted that they don't come today.
    pub is_absent: bool,
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

/// Reads the last `days` days of the log, today with them, one after the other.
pub(super) fn stands(
    rosters: &Rosters,
    number: u32,
    book: &Book,
    key: &PersonKey,
    (today, days): (Date, u16),
) -> Result<Stands, RosterError> {
    let roster = rosters.roster(number)?;
    let listed = rosters.members(number)?;
    let members: Vec<_> = listed.iter().map(|listed| listed.member.clone()).collect();
    let mut tally = Tally::of(&members, key, today);
    let kept = today.saturating_sub(i32::from(days.saturating_sub(1)).days());
    let since = book
        .first_day()?
        .map_or(today, |first| first.clamp(kept, today));
    let mut day = since;
    while day <= today {
        for seen in book.seen(day)? {
            tally.take(&seen);
        }
        let next = day.saturating_add(1.days());
        if next == day {
            break;
        }
        day = next;
    }
    let absent = rosters.absent(today)?;
    let people = listed.into_iter().zip(tally.told());
    Ok(Stands {
        roster,
        today,
        since,
        people: people
            .map(|(listed, told)| Standing {
                is_absent: absent.contains(&listed.number),
                listed,
                told,
            })
            .collect(),
    })
}
