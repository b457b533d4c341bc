//! *Columns*: what each column of a list is, by its heading: Vietnamese, with or without accents.

use super::sheet::Sheet;
use checkpoint::subject::fold_name;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Name,
    /// Of a name that stands in two columns: all but the last word.
    Family,
    Given,
    Birth,
    Id,
    Phone,
    Group,
    /// What the guard is to read.
    Reason,
    /// On whose word, or by which document.
    Authority,
    /// The first and the last day or hour that it counts.
    From,
    Until,
    /// Of an appointment.
    Day,
    Host,
    Purpose,
    Organisation,
}

/// Headings without accents; the first that fits counts. `=` is the whole heading, else its words stand in a row in it.
const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::Family,
        &[
            "ho va ten dem",
            "ho ten dem",
            "ho dem",
            "ho lot",
            "ho va chu dem",
            "ho va chu lot",
            "=ho",
            "ten dem",
        ],
    ),
    (
        Column::Name,
        &[
            "ho va ten",
            "ho ten",
            "ten day du",
            "ten hoc sinh",
            "ten can bo",
            "ten nhan vien",
            "full name",
            "=name",
        ],
    ),
    (
        Column::Birth,
        &[
            "ngay sinh",
            "nam sinh",
            "ngay thang nam sinh",
            "sinh ngay",
            "ntns",
            "date of birth",
            "year of birth",
            "birthday",
        ],
    ),
    (
        Column::Id,
        &[
            "cccd",
            "cmnd",
            "cmt",
            "can cuoc",
            "dinh danh",
            "so giay to",
            "so id",
            "id number",
            "citizen id",
        ],
    ),
    (
        Column::Phone,
        &[
            "dien thoai",
            "so dt",
            "sdt",
            "=dt",
            "di dong",
            "phone",
            "mobile",
        ],
    ),
    (
        Column::Group,
        &[
            "lop",
            "phong ban",
            "phong",
            "bo phan",
            "don vi",
            "to",
            "khoi",
            "nganh hang",
            "quay",
            "sap",
            "can ho",
            "khu pho",
            "ap",
            "thon",
            "group",
            "class",
            "department",
        ],
    ),
    (Column::Given, &["=ten"]),
    (
        Column::Host,
        &[
            "gap ai",
            "can gap",
            "den gap",
            "nguoi gap",
            "nguoi tiep",
            "tiep khach",
            "=gap",
            "host",
            "whom to see",
        ],
    ),
    (
        Column::Purpose,
        &["viec", "muc dich", "noi dung lam viec", "purpose"],
    ),
    (
        Column::Organisation,
        &[
            "co quan",
            "cong ty",
            "doanh nghiep",
            "organisation",
            "organization",
            "company",
        ],
    ),
    (
        Column::Reason,
        &["ly do", "noi dung", "bao ve can doc", "reason"],
    ),
    (
        Column::Authority,
        &[
            "van ban",
            "can cu",
            "yeu cau",
            "de nghi",
            "authority",
            "document",
        ],
    ),
    (
        Column::From,
        &[
            "tu ngay",
            "ngay bat dau",
            "hieu luc tu",
            "tu gio",
            "gio hen",
            "gio den",
            "gio bat dau",
            "=gio",
            "from",
        ],
    ),
    (
        Column::Until,
        &[
            "den ngay",
            "den het ngay",
            "ngay ket thuc",
            "het han",
            "den gio",
            "gio ve",
            "gio ket thuc",
            "until",
        ],
    ),
    (
        Column::Day,
        &["=ngay", "ngay hen", "ngay den", "ngay gap", "=day", "=date"],
    ),
];

/// Of somebody else than whom the row is about: a parent's telephone tells nothing of a pupil.
const OTHERS: [&str; 9] = [
    "cha",
    "me",
    "bo",
    "phu huynh",
    "giam ho",
    "nguoi than",
    "vo",
    "chong",
    "chu nhiem",
];

/// Rows in which headings are looked for: above them stand a letter's parts.
const MOST_ABOVE: usize = 20;

/// The words of a heading, without accents and signs, a blank on each side.
pub(crate) fn words_of_heading(heading: &str) -> String {
    let folded = fold_name(heading);
    let plain: String = folded
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    format!(
        " {} ",
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    )
}

fn has(words: &str, phrase: &str) -> bool {
    words.contains(&format!(" {phrase} "))
}

/// Whether one of the phrases stands in a heading's words; after a `=`, whether it is the whole heading.
pub(crate) fn fits_heading(words: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| match phrase.strip_prefix('=') {
        Some(whole) => words.trim() == whole,
        None => has(words, phrase),
    })
}

fn of_heading(heading: &str) -> Option<Column> {
    let words = words_of_heading(heading);
    // "Bộ phận" isn't somebody's father's.
    if OTHERS.iter().any(|other| has(&words, other)) && !has(&words, "bo phan") {
        return None;
    }
    let found = HEADINGS
        .iter()
        .find(|(_, phrases)| fits_heading(&words, phrases));
    found.map(|(column, _)| *column)
}

/// What somebody said stands in a file's columns, by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub columns: Vec<Option<Column>>,
    /// Rows that stand above the people.
    pub above: usize,
}

