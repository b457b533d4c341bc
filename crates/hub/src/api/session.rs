//! Signing in and out.

use super::caller::{COOKIE, Caller, is_own_page};
use super::{Desk, Refusal, refusal};
use crate::acts::{self, Act};
use crate::server;
use crate::users::{self, Role, Session};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use axum::{Extension, Json};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;
use utoipa::ToSchema;

/// A name and its password.
#[derive(Deserialize, ToSchema)]
pub(super) struct SignIn {
    name: String,
    password: String,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct Who {
    name: String,
    role: Role,
    /// UUID: the top of what they see.
    unit: String,
    /// To be sent as `chot-csrf` with everything that changes something.
    csrf: String,
}

impl From<&Session> for Who {
    fn from(session: &Session) -> Who {
        Who {
            name: session.name.clone(),
            role: session.role,
            unit: session.unit.to_string(),
            csrf: session.csrf(),
        }
    }
}

/// Signs in; the session is a cookie that no script can read and no other site sends.
#[utoipa::path(post, path = "/api/session", request_body = SignIn, responses((status = 200, body = Who), (status = 401, body = refusal::Said), (status = 429, body = refusal::Said)))]
pub(super) async fn sign_in(
    State(desk): State<Arc<Desk>>,
    Extension(server::Caller(address)): Extension<server::Caller>,
    headers: HeaderMap,
    Json(form): Json<SignIn>,
) -> Result<impl IntoResponse, Refusal> {
    if !is_own_page(&headers) {
        return Err(Refusal::Foreign);
    }
    let session = begin(&desk, address.ip(), &form.name, &form.password).await?;
    let cookie = cookie(&desk, &session.cookie(), "");
    Ok((
        AppendHeaders([(header::SET_COOKIE, cookie)]),
        Json(Who::from(&session)),
    ))
}

/// Lets somebody in, as often as their address and their name may try; it is an act.
pub(crate) async fn begin(
    desk: &Desk,
    address: IpAddr,
    name: &str,
    password: &str,
) -> Result<Session, Refusal> {
    desk.throttle
        .count(address, Instant::now())
        .map_err(|seconds| Refusal::TooMany { seconds })?;
    let store = &desk.hub.store;
    let session = users::sign_in(store, &desk.hasher, name, password, Timestamp::now()).await?;
    let (unit, user) = (session.unit, session.user);
    acts::record(store, &desk.hub.key, unit, user, &[Act::SignIn]).await?;
    Ok(session)
}

/// Who is signed in here.
#[utoipa::path(get, path = "/api/session", responses((status = 200, body = Who), (status = 401, body = refusal::Said)))]
pub(super) async fn who(caller: Caller) -> Json<Who> {
    Json(Who::from(&caller.session))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/session", responses((status = 204), (status = 401, body = refusal::Said)))]
pub(super) async fn sign_out(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<impl IntoResponse, Refusal> {
    users::sign_out(&desk.hub.store, &caller.session).await?;
    let cookie = cookie(&desk, "", "; Max-Age=0");
    Ok((
        StatusCode::NO_CONTENT,
        AppendHeaders([(header::SET_COOKIE, cookie)]),
    ))
}

/// A session as a browser keeps it: `value` is what it holds, `more` what else is to be said of it.
pub(crate) fn cookie(desk: &Desk, value: &str, more: &str) -> String {
    let secure = if desk.over_tls { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}")
}
