//! *XLSX*: a spreadsheet whose rows are on disk as soon as they are written.

use crate::PaperError;
use crate::page::{Cell, Column, Page, Part};
use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use zip::result::ZipResult;
use zip::{System, ZipArchive};

/// A4, as spreadsheets number sizes of paper.
const A4: u8 = 9;

/// Rows of a sheet, as the format has them.
const MOST_ROWS: u32 = 1_048_576;

/// A spreadsheet in the making. Rows go to the newest sheet, in order.
pub struct Spreadsheet {
    workbook: Workbook,
    sheets: usize,
    row: u32,
    looks: Looks,
    /// For the next sheet where this one is full.
    going_on: Option<(String, Vec<Column>)>,
}

struct Looks {
    title: Format,
    head: Format,
    text: Format,
    number: Format,
    share: Format,
    sum: Format,
    sum_number: Format,
    plain: Format,
    bold: Format,
}

impl Looks {
    fn new() -> Looks {
        let font = || {
            Format::new()
                .set_font_name("Times New Roman")
                .set_font_size(12)
        };
        let boxed = || font().set_border(FormatBorder::Thin);
        Looks {
            title: font().set_bold().set_font_size(14),
            head: boxed()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            // Text stays text also when somebody edits it.
            text: boxed().set_num_format("@"),
            number: boxed().set_num_format("#,##0"),
            share: boxed().set_num_format("0.0%"),
            sum: boxed().set_bold().set_num_format("@"),
            sum_number: boxed().set_bold().set_num_format("#,##0"),
            plain: font(),
            bold: font().set_bold(),
        }
    }
}

impl Spreadsheet {
    /// `dated` is the day of making that stands in the file's properties; `aside` the folder in which
    /// rows are set aside meanwhile, else the system's for temporary files. What lies there has no
    /// name and goes with the program.
    pub fn new(title: &str, dated: Date, aside: Option<&Path>) -> Result<Spreadsheet, PaperError> {
        let mut workbook = Workbook::new();
        if let Some(aside) = aside {
            workbook.set_tempdir(aside)?;
        }
        let year = u16::try_from(dated.year())
            .unwrap_or(1900)
            .clamp(1900, 9999);
        let month = u8::try_from(dated.month()).unwrap_or(1);
        let day = u8::try_from(dated.day()).unwrap_or(1);
        let made = ExcelDateTime::from_ymd(year, month, day)?;
        let properties = DocProperties::new()
            .set_title(title)
            .set_author("Chốt")
            .set_creation_datetime(&made);
        workbook.set_properties(&properties);
        Ok(Spreadsheet {
            workbook,
            sheets: 0,
            row: 0,
            looks: Looks::new(),
            going_on: None,
        })
    }

    /// Begins a sheet with a table's titles, which stay in view and stand on every printed page.
    pub fn list(&mut self, name: &str, columns: &[Column]) -> Result<(), PaperError> {
        self.begin(name, columns)?;
        self.going_on = Some((name.to_owned(), columns.to_vec()));
        Ok(())
    }

    fn begin(&mut self, name: &str, columns: &[Column]) -> Result<(), PaperError> {
        let name = sheet_name(name, self.sheets);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_paper_size(A4).set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0..).zip(columns) {
            sheet.set_column_width(at, f64::from(column.width) * 1.4 + 2.0)?;
        }
        for (at, column) in (0..).zip(columns) {
            sheet.write_string_with_format(0, at, &column.title, &self.looks.head)?;
        }
        self.sheets += 1;
        self.row = 1;
        Ok(())
    }

    /// The next row of the list; a full sheet is followed by another one.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), PaperError> {
        if self.row >= MOST_ROWS
            && let Some((name, columns)) = self.going_on.clone()
        {
            self.begin(&format!("{name} {}", self.sheets + 1), &columns)?;
        }
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        write(sheet, &self.looks, self.row, cells, false)?;
        self.row += 1;
        Ok(())
    }

    /// A sheet with a page's text and tables.
    pub fn page(&mut self, name: &str, page: &Page) -> Result<(), PaperError> {
        let name = sheet_name(name, self.sheets);
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_column_width(0, 46.0)?;
        for column in 1..6 {
            sheet.set_column_width(column, 16.0)?;
        }
        let looks = &self.looks;
        let mut row = 0;
        let head = [
            (page.mark.as_str(), &looks.bold),
            (page.letter.superior.as_str(), &looks.plain),
            (page.body(), &looks.bold),
            (&page.symbol(), &looks.plain),
            (&page.date_line(), &looks.plain),
            (&page.title, &looks.title),
            (&page.about, &looks.title),
            (&page.cut, &looks.plain),
        ];
        for (text, look) in head {
            if !text.is_empty() {
                sheet.write_string_with_format(row, 0, text, look)?;
                row += 1;
            }
        }
        for part in &page.parts {
            match part {
                Part::Heading { text } => {
                    row += 1;
                    sheet.write_string_with_format(row, 0, text, &looks.bold)?;
                    row += 1;
                }
                Part::Text { text } => {
                    sheet.write_string_with_format(row, 0, text, &looks.plain)?;
                    row += 1;
                }
                Part::Table(table) => {
                    if !table.title.is_empty() {
                        sheet.write_string_with_format(row, 0, &table.title, &looks.bold)?;
                        row += 1;
                    }
                    for (at, column) in (0..).zip(&table.columns) {
                        sheet.write_string_with_format(row, at, &column.title, &looks.head)?;
                    }
                    row += 1;
                    for line in &table.rows {
                        write(sheet, looks, row, &line.cells, line.is_sum)?;
                        row += 1;
                    }
                }
            }
        }
        self.sheets += 1;
        self.row = row;
        self.going_on = None;
        Ok(())
    }

    /// The finished file, which is read once more.
    pub fn done(mut self, mut to: impl Read + Write + Seek + Send) -> Result<(), PaperError> {
        self.workbook.save_to_writer(&mut to)?;
        Ok(as_from_unix(&mut to)?)
    }
}

