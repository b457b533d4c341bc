//! A person's decisions: a matter that was looked at, and bytes that waited in quarantine.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::intake::{Outcome, Post, Row};
use crate::store::{At, seeing, zone};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use bytes::Bytes;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::wire::batch;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
pub(super) struct SettleForm {
    /// As the alarm says it.
    device: String,
    kind: String,
    about: String,
    /// What was found or done.
    how: String,
}

/// Closes a matter.
#[utoipa::path(post, path = "/api/units/{unit}/alarms", params(("unit" = String, Path)), request_body = SettleForm, responses((status = 204), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn settle(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<SettleForm>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let device = from_base64url(&form.device).map(Uuid::from_bytes);
    let device = device.ok_or(Refusal::Malformed)?;
    let how = form.how.trim();
    if how.is_empty() || how.len() > 500 {
        return Err(Refusal::Malformed);
    }
    let client = desk.hub.store.hub().await?;
    let settled = client
        .execute(
            include_str!("settle_alarm.sql"),
            &[
                &unit,
                &device,
                &form.kind,
                &form.about,
                &caller.session.user,
                &how,
            ],
        )
        .await?;
    if settled == 0 {
        return Err(Refusal::NotFound);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A request's body that waits for a person.
#[derive(Serialize, ToSchema)]
pub(super) struct Waiting {
    /// UUID.
    unit: String,
    /// UUID.
    quarantine: String,
    /// base64url.
    device: String,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// `distrusted`, `failed`
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// What waits in quarantine in the user's units, the oldest first.
#[utoipa::path(get, path = "/api/quarantine", responses((status = 200, body = Vec<Waiting>), (status = 401, body = refusal::Said)))]
pub(super) async fn quarantine(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<Json<Vec<Waiting>>, Refusal> {
    let units = caller.units(&desk).await?;
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &units).await?;
    let rows = seen
        .query(include_str!("waiting_bodies.sql"), &[&units])
        .await?;
    seen.commit().await?;
    let waiting = rows.iter().map(|row| {
        let At(received_at) = row.get(3);
        Waiting {
            unit: row.get::<_, Uuid>(0).to_string(),
            quarantine: row.get::<_, Uuid>(1).to_string(),
            device: base64url(row.get::<_, Uuid>(2).as_bytes()),
            received_at,
            why: row.get(4),
            error: row.get(5),
        }
    });
    Ok(Json(waiting.collect()))
}

#[derive(Deserialize, ToSchema)]
pub(super) struct DecisionForm {
    /// Take its lines into the log; else they stay where they are and are never shown.
    take: bool,
}

/// What became of bytes that were to be taken.
#[derive(Serialize, ToSchema)]
pub(super) struct Decided {
    /// `taken`, `left`; `distrusted`: trust the device first; `gap`: what comes before it isn't here; `fork`: other bytes are
    /// here in its place; `unreadable`
    outcome: &'static str,
}

/// Decides on what waits in quarantine.
#[utoipa::path(post, path = "/api/units/{unit}/quarantine/{quarantine}", params(("unit" = String, Path), ("quarantine" = String, Path)), request_body = DecisionForm, responses((status = 200, body = Decided), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn decide(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((unit, which)): Path<(String, String)>,
    Json(form): Json<DecisionForm>,
) -> Result<Json<Decided>, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let which = Uuid::try_parse(&which).map_err(|_| Refusal::NotFound)?;
    let outcome = if form.take {
        take(&desk, unit, which).await?
    } else {
        "left"
    };
    if matches!(outcome, "taken" | "left") {
        let client = desk.hub.store.hub().await?;
        let settled = client
            .execute(
                include_str!("settle_body.sql"),
                &[&unit, &which, &caller.session.user, &outcome],
            )
            .await?;
        if settled == 0 {
            return Err(Refusal::NotFound);
        }
    }
    Ok(Json(Decided { outcome }))
}

/// Gives the body to the intake, as if it came now; the chain decides whether it fits.
async fn take(desk: &Desk, unit: Uuid, which: Uuid) -> Result<&'static str, Refusal> {
    let client = desk.hub.store.hub().await?;
    let row = client
        .query_opt(include_str!("body.sql"), &[&unit, &which])
        .await?
        .ok_or(Refusal::NotFound)?;
    drop(client);
    let (device, encoding): (Uuid, String) = (row.get(0), row.get(1));
    let body = Bytes::copy_from_slice(row.get(2));
    let Ok(raw) = batch::open(&encoding, &body).map(|raw| Bytes::from(raw.into_owned())) else {
        return Ok("unreadable");
    };
    let Ok(batch) = batch::read(&raw) else {
        return Ok("unreadable");
    };
    let mut arriving = desk
        .hub
        .intake
        .announce(body.len())
        .map_err(|_| Refusal::Unable)?;
    arriving.grow(raw.len()).map_err(|_| Refusal::Unable)?;
    let header = batch.header.clone();
    let post = Post {
        unit,
        device,
        branch: Uuid::from_bytes(header.branch.0),
        public_key: crate::intake::hash(row.get(3)),
        zone: zone(row.get(4)),
        rows: Row::all(&raw, batch),
        header,
        body,
        encoding,
        received_at: Timestamp::now(),
    };
    Ok(match desk.hub.intake.take(arriving, post).await {
        Outcome::Stored { .. } => "taken",
        Outcome::Gap { .. } => "gap",
        Outcome::Fork { .. } => "fork",
        Outcome::Distrusted | Outcome::Unknown => "distrusted",
        Outcome::Quarantined => "unreadable",
        Outcome::Busy => return Err(Refusal::Unable),
    })
}
