//! What crosses for the unit head's accounts: who met whom, settling, counting, leaving the house, reports.
//! Moments are written out in the unit's zone, as they stand on paper: `07:15 24/11/2026`.

use super::{BadgeSizeWord, TimeWord, TriedView, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who was inside together with somebody?
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TraceForm {
    /// Of a line about the person.
    pub place: u64,
    /// "2026-11-23"
    pub first: String,
    pub last: String,
    /// The least together.
    pub minutes: u32,
    pub requester: String,
    pub document: String,
    pub pin: String,
}

/// Somebody's stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StayView {
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
    pub phone: Option<String>,
    pub gate: String,
    /// None: nobody saw it.
    pub came: Option<String>,
    pub left: Option<String>,
    /// Together.
    pub minutes: i64,
    pub time: TimeWord,
}

/// The list, or why there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TracedView {
    pub problem: Option<WordsView>,
    /// What became of the PIN.
    pub tried: TriedView,
    pub person: String,
    pub own: Vec<StayView>,
    /// The longest first.
    pub met: Vec<StayView>,
    /// People without name or number who passed on these days.
    pub unnamed: u64,
}

/// A day before it is settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecksView {
    pub problem: Option<WordsView>,
    pub date: String,
    pub gaps: i64,
    /// Lines that a target hasn't got; None where there is no target.
    pub unsent: Option<u32>,
    /// People who came and weren't seen going.
    pub open: u64,
    pub undated: i64,
    /// People who were counted; None: nobody counted.
    pub counted: Option<i64>,
    pub recorded: Option<i64>,
    pub settled: Option<SettledBefore>,
    pub windows: Vec<WindowView>,
}

/// A time in which somebody counted. Milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowView {
    pub from: i64,
    pub until: i64,
    pub counted: i64,
    pub recorded: i64,
    /// Empty where nobody was signed on.
    pub by: String,
}

/// How a day was settled before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettledBefore {
    /// Milliseconds since 1970.
    pub at: i64,
    pub by: String,
    /// Lines that came for the day since.
    pub since: i64,
}

/// A day was settled: what the log has come to, signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettledView {
    pub problem: Option<WordsView>,
    /// Rows of the code from above, `1` where a module is dark.
    pub modules: Vec<String>,
}

/// People were counted through the gate. Milliseconds since 1970.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountForm {
    pub from: i64,
    pub until: i64,
    /// None takes the count back that began then.
    pub people: Option<u32>,
}

/// Somebody who has to be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CalledView {
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
    pub came: String,
    pub gate: String,
}

/// The roll-call of a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RollView {
    pub problem: Option<WordsView>,
    pub at: String,
    pub inside: Vec<CalledView>,
    /// May have left unseen.
    pub maybe: Vec<CalledView>,
    /// Who can't be told apart, by count.
    pub unnamed: u64,
    /// Of these, who gave a name and may be inside.
    pub unclear: Vec<CalledView>,
}

/// The roll-call is saved with its ticks.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RollForm {
    pub folder: String,
    /// Of those inside, behind them of those who may be, then of those who can't be told apart.
    pub found: Vec<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SpanWord {
    Day,
    Week,
    Month,
    Days,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FormatWord {
    Pdf,
    Docx,
    Xlsx,
    Csv,
}

/// Which lines stand with the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum LinesWord {
    None,
    Log,
    Book,
}

/// Some days.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportForm {
    pub span: SpanWord,
    /// A day of it, of `days` the first: "2026-11-23".
    pub day: String,
    /// The last of `days`.
    pub last: Option<String>,
}

/// Cells as they are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperTableView {
    pub titles: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A part of a paper: one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperPartView {
    pub heading: Option<String>,
    pub text: Option<String>,
    pub table: Option<PaperTableView>,
}

/// A report on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    pub problem: Option<WordsView>,
    pub about: String,
    /// Until when its figures count; empty where nothing is cut.
    pub cut: String,
    pub parts: Vec<PaperPartView>,
}

/// A report's files are saved.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SendForm {
    pub span: ReportForm,
    pub formats: Vec<FormatWord>,
    pub lines: LinesWord,
    pub folder: String,
}

/// Where they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentView {
    pub problem: Option<WordsView>,
    pub paths: Vec<String>,
}

/// How far the files got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProgressView {
    /// Lines.
    pub rows: u64,
}

/// A badge of the day, as it stands on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DayBadgeView {
    pub size: BadgeSizeWord,
    pub unit: String,
    pub gate: String,
    pub name: String,
    pub from: String,
    pub until: String,
    /// Of its code: rows from above, `1` where a module is dark.
    pub modules: Vec<String>,
}
