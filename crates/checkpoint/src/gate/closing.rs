//! *Closing*: exits that nobody saw. At a set hour whoever is still inside is closed by an entry of its own, which is an
//! estimate: it counts nobody among those who left, sets no direction, and is taken back as soon as somebody was seen
//! going after all.

use super::day::{Day, Passer, Place, Present};
use super::{Gate, fact::Fact};
use crate::entry::{Direction, Draft, Happened, Kind, Precision};
use crate::moment::Moment;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;

impl Gate {
    /// What is to be written by now, in this order, where the gate's days close `at` this time of the unit's zone: voids of
    /// estimates that have turned out wrong, then estimates of exits that nobody saw. Nothing once all of it is recorded.
    pub fn closing(&self, at: Time, now: &Moment) -> Vec<Draft> {
        let mut closed: BTreeMap<u64, Vec<&Fact>> = BTreeMap::new();
        for fact in self.facts.newest() {
            if let Some((came, _)) = fact.closing() {
                closed.entry(came).or_default().push(fact);
            }
        }
        let mut inside: BTreeMap<u64, (Date, Present)> = BTreeMap::new();
        for (&date, day) in &self.days {
            let open = day.came_in();
            inside.extend(
                open.into_iter()
                    .map(|row| (row.passage.place.n, (date, row))),
            );
        }
        let mut drafts = Vec::new();
        closed.retain(|came, estimates| {
            // Nobody can tell any more of a day that has left the memory.
            let known = self.facts.get(*came);
            if !known.is_some_and(|fact| self.days.contains_key(&fact.day)) {
                return true;
            }
            let people: u32 = estimates.iter().map(|fact| fact.count).sum();
            let is_right = inside.get(came).is_some_and(|(_, row)| people <= row.count);
            if !is_right {
                drafts.extend(estimates.iter().map(|fact| fact.answer(Kind::Void)));
            }
            is_right
        });
        for (came, (date, row)) in inside {
            let known: u32 = closed
                .get(&came)
                .map_or(0, |estimates| estimates.iter().map(|fact| fact.count).sum());
            let Some(due) = self.closes(date, at, row.passage.at) else {
                continue;
            };
            if row.count == known || now.at < due || self.was_seen_after(date, &row) {
                continue;
            }
            let mut draft = Draft::new(Kind::AutoOut);
            draft.direction = Some(Direction::Out);
            draft.of = Some(row.passage.of);
            draft.happened = Some(Happened {
                at: due,
                precision: Precision::Hour,
            });
            draft.count = Some(row.count - known).filter(|&people| people != 1);
            drafts.push(draft);
        }
        drafts
    }

    /// When whoever came at `came` on a day is closed: at that day's hour, or at the next day's where that had passed.
    fn closes(&self, day: Date, at: Time, came: Timestamp) -> Option<Timestamp> {
        let on = |day: Date| {
            let closes = self.settings.zone.to_timestamp(day.to_datetime(at));
            closes.ok()
        };
        on(day)
            .filter(|&closes| came < closes)
            .or_else(|| on(day.tomorrow().ok()?))
    }

    /// Somebody who was seen on a later day was outside in between, whenever they went.
    fn was_seen_after(&self, day: Date, row: &Present) -> bool {
        let Passer::Person(_) = row.passage.passer else {
            return false;
        };
        let who = self.facts.get(row.passage.place.n).map(|fact| &fact.who);
        who.is_some_and(|who| {
            let mut later = self.days.iter().filter(|(date, _)| **date > day);
            later.any(|(_, day)| day.newest(who, None).is_some())
        })
    }

    /// Where those came, and on which day, whom a fact closes, and how many they are.
    pub(super) fn closes_of(&mut self, n: u64) -> Option<(Place, &mut Day, u32)> {
        let (came, people) = self.facts.get(n)?.closing()?;
        let came = self.facts.get(came)?;
        Some((came.place, self.days.get_mut(&came.day)?, people))
    }
}
