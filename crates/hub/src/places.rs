//! *Place*: somewhere with a poster of its own, whose code leads to a page of this hub.
//!
//! The register of a unit's places is kept at the unit; here is what of it the pages need.

use crate::store::{Store, StoreError};
pub use checkpoint::place::State;
use tokio_postgres::Row;
use uuid::Uuid;

/// Letters of a code.
const LONGEST_CODE: usize = 24;
/// Letters of a name.
const LONGEST_NAME: usize = 120;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    Gate,
    Office,
    School,
    Shop,
    Market,
    Vehicle,
    Room,
    Other,
}

impl Kind {
    const ALL: [Kind; 8] = [
        Kind::Gate,
        Kind::Office,
        Kind::School,
        Kind::Shop,
        Kind::Market,
        Kind::Vehicle,
        Kind::Room,
        Kind::Other,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Kind::Gate => "gate",
            Kind::Office => "office",
            Kind::School => "school",
            Kind::Shop => "shop",
            Kind::Market => "market",
            Kind::Vehicle => "vehicle",
            Kind::Room => "room",
            Kind::Other => "other",
        }
    }

    fn of(word: &str) -> Kind {
        let mut all = Kind::ALL.into_iter();
        all.find(|kind| kind.word() == word).unwrap_or(Kind::Other)
    }
}

/// A word of a newer hub closes the page: nobody here knows what it allows.
fn state_of(word: &str) -> State {
    State::of_word(word).unwrap_or(State::Revoked)
}

/// A place of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Capital letters, digits and hyphens between them: `BS-012`.
    pub code: String,
    /// Which printing of its poster counts.
    pub version: u32,
    pub name: String,
    pub kind: Kind,
    pub state: State,
    /// Nobody stands there: whoever comes says so on the page.
    pub unguarded: bool,
}

/// Why a place isn't taken.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error(
        "a code is capital letters and digits with hyphens between them, at most {LONGEST_CODE}: BS-012"
    )]
    Code,
    #[error("a name has 1 to {LONGEST_NAME} letters")]
    Name,
    #[error("versions begin at 1")]
    Version,
    #[error("there is no such unit: chot-hub unit show names them")]
    NoUnit,
    #[error("the unit has no such place: chot-hub place list names them")]
    NoPlace,
    #[error("a newer printing of this place's poster is known here: give it a greater version")]
    Older,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for PlaceError {
    fn from(error: tokio_postgres::Error) -> PlaceError {
        PlaceError::Store(StoreError::Database(error))
    }
}

/// Whether a text is a code of a place.
pub fn is_code(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    text.len() <= LONGEST_CODE && text.split('-').all(is_part)
}

/// Adds a place to a unit, or changes the one of its code. An older printing than the known one is refused.
pub async fn put(store: &Store, unit: Uuid, place: &Place) -> Result<(), PlaceError> {
    let name = place.name.trim();
    if !is_code(&place.code) {
        return Err(PlaceError::Code);
    }
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        return Err(PlaceError::Name);
    }
    let version = i32::try_from(place.version)
        .ok()
        .filter(|version| *version > 0)
        .ok_or(PlaceError::Version)?;
    let client = store.hub().await?;
    client
        .query_opt(include_str!("tree/unit_there.sql"), &[&unit])
        .await?
        .ok_or(PlaceError::NoUnit)?;
    let taken = client
        .execute(
            include_str!("places/put.sql"),
            &[
                &unit,
                &place.code,
                &version,
                &name,
                &place.kind.word(),
                &place.state.as_str(),
                &place.unguarded,
            ],
        )
        .await?;
    if taken == 0 {
        return Err(PlaceError::Older);
    }
    Ok(())
}

/// A unit's places by their codes.
pub async fn list(store: &Store, unit: Uuid) -> Result<Vec<Place>, StoreError> {
    let client = store.hub().await?;
    let rows = client
        .query(include_str!("places/list.sql"), &[&unit])
        .await?;
    Ok(rows.iter().map(|row| of_row(row, 0)).collect())
}

/// The page behind the place's poster takes nothing any more, and says so.
pub async fn revoke(store: &Store, unit: Uuid, code: &str) -> Result<(), PlaceError> {
    let client = store.hub().await?;
    let changed = client
        .execute(include_str!("places/revoke.sql"), &[&unit, &code])
        .await?;
    if changed == 0 {
        return Err(PlaceError::NoPlace);
    }
    Ok(())
}

/// A place from six columns of a row, as `places/list.sql` names them.
pub(crate) fn of_row(row: &Row, first: usize) -> Place {
    Place {
        code: row.get(first),
        version: u32::try_from(row.get::<_, i32>(first + 1)).unwrap_or_default(),
        name: row.get(first + 2),
        kind: Kind::of(row.get(first + 3)),
        state: state_of(row.get(first + 4)),
        unguarded: row.get(first + 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_capitals_and_digits_with_hyphens_between_them() {
        for code in ["BS-012", "A", "1-2-3", "ABCDEFGHIJKLMNOPQRSTUVWX"] {
            assert!(is_code(code), "{code}");
        }
        for code in [
            "",
            "-",
            "BS-",
            "-BS",
            "BS--1",
            "bs-012",
            "BS 012",
            "ĐS-1",
            "BS/1",
            "ABCDEFGHIJKLMNOPQRSTUVWXY",
        ] {
            assert!(!is_code(code), "{code}");
        }
    }

    #[test]
    fn words_come_back_and_an_unknown_state_is_closed() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.word()), kind);
        }
        for state in State::ALL {
            assert_eq!(state_of(state.as_str()), state);
        }
        assert!(!state_of("of-tomorrow").counts());
    }
}
