//! What crosses for the book: a day's figures and lines, what a search finds, and who was inside.

use super::{DirectionWord, GroupWord, KindWord, TriedView, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the gate said, or the guard's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeWord {
    Admit,
    Look,
    Refuse,
}

/// Why a line is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CareWord {
    Refused,
    Unanswered,
    ByHand,
    Undated,
    PossibleDouble,
    Closed,
}

/// How well a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum TimeWord {
    Real,
    Paper,
    Estimated,
}

/// What a number stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamedView {
    pub number: u32,
    /// Empty where it has none.
    pub name: String,
}

/// A line of the book, as later entries left it. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Names it in this list.
    pub place: u64,
    /// Its number on its branch of the chain.
    pub seq: u64,
    pub at: i64,
    /// Later than `at` where they waited for the guard's answer.
    pub passed_at: i64,
    pub gate: String,
    pub kind: Option<KindWord>,
    pub direction: Option<DirectionWord>,
    pub verdict: Option<OutcomeWord>,
    pub people: u32,
    pub corrected: bool,
    pub is_void: bool,
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    /// The last two digits of the number alone.
    pub masked: Option<String>,
    pub purpose: Option<String>,
    pub note: Option<String>,
    /// Who of the staff was signed on.
    pub by: Option<String>,
    pub cares: Vec<CareWord>,
    /// The targets that have it, by name.
    pub sent_to: Vec<String>,
    /// And those that haven't.
    pub waits_for: Vec<String>,
}

/// Of those whom somebody counted through the gate, how many were recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoverageView {
    pub counted: i64,
    pub recorded: i64,
    /// In tenths of a percent; None where too few passed.
    pub share: Option<i64>,
}

/// Figures of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TilesView {
    pub entered: i64,
    pub left: i64,
    pub inside: u64,
    /// None: nobody counted.
    pub coverage: Option<CoverageView>,
    /// Entries that no clock could date: in no other figure.
    pub undated: i64,
}

/// People in an hour (0–23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HourView {
    pub hour: i8,
    pub entered: i64,
    pub left: i64,
}

/// How many lines of a day are to be looked at for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CareView {
    pub care: CareWord,
    pub lines: u32,
}

/// A day is asked for; null of a filter: whatever it is.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayForm {
    /// "2026-11-23"; None is today.
    pub date: Option<String>,
    pub gate: Option<u32>,
    pub hour: Option<i8>,
    pub direction: Option<DirectionWord>,
    pub verdict: Option<OutcomeWord>,
    pub care: Option<CareWord>,
    pub sort: Option<SortWord>,
    /// Who of the staff was signed on.
    pub by: Option<u64>,
    pub sent: Option<bool>,
    /// The first line that is wanted; 0 is the newest.
    pub from: u32,
    /// As an earlier answer had it, so that the list stays the same while the gate writes.
    pub upto: Option<u64>,
}

/// A day as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayView {
    pub problem: Option<WordsView>,
    /// "2026-11-23"
    pub date: String,
    /// None: nothing was written of this day, which isn't zero.
    pub tiles: Option<TilesView>,
    pub hours: Vec<HourView>,
    /// The day was a drill, or had one.
    pub drill: bool,
    pub gates: Vec<NamedView>,
    pub guards: Vec<GuardView>,
    pub cares: Vec<CareView>,
    /// Whether entries go anywhere.
    pub has_targets: bool,
    /// Lines that fit the filters, of which these are some, the newest first.
    pub all: u32,
    pub lines: Vec<LineView>,
    /// The place of the newest line of the list.
    pub upto: u64,
}

/// A day's bars are asked for by whoever has the day.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BarsForm {
    /// "2026-11-23"
    pub date: String,
    /// The place of the newest line that they have.
    pub upto: u64,
}

/// What of a day goes on while somebody reads its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BarsView {
    pub problem: Option<WordsView>,
    pub entered: i64,
    pub left: i64,
    /// None: nobody counted.
    pub coverage: Option<CoverageView>,
    pub hours: Vec<HourView>,
    /// Lines that they don't have.
    pub newer: u32,
}

/// How somebody came into the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SortWord {
    Scan,
    Manual,
    Paper,
    Passed,
}

/// Somebody of the staff who was signed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuardView {
    pub number: u64,
    /// Empty where nobody knows any more.
    pub name: String,
}

/// What a later entry says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum LaterWord {
    Answered,
    Corrected,
    Voided,
    SameAs,
    Closed,
}

/// The same with who said it, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LaterView {
    pub seq: u64,
    pub at: i64,
    pub what: LaterWord,
    pub direction: Option<DirectionWord>,
    pub verdict: Option<OutcomeWord>,
    pub by: Option<String>,
    /// The name, where it puts one right.
    pub name: Option<String>,
    pub reason: Option<String>,
}

/// All that the log has to say of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DetailsView {
    pub problem: Option<WordsView>,
    pub line: Option<LineView>,
    /// Name of its branch, base64url.
    pub branch: String,
    /// Hash of its line, and of everything up to it, base64url.
    pub leaf: String,
    pub head: String,
    /// Receivers that signed for it; empty: this machine's account could still forge it.
    pub witnessed_by: Vec<String>,
    pub later: Vec<LaterView>,
    /// Something is kept that lists mask.
    pub masked: bool,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AmendWord {
    /// It didn't happen.
    Void,
    /// They went the other way.
    Turn,
    /// Name or birth year.
    Name,
}

/// A line is amended.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AmendForm {
    pub place: u64,
    pub what: AmendWord,
    /// For `name` alone.
    pub name: String,
    pub birth_year: Option<i16>,
    pub reason: String,
}

/// What is masked is asked for.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RevealForm {
    pub place: u64,
    pub pin: String,
}

/// Something that is kept of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptView {
    pub group: GroupWord,
    /// As the log calls it: `phone`, `last4`, …
    pub name: String,
    pub value: String,
}

/// What was masked, where the PIN was right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RevealedView {
    pub tried: TriedView,
    pub kept: Vec<KeptView>,
}

/// Words are searched for.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchForm {
    pub typed: String,
    pub after: Option<AfterForm>,
}

/// Where a search goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AfterForm {
    pub pass: u32,
    pub place: u64,
}

/// What was found, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    pub problem: Option<WordsView>,
    pub lines: Vec<LineView>,
    pub next: Option<AfterForm>,
}

/// Somebody who was inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresentView {
    /// None where that isn't kept any more.
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
    pub came: i64,
    pub gate: String,
    pub time: TimeWord,
}

/// A moment is asked for.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MomentForm {
    /// None is now.
    pub at: Option<i64>,
}

/// Who was inside at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ListedView {
    pub problem: Option<WordsView>,
    pub at: i64,
    pub people: Vec<PresentView>,
    /// Who came the day before, and nobody saw them go.
    pub overnight: Vec<PresentView>,
    /// Who can't be told apart, by count.
    pub unnamed: u64,
    /// Of these, who gave a name and may have been inside.
    pub unclear: Vec<PresentView>,
}
