//! *Evidence*: what one shown document gives to a visit.

use crate::document::{Question, Recovery, Test, Vaccination};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

/// What a document is worth and what it says, as far as a policy asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub fate: Fate,
    pub says: Says,
}

/// What became of a document's proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It has none to check: it is taken at its word.
    Unsigned,
    Valid,
    Expired,
    NotYetValid,
    UnknownIssuer,
    Forged,
    Revoked,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// Who its holder is, without a signature: a card, a personal code.
    Card {
        /// As it says itself.
        issued: Option<Date>,
    },
    /// Who somebody is, as the guard wrote it down.
    Named,
    /// Who its holder is: a badge of the day, or of somebody whom the unit lists and who doesn't work there.
    DayBadge,
    /// Who its holder is, and that they work here.
    StaffBadge,
    /// Its holder answered the unit's questions.
    Declaration {
        made: Timestamp,
        /// To what they said yes, as far as it is told.
        yes: Vec<Question>,
    },
    Certificate(Box<Certificate>),
}

/// What a health certificate says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Certificate {
    pub issued: Option<Timestamp>,
    pub vaccinations: Vec<Vaccination>,
    pub recoveries: Vec<Recovery>,
    pub tests: Vec<Test>,
    /// Of an EU certificate, for CertLogic.
    pub eu: Option<EuCertificate>,
}

/// What CertLogic rules are asked of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EuCertificate {
    /// The certificate as its schema says it: `{"ver", "nam", "dob", "v" | "t" | "r": […]}`.
    pub payload: Json,
    /// Of the issuer, as the envelope names it.
    pub country: Option<String>,
    pub issued: Option<Timestamp>,
    pub expires: Option<Timestamp>,
}

impl Evidence {
    /// A document without a signature that says who its holder is, and maybe when it was issued.
    pub fn card(issued: Option<Date>) -> Evidence {
        Evidence {
            fate: Fate::Unsigned,
            says: Says::Card { issued },
        }
    }

    /// Somebody told the guard, at a time, what the unit's form asks.
    pub fn told(made: Timestamp, yes: Vec<Question>) -> Evidence {
        Evidence {
            fate: Fate::Unsigned,
            says: Says::Declaration { made, yes },
        }
    }

    /// It proves that its holder works here.
    pub fn is_of_staff(&self) -> bool {
        (&self.fate, &self.says) == (&Fate::Valid, &Says::StaffBadge)
    }

    /// Its signature holds, or it has none to hold: what it says can be considered.
    pub(super) fn counts(&self) -> bool {
        match self.fate {
            Fate::Unsigned
            | Fate::Valid
            | Fate::Expired
            | Fate::NotYetValid
            | Fate::UnknownIssuer => true,
            Fate::Forged | Fate::Revoked => false,
        }
    }
}
