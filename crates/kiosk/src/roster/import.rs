//! *Import*: a list's file, checked row by row against what is kept, before anything is taken.

use super::Listed;
use super::columns::{Column, Columns};
use super::expected::{self, Kept};
use super::looked::File;
use super::member::{digits_of, id_of};
use super::sheet::{self, FileError, Sheet};
use super::watch::{Line, Typed, Watched};
use checkpoint::document::Birth;
use checkpoint::policy::Words;
use checkpoint::roster::{Kind, Member};
use checkpoint::subject::fold_name;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a file makes of a list, once somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The list that is there; None for a new one.
    pub roster: Option<u32>,
    pub kind: Kind,
    pub name: String,
    pub rows: Vec<Row>,
    pub unlisted: Vec<Unlisted>,
    /// Who is on the list and not in the file; nobody whom a row may mean that isn't taken.
    pub gone: Vec<Listed>,
    /// Columns that were found.
    pub columns: BTreeSet<Column>,
    /// Numbers whose zeros at the front a spreadsheet had dropped.
    pub padded: usize,
}

/// Somebody in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub place: Place,
    pub group: String,
    pub member: Member,
    /// Who of the list they are; None for somebody new.
    pub before: Option<u32>,
    /// The list has something else of them.
    pub is_changed: bool,
}

/// Where a row stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Empty where there is one only.
    pub sheet: String,
    pub line: u32,
}

/// A row that isn't taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    pub place: Place,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("the name is missing: write it, or empty the row")]
    NoName,
    #[error("a name or group is longer than 120 letters: shorten it")]
    Long,
    #[error("\"{0}\" is no birth date: write 05/06/2014, or the year alone")]
    Birth(String),
    #[error("\"{0}\" is no ID number: write its 12 digits (9 of an old card), or nothing")]
    Id(String),
    #[error("\"{0}\" is no telephone number: write 10 digits that begin with 0, or nothing")]
    Phone(String),
    #[error("\"{0}\" is no number: write its last digits (3 or more), all 12, or nothing")]
    Digits(String),
    #[error("\"{0}\" is no day: write 26/11/2026, or nothing")]
    Day(String),
    #[error("the last day is before the first: put one of them right")]
    Order,
    #[error("what the guard is to read is missing: write it, as \"ask the head guard\"")]
    NoReason,
    #[error("a text is longer than 120 letters: shorten it")]
    LongText,
    #[error("whom the visitor comes to see is missing: write it")]
    NoHost,
    #[error("\"{0}\" is no hour: write 8:30, or nothing")]
    Hour(String),
    #[error("the last hour is before the first: put one of them right")]
    Hours,
    #[error("{0} is over: write today or a later day")]
    Past(String),
    #[error("row {0} has the same ID number: one of the two is wrong")]
    SameId(u32),
    #[error("row {0} means the same: leave one of the two")]
    Twice(u32),
    #[error(
        "row {0} has the same name, birth and group: add an ID number or a birth date to tell them apart"
    )]
    Same(u32),
}

