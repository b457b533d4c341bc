//! *Asking*: what a unit asks of whoever declares at its pages, and what it promises for it.

use crate::store::{Day, Store, StoreError};
use checkpoint::document::Question;
use checkpoint::policy::Words;
use deadpool_postgres::Object;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Hours that a pass holds at most: a week.
const MOST_HOURS: u32 = 168;
/// Letters of a purpose, a basis, a contact.
const LONGEST: usize = 200;

/// What may be asked besides the name (FORMATS.md, the form people know).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    BirthYear,
    Sex,
    Nationality,
    /// Of an identity card or a passport: enough to compare with the card at the gate, and no number to lose.
    LastDigits,
    Phone,
    Email,
    /// Province and commune.
    Area,
    Address,
    Purpose,
    Host,
}

impl Field {
    /// In the order of the form.
    pub const ALL: [Field; 10] = [
        Field::BirthYear,
        Field::Sex,
        Field::Nationality,
        Field::LastDigits,
        Field::Phone,
        Field::Email,
        Field::Area,
        Field::Address,
        Field::Purpose,
        Field::Host,
    ];

    /// As the form names it.
    pub fn word(self) -> &'static str {
        match self {
            Field::BirthYear => "birth-year",
            Field::Sex => "sex",
            Field::Nationality => "nationality",
            Field::LastDigits => "last-digits",
            Field::Phone => "phone",
            Field::Email => "email",
            Field::Area => "area",
            Field::Address => "address",
            Field::Purpose => "purpose",
            Field::Host => "host",
        }
    }

    /// The one of this word.
    pub fn of_word(word: &str) -> Option<Field> {
        let mut all = Field::ALL.into_iter();
        all.find(|field| field.word() == word)
    }
}

/// What a unit asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Asking {
    /// Besides the name, which is always asked.
    pub fields: Vec<Field>,
    /// Those of them that may stay empty.
    pub optional: Vec<Field>,
    /// None until a unit turns them on: answers are data of health.
    pub questions: Vec<Question>,
    /// Those of the questions whose answers the pass carries to the gate.
    pub on_pass: Vec<Question>,
    /// How long a pass holds.
    pub hours: u32,
    pub purpose: Words,
    /// The order or the law that it rests on, where there is one.
    pub basis: Option<String>,
    /// Whom to ask for one's data; empty: at the gate.
    pub contact: String,
}

impl Default for Asking {
    fn default() -> Asking {
        Asking {
            fields: vec![Field::BirthYear, Field::LastDigits, Field::Purpose],
            optional: vec![Field::LastDigits],
            questions: Vec::new(),
            on_pass: Vec::new(),
            hours: 24,
            purpose: Words {
                vi: "đón tiếp và bảo vệ cơ quan".to_owned(),
                en: "receiving visitors and guarding the premises".to_owned(),
            },
            basis: None,
            contact: String::new(),
        }
    }
}

