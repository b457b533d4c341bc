//! *Stranger*: a code that is nobody's document, told from those that are.

use checkpoint::document::{CodeId, Document, Foreign, Kind, Recognised, is_place_link};

/// A code that is nobody's document.
pub(super) enum Stranger {
    Foreign(Foreign),
    Number(String),
    Unknown,
}

/// Codes of one frame, apart.
pub(super) type Sorted = (Vec<(CodeId, Document)>, Vec<(CodeId, Stranger)>);

/// The documents among codes, and the others. A place's poster names a place and nobody who comes
/// or goes, signed or as a link to the unit's hub.
pub(super) fn sorted(codes: &[Vec<u8>], hub_host: &str) -> Sorted {
    let (mut documents, mut others) = (Vec::new(), Vec::new());
    for raw in codes {
        let code = CodeId::of(raw);
        let stranger = match Document::recognise(raw) {
            Recognised::Document(document) if document.kind() != Kind::PlacePoster => {
                documents.push((code, document));
                continue;
            }
            Recognised::Document(_) => Stranger::Foreign(Foreign::PlacePoster),
            Recognised::Foreign(Foreign::WebPage) if is_place_link(raw, hub_host) => {
                Stranger::Foreign(Foreign::PlacePoster)
            }
            Recognised::Foreign(foreign) => Stranger::Foreign(foreign),
            Recognised::Number(number) => Stranger::Number(number),
            Recognised::Unknown => Stranger::Unknown,
        };
        others.push((code, stranger));
    }
    (documents, others)
}
