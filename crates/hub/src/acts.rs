//! *Acts*: what users do at the hub's pages, and what people declare there, is the log of their unit's hub device: lines and
//! a chain like those of any device, and a signature over the newest head.
//!
//! An act is written down before it has any effect. Users are numbers here; their names are in the table of users.

use crate::intake::{int, natural};
use crate::keyring::{HubKey, KeyringError, random};
use crate::store::{At, Store, StoreError, zone};
use checkpoint::chain::{
    BranchName, Chain, DeviceId, Link, Origin, device_id, genesis, head, leaf,
};
use checkpoint::entry::{Audit, Draft, Elsewhere, Kind, LineError, MAX_NUMBER, Ref};
use checkpoint::moment::{Boot, Moment};
use checkpoint::wire::UnitId;
use checkpoint::wire::signed::{Head, Signed};
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ring::digest::{Context, SHA256};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::sync::OnceLock;
use std::time::Instant;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The gate of a device that stands at none.
const NO_GATE: u32 = 0;

/// Why an act couldn't be written down. It wasn't done then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] KeyringError),
    #[error("it has no place in a line: {0}")]
    Line(#[from] LineError),
    #[error("the log of unit {unit} doesn't hold from act {seq} on: somebody changed it")]
    Broken { unit: Uuid, seq: u64 },
}

impl From<tokio_postgres::Error> for ActError {
    fn from(error: tokio_postgres::Error) -> ActError {
        ActError::Store(StoreError::Database(error))
    }
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    SignIn,
    /// Figures leave as a file.
    Export,
    /// Who met the person of an entry was told.
    Reveal(Option<Elsewhere>),
    /// The subject of an entry has to go.
    Erase(Option<Elsewhere>),
}

/// A user as lines name them: the first 52 bits of SHA-256("chot/staff/1" ‖ id), which is random as the id is.
pub fn number(user: Uuid) -> u64 {
    let mut hash = Context::new(&SHA256);
    hash.update(b"chot/staff/1");
    hash.update(user.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finish().as_ref()[..8]);
    (u64::from_be_bytes(first) >> 12) & MAX_NUMBER
}

/// Writes down that a user did these things in a unit, in their order: all of them or none.
pub async fn record(
    store: &Store,
    key: &HubKey,
    unit: Uuid,
    user: Uuid,
    acts: &[Act],
) -> Result<(), ActError> {
    let mut client = store.hub().await?;
    let transaction = client.transaction().await?;
    let mut log = Log::open(&transaction, unit).await?;
    for act in acts {
        log.add(&draft(user, *act), None).await?;
    }
    log.close(key).await?;
    transaction.commit().await?;
    Ok(())
}

/// What a user did, as an entry says it.
fn draft(user: Uuid, act: Act) -> Draft {
    let (kind, elsewhere) = match act {
        Act::SignIn => (Kind::Audit(Audit::SignIn), None),
        Act::Export => (Kind::Audit(Audit::Export), None),
        Act::Reveal(of) => (Kind::Audit(Audit::Reveal), of),
        Act::Erase(of) => (Kind::Audit(Audit::Erase), of),
    };
    let mut draft = Draft::new(kind);
    draft.elsewhere = elsewhere.map(Box::new);
    draft.by = Some(number(user));
    draft
}

/// The log of a unit's hub device while a transaction writes to it: others who want to wait.
pub(crate) struct Log<'t> {
    transaction: &'t Transaction<'t>,
    unit: Uuid,
    device: HubDevice,
    now: Moment,
    zone: TimeZone,
}

