//! What crosses for inspections of the gate.

use super::{CountForm, WindowView, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody found.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InspectionForm {
    /// Where the scan point stands.
    pub position: String,
    /// Who is on duty there.
    pub on_duty: String,
    /// The unit watches its gate itself.
    pub monitors: bool,
    pub recommendations: String,
    /// Which reminder it is; 0 for none.
    pub reminder: u32,
    /// Whom they counted through the gate; None: nobody.
    pub sample: Option<CountForm>,
}

/// An inspection of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InspectedView {
    /// Names it.
    pub place: u64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Empty where nobody was signed on.
    pub by: String,
    /// Empty once its words were purged.
    pub position: String,
    pub on_duty: String,
    pub monitors: bool,
    pub recommendations: String,
    pub reminder: u32,
    pub sample: Option<WindowView>,
}

/// Those of the last year, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InspectionsView {
    pub problem: Option<WordsView>,
    pub inspections: Vec<InspectedView>,
}

/// Where one is saved.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveInspectionForm {
    pub place: u64,
    pub folder: String,
}
