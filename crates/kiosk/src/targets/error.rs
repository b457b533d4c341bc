//! Why the list of targets can't be read or changed, told apart by what has to be done about it.

use crate::keys::KeyError;
use crate::uplink::address::AddressError;
use std::path::PathBuf;

/// Nothing was changed. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    #[error("this post has no ledger yet: start the gate once, or set CHOT_HOME")]
    NoLedger,
    #[error("there is no target {0}: `chot target list` names them")]
    Unknown(u32),
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("{0} is no folder that can be written to: name one that is there")]
    Folder(PathBuf),
    #[error("a purpose has to be named for every group: say what the personal data is needed for")]
    NoPurpose,
    #[error("a target needs a name of 1 to 80 letters, so that people know which one is meant")]
    Name,
    #[error("this kind of target doesn't have that")]
    NotOfThisKind,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(
        "the list of targets was written by a newer Chốt: install that version; nothing was changed"
    )]
    Newer,
    #[error(
        "the list of targets can't be read or written ({0}): check the disk; the gate goes on recording"
    )]
    Store(#[from] rusqlite::Error),
}
