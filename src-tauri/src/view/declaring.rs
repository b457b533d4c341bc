//! What crosses for those who declare to the guard, and for groups that come on one declaration.

use super::{DirectionWord, WordsView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A question of the declaration that a unit asks, by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionWord {
    Fever,
    Cough,
    ShortBreath,
    Pneumonia,
    SoreThroat,
    Tired,
    Travel,
    MetPatient,
    MetTraveller,
    MetSymptoms,
}

/// A question as the guard asks it of the last 14 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    pub question: QuestionWord,
    pub words: WordsView,
}

/// What somebody told the guard who asked all questions: yes to these, no to the others.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ToldToGuardForm {
    pub yes: Vec<QuestionWord>,
}

/// A group that came on one declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeadsView {
    /// How many declared together.
    pub heads: u32,
    /// How many of them have come in.
    pub come: u32,
}

/// F2: a person without a readable code. `visitor` takes one from the list.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ManualForm {
    pub visitor: Option<String>,
    pub name: String,
    pub birth_year: Option<i16>,
    pub number: Option<String>,
    /// None: as the gate's mode says.
    pub direction: Option<DirectionWord>,
    /// Whom they came to see.
    pub host: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
    /// The class of a pupil.
    pub class: Option<String>,
    /// Who collects a pupil.
    pub guardian: Option<String>,
    /// What they declared to the guard; None where nobody asked them.
    pub told: Option<ToldToGuardForm>,
}
