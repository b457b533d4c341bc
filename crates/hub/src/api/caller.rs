//! *Caller*: a request of somebody who is signed in, and, where it changes something, of our own page.

use super::{Desk, Refusal};
use crate::acts::{self, Act};
use crate::store::Store;
use crate::tree;
use crate::users::{Role, Session, UserError, signed_in};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use jiff::Timestamp;
use std::sync::Arc;
use uuid::Uuid;

/// The cookie's name.
pub(super) const COOKIE: &str = "chot_hub";
/// Where a page sends back what only it can know.
const CSRF: &str = "chot-csrf";

/// Who asks.
pub(super) struct Caller {
    pub session: Session,
}

impl FromRequestParts<Arc<Desk>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Caller, Refusal> {
        let session = browser(&desk.hub.store, &parts.headers).await?;
        let session = session.ok_or(Refusal::SignedOut)?;
        let changes = !matches!(parts.method, Method::GET | Method::HEAD);
        if changes {
            let sent = parts.headers.get(CSRF).map(|value| value.as_bytes());
            if !is_own_page(&parts.headers) || sent != Some(session.csrf().as_bytes()) {
                return Err(Refusal::Foreign);
            }
        }
        Ok(Caller { session })
    }
}

impl Caller {
    /// The unit by its name, where it is one of theirs today.
    pub async fn unit(&self, desk: &Desk, name: &str) -> Result<Uuid, Refusal> {
        let unit = Uuid::try_parse(name).map_err(|_| Refusal::NotFound)?;
        let today = crate::store::day_of_receipt(Timestamp::now());
        let own = tree::below(&desk.hub.store, self.session.unit, today).await?;
        if own.iter().any(|own| own.unit == unit) {
            Ok(unit)
        } else {
            Err(Refusal::NotFound)
        }
    }

    /// Their units as of today.
    pub async fn units(&self, desk: &Desk) -> Result<Vec<Uuid>, Refusal> {
        let today = crate::store::day_of_receipt(Timestamp::now());
        let own = tree::below(&desk.hub.store, self.session.unit, today).await?;
        Ok(own.iter().map(|unit| unit.unit).collect())
    }

    /// Writes down what they are about to do in a unit; where that fails it isn't done.
    pub async fn does(&self, desk: &Desk, unit: Uuid, act: Act) -> Result<(), Refusal> {
        self.does_all(desk, unit, &[act]).await
    }

    /// The same of several things at once: all of them are written down or none.
    pub async fn does_all(&self, desk: &Desk, unit: Uuid, acts: &[Act]) -> Result<(), Refusal> {
        let user = self.session.user;
        Ok(acts::record(&desk.hub.store, &desk.hub.key, unit, user, acts).await?)
    }

    /// Error: they are less than `role`.
    pub fn at_least(&self, role: Role) -> Result<(), Refusal> {
        if self.session.role >= role {
            Ok(())
        } else {
            Err(Refusal::NotAllowed)
        }
    }
}

/// Who is signed in at the browser that sends these.
pub(crate) async fn browser(
    store: &Store,
    headers: &HeaderMap,
) -> Result<Option<Session>, UserError> {
    match cookie(headers) {
        Some(cookie) => signed_in(store, cookie, Timestamp::now()).await,
        None => Ok(None),
    }
}

/// What a browser says of the page that a request comes from. One that says nothing is no browser of today, and has the
/// cookie and its secret from somewhere else than a page.
pub(crate) fn is_own_page(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let same_site =
        text("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin = text("origin").and_then(|origin| origin.split_once("://"));
    let same_host = origin.is_none_or(|(_, host)| text(header::HOST.as_str()) == Some(host));
    same_site && same_host
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split("; "))
        .find_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('='))
}
