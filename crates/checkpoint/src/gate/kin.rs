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
    /// Remembers what a document says of its holder's numbers.
    pub(super) fn learn(&mut self, who: &Who) {
        let Some(person) = who.person else {
            return;
        };
        for &alias in who.aliases.iter().filter(|&&alias| alias != person) {
            self.aliases.entry(person).or_default().insert(alias);
            self.owners.entry(alias).or_default().insert(person);
        }
    }

    /// Every person who is the same as somebody, and they themselves: who has their number as an
    /// alias, or is one of their aliases; nobody for a weak identity. Two persons who only share an
    /// alias are not the same: anybody's document can carry an old number, and only a `same-as`
    /// entry may join two people.
    pub(super) fn of(&self, who: &Who) -> BTreeSet<Person> {
        let Some(person) = who.person else {
            return BTreeSet::new();
        };
        let aliases = self.aliases.get(&person).into_iter().flatten();
        let owners = self.owners.get(&person).into_iter().flatten();
        let told = who.aliases.iter().chain([&person]);
        aliases.chain(owners).chain(told).copied().collect()
    }
}
