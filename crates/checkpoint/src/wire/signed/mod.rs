//! *Signed*: statements of a hub or a post, each a plain text with one field a line.
//!
//! ```text
//! chot/receipt/1                        which statement
//! 00112233445566778899aabbccddeeff      who signs: the subject of its certificate
//! …                                     its fields, hashes in hex, "-" for what is empty
//! ```
//!
//! The signature is Ed25519 over that text with an LF behind every line. The JSON around it is for
//! reading: a reader makes the text anew from the fields, and takes a body only where it is, byte for
//! byte, what this program would write of the same fields.

mod statement;

pub use statement::{Code, Head, Receipt, Refusal, Statement};
pub(in crate::wire) use statement::{lines, or_dash};

use super::{MAX_BODY, UnitId, fields};
use crate::keys::{self, ChainError, KeyCertificate, Use};
use jiff::{SignedDuration, Timestamp};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How far behind the greatest time heard a statement may still be: hubs' clocks differ.
const SLACK: SignedDuration = SignedDuration::from_hours(24);

/// A statement with its signature, as it travels in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed<T> {
    pub says: T,
    /// From the signer's to the one that the root signed.
    #[serde(with = "fields::links")]
    pub certificates: Vec<Vec<u8>>,
    #[serde(with = "fields::bytes")]
    pub signature: [u8; 64],
}

/// What a reader trusts.
#[derive(Clone, Copy, Debug)]
pub struct Pin<'a> {
    /// The one root (Ed25519).
    pub root: &'a [u8; 32],
    /// Certificates that were revoked.
    pub revoked: &'a BTreeSet<[u8; 8]>,
    /// The unit that this is about; certificates of another are no use.
    pub unit: UnitId,
    /// The greatest time that a signed statement of the hub has told. A reader's own clock may be
    /// years off and judges nothing; a key that ran out can't speak for the time after it.
    pub heard: Option<Timestamp>,
}

/// Why a statement isn't believed. It changes nothing but the timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbelieved {
    #[error("it isn't, byte for byte, a statement of ours")]
    Form,
    #[error("its signer's certificates: {0}")]
    Chain(#[from] ChainError),
    #[error("its signer may not sign this, or not for this unit")]
    NotAllowed,
    #[error("a certificate of its signer was revoked")]
    Revoked,
    #[error("its signer's certificates don't hold at the time it tells")]
    Time,
    #[error("it is older than what was heard before")]
    Old,
    #[error("its signature is wrong")]
    Signature,
}

impl<T: Statement + Serialize + DeserializeOwned> Signed<T> {
    /// Signs with the key that the first of `certificates` names; `sign` makes Ed25519 over the
    /// bytes it is given.
    pub fn new(
        says: T,
        certificates: Vec<Vec<u8>>,
        sign: impl FnOnce(&[u8]) -> [u8; 64],
    ) -> Signed<T> {
        let signature = sign(says.text().as_bytes());
        Signed {
            says,
            certificates,
            signature,
        }
    }

    /// The body as it travels.
    pub fn body(&self) -> Vec<u8> {
        // Text and whole numbers only: there is nothing that JSON can't hold.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a body that believed nothing yet; [`Signed::verify`] does.
    pub fn read(body: &[u8]) -> Result<Signed<T>, Unbelieved> {
        if body.len() > MAX_BODY {
            return Err(Unbelieved::Form);
        }
        let signed: Signed<T> = serde_json::from_slice(body).map_err(|_| Unbelieved::Form)?;
        if signed.body() == body {
            Ok(signed)
        } else {
            Err(Unbelieved::Form)
        }
    }

    /// Whether the signer's certificates lead to the pinned root, allow this statement for this unit
    /// at the time it tells, and the signature is theirs. Gives the signer's certificate.
    pub fn verify(&self, pin: &Pin<'_>) -> Result<KeyCertificate, Unbelieved> {
        let at = self.says.at();
        let signer = signer(&self.certificates, T::USE, at, pin)?;
        if signer.subject != self.says.signer() {
            return Err(Unbelieved::NotAllowed);
        }
        let oldest = pin.heard.map(|heard| heard.saturating_sub(SLACK));
        if matches!(oldest, Some(Ok(oldest)) if at < oldest) {
            return Err(Unbelieved::Old);
        }
        self.verify_by(&signer.key)?;
        Ok(signer)
    }

    /// Whether it is signed by a key that the reader knows already, as a hub knows its devices'.
    pub fn verify_by(&self, key: &[u8; 32]) -> Result<(), Unbelieved> {
        UnparsedPublicKey::new(&ED25519, key)
            .verify(self.says.text().as_bytes(), &self.signature)
            .map_err(|_| Unbelieved::Signature)
    }

    /// [`Signed::read`] and [`Signed::verify`].
    pub fn believed(body: &[u8], pin: &Pin<'_>) -> Result<T, Unbelieved> {
        let signed = Signed::<T>::read(body)?;
        signed.verify(pin)?;
        Ok(signed.says)
    }
}

/// Follows certificates to the pinned root: the lowest, where it may be used so at that time.
pub fn signer(
    certificates: &[Vec<u8>],
    used: Use,
    at: Timestamp,
    pin: &Pin<'_>,
) -> Result<KeyCertificate, Unbelieved> {
    let chain = keys::follow(certificates, [pin.root])?;
    if chain.iter().any(|link| pin.revoked.contains(&link.serial)) {
        return Err(Unbelieved::Revoked);
    }
    if !chain.iter().all(|link| link.holds_at(at)) {
        return Err(Unbelieved::Time);
    }
    let signer = chain.into_iter().next().ok_or(ChainError::Malformed)?;
    let here = signer.unit.is_none_or(|unit| unit == pin.unit.0);
    if here && signer.uses.contains(&used) {
        Ok(signer)
    } else {
        Err(Unbelieved::NotAllowed)
    }
}
