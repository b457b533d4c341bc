//! *JWS* (RFC 7515) in its compact form, as the SMART Health Cards framework narrows it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value as Json;

/// A signed card, taken apart and not yet verified.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Jws {
    /// Header and payload as they were signed, with the dot between them.
    pub(super) signed: Vec<u8>,
    pub(super) kid: String,
    /// Deflated.
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    zip: String,
    kid: String,
    crit: Option<Json>,
}

impl Jws {
    /// None unless it is three parts, signed by ES256, deflated, with a key's name.
    pub(super) fn read(text: &[u8]) -> Option<Jws> {
        let mut parts = text.split(|byte| *byte == b'.');
        let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let signed = text[..header.len() + 1 + payload.len()].to_vec();
        let decode = |part| URL_SAFE_NO_PAD.decode(part).ok();
        let header: Header = serde_json::from_slice(&decode(header)?).ok()?;
        let ours = header.alg == "ES256" && header.zip == "DEF" && header.crit.is_none();
        ours.then_some(Jws {
            signed,
            kid: header.kid,
            payload: decode(payload)?,
            signature: decode(signature)?,
        })
    }
}

/// The claims that the signature covers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Payload {
    pub(super) iss: String,
    /// Seconds since 1970, whole or not.
    pub(super) nbf: Option<f64>,
    pub(super) iat: Option<f64>,
    pub(super) exp: Option<f64>,
    pub(super) vc: Vc,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vc {
    /// Names the card to those who revoke it.
    pub(super) rid: Option<String>,
    pub(super) credential_subject: CredentialSubject,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CredentialSubject {
    pub(super) fhir_bundle: Json,
}

impl Payload {
    /// None for what is no such JSON: a byte order mark, a claim that stands twice, words for times.
    pub(super) fn read(inflated: &[u8]) -> Option<Payload> {
        serde_json::from_slice(inflated).ok()
    }
}
