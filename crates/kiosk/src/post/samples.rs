//! *Sample*: a document that nobody has, to try a policy on. Its dates are counted from the moment of
//! trying.

use checkpoint::document::{Recovery, Test, TestKind, Vaccination};
use checkpoint::policy::{Certificate, Evidence, Fate, Says};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    Card,
    StaffBadge,
    DeclarationToday,
    DeclarationYesterday,
    OneDose,
    TwoDosesToday,
    TwoDosesMonthAgo,
    RecoveredMonthAgo,
    RecoveredYearAgo,
    PcrToday,
    PcrWeekAgo,
    RapidToday,
    /// Two doses, each of the following with another proof.
    Expired,
    UnknownIssuer,
    Forged,
}

impl Sample {
    /// What it gives to a visit at a moment.
    pub fn evidence(self, at: Timestamp) -> Evidence {
        let hours_ago = |hours| at - SignedDuration::from_hours(hours);
        let doses = |count, days| says(doses(count, days, at));
        match self {
            Sample::Card => Evidence::card(Some(days_before(365, at))),
            Sample::StaffBadge => valid(Says::StaffBadge),
            Sample::DeclarationToday => valid(declared(at)),
            Sample::DeclarationYesterday => valid(declared(hours_ago(24))),
            Sample::OneDose => valid(doses(1, 30)),
            Sample::TwoDosesToday => valid(doses(2, 0)),
            Sample::TwoDosesMonthAgo => valid(doses(2, 30)),
            Sample::RecoveredMonthAgo => valid(says(recovered(30, at))),
            Sample::RecoveredYearAgo => valid(says(recovered(365, at))),
            Sample::PcrToday => valid(says(test(TestKind::Pcr, hours_ago(6)))),
            Sample::PcrWeekAgo => valid(says(test(TestKind::Pcr, hours_ago(7 * 24)))),
            Sample::RapidToday => valid(says(test(TestKind::Rapid, hours_ago(6)))),
            Sample::Expired => fated(Fate::Expired, doses(2, 400)),
            Sample::UnknownIssuer => fated(Fate::UnknownIssuer, doses(2, 30)),
            Sample::Forged => fated(Fate::Forged, doses(2, 30)),
        }
    }
}

fn declared(made: Timestamp) -> Says {
    Says::Declaration {
        made,
        yes: Vec::new(),
    }
}

fn valid(says: Says) -> Evidence {
    fated(Fate::Valid, says)
}

fn fated(fate: Fate, says: Says) -> Evidence {
    Evidence { fate, says }
}

fn says(certificate: Certificate) -> Says {
    Says::Certificate(Box::new(certificate))
}

fn doses(count: u32, days: i64, at: Timestamp) -> Certificate {
    Certificate {
        issued: Some(at - SignedDuration::from_hours(24 * days)),
        vaccinations: vec![Vaccination {
            dose: Some(count),
            series: Some(2),
            on: days_before(days, at),
            against: None,
            product: None,
        }],
        ..Certificate::default()
    }
}

fn recovered(days: i64, at: Timestamp) -> Certificate {
    Certificate {
        issued: Some(at - SignedDuration::from_hours(24 * (days - 11))),
        recoveries: vec![Recovery {
            first_positive: days_before(days, at),
            from: Some(days_before(days - 11, at)),
            until: Some(days_before(days - 180, at)),
            against: None,
        }],
        ..Certificate::default()
    }
}

fn test(kind: TestKind, sampled: Timestamp) -> Certificate {
    Certificate {
        issued: Some(sampled),
        tests: vec![Test {
            kind,
            negative: Some(true),
            sampled,
            against: None,
        }],
        ..Certificate::default()
    }
}

/// As UTC has it: a sample is days from any border between two days.
fn days_before(days: i64, at: Timestamp) -> Date {
    let today = TimeZone::UTC.to_datetime(at).date();
    today.checked_sub(days.days()).unwrap_or(today)
}
