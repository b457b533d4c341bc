//! What users change.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::acts::{self, Act};
use crate::erasure;
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use checkpoint::base64url::from_base64url;
use checkpoint::entry::MAX_NUMBER;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// An entry whose subject has to go.
#[derive(Deserialize, ToSchema)]
pub(super) struct Erase {
    /// base64url.
    device: String,
    /// base64url.
    branch: String,
    seq: u64,
}

/// Erases a person's data here, and at the post when it is heard next.
#[utoipa::path(post, path = "/api/units/{unit}/erasures", params(("unit" = String, Path)), request_body = Erase, responses((status = 202), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn erase(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(which): Json<Erase>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let name = |text: &str| {
        from_base64url(text)
            .map(Uuid::from_bytes)
            .ok_or(Refusal::Malformed)
    };
    let (device, branch) = (name(&which.device)?, name(&which.branch)?);
    if which.seq > MAX_NUMBER {
        return Err(Refusal::Malformed);
    }
    let by = caller.session.user;
    let of = acts::entry_of(&desk.hub.store, unit, (device, branch, which.seq)).await?;
    caller.does(&desk, unit, Act::Erase(of)).await?;
    let client = desk.hub.store.hub().await?;
    if erasure::ask(&client, unit, device, branch, which.seq, by).await? {
        Ok(StatusCode::ACCEPTED)
    } else {
        Err(Refusal::NotFound)
    }
}
