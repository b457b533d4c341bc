//! *Day badge*: what a visitor wears for a day, and is seen out by.

use crate::pdf::Template;
use crate::sheet::code_at;
use crate::{PaperError, pdf};
use qrcode::EcLevel;
use serde::{Deserialize, Serialize};

/// What it is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// From a roll of 62 mm, as long as it takes.
    #[default]
    Label,
    A6,
}

/// The badge of one visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayBadge {
    pub size: Size,
    /// The unit's name.
    pub unit: String,
    /// The gate's.
    pub gate: String,
    pub name: String,
    /// When it was printed, in words: `Thẻ in lúc 07:42 24/11/2026`.
    pub from: String,
    /// Until when it counts, in words: `Dùng đến 07:42 25/11/2026`.
    pub until: String,
    /// The code's text, `CHOT1:…`.
    #[serde(skip)]
    pub code: String,
}

impl DayBadge {
    /// As one page.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        let picture = ("code.svg".to_owned(), code_at(&self.code, EcLevel::M)?);
        pdf::pictured(Template::DayBadge, self, vec![picture])
    }
}
