//! What crosses for the staff: who is signed on, the list, and the shift that is handed over.

use super::WordsView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody of the staff is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RoleWord {
    Guard,
    Inspector,
    UnitHead,
    Admin,
}

/// What somebody signs on for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SeatWord {
    Gate,
    Desk,
    /// To inspect the gate, by badge alone.
    Inspection,
}

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// Below 2⁵³; it stands in entries.
    pub number: u64,
    pub name: String,
    pub role: RoleWord,
}

/// Who is signed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedOnView {
    /// There is an admin: before that everybody may everything, so that a post can be set up.
    pub governed: bool,
    pub duty: Option<PersonView>,
    pub desk: Option<PersonView>,
    /// Inspects the gate, beside whoever is on duty.
    pub inspector: Option<PersonView>,
}

/// A badge of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BadgeView {
    /// Whose, by number.
    pub person: u64,
    pub until: i64,
}

/// The page of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StaffView {
    pub problem: Option<WordsView>,
    pub people: Vec<PersonView>,
    /// Of everybody who has one.
    pub badges: Vec<BadgeView>,
    /// A recovery key was printed and typed back.
    pub recovery_key: bool,
}

/// A PIN is tried.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignOnForm {
    pub number: u64,
    pub pin: String,
    pub seat: SeatWord,
}

/// A PIN is tried for names on a screen that faces visitors.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShowNamesForm {
    /// None where there is no staff.
    pub number: Option<u64>,
    pub pin: String,
}

/// What became of a try.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TriedView {
    pub problem: Option<WordsView>,
    pub right: bool,
    /// It was wrong, and so many tries are left.
    pub left: Option<u32>,
    /// No try is taken for so many milliseconds.
    pub locked_ms: Option<u64>,
}

/// Somebody is added, or changed.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonForm {
    /// None: somebody new.
    pub number: Option<u64>,
    pub name: String,
    pub role: RoleWord,
    /// None leaves it as it is.
    pub pin: Option<String>,
}

/// A recovery key, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryKeyView {
    pub problem: Option<WordsView>,
    pub text: String,
}

/// An admin forgot the PIN.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecoverForm {
    pub number: u64,
    pub key: String,
    /// The new one.
    pub pin: String,
}

/// What the shift that runs has seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SlipView {
    /// None: nobody is on duty.
    pub guard: Option<String>,
    pub since: i64,
    pub entered: i64,
    pub left: i64,
    /// Of these, people who were counted as they passed.
    pub unscanned: i64,
    pub inside: u32,
    /// Matters that wait for an answer.
    pub open: u32,
    pub gaps: i64,
}

/// A badge is issued.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IssueBadgeForm {
    pub number: u64,
    /// Where its file goes.
    pub folder: String,
}

/// A shift is closed.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandOverForm {
    pub note: String,
    /// Who comes next; None: nobody is there yet.
    pub next: Option<u64>,
    pub pin: String,
    /// Whoever's badge was seen comes next.
    pub badge: bool,
}

/// The shift was closed, or not: the next guard's PIN was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandedView {
    pub tried: TriedView,
    /// The log's head, signed by this machine, as JSON; empty where it wasn't closed.
    pub text: String,
    /// Its QR code: rows from above, `1` where a module is dark.
    pub modules: Vec<String>,
}
