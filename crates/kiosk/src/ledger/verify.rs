//! Walks the chain from the device's key to the newest head, and names the first entry that isn't
//! what was stored.
//!
//! What this proves: nobody changed an entry without this account's keys. Whoever holds them can
//! forge all of it; only heads that were witnessed elsewhere bind them.

use super::disposing::disposed;
use super::error::{LedgerError, of_sqlite};
use super::log::Branch;
use super::reading::Reading;
use super::row::{day_number, outcome_word};
use super::traces;
use checkpoint::chain::{self, BranchName, Chain, Flaw, Link, Origin};
use checkpoint::entry::{Audit, Entry, Kind, Ref, on_the_wall};
use checkpoint::subject::Subject;
use jiff::tz::TimeZone;
use rusqlite::{OptionalExtension, Row, Statement};
use std::collections::BTreeMap;

/// The first thing that is wrong. Nothing behind it is known to be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub branch: BranchName,
    /// The entry that is wrong, or missing.
    pub seq: u64,
    pub what: String,
}

/// A ledger in which every entry follows from the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub entries: u64,
    /// Of these, entries whose lines are gone because their time was over.
    pub disposed: u64,
    pub branches: u64,
    /// Branch, seq and hash of the newest entry; None in an empty ledger.
    pub head: Option<(BranchName, u64, [u8; 32])>,
}

/// How far a branch was walked.
struct Walk {
    name: BranchName,
    chain: Chain,
    /// Number, seq and head of the entry it leaves from, until its own first entry was met.
    origin: Option<(i64, u64, [u8; 32])>,
    begun: bool,
    /// Its first entry says that the history leaves what was before.
    owned_up: bool,
}

/// An entry as it is stored. Hashes are looked at as they are, whatever their length.
struct Stored {
    place: i64,
    branch: i64,
    seq: u64,
    line: Vec<u8>,
    leaf: [u8; 32],
    head: [u8; 32],
    kind: String,
    verdict: Option<String>,
    day: i64,
    at_ms: i64,
    counted_ms: Option<i64>,
    amends: Option<u64>,
}

impl Stored {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Stored> {
        Ok(Stored {
            place: row.get(0)?,
            branch: row.get(1)?,
            seq: row.get(2)?,
            line: row.get(3)?,
            leaf: row.get(4)?,
            head: row.get(5)?,
            kind: row.get(6)?,
            verdict: row.get(7)?,
            day: row.get(8)?,
            at_ms: row.get(9)?,
            counted_ms: row.get(10)?,
            amends: row.get(11)?,
        })
    }

    /// Whether the row can be found by what its line says. The unit's zone isn't known here, so the
    /// day may be the one before or after.
    fn is_filed_as(&self, entry: &Entry) -> bool {
        let day = on_the_wall(entry, &TimeZone::UTC).date();
        let days = [
            day.yesterday().unwrap_or(day),
            day,
            day.tomorrow().unwrap_or(day),
        ];
        self.kind == entry.said.kind.as_str()
            && self.verdict.as_deref() == entry.said.verdict.map(outcome_word)
            && self.at_ms == entry.moment.at.as_millisecond()
            && self.counted_ms == Some(entry.counted_at().as_millisecond())
            && self.amends == traces::amends(entry)
            && days.map(day_number).contains(&self.day)
    }
}

impl Reading {
    /// `Ok(Err(fault))` where the chain is broken; an error where the ledger can't be read.
    pub fn verify(&self) -> Result<Result<Proven, Fault>, LedgerError> {
        self.walk().map_err(|error| of_sqlite(&error, &self.home))
    }

