//! *Exposure*: who was inside together with somebody, as a sheet for those who trace.

use crate::letter::Letter;
use crate::page::{Cell, Column, Page, Part, Table};
use crate::words;
use checkpoint::presence::Time;
use jiff::civil::{Date, DateTime};

/// What was asked, and the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// The unit, by its name.
    pub whole: String,
    /// Whom it is about, as far as the log says.
    pub person: String,
    /// The days that were asked for.
    pub first: Date,
    pub last: Date,
    /// The least minutes together.
    pub least: i64,
    /// Who wants to know, and by which document.
    pub requester: String,
    pub document: String,
    /// When it was asked, in the unit's zone, and by whom of the staff.
    pub asked_at: DateTime,
    pub asked_by: String,
    /// The person's own stays.
    pub own: Vec<StayLine>,
    /// Everyone else's that overlapped, the longest first.
    pub met: Vec<StayLine>,
    /// People without name or number who passed on these days.
    pub unnamed: u64,
}

/// Somebody's stay; what isn't known or kept is None.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayLine {
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    pub last4: Option<String>,
    pub phone: Option<String>,
    pub gate: String,
    pub came: Option<DateTime>,
    pub left: Option<DateTime>,
    /// Together with the person.
    pub minutes: i64,
    /// How well the worst of its times is known.
    pub time: Time,
}

/// Stands on every such sheet.
pub const MARK: &str = "Mật – chỉ dùng truy vết";

impl Exposure {
    /// The sheet, dated `dated`.
    pub fn page(&self, letter: &Letter, dated: Date) -> Page {
        let mut parts = vec![Part::Text {
            text: format!(
                "Theo yêu cầu của {}, văn bản {}: những người cùng có mặt tại {} với {} từ {} phút trở lên, {}. {} lập \
                 danh sách lúc {}.",
                self.requester,
                self.document,
                self.whole,
                self.person,
                self.least,
                self.days(),
                self.asked_by,
                moment(self.asked_at),
            ),
        }];
        let mut section = |title: &str, lines: &[&StayLine], with_minutes: bool| {
            parts.push(Part::Heading {
                text: format!("{title} ({})", lines.len()),
            });
            parts.push(Part::Table(table(lines, with_minutes)));
        };
        section(
            "Lần có mặt của người này",
            &self.own.iter().collect::<Vec<_>>(),
            false,
        );
        for (time, title) in [
            (Time::Real, "Cùng có mặt, theo giờ máy ghi"),
            (Time::Paper, "Cùng có mặt, theo giờ nhập từ sổ giấy"),
            (
                Time::Estimated,
                "Có thể cùng có mặt: có giờ ước tính, không thấy ra hoặc đồng hồ chưa tin được",
            ),
        ] {
            let lines: Vec<_> = self.met.iter().filter(|line| line.time == time).collect();
            section(title, &lines, true);
        }
        parts.push(Part::Text {
            text: format!(
                "Ngoài ra có {} lượt người chỉ đếm số, không có tên, qua cổng trong những ngày đó: không nói được họ có cùng \
                 có mặt hay không.",
                words::number(i64::try_from(self.unnamed).unwrap_or(i64::MAX)),
            ),
        });
        Page {
            letter: letter.clone(),
            whole: self.whole.clone(),
            title: "DANH SÁCH".to_owned(),
            about: format!("Người cùng có mặt, {}", self.days()),
            cut: String::new(),
            mark: MARK.to_owned(),
            dated,
            parts,
        }
    }

    fn days(&self) -> String {
        if self.first == self.last {
            format!("ngày {}", words::date(self.first))
        } else {
            let (first, last) = (words::date(self.first), words::date(self.last));
            format!("từ ngày {first} đến ngày {last}")
        }
    }
}

fn moment(at: DateTime) -> String {
    format!(
        "{:02}:{:02} ngày {}",
        at.hour(),
        at.minute(),
        words::date(at.date())
    )
}

fn table(lines: &[&StayLine], with_minutes: bool) -> Table {
    let mut columns = vec![
        Column::number("STT", 2),
        Column::text("Họ và tên", 8),
        Column::text("Năm sinh", 3),
        Column::text("Số cuối", 3),
        Column::text("Liên hệ", 5),
        Column::text("Cổng", 4),
        Column::text("Vào lúc", 6),
        Column::text("Ra lúc", 6),
    ];
    if with_minutes {
        columns.push(Column::number("Số phút", 3));
    }
    let mut table = Table::new("", columns);
    table.is_wide = true;
    for (line, number) in lines.iter().zip(1_i64..) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default().into();
        let when = |at: Option<DateTime>| at.map_or("không thấy".to_owned(), moment).into();
        let mut cells: Vec<Cell> = vec![
            number.into(),
            text(&line.name),
            text(&line.birth_year.map(|year| year.to_string())),
            text(&line.last4.as_ref().map(|last| format!("••••{last}"))),
            text(&line.phone),
            line.gate.as_str().into(),
            when(line.came),
            when(line.left),
        ];
        if with_minutes {
            cells.push(line.minutes.into());
        }
        table.row(cells);
    }
    table
}
