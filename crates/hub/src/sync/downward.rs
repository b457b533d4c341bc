//! `GET …/config` and `GET …/trust`: what a post is told from here, signed. The `ETag` is the SHA-256 of the text.

use super::Hub;
use super::admission::{Admitted, admit};
use super::reply::{busy, refuse, signed};
use crate::handing;
use crate::store::StoreError;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use checkpoint::base64url::base64url;
use checkpoint::wire::heartbeat::{Handed, HandedKind};
use jiff::Timestamp;
use std::sync::Arc;

pub async fn config(hub: State<Arc<Hub>>, request: Request) -> Response {
    hand(&hub, HandedKind::Config, request).await
}

pub async fn trust(hub: State<Arc<Hub>>, request: Request) -> Response {
    hand(&hub, HandedKind::Trust, request).await
}

async fn hand(hub: &Hub, kind: HandedKind, request: Request) -> Response {
    let had = etag(request.headers());
    let response = match admit(hub, request).await {
        Ok(admitted) => match text(hub, &admitted, kind).await {
            Ok(response) => unless_had(response, had),
            Err(error) => {
                tracing::warn!(%error, "nothing could be handed down");
                busy()
            }
        },
        Err(refused) => refused,
    };
    hub.gauges.answered(kind.word(), response.status().as_u16());
    response
}

async fn text(hub: &Hub, admitted: &Admitted, kind: HandedKind) -> Result<Response, StoreError> {
    let (unit, device) = (admitted.unit, admitted.device);
    let now = Timestamp::now();
    let client = hub.store.hub().await?;
    if let Some(code) = super::heartbeat::barred(&client, unit, device).await? {
        return Ok(refuse(hub, &admitted.asker, code));
    }
    let Some((number, content)) = handing::text(&client, unit, device, kind, now).await? else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let handed = Handed {
        hub: hub.key.hub(),
        unit: admitted.asker.unit,
        kind,
        number,
        at: now,
        content,
    };
    let etag = format!("\"{}\"", base64url(&handed.digest()));
    let mut response = signed(&hub.key, StatusCode::OK, handed);
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}

fn etag(headers: &HeaderMap) -> Option<HeaderValue> {
    headers.get(header::IF_NONE_MATCH).cloned()
}

/// Says only that nothing has changed, where the asker has this very text.
fn unless_had(response: Response, had: Option<HeaderValue>) -> Response {
    match (response.headers().get(header::ETAG), had) {
        (Some(etag), Some(had)) if *etag == had => {
            (StatusCode::NOT_MODIFIED, [(header::ETAG, had)]).into_response()
        }
        (Some(_) | None, Some(_) | None) => response,
    }
}
