//! *Period*: the days that a report is about, both ends counted.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days from `first` to `last`, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    first: Date,
    last: Date,
}

impl Period {
    /// None where it would end before it begins.
    pub fn new(first: Date, last: Date) -> Option<Period> {
        (first <= last).then_some(Period { first, last })
    }

    pub fn day(day: Date) -> Period {
        Period {
            first: day,
            last: day,
        }
    }

    /// Monday to Sunday around a day.
    pub fn week_of(day: Date) -> Period {
        let since_monday = i64::from(day.weekday().to_monday_zero_offset());
        let first = day.saturating_sub(since_monday.days());
        Period {
            first,
            last: first.saturating_add(6.days()),
        }
    }

    /// The first to the last of a day's month.
    pub fn month_of(day: Date) -> Period {
        Period {
            first: day.first_of_month(),
            last: day.last_of_month(),
        }
    }

    pub fn first(&self) -> Date {
        self.first
    }

    pub fn last(&self) -> Date {
        self.last
    }

    pub fn has(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// How many days, from 1.
    pub fn days(&self) -> i32 {
        (self.last - self.first).get_days() + 1
    }

    /// It is one calendar month.
    pub fn is_month(&self) -> bool {
        *self == Period::month_of(self.first)
    }

    /// It is one week from Monday to Sunday.
    pub fn is_week(&self) -> bool {
        *self == Period::week_of(self.first)
    }

    /// What it is compared with: the month before a month, else as many days before it.
    pub fn before(&self) -> Period {
        let last = self.first.saturating_sub(1.days());
        if self.is_month() {
            return Period::month_of(last);
        }
        Period {
            first: self.first.saturating_sub(self.days().days()),
            last,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_begins_on_monday_and_a_month_on_the_first() {
        // A Monday, and the Sunday after it.
        for day in [date(2026, 11, 23), date(2026, 11, 29)] {
            let week = Period::week_of(day);
            assert_eq!(
                (week.first(), week.last()),
                (date(2026, 11, 23), date(2026, 11, 29))
            );
            assert!(week.is_week() && !week.is_month());
        }
        let month = Period::month_of(date(2028, 2, 10));
        assert_eq!(month.last(), date(2028, 2, 29));
        assert!(month.is_month() && month.days() == 29);
    }

    #[test]
    fn a_month_is_compared_with_the_month_before_and_any_days_with_as_many() {
        let march = Period::month_of(date(2026, 3, 31));
        assert_eq!(march.before(), Period::month_of(date(2026, 2, 1)));
        let days = Period::new(date(2026, 1, 2), date(2026, 1, 11)).unwrap();
        assert_eq!(
            days.before(),
            Period::new(date(2025, 12, 23), date(2026, 1, 1)).unwrap()
        );
        let day = Period::day(date(2026, 1, 1));
        assert_eq!(day.before(), Period::day(date(2025, 12, 31)));
        assert_eq!(Period::new(date(2026, 1, 2), date(2026, 1, 1)), None);
    }
}
