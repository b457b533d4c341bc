//! *Subject*: all that is personal of an entry, in groups that can travel and be erased apart.

use crate::base64url::{base64url, from_base64url};
use crate::chain::sha256;
use crate::document::{Birth, Claim, Number, Question};
use crate::json::{self, JsonError, MAX_BYTES, Members, Value};
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The unit's key under which numbers become pseudonyms (32 random bytes).
#[derive(Clone)]
pub struct PersonKey(pub [u8; 32]);

impl fmt::Debug for PersonKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonKey(..)")
    }
}

/// A pseudonym of one person within one unit: 16 bytes of HMAC-SHA-256 (PROTOCOL.md, Entries).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person(pub [u8; 16]);

impl Person {
    /// Strong: of a number in its scheme.
    pub fn of_number(number: &Number, key: &PersonKey) -> Person {
        match number {
            Number::Id(number) => Person::of(&["id", number], key),
            Number::Bhyt(number) => Person::of(&["bhyt", number], key),
            Number::Passport { country, number } => {
                Person::of(&[&format!("passport:{country}"), number], key)
            }
        }
    }

    /// Weak: of a name and a full date of birth.
    pub fn of_namesake(name: &str, born: jiff::civil::Date, key: &PersonKey) -> Person {
        Person::of(&["namesake", &fold_name(name), &born.to_string()], key)
    }

    /// Strong: of the random mark by which a unit's lists know the holder of a badge who has no number there.
    pub fn of_badge(mark: &[u8; 16], key: &PersonKey) -> Person {
        Person::of(&["badge", &base64url(mark)], key)
    }

    /// Weakest: of what was typed of somebody without a number.
    pub fn of_description(
        name: &str,
        year: Option<i16>,
        last4: Option<&str>,
        key: &PersonKey,
    ) -> Person {
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        let parts = [
            "description",
            &fold_name(name),
            &year,
            last4.unwrap_or_default(),
        ];
        Person::of(&parts, key)
    }

    fn of(parts: &[&str], key: &PersonKey) -> Person {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key.0);
        let mut mac = hmac::Context::with_key(&key);
        mac.update(b"chot/person/1");
        for part in parts {
            mac.update(&[0]);
            mac.update(part.as_bytes());
        }
        let mut person = [0; 16];
        person.copy_from_slice(&mac.sign().as_ref()[..16]);
        Person(person)
    }
}

/// A name as it is compared and searched for: no accents (đ counts as one), small letters, single
/// blanks; the `<` of a passport's machine-readable zone is a blank. Folding twice changes nothing.
pub fn fold_name(name: &str) -> String {
    let letters: String = name
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        // The Icelandic eth looks the same as a capital and stands for it where a keyboard mixed them up.
        .map(|letter| {
            if matches!(letter, 'đ' | 'ð') {
                'd'
            } else {
                letter
            }
        })
        .collect();
    letters
        .split(|letter: char| letter.is_whitespace() || letter == '<')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Letters of a word that are searched for: nobody's name has a longer one.
const MOST_LETTERS: usize = 24;

/// The words of a text with their accents, in small letters; what is neither letter nor digit parts them. However a keyboard
/// composed an accent, it is the same word.
pub fn words(text: &str) -> Vec<String> {
    let composed: String = text.nfc().collect();
    composed
        .split(|letter: char| !letter.is_alphanumeric() && !is_combining_mark(letter))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let letters = word.chars().take(MOST_LETTERS);
            letters.flat_map(char::to_lowercase).collect()
        })
        .collect()
}

/// Who an entry is about, as far as the gate's rules need to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Strong identity.
    pub person: Option<Person>,
    /// Pseudonyms of the same person under other numbers.
    pub aliases: Vec<Person>,
    /// Weak identity: same folded name and full birth date.
    pub namesake: Option<Person>,
}

impl Who {
    /// The first number names the person, the others are aliases.
    pub fn of_claim(claim: &Claim, key: &PersonKey) -> Who {
        let mut persons = claim
            .numbers
            .iter()
            .map(|number| Person::of_number(number, key));
        let person = persons.next();
        let namesake = match (&claim.name, claim.birth) {
            (Some(name), Birth::Day(born)) => Some(Person::of_namesake(name, born, key)),
            (
                Some(_) | None,
                Birth::Day(_)
                | Birth::Unknown
                | Birth::Year(_)
                | Birth::Month(..)
                | Birth::Impossible,
            ) => None,
        };
        Who {
            person,
            aliases: persons.collect(),
            namesake,
        }
    }

    /// What an identity group's line says; nobody where it can't be read.
    pub fn of_identity_line(line: &str) -> Who {
        Identity::parse(line)
            .map(|identity| identity.who)
            .unwrap_or_default()
    }
}

