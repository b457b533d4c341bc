//! *Dry run*: what would be sent to a target next, byte for byte. Nothing is sent.

use super::begun;
use super::json;
use super::packing::Encoding;
use super::{UplinkError, hub, open};
use crate::home::Home;
use crate::outbox::{Row, Text};
use crate::targets::{Kind, Picked};
use checkpoint::entry::Entry;
use checkpoint::subject::Group;
use checkpoint::wire::UnitId;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What would be sent next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRun {
    pub first: u64,
    pub last: u64,
    pub entries: u64,
    /// Entries that would still wait behind it.
    pub waiting: u64,
    /// How many of each kind of entry.
    pub kinds: BTreeMap<String, u64>,
    /// The groups of personal data that were picked, and how many entries have each.
    pub groups: Vec<(Picked, u64)>,
    /// The very text, before it is packed.
    pub text: Vec<u8>,
    /// Bytes on the wire.
    pub packed: u64,
}

/// None where everything is there already.
pub fn dry_run(home: &Home, id: u32, now: Timestamp) -> Result<Option<DryRun>, DryRunError> {
    let (targets, outbox) = open(home).map_err(|error| match error {
        super::standing::CardsError::Targets(error) => UplinkError::Targets(error),
        super::standing::CardsError::Ledger(error) => UplinkError::Ledger(error),
    })?;
    let target = targets.get(id).map_err(UplinkError::from)?;
    let picked: Vec<Group> = target.picked.iter().map(|picked| picked.group).collect();
    let next =
        begun::next(&outbox, &target, hub::MOST, !picked.is_empty()).map_err(UplinkError::from)?;
    let Some(stretch) = next else {
        return Ok(None);
    };
    let unit = target
        .membership
        .as_ref()
        .map_or(outbox.unit(), |membership| membership.unit);
    let names = (outbox.device(), UnitId(unit));
    let text = match target.way.kind() {
        Kind::Hub => stretch
            .batch(names, &picked, Text::Short, now)
            .map(|(_, text)| text),
        Kind::Folder | Kind::Courier => stretch
            .batch(names, &picked, Text::Whole, now)
            .map(|(_, text)| text),
        Kind::HttpsJson => {
            let names = (names.0.0, unit);
            json::write(&stretch, &picked, &BTreeSet::new(), names, now).map(|letter| letter.body)
        }
    };
    let text = text.ok_or(DryRunError::Unwritable)?;
    let packed = match target.way.kind() {
        Kind::Hub | Kind::Courier => Encoding::Zstd.pack(text.clone())?.len(),
        Kind::HttpsJson | Kind::Folder => text.len(),
    };
    let mut kinds = BTreeMap::new();
    for row in &stretch.rows {
        if let Ok(entry) = Entry::parse(&row.line) {
            *kinds
                .entry(entry.said.kind.as_str().to_owned())
                .or_default() += 1;
        }
    }
    let groups = target
        .picked
        .iter()
        .map(|picked| {
            let with = |row: &&Row| row.groups[picked.group as usize].is_some();
            let count = stretch.rows.iter().filter(with).count() as u64;
            (picked.clone(), count)
        })
        .collect();
    Ok(Some(DryRun {
        first: stretch.first(),
        last: stretch.end().seq,
        entries: stretch.rows.len() as u64,
        waiting: stretch.waiting,
        kinds,
        groups,
        text,
        packed: packed as u64,
    }))
}

/// Why nobody can say what would be sent.
#[derive(Debug, thiserror::Error)]
pub enum DryRunError {
    #[error(transparent)]
    Uplink(#[from] UplinkError),
    #[error("the next entries can't be written as a batch: `chot ledger verify` says more")]
    Unwritable,
    #[error("the batch can't be packed: {0}")]
    Packing(#[from] std::io::Error),
}
