//! *Ledger*: the entries of this post, durable before anyone hears of them.
//!
//! One program writes, guarded by an OS lock; any number read beside it ([`Reading`]). Whatever
//! fails, the database is closed; the next try opens it again, has the write-ahead log carried over,
//! checks the end of the chain, and only then goes on.

mod account;
mod copying;
mod database;
mod day_badges;
mod disposing;
mod erasing;
mod error;
mod gap;
mod head;
mod indexing;
mod log;
mod machine;
mod membership;
mod opening;
mod parting;
mod person_key;
mod presented;
mod purging;
mod reading;
mod restored;
mod row;
mod secrets;
mod traces;
mod verify;
mod visitors;

pub(crate) use account::begins;
pub use account::{Asked, Learnt};
pub(crate) use copying::{begin_keys, bring_up, copy, open_copy, set_ledger_aside};
pub use database::SCHEMA;
pub(crate) use database::{open_or_begin, open_to_read as open_beside};
pub use error::LedgerError;
pub(crate) use error::of_sqlite as outbox_error;
pub use gap::{GAP, Gap};
pub use log::Departure;
pub(crate) use opening::lock as lock_alone;
pub use parting::Parting;
pub use presented::Presented;
pub use purging::HELD_AT_MOST;
pub(crate) use purging::is_held;
pub use reading::{Count, Reading, Stats, StoredBranch};
pub(crate) use restored::Restored;
pub(crate) use row::day_number;
pub(crate) use traces::{unindexed, word_of_purpose};
pub use verify::{Fault, Proven};
pub(crate) use visitors::Sought;
pub use visitors::Visitor;

use crate::home::Home;
use crate::keys::Kind as KeysIn;
use checkpoint::chain::{self, BranchName, DeviceId};
use checkpoint::entry::{Audit, Draft, Entry, Happened, Kind, Precision, Ref};
use checkpoint::moment::Moment;
use checkpoint::subject::{PersonKey, Subject, Who};
use checkpoint::trust::TrustedHub;
use error::{of_file, of_sqlite, try_disk};
use head::{Head, HeadKeeper, Text, key_check};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use log::{Log, Tip};
use opening::{lock, open_log, set_aside};
use presented::MarkKey;
use row::{NewRow, Place, uuid_v7};
use rusqlite::{Connection, OptionalExtension, params};
use secrets::Secrets;
use std::fs::File;
use visitors::Visitors;

/// A wall clock further than this behind the newest entry gets a `clock` entry before anything else.
pub const CLOCK_BEHIND: SignedDuration = SignedDuration::from_secs(60);

/// An entry that is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    pub entry: Entry,
    pub leaf: [u8; 32],
    /// The stored bytes, without the newline.
    pub line: String,
}

impl Appended {
    /// Names the entry in later ones.
    pub fn reference(&self) -> Ref {
        Ref {
            seq: self.entry.seq,
            leaf: self.leaf,
        }
    }
}

/// An entry of the day, read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub entry: Entry,
    pub leaf: [u8; 32],
    /// From its identity group; nobody where it has none.
    pub who: Who,
}

/// The writer.
pub struct Ledger {
    home: Home,
    secrets: Secrets,
    /// None after a failure, until the next try.
    log: Option<Log>,
    /// The newest head, as it goes into the head file.
    known: Option<Head>,
    heads: HeadKeeper,
    visitors: Option<Visitors>,
    unit: [u8; 16],
    /// The leaf of an append whose commit failed: it may be on the disk all the same.
    failed: Option<[u8; 32]>,
    failing_since: Option<Timestamp>,
    trouble: Option<LedgerError>,
    gap: Option<Gap>,
    /// The wall clock was compared with the high-water mark.
    clock_seen: bool,
    /// The last append found the database damaged, and opening it found nothing.
    damaged_before: bool,
    /// Held as long as this lives; the system lets go of it when the program ends, however it ends.
    _lock: File,
}

