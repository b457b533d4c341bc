//! *Telling*: receivers that may hold personal data which was erased here, and can't confirm that they
//! erased it too: somebody has to tell them. A hub confirms by its receipt, a courier by the one that
//! comes back.

use super::open;
use super::standing::CardsError;
use crate::home::Home;
use crate::outbox::{Erasure, Outbox};
use crate::targets::{Target, Targets};

/// Somebody to be told of an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    pub target: Target,
    pub erasure: Erasure,
}

/// Whom to tell, the oldest erasure first.
pub fn untold(home: &Home) -> Result<Vec<Untold>, CardsError> {
    let (targets, outbox) = open(home)?;
    of(&targets, &outbox)
}

/// The same of what is open already. Cheap where no target is of this sort.
pub(super) fn of(targets: &Targets, outbox: &Outbox) -> Result<Vec<Untold>, CardsError> {
    let mut silent = Vec::new();
    for (id, since) in targets.silent()? {
        let target = targets.get(id)?;
        let cursor = outbox.cursor_of(&target)?;
        silent.push((target, since, cursor));
    }
    if silent.is_empty() {
        return Ok(Vec::new());
    }
    let told = targets.told()?;
    let mut untold = Vec::new();
    for erasure in outbox.erasures()? {
        for (target, since, cursor) in &silent {
            let name = (target.id, erasure.by.branch.0, erasure.by.seq);
            // What was erased before personal data went there never did.
            let is_there = erasure.at >= *since && outbox.is_sent(erasure.of, *cursor)?;
            if is_there && !told.contains(&name) {
                untold.push(Untold {
                    target: target.clone(),
                    erasure,
                });
            }
        }
    }
    Ok(untold)
}
