//! Scanner: from brightness to the texts of the codes in it, or to a hint for the hand that holds one.
//!
//! rqrr reads. It is fed pictures that we made smaller and binarised ourselves, because its own preparation costs more
//! than all the rest, and it is kept inside a deadline and away from the rest of the program (see [`mod@attempt`]). One
//! frame gives one chance and a visitor gives many: the cheap look comes first in every frame, a closer look follows
//! where something is seen that must be a code, and the dearer ones take turns over successive frames.

mod attempt;
mod binary;
mod finder;
mod hint;
mod look;

use std::time::Duration;

use crate::luma::Luma;
use look::Look;

pub use hint::Hint;

/// A code that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighted {
    /// What it says, as the bytes it carries; nothing is said about their encoding.
    pub text: Vec<u8>,
    /// Its corners in the picture's pixels, clockwise from the code's own top left.
    pub corners: [(f32, f32); 4],
}

/// What was seen in one picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// The codes, each text once, nearest the middle first.
    pub codes: Vec<Sighted>,
    /// What would help, when something is surely a code and nothing could be read.
    pub hint: Option<Hint>,
}

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// One frame of many, to be done in this time.
    Live(Duration),
    /// A picture that has only this chance: every try there is, within [`EVERY_TRY`].
    Every,
}

/// What one picture may cost when it gets every try.
pub const EVERY_TRY: Duration = Duration::from_secs(2);

/// A picture's rows are brought near this for the cheap look: half size at 720 and 1080.
const GLANCE: u32 = 450;
/// Looks at pictures one after the other.
#[derive(Debug, Default)]
pub struct Scanner {
    turn: usize,
}

impl Scanner {
    /// A scanner that has seen nothing yet.
    pub fn new() -> Scanner {
        Scanner::default()
    }

    /// Reads the codes of a picture. Never panics, and ends in about the time that `effort` gives.
    pub fn read(&mut self, luma: &Luma, effort: Effort) -> Scan {
        match effort {
            Effort::Live(budget) => {
                self.turn = self.turn.wrapping_add(1);
                live(luma, self.turn, budget)
            }
            Effort::Every => every(luma),
        }
    }
}

/// The cheap look, then a closer one at what must be a code, else one of the others in turn.
fn live(luma: &Luma, turn: usize, budget: Duration) -> Scan {
    let mut look = Look::new(luma, budget, budget * 3 / 5);
    let factor = glance(luma);
    let small = luma.reduced(factor);
    look.dark(&small, factor as f32);
    if look.is_empty() {
        look.closer(&small, factor as f32);
    }
    if look.is_empty() {
        match turn % 4 {
            0 => look.light(&small, factor as f32),
            1 | 3 => look.middle(),
            _ => look.dark(luma, 1.0),
        }
    }
    look.done()
}

/// Every look that rqrr can take: the first two always, as a picture may hold a large code and a small one.
fn every(luma: &Luma) -> Scan {
    let mut look = Look::new(luma, EVERY_TRY, EVERY_TRY / 4);
    let factor = glance(luma);
    let small = luma.reduced(factor);
    look.dark(&small, factor as f32);
    if factor > 1 {
        look.dark(luma, 1.0);
    }
    let smaller = luma.reduced(factor * 2);
    let looks: [&dyn Fn(&mut Look); 9] = [
        &|look| look.closer(&small, factor as f32),
        &|look| look.light(&small, factor as f32),
        &|look| look.prepared(luma, 1.0, false),
        &|look| look.prepared(&small, factor as f32, false),
        &|look| look.dark(&smaller, (factor * 2) as f32),
        &|look| look.light(luma, 1.0),
        &|look| look.narrow(luma, 1.0),
        &|look| look.prepared(luma, 1.0, true),
        &|look| look.doubled(),
    ];
    for try_it in looks {
        if !look.is_empty() {
            break;
        }
        try_it(&mut look);
    }
    look.done()
}

/// The factor that makes a picture small enough for the cheap look.
fn glance(luma: &Luma) -> u32 {
    ((luma.height + GLANCE / 2) / GLANCE).max(1)
}

#[cfg(test)]
mod tests;
