//! *Places*: everything of the unit that has a poster, and what was done with it.
//!
//! ```text
//! form, file ─▶ line ─▶ kept ─▶ poster: PDF with a code      poster before the camera ─▶ what the register says of it
//!                        └▶ done ─▶ the gate enters it in the log: a number, a version, a word
//! ```
//!
//! The register lies in a database beside the ledger's, encrypted with its key. What was done is kept there first, and the
//! gate enters it: at once where it runs, else when it starts. Names of places are nobody's data: no purge takes them.

mod columns;
pub mod desk;
mod error;
mod import;
mod line;
mod poster;

pub use columns::Column;
pub use error::{Flaw, PlacesError};
pub use import::{Plan, Row, Unlisted};
pub use line::{Line, Typed};
pub(crate) use poster::{Hub, Press};

use crate::home::Home;
use crate::keys::{Key, KeyStore, Name};
use crate::ledger::open_or_begin;
use crate::roster::File;
use checkpoint::place::{Code, Done, Kind, Said, Standing, State};
use checkpoint::wire::register::{Listed, MOST_PLACES};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet};

const MIGRATIONS: [&str; 1] = [include_str!("schema_1.sql")];

/// A place of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Names it in entries.
    pub number: u32,
    pub line: Line,
    pub standing: Standing,
    /// What was done with its poster, oldest first.
    pub done: Vec<Noted>,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub done: Done,
    /// Who of the staff, by number.
    pub by: Option<u64>,
    pub note: String,
}

/// Who does something, and when.
#[derive(Clone, Copy, Debug)]
pub struct Doing {
    /// None at a shell, or where the gate does it by itself.
    pub by: Option<u64>,
    pub at: Timestamp,
    /// The day of `at` where the unit is.
    pub today: Date,
}

/// Something that was done and isn't in the log yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    number: i64,
    pub said: Said,
    pub at: Timestamp,
    pub by: Option<u64>,
}

impl Place {
    pub fn state(&self, today: Date) -> State {
        self.standing.on(today, self.line.until)
    }

    /// Whether its poster is worth printing.
    pub fn counts(&self, today: Date) -> bool {
        self.state(today).counts()
    }
}

/// The register of one home, open.
pub struct Places {
    connection: Connection,
}

impl Places {
    pub fn open(home: &Home) -> Result<Places, PlacesError> {
        let keys = KeyStore::of(home)?;
        let key = keys.get(Name::Ledger).ok_or(PlacesError::NoLedger)?;
        Places::open_with(home, key)
    }

    /// The same without the keychain being asked.
    pub(crate) fn open_with(home: &Home, key: &Key) -> Result<Places, PlacesError> {
        let connection = open_or_begin(&home.places(), key, &MIGRATIONS)?;
        let connection = connection.ok_or(PlacesError::Newer)?;
        Ok(Places { connection })
    }

