//! *Router*: all that a hub answers.

use crate::api::{self, Desk};
use crate::declaring;
use crate::inspecting;
use crate::pages::{self, Pages};
use crate::riding;
use crate::sync::{self, Hub};
use crate::users::{Hasher, Throttle};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use std::sync::Arc;

/// Every route. `over_tls`: browsers reach the hub by TLS alone. Where there are no pages, their addresses are missing.
pub fn router(hub: Arc<Hub>, over_tls: bool, pages: Option<Pages>) -> Router {
    let desk = Desk {
        hub: Arc::clone(&hub),
        hasher: Hasher::default(),
        throttle: Throttle::default(),
        over_tls,
    };
    let own = Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Arc::clone(&hub));
    let desk = Arc::new(desk);
    let mut browsers = api::routes(Arc::clone(&desk));
    if let Some(pages) = pages {
        browsers = browsers.merge(pages::routes(pages));
    }
    own.merge(declaring::routes(Arc::clone(&hub)))
        .merge(riding::routes(Arc::clone(&hub)))
        .merge(inspecting::routes(desk))
        .merge(sync::routes(hub))
        .merge(pages::guarded(browsers))
}

/// The process runs.
async fn health() -> &'static str {
    "ok\n"
}

/// Posts may be sent here: the database answers, and our certificate holds.
async fn ready(State(hub): State<Arc<Hub>>) -> Response {
    if hub.key.ends_at() <= Timestamp::now() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the certificate has ended\n",
        )
            .into_response();
    }
    match hub.store.answers().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database doesn't answer\n",
            )
                .into_response()
        }
    }
}

async fn metrics(State(hub): State<Arc<Hub>>) -> Response {
    let (groups, grouped) = hub.intake.groups();
    let gauges = &hub.gauges;
    gauges.groups.set(i64::try_from(groups).unwrap_or(i64::MAX));
    gauges
        .grouped
        .set(i64::try_from(grouped).unwrap_or(i64::MAX));
    let left = hub.key.ends_at().as_second() - Timestamp::now().as_second();
    gauges.certificate_seconds.set(left);
    const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match gauges.text() {
        Ok(text) => ([(header::CONTENT_TYPE, KIND)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
