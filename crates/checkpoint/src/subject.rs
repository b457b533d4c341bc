//! *Subject*: all that is personal of an entry, in groups that can travel and be erased apart.

use serde::{Deserialize, Serialize};

/// The unit's key under which numbers become pseudonyms (32 random bytes).
pub struct PersonKey(pub [u8; 32]);

/// A pseudonym of one person within one unit: 16 bytes of HMAC-SHA-256 (PROTOCOL.md, Entries).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person(pub [u8; 16]);

/// Who an entry is about, as far as the gate's rules need to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Strong identity.
    pub person: Option<Person>,
    /// Pseudonyms of the same person under other numbers.
    pub aliases: Vec<Person>,
    /// Weak identity: same folded name and full birth date.
    pub namesake: Option<Person>,
}

/// The groups a subject falls into, in the order in which they are committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Identity,
    Contact,
    Health,
    Note,
}