impl<'t> Log<'t> {
    pub(crate) async fn open(
        transaction: &'t Transaction<'t>,
        unit: Uuid,
    ) -> Result<Log<'t>, ActError> {
        let device = HubDevice::of(transaction, unit).await?;
        let zone = transaction
            .prepare_cached(include_str!("nightly/zone.sql"))
            .await?;
        let zone = transaction
            .query_opt(&zone, &[&unit])
            .await?
            .map_or_else(|| self::zone(""), |row| self::zone(row.get(0)));
        Ok(Log {
            transaction,
            unit,
            device,
            now: moment(),
            zone,
        })
    }

    /// When all of what is added happens.
    pub(crate) fn now(&self) -> Timestamp {
        self.now.at
    }

    /// Adds an entry; `subject` is its commitment to what is kept apart. Returns its name.
    pub(crate) async fn add(
        &mut self,
        draft: &Draft,
        subject: Option<[u8; 32]>,
    ) -> Result<Ref, ActError> {
        let seq = self.device.seq + 1;
        let id = Uuid::now_v7();
        let line = draft.line(seq, id, &self.now, NO_GATE, &self.zone, subject)?;
        let leaf = leaf(line.as_bytes());
        self.device.seq = seq;
        self.device.head = head(&self.device.head, &leaf);
        let add = self
            .transaction
            .prepare_cached(include_str!("acts/add.sql"))
            .await?;
        self.transaction
            .execute(
                &add,
                &[
                    &self.unit,
                    &int(seq),
                    &At(self.now.at),
                    &line.as_bytes(),
                    &self.device.head.as_slice(),
                ],
            )
            .await?;
        Ok(Ref { seq, leaf })
    }

    /// Signs the newest head. The transaction is still to be committed.
    pub(crate) async fn close(self, key: &HubKey) -> Result<(), ActError> {
        let said = self.device.says(key, self.unit, self.now.at)?;
        let advance = self
            .transaction
            .prepare_cached(include_str!("acts/advance.sql"))
            .await?;
        self.transaction
            .execute(
                &advance,
                &[
                    &self.unit,
                    &int(self.device.seq),
                    &self.device.head.as_slice(),
                    &said,
                ],
            )
            .await?;
        Ok(())
    }
}

/// A unit's hub device, locked.
struct HubDevice {
    pair: Ed25519KeyPair,
    branch: BranchName,
    seq: u64,
    head: [u8; 32],
}

impl HubDevice {
    /// Made where the unit has none yet.
    async fn of(transaction: &Transaction<'_>, unit: Uuid) -> Result<HubDevice, ActError> {
        let (seed, branch) = (Zeroizing::new(random::<32>()?), BranchName(random()?));
        let public = public(&pair(seed.as_slice())?);
        let begins = genesis(&device_id(&public), &branch, &public);
        let make = transaction
            .prepare_cached(include_str!("acts/make_device.sql"))
            .await?;
        transaction
            .execute(
                &make,
                &[
                    &unit,
                    &seed.as_slice(),
                    &Uuid::from_bytes(branch.0),
                    &begins.as_slice(),
                ],
            )
            .await?;
        // Of two acts at once the second waits here.
        let own = transaction
            .prepare_cached(include_str!("acts/device.sql"))
            .await?;
        let row = transaction.query_one(&own, &[&unit]).await?;
        Ok(HubDevice {
            pair: pair(row.get(0))?,
            branch: BranchName(row.get::<_, Uuid>(1).into_bytes()),
            seq: natural(row.get(2)),
            head: crate::intake::hash(row.get(3)),
        })
    }

    /// Its newest head, signed, as JSON.
    fn says(&self, key: &HubKey, unit: Uuid, at: Timestamp) -> Result<String, ActError> {
        let public = public(&self.pair);
        let device = device_id(&public);
        let own = key.certify(device.0, unit.into_bytes(), public, at)?;
        let says = Head {
            device,
            unit: UnitId(unit.into_bytes()),
            branch: self.branch,
            seq: self.seq,
            head: self.head,
            at,
        };
        let certificates = vec![own, key.link().to_vec()];
        let signed = Signed::new(says, certificates, |bytes| {
            let mut signature = [0; 64];
            signature.copy_from_slice(self.pair.sign(bytes).as_ref());
            signature
        });
        Ok(String::from_utf8_lossy(&signed.body()).into_owned())
    }
}

