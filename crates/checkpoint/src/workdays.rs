//! *Workdays*: by when something is due that is counted in working days: Saturdays, Sundays and public holidays don't count.

use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// The last day on which something is done in time that was asked for on `asked` and may take `days` working days. The day
/// of the asking doesn't count, and one more begins for what came on a day off: article 148 of the civil code.
pub fn due(asked: Date, days: u32, holidays: &BTreeSet<Date>) -> Date {
    let mut day = asked;
    let mut left = days;
    while left > 0 {
        let Ok(next) = day.tomorrow() else {
            return day;
        };
        day = next;
        if is_workday(day, holidays) {
            left -= 1;
        }
    }
    day
}

/// Whether people work on it.
pub fn is_workday(day: Date, holidays: &BTreeSet<Date>) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays.contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_weekend_and_a_holiday_are_passed_over() {
        let none = BTreeSet::new();
        assert_eq!(due(date(2026, 11, 23), 2, &none), date(2026, 11, 25));
        assert_eq!(due(date(2026, 11, 26), 2, &none), date(2026, 11, 30));
        assert_eq!(due(date(2026, 11, 28), 2, &none), date(2026, 12, 1));
        let holidays = BTreeSet::from([date(2026, 4, 30), date(2026, 5, 1)]);
        assert_eq!(due(date(2026, 4, 29), 2, &holidays), date(2026, 5, 5));
    }

    proptest! {
        #[test]
        fn so_many_working_days_lie_behind_the_asking_and_the_last_is_one(
            from in 0..4_000_i32, days in 1..9_u32, off in prop::collection::btree_set(0..4_100_i32, 0..40),
        ) {
            let day = |n: i32| date(2024, 1, 1).saturating_add(n.days());
            let holidays: BTreeSet<Date> = off.into_iter().map(day).collect();
            let end = due(day(from), days, &holidays);
            prop_assert!(is_workday(end, &holidays));
            let between = (from + 1..).map(day).take_while(|&one| one <= end);
            let worked = between.filter(|&one| is_workday(one, &holidays)).count();
            prop_assert_eq!(worked, days as usize);
        }
    }
}
