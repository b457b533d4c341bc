//! Posts and the codes that enrol kiosks at them, and what a kiosk may still do.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::sync::{CodeKind, invite};
use crate::tree::{self, State as DeviceState};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use checkpoint::base64url::from_base64url;
use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// Posts that one request may make or invite.
const MOST: usize = 200;
/// The longest name of a post.
const LONGEST: usize = 200;

#[derive(Deserialize, ToSchema)]
pub(super) struct PostForm {
    name: String,
    /// The gate's number within the unit.
    gate: u32,
}

/// A post that was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Made {
    /// UUID.
    post: String,
}

/// Makes a post at a gate.
#[utoipa::path(post, path = "/api/units/{unit}/posts", params(("unit" = String, Path)), request_body = PostForm, responses((status = 201, body = Made), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said), (status = 409, body = refusal::Said)))]
pub(super) async fn add_post(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<PostForm>,
) -> Result<(StatusCode, Json<Made>), Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let name = form.name.trim();
    if name.is_empty() || name.len() > LONGEST || form.gate == 0 {
        return Err(Refusal::Malformed);
    }
    let post = tree::add_post(&desk.hub.store, unit, name, form.gate).await?;
    let made = Made {
        post: post.to_string(),
    };
    Ok((StatusCode::CREATED, Json(made)))
}

#[derive(Deserialize, ToSchema)]
pub(super) struct InviteForm {
    /// UUIDs of the posts.
    posts: Vec<String>,
    /// The hub's address as kiosks reach it.
    address: String,
    /// Good for seven days, to be printed; else ten minutes, for the camera.
    sheet: bool,
}

/// An enrolment code. It is told this once.
#[derive(Serialize, ToSchema)]
pub(super) struct Invited {
    /// UUID.
    post: String,
    name: String,
    gate: i64,
    /// What the code says, for whoever types it.
    text: String,
    /// The code's rows from above, `1` where a module is dark.
    modules: Vec<String>,
    minutes: u32,
}

/// Makes codes that enrol kiosks, one for each post.
#[utoipa::path(post, path = "/api/units/{unit}/invitations", params(("unit" = String, Path)), request_body = InviteForm, responses((status = 201, body = Vec<Invited>), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn invitations(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<InviteForm>,
) -> Result<(StatusCode, Json<Vec<Invited>>), Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let is_address = form.address.starts_with("https://") || form.address.starts_with("http://");
    if !is_address || form.address.len() > LONGEST || form.posts.len() > MOST {
        return Err(Refusal::Malformed);
    }
    let (kind, minutes) = if form.sheet {
        (CodeKind::Sheet, 7 * 24 * 60)
    } else {
        (CodeKind::Screen, 10)
    };
    let root = desk.hub.key.root();
    let mut invited = Vec::new();
    for post in &form.posts {
        let post = Uuid::try_parse(post).map_err(|_| Refusal::NotFound)?;
        let client = desk.hub.store.hub().await?;
        let row = client
            .query_opt(include_str!("post_there.sql"), &[&unit, &post])
            .await?
            .ok_or(Refusal::NotFound)?;
        drop(client);
        let address = form.address.trim_end_matches('/');
        let text = invite(&desk.hub.store, unit, post, kind, address, &root)
            .await?
            .text();
        invited.push(Invited {
            post: post.to_string(),
            name: row.get(0),
            gate: row.get(1),
            modules: modules(&text)?,
            text,
            minutes,
        });
    }
    Ok((StatusCode::CREATED, Json(invited)))
}

/// A code's modules, without the quiet zone around them.
fn modules(text: &str) -> Result<Vec<String>, Refusal> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Refusal::Malformed)?;
    let dark = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    let colors = code.to_colors();
    let rows = colors.chunks(code.width());
    Ok(rows.map(|row| row.iter().map(dark).collect()).collect())
}

#[derive(Deserialize, ToSchema)]
pub(super) struct StateForm {
    /// `active`, `retired`, `distrusted`
    state: String,
}

/// Retires, distrusts or takes back a device.
#[utoipa::path(put, path = "/api/units/{unit}/devices/{device}/state", params(("unit" = String, Path), ("device" = String, Path)), request_body = StateForm, responses((status = 204), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn set_state(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((unit, device)): Path<(String, String)>,
    Json(form): Json<StateForm>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let device = from_base64url(&device).map(Uuid::from_bytes);
    let state = match form.state.as_str() {
        "active" => DeviceState::Active,
        "retired" => DeviceState::Retired,
        "distrusted" => DeviceState::Distrusted,
        _ => return Err(Refusal::Malformed),
    };
    let device = device.ok_or(Refusal::NotFound)?;
    tree::set_state(&desk.hub.store, unit, device, state).await?;
    Ok(StatusCode::NO_CONTENT)
}
