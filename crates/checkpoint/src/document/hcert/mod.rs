//! *HCERT*: the envelope of the EU's Digital COVID Certificate, which Vietnam's vaccine passport
//! (Decision 5772/QĐ-BYT) and WHO's ICVP use too.
//!
//! `HC1:` → base45 → zlib → COSE_Sign1 → CWT → claim −260 → 1 (EU) or −6 (WHO). One file a layer;
//! names of fields are the standards'.

mod cwt;
mod dcc;
mod entry;
mod icvp;
mod verify;

use super::cose::Sign1;
use super::standing::Checks;
use super::{Certificate, Claim, Kind, Says, base45, inflate};
use cwt::Cwt;
use entry::Told;

/// Characters of a text: what the largest QR code holds in base45's alphabet.
const LONGEST: usize = 4296;

/// An envelope taken apart: what it says, and nothing of it believed yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Envelope {
    checks: Checks,
    sign1: Option<Sign1>,
    cwt: Option<Cwt>,
    kind: Kind,
    certificate: Option<Certificate>,
}

/// Takes a text apart that starts with `HC1:`, as far as it goes.
pub(super) fn read(text: &[u8]) -> (Claim, Envelope) {
    let mut envelope = Envelope {
        checks: Checks {
            prefix: Some(true),
            ..Checks::default()
        },
        sign1: None,
        cwt: None,
        kind: Kind::VaccineCertificate,
        certificate: None,
    };
    let claim = envelope.open(text);
    (
        claim.unwrap_or_else(|| Claim::nothing(envelope.kind)),
        envelope,
    )
}

impl Envelope {
    fn open(&mut self, text: &[u8]) -> Option<Claim> {
        let letters = text.strip_prefix(b"HC1:").unwrap_or_default();
        let letters = (text.len() <= LONGEST).then_some(letters);
        let deflated = seen(&mut self.checks.base45, letters.and_then(base45::decode))?;
        let message = seen(&mut self.checks.zlib, inflate::zlib(&deflated))?;
        let sign1 = seen(&mut self.checks.cose, Sign1::read(&message))?;
        let sign1 = self.sign1.insert(sign1);
        let told = Cwt::read(&sign1.payload);
        let (cwt, told) = seen(&mut self.checks.cose, told)?;
        let cwt = self.cwt.insert(cwt);
        let told = seen(&mut self.checks.shape, told)?;
        let Told { claim, health } = told;
        self.kind = claim.kind;
        self.certificate = Some(Certificate {
            issued: cwt.iat.moment(),
            not_before: cwt.nbf.moment(),
            expires: cwt.exp.moment(),
            issuer: cwt.iss.clone(),
            payload: crate::chain::sha256(&[&sign1.payload]),
            says: Says::Health(health),
        });
        Some(claim)
    }
}

/// Writes down whether a layer was there.
fn seen<T>(check: &mut Option<bool>, layer: Option<T>) -> Option<T> {
    *check = Some(layer.is_some());
    layer
}
