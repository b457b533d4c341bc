//! *Enrol*: how a post and a hub come to know each other.
//!
//! ```text
//! invitation  a QR code: CHOTHUB1: base45 of CBOR [address, SHA-256 of the root key, code, secret]
//! request     POST /v1/enrol, signed like every other by the device's key: the key, and either the
//!             code with HMAC-SHA-256(secret, text) or the certificate that the device had before
//! answer      201, signed: unit, gate, settings, and the device's certificate, to the root's key,
//!             whose hash the invitation named
//! ```
//!
//! The text of the proof is `chot/enrol/1`, code, key, unit: one field a line, LF, in hex.

use super::signed::{Code, Pin, Refusal, Signed, Statement, Unbelieved, lines, or_dash};
use super::{MAX_HEADER, UnitId, VERSION, fields};
use crate::base64url::base64url;
use crate::cbor::{self, Value, Writer};
use crate::chain::{DeviceId, device_id, sha256};
use crate::document::base45;
use crate::document::text::{Text, without_breaks};
use crate::keys::{self, Use};
use fields::{hex, utc};
use jiff::Timestamp;
use ring::hmac;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// How an invitation's text begins. No document begins so.
pub const OPENING: &str = "CHOTHUB1:";

/// Where enrolment is asked for.
pub const PATH: &str = "/v1/enrol";

/// Characters of a hub's address.
const LONGEST_ADDRESS: usize = 200;

/// What a hub hands a new post, on a screen or a printed sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// `https://hub.example` or with a port; nothing follows it. Whether plain http may be used is
    /// for the admin to say.
    pub address: String,
    /// SHA-256 of the root's public key.
    pub root: [u8; 32],
    /// Names the invitation at the hub.
    pub code: [u8; 16],
    /// Whoever knows it may enrol one key.
    pub secret: [u8; 16],
}

impl fmt::Debug for Invitation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Invitation({}, {}, ..)",
            self.address,
            base64url(&self.code)
        )
    }
}

impl Invitation {
    /// The text of the QR code, all of it in the alphabet of QR's alphanumeric mode.
    pub fn text(&self) -> String {
        let mut body = Writer::new();
        body.list(4).text(&self.address).bytes(&self.root);
        body.bytes(&self.code).bytes(&self.secret);
        format!("{OPENING}{}", base45::encode(&body.done()))
    }

    /// Reads a code as it was decoded, or typed off a sheet; None for anything else.
    pub fn read(raw: &[u8]) -> Option<Invitation> {
        if raw.len() > Text::LONGEST {
            return None;
        }
        let text = Text::of(raw);
        let body = base45::decode(&without_breaks(text.after(OPENING)?))?;
        let body = cbor::read(&body).ok()?;
        let [address, root, code, secret] = body.list()? else {
            return None;
        };
        let address = address.text()?;
        is_address(address).then_some(())?;
        Some(Invitation {
            address: address.to_owned(),
            root: bytes(root)?,
            code: bytes(code)?,
            secret: bytes(secret)?,
        })
    }

    /// The proof that its holder knows the secret, over the key that is to be enrolled.
    pub fn proof(&self, key: &[u8; 32], unit: &UnitId) -> [u8; 32] {
        proof(&self.secret, &self.code, key, unit)
    }
}

fn bytes<const N: usize>(value: &Value) -> Option<[u8; N]> {
    value.bytes()?.try_into().ok()
}

/// Scheme and host, perhaps a port; no name, path, query or anything else that could lead elsewhere.
fn is_address(address: &str) -> bool {
    let host = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    address.len() <= LONGEST_ADDRESS
        && host.is_some_and(|host| {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        })
}

fn proof_text(code: &[u8; 16], key: &[u8; 32], unit: &UnitId) -> String {
    lines(&["chot/enrol/1", &hex(code), &hex(key), &hex(&unit.0)])
}

fn proof(secret: &[u8; 16], code: &[u8; 16], key: &[u8; 32], unit: &UnitId) -> [u8; 32] {
    let secret = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mac = hmac::sign(&secret, proof_text(code, key, unit).as_bytes());
    let mut proof = [0; 32];
    proof.copy_from_slice(mac.as_ref());
    proof
}

/// What a post asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// [`VERSION`]
    pub v: u64,
    /// The device's Ed25519 key.
    #[serde(with = "fields::bytes")]
    pub key: [u8; 32],
    /// The id that the post made for its unit; the answer says which it is.
    pub unit: UnitId,
    pub by: By,
    /// The program, `chot/0.1.0`.
    pub app: String,
}

/// Why a hub should admit a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// It was invited.
    #[serde(rename_all = "kebab-case")]
    Invitation {
        #[serde(with = "fields::bytes")]
        code: [u8; 16],
        #[serde(with = "fields::bytes")]
        proof: [u8; 32],
    },
    /// It was enrolled before, and the hub lost it.
    #[serde(rename_all = "kebab-case")]
    Certificates {
        /// Its own first.
        #[serde(with = "fields::links")]
        chain: Vec<Vec<u8>>,
    },
}

