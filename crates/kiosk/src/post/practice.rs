//! *Practice*: codes are shown and keys pressed as on any day, with the verdict and the sound of it, and nothing is
//! written. It ends by itself, and the time that it took is a gap in the log: whoever passed meanwhile isn't in it.

use super::entering::Entering;
use super::shown::{Remark, Said, Shown};
use super::{Muted, Post, Refusal, said_of};
use crate::ledger::Gap;
use checkpoint::document::CodeId;
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

const LASTS: SignedDuration = SignedDuration::from_hours(1);
/// As at a gate that records (PRODUCT.md, Repeats).
const ALREADY_MS: u64 = 2 * 60 * 1000;

pub(super) struct Practice {
    began: Moment,
    /// When each code was shown first, or again after a while.
    shown: BTreeMap<CodeId, Moment>,
}

impl Practice {
    /// When it ends by itself.
    pub(super) fn ends(&self) -> Timestamp {
        self.began.at.checked_add(LASTS).unwrap_or(self.began.at)
    }
}

impl Post {
    pub fn begin_practice(&mut self) -> Result<(), Refusal> {
        self.ask_leave(Act::ArrangeGate)?;
        if self.practice.is_none() {
            let began = self.clock.now();
            // The gap begins here, also where the power goes meanwhile.
            self.store.alive(&began);
            self.practice = Some(Practice {
                began,
                shown: BTreeMap::new(),
            });
            self.changed = true;
        }
        Ok(())
    }

    /// Anybody may: the gate records again.
    pub fn end_practice(&mut self) -> Result<(), Refusal> {
        let Some(practice) = self.practice.take() else {
            return Ok(());
        };
        let now = self.clock.now();
        self.changed = true;
        self.panel = None;
        // What is in view counts as new.
        self.mute.clear();
        if let Some(gap) = Gap::between(practice.began.at, now.at) {
            self.plain(&gap.draft(), &now)?;
            self.gap = Some((gap.from, gap.to));
        }
        self.store.alive(&now);
        Ok(())
    }

    pub(super) fn end_practice_when_due(&mut self, now: &Moment) {
        let lasts = u64::try_from(LASTS.as_millis()).unwrap_or(u64::MAX);
        if let Some(practice) = &self.practice
            && now.since(&practice.began) >= lasts
        {
            // Where the gap can't be written, the next start finds it.
            let _ = self.end_practice();
        }
    }

    /// What changes an entry has none to change.
    pub(super) fn ask_real(&self) -> Result<(), Refusal> {
        if self.practice.is_some() {
            Err(Refusal::Practising)
        } else {
            Ok(())
        }
    }

    /// What the gate would say, once a showing.
    pub(super) fn practise(
        &mut self,
        code: CodeId,
        entering: Entering,
        now: &Moment,
    ) -> Option<Shown> {
        if let Some(muted) = self.mute.get_mut(&code)
            && muted.tried.is_some()
        {
            muted.last_seen = *now;
            return None;
        }
        let muted = Muted {
            last_seen: *now,
            tried: Some(*now),
        };
        self.mute.insert(code, muted);
        let shown_before = self.practice.as_mut()?.shown.entry(code).or_insert(*now);
        let before = *shown_before;
        let is_again = before != *now && now.since(&before) < ALREADY_MS;
        if !is_again {
            *shown_before = *now;
        }
        let draft = &entering.draft;
        let said = if is_again {
            Said::Already
        } else {
            said_of(draft, draft.of.is_some() && draft.direction.is_none())
        };
        let expected = self.expected(Some(draft), &entering.holder, now);
        let mut shown = self.shown(said, now).about(entering.kind, entering.holder);
        shown.expected = expected;
        shown.direction = draft.direction;
        shown.told = entering.told;
        shown.watched = entering
            .watched
            .map(|asking| asking.hits)
            .unwrap_or_default();
        shown.since = is_again.then_some(before.at);
        shown.reasons = draft.reasons.iter().map(|&r| Remark::Reason(r)).collect();
        Some(shown)
    }
}
