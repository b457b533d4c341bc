//! *List*: lines of the book as rows of a table, with numbers masked.

use crate::page::{Cell, Column};
use crate::words;
use checkpoint::book::Line;
use checkpoint::entry::{Direction, Kind, Outcome, Party, Precision};
use checkpoint::subject::Purpose;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// What a list needs to know besides its lines.
#[derive(Clone, Debug)]
pub struct Names {
    /// The unit's.
    pub zone: TimeZone,
    pub gates: BTreeMap<u32, String>,
    /// What the purpose keys 1–9 stand for.
    pub purposes: BTreeMap<u8, String>,
}

impl Names {
    pub fn gate(&self, gate: u32) -> String {
        self.gates
            .get(&gate)
            .cloned()
            .unwrap_or_else(|| gate.to_string())
    }

    pub fn purpose(&self, purpose: &Purpose) -> String {
        match purpose {
            Purpose::Text(text) => text.clone(),
            Purpose::Key(key) => self
                .purposes
                .get(key)
                .cloned()
                .unwrap_or_else(|| format!("Việc {key}")),
        }
    }

    fn local(&self, line: &Line) -> DateTime {
        self.zone.to_datetime(line.at)
    }
}

/// The columns of the log as a list, twelve.
pub fn columns() -> Vec<Column> {
    vec![
        Column::number("STT", 4),
        Column::text("Ngày", 9),
        Column::text("Giờ", 7),
        Column::text("Họ và tên", 18),
        Column::text("Năm sinh", 6),
        Column::text("Số giấy tờ", 10),
        Column::text("Loại giấy tờ", 14),
        Column::text("Việc", 12),
        Column::text("Cổng", 9),
        Column::text("Vào, ra", 6),
        Column::text("Kết quả", 10),
        Column::text("Ghi chú", 12),
    ]
}

/// A line as the log's list has it; `number` counts from 1.
pub fn cells(number: i64, line: &Line, names: &Names) -> Vec<Cell> {
    let local = names.local(line);
    vec![
        number.into(),
        words::date(local.date()).into(),
        clock(line, names).into(),
        named(line).into(),
        birth_year(line).into(),
        masked(line).into(),
        line.document
            .map_or(Cell::Nothing, |kind| words::document(kind).into()),
        purpose(line, names).into(),
        names.gate(line.gate).into(),
        way(line).into(),
        verdict(line).into(),
        remarks(line).into(),
    ]
}

/// When, as exactly as it is known.
fn clock(line: &Line, names: &Names) -> String {
    let local = names.local(line);
    match line.precision {
        Precision::Second => format!(
            "{:02}:{:02}:{:02}",
            local.hour(),
            local.minute(),
            local.second()
        ),
        Precision::Minute => format!("{:02}:{:02}", local.hour(), local.minute()),
        Precision::Hour => format!("{:02} giờ", local.hour()),
    }
}

fn named(line: &Line) -> String {
    match (&line.kind, &line.identity.name) {
        (_, Some(name)) => name.clone(),
        (Kind::Passed, None) => {
            let who = match line.party {
                Some(Party::Visitor) => "khách",
                Some(Party::Staff) => "cán bộ",
                Some(Party::Pupil) => "học sinh",
                None => "người",
            };
            format!("({} {who})", line.people)
        }
        (_, None) => String::new(),
    }
}

fn birth_year(line: &Line) -> String {
    line.identity
        .birth_year
        .map(|year| year.to_string())
        .unwrap_or_default()
}

/// The last four characters alone: the rest isn't kept.
fn masked(line: &Line) -> String {
    line.identity
        .last4
        .as_ref()
        .map(|last| format!("••••{last}"))
        .unwrap_or_default()
}

fn purpose(line: &Line, names: &Names) -> String {
    let said = line.purpose.as_ref().map(|purpose| names.purpose(purpose));
    let parts: Vec<String> = said.into_iter().chain(line.note.clone()).collect();
    parts.join("; ")
}

