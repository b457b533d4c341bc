//! *DOCX*: the same page for a clerk who edits it (ECMA-376, WordprocessingML).
//!
//! Five small files in a ZIP, written by hand: a page has paragraphs and tables only, and no time of
//! making may come in by itself.

use crate::PaperError;
use crate::page::{Page, Part, Row, Table};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Twentieths of a point in a millimetre, to the nearest: what this format measures in.
const fn twips(millimetres: i64) -> i64 {
    (millimetres * 14_400 + 127) / 254
}

/// Between the margins of an upright sheet: 210 − 30 − 15 mm.
const UPRIGHT: i64 = twips(165);

/// Between the margins of a sheet that was turned round: 297 − 20 − 20 mm.
const TURNED: i64 = twips(257);

const CONTENT_TYPES: &str = include_str!("docx/content_types.xml");
const RELATIONS: &str = include_str!("docx/relations.xml");
const PARTS: &str = include_str!("docx/parts.xml");
const STYLES: &str = include_str!("docx/styles.xml");
const HEADER: &str = include_str!("docx/header.xml");

/// How a paragraph looks.
#[derive(Clone, Copy)]
struct Look {
    /// Half points.
    size: u8,
    bold: bool,
    italic: bool,
    /// `left`, `center`, `right`, `both`.
    side: &'static str,
    /// Of its first line, in twips.
    indent: i64,
    stays_with_next: bool,
}

const PLAIN: Look = Look {
    size: 26,
    bold: false,
    italic: false,
    side: "left",
    indent: 0,
    stays_with_next: false,
};

const CENTRED: Look = Look {
    side: "center",
    ..PLAIN
};

