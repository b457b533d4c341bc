//! The post does what a hub asked for.

use super::Post;
use crate::orders::{Disobeyed, Order, Plan, is_newer, trust_changed};
use crate::store::Trouble;
use checkpoint::entry::{Draft, Ref};
use checkpoint::gate::Recorded;
use checkpoint::subject::Who;
use checkpoint::wire::config::Config;

impl Post {
    /// Carries out what a hub asks for. It was believed before it came here.
    pub fn obey(&mut self, order: &Order) -> Result<(), Disobeyed> {
        if !self.folded {
            let trouble = self.store.trouble().unwrap_or(Trouble::Failed);
            return Err(Disobeyed::later(trouble));
        }
        match order {
            Order::Config(config) => self.obey_config(config),
            Order::Trust { file, root } => {
                if is_newer(&self.trusted, file, root)? {
                    self.note(&trust_changed())?;
                    self.import_trust(file).map_err(Disobeyed::later)?;
                }
                Ok(())
            }
            Order::Erase(entries) => self.erase(entries, None).map_err(Disobeyed::later),
        }
    }

    fn obey_config(&mut self, config: &Config) -> Result<(), Disobeyed> {
        let plan = Plan::of(config, &self.settings, &self.policies, self.gate.policy())?;
        if let Some(entry) = &plan.entry {
            self.note(entry)?;
        }
        self.settings = plan.settings.clone();
        // A hub's first word is its settings: it may have taken this post in a moment ago, by another program.
        self.trust_list_anew();
        if self.gate.policy() != &plan.policy {
            self.gate.ask(plan.policy.clone(), self.store.unit());
        }
        self.changed = true;
        plan.keep(&mut self.policies, &self.settings_path)
    }

    fn note(&mut self, draft: &Draft) -> Result<(), Disobeyed> {
        let now = self.clock.now();
        self.plain(draft, &now)
            .map(|_| ())
            .map_err(|_| Disobeyed::later(self.store.trouble().unwrap_or(Trouble::Failed)))
    }

    /// Erases the subjects of entries of this post; one that isn't here, or is erased, is passed over. `by` is the
    /// number of whoever of the staff does it.
    pub(super) fn erase(&mut self, entries: &[Ref], by: Option<u64>) -> Result<(), Trouble> {
        let now = self.clock.now();
        for of in entries {
            let Some(written) = self.store.erase(of, by, &now)? else {
                continue;
            };
            self.gate.record(Recorded {
                entry: written.entry,
                leaf: written.leaf,
                who: Who::default(),
                code: None,
            });
            self.strip.retain(|row| row.entry() != Some(of.seq));
            let is_shown = |shown: &super::Shown| shown.entry() == Some(of.seq);
            if self
                .panel
                .as_ref()
                .is_some_and(|(shown, _)| is_shown(shown))
            {
                self.panel = None;
            }
            self.finding.forget();
            self.changed = true;
        }
        self.store.forget_old_pages(&now)
    }
}
