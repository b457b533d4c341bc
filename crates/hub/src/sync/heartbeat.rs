//! `POST …/heartbeat`: a post is there, says how far its log goes, and hears the time and what the hub wants of it.

use super::Hub;
use super::admission::{Admitted, admit};
use super::reply::{busy, refuse, signed};
use crate::handing;
use crate::intake::{Held, head_at, int, natural};
use crate::store::{At, StoreError};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use checkpoint::chain::{BranchName, leaf};
use checkpoint::wire::heartbeat::{Erase, Heard, Heartbeat};
use checkpoint::wire::signed::Code;
use deadpool_postgres::GenericClient;
use jiff::Timestamp;
use std::sync::Arc;
use tokio_postgres::types::Json;
use uuid::Uuid;

pub async fn heartbeat(State(hub): State<Arc<Hub>>, request: Request) -> Response {
    let response = match admit(&hub, request).await {
        Ok(admitted) => hear(&hub, &admitted).await,
        Err(refused) => refused,
    };
    hub.gauges.answered("heartbeat", response.status().as_u16());
    response
}

async fn hear(hub: &Hub, admitted: &Admitted) -> Response {
    let asker = &admitted.asker;
    let no = |code: Code| refuse(hub, asker, code);
    let Some(heartbeat) = Heartbeat::read(&admitted.body) else {
        return no(Code::Malformed);
    };
    let claim = &heartbeat.head.says;
    if claim.device != asker.device || claim.unit != asker.unit {
        return no(Code::Malformed);
    }
    if heartbeat
        .head
        .verify_by(&admitted.known.public_key)
        .is_err()
    {
        return no(Code::Unknown);
    }
    match note(hub, admitted, &heartbeat).await {
        Ok(Noted::State(code)) => no(code),
        Ok(Noted::Wanted {
            handed: [config, lists],
            erase,
        }) => signed(
            &hub.key,
            StatusCode::OK,
            Heard {
                hub: hub.key.hub(),
                unit: asker.unit,
                device: asker.device,
                at: Timestamp::now(),
                config,
                lists,
                erase,
                request: asker.request,
            },
        ),
        Err(error) => {
            tracing::warn!(%error, "a heartbeat couldn't be noted");
            busy()
        }
    }
}

/// What a heartbeat led to.
enum Noted {
    /// The device is heard no more.
    State(Code),
    /// It is to have these texts (SHA-256 of each), and these subjects have to go.
    Wanted {
        handed: [Option<[u8; 32]>; 2],
        erase: Vec<Erase>,
    },
}

async fn note(hub: &Hub, admitted: &Admitted, heartbeat: &Heartbeat) -> Result<Noted, StoreError> {
    let (unit, device) = (admitted.unit, admitted.device);
    let claim = &heartbeat.head.says;
    let branch = Uuid::from_bytes(claim.branch.0);
    let mut client = hub.store.hub().await?;
    let transaction = client.transaction().await?;
    if let Some(code) = barred(&transaction, unit, device).await? {
        return Ok(Noted::State(code));
    }
    let hear = transaction.prepare_cached(include_str!("hear.sql")).await?;
    let said = serde_json::to_value(heartbeat).unwrap_or_default();
    let newer = transaction
        .execute(
            &hear,
            &[
                &unit,
                &device,
                &int(admitted.n),
                &At(Timestamp::now()),
                &branch,
                &int(claim.seq),
                &claim.head.as_slice(),
                &int(heartbeat.waiting),
                &heartbeat.app,
                &Json(said),
            ],
        )
        .await?;
    let key = &admitted.known.public_key;
    if newer == 1
        && let Held::Here(ours) =
            head_at(&transaction, unit, device, key, branch, claim.seq).await?
        && ours != claim.head
    {
        let raise = transaction
            .prepare_cached(include_str!("raise_fork.sql"))
            .await?;
        transaction
            .execute(&raise, &[&unit, &device, &branch.to_string()])
            .await?;
    }
    let open = transaction
        .prepare_cached(include_str!("erasures.sql"))
        .await?;
    let open = transaction.query(&open, &[&unit, &device]).await?;
    let erase = open
        .iter()
        .map(|row| Erase {
            branch: BranchName(row.get::<_, Uuid>(0).into_bytes()),
            seq: natural(row.get(1)),
            leaf: leaf(row.get(2)),
        })
        .collect();
    let handed = handing::digests(&transaction, unit, device, Timestamp::now()).await?;
    transaction.commit().await?;
    Ok(Noted::Wanted { handed, erase })
}

/// Why a device is heard no more; None where it is.
pub(super) async fn barred(
    client: &impl GenericClient,
    unit: Uuid,
    device: Uuid,
) -> Result<Option<Code>, StoreError> {
    let state = client
        .prepare_cached(include_str!("device_state.sql"))
        .await?;
    let state = client.query_opt(&state, &[&unit, &device]).await?;
    let state: Option<String> = state.map(|row| row.get(0));
    Ok(match state.as_deref() {
        Some("active") => None,
        Some("retired") => Some(Code::Retired),
        Some(_) => Some(Code::Distrusted),
        None => Some(Code::Unknown),
    })
}
