//! `POST …/batches`: the log.

use super::Hub;
use super::admission::{Admitted, admit};
use super::reply::{Asker, No, busy, receipt, refuse};
use crate::intake::{Outcome, Post, Row};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use checkpoint::chain::BranchName;
use checkpoint::wire::batch::{self, ReadError};
use checkpoint::wire::signed::Code;
use checkpoint::wire::unpack::UnpackError;
use jiff::Timestamp;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

pub async fn batches(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let response = match admit(&hub, request).await {
        Ok(admitted) => {
            let begun = Instant::now();
            hub.gauges.received.inc_by(admitted.body.len() as u64);
            let response = take(&hub, admitted).await.unwrap_or_else(|refused| refused);
            hub.gauges.seconds.observe(begun.elapsed().as_secs_f64());
            response
        }
        Err(refused) => refused,
    };
    hub.gauges.answered("batches", response.status().as_u16());
    response
}

async fn take(hub: &Hub, mut admitted: Admitted) -> Result<Response, Response> {
    let asker = admitted.asker;
    let no = |code: Code| refuse(hub, &asker, code);
    let raw = match batch::open(&admitted.encoding, &admitted.body) {
        Ok(Cow::Borrowed(_)) => admitted.body.clone(),
        Ok(Cow::Owned(unpacked)) => Bytes::from(unpacked),
        Err(UnpackError::Encoding) => return Err(no(Code::Encoding)),
        Err(UnpackError::Damaged) => return Err(no(Code::Malformed)),
        Err(UnpackError::TooLarge) => return Err(no(Code::TooLarge)),
    };
    admitted.arriving.grow(raw.len()).map_err(|_| busy())?;
    let batch = batch::read(&raw).map_err(|error| {
        no(match error {
            ReadError::TooLarge => Code::TooLarge,
            ReadError::Version(_) => Code::Version,
            ReadError::Header | ReadError::Line(_) | ReadError::Count => Code::Malformed,
            ReadError::Head => Code::Unfit,
        })
    })?;
    let header = batch.header.clone();
    if header.unit != asker.unit || header.device != asker.device {
        return Err(no(Code::Malformed));
    }
    let entries = batch.items.len() as u64;
    let post = Post {
        unit: admitted.unit,
        device: admitted.device,
        branch: Uuid::from_bytes(header.branch.0),
        public_key: admitted.known.public_key,
        zone: admitted.known.zone.clone(),
        rows: Row::all(&raw, batch),
        header,
        body: admitted.body,
        encoding: admitted.encoding,
        received_at: Timestamp::now(),
    };
    let branch = post.header.branch;
    let outcome = hub.intake.take(admitted.arriving, post).await;
    if matches!(outcome, Outcome::Stored { .. }) {
        hub.gauges.acknowledged.inc_by(entries);
    }
    Ok(answer(hub, &asker, branch, outcome))
}

fn answer(hub: &Hub, asker: &Asker, branch: BranchName, outcome: Outcome) -> Response {
    let no = |code, branch: Uuid, seq, head| No {
        code,
        branch: Some(BranchName(branch.into_bytes())),
        seq: Some(seq),
        head,
    };
    match outcome {
        Outcome::Stored { acked, head } => {
            receipt(hub, asker, StatusCode::CREATED, branch, acked, head)
        }
        Outcome::Gap { branch, seq, head } => refuse(hub, asker, no(Code::Gap, branch, seq, head)),
        Outcome::Fork { branch, seq, head } => {
            refuse(hub, asker, no(Code::Fork, branch, seq, Some(head)))
        }
        Outcome::Distrusted => refuse(hub, asker, Code::Distrusted),
        Outcome::Quarantined => refuse(hub, asker, Code::Unfit),
        Outcome::Unknown => refuse(hub, asker, Code::Unknown),
        Outcome::Busy => busy(),
    }
}
