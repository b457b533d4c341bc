//! *Inspecting*: whoever may signs in on a phone and fills in the inspection of a gate (*Phiếu kiểm tra cổng*) at the page of
//! its place, in HTML alone.
//!
//! ```text
//! GET  /k/{unit}         ─▶ its places, and what was found before
//! GET  /k/{unit}/{code}  ─▶ form
//! POST the same          ─▶ typed ─▶ entry of the unit's hub device, durable ─▶ done
//! ```
//!
//! Nobody who isn't signed in learns of a place or a unit by it. What was typed when the session was over goes along through
//! the signing in.

mod form;
mod page;
mod told;
mod words;

pub use told::{GateInspection, InspectionCount, InspectionWords, inspections};

use crate::api::{Desk, Refusal, begin, browser, is_own_page, session_cookie};
use crate::declaring::{Lang, MAX_BYTES, No, Query, Typed, answer, caller_of, made_up, message};
use crate::places::{self, Place};
use crate::server::Caller;
use crate::store::{Day, Store, day_of_receipt, zone};
use crate::tree;
use crate::users::{self, Role, Session, Throttle};
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use bytes::Bytes;
use checkpoint::base64url::from_base64url;
use checkpoint::place::Code;
use form::{Flaw, Flaws, SEND};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use page::{CSRF, DO, Page, SIGN_IN, SIGN_OUT, Why};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;
use told::{TellError, Telling, tell};
use uuid::Uuid;

/// Forms of one address within a minute: an office may stand behind it.
const MOST_OF_ADDRESS: u32 = 60;

/// The least that somebody has to be: it is an entry in their name, beside what only heads read.
const LEAST: Role = Role::Head;

struct Pages {
    desk: Arc<Desk>,
    of_address: Throttle<IpAddr>,
}

/// The routes under `/k`.
pub fn routes(desk: Arc<Desk>) -> Router {
    let pages = Pages {
        desk,
        of_address: Throttle::of(MOST_OF_ADDRESS),
    };
    Router::new()
        .route("/k/{unit}", get(show_unit).post(send_unit))
        .route("/k/{unit}/{code}", get(show_place).post(send_place))
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .with_state(Arc::new(pages))
}

/// Why no page of an inspection is shown.
enum Not {
    No(No),
    /// Sent by another site's page.
    Foreign,
    SignIn(StatusCode, Why, Typed),
}

impl<E> From<E> for Not
where
    No: From<E>,
{
    fn from(error: E) -> Not {
        Not::No(No::from(error))
    }
}

impl From<TellError> for No {
    fn from(error: TellError) -> No {
        match error {
            TellError::TooLong => No::TooLarge,
            TellError::Act(error) => No::from(error),
        }
    }
}

/// What an address names.
#[derive(Clone, Copy)]
struct Address<'a> {
    unit: &'a str,
    code: Option<&'a str>,
    lang: Lang,
}

impl Address<'_> {
    /// As posters name a unit, and as the hub's own pages do.
    fn unit(&self) -> Option<Uuid> {
        let of_poster = from_base64url::<16>(self.unit).map(Uuid::from_bytes);
        of_poster.or_else(|| Uuid::try_parse(self.unit).ok())
    }

    fn path(&self) -> String {
        let parts = [Some(self.unit), self.code].into_iter().flatten();
        let safe =
            |part: &str| form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>();
        parts.fold("/k".to_owned(), |path, part| {
            format!("{path}/{}", safe(part))
        })
    }

    fn refused(&self, not: Not) -> Response {
        match not {
            Not::No(no) => no.page(self.lang),
            Not::Foreign => {
                let page = message(
                    self.lang,
                    words::FOREIGN,
                    self.lang.say(words::FOREIGN_WHAT),
                );
                answer(StatusCode::FORBIDDEN, page)
            }
            Not::SignIn(status, why, typed) => {
                let page = page::sign_in(self.lang, &self.path(), &typed, why);
                answer(status, page)
            }
        }
    }
}

async fn show_unit(
    State(pages): State<Arc<Pages>>,
    Path(unit): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let lang = Query::of(query.as_deref()).lang;
    let (unit, code) = (unit.as_str(), None);
    show(&pages, Address { unit, code, lang }, &headers).await
}

