//! *Account*: everything that a report says, as figures, before it is set in words.
//!
//! Whoever has a log fills it in: a post from its ledger, a hub from its rollups. What is empty is
//! left out of the report, or said to be missing where a reader would look for it.

mod settled;
mod staff;

pub use settled::Settled;
pub use staff::Written;

use crate::letter::Letter;
use crate::page::{Cell, Column, Page, Part, Table};
use crate::words;
use checkpoint::coverage;
use checkpoint::document::Kind as DocumentKind;
use checkpoint::report::{Figure, Period, Report, Rows};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;

/// What is reported of a unit, or of a branch of the tree, for a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The unit or branch, by its name.
    pub whole: String,
    pub period: Period,
    /// Until when figures count, in the unit's zone; None for all that is known.
    pub cut: Option<DateTime>,
    /// The period's rows alone.
    pub rows: Rows,
    /// The whole of [`Period::before`], where it is compared with it.
    pub before: Option<Report>,
    /// The day from which on the log still has lines, where older ones went because their years were over: of that day maybe
    /// not all.
    pub kept_from: Option<Date>,
    /// What the report of the period before left out, since it was written after that one's cut; counted nowhere else.
    pub carried: Option<Report>,
    /// Days of the period that were settled, and what came for them later.
    pub settled: Vec<Settled>,
    /// What was written while nobody could say when it was; counted nowhere else.
    pub untrusted: Report,
    /// Names of gates; one without is told by its number.
    pub gates: BTreeMap<u32, String>,
    /// Of a branch: its units, in the tree's order. Gates are left out then, since each unit counts
    /// its own from 1.
    pub units: Vec<UnitLine>,
    /// Documents that were scanned and hold, by kind; `None` for kinds of a newer program.
    pub documents: Option<BTreeMap<Option<DocumentKind>, i64>>,
    /// People who came in, by what for; `None` where it wasn't said or isn't kept any more.
    pub purposes: Option<BTreeMap<Option<String>, i64>>,
    /// Who of the staff wrote what, by name; None where nobody was signed on.
    pub staff: Option<BTreeMap<Option<String>, Written>>,
    /// When a gate could not record.
    pub gaps: Vec<GapLine>,
    /// Counting windows: coverage exists in them alone.
    pub windows: Vec<Window>,
    /// Days that were drills, in order; what was entered on them is in the figures, where it isn't told apart.
    pub drills: Vec<Date>,
    /// What was entered on days that were drills, where it's in no other figure.
    pub drilled: Option<Report>,
}

/// A unit of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitLine {
    pub name: String,
    /// 0 for the branch itself.
    pub depth: u16,
    pub report: Report,
    /// How its figures stand, in the screen's words: *có số*, *im lặng từ …*; empty for none.
    pub standing: String,
}

/// A time in which a gate could not record, in the unit's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GapLine {
    pub from: DateTime,
    pub to: DateTime,
    pub gate: u32,
}

/// A time in which a person counted everybody who passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: DateTime,
    pub to: DateTime,
    /// Of a branch: the unit where it was.
    pub counter: String,
    /// Everybody who passed, as counted.
    pub passed: i64,
    /// Of them, scanned or entered.
    pub recorded: i64,
}

/// How a figure is told from a report.
type Figured = fn(&Report) -> i64;

impl Account {
    /// With nothing but what was counted.
    pub fn new(whole: &str, period: Period, rows: Rows) -> Account {
        Account {
            whole: whole.to_owned(),
            period,
            cut: None,
            rows: rows.within(&period),
            before: None,
            kept_from: None,
            carried: None,
            settled: Vec::new(),
            untrusted: Report::default(),
            gates: BTreeMap::new(),
            units: Vec::new(),
            documents: None,
            purposes: None,
            staff: None,
            gaps: Vec::new(),
            windows: Vec::new(),
            drills: Vec::new(),
            drilled: None,
        }
    }

