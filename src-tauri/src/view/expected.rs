//! What crosses for the visitors whom the unit expects.

use super::{FileForm, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An appointment. Whatever nobody said is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExpectationView {
    pub name: String,
    /// "05/06/2014", "2014".
    pub born: String,
    /// Whom they come to see.
    pub host: String,
    pub purpose: String,
    pub organisation: String,
    /// "08:30"
    pub from: String,
    pub until: String,
    /// Else whoever came may be somebody else.
    pub sure: bool,
}

/// A line of the list. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExpectedLineView {
    pub number: u32,
    pub expected: ExpectationView,
    /// None: not yet, by the log.
    pub came: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExpectedListView {
    pub problem: Option<WordsView>,
    /// "2026-11-27"
    pub day: String,
    /// Before today.
    pub over: bool,
    pub lines: Vec<ExpectedLineView>,
}

/// Somebody who is expected, as it was typed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExpectedForm {
    /// The line that it changes; None for a new one.
    pub number: Option<u32>,
    pub day: String,
    pub name: String,
    pub birth: String,
    pub host: String,
    pub purpose: String,
    pub organisation: String,
    pub from: String,
    pub until: String,
}

/// A file for the list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExpectedFileForm {
    /// Of rows that say none: "2026-11-27"; empty for today.
    pub day: String,
    pub file: FileForm,
}
