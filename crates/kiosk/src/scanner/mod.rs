//! Scanner: from brightness to the texts of the codes in it, or to a hint for the hand that holds one.
//!
//! Two decoders read: rqrr, and zxing-cpp for what rqrr doesn't. One frame gives one chance and a visitor gives many, so
//! the tries are a cascade (see [`mod@cascade`]): the cheap looks come first in every frame, the dearer ones take turns
//! over successive frames at the place where a code was last seen. Every look ends with the frame's time, whatever is in
//! the picture, and no panic of a decoder leaves this module.

mod attempt;
mod binary;
mod card;
mod cascade;
mod finder;
mod hint;
mod homography;
mod look;
pub mod near;
mod pair;
mod place;
mod refocus;
mod resize;
mod sampler;
mod sequence;
mod stack;
mod text;
mod zxing;

use std::time::{Duration, Instant};

use crate::luma::Luma;
use card::Cards;
use cascade::Memory;
use look::Look;
use sequence::{Sequel, Sequences};
use text::Segment;
use zxing::Zxing;

pub use hint::Hint;

/// A code that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighted {
    /// What it says: UTF-8 where the code's charset is sure, else the bytes as they are.
    pub text: Vec<u8>,
    /// The bytes it carries; of a sequence, those of all its symbols.
    pub bytes: Vec<u8>,
    /// Its corners in the picture's pixels, clockwise from the code's own top left.
    pub corners: [(f32, f32); 4],
    /// Who read it.
    pub decoder: Decoder,
    /// 1 to 40: 21 to 177 modules a side.
    pub version: u8,
    /// How much of it may be spoilt.
    pub level: Level,
}

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoder {
    Rqrr,
    ZxingCpp,
}

/// How much of a code may be spoilt: about 7, 15, 25 and 30 in a hundred of its codewords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    L,
    M,
    Q,
    H,
}

/// What was seen in one picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scan {
    /// The codes, each text once, nearest the middle first.
    pub codes: Vec<Sighted>,
    /// What would help, when something is surely a code and nothing could be read.
    pub hint: Option<Hint>,
    /// The corners of what must be a code and could not be read, likeliest first.
    pub unread: Vec<[(f32, f32); 4]>,
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
pub const EVERY_TRY: Duration = Duration::from_secs(1);

/// A code as a decoder gives it.
#[derive(Debug, Clone, PartialEq)]
struct Symbol {
    segments: Vec<Segment>,
    corners: [(f32, f32); 4],
    decoder: Decoder,
    version: u8,
    level: Level,
    /// Which of the symbols of a longer message it is.
    of: Option<Sequel>,
}

impl Symbol {
    /// Whether it says the same.
    fn says(&self, other: &Symbol) -> bool {
        self.of == other.of && text::bytes(&self.segments) == text::bytes(&other.segments)
    }

    fn sighted(self) -> Sighted {
        let bytes = text::bytes(&self.segments);
        let text = text::text(&self.segments).map(String::into_bytes);
        Sighted {
            text: text.unwrap_or_else(|| bytes.clone()),
            bytes,
            corners: self.corners,
            decoder: self.decoder,
            version: self.version,
            level: self.level,
        }
    }
}

/// Looks at pictures one after the other.
#[derive(Default)]
pub struct Scanner {
    zxing: Zxing,
    memory: Memory,
    sequences: Sequences,
    cards: Cards,
}

impl Scanner {
    /// A scanner that has seen nothing yet.
    pub fn new() -> Scanner {
        Scanner::default()
    }

    /// Reads the codes of a picture. Never panics, and ends in about the time that `effort` gives.
    pub fn read(&mut self, luma: &Luma, effort: Effort) -> Scan {
        let symbols;
        let mut scan = Scan::default();
        match effort {
            Effort::Live(budget) => {
                // The rest is for what follows the last look.
                let time = budget * 3 / 4;
                let mut look = Look::new(luma, &mut self.zxing, time, budget * 3 / 5);
                cascade::live(&mut look, &mut self.memory, budget);
                (scan.hint, scan.unread) = (look.hint(), look.unread());
                symbols = look.seen();
            }
            Effort::Every => {
                let mut look = Look::new(luma, &mut self.zxing, EVERY_TRY, EVERY_TRY / 3);
                cascade::every(&mut look);
                (scan.hint, scan.unread) = (look.hint(), look.unread());
                symbols = look.seen();
            }
        }
        if !symbols.is_empty() || scan.hint.is_some() {
            self.cards.forget();
        } else if effort != Effort::Every && self.cards.one_of_many(luma, Instant::now()) {
            scan.hint = Some(Hint::OtherSide);
        }
        // A still has no later frames to bring the other symbols of a message.
        let alone = effort == Effort::Every;
        scan.codes = self.joined(symbols, alone);
        scan
    }

    /// The codes that the symbols are, those of one message together.
    fn joined(&mut self, symbols: Vec<Symbol>, alone: bool) -> Vec<Sighted> {
        let now = Instant::now();
        let mut codes: Vec<Sighted> = Vec::new();
        let mut parts: Vec<Symbol> = Vec::new();
        let mut add = |code: Sighted| {
            if codes.iter().all(|known| known.text != code.text) {
                codes.push(code);
            }
        };
        for mut symbol in symbols {
            let Some(of) = symbol.of else {
                add(symbol.sighted());
                continue;
            };
            match self.sequences.add(of, &symbol.segments, now) {
                Some(whole) => {
                    parts.retain(|part| part.of.is_none_or(|known| !known.is_beside(&of)));
                    symbol.segments = whole;
                    add(symbol.sighted());
                }
                None => parts.push(symbol),
            }
        }
        if alone {
            parts.into_iter().map(Symbol::sighted).for_each(add);
        }
        codes
    }
}

#[cfg(test)]
mod tests;
