//! A branch's report on paper: PDF to sign, DOCX to edit, XLSX to count again.

use super::caller::Caller;
use super::figures::{Span, days};
use super::{Desk, Refusal, refusal};
use crate::acts::Act;
use crate::overview::{Gathered, Standing, Told};
use crate::store::{Day, Store, seeing, zone};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use checkpoint::report::{Figure, Period, Report, Rows, Slot};
use jiff::Timestamp;
use jiff::civil::Date;
use paper::account::{UnitLine, Window};
use paper::{Account, Letter, Page, PaperError};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// What it is printed as.
#[derive(Clone, Copy)]
enum Form {
    Pdf,
    Docx,
    Xlsx,
}

impl Form {
    fn of(word: &str) -> Option<Form> {
        match word {
            "pdf" => Some(Form::Pdf),
            "docx" => Some(Form::Docx),
            "xlsx" => Some(Form::Xlsx),
            _ => None,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Form::Pdf => "application/pdf",
            Form::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    fn print(self, page: &Page) -> Result<Vec<u8>, PaperError> {
        match self {
            Form::Pdf => paper::pdf::page(page),
            Form::Docx => paper::docx::page(page),
            Form::Xlsx => paper::xlsx::page(page),
        }
    }
}

/// A branch's report of a period, as `pdf`, `docx` or `xlsx`. It counts the log alone; what was told by telephone stands
/// beside its unit.
#[utoipa::path(get, path = "/api/report/{form}", params(("form" = String, Path), Span), responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = 404, body = refusal::Said)))]
pub(super) async fn printed(
    State(desk): State<Arc<Desk>>,
    caller: Caller,
    Path(word): Path<String>,
    Query(span): Query<Span>,
) -> Result<Response, Refusal> {
    let form = Form::of(&word).ok_or(Refusal::NotFound)?;
    let top = caller.unit(&desk, &span.unit).await?;
    let days = days(span.first, span.last)?;
    let period = Period::new(span.first, span.last).ok_or(Refusal::Malformed)?;
    let now = Timestamp::now();
    let store = &desk.hub.store;
    let gathered = Gathered::gather(store, top, &days, now).await?;
    let units: Vec<Uuid> = gathered.tree.iter().map(|unit| unit.unit).collect();
    let (by_unit, drilled) = rows(store, &units, &period).await?;
    let mut whole = Rows::default();
    by_unit.values().for_each(|own| whole.merge(own));
    let name = gathered.tree.first().map(|unit| unit.name.as_str());
    let mut account = Account::new(name.unwrap_or_default(), period, whole);
    let mut before = Report::default();
    for own in rows(store, &units, &period.before()).await?.0.values() {
        before.merge(&own.total());
    }
    account.before = Some(before);
    account.drilled = Some(drilled);
    for unit in &gathered.tree {
        for &day in &days {
            let undated = gathered.of(unit.unit, day).undated;
            account.untrusted.merge(&undated);
            if gathered.is_drill(unit.unit, day) {
                account.drills.push(day);
                continue;
            }
            let local = |at| gathered.told.local(unit.unit, at);
            let windows = gathered.windows(unit.unit, day).iter();
            account.windows.extend(windows.map(|window| Window {
                from: local(window.from),
                to: local(window.to),
                counter: unit.name.clone(),
                passed: window.counted,
                recorded: window.recorded,
            }));
        }
    }
    account.drills.sort_unstable();
    account.drills.dedup();
    let today = zone("Asia/Ho_Chi_Minh").to_datetime(now);
    account.cut = (span.last >= today.date()).then_some(today);
    let lines = gathered.tree.iter().map(|unit| UnitLine {
        name: unit.name.clone(),
        depth: u16::try_from(unit.depth).unwrap_or_default(),
        report: by_unit.get(&unit.unit).map(Rows::total).unwrap_or_default(),
        standing: standing(&gathered, unit.unit, &days),
    });
    account.units = lines.collect();
    let page = account.page(&Letter::default(), today.date());
    let unable = |error: &dyn std::error::Error| {
        tracing::error!(%error, "a report couldn't be printed");
        Refusal::Unable
    };
    let made = tokio::task::spawn_blocking(move || form.print(&page)).await;
    let bytes = made
        .map_err(|error| unable(&error))?
        .map_err(|error| unable(&error))?;
    caller.does(&desk, top, Act::Export).await?;
    let name = format!(
        "attachment; filename=\"chot-{}-{}.{word}\"",
        span.first, span.last
    );
    let headers = [
        (header::CONTENT_TYPE, form.kind()),
        (header::CONTENT_DISPOSITION, name.as_str()),
    ];
    Ok((headers, bytes).into_response())
}

/// What each unit counted in a period, by hour and gate; and what days that were drills counted, all together.
async fn rows(
    store: &Store,
    units: &[Uuid],
    period: &Period,
) -> Result<(BTreeMap<Uuid, Rows>, Report), Refusal> {
    let mut reader = store.reader().await?;
    let seen = seeing(&mut reader, units).await?;
    let (first, last) = (Day(period.first()), Day(period.last()));
    let rows = seen
        .query(include_str!("report_rows.sql"), &[&units, &first, &last])
        .await?;
    let told = Told::read(&seen, units, (period.first(), period.last())).await?;
    seen.commit().await?;
    let mut drilled = Report::default();
    let mut by_unit: BTreeMap<Uuid, Rows> = BTreeMap::new();
    for row in &rows {
        let Day(day) = row.get(1);
        let slot = Slot {
            day,
            hour: i8::try_from(row.get::<_, i16>(2)).unwrap_or_default(),
            gate: u32::try_from(row.get::<_, i64>(3)).unwrap_or_default(),
        };
        let mut figures = [0; Figure::ALL.len()];
        for (place, figure) in figures.iter_mut().enumerate() {
            *figure = row.get(place + 4);
        }
        let figures = Report::of(figures);
        if told.drills.contains(&(row.get(0), Day(day))) {
            drilled.merge(&figures);
            continue;
        }
        let own = by_unit.entry(row.get(0)).or_default();
        own.0.entry(slot).or_default().merge(&figures);
    }
    Ok((by_unit, drilled))
}

/// The words that tell their figures, since these are in no column.
const BY_HAND: &str = "số nhập tay";
const DRILL: &str = "diễn tập";

/// How a unit's figures of the days stand, in the screen's words.
fn standing(gathered: &Gathered, unit: Uuid, days: &[Date]) -> String {
    // By word: on how many days, and people in and out.
    let mut told: Vec<(&str, usize, i64, i64)> = Vec::new();
    for &day in days {
        let figures = gathered.of(unit, day);
        let word = match figures.standing {
            Standing::Counted => "có số",
            Standing::Zero => "bằng 0",
            Standing::Rest => "nghỉ",
            Standing::Incomplete => "báo thiếu ngày",
            Standing::Silent { .. } => "im lặng",
            Standing::ByHand => BY_HAND,
            Standing::Drill => DRILL,
            Standing::NoPost => "chưa có cổng",
        };
        let (people_in, people_out) = figures.people();
        match told.iter_mut().find(|known| known.0 == word) {
            Some((_, count, comes, goes)) => {
                *count += 1;
                *comes += people_in;
                *goes += people_out;
            }
            None => told.push((word, 1, people_in, people_out)),
        }
    }
    let parts = told.iter().map(|(word, count, people_in, people_out)| {
        let figures = if [BY_HAND, DRILL].contains(word) {
            format!(" (vào {people_in}, ra {people_out})")
        } else {
            String::new()
        };
        if days.len() == 1 {
            format!("{word}{figures}")
        } else {
            format!("{word}{figures}: {count} ngày")
        }
    });
    parts.collect::<Vec<_>>().join("; ")
}
