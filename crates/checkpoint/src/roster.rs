//! *Roster*: whom a unit expects to see every day, and what the log tells of each of them.
//!
//! An entry is a member's where it shows their number or their badge; else where it has their phone number and no other name; else where
//! name and birth date agree, or name and year where one of the two tells no more. What fits two members is neither's: a
//! share may be too small by it, and never too great.

use crate::document::{Birth, Kind as DocumentKind, Number};
use crate::subject::{Identity, Person, PersonKey, Who, fold_name, last_four};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};

/// What its people are here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Staff,
    Pupil,
    Trader,
    Resident,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Staff, Kind::Pupil, Kind::Trader, Kind::Resident];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Staff => "staff",
            Kind::Pupil => "pupil",
            Kind::Trader => "trader",
            Kind::Resident => "resident",
        }
    }

    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Somebody of a roster, as its list has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub name: String,
    pub birth: Birth,
    /// 12 digits, or the 9 of an older card.
    pub id: Option<String>,
    /// As [`phone_of`] writes it.
    pub phone: Option<String>,
}

impl Member {
    /// The end of the number, which is all that a screen shows of it.
    pub fn last_four(&self) -> Option<String> {
        let id = self.id.clone()?;
        Some(last_four(&Number::Id(id)))
    }

    /// The last three digits of their telephone, which is all that a screen shows of it.
    pub fn phone_end(&self) -> Option<String> {
        let digits: Vec<char> = self.phone.as_deref()?.chars().collect();
        Some(digits.iter().skip(digits.len().saturating_sub(3)).collect())
    }

    /// Their pseudonyms, as an entry of them has them.
    pub fn who(&self, key: &PersonKey) -> Who {
        let id = self.id.clone().map(Number::Id);
        let born = self.birth.day();
        Who {
            person: id.map(|id| Person::of_number(&id, key)),
            aliases: Vec::new(),
            namesake: born.map(|born| Person::of_namesake(&self.name, born, key)),
        }
    }

    /// As much of the birth as is known: `05/06/2014`, `06/2014`, `2014` or nothing.
    pub fn born(&self) -> String {
        self.birth.written()
    }
}

/// Somebody at the gate, as an entry has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: Timestamp,
    /// Its day where the unit is.
    pub day: Date,
    /// None where no document was read.
    pub document: Option<DocumentKind>,
    pub identity: Identity,
    /// As [`phone_of`] writes it.
    pub phone: Option<String>,
}

/// What the log tells of one member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub today: bool,
    /// Since Monday.
    pub this_week: bool,
    pub last: Option<Timestamp>,
    /// By which documents; None among them where no document was read.
    pub by: BTreeSet<Option<DocumentKind>>,
}

impl Told {
    /// An app showed its code, which it makes anew; a card is copied, and proves nothing of an app.
    pub fn has_app(&self) -> bool {
        self.came_with(&[DocumentKind::PersonalCode])
    }

    fn came_with(&self, documents: &[DocumentKind]) -> bool {
        let mut by = self.by.iter().flatten();
        by.any(|document| documents.contains(document))
    }
}

/// How many of some members were seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub people: usize,
    pub today: usize,
    pub this_week: usize,
    /// At no time that the log still tells of.
    pub never: usize,
    /// With a citizen card, an app, a pass of ours, a badge of ours; whoever came with two is among both.
    pub card: usize,
    pub app: usize,
    pub pass: usize,
    pub badge: usize,
}

impl Figures {
    pub fn of<'a>(told: impl IntoIterator<Item = &'a Told>) -> Figures {
        let mut figures = Figures::default();
        for one in told {
            figures.people += 1;
            figures.today += usize::from(one.today);
            figures.this_week += usize::from(one.this_week);
            figures.never += usize::from(one.last.is_none());
            figures.card += usize::from(one.came_with(&[DocumentKind::CitizenCard]));
            figures.app += usize::from(one.has_app());
            figures.pass += usize::from(one.came_with(&[DocumentKind::DeclarationPass]));
            let badges = [DocumentKind::DayBadge, DocumentKind::StaffBadge];
            figures.badge += usize::from(one.came_with(&badges));
        }
        figures
    }

    /// How many were seen at any time that the log still tells of.
    pub fn seen(&self) -> usize {
        self.people - self.never
    }

    /// Of both, who are other people.
    pub fn with(self, other: Figures) -> Figures {
        Figures {
            people: self.people + other.people,
            today: self.today + other.today,
            this_week: self.this_week + other.this_week,
            never: self.never + other.never,
            card: self.card + other.card,
            app: self.app + other.app,
            pass: self.pass + other.pass,
            badge: self.badge + other.badge,
        }
    }
}

/// A share in tenths of a percent, rounded half up; None of nobody.
pub fn share(part: usize, whole: usize) -> Option<i64> {
    let (part, whole) = (i64::try_from(part).ok()?, i64::try_from(whole).ok()?);
    let doubled = part.checked_mul(2_000)?.checked_div(whole)?;
    Some((doubled + 1) / 2)
}

/// A phone number in one form, `0` and nine or ten digits, however it was typed. None where it isn't one of Vietnam.
pub fn phone_of(typed: &str) -> Option<String> {
    let strange = |letter: char| !letter.is_ascii_digit() && !" .-()+".contains(letter);
    if typed.contains(strange) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.strip_prefix("84") {
        Some(rest) if digits.len() >= 11 => rest,
        // A spreadsheet drops the zero.
        _ => digits.strip_prefix('0').unwrap_or(&digits),
    };
    let is_one = matches!(national.len(), 9 | 10) && !national.starts_with('0');
    is_one.then(|| format!("0{national}"))
}

