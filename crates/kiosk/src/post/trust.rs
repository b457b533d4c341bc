//! The admin's verbs about trust: which list counts here, how old it is, and a newer one.

use super::Post;
use crate::trusted::TrustedError;
use checkpoint::role::Act;
use checkpoint::trust::Tally;
use jiff::Timestamp;

/// The trust page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrustState {
    /// None while no list was taken.
    pub number: Option<u64>,
    pub issued: Option<Timestamp>,
    /// Whole days since it was made, by the time at which documents are judged.
    pub days: Option<u32>,
    /// It is older than its keeper promised.
    pub is_old: bool,
    pub tally: Tally,
}

impl Post {
    pub fn trust_state(&self) -> TrustState {
        let list = &self.trust;
        let at = self.gate.judging_at(&self.clock.now());
        let days = list.issued.map(|issued| {
            let hours = at.duration_since(issued).as_hours().max(0);
            u32::try_from(hours / 24).unwrap_or(u32::MAX)
        });
        TrustState {
            number: self.trusted.has_list().then_some(list.number),
            issued: list.issued,
            days,
            is_old: list.is_old(at),
            tally: list.tally(at),
        }
    }

    /// Takes a newer list, from a file's text. Error: what is wrong with it; the one before stays.
    pub fn import_trust(&mut self, file: &str) -> Result<(), TrustedError> {
        self.ask_leave(Act::ChangeRules)?;
        self.trusted.take(file.as_bytes())?;
        self.trust_list_anew();
        self.changed = true;
        Ok(())
    }

    /// The list as it is judged by: with the unit of this post.
    pub(super) fn trust_list_anew(&mut self) {
        self.trust = self.trusted.list();
        self.trust.here = self.store.unit();
    }
}
