//! What users change.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::acts::Act;
use crate::erasure::{self, Erasable};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use checkpoint::base64url::from_base64url;
use checkpoint::entry::MAX_NUMBER;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// An entry by its place in a log.
#[derive(Deserialize, IntoParams)]
pub(super) struct Which {
    /// base64url.
    device: String,
    /// base64url.
    branch: String,
    seq: u64,
}

/// An entry whose subject has to go.
#[derive(Deserialize, ToSchema)]
pub(super) struct Erase {
    /// base64url.
    device: String,
    /// base64url.
    branch: String,
    seq: u64,
    /// With it, those of all entries of the unit about the same person.
    #[serde(default)]
    person: bool,
}

/// What an erasure would take.
#[derive(Serialize, ToSchema)]
pub(super) struct ToErase {
    /// Entries about the same person, this one included; absent where no number names who it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    of_person: Option<usize>,
}

/// What an erasure took.
#[derive(Serialize, ToSchema)]
pub(super) struct Erased {
    entries: u64,
}

async fn found(
    desk: &Desk,
    unit: Uuid,
    device: &str,
    branch: &str,
    seq: u64,
) -> Result<Erasable, Refusal> {
    let name = |text: &str| {
        from_base64url(text)
            .map(Uuid::from_bytes)
            .ok_or(Refusal::Malformed)
    };
    let (device, branch) = (name(device)?, name(branch)?);
    if seq > MAX_NUMBER {
        return Err(Refusal::Malformed);
    }
    let found = erasure::find(&desk.hub.store, unit, (device, branch, seq)).await?;
    found.ok_or(Refusal::NotFound)
}

/// How much an erasure would take, for whoever is about to ask for it.
#[utoipa::path(get, path = "/api/units/{unit}/erasures", params(("unit" = String, Path), Which), responses((status = 200, body = ToErase), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn to_erase(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<ToErase>, Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let found = found(&desk, unit, &which.device, &which.branch, which.seq).await?;
    Ok(Json(ToErase {
        of_person: found.others.map(|others| others.len() + 1),
    }))
}

/// Erases the personal data of an entry or of a person here, and at the posts when they are heard next.
#[utoipa::path(post, path = "/api/units/{unit}/erasures", params(("unit" = String, Path)), request_body = Erase, responses((status = 202, body = Erased), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn erase(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(which): Json<Erase>,
) -> Result<(StatusCode, Json<Erased>), Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let found = found(&desk, unit, &which.device, &which.branch, which.seq).await?;
    let entries = found.of(which.person);
    let acts: Vec<Act> = entries.iter().map(|of| Act::Erase(Some(*of))).collect();
    caller.does_all(&desk, unit, &acts).await?;
    let client = desk.hub.store.hub().await?;
    let by = caller.session.user;
    let entries = erasure::ask(&client, unit, &entries, by).await?;
    Ok((StatusCode::ACCEPTED, Json(Erased { entries })))
}
