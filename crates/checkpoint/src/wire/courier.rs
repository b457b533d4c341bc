//! *Courier*: a batch on a USB stick: signed by the post, then sealed to the district's key.
//!
//! ```text
//! file    "chot/courier/1" LF, then HPKE (RFC 9180, base mode) of what follows to the district's
//!         X25519 key; its info is the opening line and that key, so that it opens nowhere else
//! keys    CHOTDIST1: base64url of the district's key, of the root that its receipts lead to, and of the
//!         first 4 bytes of SHA-256("chot/district/1" ‖ both), for whoever copies them
//! sealed  one line of JSON {"says":…,"certificates":…,"signature":…} LF, then the body
//! body    one batch, packed like a request's
//! ```
//!
//! A file is numbered; a number that is missing shows. What comes back is a [`Receipt`] whose
//! `request` is the SHA-256 of the file; until then a batch is sent, not received.
//!
//! [`Receipt`]: super::signed::Receipt

use super::person_key::digits;
use super::sealed;
use super::signed::{Signed, Statement, Unbelieved, lines};
use super::{MAX_BODY, MAX_HEADER, UnitId, fields};
use crate::base64url::{base64url, from_base64url};
use crate::chain::{DeviceId, device_id, sha256};
use crate::keys::Use;
use fields::{hex, utc};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a file begins.
pub const OPENING: &[u8] = b"chot/courier/1\n";

/// Bytes of a whole file.
pub const MAX_FILE: usize = OPENING.len() + sealed::ENC + MAX_HEADER + 1 + MAX_BODY + 16;

/// How keys begin.
const KEYS: &str = "CHOTDIST1:";
/// Bytes of their checksum.
const CHECK: usize = 4;

/// What a post needs to write files for a district and to believe its receipts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// X25519: files are sealed to it.
    pub district: [u8; 32],
    /// Ed25519: receipts lead to it.
    pub root: [u8; 32],
}

/// Why a text holds no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoKeys {
    #[error("it holds no keys of a district: take what the district's hub or Chốt prints")]
    Absent,
    #[error("its keys aren't whole, or changed on their way: take them anew")]
    Damaged,
}

impl Keys {
    /// On paper, in a file, in a QR code.
    pub fn text(&self) -> String {
        let bytes = [&self.district[..], &self.root, &self.hash()[..CHECK]].concat();
        format!("{KEYS}{}", base64url(&bytes))
    }

    /// The first of them in a text: whatever is printed around them may be in it.
    pub fn find(text: &str) -> Result<Keys, NoKeys> {
        let mut words = text.split_whitespace();
        let found = words.find_map(|word| word.strip_prefix(KEYS));
        let bytes = from_base64url::<{ 64 + CHECK }>(found.ok_or(NoKeys::Absent)?);
        let bytes = bytes.ok_or(NoKeys::Damaged)?;
        let (mut district, mut root) = ([0; 32], [0; 32]);
        district.copy_from_slice(&bytes[..32]);
        root.copy_from_slice(&bytes[32..64]);
        let keys = Keys { district, root };
        if keys.hash()[..CHECK] == bytes[64..] {
            Ok(keys)
        } else {
            Err(NoKeys::Damaged)
        }
    }

    /// Whether a code is one of these, whole or not.
    pub fn opens(code: &[u8]) -> bool {
        code.trim_ascii_start().starts_with(KEYS.as_bytes())
    }

    /// Twelve digits that whoever printed them and whoever takes them can compare: `0123 4567 8901`.
    pub fn digits(&self) -> String {
        digits(&self.hash())
    }

    fn hash(&self) -> [u8; 32] {
        sha256(&[b"chot/district/1", &self.district, &self.root])
    }
}

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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEYS_OF_A_DISTRICT: Keys = Keys {
        district: [7; 32],
        root: [200; 32],
    };

    #[test]
    fn keys_are_found_in_whatever_is_printed_around_them() {
        let text = KEYS_OF_A_DISTRICT.text();
        assert_eq!(text.len(), 101);
        for printed in [
            text.clone(),
            format!("district: AAA\nroot: BBB\nkeys: {text}\r\nnumber: 1\n"),
            format!("\u{feff}\n  {text}  "),
        ] {
            assert_eq!(Keys::find(&printed), Ok(KEYS_OF_A_DISTRICT));
        }
        assert!(Keys::opens(text.as_bytes()) && !Keys::opens(b"CHOTHUB1:"));
        for none in ["", "CHOTHUB1:AA", "district: AAA"] {
            assert_eq!(Keys::find(none), Err(NoKeys::Absent));
        }
        assert_eq!(Keys::find(&text[..90]), Err(NoKeys::Damaged));
        let other = Keys {
            root: [201; 32],
            ..KEYS_OF_A_DISTRICT
        };
        assert_ne!(other.digits(), KEYS_OF_A_DISTRICT.digits());
    }

    proptest! {
        #[test]
        fn one_letter_that_was_copied_wrongly_is_noticed(at in KEYS.len()..101, letter in "[A-Za-z0-9_-]") {
            let mut text = KEYS_OF_A_DISTRICT.text();
            prop_assume!(text[at..=at] != letter);
            text.replace_range(at..=at, &letter);
            prop_assert_eq!(Keys::find(&text), Err(NoKeys::Damaged));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            prop_assert!(Keys::find(&text).is_err());
        }
    }
}
