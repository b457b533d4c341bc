//! What a hub asks of this post, and what it calls it.

use super::{Post, Refusal};
use crate::ledger::Parting;
use crate::orders::enrolled_with;
use crate::store::Trouble;
use checkpoint::chain::BranchName;
use checkpoint::wire::enrol::Enrolled;

impl Post {
    /// A hub holds another history: our lines behind the common entry get a branch of their own.
    pub fn part_ways(&mut self, from: &Parting) -> Result<Option<BranchName>, Trouble> {
        let now = self.clock.now();
        self.store.part_ways(from, &now)
    }

    /// A hub took this post in: it gives the unit and the gate their names, and its settings. The gate's number holds
    /// from the next start on, so that one run of a gate has one number.
    pub fn enrolled(&mut self, enrolled: &Enrolled, host: &str) -> Result<(), Refusal> {
        if let Some(order) = enrolled_with(enrolled) {
            let _ = self.obey(&order);
        }
        self.trust_list_anew();
        self.settings.take(enrolled, host);
        self.stop_awaiting();
        self.register_anew();
        self.keep_settings()
    }
}
