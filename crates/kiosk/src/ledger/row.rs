//! *Row*: all that one append stores, in one transaction.

use super::log::Tip;
use super::presented::{MarkKey, Presented};
use super::traces;
use super::visitors::Seen;
use checkpoint::chain::BranchName;
use checkpoint::entry::{Entry, Outcome, on_the_wall};
use checkpoint::subject::Subject;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rusqlite::{Connection, TransactionBehavior, params};

/// Where an entry goes.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Behind the newest entry, on its branch.
    Tip,
    /// Behind the newest entry, as the first of a branch that leaves there.
    NewBranch(BranchName),
}

/// Everything that one append stores.
pub(super) struct NewRow<'a> {
    pub before: &'a Tip,
    pub tip: &'a Tip,
    pub entry: &'a Entry,
    pub line: &'a str,
    pub subject: Option<&'a Subject>,
    pub zone: &'a TimeZone,
    /// A certificate or a pass, the key of its marks, and what begins the day's salt.
    pub presented: Option<(&'a Presented, &'a MarkKey, [u8; 16])>,
    /// The place of an earlier entry whose subject goes.
    pub erases: Option<i64>,
    /// The place of an earlier entry: the subjects up to it go.
    pub purges: Option<i64>,
    /// The place of an earlier entry: the lines up to it go.
    pub disposes: Option<i64>,
}

impl NewRow<'_> {
    /// Returns the visitor that it describes, where there is one.
    pub(super) fn store(&self, connection: &mut Connection) -> rusqlite::Result<Option<Seen>> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let NewRow {
            before, tip, entry, ..
        } = self;
        if tip.branch != before.branch {
            transaction.execute(
                include_str!("append_branch.sql"),
                params![
                    tip.branch_number,
                    tip.branch.0,
                    before.branch_number,
                    before.seq,
                    before.head
                ],
            )?;
        }
        transaction
            .prepare_cached(include_str!("append_entry.sql"))?
            .execute(params![
                tip.branch_number,
                tip.seq,
                self.line.as_bytes(),
                tip.leaf,
                tip.head,
                entry.said.kind.as_str(),
                entry.said.verdict.map(outcome_word),
                day_number(on_the_wall(entry, self.zone).date()),
                entry.moment.at.as_millisecond(),
                tip.mark_ms,
                entry.counted_at().as_millisecond(),
                traces::amends(entry),
            ])?;
        let place = transaction.last_insert_rowid();
        let mut seen = None;
        if let Some(subject) = self.subject {
            let mut statement = transaction.prepare_cached(include_str!("append_subject.sql"))?;
            for (part, line) in (0u8..).zip(&subject.groups) {
                if let Some(line) = line {
                    statement.execute(params![place, part, line])?;
                }
            }
            traces::store(&transaction, place, &subject.groups)?;
            let when = entry
                .said
                .happened
                .as_ref()
                .map_or(entry.moment.at, |happened| happened.at);
            seen = subject.groups[0]
                .as_deref()
                .and_then(|line| Seen::of_identity_line(line, place, when));
        }
        if let Some(seen) = &seen {
            seen.store(&transaction)?;
        }
        if let Some((presented, key, fresh)) = self.presented {
            presented.store(&transaction, key, place, fresh, self.zone)?;
        }
        if let Some(erased) = self.erases {
            super::erasing::erase(&transaction, erased, place)?;
        }
        if let Some(purged) = self.purges {
            super::purging::purge(&transaction, purged, place)?;
        }
        if let Some(disposed) = self.disposes {
            super::disposing::dispose(&transaction, disposed, place)?;
        }
        transaction.commit()?;
        Ok(seen)
    }
}

/// yyyymmdd.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

pub(super) fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Admit => "admit",
        Outcome::Look => "look",
        Outcome::Refuse => "refuse",
    }
}

pub(super) fn uuid_v7(at: Timestamp, random: [u8; 10]) -> uuid::Uuid {
    let ms = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
}
