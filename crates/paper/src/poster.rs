//! *Poster*: what hangs where a place is: its name, its code, and what a visitor does here.

use crate::pdf::Template;
use crate::sheet::drawn;
use crate::{PaperError, Printing, pdf};
use serde::Serialize;

/// How large a poster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// For a wall: its code is 150 mm wide.
    A4,
    A5,
    /// A6, for a window of a vehicle.
    Sticker,
    /// Cards of 90 by 54 mm, ten to an A4 page, to be cut out.
    Strip,
}

impl Size {
    pub const ALL: [Size; 4] = [Size::A4, Size::A5, Size::Sticker, Size::Strip];

    pub fn as_str(self) -> &'static str {
        match self {
            Size::A4 => "a4",
            Size::A5 => "a5",
            Size::Sticker => "sticker",
            Size::Strip => "strip",
        }
    }

    pub fn of_word(word: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|size| size.as_str() == word)
    }
}

/// The poster of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Poster {
    /// The unit's name.
    pub unit: String,
    /// The place's.
    pub name: String,
    /// What it is: the word that its pictogram is found by, and what it is called in both languages.
    pub kind: &'static str,
    pub kind_vi: &'static str,
    pub kind_en: &'static str,
    pub address: String,
    /// Whom to ask; empty for nobody.
    pub contact: String,
    /// How many people it holds.
    pub capacity: Option<u32>,
    /// What it is called by: `BS-012`.
    pub code: String,
    pub version: u32,
    /// From when to when it counts, in both languages.
    pub dates_vi: String,
    pub dates_en: String,
    /// The text of its code.
    #[serde(skip)]
    pub text: String,
}

#[derive(Serialize)]
struct Filling<'a> {
    size: Size,
    posters: Vec<Hung<'a>>,
}

#[derive(Serialize)]
struct Hung<'a> {
    #[serde(flatten)]
    poster: &'a Poster,
    picture: String,
    /// How much of the picture is the code, without its quiet zone.
    share: f64,
}

/// Posters of one size as one PDF. `printing` counts those that were set, and may stop it.
pub fn posters(posters: &[Poster], size: Size, printing: &Printing) -> Result<Vec<u8>, PaperError> {
    let mut pictures = Vec::with_capacity(posters.len());
    let mut hung = Vec::with_capacity(posters.len());
    for (number, poster) in posters.iter().enumerate() {
        let picture = format!("code-{number}.svg");
        let (svg, share) = drawn(&poster.text)?;
        pictures.push((picture.clone(), svg));
        hung.push(Hung {
            poster,
            picture,
            share,
        });
    }
    let filling = Filling {
        size,
        posters: hung,
    };
    pdf::printed(Template::Poster, &filling, pictures, printing)
}

/// What a visitor does at the gate, in pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guide {
    /// The unit's name.
    pub unit: String,
    /// The gate's.
    pub gate: String,
    /// Whom to ask; empty for the guard alone.
    pub contact: String,
}

impl Guide {
    /// As one A4 page.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        pdf::plain(Template::Guide, self)
    }
}
