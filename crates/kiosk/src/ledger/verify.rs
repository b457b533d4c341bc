//! Walks the chain from the device's key to the newest head, and names the first entry that isn't
//! what was stored.
//!
//! What this proves: nobody changed an entry without this account's keys. Whoever holds them can
//! forge all of it; only heads that were witnessed elsewhere bind them.

use super::error::{LedgerError, of_sqlite};
use super::log::Branch;
use super::reading::Reading;
use checkpoint::chain::{self, BranchName};
use checkpoint::entry::Entry;
use checkpoint::subject::Subject;
use std::collections::BTreeMap;

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub branch: BranchName,
    pub seq: u64,
    pub what: &'static str,
}

/// A ledger in which every entry follows from the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub entries: u64,
    pub branches: u64,
    /// Branch, seq and hash of the newest entry; None in an empty ledger.
    pub head: Option<(BranchName, u64, [u8; 32])>,
}

/// How far the walk has come on a branch.
struct Walk {
    name: BranchName,
    seq: u64,
    head: [u8; 32],
    /// Where it leaves from, until that entry was met.
    origin: Option<(i64, u64, [u8; 32])>,
}

struct Row {
    place: i64,
    branch: i64,
    seq: u64,
    line: Vec<u8>,
    leaf: Vec<u8>,
    head: Vec<u8>,
    kind: String,
    at_ms: i64,
}

impl Reading {
    /// `Ok(Err(fault))` where the chain is broken; an error where the ledger can't be read.
    pub fn verify(&self) -> Result<Result<Proven, Fault>, LedgerError> {
        self.walk().map_err(|error| of_sqlite(&error, &self.home))
    }

    fn walk(&self) -> rusqlite::Result<Result<Proven, Fault>> {
        let device = chain::device_id(&self.device_public_key);
        let mut walks: BTreeMap<i64, Walk> = BTreeMap::new();
        for Branch { number, name, origin } in Branch::all(&self.connection)? {
            let (seq, head) = match origin {
                Some((_, seq, head)) => (seq, head),
                None => (0, chain::genesis(&device.0, &name, &self.device_public_key)),
            };
            walks.insert(number, Walk { name, seq, head, origin });
        }
        let mut entries = 0;
        let mut newest = None;
        let mut outside_met = self.outside.as_ref().is_none_or(|head| head.seq == 0);
        let mut statement = self.connection.prepare(include_str!("walk.sql"))?;
        let mut subjects = self.connection.prepare(include_str!("subject_at.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let row = Row {
                place: row.get(0)?,
                branch: row.get(1)?,
                seq: row.get(2)?,
                line: row.get(3)?,
                leaf: row.get(4)?,
                head: row.get(5)?,
                kind: row.get(6)?,
                at_ms: row.get(7)?,
            };
            let nowhere = Fault { branch: BranchName([0; 16]), seq: row.seq, what: "it stands on a branch that isn't there" };
            let Some(origin) = walks.get(&row.branch).map(|walk| walk.origin) else {
                return Ok(Err(nowhere));
            };
            // A branch leaves from an entry that was met before, or from none.
            let left_well = origin.is_none_or(|(number, seq, head)| {
                walks.get(&number).is_some_and(|from| from.seq == seq && from.head == head)
            });
            let Some(walk) = walks.get_mut(&row.branch) else {
                return Ok(Err(nowhere));
            };
            let fault = |seq: u64, what: &'static str| Ok(Err(Fault { branch: walk.name, seq, what }));
            if !left_well {
                return fault(row.seq, "its branch doesn't leave from the entry that it names");
            }
            if row.seq != walk.seq + 1 {
                return fault(walk.seq + 1, "it is missing");
            }
            let leaf = chain::leaf(&row.line);
            if leaf[..] != row.leaf[..] {
                return fault(row.seq, "its line was changed");
            }
            let head = chain::head(&walk.head, &leaf);
            if head[..] != row.head[..] {
                return fault(row.seq, "it doesn't follow from the entry before it");
            }
            let Ok(entry) = Entry::parse(&row.line) else {
                return fault(row.seq, "its line isn't an entry's");
            };
            if entry.seq != row.seq {
                return fault(row.seq, "its line names another place in the log");
            }
            if entry.said.kind.as_str() != row.kind || entry.moment.at.as_millisecond() != row.at_ms {
                return fault(row.seq, "it was filed under another kind or time than its line says");
            }
            let mut subject = Subject { groups: [const { None }; 4] };
            let mut stored = subjects.query([row.place])?;
            let mut groups = 0;
            while let Some(group) = stored.next()? {
                let part: usize = usize::from(group.get::<_, u8>(0)?);
                if let Some(slot) = subject.groups.get_mut(part) {
                    *slot = Some(group.get(1)?);
                    groups += 1;
                }
            }
            match entry.subject {
                None if groups > 0 => return fault(row.seq, "it has personal data that it doesn't commit to"),
                Some(_) if groups == 0 => return fault(row.seq, "its personal data is missing"),
                Some(committed) if committed != subject.commitment() => {
                    return fault(row.seq, "its personal data was changed");
                }
                Some(_) | None => {}
            }
            walk.seq = row.seq;
            walk.head = head;
            walk.origin = None;
            entries += 1;
            newest = Some((walk.name, walk.seq, head));
            if let Some(outside) = &self.outside
                && outside.seq == row.seq
                && outside.branch.0 == walk.name.0
            {
                if outside.head.0 != head {
                    return fault(row.seq, "it isn't the entry that the head file remembers");
                }
                outside_met = true;
            }
        }
        if let (false, Some(outside)) = (outside_met, &self.outside) {
            let branch = BranchName(outside.branch.0);
            let what = "the head file remembers it, and the ledger ends before it";
            return Ok(Err(Fault { branch, seq: outside.seq, what }));
        }
        Ok(Ok(Proven { entries, branches: walks.len() as u64, head: newest }))
    }
}
