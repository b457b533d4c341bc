//! `chot person-key`: gives the posts of one unit one person key, so that whoever enters at one gate and leaves at
//! another is one person in the unit's book.

use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::keys::{Key, KeyStore, Name};
use crate::ledger::{Ledger, LedgerError};
use anyhow::Context;
use checkpoint::subject::PersonKey as Secret;
use checkpoint::wire::person_key::Asking;
use ring::digest::{Context as Hash, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use std::process::ExitCode;
use zeroize::Zeroizing;

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
    /// Exit codes: 0 done · 1 the text isn't what it should be · 3 the ledger can't be opened · 4 a gate is running: end
    /// it first.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        match &self.verb {
            Verb::Ask => {
                let private = private(&KeyStore::of(&home)?)?;
                let asking = Asking::of(&private);
                println!("{}", asking.text());
                eprintln!("{}", asking.digits());
            }
            Verb::Give { asked } => {
                let asking = Asking::read(asked)
                    .context("that isn't what `chot person-key ask` prints: copy it whole")?;
                let keys = KeyStore::of(&home)?;
                let key = keys.get(Name::Person).context(NO_LEDGER)?;
                let key: [u8; 32] = key.bytes().try_into().context("the key is damaged")?;
                let mut ephemeral = [0; 32];
                SystemRandom::new()
                    .fill(&mut ephemeral)
                    .map_err(|_| anyhow::anyhow!("the system gives no random numbers"))?;
                let given = asking.give(&Secret(key), ephemeral);
                println!("{}", given.context("nothing can be sealed to that")?);
                eprintln!("{}", asking.digits());
            }
            Verb::Take { given } => return take(&home, given),
        }
        Ok(ExitCode::SUCCESS)
    }
}

const NO_LEDGER: &str = "this post has no ledger yet: start the gate once";

/// The X25519 key that only this device can have: it is made of the device's own.
fn private(keys: &KeyStore) -> anyhow::Result<Zeroizing<[u8; 32]>> {
    let device = keys.get(Name::Device).context(NO_LEDGER)?;
    let mut hash = Hash::new(&SHA256);
    hash.update(b"chot/person-ask/1");
    hash.update(&[0]);
    hash.update(device.bytes());
    let mut private = Zeroizing::new([0; 32]);
    private.copy_from_slice(hash.finish().as_ref());
    Ok(private)
}

fn take(home: &Home, given: &str) -> anyhow::Result<ExitCode> {
    let mut keys = KeyStore::of(home)?;
    let private = private(&keys)?;
    let Some(key) = Asking::take(&private, given) else {
        eprintln!("that wasn't given to this post, or it isn't whole: ask again");
        return Ok(ExitCode::FAILURE);
    };
    // Nobody writes with the old key meanwhile.
    let ledger = match Ledger::open(home, &SystemClock::new().now()) {
        Ok(ledger) => ledger,
        Err(error) => {
            eprintln!("{error}");
            let running = matches!(error, LedgerError::AlreadyRunning);
            return Ok(ExitCode::from(if running { 4 } else { 3 }));
        }
    };
    keys.replace(Name::Person, Key::new(key.0.to_vec()))?;
    drop(ledger);
    println!("the unit's person key is in use from here on");
    Ok(ExitCode::SUCCESS)
}