/// Where each column stands in a sheet, and below which row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// By place; the first of two that say the same.
    found: Vec<Option<Column>>,
    /// Rows of the sheet that stand above the people.
    pub above: usize,
}

impl Columns {
    /// None where no row names a name's column.
    pub fn of(sheet: &Sheet) -> Option<Columns> {
        let rows = sheet.rows.iter().take(MOST_ABOVE).enumerate();
        let columns = rows.map(|(at, row)| {
            let mut found: Vec<Option<Column>> = Vec::new();
            for heading in &row.cells {
                let column = of_heading(heading);
                let is_new = column.is_some() && !found.contains(&column);
                found.push(column.filter(|_| is_new));
            }
            // Alone "Tên" is the whole name.
            if !found.contains(&Some(Column::Name)) && !found.contains(&Some(Column::Family)) {
                for column in &mut found {
                    if *column == Some(Column::Given) {
                        *column = Some(Column::Name);
                    }
                }
            }
            Columns {
                found,
                above: at + 1,
            }
        });
        // A title such as "Danh sách lớp" may fit a column by itself: headings are where the name's is with others.
        let mut named = columns.filter(|columns| columns.has_name());
        let first = named.next()?;
        let wider = named.find(|columns| columns.count() > 1);
        if first.count() > 1 {
            Some(first)
        } else {
            wider.or(Some(first))
        }
    }

    /// None where nobody said which the name's column is.
    pub fn chosen(chosen: &Chosen) -> Option<Columns> {
        let columns = Columns {
            found: chosen.columns.clone(),
            above: chosen.above,
        };
        columns.has_name().then_some(columns)
    }

    fn has_name(&self) -> bool {
        self.place(Column::Name).is_some()
            || self.place(Column::Family).is_some() && self.place(Column::Given).is_some()
    }

    fn count(&self) -> usize {
        self.found.iter().flatten().count()
    }

    pub fn all(&self) -> impl Iterator<Item = Column> {
        self.found.iter().copied().flatten()
    }

    pub fn place(&self, column: Column) -> Option<usize> {
        self.found.iter().position(|found| *found == Some(column))
    }

    /// What a row says in a column; empty for nothing.
    pub fn cell<'a>(&self, column: Column, cells: &'a [String]) -> &'a str {
        let place = self.place(column);
        place
            .and_then(|place| cells.get(place))
            .map_or("", String::as_str)
    }

    /// The name, put together where it stands in two columns.
    pub fn name(&self, cells: &[String]) -> String {
        let whole = self.cell(Column::Name, cells);
        if !whole.is_empty() {
            return whole.to_owned();
        }
        let parts = [Column::Family, Column::Given].map(|column| self.cell(column, cells));
        parts.join(" ").trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Progress;
    use super::super::sheet::read;
    use super::*;

    #[test]
    fn headings_are_known_with_accents_and_without() {
        let known = [
            ("Họ và tên", Some(Column::Name)),
            ("HO TEN", Some(Column::Name)),
            ("Họ và tên đệm", Some(Column::Family)),
            ("Họ", Some(Column::Family)),
            ("Tên", Some(Column::Given)),
            ("Ngày, tháng, năm sinh", Some(Column::Birth)),
            ("Năm sinh", Some(Column::Birth)),
            ("Số CCCD/CMND", Some(Column::Id)),
            ("Mã định danh", Some(Column::Id)),
            ("SĐT", Some(Column::Phone)),
            ("Số điện thoại", Some(Column::Phone)),
            ("Lớp", Some(Column::Group)),
            ("Bộ phận", Some(Column::Group)),
            ("Phòng/Ban", Some(Column::Group)),
            ("Điện thoại phụ huynh", None),
            ("Họ tên cha", None),
            ("Họ tên mẹ", None),
            ("Giáo viên chủ nhiệm lớp", None),
            ("STT", None),
            ("Giới tính", None),
            ("Địa chỉ", None),
        ];
        for (heading, column) in known {
            assert_eq!(of_heading(heading), column, "{heading}");
        }
    }

    #[test]
    fn headings_stand_below_a_title_and_a_name_may_stand_in_two_columns() {
        let text = "Trường THCS Thử,,\nDANH SÁCH LỚP 6A,,\nSTT,Họ và tên đệm,Tên,Ngày sinh\n1,Nguyễn Văn,An,5/6/2014\n";
        let sheet = &read(text.as_bytes(), &Progress::default()).unwrap()[0];
        let columns = Columns::of(sheet).unwrap();
        assert_eq!(columns.above, 3);
        let cells = &sheet.rows[3].cells;
        assert_eq!(columns.name(cells), "Nguyễn Văn An");
        assert_eq!(columns.cell(Column::Birth, cells), "5/6/2014");
        assert_eq!(columns.cell(Column::Phone, cells), "");
        let alone = &read("Tên\nAn\n".as_bytes(), &Progress::default()).unwrap()[0];
        assert_eq!(Columns::of(alone).unwrap().name(&alone.rows[1].cells), "An");
        let none = &read("Số,Lớp\n1,6A\n".as_bytes(), &Progress::default()).unwrap()[0];
        assert_eq!(Columns::of(none), None);
    }
}
