//! *API*: what the hub's pages ask, as JSON under `/api`. Every answer is of the units that the user may see and no others.

mod asking;
mod book;
mod caller;
mod changes;
mod courier;
mod decisions;
mod enrolling;
mod figures;
mod habits;
mod matters;
mod people;
mod periods;
mod presence;
mod printed;
mod refusal;
mod session;
mod sought;

pub(crate) use caller::{browser, is_own_page};
pub use refusal::Refusal;
pub(crate) use session::{begin, cookie as session_cookie};

use crate::overview::{self, AdoptionShown, PlacesShown, UnitDay};
use crate::sync::Hub;
use crate::users::{Hasher, Throttle};
use axum::extract::{Query, State};
use axum::routing::{delete, get, post, put};
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
        places_of,
        adoption_of,
        book::entries,
        book::inspections,
        matters::posts,
        matters::alarms,
        changes::to_erase,
        changes::erase,
        courier::keys,
        courier::bring,
        asking::asking,
        asking::set_asking,
        habits::habits,
        habits::set_habits,
        habits::set_rest_days,
        habits::set_hours,
        figures::by_phone,
        figures::report,
        figures::report_csv,
        printed::printed,
        periods::freeze,
        periods::periods,
        periods::period,
        decisions::settle,
        decisions::quarantine,
        decisions::decide,
        enrolling::add_post,
        enrolling::invitations,
        enrolling::set_state,
        presence::inside,
        presence::exposure,
        presence::disclosures,
        people::people,
        people::add,
        people::disable,
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
        .route("/api/places", get(places_of))
        .route("/api/adoption", get(adoption_of))
        .route("/api/alarms", get(matters::alarms))
        .route("/api/courier", get(courier::keys))
        .route("/api/quarantine", get(decisions::quarantine))
        .route("/api/report", get(figures::report))
        .route("/api/report.csv", get(figures::report_csv))
        .route("/api/report/{form}", get(printed::printed))
        .route("/api/periods", get(periods::periods).post(periods::freeze))
        .route("/api/periods/{period}", get(periods::period))
        .route("/api/users", get(people::people))
        .merge(of_units())
        .route("/api/openapi.json", get(described))
        .with_state(desk)
}

/// What is asked of one unit.
fn of_units() -> Router<Arc<Desk>> {
    let own = Router::new()
        .route("/posts", get(matters::posts).post(enrolling::add_post))
        .route("/invitations", post(enrolling::invitations))
        .route("/devices/{device}/state", put(enrolling::set_state))
        .route("/entries", get(book::entries))
        .route("/inspections", get(book::inspections))
        .route("/inside", get(presence::inside))
        .route(
            "/exposures",
            get(presence::disclosures).post(presence::exposure),
        )
        .route("/erasures", get(changes::to_erase).post(changes::erase))
        .route("/courier", post(courier::bring))
        .route("/asking", get(asking::asking).put(asking::set_asking))
        .route("/habits", get(habits::habits).put(habits::set_habits))
        .route("/rest-days", post(habits::set_rest_days))
        .route("/hours", put(habits::set_hours))
        .route("/phone-figures", post(figures::by_phone))
        .route("/alarms", post(decisions::settle))
        .route("/quarantine/{quarantine}", post(decisions::decide))
        .route("/users", post(people::add))
        .route("/users/{user}", delete(people::disable));
    Router::new().nest("/api/units/{unit}", own)
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

/// The places of the user's units as of one day: which made posters, put them up and look after them.
#[utoipa::path(get, path = "/api/places", params(On), responses((status = 200, body = PlacesShown), (status = 401, body = refusal::Said)))]
async fn places_of(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Query(on): Query<On>,
) -> Result<Json<PlacesShown>, Refusal> {
    let now = Timestamp::now();
    let day = on.day.unwrap_or_else(|| crate::store::day_of_receipt(now));
    let shown = overview::places(&desk.hub.store, caller.session.unit, day, now).await?;
    Ok(Json(shown))
}

/// Of those on the lists of the user's units, how many have come with which kind of code.
#[utoipa::path(get, path = "/api/adoption", responses((status = 200, body = AdoptionShown), (status = 401, body = refusal::Said)))]
async fn adoption_of(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<Json<AdoptionShown>, Refusal> {
    let today = crate::store::day_of_receipt(Timestamp::now());
    let shown = overview::adoption(&desk.hub.store, caller.session.unit, today).await?;
    Ok(Json(shown))
}
