//! *Person key*: how this post stands with the unit's, and taking it. The gate's own ledger does it: nobody is entered
//! meanwhile, and whoever comes next is known by the unit's key.

use super::Post;
use crate::person_key::{KeyState, PersonKeyError};
use checkpoint::role::Act;
use checkpoint::subject::PersonKey;

impl Post {
    /// The key's digits, and whether another one can still be taken.
    pub fn person_key(&mut self) -> Result<KeyState, PersonKeyError> {
        self.ask_leave(Act::HandOnKey)?;
        let now = self.clock.now();
        self.store.person_key(&now)
    }

    /// Takes the unit's key, before the first visitor.
    pub fn take_person_key(&mut self, key: PersonKey) -> Result<(), PersonKeyError> {
        self.ask_leave(Act::HandOnKey)?;
        if self.demo {
            return Err(PersonKeyError::Demo);
        }
        let now = self.clock.now();
        self.store.take_person_key(key, &now)?;
        self.stop_awaiting();
        self.changed = true;
        Ok(())
    }
}
