//! *Form*: what somebody typed of an inspection, held against what a form of it may say.

use crate::declaring::Typed;
use checkpoint::inspection::{self, Findings, MOST_REMINDERS};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub const POSITION: &str = "position";
pub const ON_DUTY: &str = "on-duty";
pub const MONITORS: &str = "monitors";
pub const FROM: &str = "from";
pub const UNTIL: &str = "until";
pub const PEOPLE: &str = "people";
pub const RECOMMENDATIONS: &str = "recommendations";
pub const REMINDER: &str = "reminder";
/// The button.
pub const SEND: &str = "send";

/// What a form has to fill in, in the order of the page.
pub const MEMBERS: [&str; 8] = [
    POSITION,
    ON_DUTY,
    MONITORS,
    FROM,
    UNTIL,
    PEOPLE,
    RECOMMENDATIONS,
    REMINDER,
];

/// People of a count, as a post takes them.
const MOST_COUNTED: u32 = 100_000;
/// The shortest count: a shorter one says nothing.
const SHORTEST: SignedDuration = SignedDuration::from_mins(1);

/// What is wrong with one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Position,
    TooLong,
    /// No time of day.
    Time,
    /// The count ends before it begins, or lasts less than a minute.
    Order,
    /// The count isn't over.
    ToCome,
    People,
    Reminder,
    /// It came from a page of another session: whoever is signed in now sends it themselves.
    Again,
}

/// What is wrong with a form, by its members in the order of the page.
pub type Flaws = Vec<(&'static str, Flaw)>;

/// Whom somebody counted through the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub from: Timestamp,
    pub until: Timestamp,
    pub people: u32,
}

/// A form that is as it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    pub findings: Findings,
    pub monitors: bool,
    /// 0 for none.
    pub reminder: u32,
    pub sample: Option<Sample>,
}

/// Reads a form. Times are of today in the unit's zone.
pub fn check(typed: &Typed, now: Timestamp, zone: &TimeZone) -> Result<Inspected, Flaws> {
    let mut flaws = Flaws::new();
    let findings = Findings {
        position: typed.get(POSITION).to_owned(),
        on_duty: typed.get(ON_DUTY).to_owned(),
        recommendations: typed.get(RECOMMENDATIONS).to_owned(),
    };
    let findings = findings.tidied();
    for flaw in findings.flaws() {
        flaws.push(match flaw {
            inspection::Flaw::Position => (POSITION, Flaw::Position),
            inspection::Flaw::OnDuty => (ON_DUTY, Flaw::TooLong),
            inspection::Flaw::Recommendations => (RECOMMENDATIONS, Flaw::TooLong),
        });
    }
    let sample = sample(typed, now, zone, &mut flaws);
    let reminder = number(typed.get(REMINDER), MOST_REMINDERS);
    if reminder.is_none() {
        flaws.push((REMINDER, Flaw::Reminder));
    }
    let place = |(member, _): &(&str, Flaw)| MEMBERS.iter().position(|one| one == member);
    flaws.sort_by_key(place);
    match reminder {
        Some(reminder) if flaws.is_empty() => Ok(Inspected {
            findings,
            monitors: typed.is_ticked(MONITORS),
            reminder,
            sample,
        }),
        Some(_) | None => Err(flaws),
    }
}

/// None where nothing of a count was filled in, or something of it is wrong.
fn sample(typed: &Typed, now: Timestamp, zone: &TimeZone, flaws: &mut Flaws) -> Option<Sample> {
    let [from, until, people] = [FROM, UNTIL, PEOPLE].map(|member| typed.get(member).trim());
    if from.is_empty() && until.is_empty() && people.is_empty() {
        return None;
    }
    let today = zone.to_datetime(now).date();
    let mut moment = |member, text| {
        let time = hour(text).and_then(|time| zone.to_timestamp(today.to_datetime(time)).ok());
        if time.is_none() {
            flaws.push((member, Flaw::Time));
        }
        time
    };
    let (from, until) = (moment(FROM, from), moment(UNTIL, until));
    let people = Some(people)
        .filter(|text| !text.is_empty())
        .and_then(|text| number(text, MOST_COUNTED));
    if people.is_none() {
        flaws.push((PEOPLE, Flaw::People));
    }
    let sample = Sample {
        from: from?,
        until: until?,
        people: people?,
    };
    if sample.until.duration_since(sample.from) < SHORTEST {
        flaws.push((UNTIL, Flaw::Order));
        return None;
    }
    if sample.until > now {
        flaws.push((UNTIL, Flaw::ToCome));
        return None;
    }
    Some(sample)
}