/// Why a request isn't one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolError {
    #[error("it isn't what the protocol says of an enrolment")]
    Form,
    #[error("it is of version {0} and this program reads version 1: install the newer program")]
    Version(u64),
    #[error("the hub's answer isn't believed: {0}")]
    Unbelieved(#[from] Unbelieved),
    #[error("the hub's root isn't the one that the invitation names: another hub answers here")]
    OtherRoot,
    #[error("the certificate that came isn't for this device")]
    OtherDevice,
}

impl Request {
    /// By an invitation.
    pub fn invited(invitation: &Invitation, key: [u8; 32], unit: UnitId, app: &str) -> Request {
        Request {
            v: VERSION,
            key,
            unit,
            by: By::Invitation {
                code: invitation.code,
                proof: invitation.proof(&key, &unit),
            },
            app: app.to_owned(),
        }
    }

    pub fn device(&self) -> DeviceId {
        device_id(&self.key)
    }

    /// The body as it travels.
    pub fn body(&self) -> Vec<u8> {
        // Text and whole numbers only: there is nothing that JSON can't hold.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a stranger's body. That its signature is of `key`, and its proof of the secret, is for
    /// the hub to ask.
    pub fn read(body: &[u8]) -> Result<Request, EnrolError> {
        if body.len() > MAX_HEADER {
            return Err(EnrolError::Form);
        }
        let request: Request = serde_json::from_slice(body).map_err(|_| EnrolError::Form)?;
        match request.v {
            VERSION => Ok(request),
            newer => Err(EnrolError::Version(newer)),
        }
    }

    /// Whether the proof is of the invitation with this secret, in constant time.
    pub fn is_proved(&self, secret: &[u8; 16]) -> bool {
        match &self.by {
            By::Invitation { code, proof } => {
                let secret = hmac::Key::new(hmac::HMAC_SHA256, secret);
                let text = proof_text(code, &self.key, &self.unit);
                hmac::verify(&secret, text.as_bytes(), proof).is_ok()
            }
            By::Certificates { .. } => false,
        }
    }
}

/// What a hub tells a post that it admits.
///
/// `chot/enrolled/1`, hub, root, unit, device, SHA-256 of each certificate (one a line), gate,
/// SHA-256 of the unit's name, of the gate's name, of the settings, at, request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolled {
    /// The subject of the hub's certificate.
    #[serde(with = "fields::bytes")]
    pub hub: [u8; 16],
    /// The root's key, which is pinned from now on.
    #[serde(with = "fields::bytes")]
    pub root: [u8; 32],
    /// The unit that the post belongs to from now on.
    pub unit: UnitId,
    pub device: DeviceId,
    /// The device's own first, up to the one that the root signed.
    #[serde(with = "fields::links")]
    pub device_certificates: Vec<Vec<u8>>,
    /// The number of the gate within the unit.
    pub gate: u32,
    pub unit_name: String,
    pub gate_name: String,
    /// The settings of the post, in the form that kiosk and hub have for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
    /// The digest of the request.
    #[serde(with = "fields::bytes")]
    pub request: [u8; 32],
}

impl Statement for Enrolled {
    const USE: Use = Use::Receipt;

    fn signer(&self) -> [u8; 16] {
        self.hub
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        let hash = |bytes: &[u8]| hex(&sha256(&[bytes]));
        let mut text = lines(&[
            "chot/enrolled/1",
            &hex(&self.hub),
            &hex(&self.root),
            &hex(&self.unit.0),
            &hex(&self.device.0),
        ]);
        for link in &self.device_certificates {
            text += &lines(&[&hash(link)]);
        }
        text += &lines(&[
            &self.gate.to_string(),
            &hash(self.unit_name.as_bytes()),
            &hash(self.gate_name.as_bytes()),
            &or_dash(self.config.as_ref().map(|config| hash(config.as_bytes()))),
            &utc(self.at),
            &hex(&self.request),
        ]);
        text
    }
}

/// Reads the hub's 201. `root` is what the invitation names, or of the root that was pinned before;
/// `key` the device's own; `request` the digest of what it asked.
pub fn accept(
    body: &[u8],
    root: &[u8; 32],
    key: &[u8; 32],
    request: &[u8; 32],
) -> Result<Enrolled, EnrolError> {
    let signed = Signed::<Enrolled>::read(body)?;
    let says = &signed.says;
    if sha256(&[&says.root]) != *root {
        return Err(EnrolError::OtherRoot);
    }
    let pin = Pin {
        root: &says.root,
        revoked: &BTreeSet::new(),
        unit: says.unit,
        heard: None,
    };
    signed.verify(&pin)?;
    let chain = keys::follow(&says.device_certificates, [&says.root]).map_err(Unbelieved::from)?;
    let own = chain.first().is_some_and(|own| {
        own.key == *key
            && own.subject == device_id(key).0
            && own.unit == Some(says.unit.0)
            && own.uses.contains(&Use::Head)
            && own.holds_at(says.at)
    });
    if own && says.device == device_id(key) && says.request == *request {
        Ok(signed.says)
    } else {
        Err(EnrolError::OtherDevice)
    }
}

/// Why the hub says no, for the person who enrols to read. Nothing else may follow from it: before
/// the post knows a root, nobody can sign for it.
pub fn refused(body: &[u8]) -> Option<Code> {
    let signed = Signed::<Refusal>::read(body).ok()?;
    Some(signed.says.code)
}
