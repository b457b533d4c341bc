//! *Config*: what a hub wants of a post: its names, the way of its gate, what it asks for.
//!
//! ```text
//! {"v":1,"device":"…","unit_name":"Xã A","gate_name":"Cổng chính","mode":"auto",
//!  "preset":{"name":"epidemic","from":"2026-11-25","until":"2026-12-25","order":"12/QĐ-UBND"},
//!  "policy":"declaration-today","policies":[{"v":1,"id":"declaration-today",…}]}
//! ```
//!
//! What is absent stays as it is at the post. What a newer hub says besides is passed over.

use crate::chain::DeviceId;
use crate::entry::Mode;
use crate::policy::{Policy, PolicyError};
use crate::preset::Chosen;
use serde::{Deserialize, Serialize};

/// The only version of it that there is.
const VERSION: u64 = 1;
/// Characters of a name.
const LONGEST_NAME: usize = 80;
/// A unit has some policies; more than this is a mistake.
const MOST_POLICIES: usize = 50;

/// What is wanted of one post, or of all posts of a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Whose it is. A post takes none that isn't its own.
    pub device: Option<DeviceId>,
    pub unit_name: Option<String>,
    pub gate_name: Option<String>,
    /// How the gate decides directions.
    pub mode: Option<Mode>,
    /// The preset that is to count, and for how long.
    pub preset: Option<Chosen>,
    /// The name of the policy that is to be asked.
    pub policy: Option<String>,
    /// The unit's own policies, in place of those of the same names.
    pub policies: Vec<Policy>,
}

#[derive(Serialize, Deserialize)]
struct Form {
    v: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device: Option<DeviceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gate_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<Mode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    preset: Option<Chosen>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    policies: Vec<serde_json::Value>,
}

/// Why a text isn't what a post could be told. Nothing changes then.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ConfigError {
    #[error("it can't be understood: {0}")]
    Form(String),
    #[error("it is of version {0} and this program reads version 1: install the newer program")]
    Version(u64),
    #[error("a name has 1 to {LONGEST_NAME} characters, none of them a control character")]
    Name,
    #[error("there are more than {MOST_POLICIES} policies in it")]
    TooMany,
    #[error("one of its policies: {0}")]
    Policy(#[from] PolicyError),
}

impl Config {
    /// Reads the text that a hub handed down, or that somebody gave the hub to hand down.
    pub fn read(text: &str) -> Result<Config, ConfigError> {
        let form: Form =
            serde_json::from_str(text).map_err(|error| ConfigError::Form(error.to_string()))?;
        if form.v != VERSION {
            return Err(ConfigError::Version(form.v));
        }
        let names = [&form.unit_name, &form.gate_name];
        if !names.into_iter().flatten().all(|name| is_name(name)) {
            return Err(ConfigError::Name);
        }
        if form.policies.len() > MOST_POLICIES {
            return Err(ConfigError::TooMany);
        }
        let policies = form.policies.iter();
        let policies = policies.map(|policy| Policy::parse(policy.to_string().as_bytes()));
        Ok(Config {
            device: form.device,
            unit_name: form.unit_name,
            gate_name: form.gate_name,
            mode: form.mode,
            preset: form.preset,
            policy: form.policy,
            policies: policies.collect::<Result<_, _>>()?,
        })
    }

    /// The text; the same for the same config.
    pub fn text(&self) -> String {
        let policies = self.policies.iter();
        let form = Form {
            v: VERSION,
            device: self.device,
            unit_name: self.unit_name.clone(),
            gate_name: self.gate_name.clone(),
            mode: self.mode,
            preset: self.preset.clone(),
            policy: self.policy.clone(),
            // A policy's own text is JSON.
            policies: policies
                .filter_map(|policy| serde_json::from_str(&policy.to_text()).ok())
                .collect(),
        };
        // Text, whole numbers and a policy's JSON: there is nothing that can't be written.
        serde_json::to_string(&form).unwrap_or_default()
    }