/// A number up to a greatest one; nothing typed is 0.
fn number(text: &str, most: u32) -> Option<u32> {
    let text = text.trim();
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if text.is_empty() { "0" } else { text };
    let number = number.parse().ok().filter(|_| is_number);
    number.filter(|number| *number <= most)
}

/// `07:30`, as a phone's own field says it; also `7h30`, `7.30` and `7`, as people type it.
fn hour(text: &str) -> Option<Time> {
    let text = text.to_ascii_lowercase();
    let parts: Vec<&str> = text
        .split([':', 'h', '.', 'g', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let part = |at: usize| -> Option<i8> {
        let part = parts.get(at).copied().unwrap_or("0");
        let fits = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| fits)
    };
    let is_one = (1..=2).contains(&parts.len());
    Time::new(part(0).filter(|_| is_one)?, part(1)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10:00 in Việt Nam.
    fn now() -> Timestamp {
        "2026-11-27T03:00:00Z".parse().unwrap()
    }

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
    }

    fn form(members: &[(&str, &str)]) -> Result<Inspected, Flaws> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(members);
        check(&Typed::read(body.finish().as_bytes()), now(), &zone())
    }

    #[test]
    fn a_form_is_read_as_a_kiosk_reads_its_own() {
        let read = form(&[
            (POSITION, " Cổng  chính "),
            (ON_DUTY, "Lê Văn Bảo"),
            (MONITORS, "1"),
            (FROM, "07:30"),
            (UNTIL, "7h40"),
            (PEOPLE, "42"),
            (RECOMMENDATIONS, "Dời máy quét\nvào dưới mái che"),
            (REMINDER, "2"),
        ]);
        let read = read.unwrap();
        assert_eq!(read.findings.position, "Cổng chính");
        assert_eq!(
            read.findings.recommendations,
            "Dời máy quét vào dưới mái che"
        );
        assert_eq!((read.monitors, read.reminder), (true, 2));
        let sample = read.sample.unwrap();
        assert_eq!(sample.from, "2026-11-27T00:30:00Z".parse().unwrap());
        assert_eq!(sample.until - sample.from, SignedDuration::from_mins(10));
        assert_eq!(sample.people, 42);
        let least = form(&[(POSITION, "Cổng")]).unwrap();
        assert_eq!(
            (least.sample, least.reminder, least.monitors),
            (None, 0, false)
        );
    }

    #[test]
    fn each_flaw_stands_at_its_member_in_the_order_of_the_page() {
        let long = "à".repeat(1_001);
        let flaws = form(&[
            (ON_DUTY, &long),
            (FROM, "25:00"),
            (UNTIL, ""),
            (PEOPLE, "x"),
            (RECOMMENDATIONS, &long),
            (REMINDER, "100"),
        ]);
        assert_eq!(
            flaws.unwrap_err(),
            [
                (POSITION, Flaw::Position),
                (ON_DUTY, Flaw::TooLong),
                (FROM, Flaw::Time),
                (UNTIL, Flaw::Time),
                (PEOPLE, Flaw::People),
                (RECOMMENDATIONS, Flaw::TooLong),
                (REMINDER, Flaw::Reminder),
            ]
        );
        for (from, until, people, flaw) in [
            ("07:40", "07:30", "1", (UNTIL, Flaw::Order)),
            ("07:30", "07:30", "1", (UNTIL, Flaw::Order)),
            ("09:50", "10:01", "1", (UNTIL, Flaw::ToCome)),
            ("09:50", "10:00", "", (PEOPLE, Flaw::People)),
            ("09:50", "10:00", "100001", (PEOPLE, Flaw::People)),
            ("9:5:1", "10:00", "1", (FROM, Flaw::Time)),
        ] {
            let flaws = form(&[
                (POSITION, "Cổng"),
                (FROM, from),
                (UNTIL, until),
                (PEOPLE, people),
            ]);
            assert_eq!(flaws.unwrap_err(), [flaw], "{from} {until} {people}");
        }
    }
}