    fn walk(&self) -> rusqlite::Result<Result<Proven, Fault>> {
        let mut walks = self.beginnings()?;
        let branches = walks.len() as u64;
        let (mut entries, mut without_line) = (0, 0);
        let mut disposal = disposed(&self.connection)?.map(Disposal::of);
        let mut newest = None;
        let mut newest_owned_up = false;
        let outside = self.outside.as_ref().filter(|head| head.seq > 0);
        let mut outside_met = outside.is_none();
        let mut statement = self.connection.prepare(include_str!("walk.sql"))?;
        let mut groups = self.connection.prepare(include_str!("subject_at.sql"))?;
        let mut erased_by = self.connection.prepare(include_str!("erased_by.sql"))?;
        // Entries that have to say that they erased a subject, by their place, and whose.
        let mut erasures: BTreeMap<i64, Ref> = BTreeMap::new();
        let mut purged_by = self.connection.prepare(include_str!("purged_by.sql"))?;
        let mut purges = Purges::default();
        for stored in statement.query_map([], Stored::of_row)? {
            let stored = stored?;
            let wrong = |branch: BranchName, seq: u64, what: &str| {
                Ok(Err(Fault {
                    branch,
                    seq,
                    what: what.to_owned(),
                }))
            };
            let Some(origin) = walks.get(&stored.branch).map(|walk| walk.origin) else {
                return wrong(BranchName([0; 16]), stored.seq, "its branch isn't there");
            };
            let leaves_well = origin.is_none_or(|(number, seq, head)| {
                walks
                    .get(&number)
                    .is_some_and(|from| from.chain.seq() == seq && from.chain.head() == head)
            });
            let Some(walk) = walks.get_mut(&stored.branch) else {
                return wrong(BranchName([0; 16]), stored.seq, "its branch isn't there");
            };
            if !leaves_well {
                return wrong(
                    walk.name,
                    stored.seq,
                    "its branch doesn't leave from the entry that it names",
                );
            }
            let link = Link {
                seq: stored.seq,
                line: &stored.line,
                leaf: stored.leaf,
                head: stored.head,
            };
            let own = Ref {
                seq: stored.seq,
                leaf: stored.leaf,
            };
            if disposal
                .as_mut()
                .is_some_and(|disposal| disposal.holds(&stored, own))
            {
                if let Err(bad) = walk.chain.pass(stored.seq, &stored.leaf, &stored.head) {
                    return wrong(walk.name, bad.seq, &bad.flaw.to_string());
                }
                walk.origin = None;
                walk.begun = true;
                entries += 1;
                without_line += 1;
                outside_met |= outside.is_some_and(|head| head.head.0 == stored.head);
                newest = Some((walk.name, walk.chain.seq(), walk.chain.head()));
                continue;
            }
            let entry = match walk.chain.verify(&link) {
                Ok(entry) => entry,
                Err(bad) => {
                    let seq = match bad.flaw {
                        Flaw::OutOfPlace { expected } => expected,
                        Flaw::LineChanged
                        | Flaw::HeadChanged
                        | Flaw::SaysOtherSeq { .. }
                        | Flaw::NamesLater { .. }
                        | Flaw::Unreadable(_) => bad.seq,
                    };
                    return wrong(walk.name, seq, &bad.flaw.to_string());
                }
            };
            walk.origin = None;
            if !walk.begun {
                walk.begun = true;
                walk.owned_up = entry.said.kind == Kind::Audit(Audit::BranchOpen);
            }
            if !stored.is_filed_as(&entry) {
                return wrong(
                    walk.name,
                    stored.seq,
                    "it is filed under another kind, verdict or time than its line says",
                );
            }
            match subject_fault(&entry, stored.place, &mut groups)? {
                Some(MISSING) => {
                    let by: Option<i64> = erased_by
                        .query_row([stored.place], |row| row.get(0))
                        .optional()?;
                    let is_said = match by {
                        // One entry erases one subject.
                        Some(by) => by > stored.place && erasures.insert(by, own).is_none(),
                        None => {
                            let purged = purged_by
                                .query_row([stored.place], |row| Ok((row.get(0)?, row.get(1)?)))
                                .optional()?;
                            purged.is_some_and(|(place, by)| purges.expect(place, by, own))
                        }
                    };
                    if !is_said {
                        return wrong(walk.name, stored.seq, MISSING);
                    }
                }
                Some(what) => return wrong(walk.name, stored.seq, what),
                None => {}
            }
            if let Some(of) = erasures.remove(&stored.place)
                && (entry.said.kind != Kind::Audit(Audit::Erase) || entry.said.of != Some(of))
            {
                return wrong(
                    walk.name,
                    of.seq,
                    "its personal data is missing, and no entry says that it was erased",
                );
            }
            if let Some(disposal) = &mut disposal {
                disposal.met(stored.place, &entry);
            }
            if let Some(of) = purges.met(stored.place, own, &entry) {
                return wrong(
                    walk.name,
                    of.seq,
                    "its personal data is missing, and no entry says that it was purged",
                );
            }
            entries += 1;
            newest = Some((walk.name, walk.chain.seq(), walk.chain.head()));
            newest_owned_up = walk.owned_up;
            if let Some(outside) = outside.filter(|head| head.seq == stored.seq) {
                // Its branch may have been given another name since.
                let is_met = outside.head.0 == stored.head;
                if !is_met && outside.branch.0 == walk.name.0 {
                    return wrong(
                        walk.name,
                        stored.seq,
                        "it isn't the entry that the head file remembers",
                    );
                }
                outside_met |= is_met;
            }
        }
        if let Some(of) = disposal.and_then(|disposal| disposal.unsaid()) {
            let branch = newest.map_or(BranchName([0; 16]), |(branch, ..)| branch);
            return Ok(Err(Fault {
                branch,
                seq: of.seq,
                what: "its line is missing, and no entry says that its time was over".to_owned(),
            }));
        }
        if let Some(of) = erasures.values().next().or(purges.unsaid()) {
            let branch = newest.map_or(BranchName([0; 16]), |(branch, ..)| branch);
            return Ok(Err(Fault {
                branch,
                seq: of.seq,
                what: MISSING.to_owned(),
            }));
        }
        // The head file is written behind an append: just after a departure it still names what
        // was left, and the log has said so.
        let left = |branch: BranchName| {
            newest_owned_up && newest.is_some_and(|(newest, ..)| newest != branch)
        };
        if let Some(outside) = outside
            && !outside_met
            && !left(BranchName(outside.branch.0))
        {
            return Ok(Err(Fault {
                branch: BranchName(outside.branch.0),
                seq: outside.seq,
                what: "the head file remembers it and the ledger hasn't got it: its newest entries are missing".into(),
            }));
        }
        Ok(Ok(Proven {
            entries,
            disposed: without_line,
            branches,
            head: newest,
        }))
    }

