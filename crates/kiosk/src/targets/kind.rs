//! *Kind*: the four ways in which entries travel, and a target as the list has it.

use super::TargetError;
use super::membership::Membership;
use super::progress::{Begun, Cursor, Problem};
use crate::uplink::address::{Address, Reach};
use crate::uplink::web;
use checkpoint::policy::Words;
use checkpoint::subject::Group;
use jiff::Timestamp;
use rusqlite::Row;
use std::path::{Path, PathBuf};

/// The groups of a subject, by their numbers.
pub(super) const GROUPS: [Group; 4] = [Group::Identity, Group::Contact, Group::Health, Group::Note];

/// How entries travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A district's hub, by the protocol of this program.
    Hub,
    /// Anybody's receiver of JSON (`uplink/HTTPS_JSON.md`).
    HttpsJson,
    /// Files in a folder: *written*, never *received*.
    Folder,
    /// Sealed files on a stick; a receipt comes back by the same way.
    Courier,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Hub, Kind::HttpsJson, Kind::Folder, Kind::Courier];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Hub => "hub",
            Kind::HttpsJson => "https-json",
            Kind::Folder => "folder",
            Kind::Courier => "courier",
        }
    }
}

/// Where exactly a target is, and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    Hub {
        address: Address,
        /// PEM: only what these certificates signed is accepted.
        ca: Option<String>,
    },
    HttpsJson {
        address: Address,
        ca: Option<String>,
    },
    Folder(PathBuf),
    Courier {
        folder: PathBuf,
        /// The district's X25519 key: only it opens the files.
        district: [u8; 32],
        /// The root (Ed25519) that its receipts have to lead to.
        root: [u8; 32],
    },
}

impl Way {
    pub fn kind(&self) -> Kind {
        match self {
            Way::Hub { .. } => Kind::Hub,
            Way::HttpsJson { .. } => Kind::HttpsJson,
            Way::Folder(_) => Kind::Folder,
            Way::Courier { .. } => Kind::Courier,
        }
    }

    /// The address or path, as people read it.
    pub fn place(&self) -> String {
        match self {
            Way::Hub { address, .. } | Way::HttpsJson { address, .. } => {
                address.as_str().to_owned()
            }
            Way::Folder(folder) | Way::Courier { folder, .. } => folder.display().to_string(),
        }
    }

    /// How far away it may be; None for folders.
    pub fn reach(&self) -> Option<Reach> {
        match self {
            Way::Hub { address, .. } | Way::HttpsJson { address, .. } => Some(address.reach()),
            Way::Folder(_) | Way::Courier { .. } => None,
        }
    }

    /// The host of a web address; None for folders.
    pub fn host(&self) -> Option<&str> {
        match self {
            Way::Hub { address, .. } | Way::HttpsJson { address, .. } => Some(address.host()),
            Way::Folder(_) | Way::Courier { .. } => None,
        }
    }

    pub(super) fn ca(&self) -> Option<&str> {
        match self {
            Way::Hub { ca, .. } | Way::HttpsJson { ca, .. } => ca.as_deref(),
            Way::Folder(_) | Way::Courier { .. } => None,
        }
    }

    /// Of a courier: the district's key and its root's.
    pub(super) fn courier(&self) -> Option<(&[u8; 32], &[u8; 32])> {
        match self {
            Way::Courier { district, root, .. } => Some((district, root)),
            Way::Hub { .. } | Way::HttpsJson { .. } | Way::Folder(_) => None,
        }
    }

    /// Whether it can be stored: its PEM is PEM, its folder has a whole path that text can hold.
    pub(super) fn check(&self) -> Result<(), TargetError> {
        if let Some(ca) = self.ca() {
            web::certificates(ca)?;
        }
        match self {
            Way::Folder(folder) | Way::Courier { folder, .. } => check_folder(folder),
            Way::Hub { .. } | Way::HttpsJson { .. } => Ok(()),
        }
    }
}

fn check_folder(folder: &Path) -> Result<(), TargetError> {
    if folder.is_absolute() && folder.to_str().is_some() {
        Ok(())
    } else {
        Err(TargetError::Folder(folder.to_path_buf()))
    }
}

