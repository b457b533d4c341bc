//! What crosses for the people whom the guard is to look at.

use super::{ColumnWord, UnlistedView, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How near two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SpellingWord {
    Same,
    /// But for tones, *đ*, *i* and *y*, and the order of words.
    Respelt,
    /// But for one letter, too.
    OneOff,
    /// Another name under the same number.
    Other,
}

/// Whom somebody at the gate may be, for the guard alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HitView {
    pub name: String,
    /// "05/06/2014", "2014" or nothing.
    pub born: String,
    pub reason: String,
    pub authority: String,
    pub spelling: SpellingWord,
    /// The birth agrees, too.
    pub birth: bool,
    /// The number agrees, or its end.
    pub digits: bool,
}

/// A line of the list. Times are milliseconds since 1970, days "2026-11-26".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchedView {
    pub number: u32,
    pub name: String,
    pub born: String,
    pub digits: String,
    pub reason: String,
    pub authority: String,
    pub from: String,
    pub until: Option<String>,
    /// Today is one of its days.
    pub counts: bool,
    /// Who put it there.
    pub by: Option<String>,
    pub at: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchlistView {
    pub problem: Option<WordsView>,
    pub watched: Vec<WatchedView>,
}

/// Somebody to be looked at, as it was typed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchForm {
    /// The line that it changes; None for a new one.
    pub number: Option<u32>,
    pub name: String,
    pub birth: String,
    pub digits: String,
    pub reason: String,
    pub authority: String,
    /// Empty for today.
    pub from: String,
    /// Empty for no end.
    pub until: String,
}

/// What a file would make of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinesPlanView {
    pub problem: Option<WordsView>,
    /// Takes it.
    pub token: u32,
    pub columns: Vec<ColumnWord>,
    pub added: u32,
    pub changed: u32,
    pub same: u32,
    /// Some of those who are added or changed.
    pub names: Vec<String>,
    /// Rows that aren't taken, of which these are the first.
    pub wrong: u32,
    pub unlisted: Vec<UnlistedView>,
    /// The first rows of a file that doesn't say what its columns are.
    pub unknown: Vec<Vec<String>>,
}
