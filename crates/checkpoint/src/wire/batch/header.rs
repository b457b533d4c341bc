//! *Header*: the first line of a batch.

use super::super::{MAX_ENTRIES, MAX_HEADER, UnitId, VERSION, fields};
use super::ReadError;
use crate::chain::{BranchName, DeviceId, Origin};
use crate::entry::MAX_NUMBER;
use crate::json;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Characters of a program's name and version.
const LONGEST_APP: usize = 64;

/// Whose entries a batch brings: what stays the same from batch to batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub device: DeviceId,
    pub unit: UnitId,
    pub branch: BranchName,
    pub origin: Origin,
    /// The program that sends, `chot/0.1.0`: at most 64 visible ASCII characters.
    pub app: String,
}

/// What a batch says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub device: DeviceId,
    pub unit: UnitId,
    pub branch: BranchName,
    pub origin: Origin,
    /// From 1, and behind the origin's entry.
    pub first: u64,
    /// At most 1,999 after `first`, below 2⁵³.
    pub last: u64,
    /// What was before `first` isn't there any more at whoever sends: its time was over. A reader that hasn't got it begins
    /// at `first`.
    pub past: bool,
    /// The head before `first`.
    pub prev: [u8; 32],
    /// The head at `last`.
    pub head: [u8; 32],
    /// The sender's clock, for display.
    pub sent_at: Timestamp,
    /// Entries that wait behind `last`.
    pub waiting: u64,
    pub app: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    v: u64,
    device: DeviceId,
    unit: UnitId,
    branch: BranchName,
    origin: OriginMember,
    first: u64,
    last: u64,
    #[serde(with = "fields::bytes")]
    prev: [u8; 32],
    #[serde(with = "fields::bytes")]
    head: [u8; 32],
    #[serde(with = "fields::moment")]
    sent_at: Timestamp,
    waiting: u64,
    app: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    past: bool,
}

/// `{}` for the first branch.
#[derive(Serialize, Deserialize)]
struct OriginMember {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    branch: Option<BranchName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "fields::maybe"
    )]
    head: Option<[u8; 32]>,
}

impl From<&Origin> for OriginMember {
    fn from(origin: &Origin) -> OriginMember {
        match *origin {
            Origin::First => OriginMember {
                branch: None,
                seq: None,
                head: None,
            },
            Origin::From { branch, seq, head } => OriginMember {
                branch: Some(branch),
                seq: Some(seq),
                head: Some(head),
            },
        }
    }
}

impl OriginMember {
    fn origin(self) -> Option<Origin> {
        match (self.branch, self.seq, self.head) {
            (None, None, None) => Some(Origin::First),
            (Some(branch), Some(seq), Some(head)) if seq <= MAX_NUMBER => {
                Some(Origin::From { branch, seq, head })
            }
            (Some(_) | None, Some(_) | None, Some(_) | None) => None,
        }
    }
}

impl Header {
    /// Entries that the batch has to bring.
    pub fn count(&self) -> usize {
        // Never more than MAX_ENTRIES.
        usize::try_from(self.last - self.first + 1).unwrap_or(usize::MAX)
    }

    /// The line, without its newline.
    pub(super) fn line(&self) -> String {
        let line = Line {
            v: VERSION,
            device: self.device,
            unit: self.unit,
            branch: self.branch,
            origin: OriginMember::from(&self.origin),
            first: self.first,
            last: self.last,
            prev: self.prev,
            head: self.head,
            sent_at: self.sent_at,
            waiting: self.waiting,
            app: self.app.clone(),
            past: self.past,
        };
        // Text and whole numbers only: there is nothing that JSON can't hold.
        serde_json::to_string(&line).unwrap_or_default()
    }

    /// Reads the line, whose newline is off.
    pub(super) fn read(line: &[u8]) -> Result<Header, ReadError> {
        if line.len() > MAX_HEADER {
            return Err(ReadError::TooLarge);
        }
        let mut members = json::object(line).map_err(|_| ReadError::Header)?;
        match members.number("v") {
            Ok(Some(VERSION)) => {}
            Ok(Some(newer)) => return Err(ReadError::Version(newer)),
            Ok(None) | Err(_) => return Err(ReadError::Header),
        }
        let line: Line = serde_json::from_slice(line).map_err(|_| ReadError::Header)?;
        let origin = line.origin.origin().ok_or(ReadError::Header)?;
        let after = match origin {
            Origin::First => 0,
            Origin::From { seq, .. } => seq,
        };
        let in_order = after < line.first && line.first <= line.last && line.last <= MAX_NUMBER;
        let app_fits =
            line.app.len() <= LONGEST_APP && line.app.bytes().all(|byte| byte.is_ascii_graphic());
        if !in_order || !app_fits || line.waiting > MAX_NUMBER {
            return Err(ReadError::Header);
        }
        if line.last - line.first >= MAX_ENTRIES as u64 {
            return Err(ReadError::TooLarge);
        }
        Ok(Header {
            device: line.device,
            unit: line.unit,
            branch: line.branch,
            origin,
            first: line.first,
            last: line.last,
            prev: line.prev,
            head: line.head,
            sent_at: line.sent_at,
            waiting: line.waiting,
            app: line.app,
            past: line.past,
        })
    }
}
