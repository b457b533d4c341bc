//! *Chain*: every entry's hash holds all that went before, so that nothing at or before a head that
//! someone else knows can be changed unseen (PROTOCOL.md, The chain).

use crate::entry::{Entry, LineError, MAX_NUMBER};
use ring::digest::{Context, SHA256};

/// Names a device for ever: the first 16 bytes of SHA-256("chot/device/1" ‖ its Ed25519 public key).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeviceId(pub [u8; 16]);

/// Names a branch of a device's log: 16 random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BranchName(pub [u8; 16]);

/// Where a branch begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// With the log itself: its first entry is 1 and follows the genesis.
    First,
    /// Behind an entry of another branch: `seq` and heads go on from there.
    From {
        branch: BranchName,
        seq: u64,
        head: [u8; 32],
    },
}

/// The id of the device that holds this Ed25519 key.
pub fn device_id(public_key: &[u8; 32]) -> DeviceId {
    let hash = sha256(&[b"chot/device/1", public_key]);
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    DeviceId(id)
}

/// The head before the first entry: SHA-256(0x03 ‖ "chot/1" ‖ device ‖ branch ‖ public key).
pub fn genesis(device: &DeviceId, branch: &BranchName, public_key: &[u8; 32]) -> [u8; 32] {
    sha256(&[&[0x03], b"chot/1", &device.0, &branch.0, public_key])
}

/// SHA-256(0x00 ‖ line), the newline excluded.
pub fn leaf(line: &[u8]) -> [u8; 32] {
    sha256(&[&[0x00], line])
}

/// SHA-256(0x01 ‖ head before ‖ leaf).
pub fn head(before: &[u8; 32], leaf: &[u8; 32]) -> [u8; 32] {
    sha256(&[&[0x01], before, leaf])
}

pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Context::new(&SHA256);
    for part in parts {
        hash.update(part);
    }
    let mut bytes = [0; 32];
    bytes.copy_from_slice(hash.finish().as_ref());
    bytes
}

/// An entry as a store keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    pub seq: u64,
    pub line: &'a [u8],
    pub leaf: [u8; 32],
    pub head: [u8; 32],
}

/// What is wrong with an entry of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("entry {expected} should stand here: entries were taken out, put in or moved")]
    OutOfPlace { expected: u64 },
    #[error("its line isn't the one that was written: it was changed afterwards")]
    LineChanged,
    #[error(
        "its head doesn't follow from the one before: something before it, or the head, was changed"
    )]
    HeadChanged,
    #[error("its line says that it is entry {says}")]
    SaysOtherSeq { says: u64 },
    #[error("it names entry {of}, which doesn't come before it")]
    NamesLater { of: u64 },
    #[error("its line can't be read: {0}")]
    Unreadable(#[from] LineError),
}

/// The first entry of a chain that is wrong. Nothing behind it is known to be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq}: {flaw}")]
pub struct Bad {
    pub seq: u64,
    pub flaw: Flaw,
}

/// Walks one branch from its origin. It ends at [`Chain::seq`] and [`Chain::head`], which the
/// caller compares with what someone else knows: a tail that was cut off shows only there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    seq: u64,
    head: [u8; 32],
}

impl Chain {
    /// At the beginning of `branch`, before its first entry.
    pub fn new(
        device: &DeviceId,
        branch: &BranchName,
        public_key: &[u8; 32],
        origin: &Origin,
    ) -> Chain {
        match origin {
            Origin::First => Chain {
                seq: 0,
                head: genesis(device, branch, public_key),
            },
            Origin::From { seq, head, .. } => Chain {
                seq: *seq,
                head: *head,
            },
        }
    }

    /// The newest entry that was right, 0 before the first.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The head at [`Chain::seq`].
    pub fn head(&self) -> [u8; 32] {
        self.head
    }

    /// Goes on by one line as it travels, without the hashes that a store keeps with it. A line
    /// that is wrong is not gone past.
    pub fn follow(&mut self, seq: u64, line: &[u8]) -> Result<Entry, Bad> {
        let leaf = leaf(line);
        let head = head(&self.head, &leaf);
        self.verify(&Link {
            seq,
            line,
            leaf,
            head,
        })
    }

    /// Goes on by one stored entry and checks all that is stored of it. One that is wrong is not
    /// gone past.
    pub fn verify(&mut self, link: &Link<'_>) -> Result<Entry, Bad> {
        let entry = self.check(link).map_err(|flaw| Bad {
            seq: link.seq,
            flaw,
        })?;
        self.seq = link.seq;
        self.head = link.head;
        Ok(entry)
    }

    /// Goes on by one stored entry whose line is gone ([`Audit::Dispose`](crate::entry::Audit::Dispose)): its leaf alone
    /// tells of it.
    pub fn pass(&mut self, seq: u64, leaf: &[u8; 32], stored: &[u8; 32]) -> Result<(), Bad> {
        let bad = |flaw| Bad { seq, flaw };
        let expected = self.seq.saturating_add(1);
        if seq != expected || expected > MAX_NUMBER {
            return Err(bad(Flaw::OutOfPlace { expected }));
        }
        if head(&self.head, leaf) != *stored {
            return Err(bad(Flaw::HeadChanged));
        }
        (self.seq, self.head) = (seq, *stored);
        Ok(())
    }

    fn check(&self, link: &Link<'_>) -> Result<Entry, Flaw> {
        let expected = self.seq.saturating_add(1);
        if link.seq != expected || expected > MAX_NUMBER {
            return Err(Flaw::OutOfPlace { expected });
        }
        if leaf(link.line) != link.leaf {
            return Err(Flaw::LineChanged);
        }
        if head(&self.head, &link.leaf) != link.head {
            return Err(Flaw::HeadChanged);
        }
        let entry = Entry::parse(link.line)?;
        if entry.seq != link.seq {
            return Err(Flaw::SaysOtherSeq { says: entry.seq });
        }
        match entry.said.of {
            Some(of) if of.seq >= link.seq => Err(Flaw::NamesLater { of: of.seq }),
            Some(_) | None => Ok(entry),
        }
    }
}
