//! Who is inside, and who was inside together with whom.

use super::book::beginning;
use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::acts::{self, Act};
use crate::intake::{int, natural};
use crate::overview;
use crate::store::{At, Day, seeing};
use crate::users::{self, Role};
use axum::Json;
use axum::extract::{Path, Query, State};
use checkpoint::entry::{Entry, Kind};
use checkpoint::presence::{Name, Passage, Presence, Recorded, Stay, Time};
use checkpoint::report::Figure;
use checkpoint::subject::{Identity, Who};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Days that one question may be about: as long as an incubation may take, and then some.
const MOST_DAYS: i32 = 31;

#[derive(Deserialize, IntoParams)]
pub(super) struct When {
    /// RFC 3339; else now.
    #[param(value_type = Option<String>)]
    at: Option<Timestamp>,
}

/// Who was inside of a unit at a moment.
#[derive(Serialize, ToSchema)]
pub(super) struct Inside {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Those who can be told apart, by the time they came.
    people: Vec<Present>,
    /// People without a name or number, counted in less counted out.
    unnamed: u64,
    zone: String,
}

/// Somebody's stay, with what was sent of them.
#[derive(Clone, Serialize, ToSchema)]
pub(super) struct Present {
    /// Names their entry: `history.seq`
    entry: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_year: Option<i16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last4: Option<String>,
    /// Phone number, where it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// When they came in; absent where nobody saw it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    came_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    came_gate: Option<u32>,
    /// When they went; absent where nobody saw it, or not yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    left_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_gate: Option<u32>,
    /// A time of it was typed in by hand.
    by_hand: bool,
    /// A time of it is of a clock that nobody trusts.
    undated: bool,
}

/// Days of a unit, as its gates' logs tell them together.
struct Days {
    presence: Presence,
    /// Identity and contact lines by entry.
    subjects: BTreeMap<Name, (Option<String>, Option<String>)>,
}

impl Days {
    async fn read(
        desk: &Desk,
        unit: Uuid,
        span: (Timestamp, Timestamp),
        with_subjects: bool,
    ) -> Result<Days, Refusal> {
        let mut reader = desk.hub.store.reader().await?;
        let seen = seeing(&mut reader, &[unit]).await?;
        let statement = seen.prepare_cached(include_str!("day_entries.sql")).await?;
        let rows = seen
            .query(&statement, &[&unit, &At(span.0), &At(span.1), &true])
            .await?;
        seen.commit().await?;
        let mut recorded = Vec::new();
        let mut subjects: BTreeMap<Name, (Option<String>, Option<String>)> = BTreeMap::new();
        for row in &rows {
            // What can't be read moves nobody.
            let Ok(entry) = Entry::parse(row.get(2)) else {
                continue;
            };
            let name: Name = (row.get(0), natural(row.get(1)));
            let identity: Option<String> = row.get(3);
            let who = identity.as_deref().map(Who::of_identity_line);
            let who = who.unwrap_or_default();
            let renames = identity.is_some() && entry.said.kind == Kind::Correct;
            let renamed = entry.said.of.filter(|_| renames);
            recorded.push(Recorded::in_history(name.0, entry, who));
            if !with_subjects {
                continue;
            }
            // A correction that names somebody says who they are; how they can be reached stands at the entry.
            if let Some(of) = renamed
                && let Some((wrong, _)) = subjects.get_mut(&(name.0, of.seq))
            {
                wrong.clone_from(&identity);
            }
            subjects.insert(name, (identity, row.get(4)));
        }
        Ok(Days {
            presence: Presence::of(&recorded),
            subjects,
        })
    }

    fn present(&self, stay: &Stay) -> Present {
        let named = stay.named();
        let name = named.map_or((0, 0), |passage| passage.named_by);
        let (identity, contact) = self.subjects.get(&name).cloned().unwrap_or_default();
        let identity = identity
            .and_then(|line| Identity::parse(&line).ok())
            .unwrap_or_default();
        let contact: Option<Value> = contact.and_then(|line| serde_json::from_str(&line).ok());
        let by_hand = |passage: Option<Passage>| passage.is_some_and(|passage| passage.by_hand);
        Present {
            entry: format!("{}.{}", name.0, name.1),
            name: identity.name,
            birth_year: identity.birth_year,
            last4: identity.last4,
            phone: contact.and_then(|contact| contact["phone"].as_str().map(str::to_owned)),
            came_at: stay.came.map(|came| came.at),
            came_gate: stay.came.map(|came| came.gate),
            left_at: stay.left.map(|left| left.at),
            left_gate: stay.left.map(|left| left.gate),
            by_hand: by_hand(stay.came) || by_hand(stay.left),
            undated: [stay.came, stay.left]
                .into_iter()
                .flatten()
                .any(|passage| passage.time == Time::Estimated),
        }
    }
}

