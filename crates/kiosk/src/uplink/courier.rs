//! *Courier*: what waits is carried to the district on a stick: signed by this post, sealed to the
//! district's key, numbered. It is *sent* once it is written, and *received* only when a signed receipt
//! comes back by the same way.
//!
//! ```text
//! chot-<device>-<number>.chot    a file (checkpoint::wire::courier)
//! *.receipt                      a receipt: which file it is for, its own signed words say
//! ```

use super::folder::write;
use super::packing::Encoding;
use super::room::{Room, Scribe, Unwritten, UplinkError};
use super::timer::Pace;
use crate::clock::Clock;
use crate::home::Home;
use crate::ledger::Parting;
use crate::outbox::Text;
use crate::targets::{Carried, Cursor, Target, TargetError, Way};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::chain::BranchName;
use checkpoint::subject::Group;
use checkpoint::wire::courier::{self, Courier, CourierError};
use checkpoint::wire::signed::{Pin, Receipt, Signed};
use checkpoint::wire::{MAX_BODY, UnitId};
use ring::rand::{SecureRandom, SystemRandom};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Entries of one file.
const MOST: usize = 2_000;
/// The longest receipt that is read, in bytes.
const LONGEST_RECEIPT: u64 = 64 * 1024;

/// What was taken from a stick and put onto it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Receipts that are believed and weren't here yet.
    pub receipts: u64,
    pub files: u64,
    pub entries: u64,
}

/// Why nothing more was carried; what was written before is there.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    #[error(transparent)]
    Uplink(#[from] UplinkError),
    #[error("this target is no courier")]
    NotACourier,
    #[error(
        "the stick at {place} can't be read or written ({cause}): plug it in, or make room on it"
    )]
    Stick {
        place: PathBuf,
        cause: std::io::Error,
    },
    #[error("the district's key isn't one: remove this target and add it with the right key")]
    District(CourierError),
    #[error("the system gives no random numbers, or a batch can't be packed: try again")]
    System,
}

impl From<TargetError> for CarryError {
    fn from(error: TargetError) -> Self {
        CarryError::Uplink(error.into())
    }
}

/// Takes the receipts that lie on the stick, then writes everything that waits to it.
pub fn carry(home: &Home, id: u32, clock: Arc<dyn Clock>) -> Result<Load, CarryError> {
    let room = Room::open(
        home,
        clock,
        Arc::new(Nobody),
        Pace::default(),
        Default::default(),
    )?;
    let target = room.targets.borrow().get(id)?;
    let Way::Courier {
        folder,
        district,
        root,
    } = &target.way
    else {
        return Err(CarryError::NotACourier);
    };
    let mut load = Load {
        receipts: take_receipts(&room, id, folder, root)?,
        ..Load::default()
    };
    while let Some(entries) = write_next(&room, id, folder, district)? {
        load.files += 1;
        load.entries += entries;
    }
    Ok(load)
}

