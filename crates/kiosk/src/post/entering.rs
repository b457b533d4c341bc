//! A document becomes an entry: written first, and only then said.

use super::expecting::appointed;
use super::shown::{Holder, Remark, Said, Shown, Told, What};
use super::watching::Asking;
use super::{Post, said_of};
use crate::ledger::Presented;
use checkpoint::document::CodeId;
use checkpoint::entry::Draft;
use checkpoint::gate::Recorded;
use checkpoint::moment::Moment;
use checkpoint::subject::{Contact, Who};

/// A document on its way into the ledger.
pub(super) struct Entering {
    pub(super) draft: Draft,
    pub(super) kind: What,
    pub(super) holder: Holder,
    pub(super) who: Who,
    /// What the document says of it, kept where the preset keeps it.
    pub(super) contact: Contact,
    pub(super) presented: Option<Presented>,
    pub(super) told: Option<Told>,
    /// The guard is asked whether it is one of these.
    pub(super) watched: Option<Asking>,
}

impl Post {
    pub(super) fn enter(
        &mut self,
        code: CodeId,
        entering: Entering,
        now: &Moment,
    ) -> Option<Shown> {
        let Entering {
            draft,
            kind,
            holder,
            who,
            contact,
            presented,
            told,
            watched,
        } = entering;
        let expected = self.expected(Some(&draft), &holder, now);
        let besides = self.keeping(&contact, appointed(&expected), None);
        let presented = presented.as_ref();
        match self
            .store
            .append_person(&draft, &holder, &who, &besides, presented, now)
        {
            Ok(written) => {
                self.mute.remove(&code);
                let (entry, id) = (written.reference(), written.entry.id);
                self.gate.record(Recorded {
                    entry: written.entry,
                    leaf: written.leaf,
                    who,
                    code: Some(code),
                });
                let second = draft.of.is_some() && draft.direction.is_none();
                let said = said_of(&draft, second);
                let mut shown = self.shown(said, now).about(kind, holder);
                shown = shown.at_place(entry.seq, id);
                shown.direction = draft.direction;
                shown.told = told;
                shown.watched = self.asks(entry.seq, watched);
                shown.expected = expected;
                shown.reasons = draft.reasons.iter().map(|&r| Remark::Reason(r)).collect();
                if second {
                    shown.reasons.push(Remark::SecondDocument);
                    shown.since = Some(now.at);
                }
                shown.open = matches!(said, Said::Look | Said::Refuse);
                match self.complete_visits(now) {
                    Some(complete) => Some(complete),
                    None => Some(self.with_standing(shown, entry, now)),
                }
            }
            Err(_) => {
                self.failing(now);
                self.not_stored(code, kind, holder, now)
            }
        }
    }
}
