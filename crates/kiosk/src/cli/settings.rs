//! `chot settings`: one post's choices, signed by the unit, taken by the others.

use crate::clock::SystemClock;
use crate::home::Home;
use crate::ledger::LedgerError;
use crate::unit_settings::{HandingError, UnitSettings, What};
use std::path::{PathBuf, absolute};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(clap::Args)]
pub struct Settings {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Sign this post's settings, policies and trust list into a file; prints the digits of the unit's key.
    Export { file: PathBuf },
    /// Say what such a file would change here.
    Show { file: PathBuf },
    /// Take it: all but the keys, the gate's number and its name.
    Import {
        file: PathBuf,
        /// The digits that the other post printed; needed the first time, and once the unit has another key.
        #[arg(long, value_name = "DIGITS")]
        unit: Option<String>,
    },
}

impl Settings {
    /// Exit codes: 0 done · 1 refused: why, on standard error · 4 a gate is running: use its window, or end it.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let units = UnitSettings::of(&home, Arc::new(SystemClock::new()), None, false);
        let done = match &self.verb {
            Verb::Export { file } => {
                let file = absolute(file)?;
                units.sign_to(&file).map(|digits| println!("{digits}"))
            }
            Verb::Show { file } => show(&units, file, None).map(drop),
            Verb::Import { file, unit } => {
                let unit = unit.as_deref();
                show(&units, file, unit).and_then(|looked| units.take(&looked, unit))
            }
        };
        Ok(match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("chot: {error}");
                let runs = matches!(&error, HandingError::Ledger(LedgerError::AlreadyRunning));
                ExitCode::from(if runs { 4 } else { 1 })
            }
        })
    }
}

fn show(
    units: &UnitSettings,
    file: &std::path::Path,
    unit: Option<&str>,
) -> Result<crate::unit_settings::Opened, HandingError> {
    let looked = units.look(file, unit)?;
    println!("unit {} of {}", looked.opened.digits(), looked.opened.at);
    for change in &looked.changes {
        let what = match &change.what {
            What::Choice(name) => name.clone(),
            What::Policy(id) => format!("policy {id}"),
            What::TrustList => "trust list".to_owned(),
        };
        println!("{what}: {:?} -> {:?}", change.from, change.to);
    }
    if looked.changes.is_empty() {
        println!("nothing would change");
    }
    Ok(looked.opened)
}