    /// Every branch before its first entry.
    fn beginnings(&self) -> rusqlite::Result<BTreeMap<i64, Walk>> {
        let device = chain::device_id(&self.device_public_key);
        let branches = Branch::all(&self.connection)?;
        let name_of = |number: i64| {
            branches
                .iter()
                .find(|branch| branch.number == number)
                .map(|branch| branch.name)
        };
        Ok(branches
            .iter()
            .map(|branch| {
                let origin = match branch.origin {
                    Some((number, seq, head)) => Origin::From {
                        // A branch that isn't there is found when the first entry is met.
                        branch: name_of(number).unwrap_or(BranchName([0; 16])),
                        seq,
                        head,
                    },
                    None => Origin::First,
                };
                let chain = Chain::new(&device, &branch.name, &self.device_public_key, &origin);
                (
                    branch.number,
                    Walk {
                        name: branch.name,
                        chain,
                        origin: branch.origin,
                        begun: false,
                        owned_up: false,
                    },
                )
            })
            .collect())
    }
}

/// Lines that an entry has to say are gone.
struct Disposal {
    /// Up to this place.
    place: i64,
    /// The place of that entry.
    by: i64,
    /// The last that went, once it was met.
    last: Option<Ref>,
    is_said: bool,
}

impl Disposal {
    fn of((place, by): (i64, i64)) -> Disposal {
        Disposal {
            place,
            by,
            last: None,
            is_said: false,
        }
    }

    /// Whether the line of an entry may be missing, and is.
    fn holds(&mut self, stored: &Stored, own: Ref) -> bool {
        let is_gone = stored.place <= self.place && stored.line.is_empty();
        if is_gone {
            self.last = Some(own);
        }
        is_gone
    }

    fn met(&mut self, place: i64, entry: &Entry) {
        if place == self.by {
            self.is_said = entry.said.kind == Kind::Audit(Audit::Dispose)
                && self.last.is_some()
                && entry.said.of == self.last;
        }
    }

    /// The last that went where no entry says so.
    fn unsaid(&self) -> Option<Ref> {
        self.last.filter(|_| !self.is_said)
    }
}

const MISSING: &str = "its personal data is missing";

/// Entries that have to say that they purged the subjects up to an earlier entry.
#[derive(Default)]
struct Purges {
    /// By the place of the entry that says so: up to which place, and the first whose subject is missing.
    expected: BTreeMap<i64, (i64, Ref)>,
    /// The entries at those places, once they were met.
    ends: BTreeMap<i64, Option<Ref>>,
}

impl Purges {
    /// The subject of `missing` went with all up to `end`, as the entry at `by` has to say. False where it can't.
    fn expect(&mut self, end: i64, by: i64, missing: Ref) -> bool {
        self.ends.entry(end).or_default();
        let (known, _) = self.expected.entry(by).or_insert((end, missing));
        by > end && *known == end
    }

    /// An entry of the walk; whose subject is missing where it doesn't say what it has to.
    fn met(&mut self, place: i64, own: Ref, entry: &Entry) -> Option<Ref> {
        if let Some(end) = self.ends.get_mut(&place) {
            *end = Some(own);
        }
        let (end, missing) = self.expected.remove(&place)?;
        let of = self.ends.get(&end).copied().flatten();
        let is_said =
            entry.said.kind == Kind::Audit(Audit::Purge) && of.is_some() && entry.said.of == of;
        (!is_said).then_some(missing)
    }

    /// Whose subject is missing where the entry that would say so isn't there.
    fn unsaid(&self) -> Option<&Ref> {
        self.expected.values().next().map(|(_, missing)| missing)
    }
}

/// Whether the stored groups are what the entry commits to.
fn subject_fault(
    entry: &Entry,
    place: i64,
    groups: &mut Statement<'_>,
) -> rusqlite::Result<Option<&'static str>> {
    let mut subject = Subject::default();
    let mut any = false;
    for group in groups.query_map([place], |row| Ok((row.get::<_, u8>(0)?, row.get(1)?)))? {
        let (part, line) = group?;
        any = true;
        if let Some(slot) = subject.groups.get_mut(usize::from(part)) {
            *slot = Some(line);
        }
    }
    Ok(match (entry.subject, any) {
        (None, true) => Some("it has personal data that it doesn't commit to"),
        (Some(_), false) => Some(MISSING),
        (Some(committed), true) if committed != subject.commitment() => {
            Some("its personal data was changed")
        }
        (Some(_) | None, _) => None,
    })
}