/// The members of a roster, found by what an entry says.
#[derive(Clone, Debug, Default)]
pub struct Index {
    names: Vec<String>,
    by_number: BTreeMap<Person, Vec<usize>>,
    by_phone: BTreeMap<String, Vec<usize>>,
    by_birth: BTreeMap<Person, Vec<usize>>,
    /// By folded name and year; and whether the list has no more than the year.
    by_year: BTreeMap<(String, i16), Vec<(usize, bool)>>,
}

impl Index {
    pub fn of(members: &[Member], key: &PersonKey) -> Index {
        let mut index = Index::default();
        for (at, member) in members.iter().enumerate() {
            let folded = fold_name(&member.name);
            let who = member.who(key);
            if let Some(person) = who.person {
                index.by_number.entry(person).or_default().push(at);
            }
            if let Some(phone) = &member.phone {
                index.by_phone.entry(phone.clone()).or_default().push(at);
            }
            if let Some(person) = who.namesake {
                index.by_birth.entry(person).or_default().push(at);
            }
            if let Some(year) = member.birth.year() {
                let of_year = index.by_year.entry((folded.clone(), year)).or_default();
                of_year.push((at, who.namesake.is_none()));
            }
            index.names.push(folded);
        }
        index
    }

    /// The member at a place in the list is known by a further pseudonym: that of their badge.
    pub fn knows(&mut self, at: usize, person: Person) {
        self.by_number.entry(person).or_default().push(at);
    }

    /// Which member an entry is about, by their place in the list.
    pub fn find(&self, identity: &Identity, phone: Option<&str>) -> Option<usize> {
        let name = identity.name.as_deref().map(fold_name);
        self.of_number(identity)
            .or_else(|| self.of_phone(phone?, name.as_deref()))
            .or_else(|| only(self.by_birth.get(&identity.who.namesake?)?.iter().copied()))
            .or_else(|| self.of_year(identity, name.clone()?))
    }

    fn of_number(&self, identity: &Identity) -> Option<usize> {
        let who = &identity.who;
        let persons = who.person.iter().chain(&who.aliases);
        only(
            persons
                .filter_map(|person| self.by_number.get(person))
                .flatten()
                .copied(),
        )
    }

    fn of_phone(&self, phone: &str, name: Option<&str>) -> Option<usize> {
        let members = self.by_phone.get(phone)?.iter().copied();
        only(members.filter(|at| {
            name.is_none_or(|name| self.names.get(*at).is_some_and(|known| known == name))
        }))
    }

    fn of_year(&self, identity: &Identity, name: String) -> Option<usize> {
        let members = self.by_year.get(&(name, identity.birth_year?))?;
        // Whose whole date is known on both sides was compared by it.
        let has_date = identity.who.namesake.is_some();
        only(
            members
                .iter()
                .filter(|(_, is_year)| *is_year || !has_date)
                .map(|(at, _)| *at),
        )
    }
}

/// The one that there is, be it named several times.
fn only(mut found: impl Iterator<Item = usize>) -> Option<usize> {
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// A roster that is compared with a log, entry by entry, in any order.
#[derive(Clone, Debug)]
pub struct Tally {
    index: Index,
    told: Vec<Told>,
    today: Date,
}

impl Tally {
    pub fn of(members: &[Member], key: &PersonKey, today: Date) -> Tally {
        Tally {
            index: Index::of(members, key),
            told: vec![Told::default(); members.len()],
            today,
        }
    }

    /// [`Index::knows`]
    pub fn knows(&mut self, at: usize, person: Person) {
        self.index.knows(at, person);
    }

    pub fn take(&mut self, seen: &Seen) {
        let found = self.index.find(&seen.identity, seen.phone.as_deref());
        let Some(told) = found.and_then(|at| self.told.get_mut(at)) else {
            return;
        };
        told.today |= seen.day == self.today;
        told.this_week |= monday(self.today) <= seen.day && seen.day <= self.today;
        told.last = told.last.max(Some(seen.at));
        told.by.insert(seen.document);
    }

    /// In the order of the members.
    pub fn told(self) -> Vec<Told> {
        self.told
    }
}

/// The Monday on or before a day.
pub fn monday(day: Date) -> Date {
    let since = day.weekday().to_monday_zero_offset();
    day.saturating_sub(i32::from(since).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_has_one_form_however_it_is_typed() {
        let one = Some("0912345678".to_owned());
        for typed in [
            "0912345678",
            "0912 345 678",
            "+84 912.345.678",
            "84912345678",
            "912345678",
            "(091) 234-5678",
        ] {
            assert_eq!(phone_of(typed), one, "{typed}");
        }
        for typed in [
            "",
            "091234567",
            "1",
            "không có",
            "00912345678",
            "0912345678901",
        ] {
            assert_eq!(phone_of(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_share_is_rounded_to_a_tenth_of_a_percent_and_nobody_has_none() {
        let shares = [(0, 0), (0, 7), (1, 3), (2, 3), (1, 2000), (7, 7)]
            .map(|(part, whole)| share(part, whole));
        assert_eq!(
            shares,
            [None, Some(0), Some(333), Some(667), Some(1), Some(1000)]
        );
    }

    #[test]
    fn a_week_begins_on_monday() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        assert_eq!(monday(day("2026-11-23")), day("2026-11-23"));
        assert_eq!(monday(day("2026-11-29")), day("2026-11-23"));
    }
}