impl Ledger {
    /// Opens this home's ledger for writing, or begins one where there is none.
    ///
    /// A database that turns out to be damaged is moved aside and [`LedgerError::Damaged`] names the
    /// place; the next call begins a new one, whose first entry says that history was left.
    pub fn open(home: &Home, at: &Moment) -> Result<Ledger, LedgerError> {
        home.prepare()
            .map_err(|error| of_file(&error, home.root()))?;
        let lock = lock(home)?;
        let secrets = Secrets::load(home, database::exists(home))?;
        let known = Head::read(home);
        let log = open_log(home, &secrets, known.as_ref(), None, at)?;
        let unit = log
            .connection
            .query_row(include_str!("unit.sql"), [], |row| row.get(0))
            .map_err(|error| of_sqlite(&error, home))?;
        // Now rather than at the first letter typed: 60 ms for 50,000 visitors.
        let visitors =
            Visitors::load(&log.connection, at.at).map_err(|error| of_sqlite(&error, home))?;
        let alive = known.as_ref().and_then(|head| head.alive);
        let newest = log
            .tip
            .mark_ms
            .and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let gap = alive.max(newest).and_then(|from| Gap::between(from, at.at));
        Ok(Ledger {
            heads: HeadKeeper::start(home)?,
            home: home.clone(),
            secrets,
            log: Some(log),
            known,
            visitors: Some(visitors),
            unit,
            failed: None,
            failing_since: None,
            trouble: None,
            gap,
            clock_seen: false,
            damaged_before: false,
            _lock: lock,
        })
    }