/// Writes one file and moves the cursor behind it; None where nothing waits.
fn write_next(
    room: &Room,
    id: u32,
    folder: &Path,
    district: &[u8; 32],
) -> Result<Option<u64>, CarryError> {
    let target: Target = room.targets.borrow().get(id)?;
    let picked: Vec<Group> = target.picked.iter().map(|picked| picked.group).collect();
    let outbox = room.outbox();
    let device = &room.device;
    let unit = UnitId(outbox.unit());
    let mut most = MOST;
    let cursor = outbox.cursor_of(&target).map_err(UplinkError::from)?;
    let (header, body) = loop {
        let next = outbox
            .next(cursor, most, !picked.is_empty())
            .map_err(UplinkError::from)?;
        let Some(stretch) = next else {
            return Ok(None);
        };
        let batch = stretch.batch((device.id, unit), &picked, Text::Whole, room.now());
        let (header, text) = batch.ok_or(CarryError::System)?;
        let body = Encoding::Zstd.pack(text).map_err(|_| CarryError::System)?;
        if body.len() <= MAX_BODY || header.count() == 1 {
            break (header, body);
        }
        most = header.count() / 2;
    };
    let now = room.now();
    let number = target.files + 1;
    let says = Courier {
        device: device.id,
        key: device.key,
        unit,
        number,
        encoding: courier::Encoding::Zstd,
        body: super::enrolment::hash(&body),
        at: now,
    };
    let signed = Signed::new(says, Vec::new(), |bytes| device.sign(bytes));
    let mut ephemeral = [0; 32];
    SystemRandom::new()
        .fill(&mut ephemeral)
        .map_err(|_| CarryError::System)?;
    let file = courier::write(&signed, &body, district, ephemeral).map_err(CarryError::District)?;
    let name = format!(
        "chot-{}-{number:06}.chot",
        URL_SAFE_NO_PAD.encode(device.id.0)
    );
    write(&folder.join(name), &file).map_err(|cause| CarryError::Stick {
        place: folder.to_path_buf(),
        cause,
    })?;
    let entries = header.count() as u64;
    let carried = Carried {
        number,
        hash: super::enrolment::hash(&file),
        last: Cursor {
            branch: header.branch,
            seq: header.last,
        },
        entries,
    };
    let moved = room
        .targets
        .borrow_mut()
        .carried(id, target.shift, &carried, now)?;
    // A person who moved the cursor meanwhile has another file written from there.
    Ok(moved.then_some(entries).or(Some(0)))
}

/// Reads every receipt on the stick; those that are believed move what is known to be received.
fn take_receipts(room: &Room, id: u32, folder: &Path, root: &[u8; 32]) -> Result<u64, CarryError> {
    let stick = |cause| CarryError::Stick {
        place: folder.to_path_buf(),
        cause,
    };
    let mut paths = Vec::new();
    for file in std::fs::read_dir(folder).map_err(stick)? {
        let file = file.map_err(stick)?;
        let path = file.path();
        let is_short = file
            .metadata()
            .is_ok_and(|about| about.is_file() && about.len() <= LONGEST_RECEIPT);
        if is_short && path.extension().is_some_and(|end| end == "receipt") {
            paths.push(path);
        }
    }
    paths.sort();
    let mut receipts: Vec<Receipt> = paths
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .filter_map(|body| believed(room, &body, root))
        .collect();
    receipts.sort_by_key(|receipt| receipt.acked);
    let mut taken = 0;
    for receipt in receipts {
        let to = room
            .outbox()
            .stands_at(named(&receipt))
            .map_err(UplinkError::from)?;
        let now = room.now();
        let is_new = room
            .targets
            .borrow_mut()
            .received(id, &receipt.request, to, now)?;
        taken += u64::from(is_new);
    }
    Ok(taken)
}

/// The last entry that a receipt is for.
fn named(receipt: &Receipt) -> Cursor {
    Cursor {
        branch: receipt.branch,
        seq: receipt.acked,
    }
}

/// A receipt of the district for entries of ours, as we have them.
fn believed(room: &Room, body: &[u8], root: &[u8; 32]) -> Option<Receipt> {
    let signed = Signed::<Receipt>::read(body).ok()?;
    let revoked = BTreeSet::new();
    let pin = Pin {
        root,
        revoked: &revoked,
        // The file's hash says which entries it is about; a district files them under its own unit.
        unit: signed.says.unit,
        heard: None,
    };
    signed.verify(&pin).ok()?;
    let receipt = signed.says;
    let outbox = room.outbox();
    // Its entries may have been given another branch since.
    let at = outbox.stands_at(named(&receipt)).ok()?;
    let own = outbox.head_at(at.branch, at.seq).ok()?;
    let is_ours = receipt.device == room.device.id && own == Some(receipt.head);
    is_ours.then_some(receipt)
}

/// A courier writes nothing to the ledger.
struct Nobody;

impl Scribe for Nobody {
    fn part_ways(&self, _: Parting) -> Result<Option<BranchName>, Unwritten> {
        Ok(None)
    }
}