/// Why a unit can't ask so.
#[derive(Debug, thiserror::Error)]
pub enum AskingError {
    #[error("a pass holds 1 to {MOST_HOURS} hours")]
    Hours,
    #[error("the purpose is written in both languages, 1 to {LONGEST} letters each")]
    Purpose,
    #[error("a basis or a contact has at most {LONGEST} letters, on one line")]
    Length,
    #[error("{0} is optional and isn't asked: name it among the fields, too")]
    NotAsked(&'static str),
    #[error(
        "the pass can't carry the answer to {0}, which isn't asked: name it among the questions, too"
    )]
    NotAnswered(&'static str),
    #[error("there is no such unit: chot-hub unit show names them")]
    NoUnit,
    #[error("what is stored of it can't be read: {0}; set it anew")]
    Stored(#[from] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for AskingError {
    fn from(error: tokio_postgres::Error) -> AskingError {
        AskingError::Store(StoreError::Database(error))
    }
}

impl Asking {
    pub fn asks(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    /// Whether a field that is asked has to be filled in.
    pub fn needs(&self, field: Field) -> bool {
        self.asks(field) && !self.optional.contains(&field)
    }

    /// What a place that nobody guards asks: somebody who could be called, and nothing of health.
    pub fn of_check_in(&self) -> Asking {
        let only = |fields: &[Field]| {
            let fields = fields.iter().copied();
            fields.filter(|field| *field == Field::Phone).collect()
        };
        Asking {
            fields: only(&self.fields),
            optional: only(&self.optional),
            questions: Vec::new(),
            on_pass: Vec::new(),
            ..self.clone()
        }
    }

    fn check(&self) -> Result<(), AskingError> {
        let fits = |text: &str| text.chars().count() <= LONGEST && !text.contains(char::is_control);
        let is_said = |text: &str| !text.trim().is_empty() && fits(text);
        if !(1..=MOST_HOURS).contains(&self.hours) {
            return Err(AskingError::Hours);
        }
        if !is_said(&self.purpose.vi) || !is_said(&self.purpose.en) {
            return Err(AskingError::Purpose);
        }
        if !self.basis.as_deref().is_none_or(is_said) || !fits(&self.contact) {
            return Err(AskingError::Length);
        }
        if let Some(field) = self.optional.iter().find(|field| !self.asks(**field)) {
            return Err(AskingError::NotAsked(field.word()));
        }
        let is_asked = |question: &&Question| self.questions.contains(question);
        match self.on_pass.iter().find(|question| !is_asked(question)) {
            Some(question) => Err(AskingError::NotAnswered(question.word())),
            None => Ok(()),
        }
    }
}

/// What is asked in a unit: its own word, else the nearest one above, else the least.
pub async fn asked(store: &Store, unit: Uuid, today: Date) -> Result<Asking, AskingError> {
    asked_by(&store.hub().await?, unit, today).await
}

pub(super) async fn asked_by(
    client: &Object,
    unit: Uuid,
    today: Date,
) -> Result<Asking, AskingError> {
    let statement = client.prepare_cached(include_str!("asking.sql")).await?;
    let row = client.query_opt(&statement, &[&unit, &Day(today)]).await?;
    match row {
        Some(row) => Ok(serde_json::from_str(row.get(0))?),
        None => Ok(Asking::default()),
    }
}

/// From now on a unit and all below it ask this.
pub async fn ask(store: &Store, unit: Uuid, asking: &Asking) -> Result<(), AskingError> {
    asking.check()?;
    let content = serde_json::to_string(asking)?;
    let client = store.hub().await?;
    client
        .query_opt(include_str!("../tree/unit_there.sql"), &[&unit])
        .await?
        .ok_or(AskingError::NoUnit)?;
    client
        .execute(include_str!("set_asking.sql"), &[&unit, &content])
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_health_is_asked_until_a_unit_asks_it() {
        let asking = Asking::default();
        asking.check().unwrap();
        assert_eq!((asking.questions.len(), asking.hours), (0, 24));
        assert!(asking.needs(Field::BirthYear) && !asking.needs(Field::LastDigits));
        assert!(!asking.asks(Field::Phone));
        for field in Field::ALL {
            let json = serde_json::to_string(&field).unwrap();
            assert_eq!(json, format!("\"{}\"", field.word()));
            assert_eq!(Field::of_word(field.word()), Some(field));
        }
    }

    #[test]
    fn what_contradicts_itself_is_told() {
        let wrong = |change: fn(&mut Asking)| {
            let mut asking = Asking::default();
            change(&mut asking);
            asking.check().unwrap_err().to_string()
        };
        assert!(wrong(|asking| asking.hours = 0).contains("1 to 168"));
        assert!(wrong(|asking| asking.hours = 169).contains("1 to 168"));
        assert!(wrong(|asking| asking.purpose.en.clear()).contains("both languages"));
        assert!(wrong(|asking| asking.contact = "a\nb".to_owned()).contains("one line"));
        assert!(wrong(|asking| asking.optional.push(Field::Phone)).contains("phone"));
        assert!(wrong(|asking| asking.on_pass.push(Question::Fever)).contains("fever"));
    }
}
