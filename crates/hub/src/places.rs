//! *Place*: somewhere with a poster of its own, whose code leads to a page of this hub.
//!
//! ```text
//! a post's register, whole ─▶ take ─┐
//! chot-hub place ─────────▶ put ────┴▶ place ─▶ the page behind its poster
//! ```
//!
//! The register of a unit's places is kept at its posts; here is what of it the pages and a district's lists need.

mod register;

pub use register::{Taken, take};

use crate::store::{Day, Store, StoreError};
use checkpoint::place::{Code, Kind, State};
use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

/// Letters of a name.
const LONGEST_NAME: usize = 120;

/// A word of a newer hub is another place.
fn kind_of(word: &str) -> Kind {
    Kind::of_word(word).unwrap_or(Kind::Other)
}

/// A word of a newer hub closes the page: nobody here knows what it allows.
fn state_of(word: &str) -> State {
    State::of_word(word).unwrap_or(State::Revoked)
}

/// Whether somebody stands at places of a kind, until a person says otherwise. Nobody does in a small shop and on a bus.
fn is_unguarded(kind: Kind) -> bool {
    match kind {
        Kind::Shop | Kind::Vehicle => true,
        Kind::Office
        | Kind::Gate
        | Kind::MeetingRoom
        | Kind::School
        | Kind::Class
        | Kind::Market
        | Kind::Clinic
        | Kind::Worship
        | Kind::Other => false,
    }
}

/// A place of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub code: Code,
    /// Which printing of its poster counts.
    pub version: u32,
    pub name: String,
    pub kind: Kind,
    pub state: State,
    /// Nobody stands there: whoever comes says so on the page.
    pub unguarded: bool,
    /// The last day of its poster; None for no end.
    pub until: Option<Date>,
}

impl Place {
    /// Whether its page takes anything on a day.
    pub fn is_open(&self, today: Date) -> bool {
        self.state.counts() && self.until.is_none_or(|until| today <= until)
    }
}

/// Why a place isn't taken.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error("a name has 1 to {LONGEST_NAME} letters")]
    Name,
    #[error("versions begin at 1")]
    Version,
    #[error("there is no such unit: chot-hub unit show names them")]
    NoUnit,
    #[error("the unit has no such place: chot-hub place list names them")]
    NoPlace,
    #[error(
        "this printing of the place's poster was revoked, or a newer one is known here: give it a greater version"
    )]
    Older,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for PlaceError {
    fn from(error: tokio_postgres::Error) -> PlaceError {
        PlaceError::Store(StoreError::Database(error))
    }
}

/// Adds a place to a unit, or changes the one of its code. An older printing than the known one is refused, and a revoked one
/// stays so.
pub async fn put(store: &Store, unit: Uuid, place: &Place) -> Result<(), PlaceError> {
    let name = place.name.trim();
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
                &place.code.as_str(),
                &version,
                &name,
                &place.kind.as_str(),
                &place.state.as_str(),
                &place.unguarded,
                &place.until.map(Day),
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
    Ok(rows.iter().filter_map(|row| of_row(row, 0)).collect())
}

/// The page behind the place's poster takes nothing any more, and says so.
pub async fn revoke(store: &Store, unit: Uuid, code: &Code) -> Result<(), PlaceError> {
    changed(store, include_str!("places/revoke.sql"), unit, code).await
}

/// Says whether somebody stands at a place: whoever comes there declares and gets a pass, else says on the page that they are
/// there.
pub async fn guard(
    store: &Store,
    unit: Uuid,
    code: &Code,
    guarded: bool,
) -> Result<(), PlaceError> {
    let sql = match guarded {
        true => include_str!("places/guard.sql"),
        false => include_str!("places/unguard.sql"),
    };
    changed(store, sql, unit, code).await
}

async fn changed(store: &Store, sql: &str, unit: Uuid, code: &Code) -> Result<(), PlaceError> {
    let client = store.hub().await?;
    let changed = client.execute(sql, &[&unit, &code.as_str()]).await?;
    if changed == 0 {
        return Err(PlaceError::NoPlace);
    }
    Ok(())
}

/// A place from seven columns of a row, as `places/list.sql` names them; None for a code that is none any more.
pub(crate) fn of_row(row: &Row, first: usize) -> Option<Place> {
    let text: &str = row.get(first);
    let until: Option<Day> = row.get(first + 6);
    Some(Place {
        code: Code::of_typed(text).filter(|code| code.as_str() == text)?,
        version: u32::try_from(row.get::<_, i32>(first + 1)).unwrap_or_default(),
        name: row.get(first + 2),
        kind: kind_of(row.get(first + 3)),
        state: state_of(row.get(first + 4)),
        unguarded: row.get(first + 5),
        until: until.map(|Day(until)| until),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_and_an_unknown_state_is_closed() {
        for kind in Kind::ALL {
            assert_eq!(kind_of(kind.as_str()), kind);
        }
        for state in State::ALL {
            assert_eq!(state_of(state.as_str()), state);
        }
        assert!(!state_of("of-tomorrow").counts());
    }
}
