//! *Declaring*: the page behind a place's poster, served to phones without an app, a script or a cookie.
//!
//! ```text
//! GET  /p/{unit}/{code}  ─▶ place and what its unit asks ─▶ form
//! POST the same          ─▶ typed ─▶ declared ─▶ entry, durable ─▶ signed pass as a QR code
//! ```
//!
//! Where nobody guards the place, the form is shorter and its entry a check-in, without a pass.

mod asking;
mod form;
mod page;
mod pass;
mod told;
mod words;

pub use asking::{Asking, AskingError, Field, ask, asked};

use crate::acts::{ActError, Log};
use crate::intake::{int, natural};
use crate::keyring::{HubKey, random};
use crate::places::{self, Place};
use crate::server::Caller;
use crate::store::{At, Day, Store, StoreError, day_of_receipt, zone};
use crate::sync::Hub;
use crate::users::Throttle;
use asking::asked_by;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use bytes::Bytes;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::chain::leaf;
use checkpoint::document::Question;
use checkpoint::entry::{Audit, Draft, Kind, Ref};
use checkpoint::place::Code;
use checkpoint::policy::Words;
use form::Doing;
pub(crate) use form::{MAX_BYTES, ONCE, Typed};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use page::Page;
pub(crate) use page::{CSS, document, message, text};
use pass::Pass;
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use std::time::Instant;
use told::{Telling, ToldError, tell};
use uuid::Uuid;
pub(crate) use words::{Both, Lang, clock};

/// Forms of one address within a minute: all phones of a mobile operator may stand behind it.
const MOST_OF_ADDRESS: u32 = 120;
/// Forms for one place within a minute: ten people a second.
const MOST_OF_PLACE: u32 = 600;

/// What the pages stand on.
struct Pages {
    hub: Arc<Hub>,
    of_address: Throttle<IpAddr>,
    of_place: Throttle<(Uuid, Code)>,
}

/// The routes under `/p`, each with its own policy for browsers.
pub fn routes(hub: Arc<Hub>) -> Router {
    let pages = Pages {
        hub,
        of_address: Throttle::of(MOST_OF_ADDRESS),
        of_place: Throttle::of(MOST_OF_PLACE),
    };
    Router::new()
        .route("/p/{unit}/{code}", get(show).post(send))
        .route("/p/{unit}", get(nothing))
        .route("/p/{unit}/{code}/{*more}", get(nothing))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .with_state(Arc::new(pages))
}

/// Nothing but what is in the page itself. Browsers that know hashes heed the style's; older ones take what is inline.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    use base64::Engine;
    let hash = ring::digest::digest(&ring::digest::SHA256, page::CSS.as_bytes());
    let hash = base64::engine::general_purpose::STANDARD.encode(hash);
    format!(
        "default-src 'none'; style-src 'unsafe-inline' 'sha256-{hash}'; img-src data:; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
});

/// A page with what browsers may do with it. It is in no cache: it holds a form's own name, or somebody's.
pub(crate) fn html(status: StatusCode, page: String, policy: &str) -> Response {
    let mut response = (status, page).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    response
}

/// A page of this kind, for another part of the hub.
pub(crate) fn answer(status: StatusCode, page: String) -> Response {
    html(status, page, &POLICY)
}

/// What the address says besides the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    pub lang: Lang,
    /// Which printing of the poster led here, where it says so.
    version: Option<u32>,
}

impl Query {
    pub fn of(raw: Option<&str>) -> Query {
        let mut query = Query {
            lang: Lang::Vi,
            version: None,
        };
        for (name, value) in form_urlencoded::parse(raw.unwrap_or_default().as_bytes()) {
            match &*name {
                "lang" if value == "en" => query.lang = Lang::En,
                "v" => query.version = value.parse().ok(),
                _ => {}
            }
        }
        query
    }
}

/// Why a page can't be shown.
pub(crate) enum No {
    /// No such place, or an address that no poster has.
    Unknown,
    /// Its poster doesn't count any more.
    Closed,
    TooMany(u64),
    TooLarge,
    Unable,
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> No {
        tracing::warn!(%error, "a page couldn't be shown");
        No::Unable
    }
}

impl From<tokio_postgres::Error> for No {
    fn from(error: tokio_postgres::Error) -> No {
        StoreError::from(error).into()
    }
}

