//! *Mending*: a ledger that couldn't be written is opened again, and what the gate needs is read from it anew.

use super::{Post, Said};
use crate::store::Trouble;
use checkpoint::entry::Draft;
use checkpoint::gate::Recorded;
use checkpoint::moment::Moment;

impl Post {
    /// Opens the store again; time out of service becomes a gap entry.
    pub(super) fn mend(&mut self, now: &Moment) {
        let was = self.store.trouble();
        self.last_try = Some(*now);
        let mended = self.reopen(now);
        self.changed |= self.store.trouble() != was || mended.is_ok();
        if mended.is_err() {
            return;
        }
        if let Some((shown, _)) = &self.panel
            && matches!(shown.said, Said::NotStored(_))
        {
            self.panel = None;
        }
        // What could not be written may still be in view: it counts as new.
        self.mute.clear();
    }

    fn reopen(&mut self, now: &Moment) -> Result<(), Trouble> {
        self.store.open(now)?;
        if let Some(mark) = self.store.high_water() {
            self.gate.not_before(mark);
        }
        if !self.folded {
            self.gate
                .ask(self.policies.active().clone(), self.store.unit());
            self.trust_list_anew();
            for recorded in self.store.recent(now)? {
                self.gate.record(recorded);
            }
            self.folded = true;
            self.settings.mode = self.gate.mode();
        }
        self.store.alive(now);
        self.last_sign = Some(*now);
        if let Some(gap) = self.store.gap() {
            self.write_plain(&gap.draft(), now)?;
            self.gap = Some((gap.from, gap.to));
        }
        self.note_version(now)
    }

    /// Writes and folds an entry that is about nobody in particular.
    pub(super) fn write_plain(&mut self, draft: &Draft, now: &Moment) -> Result<u64, Trouble> {
        let written = self.store.append_plain(draft, now)?;
        let seq = written.entry.seq;
        self.gate.record(Recorded {
            entry: written.entry,
            leaf: written.leaf,
            who: checkpoint::subject::Who::default(),
            code: None,
        });
        Ok(seq)
    }
}
