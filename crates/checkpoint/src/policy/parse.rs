//! A policy's file is read, or says what to mend.

use super::certlogic::Malformed;
use super::{Needs, Policy, Rule, Words};
use crate::base64url::from_base64url;

/// The longest file; the EU's rules of one country with their value sets are a fifth of it.
const MOST_BYTES: usize = 1 << 20;
/// Whatever is counted in days or hours: a hundred years.
const MOST_DAYS: u32 = 36_525;
const MOST_RULES: usize = 200;

/// Why a file is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    #[error("longer than 1 MiB: keep only the rules that are asked")]
    TooLong,
    #[error("line {line}, column {column}: {what}")]
    Json {
        line: usize,
        column: usize,
        what: String,
    },
    #[error("\"v\" is {0} and this program reads 1: install the newer program")]
    Version(u32),
    #[error("\"id\" has to be 1 to 60 small letters, digits and hyphens, such as \"two-doses\"")]
    Id,
    #[error("\"{0}\" is empty in Vietnamese or English: write both")]
    Words(&'static str),
    #[error("more than {MOST_RULES} rules: keep only those that are asked")]
    TooManyRules,
    #[error("rule {rule}: \"from\" is later than \"to\": turn them round")]
    Dates { rule: usize },
    #[error("rule {rule}: \"{unit}\" is no unit's name: copy it from the settings page")]
    Unit { rule: usize, unit: String },
    #[error("rule {rule}: \"{what}\" is {days} days; at most {MOST_DAYS} can be asked")]
    TooManyDays {
        rule: usize,
        what: &'static str,
        days: u32,
    },
    #[error("rule {rule}: \"most_days\" is less than \"days\", so that nobody could meet it")]
    Never { rule: usize },
    #[error("rule {rule}: a \"test\" names neither \"pcr_hours\" nor \"rapid_hours\": name one")]
    NoTest { rule: usize },
    #[error("rule {rule}: \"vaccination\" asks for 0 doses: ask for 1 or more")]
    NoDose { rule: usize },
    #[error(
        "rule {rule}: \"{what}\" is said, but \"needs\" doesn't ask for one: add it to \"needs\""
    )]
    NotNeeded { rule: usize, what: &'static str },
    #[error("rule {rule}: \"certlogic\" is asked and the policy has no such rules: add some")]
    NoCertLogic { rule: usize },
    #[error("{identifier}: its engine is \"{engine}\"; only CERTLOGIC can be asked")]
    Engine { identifier: String, engine: String },
    #[error("{identifier}: {what}")]
    Logic { identifier: String, what: Malformed },
}

impl PolicyError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            PolicyError::TooLong => "Tệp dài hơn 1 MiB: chỉ giữ những điều đang hỏi".to_owned(),
            PolicyError::Json { line, column, what } => {
                format!("Dòng {line}, cột {column}: viết chưa đúng ({what})")
            }
            PolicyError::Version(v) => {
                format!("\"v\" là {v}, bản này chỉ đọc được 1: cài bản Chốt mới hơn")
            }
            PolicyError::Id => {
                "\"id\" gồm 1 đến 60 chữ thường không dấu, số và gạch nối, ví dụ \"hai-mui\""
                    .to_owned()
            }
            PolicyError::Words(what) => {
                format!("\"{what}\" còn trống tiếng Việt hoặc tiếng Anh: ghi đủ cả hai")
            }
            PolicyError::TooManyRules => format!("Nhiều hơn {MOST_RULES} quy tắc: bớt lại"),
            PolicyError::Dates { rule } => {
                format!("Quy tắc {rule}: ngày bắt đầu sau ngày kết thúc, đổi lại")
            }
            PolicyError::Unit { rule, unit } => {
                format!("Quy tắc {rule}: không có đơn vị nào tên \"{unit}\"")
            }
            PolicyError::TooManyDays { rule, what, days } => {
                format!("Quy tắc {rule}: \"{what}\" là {days} ngày, nhiều nhất {MOST_DAYS}")
            }
            PolicyError::Never { rule } => {
                format!(
                    "Quy tắc {rule}: số ngày nhiều nhất nhỏ hơn số ngày ít nhất, không ai đạt được"
                )
            }
            PolicyError::NoTest { rule } => {
                format!("Quy tắc {rule}: chưa ghi số giờ cho PCR hoặc test nhanh")
            }
            PolicyError::NoDose { rule } => format!("Quy tắc {rule}: số mũi phải từ 1 trở lên"),
            PolicyError::NotNeeded { rule, what } => {
                format!("Quy tắc {rule}: có ghi \"{what}\" nhưng \"needs\" không đòi giấy ấy")
            }
            PolicyError::NoCertLogic { rule } => {
                format!("Quy tắc {rule}: hỏi CertLogic nhưng chưa có quy tắc CertLogic nào")
            }
            PolicyError::Engine { identifier, engine } => {
                format!("{identifier}: kiểu \"{engine}\" không dùng được, chỉ dùng CERTLOGIC")
            }
            PolicyError::Logic { identifier, what } => {
                format!("{identifier}: viết chưa đúng ({what})")
            }
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

