//! *Intake*: one courier file becomes rows, all or none, by the rules by which a hub takes a batch in.

use super::district::District;
use super::{Imported, ImportedError};
use checkpoint::base64url::base64url;
use checkpoint::chain::{BranchName, DeviceId, Origin, genesis};
use checkpoint::entry::{Audit, Kind, MAX_NUMBER};
use checkpoint::wire::UnitId;
use checkpoint::wire::batch::{self, Batch, Cursor, Fit, Header, Item, ReadError, Subject};
use checkpoint::wire::courier::{self, CourierError, MAX_FILE, Opened};
use checkpoint::wire::signed::{Receipt, Signed};
use checkpoint::wire::unpack::UnpackError;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::io::Read;
use std::path::Path;

/// How many branches one may leave from another before they aren't followed any further.
const DEEPEST: usize = 1000;

/// A file that is here now, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Took {
    pub device: DeviceId,
    /// Its post numbered it so.
    pub number: u64,
    /// How many of its entries weren't here yet.
    pub new: u64,
    /// The receipt, as it goes back.
    pub receipt: Vec<u8>,
}

/// Why nothing of a file was taken in.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    #[error("it can't be read: {0}")]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Courier(#[from] CourierError),
    #[error("it can't be unpacked: {0}")]
    Packed(#[from] UnpackError),
    #[error("what it holds is no batch: {0}")]
    Batch(#[from] ReadError),
    #[error("what it holds is another post's than the one that signed it")]
    OtherPost,
    #[error(
        "nobody here knows its post, {}: compare that with what its screen shows, then import with --adopt",
        base64url(&.0.0)
    )]
    Unknown(DeviceId),
    #[error(
        "files before it are missing, from entry {0} on: bring them, or have everything carried again"
    )]
    Gap(u64),
    #[error("other entries than these are here already: two machines may use one identity")]
    Fork,
    #[error(transparent)]
    Imported(#[from] ImportedError),
}

impl From<rusqlite::Error> for NotTaken {
    fn from(error: rusqlite::Error) -> NotTaken {
        NotTaken::Imported(error.into())
    }
}

impl Imported {
    /// Takes a file in, and gives its receipt once it is durable. A file that was here before changes
    /// nothing and is received again.
    pub(super) fn take_file(
        &mut self,
        path: &Path,
        district: &District,
        adopt: bool,
        now: Timestamp,
    ) -> Result<Took, NotTaken> {
        let mut file = Vec::new();
        // One byte more than is allowed shows that there is more.
        std::fs::File::open(path)?
            .take(MAX_FILE as u64 + 1)
            .read_to_end(&mut file)?;
        let opened = courier::open(&file, district.private(), &district.public().district)?;
        let says = &opened.signed.says;
        let raw = batch::open(says.encoding.word(), &opened.body)?;
        let batch = batch::read(&raw)?;
        if batch.header.device != says.device || batch.header.unit != says.unit {
            return Err(NotTaken::OtherPost);
        }
        let (new, seq, head) = match self.take(&opened, &batch, adopt, now) {
            Err(NotTaken::Fork) => {
                let branch = batch.header.branch.0;
                self.connection.execute(
                    include_str!("raise.sql"),
                    params![says.device.0, "fork", branch, now.as_millisecond()],
                )?;
                return Err(NotTaken::Fork);
            }
            taken => taken?,
        };
        let receipt = Receipt {
            hub: district.id(),
            unit: says.unit,
            device: says.device,
            branch: batch.header.branch,
            acked: seq,
            head,
            at: now,
            request: opened.file,
        };
        let receipt = Signed::new(receipt, district.certificates(), |text| district.sign(text));
        Ok(Took {
            device: says.device,
            number: says.number,
            new,
            receipt: receipt.body(),
        })
    }

