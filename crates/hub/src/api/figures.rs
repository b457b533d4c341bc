//! Figures: of a period for a report, and of a day by telephone.

use super::caller::Caller;
use super::{Desk, Refusal, refusal};
use crate::acts::Act;
use crate::overview::{Coverage, Gathered, Standing};
use crate::store::{Day, seeing};
use crate::users::Role;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use checkpoint::report::{Figure, Report};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::sync::Arc;
use tokio_postgres::types::ToSql;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The longest period of one report, in days.
const LONGEST: usize = 400;

/// A day's figure by telephone.
#[derive(Deserialize, ToSchema)]
pub(super) struct PhoneForm {
    #[schema(value_type = String)]
    day: Date,
    people_in: u32,
    people_out: u32,
    /// Who said it, and how: `bà Lan, văn phòng, gọi 16 giờ 40`
    source: String,
}

/// Notes a day's figure that somebody told. It holds until the log of that day is here.
#[utoipa::path(post, path = "/api/units/{unit}/phone-figures", params(("unit" = String, Path)), request_body = PhoneForm, responses((status = 201), (status = 403, body = refusal::Said), (status = 404, body = refusal::Said)))]
pub(super) async fn by_phone(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(unit): Path<String>,
    Json(form): Json<PhoneForm>,
) -> Result<StatusCode, Refusal> {
    caller.at_least(Role::Head)?;
    let unit = caller.unit(&desk, &unit).await?;
    let source = form.source.trim();
    if source.is_empty() || source.len() > 500 {
        return Err(Refusal::Malformed);
    }
    let client = desk.hub.store.hub().await?;
    client
        .execute(
            include_str!("add_figure.sql"),
            &[
                &unit,
                &Uuid::now_v7(),
                &Day(form.day),
                &i64::from(form.people_in),
                &i64::from(form.people_out),
                &source,
                &caller.session.user,
                &caller.session.name,
            ],
        )
        .await?;
    Ok(StatusCode::CREATED)
}

#[derive(Deserialize, IntoParams)]
pub(super) struct Span {
    /// UUID: the top of the branch.
    pub unit: String,
    /// `2026-03-02`
    #[param(value_type = String)]
    pub first: Date,
    #[param(value_type = String)]
    pub last: Date,
}

/// What a branch of the tree counted in a period.
#[derive(Serialize, ToSchema)]
pub(super) struct ReportShown {
    /// The branch's name.
    name: String,
    #[schema(value_type = String)]
    first: Date,
    #[schema(value_type = String)]
    last: Date,
    /// When it was asked for: the figures are as of then.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    total: Sum,
    /// Received on these days, of clocks that nobody trusts: it counts for no day and is in no other sum.
    undated: Sum,
    /// Of days that were drills: in no other sum.
    drill: Sum,
    /// Of all windows in which somebody counted, but those of drills; absent where nobody did: *chưa đếm*.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
    /// Parents first.
    units: Vec<UnitSum>,
    days: Vec<DaySum>,
    hours: Vec<HourSum>,
    ways: Ways,
}

#[derive(Clone, Copy, Default, Serialize, ToSchema)]
pub(super) struct Sum {
    entries: i64,
    people_in: i64,
    people_out: i64,
}

