//! What a file would change at this post, told before it is done.

use super::HandingError;
use super::file::{OWN, Opened};
use crate::policies::Policies;
use crate::settings::Settings;
use crate::trusted::Trusted;
use checkpoint::entry::{Audit, Draft, Kind};
use checkpoint::policy::Policy;
use checkpoint::trust::bundle;
use checkpoint::verdict::Reason;
use serde_json::Value;
use std::path::Path;

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A choice, by its name in `settings.json`.
    Choice(String),
    /// A policy of the unit's own, by its id.
    Policy(String),
    TrustList,
}

/// One thing that would be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub what: What,
    /// Empty where there was none.
    pub from: String,
    pub to: String,
}

/// A file, held against what this post does now.
pub(crate) struct Plan {
    pub settings: Settings,
    pub changes: Vec<Change>,
    /// The entry that says so.
    pub entry: Draft,
    policies: Vec<Policy>,
    trust: Option<String>,
}

impl Plan {
    pub(crate) fn of(
        opened: &Opened,
        settings: &Settings,
        policies: &Policies,
        trusted: &Trusted,
    ) -> Result<Plan, HandingError> {
        let now = serde_json::to_value(settings).map_err(|_| HandingError::Newer)?;
        let mut wanted = now.clone();
        let mut changes = Vec::new();
        let members = opened.settings.as_object().ok_or(HandingError::NotOne)?;
        for (name, value) in members {
            let before = now.get(name);
            // A choice that this program doesn't know yet changes nothing here.
            if OWN.contains(&name.as_str()) || before.is_none() || before == Some(value) {
                continue;
            }
            changes.push(Change {
                what: What::Choice(name.clone()),
                from: before.map(told).unwrap_or_default(),
                to: told(value),
            });
            wanted[name] = value.clone();
        }
        let wanted: Settings = serde_json::from_value(wanted).map_err(|_| HandingError::Newer)?;
        wanted.time_zone()?;
        let mut entry = Draft::new(Kind::Audit(Audit::Config));
        entry.reasons.push(Reason::SettingsTaken);
        let known = policies.list();
        let mut new = Vec::new();
        for policy in &opened.policies {
            let before = known.iter().find(|listed| listed.policy.id == policy.id);
            if before.is_some_and(|listed| listed.policy == *policy) {
                continue;
            }
            changes.push(Change {
                what: What::Policy(policy.id.clone()),
                from: before.map_or_else(String::new, |listed| listed.policy.name.vi.clone()),
                to: policy.name.vi.clone(),
            });
            new.push(policy.clone());
        }
        let is_there = |id: &str| {
            known.iter().any(|listed| listed.policy.id == id) || new.iter().any(|one| one.id == id)
        };
        if !is_there(&wanted.policy) {
            return Err(HandingError::Newer);
        }
        let asks_another = wanted.policy != policies.active().id
            || new.iter().any(|policy| policy.id == wanted.policy);
        if asks_another {
            entry.reasons.push(Reason::PolicyChanged);
        }
        if (&wanted.preset, &wanted.purposes) != (&settings.preset, &settings.purposes) {
            entry.reasons.push(Reason::PresetChanged);
        }
        if wanted.unit_name != settings.unit_name {
            entry.reasons.push(Reason::NamesChanged);
        }
        let trust = newer_list(opened.trust.as_deref(), trusted)?;
        if let Some((number, _)) = &trust {
            entry.reasons.push(Reason::TrustChanged);
            changes.push(Change {
                what: What::TrustList,
                from: if trusted.has_list() {
                    trusted.number().to_string()
                } else {
                    String::new()
                },
                to: number.to_string(),
            });
        }
        entry.mode = (wanted.mode != settings.mode).then_some(wanted.mode);
        Ok(Plan {
            settings: wanted,
            changes,
            entry,
            policies: new,
            trust: trust.map(|(_, file)| file),
        })
    }

    /// Writes the files.
    pub(crate) fn keep(
        &self,
        policies: &mut Policies,
        trusted: &mut Trusted,
        settings: &Path,
    ) -> Result<(), HandingError> {
        for policy in &self.policies {
            policies.save(&policy.to_text())?;
        }
        if policies.active().id != self.settings.policy {
            policies.choose(&self.settings.policy)?;
        }
        if let Some(file) = &self.trust {
            trusted.take(file.as_bytes())?;
        }
        Ok(self.settings.save(settings)?)
    }
}

/// The list and its number, where it is newer than the one in force and of the same root.
fn newer_list(
    file: Option<&str>,
    trusted: &Trusted,
) -> Result<Option<(u64, String)>, HandingError> {
    let Some(file) = file else {
        return Ok(None);
    };
    let opened = bundle::open(file.as_bytes()).map_err(crate::trusted::TrustedError::from)?;
    let number = opened.list.number;
    let is_same = trusted.root().is_none_or(|root| root == opened.root);
    let is_newer = !trusted.has_list() || number > trusted.number();
    Ok((is_same && is_newer).then(|| (number, file.to_owned())))
}

/// A value as a person reads it.
fn told(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}