    /// The report as a letter, dated `dated`.
    pub fn page(&self, letter: &Letter, dated: Date) -> Page {
        let mut parts = vec![Part::Text {
            text: self.opening(),
        }];
        if let Some(kept) = self.kept_from.filter(|kept| self.period.first() <= *kept) {
            let text = format!(
                "Sổ chỉ còn giữ từ trong ngày {}: những dòng cũ hơn đã xoá khi hết thời hạn lưu, không có trong số liệu \
                 của báo cáo này.",
                words::date(kept)
            );
            parts.push(Part::Text { text });
        }
        if !self.drills.is_empty() {
            let days: Vec<String> = self.drills.iter().map(|day| words::date(*day)).collect();
            let days = days.join(", ");
            let text = match &self.drilled {
                None => format!(
                    "DIỄN TẬP ngày {days}: các lượt của ngày diễn tập có trong số liệu của báo cáo này."
                ),
                Some(apart) => format!(
                    "DIỄN TẬP ngày {days}: {} lượt vào, {} lượt ra của nơi diễn tập để riêng, không có trong số liệu \
                     của báo cáo này.",
                    words::number(apart.people_in()),
                    words::number(apart.people_out()),
                ),
            };
            parts.push(Part::Text { text });
        }
        let mut number = 0;
        for (title, said) in self.sections() {
            number += 1;
            parts.push(Part::Heading {
                text: format!("{number}. {title}"),
            });
            parts.push(said);
        }
        Page {
            letter: letter.clone(),
            whole: self.whole.clone(),
            title: "BÁO CÁO".to_owned(),
            about: format!("Lượt vào, ra {}", words::period(&self.period)),
            cut: self.cut.map(words::cut).unwrap_or_default(),
            mark: match (self.drills.len(), self.period.days()) {
                (0, _) => String::new(),
                (_, 1) => "Diễn tập".to_owned(),
                (_, _) => "Có ngày diễn tập".to_owned(),
            },
            dated,
            parts,
        }
    }

    fn opening(&self) -> String {
        let total = self.rows.total();
        format!(
            "{} báo cáo lượt vào, ra {}: {} lượt vào, {} lượt ra; {} giấy tờ được quét, trong đó {} cần xem lại và {} \
             không đạt; bảo vệ không cho vào {} lượt.",
            self.whole,
            words::period(&self.period),
            words::number(total.people_in()),
            words::number(total.people_out()),
            words::number(scanned(&total)),
            words::number(total.get(Figure::ScanLook)),
            words::number(total.get(Figure::ScanRefuse)),
            words::number(total.get(Figure::TurnedAway)),
        )
    }

