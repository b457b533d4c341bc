//! *COSE_Sign1* (RFC 9052): headers, a payload and one signature over both.

use crate::cbor::{self, Value, Writer};

/// A signed message, taken apart and not yet verified.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sign1 {
    /// As it was signed.
    protected: Vec<u8>,
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) headers: Headers,
}

/// What the headers say; the protected one wins over the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Headers {
    pub(super) alg: Option<i64>,
    pub(super) kid: Option<Vec<u8>>,
    /// Protected only (RFC 9596).
    pub(super) typ: Option<String>,
    /// Ours, protected only: the certificates that lead to a root, lowest first.
    pub(super) chain: Vec<Vec<u8>>,
}

pub(super) const ALG: i64 = 1;
const CRIT: i64 = 2;
pub(super) const KID: i64 = 4;
pub(super) const TYP: i64 = 16;
/// Private use (RFC 9052, 3.1): our certificates are no X.509.
pub(super) const CHAIN: i64 = -65_537;

pub(super) const ES256: i64 = -7;
pub(super) const EDDSA: i64 = -8;
pub(super) const PS256: i64 = -37;

impl Sign1 {
    /// Takes a message apart: untagged, tag 18, or tag 61 around that. None for anything else, for
    /// a detached payload and for headers that have to be understood (`crit`) and aren't.
    pub(super) fn read(bytes: &[u8]) -> Option<Sign1> {
        let message = cbor::read(bytes).ok()?;
        let inner = if let Value::Tag(18, inner) = &message {
            inner
        } else if let Value::Tag(61, inner) = &message {
            let Value::Tag(18, inner) = &**inner else {
                return None;
            };
            inner
        } else {
            &message
        };
        let [protected, unprotected, payload, signature] = inner.list()? else {
            return None;
        };
        let protected = protected.bytes()?;
        let headers = Headers::read(protected, unprotected)?;
        Some(Sign1 {
            protected: protected.to_vec(),
            payload: payload.bytes()?.to_vec(),
            signature: signature.bytes()?.to_vec(),
            headers,
        })
    }

    /// The bytes that the signature covers (RFC 9052, 4.4).
    pub(super) fn signed_bytes(&self) -> Vec<u8> {
        signed_bytes(&self.protected, &self.payload)
    }
}

impl Headers {
    fn read(protected: &[u8], unprotected: &Value) -> Option<Headers> {
        let none = Value::Map(Vec::new());
        let protected = if protected.is_empty() {
            none
        } else {
            cbor::read(protected).ok()?
        };
        protected.map()?;
        unprotected.map()?;
        if protected.at(CRIT).is_some() || unprotected.at(CRIT).is_some() {
            return None;
        }
        let either = |key| protected.at(key).or_else(|| unprotected.at(key));
        let chain = match protected.at(CHAIN) {
            None => Vec::new(),
            Some(chain) => {
                let links = chain.list()?.iter().map(|link| link.bytes());
                links
                    .map(|link| link.map(<[u8]>::to_vec))
                    .collect::<Option<_>>()?
            }
        };
        Some(Headers {
            alg: either(ALG).and_then(Value::integer),
            kid: either(KID).and_then(Value::bytes).map(<[u8]>::to_vec),
            typ: protected.at(TYP).and_then(Value::text).map(str::to_owned),
            chain,
        })
    }
}

/// `["Signature1", protected, h'', payload]`.
pub(super) fn signed_bytes(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.list(4).text("Signature1").bytes(protected);
    writer.bytes(&[]).bytes(payload);
    writer.done()
}

/// A whole message, tag 18, with nothing in its unprotected header.
pub(super) fn message(protected: &[u8], payload: &[u8], signature: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.tag(18).list(4).bytes(protected).map(0);
    writer.bytes(payload).bytes(signature);
    writer.done()
}
