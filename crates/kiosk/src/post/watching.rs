//! *Watching*: whether somebody at the gate may be one of the people whom the unit wants looked at. Only a guard decides
//! whether it is the one, and nobody but the guard learns whom the list means.

use super::shown::Holder;
use super::{Post, Refusal};
use crate::roster::Rosters;
use crate::roster::watch::{Hit, Somebody, Watch};
use checkpoint::alike::Described;
use checkpoint::document::{Birth, Claim, Number};
use checkpoint::entry::Draft;
use checkpoint::gate::doubt;
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::subject::{Person, Who};
use checkpoint::verdict::Reason;
use std::collections::BTreeMap;

/// How often a list that couldn't be read is tried again.
const TRY_EVERY_MS: u64 = 10_000;

/// The list as this gate asks it.
#[derive(Default)]
pub(super) struct Watching {
    watch: Watch,
    is_read: bool,
    last_try: Option<Moment>,
    /// Where what was judged is kept.
    rosters: Option<Rosters>,
    /// What guards were asked of entries that wait.
    asked: BTreeMap<u64, (Vec<u32>, Vec<Person>)>,
}

/// What the guard is asked of somebody.
pub(super) struct Asking {
    pub(super) hits: Vec<Hit>,
    who: Vec<Person>,
}

impl Post {
    /// Reads the list once the gate is open; where there is none yet, whoever makes it hands it over.
    pub(super) fn read_watched_when_due(&mut self, now: &Moment) {
        let watching = &mut self.watching;
        let is_due = |tried: Moment| now.since(&tried) >= TRY_EVERY_MS;
        if watching.is_read || !watching.last_try.is_none_or(is_due) {
            return;
        }
        watching.last_try = Some(*now);
        let home = self.store.home();
        if !home.rosters().exists() {
            watching.is_read = true;
            return;
        }
        if let Ok(rosters) = Rosters::open(home)
            && let Ok(watch) = Watch::read(&rosters, self.store.zone().to_datetime(now.at).date())
        {
            (watching.watch, watching.rosters) = (watch, Some(rosters));
            watching.is_read = true;
        }
    }

    /// The list is to be another: an entry.
    pub(crate) fn watch_changes(&mut self) -> Result<(), Refusal> {
        self.ask_leave(Act::KeepLists)?;
        self.write_config(Reason::WatchChanged, self.desk())
    }

    /// The list is another from here on.
    pub(crate) fn watch_is(&mut self, watch: Watch) {
        self.watching.watch = watch;
        self.watching.is_read = true;
        if self.watching.rosters.is_none() {
            self.watching.rosters = Rosters::open(self.store.home()).ok();
        }
    }

    /// Whoever a document names; nobody where it tells no name and no number.
    pub(super) fn somebody_of(&self, claim: &Claim, who: &Who) -> Option<Somebody> {
        let numbers = claim.numbers.iter().filter_map(|number| match number {
            Number::Id(digits) => Some(digits.clone()),
            Number::Bhyt(_) | Number::Passport { .. } => None,
        });
        let described = Described {
            name: claim.name.clone().unwrap_or_default(),
            birth: claim.birth,
            numbers: numbers.collect(),
        };
        self.somebody(described, &Holder::of_claim(claim), who)
    }

    /// Whoever was typed in.
    pub(super) fn somebody_typed(
        &self,
        holder: &Holder,
        number: Option<&str>,
        who: &Who,
    ) -> Option<Somebody> {
        let number = number.map(str::trim).filter(|number| !number.is_empty());
        let number = number.or(holder.last_four.as_deref());
        let described = Described {
            name: holder.name.clone().unwrap_or_default(),
            birth: holder.birth_year.map_or(Birth::Unknown, Birth::Year),
            numbers: number.map(str::to_owned).into_iter().collect(),
        };
        self.somebody(described, holder, who)
    }

    fn somebody(&self, described: Described, holder: &Holder, who: &Who) -> Option<Somebody> {
        if described.name.is_empty() && described.numbers.is_empty() {
            return None;
        }
        let mut persons: Vec<Person> = who.person.iter().chain(&who.aliases).copied().collect();
        if persons.is_empty() {
            persons.extend(who.namesake.or_else(|| self.store.described(holder)));
        }
        Some(Somebody {
            described,
            who: persons,
        })
    }

    fn hits(&self, somebody: Option<&Somebody>, now: &Moment) -> Vec<Hit> {
        let today = self.today(now);
        somebody.map_or_else(Vec::new, |somebody| {
            self.watching.watch.hits(somebody, today)
        })
    }

    /// Makes a draft wait for the guard where somebody may be meant by the list.
    pub(super) fn look_at_watched(
        &mut self,
        draft: &mut Draft,
        somebody: Option<Somebody>,
        now: &Moment,
    ) -> Option<Asking> {
        let mut hits = self.hits(somebody.as_ref(), now);
        // A further document asks no more than the first, which waits.
        let first = draft.of.filter(|_| draft.direction.is_none());
        if let Some((lines, _)) = first.and_then(|of| self.watching.asked.get(&of.seq)) {
            hits.retain(|hit| !lines.contains(&hit.watched.number));
        }
        if hits.is_empty() {
            return None;
        }
        doubt(draft, Reason::Watched);
        let who = somebody.map(|somebody| somebody.who).unwrap_or_default();
        Some(Asking { hits, who })
    }

    /// An entry waits for the guard because of the list: what is shown of it.
    pub(super) fn asks(&mut self, seq: u64, asking: Option<Asking>) -> Vec<Hit> {
        let Some(Asking { hits, who }) = asking else {
            return Vec::new();
        };
        let waiting: Vec<u64> = self.gate.open_matters().iter().map(|of| of.seq).collect();
        let asked = &mut self.watching.asked;
        asked.retain(|seq, _| waiting.contains(seq));
        let lines = hits.iter().map(|hit| hit.watched.number).collect();
        asked.insert(seq, (lines, who));
        hits
    }

    /// The entry of somebody who is there again waits still.
    pub(super) fn asks_again(
        &mut self,
        seq: u64,
        somebody: Option<Somebody>,
        now: &Moment,
    ) -> Vec<Hit> {
        let hits = self.hits(somebody.as_ref(), now);
        let who = somebody.map(|somebody| somebody.who).unwrap_or_default();
        let asking = (!hits.is_empty()).then_some(Asking { hits, who });
        self.asks(seq, asking)
    }

    /// The guard answered. Whoever was let in is asked about by the same lines no more on this day.
    pub(super) fn judged(&mut self, seq: u64, admitted: bool, now: &Moment) {
        let Some((lines, who)) = self.watching.asked.remove(&seq) else {
            return;
        };
        if admitted {
            let today = self.today(now);
            let Watching { watch, rosters, .. } = &mut self.watching;
            watch.clear(rosters.as_mut(), today, &lines, &who);
        }
    }
}
