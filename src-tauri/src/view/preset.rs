//! What crosses for presets, their time, their basis and a drill.

use super::WordsView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PresetWord {
    GuestBook,
    School,
    Epidemic,
}

/// What a preset keeps of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FieldWord {
    Name,
    BirthYear,
    LastDigits,
    Purpose,
    Host,
    Phone,
    Address,
    Class,
    Guardian,
    Health,
}

/// What the idle screen asks for, in phrases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    pub vi: Vec<String>,
    pub en: Vec<String>,
}

/// What the unit says a preset rests on, and since when it stands by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BasisView {
    pub text: String,
    /// "2026-11-24"
    pub confirmed: String,
}

/// A preset that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresetView {
    pub id: PresetWord,
    pub name: WordsView,
    pub sentence: WordsView,
    pub fields: Vec<FieldWord>,
    /// Its purpose keys, nine.
    pub keys: Vec<String>,
    /// Why anything is kept.
    pub purpose: WordsView,
    /// On what it rests, unless the unit says otherwise.
    pub basis: String,
    /// What the unit says of that; None: it hasn't confirmed it.
    pub confirmed: Option<BasisView>,
}

/// The page of the presets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresetsView {
    pub presets: Vec<PresetView>,
    pub chosen: PresetWord,
    /// "2026-11-24"; None: at once.
    pub from: Option<String>,
    /// The last day; None: until another is chosen.
    pub until: Option<String>,
    /// The number of the order that asks for it.
    pub order: String,
    /// What counts today.
    pub in_force: PresetWord,
    /// What the keys 1–9 stand for.
    pub purposes: Vec<String>,
    pub drill: bool,
}

/// A preset, its time and its basis, as an admin wants them.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresetForm {
    pub id: PresetWord,
    pub from: Option<String>,
    pub until: Option<String>,
    pub order: String,
    pub basis: String,
    pub confirmed: bool,
    /// None: as the preset has them.
    pub purposes: Option<Vec<String>>,
}
