//! The file in which settings travel.
//!
//! ```text
//! chot/settings/1                    which form it is
//! {"number":7,"at":…,"settings":…}   one line of JSON
//! KEY SIGNATURE                      base64url: the unit's Ed25519, and its signature over the two lines with their LF
//! ```

use super::HandingError;
use crate::policies::Policies;
use crate::settings::Settings;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::chain::leaf;
use checkpoint::policy::Policy;
use checkpoint::wire::person_key;
use jiff::Timestamp;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const FORM: &str = "chot/settings/1";

/// What every gate has for itself.
pub(super) const OWN: [&str; 5] = ["gate", "gate_name", "drill", "update_folder", "kiosk"];

#[derive(Serialize, Deserialize)]
struct Body {
    number: u64,
    at: Timestamp,
    settings: Value,
    policies: Vec<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trust: Option<String>,
}

/// A file whose signature holds, by whichever unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub(super) key: [u8; 32],
    pub number: u64,
    pub at: Timestamp,
    /// Without what every gate has for itself.
    pub(super) settings: Value,
    pub(super) policies: Vec<Policy>,
    pub(super) trust: Option<String>,
}

impl Opened {
    /// Of the unit's key.
    pub fn digits(&self) -> String {
        digits(&self.key)
    }
}

/// Twelve digits by which people see that two posts mean one key.
pub(super) fn digits(key: &[u8; 32]) -> String {
    person_key::digits(&leaf(&[b"chot/unit/mark/1", &key[..]].concat()))
}

/// The two lines that are signed.
pub(super) fn written(
    number: u64,
    at: Timestamp,
    settings: &Settings,
    policies: &Policies,
    trust: Option<String>,
) -> String {
    // Settings are text, numbers and maps of them: they can always be written.
    let mut chosen = serde_json::to_value(settings).unwrap_or_default();
    if let Value::Object(members) = &mut chosen {
        for own in OWN {
            members.remove(own);
        }
    }
    let own = policies.list().into_iter().filter(|listed| listed.is_own);
    let body = Body {
        number,
        at,
        settings: chosen,
        policies: own
            .filter_map(|listed| serde_json::from_str(&listed.policy.to_text()).ok())
            .collect(),
        trust,
    };
    let body = serde_json::to_string(&body).unwrap_or_default();
    format!("{FORM}\n{body}\n")
}

pub(super) fn signed(lines: &str, key: &[u8; 32], sign: impl FnOnce(&[u8]) -> [u8; 64]) -> String {
    let signature = sign(lines.as_bytes());
    format!("{lines}{} {}\n", base64url(key), base64url(&signature))
}

pub(super) fn open(file: &[u8]) -> Result<Opened, HandingError> {
    let text = std::str::from_utf8(file).map_err(|_| HandingError::NotOne)?;
    let (form, rest) = text.split_once('\n').ok_or(HandingError::NotOne)?;
    if form != FORM {
        return Err(match form.strip_prefix("chot/settings/") {
            Some(_) => HandingError::Newer,
            None => HandingError::NotOne,
        });
    }
    let (body, seal) = rest.split_once('\n').ok_or(HandingError::Forged)?;
    let lines = &file[..form.len() + 1 + body.len() + 1];
    let (key, signature) = seal
        .trim_end()
        .split_once(' ')
        .ok_or(HandingError::Forged)?;
    let key: [u8; 32] = from_base64url(key).ok_or(HandingError::Forged)?;
    let signature: [u8; 64] = from_base64url(signature).ok_or(HandingError::Forged)?;
    UnparsedPublicKey::new(&ED25519, &key)
        .verify(lines, &signature)
        .map_err(|_| HandingError::Forged)?;
    // Its unit signed it, so what isn't understood is a newer program's.
    let body: Body = serde_json::from_str(body).map_err(|_| HandingError::Newer)?;
    let policies = body.policies.iter();
    let policies = policies.map(|policy| Policy::parse(policy.to_string().as_bytes()));
    Ok(Opened {
        key,
        number: body.number,
        at: body.at,
        settings: body.settings,
        policies: policies
            .collect::<Result<_, _>>()
            .map_err(|_| HandingError::Newer)?,
        trust: body.trust,
    })
}
