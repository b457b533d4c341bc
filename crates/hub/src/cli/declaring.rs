//! `declare`: what whoever comes is asked, and what they declared.

use super::place::Place;
use crate::declaring::{self, Asking, Field};
use crate::store::day_of_receipt;
use anyhow::{Result, bail};
use checkpoint::document::Question;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

#[derive(clap::Subcommand)]
pub enum Declare {
    /// Says what a unit and all below it ask; what isn't named stays as it is.
    Set(Box<Set>),
    /// Prints what is asked in a unit, as JSON.
    Show {
        #[arg(long)]
        unit: Uuid,
    },
    /// Prints what was declared on a day: number, time, kind, place, people, name.
    List {
        #[arg(long)]
        unit: Uuid,
        /// 2026-11-23; else today in Việt Nam.
        #[arg(long)]
        day: Option<Date>,
    },
    /// Prints how many were declared, by place and kind: times, people. No figure of a gate has them.
    Count {
        #[arg(long)]
        unit: Uuid,
        #[arg(long)]
        first: Option<Date>,
        #[arg(long)]
        last: Option<Date>,
    },
    /// Takes out who a declaration was about, by its number in the list.
    Erase {
        #[arg(long)]
        unit: Uuid,
        number: u64,
    },
}

#[derive(clap::Args)]
pub struct Set {
    #[arg(long)]
    unit: Uuid,
    /// What is asked besides the name, in any order: birth-year,phone
    #[arg(long, value_enum, value_delimiter = ',')]
    fields: Option<Vec<Field>>,
    /// Those of them that may stay empty; "none" for none of them.
    #[arg(long, value_parser = optional)]
    optional: Option<List<Field>>,
    /// Questions of health: fever,cough,short-breath,pneumonia,sore-throat,tired,travel,met-patient,met-traveller,met-symptoms;
    /// "none" turns them off.
    #[arg(long, value_parser = questions)]
    questions: Option<List<Question>>,
    /// Those whose answers the pass carries to the gate; "none" for none of them.
    #[arg(long, value_parser = questions)]
    on_pass: Option<List<Question>>,
    /// How many hours a pass holds.
    #[arg(long)]
    hours: Option<u32>,
    #[arg(long)]
    purpose_vi: Option<String>,
    #[arg(long)]
    purpose_en: Option<String>,
    /// The order or law that it rests on; empty for none.
    #[arg(long)]
    basis: Option<String>,
    /// Whom to ask for one's data: name and telephone.
    #[arg(long)]
    contact: Option<String>,
}

/// Words with commas between them.
#[derive(Clone)]
struct List<T>(Vec<T>);

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<List<T>, String> {
    if text == "none" {
        return Ok(List(Vec::new()));
    }
    let words = text.split(',').map(str::trim);
    words
        .map(|word| read(word).ok_or_else(|| format!("{word:?} is none of them")))
        .collect::<Result<_, _>>()
        .map(List)
}

fn questions(text: &str) -> Result<List<Question>, String> {
    list(text, Question::of_word)
}

fn optional(text: &str) -> Result<List<Field>, String> {
    list(text, Field::of_word)
}

impl Set {
    /// What is asked from now on, where this was asked before.
    fn over(self, mut asking: Asking) -> Asking {
        if let Some(fields) = self.fields {
            asking.optional.retain(|field| fields.contains(field));
            asking.fields = fields;
        }
        if let Some(List(optional)) = self.optional {
            asking.optional = optional;
        }
        if let Some(List(questions)) = self.questions {
            asking
                .on_pass
                .retain(|question| questions.contains(question));
            asking.questions = questions;
        }
        if let Some(List(on_pass)) = self.on_pass {
            asking.on_pass = on_pass;
        }
        asking.hours = self.hours.unwrap_or(asking.hours);
        asking.purpose.vi = self.purpose_vi.unwrap_or(asking.purpose.vi);
        asking.purpose.en = self.purpose_en.unwrap_or(asking.purpose.en);
        asking.contact = self.contact.unwrap_or(asking.contact);
        if let Some(basis) = self.basis {
            asking.basis = Some(basis).filter(|basis| !basis.is_empty());
        }
        asking
    }
}

impl Declare {
    pub async fn run(self, place: &Place) -> Result<()> {
        let store = place.store().await?;
        let today = day_of_receipt(Timestamp::now());
        match self {
            Declare::Set(set) => {
                let unit = set.unit;
                let asking = set.over(declaring::asked(&store, unit, today).await?);
                declaring::ask(&store, unit, &asking).await?;
            }
            Declare::Show { unit } => {
                let asking = declaring::asked(&store, unit, today).await?;
                println!("{}", serde_json::to_string_pretty(&asking)?);
            }
            Declare::List { unit, day } => {
                for one in declaring::of_day(&store, unit, day.unwrap_or(today)).await? {
                    let name = one.name.as_deref().unwrap_or("-");
                    println!(
                        "{} {} {} {} {} {name}",
                        one.seq, one.at, one.kind, one.place, one.heads
                    );
                }
            }
            Declare::Count { unit, first, last } => {
                let last = last.unwrap_or(today);
                let first = first.unwrap_or(last);
                for one in declaring::counted(&store, unit, first, last).await? {
                    println!("{} {} {} {}", one.place, one.kind, one.times, one.heads);
                }
            }
            Declare::Erase { unit, number } => {
                let key = place.key()?;
                if !declaring::erase(&store, &key, unit, number).await? {
                    bail!(
                        "nothing is kept of who {number} was about: chot-hub declare list names them"
                    );
                }
                println!("erased");
            }
        }
        Ok(())
    }
}
