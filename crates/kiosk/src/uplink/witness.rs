//! *Witness*: whoever else wrote down what this log had come to. What is behind the newest witnessed head can still be
//! forged by this account; so it is counted, and its age told.

use super::standing::CardsError;
use crate::home::Home;
use crate::outbox::Outbox;
use crate::targets::{Cursor, Kind, Target, Targets};
use jiff::Timestamp;

/// Entries for which nobody but this post vouches yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unwitnessed {
    pub entries: u64,
    /// When the oldest of them was written, by this machine's clock; None where there are none.
    pub since: Option<Timestamp>,
}

/// Counts the entries behind the newest head that a hub or a district signed for.
pub fn unwitnessed(home: &Home) -> Result<Unwitnessed, CardsError> {
    let (targets, outbox) = super::open(home)?;
    behind(&targets, &outbox)
}

fn behind(targets: &Targets, outbox: &Outbox) -> Result<Unwitnessed, CardsError> {
    let mut witnessed = None;
    let mut entries = outbox.waiting(None)?;
    for target in targets.list()? {
        let Some(head) = signed_for(&target) else {
            continue;
        };
        let left = outbox.waiting(Some(head))?;
        if left < entries {
            (witnessed, entries) = (Some(head), left);
        }
    }
    Ok(Unwitnessed {
        entries,
        since: outbox.oldest_waiting(witnessed)?,
    })
}

/// The last entry of which the target gave us its signed word. Folders and receivers of JSON sign nothing.
pub(crate) fn signed_for(target: &Target) -> Option<Cursor> {
    match target.way.kind() {
        Kind::Hub => target.cursor,
        Kind::Courier => target.received,
        Kind::HttpsJson | Kind::Folder => None,
    }
}
