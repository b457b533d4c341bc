//! A unit's book: its entries over all gates, the newest first, as the kiosk's own book shows them.

use super::caller::Caller;
use super::sought::Sought;
use super::{Desk, Refusal, refusal};
use crate::inspecting::{self, GateInspection};
use crate::intake::natural;
use crate::overview;
use crate::store::{At, Day, day_of_receipt, seeing};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, Query, State};
use checkpoint::base64url::base64url;
use checkpoint::entry::{Entry, Kind, UNTRUSTED_DAY};
use checkpoint::report::Figure;
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Entries of a page.
const MOST: i64 = 200;
/// Entries that are read at a time where some are sought.
const STRETCH: i64 = 2000;
/// Entries that one question may look through: what is further back the next page finds.
const LOOKED_THROUGH: i64 = 40_000;

#[derive(Deserialize, IntoParams)]
pub(super) struct Page {
    /// The `next` of the page before.
    before: Option<String>,
    /// At most 200; else 50.
    limit: Option<i64>,
    /// `2026-03-02`: from this day of the unit on. Then entries without a day aren't told, but counted.
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    /// `2026-03-02`: this day of the unit and before.
    #[param(value_type = Option<String>)]
    to: Option<Date>,
    /// Entries without a day alone, whose clock nobody trusts; `from` and `to` are then days of their receipt in Việt Nam.
    undated: Option<bool>,
    gate: Option<u64>,
    /// `in` or `out`
    direction: Option<String>,
    /// A kind of entry, as lines say it.
    kind: Option<String>,
    /// `admit`, `look` or `refuse`
    verdict: Option<String>,
    /// Part of a name (accents don't matter), of a number's last four digits or of a note. For heads.
    q: Option<String>,
}

/// A page of the book.
#[derive(Serialize, ToSchema)]
pub(super) struct Book {
    entries: Vec<Shown>,
    /// Asks for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many entries without a day were received on the days that were asked for, or at all where none were; absent behind
    /// the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    undated: Option<i64>,
    /// The unit's time zone, in which days and hours are told.
    zone: String,
}

/// An entry as it was written, with what was sent of its subject.
#[derive(Serialize, ToSchema)]
pub(super) struct Shown {
    /// base64url, as kiosks show it.
    device: String,
    /// base64url.
    branch: String,
    seq: u64,
    /// Names it within its unit: `history.seq`
    entry: String,
    /// The chain's head behind this entry, base64url: what a receipt witnessed.
    head: String,
    /// The time that it counts for; where it has no day, what its clock said.
    #[schema(value_type = String, format = DateTime)]
    counted_at: Timestamp,
    /// Its clock isn't trusted: it counts for no day.
    undated: bool,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// The line; null where it is no JSON.
    #[schema(value_type = Object)]
    line: Value,
    /// Groups of its subject by name, with the identity that a later correction says; absent for viewers, and where none
    /// were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    subject: Option<Value>,
    /// Why its subject is gone for good: `erased` (somebody asked for it) or `purged` (its time was over); absent where it
    /// isn't.
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<String>,
    /// Its post has said that it is gone there, too.
    gone_there: bool,
}

/// Whether entries without a day are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Everything, where no day was asked for.
    Any,
    /// What counts for the days that were asked for.
    Dated,
    /// What counts for none.
    Undated,
}

impl When {
    fn of(page: &Page) -> When {
        if page.undated == Some(true) {
            When::Undated
        } else if page.from.is_some() || page.to.is_some() {
            When::Dated
        } else {
            When::Any
        }
    }

    fn statement(self) -> &'static str {
        match self {
            When::Any | When::Dated => include_str!("entries.sql"),
            When::Undated => include_str!("undated_entries.sql"),
        }
    }

    fn has(self, undated: bool) -> bool {
        match self {
            When::Any => true,
            When::Dated => !undated,
            When::Undated => undated,
        }
    }
}

/// Where a page ends.
struct Place {
    at: Timestamp,
    history: i64,
    seq: i64,
}

impl Place {
    /// Before everything that was written by a moment.
    fn before(at: Timestamp) -> Place {
        Place {
            at,
            history: 0,
            seq: 0,
        }
    }

    fn of(row: &Row) -> Place {
        let At(at) = row.get(3);
        Place {
            at,
            history: row.get(6),
            seq: row.get(2),
        }
    }

