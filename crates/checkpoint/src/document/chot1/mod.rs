//! *CHOT1*: our own documents, read and issued here.
//!
//! `CHOT1:` anywhere in a text → base45 → zlib → COSE_Sign1 (tag 18, EdDSA) → CWT. The protected
//! header says which document it is (`typ`) and whose key signed it: `kid` (the first 8 bytes of the
//! key's SHA-256) for a key that the trust list names, or a chain of certificates to a root.

mod claims;
mod issue;
mod verify;

pub use issue::{Issue, IssueError, IssuedAs, Signature, issue};

use super::cose::{EDDSA, Sign1};
use super::standing::Checks;
use super::{Certificate, Claim, Kind, base45, inflate};
use claims::Claims;

/// Characters of a text: what the largest QR code holds in base45's alphabet.
const LONGEST: usize = 4296;

/// A document taken apart: what it says, and nothing of it believed yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Envelope {
    checks: Checks,
    kind: Kind,
    sign1: Option<Sign1>,
    claims: Option<Claims>,
    certificate: Option<Certificate>,
}

/// Takes apart what follows `CHOT1:`.
pub(super) fn read(letters: &[u8]) -> (Claim, Envelope) {
    let mut envelope = Envelope {
        checks: Checks {
            prefix: Some(true),
            ..Checks::default()
        },
        kind: Kind::DeclarationPass,
        sign1: None,
        claims: None,
        certificate: None,
    };
    let claim = envelope.open(letters);
    (
        claim.unwrap_or_else(|| Claim::nothing(envelope.kind)),
        envelope,
    )
}

impl Envelope {
    fn open(&mut self, letters: &[u8]) -> Option<Claim> {
        let deflated = (letters.len() <= LONGEST)
            .then_some(letters)
            .and_then(base45::decode);
        self.checks.base45 = Some(deflated.is_some());
        let message = inflate::zlib(&deflated?);
        self.checks.zlib = Some(message.is_some());
        let sign1 = Sign1::read(&message?).filter(|sign1| sign1.headers.alg == Some(EDDSA));
        self.checks.cose = Some(sign1.is_some());
        let sign1 = self.sign1.insert(sign1?);
        let kind = sign1.headers.typ.as_deref().and_then(kind_of);
        let claims = Claims::read(&sign1.payload);
        self.checks.cose = Some(kind.is_some() && claims.is_some());
        self.kind = kind?;
        let claims = self.claims.insert(claims?);
        let says = claims.says(self.kind);
        self.checks.shape = Some(says.is_some());
        self.certificate = Some(Certificate {
            issued: Some(claims.iat),
            not_before: None,
            expires: Some(claims.exp),
            issuer: Some(crate::base64url::base64url(&claims.iss)),
            payload: crate::chain::sha256(&[&sign1.payload]),
            says: says?,
        });
        Some(claims.claim(self.kind))
    }
}

/// The word of `typ`; None for what isn't a document of ours.
fn typ_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::DeclarationPass => Some("pass"),
        Kind::DayBadge => Some("day-badge"),
        Kind::StaffBadge => Some("staff-badge"),
        Kind::PlacePoster => Some("place"),
        Kind::CitizenCard
        | Kind::PersonalCode
        | Kind::InsuranceCard
        | Kind::VaccineCertificate
        | Kind::TestCertificate
        | Kind::RecoveryCertificate
        | Kind::SmartHealthCard => None,
    }
}

const KINDS: [Kind; 4] = [
    Kind::DeclarationPass,
    Kind::DayBadge,
    Kind::StaffBadge,
    Kind::PlacePoster,
];

fn kind_of(typ: &str) -> Option<Kind> {
    KINDS.into_iter().find(|kind| typ_of(*kind) == Some(typ))
}
