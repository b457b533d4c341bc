//! *Time* as the database has it: moments to the microsecond and days of the calendar.

use jiff::Timestamp;
use jiff::civil::Date;
use std::error::Error;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};

/// Microseconds from 1970 to 2000, where PostgreSQL's clock begins.
const MICROS_TO_2000: i64 = 946_684_800_000_000;
/// The first day of PostgreSQL's calendar.
const DAY_ZERO: Date = jiff::civil::date(2000, 1, 1);

/// A moment on its way to or from a `timestamptz`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(pub Timestamp);

/// A day on its way to or from a `date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

/// Microseconds since 2000.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond() - MICROS_TO_2000
}

/// Days since 2000.
pub(crate) fn days(day: Date) -> i32 {
    (day - DAY_ZERO).get_days()
}

impl ToSql for At {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&micros(self.0).to_be_bytes());
        Ok(IsNull::No)
    }

    accepts!(TIMESTAMPTZ);
    to_sql_checked!();
}

impl<'a> FromSql<'a> for At {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<At, Box<dyn Error + Sync + Send>> {
        let micros = i64::from_be_bytes(raw.try_into()?);
        // infinity, which we never write, is further off than any calendar of ours.
        let micros = micros.saturating_add(MICROS_TO_2000);
        Ok(At(Timestamp::from_microsecond(micros)?))
    }

    accepts!(TIMESTAMPTZ);
}

impl ToSql for Day {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&days(self.0).to_be_bytes());
        Ok(IsNull::No)
    }

    accepts!(DATE);
    to_sql_checked!();
}

impl<'a> FromSql<'a> for Day {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Day, Box<dyn Error + Sync + Send>> {
        let days = i32::from_be_bytes(raw.try_into()?);
        let span = jiff::Span::new().try_days(days)?;
        Ok(Day(DAY_ZERO.checked_add(span)?))
    }

    accepts!(DATE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgresql_counts_from_the_year_two_thousand() {
        assert_eq!(micros("2000-01-01T00:00:00Z".parse().unwrap()), 0);
        assert_eq!(micros("1999-12-31T23:59:59.999999Z".parse().unwrap()), -1);
        assert_eq!(days("2000-03-01".parse().unwrap()), 60);
        let mut out = BytesMut::new();
        let day = Day("1994-05-20".parse().unwrap());
        day.to_sql(&Type::DATE, &mut out).unwrap();
        assert_eq!(Day::from_sql(&Type::DATE, &out).unwrap(), day);
    }
}
