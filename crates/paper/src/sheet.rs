//! *Sheet*: what hangs on a wall or lies beside a kiosk: a code, and in words what it is for.

use crate::pdf::Template;
use crate::{PaperError, pdf};
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;
use std::fmt::Write;

/// An enrolment sheet: whoever shows it to a kiosk's camera makes it this post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The unit's name.
    pub unit: String,
    /// The post's name.
    pub post: String,
    /// Its number within the unit.
    pub gate: u32,
    /// The hub's address.
    pub address: String,
    /// The code's text, `CHOTHUB1:…`.
    pub code: String,
    /// Until when it may be used, in words: `Dùng được đến 16 giờ 30 ngày 30/11/2026`.
    pub expiry: String,
    /// Anything else; empty for nothing.
    pub note: String,
}

/// What visitors are told of their data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The unit's name.
    pub unit: String,
    /// What is told, under what name each.
    pub lines: Vec<(String, String)>,
    /// All of it again for whoever reads no Vietnamese.
    pub english: String,
}

impl Notice {
    /// As one A4 page.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        pdf::plain(Template::Notice, self)
    }
}

/// A blank page of the paper book, in the columns of the grid that types it in later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BookPage {
    /// The unit's name.
    pub unit: String,
    /// The gate's name.
    pub gate: String,
    /// Lines to be filled in; 26 fit on the page.
    pub lines: u8,
}

impl BookPage {
    /// As one A4 page.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        pdf::plain(Template::BookPage, self)
    }
}

/// What a badge of the post's staff begins at the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// A shift.
    Guard,
    /// An inspection of the gate.
    Inspector,
}

/// A badge of the post's staff: a card of 85.6 by 54 mm (ISO/IEC 7810, ID-1), to be cut out and folded into a holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PostBadge {
    /// The unit's name.
    pub unit: String,
    pub holder: Holder,
    /// The holder's.
    pub name: String,
    /// Until when it counts, in words: `Dùng đến hết ngày 27/11/2027`.
    pub until: String,
    /// The code's text, `CHOT1:…`.
    #[serde(skip)]
    pub code: String,
}

impl PostBadge {
    /// As one A4 page.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        let picture = ("code.svg".to_owned(), code(&self.code)?);
        pdf::pictured(Template::PostBadge, self, vec![picture])
    }
}

#[derive(Serialize)]
struct Filling<'a> {
    unit: &'a str,
    post: &'a str,
    gate: u32,
    address: &'a str,
    picture: String,
    expiry: &'a str,
    note: &'a str,
}

/// Modules of white around a code (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// All sheets as one PDF, each on an A4 page.
pub fn enrolments(sheets: &[Enrolment]) -> Result<Vec<u8>, PaperError> {
    let mut fillings = Vec::new();
    let mut pictures = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let picture = format!("code-{number}.svg");
        pictures.push((picture.clone(), code(&sheet.code)?));
        fillings.push(Filling {
            unit: &sheet.unit,
            post: &sheet.post,
            gate: sheet.gate,
            address: &sheet.address,
            picture,
            expiry: &sheet.expiry,
            note: &sheet.note,
        });
    }
    pdf::pictured(Template::Enrolment, &fillings, pictures)
}

/// A QR code of level Q as SVG, its quiet zone in it.
pub fn code(text: &str) -> Result<String, PaperError> {
    Ok(drawn(text)?.0)
}

/// The same of another level.
pub(crate) fn code_at(text: &str, level: EcLevel) -> Result<String, PaperError> {
    Ok(drawn_at(text, level)?.0)
}

/// A code of level Q, and how much of its width is the code without its quiet zone.
pub(crate) fn drawn(text: &str) -> Result<(String, f64), PaperError> {
    drawn_at(text, EcLevel::Q)
}

fn drawn_at(text: &str, level: EcLevel) -> Result<(String, f64), PaperError> {
    let code = QrCode::with_error_correction_level(text, level)
        .map_err(|_| PaperError::Code(text.chars().count()))?;
    let side = code.width();
    let whole = side + 2 * QUIET;
    let mut path = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let from = x;
            while x < side && code[(x, y)] == Color::Dark {
                x += 1;
            }
            if x > from {
                let (left, top, long) = (from + QUIET, y + QUIET, x - from);
                // Writing to a string can't fail.
                let _ = write!(path, "M{left} {top}h{long}v1h-{long}z");
            }
            x += 1;
        }
    }
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{whole}\" height=\"{whole}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    );
    // A code has 177 modules at the most.
    let share = |side: usize| f64::from(u16::try_from(side).unwrap_or(u16::MAX));
    Ok((svg, share(side) / share(whole)))
}
