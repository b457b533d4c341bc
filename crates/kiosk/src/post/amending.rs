//! What the unit head says of a line afterwards is written and folded like any other entry.

use super::{Post, Refusal, Remark};
use crate::book::Amending;
use crate::store::Besides;
use checkpoint::entry::{Draft, Kind, Ref};
use checkpoint::gate::Recorded;
use checkpoint::role::Act;
use checkpoint::subject::{Note, Who};

impl Post {
    /// Writes entries that amend earlier ones, the last with the reason. False, and nothing is written, where the log has
    /// come to another head than the one that they were made by.
    pub fn amend(
        &mut self,
        head: Option<[u8; 32]>,
        entries: &[Amending],
        reason: &str,
    ) -> Result<bool, Refusal> {
        self.ask_leave(Act::AmendBook)?;
        let now = self.clock.now();
        if !self.folded {
            return Err(Refusal::NotStored);
        }
        if self.store.head(&now).map(|newest| newest.head) != head {
            return Ok(false);
        }
        for (n, amending) in entries.iter().enumerate() {
            let mut draft = amending.draft.clone();
            draft.by = self.desk();
            let note = (n + 1 == entries.len()).then(|| Note {
                purpose: None,
                note: Some(reason.to_owned()),
            });
            let besides = Besides {
                note,
                ..Besides::default()
            };
            let identity = amending.identity.as_ref();
            let written = self
                .store
                .append_said(&draft, identity, &besides, &now)
                .map_err(|_| self.refused(&now))?;
            self.gate.record(Recorded {
                entry: written.entry,
                leaf: written.leaf,
                who: Who::default(),
                code: None,
            });
            self.remark(&draft);
        }
        self.changed = true;
        Ok(true)
    }

    /// Erases what entries keep of somebody who asked for it.
    pub fn erase_asked(&mut self, entries: &[Ref]) -> Result<(), Refusal> {
        self.ask_leave(Act::AnswerPeople)?;
        self.erase(entries, self.desk())
            .map_err(|_| Refusal::NotStored)
    }

    /// Writes that somebody of the staff looked something up or took it away.
    pub fn audit(&mut self, draft: &Draft) -> Result<(), Refusal> {
        let now = self.clock.now();
        self.plain(draft, &now).map(drop)
    }

    /// The guard's strip tells what became of an entry that it still shows; nobody is called again.
    fn remark(&mut self, draft: &Draft) {
        let remark = if draft.kind == Kind::Void {
            Remark::Voided
        } else {
            Remark::Corrected
        };
        let seq = draft.of.map(|of| of.seq);
        for row in self.strip.iter_mut().filter(|row| row.seq == seq) {
            row.reasons.push(remark);
            row.open &= draft.kind != Kind::Void;
        }
    }
}
