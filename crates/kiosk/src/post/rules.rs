//! The admin's verbs about rules: which policy is asked, what is in it, and what it would say.

use super::Post;
use super::acts::Refusal;
use crate::policies::{Listed, PoliciesError, Problem};
use checkpoint::document::{Document, Recognised};
use checkpoint::entry::{Draft, Kind, Party};
use checkpoint::moment::Moment;
use checkpoint::policy::{Asked, Evidence, Finding, Policy};
use checkpoint::verdict::{Judged, Reason, judge};

/// How often the policies' files are looked at.
const POLICIES_EVERY_MS: u64 = 5_000;

/// The rules page.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub policies: Vec<Listed>,
    pub problems: Vec<Problem>,
}

/// What a policy would make of a code, without writing anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// None where the code is nobody's document.
    pub judged: Option<Judged>,
    pub finding: Finding,
}

impl Post {
    /// What can be asked, and which files can't; the files are read again where one has changed.
    pub fn rules(&mut self) -> Rules {
        self.refresh_policy();
        Rules {
            policies: self.policies.list(),
            problems: self.policies.problems().to_vec(),
        }
    }

    /// Asks for another policy from now on: a config entry.
    pub fn choose_policy(&mut self, id: &str) -> Result<(), PoliciesError> {
        self.policies.choose(id)?;
        id.clone_into(&mut self.settings.policy);
        // A choice that can't be kept still holds until the program ends; the page shows which it is.
        let _ = self.keep_settings();
        self.ask_policy();
        Ok(())
    }

    /// Keeps an edited policy as the unit's own. Error: what to mend; then nothing has changed.
    pub fn save_policy(&mut self, text: &str) -> Result<(), PoliciesError> {
        self.policies.save(text)?;
        self.ask_policy();
        Ok(())
    }

    /// What `policy` would say to somebody of `party` who shows these codes. Writes nothing.
    pub fn try_policy(
        &mut self,
        policy: &str,
        codes: &[String],
        party: Party,
    ) -> Result<Tried, PoliciesError> {
        let policy = Policy::parse(policy.as_bytes())?;
        let now = self.clock.now();
        let at = self.judging(&now);
        let mut judged_last = None;
        let mut shown = Vec::new();
        for code in codes {
            if let Recognised::Document(document) = Document::recognise(code.as_bytes()) {
                let judged = judge(document, &at);
                shown.extend(Evidence::of(&judged));
                judged_last = Some(judged);
            }
        }
        let unit = self.store.unit();
        let zone = self.store.zone();
        let asked = Asked {
            unit: unit.as_ref(),
            party,
            at: at.at,
            zone: &zone,
        };
        Ok(Tried {
            judged: judged_last,
            finding: policy.finding(&shown, &asked),
        })
    }

    /// Looks after the policies' files now and then, so that one which was edited is asked.
    pub(super) fn watch_policies(&mut self, now: &Moment) {
        let seen = self.policies_seen;
        if seen.is_none_or(|seen| now.since(&seen) >= POLICIES_EVERY_MS) {
            self.policies_seen = Some(*now);
            let problems = self.policies.problems().len();
            if self.policies.refresh() {
                self.ask_policy();
            }
            self.changed |= problems != self.policies.problems().len();
        }
    }

    /// Reads the policies' files again where one has changed.
    pub(super) fn refresh_policy(&mut self) {
        if self.policies.refresh() {
            self.ask_policy();
        }
        self.changed = true;
    }

    /// Another policy, or the same in other words: an entry says since when.
    pub(super) fn ask_policy(&mut self) {
        let policy = self.policies.active().clone();
        if self.gate.policy() == &policy {
            return;
        }
        self.gate.ask(policy, self.store.unit());
        self.changed = true;
        let now = self.clock.now();
        let mut draft = Draft::new(Kind::Config);
        draft.reasons.push(Reason::PolicyChanged);
        // Where it can't be written the store's light says so; the policy is asked all the same.
        let _: Result<u64, Refusal> = self.plain(&draft, &now);
    }
}
