//! *Person key* of the unit in place of the one that this post made for itself.

use super::{Ledger, LedgerError};
use crate::keys::{Key, KeyStore, Name};
use checkpoint::moment::Moment;
use checkpoint::subject::PersonKey;

impl Ledger {
    /// Whether somebody was entered here: then pseudonyms were made with the key there is.
    pub fn has_visitors(&mut self, at: &Moment) -> Result<bool, LedgerError> {
        self.read(at, |connection| {
            connection
                .prepare_cached(include_str!("has_visitors.sql"))?
                .query_row([], |row| row.get(0))
        })
    }

    /// Makes another post's key this one's, durably and from the next entry on. False where somebody was entered here
    /// with this post's own; then nothing is changed. Whoever holds the ledger alone can do it, so that nobody writes
    /// with the old key meanwhile. May wait for the keychain.
    pub fn take_person_key(&mut self, key: PersonKey, at: &Moment) -> Result<bool, LedgerError> {
        if key.0 == self.secrets.person.0 {
            return Ok(true);
        }
        if self.has_visitors(at)? {
            return Ok(false);
        }
        let mut keys = KeyStore::of(&self.home)?;
        keys.replace(Name::Person, Key::new(key.0.to_vec()))?;
        self.secrets.kind = keys.kind();
        self.secrets.person = key;
        Ok(true)
    }
}
