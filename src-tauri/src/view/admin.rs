//! What crosses for the admin's pages, and what a verdict says of its rules.

use super::{KindWord, ReasonWord};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A sentence in both languages of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WordsView {
    pub vi: String,
    pub en: String,
}

/// How bright the sync light is: calm is a tick, none an empty ring, amber and red a triangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SyncWord {
    Calm,
    None,
    Amber,
    Red,
}

/// The sync light over all targets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    pub level: SyncWord,
    pub words: WordsView,
}

/// A rule that was asked, and whether it was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TestedView {
    pub met: bool,
    pub words: WordsView,
}

/// A document that a visit needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum NeedWord {
    Identity,
    Declaration,
    Certificate,
    /// One of the two is enough.
    DeclarationOrCertificate,
}

/// What became of a signed document's proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum StandingWord {
    Valid,
    Expired,
    NotYetValid,
    UnknownIssuer,
    Forged,
    Revoked,
    Elsewhere,
}

/// A signed document, as a verdict names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    pub standing: StandingWord,
    /// By its name in the trust list, else as the document says it.
    pub issuer: Option<String>,
    /// What it says of its holder.
    pub says: Vec<WordsView>,
    pub until: Option<i64>,
}

/// Somebody of the same name and birth date who was entered before (F5 says: the same person).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlikeView {
    pub name: Option<String>,
    pub initials: Option<String>,
    pub since: i64,
}

/// The gate's clock against its own log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// The greatest time that an entry was written at.
    pub mark: Option<i64>,
    /// Milliseconds that the clock is behind it.
    pub behind_ms: i64,
    /// It was set back so far that it is said.
    pub behind: bool,
    /// Milliseconds that the hub's clock is ahead of it; None while no hub was heard.
    pub offset_ms: Option<i64>,
}

/// The page *Rules*.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulesView {
    pub policies: Vec<PolicyView>,
    pub problems: Vec<ProblemView>,
}

/// A policy that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyView {
    pub id: String,
    pub name: WordsView,
    pub sentence: WordsView,
    /// The unit's own file, not one that every Chốt has.
    pub own: bool,
    pub active: bool,
    /// The file, as it is edited.
    pub text: String,
}

/// A file that can't be asked.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    pub file: String,
    pub what: WordsView,
    /// It is the chosen one: the policy that was asked last goes on.
    pub active: bool,
}

/// What became of a deed on a page: nothing to say, or what to mend.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoneView {
    pub problem: Option<WordsView>,
}

/// What a policy does with a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ActionWord {
    Admit,
    Look,
    Refuse,
}

/// Documents to try a policy on, made at the moment of trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SampleWord {
    Card,
    StaffBadge,
    DeclarationToday,
    DeclarationYesterday,
    OneDose,
    TwoDosesToday,
    TwoDosesMonthAgo,
    RecoveredMonthAgo,
    RecoveredYearAgo,
    PcrToday,
    PcrWeekAgo,
    RapidToday,
    Expired,
    UnknownIssuer,
    Forged,
}

/// A policy to be tried on documents.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrialForm {
    /// The policy's file, as it is being edited.
    pub policy: String,
    pub samples: Vec<SampleWord>,
    /// A code's text, pasted or typed by a reader.
    pub code: Option<String>,
}

/// What it would say.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrialView {
    /// The policy can't be tried: what to mend.
    pub problem: Option<WordsView>,
    /// What the pasted code turned out to be; None where it is nobody's document.
    pub kind: Option<KindWord>,
    pub action: ActionWord,
    pub reasons: Vec<ReasonWord>,
    pub missing: Vec<NeedWord>,
    pub rules: Vec<TestedView>,
}

/// The page *Trust*.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrustView {
    /// None while no list was imported.
    pub number: Option<u64>,
    pub issued: Option<i64>,
    /// Since it was made.
    pub days: Option<u32>,
    /// It is older than its keeper promised: said, and nothing is refused for it.
    pub old: bool,
    pub countries: Vec<CountryView>,
    /// Issuers of SMART Health Cards.
    pub health_issuers: u32,
    /// Our hub's and unit's keys.
    pub roots: u32,
    /// Identifiers and signatures that were withdrawn.
    pub revoked: u32,
}

/// How many keys a trust list has of one country.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountryView {
    pub country: String,
    pub keys: u32,
}
