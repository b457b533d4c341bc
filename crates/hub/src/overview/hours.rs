//! *Hours*: when a unit's gates are open. Whoever isn't heard of while they are closed isn't silent.

use crate::store::Day;
use crate::tree::Open;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeMap;

/// Minutes of a day.
const DAY: i16 = 24 * 60;

/// A unit's hours by the day from which they hold, each with those of the days of the week, 0 for Monday.
#[derive(Clone, Debug, Default)]
pub(super) struct Hours(BTreeMap<Day, BTreeMap<i16, Open>>);

impl Hours {
    pub fn add(&mut self, since: Day, weekday: i16, open: Open) {
        self.0.entry(since).or_default().insert(weekday, open);
    }

    /// What holds on a day; None before any hours did. A day of the week that isn't told is open all day.
    fn on(&self, day: Date) -> Option<Open> {
        let (_, week) = self.0.range(..=Day(day)).next_back()?;
        let weekday = i16::from(day.weekday().to_monday_zero_offset());
        Some(week.get(&weekday).copied().unwrap_or(Open::ALL_DAY))
    }

    /// How long the gates were open between two moments; where that is more than `enough`, some time that is more, too. Before
    /// any hours held they count as open day and night. `is_open` says of a day whether anybody is expected on it: then what
    /// opens on it counts to its end, also beyond midnight.
    pub fn open_between(
        &self,
        from: Timestamp,
        to: Timestamp,
        enough: SignedDuration,
        is_open: impl Fn(Date) -> bool,
    ) -> SignedDuration {
        let mut open = SignedDuration::ZERO;
        // Backwards: the newest days say enough nearly always.
        let mut end = to;
        let mut day = Offset::constant(7).to_datetime(to).date();
        // What opens on a day has closed two midnights later.
        while open <= enough && moment(day, 2 * DAY) > from {
            let Some(hours) = self.on(day) else {
                let until = end.min(moment(day, DAY));
                return open + until.duration_since(from).max(SignedDuration::ZERO);
            };
            if is_open(day) {
                let (opens, closes) = hours.minutes();
                let begins = moment(day, opens);
                let until = moment(day, closes).min(end);
                open += until
                    .duration_since(begins.max(from))
                    .max(SignedDuration::ZERO);
                // What is open beyond midnight isn't counted twice where the next day has opened.
                end = end.min(begins);
            }
            // Nobody was heard of before the calendar began.
            let Ok(before) = day.yesterday() else { break };
            day = before;
        }
        open
    }
}

/// Minutes behind a day's midnight in Việt Nam.
fn moment(day: Date, minutes: i16) -> Timestamp {
    let midnight = Offset::constant(7)
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MIN);
    midnight
        .checked_add(i64::from(minutes).minutes())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALWAYS: SignedDuration = SignedDuration::from_hours(1_000_000);

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// `2026-03-02 07:30` in Việt Nam.
    fn at(text: &str) -> Timestamp {
        format!("{}:00+07:00", text.replace(' ', "T"))
            .parse()
            .unwrap()
    }

    fn hours(since: &str, opens: i16, closes: i16) -> Hours {
        let mut hours = Hours::default();
        for weekday in 0..7 {
            hours.add(Day(day(since)), weekday, Open::stored(opens, closes));
        }
        hours
    }

    fn minutes(hours: &Hours, from: &str, to: &str, closed: &[&str]) -> i64 {
        let is_open = |day: Date| !closed.contains(&day.to_string().as_str());
        hours
            .open_between(at(from), at(to), ALWAYS, is_open)
            .as_mins()
    }

    #[test]
    fn only_the_hours_count_and_only_of_days_on_which_it_opens() {
        let office = hours("2026-01-01", 7 * 60, 17 * 60);
        let from = "2026-03-06 16:55";
        for (to, closed, expected) in [
            ("2026-03-06 17:30", vec![], 5),
            ("2026-03-07 06:59", vec![], 5),
            ("2026-03-07 08:00", vec![], 65),
            ("2026-03-09 08:00", vec!["2026-03-07", "2026-03-08"], 65),
            ("2026-03-09 08:00", vec!["2026-03-06", "2026-03-07"], 660),
            (from, vec![], 0),
        ] {
            assert_eq!(minutes(&office, from, to, &closed), expected, "{to}");
        }
        assert_eq!(
            minutes(&office, "2026-03-07 08:00", from, &[]),
            0,
            "heard since"
        );
    }

    #[test]
    fn a_night_counts_beyond_midnight_as_the_day_s_on_which_it_began() {
        let night = hours("2026-01-01", 18 * 60, 6 * 60);
        for (from, to, closed, expected) in [
            ("2026-03-02 23:00", "2026-03-03 02:00", vec![], 180),
            ("2026-03-03 05:00", "2026-03-03 19:00", vec![], 120),
            (
                "2026-03-03 02:00",
                "2026-03-03 12:00",
                vec!["2026-03-03"],
                240,
            ),
            (
                "2026-03-03 02:00",
                "2026-03-03 20:00",
                vec!["2026-03-02"],
                120,
            ),
        ] {
            assert_eq!(minutes(&night, from, to, &closed), expected, "{from} {to}");
        }
        let all = hours("2026-01-01", 0, 24 * 60);
        assert_eq!(
            minutes(&all, "2026-03-02 23:00", "2026-03-04 01:00", &[]),
            26 * 60
        );
        let till_midnight = hours("2026-01-01", 18 * 60, 0);
        assert_eq!(
            minutes(&till_midnight, "2026-03-02 12:00", "2026-03-03 12:00", &[]),
            360
        );
        // One that closes after the next has opened: no minute counts twice.
        let mut over = hours("2026-01-01", 18 * 60, 6 * 60);
        // 3 March 2026 is a Tuesday.
        let open = Open::stored(5 * 60, 8 * 60);
        over.add(Day(day("2026-01-01")), 1, open);
        assert_eq!(
            minutes(&over, "2026-03-03 04:00", "2026-03-03 12:00", &[]),
            240
        );
    }

    #[test]
    fn the_newest_hours_that_have_begun_count_and_before_the_first_every_hour_does() {
        let mut hours = hours("2026-03-03", 7 * 60, 17 * 60);
        // On a Thursday alone; the other days of the week are open all day.
        let short = Open::stored(8 * 60, 10 * 60);
        hours.add(Day(day("2026-03-05")), 3, short);
        for (from, to, expected) in [
            ("2026-03-02 20:00", "2026-03-03 08:00", 5 * 60),
            ("2026-03-01 20:00", "2026-03-02 08:00", 12 * 60),
            ("2026-03-04 00:00", "2026-03-05 00:00", 10 * 60),
            ("2026-03-05 00:00", "2026-03-06 00:00", 2 * 60),
            ("2026-03-06 00:00", "2026-03-07 00:00", 24 * 60),
        ] {
            assert_eq!(minutes(&hours, from, to, &[]), expected, "{from}");
        }
    }

    #[test]
    fn it_stops_where_it_is_enough_and_ends_where_nothing_ever_opens() {
        let all = hours("2000-01-01", 0, 24 * 60);
        let (from, to) = (at("2001-01-01 00:00"), at("2026-03-02 12:00"));
        let enough = SignedDuration::from_hours(2);
        let open = all.open_between(from, to, enough, |_| true);
        assert!(open > enough && open < SignedDuration::from_hours(48));
        let never = all.open_between(from, to, enough, |_| false);
        assert_eq!(never, SignedDuration::ZERO);
        assert_eq!(
            Hours::default().open_between(from, to, enough, |_| false),
            to.duration_since(from)
        );
    }
}
