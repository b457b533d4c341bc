//! *Stretch*: consecutive entries of one branch, as they go into one batch.

use super::{Branch, Outbox};
use crate::targets::{Begun, Cursor};
use checkpoint::chain::{BranchName, DeviceId, Origin};
use checkpoint::entry::Entry;
use checkpoint::subject::Group;
use checkpoint::wire::batch::{About, Groups, Header, Packer, Pushed, Subject};
use checkpoint::wire::{MAX_ENTRIES, UnitId};
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use rusqlite::params;

/// One entry with what is kept of its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub seq: u64,
    /// The stored bytes, without the newline.
    pub line: Vec<u8>,
    pub leaf: [u8; 32],
    pub head: [u8; 32],
    /// Groups that are stored, where they were asked for.
    pub groups: [Option<String>; 4],
    /// Why nothing of its subject is kept, where nothing is.
    pub gone: Option<Gone>,
}

/// Why an entry's subject isn't there any more. It never comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Somebody asked for it.
    Erased,
    /// Its time was over.
    Purged,
}

/// Consecutive entries of one branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub branch: BranchName,
    pub origin: Origin,
    /// The head before the first of them.
    pub prev: [u8; 32],
    /// The line before the first of them is gone ([`checkpoint::entry::Audit::Dispose`]).
    pub past: bool,
    /// Never empty.
    pub rows: Vec<Row>,
    /// How many entries lie behind the last of them.
    pub waiting: u64,
}

/// How a batch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Every line as it is stored.
    Whole,
    /// Without what its reader works out.
    Short,
}

impl Row {
    /// What a target learns of the entry's subject: the groups that were picked for it, and of the
    /// others a hash each, so that what arrives can be proved. With none picked, not even that.
    pub fn subject(&self, picked: &[Group]) -> Subject<'_> {
        // A line of this ledger that can't be read commits to nothing that could be sent.
        let commits = Entry::parse(&self.line).is_ok_and(|entry| entry.subject.is_some());
        if !commits {
            return Subject::None;
        }
        match self.gone {
            Some(Gone::Erased) => return Subject::Erased,
            Some(Gone::Purged) => return Subject::Purged,
            None => {}
        }
        let mut groups = Groups::default();
        for (place, line) in self.groups.iter().enumerate() {
            let Some(line) = line else { continue };
            if picked.iter().any(|group| *group as usize == place) {
                groups.lines[place] = Some(line);
            } else {
                groups.withheld[place] = Some(hash(line));
            }
        }
        if groups.lines.iter().any(Option::is_some) {
            Subject::Sent(groups)
        } else {
            Subject::Absent
        }
    }
}

impl Stretch {
    pub fn first(&self) -> u64 {
        self.rows.first().map_or(0, |row| row.seq)
    }

    /// Where the cursor stands once all of them are there.
    pub fn end(&self) -> Cursor {
        Cursor {
            branch: self.branch,
            seq: self.rows.last().map_or(0, |row| row.seq),
        }
    }

    /// As a batch's header and text, whole or as a hub takes it: as many of the entries as have room, at least one.
    pub fn batch(
        &self,
        about: (DeviceId, UnitId),
        picked: &[Group],
        text: Text,
        sent_at: Timestamp,
    ) -> Option<(Header, Vec<u8>)> {
        let (device, unit) = about;
        let about = About {
            device,
            unit,
            branch: self.branch,
            origin: self.origin,
            app: crate::APP.to_owned(),
        };
        let before = self.first().saturating_sub(1);
        let packer = Packer::new(about, before, self.prev, self.rows.len());
        let packer = packer.behind_the_past(self.past);
        let mut packer = match text {
            Text::Whole => packer,
            Text::Short => packer.leaving_out(),
        };
        for row in &self.rows {
            match packer.push(&row.line, &row.subject(picked)) {
                Pushed::Yes => {}
                Pushed::Full => break,
            }
        }
        let left = (self.rows.len() - packer.count()) as u64;
        packer.done(sent_at, self.waiting + left)
    }
}

impl Outbox {
    pub(super) fn stretch(
        &self,
        cursor: Option<Cursor>,
        most: usize,
        with_groups: bool,
    ) -> rusqlite::Result<Option<Stretch>> {
        let place = self.place(cursor)?;
        let mut found = self.read(place, most)?;
        let Some(first) = found.first().map(|(_, branch, _)| *branch) else {
            return Ok(None);
        };
        let others = found.iter().position(|(_, branch, _)| *branch != first);
        found.truncate(others.unwrap_or(found.len()));
        let Some(branch) = self.branch(Some(first), None)? else {
            return Ok(None);
        };
        self.filled(branch, branch, place, found, with_groups)
    }

