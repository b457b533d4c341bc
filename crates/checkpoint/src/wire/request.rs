//! *Request*: an HTTP request signed by RFC 9421 with Ed25519, in the one form that is ours.
//!
//! Every request covers exactly `@method @path @query content-type content-encoding content-digest
//! chot-hub chot-n`, so each of these headers is there, also where there is no body: then the
//! type is [`NO_TYPE`], the encoding `identity` and the digest that of nothing.
//!
//! ```text
//! Content-Digest:  sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBxlbudeGlNk=:        (RFC 9530)
//! Chot-Hub:        base64url of SHA-256 of the hub's root key: no request serves at another hub
//! Chot-N:          a number that grows with every request of the device
//! Signature-Input: chot=("@method" … "chot-n");keyid="<device>";alg="ed25519"
//! Signature:       chot=:…:
//! ```

use crate::base64url::{base64url, from_base64url};
use crate::chain::{DeviceId, sha256};
use crate::entry::MAX_NUMBER;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, UnparsedPublicKey};

/// What is covered, in this order.
pub const COVERED: [&str; 8] = [
    "@method",
    "@path",
    "@query",
    "content-type",
    "content-encoding",
    "content-digest",
    "chot-hub",
    "chot-n",
];

/// `Content-Type` of a batch.
pub const BATCH_TYPE: &str = "application/x-ndjson";
/// `Content-Type` of JSON.
pub const JSON_TYPE: &str = "application/json";
/// `Content-Type` of a request without a body.
pub const NO_TYPE: &str = "application/octet-stream";

/// The label of our signature among others that a gateway may add.
const LABEL: &str = "chot=";

/// The longest value of any covered component, in bytes.
const LONGEST: usize = 1024;

/// A request's parts as they are signed. Header values are without blanks around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// `POST`, `GET`.
    pub method: &'a str,
    /// As it stands in the request line, percent-encoded, without the query: `/v1/units/…`.
    pub path: &'a str,
    /// Without the question mark; empty where there is none.
    pub query: &'a str,
    pub content_type: &'a str,
    /// `zstd`, `gzip` or `identity`.
    pub content_encoding: &'a str,
    /// The value of `Content-Digest`: [`content_digest`] of the body as it travels.
    pub content_digest: &'a str,
    /// The value of `Chot-Hub`: [`hub_name`].
    pub chot_hub: &'a str,
    /// The value of `Chot-N`, decimal.
    pub chot_n: &'a str,
}

/// Why a request isn't believed to be the device's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    #[error("{0} isn't what the protocol says of it")]
    Form(&'static str),
    #[error("its Content-Digest isn't that of its body")]
    Digest,
    #[error("it was signed for another hub")]
    OtherHub,
    #[error("its signature is wrong")]
    Signature,
}

/// The bytes that a request's signature covers (RFC 9421, 2.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

/// A request's headers that aren't its parts: they carry the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    /// The value of `Signature-Input`.
    pub signature_input: String,
    /// The value of `Signature`.
    pub signature: String,
}

/// A signature that was taken out of its headers and not yet verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Whose it says it is.
    pub device: DeviceId,
    signature: [u8; 64],
}

/// A request that was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// It grows; for one that isn't newer nothing but the log may change.
    pub n: u64,
    /// What answers repeat ([`Base::digest`]).
    pub digest: [u8; 32],
}

/// The value of `Content-Digest`.
pub fn content_digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(sha256(&[body])))
}

/// The value of `Chot-Hub` for a root key.
pub fn hub_name(root: &[u8; 32]) -> String {
    base64url(&sha256(&[root]))
}

/// A signature base of any components and parameters.
pub fn signature_base(components: &[(&str, &str)], parameters: &str) -> String {
    let mut base: String = components
        .iter()
        .flat_map(|(name, value)| ["\"", name, "\": ", value, "\n"])
        .collect();
    base.push_str("\"@signature-params\": ");
    base.push_str(parameters);
    base
}

