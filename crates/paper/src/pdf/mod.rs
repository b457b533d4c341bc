//! *PDF*: a template of `assets/templates`, filled and set.

mod room;

use crate::page::Page;
use crate::{PaperError, Printing};
use room::Room;
pub(crate) use room::Template;
use serde::Serialize;

/// Everything a template reads of a page: what is printed, and what is derived of it by one rule for
/// PDF and DOCX.
#[derive(Serialize)]
struct Letterhead<'a> {
    page: &'a Page,
    body: &'a str,
    symbol: String,
    date_line: String,
    addressees: Vec<String>,
    signer: Vec<String>,
}

/// A letter of as many A4 pages as it takes.
pub fn page(page: &Page) -> Result<Vec<u8>, PaperError> {
    let letterhead = Letterhead {
        page,
        body: page.body(),
        symbol: page.symbol(),
        date_line: page.date_line(),
        addressees: page.addressees(),
        signer: page.letter.signer.lines(),
    };
    plain(Template::Letter, &letterhead)
}

/// A template with pictures: SVG, named by what fills it.
pub(crate) fn pictured(
    template: Template,
    filling: &impl Serialize,
    pictures: Vec<(String, String)>,
) -> Result<Vec<u8>, PaperError> {
    let mut room = Room::new(template, filling)?;
    for (name, picture) in pictures {
        room.hang(&name, picture)?;
    }
    room.pdf()
}

/// The same of many pages: `printing` counts the pictures that were set, and may stop it.
pub(crate) fn printed(
    template: Template,
    filling: &impl Serialize,
    pictures: Vec<(String, String)>,
    printing: &Printing,
) -> Result<Vec<u8>, PaperError> {
    let mut room = Room::new(template, filling)?.told(printing);
    for (name, picture) in pictures {
        room.hang(&name, picture)?;
    }
    room.pdf()
}

/// A template that needs no pictures.
pub(crate) fn plain(template: Template, filling: &impl Serialize) -> Result<Vec<u8>, PaperError> {
    Room::new(template, filling)?.pdf()
}
