//! What crosses for the admin's page of targets.

use super::{SyncWord, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How entries travel to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKindWord {
    Hub,
    HttpsJson,
    Folder,
    Courier,
}

/// How far away a target may be, by the admin's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReachWord {
    Public,
    LocalNetwork,
    ThisMachine,
}

/// What a target is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SendingWord {
    Paused,
    Stopped,
    Failing,
    Sending,
    Waiting,
    Sent,
    Written,
    Carried,
}

/// A group of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum GroupWord {
    Identity,
    Contact,
    Health,
    Note,
}

/// A rung of the ladder that a test climbs, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RungWord {
    Address,
    Tls,
    SignIn,
    Permission,
    DryRun,
}

/// The page *Targets*.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetsView {
    pub targets: Vec<TargetView>,
    /// Whom somebody has to tell of erasures.
    pub to_tell: Vec<ToTellView>,
    /// They can't be looked at: what to do.
    pub problem: Option<WordsView>,
}

/// A target's card.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetView {
    pub id: u32,
    pub name: String,
    pub kind: TargetKindWord,
    /// Its web address, or a folder's path.
    pub place: String,
    /// None for folders.
    pub reach: Option<ReachWord>,
    pub state: SendingWord,
    pub level: SyncWord,
    /// How it is doing, in a sentence.
    pub words: WordsView,
    pub waiting: u64,
    /// Entries taken so far, those sent again counted again.
    pub delivered: u64,
    pub refused: u64,
    /// What it handed down and this post couldn't take; the one before goes on.
    pub not_taken: Vec<NotTakenView>,
    /// When something got there last.
    pub delivered_at: Option<i64>,
    pub next_try: Option<i64>,
    /// A purge of personal data waits for it.
    pub required: bool,
    /// Personal data that goes there; none until somebody picks it.
    pub groups: Vec<GroupView>,
    /// The number of the shared secret, 0 before there is one; None where the kind has none.
    pub secret: Option<u32>,
    /// The Ed25519 key of the root that is pinned; of enrolled hubs and couriers.
    pub root: Option<String>,
}

/// What a hub may hand down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HandedWord {
    Config,
    Trust,
}

/// What a hub handed down and this post couldn't take.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotTakenView {
    pub kind: HandedWord,
    /// Why, and what to do.
    pub words: WordsView,
    pub since: i64,
}

/// Names an entry of this device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EntryName {
    pub branch: String,
    pub seq: u64,
}

/// An entry whose personal data was erased.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErasedView {
    pub of: EntryName,
    /// The entry that says so.
    pub by: EntryName,
    pub at: i64,
}

/// A receiver that may hold what was erased here, and can't confirm that it erased it too.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToTellView {
    pub target: u32,
    pub name: String,
    /// This device, as the receiver knows it.
    pub device: String,
    /// The oldest first.
    pub erased: Vec<ErasedView>,
}

/// Somebody told a receiver of erasures.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToldForm {
    pub target: u32,
    /// The entries that say so.
    pub by: Vec<EntryName>,
}

/// A group of personal data that goes to a target, and what for.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    pub group: GroupWord,
    pub purpose: String,
}

/// The same as somebody picks it.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupForm {
    pub group: GroupWord,
    pub purpose: String,
}

/// A target to be added: of any kind but a hub, which is enrolled.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetForm {
    pub name: String,
    pub kind: TargetKindWord,
    pub place: String,
    pub reach: ReachWord,
    /// The text of a PEM file.
    pub ca: Option<String>,
    /// Of a courier: the text of the district's keys.
    pub keys: Option<String>,
}

/// A hub to be enrolled at.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EnrolForm {
    /// The code's text; None takes the one that the camera or a reader saw.
    pub code: Option<String>,
    pub reach: ReachWord,
    pub ca: Option<String>,
    /// None takes the hub's host.
    pub name: Option<String>,
}

/// What would be sent next.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DryRunView {
    pub problem: Option<WordsView>,
    /// None where everything is there, or nobody can say.
    pub run: Option<RunView>,
}

/// A batch that would be sent.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    pub first: u64,
    pub last: u64,
    pub entries: u64,
    /// Entries that would still wait behind it.
    pub waiting: u64,
    /// How many of each kind of entry.
    pub kinds: Vec<CountView>,
    /// Personal data in it, and how many entries have each.
    pub groups: Vec<RunGroupView>,
    /// Bytes on the wire.
    pub bytes: u64,
}

/// So many entries of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountView {
    /// The word of an entry's line.
    pub kind: String,
    pub entries: u64,
}

/// Personal data that would go.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunGroupView {
    pub group: GroupWord,
    pub purpose: String,
    pub entries: u64,
}

/// How far a test climbed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClimbView {
    /// The first rung that failed; None where all hold.
    pub failed: Option<RungWord>,
    pub words: WordsView,
}

/// An entry that a target doesn't take.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefusedView {
    pub seq: u64,
    /// The word of the entry's line, and when it was written; None where this log has it no more.
    pub kind: Option<String>,
    pub at: Option<i64>,
    /// A line that says so took its place; else everything behind it waits.
    pub withheld: bool,
    /// Why; in the target's own words where it has some.
    pub why: WordsView,
    pub since: i64,
}

/// What was carried by a stick.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LoadView {
    pub problem: Option<WordsView>,
    pub receipts: u64,
    pub files: u64,
    pub entries: u64,
}

/// A secret that was made; it isn't to be had again.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecretView {
    pub problem: Option<WordsView>,
    pub number: u32,
    pub text: String,
}