fn pair(seed: &[u8]) -> Result<Ed25519KeyPair, KeyringError> {
    Ed25519KeyPair::from_seed_unchecked(seed)
        .map_err(|_| KeyringError::Malformed("the hub device's key".to_owned()))
}

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    let mut public = [0; 32];
    public.copy_from_slice(pair.public_key().as_ref());
    public
}

/// A run of this process is the run of its machine, as far as it can tell.
fn moment() -> Moment {
    static BEGAN: OnceLock<(Boot, Instant)> = OnceLock::new();
    let (boot, since) = BEGAN.get_or_init(|| (Boot(random().unwrap_or_default()), Instant::now()));
    Moment {
        at: Timestamp::now(),
        mono_ms: u64::try_from(since.elapsed().as_millis()).unwrap_or(MAX_NUMBER),
        boot: *boot,
        offset: None,
    }
}

/// Names an entry of a post for an act about it, by its place in the hub's tables; None where its line isn't here any more.
pub async fn entry_at(
    store: &Store,
    unit: Uuid,
    history: i64,
    seq: u64,
) -> Result<Option<Elsewhere>, ActError> {
    let client = store.hub().await?;
    let row = client
        .query_opt(
            include_str!("acts/of_history.sql"),
            &[&unit, &history, &int(seq)],
        )
        .await?;
    Ok(row.map(|row| Elsewhere {
        device: DeviceId(row.get::<_, Uuid>(0).into_bytes()),
        branch: BranchName(row.get::<_, Uuid>(1).into_bytes()),
        of: Ref {
            seq,
            leaf: leaf(row.get(2)),
        },
    }))
}

/// A unit's acts, proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acts {
    /// In their order, without newlines.
    pub lines: Vec<Vec<u8>>,
    /// The newest head with its signature, as JSON; None before the first act.
    pub said: Option<String>,
}

/// Reads a unit's acts and walks their chain.
pub async fn acts(store: &Store, unit: Uuid) -> Result<Acts, ActError> {
    let mut client = store.hub().await?;
    let transaction = client
        .build_transaction()
        .read_only(true)
        .isolation_level(tokio_postgres::IsolationLevel::RepeatableRead)
        .start()
        .await?;
    let device = transaction
        .query_opt(include_str!("acts/said.sql"), &[&unit])
        .await?;
    let rows = transaction
        .query(include_str!("acts/log.sql"), &[&unit])
        .await?;
    transaction.commit().await?;
    let Some(device) = device else {
        return Ok(Acts {
            lines: Vec::new(),
            said: None,
        });
    };
    let public = public(&pair(device.get(0))?);
    let branch = BranchName(device.get::<_, Uuid>(1).into_bytes());
    let said: Option<String> = device.get(2);
    let mut chain = Chain::new(&device_id(&public), &branch, &public, &Origin::First);
    let mut lines = Vec::new();
    for row in &rows {
        let (seq, line): (i64, &[u8]) = (row.get(0), row.get(1));
        let link = Link {
            seq: natural(seq),
            line,
            leaf: leaf(line),
            head: crate::intake::hash(row.get(2)),
        };
        chain
            .verify(&link)
            .map_err(|bad| ActError::Broken { unit, seq: bad.seq })?;
        lines.push(line.to_vec());
    }
    // What was taken off the end is missed by the head that was signed.
    let signed = said
        .as_deref()
        .and_then(|said| Signed::<Head>::read(said.as_bytes()).ok())
        .filter(|signed| signed.verify_by(&public).is_ok());
    let is_whole = signed
        .is_some_and(|signed| signed.says.seq == chain.seq() && signed.says.head == chain.head());
    if !is_whole {
        let seq = chain.seq() + 1;
        return Err(ActError::Broken { unit, seq });
    }
    Ok(Acts { lines, said })
}
