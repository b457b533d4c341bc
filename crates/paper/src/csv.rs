//! *CSV*: RFC 4180 with a byte-order mark, so that a spreadsheet reads it as UTF-8, and with no cell
//! that it would take for a formula.

use crate::page::{Cell, Column, Page, Row};
use std::io::{self, Write};

/// What a spreadsheet begins formulas with; a tab or a return before one doesn't stop it.
const OPENS_A_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Rows one after another, however many.
#[derive(Debug)]
pub struct Csv<W: Write> {
    to: W,
}

impl<W: Write> Csv<W> {
    /// Begins with the byte-order mark.
    pub fn new(mut to: W) -> io::Result<Csv<W>> {
        to.write_all("\u{feff}".as_bytes())?;
        Ok(Csv { to })
    }

    pub fn titles(&mut self, columns: &[Column]) -> io::Result<()> {
        let titles: Vec<Cell> = columns
            .iter()
            .map(|column| Cell::from(column.title.as_str()))
            .collect();
        self.row(&titles)
    }

    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.to.write_all(b",")?;
            }
            match cell {
                Cell::Text(text) => self.text(text)?,
                Cell::Number(number) => write!(self.to, "{number}")?,
                Cell::Share(tenths) => {
                    let sign = if *tenths < 0 { "-" } else { "" };
                    let tenths = tenths.unsigned_abs();
                    write!(self.to, "{sign}{}.{}", tenths / 10, tenths % 10)?;
                }
                Cell::Nothing => {}
            }
        }
        self.to.write_all(b"\r\n")
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let guard = if text.starts_with(OPENS_A_FORMULA) {
            "'"
        } else {
            ""
        };
        if text.contains(['"', ',', '\n', '\r']) {
            write!(self.to, "\"{guard}{}\"", text.replace('"', "\"\""))
        } else {
            write!(self.to, "{guard}{text}")
        }
    }

    /// Gives back what it wrote to, flushed.
    pub fn done(mut self) -> io::Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }
}

/// The tables of a page, one below the other, each under its heading.
pub fn page(page: &Page) -> io::Result<Vec<u8>> {
    let mut csv = Csv::new(Vec::new())?;
    for line in [&page.title, &page.about, &page.cut] {
        if !line.is_empty() {
            csv.row(&[Cell::from(line.as_str())])?;
        }
    }
    for part in &page.parts {
        match part {
            crate::page::Part::Heading { text } => {
                csv.row(&[])?;
                csv.row(&[Cell::from(text.as_str())])?;
            }
            crate::page::Part::Text { text } => csv.row(&[Cell::from(text.as_str())])?,
            crate::page::Part::Table(table) => {
                if !table.title.is_empty() {
                    csv.row(&[Cell::from(table.title.as_str())])?;
                }
                csv.titles(&table.columns)?;
                for Row { cells, .. } in &table.rows {
                    csv.row(cells)?;
                }
            }
        }
    }
    csv.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[Cell]) -> String {
        let mut csv = Csv::new(Vec::new()).unwrap();
        csv.row(cells).unwrap();
        String::from_utf8(csv.done().unwrap()).unwrap()
    }

    #[test]
    fn a_file_begins_with_a_mark_and_a_row_ends_with_return_and_feed() {
        assert_eq!(
            written(&[
                "Nguyễn Văn Đức".into(),
                7.into(),
                Cell::Share(955),
                Cell::Nothing
            ]),
            "\u{feff}Nguyễn Văn Đức,7,95.5,\r\n"
        );
    }

    #[test]
    fn quotes_commas_and_breaks_stay_within_their_cell() {
        assert_eq!(
            written(&["a,\"b\"\nc".into(), "d".into()]),
            "\u{feff}\"a,\"\"b\"\"\nc\",d\r\n"
        );
    }

    #[test]
    fn what_a_spreadsheet_takes_for_a_formula_is_text_and_a_number_below_zero_stays_one() {
        for text in ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let row = written(&[text.into()]);
            assert!(row.contains(&format!("'{text}")), "{row:?}");
        }
        assert_eq!(written(&[(-5).into()]), "\u{feff}-5\r\n");
    }
}