impl From<&Report> for Sum {
    fn from(report: &Report) -> Sum {
        Sum {
            entries: report.get(Figure::Entries),
            people_in: report.people_in(),
            people_out: report.people_out(),
        }
    }
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.entries += other.entries;
        self.people_in += other.people_in;
        self.people_out += other.people_out;
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct UnitSum {
    /// UUID.
    unit: String,
    name: String,
    depth: i32,
    sum: Sum,
    /// Received on these days and counted for none.
    undated: Sum,
    /// Of days that were drills: in no other sum.
    drill: Sum,
    #[schema(value_type = Vec<String>)]
    drills: Vec<Date>,
    /// But of drills; absent where nobody counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
    /// Days with figures by the log.
    counted: usize,
    zero: usize,
    rest: usize,
    by_hand: usize,
    /// Days of which the log isn't here, or not whole: *báo thiếu ngày*.
    #[schema(value_type = Vec<String>)]
    missing: Vec<Date>,
    /// It has no gate yet.
    no_post: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct DaySum {
    #[schema(value_type = String)]
    day: Date,
    sum: Sum,
    /// Of units that had a drill that day: not in `sum`.
    #[serde(skip_serializing_if = "Option::is_none")]
    drill: Option<Sum>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct HourSum {
    /// 0–23
    hour: i16,
    people_in: i64,
    people_out: i64,
}

/// How people passed, in and out together, and what else was written.
#[derive(Serialize, ToSchema)]
pub(super) struct Ways {
    scanned: i64,
    by_hand: i64,
    unscanned: i64,
    decided: i64,
    from_paper: i64,
    refused: i64,
    turned_away: i64,
    voids: i64,
    corrections: i64,
    gaps: i64,
}

/// The days of a period. Error: it ends before it begins, or is too long.
pub(super) fn days(first: Date, last: Date) -> Result<Vec<Date>, Refusal> {
    let days: Vec<Date> = first
        .series(1.day())
        .take_while(|day| *day <= last)
        .take(LONGEST + 1)
        .collect();
    if days.is_empty() || days.len() > LONGEST {
        return Err(Refusal::Span(LONGEST));
    }
    Ok(days)
}

async fn figures(desk: &Desk, top: Uuid, span: &Span) -> Result<ReportShown, Refusal> {
    let days = days(span.first, span.last)?;
    let at = Timestamp::now();
    let gathered = Gathered::gather(&desk.hub.store, top, &days, at).await?;
    let mut of_days: Vec<DaySum> = days
        .iter()
        .map(|&day| DaySum {
            day,
            sum: Sum::default(),
            drill: None,
        })
        .collect();
    let (mut total, mut undated, mut drill) = (Sum::default(), Sum::default(), Sum::default());
    let mut coverage = None;
    let (mut drill_units, mut drill_days) = (Vec::new(), Vec::new());
    let mut units = Vec::new();
    for unit in &gathered.tree {
        let mut own = UnitSum {
            unit: unit.unit.to_string(),
            name: unit.name.clone(),
            depth: unit.depth,
            sum: Sum::default(),
            undated: Sum::default(),
            drill: Sum::default(),
            drills: Vec::new(),
            coverage: None,
            counted: 0,
            zero: 0,
            rest: 0,
            by_hand: 0,
            missing: Vec::new(),
            no_post: false,
        };
        for of_day in &mut of_days {
            let figures = gathered.of(unit.unit, of_day.day);
            let (people_in, people_out) = figures.people();
            let sum = Sum {
                entries: figures.counted.entries,
                people_in,
                people_out,
            };
            if figures.standing == Standing::Drill {
                of_day.drill.get_or_insert_default().add(sum);
                own.drill.add(sum);
                drill_units.push(unit.unit);
                drill_days.push(Day(of_day.day));
            } else {
                of_day.sum.add(sum);
                own.sum.add(sum);
                own.coverage = Coverage::both(own.coverage, figures.coverage);
            }
            own.undated.add(Sum::from(&figures.undated));
            own.note(figures.standing, of_day.day);
        }
        total.add(own.sum);
        undated.add(own.undated);
        drill.add(own.drill);
        coverage = Coverage::both(coverage, own.coverage);
        units.push(own);
    }
    let names: Vec<Uuid> = gathered.tree.iter().map(|unit| unit.unit).collect();
    let mut reader = desk.hub.store.reader().await?;
    let seen = seeing(&mut reader, &names).await?;
    let (first, last) = (Day(span.first), Day(span.last));
    let asked: [&(dyn ToSql + Sync); 5] = [&names, &first, &last, &drill_units, &drill_days];
    let hours = seen.query(include_str!("hours.sql"), &asked).await?;
    let ways = seen.query_one(include_str!("ways.sql"), &asked).await?;
    seen.commit().await?;
    Ok(ReportShown {
        name: gathered
            .tree
            .first()
            .map(|top| top.name.clone())
            .unwrap_or_default(),
        first: span.first,
        last: span.last,
        at,
        total,
        undated,
        drill,
        coverage,
        units,
        days: of_days,
        hours: hours
            .iter()
            .map(|row| HourSum {
                hour: row.get(0),
                people_in: row.get(1),
                people_out: row.get(2),
            })
            .collect(),
        ways: Ways {
            scanned: ways.get(0),
            by_hand: ways.get(1),
            unscanned: ways.get(2),
            decided: ways.get(3),
            from_paper: ways.get(4),
            refused: ways.get(5),
            turned_away: ways.get(6),
            voids: ways.get(7),
            corrections: ways.get(8),
            gaps: ways.get(9),
        },
    })
}

impl UnitSum {
    fn note(&mut self, standing: Standing, day: Date) {
        match standing {
            Standing::Counted => self.counted += 1,
            Standing::Zero => self.zero += 1,
            Standing::Rest => self.rest += 1,
            Standing::ByHand => self.by_hand += 1,
            Standing::Drill => self.drills.push(day),
            Standing::Incomplete | Standing::Silent { .. } => self.missing.push(day),
            Standing::NoPost => self.no_post = true,
        }
    }
}

/// A branch's figures of a period.
#[utoipa::path(get, path = "/api/report", params(Span), responses((status = 200, body = ReportShown), (status = 404, body = refusal::Said)))]
pub(super) async fn report(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Query(span): Query<Span>,
) -> Result<Json<ReportShown>, Refusal> {
    let top = caller.unit(&desk, &span.unit).await?;
    Ok(Json(figures(&desk, top, &span).await?))
}

/// The same as CSV (UTF-8 with a byte-order mark, so that spreadsheets read its accents).
#[utoipa::path(get, path = "/api/report.csv", params(Span), responses((status = 200, body = String, content_type = "text/csv"), (status = 404, body = refusal::Said)))]
pub(super) async fn report_csv(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Query(span): Query<Span>,
) -> Result<Response, Refusal> {
    let top = caller.unit(&desk, &span.unit).await?;
    let shown = figures(&desk, top, &span).await?;
    caller.does(&desk, top, Act::Export).await?;
    let mut text = String::from(
        "\u{feff}Đơn vị,Vào,Ra,Dòng sổ,Ngày có số,Ngày bằng 0,Ngày nghỉ,Ngày số nhập tay,Ngày báo thiếu,\
         Dòng chưa rõ ngày,Vào chưa rõ ngày,Ra chưa rõ ngày,Ngày diễn tập,Vào diễn tập,Ra diễn tập,\
         Đếm qua cổng,Được ghi,Tỷ lệ (%)\r\n",
    );
    for unit in &shown.units {
        let listed = |days: &[Date]| {
            let days: Vec<String> = days.iter().map(Date::to_string).collect();
            cell(&days.join(" "))
        };
        let Sum {
            entries,
            people_in,
            people_out,
        } = unit.sum;
        let _ = write!(
            text,
            "{},{people_in},{people_out},{entries},{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
            cell(&unit.name),
            unit.counted,
            unit.zero,
            unit.rest,
            unit.by_hand,
            listed(&unit.missing),
            unit.undated.entries,
            unit.undated.people_in,
            unit.undated.people_out,
            listed(&unit.drills),
            unit.drill.people_in,
            unit.drill.people_out,
            covered(unit.coverage),
        );
    }
    let name = format!(
        "attachment; filename=\"chot-{}-{}.csv\"",
        span.first, span.last
    );
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, name.as_str()),
    ];
    Ok((headers, text).into_response())
}

/// Three cells: who passed and who was recorded while somebody counted, and the share, where it means something.
fn covered(coverage: Option<Coverage>) -> String {
    let Some(told) = coverage else {
        return "chưa đếm,,".to_owned();
    };
    let share = told
        .share
        .map(|share| format!("{}.{}", share / 10, share % 10));
    let share = share.unwrap_or_default();
    format!("{},{},{share}", told.passed, told.recorded)
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula() {
        assert_eq!(cell("=1+2"), "\"'=1+2\"");
        assert_eq!(cell("Xã \"Thử\""), "\"Xã \"\"Thử\"\"\"");
    }

    #[test]
    fn a_period_has_its_first_and_its_last_day() {
        let day = |text: &str| text.parse().unwrap();
        let three = days(day("2026-02-27"), day("2026-03-01")).unwrap();
        assert_eq!(three.len(), 3);
        assert!(days(day("2026-03-02"), day("2026-03-01")).is_err());
        assert!(days(day("2026-01-01"), day("2028-01-01")).is_err());
    }
}
