//! *Document*: a claim and its proof, as a code told it.

mod citizen_card;
mod foreign;
mod insurance_card;
mod personal_code;

pub use foreign::Foreign;
use serde::{Deserialize, Serialize};

/// The kinds of document a gate enters (FORMATS.md, order of recognition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    CitizenCard,
    PersonalCode,
    InsuranceCard,
}

/// What a code turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A document that can be judged.
    Document(Document),
    /// A bare ID number, 12 or 9 digits: it prefills manual entry.
    Number(String),
    /// A code that has no business at a gate: named, never opened, never written.
    Foreign(Foreign),
    /// Anything else: manual entry is offered, nothing is written.
    Unknown,
}

/// A claim that nobody has judged yet. Only [`crate::verdict::judge`] opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub(crate) claim: Claim,
    pub(crate) proof: Proof,
}

/// What stands behind a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nothing: a photocopy scans the same.
    Unsigned,
}

/// What a document says of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub kind: Kind,
    /// NFC, as written (upper case without accents on some documents). None when masked or empty.
    pub name: Option<String>,
    /// Strongest first; the first names the person, the rest are aliases.
    pub numbers: Vec<Number>,
    pub birth: Birth,
    pub sex: Option<Sex>,
    pub address: Option<String>,
    pub phone: Option<String>,
}

/// A number that names a person, in its scheme (PROTOCOL.md, Entries).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// A citizen's number (12 digits) or the older one (9 digits): scheme `id`.
    Id(String),
    /// The ten digits of the social-insurance number: scheme `bhyt`.
    Bhyt(String),
    /// A passport and its issuing country where the code says it (`XX` where it doesn't).
    Passport { country: String, number: String },
}

/// A birth date as far as a document tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    Unknown,
    Year(i16),
    Month(i16, i8),
    Day(jiff::civil::Date),
    /// Digits that are no date (31022000): the kind stays, the guard looks.
    Impossible,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

/// Tells one code from another without keeping it: the first 16 bytes of SHA-256 of its cleaned bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeId(pub [u8; 16]);