    fn sections(&self) -> Vec<(&'static str, Part)> {
        let mut sections = vec![("Số liệu chung", Part::Table(self.overall()))];
        if !self.units.is_empty() {
            sections.push(("Theo đơn vị", Part::Table(self.by_unit())));
        }
        let hours = self.rows.by_hour();
        let hours = hours.iter().map(|(hour, sum)| (words::hour(*hour), *sum));
        sections.push(("Theo giờ", moved("Giờ", hours)));
        if self.period.days() > 1 {
            let days = self.rows.by_day();
            let days = days.iter().map(|(day, sum)| (words::date(*day), *sum));
            sections.push(("Theo ngày", moved("Ngày", days)));
        }
        if self.units.is_empty() {
            let gates = self.rows.by_gate();
            let gates = gates.iter().map(|(gate, sum)| (self.gate(*gate), *sum));
            sections.push(("Theo cổng", moved("Cổng", gates)));
        }
        sections.push(("Theo cách ghi", Part::Table(self.by_means())));
        sections.push((
            "Theo kết quả kiểm tra giấy tờ",
            Part::Table(self.by_verdict()),
        ));
        if let Some(documents) = &self.documents {
            let name = |kind: &Option<DocumentKind>| match kind {
                Some(kind) => words::document(*kind).to_owned(),
                None => "Loại khác".to_owned(),
            };
            let lines = documents.iter().map(|(kind, count)| (name(kind), *count));
            sections.push((
                "Theo loại giấy tờ",
                counted("Loại giấy tờ", "Lượt quét", lines),
            ));
        }
        if let Some(purposes) = &self.purposes {
            let name = |purpose: &Option<String>| {
                purpose.clone().unwrap_or_else(|| "Không ghi".to_owned())
            };
            // Those that say nothing stand last.
            let said = purposes.iter().filter(|(purpose, _)| purpose.is_some());
            let unsaid = purposes.iter().filter(|(purpose, _)| purpose.is_none());
            let lines = said
                .chain(unsaid)
                .map(|(purpose, count)| (name(purpose), *count));
            sections.push(("Theo việc", counted("Việc", "Lượt vào", lines)));
        }
        if let Some(staff) = &self.staff {
            sections.push(("Theo người trực", staff::table(staff)));
        }
        sections.push(("Tỷ lệ quét", self.coverage()));
        sections.push(("Thời gian máy ngừng", self.service()));
        if let Some(carried) = &self.carried {
            sections.push(("Chuyển từ kỳ trước", settled::carried(carried)));
        }
        if !self.settled.is_empty() {
            sections.push(("Chốt sổ và bổ sung", settled::table(&self.settled)));
        }
        if self.untrusted != Report::default() {
            sections.push(("Đồng hồ chưa tin được", self.undated()));
        }
        sections
    }

    fn gate(&self, gate: u32) -> String {
        self.gates
            .get(&gate)
            .cloned()
            .unwrap_or_else(|| format!("Cổng số {gate}"))
    }

    fn overall(&self) -> Table {
        let total = self.rows.total();
        let mut columns = vec![Column::text("Chỉ tiêu", 6), Column::number("Kỳ này", 2)];
        if self.before.is_some() {
            columns.push(Column::number("Kỳ trước", 2));
            columns.push(Column::number("Tăng, giảm", 2));
        }
        let mut table = Table::new("", columns);
        let lines: [(&str, Figured); 15] = [
            ("Lượt vào", Report::people_in),
            ("Lượt ra", Report::people_out),
            ("Giấy tờ được quét", scanned),
            ("– cần xem lại", |report| report.get(Figure::ScanLook)),
            ("– không đạt", |report| report.get(Figure::ScanRefuse)),
            ("Bảo vệ cho vào, ra", |report| {
                report.get(Figure::Admitted)
            }),
            ("Bảo vệ không cho vào", |report| {
                report.get(Figure::TurnedAway)
            }),
            ("Lượt nhập tay", |report| {
                report.get(Figure::ManualIn) + report.get(Figure::ManualOut)
            }),
            (
                "Lượt nhập bù từ sổ giấy (nằm trong các lượt trên)",
                |report| report.get(Figure::PaperIn) + report.get(Figure::PaperOut),
            ),
            ("Lượt đếm, không quét", |report| {
                report.get(Figure::PassedIn) + report.get(Figure::PassedOut)
            }),
            (
                "Lượt ra tự đóng (ước tính, không nằm trong các lượt trên)",
                |report| report.get(Figure::AutoOut),
            ),
            ("Dòng đã huỷ", |report| report.get(Figure::Voids)),
            ("Dòng đính chính, ghi thêm việc", |report| {
                report.get(Figure::Corrections)
            }),
            ("Lần máy ngừng", |report| report.get(Figure::Gaps)),
            (
                "Dòng của chương trình mới hơn, chưa tính",
                |report| report.get(Figure::Unknown),
            ),
        ];
        for (name, figure) in lines {
            let now = figure(&total);
            let mut cells = vec![Cell::from(name), Cell::from(now)];
            if let Some(before) = &self.before {
                let before = figure(before);
                cells.push(Cell::from(before));
                cells.push(Cell::from(now - before));
            }
            table.row(cells);
        }
        table
    }

