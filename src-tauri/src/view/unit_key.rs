//! What crosses for the page of the unit's key, and for waiting for a code of ours.

use super::WordsView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The sort of code that an admin waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SoughtWord {
    Enrolment,
    UnitKey,
    DistrictKeys,
    Badge,
    Poster,
}

/// Somebody waits for a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AwaitedView {
    pub sought: SoughtWord,
    /// A code was seen: of an enrolment where it leads, else nothing to read. None while there is none.
    pub seen: Option<String>,
}

/// How this post stands with the unit's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitKeyView {
    pub problem: Option<WordsView>,
    /// The same at every post that has this key.
    pub digits: String,
    /// Somebody was entered here: no other key can be taken any more.
    pub visitors: bool,
}

/// A text that is carried to another post, and its QR code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyCodeView {
    pub problem: Option<WordsView>,
    pub text: String,
    /// Of the asking, to be compared on both screens.
    pub digits: String,
    /// Rows from above, `1` where a module is dark.
    pub modules: Vec<String>,
}

/// A code before an admin says that it is the right one: another post's asking, or a district's keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LookedView {
    pub problem: Option<WordsView>,
    pub text: String,
    /// To be compared with what the other side shows.
    pub digits: String,
}

/// A code.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CodeForm {
    /// Its text; None takes the one that the camera or a reader saw.
    pub code: Option<String>,
}

/// The unit's key is given to whoever asks so.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GiveForm {
    /// The asking's text.
    pub code: String,
    /// Those that the admin found to be the other screen's.
    pub digits: String,
}
