//! What crosses for the page of copies, diagnostics and the unit's settings.

use super::WordsView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the backups stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupsView {
    /// The page isn't for whoever is signed on.
    pub refused: Option<WordsView>,
    /// Why the next one can't be made, as far as that shows now.
    pub problem: Option<WordsView>,
    /// Empty where none was chosen.
    pub folder: String,
    pub last: Option<BackupView>,
    /// Another log takes this one's place when the program is opened again.
    pub staged: bool,
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    pub number: u64,
    /// Milliseconds since 1970.
    pub at: i64,
    pub entries: u64,
}

/// A post is to begin with a backup.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestoreForm {
    pub folder: String,
    pub key: String,
    /// The log that is here may be set aside although visitors are in it.
    pub set_aside: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestoredView {
    pub problem: Option<WordsView>,
    /// Only because visitors are in the log that is here: an admin may say that it goes aside.
    pub asks_aside: bool,
    /// It is ready for the next start.
    pub staged: Option<BackupView>,
    /// The newest one is torn: this is the one before it.
    pub older: bool,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedView {
    pub problem: Option<WordsView>,
    pub path: String,
    /// Of the unit's key, where it was signed.
    pub digits: String,
}

/// What a file of settings would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferedView {
    pub problem: Option<WordsView>,
    /// Of the unit's key, to be compared where it is the first.
    pub digits: String,
    pub first: bool,
    /// Milliseconds since 1970.
    pub at: i64,
    pub changes: Vec<ChangeView>,
}

/// What changes by a file of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeWord {
    Choice,
    Policy,
    TrustList,
}

/// One thing that would be another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    pub what: ChangeWord,
    /// Of a choice its name in the settings, of a policy its id.
    pub name: String,
    /// Empty where there was none.
    pub from: String,
    pub to: String,
}

/// Settings are taken.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakeForm {
    /// The file, or the folder that it lies in.
    pub path: String,
    /// Those that the admin found to be the other post's.
    pub digits: String,
}
