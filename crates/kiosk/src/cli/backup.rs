//! `chot backup` and `chot restore`: a copy of this post, and a post that begins with one.

use crate::backup::{Backups, RestoreError, finish};
use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::ledger::{LedgerError, Reading};
use crate::staff::Staff;
use std::io::BufRead;
use std::path::{PathBuf, absolute};
use std::process::ExitCode;
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(clap::Args)]
pub struct Backup {
    /// Into this folder; else into the one that was chosen on the page Backup.
    #[arg(long)]
    to: Option<PathBuf>,
}

#[derive(clap::Args)]
pub struct Restore {
    /// The folder that the backups went to, or one backup in it.
    #[arg(long)]
    from: PathBuf,
    /// The recovery key as it was printed; else it is asked for on standard input.
    #[arg(long)]
    key: Option<String>,
    /// The log that is here may be set aside although visitors are in it.
    #[arg(long)]
    set_aside: bool,
}

fn backups(home: &Home) -> (Backups, Arc<dyn Clock>) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let staff = Arc::new(Staff::of(home));
    (Backups::at_shell(home, Arc::clone(&clock), staff), clock)
}

impl Backup {
    /// Exit codes: 0 done · 1 no backup was made: why, on standard error.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let folder = self.to.as_deref().map(absolute).transpose()?;
        match backups(&home).0.back_up_to(folder.as_deref()) {
            Ok(made) => {
                println!(
                    "{}: {} entries, backup {}",
                    made.path.display(),
                    made.label.entries,
                    made.label.number
                );
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                eprintln!("chot: {error}");
                Ok(ExitCode::from(1))
            }
        }
    }
}

impl Restore {
    /// Exit codes: 0 done, and the chain holds · 1 nothing was changed: why, on standard error · 4 a gate is running:
    /// the backup takes its ledger's place when it is ended and opened again.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let key = Zeroizing::new(match &self.key {
            Some(key) => key.clone(),
            None => {
                eprintln!("The recovery key:");
                let mut line = String::new();
                std::io::stdin().lock().read_line(&mut line)?;
                line
            }
        });
        let (backups, clock) = backups(&home);
        let staged = match backups.restore(&self.from, &key, self.set_aside) {
            Ok(staged) => staged,
            Err(error) => {
                eprintln!("chot: {error}");
                return Ok(ExitCode::from(1));
            }
        };
        if staged.is_older {
            eprintln!("The newest backup is torn: this is the one before it.");
        }
        println!(
            "Backup {} of {}: {} entries",
            staged.number, staged.at, staged.entries
        );
        match finish(&home, &clock.now()) {
            Ok(aside) => {
                if let Some(aside) = aside {
                    println!("The ledger that was here is kept as {}", aside.display());
                }
            }
            Err(RestoreError::Ledger(LedgerError::AlreadyRunning)) => {
                println!("A gate is running: end it and open it again, then this is its ledger.");
                return Ok(ExitCode::from(4));
            }
            Err(error) => {
                eprintln!("chot: {error}");
                return Ok(ExitCode::from(1));
            }
        }
        match Reading::open(&home).and_then(|reading| reading.verify())? {
            Ok(proven) => println!("The chain holds: {} entries.", proven.entries),
            Err(fault) => {
                eprintln!("chot: entry {}: {}", fault.seq, fault.what);
                return Ok(ExitCode::from(1));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
