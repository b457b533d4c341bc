//! *Person*: what the lists hold of one person who asks for it, and that it goes.

use super::{RosterError, Rosters};
use checkpoint::document::{Birth, Number};
use checkpoint::roster::{Index, Member, phone_of};
use checkpoint::subject::{Identity, Person, PersonKey, fold_name};
use jiff::Timestamp;
use rusqlite::{Connection, params};

/// Which list somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// One of the unit's own.
    Members,
    Watched,
    Expected,
}

/// What a list holds of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub list: List,
    /// Names the line in its list.
    pub number: u32,
    /// The list's name and the group; empty where the list has none.
    pub of: [String; 2],
    /// Whom it means; digits that are no whole number are left out.
    pub member: Member,
    /// An ID number or its end.
    pub digits: Option<String>,
    /// What else it says: of the watched why, on whose word and since when; of the expected whom they come to see, what for and
    /// on which day.
    pub says: [String; 3],
}

impl Held {
    /// Whom it means, by a pseudonym.
    fn person(&self, key: &PersonKey) -> Person {
        match &self.member.id {
            Some(id) => Person::of_number(&Number::Id(id.clone()), key),
            None => {
                let Member { name, birth, .. } = &self.member;
                Person::of_description(name, birth.year(), self.digits.as_deref(), key)
            }
        }
    }
}

/// A pseudonym of whoever was taken off the lists, and when.
pub(crate) type Forgotten = (Person, Timestamp);

impl Rosters {
    /// Everybody on any list.
    fn held(&self) -> Result<Vec<Held>, RosterError> {
        let mut statement = self.connection.prepare_cached(include_str!("held.sql"))?;
        let rows = statement.query_map([], |row| {
            let text = |at: usize| row.get::<_, String>(at);
            let digits: Option<String> = row.get(6)?;
            let is_whole = |digits: &String| matches!(digits.len(), 9 | 12);
            Ok(Held {
                list: match row.get(0)? {
                    0 => List::Members,
                    1 => List::Watched,
                    _ => List::Expected,
                },
                number: row.get(1)?,
                of: [text(2)?, text(3)?],
                member: Member {
                    name: text(4)?,
                    birth: Birth::of_typed(&text(5)?),
                    id: digits.clone().filter(is_whole),
                    phone: row.get(7)?,
                },
                digits,
                says: [text(8)?, text(9)?, text(10)?],
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Lines that mean somebody, by what entries say of them.
    pub fn of_person(
        &self,
        identities: &[Identity],
        phones: &[String],
        key: &PersonKey,
    ) -> Result<Vec<Held>, RosterError> {
        let phones: Vec<Option<String>> = phones.iter().map(|phone| phone_of(phone)).collect();
        let mut held = self.held()?;
        held.retain(|one| {
            let index = Index::of(std::slice::from_ref(&one.member), key);
            identities.iter().any(|identity| {
                let mut phones = phones.iter().chain([&None]);
                phones.any(|phone| index.find(identity, phone.as_deref()).is_some())
            })
        });
        Ok(held)
    }

    /// Lines that somebody means who types a number, a telephone or a part of a name.
    pub fn of_typed(&self, typed: &str) -> Result<Vec<Held>, RosterError> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let (phone, name) = (phone_of(typed), fold_name(typed));
        let mut held = self.held()?;
        held.retain(|one| {
            let is_number = digits.len() >= 9 && one.digits.as_ref() == Some(&digits);
            let is_phone = phone.is_some() && one.member.phone == phone;
            let is_name = name.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
                && fold_name(&one.member.name).contains(&name);
            is_number || is_phone || is_name
        });
        Ok(held)
    }

    /// One line.
    pub fn line(&self, list: List, number: u32) -> Result<Held, RosterError> {
        let mut held = self.held()?.into_iter();
        let found = held.find(|one| (one.list, one.number) == (list, number));
        found.ok_or(RosterError::UnknownLine)
    }

    /// Takes a line out because its person asked for it, and overwrites what stood there.
    pub fn forget(
        &mut self,
        held: &Held,
        at: Timestamp,
        key: &PersonKey,
    ) -> Result<(), RosterError> {
        let transaction = self.begin()?;
        let sql = match held.list {
            List::Members => include_str!("../remove_member.sql"),
            List::Watched => include_str!("../watch/remove.sql"),
            List::Expected => include_str!("../expected/remove.sql"),
        };
        if transaction.execute(sql, [held.number])? == 0 {
            return Err(RosterError::UnknownLine);
        }
        transaction.execute(
            include_str!("forget.sql"),
            params![held.person(key).0, at.as_millisecond()],
        )?;
        transaction.commit()?;
        // A gate that reads holds it up; then the next one does it.
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Takes out whomever a backup brought back that was made before they were taken off.
    pub(crate) fn forget_again(
        &mut self,
        forgotten: &[Forgotten],
        key: &PersonKey,
    ) -> Result<(), RosterError> {
        for held in self.held()? {
            let person = held.person(key);
            let mut known = forgotten.iter();
            if let Some((_, at)) = known.find(|(gone, _)| *gone == person) {
                self.forget(&held, *at, key)?;
            }
        }
        Ok(())
    }
}

/// Whoever was taken off the lists of a database.
pub(crate) fn forgotten(connection: &Connection) -> rusqlite::Result<Vec<Forgotten>> {
    let mut statement = connection.prepare(include_str!("forgotten.sql"))?;
    let rows = statement.query_map([], |row| {
        let at = Timestamp::from_millisecond(row.get(1)?);
        Ok((Person(row.get(0)?), at.unwrap_or(Timestamp::UNIX_EPOCH)))
    })?;
    rows.collect()
}
