//! *Row*: an entry of a batch as the tables take it, worked out before any lock is held.

use bytes::Bytes;
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::wire::batch::{Batch, Header, Item, Subject};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// A batch on its way into the log, whole in itself: its lines lead from `header.prev` to `header.head`.
pub struct Post {
    pub unit: Uuid,
    pub device: Uuid,
    pub branch: Uuid,
    /// With which the device is enrolled.
    pub public_key: [u8; 32],
    /// In which the unit counts its days and hours.
    pub zone: TimeZone,
    pub header: Header,
    pub rows: Vec<Row>,
    /// As it travelled: what quarantine keeps.
    pub body: Bytes,
    /// `zstd`, `gzip` or `identity`.
    pub encoding: String,
    pub received_at: Timestamp,
}

/// One entry.
pub struct Row {
    pub seq: u64,
    pub line: Bytes,
    pub head: [u8; 32],
    /// What the line says; None where it can't be read as an entry of this or an older program.
    pub entry: Option<Entry>,
    pub subject: SubjectRow,
}

/// What came of an entry's subject.
pub enum SubjectRow {
    /// Nothing, now or at all.
    Nothing,
    /// Each group's line.
    Sent([Option<Bytes>; 4]),
    Erased,
    Purged,
    /// Something that isn't what the entry commits to.
    Unproven,
}

impl Row {
    /// The rows of a batch that was read from `raw`.
    pub fn all(raw: &Bytes, batch: Batch<'_>) -> Vec<Row> {
        let row = |item: Item<'_>| Row {
            seq: item.seq,
            line: raw.slice_ref(item.line),
            head: item.head,
            entry: item.entry.ok(),
            subject: match item.subject {
                Subject::None | Subject::Absent => SubjectRow::Nothing,
                Subject::Erased => SubjectRow::Erased,
                Subject::Purged => SubjectRow::Purged,
                Subject::Unproven => SubjectRow::Unproven,
                Subject::Sent(groups) => SubjectRow::Sent(
                    groups
                        .lines
                        .map(|line| line.map(|line| raw.slice_ref(line.as_bytes()))),
                ),
            },
        };
        batch.items.into_iter().map(row).collect()
    }

    /// The time that it counts for; that of its receipt where the line can't be read.
    pub fn counted_at(&self, received_at: Timestamp) -> Timestamp {
        self.entry.as_ref().map_or(received_at, Entry::counted_at)
    }

    /// What it is to other entries, as the schema numbers it.
    pub fn mark(&self) -> i16 {
        let Some(said) = self.entry.as_ref().map(|entry| &entry.said) else {
            return 0;
        };
        if said.kind == Kind::Audit(Audit::Headcount) || said.is_drill() {
            1
        } else if said.was.is_some() {
            2
        } else if said.kind == Kind::Decision {
            3
        } else {
            0
        }
    }

    /// The earlier entry whose subject this one erases.
    pub fn erases(&self) -> Option<u64> {
        let said = &self.entry.as_ref()?.said;
        let of = said.of.filter(|_| said.kind == Kind::Audit(Audit::Erase))?;
        Some(of.seq)
    }
}

/// How a batch fits what is stored of its branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Goes on from the cursor with the row at this place; those before it are known.
    New(usize),
    /// Ends at or before the cursor.
    Known,
    /// Entries are missing before it.
    Gap,
    /// Other bytes are stored at or before the cursor.
    Fork,
}

/// Compares a post with the cursor's `seq` and `head`.
pub fn fit(post: &Post, seq: u64, head: &[u8; 32]) -> Fit {
    let before = post.header.first - 1;
    if before > seq {
        return Fit::Gap;
    }
    if post.header.last <= seq {
        return Fit::Known;
    }
    // Less than the batch has entries, which fits.
    let known = usize::try_from(seq - before).unwrap_or(usize::MAX);
    let at_cursor = match known.checked_sub(1) {
        None => Some(&post.header.prev),
        Some(last) => post.rows.get(last).map(|row| &row.head),
    };
    if at_cursor == Some(head) {
        Fit::New(known)
    } else {
        Fit::Fork
    }
}
