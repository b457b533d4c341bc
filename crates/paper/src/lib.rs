//! What is printed: figures and lines become papers that a person signs, edits or counts again.
//!
//! ```text
//! Account ──▶ Page ──▶ pdf · docx · xlsx · csv      figures, with the letter's parts around them
//! Line    ──▶ cells ─▶ xlsx · csv, row by row       the book, however long
//! Sheet   ──────────▶ pdf                           what hangs on a wall or lies beside a kiosk
//! Poster  ──────────▶ pdf                           what hangs where a place is, hundreds in one file
//! Badges  ──────────▶ pdf                           what the people of a list wear, 24 to a page
//! ```
//!
//! Pure but for what a spreadsheet of any length sets aside on disk: no clock (dates are parameters),
//! no network, no order that a hash map chose. Same input, same bytes.

pub mod account;
pub mod badges;
pub mod csv;
pub mod day_badge;
pub mod docx;
pub mod exposure;
pub mod inspection;
pub mod letter;
pub mod list;
pub mod page;
pub mod pdf;
pub mod poster;
mod printing;
pub mod roll;
pub mod sheet;
pub mod words;
pub mod xlsx;

pub use account::Account;
pub use exposure::Exposure;
pub use letter::Letter;
pub use page::Page;
pub use printing::Printing;
pub use roll::Roll;

/// Why something isn't printed.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A template and what is printed don't fit together.
    #[error("the template could not be set: {0}")]
    Template(String),
    #[error("the spreadsheet could not be written: {0}")]
    Spreadsheet(#[from] rust_xlsxwriter::XlsxError),
    #[error("the document could not be packed: {0}")]
    Envelope(#[from] zip::result::ZipError),
    #[error("it could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// Whoever waited for it gave it up.
    #[error("it was stopped")]
    Stopped,
    /// A code's text is longer than a QR code holds.
    #[error("a code's text is too long: {0} characters")]
    Code(usize),
}