    /// Entries that were begun, whichever branches they stand on now.
    pub(super) fn begun(
        &self,
        begun: &Begun,
        cursor: Option<Cursor>,
        with_groups: bool,
    ) -> rusqlite::Result<Option<Stretch>> {
        let place = self.place(cursor)?;
        let most = begun.last.saturating_sub(begun.first).saturating_add(1);
        let most = usize::try_from(most.min(MAX_ENTRIES as u64)).unwrap_or(MAX_ENTRIES);
        let found = self.read(place, most)?;
        let named = self.branch(None, Some(begun.branch))?;
        let now = match found.first() {
            Some((_, branch, _)) => self.branch(Some(*branch), None)?,
            None => None,
        };
        let (Some(named), Some(now)) = (named, now) else {
            return Ok(None);
        };
        for ((_, number, row), seq) in found.iter().zip(begun.first..) {
            let called = self.now_called(Cursor {
                branch: begun.branch,
                seq,
            })?;
            let stands = self.branch(None, Some(called.branch))?;
            if row.seq != seq || stands.is_none_or(|stands| stands.number != *number) {
                return Ok(None);
            }
        }
        if found.len() < most {
            return Ok(None);
        }
        self.filled(named, now, place, found, with_groups)
    }

    fn read(&self, place: i64, most: usize) -> rusqlite::Result<Vec<(i64, i64, Row)>> {
        let mut found = Vec::new();
        let mut statement = self.connection.prepare_cached(include_str!("past.sql"))?;
        let mut rows = statement.query(params![place, most])?;
        while let Some(row) = rows.next()? {
            let entry = Row {
                seq: row.get(2)?,
                line: row.get(3)?,
                leaf: row.get(4)?,
                head: row.get(5)?,
                groups: [const { None }; 4],
                gone: None,
            };
            found.push((row.get(0)?, row.get(1)?, entry));
        }
        Ok(found)
    }

    /// With what is kept of their subjects. `branch` is their name, `now` where the first of them stands.
    fn filled(
        &self,
        branch: Branch,
        now: Branch,
        place: i64,
        mut found: Vec<(i64, i64, Row)>,
        with_groups: bool,
    ) -> rusqlite::Result<Option<Stretch>> {
        let (Some((first_place, _, first)), Some((last, _, _))) = (found.first(), found.last())
        else {
            return Ok(None);
        };
        let (first_place, first, last) = (*first_place, first.seq, *last);
        self.read_gone(place, last, &mut found)?;
        if with_groups {
            self.read_groups(place, last, &mut found)?;
        }
        let Some(prev) = self.head_before(now, first)? else {
            return Ok(None);
        };
        let end = self.tip()?.map_or(last, |(_, _, place)| place);
        Ok(Some(Stretch {
            branch: branch.name,
            origin: branch.origin,
            prev,
            past: self.is_past(first_place)?,
            rows: found.into_iter().map(|(_, _, row)| row).collect(),
            waiting: u64::try_from(end - last).unwrap_or(0),
        }))
    }

    /// Whether the line before a place is gone.
    fn is_past(&self, place: i64) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached(include_str!("is_past.sql"))?
            .query_row([place - 1], |row| row.get(0))
    }

    fn head_before(&self, branch: Branch, first: u64) -> rusqlite::Result<Option<[u8; 32]>> {
        match first.checked_sub(1) {
            Some(before) => self.head_in(branch, before),
            None => Ok(None),
        }
    }

    fn read_gone(
        &self,
        after: i64,
        last: i64,
        rows: &mut [(i64, i64, Row)],
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(include_str!("gone.sql"))?;
        let mut gone = statement.query(params![after, last])?;
        let mut rows = rows.iter_mut();
        while let Some(found) = gone.next()? {
            let (place, erased): (i64, bool) = (found.get(0)?, found.get(1)?);
            if let Some((_, _, row)) = rows.find(|(at, _, _)| *at == place) {
                row.gone = Some(if erased { Gone::Erased } else { Gone::Purged });
            }
        }
        Ok(())
    }

    fn read_groups(
        &self,
        after: i64,
        last: i64,
        rows: &mut [(i64, i64, Row)],
    ) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(include_str!("groups.sql"))?;
        let mut groups = statement.query(params![after, last])?;
        let mut rows = rows.iter_mut().peekable();
        while let Some(group) = groups.next()? {
            let place: i64 = group.get(0)?;
            let part: usize = group.get(1)?;
            while rows.next_if(|(at, _, _)| *at < place).is_some() {}
            if let Some((at, _, row)) = rows.peek_mut()
                && *at == place
                && let Some(slot) = row.groups.get_mut(part)
            {
                *slot = Some(group.get(2)?);
            }
        }
        Ok(())
    }
}

/// SHA-256 of a group's line, as its commitment has it.
fn hash(line: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, line.as_bytes()).as_ref());
    hash
}
