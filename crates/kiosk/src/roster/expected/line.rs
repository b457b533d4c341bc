//! *Line*: one of the list, as somebody typed it or a file has it.

use super::super::NAME_CHARS;
use super::super::import::Why;
use super::super::typed::{day_of, is_life, words};
use checkpoint::document::Birth;
use checkpoint::expected::Appointment;
use checkpoint::subject::fold_name;
use jiff::SignedDuration;
use jiff::civil::{Date, Time};

/// An appointment on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub day: Date,
    pub appointment: Appointment,
}

/// As it was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Empty for the day that the list is of.
    pub day: String,
    pub name: String,
    pub birth: String,
    pub host: String,
    pub purpose: String,
    pub organisation: String,
    /// Hours; empty for none.
    pub from: String,
    pub until: String,
}

impl Line {
    /// `day`: where none was typed.
    pub fn of(typed: &Typed, day: Date, today: Date) -> Result<Line, Why> {
        let texts = [
            &typed.name,
            &typed.host,
            &typed.purpose,
            &typed.organisation,
        ];
        let [name, host, purpose, organisation] = texts.map(|text| words(text));
        if !name.chars().any(char::is_alphabetic) {
            return Err(Why::NoName);
        }
        if host.is_empty() {
            return Err(Why::NoHost);
        }
        if [&name, &host, &purpose, &organisation]
            .iter()
            .any(|text| text.chars().count() > NAME_CHARS)
        {
            return Err(Why::LongText);
        }
        let birth = Birth::of_typed(&typed.birth);
        if birth == Birth::Impossible || birth.year().is_some_and(|year| !is_life(year, today)) {
            return Err(Why::Birth(typed.birth.clone()));
        }
        let day = day_of(&typed.day)?.unwrap_or(day);
        if day < today {
            return Err(Why::Past(day.strftime("%d/%m/%Y").to_string()));
        }
        let (from, until) = (hour(&typed.from)?, hour(&typed.until)?);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err(Why::Hours);
        }
        Ok(Line {
            day,
            appointment: Appointment {
                name,
                birth,
                host,
                purpose,
                organisation,
                from,
                until,
            },
        })
    }

    pub fn born(&self) -> String {
        self.appointment.birth.written()
    }

    /// Which appointment it is, however names were spelt with accents.
    pub(in crate::roster) fn which(&self) -> (Date, String, String, String) {
        let Appointment { name, host, .. } = &self.appointment;
        (self.day, fold_name(name), self.born(), fold_name(host))
    }
}

/// `8`, `8:30`, `8h30`, `0830`, or the part of a day that a spreadsheet takes an hour for. None where nothing is said.
fn hour(typed: &str) -> Result<Option<Time>, Why> {
    let text = typed.trim().to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Why::Hour(typed.to_owned());
    if let Some(part) = text.strip_prefix("0.") {
        let part: f64 = format!("0.{part}").parse().map_err(|_| wrong())?;
        let minutes = (part * 1440.0).round() as i64;
        let hour = Time::midnight().checked_add(SignedDuration::from_mins(minutes));
        return hour.map(Some).map_err(|_| wrong());
    }
    let marked: Vec<&str> = text
        .trim_end_matches('h')
        .split([':', 'h', 'g', '.'])
        .collect();
    let (hours, minutes) = match marked.as_slice() {
        [digits] if digits.len() >= 3 => digits.split_at(digits.len() - 2),
        [hours] => (*hours, "0"),
        // A spreadsheet writes seconds, too.
        [hours, minutes] | [hours, minutes, "00"] => (*hours, *minutes),
        _ => return Err(wrong()),
    };
    let number = |text: &str| text.trim().parse::<i8>().map_err(|_| wrong());
    let hour = Time::new(number(hours)?, number(minutes)?, 0, 0).map_err(|_| wrong())?;
    Ok(Some(hour))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_read_however_it_is_typed() {
        let half_past = Some(Time::constant(8, 30, 0, 0));
        for typed in [
            "8:30",
            "08:30",
            "8h30",
            "8g30",
            "0830",
            "830",
            "8.30",
            "08:30:00",
            "0.354166666666667",
        ] {
            assert_eq!(hour(typed), Ok(half_past), "{typed}");
        }
        for typed in ["8", "8h", "08", " 8 "] {
            assert_eq!(hour(typed), Ok(Some(Time::constant(8, 0, 0, 0))), "{typed}");
        }
        assert_eq!(hour(" "), Ok(None));
        for typed in [
            "25",
            "8:60",
            "sáng",
            "8:30:15",
            "-1",
            "26/11/2026",
            "2430",
            "ạ30",
            "0.x",
        ] {
            assert_eq!(hour(typed), Err(Why::Hour(typed.to_owned())), "{typed}");
        }
    }
}
