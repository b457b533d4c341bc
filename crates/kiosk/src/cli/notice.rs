//! `chot notice`: what visitors are told of their data.
//!
//! Exit codes: 0 done · 1 the file can't be written · 3 the settings can't be read.

use crate::home::Home;
use crate::keys::{KeyStore, Name};
use crate::ledger::is_held;
use crate::privacy::notice;
use crate::settings::Settings;
use anyhow::Context;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Notice {
    /// The sheet, as one A4 page.
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
}

impl Notice {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let settings = match Settings::load(&Settings::path(&home)) {
            Ok(settings) => settings,
            Err(error) => {
                eprintln!("chot: {error:#}");
                return Ok(ExitCode::from(3));
            }
        };
        let keys = KeyStore::of(&home).ok();
        let key = keys.as_ref().and_then(|keys| keys.get(Name::Ledger));
        let is_held = key.is_some_and(|key| is_held(&home, key));
        let Some(file) = &self.pdf else {
            let words = notice::sentence(&settings, is_held);
            println!("{}\n{}", words.vi, words.en);
            return Ok(ExitCode::SUCCESS);
        };
        let pdf = notice::sheet(&settings, is_held).pdf()?;
        std::fs::write(file, pdf).with_context(|| file.display().to_string())?;
        println!("{}", file.display());
        Ok(ExitCode::SUCCESS)
    }
}
