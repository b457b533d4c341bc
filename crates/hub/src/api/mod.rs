//! *API*: what the hub's pages ask, as JSON under `/api`. Every answer is of the units that the user may see and no others.

mod book;
mod caller;
mod changes;
mod courier;
mod matters;
mod refusal;
mod session;

pub use refusal::Refusal;

use crate::overview::{self, UnitDay};
use crate::sync::Hub;
use crate::users::{Hasher, Throttle};
use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use caller::Caller;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{OpenApi, ToSchema};

/// What the API stands on.
pub struct Desk {
    pub hub: Arc<Hub>,
    pub hasher: Hasher,
    pub throttle: Throttle,
    /// Whether browsers reach the hub over TLS: then cookies travel over nothing else.
    pub over_tls: bool,
}

/// The description of everything here.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Chốt hub",
        description = "What a hub's pages ask. A session's cookie comes with every request; what changes something also sends chot-csrf."
    ),
    paths(
        session::sign_in,
        session::who,
        session::sign_out,
        overview_of,
        book::entries,
        matters::posts,
        matters::alarms,
        changes::erase,
        courier::keys,
        courier::bring,
    )
)]
struct Described;

/// The routes under `/api`.
pub fn routes(desk: Arc<Desk>) -> Router {
    Router::new()
        .route(
            "/api/session",
            post(session::sign_in)
                .get(session::who)
                .delete(session::sign_out),
        )
        .route("/api/overview", get(overview_of))
        .route("/api/alarms", get(matters::alarms))
        .route("/api/units/{unit}/posts", get(matters::posts))
        .route("/api/units/{unit}/entries", get(book::entries))
        .route("/api/units/{unit}/erasures", post(changes::erase))
        .route("/api/courier", get(courier::keys))
        .route("/api/units/{unit}/courier", post(courier::bring))
        .route("/api/openapi.json", get(described))
        .with_state(desk)
}

async fn described() -> Json<utoipa::openapi::OpenApi> {
    Json(Described::openapi())
}

#[derive(Deserialize, utoipa::IntoParams)]
struct On {
    /// `2026-03-02`; else today in Việt Nam.
    #[param(value_type = Option<String>)]
    day: Option<Date>,
}

/// A branch of the tree on one day.
#[derive(Serialize, ToSchema)]
struct Overview {
    /// `2026-03-02`
    #[schema(value_type = String)]
    day: Date,
    /// Parents first.
    units: Vec<UnitDay>,
}

/// The user's units on one day, with the same weekday a week before.
#[utoipa::path(get, path = "/api/overview", params(On), responses((status = 200, body = Overview), (status = 401, body = refusal::Said)))]
async fn overview_of(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Query(on): Query<On>,
) -> Result<Json<Overview>, Refusal> {
    let now = Timestamp::now();
    let day = on.day.unwrap_or_else(|| crate::store::day_of_receipt(now));
    let units = overview::overview(&desk.hub.store, caller.session.unit, day, now).await?;
    Ok(Json(Overview { day, units }))
}
