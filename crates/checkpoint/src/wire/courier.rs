//! *Courier*: a batch on a USB stick: signed by the post, then sealed to the district's key.
//!
//! ```text
//! file    "chot/courier/1" LF, then HPKE (RFC 9180, base mode) of what follows to the district's
//!         X25519 key; its info is the opening line and that key, so that it opens nowhere else
//! sealed  one line of JSON {"says":…,"certificates":…,"signature":…} LF, then the body
//! body    one batch, packed like a request's
//! ```
//!
//! A file is numbered; a number that is missing shows. What comes back is a [`Receipt`] whose
//! `request` is the SHA-256 of the file; until then a batch is sent, not received.
//!
//! [`Receipt`]: super::signed::Receipt

use super::sealed;
use super::signed::{Signed, Statement, Unbelieved, lines};
use super::{MAX_BODY, MAX_HEADER, UnitId, fields};
use crate::chain::{DeviceId, device_id, sha256};
use crate::keys::Use;
use fields::{hex, utc};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a file begins.
pub const OPENING: &[u8] = b"chot/courier/1\n";

/// Bytes of a whole file.
pub const MAX_FILE: usize = OPENING.len() + sealed::ENC + MAX_HEADER + 1 + MAX_BODY + 16;

/// How the body of a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    Zstd,
    Gzip,
    Identity,
}

impl Encoding {
    /// Its word, also in `Content-Encoding`.
    pub fn word(self) -> &'static str {
        match self {
            Encoding::Zstd => "zstd",
            Encoding::Gzip => "gzip",
            Encoding::Identity => "identity",
        }
    }
}

/// What a post says of a file that it wrote.
///
/// `chot/courier/1`, device, its key, unit, number, encoding, SHA-256 of the body, at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Courier {
    pub device: DeviceId,
    /// The device's Ed25519 key, for whoever hasn't met it yet.
    #[serde(with = "fields::bytes")]
    pub key: [u8; 32],
    pub unit: UnitId,
    /// From 1, one more with each file for this district.
    pub number: u64,
    pub encoding: Encoding,
    #[serde(with = "fields::bytes")]
    pub body: [u8; 32],
    /// The post's clock.
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
}

impl Statement for Courier {
    const USE: Use = Use::Head;

    fn signer(&self) -> [u8; 16] {
        self.device.0
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        lines(&[
            "chot/courier/1",
            &hex(&self.device.0),
            &hex(&self.key),
            &hex(&self.unit.0),
            &self.number.to_string(),
            self.encoding.word(),
            &hex(&self.body),
            &utc(self.at),
        ])
    }
}

/// Why a file can't be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CourierError {
    #[error("it is no courier file: choose one that a post has written")]
    NotACourier,
    #[error("it is longer than 1 MiB: a post writes smaller ones")]
    TooLarge,
    #[error("it was sealed for another district, or damaged on the way: have it written again")]
    Sealed,
    #[error("what it holds isn't what its post signed: {0}")]
    Unbelieved(#[from] Unbelieved),
}

/// A file that was opened, and is what the device signed that it names. Whether that device is known
/// here, and its certificates lead to a root, is for the reader to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub signed: Signed<Courier>,
    /// Packed as `signed.says.encoding` says.
    pub body: Vec<u8>,
    /// SHA-256 of the file: the `request` of its receipt.
    pub file: [u8; 32],
}

/// Writes a file for the district with this X25519 key. `signed.says.body` is the SHA-256 of `body`;
/// `ephemeral` are 32 random bytes for this file alone.
///
/// Errors: more than a file may hold, or a district's key that is none.
pub fn write(
    signed: &Signed<Courier>,
    body: &[u8],
    district: &[u8; 32],
    ephemeral: [u8; 32],
) -> Result<Vec<u8>, CourierError> {
    let line = signed.body();
    if body.len() > MAX_BODY || line.len() > MAX_HEADER {
        return Err(CourierError::TooLarge);
    }
    let plain = [&line[..], b"\n", body].concat();
    let info = [OPENING, district].concat();
    let sealed =
        sealed::seal(district, ephemeral, &info, &[], &plain).ok_or(CourierError::Sealed)?;
    Ok([OPENING, &sealed].concat())
}

/// The public half of a district's X25519 key, to which files are sealed.
pub fn district(private: &[u8; 32]) -> [u8; 32] {
    sealed::public(private)
}

/// Opens a file with the district's X25519 key (`private`, and its public half `district`).
pub fn open(file: &[u8], private: &[u8; 32], district: &[u8; 32]) -> Result<Opened, CourierError> {
    if file.len() > MAX_FILE {
        return Err(CourierError::TooLarge);
    }
    let sealed = file
        .strip_prefix(OPENING)
        .ok_or(CourierError::NotACourier)?;
    let info = [OPENING, district].concat();
    let plain = sealed::open(private, &info, &[], sealed).ok_or(CourierError::Sealed)?;
    let at = plain.iter().position(|byte| *byte == b'\n');
    let (line, body) = plain.split_at(at.ok_or(Unbelieved::Form)?);
    let body = &body[1..];
    if line.len() > MAX_HEADER || body.len() > MAX_BODY {
        return Err(CourierError::TooLarge);
    }
    let signed = Signed::<Courier>::read(line)?;
    let says = &signed.says;
    if says.device != device_id(&says.key) || says.body != sha256(&[body]) {
        return Err(Unbelieved::Form.into());
    }
    signed.verify_by(&says.key)?;
    Ok(Opened {
        body: body.to_vec(),
        file: sha256(&[file]),
        signed,
    })
}
