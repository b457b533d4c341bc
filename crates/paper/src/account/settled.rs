//! What came later than it was asked for: after a day was settled, or after the hour at which a report was cut.

use crate::page::{Cell, Column, Part, Table};
use crate::words;
use checkpoint::report::{Figure, Report};
use jiff::civil::{Date, DateTime};

/// A day whose account was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub day: Date,
    /// When, in the unit's zone.
    pub at: DateTime,
    /// Who of the staff did it.
    pub by: String,
    /// What was written for the day since: it is among the day's figures, and told apart here.
    pub since: Report,
}

/// The days that were settled, each with its addendum.
pub(super) fn table(days: &[Settled]) -> Part {
    let columns = vec![
        Column::text("Ngày", 3),
        Column::text("Chốt lúc", 4),
        Column::text("Người chốt", 4),
        Column::number("Dòng bổ sung", 2),
        Column::number("Lượt vào", 2),
        Column::number("Lượt ra", 2),
    ];
    let mut table = Table::new("", columns);
    for day in days {
        table.row(vec![
            words::date(day.day).into(),
            format!(
                "{:02}:{:02} ngày {}",
                day.at.hour(),
                day.at.minute(),
                words::date(day.at.date())
            )
            .into(),
            Cell::from(day.by.as_str()),
            day.since.get(Figure::Entries).into(),
            day.since.people_in().into(),
            day.since.people_out().into(),
        ]);
    }
    Part::Table(table)
}

/// What the report before left out.
pub(super) fn carried(report: &Report) -> Part {
    Part::Text {
        text: format!(
            "{} dòng của những ngày trước được ghi sau giờ chốt số liệu của kỳ trước ({} lượt vào, {} lượt ra): tính ở đây, không nằm \
             trong các số liệu trên.",
            words::number(report.get(Figure::Entries)),
            words::number(report.people_in()),
            words::number(report.people_out()),
        ),
    }
}
