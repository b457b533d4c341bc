//! `chot target`: where entries go.

use crate::clock::SystemClock;
use crate::home::Home;
use crate::keys::{Key, KeyStore, Name};
use crate::orders::{enrolled_with, obey_alone};
use crate::outbox::Outbox;
use crate::settings::Settings;
use crate::targets::{Targets, Way};
use crate::uplink::address::{Address, Reach};
use crate::uplink::courier::carry;
use crate::uplink::dry_run::{DryRun, dry_run};
use crate::uplink::enrolment::{Choice, enrol};
use crate::uplink::ladder::climb;
use crate::uplink::standing::Card;
use anyhow::Context;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::subject::Group;
use checkpoint::wire::courier::Keys;
use clap::Subcommand;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(clap::Args)]
pub struct Target {
    #[command(subcommand)]
    verb: Verb,
    /// One JSON object a line.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    /// How every target is doing.
    List,
    /// Add a target: it gets every entry from the first on, and no personal data until groups are picked.
    Add(Add),
    /// Enrol at a hub by the text of its code (`-` reads it from standard input), and add it.
    Enrol {
        code: String,
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        network: Network,
    },
    /// Take a target off the list.
    Remove {
        id: u32,
    },
    /// Send nothing there until it is resumed.
    Pause {
        id: u32,
    },
    Resume {
        id: u32,
    },
    /// Send again everything from a day on, or from the beginning.
    Again {
        id: u32,
        /// yyyy-mm-dd; without it everything.
        #[arg(long)]
        from: Option<Date>,
    },
    /// Pick the groups of personal data that go there, each with its purpose; none takes all back.
    Groups {
        id: u32,
        /// identity=…, contact=…, health=…, note=…
        #[arg(value_parser = parse_group)]
        groups: Vec<(Group, String)>,
    },
    /// Have a purge of personal data wait until the target has it, 30 days at most; `--not` takes it back.
    Require {
        id: u32,
        #[arg(long)]
        not: bool,
    },
    /// Set the secret shared with an HTTPS JSON target, read from standard input (16 bytes and more).
    Secret {
        id: u32,
    },
    /// Show what would be sent next; nothing is sent.
    DryRun {
        id: u32,
        /// The very text instead of a summary.
        #[arg(long)]
        text: bool,
    },
    /// Climb the ladder to a target and name the first rung that fails; nothing is sent.
    Test {
        id: u32,
    },
    /// Entries that a target doesn't take, with the reason.
    Refused {
        id: u32,
    },
    /// Of a courier: take the receipts that lie on the stick, then write everything that waits to it.
    Carry {
        id: u32,
    },
}

#[derive(clap::Args)]
struct Add {
    #[arg(value_enum)]
    kind: KindWord,
    /// A web address or, of a folder, its whole path.
    place: String,
    #[arg(long)]
    name: String,
    /// Of a courier: the district's key (X25519, base64url).
    #[arg(long, value_parser = parse_key, allow_hyphen_values = true)]
    district: Option<[u8; 32]>,
    /// Of a courier: the key of the root that its receipts have to lead to (Ed25519, base64url).
    #[arg(long, value_parser = parse_key, allow_hyphen_values = true)]
    root: Option<[u8; 32]>,
    /// Of a courier: both in one text (CHOTDIST1:…), as the district's hub or Chốt prints them.
    #[arg(long, value_parser = parse_keys, conflicts_with_all = ["district", "root"])]
    keys: Option<Keys>,
    #[command(flatten)]
    network: Network,
}

fn parse_keys(text: &str) -> Result<Keys, String> {
    Keys::find(text).map_err(|error| error.to_string())
}

fn parse_key(text: &str) -> Result<[u8; 32], String> {
    from_base64url(text).ok_or_else(|| "a key is 43 letters of base64url".to_owned())
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum KindWord {
    Hub,
    HttpsJson,
    Folder,
    /// A stick: needs --keys, or --district and --root.
    Courier,
}

/// How far a target may be away; the internet, over https, unless said otherwise.
#[derive(clap::Args)]
struct Network {
    /// It is in this building's network; plain http may be used.
    #[arg(long, conflicts_with = "this_machine")]
    local_network: bool,
    /// It runs on this very PC; plain http may be used.
    #[arg(long)]
    this_machine: bool,
    /// PEM of the organisation's certificates: only what they signed is accepted.
    #[arg(long)]
    ca: Option<PathBuf>,
}

impl Network {
    fn reach(&self) -> Reach {
        match (self.local_network, self.this_machine) {
            (_, true) => Reach::ThisMachine,
            (true, false) => Reach::LocalNetwork,
            (false, false) => Reach::Public,
        }
    }

    fn ca(&self) -> anyhow::Result<Option<String>> {
        self.ca.as_deref().map(read_text).transpose()
    }
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))
}