/// A group of personal data that goes to a target, because an admin picked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    pub group: Group,
    pub purpose: String,
    pub at: Timestamp,
}

/// A target as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Never given out twice.
    pub id: u32,
    pub name: String,
    pub way: Way,
    /// None until an admin picks groups.
    pub picked: Vec<Picked>,
    pub paused: bool,
    /// A purge of personal data waits for it ([`crate::ledger::HELD_AT_MOST`]).
    pub required: bool,
    /// The number of the secret in use, 0 before the first; None where the kind has none.
    pub secret: Option<u32>,
    /// What enrolment gave; of hubs alone.
    pub membership: Option<Membership>,
    /// The last entry that is there; None before the first.
    pub cursor: Option<Cursor>,
    /// Grows when a person moves the cursor.
    pub shift: u64,
    /// Entries taken so far.
    pub delivered: u64,
    /// When the cursor last moved.
    pub delivered_at: Option<Timestamp>,
    /// Files written so far.
    pub files: u64,
    /// What keeps it from going on.
    pub problem: Option<Problem>,
    /// When the next try is due, while one is.
    pub next_try: Option<Timestamp>,
    /// When it last turned out that the hub holds another history than this post: two machines may
    /// use one identity, or a database was restored.
    pub forked: Option<Timestamp>,
    /// Of a courier: the last entry whose receipt came back.
    pub received: Option<Cursor>,
    /// Of a folder or a receiver: the batch that was begun last.
    pub begun: Option<Begun>,
}

impl Target {
    /// Whether a group of personal data goes there.
    pub fn takes(&self, group: Group) -> bool {
        self.picked.iter().any(|picked| picked.group == group)
    }

    /// The outer error is the database's, the inner one what a stored address has become.
    pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Result<Target, TargetError>> {
        let kind: String = row.get(2)?;
        let place: String = row.get(3)?;
        let reach: Option<String> = row.get(4)?;
        let ca: Option<String> = row.get(5)?;
        let reach =
            reach.and_then(|word| Reach::ALL.into_iter().find(|reach| reach.as_str() == word));
        let address = |place: &str| Address::parse(place, reach.unwrap_or(Reach::Public));
        let kind = Kind::ALL.into_iter().find(|known| known.as_str() == kind);
        let district: Option<[u8; 32]> = row.get(21)?;
        let root: Option<[u8; 32]> = row.get(22)?;
        let way = match kind {
            Some(Kind::Courier) => Ok(Way::Courier {
                folder: place.into(),
                district: district.unwrap_or_default(),
                root: root.unwrap_or_default(),
            }),
            Some(Kind::Hub) => address(&place).map(|address| Way::Hub { address, ca }),
            Some(Kind::HttpsJson) => address(&place).map(|address| Way::HttpsJson { address, ca }),
            Some(Kind::Folder) | None => Ok(Way::Folder(place.into())),
        };
        let way = match way {
            Ok(way) => way,
            Err(error) => return Ok(Err(error.into())),
        };
        let moment = |at: usize| -> rusqlite::Result<Option<Timestamp>> {
            let ms: Option<i64> = row.get(at)?;
            Ok(ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()))
        };
        let problem = match (row.get::<_, Option<String>>(14)?, moment(17)?) {
            (Some(word), Some(since)) => Some(Problem {
                word,
                words: Words {
                    vi: row.get::<_, Option<String>>(15)?.unwrap_or_default(),
                    en: row.get::<_, Option<String>>(16)?.unwrap_or_default(),
                },
                since,
                is_final: row.get(18)?,
            }),
            (Some(_) | None, _) => None,
        };
        Ok(Ok(Target {
            id: row.get(0)?,
            name: row.get(1)?,
            way,
            picked: Vec::new(),
            paused: row.get(7)?,
            required: row.get(25)?,
            secret: row.get(6)?,
            membership: None,
            cursor: Cursor::of_row(row, 8)?,
            shift: row.get(10)?,
            delivered: row.get(11)?,
            delivered_at: moment(12)?,
            files: row.get(13)?,
            problem,
            next_try: moment(19)?,
            forked: moment(20)?,
            received: Cursor::of_row(row, 23)?,
            begun: Begun::of_row(row, 26)?,
        }))
    }
}
