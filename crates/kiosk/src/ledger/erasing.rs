//! *Erasing*: the personal data of an entry is taken out because somebody asked for it. The entry, its
//! line and the chain stay; an entry of its own says that it was done.

use super::row::Place;
use super::{Appended, Ledger, LedgerError, What, traces};
use checkpoint::entry::{Audit, Draft, Kind, Ref};
use checkpoint::moment::Moment;
use checkpoint::subject::Who;
use jiff::tz::TimeZone;
use rusqlite::{OptionalExtension, Transaction, params};

impl Ledger {
    /// Erases the subject of an entry, durably, together with the entry that says so, and overwrites
    /// what stood there. `by` is the number of whoever of the staff did it. None where this ledger has no such entry, or has erased it before.
    pub fn erase(
        &mut self,
        of: &Ref,
        by: Option<u64>,
        at: &Moment,
        gate: u32,
        zone: &TimeZone,
    ) -> Result<Option<Appended>, LedgerError> {
        let place: Option<i64> = self.read(at, |connection| {
            connection
                .prepare_cached(include_str!("erasable.sql"))?
                .query_row(params![of.seq, of.leaf], |row| row.get(0))
                .optional()
        })?;
        let Some(place) = place else {
            return Ok(None);
        };
        self.attempt(at, |ledger| {
            ledger.settle_now(at, gate, zone)?;
            let mut draft = Draft::new(Kind::Audit(Audit::Erase));
            draft.of = Some(*of);
            draft.by = by;
            let what = What {
                erases: Some(place),
                ..What::of(&draft)
            };
            let appended = ledger.write(Place::Tip, what, at, gate, zone)?;
            // Whom it described may be described by it no more.
            ledger.visitors = None;
            ledger.in_service(at);
            Ok(appended)
        })
        .map(Some)
    }

    /// Carries the write-ahead log over and empties it, so that no old page keeps what was erased. A
    /// reader at work holds it up; then the next erasure, or the next start, does it.
    pub fn forget_old_pages(&mut self, at: &Moment) -> Result<(), LedgerError> {
        self.read(at, |connection| {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        })
    }

    /// The entries about the person whom entry `seq` is about, that one first: all of the same
    /// pseudonym. The one alone where no number names the person; none where there is no such entry.
    pub fn about_the_same_person(
        &mut self,
        seq: u64,
        at: &Moment,
    ) -> Result<Vec<Ref>, LedgerError> {
        self.read(at, |connection| {
            let leaf: Option<[u8; 32]> = connection
                .query_row(include_str!("leaf_of.sql"), [seq], |row| row.get(0))
                .optional()?;
            let Some(leaf) = leaf else {
                return Ok(Vec::new());
            };
            let asked = Ref { seq, leaf };
            let mut statement = connection.prepare(include_str!("identities.sql"))?;
            let rows = statement.query_map([], |row| {
                let of = Ref {
                    seq: row.get(0)?,
                    leaf: row.get(1)?,
                };
                Ok((of, Who::of_identity_line(&row.get::<_, String>(2)?)))
            })?;
            let known = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            let person = known
                .iter()
                .find(|(of, _)| *of == asked)
                .and_then(|(_, who)| who.person);
            let others = known
                .into_iter()
                .filter(|(of, who)| *of != asked && person.is_some() && who.person == person);
            Ok(std::iter::once(asked)
                .chain(others.map(|(of, _)| of))
                .collect())
        })
    }
}

/// What an `erase` entry takes with it: subject, the visitor whom it described, and the marks of what
/// was shown. `by` is the place of that entry.
pub(super) fn erase(transaction: &Transaction<'_>, place: i64, by: i64) -> rusqlite::Result<()> {
    for sql in [
        include_str!("erase_subject.sql"),
        include_str!("erase_visitor.sql"),
        include_str!("erase_shown.sql"),
    ] {
        transaction.execute(sql, [place])?;
    }
    traces::forget(transaction, place, place)?;
    transaction.execute(include_str!("erase_note.sql"), [place, by])?;
    Ok(())
}
