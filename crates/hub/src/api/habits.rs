//! A unit's habits: on which days and from when to when its gates are open, its days off, and whom to call.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::store::{Day, day_of_receipt};
use crate::tree::{self, HoursError, Open};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio_postgres::Row;
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
    /// By the day from which they hold; none means open day and night.
    hours: Vec<Hours>,
}

/// Opening hours that hold from a day on, until others do.
#[derive(Serialize, Deserialize, ToSchema)]
pub(super) struct Hours {
    #[schema(value_type = String)]
    since: Date,
    /// A day of the week that isn't told is open all day. To be set: where none is told, the hours of that day are taken back.
    open: Vec<OpenDay>,
}

/// From when to when it is open on a day of the week.
#[derive(Serialize, Deserialize, ToSchema)]
pub(super) struct OpenDay {
    /// 0 is Monday.
    weekday: u8,
    /// `07:30`, in Việt Nam
    from: String,
    /// `17:00`, at most `24:00`; at or before `from` it is of the next day.
    to: String,
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

/// Sets or takes back the opening hours that hold from a day on.
#[utoipa::path(put, path = "/api/units/{unit}/hours", params(("unit" = String, Path)), request_body = Hours, responses((status = 204), (status = 400, body = refusal::Said), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn set_hours(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<Hours>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Admin)?;
    let unit = caller.unit(&desk, &unit).await?;
    let read = |day: &OpenDay| -> Result<(u8, Open), HoursError> {
        Ok((day.weekday, Open::read(&day.from, &day.to)?))
    };
    let days: Result<Vec<_>, HoursError> = form.open.iter().map(read).collect();
    let week = tree::week(days?)?;
    tree::set_hours(&desk.hub.store, unit, form.since, &week).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A unit's opening days and hours, days off and contact.
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
    let hours = client
        .query(include_str!("opening_hours.sql"), &[&unit])
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
        hours: hours_of(&hours),
    }))
}

/// The rows of one unit, by the day from which they hold.
fn hours_of(rows: &[Row]) -> Vec<Hours> {
    let mut hours: Vec<Hours> = Vec::new();
    for row in rows {
        let Day(since) = row.get(0);
        let (from, to) = Open::stored(row.get(2), row.get(3)).told();
        let weekday: i16 = row.get(1);
        let day = OpenDay {
            weekday: u8::try_from(weekday).unwrap_or_default(),
            from,
            to,
        };
        match hours.last_mut().filter(|last| last.since == since) {
            Some(last) => last.open.push(day),
            None => hours.push(Hours {
                since,
                open: vec![day],
            }),
        }
    }
    hours
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