impl Why {
    pub fn words(&self) -> Words {
        let vi = match self {
            Why::NoName => "Thiếu họ tên: ghi vào, hoặc xoá cả dòng".to_owned(),
            Why::Long => "Họ tên hoặc nhóm dài quá 120 chữ: ghi ngắn lại".to_owned(),
            Why::Birth(said) => {
                format!("\"{said}\" không phải ngày sinh: ghi như 05/06/2014, hoặc chỉ ghi năm")
            }
            Why::Id(said) => format!(
                "\"{said}\" không phải số giấy tờ: ghi đủ 12 số (thẻ cũ 9 số), hoặc bỏ trống"
            ),
            Why::Phone(said) => format!(
                "\"{said}\" không phải số điện thoại: ghi 10 số bắt đầu bằng 0, hoặc bỏ trống"
            ),
            Why::Digits(said) => format!(
                "\"{said}\" không phải số: ghi mấy số cuối (từ 3 số), đủ 12 số, hoặc bỏ trống"
            ),
            Why::Day(said) => {
                format!("\"{said}\" không phải ngày: ghi như 26/11/2026, hoặc bỏ trống")
            }
            Why::Order => "Ngày cuối trước ngày đầu: sửa một trong hai".to_owned(),
            Why::NoReason => {
                "Thiếu điều bảo vệ cần đọc: ghi vào, như \"mời gặp bảo vệ trưởng\"".to_owned()
            }
            Why::LongText => "Một mục dài quá 120 chữ: ghi ngắn lại".to_owned(),
            Why::NoHost => "Thiếu người cần gặp: ghi vào".to_owned(),
            Why::Hour(said) => format!("\"{said}\" không phải giờ: ghi như 8:30, hoặc bỏ trống"),
            Why::Hours => "Giờ cuối trước giờ đầu: sửa một trong hai".to_owned(),
            Why::Past(day) => format!("Ngày {day} đã qua: ghi hôm nay hoặc ngày sau"),
            Why::SameId(line) => {
                format!("Trùng số giấy tờ với dòng {line}: một trong hai dòng sai")
            }
            Why::Twice(line) => format!("Trùng với dòng {line}: chỉ để lại một dòng"),
            Why::Same(line) => {
                format!(
                    "Trùng họ tên, ngày sinh và nhóm với dòng {line}: thêm số giấy tờ hoặc ngày sinh để phân biệt"
                )
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

impl Plan {
    pub fn added(&self) -> usize {
        self.rows.iter().filter(|row| row.before.is_none()).count()
    }

    pub fn changed(&self) -> usize {
        self.rows.iter().filter(|row| row.is_changed).count()
    }
}

/// Which list a file is for.
#[derive(Clone, Debug)]
pub struct For<'a> {
    pub roster: Option<u32>,
    pub kind: Kind,
    pub name: String,
    pub kept: &'a [Listed],
    /// Nobody is born later.
    pub today: Date,
}

/// Checks a file. Error: it can't be read, or no list is in it.
pub fn plan(file: File<'_>, list: For<'_>) -> Result<Plan, FileError> {
    let mut padded = 0;
    let read = read(file, list.today, |reading| {
        let member = reading.member()?;
        padded += reading.padded;
        Ok(member)
    })?;
    let mut plan = Plan {
        roster: list.roster,
        kind: list.kind,
        name: list.name,
        rows: Vec::with_capacity(read.rows.len()),
        unlisted: read.unlisted,
        gone: Vec::new(),
        columns: read.columns,
        padded,
    };
    for (place, (group, member)) in read.rows {
        plan.rows.push(Row {
            place,
            group,
            member,
            before: None,
            is_changed: false,
        });
    }
    let mut faulty = read.faulty;
    plan.refuse_twice(&mut faulty);
    plan.compare(list.kept);
    plan.gone.retain(|gone| !faulty.contains(&gone.member));
    Ok(plan)
}

/// What a file adds to the lines of a list and changes of them; it takes none away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinesPlan<T> {
    /// With the number of the line that means the same; what the list has already isn't among them.
    pub lines: Vec<(Option<u32>, T)>,
    /// As many are on the list as the file says it.
    pub same: usize,
    pub unlisted: Vec<Unlisted>,
    pub columns: BTreeSet<Column>,
}

/// For the people who are to be looked at.
pub type WatchPlan = LinesPlan<Line>;
/// For the visitors who are expected.
pub type ExpectedPlan = LinesPlan<expected::Line>;

impl<T> LinesPlan<T> {
    pub fn added(&self) -> usize {
        let is_added = |(number, _): &&(Option<u32>, T)| number.is_none();
        self.lines.iter().filter(is_added).count()
    }
}

/// Checks a file of people who are to be looked at.
pub fn plan_watch(file: File<'_>, kept: &[Watched], today: Date) -> Result<WatchPlan, FileError> {
    let read = read(file, today, |reading| reading.line())?;
    let known = kept.iter().map(|one| (one.number, &one.line));
    Ok(read.compared(known, Line::whom))
}

/// Checks a file of visitors who are expected, on `day` where a row says none.
pub fn plan_expected(
    file: File<'_>,
    kept: &[Kept],
    day: Date,
    today: Date,
) -> Result<ExpectedPlan, FileError> {
    let read = read(file, today, |reading| reading.appointment(day))?;
    let known = kept.iter().map(|one| (one.number, &one.line));
    Ok(read.compared(known, expected::Line::which))
}

/// The rows of a file that could be read as something, and those that couldn't.
struct Read<T> {
    rows: Vec<(Place, T)>,
    unlisted: Vec<Unlisted>,
    faulty: Faulty,
    columns: BTreeSet<Column>,
}

/// Whom the rows may mean that couldn't be read.
#[derive(Default)]
struct Faulty {
    /// Folded.
    names: BTreeSet<String>,
    ids: BTreeSet<String>,
}

impl Faulty {
    fn note(&mut self, name: &str, id: &str) {
        self.names.insert(fold_name(name));
        self.ids
            .insert(id.chars().filter(char::is_ascii_digit).collect());
    }

    fn contains(&self, member: &Member) -> bool {
        let id = member.id.as_ref();
        self.names.contains(&fold_name(&member.name)) || id.is_some_and(|id| self.ids.contains(id))
    }
}

impl<T: PartialEq> Read<T> {
    /// Against the lines that are kept, by their numbers. `which`: what a line means, whatever else it says; of rows that
    /// mean the same the first is taken.
    fn compared<'a, K: Ord>(
        self,
        kept: impl Iterator<Item = (u32, &'a T)>,
        which: impl Fn(&T) -> K,
    ) -> LinesPlan<T>
    where
        T: 'a,
    {
        let kept = kept.map(|(number, one)| (which(one), (number, one)));
        let known: BTreeMap<K, (u32, &T)> = kept.collect();
        let mut plan = LinesPlan {
            lines: Vec::new(),
            same: 0,
            unlisted: self.unlisted,
            columns: self.columns,
        };
        let mut above = BTreeMap::new();
        for (place, line) in self.rows {
            let key = which(&line);
            if let Some(before) = above.get(&key) {
                let why = Why::Twice(*before);
                plan.unlisted.push(Unlisted { place, why });
                continue;
            }
            match known.get(&key) {
                Some((_, one)) if **one == line => plan.same += 1,
                one => plan.lines.push((one.map(|(number, _)| *number), line)),
            }
            above.insert(key, place.line);
        }
        plan.unlisted
            .sort_by(|one, other| one.place.cmp(&other.place));
        plan
    }
}

/// Reads each row below a file's headings; one that says nothing is passed over.
fn read<T>(
    file: File<'_>,
    today: Date,
    mut take: impl FnMut(&mut Reading<'_>) -> Result<Option<T>, Why>,
) -> Result<Read<T>, FileError> {
    let sheets = sheet::read(file.bytes, file.progress)?;
    let listed: Vec<(&Sheet, Columns)> = match file.columns {
        Some(chosen) => {
            let mut filled = sheets.iter().filter(|sheet| !sheet.rows.is_empty());
            let first = filled.next().zip(Columns::chosen(chosen));
            first.into_iter().collect()
        }
        None => sheets
            .iter()
            .filter_map(|sheet| Some((sheet, Columns::of(sheet)?)))
            .collect(),
    };
    if listed.is_empty() {
        return Err(FileError::NoHeading(sheet::first_rows(&sheets)));
    }
    let mut read = Read {
        rows: Vec::new(),
        unlisted: Vec::new(),
        faulty: Faulty::default(),
        columns: BTreeSet::new(),
    };
    let is_one = listed.len() == 1;
    for (sheet, columns) in &listed {
        read.columns.extend(columns.all());
        for row in sheet.rows.iter().skip(columns.above) {
            let place = Place {
                sheet: if is_one {
                    String::new()
                } else {
                    sheet.name.clone()
                },
                line: row.line,
            };
            let mut reading = Reading {
                columns,
                cells: &row.cells,
                // Where a sheet is a class, its name is the group's.
                group: if is_one { "" } else { &sheet.name },
                today,
                padded: 0,
            };
            match take(&mut reading) {
                Ok(Some(taken)) => read.rows.push((place, taken)),
                Ok(None) => {}
                Err(why) => {
                    let id = columns.cell(Column::Id, &row.cells);
                    read.faulty.note(&columns.name(&row.cells), id);
                    read.unlisted.push(Unlisted { place, why });
                }
            }
        }
    }
    if read.rows.is_empty() && read.unlisted.is_empty() {
        return Err(FileError::Nobody);
    }
    Ok(read)
}

/// One row of a file.
struct Reading<'a> {
    columns: &'a Columns,
    cells: &'a [String],
    group: &'a str,
    today: Date,
    padded: usize,
}

impl Reading<'_> {
    /// None for a row that says nothing in any column that counts, as the line of a sum.
    fn member(&mut self) -> Result<Option<(String, Member)>, Why> {
        let said = |column| self.columns.cell(column, self.cells);
        let name = self.columns.name(self.cells);
        let (birth, id, phone) = (said(Column::Birth), said(Column::Id), said(Column::Phone));
        let group = match said(Column::Group) {
            "" => self.group,
            group => group,
        };
        if name.is_empty() && birth.is_empty() && id.is_empty() && phone.is_empty() {
            return Ok(None);
        }
        let id = self.id(id)?;
        let typed = super::member::Typed {
            name: &name,
            group,
            birth,
            phone,
        };
        let (group, member) = typed.member(id, self.today)?;
        Ok(Some((group, member)))
    }

    /// None for a row that means nobody.
    fn line(&mut self) -> Result<Option<Line>, Why> {
        let said = |column| self.columns.cell(column, self.cells).to_owned();
        let typed = Typed {
            name: self.columns.name(self.cells),
            birth: said(Column::Birth),
            digits: said(Column::Id),
            reason: said(Column::Reason),
            authority: said(Column::Authority),
            from: said(Column::From),
            until: said(Column::Until),
        };
        if typed.name.is_empty() && typed.birth.is_empty() && typed.digits.is_empty() {
            return Ok(None);
        }
        Line::of(&typed, self.today).map(Some)
    }

    /// None for a row that means nobody.
    fn appointment(&mut self, day: Date) -> Result<Option<expected::Line>, Why> {
        let said = |columns: &[Column]| {
            let cells = columns
                .iter()
                .map(|one| self.columns.cell(*one, self.cells));
            let mut said = cells.filter(|cell| !cell.is_empty());
            said.next().unwrap_or_default().to_owned()
        };
        let typed = expected::Typed {
            day: said(&[Column::Day]),
            name: self.columns.name(self.cells),
            birth: said(&[Column::Birth]),
            host: said(&[Column::Host]),
            purpose: said(&[Column::Purpose, Column::Reason]),
            organisation: said(&[Column::Organisation, Column::Group]),
            from: said(&[Column::From]),
            until: said(&[Column::Until]),
        };
        if typed.name.is_empty() && typed.birth.is_empty() && typed.host.is_empty() {
            return Ok(None);
        }
        expected::Line::of(&typed, day, self.today).map(Some)
    }

    /// A spreadsheet that takes a number for one drops the zeros at its front: no number has 8, 10 or 11 digits itself.
    fn id(&mut self, typed: &str) -> Result<Option<String>, Why> {
        let digits = digits_of(typed);
        let whole = match digits.len() {
            8 => 9,
            10 | 11 => 12,
            _ => return id_of(typed),
        };
        let id = id_of(&format!("{digits:0>whole$}")).map_err(|_| Why::Id(typed.to_owned()))?;
        self.padded += 1;
        Ok(id)
    }
}

/// Whether a row of a file is a member who is listed.
type Rule<'a> = &'a dyn Fn(&Row, &Listed) -> bool;

/// What tells a member without a number from others.
pub(super) fn likeness(group: &str, member: &Member) -> (String, String, String) {
    (fold_name(group), fold_name(&member.name), member.born())
}

impl Plan {
    /// Of rows that can't be told apart the first is taken.
    fn refuse_twice(&mut self, faulty: &mut Faulty) {
        let (mut ids, mut likes) = (BTreeMap::new(), BTreeMap::new());
        let mut kept = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            let line = row.place.line;
            let before = match &row.member.id {
                Some(id) => ids.insert(id.clone(), line).map(Why::SameId),
                None => likes
                    .insert(likeness(&row.group, &row.member), line)
                    .map(Why::Same),
            };
            match before {
                Some(why) => {
                    let id = row.member.id.as_deref().unwrap_or_default();
                    faulty.note(&row.member.name, id);
                    self.unlisted.push(Unlisted {
                        place: row.place,
                        why,
                    });
                }
                None => kept.push(row),
            }
        }
        self.rows = kept;
        self.unlisted
            .sort_by(|one, other| one.place.cmp(&other.place));
    }

