//! *Fork*: a hub holds other bytes than this post. The last entry that both have is looked for, and
//! our own lines behind it go on under a branch of their own.

use super::carrier::Turn;
use super::hub::{Ask, Visit};
use super::problem;
use crate::ledger::Parting;
use crate::targets::{Cursor, TargetError};
use checkpoint::chain::{BranchName, Origin};
use checkpoint::wire::UnitId;
use checkpoint::wire::answer::{Next, What};
use checkpoint::wire::request;
use std::sync::Arc;

/// Looks for the last common entry of `branch` at or before `seq`, and leaves from it.
pub(super) async fn leave(
    visit: &mut Visit<'_>,
    branch: BranchName,
    seq: u64,
) -> Result<Turn, TargetError> {
    let outbox = visit.room.outbox();
    let own = |seq| outbox.head_at(branch, seq).ok().flatten();
    let Ok(Some(known)) = outbox.branch_named(branch) else {
        return Ok(visit.wandered());
    };
    // Everything at or before `least` is common, nothing behind `most` is.
    let mut least = match known.origin {
        Origin::First => 0,
        Origin::From { seq, .. } => seq,
    };
    let mut most = seq;
    let mut at = seq;
    while least < most {
        let unit = UnitId(visit.membership.unit);
        let ask = Ask::get(
            request::path(&unit, &visit.room.device.id, "head"),
            request::head_query(&branch, at),
        );
        let n = visit.state.number(visit.room, visit.target.id)?;
        let heard = match visit.line().ask(ask, n).await {
            Ok(heard) => heard,
            Err(fault) => {
                return problem::fault(visit.room, visit.target, visit.timer, &fault);
            }
        };
        let next = visit.next(&heard, branch, What::Head { seq: at });
        let Next::Has { seq: has, head, .. } = next else {
            // Anything else follows the table, but for another fork: that one is being looked into.
            return match next {
                Next::Branch { .. } => Ok(visit.wandered()),
                Next::Acked { .. }
                | Next::Has { .. }
                | Next::Again(_)
                | Next::Wait { .. }
                | Next::Goto { .. }
                | Next::Halve
                | Next::OtherEncoding
                | Next::SmallerThenAlarm
                | Next::Retired
                | Next::Distrusted
                | Next::Unknown
                | Next::Update => Box::pin(visit.follow(next, &heard, None)).await,
            };
        };
        if own(has) == Some(head) {
            // What lies between is missing there, so nothing behind `has` is common.
            if has < at {
                most = has;
            }
            least = least.max(has).min(most);
        } else {
            most = has.saturating_sub(1).max(least);
        }
        at = least + (most - least).div_ceil(2);
    }
    let Some(head) = own(least) else {
        return Ok(visit.wandered());
    };
    let from = Parting {
        branch,
        seq: least,
        head,
    };
    let scribe = Arc::clone(&visit.room.scribe);
    let parted = tokio::task::spawn_blocking(move || scribe.part_ways(from)).await;
    match parted {
        Ok(Ok(Some(name))) => {
            let (id, shift) = (visit.target.id, visit.target.shift);
            let to = Cursor {
                branch: name,
                seq: least,
            };
            let mut targets = visit.room.targets.borrow_mut();
            targets.set_back(id, shift, Some(to))?;
            targets.parted(branch, least, name)?;
            targets.forked(id, visit.room.now())?;
            drop(targets);
            Ok(visit.wandered())
        }
        Ok(Ok(None) | Err(_)) | Err(_) => {
            Ok(Turn::After(visit.timer.after_failure(visit.room.chance())))
        }
    }
}
