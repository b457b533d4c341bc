//! *Inspection*: how a gate was found to be kept (*Phiếu kiểm tra cổng*), on one page.

use crate::letter::Letter;
use crate::page::{Cell, Column, Page, Part, Table};
use crate::words;
use jiff::civil::DateTime;

/// What somebody found at a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The unit, by its name.
    pub unit: String,
    pub gate: String,
    /// When, in the unit's zone.
    pub at: DateTime,
    /// Who inspected; empty where nobody was signed on.
    pub by: String,
    /// Where the scan point stands.
    pub position: String,
    /// Who is on duty there.
    pub on_duty: String,
    /// The unit watches its gate itself.
    pub monitors: bool,
    pub recommendations: String,
    /// Which reminder it is; 0 for none.
    pub reminder: u32,
    pub sample: Option<Sample>,
}

/// Of those whom somebody counted through the gate, how many were recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    pub from: DateTime,
    pub until: DateTime,
    pub counted: i64,
    pub recorded: i64,
    /// In tenths of a percent; None where too few passed for a share to mean anything.
    pub share: Option<i64>,
}

impl Sample {
    /// `07:30–07:40: 42 người qua, ghi được 40 (95,2%)`
    fn text(&self) -> String {
        let share = self.share.map(words::share);
        let share = share.map_or_else(String::new, |share| format!(" ({share})"));
        format!(
            "{}–{}: {} người qua, ghi được {}{share}",
            self.from.strftime("%H:%M"),
            self.until.strftime("%H:%M"),
            words::number(self.counted),
            words::number(self.recorded),
        )
    }
}

impl Inspection {
    pub fn page(&self, letter: &Letter) -> Page {
        let said = |text: &str| match text {
            "" => "(không ghi)".to_owned(),
            text => text.to_owned(),
        };
        let rows = [
            ("Vị trí điểm quét", said(&self.position)),
            ("Người trực", said(&self.on_duty)),
            (
                "Đơn vị tự giám sát",
                if self.monitors { "Có" } else { "Không" }.to_owned(),
            ),
            (
                "Đếm mẫu",
                self.sample
                    .map_or_else(|| "(không đếm)".to_owned(), |one| one.text()),
            ),
            ("Kiến nghị", said(&self.recommendations)),
            (
                "Nhắc nhở",
                match self.reminder {
                    0 => "Không".to_owned(),
                    number => format!("Lần {number}"),
                },
            ),
            ("Người kiểm tra", said(&self.by)),
        ];
        let columns = vec![Column::text("Nội dung", 6), Column::text("Kết quả", 14)];
        let mut table = Table::new("", columns);
        for (name, found) in rows {
            table.row(vec![Cell::from(name), Cell::from(found)]);
        }
        Page {
            letter: letter.clone(),
            whole: self.unit.clone(),
            title: "PHIẾU KIỂM TRA CỔNG".to_owned(),
            about: format!(
                "{}, lúc {:02}:{:02} ngày {}",
                self.gate,
                self.at.hour(),
                self.at.minute(),
                words::date(self.at.date())
            ),
            cut: String::new(),
            mark: String::new(),
            dated: self.at.date(),
            parts: vec![Part::Table(table)],
        }
    }
}