    /// Makes a draft an entry: durable, with its subject, when this returns. On an error nothing of
    /// it is stored. What has to stand before it ([`Ledger::settle`]) is appended first.
    pub fn append(
        &mut self,
        draft: &Draft,
        subject: Option<&Subject>,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Appended, LedgerError> {
        self.append_presented(draft, subject, None, at, gate, zone)
    }

    /// The same, and with it that a certificate or a pass was shown.
    pub fn append_presented(
        &mut self,
        draft: &Draft,
        subject: Option<&Subject>,
        presented: Option<&Presented>,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Appended, LedgerError> {
        self.attempt(at, |ledger| {
            ledger.settle_now(at, gate, zone)?;
            // A subject without a group is nobody, and nothing to commit to.
            let subject = subject.filter(|subject| subject.groups.iter().any(Option::is_some));
            let what = What {
                subject,
                presented,
                ..What::of(draft)
            };
            let appended = ledger.write(Place::Tip, what, at, gate, zone)?;
            ledger.in_service(at);
            if draft.kind == Kind::Gap {
                ledger.gap = None;
            }
            Ok(appended)
        })
    }

    /// Appends what has to stand before the next entry: a new branch where the database went back or
    /// came to another machine, and a `clock` entry where the wall clock is behind the newest entry
    /// (`happened` is the high-water mark). Nothing, most of the time.
    pub fn settle(
        &mut self,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Vec<Appended>, LedgerError> {
        self.attempt(at, |ledger| {
            let written = ledger.settle_now(at, gate, zone)?;
            if !written.is_empty() {
                ledger.in_service(at);
            }
            Ok(written)
        })
    }

    /// While the ledger is in trouble: opens the database again and tries the disk. Ok when the next
    /// append can be expected to work; cheap when nothing is wrong.
    pub fn recover(&mut self, at: &Moment) -> Result<(), LedgerError> {
        if self.trouble.is_none() {
            return Ok(());
        }
        self.attempt(at, |ledger| {
            ledger.log(at)?;
            try_disk(&ledger.home)?;
            ledger.in_service(at);
            Ok(())
        })
    }

    /// Says that the gate is in service, every 15 seconds or so: the next start knows from it since
    /// when it wasn't. Takes no time; while the ledger is in trouble it says nothing.
    pub fn alive(&mut self, at: &Moment) {
        if self.trouble.is_some() {
            return;
        }
        if let Some(log) = &self.log
            && log.departure.is_none()
        {
            let mut head = self.head_of(&log.tip);
            head.alive = Some(at.at);
            self.note(head);
        }
    }

    /// A gap in service that ended and isn't an entry yet: append [`Gap::draft`].
    pub fn gap(&self) -> Option<Gap> {
        self.gap
    }

    /// Why the last try failed; None while all is well.
    pub fn trouble(&self) -> Option<&LedgerError> {
        self.trouble.as_ref()
    }

    /// Why the history is about to leave on a new branch; None once its first entry is written.
    pub fn departure(&self) -> Option<Departure> {
        self.log.as_ref().and_then(|log| log.departure)
    }

    pub fn person_key(&self) -> &PersonKey {
        &self.secrets.person
    }

    pub fn device(&self) -> DeviceId {
        self.secrets.device_id
    }

    pub fn device_public_key(&self) -> [u8; 32] {
        self.secrets.device_public_key
    }

    /// The unit's name, made at its first run.
    pub fn unit(&self) -> [u8; 16] {
        self.unit
    }

    /// The hubs that took this post in; none where their list can't be read now.
    pub fn hubs(&self) -> Vec<TrustedHub> {
        membership::hubs(&self.home, &self.secrets.ledger)
    }

    /// Where the keys are kept, for the store's light.
    pub fn keys_in(&self) -> KeysIn {
        self.secrets.kind
    }

    /// 128 fresh bits to begin a subject's group with.
    pub fn salt(&self) -> Result<[u8; 16], LedgerError> {
        self.secrets.fresh()
    }

    /// The clock's high-water mark: the greatest `at` committed.
    pub fn high_water(&self) -> Option<Timestamp> {
        let mark = self.log.as_ref()?.tip.mark_ms?;
        Timestamp::from_millisecond(mark).ok()
    }

    /// The newest head: branch, seq (0 before the first entry), hash.
    pub fn head(&self) -> Option<(BranchName, u64, [u8; 32])> {
        let tip = &self.log.as_ref()?.tip;
        Some((tip.branch, tip.seq, tip.head))
    }

    /// The entries of the unit's day that `at` falls in and from the last day before it on which somebody
    /// came, in log order: what a night cuts in two is whole again for a gate that starts.
    pub fn recent(&mut self, at: &Moment, zone: &TimeZone) -> Result<Vec<Kept>, LedgerError> {
        let today = at.at.to_zoned_datetime(zone.clone()).date();
        self.read(at, |connection| {
            let mut statement = connection.prepare_cached(include_str!("recent.sql"))?;
            let rows = statement.query_map([day_number(today)], |row| {
                Ok((
                    row.get::<_, Vec<u8>>(0)?,
                    row.get(1)?,
                    row.get::<_, Option<String>>(2)?,
                ))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        })?
        .into_iter()
        .map(
            |(line, leaf, identity): (Vec<u8>, [u8; 32], Option<String>)| {
                let entry = Entry::parse(&line)?;
                let who = identity
                    .as_deref()
                    .map(Who::of_identity_line)
                    .unwrap_or_default();
                Ok(Kept { entry, leaf, who })
            },
        )
        .collect()
    }

    /// The identity group's line of an entry, where it has one.
    pub fn identity(&mut self, of: &Ref, at: &Moment) -> Result<Option<String>, LedgerError> {
        self.read(at, |connection| {
            connection
                .prepare_cached(include_str!("identity_of.sql"))?
                .query_row(params![of.seq, of.leaf], |row| row.get(0))
                .optional()
        })
    }

    /// Who these entries are about, in their order, for lists of people inside: None where an entry
    /// has no identity group.
    pub fn names(&mut self, of: &[Ref], at: &Moment) -> Result<Vec<Option<Visitor>>, LedgerError> {
        of.iter()
            .map(|of| {
                let line = self.identity(of, at)?;
                Ok(line.and_then(|line| Visitor::of_identity_line(&line, at.at)))
            })
            .collect()
    }

    /// The visitors of the last 30 days whom `typed` may mean, newest first, at most `limit`: every
    /// word of it begins a word of the name (accents and *đ* don't matter) or is the last four
    /// digits. Under two letters, nobody.
    pub fn visitors(
        &mut self,
        typed: &str,
        limit: usize,
        at: &Moment,
    ) -> Result<Vec<Visitor>, LedgerError> {
        if self.visitors.is_none() {
            let loaded = self.read(at, |connection| Visitors::load(connection, at.at))?;
            self.visitors = Some(loaded);
        }
        let Some(visitors) = &self.visitors else {
            return Ok(Vec::new());
        };
        let found = visitors.find(typed, limit);
        self.read(at, |connection| {
            let described = found.iter().map(|seen| seen.visitor(connection));
            Ok(described
                .collect::<rusqlite::Result<Vec<_>>>()?
                .into_iter()
                .flatten()
                .collect())
        })
    }

    /// The open database, opened again where the last try closed it.
    fn log(&mut self, at: &Moment) -> Result<&mut Log, LedgerError> {
        let log = match self.log.take() {
            Some(log) => log,
            None => {
                let failed = self.failed.as_ref();
                let log = open_log(&self.home, &self.secrets, self.known.as_ref(), failed, at)?;
                self.failed = None;
                log
            }
        };
        Ok(self.log.insert(log))
    }

    fn read<T>(
        &mut self,
        at: &Moment,
        ask: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        self.attempt(at, |ledger| {
            let log = ledger.log(at)?;
            ask(&log.connection).map_err(|error| of_sqlite(&error, &ledger.home))
        })
    }

    /// Runs a try: one that fails closes the database.
    fn attempt<T>(
        &mut self,
        at: &Moment,
        step: impl FnOnce(&mut Ledger) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        step(self).inspect_err(|error| {
            if matches!(error, LedgerError::Line(_)) {
                // The line is at fault, not the store.
                return;
            }
            self.log = None;
            self.visitors = None;
            self.failing_since.get_or_insert(at.at);
            self.trouble = Some(error.clone());
        })
    }

    /// Something was written: whatever the trouble was, it is over.
    fn in_service(&mut self, at: &Moment) {
        self.trouble = None;
        self.damaged_before = false;
        if let Some(since) = self.failing_since.take()
            && self.gap.is_none()
        {
            self.gap = Gap::between(since, at.at);
        }
    }

    /// What an append failed with. Damage that opening the database doesn't find, and that the next
    /// append meets again, is believed: the database is set aside.
    fn append_failed(&mut self, error: &rusqlite::Error, at: &Moment) -> LedgerError {
        let failure = of_sqlite(error, &self.home);
        if let LedgerError::Damaged { what, .. } = &failure {
            if self.damaged_before {
                self.failed = None;
                return set_aside(&self.home, what.clone(), at);
            }
            self.damaged_before = true;
        }
        failure
    }

    fn settle_now(
        &mut self,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Vec<Appended>, LedgerError> {
        let mut written = Vec::new();
        let log = self.log(at)?;
        let (departure, tip) = (log.departure, log.tip.clone());
        if let Some(departure) = departure {
            let mut draft = Draft::new(Kind::Audit(Audit::BranchOpen));
            draft.of = tip.leaf.map(|leaf| Ref { seq: tip.seq, leaf });
            let place = match departure {
                // The database is new, and so is its branch.
                Departure::Lost => Place::Tip,
                Departure::Behind | Departure::OtherMachine | Departure::Restored => {
                    Place::NewBranch(BranchName(self.secrets.fresh()?))
                }
            };
            written.push(self.write(place, What::of(&draft), at, gate, zone)?);
        }
        if !self.clock_seen {
            let mark = tip
                .mark_ms
                .and_then(|ms| Timestamp::from_millisecond(ms).ok());
            if let Some(mark) = mark.filter(|mark| mark.duration_since(at.at) > CLOCK_BEHIND) {
                let mut draft = Draft::new(Kind::Audit(Audit::Clock));
                draft.happened = Some(Happened {
                    at: mark,
                    precision: Precision::Second,
                });
                written.push(self.write(Place::Tip, What::of(&draft), at, gate, zone)?);
            }
            self.clock_seen = true;
        }
        Ok(written)
    }

    /// One transaction, one fsync.
    fn write(
        &mut self,
        place: Place,
        what: What<'_>,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Appended, LedgerError> {
        let What {
            draft,
            subject,
            presented,
            erases,
            purges,
            disposes,
        } = what;
        let id = uuid_v7(at.at, self.secrets.fresh()?);
        let marks = MarkKey::of(&self.secrets.person);
        let presented = match presented {
            Some(presented) => Some((presented, &marks, self.secrets.fresh()?)),
            None => None,
        };
        let log = self
            .log
            .as_mut()
            .ok_or_else(|| LedgerError::Io("the database is closed".into()))?;
        let seq = log.tip.seq + 1;
        let line = draft.line(seq, id, at, gate, zone, subject.map(Subject::commitment))?;
        let entry = Entry::parse(line.as_bytes())?;
        let leaf = chain::leaf(line.as_bytes());
        let newest = log.tip.newest_branch;
        let (branch, branch_number, newest_branch) = match place {
            Place::Tip => (log.tip.branch, log.tip.branch_number, newest),
            Place::NewBranch(name) => (name, newest + 1, newest + 1),
        };
        let tip = Tip {
            branch_number,
            newest_branch,
            branch,
            seq,
            head: chain::head(&log.tip.head, &leaf),
            leaf: Some(leaf),
            mark_ms: log.tip.mark_ms.max(Some(at.at.as_millisecond())),
        };
        let row = NewRow {
            before: &log.tip,
            tip: &tip,
            entry: &entry,
            line: &line,
            subject,
            zone,
            presented,
            erases,
            purges,
            disposes,
        };
        match row.store(&mut log.connection) {
            Ok(seen) => {
                log.tip = tip.clone();
                log.departure = None;
                self.note(self.head_of(&tip));
                if let (Some(visitors), Some(seen)) = (&mut self.visitors, seen) {
                    visitors.note(seen);
                }
                Ok(Appended { entry, leaf, line })
            }
            Err(error) => {
                self.failed = Some(leaf);
                // Closed before the disk is asked what is wrong with it.
                self.log = None;
                Err(self.append_failed(&error, at))
            }
        }
    }

    fn head_of(&self, tip: &Tip) -> Head {
        Head {
            device: Text(self.secrets.device_id.0),
            unit: Text(self.unit),
            machine: self.secrets.machine.map(Text),
            key: Text(key_check(self.secrets.ledger.bytes())),
            branch: Text(tip.branch.0),
            seq: tip.seq,
            head: Text(tip.head),
            alive: self.known.as_ref().and_then(|head| head.alive),
        }
    }

    fn note(&mut self, head: Head) {
        self.heads.note(head.clone());
        self.known = Some(head);
    }
}

/// What one entry brings with it.
#[derive(Clone, Copy)]
struct What<'a> {
    draft: &'a Draft,
    subject: Option<&'a Subject>,
    presented: Option<&'a Presented>,
    /// The place of an earlier entry whose subject goes.
    erases: Option<i64>,
    /// The place of an earlier entry: the subjects up to it go.
    purges: Option<i64>,
    /// The place of an earlier entry: the lines up to it go.
    disposes: Option<i64>,
}

impl<'a> What<'a> {
    /// An entry about nobody.
    fn of(draft: &'a Draft) -> What<'a> {
        What {
            draft,
            subject: None,
            presented: None,
            erases: None,
            purges: None,
            disposes: None,
        }
    }
}

impl Drop for Ledger {
    /// An append that failed last may be on the disk all the same: the last chance to take it back.
    /// Where the disk still fails, it is found at the next start, as an entry like any other.
    fn drop(&mut self) {
        if self.failed.is_some() {
            let known = self.known.as_ref();
            let _ = Log::open(&self.home, &self.secrets, known, self.failed.as_ref());
        }
    }
}
