//! *Purging*: what came from other posts goes when its time is over here, by this post's own settings: personal data first,
//! then lines. The heads stay, so that the next file goes on from them and one that was here before is known.

use super::{Imported, ImportedError, MIGRATIONS};
use crate::home::Home;
use crate::keys::Key;
use crate::ledger::open_or_begin;
use jiff::SignedDuration;
use rusqlite::{TransactionBehavior, params};

/// Entries of a branch whose lines go at a time: a file that comes meanwhile waits for one go, not for all.
const MOST: i64 = 5_000;

/// How long is kept what came from other posts.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    pub subjects: SignedDuration,
    pub lines: SignedDuration,
}

/// As the ledger's own purge does it every hour: takes out what has been here too long, if anything ever came here.
pub(crate) fn purge(
    home: &Home,
    key: &Key,
    keep: Keep,
    passed: SignedDuration,
) -> Result<(), ImportedError> {
    let path = home.imported();
    if !path.exists() {
        return Ok(());
    }
    let connection = open_or_begin(&path, key, &MIGRATIONS)?;
    let mut imported = Imported {
        connection: connection.ok_or(ImportedError::Newer)?,
    };
    while imported.purge(keep, passed)? {}
    Ok(())
}

/// A branch of which something may go.
struct Over {
    branch: i64,
    purged: i64,
    disposed: i64,
    /// The last of the entries whose subjects' time is over, and whose lines' time is.
    subjects: i64,
    lines: i64,
}

impl Imported {
    /// Notes what is here by the time that has passed, as the ledger measures it, and takes out what was here too long; what
    /// was overwritten leaves no page behind. Whether there is more.
    pub fn purge(&mut self, keep: Keep, passed: SignedDuration) -> Result<bool, ImportedError> {
        let before = |keep: SignedDuration| {
            let ms = passed.saturating_sub(keep).as_millis();
            i64::try_from(ms).unwrap_or(i64::MIN)
        };
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let now = before(SignedDuration::ZERO);
        transaction.execute(include_str!("note_here.sql"), [now])?;
        let over = {
            let mut statement = transaction.prepare(include_str!("over.sql"))?;
            let rows =
                statement.query_map(params![before(keep.subjects), before(keep.lines)], |row| {
                    Ok(Over {
                        branch: row.get(0)?,
                        purged: row.get(1)?,
                        disposed: row.get(2)?,
                        subjects: row.get(3)?,
                        lines: row.get(4)?,
                    })
                })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()?
        };
        let (mut gone, mut more) = (false, false);
        for one in over {
            // A line doesn't go before its subject.
            let lines = one.lines.min(one.subjects).min(one.disposed + MOST);
            more |= lines < one.lines.min(one.subjects);
            if one.subjects <= one.purged && lines <= one.disposed {
                continue;
            }
            gone = true;
            transaction.execute(include_str!("purge.sql"), [one.branch, one.subjects])?;
            transaction.execute(
                include_str!("dispose.sql"),
                [one.branch, one.disposed, lines],
            )?;
            let noted = [one.branch, one.subjects, lines];
            transaction.execute(include_str!("note_gone.sql"), noted)?;
            transaction.execute(include_str!("forget_here.sql"), [one.branch, lines])?;
        }
        transaction.commit()?;
        if gone {
            self.connection
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        Ok(more)
    }
}
