//! *Verdict*: what we conclude of a document at a moment.

use crate::document::{Claim, Document};
use crate::moment::Moment;
use serde::{Deserialize, Serialize};

/// Why a verdict isn't a plain *come in*, or what is remarkable about an entry. A closed list:
/// these words stand in entry lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The birth date is no date of the calendar.
    BirthDateImpossible,
    /// Neither a name nor a number can be read from the document.
    IdentityMasked,
    /// Someone of the same name and birth date is in the log, but no number proves it is the same person.
    PossibleDouble,
    /// The hours' habit says the other direction.
    AgainstHabit,
}

/// *No* (refuse) is kept apart from *don't know* (cannot tell).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Admit,
    Refuse { reasons: Vec<Reason> },
    CannotTell { doubts: Vec<Reason> },
}

/// A document that was judged: only now can its claim be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub verdict: Verdict,
    pub claim: Claim,
}
