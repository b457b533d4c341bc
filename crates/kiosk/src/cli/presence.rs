//! `chot inside` and `chot together`: who was here and when, in numbers and pseudonyms.
//!
//! Exit codes: 0 done · 1 nobody goes by that pseudonym, more than one does, or a time can't be understood · 3 the ledger or the
//! settings can't be opened.

use crate::book::{Book, Present, short};
use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::settings::Settings;
use checkpoint::presence::{Passage, Time};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Inside {
    /// 2026-11-23T10:15 by the unit's clock, or RFC 3339; else now.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub struct Together {
    /// A pseudonym as `chot inside` prints it, or more letters of it.
    #[arg(long, value_name = "PSEUDONYM", allow_hyphen_values = true)]
    person: String,
    /// The first day to look at.
    #[arg(long, value_name = "DAY")]
    from: Date,
    /// The last of them.
    #[arg(long, value_name = "DAY")]
    to: Date,
    /// The least minutes together.
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    min: u32,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

impl Inside {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let (book, zone) = match opened() {
            Ok(opened) => opened,
            Err(error) => return Ok(refused(3, &format!("{error:#}"))),
        };
        let at = match &self.at {
            None => Some(SystemClock::new().now().at),
            Some(text) => moment(text, &zone),
        };
        let Some(at) = at else {
            return Ok(refused(1, "--at is a time like 2026-11-23T10:15"));
        };
        let inside = book.inside(at)?;
        let listed = |people: &[Present]| -> Vec<Value> {
            people.iter().map(|one| told(one, &zone)).collect()
        };
        if self.json {
            let unclear = inside
                .unclear
                .iter()
                .map(|(came, row)| json!({ "line": row.place, "came": passage(came, &zone) }));
            let unclear: Vec<Value> = unclear.collect();
            let line = json!({
                "at": zone.to_datetime(at).to_string(),
                "inside": listed(&inside.people),
                "overnight": listed(&inside.overnight),
                "unnamed": inside.unnamed,
                "unclear": unclear,
            });
            println!("{line}");
            return Ok(ExitCode::SUCCESS);
        }
        println!("{} inside at {}", inside.people.len(), clock(at, &zone));
        inside
            .people
            .iter()
            .for_each(|one| print(one, &zone, false));
        println!("{} who can't be told apart, by count", inside.unnamed);
        println!(
            "{} of these came by a line that no exit can be tied to",
            inside.unclear.len()
        );
        for (came, row) in &inside.unclear {
            println!("  line {}  {}", row.place, shown(came, &zone));
        }
        println!(
            "{} of the day before whom nobody saw going out",
            inside.overnight.len()
        );
        inside
            .overnight
            .iter()
            .for_each(|one| print(one, &zone, false));
        Ok(ExitCode::SUCCESS)
    }
}

impl Together {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        if self.to < self.from {
            return Ok(refused(1, "--to is before --from: turn them round"));
        }
        let (book, zone) = match opened() {
            Ok(opened) => opened,
            Err(error) => return Ok(refused(3, &format!("{error:#}"))),
        };
        let person = match book.persons(&self.person)?[..] {
            [person] => person,
            [] => {
                let what = "nobody goes by that pseudonym: type the eight letters or more that `chot inside` prints";
                return Ok(refused(1, what));
            }
            [..] => return Ok(refused(1, "more than one begins so: type more letters")),
        };
        let now = SystemClock::new().now().at;
        let days = (self.from, self.to);
        let together = book.together(person, days, i64::from(self.min), now)?;
        if self.json {
            let listed = |people: &[Present]| -> Vec<Value> {
                people.iter().map(|one| told(one, &zone)).collect()
            };
            let line = json!({
                "person": short(person),
                "own": listed(&together.own),
                "met": listed(&together.met),
                "unnamed": together.unnamed,
            });
            println!("{line}");
            return Ok(ExitCode::SUCCESS);
        }
        println!("{} was here {} times", short(person), together.own.len());
        together.own.iter().for_each(|one| print(one, &zone, false));
        for (time, what) in [
            (Time::Real, "met, by times that were recorded"),
            (Time::Paper, "met, by times of the paper book"),
            (Time::Estimated, "may have met: an end is an estimate"),
        ] {
            let met: Vec<&Present> = together.met.iter().filter(|met| met.time == time).collect();
            println!("{} {what}", met.len());
            met.into_iter().for_each(|one| print(one, &zone, true));
        }
        println!(
            "{} passed on these days and can't be told apart: nobody can say whether they met",
            together.unnamed
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn opened() -> anyhow::Result<(Book, TimeZone)> {
    let home = Home::resolve()?;
    let zone = Settings::load(&Settings::path(&home))?.time_zone()?;
    Ok((Book::open(&home, zone.clone())?, zone))
}

fn refused(code: u8, what: &str) -> ExitCode {
    eprintln!("chot: {what}");
    ExitCode::from(code)
}

/// With its offset, or by the unit's clock.
fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        zone.to_timestamp(local).ok()
    })
}

fn clock(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn word(time: Time) -> &'static str {
    match time {
        Time::Real => "real",
        Time::Paper => "paper",
        Time::Estimated => "estimated",
    }
}

fn passage(passage: &Passage, zone: &TimeZone) -> Value {
    json!({
        "at": zone.to_datetime(passage.at).to_string(),
        "gate": passage.gate,
        "time": word(passage.time),
    })
}

fn told(present: &Present, zone: &TimeZone) -> Value {
    let passage = |told: Option<Passage>| told.map(|told| passage(&told, zone));
    json!({
        "person": short(present.stay.person),
        "came": passage(present.stay.came),
        "left": passage(present.stay.left),
        "minutes": present.minutes,
        "time": word(present.time),
    })
}

fn shown(passage: &Passage, zone: &TimeZone) -> String {
    let time = match passage.time {
        Time::Real => "",
        Time::Paper => " (paper)",
        Time::Estimated => " (estimated)",
    };
    format!("{} gate {}{time}", clock(passage.at, zone), passage.gate)
}

fn print(present: &Present, zone: &TimeZone, with_minutes: bool) {
    let passage = |told: Option<Passage>| told.map_or("?".to_owned(), |told| shown(&told, zone));
    let minutes = if with_minutes {
        format!("{} min  ", present.minutes)
    } else {
        String::new()
    };
    println!(
        "  {}  {minutes}{} – {}",
        short(present.stay.person),
        passage(present.stay.came),
        passage(present.stay.left)
    );
}
