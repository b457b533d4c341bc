//! The admin's verbs about rules: which policy is asked, what is in it, and what it would say.

use super::Post;
use super::acts::Refusal;
use super::samples::Sample;
use crate::policies::{Listed, PoliciesError, Problem};
use checkpoint::document::{Document, Kind as DocumentKind, Recognised};
use checkpoint::entry::{Audit, Draft, Kind, Party};
use checkpoint::moment::Moment;
use checkpoint::policy::{Asked, Evidence, Finding, Policy};
use checkpoint::role::Act;
use checkpoint::verdict::{Reason, judge};

/// How often the policies' files are looked at.
const POLICIES_EVERY_MS: u64 = 5_000;

/// The rules page.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    pub policies: Vec<Listed>,
    pub problems: Vec<Problem>,
}

/// Documents to try a policy on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trial {
    /// The policy's file, as it is being edited.
    pub policy: String,
    pub samples: Vec<Sample>,
    /// A code's text.
    pub code: Option<String>,
}

/// What a policy would make of them, without writing anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// What the code turned out to be; None where it is nobody's document.
    pub kind: Option<DocumentKind>,
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
        self.ask_leave(Act::ChangeRules)?;
        self.policies.choose(id)?;
        id.clone_into(&mut self.settings.policy);
        // A choice that can't be kept still holds until the program ends; the page shows which it is.
        let _ = self.keep_settings();
        self.ask_policy();
        Ok(())
    }

    /// Keeps an edited policy as the unit's own. Error: what to mend; then nothing has changed.
    pub fn save_policy(&mut self, text: &str) -> Result<(), PoliciesError> {
        self.ask_leave(Act::ChangeRules)?;
        self.policies.save(text)?;
        self.ask_policy();
        Ok(())
    }

    /// What a policy would say to somebody who shows these documents. Writes nothing.
    pub fn try_policy(&mut self, trial: &Trial) -> Result<Tried, PoliciesError> {
        let policy = Policy::parse(trial.policy.as_bytes())?;
        let now = self.clock.now();
        let at = self.judging(&now);
        let samples = trial.samples.iter();
        let mut shown: Vec<Evidence> = samples.map(|sample| sample.evidence(at.at)).collect();
        let mut kind = None;
        if let Some(code) = &trial.code
            && let Recognised::Document(document) = Document::recognise(code.trim().as_bytes())
        {
            let judged = judge(document, &self.trust, &at);
            shown.extend(Evidence::of(&judged));
            kind = Some(judged.claim.kind);
        }
        let unit = self.store.unit();
        let zone = self.store.zone();
        let is_staff = shown.iter().any(Evidence::is_of_staff);
        let asked = Asked {
            unit: unit.as_ref(),
            party: if is_staff {
                Party::Staff
            } else {
                Party::Visitor
            },
            at: at.at,
            zone: &zone,
        };
        Ok(Tried {
            kind,
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
        let mut draft = Draft::new(Kind::Audit(Audit::Config));
        draft.reasons.push(Reason::PolicyChanged);
        draft.by = self.desk();
        // Where it can't be written the store's light says so; the policy is asked all the same.
        let _: Result<u64, Refusal> = self.plain(&draft, &now);
    }
}
