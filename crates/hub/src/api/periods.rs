//! *Period*: days that were settled (*chốt kỳ*). What was frozen never changes; what came later is a change beside it.

use super::caller::Caller;
use super::figures::days;
use super::{Desk, Refusal, refusal};
use crate::overview::{Coverage, Gathered, Standing, UnitFigures};
use crate::store::{At, Day, seeing};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
pub(super) struct FreezeForm {
    /// UUID: the top of the branch.
    unit: String,
    #[schema(value_type = String)]
    first: Date,
    #[schema(value_type = String)]
    last: Date,
}

/// A settled period.
#[derive(Serialize, ToSchema)]
pub(super) struct Period {
    /// UUID.
    period: String,
    /// UUID: the top of the branch.
    unit: String,
    #[schema(value_type = String)]
    first: Date,
    #[schema(value_type = String)]
    last: Date,
    frozen_by: String,
    #[schema(value_type = String, format = DateTime)]
    frozen_at: Timestamp,
}

/// A settled period with what has changed since.
#[derive(Serialize, ToSchema)]
pub(super) struct PeriodShown {
    period: Period,
    people_in: i64,
    people_out: i64,
    /// What later data adds to the period, or takes from it.
    change_in: i64,
    change_out: i64,
    /// Of days that were drills, as frozen: in no other sum.
    drill_in: i64,
    drill_out: i64,
    /// Of all windows in which somebody counted, but those of drills, as frozen; absent where nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
    rows: Vec<PeriodRow>,
}

/// A unit's day as it was frozen, and as it is now.
#[derive(Serialize, ToSchema)]
pub(super) struct PeriodRow {
    /// UUID.
    unit: String,
    name: String,
    #[schema(value_type = String)]
    day: Date,
    /// `counted`, `zero`, `rest`, `incomplete`, `silent`, `by-hand`, `drill`, `no-post`
    standing: String,
    people_in: i64,
    people_out: i64,
    /// Absent where nobody counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
    /// Absent where nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<Changed>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Changed {
    standing: String,
    people_in: i64,
    people_out: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
}

/// Freezes a period of a branch as it stands now.
#[utoipa::path(post, path = "/api/periods", request_body = FreezeForm, responses((status = 201, body = Period), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn freeze(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Json(form): Json<FreezeForm>,
) -> Result<(StatusCode, Json<Period>), Refusal> {
    caller.at_least(Role::Head)?;
    let top = caller.unit(&desk, &form.unit).await?;
    let days = days(form.first, form.last)?;
    let now = Timestamp::now();
    let gathered = Gathered::gather(&desk.hub.store, top, &days, now).await?;
    let period = Uuid::now_v7();
    let mut rows = Rows::default();
    for unit in &gathered.tree {
        for &day in &days {
            let figures = gathered.of(unit.unit, day);
            let (people_in, people_out) = figures.people();
            rows.units.push(unit.unit);
            rows.periods.push(period);
            rows.days.push(Day(day));
            rows.names.push(unit.name.clone());
            rows.standings.push(figures.standing.word());
            rows.entries.push(figures.counted.entries);
            rows.people_in.push(people_in);
            rows.people_out.push(people_out);
            rows.passed.push(figures.coverage.map(|told| told.passed));
            rows.recorded
                .push(figures.coverage.map(|told| told.recorded));
        }
    }
    let mut client = desk.hub.store.hub().await?;
    let transaction = client.transaction().await?;
    let session = &caller.session;
    transaction
        .execute(
            include_str!("freeze.sql"),
            &[
                &top,
                &period,
                &Day(form.first),
                &Day(form.last),
                &session.user,
                &session.name,
            ],
        )
        .await?;
    transaction
        .execute(
            include_str!("freeze_row.sql"),
            &[
                &rows.units,
                &rows.periods,
                &rows.days,
                &rows.names,
                &rows.standings,
                &rows.entries,
                &rows.people_in,
                &rows.people_out,
                &rows.passed,
                &rows.recorded,
            ],
        )
        .await?;
    transaction.commit().await?;
    let frozen = Period {
        period: period.to_string(),
        unit: top.to_string(),
        first: form.first,
        last: form.last,
        frozen_by: session.name.clone(),
        frozen_at: now,
    };
    Ok((StatusCode::CREATED, Json(frozen)))
}

/// Columns of frozen rows.
#[derive(Default)]
struct Rows {
    units: Vec<Uuid>,
    periods: Vec<Uuid>,
    days: Vec<Day>,
    names: Vec<String>,
    standings: Vec<&'static str>,
    entries: Vec<i64>,
    people_in: Vec<i64>,
    people_out: Vec<i64>,
    passed: Vec<Option<i64>>,
    recorded: Vec<Option<i64>>,
}