    /// By code.
    pub fn all(&self) -> Result<Vec<Place>, PlacesError> {
        let mut done = self.done()?;
        let mut statement = self.connection.prepare_cached(include_str!("all.sql"))?;
        let rows = statement.query_map([], |row| {
            let text = |at: usize| row.get::<_, String>(at);
            let number: u32 = row.get(0)?;
            let until: Option<String> = row.get(10)?;
            let parent: Option<String> = row.get(8)?;
            let done = done.remove(&number).unwrap_or_default();
            Ok(Place {
                number,
                line: Line {
                    // Written by this program alone.
                    code: Code::of_typed(&text(1)?).ok_or(rusqlite::Error::InvalidQuery)?,
                    kind: Kind::of_word(&text(2)?).unwrap_or(Kind::Other),
                    name: text(3)?,
                    address: text(4)?,
                    contact: text(5)?,
                    responsible: text(6)?,
                    capacity: row.get(7)?,
                    parent: parent.as_deref().and_then(Code::of_typed),
                    from: text(9)?.parse().unwrap_or(Date::MIN),
                    until: until.and_then(|day| day.parse().ok()),
                },
                standing: Standing::of(done.iter().map(|noted| noted.done)),
                done,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn done(&self) -> Result<BTreeMap<u32, Vec<Noted>>, PlacesError> {
        let mut statement = self.connection.prepare_cached(include_str!("done.sql"))?;
        let mut all: BTreeMap<u32, Vec<Noted>> = BTreeMap::new();
        let rows = statement.query_map([], |row| {
            let noted = Noted {
                done: Done {
                    version: row.get(1)?,
                    state: state(&row.get::<_, String>(2)?)?,
                    at: moment(row.get(3)?),
                },
                by: row.get(4)?,
                note: row.get(5)?,
            };
            Ok((row.get(0)?, noted))
        })?;
        for row in rows {
            let (place, noted) = row?;
            all.entry(place).or_default().push(noted);
        }
        Ok(all)
    }

    /// What a hub is told of the register, by code. Whom to call and who answers for a place stay here.
    pub(crate) fn listed(&self) -> Result<Vec<Listed>, PlacesError> {
        let all = self.all()?.into_iter().take(MOST_PLACES);
        let listed = all.map(|place| Listed {
            number: place.number,
            code: place.line.code,
            kind: place.line.kind,
            name: place.line.name,
            address: place.line.address,
            capacity: place.line.capacity,
            parent: place.line.parent,
            until: place.line.until,
            version: place.standing.version,
            state: place.standing.state,
        });
        Ok(listed.collect())
    }

    pub fn place(&self, number: u32) -> Result<Place, PlacesError> {
        let mut all = self.all()?.into_iter();
        let found = all.find(|place| place.number == number);
        found.ok_or(PlacesError::Unknown)
    }

    /// Another number once another connection has changed something here.
    pub(crate) fn version(&self) -> Result<i64, PlacesError> {
        let sql = "PRAGMA data_version";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// Adds a place, which makes the first version of its poster, or changes what the register says of one: its code stays.
    /// Gives its number.
    pub fn put(
        &mut self,
        number: Option<u32>,
        typed: &Typed,
        unit: &str,
        doing: Doing,
    ) -> Result<u32, PlacesError> {
        let all = self.all()?;
        let before = match number {
            Some(number) => {
                let found = all.iter().find(|place| place.number == number);
                Some(found.ok_or(PlacesError::Unknown)?)
            }
            None => None,
        };
        let next = match before {
            Some(place) => place.line.code.clone(),
            None => next_code(&all, unit),
        };
        let from = before.map_or(doing.today, |place| place.line.from);
        let mut line = typed.line(next, from)?;
        match before {
            Some(place) => line.code = place.line.code.clone(),
            None if all.iter().any(|place| place.line.code == line.code) => {
                return Err(Flaw::CodeTaken(line.code.as_str().to_owned()).into());
            }
            None => {}
        }
        check_parent(&parents(&all, std::iter::once(&line)), &line)?;
        let transaction = self.begin()?;
        let number = keep(&transaction, number, &line, doing)?;
        set_parent(&transaction, number, &line)?;
        transaction.commit()?;
        Ok(number)
    }

    /// Does something with a place's newest poster. A revoked or expired poster is neither put up nor checked.
    pub fn mark(
        &mut self,
        number: u32,
        state: State,
        note: &str,
        doing: Doing,
    ) -> Result<(), PlacesError> {
        let note = line::note_of(note)?;
        let place = self.place(number)?;
        let Place { line, standing, .. } = &place;
        if !standing.may(state, doing.today, line.until) {
            return Err(PlacesError::NotNow(standing.on(doing.today, line.until)));
        }
        let transaction = self.begin()?;
        let said = |version, state| Said {
            place: number,
            version,
            state,
        };
        write_down(&transaction, said(standing.version, state), &note, doing)?;
        if state == State::Replaced {
            let next = said(standing.version + 1, State::Made);
            write_down(&transaction, next, "", doing)?;
        }
        Ok(transaction.commit()?)
    }

    /// What a file would make of the register. Error: it can't be read.
    pub fn plan(&self, file: File<'_>, unit: &str, today: Date) -> Result<Plan, PlacesError> {
        import::plan(file, &self.all()?, unit, today)
    }

    /// Makes the register what a plan says, whole or not at all. Nothing that isn't in the file changes.
    pub fn take(&mut self, plan: &Plan, doing: Doing) -> Result<(), PlacesError> {
        let transaction = self.begin()?;
        let mut kept = Vec::new();
        for row in plan
            .rows
            .iter()
            .filter(|row| row.is_new() || row.is_changed)
        {
            let number = keep(&transaction, row.before, &row.line, doing)?;
            kept.push((number, &row.line));
        }
        // Once all of them are there.
        for (number, line) in kept {
            set_parent(&transaction, number, line)?;
        }
        Ok(transaction.commit()?)
    }

    /// Notes of each place whose last day is over that it is.
    pub(crate) fn expire(&mut self, doing: Doing) -> Result<(), PlacesError> {
        let over: Vec<Said> = self
            .all()?
            .iter()
            .filter(|place| {
                place.state(doing.today) == State::Expired && place.standing.state != State::Expired
            })
            .map(|place| Said {
                place: place.number,
                version: place.standing.version,
                state: State::Expired,
            })
            .collect();
        if over.is_empty() {
            return Ok(());
        }
        let transaction = self.begin()?;
        for said in over {
            write_down(&transaction, said, "", doing)?;
        }
        Ok(transaction.commit()?)
    }

    /// What isn't in the log yet, in its order, so many at the most.
    pub(crate) fn waiting(&self, most: u32) -> Result<Vec<Waiting>, PlacesError> {
        let mut statement = self
            .connection
            .prepare_cached(include_str!("waiting.sql"))?;
        let rows = statement.query_map([most], |row| {
            Ok(Waiting {
                number: row.get(0)?,
                said: Said {
                    place: row.get(1)?,
                    version: row.get(2)?,
                    state: state(&row.get::<_, String>(3)?)?,
                },
                at: moment(row.get(4)?),
                by: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The log has it.
    pub(crate) fn entered(&self, waiting: &Waiting) -> Result<(), PlacesError> {
        self.connection
            .execute(include_str!("entered.sql"), [waiting.number])?;
        Ok(())
    }

    fn begin(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
    }
}

/// The code that a new place gets where nobody typed one.
fn next_code(all: &[Place], unit: &str) -> Code {
    Code::next(
        all.iter().map(|place| &place.line.code),
        &line::letters_of(unit),
    )
}

/// In which place each one is, once `lines` are kept among them.
fn parents<'a>(
    all: &'a [Place],
    lines: impl Iterator<Item = &'a Line>,
) -> BTreeMap<&'a Code, Option<&'a Code>> {
    let kept = all.iter().map(|place| &place.line);
    let both = kept.chain(lines);
    both.map(|line| (&line.code, line.parent.as_ref()))
        .collect()
}

/// Whether a place is in one that is there, and not in itself.
fn check_parent(above: &BTreeMap<&Code, Option<&Code>>, line: &Line) -> Result<(), Flaw> {
    let mut passed = BTreeSet::from([&line.code]);
    let mut next = line.parent.as_ref();
    while let Some(code) = next {
        let found = above.get(code);
        let found = found.ok_or_else(|| Flaw::NoParent(code.as_str().to_owned()))?;
        if !passed.insert(code) {
            return Err(Flaw::Circle);
        }
        next = *found;
    }
    Ok(())
}

fn keep(
    transaction: &Transaction<'_>,
    number: Option<u32>,
    line: &Line,
    doing: Doing,
) -> Result<u32, PlacesError> {
    let kind = line.kind.as_str();
    let (from, until) = (line.from.to_string(), line.until.map(|day| day.to_string()));
    let Line {
        name,
        address,
        contact,
        responsible,
        capacity,
        ..
    } = line;
    if let Some(number) = number {
        let changed = transaction.execute(
            include_str!("change.sql"),
            params![
                number,
                kind,
                name,
                address,
                contact,
                responsible,
                capacity,
                from,
                until
            ],
        )?;
        return match changed {
            0 => Err(PlacesError::Unknown),
            _ => Ok(number),
        };
    }
    let code = line.code.as_str();
    transaction.execute(
        include_str!("add.sql"),
        params![
            code,
            kind,
            name,
            address,
            contact,
            responsible,
            capacity,
            from,
            until
        ],
    )?;
    let number = transaction.last_insert_rowid();
    let number = u32::try_from(number).map_err(|_| PlacesError::Unknown)?;
    let made = Said {
        place: number,
        version: 1,
        state: State::Made,
    };
    write_down(transaction, made, "", doing)?;
    Ok(number)
}

fn set_parent(transaction: &Transaction<'_>, number: u32, line: &Line) -> Result<(), PlacesError> {
    let parent = line.parent.as_ref().map(Code::as_str);
    transaction.execute(include_str!("parent.sql"), params![number, parent])?;
    Ok(())
}

fn write_down(
    transaction: &Transaction<'_>,
    said: Said,
    note: &str,
    doing: Doing,
) -> Result<(), PlacesError> {
    transaction.execute(
        include_str!("note.sql"),
        params![
            said.place,
            said.version,
            said.state.as_str(),
            doing.at.as_millisecond(),
            doing.by,
            note
        ],
    )?;
    Ok(())
}

/// Written by this program alone.
fn state(word: &str) -> rusqlite::Result<State> {
    State::of_word(word).ok_or(rusqlite::Error::InvalidQuery)
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}
