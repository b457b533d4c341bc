//! What lines of lists have in common, as somebody typed them.

use super::import::Why;
use checkpoint::document::Birth;
use jiff::civil::Date;

/// With single blanks.
pub(super) fn words(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether somebody born in a year can be alive.
pub(super) fn is_life(year: i16, today: Date) -> bool {
    (today.year() - 130..=today.year()).contains(&year)
}

/// None where nothing is said.
pub(super) fn day_of(typed: &str) -> Result<Option<Date>, Why> {
    match Birth::of_typed(typed) {
        Birth::Unknown => Ok(None),
        Birth::Day(day) => Ok(Some(day)),
        Birth::Year(_) | Birth::Month(..) | Birth::Impossible => Err(Why::Day(typed.to_owned())),
    }
}