fn way(line: &Line) -> &'static str {
    match line.passage() {
        Some((Direction::In, _)) => "Vào",
        Some((Direction::Out, _)) => "Ra",
        None => "",
    }
}

fn verdict(line: &Line) -> &'static str {
    match (line.answer, line.verdict) {
        (Some(Outcome::Admit), _) => "Bảo vệ cho qua",
        (Some(Outcome::Look | Outcome::Refuse), _) => "Bảo vệ không cho",
        (None, Some(Outcome::Admit)) => "Đạt",
        (None, Some(Outcome::Look)) => "Cần xem lại",
        (None, Some(Outcome::Refuse)) => "Không đạt",
        (None, None) => "",
    }
}

fn remarks(line: &Line) -> String {
    let mut said = Vec::new();
    if line.is_void {
        said.push("đã huỷ");
    }
    if line.is_corrected {
        said.push("đã sửa");
    }
    if line.paper {
        said.push("nhập bù từ sổ giấy");
    } else if line.kind == Kind::Manual {
        said.push("nhập tay");
    }
    said.join(", ")
}

/// The columns of the paper guest book.
pub fn book_columns() -> Vec<Column> {
    vec![
        Column::number("STT", 4),
        Column::text("Ngày", 9),
        Column::text("Họ và tên", 18),
        Column::text("Năm sinh", 6),
        Column::text("Số giấy tờ", 10),
        Column::text("Việc, gặp ai", 16),
        Column::text("Giờ vào", 7),
        Column::text("Giờ ra", 7),
        Column::text("Ghi chú", 12),
    ]
}

/// One visit: somebody who came in and, mostly, went out again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Visit {
    line: Line,
    left: Option<Line>,
}

/// The guest book: each visit once, its way out beside its way in.
///
/// A person is recognised by their number alone; whoever has none stands with what was seen of them.
#[derive(Clone, Debug, Default)]
pub struct GuestBook {
    visits: Vec<Visit>,
    /// Who is inside, by pseudonym: where their visit stands.
    inside: BTreeMap<[u8; 16], usize>,
}

impl GuestBook {
    /// Takes the lines in the order in which people passed. What moved nobody isn't in the book.
    pub fn take(&mut self, line: Line) {
        let person = line.identity.who.person.map(|person| person.0);
        match line.passage().map(|(direction, _)| direction) {
            Some(Direction::In) => {
                if let Some(person) = person {
                    self.inside.insert(person, self.visits.len());
                }
                self.visits.push(Visit { line, left: None });
            }
            Some(Direction::Out) => {
                let came = person.and_then(|person| self.inside.remove(&person));
                match came.and_then(|at| self.visits.get_mut(at)) {
                    Some(visit) => visit.left = Some(line),
                    None => self.visits.push(Visit {
                        left: Some(line.clone()),
                        line,
                    }),
                }
            }
            None => {}
        }
    }

    pub fn len(&self) -> usize {
        self.visits.len()
    }

    pub fn is_empty(&self) -> bool {
        self.visits.is_empty()
    }

    /// The rows of [`book_columns`].
    pub fn rows<'a>(&'a self, names: &'a Names) -> impl Iterator<Item = Vec<Cell>> + 'a {
        self.visits.iter().zip(1..).map(|(visit, number)| {
            let Visit { line, left } = visit;
            let came = match line.passage() {
                Some((Direction::In, _)) => clock(line, names),
                Some((Direction::Out, _)) | None => String::new(),
            };
            let went = left.as_ref().map(|left| {
                let same_day = names.local(left).date() == names.local(line).date();
                let time = clock(left, names);
                if same_day {
                    time
                } else {
                    format!("{time} ngày {}", words::date(names.local(left).date()))
                }
            });
            vec![
                number.into(),
                words::date(names.local(line).date()).into(),
                named(line).into(),
                birth_year(line).into(),
                masked(line).into(),
                purpose(line, names).into(),
                came.into(),
                went.unwrap_or_default().into(),
                remarks(line).into(),
            ]
        })
    }
}
