//! *Room*: all that a template can reach: itself, what is printed, our fonts. No file, no network,
//! no clock.

use crate::{PaperError, Printing};
use serde::Serialize;
use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Where a template finds what it prints.
const FILLING: &str = "filling.json";

/// The templates that we ship.
#[derive(Clone, Copy)]
pub(crate) enum Template {
    Letter,
    Enrolment,
    Notice,
    BookPage,
    PostBadge,
    Badges,
    DayBadge,
    Poster,
    Guide,
}

impl Template {
    fn named(self) -> (&'static str, &'static str) {
        match self {
            Template::Letter => (
                "letter.typ",
                include_str!("../../../../assets/templates/letter.typ"),
            ),
            Template::Enrolment => (
                "enrolment.typ",
                include_str!("../../../../assets/templates/enrolment.typ"),
            ),
            Template::Notice => (
                "notice.typ",
                include_str!("../../../../assets/templates/notice.typ"),
            ),
            Template::BookPage => (
                "book_page.typ",
                include_str!("../../../../assets/templates/book_page.typ"),
            ),
            Template::PostBadge => (
                "post_badge.typ",
                include_str!("../../../../assets/templates/post_badge.typ"),
            ),
            Template::Badges => (
                "badges.typ",
                include_str!("../../../../assets/templates/badges.typ"),
            ),
            Template::DayBadge => (
                "day_badge.typ",
                include_str!("../../../../assets/templates/day_badge.typ"),
            ),
            Template::Poster => (
                "poster.typ",
                include_str!("../../../../assets/templates/poster.typ"),
            ),
            Template::Guide => (
                "guide.typ",
                include_str!("../../../../assets/templates/guide.typ"),
            ),
        }
    }
}

/// The same for every paper, and read once.
struct Furniture {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static FURNITURE: LazyLock<Furniture> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!("../../../../assets/fonts/LiberationSerif-Regular.ttf"),
        include_bytes!("../../../../assets/fonts/LiberationSerif-Bold.ttf"),
        include_bytes!("../../../../assets/fonts/LiberationSerif-Italic.ttf"),
        include_bytes!("../../../../assets/fonts/LiberationSerif-BoldItalic.ttf"),
    ];
    let fonts: Vec<Font> = files
        .into_iter()
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect();
    Furniture {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

pub(super) struct Room {
    main: Source,
    /// By the number of their id, which has no order itself.
    files: BTreeMap<NonZeroU16, Bytes>,
    /// Who is told of each picture that is set.
    printing: Option<Printing>,
}

impl Room {
    /// A template with what it prints.
    pub(super) fn new(template: Template, filling: &impl Serialize) -> Result<Room, PaperError> {
        let (name, text) = template.named();
        let filling =
            serde_json::to_vec(filling).map_err(|error| PaperError::Template(error.to_string()))?;
        Ok(Room {
            main: Source::new(place(name)?, text.to_owned()),
            files: BTreeMap::from([(place(FILLING)?.into_raw(), Bytes::new(filling))]),
            printing: None,
        })
    }

    /// A picture that the template may name.
    pub(super) fn hang(&mut self, name: &str, picture: String) -> Result<(), PaperError> {
        self.files
            .insert(place(name)?.into_raw(), Bytes::from_string(picture));
        Ok(())
    }

    /// Tells of each picture that is set, and gives up once nobody waits any more.
    pub(super) fn told(mut self, printing: &Printing) -> Room {
        self.printing = Some(printing.clone());
        self
    }

    fn is_stopped(&self) -> bool {
        self.printing.as_ref().is_some_and(Printing::is_stopped)
    }

    /// The pages, with the fonts' used glyphs inside. No time of making is written: same input, same
    /// bytes.
    pub(super) fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        let set = typst::compile::<PagedDocument>(self);
        let written = set.output.and_then(|document| {
            if self.is_stopped() {
                return Ok(Vec::new());
            }
            let options = PdfOptions {
                creator: Smart::Custom(Some(
                    concat!("Chốt ", env!("CARGO_PKG_VERSION")).to_owned(),
                )),
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&document, &options)
        });
        // What typst remembers of this paper helps no other one.
        typst::comemo::evict(0);
        if self.is_stopped() {
            return Err(PaperError::Stopped);
        }
        written.map_err(|errors| PaperError::Template(told(&errors)))
    }
}

fn told(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    messages.join("; ")
}

fn place(name: &str) -> Result<FileId, PaperError> {
    let path =
        VirtualPath::new(name).map_err(|error| PaperError::Template(format!("{error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Room {
    fn library(&self) -> &LazyHash<Library> {
        &FURNITURE.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FURNITURE.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(missing(id))
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if self.is_stopped() {
            return Err(FileError::Other(None));
        }
        let found = self.files.get(&id.into_raw()).cloned();
        let found = found.ok_or_else(|| missing(id))?;
        if let Some(printing) = &self.printing {
            printing.one_more();
        }
        Ok(found)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FURNITURE.fonts.get(index).cloned()
    }

    /// A paper's dates come with what is printed.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}
