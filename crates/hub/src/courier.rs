//! *Courier*: files that a person carried here on a stick, taken in by the same intake as what comes over the network;
//! a receipt goes back by the same way.

use crate::intake::{Intake, Outcome, Post, Row};
use crate::keyring::{HubKey, KeyringError, random};
use crate::store::{Store, StoreError, zone};
use bytes::Bytes;
use checkpoint::base64url::base64url;
use checkpoint::chain::{BranchName, DeviceId};
use checkpoint::wire::UnitId;
use checkpoint::wire::batch::{self, ReadError};
use checkpoint::wire::courier::{self, CourierError};
use checkpoint::wire::signed::{Receipt, Signed};
use checkpoint::wire::unpack::UnpackError;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The X25519 key that posts seal files to, the same for all processes of a hub.
pub struct District(Zeroizing<[u8; 32]>);

impl District {
    /// The hub's own, made when it is asked for first. `hub` is [`HubKey::hub`].
    pub async fn of(store: &Store, hub: [u8; 16]) -> Result<District, NotTaken> {
        let fresh = Zeroizing::new(random::<32>()?);
        let hub = Uuid::from_bytes(hub);
        let client = store.hub().await?;
        // Of two processes that make one at once the first does.
        client
            .execute(
                include_str!("courier/make_key.sql"),
                &[&hub, &fresh.as_slice()],
            )
            .await?;
        let row = client
            .query_one(include_str!("courier/key.sql"), &[&hub])
            .await?;
        Ok(District(Zeroizing::new(crate::intake::hash(row.get(0)))))
    }

    /// What posts are told.
    pub fn public(&self) -> [u8; 32] {
        courier::district(&self.0)
    }
}

/// A file that is here now, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Took {
    pub unit: Uuid,
    pub device: DeviceId,
    /// Its post numbered it so.
    pub number: u64,
    /// The receipt, as it goes back.
    pub receipt: Vec<u8>,
}

/// Why nothing of a file was taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error(transparent)]
    Courier(#[from] CourierError),
    #[error("it can't be unpacked: {0}")]
    Packed(#[from] UnpackError),
    #[error("what it holds is no batch: {0}")]
    Batch(#[from] ReadError),
    #[error("what it holds is another post's than the one that signed it")]
    OtherPost,
    #[error(
        "no post of this hub is {}: compare that with what its screen shows, then import with --adopt UNIT",
        base64url(&.0.0)
    )]
    Unknown(DeviceId),
    #[error("there is no such unit to adopt posts into")]
    NoUnit,
    #[error(
        "entries before it are missing, from {0} on: bring the files before it, or have everything carried again"
    )]
    Gap(u64),
    #[error("other entries than these are here already: two machines may use one identity")]
    Fork,
    #[error("its post is distrusted: what it brought waits for a person")]
    Distrusted,
    #[error("the database refuses it: what it brought waits for a person")]
    Quarantined,
    #[error("the database is away or busy: try again")]
    Busy,
    #[error(transparent)]
    Key(#[from] KeyringError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for NotTaken {
    fn from(error: tokio_postgres::Error) -> NotTaken {
        NotTaken::Store(StoreError::Database(error))
    }
}

/// Who takes files in.
pub struct Counter<'a> {
    pub store: &'a Store,
    pub intake: &'a Intake,
    pub key: &'a HubKey,
    pub district: &'a District,
    /// Only files of this unit's posts are taken in; else of any.
    pub only: Option<Uuid>,
    /// The unit into which posts are taken that this hub hasn't met, by the word of whoever brought the stick.
    pub adopt: Option<Uuid>,
}

impl Counter<'_> {
    /// Takes a file in, and gives its receipt once it is durable. One that was here before changes nothing and is
    /// received again.
    pub async fn take(&self, file: &[u8]) -> Result<Took, NotTaken> {
        let opened = courier::open(file, &self.district.0, &self.district.public())?;
        let says = opened.signed.says;
        let encoding = says.encoding.word();
        let body = Bytes::from(opened.body);
        let raw = Bytes::from(batch::open(encoding, &body)?.into_owned());
        let batch = batch::read(&raw)?;
        let header = batch.header.clone();
        if header.device != says.device || header.unit != says.unit {
            return Err(NotTaken::OtherPost);
        }
        let device = Uuid::from_bytes(says.device.0);
        let (unit, zone) = match self.known(device).await? {
            Some(known) => known,
            None => self.take_up(says.device, says.key).await?,
        };
        if self.only.is_some_and(|only| only != unit) {
            return Err(NotTaken::Unknown(says.device));
        }
        let post = Post {
            unit,
            device,
            branch: Uuid::from_bytes(header.branch.0),
            // The device's name is this key's hash.
            public_key: says.key,
            zone,
            rows: Row::all(&raw, batch),
            header,
            body,
            encoding: encoding.to_owned(),
            received_at: Timestamp::now(),
        };
        let branch = post.header.branch;
        let arriving = self
            .intake
            .announce(post.body.len() + raw.len())
            .map_err(|_| NotTaken::Busy)?;
        match self.intake.take(arriving, post).await {
            Outcome::Stored { acked, head } => Ok(Took {
                unit,
                device: says.device,
                number: says.number,
                receipt: self.receipt(unit, says.device, branch, (acked, head), opened.file),
            }),
            Outcome::Gap { seq, .. } => Err(NotTaken::Gap(seq)),
            Outcome::Fork { .. } => Err(NotTaken::Fork),
            Outcome::Distrusted => Err(NotTaken::Distrusted),
            Outcome::Quarantined => Err(NotTaken::Quarantined),
            Outcome::Unknown => Err(NotTaken::Unknown(says.device)),
            Outcome::Busy => Err(NotTaken::Busy),
        }
    }

    fn receipt(
        &self,
        unit: Uuid,
        device: DeviceId,
        branch: BranchName,
        (acked, head): (u64, [u8; 32]),
        file: [u8; 32],
    ) -> Vec<u8> {
        let receipt = Receipt {
            hub: self.key.hub(),
            unit: UnitId(unit.into_bytes()),
            device,
            branch,
            acked,
            head,
            at: Timestamp::now(),
            request: file,
        };
        Signed::new(receipt, vec![self.key.link().to_vec()], |text| {
            self.key.sign(text)
        })
        .body()
    }

    async fn known(&self, device: Uuid) -> Result<Option<(Uuid, TimeZone)>, NotTaken> {
        let client = self.store.hub().await?;
        let row = client
            .query_opt(include_str!("courier/device.sql"), &[&device])
            .await?;
        Ok(row.map(|row| (row.get(0), zone(row.get(2)))))
    }

    /// Makes a post of the unit of a device that nobody here has met.
    async fn take_up(&self, device: DeviceId, key: [u8; 32]) -> Result<(Uuid, TimeZone), NotTaken> {
        let unit = self.adopt.ok_or(NotTaken::Unknown(device))?;
        let certificate = self
            .key
            .certify(device.0, unit.into_bytes(), key, Timestamp::now())?;
        let post = Uuid::now_v7();
        let name = Uuid::from_bytes(device.0);
        let mut client = self.store.hub().await?;
        let transaction = client.transaction().await?;
        let made = transaction
            .execute(include_str!("sync/post_again.sql"), &[&unit, &post])
            .await?;
        if made == 0 {
            return Err(NotTaken::NoUnit);
        }
        transaction
            .execute(
                include_str!("sync/device_enrol.sql"),
                &[&unit, &name, &post, &key.as_slice(), &certificate],
            )
            .await?;
        transaction.commit().await?;
        self.known(name).await?.ok_or(NotTaken::Unknown(device))
    }
}
