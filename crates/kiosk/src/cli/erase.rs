//! `chot erase`: takes out what this post keeps of somebody, and names those who may have a copy.

use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::ledger::{Ledger, LedgerError};
use crate::settings::Settings;
use crate::targets::{Cursor, Targets};
use crate::uplink::telling::untold;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::chain::BranchName;
use jiff::Timestamp;
use serde_json::json;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Erase {
    #[command(subcommand)]
    verb: Verb,
    /// One JSON object a line.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Erase the personal data of an entry; the entry itself stays, and another says that it was done.
    Entry {
        seq: u64,
        /// Of every entry about the same person.
        #[arg(long)]
        person: bool,
    },
    /// Receivers that may hold erased data and can't confirm that they erased it too: tell them.
    TellThem,
    /// Somebody told a receiver.
    Told {
        target: u32,
        /// As `tell-them` prints it.
        #[arg(allow_hyphen_values = true)]
        branch: String,
        seq: u64,
    },
}

impl Erase {
    /// Exit codes: 0 done · 1 there is no such entry, or it was erased before · 3 the ledger or the
    /// settings can't be opened · 4 a gate is running: end it first.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        match &self.verb {
            Verb::Entry { seq, person } => return self.erase(&home, *seq, *person),
            Verb::TellThem => self.tell_them(&home)?,
            Verb::Told {
                target,
                branch,
                seq,
            } => {
                let branch = from_base64url(branch)
                    .ok_or_else(|| anyhow::anyhow!("a branch is 22 letters of base64url"))?;
                let erasure = Cursor {
                    branch: BranchName(branch),
                    seq: *seq,
                };
                Targets::open(&home)?.tell(*target, erasure, Timestamp::now())?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn erase(&self, home: &Home, seq: u64, person: bool) -> anyhow::Result<ExitCode> {
        let now = SystemClock::new().now();
        let settings = match Settings::load(&Settings::path(home)) {
            Ok(settings) => settings,
            Err(error) => return failed(&error, 3),
        };
        let zone = settings.time_zone()?;
        let erased = Ledger::open(home, &now).and_then(|mut ledger| {
            let mut about = ledger.about_the_same_person(seq, &now)?;
            if !person {
                about.truncate(1);
            }
            let mut erased = Vec::new();
            for of in &about {
                if ledger
                    .erase(of, None, &now, settings.gate, &zone)?
                    .is_some()
                {
                    erased.push(of.seq);
                }
            }
            ledger.forget_old_pages(&now)?;
            Ok(erased)
        });
        let erased = match erased {
            Ok(erased) => erased,
            Err(error @ LedgerError::AlreadyRunning) => return failed(&error, 4),
            Err(error) => return failed(&error, 3),
        };
        if self.json {
            println!("{}", json!({ "erased": erased }));
        } else {
            println!("{} entries erased", erased.len());
            self.tell_them(home)?;
        }
        Ok(ExitCode::from(u8::from(erased.is_empty())))
    }

    fn tell_them(&self, home: &Home) -> anyhow::Result<()> {
        for untold in untold(home)? {
            let (target, erasure) = (&untold.target, &untold.erasure);
            let branch = base64url(&erasure.by.branch.0);
            if self.json {
                let line = json!({
                    "target": target.id,
                    "name": target.name,
                    "branch": branch,
                    "seq": erasure.by.seq,
                    "of": erasure.of.seq,
                    "at": erasure.at.to_string(),
                });
                println!("{line}");
            } else {
                println!(
                    "tell target {} ({}): erase entry {} (then: chot erase told {} {branch} {})",
                    target.id, target.name, erasure.of.seq, target.id, erasure.by.seq
                );
            }
        }
        Ok(())
    }
}

fn failed(error: &dyn std::error::Error, code: u8) -> anyhow::Result<ExitCode> {
    eprintln!("chot: {error}");
    Ok(ExitCode::from(code))
}
