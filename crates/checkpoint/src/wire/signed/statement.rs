//! *Statement*: what may be signed, and the text that is.

use super::super::UnitId;
use super::super::fields::{self, hex, utc};
use crate::chain::{BranchName, DeviceId};
use crate::keys::Use;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that is said and signed.
pub trait Statement {
    /// What the signer's certificate has to allow.
    const USE: Use;

    /// The subject of the signer's certificate.
    fn signer(&self) -> [u8; 16];

    /// When it was said, by the signer's clock.
    fn at(&self) -> Timestamp;

    /// The bytes that are signed.
    fn text(&self) -> String;
}

/// Lines with an LF behind each.
pub(in crate::wire) fn lines(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

/// A field that may be empty.
pub(in crate::wire) fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".into())
}

/// What a post's log had come to: a witness for all before it.
///
/// `chot/head/1`, device, unit, branch, seq, head, at. A post's certificate and clock judge nothing here:
/// the hub verifies it with the key that it enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub device: DeviceId,
    pub unit: UnitId,
    pub branch: BranchName,
    /// 0 before the first entry of a first branch.
    pub seq: u64,
    #[serde(with = "fields::bytes")]
    pub head: [u8; 32],
    /// The post's clock.
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
}

impl Statement for Head {
    const USE: Use = Use::Head;

    fn signer(&self) -> [u8; 16] {
        self.device.0
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        lines(&[
            "chot/head/1",
            &hex(&self.device.0),
            &hex(&self.unit.0),
            &hex(&self.branch.0),
            &self.seq.to_string(),
            &hex(&self.head),
            &utc(self.at),
        ])
    }
}

/// The hub has everything up to `acked`, durably: the answer to a batch (201) and to
/// `GET …/head` (200).
///
/// `chot/receipt/1`, hub, unit, device, branch, acked, head, at, request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The subject of the hub's certificate.
    #[serde(with = "fields::bytes")]
    pub hub: [u8; 16],
    pub unit: UnitId,
    pub device: DeviceId,
    pub branch: BranchName,
    /// 0 where the hub has nothing of this branch.
    pub acked: u64,
    /// The head at `acked`.
    #[serde(with = "fields::bytes")]
    pub head: [u8; 32],
    /// The hub's clock.
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
    /// The digest of the request that it answers ([`crate::wire::request::Base::digest`]).
    #[serde(with = "fields::bytes")]
    pub request: [u8; 32],
}

impl Statement for Receipt {
    const USE: Use = Use::Receipt;

    fn signer(&self) -> [u8; 16] {
        self.hub
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        lines(&[
            "chot/receipt/1",
            &hex(&self.hub),
            &hex(&self.unit.0),
            &hex(&self.device.0),
            &hex(&self.branch.0),
            &self.acked.to_string(),
            &hex(&self.head),
            &utc(self.at),
            &hex(&self.request),
        ])
    }
}

/// Why a hub didn't take a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// 409: entries are missing; `branch` and `seq` say which is wanted first.
    Gap,
    /// 409: the hub holds other bytes of `branch` at or before `seq`; `head` is its own there.
    Fork,
    /// 400: the request isn't what the protocol says of it.
    Malformed,
    /// 422: it is well-formed and can't be stored as it is.
    Unfit,
    /// 413
    TooLarge,
    /// 415: the body's encoding isn't one that the hub reads.
    Encoding,
    /// 403: the device was retired.
    Retired,
    /// 403: the device is distrusted; what it sends waits for a person.
    Distrusted,
    /// 401: the hub doesn't know the device, or its signature isn't that of its key.
    Unknown,
    /// 426: the program is too old for this hub.
    Version,
    /// 403: the enrolment code is none of this hub's, or the secret wasn't proved.
    CodeWrong,
    /// 403: another key was enrolled by this code.
    CodeUsed,
    /// 403: the time in which the code could be used is over.
    CodeExpired,
}

impl Code {
    pub const ALL: [Code; 13] = [
        Code::Gap,
        Code::Fork,
        Code::Malformed,
        Code::Unfit,
        Code::TooLarge,
        Code::Encoding,
        Code::Retired,
        Code::Distrusted,
        Code::Unknown,
        Code::Version,
        Code::CodeWrong,
        Code::CodeUsed,
        Code::CodeExpired,
    ];

    /// Its word, in JSON and in the signed text.
    pub fn word(self) -> &'static str {
        match self {
            Code::Gap => "gap",
            Code::Fork => "fork",
            Code::Malformed => "malformed",
            Code::Unfit => "unfit",
            Code::TooLarge => "too-large",
            Code::Encoding => "encoding",
            Code::Retired => "retired",
            Code::Distrusted => "distrusted",
            Code::Unknown => "unknown",
            Code::Version => "version",
            Code::CodeWrong => "code-wrong",
            Code::CodeUsed => "code-used",
            Code::CodeExpired => "code-expired",
        }
    }

    /// The status of the answer that carries it. With any other it isn't believed.
    pub fn status(self) -> u16 {
        match self {
            Code::Gap | Code::Fork => 409,
            Code::Malformed => 400,
            Code::Unfit => 422,
            Code::TooLarge => 413,
            Code::Encoding => 415,
            Code::Unknown => 401,
            Code::Retired
            | Code::Distrusted
            | Code::CodeWrong
            | Code::CodeUsed
            | Code::CodeExpired => 403,
            Code::Version => 426,
        }
    }
}

/// A hub's *no*, with what the post needs to go on.
///
/// `chot/refusal/1`, hub, unit, device, code, branch, seq, head, at, request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    #[serde(with = "fields::bytes")]
    pub hub: [u8; 16],
    /// As the request named it.
    pub unit: UnitId,
    /// As the request named it.
    pub device: DeviceId,
    pub code: Code,
    /// With `gap` and `fork`. Where the entry that a branch leaves from is missing, the branch that
    /// it leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchName>,
    /// With `gap` the first that is wanted; with `fork` the newest that the hub has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// The hub's head: with `gap` before `seq`, with `fork` at `seq`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "fields::maybe"
    )]
    pub head: Option<[u8; 32]>,
    #[serde(with = "fields::moment")]
    pub at: Timestamp,
    #[serde(with = "fields::bytes")]
    pub request: [u8; 32],
}

impl Statement for Refusal {
    const USE: Use = Use::Receipt;

    fn signer(&self) -> [u8; 16] {
        self.hub
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn text(&self) -> String {
        lines(&[
            "chot/refusal/1",
            &hex(&self.hub),
            &hex(&self.unit.0),
            &hex(&self.device.0),
            self.code.word(),
            &or_dash(self.branch.map(|branch| hex(&branch.0))),
            &or_dash(self.seq.map(|seq| seq.to_string())),
            &or_dash(self.head.map(|head| hex(&head))),
            &utc(self.at),
            &hex(&self.request),
        ])
    }
}
