//! What a code tells, in one line, so that a test is a table.

use checkpoint::document::{Birth, Document, Kind, Number, Recognised, Sex};
use checkpoint::moment::{Boot, Moment};
use checkpoint::trust::TrustList;
use checkpoint::verdict::{Judged, judge};

/// A moment on 24 November 2026, in the morning of Quảng Ngãi.
pub fn morning() -> Moment {
    Moment {
        at: "2026-11-24T07:42:01.123+07:00"
            .parse()
            .expect("a literal moment"),
        mono_ms: 60_000,
        boot: Boot([7; 16]),
        offset: None,
    }
}

/// The document of a code, judged in the [`morning`].
#[track_caller]
pub fn judged(raw: impl AsRef<[u8]>) -> Judged {
    match Document::recognise(raw.as_ref()) {
        Recognised::Document(document) => judge(document, &TrustList::default(), &morning()),
        other @ (Recognised::Number(_) | Recognised::Foreign(_) | Recognised::Unknown) => {
            panic!("no document: {other:?}")
        }
    }
}

/// `kind; name; numbers; birth; sex; address; phone` with `-` for what isn't told, or else what the
/// code is.
pub fn told(raw: impl AsRef<[u8]>) -> String {
    match Document::recognise(raw.as_ref()) {
        Recognised::Document(document) => {
            let claim = judge(document, &TrustList::default(), &morning()).claim;
            let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
            let numbers: Vec<String> = claim.numbers.iter().map(number).collect();
            [
                kind(claim.kind).to_owned(),
                or_dash(claim.name),
                or_dash((!numbers.is_empty()).then(|| numbers.join(" "))),
                birth(claim.birth),
                or_dash(claim.sex.map(|sex| match sex {
                    Sex::Male => "male".to_owned(),
                    Sex::Female => "female".to_owned(),
                })),
                or_dash(claim.address),
                or_dash(claim.phone),
            ]
            .join("; ")
        }
        Recognised::Number(number) => format!("number {number}"),
        Recognised::Foreign(foreign) => format!("{foreign:?}"),
        Recognised::Unknown => "unknown".to_owned(),
    }
}

/// Fails naming the code where a row of the table doesn't hold.
#[track_caller]
pub fn check(raw: impl AsRef<[u8]>, expected: &str) {
    let raw = raw.as_ref();
    let found = told(raw);
    assert_eq!(found, expected, "for {:?}", String::from_utf8_lossy(raw));
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::CitizenCard => "citizen-card",
        Kind::PersonalCode => "personal-code",
        Kind::InsuranceCard => "insurance-card",
        Kind::VaccineCertificate => "vaccine-certificate",
        Kind::TestCertificate => "test-certificate",
        Kind::RecoveryCertificate => "recovery-certificate",
        Kind::SmartHealthCard => "smart-health-card",
        Kind::DeclarationPass => "declaration-pass",
        Kind::DayBadge => "day-badge",
        Kind::StaffBadge => "staff-badge",
        Kind::PlacePoster => "place-poster",
    }
}

fn number(number: &Number) -> String {
    match number {
        Number::Id(digits) => format!("id:{digits}"),
        Number::Bhyt(digits) => format!("bhyt:{digits}"),
        Number::Passport { country, number } => format!("passport:{country}:{number}"),
    }
}

fn birth(birth: Birth) -> String {
    match birth {
        Birth::Unknown => "-".to_owned(),
        Birth::Year(year) => format!("{year:04}"),
        Birth::Month(year, month) => format!("{year:04}-{month:02}"),
        Birth::Day(date) => date.to_string(),
        Birth::Impossible => "impossible".to_owned(),
    }
}
