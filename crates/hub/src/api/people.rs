//! Those who sign in: an admin makes them at a unit of theirs, and takes them away.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::users::{self, Role};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Serialize, ToSchema)]
pub(super) struct Person {
    /// UUID.
    user: String,
    /// UUID: the top of what they see.
    unit: String,
    name: String,
    /// `viewer`, `head`, `admin`
    role: String,
    /// They can't sign in any more.
    disabled: bool,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct PersonForm {
    name: String,
    role: Role,
    password: String,
}

/// Users of the caller's units, by name.
#[utoipa::path(get, path = "/api/users", responses((status = 200, body = Vec<Person>), (status = 403, body = refusal::Said)))]
pub(super) async fn people(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<Json<Vec<Person>>, Refusal> {
    caller.at_least(Role::Admin)?;
    let units = caller.units(&desk).await?;
    // No reader's role may look at users.
    let client = desk.hub.store.hub().await?;
    let rows = client.query(include_str!("people.sql"), &[&units]).await?;
    let people = rows.iter().map(|row| Person {
        user: row.get::<_, Uuid>(0).to_string(),
        unit: row.get::<_, Uuid>(1).to_string(),
        name: row.get(2),
        role: row.get(3),
        disabled: row.get(4),
    });
    Ok(Json(people.collect()))
}

/// Makes a user of a unit and all below it.
#[utoipa::path(post, path = "/api/units/{unit}/users", params(("unit" = String, Path)), request_body = PersonForm, responses((status = 201), (status = 400, body = refusal::Said), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said), (status = 409, body = refusal::Said)))]
pub(super) async fn add(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<PersonForm>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let name = form.name.trim();
    if name.is_empty() || name.len() > 100 {
        return Err(Refusal::Malformed);
    }
    users::add(
        &desk.hub.store,
        &desk.hasher,
        unit,
        name,
        form.role,
        &form.password,
    )
    .await?;
    Ok(StatusCode::CREATED)
}

/// Ends somebody's sessions and lets them in no more.
#[utoipa::path(delete, path = "/api/units/{unit}/users/{user}", params(("unit" = String, Path), ("user" = String, Path)), responses((status = 204), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn disable(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path((unit, user)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let user = Uuid::try_parse(&user).map_err(|_| Refusal::NotFound)?;
    // Nobody locks themselves out.
    if user == caller.session.user {
        return Err(Refusal::NotAllowed);
    }
    let client = desk.hub.store.hub().await?;
    let gone: i64 = client
        .query_one(include_str!("disable.sql"), &[&unit, &user])
        .await?
        .get(0);
    if gone == 0 {
        return Err(Refusal::NotFound);
    }
    Ok(StatusCode::NO_CONTENT)
}