    /// How many entries were new, and the batch's last with our head there.
    fn take(
        &mut self,
        opened: &Opened,
        batch: &Batch<'_>,
        adopt: bool,
        now: Timestamp,
    ) -> Result<(u64, u64, [u8; 32]), NotTaken> {
        let says = &opened.signed.says;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let log = Log {
            transaction: &transaction,
            device: says.device,
            key: says.key,
            now,
        };
        log.admit(&says.unit, adopt)?;
        let new = log.take(batch)?;
        transaction.execute(
            include_str!("note_file.sql"),
            params![
                opened.file,
                says.device.0,
                says.number,
                now.as_millisecond()
            ],
        )?;
        transaction.commit()?;
        Ok((new, batch.header.last, batch.header.head))
    }
}

/// One device's log in an open transaction.
struct Log<'t> {
    transaction: &'t Transaction<'t>,
    device: DeviceId,
    key: [u8; 32],
    now: Timestamp,
}

/// A branch as it is stored.
struct Branch {
    number: i64,
    cursor: Cursor,
}

impl Log<'_> {
    fn admit(&self, unit: &UnitId, adopt: bool) -> Result<(), NotTaken> {
        let known: Option<[u8; 32]> = self
            .transaction
            .query_row(include_str!("device.sql"), [self.device.0], |row| {
                row.get(0)
            })
            .optional()?;
        if known.is_none() && !adopt {
            return Err(NotTaken::Unknown(self.device));
        }
        // The id is the key's own hash: a known device can't come with another key.
        self.transaction.execute(
            include_str!("adopt.sql"),
            params![self.device.0, self.key, unit.0, self.now.as_millisecond()],
        )?;
        Ok(())
    }

    /// How many entries were new.
    fn take(&self, batch: &Batch<'_>) -> Result<u64, NotTaken> {
        let name = batch.header.branch;
        let branch = match self.branch(name)? {
            Some(branch) => branch,
            None => self.open(&batch.header)?,
        };
        let new = match batch.check(&branch.cursor) {
            Fit::Gap { next } => return Err(NotTaken::Gap(next)),
            Fit::Fork { .. } => return Err(NotTaken::Fork),
            Fit::Known { seq, head } => {
                if self.head_at(name, seq)? != Some(head) {
                    return Err(NotTaken::Fork);
                }
                &[]
            }
            Fit::New(new) => new,
        };
        for item in new {
            self.transaction
                .prepare_cached(include_str!("append.sql"))?
                .execute(params![branch.number, item.seq, item.line, item.head])?;
        }
        if let Some(last) = new.last() {
            self.transaction.execute(
                include_str!("advance.sql"),
                params![branch.number, last.seq, last.head],
            )?;
        }
        for item in &batch.items {
            self.subject(&branch, name, item)?;
        }
        Ok(new.len() as u64)
    }

    /// What a file says of an entry's subject, also of one that was here before: it fills what is absent,
    /// and what is gone stays gone.
    fn subject(&self, branch: &Branch, name: BranchName, item: &Item<'_>) -> Result<(), NotTaken> {
        match &item.subject {
            Subject::None | Subject::Absent => {}
            Subject::Erased => self.bury(branch.number, item.seq, "erased")?,
            Subject::Purged => self.bury(branch.number, item.seq, "purged")?,
            Subject::Unproven => self.alarm(name, "unproven")?,
            Subject::Sent(groups) => {
                for (part, line) in (0u8..).zip(&groups.lines) {
                    if let Some(line) = line {
                        self.transaction
                            .prepare_cached(include_str!("fill.sql"))?
                            .execute(params![branch.number, item.seq, part, line])?;
                    }
                }
            }
        }
        match &item.entry {
            Err(_) => self.alarm(name, "unreadable")?,
            Ok(entry) if entry.said.kind == Kind::Audit(Audit::Erase) => {
                if let Some(of) = entry.said.of
                    && let Some((_, holder)) = self.holder(name, of.seq)?
                {
                    self.bury(holder.number, of.seq, "erased")?;
                }
            }
            Ok(_) => {}
        }
        Ok(())
    }

    fn bury(&self, branch: i64, seq: u64, why: &str) -> Result<(), NotTaken> {
        self.transaction
            .execute(include_str!("bury.sql"), params![branch, seq, why])?;
        self.transaction
            .execute(include_str!("forget.sql"), params![branch, seq])?;
        Ok(())
    }

    fn alarm(&self, name: BranchName, kind: &str) -> Result<(), NotTaken> {
        self.transaction.execute(
            include_str!("raise.sql"),
            params![self.device.0, kind, name.0, self.now.as_millisecond()],
        )?;
        Ok(())
    }

    fn branch(&self, name: BranchName) -> Result<Option<Branch>, NotTaken> {
        Ok(self
            .transaction
            .prepare_cached(include_str!("branch.sql"))?
            .query_row(params![self.device.0, name.0], |row| {
                let from: Option<[u8; 16]> = row.get(1)?;
                Ok(Branch {
                    number: row.get(0)?,
                    cursor: Cursor {
                        origin: match from {
                            Some(from) => Origin::From {
                                branch: BranchName(from),
                                seq: row.get(2)?,
                                head: row.get(3)?,
                            },
                            None => Origin::First,
                        },
                        seq: row.get(4)?,
                        head: row.get(5)?,
                    },
                })
            })
            .optional()?)
    }

    /// Begins a branch. The entry that it leaves from has to be here with that head, where it isn't past.
    fn open(&self, header: &Header) -> Result<Branch, NotTaken> {
        let name = header.branch;
        let cursor = Cursor::before(header, &self.key);
        let columns = match header.origin {
            Origin::First => (None, None, None),
            Origin::From { branch, seq, head } if header.past => {
                (Some(branch.0), Some(seq), Some(head))
            }
            Origin::From { branch, seq, head } => {
                match self.head_at(branch, seq)? {
                    Some(here) if here == head => {}
                    Some(_) => return Err(NotTaken::Fork),
                    None => {
                        let has = self.branch(branch)?.map_or(0, |from| from.cursor.seq);
                        return Err(NotTaken::Gap(has + 1));
                    }
                }
                (Some(branch.0), Some(seq), Some(head))
            }
        };
        self.transaction.execute(
            include_str!("open_branch.sql"),
            params![
                self.device.0,
                name.0,
                columns.0,
                columns.1,
                columns.2,
                cursor.seq,
                cursor.head
            ],
        )?;
        Ok(Branch {
            number: self.transaction.last_insert_rowid(),
            cursor,
        })
    }

    /// The branch that holds entry `seq` as seen from this one: itself, or the one that it left before.
    fn holder(&self, name: BranchName, seq: u64) -> Result<Option<(BranchName, Branch)>, NotTaken> {
        let mut name = name;
        for _ in 0..DEEPEST {
            let Some(branch) = self.branch(name)? else {
                return Ok(None);
            };
            match branch.cursor.origin {
                Origin::From {
                    branch: from,
                    seq: left,
                    ..
                } if seq <= left => name = from,
                Origin::First | Origin::From { .. } => return Ok(Some((name, branch))),
            }
        }
        Ok(None)
    }

    /// Our head at a seq of a branch's history; None where we haven't got so far.
    fn head_at(&self, name: BranchName, seq: u64) -> Result<Option<[u8; 32]>, NotTaken> {
        if seq > MAX_NUMBER {
            return Ok(None);
        }
        let Some((name, holder)) = self.holder(name, seq)? else {
            return Ok(None);
        };
        if seq == 0 {
            // Only the first branch's history reaches so far back.
            return Ok(Some(genesis(&self.device, &name, &self.key)));
        }
        Ok(self
            .transaction
            .prepare_cached(include_str!("head_at.sql"))?
            .query_row(params![holder.number, seq], |row| row.get(0))
            .optional()?)
    }
}
