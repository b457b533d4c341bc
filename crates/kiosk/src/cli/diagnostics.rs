//! `chot diagnostics`: one ZIP for whoever helps, without personal data.

use crate::clock::SystemClock;
use crate::diagnostics::save;
use crate::home::Home;
use anyhow::Context;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Diagnostics {
    /// The file to be written.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Diagnostics {
    /// Exit codes: 0 done · 1 the file can't be written.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let out = std::path::absolute(&self.out)?;
        save(&home, &SystemClock::new(), &out).with_context(|| out.display().to_string())?;
        println!("{}", out.display());
        Ok(ExitCode::SUCCESS)
    }
}
