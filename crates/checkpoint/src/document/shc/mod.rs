//! *SHC*: a SMART Health Card.
//!
//! `shc:/` → pairs of digits → JWS (header, deflated payload, signature) → claims → FHIR bundle. One
//! file a layer; names of fields are the standards'.

mod bundle;
mod jws;
mod verify;

use super::standing::Checks;
use super::{Certificate, Claim, Kind, Says};
use crate::moment;
use jws::{Jws, Payload};

/// A card taken apart: what it says, and nothing of it believed yet. Of its checks `base45` means
/// the pairs of digits, `zlib` the deflated payload and `cose` the JWS with its header.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Envelope {
    checks: Checks,
    jws: Option<Jws>,
    payload: Option<Payload>,
    certificate: Option<Certificate>,
}

/// Takes a text apart that starts with `shc:/`. `loose`: something blank stands around it, which no
/// issuer writes.
pub(super) fn read(digits: &[u8], loose: bool) -> (Claim, Envelope) {
    let mut envelope = Envelope::new(Some(!loose));
    let jws = (!loose).then(|| {
        let jws = letters(digits);
        envelope.checks.base45 = Some(jws.is_some());
        jws
    });
    let claim = jws.flatten().and_then(|jws| envelope.open(&jws));
    (
        claim.unwrap_or_else(|| Claim::nothing(Kind::SmartHealthCard)),
        envelope,
    )
}

/// Takes a JWS apart that came without `shc:/`, as files and links carry it. None where it isn't
/// three words of base64url of which the first is a header.
pub(super) fn read_bare(text: &[u8]) -> Option<(Claim, Envelope)> {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let dots = text.iter().filter(|byte| **byte == b'.').count();
    let shape = text.starts_with(b"eyJ")
        && dots == 2
        && text.iter().all(|byte| *byte == b'.' || word(byte));
    shape.then(|| {
        let mut envelope = Envelope::new(None);
        let claim = envelope.open(text);
        (
            claim.unwrap_or_else(|| Claim::nothing(Kind::SmartHealthCard)),
            envelope,
        )
    })
}

impl Envelope {
    fn new(prefix: Option<bool>) -> Envelope {
        Envelope {
            checks: Checks {
                prefix,
                ..Checks::default()
            },
            jws: None,
            payload: None,
            certificate: None,
        }
    }

    fn open(&mut self, text: &[u8]) -> Option<Claim> {
        let jws = Jws::read(text);
        self.checks.cose = Some(jws.is_some());
        let jws = self.jws.insert(jws?);
        let inflated = super::inflate::raw(&jws.payload);
        self.checks.zlib = Some(inflated.is_some());
        let payload = Payload::read(&inflated?);
        self.checks.shape = Some(payload.is_some());
        let payload = self.payload.insert(payload?);
        let told = bundle::read(&payload.vc.credential_subject.fhir_bundle);
        self.checks.shape = Some(told.is_some());
        let (claim, health) = told?;
        let seconds = |seconds: Option<f64>| seconds.and_then(moment::of_seconds);
        self.certificate = Some(Certificate {
            issued: seconds(payload.nbf.or(payload.iat)),
            not_before: seconds(payload.nbf),
            expires: seconds(payload.exp),
            issuer: Some(payload.iss.clone()),
            payload: crate::chain::sha256(&[&jws.payload]),
            says: Says::Health(health),
        });
        Some(claim)
    }
}

/// The characters that pairs of digits stand for: 00 is `-` (45), 77 is `z` (122).
fn letters(digits: &[u8]) -> Option<Vec<u8>> {
    if digits.is_empty() || digits.len() % 2 == 1 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let pairs = digits.chunks_exact(2);
    pairs
        .map(|pair| (pair[0] - b'0') * 10 + (pair[1] - b'0'))
        .map(|number| (number <= 77).then_some(number + 45))
        .collect()
}