/// A unit's zone by its name.
async fn zone_of(desk: &Desk, unit: Uuid) -> Result<String, Refusal> {
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &[unit]).await?;
    let row = seen.query_one(include_str!("zone.sql"), &[&unit]).await?;
    seen.commit().await?;
    Ok(row.get(0))
}

/// How many entries without a day a unit sent on some days.
async fn undated_of(desk: &Desk, unit: Uuid, days: (Date, Date)) -> Result<i64, Refusal> {
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &[unit]).await?;
    let undated = overview::undated(&seen, &[unit], days).await?;
    seen.commit().await?;
    let entries = undated.values().map(|report| report.get(Figure::Entries));
    Ok(entries.sum())
}

/// Who was inside at a moment, of those who came that day.
#[utoipa::path(get, path = "/api/units/{unit}/inside", params(("unit" = String, Path), When), responses((status = 200, body = Inside), (status = 404, body = refusal::Said)))]
pub(super) async fn inside(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Query(when): Query<When>,
) -> Result<Json<Inside>, Refusal> {
    let unit = caller.unit(&desk, &unit).await?;
    let zone = zone_of(&desk, unit).await?;
    let at = when.at.unwrap_or_else(Timestamp::now);
    let unit_zone = crate::store::zone(&zone);
    let begins = beginning(unit_zone.to_datetime(at).date(), &unit_zone);
    let with_subjects = caller.at_least(Role::Head).is_ok();
    // An entry of the very moment counts.
    let ends = at + SignedDuration::from_micros(1);
    let day = Days::read(&desk, unit, (begins, ends), with_subjects).await?;
    let people = day.presence.stays.iter().filter(|stay| stay.holds(at));
    Ok(Json(Inside {
        at,
        people: people.map(|stay| day.present(stay)).collect(),
        unnamed: day.presence.unnamed_at(at),
        zone,
    }))
}

