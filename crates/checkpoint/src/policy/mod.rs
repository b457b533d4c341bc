//! *Policy*: what the unit asks of whoever wants to come in, as data.
//!
//! A policy is a JSON file that a person writes or the admin's page edits. It asks for documents, says
//! how old each may be and what a certificate has to say, and what to do where something is missing or
//! doubtful: admit, look or refuse. It is asked of those who come in; whoever leaves needs nothing.
//!
//! [`Policy::finding`] holds it against what somebody has shown, and lists each rule met and failed.

pub mod certlogic;
mod eu_rule;
mod evidence;
mod explain;
mod finding;
mod of_document;
mod parse;
mod told;

pub use eu_rule::{CertificateType, EuRule, RuleType};
pub use evidence::{Certificate, EuCertificate, Evidence, Fate, Says};
pub use finding::{Finding, Need, Tested};
pub use parse::PolicyError;

use crate::base64url::from_base64url;
use crate::document::Question;
use crate::entry::Party;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a unit asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The form of the file: 1.
    pub v: u32,
    /// Names the policy and its file: small letters, digits and hyphens.
    pub id: String,
    pub name: Words,
    /// What the guard reads of it.
    pub sentence: Words,
    /// The number of the order that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Of those that fit a visitor's kind, the unit and the day, the first one counts. Where none
    /// fits, nothing is asked.
    pub rules: Vec<Rule>,
    /// Rules of the EU's kind over the EU's certificates; a rule of this policy says whether they are
    /// asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certlogic: Vec<EuRule>,
    /// The value sets that they look into, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub value_sets: BTreeMap<String, Vec<String>>,
    /// Hours in which a certificate or pass may not be shown by somebody else; 0 never asks.
    #[serde(default = "a_day")]
    pub used_again_hours: u32,
}

/// A sentence in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub vi: String,
    pub en: String,
}

/// What is asked of some visitors, at some units, for some time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Empty: everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visitors: Vec<Party>,
    /// Units by their base64url names; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// The first day of the unit on which it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    pub needs: Needs,
    #[serde(default, skip_serializing_if = "IdentityRule::is_any")]
    pub identity: IdentityRule,
    #[serde(default, skip_serializing_if = "DeclarationRule::is_any")]
    pub declaration: DeclarationRule,
    #[serde(default, skip_serializing_if = "CertificateRule::is_any")]
    pub certificate: CertificateRule,
    #[serde(default)]
    pub then: Actions,
}

/// Which documents a visit needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    Identity,
    IdentityAndDeclaration,
    IdentityAndCertificate,
    /// An ID document, and one of the two.
    IdentityAndDeclarationOrCertificate,
    /// Any document that tells who somebody is, a certificate or a pass too.
    Any,
}

impl Needs {
    fn asks_declaration(self) -> bool {
        match self {
            Needs::IdentityAndDeclaration | Needs::IdentityAndDeclarationOrCertificate => true,
            Needs::Identity | Needs::IdentityAndCertificate | Needs::Any => false,
        }
    }

    fn asks_certificate(self) -> bool {
        match self {
            Needs::IdentityAndCertificate | Needs::IdentityAndDeclarationOrCertificate => true,
            Needs::Identity | Needs::IdentityAndDeclaration | Needs::Any => false,
        }
    }
}

/// How old an ID document may be. A badge has an end of its own and is never too old.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityRule {
    /// Days since it was issued, at most. One that doesn't say when, as a personal code, doesn't meet it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// How old a declaration may be, and what it may not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclarationRule {
    /// Made on the day of the visit.
    #[serde(default)]
    pub today: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// Questions to which it may not say yes. The guard asks them of whoever declares at the gate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_to: Vec<Question>,
}

