//! *Imported*: logs of other posts that courier files brought here, where there is no hub. They are taken
//! in by the hub's rules and lie in a database of their own, one chain a device, never mixed with the log
//! of this post; a receipt goes back by the same way.
//!
//! ```text
//! stick: chot-<device>-<number>.chot ─▶ opened ─▶ known device? ─▶ goes on from its cursor? ─▶ imported.db
//!        *.receipt ◀──────────────────────── signed, after the commit ◀────────────────────────┘
//! ```

mod district;
mod intake;
pub(crate) mod purging;
mod reporting;

pub use district::{District, DistrictError, PublicDistrict};
pub use intake::{NotTaken, Took};
pub use purging::Keep;
pub use reporting::{UnitRows, rows};

use crate::home::{Home, replace_file};
use crate::keys::{Key, KeyError, KeyStore, Name};
use crate::ledger::open_or_begin;
use jiff::Timestamp;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// Each takes a database from its place in this list to the next.
const MIGRATIONS: [&str; 2] = [include_str!("schema_1.sql"), include_str!("schema_2.sql")];

/// Why the imported logs can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum ImportedError {
    #[error(
        "there is no ledger here yet, whose key encrypts what is imported: start the gate once"
    )]
    NoLedger,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("imported.db was written by a newer Chốt: install that version")]
    Newer,
    #[error("imported.db can't be read or written: {0}")]
    Database(#[from] rusqlite::Error),
    #[error("{place} can't be read or written ({cause}): plug the stick in, or make room on it")]
    Stick {
        place: PathBuf,
        cause: std::io::Error,
    },
    #[error(transparent)]
    District(#[from] DistrictError),
}

/// The logs of other posts.
pub struct Imported {
    pub(super) connection: Connection,
}

impl Imported {
    /// Opens what was imported here, or begins it.
    pub fn open(home: &Home) -> Result<Imported, ImportedError> {
        let keys = KeyStore::of(home)?;
        let key: &Key = keys.get(Name::Ledger).ok_or(ImportedError::NoLedger)?;
        let connection = open_or_begin(&home.imported(), key, &MIGRATIONS)?;
        let connection = connection.ok_or(ImportedError::Newer)?;
        Ok(Imported { connection })
    }

    /// What a person has to look at.
    pub fn alarms(&self) -> Result<Vec<Raised>, ImportedError> {
        let mut statement = self.connection.prepare(include_str!("alarms.sql"))?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// An alarm: device, kind, branch.
pub type Raised = ([u8; 16], String, [u8; 16]);

/// What became of one file on a stick.
#[derive(Debug)]
pub struct Carried {
    pub file: PathBuf,
    pub came_of_it: Result<Took, NotTaken>,
}

/// Takes in every courier file of a folder, in the order in which its posts numbered them, and writes a
/// receipt beside each that is here now, whole. `adopt`: files of posts that nobody here has met are taken
/// too, by the word of the person who brought the stick.
pub fn import(
    home: &Home,
    folder: &Path,
    adopt: bool,
    now: Timestamp,
) -> Result<Vec<Carried>, ImportedError> {
    let mut imported = Imported::open(home)?;
    let district = District::of(home, &imported)?;
    let stick = |cause| ImportedError::Stick {
        place: folder.to_path_buf(),
        cause,
    };
    let mut files = Vec::new();
    for file in std::fs::read_dir(folder).map_err(stick)? {
        let path = file.map_err(stick)?.path();
        if path.extension().is_some_and(|end| end == "chot") {
            files.push(path);
        }
    }
    // Device and number stand in the name.
    files.sort();
    let mut carried = Vec::new();
    for file in files {
        let came_of_it = imported.take_file(&file, &district, adopt, now);
        if let Ok(took) = &came_of_it {
            replace_file(&file.with_extension("receipt"), &took.receipt).map_err(stick)?;
        }
        carried.push(Carried { file, came_of_it });
    }
    Ok(carried)
}