    fn read(text: &str) -> Option<Place> {
        let mut parts = text.split('.');
        let place = Place {
            at: Timestamp::from_microsecond(parts.next()?.parse().ok()?).ok()?,
            history: parts.next()?.parse().ok()?,
            seq: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(place)
    }

    fn text(&self) -> String {
        format!("{}.{}.{}", self.at.as_microsecond(), self.history, self.seq)
    }
}

/// When a day begins in a zone.
pub(super) fn beginning(day: Date, zone: &TimeZone) -> Timestamp {
    zone.to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Entries of one unit, the newest first.
#[utoipa::path(get, path = "/api/units/{unit}/entries", params(("unit" = String, Path), Page), responses((status = 200, body = Book), (status = 401, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn entries(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Book>, Refusal> {
    let unit = caller.unit(&desk, &unit).await?;
    let when = When::of(&page);
    let sought = Sought::new(
        page.gate,
        page.direction,
        page.kind,
        page.verdict,
        page.q.as_deref(),
    );
    let with_subjects = caller.at_least(Role::Head).is_ok();
    if sought.asks_for_names() {
        caller.at_least(Role::Head)?;
    }
    let limit = page.limit.unwrap_or(50).clamp(1, MOST);
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &[unit]).await?;
    let zone_name: String = seen
        .query_one(include_str!("zone.sql"), &[&unit])
        .await?
        .get(0);
    let zone = crate::store::zone(&zone_name);
    let to = match page.to {
        Some(day) if when != When::Undated => beginning(day.tomorrow().unwrap_or(day), &zone),
        Some(_) | None => Timestamp::MAX,
    };
    let from = page
        .from
        .map_or(Timestamp::UNIX_EPOCH, |day| beginning(day, &zone));
    let (from_day, to_day) = (
        page.from.unwrap_or(UNTRUSTED_DAY),
        page.to.unwrap_or(Date::MAX),
    );
    let mut place = match &page.before {
        None => Place::before(to),
        Some(text) => Place::read(text).ok_or(Refusal::Malformed)?,
    };
    let undated: Option<i64> = match (&page.before, page.from.or(page.to)) {
        (Some(_), _) => None,
        (None, None) => Some(overview::ever_undated(&seen, &[unit]).await?.values().sum()),
        (None, Some(_)) => {
            let counted = overview::undated(&seen, &[unit], (from_day, to_day)).await?;
            let entries = counted.values().map(|report| report.get(Figure::Entries));
            Some(entries.sum())
        }
    };
    let stretch = if sought.is_all() && when != When::Undated {
        limit
    } else {
        STRETCH
    };
    let statement = seen.prepare_cached(when.statement()).await?;
    let (since, days) = (At(from), (Day(from_day), Day(to_day)));
    let mut entries = Vec::new();
    let mut looked_through = 0;
    let next = loop {
        let (at, history, seq) = (At(place.at), place.history, place.seq);
        let mut asked: Vec<&(dyn ToSql + Sync)> =
            vec![&unit, &at, &history, &seq, &stretch, &with_subjects];
        match when {
            When::Undated => {
                asked.push(&days.0);
                asked.push(&days.1);
                asked.push(&overview::MAYBE_UNDATED);
            }
            When::Dated | When::Any => asked.push(&since),
        }
        let rows = seen.query(&statement, &asked).await?;
        let renamed = match rows.last().map(|row| row.get(3)) {
            Some(oldest) if with_subjects => renamed(&seen, unit, oldest).await?,
            Some(_) | None => Renamed::new(),
        };
        let mut is_full = false;
        for row in &rows {
            place = Place::of(row);
            let one = shown(row, &renamed);
            if sought.is(&one.line, one.subject.as_ref()) && when.has(one.undated) {
                entries.push(one);
                is_full = i64::try_from(entries.len()).is_ok_and(|count| count == limit);
                if is_full {
                    break;
                }
            }
        }
        looked_through += stretch;
        let is_last = i64::try_from(rows.len()).is_ok_and(|count| count < stretch);
        if is_full || (!is_last && looked_through >= LOOKED_THROUGH) {
            break Some(place.text());
        }
        if is_last {
            break None;
        }
    };
    seen.commit().await?;
    Ok(Json(Book {
        entries,
        next,
        undated,
        zone: zone_name,
    }))
}

/// Inspections of one unit's gates that users filled in at the pages of its places within a year, the newest first.
#[utoipa::path(get, path = "/api/units/{unit}/inspections", params(("unit" = String, Path)), responses((status = 200, body = Vec<GateInspection>), (status = 401, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn inspections(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
) -> Result<Json<Vec<GateInspection>>, Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let today = day_of_receipt(Timestamp::now());
    Ok(Json(
        inspecting::inspections(&desk.hub.store, unit, today).await?,
    ))
}

/// Identities as corrections say them, by the entry that they name.
type Renamed = BTreeMap<(i64, u64), Value>;

/// What corrections since a moment say of names.
async fn renamed(seen: &Transaction<'_>, unit: Uuid, since: At) -> Result<Renamed, Refusal> {
    let statement = seen.prepare_cached(include_str!("renamed.sql")).await?;
    let rows = seen.query(&statement, &[&unit, &since]).await?;
    let renamed = rows.iter().filter_map(|row| {
        let said = Entry::parse(row.get(1)).ok()?.said;
        let of = said.of.filter(|_| said.kind == Kind::Correct)?;
        Some(((row.get(0), of.seq), json(row.get::<_, &str>(2).as_bytes())))
    });
    Ok(renamed.collect())
}

fn json(line: &[u8]) -> Value {
    serde_json::from_slice(line).unwrap_or(Value::Null)
}

fn shown(row: &Row, renamed: &Renamed) -> Shown {
    let name = |column| base64url(row.get::<_, Uuid>(column).as_bytes());
    let (At(counted_at), At(received_at)) = (row.get(3), row.get(4));
    let groups = ["identity", "contact", "health", "note"];
    let mut subject: serde_json::Map<String, Value> = groups
        .iter()
        .zip(7..)
        .filter_map(|(group, column)| {
            let line: Option<&str> = row.get(column);
            Some(((*group).to_owned(), json(line?.as_bytes())))
        })
        .collect();
    let right = renamed.get(&(row.get(6), natural(row.get(2))));
    if let (Some(right), Some(wrong)) = (right, subject.get_mut("identity")) {
        wrong.clone_from(right);
    }
    Shown {
        device: name(0),
        branch: name(1),
        seq: natural(row.get(2)),
        entry: format!("{}.{}", row.get::<_, i64>(6), row.get::<_, i64>(2)),
        head: base64url(row.get(11)),
        counted_at,
        received_at,
        undated: Entry::parse(row.get(5)).is_ok_and(|entry| overview::is_undated(&entry)),
        line: json(row.get(5)),
        subject: (!subject.is_empty()).then_some(Value::Object(subject)),
        gone: row.get(12),
        gone_there: row.get::<_, Option<bool>>(13).unwrap_or_default(),
    }
}
