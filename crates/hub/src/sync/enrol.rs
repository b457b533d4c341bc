//! `POST /v1/enrol`: a post with an invitation, or with the certificate that it had before, becomes known.

use super::Hub;
use super::admission::{Read, claimed, parts, read};
use super::reply::{Asker, busy, nobody, refuse, signed};
use crate::handing;
use crate::keyring::{HubKey, KeyringError, random};
use crate::store::{At, Store, StoreError};
use axum::extract::{Request as HttpRequest, State};
use axum::http::StatusCode;
use axum::response::Response;
use checkpoint::chain::DeviceId;
use checkpoint::keys::{Use, follow};
use checkpoint::wire::UnitId;
use checkpoint::wire::enrol::{By, EnrolError, Enrolled, Invitation, Request};
use checkpoint::wire::heartbeat::HandedKind;
use checkpoint::wire::request::hub_name;
use checkpoint::wire::signed::Code;
use deadpool_postgres::Transaction;
use jiff::{SignedDuration, Timestamp};
use ring::digest::{SHA256, digest};
use std::sync::Arc;
use uuid::Uuid;

/// How long an invitation is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Ten minutes, shown to the camera.
    Screen,
    /// Seven days, printed.
    Sheet,
}

/// How long a printed sheet is good for.
pub const SHEET_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Why nobody can be invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    #[error("the unit has no such post, or it was closed")]
    NoPost,
    #[error(transparent)]
    Key(#[from] KeyringError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for InviteError {
    fn from(error: tokio_postgres::Error) -> InviteError {
        InviteError::Store(StoreError::Database(error))
    }
}

/// Makes an invitation for one post. `address` is the hub's, as posts reach it; `root` the public key that they pin.
pub async fn invite(
    store: &Store,
    unit: Uuid,
    post: Uuid,
    kind: CodeKind,
    address: &str,
    root: &[u8; 32],
) -> Result<Invitation, InviteError> {
    let (code, secret) = (random::<16>()?, random::<16>()?);
    let good_for = match kind {
        CodeKind::Screen => SignedDuration::from_mins(10),
        CodeKind::Sheet => SHEET_LASTS,
    };
    let client = store.hub().await?;
    let made = client
        .execute(
            include_str!("invite.sql"),
            &[
                &unit,
                &Uuid::from_bytes(code),
                &post,
                &secret.as_slice(),
                &At(Timestamp::now() + good_for),
            ],
        )
        .await?;
    if made == 0 {
        return Err(InviteError::NoPost);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, root).as_ref());
    Ok(Invitation {
        address: address.to_owned(),
        root: hash,
        code,
        secret,
    })
}

pub async fn enrol(State(hub): State<Arc<Hub>>, request: HttpRequest) -> Response {
    let response = match read(&hub, request).await {
        Ok(read) => answer(&hub, &read).await,
        Err(refused) => refused,
    };
    hub.gauges.answered("enrol", response.status().as_u16());
    response
}

async fn answer(hub: &Hub, read: &Read) -> Response {
    let malformed = || nobody(StatusCode::BAD_REQUEST, "this isn't an enrolment");
    let (Some(claimed), Some(parts)) = (claimed(&read.head), parts(&read.head)) else {
        return malformed();
    };
    let Ok(base) = parts.base(&claimed.device) else {
        return malformed();
    };
    let request = match Request::read(&read.body) {
        Ok(request) => request,
        Err(EnrolError::Version(_)) => {
            return nobody(StatusCode::UPGRADE_REQUIRED, "install the newer program");
        }
        Err(_) => return malformed(),
    };
    let asker = Asker {
        unit: request.unit,
        device: claimed.device,
        request: base.digest(),
    };
    let is_own = request.device() == claimed.device
        && parts
            .verify(
                &claimed,
                &request.key,
                &hub_name(&hub.key.root()),
                &read.body,
            )
            .is_ok();
    if !is_own {
        return refuse(hub, &asker, Code::Unknown);
    }
    match admit(hub, &request).await {
        Ok(place) => welcome(hub, &asker, place),
        Err(No::Code(code)) => refuse(hub, &asker, code),
        Err(No::Store(error)) => {
            tracing::warn!(%error, "an enrolment failed");
            busy()
        }
        Err(No::Key(error)) => {
            tracing::error!(%error, "an enrolment failed");
            busy()
        }
    }
}

/// Why a device isn't admitted.
enum No {
    Code(Code),
    Store(StoreError),
    Key(KeyringError),
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> No {
        No::Store(error)
    }
}

impl From<tokio_postgres::Error> for No {
    fn from(error: tokio_postgres::Error) -> No {
        No::Store(StoreError::Database(error))
    }
}

/// Where a device belongs from now on.
struct Place {
    unit: Uuid,
    certificate: Vec<u8>,
    gate: u32,
    unit_name: String,
    gate_name: String,
    config: Option<String>,
}

