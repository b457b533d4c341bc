//! *Birth*: a birth date as far as a document tells it.

use super::text::is_digits;
use jiff::civil::Date;

/// A birth date as far as a document tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    Unknown,
    Year(i16),
    /// Year and month 1–12.
    Month(i16, i8),
    Day(Date),
    /// Digits that are no date (31022000), or a date to come: the kind stays, the guard looks.
    Impossible,
}

impl Birth {
    /// The year, where the document tells it.
    pub fn year(&self) -> Option<i16> {
        match self {
            Birth::Unknown | Birth::Impossible => None,
            Birth::Year(year) | Birth::Month(year, _) => Some(*year),
            Birth::Day(date) => Some(date.year()),
        }
    }

    /// As much as is known: `05/06/2014`, `06/2014`, `2014` or nothing.
    pub fn written(&self) -> String {
        match self {
            Birth::Unknown | Birth::Impossible => String::new(),
            Birth::Year(year) => year.to_string(),
            Birth::Month(year, month) => format!("{month:02}/{year}"),
            Birth::Day(day) => day.strftime("%d/%m/%Y").to_string(),
        }
    }

    /// The date, where all of it is told.
    pub fn day(&self) -> Option<Date> {
        match self {
            Birth::Day(date) => Some(*date),
            Birth::Unknown | Birth::Impossible | Birth::Year(_) | Birth::Month(..) => None,
        }
    }

    /// Whether all of it lies after `day`.
    pub(crate) fn is_after(&self, day: Date) -> bool {
        match self {
            Birth::Unknown | Birth::Impossible => false,
            Birth::Year(year) => *year > day.year(),
            Birth::Month(year, month) => (*year, *month) > (day.year(), day.month()),
            Birth::Day(date) => *date > day,
        }
    }

    /// `ddMMyyyy`, `MMyyyy` or `yyyy`, with zeros for what isn't known (FORMATS.md, Citizen card).
    /// None where the word has another shape.
    pub(crate) fn of_digits(word: &str) -> Option<Birth> {
        if !is_digits(word, word.len()) {
            return None;
        }
        match word.len() {
            4 => Some(Birth::of("", "", word)),
            6 => Some(Birth::of("", &word[..2], &word[2..])),
            8 => Some(Birth::of(&word[..2], &word[2..4], &word[4..])),
            _ => None,
        }
    }

    /// `yyyy-MM-dd`, where `*` may stand for any digit (FORMATS.md, personal code). None where the
    /// word has another shape.
    pub(crate) fn of_masked_iso(word: &str) -> Option<Birth> {
        let shape = word.len() == 10
            && word.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit() || byte == b'*',
            });
        shape.then(|| Birth::of(&word[8..], &word[5..7], &word[..4]))
    }

    /// `yyyy-MM-dd`, `yyyy-MM` or `yyyy`, whatever time stands behind it; nothing is
    /// [`Birth::Unknown`], another shape is [`Birth::Impossible`].
    pub(crate) fn of_iso(text: &str) -> Birth {
        let day = text.trim();
        let day = day.split_once('T').map_or(day, |(day, _)| day);
        let whole = match day.len() {
            4 => format!("{day}-00-00"),
            7 => format!("{day}-00"),
            _ => day.to_owned(),
        };
        match Birth::of_masked_iso(&whole) {
            Some(birth) => birth,
            None if day.is_empty() => Birth::Unknown,
            None => Birth::Impossible,
        }
    }

    /// `dd/MM/yyyy`, `MM/yyyy` or `yyyy` (FORMATS.md, Health-insurance card). None where the word
    /// has another shape.
    pub(crate) fn of_slashed(word: &str) -> Option<Birth> {
        let (before, year) = word.rsplit_once('/').unwrap_or(("", word));
        let (day, month) = before.rsplit_once('/').unwrap_or(("", before));
        let short = |part: &str| part.len() <= 2 && is_digits(part, part.len());
        (is_digits(year, 4) && short(day) && short(month)).then(|| Birth::of(day, month, year))
    }

    /// As a person types it: a year, or day, month and year in either order with `/`, `-`, `.` or blanks between. Nothing
    /// is [`Birth::Unknown`], what can't be understood [`Birth::Impossible`].
    pub fn of_typed(text: &str) -> Birth {
        let parts: Vec<&str> = text
            .split(['/', '-', '.', ' '])
            .filter(|part| !part.is_empty())
            .collect();
        if parts.first().is_some_and(|year| year.len() == 4) {
            return Birth::of_iso(
                &parts
                    .iter()
                    .map(|part| format!("{part:0>2}"))
                    .collect::<Vec<_>>()
                    .join("-"),
            );
        }
        if parts.is_empty() && text.trim().is_empty() {
            return Birth::Unknown;
        }
        Birth::of_slashed(&parts.join("/")).unwrap_or(Birth::Impossible)
    }

    /// From digits; what is empty, all zeros or masked isn't known. A day without its month says
    /// no more than the year, and nothing is said without a year.
    fn of(day: &str, month: &str, year: &str) -> Birth {
        let (day, month, year) = (known(day), known(month), known(year));
        if day.is_some_and(|day| day > 31) || month.is_some_and(|month| month > 12) {
            return Birth::Impossible;
        }
        match (year, month, day) {
            (None, _, _) => Birth::Unknown,
            (Some(year), None, _) => Birth::Year(year),
            (Some(year), Some(month), None) => Birth::Month(year, month as i8),
            (Some(year), Some(month), Some(day)) => {
                Date::new(year, month as i8, day as i8).map_or(Birth::Impossible, Birth::Day)
            }
        }
    }
}

/// Up to four digits; None for zero and for what a `*` hides.
fn known(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_understood_however_a_person_types_it() {
        let day = Birth::Day(Date::constant(2014, 6, 5));
        for typed in [
            "5/6/2014",
            "05/06/2014",
            "05-06-2014",
            "5.6.2014",
            "2014-06-05",
            "2014/6/5",
            " 05 / 06 / 2014 ",
        ] {
            assert_eq!(Birth::of_typed(typed), day, "{typed}");
        }
        assert_eq!(Birth::of_typed("2014"), Birth::Year(2014));
        assert_eq!(Birth::of_typed("6/2014"), Birth::Month(2014, 6));
        assert_eq!(Birth::of_typed(" "), Birth::Unknown);
        for typed in [
            "5/6/14",
            "31/2/2014",
            "5/13/2014",
            "năm 2014",
            "41795",
            "-",
            "5/6/2014/7",
        ] {
            assert_eq!(Birth::of_typed(typed), Birth::Impossible, "{typed}");
        }
    }
}
