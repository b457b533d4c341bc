//! *EU rule*: a rule in the form in which the EU's gateway hands them out (dcc business rules,
//! validation-rule schema), whose logic is CertLogic.

use super::certlogic::{Expression, Malformed, Value};
use super::evidence::EuCertificate;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// A rule with its meta data; the standard's names. Members that nothing here asks for are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct EuRule {
    pub identifier: String,
    #[serde(rename = "Type")]
    pub rule_type: RuleType,
    /// Whose rule it is.
    pub country: String,
    pub certificate_type: CertificateType,
    pub description: Vec<Description>,
    pub engine: String,
    pub valid_from: Timestamp,
    pub valid_to: Timestamp,
    pub logic: Json,
    #[serde(flatten)]
    pub others: BTreeMap<String, Json>,
}

/// What a rule's result means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleType {
    /// Has to be true.
    Acceptance,
    /// Must not be true.
    Invalidation,
}

/// Of which certificates a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateType {
    General,
    Vaccination,
    Test,
    Recovery,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    pub lang: String,
    pub desc: String,
}

impl EuRule {
    /// Its logic, checked.
    pub fn expression(&self) -> Result<Expression, Malformed> {
        Expression::of(&self.logic)
    }

    /// Whether it is asked of a certificate now.
    pub(super) fn is_asked(&self, of: &EuCertificate, at: Timestamp) -> bool {
        let has = |member: &str| of.payload.get(member).is_some_and(Json::is_array);
        let fits = match self.certificate_type {
            CertificateType::General => true,
            CertificateType::Vaccination => has("v"),
            CertificateType::Test => has("t"),
            CertificateType::Recovery => has("r"),
        };
        fits && self.valid_from <= at && at <= self.valid_to
    }

    /// Whether a certificate meets it. A rule that fails over a certificate isn't met.
    pub(super) fn is_met(&self, data: &Value) -> bool {
        let result = self
            .expression()
            .ok()
            .and_then(|logic| logic.evaluate(data).ok());
        match self.rule_type {
            RuleType::Acceptance => result == Some(Value::Bool(true)),
            RuleType::Invalidation => result == Some(Value::Bool(false)),
        }
    }

    /// Its description in a language, else in English, else its name.
    pub(super) fn told(&self, language: &str) -> &str {
        let of = |wanted: &str| {
            self.description
                .iter()
                .find(|description| description.lang.eq_ignore_ascii_case(wanted))
        };
        of(language)
            .or_else(|| of("en"))
            .map_or(&self.identifier, |description| &description.desc)
    }
}

/// What the rules look into: `payload` and `external` (dcc business rules, *rule engine*).
pub(super) fn data(
    of: &EuCertificate,
    value_sets: &BTreeMap<String, Vec<String>>,
    at: Timestamp,
) -> Value {
    let time = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Value::of_json(&json!({
        "payload": of.payload,
        "external": {
            "validationClock": time(at),
            "valueSets": value_sets,
            // Whom the rules are asked for: the gate's own country.
            "countryCode": "VN",
            "issuerCountryCode": of.country,
            "iat": of.issued.map(time),
            "exp": of.expires.map(time),
        },
    }))
}