/// Asks who was inside together with somebody. Each question is kept with its answer's size.
#[derive(Deserialize, ToSchema)]
pub(super) struct ExposureForm {
    /// The days to look at, at most 31.
    #[schema(value_type = String)]
    first: Date,
    #[schema(value_type = String)]
    last: Date,
    /// An entry of theirs, as `inside` names it: `history.seq`
    entry: String,
    /// The least minutes together.
    minutes: i32,
    /// The user's own, once more.
    password: String,
    /// Who wants to know.
    requester: String,
    /// By which document.
    document: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Exposure {
    /// Their own stays of the days.
    person: Vec<Present>,
    /// Everyone whose stay overlapped, the longest first.
    met: Vec<Met>,
    /// People without a name who passed on the days: nobody can say whether they met.
    unnamed: u64,
    /// Entries without a day that were received on the days: whoever they are of may have been there, too.
    undated: i64,
    zone: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Met {
    who: Present,
    /// Together.
    minutes: i64,
    /// Both ends of both stays were seen, by clocks that are trusted; else the time is an estimate that leaves nobody out: an
    /// end that nobody saw is that of its day.
    certain: bool,
}

/// Lists who was inside together with somebody, for tracing.
#[utoipa::path(post, path = "/api/units/{unit}/exposures", params(("unit" = String, Path)), request_body = ExposureForm, responses((status = 200, body = Exposure), (status = 401, body = refusal::Said), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn exposure(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<ExposureForm>,
) -> Result<Json<Exposure>, Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let (requester, document) = (form.requester.trim(), form.document.trim());
    if !(1..=MOST_DAYS).contains(&((form.last - form.first).get_days() + 1)) {
        return Err(Refusal::Span(MOST_DAYS as usize));
    }
    let is_said = |text: &str| !text.is_empty() && text.len() <= 500;
    if !is_said(requester) || !is_said(document) || !(0..=24 * 60).contains(&form.minutes) {
        return Err(Refusal::Malformed);
    }
    let parts = form.entry.split_once('.').ok_or(Refusal::Malformed)?;
    let (Ok(history), Ok(seq)) = (parts.0.parse::<i64>(), parts.1.parse::<u64>()) else {
        return Err(Refusal::Malformed);
    };
    users::confirm(
        &desk.hub.store,
        &desk.hasher,
        &caller.session,
        &form.password,
        Timestamp::now(),
    )
    .await?;
    let zone = zone_of(&desk, unit).await?;
    let unit_zone = crate::store::zone(&zone);
    let now = Timestamp::now();
    let next = form.last.tomorrow().unwrap_or(form.last);
    let span = (
        beginning(form.first, &unit_zone),
        beginning(next, &unit_zone).min(now),
    );
    let days = Days::read(&desk, unit, span, true).await?;
    let stays = &days.presence.stays;
    let asked = stays.iter().find(|stay| stay.is_told_by((history, seq)));
    let whose = asked.ok_or(Refusal::NotFound)?.whose;
    let own: Vec<&Stay> = stays.iter().filter(|stay| stay.whose == whose).collect();
    let day = |at: Timestamp| {
        let day = unit_zone.to_datetime(at).date();
        let ends = beginning(day.tomorrow().unwrap_or(day), &unit_zone);
        // Nobody stays into the future, and one whose clock is ahead isn't dropped.
        (beginning(day, &unit_zone), ends.min(now).max(at))
    };
    let is_own = |stay: &Stay| stay.whose == whose;
    let least = i64::from(form.minutes);
    let met = days.presence.met(is_own, span, least, &day);
    let met: Vec<Met> = met
        .into_iter()
        .map(|met| Met {
            who: days.present(met.stay),
            minutes: met.minutes,
            certain: met.time != Time::Estimated,
        })
        .collect();
    let listed = i32::try_from(met.len()).unwrap_or(i32::MAX);
    let undated = undated_of(&desk, unit, (form.first, form.last)).await?;
    // Kept before anybody sees the list.
    let of = acts::entry_at(&desk.hub.store, unit, history, seq).await?;
    caller.does(&desk, unit, Act::Reveal(of)).await?;
    let client = desk.hub.store.hub().await?;
    client
        .execute(
            include_str!("disclose.sql"),
            &[
                &unit,
                &Uuid::now_v7(),
                &caller.session.user,
                &caller.session.name,
                &requester,
                &document,
                &history,
                &int(seq),
                &form.minutes,
                &listed,
                &Day(form.first),
                &Day(form.last),
            ],
        )
        .await?;
    let unnamed = days.presence.unnamed.iter();
    Ok(Json(Exposure {
        person: own.iter().map(|stay| days.present(stay)).collect(),
        met,
        unnamed: unnamed
            .map(|unnamed| u64::from(unnamed.passage.count))
            .sum(),
        undated,
        zone,
    }))
}

/// A question that was answered.
#[derive(Serialize, ToSchema)]
pub(super) struct Disclosure {
    #[schema(value_type = String, format = DateTime)]
    asked_at: Timestamp,
    asked_by: String,
    requester: String,
    document: String,
    minutes: i32,
    /// How many people were listed.
    listed: i32,
    /// The days that were asked for; absent where they weren't kept yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    first: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    last: Option<Date>,
}

/// Who was told whom somebody met, the newest first.
#[utoipa::path(get, path = "/api/units/{unit}/exposures", params(("unit" = String, Path)), responses((status = 200, body = Vec<Disclosure>), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn disclosures(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
) -> Result<Json<Vec<Disclosure>>, Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &[unit]).await?;
    let rows = seen
        .query(include_str!("disclosures.sql"), &[&unit])
        .await?;
    seen.commit().await?;
    let told = rows.iter().map(|row| {
        let At(asked_at) = row.get(0);
        let day = |column| row.get::<_, Option<Day>>(column).map(|Day(day)| day);
        Disclosure {
            asked_at,
            asked_by: row.get(1),
            requester: row.get(2),
            document: row.get(3),
            minutes: row.get(4),
            listed: row.get(5),
            first: day(6),
            last: day(7),
        }
    });
    Ok(Json(told.collect()))
}