/// The identity group: the least that names a visitor on the screen and in a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    /// Of the number that was shown.
    pub last4: Option<String>,
    pub who: Who,
}

impl Identity {
    /// Of a document that was judged.
    pub fn of_claim(claim: &Claim, key: &PersonKey) -> Identity {
        Identity {
            name: claim.name.clone(),
            birth_year: match claim.birth {
                Birth::Year(year) | Birth::Month(year, _) => Some(year),
                Birth::Day(day) => Some(day.year()),
                Birth::Unknown | Birth::Impossible => None,
            },
            last4: claim.numbers.first().map(last_four),
            who: Who::of_claim(claim, key),
        }
    }

    /// Reads an identity group's line. Members that this program doesn't know are left out.
    pub fn parse(line: &str) -> Result<Identity, GroupError> {
        let mut members = salted(line)?;
        let text =
            |members: &mut Members, name| members.text(name).map_err(|_| GroupError::Wrong(name));
        let person = |text: &str, name| {
            from_base64url(text)
                .map(Person)
                .ok_or(GroupError::Wrong(name))
        };
        let one = |members: &mut Members, name| {
            text(members, name)?
                .map(|text| person(&text, name))
                .transpose()
        };
        let birth_year = members
            .number("birth_year")
            .map_err(|_| GroupError::Wrong("birth_year"))?;
        let aliases = members
            .texts("aliases")
            .map_err(|_| GroupError::Wrong("aliases"))?;
        Ok(Identity {
            name: text(&mut members, "name")?,
            birth_year: birth_year
                .map(|year| i16::try_from(year).map_err(|_| GroupError::Wrong("birth_year")))
                .transpose()?,
            last4: text(&mut members, "last4")?,
            who: Who {
                person: one(&mut members, "person")?,
                aliases: aliases
                    .unwrap_or_default()
                    .iter()
                    .map(|alias| person(alias, "aliases"))
                    .collect::<Result<_, _>>()?,
                namesake: one(&mut members, "namesake")?,
            },
        })
    }
}

/// The contact group: how to reach somebody, and whom they belong to, where the gate's preset keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub phone: Option<String>,
    pub address: Option<String>,
    /// The class of a pupil.
    pub class: Option<String>,
    /// Who collects a pupil.
    pub guardian: Option<String>,
}

impl Contact {
    /// Reads a contact group's line. Members that this program doesn't know are left out.
    pub fn parse(line: &str) -> Result<Contact, GroupError> {
        let mut members = salted(line)?;
        let mut text = |name| members.text(name).map_err(|_| GroupError::Wrong(name));
        Ok(Contact {
            phone: text("phone")?,
            address: text("address")?,
            class: text("class")?,
            guardian: text("guardian")?,
        })
    }
}

/// The health group: what somebody declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    pub yes: Vec<Question>,
    pub no: Vec<Question>,
}

impl Health {
    /// Of answers in the order in which they were given.
    pub fn of(answers: &[(Question, bool)]) -> Health {
        let said = |wanted| {
            let said = answers.iter().filter(|(_, answer)| *answer == wanted);
            said.map(|(question, _)| *question).collect()
        };
        Health {
            yes: said(true),
            no: said(false),
        }
    }
}

/// What a visitor came for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Purpose {
    /// The key 1–9 that the guard pressed.
    Key(u8),
    /// As the paper book says it.
    Text(String),
}

/// The note group: what the guard adds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    pub purpose: Option<Purpose>,
    pub note: Option<String>,
}

impl Note {
    /// Reads a note group's line. Members that this program doesn't know are left out.
    pub fn parse(line: &str) -> Result<Note, GroupError> {
        let mut members = salted(line)?;
        let purpose = match members.value("purpose") {
            None => None,
            Some(Value::Text(text)) => Some(Purpose::Text(text)),
            Some(Value::Number(Some(key @ 1..=9))) => Some(Purpose::Key(key as u8)),
            Some(
                Value::Number(_) | Value::Null | Value::Bool(_) | Value::List(_) | Value::Object(_),
            ) => {
                return Err(GroupError::Wrong("purpose"));
            }
        };
        let note = members
            .text("note")
            .map_err(|_| GroupError::Wrong("note"))?;
        Ok(Note { purpose, note })
    }
}

/// The groups a subject falls into, in the order in which they are committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Identity,
    Contact,
    Health,
    Note,
}

/// Sixteen fresh random bytes that a group's line begins with, so that its hash can't be guessed
/// from what it says. A salt is for one line only.
#[derive(Clone, Copy)]
pub struct Salt(pub [u8; 16]);

/// The groups of one entry, each one JSON line without a newline, in [`Group`]'s order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub groups: [Option<String>; 4],
}

/// Why a group can't be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    #[error("a subject's group: {0}")]
    Json(#[from] JsonError),
    #[error(
        "a subject's group: \"{0}\" isn't what the protocol says of it: it was damaged, compare it with another copy"
    )]
    Wrong(&'static str),
}