    /// Finds each row's person on the list: by number, else by name and birth, be it in another group, else by name and
    /// group where the list or the file knew no birth.
    fn compare(&mut self, kept: &[Listed]) {
        let mut left: BTreeMap<u32, &Listed> =
            kept.iter().map(|listed| (listed.number, listed)).collect();
        let by_id = |row: &Row, listed: &Listed| {
            row.member.id.is_some() && row.member.id == listed.member.id
        };
        let same_name = |row: &Row, listed: &Listed| {
            fold_name(&row.member.name) == fold_name(&listed.member.name)
        };
        // Two numbers are two people, unless one is of an old card.
        let may_be = |row: &Row, listed: &Listed| match (&row.member.id, &listed.member.id) {
            (Some(one), Some(other)) => one.len() != other.len(),
            (Some(_) | None, None) | (None, Some(_)) => true,
        };
        let by_birth = |row: &Row, listed: &Listed| {
            may_be(row, listed)
                && same_name(row, listed)
                && row.member.birth != Birth::Unknown
                && row.member.birth == listed.member.birth
        };
        let by_group = |row: &Row, listed: &Listed| {
            let births = [&row.member.birth, &listed.member.birth];
            may_be(row, listed)
                && same_name(row, listed)
                && row.group == listed.group
                && births.contains(&&Birth::Unknown)
        };
        let rules: [Rule<'_>; 3] = [&by_id, &by_birth, &by_group];
        for rule in rules {
            let mut by_key: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            for listed in left.values() {
                by_key
                    .entry(fold_name(&listed.member.name))
                    .or_default()
                    .push(listed.number);
                if let Some(id) = &listed.member.id {
                    by_key.entry(id.clone()).or_default().push(listed.number);
                }
            }
            for row in self.rows.iter_mut().filter(|row| row.before.is_none()) {
                let keys = [row.member.id.clone(), Some(fold_name(&row.member.name))];
                let near = keys
                    .into_iter()
                    .flatten()
                    .filter_map(|key| by_key.get(&key))
                    .flatten();
                let mut fitting = near
                    .filter_map(|number| left.get(number).copied())
                    .filter(|listed| rule(row, listed));
                let found = fitting.next();
                let other =
                    fitting.find(|other| found.is_some_and(|found| found.number != other.number));
                if let Some(listed) = found.filter(|_| other.is_none()) {
                    row.before = Some(listed.number);
                    row.is_changed = row.group != listed.group || row.member != listed.member;
                    left.remove(&listed.number);
                }
            }
        }
        self.gone = left.into_values().cloned().collect();
    }
}
