//! `GET …/release?target=&from=`: a part of the newest program that is kept for the post's system.

use super::Hub;
use super::admission::{Admitted, admit};
use super::reply::{busy, refuse};
use crate::releases;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use checkpoint::wire::release::{self, NAME, SIZE};
use checkpoint::wire::request::NO_TYPE;
use checkpoint::wire::signed::Code;
use std::fmt::Write;
use std::sync::Arc;

pub async fn release(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let response = match admit(&hub, request).await {
        Ok(admitted) => part(&hub, &admitted).await,
        Err(refused) => refused,
    };
    hub.gauges
        .answered(release::PATH, response.status().as_u16());
    response
}

async fn part(hub: &Hub, admitted: &Admitted) -> Response {
    let Some((target, from)) = release::asked(&admitted.query) else {
        return refuse(hub, &admitted.asker, Code::Malformed);
    };
    let part = match releases::part(&hub.store, target, from).await {
        Ok(Some(part)) => part,
        Ok(None) => return StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a newer program couldn't be read");
            return busy();
        }
    };
    let mut name = String::with_capacity(16);
    for byte in part.name {
        // Writing to a String can't fail.
        let _ = write!(name, "{byte:02x}");
    }
    let mut response = (StatusCode::OK, part.bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(NO_TYPE));
    headers.insert(HeaderName::from_static(SIZE), HeaderValue::from(part.size));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(HeaderName::from_static(NAME), name);
    }
    response
}
