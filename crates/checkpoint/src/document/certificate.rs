//! *Certificate*: what a signed document says, in one form for all of them, as far as a policy asks.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

/// What a signed document says. It says so; whether it may be believed is [`super::Standing`].
#[derive(Clone, Debug, PartialEq)]
pub struct Certificate {
    /// When it was made, where it says so.
    pub issued: Option<Timestamp>,
    /// It doesn't count before.
    pub not_before: Option<Timestamp>,
    /// It doesn't count from then on.
    pub expires: Option<Timestamp>,
    /// The issuer as the document names it: a country (EU), an address (SMART Health Card), a unit
    /// in base64url (ours).
    pub issuer: Option<String>,
    /// The same for every text that one certificate can be encoded into: SHA-256 of the signed
    /// payload. Two documents with the same one are one certificate.
    pub payload: [u8; 32],
    pub says: Says,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    Health(Health),
    Declaration(Declaration),
    DayBadge {
        /// 16 bytes, as [`Declaration::cti`]: by which the gate that printed it knows the visit. None where nobody did.
        cti: Option<[u8; 16]>,
    },
    StaffBadge(StaffBadge),
    Place(Place),
}

/// What a health certificate says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Health {
    pub vaccinations: Vec<Vaccination>,
    pub recoveries: Vec<Recovery>,
    pub tests: Vec<Test>,
    /// The country that is answerable for the event: ISO 3166, two letters in the EU's form.
    pub country: Option<String>,
    /// The unique certificate identifier, in the EU's form.
    pub uci: Option<String>,
    /// The EU's `{"ver", "nam", "dob", "v" | "t" | "r": […]}` or WHO's certificate, as it stands in
    /// the payload. Null for a SMART Health Card.
    pub eu: Json,
}

/// A dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vaccination {
    /// Which one it is, from 1; None where the certificate counts none and lists each of them.
    pub dose: Option<u32>,
    /// How many the series has.
    pub series: Option<u32>,
    pub on: Date,
    /// The disease by its SNOMED CT code (`tg`), or the one that the vaccine's code means.
    pub against: Option<String>,
    /// The medicinal product (`mp`), WHO's product (`vp`) or the CVX code.
    pub product: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    pub first_positive: Date,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub against: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    pub kind: TestKind,
    /// Nothing was found. None where the result is another word.
    pub negative: Option<bool>,
    pub sampled: Timestamp,
    pub against: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestKind {
    /// Nucleic acid amplification: PCR and its like.
    Pcr,
    Rapid,
    Other,
}

/// A declaration pass: its holder answered the unit's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// 16 bytes: which pass it is, by which it is revoked and counted.
    pub cti: [u8; 16],
    /// Answers by the question's number: 0 no, 1 yes.
    pub answers: Vec<(u8, bool)>,
    /// How many people come on it; 1 where it says nothing.
    pub heads: u32,
    pub last_four: Option<String>,
}

/// A staff badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffBadge {
    /// 16 bytes, as [`Declaration::cti`].
    pub cti: [u8; 16],
    /// Names the holder in the unit's roster.
    pub token: Vec<u8>,
    /// Its holder works here. So says the badge; a roster that knows better says no ([`crate::verdict::Judged::name_holder`]).
    pub is_staff: bool,
}

/// A place's poster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub code: String,
    /// Which printing it is.
    pub version: u32,
}

impl Says {
    pub fn health(&self) -> Option<&Health> {
        match self {
            Says::Health(health) => Some(health),
            Says::Declaration(_) | Says::DayBadge { .. } | Says::StaffBadge(_) | Says::Place(_) => {
                None
            }
        }
    }
}
