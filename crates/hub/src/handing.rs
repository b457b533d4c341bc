//! *Handing*: what posts are told from here: names, the way of a gate, policies, trust lists. Kept for a unit and all
//! below it, or for one post; the nearer word counts.

use crate::store::{Day, Store, StoreError, day_of_receipt};
use checkpoint::chain::DeviceId;
use checkpoint::trust::bundle::{self, BundleError};
use checkpoint::wire::MAX_BODY;
use checkpoint::wire::config::{Config, ConfigError};
use checkpoint::wire::heartbeat::HandedKind;
use deadpool_postgres::GenericClient;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use uuid::Uuid;

/// What an answer has besides the text that it hands down, in bytes, with room to spare.
const AROUND: usize = 8 * 1024;

/// Why something can't be handed down. What was there before goes on.
#[derive(Debug, thiserror::Error)]
pub enum HandError {
    #[error("there is no such unit")]
    NoUnit,
    #[error("the unit has no such post")]
    NoPost,
    #[error("no post could do this: {0}")]
    Config(#[from] ConfigError),
    #[error("no post would take this list: {0}")]
    Trust(#[from] BundleError),
    #[error(
        "the list is signed by another root than this hub's, and posts take lists of the hub's root: sign it with that key \
         (chot trust sign --key root.key)"
    )]
    OtherRoot,
    #[error("it has more than a post reads in one answer, 1 MiB: leave out what isn't needed here")]
    TooLarge,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for HandError {
    fn from(error: tokio_postgres::Error) -> HandError {
        HandError::Store(StoreError::Database(error))
    }
}

/// For whom a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// A unit and all below it.
    Unit(Uuid),
    /// One post of a unit.
    Post(Uuid, Uuid),
}

impl For {
    fn columns(self) -> (Uuid, Uuid) {
        match self {
            For::Unit(unit) => (unit, Uuid::nil()),
            For::Post(unit, post) => (unit, post),
        }
    }
}

/// Hands this down from now on. `root` is the hub's, of which a trust list has to be.
pub async fn put(
    store: &Store,
    to: For,
    kind: HandedKind,
    content: &str,
    root: &[u8; 32],
) -> Result<(), HandError> {
    match kind {
        HandedKind::Config => {
            Config::read(content)?;
        }
        HandedKind::Trust => {
            if bundle::open(content.as_bytes())?.root != *root {
                return Err(HandError::OtherRoot);
            }
        }
    }
    // As it will stand within JSON.
    let length = serde_json::to_string(content).map_or(usize::MAX, |text| text.len());
    if length > MAX_BODY - AROUND {
        return Err(HandError::TooLarge);
    }
    let (unit, post) = to.columns();
    let client = store.hub().await?;
    client
        .query_opt(include_str!("tree/unit_there.sql"), &[&unit])
        .await?
        .ok_or(HandError::NoUnit)?;
    if matches!(to, For::Post(..)) {
        client
            .query_opt(include_str!("handing/post_there.sql"), &[&unit, &post])
            .await?
            .ok_or(HandError::NoPost)?;
    }
    client
        .execute(
            include_str!("handing/put.sql"),
            &[
                &unit,
                &post,
                &kind.word(),
                &content,
                &hash(content).as_slice(),
            ],
        )
        .await?;
    Ok(())
}

/// Says it no more. False where it wasn't said.
pub async fn take_back(store: &Store, to: For, kind: HandedKind) -> Result<bool, HandError> {
    let (unit, post) = to.columns();
    let client = store.hub().await?;
    let gone = client
        .execute(
            include_str!("handing/take_back.sql"),
            &[&unit, &post, &kind.word()],
        )
        .await?;
    Ok(gone > 0)
}

/// SHA-256 of what a device is to have: settings and trust list. None where there is nothing to have.
pub async fn digests(
    client: &impl GenericClient,
    unit: Uuid,
    device: Uuid,
    now: Timestamp,
) -> Result<[Option<[u8; 32]>; 2], StoreError> {
    let wanted = wanted(client, unit, device, HandedKind::Config, now).await?;
    Ok([wanted.text.as_deref().map(hash), wanted.trust])
}

/// The text that a device is to have of a kind, with its number. None where there is none.
pub async fn text(
    client: &impl GenericClient,
    unit: Uuid,
    device: Uuid,
    kind: HandedKind,
    now: Timestamp,
) -> Result<Option<(u64, String)>, StoreError> {
    let Some(text) = wanted(client, unit, device, kind, now).await?.text else {
        return Ok(None);
    };
    let number = client
        .prepare_cached(include_str!("handing/number.sql"))
        .await?;
    // Milliseconds grow also where a database was restored from yesterday's copy.
    let least = now.as_millisecond();
    let digest = hash(&text);
    let number: i64 = client
        .query_one(
            &number,
            &[&unit, &device, &kind.word(), &least, &digest.as_slice()],
        )
        .await?
        .get(0);
    Ok(Some((crate::intake::natural(number), text)))
}

struct Wanted {
    /// Of the kind that was asked for.
    text: Option<String>,
    trust: Option<[u8; 32]>,
}

async fn wanted(
    client: &impl GenericClient,
    unit: Uuid,
    device: Uuid,
    kind: HandedKind,
    now: Timestamp,
) -> Result<Wanted, StoreError> {
    let today = Day(day_of_receipt(now));
    let place = client
        .prepare_cached(include_str!("handing/place.sql"))
        .await?;
    let place = client.query_opt(&place, &[&unit, &device, &today]).await?;
    let post: Uuid = place.as_ref().map_or(Uuid::nil(), |row| row.get(0));
    let statement = client
        .prepare_cached(include_str!("handing/wanted.sql"))
        .await?;
    let rows = client
        .query(&statement, &[&unit, &post, &today, &kind.word()])
        .await?;
    let mut config = place.map(|row| Config {
        device: Some(DeviceId(device.into_bytes())),
        gate_name: Some(row.get(1)),
        unit_name: row.get(2),
        ..Config::default()
    });
    let mut trust: Option<([u8; 32], Option<String>)> = None;
    for row in &rows {
        let content: Option<String> = row.get(2);
        if row.get::<_, &str>(0) == HandedKind::Trust.word() {
            trust = Some((crate::intake::hash(row.get(1)), content));
            continue;
        }
        let Some(content) = content else { continue };
        match Config::read(&content) {
            Ok(nearer) => config = config.map(|config| config.under(nearer)),
            Err(error) => {
                // Less than all of it could be the opposite of what is wanted.
                tracing::error!(%unit, %error, "a config can't be handed down any more");
                config = None;
            }
        }
    }
    let (trust, file) = match trust {
        Some((digest, file)) => (Some(digest), file),
        None => (None, None),
    };
    Ok(Wanted {
        text: match kind {
            HandedKind::Config => config.map(|config| config.text()),
            HandedKind::Trust => file,
        },
        trust,
    })
}

fn hash(text: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    hash
}
