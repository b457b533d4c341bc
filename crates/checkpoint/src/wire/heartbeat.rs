//! *Heartbeat*: a post says that it is there, and a hub what time it is and what to fetch.

use super::answer::{Answer, Asked, Because, Next, next};
use super::signed::{Head, Pin, Signed, Statement, lines, or_dash};
use super::{MAX_ENTRIES, MAX_HEADER, UnitId, VERSION, fields};
use crate::chain::{BranchName, DeviceId};
use crate::keys::Use;
use fields::{hex, utc};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a post tells of itself. The request around it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heartbeat {
    /// [`VERSION`]
    pub v: u64,
    /// What its log has come to: a witness, signed by itself to be kept.
    pub head: Signed<Head>,
    /// Entries that this hub hasn't acknowledged.
    pub waiting: u64,
    /// The program, `chot/0.1.0`.
    pub app: String,
    /// The system that it runs on, `linux`, `windows`, `macos`.
    pub system: String,
    /// Bytes that are free where the log lies.
    pub disk_free: u64,
    /// The post's clock.
    #[serde(with = "fields::moment")]
    pub clock: Timestamp,
    /// SHA-256 of the settings and of the lists that it has from this hub.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "fields::maybe"
    )]
    pub config: Option<[u8; 32]>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "fields::maybe"
    )]
    pub lists: Option<[u8; 32]>,
}

impl Heartbeat {
    /// The body as it travels.
    pub fn body(&self) -> Vec<u8> {
        // Text and whole numbers only: there is nothing that JSON can't hold.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads a stranger's body; None for what isn't one of this version.
    pub fn read(body: &[u8]) -> Option<Heartbeat> {
        if body.len() > MAX_HEADER {
            return None;
        }
        let heartbeat: Heartbeat = serde_json::from_slice(body).ok()?;
        (heartbeat.v == VERSION).then_some(heartbeat)
    }
}

/// An entry whose subject has to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erase {
    pub branch: BranchName,
    pub seq: u64,
    #[serde(with = "fields::bytes")]
    pub leaf: [u8; 32],
}

/// A hub's answer to a heartbeat.
///
/// `chot/heard/1`, hub, unit, device, at, config, lists, then branch, seq and leaf of each subject
/// to erase (three lines each), request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heard {
    /// The subject of the hub's certificate.
    #[serde(with = "fields::bytes")]
    pub hub: [u8; 16],
    pub unit: UnitId,
    pub device: DeviceId,
    /// The hub's time: what a post corrects its own by.
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
    /// SHA-256 of the settings that the hub has for this post: other than the post's own, they are
    /// to be fetched.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "fields::maybe"
    )]
    pub config: Option<[u8; 32]>,
    /// SHA-256 of the trust and revocation lists.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "fields::maybe"
    )]
    pub lists: Option<[u8; 32]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erase: Vec<Erase>,
    #[serde(with = "fields::bytes")]
    pub request: [u8; 32],
}

impl Statement for Heard {
    const USE: Use = Use::Receipt;

    fn signer(&self) -> [u8; 16] {
        self.hub
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        let mut text = lines(&[
            "chot/heard/1",
            &hex(&self.hub),
            &hex(&self.unit.0),
            &hex(&self.device.0),
            &utc(self.at),
            &or_dash(self.config.map(|config| hex(&config))),
            &or_dash(self.lists.map(|lists| hex(&lists))),
        ]);
        for erase in &self.erase {
            text += &lines(&[
                &hex(&erase.branch.0),
                &erase.seq.to_string(),
                &hex(&erase.leaf),
            ]);
        }
        text += &lines(&[&hex(&self.request)]);
        text
    }
}

/// Reads the answer to a heartbeat (200); anything else is for the table of answers.
pub fn heard(answer: &Answer<'_>, asked: &Asked<'_>, pin: &Pin<'_>) -> Result<Heard, Next> {
    if answer.status != 200 || answer.chot_sync != Some("1") {
        return Err(next(answer, asked, pin));
    }
    let heard =
        Signed::<Heard>::believed(answer.body, pin).map_err(|_| Next::Again(Because::NotAHub))?;
    let is_ours = heard.device == asked.device
        && heard.unit == pin.unit
        && heard.request == asked.request
        && heard.erase.len() <= MAX_ENTRIES;
    if is_ours {
        Ok(heard)
    } else {
        Err(Next::Again(Because::Contradicts))
    }
}

/// A text that a hub hands down, such as a post's settings: the answer to `GET …/config` and
/// `GET …/trust`, whose `ETag` is the SHA-256 of `content` in base64url.
///
/// `chot/handed/1`, hub, unit, kind, number, SHA-256 of the content, at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handed {
    /// The subject of the hub's certificate.
    #[serde(with = "fields::bytes")]
    pub hub: [u8; 16],
    pub unit: UnitId,
    pub kind: HandedKind,
    /// It grows: a post takes none that isn't newer than what it has of this kind.
    pub number: u64,
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
    pub content: String,
}

/// What may be handed down. A trust list is signed by the root besides, within its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandedKind {
    /// A post's settings ([`super::config::Config`]).
    Config,
    /// Whose proofs count, and what was revoked: a bundle ([`crate::trust::bundle`]).
    Trust,
}

impl HandedKind {
    pub const ALL: [HandedKind; 2] = [HandedKind::Config, HandedKind::Trust];

    /// Its word: in the signed text, and the last part of the path at which it is asked for.
    pub fn word(self) -> &'static str {
        match self {
            HandedKind::Config => "config",
            HandedKind::Trust => "trust",
        }
    }
}

impl Handed {
    /// SHA-256 of what is handed down, as heartbeats and their answers name it.
    pub fn digest(&self) -> [u8; 32] {
        crate::chain::sha256(&[self.content.as_bytes()])
    }
}

/// Reads the answer to `GET …/config` or `GET …/trust` (200). It is believed only signed, for this
/// unit and of this kind; whether it is newer is for the post to ask.
pub fn handed(answer: &Answer<'_>, kind: HandedKind, pin: &Pin<'_>) -> Option<Handed> {
    if answer.status != 200 || answer.chot_sync != Some("1") {
        return None;
    }
    let handed = Signed::<Handed>::believed(answer.body, pin).ok()?;
    (handed.unit == pin.unit && handed.kind == kind).then_some(handed)
}

impl Statement for Handed {
    const USE: Use = Use::Config;

    fn signer(&self) -> [u8; 16] {
        self.hub
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        lines(&[
            "chot/handed/1",
            &hex(&self.hub),
            &hex(&self.unit.0),
            self.kind.word(),
            &self.number.to_string(),
            &hex(&self.digest()),
            &utc(self.at),
        ])
    }
}