async fn show_place(
    State(pages): State<Arc<Pages>>,
    Path((unit, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let lang = Query::of(query.as_deref()).lang;
    let (unit, code) = (unit.as_str(), Some(code.as_str()));
    show(&pages, Address { unit, code, lang }, &headers).await
}

async fn send_unit(
    State(pages): State<Arc<Pages>>,
    Path(unit): Path<String>,
    RawQuery(query): RawQuery,
    Extension(Caller(caller)): Extension<Caller>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let lang = Query::of(query.as_deref()).lang;
    let (unit, code) = (unit.as_str(), None);
    let address = Address { unit, code, lang };
    send(&pages, address, caller.ip(), &headers, body.ok()).await
}

async fn send_place(
    State(pages): State<Arc<Pages>>,
    Path((unit, code)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    Extension(Caller(caller)): Extension<Caller>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let lang = Query::of(query.as_deref()).lang;
    let (unit, code) = (unit.as_str(), Some(code.as_str()));
    let address = Address { unit, code, lang };
    send(&pages, address, caller.ip(), &headers, body.ok()).await
}

async fn show(pages: &Pages, address: Address<'_>, headers: &HeaderMap) -> Response {
    let shown = async {
        let desk = &pages.desk;
        let session = browser(&desk.hub.store, headers).await.map_err(unable)?;
        let session = session.ok_or(Not::SignIn(
            StatusCode::UNAUTHORIZED,
            Why::Nobody,
            Typed::default(),
        ))?;
        let seen = Seen::of(&desk.hub.store, address, &session, &Typed::default()).await?;
        seen.page(&desk.hub.store, &session, &Typed::default(), &Flaws::new())
            .await
    };
    let shown = shown.await;
    shown.unwrap_or_else(|not: Not| address.refused(not))
}

async fn send(
    pages: &Pages,
    address: Address<'_>,
    peer: IpAddr,
    headers: &HeaderMap,
    body: Option<Bytes>,
) -> Response {
    let took = take(pages, address, peer, headers, body).await;
    let answer = took.unwrap_or_else(|not| address.refused(not));
    let gauges = &pages.desk.hub.gauges;
    gauges.answered("inspections", answer.status().as_u16());
    answer
}

async fn take(
    pages: &Pages,
    address: Address<'_>,
    peer: IpAddr,
    headers: &HeaderMap,
    body: Option<Bytes>,
) -> Result<Response, Not> {
    let of_address = pages
        .of_address
        .count(caller_of(peer, headers), Instant::now());
    of_address.map_err(|seconds| Not::No(No::TooMany(seconds)))?;
    let typed = Typed::read(&body.ok_or(Not::No(No::TooLarge))?);
    if !is_own_page(headers) {
        return Err(Not::Foreign);
    }
    let desk = &pages.desk;
    if typed.get(DO) == SIGN_IN {
        return signed_in(desk, address, peer, typed).await;
    }
    let session = browser(&desk.hub.store, headers).await.map_err(unable)?;
    let Some(session) = session else {
        return Err(Not::SignIn(StatusCode::UNAUTHORIZED, Why::Nobody, typed));
    };
    let is_theirs = typed.get(CSRF) == session.csrf();
    if typed.get(DO) == SIGN_OUT {
        if !is_theirs {
            return Err(Not::Foreign);
        }
        let store = &desk.hub.store;
        users::sign_out(store, &session).await.map_err(unable)?;
        let over = session_cookie(desk, "", "; Max-Age=0");
        return Ok(turned(&address.path(), address.lang, &over));
    }
    let store = &desk.hub.store;
    let seen = Seen::of(store, address, &session, &typed).await?;
    let Some(place) = &seen.place else {
        return Err(Not::No(No::Unknown));
    };
    if !is_theirs {
        // Somebody signed in anew at this browser since the page was opened.
        let flaws = vec![(SEND, Flaw::Again)];
        return seen.page(store, &session, &typed, &flaws).await;
    }
    let now = Timestamp::now();
    let found = match form::check(&typed, now, &seen.zone) {
        Ok(found) => found,
        Err(flaws) => return seen.page(store, &session, &typed, &flaws).await,
    };
    let once = typed.once(seen.unit, place.code.as_str());
    // A form that is no page's of ours is told by nobody who is signed in.
    let once = once.ok_or(Not::Foreign)?;
    let telling = Telling {
        unit: seen.unit,
        place,
        once,
        by: &session,
        found: &found,
    };
    let told = tell(store, &desk.hub.key, &telling)
        .await
        .map_err(No::from)?;
    let csrf = session.csrf();
    let page = seen.shown(&session, &csrf);
    Ok(answer(StatusCode::OK, page.done(place, &found, told, now)))
}

/// Lets somebody in; what they had typed of an inspection stands in its form then.
async fn signed_in(
    desk: &Desk,
    address: Address<'_>,
    peer: IpAddr,
    typed: Typed,
) -> Result<Response, Not> {
    let name = typed.get(page::NAME).to_owned();
    let entered = begin(desk, peer, &name, typed.get(page::PASSWORD)).await;
    let session = match entered {
        Ok(session) => session,
        Err(refusal) => {
            let (status, why) = if let Refusal::TooMany { seconds } = refusal {
                (StatusCode::TOO_MANY_REQUESTS, Why::TooMany(seconds))
            } else if matches!(refusal, Refusal::Wrong) {
                (StatusCode::UNAUTHORIZED, Why::Wrong)
            } else {
                return Err(Not::No(No::Unable));
            };
            return Err(Not::SignIn(status, why, typed));
        }
    };
    let cookie = session_cookie(desk, &session.cookie(), "");
    let is_typed = form::MEMBERS.iter().any(|member| typed.is_ticked(member));
    if !is_typed {
        return Ok(turned(&address.path(), address.lang, &cookie));
    }
    let store = &desk.hub.store;
    let seen = Seen::of(store, address, &session, &typed).await?;
    let mut response = seen.page(store, &session, &typed, &Flaws::new()).await?;
    let cookie = HeaderValue::from_str(&cookie).map_err(|_| Not::No(No::Unable))?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// To a page that is asked for anew, with a cookie that changed.
fn turned(path: &str, lang: Lang, cookie: &str) -> Response {
    let to = format!("{path}?lang={}", lang.word());
    let headers = [
        (header::LOCATION, to.as_str()),
        (header::SET_COOKIE, cookie),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

fn unable(error: impl std::fmt::Display) -> Not {
    tracing::warn!(%error, "nobody could be told from another at a page of an inspection");
    Not::No(No::Unable)
}

/// A unit, or a place of it, that whoever is signed in may inspect.
struct Seen {
    unit: Uuid,
    path: String,
    lang: Lang,
    unit_name: String,
    zone: TimeZone,
    /// None where the unit alone was asked for.
    place: Option<Place>,
}

impl Seen {
    async fn of(
        store: &Store,
        address: Address<'_>,
        session: &Session,
        typed: &Typed,
    ) -> Result<Seen, Not> {
        let refused = || Not::SignIn(StatusCode::FORBIDDEN, Why::NotTheirs, typed.clone());
        let unit = address.unit().ok_or(Not::No(No::Unknown))?;
        let today = day_of_receipt(Timestamp::now());
        let own = tree::below(store, session.unit, today).await?;
        let own = own.into_iter().find(|own| own.unit == unit);
        let own = own.filter(|_| session.role >= LEAST).ok_or_else(refused)?;
        let client = store.hub().await?;
        let zone_name = client
            .query_one(include_str!("../api/zone.sql"), &[&unit])
            .await?;
        let zone = zone(zone_name.get(0));
        let place = match address.code {
            None => None,
            Some(code) => {
                let code = Code::of_typed(code).ok_or(Not::No(No::Unknown))?;
                let row = client
                    .query_opt(
                        include_str!("../declaring/place.sql"),
                        &[&unit, &code.as_str(), &Day(today)],
                    )
                    .await?;
                let place = row.and_then(|row| places::of_row(&row, 0));
                Some(place.ok_or(Not::No(No::Unknown))?)
            }
        };
        Ok(Seen {
            unit,
            path: address.path(),
            lang: address.lang,
            unit_name: own.name,
            zone,
            place,
        })
    }

    fn shown<'a>(&'a self, session: &'a Session, csrf: &'a str) -> Page<'a> {
        Page {
            lang: self.lang,
            path: &self.path,
            unit: &self.unit_name,
            user: &session.name,
            csrf,
            zone: &self.zone,
        }
    }

    /// The form of a place, or the list of a unit's.
    async fn page(
        &self,
        store: &Store,
        session: &Session,
        typed: &Typed,
        flaws: &Flaws,
    ) -> Result<Response, Not> {
        let csrf = session.csrf();
        let page = self.shown(session, &csrf);
        let Some(place) = &self.place else {
            let places = places::list(store, self.unit).await?;
            let today = day_of_receipt(Timestamp::now());
            let before = inspections(store, self.unit, today).await?;
            return Ok(answer(StatusCode::OK, page.list(&places, &before)));
        };
        let status = match flaws.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Ok(answer(status, page.form(place, typed, flaws, &made_up()?)))
    }
}