impl Policy {
    /// Reads a policy's file and checks all of it, the CertLogic too.
    pub fn parse(text: &[u8]) -> Result<Policy, PolicyError> {
        if text.len() > MOST_BYTES {
            return Err(PolicyError::TooLong);
        }
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        let policy: Policy = serde_json::from_slice(text).map_err(|error| PolicyError::Json {
            line: error.line(),
            column: error.column(),
            what: without_place(&error),
        })?;
        policy.check()?;
        Ok(policy)
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    fn check(&self) -> Result<(), PolicyError> {
        if self.v != 1 {
            return Err(PolicyError::Version(self.v));
        }
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=60).contains(&self.id.len()) || !self.id.bytes().all(plain) {
            return Err(PolicyError::Id);
        }
        for (what, words) in [("name", &self.name), ("sentence", &self.sentence)] {
            if words.vi.trim().is_empty() || words.en.trim().is_empty() {
                return Err(PolicyError::Words(what));
            }
        }
        if self.rules.len() > MOST_RULES || self.certlogic.len() > MOST_RULES {
            return Err(PolicyError::TooManyRules);
        }
        for (index, rule) in self.rules.iter().enumerate() {
            self.check_rule(index + 1, rule)?;
        }
        for rule in &self.certlogic {
            let identifier = || rule.identifier.clone();
            if rule.engine != "CERTLOGIC" {
                return Err(PolicyError::Engine {
                    identifier: identifier(),
                    engine: rule.engine.clone(),
                });
            }
            rule.expression().map_err(|what| PolicyError::Logic {
                identifier: identifier(),
                what,
            })?;
        }
        Ok(())
    }

    fn check_rule(&self, rule: usize, said: &Rule) -> Result<(), PolicyError> {
        if said.from.zip(said.to).is_some_and(|(from, to)| from > to) {
            return Err(PolicyError::Dates { rule });
        }
        let mut units = said.units.iter();
        if let Some(unit) = units.find(|unit| from_base64url::<16>(unit).is_none()) {
            let unit = unit.clone();
            return Err(PolicyError::Unit { rule, unit });
        }
        let (declaration, certificate) = (&said.declaration, &said.certificate);
        if !said.identity.is_any() && said.needs == Needs::Any {
            let what = "identity";
            return Err(PolicyError::NotNeeded { rule, what });
        }
        if !declaration.is_any() && !said.needs.asks_declaration() {
            let what = "declaration";
            return Err(PolicyError::NotNeeded { rule, what });
        }
        if !certificate.is_any() && !said.needs.asks_certificate() {
            let what = "certificate";
            return Err(PolicyError::NotNeeded { rule, what });
        }
        if certificate.certlogic && self.certlogic.is_empty() {
            return Err(PolicyError::NoCertLogic { rule });
        }
        let limits = [
            ("identity.days", said.identity.days),
            (
                "declaration.hours",
                declaration.hours.map(|hours| hours / 24),
            ),
            ("certificate.days", certificate.days),
            (
                "vaccination.days",
                certificate.vaccination.as_ref().map(|v| v.days),
            ),
            (
                "vaccination.most_days",
                certificate.vaccination.as_ref().and_then(|v| v.most_days),
            ),
            (
                "recovery.days",
                certificate.recovery.as_ref().map(|r| r.days),
            ),
            (
                "test.pcr_hours",
                certificate
                    .test
                    .as_ref()
                    .and_then(|t| t.pcr_hours)
                    .map(|h| h / 24),
            ),
            (
                "test.rapid_hours",
                certificate
                    .test
                    .as_ref()
                    .and_then(|t| t.rapid_hours)
                    .map(|h| h / 24),
            ),
        ];
        for (what, days) in limits {
            if let Some(days) = days.filter(|days| *days > MOST_DAYS) {
                return Err(PolicyError::TooManyDays { rule, what, days });
            }
        }
        if let Some(vaccination) = &certificate.vaccination {
            if vaccination.doses == 0 {
                return Err(PolicyError::NoDose { rule });
            }
            if vaccination
                .most_days
                .is_some_and(|most| most < vaccination.days)
            {
                return Err(PolicyError::Never { rule });
            }
        }
        let names_none =
            |test: &super::TestRule| test.pcr_hours.is_none() && test.rapid_hours.is_none();
        if certificate.test.as_ref().is_some_and(names_none) {
            return Err(PolicyError::NoTest { rule });
        }
        Ok(())
    }
}

/// serde_json says the place at the end of its sentence; it is said in front here.
fn without_place(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ")
        .map_or(said.clone(), |(what, _)| what.to_owned())
}
