//! What crosses for the page of the program itself.

use super::WordsView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the program stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProgramView {
    /// The page isn't for whoever is signed on.
    pub refused: Option<WordsView>,
    /// Why nothing can be found in the folder.
    pub problem: Option<WordsView>,
    pub version: String,
    pub way: UpdateWayWord,
    /// Where updates are looked for; empty where nobody chose.
    pub folder: String,
    /// What lies there.
    pub offers: Vec<OfferView>,
    /// The version among them that would be taken.
    pub next: Option<String>,
    /// A version that was taken and begins once the gate is quiet.
    pub waiting: Option<String>,
    /// A version that didn't come up; the one before it went on.
    pub failed: Option<String>,
    /// How often in a row the gate was brought back after it had crashed.
    pub brought_back: u32,
}

/// How the program is brought up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum UpdateWayWord {
    /// By signed files in a folder.
    Files,
    /// By its installer.
    #[default]
    Installer,
    /// By the system's packages.
    System,
    /// By whoever installed it, with another account.
    Others,
}

/// A file that may be an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    pub file: String,
    /// A hub handed it down; else it lies in the folder.
    pub of_hub: bool,
    /// None where nothing in it is to be believed.
    pub version: Option<String>,
    /// Why it can't be taken.
    pub problem: Option<WordsView>,
}

/// Somebody's PIN, for what asks for it alone.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PinForm {
    pub number: u64,
    pub pin: String,
}
