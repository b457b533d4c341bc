//! What the gate says of a visitor's documents together: what the policy makes of them, what is still
//! missing, and whether two of them are one person's.

use super::acts::Refusal;
use super::shown::{Alike, Said, Shown};
use super::{Post, said_of, sound_of};
use crate::ledger::Presented;
use crate::store::Besides;
use checkpoint::entry::{Kind, Outcome, Ref};
use checkpoint::gate::{Recorded, doubt};
use checkpoint::moment::Moment;
use checkpoint::subject::Who;
use checkpoint::verdict::{Judged, Reason};
use jiff::SignedDuration;

/// A wall clock further than this behind the newest entry is spoken of.
const CLOCK_BEHIND_MS: i64 = 60_000;

/// The clock, as far as this post can tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockState {
    /// The greatest time that an entry was written at: documents are judged at no earlier one.
    pub mark: Option<jiff::Timestamp>,
    /// Milliseconds that the clock is behind it; 0 while it is right or ahead.
    pub behind_ms: i64,
    /// Milliseconds that a hub's clock is ahead of it, by the last signed time that was heard; None
    /// before.
    pub offset_ms: Option<i64>,
}

impl ClockState {
    /// The clock was set back so far that it is said.
    pub fn is_behind(&self) -> bool {
        self.behind_ms > CLOCK_BEHIND_MS
    }
}

impl Post {
    /// The moment at which documents are judged: a clock that was set back revives none.
    pub(super) fn judging(&self, now: &Moment) -> Moment {
        Moment {
            at: self.gate.judging_at(now),
            ..*now
        }
    }

    pub(super) fn clock_state(&self, now: &Moment) -> ClockState {
        let mark = self.gate.judging_at(now);
        let behind_ms = mark.as_millisecond() - now.at.as_millisecond();
        ClockState {
            mark: self.store.high_water(),
            behind_ms,
            offset_ms: now.offset.map(|offset| offset.ms),
        }
    }

    /// A certificate or a pass, with whom it is shown; None for every other document.
    pub(super) fn presented(&self, judged: &Judged, who: &Who, now: &Moment) -> Option<Presented> {
        let hours = self.gate.policy().used_again_hours;
        let is_group = judged.heads().is_some();
        let what = judged.what_it_is().filter(|_| hours > 0 || is_group)?;
        let at = self.gate.judging_at(now);
        let kept = SignedDuration::from_hours(i64::from(hours));
        // A group's heads are counted as long as its pass holds.
        let holds = judged.verified.as_ref().filter(|_| is_group);
        let holds = holds.and_then(|verified| verified.certificate.as_ref()?.expires);
        let holds = holds.map(|expires| expires.duration_since(at));
        Some(Presented {
            what,
            holder: self.gate.holder(judged, who, now),
            kept: holds.map_or(kept, |holds| holds.max(kept)),
            at,
        })
    }

    /// One that somebody else showed a while ago is looked at. Where nobody can be asked, nobody is
    /// accused.
    pub(super) fn look_at_used_again(
        &mut self,
        draft: &mut checkpoint::entry::Draft,
        presented: &Presented,
        now: &Moment,
    ) {
        if self.gate.policy().used_again_hours > 0
            && self.store.is_somebody_elses(presented, now) == Ok(true)
        {
            doubt(draft, Reason::UsedAgain);
        }
    }

    /// Adds to what is said of an entry how its visit stands.
    pub(super) fn with_standing(&mut self, mut shown: Shown, entry: Ref, now: &Moment) -> Shown {
        shown.alike = self.alike(entry, now);
        let Some(standing) = self.gate.standing(entry, now) else {
            return shown;
        };
        shown.rules = standing.finding.rules;
        shown.missing = standing.finding.missing;
        // A further document is noted, and its visit still waits for the guard or for another one.
        if standing.first != entry && standing.is_open && shown.said == Said::Already {
            shown.said = Said::Look;
            shown.open = true;
            shown.since = None;
            shown.answers = Some(standing.first.seq);
        }
        shown
    }

