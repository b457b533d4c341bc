//! *Line*: what the register says of a place, as somebody typed it or a file has it.

use super::{Flaw, PlacesError};
use checkpoint::document::Birth;
use checkpoint::place::{Code, Kind};
use checkpoint::subject::fold_name;
use jiff::civil::Date;

/// Letters of a place's name: two lines of a poster.
pub const NAME_CHARS: usize = 80;
/// Letters of an address, of a contact, of whoever answers for the place.
pub const TEXT_CHARS: usize = 160;
/// The most people that a place holds.
const MOST_PEOPLE: u32 = 1_000_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub code: Code,
    pub kind: Kind,
    pub name: String,
    pub address: String,
    /// A telephone, a mailbox; may be empty.
    pub contact: String,
    /// Who answers for it; may be empty.
    pub responsible: String,
    pub capacity: Option<u32>,
    /// The place that it is in, by its code.
    pub parent: Option<Code>,
    pub from: Date,
    /// The last day; None for no end.
    pub until: Option<Date>,
}

/// As it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Empty for the next one.
    pub code: String,
    /// A word of [`Kind`], or what it is called; empty for another place.
    pub kind: String,
    pub name: String,
    pub address: String,
    pub contact: String,
    pub responsible: String,
    pub capacity: String,
    /// A code; empty for none.
    pub parent: String,
    /// Empty for today.
    pub from: String,
    /// Empty for no end.
    pub until: String,
}

impl Typed {
    /// Checks it. `next`: the code that is given where none was typed; `from`: the first day where none was.
    pub(super) fn line(&self, next: Code, from: Date) -> Result<Line, Flaw> {
        let name = words(&self.name);
        if !name.chars().any(char::is_alphanumeric) {
            return Err(Flaw::NoName);
        }
        if name.chars().count() > NAME_CHARS {
            return Err(Flaw::LongName);
        }
        let [address, contact, responsible] =
            [&self.address, &self.contact, &self.responsible].map(|text| words(text));
        let is_long = |text: &String| text.chars().count() > TEXT_CHARS;
        if [&address, &contact, &responsible].into_iter().any(is_long) {
            return Err(Flaw::LongText);
        }
        let from = day_of(&self.from)?.unwrap_or(from);
        let until = day_of(&self.until)?;
        if until.is_some_and(|until| until < from) {
            return Err(Flaw::Order);
        }
        Ok(Line {
            code: code_of(&self.code)?.unwrap_or(next),
            kind: kind_of(&self.kind)?,
            name,
            address,
            contact,
            responsible,
            capacity: capacity_of(&self.capacity)?,
            parent: code_of(&self.parent)?,
            from,
            until,
        })
    }
}

/// With single blanks.
pub(super) fn words(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// None where nothing is said.
pub(super) fn code_of(typed: &str) -> Result<Option<Code>, Flaw> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let code = Code::of_typed(typed).ok_or_else(|| Flaw::Code(words(typed)))?;
    Ok(Some(code))
}

fn kind_of(typed: &str) -> Result<Kind, Flaw> {
    let said = fold_name(typed);
    if said.is_empty() {
        return Ok(Kind::Other);
    }
    let mut kinds = Kind::ALL.into_iter();
    let is_called = |kind: &Kind| {
        [kind.as_str(), kind.vietnamese(), kind.english()]
            .iter()
            .any(|name| fold_name(name) == said)
    };
    kinds
        .find(is_called)
        .ok_or_else(|| Flaw::Kind(words(typed)))
}

fn capacity_of(typed: &str) -> Result<Option<u32>, Flaw> {
    let said = typed.trim();
    if said.is_empty() {
        return Ok(None);
    }
    // A spreadsheet writes thousands apart.
    let digits: String = said.chars().filter(|sign| !" .,".contains(*sign)).collect();
    let number = digits.parse().ok();
    let number = number.filter(|number| (1..=MOST_PEOPLE).contains(number));
    number
        .map(Some)
        .ok_or_else(|| Flaw::Capacity(said.to_owned()))
}

/// None where nothing is said.
fn day_of(typed: &str) -> Result<Option<Date>, Flaw> {
    match Birth::of_typed(typed) {
        Birth::Unknown => Ok(None),
        Birth::Day(day) => Ok(Some(day)),
        Birth::Year(_) | Birth::Month(..) | Birth::Impossible => Err(Flaw::Day(typed.to_owned())),
    }
}

/// The note of something that was done. Error: it is too long.
pub(super) fn note_of(typed: &str) -> Result<String, PlacesError> {
    let note = words(typed);
    if note.chars().count() > TEXT_CHARS {
        return Err(Flaw::LongText.into());
    }
    Ok(note)
}

/// Letters for the first code of a register: those with which the last two words of the unit's name begin.
pub(super) fn letters_of(unit: &str) -> String {
    let folded = fold_name(unit);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let last = words.iter().rev().take(2).rev();
    last.filter_map(|word| word.chars().next())
        .filter(char::is_ascii_alphabetic)
        .collect()
}
