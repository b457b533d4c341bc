//! *Batch*: entries on their way, as NDJSON.
//!
//! ```text
//! {"v":1,"device":…,"unit":…,"branch":…,"origin":{},"first":7,"last":8,"prev":…,"head":…,…}
//! {"seq":7,…,"subject":"W0sr…"}                            an entry line, byte for byte
//! {"subject":"sent","groups":["identity"],"withheld":{"note":"pXk2…"}}
//! {"salt":"…","name":"…"}                                  the group, byte for byte
//! {"seq":8,…,"subject":"ZzmM…"}
//! {"subject":"absent"}
//! ```
//!
//! Every line ends with LF. `first` to `last` are without a gap; `prev` is the head before `first`,
//! `head` the one at `last`. An entry that commits to a subject is followed by one line that says
//! what became of it; where groups are sent they follow in [`Group`]'s order, and the hashes of
//! those that the commitment covers too stand under `withheld`, so that what arrives can be proved.
//!
//! Where all groups are sent the commitment follows from them, and a sender may leave it out: the entry's line then ends
//! in `"subject":""}` and the line after it in `,"left_out":true}`. Whoever reads fills it in first ([`open`]).

mod header;
mod open;
mod pack;
mod read;

pub use header::{About, Header};
pub use open::open;
pub use pack::{Packer, Pushed};
pub use read::{Batch, Item, ReadError, read};

use crate::chain::{BranchName, Chain, DeviceId, Origin, sha256};
use crate::subject::Group;

/// All groups, in the order in which they are committed to.
pub const GROUPS: [Group; 4] = [Group::Identity, Group::Contact, Group::Health, Group::Note];

/// What a batch says of an entry's subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// The entry commits to none.
    None,
    /// Not sent to this target. It may come later.
    Absent,
    /// Taken out because somebody asked for it; it never comes back.
    Erased,
    /// Taken out when its time was over; it never comes back.
    Purged,
    Sent(Groups<'a>),
    /// Lines came that aren't what the entry commits to, or the entry can't say what it commits to:
    /// they prove nothing and are not handed on.
    Unproven,
}

/// Groups of one subject. A group is sent, withheld or not part of it, never two of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Groups<'a> {
    /// Lines without a newline, in [`Group`]'s order.
    pub lines: [Option<&'a str>; 4],
    /// SHA-256 of the lines that this target doesn't get.
    pub withheld: [Option<[u8; 32]>; 4],
}

impl Groups<'_> {
    /// What an entry with exactly these groups commits to ([`crate::subject::Subject::commitment`]).
    pub fn commitment(&self) -> [u8; 32] {
        let hash = |group: usize| match self.lines[group] {
            Some(line) => sha256(&[line.as_bytes()]),
            None => self.withheld[group].unwrap_or_default(),
        };
        sha256(&[&[0x02], &hash(0), &hash(1), &hash(2), &hash(3)])
    }
}

/// How far a reader of one branch has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub origin: Origin,
    /// The newest entry that is stored; at the branch's beginning the one it leaves from, or 0.
    pub seq: u64,
    pub head: [u8; 32],
}

impl Cursor {
    /// Before the first entry of a branch that this batch brings: for whoever has nothing of it yet. Whether the entry that
    /// it leaves from is stored with that head is for the caller to look up, where nothing is past.
    pub fn before(header: &Header, public_key: &[u8; 32]) -> Cursor {
        if header.past {
            return Cursor {
                origin: header.origin,
                seq: header.first - 1,
                head: header.prev,
            };
        }
        Cursor::beginning(&header.device, &header.branch, public_key, header.origin)
    }

    /// Before the first entry of a branch. Whether the entry that it leaves from is stored with that
    /// head is for the caller to look up.
    pub fn beginning(
        device: &DeviceId,
        branch: &BranchName,
        public_key: &[u8; 32],
        origin: Origin,
    ) -> Cursor {
        let chain = Chain::new(device, branch, public_key, &origin);
        Cursor {
            origin,
            seq: chain.seq(),
            head: chain.head(),
        }
    }
}

/// How a batch fits what is stored already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit<'b, 'a> {
    /// Goes on from the cursor: these are new, those before them were known. Never empty.
    New(&'b [Item<'a>]),
    /// Ends at or before the cursor. All of it is known if the head that is stored at `seq` is
    /// `head`; else it is a fork at or before `seq`.
    Known { seq: u64, head: [u8; 32] },
    /// Entries are missing in between: `next` is the first that is wanted.
    Gap { next: u64 },
    /// Other bytes are stored at or before `seq`.
    Fork { seq: u64 },
}

impl<'a> Batch<'a> {
    /// Trims what is known already and checks that the rest goes on from the cursor.
    pub fn check(&self, cursor: &Cursor) -> Fit<'_, 'a> {
        let header = &self.header;
        if header.origin != cursor.origin {
            return Fit::Fork { seq: cursor.seq };
        }
        let before = header.first - 1;
        if before > cursor.seq {
            return Fit::Gap {
                next: cursor.seq + 1,
            };
        }
        if header.last <= cursor.seq {
            return Fit::Known {
                seq: header.last,
                head: header.head,
            };
        }
        // At most as many as the batch has entries, which fits.
        let known = usize::try_from(cursor.seq - before).unwrap_or(usize::MAX);
        let (old, new) = self.items.split_at(known.min(self.items.len()));
        let head = old.last().map_or(header.prev, |item| item.head);
        if head == cursor.head {
            Fit::New(new)
        } else {
            Fit::Fork { seq: cursor.seq }
        }
    }
}
