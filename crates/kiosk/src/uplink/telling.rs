//! *Telling*: receivers that may hold personal data which was erased here, and can't confirm that they
//! erased it too: somebody has to tell them. A hub confirms by its receipt, a courier by the one that
//! comes back.

use super::open;
use super::standing::CardsError;
use crate::home::Home;
use crate::outbox::Erasure;
use crate::targets::Target;

/// Somebody to be told of an erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    pub target: Target,
    pub erasure: Erasure,
}

/// Whom to tell, the oldest erasure first.
pub fn untold(home: &Home) -> Result<Vec<Untold>, CardsError> {
    let (targets, outbox) = open(home)?;
    let mut untold = Vec::new();
    for erasure in outbox.erasures()? {
        for id in targets.untold(erasure.by)? {
            let target = targets.get(id)?;
            if outbox.is_sent(erasure.of, outbox.cursor_of(&target)?)? {
                untold.push(Untold { target, erasure });
            }
        }
    }
    Ok(untold)
}
