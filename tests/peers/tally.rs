//! *Tally*: what each decoder found in a set of pictures, and at which cost.

use chot_tests::reading::dice::Dice;
use kiosk::luma::Luma;

use crate::decoders::{Decoder, says, timed};

/// A picture and the texts that stand in it; none where it has no code.
pub struct Picture {
    pub name: String,
    pub luma: Luma,
    pub may: Vec<Vec<u8>>,
}

/// One decoder's account.
pub struct Account {
    pub name: &'static str,
    /// For each picture, whether its text was read.
    pub found: Vec<bool>,
    /// Names of the pictures from which something was read that doesn't stand there.
    pub wrong: Vec<String>,
    pub panics: usize,
    /// Milliseconds of CPU time for each picture.
    pub ms: Vec<f64>,
}

impl Account {
    pub fn count(&self) -> usize {
        self.found.iter().filter(|found| **found).count()
    }

    /// The milliseconds that `share` of the pictures took at most.
    pub fn at(&self, share: f64) -> f64 {
        quantile(&self.ms, share)
    }
}

/// The value that `share` of all are at or below; not a number where there are none.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// Gives every picture to every decoder, each time in another order, so that none has the warm caches always.
/// `afresh` where the pictures have nothing to do with each other.
pub fn compare(
    pictures: impl Iterator<Item = Picture>,
    decoders: &mut [Box<dyn Decoder>],
    afresh: bool,
) -> (Vec<Account>, Vec<String>) {
    let mut accounts: Vec<Account> = decoders
        .iter()
        .map(|decoder| Account {
            name: decoder.name(),
            found: vec![],
            wrong: vec![],
            panics: 0,
            ms: vec![],
        })
        .collect();
    let mut names = Vec::new();
    let mut dice = Dice::of(1, "order");
    for picture in pictures {
        let first = dice.below(decoders.len());
        for turn in 0..decoders.len() {
            let place = (first + turn) % decoders.len();
            let decoder = &mut decoders[place];
            if afresh {
                decoder.begin();
            }
            let reading = timed(decoder.as_mut(), &picture.luma);
            let account = &mut accounts[place];
            let stands = |text: &Vec<u8>| picture.may.iter().any(|may| says(text, may));
            account.found.push(reading.texts.iter().any(stands));
            if !reading.texts.iter().all(stands) {
                account.wrong.push(picture.name.clone());
            }
            account.panics += usize::from(reading.panicked);
            account.ms.push(reading.ms);
        }
        names.push(picture.name);
    }
    (accounts, names)
}

/// For each picture, whether any of these read it.
pub fn together<'a>(accounts: impl Iterator<Item = &'a Account>) -> Vec<bool> {
    let mut any: Vec<bool> = Vec::new();
    for account in accounts {
        any.resize(account.found.len(), false);
        for (any, found) in any.iter_mut().zip(&account.found) {
            *any |= found;
        }
    }
    any
}

/// The names of the pictures that nobody of `ours` read, each with those who did.
pub fn misses(names: &[String], ours: &Account, all: &[Account]) -> Vec<String> {
    let unread = names
        .iter()
        .enumerate()
        .filter(|(place, _)| !ours.found[*place]);
    unread
        .map(|(place, name)| {
            let others: Vec<&str> = all
                .iter()
                .filter(|account| account.found[place])
                .map(|account| account.name)
                .collect();
            if others.is_empty() {
                format!("{name} (nobody)")
            } else {
                format!("{name} ({})", others.join(", "))
            }
        })
        .collect()
}
