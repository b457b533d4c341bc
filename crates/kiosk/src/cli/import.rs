//! `chot import`: courier files of other posts, taken in here where there is no hub.

use super::trust::root_key;
use crate::code::printed;
use crate::home::Home;
use crate::imported::{District, Imported, ImportedError, import, rows};
use crate::settings::Settings;
use anyhow::Context;
use checkpoint::base64url::base64url;
use checkpoint::entry::UNTRUSTED_DAY;
use checkpoint::report::{Figure, Report};
use checkpoint::wire::courier::Keys;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct Import {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// The folder on the stick; a receipt is written beside each file.
    folder: Option<PathBuf>,
    /// Take in files of posts that nobody here has met, too.
    #[arg(long)]
    adopt: bool,
    /// One JSON object a line.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Make the keys that files are sealed to and receipts signed with, and print what posts need of them
    Key {
        /// The root's key file, which vouches for a year; keep it on a stick, away from every post.
        #[arg(long)]
        root: PathBuf,
        /// Make the root's key where there is none.
        #[arg(long)]
        new: bool,
    },
    /// What the imported logs come to: one line a unit, day and gate
    Report {
        #[arg(long)]
        from: Option<Date>,
        #[arg(long)]
        to: Option<Date>,
    },
}

impl Import {
    /// Exit codes: 0 done · 1 a file wasn't taken in · 3 what was imported can't be opened.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        match (&self.verb, &self.folder) {
            (Some(Verb::Key { root, new }), _) => self.key(&home, root_key(root, *new)?),
            (Some(Verb::Report { from, to }), _) => self.report(&home, *from, *to),
            (None, Some(folder)) => {
                let carried = match import(&home, folder, self.adopt, Timestamp::now()) {
                    Ok(carried) => carried,
                    Err(error) => return Ok(failed(&error)),
                };
                let mut all = true;
                for carried in &carried {
                    let file = carried.file.display().to_string();
                    let line = match &carried.came_of_it {
                        Ok(took) if self.json => json!({
                            "file": file,
                            "device": base64url(&took.device.0),
                            "number": took.number,
                            "new": took.new,
                        })
                        .to_string(),
                        Ok(took) => format!("{file}: {} entries were new", took.new),
                        Err(why) => {
                            all = false;
                            if self.json {
                                json!({ "file": file, "why": why.to_string() }).to_string()
                            } else {
                                format!("{file}: not taken in: {why}")
                            }
                        }
                    };
                    println!("{line}");
                }
                Ok(ExitCode::from(u8::from(!all)))
            }
            (None, None) => anyhow::bail!("name the folder on the stick"),
        }
    }

    fn key(&self, home: &Home, root: ring::signature::Ed25519KeyPair) -> anyhow::Result<ExitCode> {
        let set_up = Imported::open(home)
            .and_then(|imported| District::set_up(home, &imported, &root, Timestamp::now()));
        let public = match set_up {
            Ok(public) => public,
            Err(error) => return Ok(failed(&error)),
        };
        let (district, root) = (base64url(&public.district), base64url(&public.root));
        let keys = Keys {
            district: public.district,
            root: public.root,
        };
        let (text, digits) = (keys.text(), keys.digits());
        if self.json {
            let line =
                json!({ "district": district, "root": root, "keys": text, "digits": digits });
            println!("{line}");
        } else {
            println!("At each post: chot target add courier STICK --name … --keys {text}");
            println!("or in its window, from a file of this output or by this code;");
            println!("it shows the number {digits} there");
            println!("{}", printed(&text));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn report(
        &self,
        home: &Home,
        from: Option<Date>,
        to: Option<Date>,
    ) -> anyhow::Result<ExitCode> {
        let zone = Settings::load(&Settings::path(home))?.time_zone()?;
        let imported = match Imported::open(home) {
            Ok(imported) => imported,
            Err(error) => return Ok(failed(&error)),
        };
        let counted = |day: Date| {
            // The bucket of no day is told in any case.
            day == UNTRUSTED_DAY
                || (from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to))
        };
        for (unit, told) in rows(&imported, &zone).context("imported.db")? {
            let mut days: BTreeMap<(Date, u32), Report> = BTreeMap::new();
            for (slot, report) in &told.rows.0 {
                if counted(slot.day) {
                    days.entry((slot.day, slot.gate)).or_default().merge(report);
                }
            }
            let unit = base64url(&unit.0);
            for ((day, gate), report) in days {
                let day = match day {
                    UNTRUSTED_DAY => "clock-not-trusted".to_owned(),
                    day => day.to_string(),
                };
                if self.json {
                    println!("{}", line(&unit, &day, gate, &report));
                } else {
                    let (entered, left) = (report.people_in(), report.people_out());
                    println!("{unit}  {day}  gate {gate:>3}  in {entered:>6}  out {left:>6}");
                }
            }
            if told.unreadable > 0 {
                eprintln!("{unit}: {} lines can't be read", told.unreadable);
            }
        }
        for (device, kind, branch) in imported.alarms()? {
            eprintln!(
                "post {}: {kind} (branch {})",
                base64url(&device),
                base64url(&branch)
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(unit: &str, day: &str, gate: u32, report: &Report) -> Value {
    let mut line = Map::new();
    line.insert("unit".to_owned(), json!(unit));
    line.insert("day".to_owned(), json!(day));
    line.insert("gate".to_owned(), json!(gate));
    for figure in Figure::ALL {
        line.insert(figure.word().to_owned(), json!(report.get(figure)));
    }
    Value::Object(line)
}

fn failed(error: &ImportedError) -> ExitCode {
    eprintln!("chot: {error}");
    ExitCode::from(3)
}
