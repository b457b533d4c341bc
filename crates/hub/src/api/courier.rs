//! Courier files that somebody brings to the hub's page instead of to its machine.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::courier::{Counter, District, NotTaken};
use crate::users::Role;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use checkpoint::base64url::base64url;
use checkpoint::wire::request::JSON_TYPE;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What a post needs to write files for this hub.
#[derive(Serialize, ToSchema)]
pub(super) struct Keys {
    /// X25519 in base64url: files are sealed to it.
    district: String,
    /// Ed25519 in base64url: receipts lead to it.
    root: String,
}

/// Why a file wasn't taken in.
#[derive(Serialize, ToSchema)]
pub(super) struct NotTakenIn {
    /// In words, with what to do.
    error: String,
}

#[derive(Deserialize, utoipa::IntoParams)]
pub(super) struct How {
    /// The file is of a post that this hub hasn't met: it becomes one of the unit's.
    #[serde(default)]
    adopt: bool,
}

/// What to add a courier with, at a post.
#[utoipa::path(get, path = "/api/courier", responses((status = 200, body = Keys), (status = 401, body = refusal::Said)))]
pub(super) async fn keys(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<Json<Keys>, Refusal> {
    caller.at_least(Role::Head)?;
    let hub = &desk.hub;
    let district = District::of(&hub.store, hub.key.hub()).await;
    let district = district.map_err(|error| unable(&error))?;
    Ok(Json(Keys {
        district: base64url(&district.public()),
        root: base64url(&hub.key.root()),
    }))
}

/// Takes a courier file of one of the unit's posts in. The answer is its receipt, to go back on the stick as *.receipt.
#[utoipa::path(post, path = "/api/units/{unit}/courier", params(("unit" = String, Path), How), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, description = "the receipt"), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said), (status = 422, body = NotTakenIn)))]
pub(super) async fn bring(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Query(how): Query<How>,
    file: Bytes,
) -> Result<Response, Refusal> {
    caller.at_least(Role::Head)?;
    if how.adopt {
        caller.at_least(Role::Admin)?;
    }
    let unit = caller.unit(&desk, &unit).await?;
    let hub = &desk.hub;
    let district = District::of(&hub.store, hub.key.hub()).await;
    let counter = Counter {
        store: &hub.store,
        intake: &hub.intake,
        key: &hub.key,
        district: &district.map_err(|error| unable(&error))?,
        only: Some(unit),
        adopt: how.adopt.then_some(unit),
    };
    match counter.take(&file).await {
        Ok(took) => Ok(([(header::CONTENT_TYPE, JSON_TYPE)], took.receipt).into_response()),
        Err(error @ (NotTaken::Busy | NotTaken::Store(_) | NotTaken::Key(_))) => {
            Err(unable(&error))
        }
        Err(error) => {
            let said = NotTakenIn {
                error: error.to_string(),
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(said)).into_response())
        }
    }
}

fn unable(error: &NotTaken) -> Refusal {
    tracing::warn!(%error, "a courier file couldn't be looked at");
    Refusal::Unable
}