fn parameters(device: &DeviceId) -> String {
    let covered = COVERED.map(|name| format!("\"{name}\"")).join(" ");
    format!(
        "({covered});keyid=\"{}\";alg=\"ed25519\"",
        base64url(&device.0)
    )
}

impl Parts<'_> {
    /// What the device signs. Error: a part that no header or request line can hold.
    pub fn base(&self, device: &DeviceId) -> Result<Base, RequestError> {
        let query = format!("?{}", self.query);
        let values = [
            self.method,
            self.path,
            &query,
            self.content_type,
            self.content_encoding,
            self.content_digest,
            self.chot_hub,
            self.chot_n,
        ];
        let mut components = Vec::with_capacity(COVERED.len());
        for (name, value) in COVERED.into_iter().zip(values) {
            // One line of visible ASCII: nothing can be read as another component.
            let fits = !value.is_empty()
                && value.len() <= LONGEST
                && value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
                && value.trim() == value;
            if !fits {
                return Err(RequestError::Form(name));
            }
            components.push((name, value));
        }
        Ok(Base(signature_base(&components, &parameters(device))))
    }

    /// Whether the request is what the device signed for this hub, whole. `hub` is the hub's own
    /// [`hub_name`], `key` the one that the device is enrolled with, `body` as it travelled.
    pub fn verify(
        &self,
        claimed: &Claimed,
        key: &[u8; 32],
        hub: &str,
        body: &[u8],
    ) -> Result<Verified, RequestError> {
        let n = number(self.chot_n).ok_or(RequestError::Form("chot-n"))?;
        if self.chot_hub != hub {
            return Err(RequestError::OtherHub);
        }
        if self.content_digest != content_digest(body) {
            return Err(RequestError::Digest);
        }
        let base = self.base(&claimed.device)?;
        UnparsedPublicKey::new(&ED25519, key)
            .verify(base.bytes(), &claimed.signature)
            .map_err(|_| RequestError::Signature)?;
        Ok(Verified {
            n,
            digest: base.digest(),
        })
    }
}

/// One spelling only, so that nobody can sign what another reads differently.
fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number <= MAX_NUMBER && number.to_string() == text).then_some(number)
}

impl Base {
    /// The bytes to sign.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// SHA-256 of the base: it names this request alone, since `chot-n` grows. Answers repeat it.
    pub fn digest(&self) -> [u8; 32] {
        sha256(&[self.bytes()])
    }

    /// The headers that carry the signature, which `sign` makes.
    pub fn signed(&self, device: &DeviceId, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Headers {
        let signature = STANDARD.encode(sign(self.bytes()));
        Headers {
            signature_input: format!("{LABEL}{}", parameters(device)),
            signature: format!("{LABEL}:{signature}:"),
        }
    }
}

impl Claimed {
    /// Reads the two headers in our one form; a gateway's further signatures aren't understood.
    pub fn read(signature_input: &str, signature: &str) -> Result<Claimed, RequestError> {
        let device = signature_input
            .split_once("keyid=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .and_then(|(id, _)| from_base64url(id))
            .map(DeviceId)
            .filter(|device| signature_input == format!("{LABEL}{}", parameters(device)))
            .ok_or(RequestError::Form("signature-input"))?;
        let signature = signature
            .strip_prefix(LABEL)
            .and_then(|text| text.strip_prefix(':')?.strip_suffix(':'))
            .filter(|text| text.len() == 88)
            .and_then(|text| STANDARD.decode(text).ok()?.try_into().ok())
            .ok_or(RequestError::Form("signature"))?;
        Ok(Claimed { device, signature })
    }
}

/// The path of a device's requests: `/v1/units/{unit}/devices/{device}/{last}`.
pub fn path(unit: &super::UnitId, device: &DeviceId, last: &str) -> String {
    format!(
        "/v1/units/{}/devices/{}/{last}",
        base64url(&unit.0),
        base64url(&device.0)
    )
}

/// The query of `GET …/head`.
pub fn head_query(branch: &crate::chain::BranchName, seq: u64) -> String {
    format!("branch={}&seq={seq}", base64url(&branch.0))
}
