//! *Hours*: from when to when a unit's gates are open, by the day of the week, from a day on. Whoever isn't heard of while
//! they are closed isn't silent.

use super::TreeError;
use crate::store::{Day, Store};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// Minutes of a day.
const DAY: i16 = 24 * 60;

/// Why hours aren't set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    #[error("\"{0}\" is no time: write hours and minutes as 07:30, from 00:00 to 24:00")]
    NoTime(String),
    #[error("a gate opens before the day is over: at 23:59 at the latest, not at 24:00")]
    OpensTooLate,
    #[error("it can't open and close at the same time: for the whole day write 00:00 to 24:00")]
    NoLength,
    #[error("there is no day of the week number {0}: 0 is Monday and 6 is Sunday")]
    NoWeekday(u8),
    #[error("day {0} of the week stands twice: leave one out")]
    Twice(u8),
    #[error("{0} is no day from which hours can hold: choose one between 2000 and 2100")]
    NoDay(Date),
}

/// From opening to closing, in minutes behind midnight (UTC+7) of the day on which it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// 0–1439.
    opens: i16,
    /// 0–1440; at or before `opens` it is of the next day.
    closes: i16,
}

impl Open {
    /// Nobody has said when.
    pub const ALL_DAY: Open = Open {
        opens: 0,
        closes: DAY,
    };

    /// From two times as people write them: `18:00`, `06:00`.
    pub fn read(from: &str, to: &str) -> Result<Open, HoursError> {
        let (opens, closes) = (minutes(from)?, minutes(to)?);
        if opens == DAY {
            return Err(HoursError::OpensTooLate);
        }
        if opens == closes {
            return Err(HoursError::NoLength);
        }
        Ok(Open { opens, closes })
    }

    /// As the table has it, which holds nothing else.
    pub(crate) fn stored(opens: i16, closes: i16) -> Open {
        Open { opens, closes }
    }

    /// Minutes behind midnight: when it opens, and when it closes, which may be more than a day.
    pub fn minutes(self) -> (i16, i16) {
        if self.closes > self.opens {
            (self.opens, self.closes)
        } else {
            (self.opens, self.closes + DAY)
        }
    }

    /// `18:00`, `06:00`.
    pub fn told(self) -> (String, String) {
        (Told(self.opens).to_string(), Told(self.closes).to_string())
    }
}

struct Told(i16);

impl fmt::Display for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Minutes behind midnight, at most 24:00.
fn minutes(text: &str) -> Result<i16, HoursError> {
    let number = |part: &str| {
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| is_number)
    };
    let read = || {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        let all = hours * 60 + minutes;
        (minutes < 60 && all <= DAY).then_some(all)
    };
    read().ok_or_else(|| HoursError::NoTime(text.trim().to_owned()))
}

/// A week's hours by the day of the week: 0 is Monday.
pub fn week(days: impl IntoIterator<Item = (u8, Open)>) -> Result<BTreeMap<u8, Open>, HoursError> {
    let mut week = BTreeMap::new();
    for (weekday, open) in days {
        if weekday > 6 {
            return Err(HoursError::NoWeekday(weekday));
        }
        if week.insert(weekday, open).is_some() {
            return Err(HoursError::Twice(weekday));
        }
    }
    Ok(week)
}

/// Sets the hours that hold from a day on, until others do. A day of the week that isn't told is open all day; where none is
/// told the hours of that day are taken back, and those before them hold on.
pub async fn set_hours(
    store: &Store,
    unit: Uuid,
    since: Date,
    week: &BTreeMap<u8, Open>,
) -> Result<(), TreeError> {
    if !(2000..=2100).contains(&since.year()) {
        return Err(HoursError::NoDay(since).into());
    }
    let mut client = store.hub().await?;
    let transaction = client.transaction().await?;
    transaction
        .query_opt(include_str!("unit_there.sql"), &[&unit])
        .await?
        .ok_or(TreeError::NoUnit)?;
    transaction
        .execute(include_str!("no_hours.sql"), &[&unit, &Day(since)])
        .await?;
    let weekdays: Vec<i16> = week.keys().map(|weekday| i16::from(*weekday)).collect();
    let opens: Vec<i16> = week.values().map(|open| open.opens).collect();
    let closes: Vec<i16> = week.values().map(|open| open.closes).collect();
    transaction
        .execute(
            include_str!("hours.sql"),
            &[&unit, &Day(since), &weekdays, &opens, &closes],
        )
        .await?;
    transaction.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them_and_told_as_clocks_do() {
        for (from, to, told, between) in [
            ("7:30", "17:00", ("07:30", "17:00"), (450, 1020)),
            (" 00:00", "24:00 ", ("00:00", "24:00"), (0, 1440)),
            ("18:00", "06:00", ("18:00", "06:00"), (1080, 1800)),
            ("18:00", "0:00", ("18:00", "00:00"), (1080, 1440)),
        ] {
            let open = Open::read(from, to).unwrap();
            let (opens, closes) = open.told();
            assert_eq!((opens.as_str(), closes.as_str()), told);
            assert_eq!(open.minutes(), between);
        }
    }

    #[test]
    fn what_is_no_opening_time_is_told_as_what_it_is() {
        for wrong in [
            "", "7", "24:01", "25:00", "7:60", "-1:00", "07:30:00", "7h30", "+7:30",
        ] {
            let told = HoursError::NoTime(wrong.to_owned());
            assert_eq!(Open::read(wrong, "17:00"), Err(told.clone()), "{wrong}");
            assert_eq!(Open::read("07:00", wrong), Err(told), "{wrong}");
        }
        let late = Open::read("24:00", "06:00");
        assert_eq!(late, Err(HoursError::OpensTooLate));
        assert_eq!(Open::read("08:00", "8:00"), Err(HoursError::NoLength));
        assert_eq!(week([(7, Open::ALL_DAY)]), Err(HoursError::NoWeekday(7)));
        let twice = week([(2, Open::ALL_DAY), (2, Open::ALL_DAY)]);
        assert_eq!(twice, Err(HoursError::Twice(2)));
    }
}