impl From<AskingError> for No {
    fn from(error: AskingError) -> No {
        tracing::error!(%error, "what a unit asks couldn't be read");
        No::Unable
    }
}

impl From<ActError> for No {
    fn from(error: ActError) -> No {
        ToldError::from(error).into()
    }
}

impl From<ToldError> for No {
    fn from(error: ToldError) -> No {
        match error {
            ToldError::TooLong => No::TooLarge,
            ToldError::Act(error) => {
                tracing::error!(%error, "what somebody sent couldn't be written down");
                No::Unable
            }
        }
    }
}

impl No {
    pub fn page(self, lang: Lang) -> Response {
        let (status, title, what) = match self {
            No::Unknown => (StatusCode::NOT_FOUND, words::UNKNOWN, words::UNKNOWN_WHAT),
            No::Closed => (StatusCode::GONE, words::CLOSED, words::CLOSED_WHAT),
            No::TooMany(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                words::TOO_MANY,
                words::TOO_MANY_WHAT,
            ),
            No::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                words::TOO_LARGE,
                words::TOO_LARGE_WHAT,
            ),
            No::Unable => (
                StatusCode::SERVICE_UNAVAILABLE,
                words::UNABLE,
                words::UNABLE_WHAT,
            ),
        };
        let wait = match self {
            No::TooMany(seconds) => Some(seconds),
            No::Unable => Some(5),
            No::Unknown | No::Closed | No::TooLarge => None,
        };
        let what = match self {
            No::TooMany(seconds) => format!("{} {seconds}.", lang.say(what)),
            No::Unknown | No::Closed | No::TooLarge | No::Unable => lang.say(what).to_owned(),
        };
        let mut response = html(status, page::message(lang, title, &what), &POLICY);
        if let Some(wait) = wait {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}

/// A place with its unit, and what is asked there.
pub(crate) struct Found {
    pub unit: Uuid,
    path: String,
    pub place: Place,
    pub unit_name: String,
    days: i32,
    zone: TimeZone,
    doing: Doing,
    asking: Asking,
}

impl Found {
    /// The place that an address names.
    pub async fn at(store: &Store, unit: &str, code: &str, now: Timestamp) -> Result<Found, No> {
        let name = from_base64url::<16>(unit).ok_or(No::Unknown)?;
        let code = Code::of_typed(code).ok_or(No::Unknown)?;
        let today = day_of_receipt(now);
        let id = Uuid::from_bytes(name);
        let client = store.hub().await?;
        let statement = client.prepare_cached(include_str!("place.sql")).await?;
        let row = client
            .query_opt(&statement, &[&id, &code.as_str(), &Day(today)])
            .await?
            .ok_or(No::Unknown)?;
        let place = places::of_row(&row, 0).ok_or(No::Unknown)?;
        let zone = zone(row.get(9));
        if !place.is_open(zone.to_datetime(now).date()) {
            return Err(No::Closed);
        }
        let asking = asked_by(&client, id, today).await?;
        let (doing, asking) = match place.unguarded {
            true => (Doing::CheckIn, asking.of_check_in()),
            false => (Doing::Declare, asking),
        };
        Ok(Found {
            unit: id,
            path: format!("/p/{unit}/{}", code.as_str()),
            place,
            unit_name: row.get::<_, Option<&str>>(7).unwrap_or_default().to_owned(),
            days: row.get(8),
            zone,
            doing,
            asking,
        })
    }

    fn page(&self, query: Query, now: Timestamp) -> Page<'_> {
        Page {
            lang: query.lang,
            path: &self.path,
            unit: &self.unit_name,
            place: &self.place,
            doing: self.doing,
            asking: &self.asking,
            days: self.days,
            zone: &self.zone,
            year: self.zone.to_datetime(now).year(),
            is_old: query
                .version
                .is_some_and(|version| version < self.place.version),
        }
    }
}

