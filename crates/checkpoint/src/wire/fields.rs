//! *Fields*: how hashes, names and times stand in the protocol's JSON (base64url without padding)
//! and in its signed text (hex).

use crate::base64url::{base64url, from_base64url};
use crate::chain::{BranchName, DeviceId};
use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::Write;

/// Names a unit for ever: 16 random bytes, made at the unit's first run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitId(pub [u8; 16]);

macro_rules! named {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                bytes::serialize(&self.0, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                bytes::deserialize(deserializer).map($name)
            }
        }
    };
}

named!(UnitId);
named!(DeviceId);
named!(BranchName);

/// `with` for a fixed number of bytes.
pub(super) mod bytes {
    use super::{Deserialize, Deserializer, Error, Serializer, base64url, from_base64url};

    pub(in crate::wire) fn serialize<const N: usize, S: Serializer>(
        value: &[u8; N],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64url(value))
    }

    pub(in crate::wire) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(deserializer)?;
        from_base64url(&text).ok_or_else(|| D::Error::custom("not base64url of that length"))
    }
}

/// `with` for bytes that may be absent.
pub(super) mod maybe {
    use super::{Deserialize, Deserializer, Error, Serializer, base64url, from_base64url};

    pub(in crate::wire) fn serialize<const N: usize, S: Serializer>(
        value: &Option<[u8; N]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_str(&base64url(value)),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::wire) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<[u8; N]>, D::Error> {
        let text = String::deserialize(deserializer)?;
        match from_base64url(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(D::Error::custom("not base64url of that length")),
        }
    }
}

/// `with` for a list of certificates, each of any length.
pub(super) mod links {
    use super::{Deserialize, Deserializer, Error, Serializer, base64url};
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    pub(in crate::wire) fn serialize<S: Serializer>(
        links: &[Vec<u8>],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(links.iter().map(|link| base64url(link)))
    }

    pub(in crate::wire) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Vec<u8>>, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let links = texts.iter().map(|text| URL_SAFE_NO_PAD.decode(text));
        links.collect::<Result<_, _>>().map_err(D::Error::custom)
    }
}

/// `with` for a moment: RFC 3339 in UTC to the millisecond, `2026-11-24T03:00:00.000Z`.
pub(super) mod moment {
    use super::{Deserialize, Deserializer, Error, Serializer, Timestamp, utc};

    pub(in crate::wire) fn serialize<S: Serializer>(
        at: &Timestamp,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&utc(*at))
    }

    pub(in crate::wire) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<Timestamp>()
            .ok()
            .filter(|at| utc(*at) == text)
            .ok_or_else(|| D::Error::custom("not a moment in UTC to the millisecond"))
    }
}

/// A moment as it is signed and sent; its part below a millisecond is cut off.
pub(super) fn utc(at: Timestamp) -> String {
    let printer = DateTimePrinter::new().precision(Some(3));
    printer.timestamp_to_string(&at)
}

/// Two small hex digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
