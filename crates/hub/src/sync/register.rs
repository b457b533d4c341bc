//! `POST …/places`: a post's register of places, whole.

use super::Hub;
use super::admission::{Admitted, admit};
use super::heartbeat::barred;
use super::reply::{busy, refuse, signed};
use crate::places::{self, Taken};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use checkpoint::wire::register::{self, Kept, RegisterError};
use checkpoint::wire::signed::Code;
use checkpoint::wire::unpack::{UnpackError, unpack};
use jiff::Timestamp;
use std::sync::Arc;

pub async fn register(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let response = match admit(&hub, request).await {
        Ok(admitted) => take(&hub, &admitted)
            .await
            .unwrap_or_else(|refused| refused),
        Err(refused) => refused,
    };
    hub.gauges.answered("places", response.status().as_u16());
    response
}

async fn take(hub: &Hub, admitted: &Admitted) -> Result<Response, Response> {
    let asker = &admitted.asker;
    let no = |code: Code| refuse(hub, asker, code);
    let body = unpack(&admitted.encoding, &admitted.body).map_err(|error| {
        no(match error {
            UnpackError::Encoding => Code::Encoding,
            UnpackError::Damaged => Code::Malformed,
            UnpackError::TooLarge => Code::TooLarge,
        })
    })?;
    let read = register::read(&body).map_err(|error| {
        no(match error {
            RegisterError::TooMany => Code::TooLarge,
            RegisterError::Version(_) => Code::Version,
            RegisterError::Form(_)
            | RegisterError::Code(_)
            | RegisterError::Empty(_)
            | RegisterError::Group(_) => Code::Malformed,
        })
    })?;
    let now = Timestamp::now();
    let kept = async {
        let client = hub.store.hub().await?;
        if let Some(code) = barred(&client, admitted.unit, admitted.device).await? {
            return Ok(Err(code));
        }
        drop(client);
        let taken = Taken {
            unit: admitted.unit,
            device: admitted.device,
            n: admitted.n,
            register: &read,
            digest: register::digest(&body),
        };
        places::take(&hub.store, taken, now).await.map(Ok)
    };
    match kept.await {
        Ok(Ok(digest)) => Ok(signed(
            &hub.key,
            StatusCode::OK,
            Kept {
                hub: hub.key.hub(),
                unit: asker.unit,
                device: asker.device,
                register: digest,
                at: now,
                request: asker.request,
            },
        )),
        Ok(Err(code)) => Err(no(code)),
        Err(error) => {
            let error: crate::store::StoreError = error;
            tracing::warn!(%error, "a register couldn't be taken");
            Err(busy())
        }
    }
}