/// The form of a place.
async fn show(
    State(pages): State<Arc<Pages>>,
    Path((unit, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = Query::of(query.as_deref());
    let now = Timestamp::now();
    let shown = async {
        let found = Found::at(&pages.hub.store, &unit, &code, now).await?;
        let mut typed = Typed::default();
        if found.doing == Doing::CheckIn {
            typed = Typed::read(b"heads=1");
        }
        let page = found
            .page(query, now)
            .form(&typed, &Vec::new(), &made_up()?);
        Ok(html(StatusCode::OK, page, &POLICY))
    };
    shown.await.unwrap_or_else(|no: No| no.page(query.lang))
}

async fn nothing(RawQuery(query): RawQuery) -> Response {
    No::Unknown.page(Query::of(query.as_deref()).lang)
}

/// A form that somebody sends.
async fn send(
    State(pages): State<Arc<Pages>>,
    Path((unit, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    Extension(Caller(caller)): Extension<Caller>,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let query = Query::of(query.as_deref());
    let address = caller_of(caller.ip(), &headers);
    let answered = take(&pages, (&unit, &code), query, address, body.ok());
    let answer = answered.await.unwrap_or_else(|no| no.page(query.lang));
    pages
        .hub
        .gauges
        .answered("declarations", answer.status().as_u16());
    answer
}

async fn take(
    pages: &Pages,
    (unit, code): (&str, &str),
    query: Query,
    address: IpAddr,
    body: Option<Bytes>,
) -> Result<Response, No> {
    let began = Instant::now();
    let of_address = pages.of_address.count(address, began);
    of_address.map_err(No::TooMany)?;
    let typed = Typed::read(&body.ok_or(No::TooLarge)?);
    let now = Timestamp::now();
    let hub = &pages.hub;
    let found = Found::at(&hub.store, unit, code, now).await?;
    let place = (found.unit, found.place.code.clone());
    let of_place = pages.of_place.count(place, began);
    of_place.map_err(No::TooMany)?;
    let page = found.page(query, now);
    let declared = match form::check(&typed, &found.asking, found.doing, page.year) {
        Ok(declared) => declared,
        Err(flaws) => {
            let page = page.form(&typed, &flaws, &made_up()?);
            return Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page, &POLICY));
        }
    };
    // A form that is no page's of ours is told anew each time.
    let once = match typed.once(found.unit, found.place.code.as_str()) {
        Some(once) => once,
        None => random().map_err(|error| No::from(ToldError::from(ActError::from(error))))?,
    };
    let telling = Telling {
        unit: found.unit,
        place: &found.place,
        doing: found.doing,
        once,
        declared: &declared,
        agreed: &page.notice(),
        holds: SignedDuration::from_hours(i64::from(found.asking.hours)),
        at_latest: hub.key.ends_at(),
    };
    let told = tell(&hub.store, &hub.key, &telling).await?;
    let Some(ends) = told.ends else {
        return Ok(html(
            StatusCode::OK,
            page.checked_in(&declared, told.at),
            &POLICY,
        ));
    };
    let pass = Pass {
        unit: found.unit,
        cti: once,
        at: told.at,
        ends,
        declared: &declared,
    };
    let picture = picture(&pass, &found.asking, &hub.key)?;
    let page = page.pass(&declared, ends, &picture);
    Ok(html(StatusCode::OK, page, &POLICY))
}

/// A pass as a picture of its code.
fn picture(pass: &Pass<'_>, asking: &Asking, key: &HubKey) -> Result<Vec<u8>, No> {
    let text = pass.text(asking, key).map_err(|error| {
        tracing::error!(%error, "a pass couldn't be issued");
        No::Unable
    })?;
    pass::code(&text)
        .and_then(|code| pass::picture(&code))
        .ok_or(No::Unable)
}

/// What a page makes up for its form.
pub(crate) fn made_up() -> Result<String, No> {
    random::<16>()
        .map(|bytes| base64url(&bytes))
        .map_err(|error| ToldError::from(ActError::from(error)).into())
}

/// Who sends: behind a balancer on this machine or in this house, whom it names last.
pub(crate) fn caller_of(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_near = match peer {
        IpAddr::V4(four) => four.is_loopback() || four.is_private(),
        IpAddr::V6(six) => six.is_loopback() || six.is_unique_local(),
    };
    let named = headers.get_all("x-forwarded-for").iter().next_back();
    let named = named.and_then(|value| value.to_str().ok());
    let named = named.and_then(|value| value.rsplit(',').next()?.trim().parse().ok());
    named.filter(|_| is_near).unwrap_or(peer)
}

/// As a form asks for a field.
pub fn field_words(field: Field) -> Words {
    words::label(field).into()
}

/// As a form asks a question.
pub fn question_words(question: Question) -> Words {
    words::question(question).into()
}

/// A declaration in a list for whoever answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its place in the log of the unit's hub device.
    pub seq: u64,
    /// `declaration` or `check-in`
    pub kind: String,
    /// The place's code.
    pub place: String,
    pub heads: i32,
    pub at: Timestamp,
    /// None once it was purged or erased.
    pub name: Option<String>,
}

/// What was declared in a unit on a day (UTC+7), in its order.
pub async fn of_day(store: &Store, unit: Uuid, day: Date) -> Result<Vec<Listed>, StoreError> {
    let client = store.hub().await?;
    let rows = client
        .query(include_str!("of_day.sql"), &[&unit, &Day(day)])
        .await?;
    let listed = rows.iter().map(|row| {
        let At(at) = row.get(4);
        let identity: Option<&str> = row.get(5);
        let identity = identity.and_then(|line| checkpoint::subject::Identity::parse(line).ok());
        Listed {
            seq: natural(row.get(0)),
            kind: row.get(1),
            place: row.get(2),
            heads: row.get(3),
            at,
            name: identity.and_then(|identity| identity.name),
        }
    });
    Ok(listed.collect())
}

/// Declarations or check-ins of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub place: String,
    /// `declaration` or `check-in`
    pub kind: String,
    pub times: i64,
    pub heads: i64,
}

