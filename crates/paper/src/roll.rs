//! *Roll*: who has to be found when a house is left in a hurry, as a sheet to tick.

use crate::letter::Letter;
use crate::page::{Cell, Column, Page, Part, Table};
use crate::words;
use jiff::civil::DateTime;

/// The roll-call of a moment. Nobody is missing by omission: who may have left stands apart, and who can't be told
/// apart is counted, and named where a name was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// The unit, by its name.
    pub whole: String,
    /// When, in the unit's zone.
    pub at: DateTime,
    /// Came in, and weren't seen going.
    pub inside: Vec<Called>,
    /// May be inside: who came the day before, or whom the gate closed as an estimate.
    pub maybe: Vec<Called>,
    /// People who can't be told apart: counted in less counted out.
    pub unnamed: u64,
    /// Of these, who gave a name and may be inside: nobody can tie an exit to them.
    pub unclear: Vec<Called>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    pub name: Option<String>,
    pub birth_year: Option<i16>,
    pub last4: Option<String>,
    pub came: DateTime,
    pub gate: String,
    /// Somebody has seen them outside.
    pub is_found: bool,
}

impl Roll {
    pub fn page(&self, letter: &Letter) -> Page {
        let parts = vec![
            Part::Heading {
                text: format!("Đang ở trong ({})", self.inside.len()),
            },
            Part::Table(table(&self.inside)),
            Part::Heading {
                text: format!("Có thể còn trong nhà ({})", self.maybe.len()),
            },
            Part::Table(table(&self.maybe)),
            Part::Heading {
                text: format!("Không phân biệt được, theo số đếm: {}", self.unnamed),
            },
            Part::Text {
                text: "Người chỉ được đếm, hoặc ghi tên mà thiếu số giấy tờ và ngày sinh: đã vào mà chưa ra. Tìm đủ số."
                    .to_owned(),
            },
            Part::Heading {
                text: format!(
                    "Trong số đó, người có ghi tên, không rõ đã ra chưa ({})",
                    self.unclear.len()
                ),
            },
            Part::Table(table(&self.unclear)),
        ];
        Page {
            letter: letter.clone(),
            whole: self.whole.clone(),
            title: "ĐIỂM DANH SƠ TÁN".to_owned(),
            about: format!(
                "Lúc {:02}:{:02} ngày {}",
                self.at.hour(),
                self.at.minute(),
                words::date(self.at.date())
            ),
            cut: String::new(),
            mark: String::new(),
            dated: self.at.date(),
            parts,
        }
    }
}

fn table(people: &[Called]) -> Table {
    let columns = vec![
        Column::number("STT", 2),
        Column::text("Đã thấy", 2),
        Column::text("Họ và tên", 7),
        Column::text("Năm sinh", 2),
        Column::text("Số cuối", 3),
        Column::text("Vào lúc", 4),
        Column::text("Cổng", 4),
    ];
    let mut table = Table::new("", columns);
    for (one, number) in people.iter().zip(1_i64..) {
        let day = words::date(one.came.date());
        let came = format!("{:02}:{:02} {day}", one.came.hour(), one.came.minute());
        let last4 = one.last4.as_ref().map(|last| format!("••••{last}"));
        table.row(vec![
            number.into(),
            Cell::from(if one.is_found { "x" } else { "" }),
            one.name.clone().unwrap_or_default().into(),
            one.birth_year
                .map(|year| year.to_string())
                .unwrap_or_default()
                .into(),
            last4.unwrap_or_default().into(),
            came.into(),
            one.gate.as_str().into(),
        ]);
    }
    table
}