    fn by_unit(&self) -> Table {
        let stands = self.units.iter().any(|unit| !unit.standing.is_empty());
        let mut columns = vec![
            Column::text("Đơn vị", 6),
            Column::number("Lượt vào", 2),
            Column::number("Lượt ra", 2),
            Column::number("Số dòng", 2),
        ];
        if stands {
            columns.push(Column::text("Tình trạng", 4));
        }
        let mut table = Table::new("", columns);
        let mut total = Report::default();
        for unit in &self.units {
            total.merge(&unit.report);
            let indent = "\u{2003}".repeat(usize::from(unit.depth));
            let mut cells = vec![Cell::from(format!("{indent}{}", unit.name))];
            cells.extend(three(&unit.report));
            if stands {
                cells.push(Cell::from(unit.standing.as_str()));
            }
            table.row(cells);
        }
        let mut cells = vec![Cell::from("Cộng")];
        cells.extend(three(&total));
        if stands {
            cells.push(Cell::Nothing);
        }
        table.sum(cells);
        table
    }

    fn by_means(&self) -> Table {
        let total = self.rows.total();
        let columns = vec![
            Column::text("Cách ghi", 6),
            Column::number("Lượt vào", 2),
            Column::number("Lượt ra", 2),
        ];
        let mut table = Table::new("", columns);
        for (name, way_in, way_out) in [
            ("Quét giấy tờ", Figure::ScanIn, Figure::ScanOut),
            ("Bảo vệ quyết định", Figure::DecisionIn, Figure::DecisionOut),
            ("Nhập tay", Figure::ManualIn, Figure::ManualOut),
            ("Đếm, không quét", Figure::PassedIn, Figure::PassedOut),
        ] {
            table.row(vec![
                name.into(),
                total.get(way_in).into(),
                total.get(way_out).into(),
            ]);
        }
        table.sum(vec![
            "Cộng".into(),
            total.people_in().into(),
            total.people_out().into(),
        ]);
        table.row(vec![
            "Trong đó nhập bù từ sổ giấy".into(),
            total.get(Figure::PaperIn).into(),
            total.get(Figure::PaperOut).into(),
        ]);
        table.row(vec![
            "Không thấy ra, tự đóng cuối ngày (ước tính)".into(),
            "".into(),
            total.get(Figure::AutoOut).into(),
        ]);
        table
    }

    fn by_verdict(&self) -> Table {
        let total = self.rows.total();
        let columns = vec![Column::text("Kết quả", 6), Column::number("Số lượt", 2)];
        let mut table = Table::new("", columns);
        for (name, figure) in [
            ("Đạt", Figure::ScanAdmit),
            ("Cần xem lại", Figure::ScanLook),
            ("Không đạt", Figure::ScanRefuse),
        ] {
            table.row(vec![name.into(), total.get(figure).into()]);
        }
        table.sum(vec!["Cộng".into(), scanned(&total).into()]);
        table
    }

    fn coverage(&self) -> Part {
        if self.windows.is_empty() {
            return Part::Text {
                text: "Chưa đếm: trong kỳ không có lần đếm nào ở cổng, nên không nêu tỷ lệ."
                    .to_owned(),
            };
        }
        let columns = vec![
            Column::text("Thời gian đếm", 5),
            Column::text(
                if self.units.is_empty() {
                    "Người đếm"
                } else {
                    "Đơn vị"
                },
                3,
            ),
            Column::number("Qua cổng", 2),
            Column::number("Được ghi", 2),
            Column::number("Tỷ lệ", 2),
        ];
        let mut table = Table::new("", columns);
        let (mut passed, mut recorded) = (0, 0);
        for window in &self.windows {
            passed += window.passed;
            recorded += window.recorded;
            table.row(vec![
                span(window.from, window.to).into(),
                window.counter.as_str().into(),
                window.passed.into(),
                window.recorded.into(),
                share(window.recorded, window.passed),
            ]);
        }
        table.sum(vec![
            "Cộng".into(),
            Cell::Nothing,
            passed.into(),
            recorded.into(),
            share(recorded, passed),
        ]);
        Part::Table(table)
    }

