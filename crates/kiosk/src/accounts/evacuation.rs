//! *Evacuation*: who has to be found when the house is left in a hurry. Nobody is asked who they are.

use super::{Accounts, AccountsError, gate, keep};
use crate::book::{Present, Row};
use checkpoint::presence::Passage;
use checkpoint::subject::Identity;
pub use paper::roll::Called;
use paper::{Roll, pdf};
use std::path::PathBuf;
use std::sync::PoisonError;

impl Accounts {
    /// The roll-call of this moment, and the entry `reveal` that says that somebody saw it.
    pub fn call_roll(&self) -> Result<Roll, AccountsError> {
        let now = self.clock.now().at;
        let (book, named, _) = self.book.unasked(now)?;
        let settings = self.settings()?;
        let zone = settings.time_zone()?;
        let roll = book.roll(now)?;
        let one = |came: &Passage, identity: Identity| Called {
            name: identity.name,
            birth_year: identity.birth_year,
            last4: identity.last4,
            came: zone.to_datetime(came.at),
            gate: gate(came.gate, &named),
            is_found: false,
        };
        let called = |people: Vec<Present>| -> Result<Vec<Called>, AccountsError> {
            let people = book.with_lines(people)?.into_iter();
            let came = people.filter_map(|(present, row): (Present, Option<Row>)| {
                let identity = row.map(|row| row.line.identity).unwrap_or_default();
                Some(one(&present.stay.came?, identity))
            });
            Ok(came.collect())
        };
        let unclear = roll.unclear.into_iter();
        let unclear = unclear.map(|(came, row)| one(&came, row.line.identity));
        let roll = Roll {
            whole: settings.unit_name,
            at: zone.to_datetime(now),
            inside: called(roll.inside)?,
            maybe: called(roll.maybe)?,
            unnamed: roll.unnamed,
            unclear: unclear.collect(),
        };
        let listed = [&roll.inside, &roll.maybe, &roll.unclear].map(Vec::len);
        let listed = u32::try_from(listed.iter().sum::<usize>()).unwrap_or(u32::MAX);
        // A full disk must not leave anybody inside: the store's light tells of it.
        let _ = self.at_gate(move |post| post.evacuating(listed));
        *self.called.lock().unwrap_or_else(PoisonError::into_inner) = Some(roll.clone());
        Ok(roll)
    }

    /// Saves the roll-call that was shown last as a PDF to print, with the ticks of its people: those inside, those who may
    /// be, and those who can't be told apart.
    pub fn save_roll(&self, folder: &str, found: &[bool]) -> Result<PathBuf, AccountsError> {
        let folder = self.folder(folder)?;
        let called = self.called.lock().unwrap_or_else(PoisonError::into_inner);
        let mut roll = called.clone().ok_or(AccountsError::Gone)?;
        drop(called);
        let people = roll.inside.iter_mut().chain(&mut roll.maybe);
        for (one, is_found) in people.chain(&mut roll.unclear).zip(found) {
            one.is_found = *is_found;
        }
        let page = roll.page(&self.settings()?.letter);
        let files = [("pdf", pdf::page(&page)?)];
        // As above: what can't be noted is printed all the same.
        let _ = self.at_gate(|post| post.exported(None, None, 1, None));
        let name = format!("so-tan-{}", roll.at.strftime("%Y%m%d-%H%M%S"));
        keep(&folder, &name, &files)
    }
}