/// What a certificate has to say: one of the kinds that are named here is enough. Where none is
/// named, any certificate is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateRule {
    /// The disease by its SNOMED CT code, as certificates write it in `tg`.
    #[serde(default = "covid_19")]
    pub against: String,
    /// Days since it was issued, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vaccination: Option<VaccinationRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<RecoveryRule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<TestRule>,
    /// The policy's CertLogic rules are asked of EU certificates besides.
    #[serde(default)]
    pub certlogic: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaccinationRule {
    /// At least so many.
    pub doses: u32,
    /// Or as many as the vaccine's own series has.
    #[serde(default)]
    pub or_whole_series: bool,
    /// Since the last one, at least.
    #[serde(default)]
    pub days: u32,
    /// Since the last one, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_days: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoveryRule {
    /// Since the first positive test, at most. The certificate's own dates hold besides.
    pub days: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestRule {
    /// Each with the hours since its sample was taken, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pcr_hours: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rapid_hours: Option<u32>,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Admit,
    Look,
    Refuse,
}

/// What to do where something isn't as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Actions {
    /// A document that is needed wasn't shown.
    pub missing: Action,
    /// A document was shown and doesn't say what is asked.
    pub unmet: Action,
    /// It is past its end, or before its beginning.
    pub expired: Action,
    /// No trust list names its issuer.
    pub unknown: Action,
    /// Its signature is wrong: forged or damaged.
    pub forged: Action,
    pub revoked: Action,
}

impl Default for Actions {
    fn default() -> Actions {
        Actions {
            missing: Action::Look,
            unmet: Action::Look,
            expired: Action::Look,
            unknown: Action::Look,
            forged: Action::Look,
            revoked: Action::Look,
        }
    }
}

/// Where and when a policy is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked<'a> {
    /// The unit's name, where it is known.
    pub unit: Option<&'a [u8; 16]>,
    /// Of the visitor.
    pub party: Party,
    pub at: jiff::Timestamp,
    /// Where the unit's days begin.
    pub zone: &'a jiff::tz::TimeZone,
}

impl Default for CertificateRule {
    fn default() -> CertificateRule {
        CertificateRule {
            against: covid_19(),
            days: None,
            vaccination: None,
            recovery: None,
            test: None,
            certlogic: false,
        }
    }
}

fn covid_19() -> String {
    "840539006".to_owned()
}

fn a_day() -> u32 {
    24
}

impl IdentityRule {
    fn is_any(&self) -> bool {
        *self == IdentityRule::default()
    }
}

impl DeclarationRule {
    fn is_any(&self) -> bool {
        *self == DeclarationRule::default()
    }
}

impl CertificateRule {
    fn is_any(&self) -> bool {
        *self == CertificateRule::default()
    }
}

impl Rule {
    fn fits(&self, asked: &Asked<'_>) -> bool {
        let today = asked.zone.to_datetime(asked.at).date();
        let unit = || {
            asked.unit.is_some_and(|unit| {
                let mut units = self.units.iter();
                units.any(|named| from_base64url::<16>(named).as_ref() == Some(unit))
            })
        };
        (self.visitors.is_empty() || self.visitors.contains(&asked.party))
            && (self.units.is_empty() || unit())
            && self.from.is_none_or(|from| from <= today)
            && self.to.is_none_or(|to| today <= to)
    }
}

/// *Identity only*.
impl Default for Policy {
    fn default() -> Policy {
        Policy::shipped().into_iter().next().unwrap_or(Policy {
            v: 1,
            id: IDENTITY_ONLY.to_owned(),
            name: Words::default(),
            sentence: Words::default(),
            order: None,
            rules: Vec::new(),
            certlogic: Vec::new(),
            value_sets: BTreeMap::new(),
            used_again_hours: a_day(),
        })
    }
}

impl Policy {
    /// The policies that every Chốt has, the default first.
    pub fn shipped() -> Vec<Policy> {
        SHIPPED
            .iter()
            .filter_map(|text| Policy::parse(text.as_bytes()).ok())
            .collect()
    }

    /// Of whom a declaration would be taken: what it may not say yes to. None where none is asked for.
    pub fn declaring(&self, asked: &Asked<'_>) -> Option<&[Question]> {
        let rule = self.rule(asked)?;
        rule.needs
            .asks_declaration()
            .then_some(rule.declaration.no_to.as_slice())
    }

    /// The rule that is asked of a visitor here and now.
    pub fn rule(&self, asked: &Asked<'_>) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.fits(asked))
    }
}

/// The default's name.
pub const IDENTITY_ONLY: &str = "identity-only";

const SHIPPED: [&str; 5] = [
    include_str!("../../../../assets/policies/identity-only.json"),
    include_str!("../../../../assets/policies/declaration-today.json"),
    include_str!("../../../../assets/policies/everybody-declares-today.json"),
    include_str!("../../../../assets/policies/everybody-declares-or-certifies.json"),
    include_str!("../../../../assets/policies/two-doses-recovered-or-pcr.json"),
];
