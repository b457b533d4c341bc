//! A unit's habits: when its gates are open, its days off, and whom to call.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::store::{Day, day_of_receipt};
use crate::tree;
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest name of a day and the longest contact.
const LONGEST: usize = 500;
/// Days off that one request may set.
const MOST_DAYS: usize = 400;

#[derive(Serialize, ToSchema)]
pub(super) struct Habits {
    /// Days of the week on which it is open: bit 0 is Monday.
    open_days: i16,
    /// Whom to call.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// `Asia/Ho_Chi_Minh`
    zone: String,
    /// How many days personal data is kept here.
    subject_days: i32,
    /// Days off from half a year ago on.
    rest_days: Vec<RestDay>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct RestDay {
    #[schema(value_type = String)]
    day: Date,
    name: String,
    /// Its own; else of a unit above it.
    own: bool,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct HabitsForm {
    open_days: u8,
    contact: String,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct RestDaysForm {
    days: Vec<NamedDay>,
}

#[derive(Deserialize, ToSchema)]
pub(super) struct NamedDay {
    #[schema(value_type = String)]
    day: Date,
    /// Empty: it is no day off any more.
    name: String,
}

/// A unit's opening days, days off and contact.
#[utoipa::path(get, path = "/api/units/{unit}/habits", params(("unit" = String, Path)), responses((status = 200, body = Habits), (status = 404, body = refusal::Said)))]
pub(super) async fn habits(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
) -> Result<Json<Habits>, Refusal> {
    let unit = caller.unit(&desk, &unit).await?;
    let client = desk.hub.store.hub().await?;
    let today = day_of_receipt(Timestamp::now());
    let row = client
        .query_one(include_str!("habits.sql"), &[&unit])
        .await?;
    let above = client
        .query(include_str!("above.sql"), &[&unit, &Day(today)])
        .await?;
    let above: Vec<Uuid> = above.iter().map(|row| row.get(0)).collect();
    let since = Day(today.saturating_sub(6.months()));
    let days = client
        .query(include_str!("rest_days.sql"), &[&unit, &above, &since])
        .await?;
    Ok(Json(Habits {
        open_days: row.get(0),
        contact: row.get(1),
        zone: row.get(2),
        subject_days: row.get(3),
        rest_days: days
            .iter()
            .map(|row| {
                let Day(day) = row.get(1);
                RestDay {
                    day,
                    name: row.get(2),
                    own: row.get(0),
                }
            })
            .collect(),
    }))
}

/// Sets opening days and contact.
#[utoipa::path(put, path = "/api/units/{unit}/habits", params(("unit" = String, Path)), request_body = HabitsForm, responses((status = 204), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn set_habits(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<HabitsForm>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    if form.contact.len() > LONGEST || form.open_days > 127 {
        return Err(Refusal::Malformed);
    }
    tree::set_week(&desk.hub.store, unit, form.open_days).await?;
    tree::set_contact(&desk.hub.store, unit, form.contact.trim()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes days off of a unit and all below it, or takes them back.
#[utoipa::path(post, path = "/api/units/{unit}/rest-days", params(("unit" = String, Path)), request_body = RestDaysForm, responses((status = 204), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn set_rest_days(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<RestDaysForm>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let is_long = form.days.iter().any(|day| day.name.len() > LONGEST);
    if form.days.len() > MOST_DAYS || is_long {
        return Err(Refusal::Malformed);
    }
    for NamedDay { day, name } in form.days {
        match name.trim() {
            "" => tree::no_rest(&desk.hub.store, unit, day).await?,
            name => tree::rest(&desk.hub.store, unit, day, name).await?,
        }
    }
    Ok(StatusCode::NO_CONTENT)
}
