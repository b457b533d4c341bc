//! `chot places`: the unit's places that have a poster.
//!
//! Exit codes: 0 done · 1 a file or some of its rows can't be taken, there is no such place, or posters can't be made · 3 the
//! register, the ledger or the settings can't be opened.

use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::places::desk::{guide, made, of_paper};
use crate::places::{Doing, Place, Places, PlacesError, Plan, Press};
use crate::roster::Progress;
use crate::settings::Settings;
use anyhow::Context;
use checkpoint::place::Code;
use jiff::civil::Date;
use paper::Printing;
use paper::poster::{Size, posters};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct PlacesVerbs {
    #[command(subcommand)]
    verb: Verb,
    /// One JSON object.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// The places, and how the poster of each stands
    List,
    /// Take places from an .xlsx or .csv file: new ones are added, those of the same code or name changed, none is removed
    Import {
        file: PathBuf,
        /// Say what it would do, and do nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Posters of places, as one PDF
    Posters {
        /// Codes of places; none for all whose posters count
        #[arg(value_name = "CODE")]
        codes: Vec<String>,
        #[arg(long, value_name = "FILE")]
        pdf: PathBuf,
        /// a4, a5, sticker (for a vehicle) or strip (ten cards to a page)
        #[arg(long, default_value = "a4", value_parser = size)]
        size: Size,
    },
    /// The sheet that tells visitors what to do at the gate
    Guide {
        #[arg(long, value_name = "FILE")]
        pdf: PathBuf,
    },
}

fn size(word: &str) -> Result<Size, String> {
    let words = Size::ALL.map(Size::as_str).join(", ");
    Size::of_word(word).ok_or(format!("one of {words}"))
}

/// What a verb works on.
struct Open {
    home: Home,
    places: Places,
    settings: Settings,
    doing: Doing,
}

impl PlacesVerbs {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let opened = || -> anyhow::Result<Open> {
            let settings = Settings::load(&Settings::path(&home))?;
            let at = SystemClock::new().now().at;
            Ok(Open {
                doing: Doing {
                    by: None,
                    at,
                    today: settings.time_zone()?.to_datetime(at).date(),
                },
                places: Places::open(&home)?,
                home,
                settings,
            })
        };
        let mut open = match opened() {
            Ok(open) => open,
            Err(error) => {
                eprintln!("chot: {error:#}");
                return Ok(ExitCode::from(3));
            }
        };
        let done = match &self.verb {
            Verb::List => self.list(&open),
            Verb::Import { file, dry_run } => self.import(&mut open, file, *dry_run),
            Verb::Posters { codes, pdf, size } => print(&open, codes, pdf, *size),
            Verb::Guide { pdf } => guide_to(&open, pdf),
        };
        match done {
            Ok(code) => Ok(code),
            Err(error) => {
                eprintln!("chot: {error:#}");
                Ok(ExitCode::from(1))
            }
        }
    }

    fn list(&self, open: &Open) -> anyhow::Result<ExitCode> {
        let all = open.places.all()?;
        let today = open.doing.today;
        if self.json {
            let places: Vec<Value> = all.iter().map(|place| told(place, today)).collect();
            println!("{}", json!({ "places": places }));
        } else {
            for place in all {
                let line = &place.line;
                println!(
                    "{}\t{}\t{}\t{}\tversion {}",
                    line.code.as_str(),
                    line.kind.as_str(),
                    line.name,
                    place.state(today).as_str(),
                    place.standing.version
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn import(&self, open: &mut Open, file: &Path, dry_run: bool) -> anyhow::Result<ExitCode> {
        let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
        let unit = &open.settings.unit_name;
        let file = crate::roster::File {
            bytes: &bytes,
            columns: None,
            progress: &Progress::default(),
        };
        let plan = open.places.plan(file, unit, open.doing.today)?;
        if !dry_run {
            open.places.take(&plan, open.doing)?;
        }
        let same = plan.rows.len() - plan.added() - plan.changed();
        if self.json {
            println!("{}", told_plan(&plan, same));
        } else {
            println!(
                "{} added, {} changed, {same} as before",
                plan.added(),
                plan.changed()
            );
            for unlisted in &plan.unlisted {
                println!("{}\t{}", unlisted.row, unlisted.why);
            }
        }
        Ok(if plan.unlisted.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        })
    }
}

fn print(open: &Open, codes: &[String], pdf: &Path, size: Size) -> anyhow::Result<ExitCode> {
    let mut chosen = open.places.all()?;
    if !codes.is_empty() {
        let mut wanted = Vec::new();
        for typed in codes {
            let found = Code::of_typed(typed)
                .filter(|code| chosen.iter().any(|place| place.line.code == *code));
            wanted.push(found.ok_or_else(|| PlacesError::NoSuchCode(typed.clone()))?);
        }
        chosen.retain(|place| wanted.contains(&place.line.code));
    }
    let Open {
        home,
        settings,
        doing,
        ..
    } = open;
    let press = Press::open(home, settings, doing.at)?;
    let made = made(&press, &chosen, size, doing.today)?;
    let bytes = posters(&made, size, &Printing::default()).map_err(of_paper)?;
    std::fs::write(pdf, bytes).with_context(|| pdf.display().to_string())?;
    println!("{}", pdf.display());
    Ok(ExitCode::SUCCESS)
}

fn guide_to(open: &Open, pdf: &Path) -> anyhow::Result<ExitCode> {
    let bytes = guide(&open.settings).pdf()?;
    std::fs::write(pdf, bytes).with_context(|| pdf.display().to_string())?;
    println!("{}", pdf.display());
    Ok(ExitCode::SUCCESS)
}

fn told(place: &Place, today: Date) -> Value {
    let (line, standing) = (&place.line, &place.standing);
    json!({
        "number": place.number,
        "code": line.code.as_str(),
        "kind": line.kind.as_str(),
        "name": line.name,
        "address": line.address,
        "contact": line.contact,
        "responsible": line.responsible,
        "capacity": line.capacity,
        "parent": line.parent.as_ref().map(Code::as_str),
        "from": line.from.to_string(),
        "until": line.until.map(|day| day.to_string()),
        "state": place.state(today).as_str(),
        "version": standing.version,
        "posted": standing.posted.map(|at| at.to_string()),
        "checked": standing.checked.map(|at| at.to_string()),
    })
}

fn told_plan(plan: &Plan, same: usize) -> Value {
    let wrong: Vec<Value> = plan
        .unlisted
        .iter()
        .map(|one| json!({ "row": one.row, "why": one.why.to_string() }))
        .collect();
    json!({
        "added": plan.added(),
        "changed": plan.changed(),
        "same": same,
        "wrong": wrong,
    })
}
