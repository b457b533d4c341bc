//! What a unit asks at the pages behind its posters: all that may be asked at one glance, and what of it is.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::declaring::{self, Asking, AskingError, Field};
use crate::store::day_of_receipt;
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use checkpoint::document::Question;
use checkpoint::policy::Words;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A field or a question of the form.
#[derive(Serialize, ToSchema)]
pub(super) struct Askable {
    word: &'static str,
    /// As the form says it.
    vi: String,
    en: String,
}

/// What is asked in a unit.
#[derive(Serialize, ToSchema)]
pub(super) struct AskingShown {
    /// All that may be asked besides the name, in the order of the form.
    fields: Vec<Askable>,
    /// All questions of health that may be asked.
    questions: Vec<Askable>,
    asked: AskingForm,
}

/// What is asked, by words.
#[derive(Serialize, Deserialize, ToSchema)]
pub(super) struct AskingForm {
    fields: Vec<String>,
    /// Those of them that may stay empty.
    optional: Vec<String>,
    questions: Vec<String>,
    /// Those of the questions whose answers the pass carries to the gate.
    on_pass: Vec<String>,
    /// How long a pass holds.
    hours: u32,
    purpose_vi: String,
    purpose_en: String,
    /// The order or the law that it rests on; empty for none.
    basis: String,
    /// Whom to ask for one's data; empty: at the gate.
    contact: String,
}

impl From<AskingError> for Refusal {
    fn from(error: AskingError) -> Refusal {
        match error {
            AskingError::Hours
            | AskingError::Purpose
            | AskingError::Length
            | AskingError::NotAsked(_)
            | AskingError::NotAnswered(_) => Refusal::Malformed,
            AskingError::NoUnit => Refusal::NotFound,
            AskingError::Store(error) => error.into(),
            AskingError::Stored(_) => {
                tracing::error!(%error, "what a unit asks couldn't be read");
                Refusal::Unable
            }
        }
    }
}

impl From<Asking> for AskingForm {
    fn from(asking: Asking) -> AskingForm {
        let fields = |fields: &[Field]| fields.iter().map(|one| one.word().to_owned()).collect();
        let questions = |all: &[Question]| all.iter().map(|one| one.word().to_owned()).collect();
        AskingForm {
            fields: fields(&asking.fields),
            optional: fields(&asking.optional),
            questions: questions(&asking.questions),
            on_pass: questions(&asking.on_pass),
            hours: asking.hours,
            purpose_vi: asking.purpose.vi,
            purpose_en: asking.purpose.en,
            basis: asking.basis.unwrap_or_default(),
            contact: asking.contact,
        }
    }
}

impl AskingForm {
    fn read(self) -> Result<Asking, Refusal> {
        let basis = self.basis.trim();
        Ok(Asking {
            fields: words(&self.fields, Field::of_word)?,
            optional: words(&self.optional, Field::of_word)?,
            questions: words(&self.questions, Question::of_word)?,
            on_pass: words(&self.on_pass, Question::of_word)?,
            hours: self.hours,
            purpose: Words {
                vi: self.purpose_vi.trim().to_owned(),
                en: self.purpose_en.trim().to_owned(),
            },
            basis: (!basis.is_empty()).then(|| basis.to_owned()),
            contact: self.contact.trim().to_owned(),
        })
    }
}

/// What words stand for, each once. Error: one that stands for nothing.
fn words<T: Ord>(words: &[String], read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Refusal> {
    let mut found = Vec::new();
    for word in words {
        found.push(read(word).ok_or(Refusal::Malformed)?);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// What a unit asks at the pages behind its posters, its own word or the nearest one above.
#[utoipa::path(get, path = "/api/units/{unit}/asking", params(("unit" = String, Path)), responses((status = 200, body = AskingShown), (status = 404, body = refusal::Said)))]
pub(super) async fn asking(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
) -> Result<Json<AskingShown>, Refusal> {
    let unit = caller.unit(&desk, &unit).await?;
    let today = day_of_receipt(Timestamp::now());
    let asking = declaring::asked(&desk.hub.store, unit, today).await?;
    let askable = |word, Words { vi, en }| Askable { word, vi, en };
    let fields = Field::ALL.map(|field| askable(field.word(), declaring::field_words(field)));
    let questions =
        Question::ALL.map(|question| askable(question.word(), declaring::question_words(question)));
    Ok(Json(AskingShown {
        fields: fields.into(),
        questions: questions.into(),
        asked: asking.into(),
    }))
}

/// Says what a unit and all below it ask.
#[utoipa::path(put, path = "/api/units/{unit}/asking", params(("unit" = String, Path)), request_body = AskingForm, responses((status = 204), (status = 400, body = refusal::Said), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn set_asking(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<AskingForm>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    declaring::ask(&desk.hub.store, unit, &form.read()?).await?;
    Ok(StatusCode::NO_CONTENT)
}
