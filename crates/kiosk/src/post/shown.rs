//! *Shown*: one thing the gate says to the people before it.

use super::badge::Badge;
use super::expecting::Expectation;
use crate::ledger::Visitor;
use crate::roster::watch::Hit;
use crate::sound::Sound;
use crate::store::Trouble;
use checkpoint::document::{Claim, Foreign, Kind, Number, Standing, Verified};
use checkpoint::entry::{Direction, Party};
use checkpoint::gate::Group;
use checkpoint::place::Answer;
use checkpoint::policy::{Need, Tested, Words};
use checkpoint::verdict::Reason;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// The rows of the verdict table (PRODUCT.md), and the two that are not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    In,
    Out,
    Already,
    /// Back within ten seconds: nothing is shown.
    Ignored,
    Look,
    Refuse,
    /// A guard's badge.
    Badge(Badge),
    /// A place's poster.
    Place(Answer),
    Foreign(Foreign),
    Unknown,
    /// A reader typed it, and an input method changed it.
    Damaged,
    /// A picture without a code.
    Nothing,
    NotStored(Trouble),
}

impl Said {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Said::In => "in",
            Said::Out => "out",
            Said::Already => "already",
            Said::Ignored => "ignored",
            Said::Look => "look",
            Said::Refuse => "refuse",
            Said::Badge(_) => "badge",
            Said::Place(_) => "place",
            Said::Foreign(_) => "foreign",
            Said::Unknown => "unknown",
            Said::Damaged => "damaged",
            Said::Nothing => "nothing",
            Said::NotStored(_) => "not-stored",
        }
    }
}

/// What the entry came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Document(Kind),
    IdNumber,
    Manual,
    Paper,
    Passed(Party),
}

impl What {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            What::Document(Kind::CitizenCard) => "citizen-card",
            What::Document(Kind::PersonalCode) => "personal-code",
            What::Document(Kind::InsuranceCard) => "insurance-card",
            What::Document(Kind::VaccineCertificate) => "vaccine-certificate",
            What::Document(Kind::TestCertificate) => "test-certificate",
            What::Document(Kind::RecoveryCertificate) => "recovery-certificate",
            What::Document(Kind::SmartHealthCard) => "smart-health-card",
            What::Document(Kind::DeclarationPass) => "declaration-pass",
            What::Document(Kind::DayBadge) => "day-badge",
            What::Document(Kind::StaffBadge) => "staff-badge",
            What::Document(Kind::PlacePoster) => "place-poster",
            What::IdNumber => "id-number",
            What::Manual => "manual",
            What::Paper => "paper",
            What::Passed(_) => "passed",
        }
    }
}

/// A remark under a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    Reason(Reason),
    /// Another document of somebody who was entered a moment ago.
    SecondDocument,
    /// F6 turned it round.
    Corrected,
    /// F7 undid it.
    Voided,
}

/// What is shown of a person: name, birth year, last four digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
}

impl From<Visitor> for Holder {
    fn from(visitor: Visitor) -> Holder {
        Holder {
            name: visitor.name,
            birth_year: visitor.birth_year,
            last_four: visitor.last4,
        }
    }
}

impl Holder {
    pub fn of_claim(claim: &Claim) -> Holder {
        Holder {
            name: claim.name.clone(),
            birth_year: claim.birth.year(),
            last_four: claim.numbers.first().map(|number| {
                last_four(match number {
                    Number::Id(digits) | Number::Bhyt(digits) => digits,
                    Number::Passport { number, .. } => number,
                })
            }),
        }
    }

    /// "Nguyễn Văn An" → "N.V.A".
    pub fn initials(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        let letters: Vec<String> = name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .map(|letter| letter.to_uppercase().collect())
            .collect();
        (!letters.is_empty()).then(|| letters.join("."))
    }
}

/// The last four characters of a number.
pub fn last_four(number: &str) -> String {
    let start = number.chars().count().saturating_sub(4);
    number.chars().skip(start).collect()
}

