//! What somebody has to look at: a unit's posts with what is known of them, and alarms.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::intake::natural;
use crate::store::{At, seeing};
use axum::Json;
use axum::extract::{Path, State};
use checkpoint::base64url::base64url;
use jiff::Timestamp;
use serde::Serialize;
use std::sync::Arc;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

/// A device at a gate, with its last sign of life.
#[derive(Serialize, ToSchema)]
pub(super) struct PostShown {
    /// UUID.
    post: String,
    name: String,
    gate: u64,
    /// base64url; absent where nobody enrolled yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<String>,
    /// `active`, `retired`, `distrusted`
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// Its newest heartbeat or batch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    heard_at: Option<Timestamp>,
    /// Entries that it still has to send, as it said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<u64>,
    /// Its program.
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<String>,
    /// How far its clock is ahead of ours, by its last heartbeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock_ahead_ms: Option<i64>,
    /// Bytes that are free on its disk.
    #[serde(skip_serializing_if = "Option::is_none")]
    disk_free: Option<u64>,
}

/// A unit's posts, by gate.
#[utoipa::path(get, path = "/api/units/{unit}/posts", params(("unit" = String, Path)), responses((status = 200, body = Vec<PostShown>), (status = 404, body = refusal::Said)))]
pub(super) async fn posts(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
) -> Result<Json<Vec<PostShown>>, Refusal> {
    let unit = caller.unit(&desk, &unit).await?;
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &[unit]).await?;
    let statement = seen.prepare_cached(include_str!("posts.sql")).await?;
    let rows = seen.query(&statement, &[&unit]).await?;
    seen.commit().await?;
    Ok(Json(rows.iter().map(post).collect()))
}

fn post(row: &Row) -> PostShown {
    let beat: Option<serde_json::Value> = row.get(8);
    let said = |name: &str| beat.as_ref().and_then(|beat| beat.get(name)).cloned();
    let beat_at: Option<At> = row.get(9);
    let clock: Option<Timestamp> = said("clock").and_then(|clock| clock.as_str()?.parse().ok());
    let ahead = clock
        .zip(beat_at)
        .map(|(clock, At(at))| clock.as_millisecond() - at.as_millisecond());
    PostShown {
        post: row.get::<_, Uuid>(0).to_string(),
        name: row.get(1),
        gate: natural(row.get(2)),
        device: row
            .get::<_, Option<Uuid>>(3)
            .map(|device| base64url(device.as_bytes())),
        state: row.get(4),
        heard_at: row.get::<_, Option<At>>(5).map(|At(at)| at),
        waiting: row.get::<_, Option<i64>>(6).map(natural),
        app: row.get(7),
        clock_ahead_ms: ahead,
        disk_free: said("disk_free").and_then(|free| free.as_u64()),
    }
}

/// A matter that is still open.
#[derive(Serialize, ToSchema)]
pub(super) struct AlarmShown {
    /// UUID.
    unit: String,
    /// base64url; all zero where it is about no device.
    device: String,
    /// `two-machines`, `fork`, `quarantine`, `unreadable`, `unproven`, `recount`
    kind: String,
    /// Which of that kind: a branch, a day.
    about: String,
    #[schema(value_type = String, format = DateTime)]
    raised_at: Timestamp,
}

/// Open matters of all the user's units, the newest first.
#[utoipa::path(get, path = "/api/alarms", responses((status = 200, body = Vec<AlarmShown>), (status = 401, body = refusal::Said)))]
pub(super) async fn alarms(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<Json<Vec<AlarmShown>>, Refusal> {
    let units = caller.units(&desk).await?;
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &units).await?;
    let statement = seen.prepare_cached(include_str!("alarms.sql")).await?;
    let rows = seen.query(&statement, &[&units]).await?;
    seen.commit().await?;
    Ok(Json(rows.iter().map(alarm).collect()))
}

fn alarm(row: &Row) -> AlarmShown {
    let At(raised_at) = row.get(4);
    AlarmShown {
        unit: row.get::<_, Uuid>(0).to_string(),
        device: base64url(row.get::<_, Uuid>(1).as_bytes()),
        kind: row.get(2),
        about: row.get(3),
        raised_at,
    }
}
