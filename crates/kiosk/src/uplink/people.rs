//! *People*: how many of those on the unit's lists have come with which kind of code. Figures alone: no hub learns a name by it.

use crate::home::Home;
use crate::roster::Rosters;
use crate::roster::desk::stands_once;
use crate::settings::Settings;
use checkpoint::roster::{Figures, Kind};
use checkpoint::wire::register::{Group, MOST_GROUPS, People};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Fewer people than this are told with the others of their kind: of a department of one its figures are somebody's.
const FEW: usize = 5;

/// Reads the lists and as much of the log as tells of people, which takes a while. None where there are no lists, or they
/// can't be compared now.
pub(super) fn people(home: &Home, now: Timestamp) -> Option<People> {
    if !home.rosters().exists() {
        return None;
    }
    let settings = Settings::load(&Settings::path(home)).ok()?;
    let zone = settings.time_zone().ok()?;
    let day = zone.to_datetime(now).date();
    let rosters = Rosters::open(home).ok()?;
    let mut groups: BTreeMap<(Kind, String), Figures> = BTreeMap::new();
    for roster in rosters.all().ok()? {
        let days = (day, settings.keep_subjects_days);
        let stands = stands_once(home, &rosters, roster.number, days, zone.clone()).ok()?;
        for (name, figures) in stands.groups() {
            let of = groups.entry((roster.kind, name.to_owned())).or_default();
            *of = of.with(figures);
        }
    }
    Some(People {
        day,
        groups: told(groups),
    })
}

/// The groups as they are told: few people, and what is beyond the most, without the name of their group.
fn told(groups: BTreeMap<(Kind, String), Figures>) -> Vec<Group> {
    let mut told: BTreeMap<(Kind, String), Figures> = BTreeMap::new();
    for ((kind, name), figures) in groups {
        let is_named = figures.people >= FEW && told.len() + Kind::ALL.len() < MOST_GROUPS;
        let name = if is_named { name } else { String::new() };
        let of = told.entry((kind, name)).or_default();
        *of = of.with(figures);
    }
    let count = |part: usize| u32::try_from(part).unwrap_or(u32::MAX);
    let told = told.into_iter().map(|((kind, name), figures)| Group {
        kind: kind.as_str().to_owned(),
        name,
        people: count(figures.people),
        seen: count(figures.seen()),
        card: count(figures.card),
        app: count(figures.app),
        pass: count(figures.pass),
        badge: count(figures.badge),
    });
    told.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_department_of_few_is_told_without_its_name_and_nobody_is_lost() {
        let of = |people, never| Figures {
            people,
            never,
            app: people - never,
            ..Figures::default()
        };
        let named = |name: &str| (Kind::Staff, name.to_owned());
        let groups = BTreeMap::from([
            (named("Bảo vệ"), of(2, 1)),
            (named("Kế toán"), of(4, 0)),
            (named("Văn thư"), of(5, 5)),
            ((Kind::Pupil, "1A".to_owned()), of(30, 3)),
        ]);
        let told = told(groups);
        let of_name = |kind: &str, name: &str| {
            let mut all = told.iter();
            let found = all.find(|group| group.kind == kind && group.name == name);
            found.map(|group| (group.people, group.seen, group.app))
        };
        assert_eq!(of_name("staff", ""), Some((6, 5, 5)));
        assert_eq!(of_name("staff", "Văn thư"), Some((5, 0, 0)));
        assert_eq!(of_name("pupil", "1A"), Some((30, 27, 27)));
        assert_eq!(told.len(), 3);
    }

    #[test]
    fn more_departments_than_a_register_holds_are_told_together() {
        let of = Figures {
            people: 10,
            ..Figures::default()
        };
        let groups = (0..MOST_GROUPS + 7).map(|at| ((Kind::Staff, format!("{at:05}")), of));
        let told = told(groups.collect());
        assert!(told.len() <= MOST_GROUPS);
        let people: u32 = told.iter().map(|group| group.people).sum();
        assert_eq!(usize::try_from(people).unwrap(), 10 * (MOST_GROUPS + 7));
    }
}
