//! *Sheet*: the cells of a file, XLSX or CSV, as text: what a formula came to, dates as `2014-05-06`, numbers without the
//! signs that a spreadsheet puts into them.

use super::Progress;
use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use checkpoint::policy::Words;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes of a file.
const MOST_BYTES: usize = 8 << 20;
/// Bytes that an XLSX is when it is unpacked.
const MOST_UNPACKED: u64 = 128 << 20;
/// Rows of a file, all its sheets together.
const MOST_ROWS: usize = 20_000;
/// Columns that are looked at.
const MOST_COLUMNS: usize = 64;
/// Letters of one cell.
const MOST_CHARS: usize = 500;

/// Rows of a file, as they lie one below the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Empty for a file that has one only.
    pub name: String,
    pub rows: Vec<Cells>,
}

/// The cells of one row that has any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// From 1.
    pub line: u32,
    pub cells: Vec<String>,
}

/// Why a file isn't read. Each says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("the file has more than 8 MB: keep only the list in it")]
    Large,
    #[error("the file has more than 20,000 rows: part it into several lists")]
    Rows,
    #[error(
        "this is an old Excel file (.xls): open it in Excel, save it as .xlsx, and choose that"
    )]
    Old,
    #[error(
        "the spreadsheet can't be read ({0}): open it in Excel, save it anew as .xlsx, and choose that"
    )]
    Broken(String),
    #[error("the text isn't UTF-8: save it as \"CSV UTF-8\" or as .xlsx")]
    NotText,
    /// With the first rows, for somebody to say what stands in which column.
    #[error(
        "no row has a heading for the name: say below what stands in which column, or write \"Họ và tên\" above the names in the file"
    )]
    NoHeading(Vec<Vec<String>>),
    #[error("nobody stands below the headings: fill the list in, and choose it again")]
    Nobody,
}

