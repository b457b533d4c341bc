//! *Page*: what is printed, before it is known on what: the parts of a letter, paragraphs, tables.
//!
//! PDF, DOCX, XLSX and CSV are made of the same page, so that no two of them differ by a figure.

use crate::letter::Letter;
use crate::words;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// A letter with its content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    pub letter: Letter,
    /// The letter's body where the settings name none.
    pub whole: String,
    /// `BÁO CÁO`
    pub title: String,
    /// What it is about, under the title.
    pub about: String,
    /// Until when its figures count; empty where nothing is cut.
    pub cut: String,
    /// `Mật` and the like, printed at the top; empty for none.
    pub mark: String,
    /// The date that it bears.
    #[serde(serialize_with = "as_dated")]
    pub dated: Date,
    pub parts: Vec<Part>,
}

fn as_dated<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&day.to_string())
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "part", rename_all = "kebab-case")]
pub enum Part {
    Heading { text: String },
    Text { text: String },
    Table(Table),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    /// Above it; empty for none.
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// It is wider than an upright sheet.
    pub is_wide: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    pub title: String,
    /// Its share of the table's width, in parts.
    pub width: u32,
    /// Figures stand to the right.
    pub is_number: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// A sum of the rows above it.
    pub is_sum: bool,
}

/// One cell. Text is text wherever it goes: never a number, never a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(i64),
    /// In tenths of a percent.
    Share(i64),
    Nothing,
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number)
    }
}

impl Cell {
    /// As a person reads it.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => words::number(*number),
            Cell::Share(tenths) => words::share(*tenths),
            Cell::Nothing => String::new(),
        }
    }
}

impl Column {
    pub fn text(title: &str, width: u32) -> Column {
        Column {
            title: title.to_owned(),
            width,
            is_number: false,
        }
    }

    pub fn number(title: &str, width: u32) -> Column {
        Column {
            is_number: true,
            ..Column::text(title, width)
        }
    }
}

impl Table {
    pub fn new(title: &str, columns: Vec<Column>) -> Table {
        Table {
            title: title.to_owned(),
            columns,
            rows: Vec::new(),
            is_wide: false,
        }
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row {
            cells,
            is_sum: false,
        });
    }

    pub fn sum(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row {
            cells,
            is_sum: true,
        });
    }
}

impl Page {
    /// The name of the body that issues it.
    pub fn body(&self) -> &str {
        match self.letter.body.trim() {
            "" => &self.whole,
            body => body,
        }
    }

    /// `Số: …`, with a line to write on where the settings name none.
    pub fn symbol(&self) -> String {
        match self.letter.symbol.trim() {
            "" => "Số: ……/BC-……".to_owned(),
            symbol => symbol.to_owned(),
        }
    }

    pub fn date_line(&self) -> String {
        words::dated(&self.letter.place, self.dated)
    }

    /// *Nơi nhận*, each with the mark that Annex I, II.9 puts behind it.
    pub fn addressees(&self) -> Vec<String> {
        let named: Vec<&str> = self
            .letter
            .addressees
            .iter()
            .map(|one| one.trim())
            .filter(|one| !one.is_empty())
            .collect();
        let last = named.len().saturating_sub(1);
        named
            .iter()
            .enumerate()
            .map(|(at, one)| format!("- {one}{}", if at == last { "." } else { ";" }))
            .collect()
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.parts.iter().filter_map(|part| match part {
            Part::Table(table) => Some(table),
            Part::Heading { .. } | Part::Text { .. } => None,
        })
    }
}
