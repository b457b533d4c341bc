//! *Document*: a claim and its proof, as a code told it.
//!
//! Each kind of document has its module; they agree on [`Claim`]. Cards and personal codes are
//! unsigned: a photocopy scans the same, so they fill in a form and prove nothing. The signed ones
//! carry an envelope that nobody has looked into yet: [`crate::verdict::judge`] does.

pub(crate) mod base45;
mod birth;
mod certificate;
pub mod chot1;
mod citizen_card;
mod cose;
mod foreign;
mod hcert;
mod inflate;
mod insurance_card;
mod personal_code;
mod question;
mod shc;
mod standing;
pub(crate) mod text;

pub use birth::Birth;
pub use certificate::{
    Certificate, Declaration, Health, Place, Recovery, Says, StaffBadge, Test, TestKind,
    Vaccination,
};
pub use foreign::{Foreign, PlaceLink, is_place_link};
use jiff::civil::Date;
pub use question::Question;
use serde::{Deserialize, Serialize};
pub use standing::{Checks, Issuer, Layer, Standing, Verified, Warning};
use text::{Text, is_digits};

/// The kinds of document a gate enters (FORMATS.md, order of recognition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    CitizenCard,
    PersonalCode,
    InsuranceCard,
    /// `HC1:`: the EU's, Vietnam's and WHO's envelope.
    VaccineCertificate,
    TestCertificate,
    RecoveryCertificate,
    SmartHealthCard,
    /// Ours, `CHOT1:`.
    DeclarationPass,
    DayBadge,
    StaffBadge,
    PlacePoster,
}

/// What a code turned out to be.
#[derive(Clone, Debug, PartialEq)]
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

impl Document {
    /// Recognises a code by its raw bytes, in the order of FORMATS.md (*Order of recognition*):
    /// signed documents, citizen card, personal code, insurance card, bare number, foreign codes.
    ///
    /// The bytes are what the decoder found, before any guess at their charset. Text that isn't
    /// UTF-8 still shows its kind and its digits, but gives no name. More than 8 KiB is
    /// [`Recognised::Unknown`]; the time taken is linear in the length.
    pub fn recognise(raw: &[u8]) -> Recognised {
        if raw.len() > Text::LONGEST {
            return Recognised::Unknown;
        }
        let text = Text::of(raw);
        if text.starts_with("HC1:") {
            let (claim, envelope) = hcert::read(&text.unbroken());
            return Recognised::Document(Document {
                claim,
                proof: Proof::Hcert(Box::new(envelope)),
            });
        }
        if let Some(digits) = text.after("shc:/") {
            if digits.contains(&b'/') {
                return Recognised::Foreign(Foreign::ChunkedHealthCard);
            }
            let (claim, envelope) = shc::read(&text::without_breaks(digits), text.is_loose());
            return Recognised::Document(Document {
                claim,
                proof: Proof::Shc(Box::new(envelope)),
            });
        }
        if !text.is_loose()
            && let Some((claim, envelope)) = shc::read_bare(text.bytes())
        {
            return Recognised::Document(Document {
                claim,
                proof: Proof::Shc(Box::new(envelope)),
            });
        }
        if text.opens_with(crate::wire::enrol::OPENING) {
            return Recognised::Foreign(Foreign::Enrolment);
        }
        if let Some(letters) = text.behind("CHOT1:") {
            let (claim, envelope) = chot1::read(&text::without_breaks(letters));
            return Recognised::Document(Document {
                claim,
                proof: Proof::Chot1(Box::new(envelope)),
            });
        }
        let parts = text.parts();
        let claim = citizen_card::read(&parts)
            .or_else(|| personal_code::read(&parts))
            .or_else(|| insurance_card::read(&parts));
        if let Some(claim) = claim {
            return Recognised::Document(Document {
                claim,
                proof: Proof::Unsigned,
            });
        }
        let alone = parts.word(0);
        if parts.count() == 1 && (is_digits(&alone, 12) || is_digits(&alone, 9)) {
            return Recognised::Number(alone.into_owned());
        }
        foreign::named(&text).map_or(Recognised::Unknown, Recognised::Foreign)
    }
}

impl Document {
    /// Which kind it is by its form. What it says is for [`crate::verdict::judge`] to tell.
    pub fn kind(&self) -> Kind {
        self.claim.kind
    }
}

/// A claim that nobody has judged yet. Only [`crate::verdict::judge`] opens it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub(crate) claim: Claim,
    pub(crate) proof: Proof,
}

/// What stands behind a claim.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Proof {
    /// Nothing: a photocopy scans the same.
    Unsigned,
    Hcert(Box<hcert::Envelope>),
    Shc(Box<shc::Envelope>),
    Chot1(Box<chot1::Envelope>),
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
    /// The day on which an unsigned card was issued, where it says so.
    pub issued: Option<Date>,
}

impl Claim {
    /// Of a document that says nothing, or nothing yet.
    pub(crate) fn nothing(kind: Kind) -> Claim {
        Claim {
            kind,
            name: None,
            numbers: Vec::new(),
            birth: Birth::Unknown,
            sex: None,
            address: None,
            phone: None,
            issued: None,
        }
    }
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

/// Tells one code from another without keeping it: the first 16 bytes of SHA-256 of its cleaned bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeId(pub [u8; 16]);

impl CodeId {
    /// Of the same bytes that [`Document::recognise`] cleans: what a reader puts around a code, or
    /// where it breaks its lines, makes no other code of it.
    pub fn of(raw: &[u8]) -> CodeId {
        let text = Text::of(raw);
        let hash = ring::digest::digest(&ring::digest::SHA256, &text.unbroken());
        let mut id = [0; 16];
        id.copy_from_slice(&hash.as_ref()[..16]);
        CodeId(id)
    }
}
