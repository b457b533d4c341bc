//! *Riding*: a conductor's page of one vehicle, which counts who is on board also where there is no network.
//!
//! ```text
//! GET  /x/{unit}/{code}  ─▶ page, script: kept on the phone, with what was counted
//! POST the same          ─▶ trips, each by the name that the page made up; the newest of each counts
//! ```
//!
//! Nobody is scanned on a vehicle: what is counted here is in no figure of a gate. It holds no one's name.

mod page;
mod trip;

use crate::declaring::{Found, No, Query, caller_of, html};
use crate::server::Caller;
use crate::sync::Hub;
use crate::users::Throttle;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use bytes::Bytes;
use checkpoint::place::{Code, Kind};
use jiff::Timestamp;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use std::time::Instant;
use uuid::Uuid;

/// Bytes of trips that are sent at once.
const MAX_BYTES: usize = 16 * 1024;
/// Of one address within a minute: all phones of a mobile operator may stand behind it.
const MOST_OF_ADDRESS: u32 = 600;
/// Of one vehicle within a minute: each tap of a finger.
const MOST_OF_PLACE: u32 = 120;

/// What the page does.
const SCRIPT: &str = include_str!("trip.js");
/// What answers where there is no network.
const WORKER: &str = include_str!("sw.js");

struct Pages {
    hub: Arc<Hub>,
    of_address: Throttle<IpAddr>,
    of_place: Throttle<(Uuid, Code)>,
}

/// The routes under `/x`.
pub fn routes(hub: Arc<Hub>) -> Router {
    let pages = Pages {
        hub,
        of_address: Throttle::of(MOST_OF_ADDRESS),
        of_place: Throttle::of(MOST_OF_PLACE),
    };
    Router::new()
        .route("/x/{unit}/{code}", get(show).post(send))
        .route("/x/trip.js", get(|| script(SCRIPT)))
        .route("/x/sw.js", get(|| script(WORKER)))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .with_state(Arc::new(pages))
}

/// Our own script and our own answers, and nothing else.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    use base64::Engine;
    let hash = ring::digest::digest(&ring::digest::SHA256, page::CSS.as_bytes());
    let hash = base64::engine::general_purpose::STANDARD.encode(hash);
    format!(
        "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'; \
         style-src 'unsafe-inline' 'sha256-{hash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// It is asked for anew where there is a network.
async fn script(text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}

/// The vehicle that an address names.
async fn found(pages: &Pages, unit: &str, code: &str, now: Timestamp) -> Result<Found, No> {
    let found = Found::at(&pages.hub.store, unit, code, now).await?;
    match found.place.kind {
        Kind::Vehicle => Ok(found),
        Kind::Office
        | Kind::Gate
        | Kind::MeetingRoom
        | Kind::School
        | Kind::Class
        | Kind::Shop
        | Kind::Market
        | Kind::Clinic
        | Kind::Worship
        | Kind::Other => Err(No::Unknown),
    }
}

async fn show(
    State(pages): State<Arc<Pages>>,
    Path((unit, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = Query::of(query.as_deref());
    match found(&pages, &unit, &code, Timestamp::now()).await {
        Ok(found) => {
            let page = page::page(query.lang, &found.unit_name, &found.place);
            html(StatusCode::OK, page, &POLICY)
        }
        Err(no) => no.page(query.lang),
    }
}

async fn send(
    State(pages): State<Arc<Pages>>,
    Path((unit, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    Extension(Caller(caller)): Extension<Caller>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let query = Query::of(query.as_deref());
    let address = caller_of(caller.ip(), &headers);
    let answer = match take(&pages, (&unit, &code), address, body.ok()).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(no) => no.page(query.lang),
    };
    let status = answer.status().as_u16();
    pages.hub.gauges.answered("trips", status);
    answer
}

async fn take(
    pages: &Pages,
    (unit, code): (&str, &str),
    address: IpAddr,
    body: Option<Bytes>,
) -> Result<(), No> {
    let began = Instant::now();
    let of_address = pages.of_address.count(address, began);
    of_address.map_err(No::TooMany)?;
    let trips = trip::read(&body.ok_or(No::TooLarge)?).ok_or(No::Unknown)?;
    let now = Timestamp::now();
    let found = found(pages, unit, code, now).await?;
    let place = (found.unit, found.place.code.clone());
    let of_place = pages.of_place.count(place, began);
    of_place.map_err(No::TooMany)?;
    let store = &pages.hub.store;
    Ok(trip::put(store, (found.unit, &found.place.code), &trips, now).await?)
}