    fn undated(&self) -> Part {
        Part::Text {
            text: format!(
                "{} dòng được ghi khi đồng hồ máy chưa tin được ({} lượt vào, {} lượt ra), không xếp vào ngày nào và \
                 không nằm trong các số liệu trên.",
                words::number(self.untrusted.get(Figure::Entries)),
                words::number(self.untrusted.people_in()),
                words::number(self.untrusted.people_out()),
            ),
        }
    }

    fn service(&self) -> Part {
        if self.gaps.is_empty() {
            let gaps = self.rows.total().get(Figure::Gaps);
            let text = if gaps == 0 {
                "Không có.".to_owned()
            } else {
                format!("{} lần.", words::number(gaps))
            };
            return Part::Text { text };
        }
        let columns = vec![
            Column::text("Thời gian", 5),
            Column::text("Cổng", 3),
            Column::number("Số phút", 2),
        ];
        let mut table = Table::new("", columns);
        for gap in &self.gaps {
            table.row(vec![
                span(gap.from, gap.to).into(),
                self.gate(gap.gate).into(),
                minutes(gap.from, gap.to).into(),
            ]);
        }
        Part::Table(table)
    }
}

fn scanned(report: &Report) -> i64 {
    report.get(Figure::ScanAdmit) + report.get(Figure::ScanLook) + report.get(Figure::ScanRefuse)
}

/// People in, people out, lines.
fn three(report: &Report) -> [Cell; 3] {
    [
        report.people_in().into(),
        report.people_out().into(),
        report.get(Figure::Entries).into(),
    ]
}

/// People in and out by something, with their sum.
fn moved(by: &str, lines: impl Iterator<Item = (String, Report)>) -> Part {
    let columns = vec![
        Column::text(by, 6),
        Column::number("Lượt vào", 2),
        Column::number("Lượt ra", 2),
        Column::number("Số dòng", 2),
    ];
    let mut table = Table::new("", columns);
    let mut total = Report::default();
    for (name, report) in lines {
        total.merge(&report);
        let mut cells = vec![Cell::from(name)];
        cells.extend(three(&report));
        table.row(cells);
    }
    let mut cells = vec![Cell::from("Cộng")];
    cells.extend(three(&total));
    table.sum(cells);
    Part::Table(table)
}

fn counted(by: &str, what: &str, lines: impl Iterator<Item = (String, i64)>) -> Part {
    let columns = vec![Column::text(by, 6), Column::number(what, 2)];
    let mut table = Table::new("", columns);
    let mut total = 0_i64;
    for (name, count) in lines {
        total = total.saturating_add(count);
        table.row(vec![name.into(), count.into()]);
    }
    table.sum(vec!["Cộng".into(), total.into()]);
    Part::Table(table)
}

/// Nothing where too few passed for a share to mean anything.
fn share(recorded: i64, passed: i64) -> Cell {
    coverage::share(recorded, passed).map_or(Cell::Nothing, Cell::Share)
}

fn minutes(from: DateTime, to: DateTime) -> i64 {
    let seconds = to.duration_since(from).as_secs();
    (seconds + 30) / 60
}

/// `09:10–09:55 ngày 23/11/2026`
fn span(from: DateTime, to: DateTime) -> String {
    let clock = |at: DateTime| format!("{:02}:{:02}", at.hour(), at.minute());
    if from.date() == to.date() {
        format!(
            "{}–{} ngày {}",
            clock(from),
            clock(to),
            words::date(from.date())
        )
    } else {
        format!(
            "{} ngày {} – {} ngày {}",
            clock(from),
            words::date(from.date()),
            clock(to),
            words::date(to.date())
        )
    }
}
