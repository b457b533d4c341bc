//! *Member*: somebody on a list, as typed by hand or as a file's row has them.

use super::import::Why;
use super::typed::{is_life, words};
use super::{NAME_CHARS, RosterError, Rosters, import::likeness};
use checkpoint::document::Birth;
use checkpoint::roster::{Member, phone_of};
use jiff::civil::Date;
use rusqlite::params;

/// What is said of somebody beside an ID number.
pub(super) struct Typed<'a> {
    pub name: &'a str,
    pub group: &'a str,
    pub birth: &'a str,
    pub phone: &'a str,
}

impl Typed<'_> {
    /// The group and who is in it.
    pub fn member(&self, id: Option<String>, today: Date) -> Result<(String, Member), Why> {
        let [name, group] = [self.name, self.group].map(words);
        if !name.chars().any(char::is_alphabetic) {
            return Err(Why::NoName);
        }
        if [&name, &group]
            .iter()
            .any(|text| text.chars().count() > NAME_CHARS)
        {
            return Err(Why::Long);
        }
        let birth = Birth::of_typed(self.birth);
        if birth == Birth::Impossible || birth.year().is_some_and(|year| !is_life(year, today)) {
            return Err(Why::Birth(self.birth.to_owned()));
        }
        let phone = match self.phone {
            "" => None,
            typed => Some(phone_of(typed).ok_or_else(|| Why::Phone(typed.to_owned()))?),
        };
        let member = Member {
            name,
            birth,
            id,
            phone,
        };
        Ok((group, member))
    }
}

/// Without what people write between the digits of a number.
pub(super) fn digits_of(typed: &str) -> String {
    let kept = typed.chars().filter(|letter| !" .-'".contains(*letter));
    kept.collect()
}

/// A whole ID number; None where nothing is written.
pub(super) fn id_of(typed: &str) -> Result<Option<String>, Why> {
    let digits = digits_of(typed);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        0 => Ok(None),
        9 | 12 if is_number => Ok(Some(digits)),
        _ => Err(Why::Id(typed.to_owned())),
    }
}

/// Somebody to be put on a list, or what is to be put right of them. A page shows neither a whole birth date nor whole numbers:
/// None leaves them as they are.
#[derive(Clone, Debug, Default)]
pub struct ByHand {
    pub roster: u32,
    /// Who of the list; None for somebody who isn't on it yet.
    pub member: Option<u32>,
    pub name: String,
    pub group: String,
    pub birth: Option<String>,
    pub id: Option<String>,
    pub phone: Option<String>,
}

impl Rosters {
    /// Puts somebody on a list, or puts right what it says of them. Error: nobody could be told by it, or somebody else of the
    /// list couldn't be told from them.
    pub(super) fn put(&mut self, typed: &ByHand, today: Date) -> Result<(), RosterError> {
        self.roster(typed.roster)?;
        let members = self.members(typed.roster)?;
        let before = match typed.member {
            None => None,
            Some(number) => {
                let found = members.iter().find(|listed| listed.number == number);
                Some(found.ok_or(RosterError::UnknownLine)?)
            }
        };
        let kept = before.map(|listed| &listed.member);
        let id = match &typed.id {
            Some(id) => id_of(id)?,
            None => kept.and_then(|member| member.id.clone()),
        };
        let kept_birth = kept.map(Member::born).unwrap_or_default();
        let kept_phone = kept.and_then(|member| member.phone.clone());
        let (group, member) = Typed {
            name: &typed.name,
            group: &typed.group,
            birth: typed.birth.as_ref().unwrap_or(&kept_birth).trim(),
            phone: match &typed.phone {
                Some(phone) => phone.trim(),
                None => kept_phone.as_deref().unwrap_or_default(),
            },
        }
        .member(id, today)?;
        let like = likeness(&group, &member);
        let clashes = members
            .iter()
            .filter(|listed| Some(listed.number) != typed.member)
            .any(|listed| match (&member.id, &listed.member.id) {
                (Some(one), Some(other)) => one == other,
                (Some(_) | None, None) | (None, Some(_)) => {
                    like == likeness(&listed.group, &listed.member)
                }
            });
        if clashes {
            return Err(RosterError::Listed);
        }
        let transaction = self.begin()?;
        let birth = member.born();
        match typed.member {
            Some(number) => transaction.execute(
                include_str!("change_member.sql"),
                params![number, group, member.name, birth, member.id, member.phone],
            )?,
            None => transaction.execute(
                include_str!("add_member.sql"),
                params![
                    typed.roster,
                    group,
                    member.name,
                    birth,
                    member.id,
                    member.phone
                ],
            )?,
        };
        Ok(transaction.commit()?)
    }

    /// Takes somebody off their list.
    pub(super) fn take_off(&mut self, member: u32) -> Result<(), RosterError> {
        match self
            .connection
            .execute(include_str!("remove_member.sql"), [member])?
        {
            0 => Err(RosterError::UnknownLine),
            _ => Ok(()),
        }
    }
}
