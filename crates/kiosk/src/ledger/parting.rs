//! *Parting*: somebody else holds other bytes behind an entry of ours, so our own lines behind it go
//! on under a branch of their own (PROTOCOL.md, The chain). No line, leaf or head changes: only the
//! name of the branch that they stand on.

use super::error::{LedgerError, of_sqlite};
use super::{Ledger, Tip};
use checkpoint::chain::{self, BranchName};
use checkpoint::moment::Moment;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// The last entry that both sides have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parting {
    pub branch: BranchName,
    /// That of the entry which the branch leaves from, or 0, where nothing on it is common.
    pub seq: u64,
    pub head: [u8; 32],
}

impl Ledger {
    /// Gives our lines behind a common entry a new branch, durably, and says its name. None where
    /// there are none, or where this ledger hasn't that entry.
    pub fn part_ways(
        &mut self,
        from: &Parting,
        at: &Moment,
    ) -> Result<Option<BranchName>, LedgerError> {
        self.attempt(at, |ledger| {
            let name = BranchName(ledger.secrets.fresh()?);
            let (device, key) = (ledger.secrets.device_id, ledger.secrets.device_public_key);
            let genesis = chain::genesis(&device, &from.branch, &key);
            let home = ledger.home.clone();
            let log = ledger.log(at)?;
            let parted = part(&mut log.connection, &log.tip, from, &name, &genesis)
                .map_err(|error| of_sqlite(&error, &home))?;
            let Some(tip) = parted else {
                return Ok(None);
            };
            log.tip = tip.clone();
            ledger.note(ledger.head_of(&tip));
            Ok(Some(name))
        })
    }
}

fn part(
    connection: &mut Connection,
    tip: &Tip,
    from: &Parting,
    name: &BranchName,
    genesis: &[u8; 32],
) -> rusqlite::Result<Option<Tip>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = transaction
        .query_row(include_str!("branch_named.sql"), [from.branch.0], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Option<u64>>(1)?,
                row.get::<_, Option<[u8; 32]>>(2)?,
            ))
        })
        .optional()?;
    let Some((number, origin_seq, origin_head)) = found else {
        return Ok(None);
    };
    let own = if from.seq == origin_seq.unwrap_or(0) {
        Some(origin_head.unwrap_or(*genesis))
    } else {
        transaction
            .query_row(
                include_str!("head_in_branch.sql"),
                params![number, from.seq],
                |row| row.get(0),
            )
            .optional()?
    };
    let behind: i64 = transaction.query_row(
        include_str!("behind.sql"),
        params![number, from.seq],
        |row| row.get(0),
    )?;
    if own != Some(from.head) || behind == 0 {
        return Ok(None);
    }
    let new = tip.newest_branch + 1;
    transaction.execute(
        include_str!("append_branch.sql"),
        params![new, name.0, number, from.seq, from.head],
    )?;
    transaction.execute(
        include_str!("moved.sql"),
        params![number, from.branch.0, from.seq, name.0],
    )?;
    transaction.execute(
        include_str!("moved_lines.sql"),
        params![number, new, from.seq],
    )?;
    transaction.execute(
        include_str!("moved_origins.sql"),
        params![number, new, from.seq],
    )?;
    transaction.commit()?;
    let mut tip = tip.clone();
    tip.newest_branch = new;
    if tip.branch_number == number {
        tip.branch_number = new;
        tip.branch = *name;
    }
    Ok(Some(tip))
}
