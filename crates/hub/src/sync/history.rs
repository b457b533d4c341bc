//! `GET …/head?branch=&seq=`: what the hub has. Comparing heads, not any counter, decides whether it went back.

use super::Hub;
use super::admission::{Admitted, admit};
use super::reply::{busy, receipt, refuse};
use crate::intake::{Held, head_at};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use checkpoint::base64url::from_base64url;
use checkpoint::chain::{BranchName, genesis};
use checkpoint::entry::MAX_NUMBER;
use checkpoint::wire::signed::Code;
use std::sync::Arc;
use uuid::Uuid;

pub async fn history(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let response = match admit(&hub, request).await {
        Ok(admitted) => tell(&hub, &admitted).await,
        Err(refused) => refused,
    };
    hub.gauges.answered("head", response.status().as_u16());
    response
}

async fn tell(hub: &Hub, admitted: &Admitted) -> Response {
    let Some((branch, seq)) = asked(&admitted.query) else {
        return refuse(hub, &admitted.asker, Code::Malformed);
    };
    let key = &admitted.known.public_key;
    let held = async {
        let client = hub.store.hub().await?;
        let branch = Uuid::from_bytes(branch.0);
        head_at(&client, admitted.unit, admitted.device, key, branch, seq).await
    };
    let (acked, head) = match held.await {
        Ok(Held::Here(head)) => (seq, head),
        Ok(Held::Behind { seq, head }) => (seq, head),
        // Nothing that could still be compared.
        Ok(Held::Nothing | Held::Gone) => (0, genesis(&admitted.asker.device, &branch, key)),
        Err(error) => {
            tracing::warn!(%error, "a head couldn't be looked up");
            return busy();
        }
    };
    receipt(hub, &admitted.asker, StatusCode::OK, branch, acked, head)
}

/// `branch=<base64url>&seq=<number>`, as the protocol's one form has it.
fn asked(query: &str) -> Option<(BranchName, u64)> {
    let (branch, seq) = query.strip_prefix("branch=")?.split_once("&seq=")?;
    let seq: u64 = seq.parse().ok()?;
    (seq <= MAX_NUMBER).then_some(())?;
    Some((BranchName(from_base64url(branch)?), seq))
}
