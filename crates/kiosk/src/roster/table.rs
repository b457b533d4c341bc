//! *Table*: a list with what the log tells of it, for a folder: XLSX or CSV.

use super::standing::{Standing, Stands};
use checkpoint::roster::share;
use jiff::tz::TimeZone;
use paper::csv::Csv;
use paper::page::{Cell, Column};
use paper::xlsx::Spreadsheet;
use paper::{PaperError, words};
use std::io::Cursor;

fn columns() -> Vec<Column> {
    vec![
        Column::number("STT", 4),
        Column::text("Họ và tên", 18),
        Column::text("Sinh", 8),
        Column::text("Nhóm", 10),
        Column::text("Hôm nay", 7),
        Column::text("Tuần này", 7),
        Column::text("Lần cuối", 12),
        Column::text("Bằng mã", 18),
        Column::text("Ứng dụng", 7),
        Column::text("Báo vắng", 7),
    ]
}

fn cells(number: i64, one: &Standing, zone: &TimeZone) -> Vec<Cell> {
    let (told, member) = (&one.told, &one.listed.member);
    let yes = |is: bool| if is { "có" } else { "" };
    let by = told
        .by
        .iter()
        .map(|by| by.map_or("Nhập tay", words::document));
    let last = told.last.map(|at| {
        let local = zone.to_datetime(at);
        format!(
            "{:02}:{:02} {}",
            local.hour(),
            local.minute(),
            words::date(local.date())
        )
    });
    vec![
        number.into(),
        member.name.as_str().into(),
        member.born().into(),
        one.listed.group.as_str().into(),
        yes(told.today).into(),
        yes(told.this_week).into(),
        last.unwrap_or_else(|| "chưa thấy".to_owned()).into(),
        by.collect::<Vec<_>>().join(", ").into(),
        yes(told.has_app()).into(),
        yes(one.is_absent).into(),
    ]
}

/// Each group's figures, and the sum.
fn sums(stands: &Stands) -> Vec<Vec<Cell>> {
    let whole = stands.figures(None);
    let groups = stands.groups().into_iter();
    let rows = groups.chain([("Cả danh sách", whole)]);
    rows.map(|(name, figures)| {
        let number = |count: usize| Cell::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let part = |count: usize| share(count, figures.people).map_or(Cell::Nothing, Cell::Share);
        vec![
            name.into(),
            number(figures.people),
            number(figures.today),
            part(figures.today),
            number(figures.this_week),
            part(figures.this_week),
            number(figures.never),
            number(figures.app),
            part(figures.app),
        ]
    })
    .collect()
}

fn sum_columns() -> Vec<Column> {
    vec![
        Column::text("Nhóm", 14),
        Column::number("Số người", 7),
        Column::number("Hôm nay", 7),
        Column::number("Tỷ lệ", 6),
        Column::number("Tuần này", 7),
        Column::number("Tỷ lệ", 6),
        Column::number("Chưa thấy", 7),
        Column::number("Có ứng dụng", 8),
        Column::number("Tỷ lệ", 6),
    ]
}

/// A sheet of people and one of figures.
pub(super) fn xlsx(stands: &Stands, zone: &TimeZone) -> Result<Vec<u8>, PaperError> {
    let mut spreadsheet = Spreadsheet::new(&stands.roster.name, stands.today, None)?;
    spreadsheet.list("Danh sách", &columns())?;
    for (number, one) in (1..).zip(&stands.people) {
        spreadsheet.row(&cells(number, one, zone))?;
    }
    spreadsheet.list("Tổng", &sum_columns())?;
    for row in sums(stands) {
        spreadsheet.row(&row)?;
    }
    let mut bytes = Cursor::new(Vec::new());
    spreadsheet.done(&mut bytes)?;
    Ok(bytes.into_inner())
}

/// The people alone.
pub(super) fn csv(stands: &Stands, zone: &TimeZone) -> Result<Vec<u8>, PaperError> {
    let mut csv = Csv::new(Vec::new())?;
    csv.titles(&columns())?;
    for (number, one) in (1..).zip(&stands.people) {
        csv.row(&cells(number, one, zone))?;
    }
    Ok(csv.done()?)
}
