//! *Badges*: cards of the people of a list, 24 to a page, to be cut out.

use crate::pdf::Template;
use crate::sheet::code_at;
use crate::{PaperError, pdf};
use qrcode::EcLevel;
use serde::Serialize;

/// Badges of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badges {
    /// The unit's name.
    pub unit: String,
    /// What they are: `THẺ HỌC SINH`.
    pub title: String,
    /// Until when they count, in words: `Dùng đến hết ngày 27/11/2027`.
    pub until: String,
    pub people: Vec<Badge>,
}

/// The badge of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    pub name: String,
    /// A class, a department; empty for none.
    pub group: String,
    /// The code's text, `CHOT1:…`.
    pub code: String,
}

#[derive(Serialize)]
struct Filling<'a> {
    unit: &'a str,
    title: &'a str,
    until: &'a str,
    badges: Vec<Card<'a>>,
}

#[derive(Serialize)]
struct Card<'a> {
    name: &'a str,
    group: &'a str,
    picture: String,
}

impl Badges {
    /// As A4 pages of 3 by 8. The codes are of level M: on so small a card larger modules are worth more than more of them.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        let mut pictures = Vec::with_capacity(self.people.len());
        let mut badges = Vec::with_capacity(self.people.len());
        for (number, badge) in self.people.iter().enumerate() {
            let picture = format!("code-{number}.svg");
            pictures.push((picture.clone(), code_at(&badge.code, EcLevel::M)?));
            badges.push(Card {
                name: &badge.name,
                group: &badge.group,
                picture,
            });
        }
        let filling = Filling {
            unit: &self.unit,
            title: &self.title,
            until: &self.until,
            badges,
        };
        pdf::pictured(Template::Badges, &filling, pictures)
    }
}