fn welcome(hub: &Hub, asker: &Asker, place: Place) -> Response {
    let enrolled = Enrolled {
        hub: hub.key.hub(),
        root: hub.key.root(),
        unit: UnitId(place.unit.into_bytes()),
        device: asker.device,
        device_certificates: vec![place.certificate, hub.key.link().to_vec()],
        gate: place.gate,
        unit_name: place.unit_name,
        gate_name: place.gate_name,
        config: place.config,
        at: Timestamp::now(),
        request: asker.request,
    };
    signed(&hub.key, StatusCode::CREATED, enrolled)
}

async fn admit(hub: &Hub, request: &Request) -> Result<Place, No> {
    let mut client = hub.store.hub().await?;
    let transaction = client.transaction().await?;
    let place = match &request.by {
        By::Invitation { code, .. } => {
            let code = Uuid::from_bytes(*code);
            by_invitation(&transaction, &hub.key, request, code).await?
        }
        By::Certificates { chain } => {
            by_certificate(&transaction, &hub.key, request, chain).await?
        }
    };
    transaction.commit().await?;
    Ok(place)
}

async fn by_invitation(
    transaction: &Transaction<'_>,
    key: &HubKey,
    request: &Request,
    code: Uuid,
) -> Result<Place, No> {
    // Locked: of two keys that come at once one is the first.
    let row = transaction
        .query_opt(include_str!("code.sql"), &[&code])
        .await?
        .ok_or(No::Code(Code::CodeWrong))?;
    let secret: [u8; 16] = row.get::<_, &[u8]>(2).try_into().unwrap_or_default();
    if !request.is_proved(&secret) {
        return Err(No::Code(Code::CodeWrong));
    }
    let device = Uuid::from_bytes(request.device().0);
    let (At(ends), used_by): (At, Option<Uuid>) = (row.get(3), row.get(4));
    match used_by {
        // Its first answer may have been lost on the way.
        Some(by) if by == device => {}
        Some(_) => return Err(No::Code(Code::CodeUsed)),
        None if ends < Timestamp::now() => return Err(No::Code(Code::CodeExpired)),
        None => {}
    }
    let (unit, post): (Uuid, Uuid) = (row.get(0), row.get(1));
    transaction
        .execute(include_str!("code_used.sql"), &[&unit, &code, &device])
        .await?;
    place(transaction, key, request, unit, post).await
}

/// A device that we have lost, for example with the last day of our database: its certificate is our own word.
async fn by_certificate(
    transaction: &Transaction<'_>,
    key: &HubKey,
    request: &Request,
    chain: &[Vec<u8>],
) -> Result<Place, No> {
    let device = request.device();
    let chain = follow(chain, [&key.root()]).map_err(|_| No::Code(Code::Unknown))?;
    let own = chain
        .first()
        .filter(|own| own.key == request.key && own.subject == device.0)
        .filter(|own| own.uses.contains(&Use::Head) && own.holds_at(Timestamp::now()))
        .and_then(|own| own.unit)
        .ok_or(No::Code(Code::Unknown))?;
    let unit = Uuid::from_bytes(own);
    let device = Uuid::from_bytes(device.0);
    let post = transaction
        .query_opt(include_str!("post_of.sql"), &[&unit, &device])
        .await?;
    let post: Uuid = match post {
        Some(row) => row.get(0),
        None => {
            // Nobody remembers which gate it stood at: it gets one of its own, and a person gives it its name.
            let post = Uuid::now_v7();
            let made = transaction
                .execute(include_str!("post_again.sql"), &[&unit, &post])
                .await?;
            if made == 0 {
                return Err(No::Code(Code::Unknown));
            }
            // It may have been let go of since the day that we are back at: a person has to look.
            transaction
                .execute(include_str!("raise_restored.sql"), &[&unit, &device])
                .await?;
            post
        }
    };
    place(transaction, key, request, unit, post).await
}

/// Writes the device down at its post. A state that it has already stays: who was retired doesn't come back so.
async fn place(
    transaction: &Transaction<'_>,
    key: &HubKey,
    request: &Request,
    unit: Uuid,
    post: Uuid,
) -> Result<Place, No> {
    let DeviceId(device) = request.device();
    let certificate = key
        .certify(device, unit.into_bytes(), request.key, Timestamp::now())
        .map_err(No::Key)?;
    transaction
        .execute(
            include_str!("device_enrol.sql"),
            &[
                &unit,
                &Uuid::from_bytes(device),
                &post,
                &request.key.as_slice(),
                &certificate,
            ],
        )
        .await?;
    let row = transaction
        .query_one(include_str!("place.sql"), &[&unit, &post])
        .await?;
    let device = Uuid::from_bytes(device);
    let config = handing::text(
        transaction,
        unit,
        device,
        HandedKind::Config,
        Timestamp::now(),
    )
    .await?;
    Ok(Place {
        unit,
        certificate,
        config: config.map(|(_, text)| text),
        gate: u32::try_from(row.get::<_, i64>(0)).unwrap_or_default(),
        gate_name: row.get(1),
        unit_name: row.get(2),
    })
}