/// How many were declared in a unit within these days, the last included. Nothing of it is in a figure of gates.
pub async fn counted(
    store: &Store,
    unit: Uuid,
    first: Date,
    last: Date,
) -> Result<Vec<Counted>, StoreError> {
    let client = store.hub().await?;
    let rows = client
        .query(
            include_str!("counted.sql"),
            &[&unit, &Day(first), &Day(last)],
        )
        .await?;
    let counted = rows.iter().map(|row| Counted {
        place: row.get(0),
        kind: row.get(1),
        times: row.get(2),
        heads: row.get(3),
    });
    Ok(counted.collect())
}

/// Takes out who a declaration was about, because they asked for it: an entry of the same log, before it has an effect.
/// False where nothing of them is kept.
pub async fn erase(store: &Store, key: &HubKey, unit: Uuid, seq: u64) -> Result<bool, ActError> {
    let mut client = store.hub().await?;
    let transaction = client.transaction().await?;
    let mut log = Log::open(&transaction, unit).await?;
    let line = transaction
        .query_opt(include_str!("line.sql"), &[&unit, &int(seq)])
        .await?;
    let gone = transaction
        .execute(include_str!("forget.sql"), &[&unit, &int(seq)])
        .await?;
    let Some(line) = line.filter(|_| gone > 0) else {
        return Ok(false);
    };
    let mut draft = Draft::new(Kind::Audit(Audit::Erase));
    draft.of = Some(Ref {
        seq,
        leaf: leaf(line.get(0)),
    });
    log.add(&draft, None).await?;
    log.close(key).await?;
    transaction.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balancer_in_the_house_names_who_sends_and_nobody_else_can() {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_static("203.0.113.9, 198.51.100.7");
        headers.insert("x-forwarded-for", value);
        let of =
            |peer: &str, headers: &HeaderMap| caller_of(peer.parse().unwrap(), headers).to_string();
        assert_eq!(of("127.0.0.1", &headers), "198.51.100.7");
        assert_eq!(of("10.1.2.3", &headers), "198.51.100.7");
        assert_eq!(of("8.8.8.8", &headers), "8.8.8.8");
        assert_eq!(of("127.0.0.1", &HeaderMap::new()), "127.0.0.1");
        headers.insert("x-forwarded-for", HeaderValue::from_static("nonsense"));
        assert_eq!(of("127.0.0.1", &headers), "127.0.0.1");
    }

    #[test]
    fn an_address_says_language_and_printing_and_anything_else_is_passed_over() {
        let plain = Query {
            lang: Lang::Vi,
            version: None,
        };
        assert_eq!(Query::of(None), plain);
        assert_eq!(Query::of(Some("lang=fr&v=x&utm=1")), plain);
        let read = Query::of(Some("v=2&lang=en"));
        assert_eq!((read.lang, read.version), (Lang::En, Some(2)));
    }
}