    /// What a unit wants, where one further down the tree, or a single post, wants something else:
    /// the nearer word counts, member by member and policy by policy.
    pub fn under(self, nearer: Config) -> Config {
        let mut policies = self.policies;
        policies.retain(|policy| nearer.policies.iter().all(|other| other.id != policy.id));
        policies.extend(nearer.policies);
        policies.sort_by(|one, other| one.id.cmp(&other.id));
        Config {
            device: nearer.device.or(self.device),
            unit_name: nearer.unit_name.or(self.unit_name),
            gate_name: nearer.gate_name.or(self.gate_name),
            mode: nearer.mode.or(self.mode),
            preset: nearer.preset.or(self.preset),
            policy: nearer.policy.or(self.policy),
            policies,
        }
    }
}

fn is_name(name: &str) -> bool {
    let characters = name.chars().count();
    (1..=LONGEST_NAME).contains(&characters)
        && !name.chars().any(char::is_control)
        && !name.trim().is_empty()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use crate::preset::PresetName;
    use proptest::prelude::*;

    fn named(unit: Option<&str>, mode: Option<Mode>) -> Config {
        Config {
            unit_name: unit.map(str::to_owned),
            mode,
            ..Config::default()
        }
    }

    #[test]
    fn the_nearer_word_counts_and_what_it_leaves_open_comes_from_above() {
        let district = Config {
            policy: Some("declaration-today".to_owned()),
            policies: Policy::shipped(),
            ..named(Some("Huyện"), Some(Mode::In))
        };
        let merged = district.clone().under(named(Some("Xã"), None));
        assert_eq!(merged.unit_name.as_deref(), Some("Xã"));
        assert_eq!(merged.mode, Some(Mode::In));
        assert_eq!(merged.policy, district.policy);
        assert_eq!(merged.policies.len(), district.policies.len());
        let mut own = Policy::shipped().remove(0);
        own.name.en = "Ours".to_owned();
        let nearer = Config {
            policies: vec![own.clone()],
            ..Config::default()
        };
        let merged = district.clone().under(nearer);
        assert_eq!(merged.policies.len(), district.policies.len());
        assert!(merged.policies.contains(&own));
    }

    #[test]
    fn what_a_newer_hub_says_besides_is_passed_over_and_a_newer_form_is_refused() {
        let read = Config::read(r#"{"v":1,"mode":"out","perhaps":[1]}"#).unwrap();
        assert_eq!(read, named(None, Some(Mode::Out)));
        assert_eq!(Config::read(r#"{"v":2}"#), Err(ConfigError::Version(2)));
        assert!(matches!(
            Config::read(r#"{"v":1,"mode":"sideways"}"#),
            Err(ConfigError::Form(_))
        ));
        assert_eq!(
            Config::read("{\"v\":1,\"gate_name\":\"A\\nB\"}"),
            Err(ConfigError::Name)
        );
        assert!(matches!(
            Config::read(r#"{"v":1,"policies":[{"v":1}]}"#),
            Err(ConfigError::Policy(_))
        ));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(
            unit in proptest::option::of("[a-zà-ỹ0-9 ]{0,20}[a-z]"),
            mode in proptest::option::of(proptest::sample::select(vec![Mode::In, Mode::Out, Mode::Auto])),
            own in proptest::bool::ANY,
            preset in proptest::option::of(proptest::sample::select(PresetName::ALL.to_vec())),
        ) {
            let config = Config {
                device: Some(DeviceId([7; 16])),
                preset: preset.map(|name| Chosen { name, order: "12/QĐ".to_owned(), ..Chosen::default() }),
                policies: if own { Policy::shipped() } else { Vec::new() },
                ..named(unit.as_deref(), mode)
            };
            prop_assert_eq!(Config::read(&config.text()), Ok(config));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            let _ = Config::read(&text);
        }
    }
}
