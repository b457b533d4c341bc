//! *Declaring*: whoever has no phone tells the guard what the unit's form asks, with a name that is typed in (F2) or with the card
//! that they have shown. It counts as a pass that says the same.

use super::acts::Refusal;
use super::shown::{Holder, Remark, Said};
use super::{Post, sound_of};
use crate::store::Besides;
use checkpoint::document::Question;
use checkpoint::entry::{Draft, Ref};
use checkpoint::gate::Recorded;
use checkpoint::moment::Moment;
use checkpoint::policy::Tested;
use checkpoint::preset::Field;
use checkpoint::subject::Health;
use checkpoint::verdict::Reason;

/// What somebody told the guard who asked every question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// To these they said yes, to all others that were asked no.
    pub yes: Vec<Question>,
}

impl Post {
    /// The key `-`: whoever waits at `seq` for want of a declaration makes it by the guard.
    pub fn declare_for(&mut self, seq: u64, told: &Told) -> Result<(), Refusal> {
        self.ask_real()?;
        if !self.folded {
            return Err(Refusal::NotStored);
        }
        let now = self.clock.now();
        let (mut draft, who) = self.gate.declare(seq, &now)?;
        draft.by = self.doer();
        let of = draft.of.ok_or(Refusal::NotOpen)?;
        let holder = self.holder_of(of, &now)?;
        let besides = Besides {
            health: self.answered(told, &now),
            ..Besides::default()
        };
        let written = self
            .store
            .append_person(&draft, &holder, &who, &besides, None, &now)
            .map_err(|_| self.refused(&now))?;
        self.gate.record(Recorded {
            entry: written.entry,
            leaf: written.leaf,
            who,
            code: None,
        });
        self.gate.declared(of, told.yes.clone(), &now);
        match self.complete_visits(&now) {
            Some(shown) => self.present(&[shown], &now),
            None => self.still_waits(&draft, of, &now),
        }
        Ok(())
    }

    /// Of somebody who is typed in: weighs what they told, and says which rules were asked and what is kept of it.
    pub(super) fn weigh_told(
        &mut self,
        draft: &mut Draft,
        told: Option<&Told>,
        now: &Moment,
    ) -> (Vec<Tested>, Option<Health>) {
        let yes = told.map(|told| told.yes.as_slice());
        let rules = self.gate.weigh_by_hand(draft, yes, now);
        let health = told.filter(|_| !rules.is_empty());
        (rules, health.and_then(|told| self.answered(told, now)))
    }

    /// The answers to what is asked, where the preset keeps them.
    fn answered(&self, told: &Told, now: &Moment) -> Option<Health> {
        let asked = self.gate.declaring(now)?;
        let keeps = self.settings.counting().keeps(Field::Health) && !asked.is_empty();
        let answers = asked.into_iter().map(|asked| {
            let is_yes = told.yes.contains(&asked);
            (asked, is_yes)
        });
        keeps.then(|| Health::of(&answers.collect::<Vec<_>>()))
    }

    fn holder_of(&mut self, of: Ref, now: &Moment) -> Result<Holder, Refusal> {
        let (_, on_screen) = self.about_entry(of.seq);
        if on_screen != Holder::default() {
            return Ok(on_screen);
        }
        self.store.holder(&of, now).map_err(|_| self.refused(now))
    }

    /// What they told leaves something for the guard to answer.
    fn still_waits(&mut self, draft: &Draft, of: Ref, now: &Moment) {
        let standing = self.gate.standing(of, now);
        self.restate(draft, now, |row| {
            let Some(standing) = &standing else { return };
            row.rules.clone_from(&standing.finding.rules);
            row.missing.clone_from(&standing.finding.missing);
            if row.missing.is_empty() {
                let missing = Remark::Reason(Reason::DocumentMissing);
                row.reasons.retain(|reason| *reason != missing);
            }
            let found = standing.finding.reasons.iter().copied();
            for reason in found.map(Remark::Reason) {
                if !row.reasons.contains(&reason) {
                    row.reasons.push(reason);
                }
            }
        });
        if let Some(sound) = sound_of(Said::Look) {
            self.speaker.play(sound);
        }
    }
}
