//! *Reply*: answers as they are signed, and the few that nobody signs.

use super::Hub;
use crate::keyring::HubKey;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use checkpoint::chain::{BranchName, DeviceId};
use checkpoint::wire::UnitId;
use checkpoint::wire::request::JSON_TYPE;
use checkpoint::wire::signed::{Code, Receipt, Refusal, Signed, Statement};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Seconds after which a post may come again that we had no room for.
const COME_AGAIN: &str = "2";

/// Whom an answer is for, and the request that it answers.
#[derive(Clone, Copy, Debug)]
pub struct Asker {
    pub unit: UnitId,
    pub device: DeviceId,
    /// The digest of what the device signed.
    pub request: [u8; 32],
}

/// A *no* with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct No {
    pub code: Code,
    pub branch: Option<BranchName>,
    pub seq: Option<u64>,
    pub head: Option<[u8; 32]>,
}

impl From<Code> for No {
    fn from(code: Code) -> No {
        No {
            code,
            branch: None,
            seq: None,
            head: None,
        }
    }
}

/// A statement under the hub's signature.
pub fn signed<T: Statement + Serialize + DeserializeOwned>(
    key: &HubKey,
    status: StatusCode,
    says: T,
) -> Response {
    let signed = Signed::new(says, vec![key.link().to_vec()], |text| key.sign(text));
    (status, [(header::CONTENT_TYPE, JSON_TYPE)], signed.body()).into_response()
}

/// A receipt: everything of the branch up to `acked` is durable here, and our head there is `head`.
pub fn receipt(
    hub: &Hub,
    asker: &Asker,
    status: StatusCode,
    branch: BranchName,
    acked: u64,
    head: [u8; 32],
) -> Response {
    let receipt = Receipt {
        hub: hub.key.hub(),
        unit: asker.unit,
        device: asker.device,
        branch,
        acked,
        head,
        at: Timestamp::now(),
        request: asker.request,
    };
    signed(&hub.key, status, receipt)
}

pub fn refuse(hub: &Hub, asker: &Asker, no: impl Into<No>) -> Response {
    let no = no.into();
    let refusal = Refusal {
        hub: hub.key.hub(),
        unit: asker.unit,
        device: asker.device,
        code: no.code,
        branch: no.branch,
        seq: no.seq,
        head: no.head,
        at: Timestamp::now(),
        request: asker.request,
    };
    let status = StatusCode::from_u16(no.code.status()).unwrap_or(StatusCode::BAD_REQUEST);
    signed(&hub.key, status, refusal)
}

/// Nothing was learnt and nothing changed: come again.
pub fn busy() -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, COME_AGAIN)],
        "busy\n",
    )
        .into_response()
}

/// A request of which not even the asker could be made out: there is nobody to sign for.
pub fn nobody(status: StatusCode, why: &'static str) -> Response {
    (status, format!("{why}\n")).into_response()
}
