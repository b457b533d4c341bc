//! *Begun*: the next batch of a target that keeps no chain of its own, a folder or a receiver of JSON.
//!
//! A batch that was begun may be there although nobody has said so: the power failed, or the answer was lost. It is
//! written down before it goes, and until the cursor has moved beyond it the very same entries go again, under the same
//! name; a repeat is then the same file, or the same idempotency key.

use super::room::Room;
use crate::ledger::LedgerError;
use crate::outbox::{Outbox, Stretch};
use crate::targets::{Begun, Target, TargetError};

/// What was begun before, else the next entries, at most `most`; None where all are there.
pub(super) fn next(
    outbox: &Outbox,
    target: &Target,
    most: usize,
    with_groups: bool,
) -> Result<Option<Stretch>, LedgerError> {
    let cursor = outbox.cursor_of(target)?;
    if let Some(begun) = &target.begun
        && let Some(again) = outbox.again(begun, cursor, with_groups)?
    {
        return Ok(Some(again));
    }
    outbox.next(cursor, most, with_groups)
}

/// Writes down which entries go now. False where a person moved the cursor meanwhile: then none do.
pub(super) fn begin(room: &Room, target: &Target, begun: Begun) -> Result<bool, TargetError> {
    if target.begun == Some(begun) {
        return Ok(true);
    }
    room.targets
        .borrow_mut()
        .begin(target.id, target.shift, &begun)
}
