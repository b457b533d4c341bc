//! `chot person-key`: gives the posts of one unit one person key, so that whoever enters at one gate and leaves at
//! another is one person in the unit's book.

use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::ledger::{Ledger, LedgerError};
use crate::person_key::{PersonKeyError, PersonKeys};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(clap::Args)]
pub struct PersonKey {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// At the new post: prints a text to be carried to a post that has the unit's key, and digits to compare.
    Ask,
    /// At a post that has it: prints the key, sealed to the post whose text this is. Compare the digits first.
    Give { asked: String },
    /// At the new post, before its first visitor: takes what the other one printed.
    Take { given: String },
}

impl PersonKey {
    /// Exit codes: 0 done · 1 the text isn't what it should be, or visitors were entered here before · 3 the ledger
    /// can't be opened · 4 a gate is running: end it first, or use its window's page of the unit's key.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let keys = PersonKeys::of(&home, Arc::new(SystemClock::new()), None, false);
        let done = match &self.verb {
            Verb::Ask => keys.ask().map(Some),
            // Whoever types it has compared the digits: they are printed with the asking.
            Verb::Give { asked } => keys
                .look(asked)
                .and_then(|digits| keys.give(asked, &digits))
                .map(Some),
            Verb::Take { given } => take(&home, &keys, given).map(|()| None),
        };
        match done {
            Ok(Some(code)) => {
                println!("{}", code.text);
                eprintln!("{}", code.digits);
            }
            Ok(None) => println!("the unit's person key is in use from here on"),
            Err(error) => {
                eprintln!("chot: {error}");
                return Ok(ExitCode::from(code_of(&error)));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn take(home: &Home, keys: &PersonKeys, given: &str) -> Result<(), PersonKeyError> {
    let key = keys.open(given)?;
    let now = SystemClock::new().now();
    let mut ledger = Ledger::open(home, &now)?;
    if ledger.take_person_key(key, &now)? {
        Ok(())
    } else {
        Err(PersonKeyError::Visitors)
    }
}

fn code_of(error: &PersonKeyError) -> u8 {
    match error {
        PersonKeyError::Ledger(LedgerError::AlreadyRunning) => 4,
        PersonKeyError::Ledger(_) | PersonKeyError::Trouble(_) | PersonKeyError::Key(_) => 3,
        PersonKeyError::NotAllowed(_)
        | PersonKeyError::Demo
        | PersonKeyError::NoLedger
        | PersonKeyError::NotAnAsking
        | PersonKeyError::Own
        | PersonKeyError::Stale
        | PersonKeyError::OtherDigits
        | PersonKeyError::NotGiven
        | PersonKeyError::OtherPost
        | PersonKeyError::Damaged
        | PersonKeyError::Visitors
        | PersonKeyError::NoRandom => 1,
    }
}
