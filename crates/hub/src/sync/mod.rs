//! *Sync*: what posts ask a hub (PROTOCOL.md, To a hub), from the bytes of a request to a signed answer.

mod admission;
mod announce;
mod batches;
mod downward;
mod enrol;
mod heartbeat;
mod history;
mod register;
mod release;
mod reply;

pub use admission::{Devices, Known};
pub use announce::{AnnounceError, announce};
pub use enrol::{CodeKind, InviteError, SHEET_LASTS, invite};

use crate::gauges::Gauges;
use crate::intake::Intake;
use crate::keyring::HubKey;
use crate::store::Store;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, head, post};
use checkpoint::wire::{self, MAX_BODY, MAX_ENTRIES, MAX_LINE, MAX_UNPACKED};
use std::sync::Arc;

/// What every call stands on.
pub struct Hub {
    pub store: Store,
    pub intake: Intake,
    pub key: HubKey,
    pub devices: Devices,
    pub gauges: Gauges,
}

/// Says that this is a hub, and of which version of the protocol.
const CHOT_SYNC: HeaderName = HeaderName::from_static("chot-sync");

/// The routes under `/v1`.
pub fn routes(hub: Arc<Hub>) -> Router {
    Router::new()
        .route("/v1", head(hello))
        .route(wire::enrol::PATH, post(enrol::enrol))
        .route(
            "/v1/units/{unit}/devices/{device}/head",
            get(history::history),
        )
        .route(
            "/v1/units/{unit}/devices/{device}/batches",
            post(batches::batches),
        )
        .route(
            "/v1/units/{unit}/devices/{device}/heartbeat",
            post(heartbeat::heartbeat),
        )
        .route(
            "/v1/units/{unit}/devices/{device}/places",
            post(register::register),
        )
        .route(
            "/v1/units/{unit}/devices/{device}/config",
            get(downward::config),
        )
        .route(
            "/v1/units/{unit}/devices/{device}/trust",
            get(downward::trust),
        )
        .route(
            "/v1/units/{unit}/devices/{device}/release",
            get(release::release),
        )
        .layer(map_response(mark))
        .with_state(hub)
}

async fn mark(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(CHOT_SYNC, HeaderValue::from(wire::VERSION));
    response
}

/// Is this really a hub? Which, and what does it take?
async fn hello(State(hub): State<Arc<Hub>>) -> Response {
    let mut headers = HeaderMap::new();
    let name = wire::request::hub_name(&hub.key.root());
    let limits =
        format!("body={MAX_BODY}, unpacked={MAX_UNPACKED}, entries={MAX_ENTRIES}, line={MAX_LINE}");
    for (key, value) in [
        ("chot-hub", name.as_str()),
        ("chot-limits", &limits),
        ("accept-encoding", "zstd, gzip, identity"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(key), value);
        }
    }
    (StatusCode::NO_CONTENT, headers).into_response()
}
