//! *Kin*: which numbers are known to name one person, because a document carries both.

use crate::subject::{Person, Who};
use std::collections::{BTreeMap, BTreeSet};

/// The aliases that the day's documents gave to the persons they name.
#[derive(Debug, Default)]
pub(super) struct Kin {
    aliases: BTreeMap<Person, BTreeSet<Person>>,
    owners: BTreeMap<Person, BTreeSet<Person>>,
}

impl Kin {
    /// Remembers what a document says of its holder's numbers. True when it was news.
    pub(super) fn learn(&mut self, who: &Who) -> bool {
        let Some(person) = who.person else {
            return false;
        };
        let mut news = false;
        for &alias in who.aliases.iter().filter(|&&alias| alias != person) {
            news |= self.aliases.entry(person).or_default().insert(alias);
            self.owners.entry(alias).or_default().insert(person);
        }
        news
    }

    /// Every person who is the same as `person`, and `person`: who has it as an alias, or is one of
    /// its aliases. Two persons who only share an alias are not the same: anybody's document can
    /// carry an old number, and only a `same-as` entry may join two people.
    pub(super) fn of(&self, person: Person) -> BTreeSet<Person> {
        let aliases = self.aliases.get(&person).into_iter().flatten();
        let owners = self.owners.get(&person).into_iter().flatten();
        aliases.chain(owners).copied().chain([person]).collect()
    }

    /// The same of somebody whose document may say more than is remembered yet; nobody for a weak
    /// identity.
    pub(super) fn of_who(&self, who: &Who) -> BTreeSet<Person> {
        let Some(person) = who.person else {
            return BTreeSet::new();
        };
        let mut kin = self.of(person);
        kin.extend(&who.aliases);
        kin
    }
}
