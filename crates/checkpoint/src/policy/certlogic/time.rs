//! Dates and times as CertLogic reads them: to the millisecond, in UTC, without leap seconds.

/// What `plusTime` adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
    Hour,
}

impl Unit {
    pub(super) fn of(word: &str) -> Option<Unit> {
        match word {
            "year" => Some(Unit::Year),
            "month" => Some(Unit::Month),
            "day" => Some(Unit::Day),
            "hour" => Some(Unit::Hour),
            _ => None,
        }
    }
}

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// The times that the reference implementation can hold, on both sides of 1970.
const FARTHEST_MS: i64 = 8_640_000_000_000_000;
/// No sum below needs more, and none of them overflows with it.
const MOST_UNITS: i64 = 10_000_000;

/// A text in one of the allowed forms, as milliseconds since 1970. None for any other text and for
/// dates that aren't in the calendar. `YYYY` and `YYYY-MM` are their last day.
pub(super) fn read(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() <= 10 {
        return read_birth(text);
    }
    let (date, rest) = text.split_at_checked(10)?;
    let clock = rest.strip_prefix('T')?;
    let midnight = read_birth(date)?;
    let (clock, after) = clock.split_at_checked(8)?;
    let [hour, minute, second] = <[i64; 3]>::try_from(
        clock
            .split(':')
            .map(|part| digits(part, 2))
            .collect::<Option<Vec<_>>>()?,
    )
    .ok()?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (ms, offset) = fraction(after)?;
    let offset = read_offset(offset)?;
    Some(midnight + hour * HOUR_MS + minute * 60_000 + second * 1000 + ms - offset)
}

/// `YYYY`, `YYYY-MM` (their last day) or `YYYY-MM-DD` at midnight UTC.
pub(super) fn read_birth(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split('-').collect();
    let (year, month, day) = match parts.as_slice() {
        [year] => (digits(year, 4)?, 12, 31),
        [year, month] => {
            let (year, month) = (digits(year, 4)?, digits(month, 2)?);
            (year, month, days_in(year, month)?)
        }
        [year, month, day] => (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?),
        _ => return None,
    };
    let last = days_in(year, month)?;
    (1..=last)
        .contains(&day)
        .then(|| days_from_civil(year, month, day) * DAY_MS)
}

/// Adds as JavaScript's `Date` does: a day that the new month doesn't have runs over into the next
/// (2020-02-29 and a year is 2021-03-01). None beyond the times that can be held.
pub(super) fn plus(at: i64, amount: i64, unit: Unit) -> Option<i64> {
    if amount.abs() > MOST_UNITS {
        return None;
    }
    let (days, clock) = (at.div_euclid(DAY_MS), at.rem_euclid(DAY_MS));
    let moved = match unit {
        Unit::Hour => at + amount * HOUR_MS,
        Unit::Day => at + amount * DAY_MS,
        Unit::Month | Unit::Year => {
            let months = if unit == Unit::Year { 12 } else { 1 };
            let (year, month, day) = civil_from_days(days);
            let month = month - 1 + amount * months;
            let first = days_from_civil(year + month.div_euclid(12), month.rem_euclid(12) + 1, 1);
            (first + day - 1) * DAY_MS + clock
        }
    };
    (-FARTHEST_MS..=FARTHEST_MS)
        .contains(&moved)
        .then_some(moved)
}

/// Exactly `count` digits.
fn digits(text: &str, count: usize) -> Option<i64> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// `.S…` before the offset: milliseconds, rounded down, and what follows.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (decimals, after) = rest.split_at(count);
    if decimals.is_empty() {
        return None;
    }
    let kept: String = decimals.chars().chain("00".chars()).take(3).collect();
    Some((digits(&kept, 3)?, after))
}

/// Nothing, `Z`, or `±h`, `±hh`, `±hmm`, `±hhmm`, `±h:mm`, `±hh:mm`, in milliseconds.
fn read_offset(text: &str) -> Option<i64> {
    if text.is_empty() || text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() <= 2 => (rest, "00"),
        None => rest.split_at_checked(rest.len() - 2)?,
    };
    let hours = digits(hours, if hours.len() == 1 { 1 } else { 2 })?;
    let minutes = digits(minutes, 2)?;
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * HOUR_MS + minutes * 60_000))
}

fn days_in(year: i64, month: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let civil_month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(civil_month <= 2);
    (year, civil_month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_each_other_s_inverse() {
        for days in (-800_000..800_000).step_by(97) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
        assert_eq!(civil_from_days(0), (1970, 1, 1));
        assert_eq!(days_from_civil(2000, 2, 29), 11_016);
    }

    #[test]
    fn every_allowed_form_is_read_and_no_other() {
        let noon = read("2021-06-15T12:00:00Z");
        for same in [
            "2021-06-15T12:00:00",
            "2021-06-15T14:00:00+2",
            "2021-06-15T14:00:00+02",
            "2021-06-15T13:30:00+130",
            "2021-06-15T13:30:00+0130",
            "2021-06-15T10:30:00-1:30",
            "2021-06-15T10:30:00-01:30",
            "2021-06-15T12:00:00.0",
            "2021-06-15T12:00:00.0009Z",
            "2021-06-15T14:00:00.000123+02:00",
        ] {
            assert_eq!(read(same), noon, "{same}");
        }
        assert_eq!(read("2021-06-15T12:00:00.1"), noon.map(|ms| ms + 100));
        assert_eq!(read("2021-06"), read("2021-06-30"));
        assert_eq!(read("2021"), read("2021-12-31T00:00:00"));
        for odd in [
            "",
            "21",
            "2021-6-1",
            "2021-02-29",
            "2021-13",
            "2021-00-10",
            "2021-06-15T",
            "2021-06-15 12:00:00",
            "2021-06-15T12:00",
            "2021-06-15T24:00:00",
            "2021-06-15T12:60:00",
            "2021-06-15T12:00:00.",
            "2021-06-15T12:00:00z",
            "2021-06-15T12:00:00+",
            "2021-06-15T12:00:00+5:",
            "2021-06-15T12:00:00+2460",
            "2021-06-15T12:00:00+é1",
            "２０２１-06-15",
            "2021-06-15Té",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
