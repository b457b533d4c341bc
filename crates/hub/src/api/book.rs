//! A unit's book: its entries, the newest first.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::intake::natural;
use crate::store::{At, seeing};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, Query, State};
use checkpoint::base64url::base64url;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use tokio_postgres::Row;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Entries of a page.
const MOST: i64 = 200;

#[derive(Deserialize, IntoParams)]
pub(super) struct Page {
    /// The `next` of the page before.
    before: Option<String>,
    /// At most 200; else 50.
    limit: Option<i64>,
}

/// A page of the book.
#[derive(Serialize, ToSchema)]
pub(super) struct Book {
    entries: Vec<Shown>,
    /// Asks for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An entry as it was written, with what was sent of its subject.
#[derive(Serialize, ToSchema)]
pub(super) struct Shown {
    /// base64url, as kiosks show it.
    device: String,
    /// base64url.
    branch: String,
    seq: u64,
    /// The time that it counts for.
    #[schema(value_type = String, format = DateTime)]
    counted_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// The line; null where it is no JSON.
    #[schema(value_type = Object)]
    line: Value,
    /// Groups of its subject by name; absent for viewers, and where none were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    subject: Option<Value>,
}

/// Where a page ends.
struct Place {
    at: Timestamp,
    history: i64,
    seq: i64,
}

impl Place {
    /// Before everything that will ever be written.
    fn newest() -> Place {
        Place {
            at: Timestamp::MAX,
            history: i64::MAX,
            seq: i64::MAX,
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

/// Entries of one unit, the newest first.
#[utoipa::path(get, path = "/api/units/{unit}/entries", params(("unit" = String, Path), Page), responses((status = 200, body = Book), (status = 401, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn entries(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Book>, Refusal> {
    let unit = caller.unit(&desk, &unit).await?;
    let before = match &page.before {
        None => Place::newest(),
        Some(text) => Place::read(text).ok_or(Refusal::Malformed)?,
    };
    let limit = page.limit.unwrap_or(50).clamp(1, MOST);
    let with_subjects = caller.at_least(Role::Head).is_ok();
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &[unit]).await?;
    let statement = seen.prepare_cached(include_str!("entries.sql")).await?;
    let rows = seen
        .query(
            &statement,
            &[
                &unit,
                &At(before.at),
                &before.history,
                &before.seq,
                &limit,
                &with_subjects,
            ],
        )
        .await?;
    seen.commit().await?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| is_full).map(|row| {
        let At(at) = row.get(3);
        let place = Place {
            at,
            history: row.get(6),
            seq: row.get(2),
        };
        place.text()
    });
    Ok(Json(Book {
        entries: rows.iter().map(shown).collect(),
        next,
    }))
}

fn shown(row: &Row) -> Shown {
    let name = |column| base64url(row.get::<_, Uuid>(column).as_bytes());
    let (At(counted_at), At(received_at)) = (row.get(3), row.get(4));
    let json = |line: &[u8]| serde_json::from_slice(line).unwrap_or(Value::Null);
    let groups = ["identity", "contact", "health", "note"];
    let subject: serde_json::Map<String, Value> = groups
        .iter()
        .zip(7..)
        .filter_map(|(group, column)| {
            let line: Option<&str> = row.get(column);
            Some(((*group).to_owned(), json(line?.as_bytes())))
        })
        .collect();
    Shown {
        device: name(0),
        branch: name(1),
        seq: natural(row.get(2)),
        counted_at,
        received_at,
        line: json(row.get(5)),
        subject: (!subject.is_empty()).then_some(Value::Object(subject)),
    }
}
