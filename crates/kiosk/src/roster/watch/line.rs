//! *Line*: one of the list, as somebody typed it or a file has it.

use super::super::NAME_CHARS;
use super::super::import::Why;
use super::super::typed::{day_of, is_life, words};
use checkpoint::alike::Described;
use checkpoint::document::Birth;
use checkpoint::subject::fold_name;
use jiff::civil::Date;

/// Digits that tell somebody from others, at least; a whole number has 12.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=12;

/// Somebody whom the guard is to look at, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub birth: Birth,
    /// An ID number or its end.
    pub digits: Option<String>,
    /// What the guard reads: "mời gặp bảo vệ trưởng".
    pub reason: String,
    /// Who asked, or by which document; may be empty.
    pub authority: String,
    pub from: Date,
    /// The last day; None for no end.
    pub until: Option<Date>,
}

/// As it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub name: String,
    pub birth: String,
    pub digits: String,
    pub reason: String,
    pub authority: String,
    /// Empty for today.
    pub from: String,
    /// Empty for no end.
    pub until: String,
}

impl Line {
    pub fn of(typed: &Typed, today: Date) -> Result<Line, Why> {
        let [name, reason, authority] =
            [&typed.name, &typed.reason, &typed.authority].map(|text| words(text));
        if !name.chars().any(char::is_alphabetic) {
            return Err(Why::NoName);
        }
        if reason.is_empty() {
            return Err(Why::NoReason);
        }
        if [&name, &reason, &authority]
            .iter()
            .any(|text| text.chars().count() > NAME_CHARS)
        {
            return Err(Why::LongText);
        }
        let birth = Birth::of_typed(&typed.birth);
        if birth == Birth::Impossible || birth.year().is_some_and(|year| !is_life(year, today)) {
            return Err(Why::Birth(typed.birth.clone()));
        }
        let from = day_of(&typed.from)?.unwrap_or(today);
        let until = day_of(&typed.until)?;
        if until.is_some_and(|until| until < from) {
            return Err(Why::Order);
        }
        Ok(Line {
            name,
            birth,
            digits: digits(&typed.digits)?,
            reason,
            authority,
            from,
            until,
        })
    }

    pub fn counts_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// As much of the birth as is known: `05/06/2014`, `06/2014`, `2014` or nothing.
    pub fn born(&self) -> String {
        self.birth.written()
    }

    /// Whom it means, however the name was spelt with accents.
    pub(in crate::roster) fn whom(&self) -> (String, String, Option<String>) {
        (fold_name(&self.name), self.born(), self.digits.clone())
    }

    pub(super) fn described(&self) -> Described {
        Described {
            name: self.name.clone(),
            birth: self.birth,
            numbers: self.digits.iter().cloned().collect(),
        }
    }
}

/// A spreadsheet that takes a whole number for one drops the zeros at its front.
fn digits(typed: &str) -> Result<Option<String>, Why> {
    let digits: String = typed
        .chars()
        .filter(|letter| !" .-'…".contains(*letter))
        .collect();
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        0 => Ok(None),
        10 | 11 if is_number => Ok(Some(format!("{digits:0>12}"))),
        length if is_number && DIGITS.contains(&length) => Ok(Some(digits)),
        _ => Err(Why::Digits(typed.to_owned())),
    }
}
