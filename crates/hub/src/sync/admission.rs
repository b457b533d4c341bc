//! *Admission*: a request is read within its limits and is a device's, or it is nobody's.

use super::Hub;
use super::reply::{Asker, busy, nobody, refuse};
use crate::intake::Arriving;
use crate::store::{Store, StoreError, zone};
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts as Head;
use axum::http::{StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use checkpoint::base64url::from_base64url;
use checkpoint::chain::DeviceId;
use checkpoint::wire::request::{Claimed, Parts, RequestError, hub_name};
use checkpoint::wire::signed::Code;
use checkpoint::wire::{MAX_BODY, UnitId};
use http_body_util::{BodyExt, Limited};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long what is known of a device is believed. Its key never changes; its unit's zone seldom does. Its state is
/// asked anew in every transaction.
const FRESH: Duration = Duration::from_secs(60);
/// Devices that are remembered, before the list is begun anew.
const MOST: usize = 50_000;

/// What is remembered of a device.
#[derive(Debug)]
pub struct Known {
    pub public_key: [u8; 32],
    pub zone: TimeZone,
    since: Instant,
}

/// Devices that asked lately.
#[derive(Default)]
pub struct Devices(Mutex<BTreeMap<(Uuid, Uuid), Arc<Known>>>);

impl Devices {
    /// None where the unit has no such device.
    pub async fn get(
        &self,
        store: &Store,
        unit: Uuid,
        device: Uuid,
    ) -> Result<Option<Arc<Known>>, StoreError> {
        let key = (unit, device);
        if let Some(known) = self
            .list()
            .get(&key)
            .filter(|known| known.since.elapsed() < FRESH)
        {
            return Ok(Some(Arc::clone(known)));
        }
        let client = store.hub().await?;
        let statement = client.prepare_cached(include_str!("device.sql")).await?;
        let Some(row) = client.query_opt(&statement, &[&unit, &device]).await? else {
            self.list().remove(&key);
            return Ok(None);
        };
        let known = Arc::new(Known {
            public_key: crate::intake::hash(row.get(0)),
            zone: zone(row.get(1)),
            since: Instant::now(),
        });
        let mut list = self.list();
        if list.len() >= MOST {
            list.clear();
        }
        list.insert(key, Arc::clone(&known));
        Ok(Some(known))
    }

    fn list(&self) -> std::sync::MutexGuard<'_, BTreeMap<(Uuid, Uuid), Arc<Known>>> {
        // A list that somebody panicked over is still a list.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request with its whole body, of which nothing is believed yet.
pub struct Read {
    pub head: Head,
    pub body: Bytes,
    pub arriving: Arriving,
}

/// Reads a request's body: at most 1 MiB, and only while there is room for it.
pub async fn read(hub: &Hub, request: Request) -> Result<Read, Response> {
    let (head, body) = request.into_parts();
    let told: Option<usize> = head
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    if told.is_some_and(|told| told > MAX_BODY) {
        return Err(too_large(hub, &head));
    }
    let arriving = hub
        .intake
        .announce(told.unwrap_or(MAX_BODY))
        .map_err(|_| busy())?;
    let body = Limited::new(body, MAX_BODY);
    let body = match Body::new(body).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if is_over_limit(&error) => return Err(too_large(hub, &head)),
        Err(_) => return Err(nobody(StatusCode::BAD_REQUEST, "the body was cut off")),
    };
    Ok(Read {
        head,
        body,
        arriving,
    })
}

fn is_over_limit(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        source = error.source();
    }
    false
}

/// Said without the body, so to nobody in particular where the head doesn't say who asks.
fn too_large(hub: &Hub, head: &Head) -> Response {
    match asker(head) {
        Some((asker, _)) => refuse(hub, &asker, Code::TooLarge),
        None => nobody(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body has more than 1 MiB",
        ),
    }
}

/// A request that a device signed.
pub struct Admitted {
    pub asker: Asker,
    pub unit: Uuid,
    pub device: Uuid,
    pub known: Arc<Known>,
    /// It grows with the device's requests.
    pub n: u64,
    pub encoding: String,
    pub query: String,
    pub body: Bytes,
    pub arriving: Arriving,
}

/// Reads a request and finds out whether the device that it names signed it for this hub.
pub async fn admit(hub: &Hub, request: Request) -> Result<Admitted, Response> {
    let Read {
        head,
        body,
        arriving,
    } = read(hub, request).await?;
    let Some((asker, claimed)) = asker(&head) else {
        return Err(nobody(
            StatusCode::BAD_REQUEST,
            "the request isn't signed as the protocol says",
        ));
    };
    let unit = Uuid::from_bytes(asker.unit.0);
    let device = Uuid::from_bytes(asker.device.0);
    let known = match hub.devices.get(&hub.store, unit, device).await {
        Ok(Some(known)) => known,
        Ok(None) => return Err(refuse(hub, &asker, Code::Unknown)),
        Err(error) => {
            tracing::warn!(%error, "a device couldn't be looked up");
            return Err(busy());
        }
    };
    let parts = parts(&head).ok_or_else(|| refuse(hub, &asker, Code::Malformed))?;
    let verified = parts
        .verify(
            &claimed,
            &known.public_key,
            &hub_name(&hub.key.root()),
            &body,
        )
        .map_err(|error| match error {
            RequestError::Form(_) | RequestError::Digest => refuse(hub, &asker, Code::Malformed),
            RequestError::OtherHub | RequestError::Signature => refuse(hub, &asker, Code::Unknown),
        })?;
    let (encoding, query) = (parts.content_encoding.to_owned(), parts.query.to_owned());
    Ok(Admitted {
        asker,
        unit,
        device,
        known,
        n: verified.n,
        encoding,
        query,
        body,
        arriving,
    })
}

/// Whom the path names, where the signature's headers name the same.
pub fn asker(head: &Head) -> Option<(Asker, Claimed)> {
    let mut path = head.uri.path().split('/').skip(1);
    let (Some("v1"), Some("units"), Some(unit), Some("devices"), Some(device)) = (
        path.next(),
        path.next(),
        path.next(),
        path.next(),
        path.next(),
    ) else {
        return None;
    };
    let (unit, device) = (
        UnitId(from_base64url(unit)?),
        DeviceId(from_base64url(device)?),
    );
    let claimed = claimed(head)?;
    if claimed.device != device {
        return None;
    }
    let asker = Asker {
        unit,
        device,
        request: parts(head)?.base(&device).ok()?.digest(),
    };
    Some((asker, claimed))
}

/// The signature, as its headers tell it.
pub fn claimed(head: &Head) -> Option<Claimed> {
    Claimed::read(value(head, "signature-input")?, value(head, "signature")?).ok()
}

/// What is signed of a request; None where a part is missing or stands twice.
pub fn parts(head: &Head) -> Option<Parts<'_>> {
    Some(Parts {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        content_type: value(head, "content-type")?,
        content_encoding: value(head, "content-encoding")?,
        content_digest: value(head, "content-digest")?,
        chot_hub: value(head, "chot-hub")?,
        chot_n: value(head, "chot-n")?,
    })
}

fn value<'h>(head: &'h Head, name: &str) -> Option<&'h str> {
    let mut values = head.headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    match values.next() {
        None => Some(value),
        Some(_) => None,
    }
}
