//! *Listed*: what the unit's lists hold of whoever asks for their own data.

use super::PrivacyError;
use super::office::Office;
use crate::book::About;
use crate::keys::{KeyStore, Name};
use crate::roster::person::{Held, List};
use crate::roster::watch::Watch;
use crate::roster::{RosterError, Rosters};
use checkpoint::subject::{Contact, Group, Identity, PersonKey};

impl Office {
    /// None where the unit has no list.
    fn lists(&self) -> Result<Option<Rosters>, PrivacyError> {
        if !self.home.rosters().exists() {
            return Ok(None);
        }
        Ok(Some(Rosters::open(&self.home)?))
    }

    fn person_key(&self) -> Result<PersonKey, PrivacyError> {
        let keys = KeyStore::of(&self.home)?;
        let key = keys.get(Name::Person);
        let key = key.and_then(|key| key.bytes().try_into().ok());
        Ok(PersonKey(key.ok_or(PrivacyError::NoLedger)?))
    }

    /// People on the lists whom a number, a telephone or a part of a name means.
    pub fn find_listed(&self, typed: &str) -> Result<Vec<Held>, PrivacyError> {
        self.begin()?;
        match self.lists()? {
            Some(rosters) => Ok(rosters.of_typed(typed)?),
            None => Ok(Vec::new()),
        }
    }

    /// What the lists hold of whom entries are about.
    pub(super) fn listed(&self, about: &[About]) -> Result<Vec<Held>, PrivacyError> {
        let Some(rosters) = self.lists()? else {
            return Ok(Vec::new());
        };
        let lines = about.iter().flat_map(|one| &one.groups);
        let (mut identities, mut phones) = (Vec::new(), Vec::new());
        for (group, line) in lines {
            match group {
                Group::Identity => identities.extend(Identity::parse(line).ok()),
                Group::Contact => {
                    phones.extend(Contact::parse(line).ok().and_then(|contact| contact.phone));
                }
                Group::Health | Group::Note => {}
            }
        }
        Ok(rosters.of_person(&identities, &phones, &self.person_key()?)?)
    }

    /// A line of a list.
    pub(super) fn line(&self, list: List, number: u32) -> Result<Held, PrivacyError> {
        let rosters = self.lists()?.ok_or(RosterError::UnknownLine)?;
        Ok(rosters.line(list, number)?)
    }

    /// Takes somebody off a list who asked for it; no older backup brings them back.
    pub fn forget_listed(&self, list: List, number: u32) -> Result<(), PrivacyError> {
        let (now, _, settings) = self.begin()?;
        let key = self.person_key()?;
        let mut rosters = self.lists()?.ok_or(RosterError::UnknownLine)?;
        let held = rosters.line(list, number)?;
        if list == List::Watched {
            self.at_gate(|post| post.watch_changes())?;
        }
        rosters.forget(&held, now.at, &key)?;
        let today = settings.time_zone()?.to_datetime(now.at).date();
        match list {
            List::Members => {}
            List::Watched => {
                let watch = Watch::read(&rosters, today)?;
                self.gate.with(move |post| post.watch_is(watch));
            }
            List::Expected => {
                let expected = rosters.expected_on(today)?;
                self.gate
                    .with(move |post| post.expected_are(today, expected));
            }
        }
        Ok(())
    }
}