impl Subject {
    /// A subject with its identity group. Error: a name that is too long for a line.
    pub fn identity(salt: Salt, identity: &Identity) -> Result<Subject, GroupError> {
        Subject::default().with(Group::Identity, &IdentityLine::of(salt, identity))
    }

    /// A subject with its note group alone. Error: a note that is too long for a line.
    pub fn note(salt: Salt, note: &Note) -> Result<Subject, GroupError> {
        Subject::default().with_note(salt, note)
    }

    /// Adds the note group. Error: a note that is too long for a line.
    pub fn with_note(self, salt: Salt, note: &Note) -> Result<Subject, GroupError> {
        if matches!(note.purpose, Some(Purpose::Key(key)) if !(1..=9).contains(&key)) {
            return Err(GroupError::Wrong("purpose"));
        }
        let line = NoteLine {
            salt: base64url(&salt.0),
            purpose: note.purpose.as_ref(),
            note: note.note.as_deref(),
        };
        self.with(Group::Note, &line)
    }

    /// Adds the contact group. Error: one that is too long for a line.
    pub fn with_contact(self, salt: Salt, contact: &Contact) -> Result<Subject, GroupError> {
        let line = ContactLine {
            salt: base64url(&salt.0),
            phone: contact.phone.as_deref(),
            address: contact.address.as_deref(),
            class: contact.class.as_deref(),
            guardian: contact.guardian.as_deref(),
        };
        self.with(Group::Contact, &line)
    }

    /// Adds the health group. Error: one that is too long for a line.
    pub fn with_health(self, salt: Salt, health: &Health) -> Result<Subject, GroupError> {
        let words = |of: &[Question]| of.iter().map(|question| question.word()).collect();
        let line = HealthLine {
            salt: base64url(&salt.0),
            yes: words(&health.yes),
            no: words(&health.no),
        };
        self.with(Group::Health, &line)
    }

    /// The line of a group, where there is one.
    pub fn group(&self, group: Group) -> Option<&str> {
        self.groups[group as usize].as_deref()
    }

    /// What an entry's line says of its subject:
    /// SHA-256(0x02 ‖ h(identity) ‖ h(contact) ‖ h(health) ‖ h(note)), an absent group as 32 zero
    /// bytes.
    pub fn commitment(&self) -> [u8; 32] {
        let hashes = self.groups.each_ref().map(|group| match group {
            Some(line) => sha256(&[line.as_bytes()]),
            None => [0; 32],
        });
        let [identity, contact, health, note] = &hashes;
        sha256(&[&[0x02], identity, contact, health, note])
    }

    fn with(mut self, group: Group, line: &impl Serialize) -> Result<Subject, GroupError> {
        let line = serde_json::to_string(line).map_err(|_| JsonError::NotAnObject)?;
        if line.len() > MAX_BYTES {
            return Err(JsonError::TooLong.into());
        }
        self.groups[group as usize] = Some(line);
        Ok(self)
    }
}

/// The last four characters of a number.
pub fn last_four(number: &Number) -> String {
    let text = match number {
        Number::Id(number) | Number::Bhyt(number) | Number::Passport { number, .. } => number,
    };
    let start = text.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    text[start..].to_owned()
}

#[derive(Serialize)]
struct IdentityLine<'a> {
    salt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last4: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namesake: Option<String>,
}

impl<'a> IdentityLine<'a> {
    fn of(salt: Salt, identity: &'a Identity) -> IdentityLine<'a> {
        let text = |person: &Person| base64url(&person.0);
        IdentityLine {
            salt: base64url(&salt.0),
            name: identity.name.as_deref(),
            birth_year: identity.birth_year,
            last4: identity.last4.as_deref(),
            person: identity.who.person.as_ref().map(text),
            aliases: identity.who.aliases.iter().map(text).collect(),
            namesake: identity.who.namesake.as_ref().map(text),
        }
    }
}

#[derive(Serialize)]
struct ContactLine<'a> {
    salt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guardian: Option<&'a str>,
}

#[derive(Serialize)]
struct HealthLine {
    salt: String,
    /// Questions by their words.
    yes: Vec<&'static str>,
    no: Vec<&'static str>,
}

#[derive(Serialize)]
struct NoteLine<'a> {
    salt: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'a Purpose>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// The members of a group behind its salt, which has to be there.
fn salted(line: &str) -> Result<Members, GroupError> {
    let mut members = json::object(line.as_bytes())?;
    let salt = members
        .text("salt")
        .map_err(|_| GroupError::Wrong("salt"))?;
    match salt.as_deref().and_then(from_base64url::<16>) {
        Some(_) => Ok(members),
        None => Err(GroupError::Wrong("salt")),
    }
}
