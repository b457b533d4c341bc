//! *Columns*: what each column of a file of places is, by its heading.

use crate::roster::{fits_heading, sheet::Sheet, words_of_heading};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Code,
    Name,
    Kind,
    Address,
    Contact,
    Responsible,
    Capacity,
    Parent,
    From,
    Until,
}

/// Headings without accents; the first that fits counts. `=` is the whole heading, else its words stand in a row in it.
const HEADINGS: &[(Column, &[&str])] = &[
    (
        Column::Parent,
        &["thuoc", "truc thuoc", "noi tren", "parent", "part of"],
    ),
    (
        Column::Responsible,
        &["phu trach", "chiu trach nhiem", "quan ly", "responsible"],
    ),
    (
        Column::Contact,
        &[
            "lien he",
            "dien thoai",
            "so dt",
            "sdt",
            "=dt",
            "contact",
            "phone",
        ],
    ),
    (
        Column::Capacity,
        &["suc chua", "so nguoi", "toi da", "capacity"],
    ),
    (
        Column::From,
        &["tu ngay", "ngay bat dau", "hieu luc tu", "from"],
    ),
    (
        Column::Until,
        &[
            "den ngay",
            "den het ngay",
            "ngay ket thuc",
            "het han",
            "until",
        ],
    ),
    (Column::Address, &["dia chi", "address"]),
    (Column::Kind, &["loai", "loai hinh", "kind", "type"]),
    (
        Column::Code,
        &["=ma", "ma noi", "ma so", "ma dia diem", "code"],
    ),
    (
        Column::Name,
        &[
            "=ten", "ten", "dia diem", "noi dat", "=noi", "name", "place",
        ],
    ),
];

/// Rows in which headings are looked for: above them stand a letter's parts.
const MOST_ABOVE: usize = 20;

/// Where each column stands in a sheet, and below which row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    found: Vec<Option<Column>>,
    /// Rows of the sheet that stand above the places.
    pub above: usize,
}

impl Columns {
    /// The first row that names a column of names beside another one, else the first that names one alone.
    pub fn of(sheet: &Sheet) -> Option<Columns> {
        let rows = sheet.rows.iter().take(MOST_ABOVE).enumerate();
        let named: Vec<Columns> = rows
            .map(|(at, row)| {
                let mut found: Vec<Option<Column>> = Vec::new();
                for heading in &row.cells {
                    let words = words_of_heading(heading);
                    let column = HEADINGS
                        .iter()
                        .find(|(_, phrases)| fits_heading(&words, phrases))
                        .map(|(column, _)| *column);
                    let is_new = column.is_some() && !found.contains(&column);
                    found.push(column.filter(|_| is_new));
                }
                Columns {
                    found,
                    above: at + 1,
                }
            })
            .filter(|columns| columns.found.contains(&Some(Column::Name)))
            .collect();
        let wider = named.iter().find(|columns| columns.all().count() > 1);
        wider.or(named.first()).cloned()
    }

    pub fn all(&self) -> impl Iterator<Item = Column> {
        self.found.iter().copied().flatten()
    }

    /// What a row says in a column; empty for nothing.
    pub fn cell<'a>(&self, column: Column, cells: &'a [String]) -> &'a str {
        let place = self.found.iter().position(|found| *found == Some(column));
        place
            .and_then(|place| cells.get(place))
            .map_or("", String::as_str)
    }
}