/// One thing said, on the panel or the strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Grows by one with each.
    pub number_so_far: u32,
    pub said: Said,
    pub at: Timestamp,
    /// The entry's place in the log, where one was written.
    pub seq: Option<u64>,
    pub id: Option<Uuid>,
    pub direction: Option<Direction>,
    pub what: Option<What>,
    pub holder: Holder,
    /// Already: when it was written first.
    pub since: Option<Timestamp>,
    /// The entry this speaks of where none was written now.
    pub answers: Option<u64>,
    pub reasons: Vec<Remark>,
    /// A bare ID number that prefills manual entry.
    pub number: Option<String>,
    pub count: Option<u32>,
    /// Purpose key 1–9 that the guard pressed for it.
    pub purpose: Option<u8>,
    /// Look or refuse that nobody has answered or acknowledged.
    pub open: bool,
    /// What the policy asked of the visit so far, met and failed.
    pub rules: Vec<Tested>,
    /// What is still to be shown.
    pub missing: Vec<Need>,
    /// Somebody of the same name and birth date, who may be the same person (F5).
    pub alike: Option<Alike>,
    /// A signed document.
    pub told: Option<Told>,
    /// Whom the unit wants looked at, and who this may be.
    pub watched: Vec<Hit>,
    /// What appointments somebody may have come for.
    pub expected: Vec<Expectation>,
    /// The group that they came with, and how many of it have come.
    pub group: Option<Group>,
}

/// A signed document, as a verdict names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub standing: Standing,
    /// By its name in the trust list, else as the document says it.
    pub issuer: Option<String>,
    pub says: Vec<Words>,
    pub until: Option<Timestamp>,
}

impl Told {
    /// What a forged document says is nobody's word, and isn't told.
    pub(super) fn of(verified: &Verified, zone: &TimeZone) -> Told {
        let certificate = verified.certificate.as_ref();
        let listed = verified.issuer.as_ref();
        let listed = listed.and_then(|issuer| issuer.name.clone().or(issuer.country.clone()));
        Told {
            standing: verified.standing,
            issuer: listed.or_else(|| certificate?.issuer.clone()),
            says: certificate.map_or_else(Vec::new, |one| Words::told(one, zone)),
            until: certificate.and_then(|certificate| certificate.expires),
        }
    }
}

/// Somebody who was entered before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    pub holder: Holder,
    pub since: Timestamp,
}

impl Shown {
    pub(super) fn new(number_so_far: u32, said: Said, at: Timestamp) -> Shown {
        Shown {
            number_so_far,
            said,
            at,
            seq: None,
            id: None,
            direction: None,
            what: None,
            holder: Holder::default(),
            since: None,
            answers: None,
            reasons: Vec::new(),
            number: None,
            count: None,
            purpose: None,
            open: false,
            rules: Vec::new(),
            missing: Vec::new(),
            alike: None,
            told: None,
            watched: Vec::new(),
            expected: Vec::new(),
            group: None,
        }
    }

    pub(super) fn about(mut self, what: What, holder: Holder) -> Shown {
        self.what = Some(what);
        self.holder = holder;
        self
    }

    pub(super) fn at_place(mut self, seq: u64, id: Uuid) -> Shown {
        self.seq = Some(seq);
        self.id = Some(id);
        self
    }

    /// The entry the guard's keys mean when they mean this.
    pub fn entry(&self) -> Option<u64> {
        self.answers.or(self.seq)
    }
}

/// What is heard with it.
pub(super) fn sound_of(said: Said) -> Option<Sound> {
    match said {
        Said::In => Some(Sound::In),
        Said::Out => Some(Sound::Out),
        Said::Already => Some(Sound::Already),
        Said::Look => Some(Sound::Look),
        Said::Refuse => Some(Sound::Refuse),
        Said::Badge(Badge::Begun | Badge::GoesOn | Badge::Inspecting)
        | Said::Place(Answer::Right) => Some(Sound::Already),
        Said::Badge(Badge::Another | Badge::PagesOpen | Badge::Revoked | Badge::Elsewhere)
        | Said::Place(Answer::Old | Answer::OtherUnit | Answer::Revoked | Answer::NotOurs)
        | Said::Foreign(_)
        | Said::Unknown
        | Said::Damaged => Some(Sound::Foreign),
        Said::NotStored(_) => Some(Sound::NotStored),
        Said::Ignored | Said::Nothing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_letters_of_each_word() {
        let holder = Holder {
            name: Some("Đỗ thị  Ánh".to_owned()),
            ..Holder::default()
        };
        assert_eq!(holder.initials().as_deref(), Some("Đ.T.Á"));
    }

    #[test]
    fn a_short_number_is_shown_whole_and_a_long_one_by_its_end() {
        assert_eq!(last_four("051090000001"), "0001");
        assert_eq!(last_four("12"), "12");
    }
}