impl FileError {
    pub fn words(&self) -> Words {
        let vi = match self {
            FileError::Large => "Tệp lớn hơn 8 MB: chỉ để lại danh sách trong tệp".to_owned(),
            FileError::Rows => "Tệp có hơn 20.000 dòng: chia thành nhiều danh sách".to_owned(),
            FileError::Old => {
                "Đây là tệp Excel cũ (.xls): mở bằng Excel, lưu thành .xlsx rồi chọn lại".to_owned()
            }
            FileError::Broken(cause) => {
                format!(
                    "Không đọc được bảng tính ({cause}): mở bằng Excel, lưu lại thành .xlsx rồi chọn lại"
                )
            }
            FileError::NotText => {
                "Chữ trong tệp không phải UTF-8: lưu lại kiểu \"CSV UTF-8\" hoặc .xlsx".to_owned()
            }
            FileError::NoHeading(_) => {
                "Không thấy cột họ tên: chọn ở dưới cột nào là gì, hoặc ghi \"Họ và tên\" ở đầu cột tên trong tệp"
                    .to_owned()
            }
            FileError::Nobody => {
                "Dưới dòng tiêu đề chưa có ai: điền danh sách rồi chọn lại".to_owned()
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// Rows that somebody is shown of a file.
const SHOWN: usize = 6;

/// Of the first sheet that has any.
pub(super) fn first_rows(sheets: &[Sheet]) -> Vec<Vec<String>> {
    let mut filled = sheets.iter().filter(|sheet| !sheet.rows.is_empty());
    let rows = filled.next().map_or(&[][..], |sheet| sheet.rows.as_slice());
    let rows = rows.iter().take(SHOWN);
    rows.map(|row| row.cells.clone()).collect()
}

/// Reads a file by what it is, whatever it is called.
pub fn read(bytes: &[u8], progress: &Progress) -> Result<Vec<Sheet>, FileError> {
    if bytes.len() > MOST_BYTES {
        return Err(FileError::Large);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return spreadsheet(bytes, progress);
    }
    // A compound file, as Excel wrote them before 2007, or encrypts them.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(FileError::Old);
    }
    Ok(vec![table(&text(bytes)?, progress)?])
}

/// UTF-8, or UTF-16 as Excel's "Unicode text".
fn text(bytes: &[u8]) -> Result<String, FileError> {
    let encoding =
        encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::UTF_8, |(found, _)| found);
    let (text, _, is_wrong) = encoding.decode(bytes);
    if is_wrong || text.contains('\0') {
        return Err(FileError::NotText);
    }
    Ok(text.into_owned())
}

fn table(text: &str, progress: &Progress) -> Result<Sheet, FileError> {
    let mut parting = text.bytes().filter(|byte| b",;\t".contains(byte));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(parting.next().unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let (mut line, mut counted) = (1_u64, 0);
    for record in reader.records() {
        // The text was UTF-8, and rows may be of any length: nothing else can fail.
        let Ok(record) = record else { break };
        // Where the reader stopped after the row before: at its line's end, or at empty lines.
        let stopped = record.position().map_or(0, csv::Position::byte);
        let stopped = usize::try_from(stopped).unwrap_or(usize::MAX);
        let rest = text.as_bytes().get(stopped..).unwrap_or_default();
        let breaks = rest
            .iter()
            .take_while(|byte| b"\r\n".contains(byte))
            .count();
        let begins = stopped.saturating_add(breaks);
        let passed = text.as_bytes().get(counted..begins).unwrap_or_default();
        line += passed
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        counted = begins;
        let mut row = Cells {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            cells: Vec::new(),
        };
        for (column, cell) in record.iter().enumerate() {
            row.put(column, cell);
        }
        progress.step();
        sheet.push(row)?;
    }
    Ok(sheet)
}

fn spreadsheet(bytes: &[u8], progress: &Progress) -> Result<Vec<Sheet>, FileError> {
    unpacks(bytes)?;
    let broken = |error: XlsxError| FileError::Broken(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    let mut rows = 0;
    for name in workbook.sheet_names() {
        // A chart's sheet has no cells.
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut sheet = Sheet {
            name,
            rows: Vec::new(),
        };
        let mut row = Cells::default();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (line, column) = cell.get_position();
            let line = line.saturating_add(1);
            if line != row.line {
                progress.step();
                sheet.push(std::mem::take(&mut row))?;
                row.line = line;
            }
            if let Ok(column) = usize::try_from(column) {
                row.put(column, &said(cell.get_value()));
            }
        }
        sheet.push(row)?;
        rows += sheet.rows.len();
        if rows > MOST_ROWS {
            return Err(FileError::Rows);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Unpacks it into nothing, since what its directory says of sizes may be a lie.
fn unpacks(bytes: &[u8]) -> Result<(), FileError> {
    let broken = |error: zip::result::ZipError| FileError::Broken(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut room = MOST_UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(broken)?;
        let read = std::io::copy(&mut file.take(room + 1), &mut std::io::sink());
        let read = read.map_err(|error| FileError::Broken(error.to_string()))?;
        room = room.checked_sub(read).ok_or(FileError::Large)?;
    }
    Ok(())
}

/// What a cell says, as a person reads it.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // Without a fraction where there is none: a number of papers isn't 1.23E+11.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(at) => dated(at),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or(text).to_owned(),
        DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) | DataRef::Empty => {
            String::new()
        }
    }
}

/// A date, without its time of day. A spreadsheet also writes years and spans of time with the look of a date.
fn dated(at: &ExcelDateTime) -> String {
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    let number = at.as_f64();
    if !at.is_datetime() || number < 2_200.0 {
        return number.to_string();
    }
    format!("{year}-{month:02}-{day:02}")
}

impl Sheet {
    /// Adds a row that has a cell.
    fn push(&mut self, row: Cells) -> Result<(), FileError> {
        if row.cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.rows.len() == MOST_ROWS {
            return Err(FileError::Rows);
        }
        self.rows.push(row);
        Ok(())
    }
}

impl Cells {
    fn put(&mut self, column: usize, said: &str) {
        if column >= MOST_COLUMNS {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        self.cells[column] = words.chars().take(MOST_CHARS).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    fn read(bytes: &[u8]) -> Result<Vec<Sheet>, FileError> {
        super::read(bytes, &Progress::default())
    }

    fn rows(sheet: &Sheet) -> Vec<(u32, Vec<&str>)> {
        let rows = sheet.rows.iter();
        rows.map(|row| (row.line, row.cells.iter().map(String::as_str).collect()))
            .collect()
    }

    #[test]
    fn cells_of_a_spreadsheet_are_what_a_person_reads() {
        let mut workbook = Workbook::new();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let sheet = workbook.add_worksheet();
        sheet.set_name("6A").unwrap();
        sheet.write_string(0, 0, "DANH SÁCH").unwrap();
        sheet.write_string(2, 1, " Họ  và\ntên ").unwrap();
        let born = ExcelDateTime::from_ymd(2014, 5, 6).unwrap();
        sheet.write_datetime_with_format(3, 0, &born, &day).unwrap();
        sheet.write_number_with_format(3, 1, 2014, &day).unwrap();
        sheet.write_number(3, 2, 1_214_000_001_f64).unwrap();
        let formula = Formula::new("=\"An \"&\"Bé\"").set_result("An Bé");
        sheet.write_formula(3, 3, formula).unwrap();
        // One cell far away takes no room.
        sheet.write_string(1_048_575, 16_383, "xa").unwrap();
        workbook
            .add_worksheet()
            .write_string(0, 0, "trang hai")
            .unwrap();
        let sheets = read(&workbook.save_to_buffer().unwrap()).unwrap();
        assert_eq!((sheets.len(), sheets[0].name.as_str()), (2, "6A"));
        let expected = [
            (1, vec!["DANH SÁCH"]),
            (3, vec!["", "Họ và tên"]),
            (4, vec!["2014-05-06", "2014", "1214000001", "An Bé"]),
        ];
        assert_eq!(rows(&sheets[0]), expected);
        assert_eq!(rows(&sheets[1]), [(1, vec!["trang hai"])]);
    }

    #[test]
    fn a_text_is_read_however_a_spreadsheet_saved_it() {
        let expected = [(1, vec!["Tên", "Lớp"]), (3, vec!["An, Bé", "6A"])];
        let texts = [
            "\u{feff}Tên,Lớp\r\n\r\n\"An, Bé\",6A\r\n",
            "Tên;Lớp\n;\n\"An, Bé\";6A",
            "Tên\tLớp\n\t\nAn, Bé\t6A\n",
        ];
        for text in texts {
            assert_eq!(
                rows(&read(text.as_bytes()).unwrap()[0]),
                expected,
                "{text:?}"
            );
        }
        let mut wide = vec![0xFF, 0xFE];
        wide.extend(texts[2].encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(rows(&read(&wide).unwrap()[0]), expected);
    }

    #[test]
    fn what_is_no_list_is_refused_with_what_to_do() {
        assert_eq!(read(b"T\xean\n"), Err(FileError::NotText));
        assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 1]), Err(FileError::Old));
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(FileError::Large));
        assert_eq!(
            read("a\n".repeat(MOST_ROWS + 1).as_bytes()),
            Err(FileError::Rows)
        );
        assert!(matches!(
            read(b"PK\x03\x04 and no more"),
            Err(FileError::Broken(_))
        ));
        let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        bomb.start_file("xl/worksheets/sheet1.xml", options)
            .unwrap();
        std::io::copy(
            &mut std::io::repeat(b' ').take(MOST_UNPACKED + 1),
            &mut bomb,
        )
        .unwrap();
        let bomb = bomb.finish().unwrap().into_inner();
        assert!(bomb.len() < MOST_BYTES);
        assert_eq!(read(&bomb), Err(FileError::Large));
    }
}
