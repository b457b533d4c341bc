//! *Release*: a newer program that posts may fetch from here. The release key signed it; this hub only keeps it, and a post
//! believes nothing but that signature.

use crate::store::{Store, StoreError};
use checkpoint::update::{Head, LARGEST, NotOurs, version};
use ring::digest::{SHA256, digest};

/// Bytes of a file that go at a time: half a minute at 16 kbit/s.
pub const PART: usize = 64 * 1024;

/// Names a file while it is fetched in parts.
pub type Name = [u8; 8];

/// A newer program that is kept here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Processor and system, as `x86_64-windows`.
    pub target: String,
    pub version: String,
    /// Of the whole file.
    pub bytes: u64,
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: Name,
    /// Bytes of the whole file.
    pub size: u64,
    pub bytes: Vec<u8>,
}

/// Why a file isn't kept. What was there before goes on.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    #[error(transparent)]
    NotOurs(#[from] NotOurs),
    #[error("it has {found} bytes behind its head where its maker says {wanted}: copy it anew")]
    Length { found: u64, wanted: u64 },
    #[error("its payload isn't the one that was signed: copy it anew")]
    Damaged,
    #[error("version {0} for this system is here already: remove it first to go back")]
    NotNewer(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for ReleaseError {
    fn from(error: tokio_postgres::Error) -> ReleaseError {
        ReleaseError::Store(StoreError::Database(error))
    }
}

/// Keeps a file that `key` has signed, in place of an older one for the same system.
pub async fn put(store: &Store, file: &[u8], key: &[u8; 32]) -> Result<Release, ReleaseError> {
    let Head { manifest, length } = Head::open(file, key)?;
    let payload = &file[length..];
    let found = u64::try_from(payload.len()).unwrap_or(u64::MAX);
    if found != manifest.size {
        let wanted = manifest.size;
        return Err(ReleaseError::Length { found, wanted });
    }
    if digest(&SHA256, payload).as_ref() != manifest.sha256 {
        return Err(ReleaseError::Damaged);
    }
    let target = manifest.target;
    let client = store.hub().await?;
    let kept = client
        .query_opt(include_str!("releases/version.sql"), &[&target])
        .await?;
    let kept: Option<String> = kept.map(|row| row.get(0));
    if let Some(kept) = kept
        && version(&kept).is_some_and(|kept| kept >= manifest.version)
    {
        return Err(ReleaseError::NotNewer(kept));
    }
    let version = manifest.version.to_string();
    let hash = digest(&SHA256, file);
    client
        .execute(
            include_str!("releases/put.sql"),
            &[&target, &version, &&hash.as_ref()[..8], &file],
        )
        .await?;
    Ok(Release {
        target,
        version,
        bytes: u64::try_from(file.len()).unwrap_or(u64::MAX),
    })
}

/// What is kept, by system.
pub async fn list(store: &Store) -> Result<Vec<Release>, StoreError> {
    let client = store.hub().await?;
    let rows = client.query(include_str!("releases/list.sql"), &[]).await?;
    let release = rows.iter().map(|row| Release {
        target: row.get(0),
        version: row.get(1),
        bytes: crate::intake::natural(row.get(2)),
    });
    Ok(release.collect())
}

/// No post fetches it any more. False where none was kept for the system.
pub async fn remove(store: &Store, target: &str) -> Result<bool, StoreError> {
    let client = store.hub().await?;
    let gone = client
        .execute(include_str!("releases/remove.sql"), &[&target])
        .await?;
    Ok(gone > 0)
}

/// The part of a system's file that begins at a byte; empty behind its end. None where nothing is kept for the system.
pub async fn part(store: &Store, target: &str, from: u64) -> Result<Option<Part>, StoreError> {
    let from = i32::try_from(from.min(LARGEST)).unwrap_or(i32::MAX - 1);
    let most = i32::try_from(PART).unwrap_or(i32::MAX);
    let client = store.hub().await?;
    let statement = client
        .prepare_cached(include_str!("releases/part.sql"))
        .await?;
    let row = client
        .query_opt(&statement, &[&target, &from, &most])
        .await?;
    Ok(row.map(|row| {
        let name: &[u8] = row.get(0);
        Part {
            // The schema has no other length.
            name: name.try_into().unwrap_or_default(),
            size: crate::intake::natural(row.get(1)),
            bytes: row.get(2),
        }
    }))
}