/// Every part of the envelope says on which system it was written, in one byte that nobody heeds; here the same on all.
fn as_from_unix(file: &mut (impl Read + Write + Seek)) -> ZipResult<()> {
    /// Where that byte stands in a part's record.
    const SYSTEM: u64 = 5;
    let mut envelope = ZipArchive::new(&mut *file)?;
    let records = (0..envelope.len())
        .map(|part| Ok(envelope.by_index_raw(part)?.central_header_start()))
        .collect::<ZipResult<Vec<u64>>>()?;
    for record in records {
        file.seek(SeekFrom::Start(record + SYSTEM))?;
        file.write_all(&[System::Unix as u8])?;
    }
    Ok(())
}

/// Text is written as text whatever it looks like: nothing here can become a formula or a number.
fn write(
    sheet: &mut Worksheet,
    looks: &Looks,
    row: u32,
    cells: &[Cell],
    is_sum: bool,
) -> Result<(), PaperError> {
    let (text, number) = if is_sum {
        (&looks.sum, &looks.sum_number)
    } else {
        (&looks.text, &looks.number)
    };
    for (column, cell) in (0..).zip(cells) {
        match cell {
            Cell::Text(said) => sheet.write_string_with_format(row, column, said, text)?,
            // Beyond 2⁵³ a spreadsheet would round it; counts never get there.
            Cell::Number(count) => {
                sheet.write_number_with_format(row, column, *count as f64, number)?
            }
            Cell::Share(tenths) => {
                sheet.write_number_with_format(row, column, *tenths as f64 / 1e3, &looks.share)?
            }
            Cell::Nothing => sheet.write_blank(row, column, text)?,
        };
    }
    Ok(())
}

/// A sheet's name has at most 31 characters and none of `[]:*?/\`; two are never alike.
fn sheet_name(name: &str, before: usize) -> String {
    let kept: String = name
        .chars()
        .filter(|letter| !"[]:*?/\\'".contains(*letter))
        .take(27)
        .collect();
    if kept.trim().is_empty() {
        format!("Trang {}", before + 1)
    } else {
        kept
    }
}

/// A page alone as a spreadsheet.
pub fn page(page: &Page) -> Result<Vec<u8>, PaperError> {
    let mut spreadsheet = Spreadsheet::new(&page.about, page.dated, None)?;
    spreadsheet.page("Báo cáo", page)?;
    let mut bytes = std::io::Cursor::new(Vec::new());
    spreadsheet.done(&mut bytes)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn an_envelope_doesn_t_tell_on_which_system_it_was_made() {
        let made_on = |system| {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            for part in ["một", "hai"] {
                let options = SimpleFileOptions::default()
                    .unix_permissions(0o600)
                    .last_modified_time(zip::DateTime::default())
                    .system(system);
                zip.start_file(part, options).unwrap();
                zip.write_all(part.as_bytes()).unwrap();
            }
            zip.finish().unwrap()
        };
        let unix = made_on(System::Unix).into_inner();
        for system in [System::Dos, System::Unix] {
            let mut file = made_on(system);
            as_from_unix(&mut file).unwrap();
            assert!(file.into_inner() == unix, "{system:?}");
        }
    }
}