/// Settled periods of the user's units, the newest first.
#[utoipa::path(get, path = "/api/periods", responses((status = 200, body = Vec<Period>), (status = 401, body = refusal::Said)))]
pub(super) async fn periods(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
) -> Result<Json<Vec<Period>>, Refusal> {
    let units = caller.units(&desk).await?;
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &units).await?;
    let rows = seen.query(include_str!("periods.sql"), &[&units]).await?;
    seen.commit().await?;
    Ok(Json(rows.iter().map(period_of).collect()))
}

/// One settled period: what was frozen, and what later data changed.
#[utoipa::path(get, path = "/api/periods/{period}", params(("period" = String, Path)), responses((status = 200, body = PeriodShown), (status = 404, body = refusal::Said)))]
pub(super) async fn period(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(period): Path<String>,
) -> Result<Json<PeriodShown>, Refusal> {
    let name = Uuid::try_parse(&period).map_err(|_| Refusal::NotFound)?;
    let units = caller.units(&desk).await?;
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &units).await?;
    let row = seen
        .query_opt(include_str!("period.sql"), &[&units, &name])
        .await?
        .ok_or(Refusal::NotFound)?;
    let rows = seen
        .query(include_str!("period_rows.sql"), &[&units, &name])
        .await?;
    seen.commit().await?;
    drop(reader);
    let period = period_of(&row);
    let days = days(period.first, period.last)?;
    let now = Gathered::gather(&desk.hub.store, row.get(0), &days, Timestamp::now()).await?;
    let mut shown = PeriodShown {
        period,
        people_in: 0,
        people_out: 0,
        change_in: 0,
        change_out: 0,
        drill_in: 0,
        drill_out: 0,
        coverage: None,
        rows: Vec::new(),
    };
    let mut frozen: BTreeMap<(Uuid, Day), PeriodRow> = rows.iter().map(row_of).collect();
    // Also a unit that came to the branch since: what it has to say is new.
    for unit in &now.tree {
        for &day in &days {
            let (unit_now, frozen) = (now.of(unit.unit, day), &mut frozen);
            let before = frozen.remove(&(unit.unit, Day(day)));
            let own = before.unwrap_or_else(|| PeriodRow {
                unit: unit.unit.to_string(),
                name: unit.name.clone(),
                day,
                standing: "no-post".to_owned(),
                people_in: 0,
                people_out: 0,
                coverage: None,
                now: None,
            });
            shown.take(own, &unit_now);
        }
    }
    // A unit that has left the branch since: its days stand as they were frozen.
    for own in frozen.into_values() {
        shown.sum(&own);
        shown.rows.push(own);
    }
    Ok(Json(shown))
}

impl PeriodShown {
    /// Adds what was frozen.
    fn sum(&mut self, own: &PeriodRow) {
        if own.is_drill() {
            self.drill_in += own.people_in;
            self.drill_out += own.people_out;
            return;
        }
        self.people_in += own.people_in;
        self.people_out += own.people_out;
        self.coverage = Coverage::both(self.coverage, own.coverage);
    }

    fn take(&mut self, mut own: PeriodRow, now: &UnitFigures) {
        self.sum(&own);
        let (people_in, people_out) = now.people();
        // What a drill counts is in no sum, so it changes none.
        if now.standing != Standing::Drill {
            self.change_in += people_in;
            self.change_out += people_out;
        }
        if !own.is_drill() {
            self.change_in -= own.people_in;
            self.change_out -= own.people_out;
        }
        let changed = Changed {
            standing: now.standing.word().to_owned(),
            people_in,
            people_out,
            coverage: now.coverage,
        };
        let is_same = own.standing == changed.standing
            && (own.people_in, own.people_out) == (people_in, people_out)
            && own.coverage == now.coverage;
        own.now = (!is_same).then_some(changed);
        self.rows.push(own);
    }
}

impl PeriodRow {
    fn is_drill(&self) -> bool {
        self.standing == Standing::Drill.word()
    }
}

fn period_of(row: &Row) -> Period {
    let (Day(first), Day(last), At(frozen_at)) = (row.get(2), row.get(3), row.get(5));
    Period {
        unit: row.get::<_, Uuid>(0).to_string(),
        period: row.get::<_, Uuid>(1).to_string(),
        first,
        last,
        frozen_by: row.get(4),
        frozen_at,
    }
}

fn row_of(row: &Row) -> ((Uuid, Day), PeriodRow) {
    let unit: Uuid = row.get(0);
    let Day(day) = row.get(1);
    let (passed, recorded): (Option<i64>, Option<i64>) = (row.get(7), row.get(8));
    let own = PeriodRow {
        unit: unit.to_string(),
        name: row.get(2),
        day,
        standing: row.get(3),
        people_in: row.get(5),
        people_out: row.get(6),
        coverage: passed
            .zip(recorded)
            .map(|(passed, recorded)| Coverage::new(passed, recorded)),
        now: None,
    };
    ((unit, Day(day)), own)
}