/// A letter of as many A4 pages as it takes.
pub fn page(page: &Page) -> Result<Vec<u8>, PaperError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .system(System::Unix);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let document = document(page);
    for (name, text) in [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", document.as_str()),
        ("word/_rels/document.xml.rels", PARTS),
        ("word/styles.xml", STYLES),
        ("word/header1.xml", HEADER),
    ] {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn document(page: &Page) -> String {
    let mut body = Body(String::new());
    if !page.mark.is_empty() {
        let look = Look {
            bold: true,
            ..PLAIN
        };
        body.paragraph(&page.mark.to_uppercase(), look);
    }
    body.head(page);
    let title = Look {
        size: 28,
        bold: true,
        ..CENTRED
    };
    body.paragraph("", PLAIN);
    body.paragraph(&page.title, title);
    body.paragraph(&page.about, title);
    if !page.cut.is_empty() {
        let look = Look {
            italic: true,
            ..CENTRED
        };
        body.paragraph(&format!("({})", page.cut), look);
    }
    let is_wide = |part: &&Part| matches!(part, Part::Table(table) if table.is_wide);
    for part in page.parts.iter().filter(|part| !is_wide(part)) {
        body.part(part, UPRIGHT);
    }
    body.foot(page);
    let wide: Vec<&Part> = page.parts.iter().filter(is_wide).collect();
    let last = if wide.is_empty() {
        SECTION_UPRIGHT.to_owned()
    } else {
        // The properties of all but the last section stand in its last paragraph.
        let _ = write!(body.0, "<w:p><w:pPr>{SECTION_UPRIGHT}</w:pPr></w:p>");
        for part in wide {
            body.part(part, TURNED);
        }
        SECTION_TURNED.to_owned()
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{}{last}</w:body></w:document>",
        body.0
    )
}

/// A4 with margins of 20, 15, 20 and 30 mm; its first page has no number.
const SECTION_UPRIGHT: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/>\
    <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
    <w:titlePg/></w:sectPr>";

/// A4 turned round, with margins of 20, 20, 15 and 20 mm.
const SECTION_TURNED: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/>\
    <w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
    <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"850\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
    </w:sectPr>";

struct Body(String);

impl Body {
    fn paragraph(&mut self, text: &str, look: Look) {
        let to = &mut self.0;
        let Look {
            size,
            bold,
            italic,
            side,
            indent,
            stays_with_next,
        } = look;
        // Writing to a string can't fail.
        let _ = write!(to, "<w:p><w:pPr>");
        if stays_with_next {
            to.push_str("<w:keepNext/>");
        }
        if indent > 0 {
            let _ = write!(to, "<w:ind w:firstLine=\"{indent}\"/>");
        }
        let _ = write!(to, "<w:jc w:val=\"{side}\"/></w:pPr><w:r><w:rPr>");
        if bold {
            to.push_str("<w:b/>");
        }
        if italic {
            to.push_str("<w:i/>");
        }
        let _ = write!(
            to,
            "<w:sz w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">"
        );
        escape(text, to);
        to.push_str("</w:t></w:r></w:p>");
    }

    fn part(&mut self, part: &Part, width: i64) {
        match part {
            Part::Heading { text } => {
                let look = Look {
                    bold: true,
                    stays_with_next: true,
                    ..PLAIN
                };
                self.paragraph(text, look);
            }
            Part::Text { text } => {
                let look = Look {
                    side: "both",
                    indent: twips(10),
                    ..PLAIN
                };
                self.paragraph(text, look);
            }
            Part::Table(table) => self.table(table, width),
        }
    }

    fn table(&mut self, table: &Table, width: i64) {
        if !table.title.is_empty() {
            let look = Look {
                bold: true,
                stays_with_next: true,
                ..PLAIN
            };
            self.paragraph(&table.title, look);
        }
        let parts: i64 = table
            .columns
            .iter()
            .map(|column| i64::from(column.width))
            .sum();
        let widths: Vec<i64> = table
            .columns
            .iter()
            .map(|column| width * i64::from(column.width) / parts.max(1))
            .collect();
        let size = if table.is_wide { 20 } else { 24 };
        self.open_table(
            &widths,
            "w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"",
        );
        self.0
            .push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in table.columns.iter().zip(&widths) {
            let look = Look {
                size,
                bold: true,
                ..CENTRED
            };
            self.cell(*width, &[(&column.title, look)]);
        }
        self.0.push_str("</w:tr>");
        for Row { cells, is_sum } in &table.rows {
            self.0.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for ((cell, column), width) in cells.iter().zip(&table.columns).zip(&widths) {
                let look = Look {
                    size,
                    bold: *is_sum,
                    side: if column.is_number { "right" } else { "left" },
                    ..PLAIN
                };
                self.cell(*width, &[(&cell.text(), look)]);
            }
            self.0.push_str("</w:tr>");
        }
        self.0.push_str("</w:tbl>");
        // Two tables without a paragraph between them would become one.
        self.paragraph("", Look { size: 12, ..PLAIN });
    }

    fn open_table(&mut self, widths: &[i64], border: &str) {
        let to = &mut self.0;
        let whole: i64 = widths.iter().sum();
        let _ = write!(
            to,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblBorders>"
        );
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(to, "<w:{side} {border}/>");
        }
        to.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        for width in widths {
            let _ = write!(to, "<w:gridCol w:w=\"{width}\"/>");
        }
        to.push_str("</w:tblGrid>");
    }

    fn cell(&mut self, width: i64, paragraphs: &[(&str, Look)]) {
        let _ = write!(
            self.0,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
        );
        for (text, look) in paragraphs {
            self.paragraph(text, *look);
        }
        // A cell ends with a paragraph, or the file is refused.
        if paragraphs.is_empty() {
            self.paragraph("", PLAIN);
        }
        self.0.push_str("</w:tc>");
    }

    /// Body, motto, symbol and date.
    fn head(&mut self, page: &Page) {
        let strong = Look {
            bold: true,
            ..CENTRED
        };
        let slanted = Look {
            italic: true,
            ..CENTRED
        };
        let widths = [UPRIGHT * 2 / 5, UPRIGHT * 3 / 5];
        let superior = page.letter.superior.to_uppercase();
        let body = page.body().to_uppercase();
        let (symbol, dated) = (page.symbol(), page.date_line());
        let mut left: Vec<(&str, Look)> = Vec::new();
        if !superior.is_empty() {
            left.push((&superior, CENTRED));
        }
        left.extend([
            (body.as_str(), strong),
            ("―――――", CENTRED),
            (symbol.as_str(), CENTRED),
        ]);
        let nation = Look { size: 24, ..strong };
        let motto = Look { size: 28, ..strong };
        self.open_table(&widths, "w:val=\"nil\"");
        self.0.push_str("<w:tr>");
        self.cell(widths[0], &left);
        self.cell(
            widths[1],
            &[
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", nation),
                ("Độc lập - Tự do - Hạnh phúc", motto),
                ("――――――――――", CENTRED),
                (dated.as_str(), slanted),
            ],
        );
        self.0.push_str("</w:tr></w:tbl>");
    }

    /// Addressees and signer.
    fn foot(&mut self, page: &Page) {
        let widths = [UPRIGHT * 5 / 11, UPRIGHT * 6 / 11];
        let addressees = page.addressees();
        let signer = &page.letter.signer;
        let lines: Vec<String> = signer
            .lines()
            .iter()
            .map(|line| line.to_uppercase())
            .collect();
        let called = Look {
            size: 24,
            bold: true,
            italic: true,
            ..PLAIN
        };
        let small = Look { size: 22, ..PLAIN };
        let mut left: Vec<(&str, Look)> = Vec::new();
        if !addressees.is_empty() {
            left.push(("Nơi nhận:", called));
            left.extend(addressees.iter().map(|one| (one.as_str(), small)));
        }
        let strong = Look {
            bold: true,
            ..CENTRED
        };
        let name = Look { size: 28, ..strong };
        let mut right: Vec<(&str, Look)> =
            lines.iter().map(|line| (line.as_str(), strong)).collect();
        right.extend([("", PLAIN), ("", PLAIN), ("", PLAIN), ("", PLAIN)]);
        right.push((&signer.name, name));
        self.paragraph("", PLAIN);
        self.open_table(&widths, "w:val=\"nil\"");
        self.0.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        self.cell(widths[0], &left);
        self.cell(widths[1], &right);
        self.0.push_str("</w:tr></w:tbl>");
    }
}

/// Text as XML has it; what no XML may hold is left out.
fn escape(text: &str, to: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '\t' | '\n' | '\r' => to.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => to.push(letter),
        }
    }
}