fn parse_group(text: &str) -> Result<(Group, String), String> {
    let (group, purpose) = text
        .split_once('=')
        .ok_or_else(|| format!("write {text}=… with the purpose"))?;
    let group = match group {
        "identity" => Group::Identity,
        "contact" => Group::Contact,
        "health" => Group::Health,
        "note" => Group::Note,
        _ => {
            return Err(format!(
                "{group:?} is none of identity, contact, health, note"
            ));
        }
    };
    if purpose.trim().is_empty() {
        return Err("say what the personal data is needed for".to_owned());
    }
    Ok((group, purpose.to_owned()))
}

impl Target {
    /// Exit codes: 0 done · 1 it couldn't be done, or the test failed.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let clock = || Arc::new(SystemClock::new());
        let targets = || Targets::open(&home);
        match &self.verb {
            Verb::List => {
                for card in crate::uplink::cards(&home)? {
                    if self.json {
                        print_json(&card);
                    } else {
                        print(&card);
                    }
                }
            }
            Verb::Add(add) => {
                let address = || Address::parse(&add.place, add.network.reach());
                let way = match add.kind {
                    KindWord::Hub => Way::Hub {
                        address: address()?,
                        ca: add.network.ca()?,
                    },
                    KindWord::HttpsJson => Way::HttpsJson {
                        address: address()?,
                        ca: add.network.ca()?,
                    },
                    KindWord::Folder => Way::Folder(add.place.clone().into()),
                    KindWord::Courier => {
                        let named = add.keys.map(|keys| (keys.district, keys.root));
                        let (district, root) = named.or(add.district.zip(add.root)).context(
                            "name the district's keys: --keys, or --district and --root",
                        )?;
                        Way::Courier {
                            folder: add.place.clone().into(),
                            district,
                            root,
                        }
                    }
                };
                let target = targets()?.add(&add.name, &way)?;
                self.done(target.id, "added");
            }
            Verb::Enrol {
                code,
                name,
                network,
            } => {
                let text = match code.as_str() {
                    "-" => read_input()?,
                    code => code.as_bytes().to_vec(),
                };
                let choice = Choice {
                    reach: network.reach(),
                    ca: network.ca()?,
                    name: name.clone(),
                };
                let (target, enrolled) = enrol(&home, &text, &choice, clock())?;
                if let Some(order) = enrolled_with(&enrolled) {
                    // A gate that runs has the log, and gets them by its next heartbeat.
                    let _ = obey_alone(&home, &*clock(), &order);
                }
                let path = Settings::path(&home);
                let mut settings = Settings::load(&path)?;
                settings.take(&enrolled, target.way.host().unwrap_or_default());
                settings.save(&path)?;
                self.done(target.id, "enrolled");
            }
            Verb::Remove { id } => {
                targets()?.remove(*id)?;
                self.done(*id, "removed");
            }
            Verb::Pause { id } => {
                targets()?.pause(*id)?;
                self.done(*id, "paused");
            }
            Verb::Resume { id } => {
                targets()?.resume(*id)?;
                self.done(*id, "resumed");
            }
            Verb::Again { id, from } => {
                let mut targets = targets()?;
                let cursor = match from {
                    Some(day) => {
                        let keys = KeyStore::of(&home)?;
                        let key = keys.get(Name::Ledger).context("there is no ledger yet")?;
                        Outbox::open(&home, key)?.back_to(*day, &targets.get(*id)?)?
                    }
                    None => None,
                };
                targets.send_again_from(*id, cursor)?;
                self.done(*id, "will be sent again");
            }
            Verb::Groups { id, groups } => {
                targets()?.pick(*id, groups, Timestamp::now())?;
                self.done(*id, "groups picked");
            }
            Verb::Require { id, not } => {
                targets()?.require(*id, !not)?;
                self.done(*id, if *not { "not required" } else { "required" });
            }
            Verb::Secret { id } => {
                let secret = Key::new(read_input()?);
                anyhow::ensure!(
                    secret.bytes().len() >= 16,
                    "a secret has 16 bytes or more: give it on standard input"
                );
                let number = targets()?.set_secret(*id, &secret)?;
                self.done(*id, &format!("secret {number} set"));
            }
            Verb::DryRun { id, text } => match dry_run(&home, *id, Timestamp::now())? {
                Some(run) if *text => std::io::stdout().write_all(&run.text)?,
                Some(run) => self.print_run(&run),
                None => self.done(*id, "nothing waits"),
            },
            Verb::Carry { id } => {
                let load = carry(&home, *id, clock())?;
                if self.json {
                    let line = json!({
                        "id": id,
                        "receipts": load.receipts,
                        "files": load.files,
                        "entries": load.entries,
                    });
                    println!("{line}");
                } else {
                    println!(
                        "Target {id}: {} receipts taken, {} files with {} entries written.",
                        load.receipts, load.files, load.entries
                    );
                }
            }
            Verb::Test { id } => {
                let climbed = climb(&home, *id, clock())?;
                if self.json {
                    let line = json!({
                        "id": id,
                        "failed": climbed.failed,
                        "vi": climbed.words.vi,
                        "en": climbed.words.en,
                    });
                    println!("{line}");
                } else {
                    println!("{}", climbed.words.vi);
                }
                return Ok(ExitCode::from(u8::from(climbed.failed.is_some())));
            }
            Verb::Refused { id } => {
                for refused in targets()?.refused(*id)? {
                    let branch = base64url(&refused.at.branch.0);
                    if self.json {
                        let line = json!({
                            "branch": branch,
                            "seq": refused.at.seq,
                            "withheld": refused.withheld,
                            "why": refused.why,
                            "since": refused.since.to_string(),
                        });
                        println!("{line}");
                    } else {
                        let (seq, since) = (refused.at.seq, refused.since);
                        println!("entry {seq} of branch {branch}: {} ({since})", refused.why);
                    }
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn done(&self, id: u32, what: &str) {
        if self.json {
            println!("{}", json!({ "id": id, "done": what }));
        } else {
            println!("Target {id}: {what}.");
        }
    }

    fn print_run(&self, run: &DryRun) {
        let groups: Vec<_> = run
            .groups
            .iter()
            .map(|(picked, entries)| {
                json!({ "group": picked.group, "purpose": picked.purpose, "entries": entries })
            })
            .collect();
        if self.json {
            let line = json!({
                "first": run.first,
                "last": run.last,
                "entries": run.entries,
                "waiting": run.waiting,
                "kinds": run.kinds,
                "groups": groups,
                "bytes": run.text.len(),
                "packed": run.packed,
            });
            println!("{line}");
            return;
        }
        println!(
            "Would send entries {} to {} ({} of them, {} bytes packed); {} would still wait.",
            run.first, run.last, run.entries, run.packed, run.waiting
        );
        for (kind, entries) in &run.kinds {
            println!("  {kind:<12} {entries:>8}");
        }
        if run.groups.is_empty() {
            println!("  no personal data: no group is picked");
        }
        for (picked, entries) in &run.groups {
            println!("  {:?} of {entries}, for: {}", picked.group, picked.purpose);
        }
    }
}

fn read_input() -> anyhow::Result<Vec<u8>> {
    let mut text = Vec::new();
    std::io::stdin().read_to_end(&mut text)?;
    Ok(text.trim_ascii().to_vec())
}

/// A target's card as a line of JSON.
pub(super) fn print_json(card: &Card) {
    let target = &card.target;
    let line = json!({
        "id": target.id,
        "name": target.name,
        "kind": target.way.kind(),
        "place": target.way.place(),
        "reach": target.way.reach(),
        "standing": card.standing,
        "waiting": card.waiting,
        "refused": card.refused,
        "required": target.required,
        "delivered": target.delivered,
        "delivered_at": target.delivered_at.map(|at| at.to_string()),
        "problem": target.problem.as_ref().map(|problem| &problem.word),
        "next_try": target.next_try.map(|at| at.to_string()),
        "forked": target.forked.map(|at| at.to_string()),
        "branch": target.cursor.map(|cursor| base64url(&cursor.branch.0)),
        "seq": target.cursor.map(|cursor| cursor.seq),
        "groups": target.picked.iter().map(|picked| picked.group).collect::<Vec<_>>(),
        "vi": card.words.vi,
        "en": card.words.en,
    });
    println!("{line}");
}

pub(super) fn print(card: &Card) {
    let target = &card.target;
    println!(
        "{:>3}  {}  ({}, {})",
        target.id,
        target.name,
        target.way.kind().as_str(),
        target.way.place()
    );
    println!("     {}", card.said(Timestamp::now()).vi);
}
