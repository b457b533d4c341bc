//! *Stranger*: a code that is nobody's document, told from those that are.

use super::places::Poster;
use super::{Muted, OUT_OF_VIEW_MS, Post, Said, Shown, What};
use checkpoint::document::{CodeId, Document, Foreign, Kind, PlaceLink, Recognised, is_place_link};
use checkpoint::moment::Moment;

/// A code that is nobody's document.
pub(super) enum Stranger {
    Foreign(Foreign),
    /// It names a place, and nobody who comes or goes.
    Place(Poster),
    Number(String),
    Unknown,
}

/// Codes of one frame, apart.
pub(super) type Sorted = (Vec<(CodeId, Document)>, Vec<(CodeId, Stranger)>);

/// The documents among codes, and the others. A place's poster is none, signed or as a link to the unit's hub.
pub(super) fn sorted(codes: &[Vec<u8>], hub_host: &str) -> Sorted {
    let (mut documents, mut others) = (Vec::new(), Vec::new());
    for raw in codes {
        let code = CodeId::of(raw);
        let stranger = match Document::recognise(raw) {
            Recognised::Document(document) if document.kind() != Kind::PlacePoster => {
                documents.push((code, document));
                continue;
            }
            Recognised::Document(document) => Stranger::Place(Poster::Signed(document)),
            Recognised::Foreign(Foreign::WebPage) if is_place_link(raw, hub_host) => {
                Stranger::Place(Poster::Link(PlaceLink::read(raw)))
            }
            Recognised::Foreign(foreign) => Stranger::Foreign(foreign),
            Recognised::Number(number) => Stranger::Number(number),
            Recognised::Unknown => Stranger::Unknown,
        };
        others.push((code, stranger));
    }
    (documents, others)
}

impl Post {
    /// A code that is nobody's document: named once a showing, never over a person's verdict.
    pub(super) fn turn_off(
        &mut self,
        code: CodeId,
        stranger: Stranger,
        person_speaks: bool,
        now: &Moment,
    ) -> Option<Shown> {
        let muted = self.mute.entry(code).or_insert(Muted {
            last_seen: *now,
            tried: None,
        });
        muted.last_seen = *now;
        if muted.tried.is_some() || person_speaks {
            return None;
        }
        muted.tried = Some(*now);
        Some(match stranger {
            Stranger::Foreign(foreign) => self.shown(Said::Foreign(foreign), now),
            Stranger::Place(poster) => self.show_place(poster, now),
            Stranger::Unknown => self.shown(Said::Unknown, now),
            Stranger::Number(number) => {
                let mut shown = self.shown(Said::Unknown, now);
                shown.what = Some(What::IdNumber);
                shown.number = Some(number);
                shown
            }
        })
    }

    pub(super) fn forget_unseen(&mut self, now: &Moment) {
        self.mute
            .retain(|_, muted| now.since(&muted.last_seen) < OUT_OF_VIEW_MS);
    }
}
