//! `chot roster`: the unit's own lists of people, and what the log tells of them.
//!
//! Exit codes: 0 done · 1 a file or some of its rows can't be taken, or there is no such list · 3 the lists, the ledger or the
//! settings can't be opened.

use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::post::What;
use crate::roster::badges::Order;
use crate::roster::desk::{Typed, stands_once};
use crate::roster::{File, Plan, Progress, Roster as List, RosterError, Rosters, Standing};
use crate::settings::Settings;
use checkpoint::roster::{Figures, Kind, share};
use checkpoint::subject::fold_name;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Roster {
    #[command(subcommand)]
    verb: Verb,
    /// One JSON object.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// The lists, and how many people each has
    List,
    /// Take a list from an .xlsx or .csv file; a list of this name is renewed
    Import {
        file: PathBuf,
        #[arg(long)]
        name: String,
        /// staff, pupil, trader or resident; of a list that is there, what it is
        #[arg(long, value_parser = kind)]
        kind: Option<Kind>,
        /// Take out whoever isn't in the file
        #[arg(long)]
        drop_missing: bool,
        /// Say what it would do, and do nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Who of a list was seen today, this week, never, and by which codes
    Seen { name: String },
    /// Print badges of those of a list who have none, 24 to an A4 page
    Badges {
        name: String,
        #[arg(long)]
        pdf: PathBuf,
        /// One class or department
        #[arg(long)]
        group: Option<String>,
        /// Also of those who have one: it counts no more
        #[arg(long)]
        again: bool,
    },
    /// A badge is lost: it counts no more
    Revoke {
        name: String,
        /// Whose it is, as the list has them; accents don't matter
        member: String,
        /// The class or department, where several have the same name
        #[arg(long)]
        group: Option<String>,
    },
}

fn kind(word: &str) -> Result<Kind, String> {
    let words = Kind::ALL.map(Kind::as_str).join(", ");
    Kind::of_word(word).ok_or(format!("one of {words}"))
}

/// What a verb works on.
struct Open {
    home: Home,
    rosters: Rosters,
    settings: Settings,
    zone: TimeZone,
    today: Date,
}

impl Roster {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let opened = || -> anyhow::Result<Open> {
            let settings = Settings::load(&Settings::path(&home))?;
            let zone = settings.time_zone()?;
            Ok(Open {
                rosters: Rosters::open(&home)?,
                today: zone.to_datetime(SystemClock::new().now().at).date(),
                home,
                settings,
                zone,
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
            Verb::Import {
                file,
                name,
                kind,
                drop_missing,
                dry_run,
            } => {
                let typed = named(&open, name, *kind)?;
                let take = (!dry_run).then_some(!drop_missing);
                self.import(&mut open, file, &typed, take)
            }
            Verb::Seen { name } => self.seen(&open, name),
            Verb::Badges {
                name,
                pdf,
                group,
                again,
            } => self.badges(&mut open, name, group.as_ref(), *again, pdf),
            Verb::Revoke {
                name,
                member,
                group,
            } => self.revoke(&open, name, member, group.as_deref()),
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
        let all = open.rosters.all()?;
        if self.json {
            let lists: Vec<Value> = all
                .iter()
                .map(|one| json!({ "number": one.number, "kind": one.kind.as_str(), "name": one.name, "people": one.people }))
                .collect();
            println!("{}", json!({ "lists": lists }));
        } else {
            for one in all {
                println!("{}\t{}\t{}", one.name, one.kind.as_str(), one.people);
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// `keeps_gone` is None for a dry run.
    fn import(
        &self,
        open: &mut Open,
        file: &Path,
        typed: &Typed,
        keeps_gone: Option<bool>,
    ) -> anyhow::Result<ExitCode> {
        let bytes =
            std::fs::read(file).map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))?;
        let file = File {
            bytes: &bytes,
            columns: None,
            progress: &Progress::default(),
        };
        let plan = open.rosters.plan(typed, file, open.today)?;
        if let Some(keeps_gone) = keeps_gone.filter(|_| !plan.rows.is_empty()) {
            open.rosters.take(&plan, keeps_gone)?;
        }
        let removed = match keeps_gone {
            Some(false) => plan.gone.len(),
            Some(true) | None => 0,
        };
        if self.json {
            println!("{}", told(&plan, removed));
        } else {
            let same = plan.rows.len() - plan.added() - plan.changed();
            println!(
                "{}: {} added, {} changed, {same} as before, {} not in the file, {removed} taken out",
                plan.name,
                plan.added(),
                plan.changed(),
                plan.gone.len()
            );
            for unlisted in &plan.unlisted {
                let place = &unlisted.place;
                println!(
                    "{}\t{}",
                    [&place.sheet, &place.line.to_string()]
                        .map(String::as_str)
                        .join(" ")
                        .trim(),
                    unlisted.why
                );
            }
        }
        let is_whole = plan.unlisted.is_empty();
        Ok(if is_whole {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        })
    }

    fn badges(
        &self,
        open: &mut Open,
        name: &str,
        group: Option<&String>,
        again: bool,
        pdf: &Path,
    ) -> anyhow::Result<ExitCode> {
        let order = Order {
            roster: list_named(open, name)?.number,
            group: group.cloned(),
            again,
        };
        let pdf = std::path::absolute(pdf)?;
        let now = SystemClock::new().now().at;
        let made = open
            .rosters
            .make_badges(&order, &open.home, &open.settings, now)?;
        open.rosters.keep_badges(&made, &pdf)?;
        if self.json {
            println!("{}", json!({ "badges": made.count(), "pdf": pdf }));
        } else {
            println!("{} badges: {}", made.count(), pdf.display());
        }
        Ok(ExitCode::SUCCESS)
    }

    fn revoke(
        &self,
        open: &Open,
        name: &str,
        member: &str,
        group: Option<&str>,
    ) -> anyhow::Result<ExitCode> {
        let roster = list_named(open, name)?;
        let mut people = open.rosters.members(roster.number)?;
        people.retain(|one| {
            fold_name(&one.member.name) == fold_name(member)
                && group.is_none_or(|group| fold_name(&one.group) == fold_name(group))
        });
        let now = SystemClock::new().now().at;
        let counting = open.rosters.badges(now)?;
        if people.len() > 1 {
            people.retain(|one| counting.contains_key(&one.number));
        }
        let [one] = people.as_slice() else {
            anyhow::bail!(
                "{} people called \"{member}\" are meant: write one name as the list has it, and --group",
                people.len()
            );
        };
        open.rosters.revoke_badge(one.number, now)?;
        if self.json {
            let revoked = json!({ "name": one.member.name, "group": one.group });
            println!("{}", json!({ "revoked": revoked }));
        } else {
            println!("{} {}: revoked", one.member.name, one.group);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn seen(&self, open: &Open, name: &str) -> anyhow::Result<ExitCode> {
        let roster = list_named(open, name)?;
        let days = (open.today, open.settings.keep_subjects_days);
        let stands = stands_once(
            &open.home,
            &open.rosters,
            roster.number,
            days,
            open.zone.clone(),
        )?;
        let groups = stands.groups();
        if self.json {
            let groups: Vec<Value> = groups
                .iter()
                .map(|(name, one)| figures(name, one))
                .collect();
            let people: Vec<Value> = stands
                .people
                .iter()
                .map(|one| person(one, &open.zone))
                .collect();
            let line = json!({
                "list": roster.name,
                "today": stands.today.to_string(),
                "since": stands.since.to_string(),
                "all": figures("", &stands.figures(None)),
                "groups": groups,
                "people": people,
            });
            println!("{line}");
            return Ok(ExitCode::SUCCESS);
        }
        println!("{} since {}", roster.name, stands.since);
        for (name, one) in groups.into_iter().chain([("all", stands.figures(None))]) {
            let part = |count| {
                share(count, one.people).map_or_else(String::new, |tenths| {
                    format!(" ({}.{} %)", tenths / 10, tenths % 10)
                })
            };
            println!(
                "{}\t{} people\ttoday {}{}\tthis week {}{}\tnever {}\twith the app {}{}",
                if name.is_empty() { "-" } else { name },
                one.people,
                one.today,
                part(one.today),
                one.this_week,
                part(one.this_week),
                one.never,
                one.app,
                part(one.app)
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// The list of a name.
fn list_named(open: &Open, name: &str) -> anyhow::Result<List> {
    let mut all = open.rosters.all()?.into_iter();
    let found = all.find(|one| fold_name(&one.name) == fold_name(name));
    found.ok_or_else(|| anyhow::anyhow!("there is no list \"{name}\": see `chot roster list`"))
}

/// The list that a file is for: the one of this name, else a new one.
fn named(open: &Open, name: &str, kind: Option<Kind>) -> Result<Typed, RosterError> {
    let all = open.rosters.all()?;
    let there = all
        .into_iter()
        .find(|one| fold_name(&one.name) == fold_name(name));
    let known = there.as_ref().map(|one| one.kind);
    Ok(Typed {
        roster: there.map(|one| one.number),
        kind: kind.or(known).unwrap_or(Kind::Staff),
        name: name.to_owned(),
    })
}

fn told(plan: &Plan, removed: usize) -> Value {
    let wrong: Vec<Value> = plan
        .unlisted
        .iter()
        .map(|one| json!({ "sheet": one.place.sheet, "row": one.place.line, "why": one.why.to_string() }))
        .collect();
    json!({
        "list": plan.name,
        "added": plan.added(),
        "changed": plan.changed(),
        "same": plan.rows.len() - plan.added() - plan.changed(),
        "missing": plan.gone.len(),
        "removed": removed,
        "wrong": wrong,
    })
}

fn figures(name: &str, one: &Figures) -> Value {
    json!({ "group": name, "people": one.people, "today": one.today, "this_week": one.this_week, "never": one.never,
        "card": one.card, "app": one.app, "pass": one.pass, "badge": one.badge })
}

/// Without the numbers of documents and telephones.
fn person(one: &Standing, zone: &TimeZone) -> Value {
    let by = one
        .told
        .by
        .iter()
        .map(|by| by.map_or(What::Manual, What::Document).word());
    json!({
        "name": one.listed.member.name,
        "group": one.listed.group,
        "today": one.told.today,
        "this_week": one.told.this_week,
        "last": one.told.last.map(|at| zone.to_datetime(at).to_string()),
        "by": by.collect::<Vec<_>>(),
        "absent": one.is_absent,
        "badge": one.badge.map(|until| zone.to_datetime(until).date().to_string()),
    })
}
