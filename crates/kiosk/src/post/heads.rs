//! *Heads*: a group comes on one declaration. Its pass is any of its people's who show it with a document of their own, and the guard
//! counts those who show none.

use super::Post;
use super::acts::Refusal;
use super::shown::{Holder, Said, Shown, What};
use crate::ledger::Presented;
use checkpoint::document::CodeId;
use checkpoint::entry::{Draft, Party};
use checkpoint::gate::Sighting;
use checkpoint::moment::Moment;
use checkpoint::subject::Who;
use checkpoint::verdict::Judged;

/// What a document before the gate asks for, and whose it is taken to be.
pub(super) struct Met {
    pub(super) sighting: Sighting,
    pub(super) who: Who,
    pub(super) holder: Holder,
    /// Somebody showed a document of their own with it: that says who they are.
    pub(super) has_own: bool,
}

impl Post {
    /// What a document asks for: a badge of the day by its visit, a group's pass by whoever shows it, all else by whom it names.
    pub(super) fn met(
        &mut self,
        code: CodeId,
        judged: &Judged,
        (who, holder): (Who, Holder),
        now: &Moment,
    ) -> Met {
        if let Some((leaving, known)) = self.leaving(code, judged, now) {
            return Met {
                sighting: leaving.sighting,
                who: leaving.who,
                holder: known.unwrap_or(holder),
                has_own: false,
            };
        }
        let pass = judged.heads().and(self.presented(judged, &who, now));
        let Some(pass) = pass else {
            return Met {
                sighting: self.gate.sighted(code, judged, &who, now),
                who,
                holder,
                has_own: false,
            };
        };
        let store = &mut self.store;
        let before = || store.shown_before(&pass, now).ok().flatten();
        let shared = self.gate.shared(code, judged, &who, before, now);
        let own = shared.named_by.map(|of| {
            let (_, on_screen) = self.about_entry(of.seq);
            let kept = Some(on_screen).filter(|holder| *holder != Holder::default());
            kept.or_else(|| self.store.holder(&of, now).ok())
                .unwrap_or_default()
        });
        Met {
            sighting: shared.sighting,
            who: shared.who,
            has_own: own.is_some(),
            holder: own.unwrap_or(holder),
        }
    }

    /// What is noted of a certificate or pass that is entered now. One that somebody else showed a while ago is looked at; of a group
    /// the gate itself knows who has come on its pass.
    pub(super) fn noted_as_shown(
        &mut self,
        draft: &mut Draft,
        judged: &Judged,
        met: (&Who, bool),
        now: &Moment,
    ) -> Option<Presented> {
        let (who, has_own) = met;
        let mut presented = self.presented(judged, who, now)?;
        if has_own {
            presented.holder = who.clone();
        }
        let is_known = match draft.group.as_deref() {
            Some(group) => self.gate.knows_group(*group),
            None => draft.heads.is_some(),
        };
        if !is_known {
            self.look_at_used_again(draft, &presented, now);
        }
        Some(presented)
    }

    /// A row as it stands now: how many of its group have come meanwhile.
    pub(super) fn with_group(&self, shown: &Shown) -> Shown {
        let seq = shown.entry().filter(|_| shown.what.is_some());
        Shown {
            group: seq.and_then(|seq| self.gate.group(seq)),
            ..shown.clone()
        }
    }

    /// `+`: one more of a group walks in, of which the entry at `seq` is; None: of the newest.
    pub fn one_more(&mut self, seq: Option<u64>) -> Result<(), Refusal> {
        self.ask_real()?;
        let now = self.clock.now();
        let draft = self.gate.one_more(seq, &now)?;
        let entry = self.plain(&draft, &now)?;
        let group = self.gate.group(entry);
        // The newest of a group's counted stands for all of them: five rows are for five visits.
        self.strip.retain(|row| {
            let is_head = matches!(row.what, Some(What::Passed(_))) && row.group.is_some();
            !is_head || row.group.map(|known| known.of) != group.map(|group| group.of)
        });
        let mut shown = self
            .shown(Said::In, &now)
            .about(What::Passed(Party::Visitor), Holder::default());
        shown.seq = Some(entry);
        shown.direction = draft.direction;
        shown.count = draft.count;
        shown.group = group;
        self.present(&[shown], &now);
        Ok(())
    }
}
