//! What crosses for the register of places and their posters.

use super::WordsView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKindWord {
    Office,
    Gate,
    MeetingRoom,
    School,
    Class,
    Shop,
    Market,
    Vehicle,
    Clinic,
    Worship,
    Other,
}

/// How a place's poster stands, and what is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PosterWord {
    Made,
    Posted,
    Checked,
    Expired,
    Revoked,
    Replaced,
}

/// What a gate answers to a poster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceWord {
    Right,
    Old,
    OtherUnit,
    Revoked,
    NotOurs,
}

/// How large posters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PosterSizeWord {
    A4,
    A5,
    Sticker,
    Strip,
}

/// One thing that was done with a poster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PosterDoneView {
    pub state: PosterWord,
    pub version: u32,
    pub at: i64,
    /// Who did it.
    pub by: Option<String>,
    pub note: String,
}

/// A place of the register. Days are "2026-11-26".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    pub number: u32,
    pub code: String,
    pub kind: PlaceKindWord,
    pub name: String,
    pub address: String,
    pub contact: String,
    pub responsible: String,
    pub capacity: Option<u32>,
    /// The code of the place that it is in.
    pub parent: Option<String>,
    pub from: String,
    pub until: Option<String>,
    pub state: PosterWord,
    pub version: u32,
    /// Oldest first.
    pub done: Vec<PosterDoneView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlacesView {
    pub problem: Option<WordsView>,
    pub places: Vec<PlaceView>,
}

/// A place as it was typed.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaceForm {
    /// The place that it changes, whose code stays; None for a new one.
    pub number: Option<u32>,
    /// Empty for the next one.
    pub code: String,
    pub kind: PlaceKindWord,
    pub name: String,
    pub address: String,
    pub contact: String,
    pub responsible: String,
    pub capacity: String,
    /// A code; empty for none.
    pub parent: String,
    /// Empty for today, or for what it was.
    pub from: String,
    /// Empty for no end.
    pub until: String,
}

/// What is done with a place's poster.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MarkPlaceForm {
    pub number: u32,
    pub state: PosterWord,
    pub note: String,
}

/// Posters as one file.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PostersForm {
    /// Places by number; none for all whose posters count.
    pub places: Vec<u32>,
    pub size: PosterSizeWord,
    pub folder: String,
}

/// A column that was found in a file of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceColumnWord {
    Code,
    Name,
    Kind,
    Address,
    Contact,
    Responsible,
    Capacity,
    Parent,
    From,
    Until,
}

/// A row that isn't taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaceRowView {
    pub row: u32,
    pub why: WordsView,
}

/// What a file would make of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlacesPlanView {
    pub problem: Option<WordsView>,
    /// Takes it.
    pub token: u32,
    pub columns: Vec<PlaceColumnWord>,
    pub added: u32,
    pub changed: u32,
    pub same: u32,
    /// Some of those that are added or changed.
    pub names: Vec<String>,
    /// Rows that aren't taken, of which these are the first.
    pub wrong: u32,
    pub unlisted: Vec<PlaceRowView>,
}

/// What the register says of a poster that was held up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeenPlaceView {
    pub problem: Option<WordsView>,
    pub answer: Option<PlaceWord>,
    /// The place, where the register has it.
    pub number: Option<u32>,
    pub name: Option<String>,
    /// What the poster says of itself.
    pub code: Option<String>,
    pub version: Option<u32>,
}
