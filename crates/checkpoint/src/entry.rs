//! *Entry*: an immutable fact of the log, serialised once to one JSON line.

use crate::document::Kind as DocumentKind;
use crate::verdict::Reason;
use serde::{Deserialize, Serialize};

/// What kind of fact an entry is. An open set: an unknown one is kept, counted nowhere, flagged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Scan,
    Manual,
    Passed,
    Decision,
    Void,
    Correct,
    Gap,
    Clock,
    Config,
    BranchOpen,
    /// A word of a newer program.
    Other(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    In,
    Out,
}

/// The verdict as an entry keeps it. On a `decision` it is the guard's answer:
/// `admit` (admitted) or `refuse` (turned away).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Admit,
    Look,
    Refuse,
}

/// Names an earlier entry of the same history: its place and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ref {
    pub seq: u64,
    /// SHA-256(0x00 ‖ line).
    pub leaf: [u8; 32],
}

/// Who passed without being scanned (F4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    Visitor,
    Staff,
    Pupil,
}

/// How exact a time is that was typed in later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    Second,
    Minute,
    Hour,
}

/// A time other than the moment of writing: of a paper line, or where a gap began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    pub at: jiff::Timestamp,
    pub precision: Precision,
}

/// The counting key of the original that a `void` or `correct` repeats, so that a rollup subtracts
/// without a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Was {
    /// `day_of` the original.
    pub day: jiff::civil::Date,
    /// 0–23 in the unit's zone.
    pub hour: i8,
    pub gate: u32,
    pub direction: Option<Direction>,
    pub verdict: Option<Outcome>,
    pub kind: Kind,
}

/// What an entry says, before the ledger gives it a place, a name and a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub direction: Option<Direction>,
    pub verdict: Option<Outcome>,
    pub reasons: Vec<Reason>,
    pub document: Option<DocumentKind>,
    pub of: Option<Ref>,
    pub happened: Option<Happened>,
    /// `source: paper`: typed in from the paper book.
    pub paper: bool,
    pub count: Option<u32>,
    pub party: Option<Party>,
    pub mode: Option<Mode>,
    pub was: Option<Was>,
}

/// How a gate decides directions. Changing it is a `config` entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    In,
    Out,
    Auto,
}

/// An entry as its line says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From 1, below 2⁵³.
    pub seq: u64,
    /// UUIDv7.
    pub id: uuid::Uuid,
    pub moment: crate::moment::Moment,
    pub gate: u32,
    pub said: Draft,
    /// The commitment to the subject's groups, where there is one.
    pub subject: Option<[u8; 32]>,
}