    fn alike(&self, entry: Ref, now: &Moment) -> Option<Alike> {
        let offer = self.gate.offer(now).filter(|offer| offer.newer == entry)?;
        let (_, holder) = self.about_entry(offer.older.seq);
        Some(Alike {
            holder,
            since: offer.since,
        })
    }

    /// Whoever has shown all that was missing is admitted by the gate itself.
    pub(super) fn complete_visits(&mut self, now: &Moment) -> Option<Shown> {
        let draft = self.gate.completes(now)?;
        let matter = draft.of?;
        // A disk that fails says so by itself; the visit completes when it is mended.
        let written = self.store.append_plain(&draft, now).ok()?;
        let (seq, id) = (written.entry.seq, written.entry.id);
        self.gate.record(Recorded {
            entry: written.entry,
            leaf: written.leaf,
            who: Who::default(),
            code: None,
        });
        let (what, holder) = self.about_entry(matter.seq);
        self.close_rows(matter.seq);
        let mut shown = self.shown(said_of(&draft, false), now).at_place(seq, id);
        shown.what = what;
        shown.holder = holder;
        shown.direction = draft.direction;
        if let Some(standing) = self.gate.standing(matter, now) {
            shown.rules = standing.finding.rules;
        }
        Some(shown)
    }

    pub(super) fn close_rows(&mut self, seq: u64) {
        for row in self.strip.iter_mut().filter(|row| row.entry() == Some(seq)) {
            row.open = false;
        }
        self.trim_strip();
    }

    /// F5: the newest visitor is the one who was entered before under another document.
    pub fn same_as(&mut self) -> Result<(), Refusal> {
        self.ask_real()?;
        let now = self.clock.now();
        if !self.folded {
            return Err(Refusal::NotStored);
        }
        let mut last = None;
        for (draft, who) in self.gate.same_as(&now)? {
            let of = draft.of.ok_or(Refusal::NobodyAlike)?;
            let (_, holder) = self.about_entry(of.seq);
            let written = self
                .store
                .append_person(&draft, &holder, &who, &Besides::default(), None, &now)
                .map_err(|_| self.refused(&now))?;
            self.gate.record(Recorded {
                entry: written.entry,
                leaf: written.leaf,
                who,
                code: None,
            });
            last = Some((draft, of));
        }
        let Some((draft, of)) = last else {
            return Err(Refusal::NobodyAlike);
        };
        debug_assert!(draft.kind == Kind::SameAs);
        self.say_again(&draft, of, &now);
        if let Some(shown) = self.complete_visits(&now) {
            self.present(&[shown], &now);
        }
        Ok(())
    }

    /// What the panel says of an entry whose person turned out to be another one.
    fn say_again(&mut self, draft: &checkpoint::entry::Draft, of: Ref, now: &Moment) {
        let second = draft.direction.is_none() && draft.verdict == Some(Outcome::Admit);
        let said = said_of(draft, second);
        let standing = self.gate.standing(of, now);
        let waits = standing
            .as_ref()
            .is_some_and(|standing| second && standing.is_open && standing.first != of);
        self.restate(draft, now, |row| {
            row.said = if waits { Said::Look } else { said };
            row.direction = draft.direction;
            row.open = matches!(row.said, Said::Look | Said::Refuse);
            row.alike = None;
            row.since = (row.said == Said::Already).then_some(row.at);
            row.answers = None;
            if let Some(standing) = &standing {
                row.rules.clone_from(&standing.finding.rules);
                row.missing.clone_from(&standing.finding.missing);
                if waits {
                    row.answers = Some(standing.first.seq);
                }
            }
        });
        if let Some(sound) = sound_of(if waits { Said::Look } else { said }) {
            self.speaker.play(sound);
        }
    }
}
