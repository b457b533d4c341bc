//! Sequence: one message in several symbols (structured append, ISO/IEC 18004 clause 8), joined over frames.
//!
//! Each symbol names its place, how many there are, and the parity of the whole message. Only a message that is whole
//! and whose parity is right comes out; what is incomplete is forgotten after a while, and little of it is kept.

use std::time::{Duration, Instant};

use super::text::{Segment, bytes};

/// Which symbol of a sequence one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequel {
    /// From 0.
    pub index: u8,
    /// How many symbols make the message: 2 to 16.
    pub size: u8,
    /// All bytes of the message, exclusive-or.
    pub parity: u8,
}

impl Sequel {
    /// Whether both are of one message.
    pub fn is_beside(&self, other: &Sequel) -> bool {
        (self.size, self.parity) == (other.size, other.parity)
    }
}

/// A message that lacks symbols.
#[derive(Debug)]
struct Open {
    size: u8,
    parity: u8,
    parts: Vec<Option<Vec<Segment>>>,
    newest: Instant,
}

/// Messages that lack symbols, the newest last.
#[derive(Debug, Default)]
pub struct Sequences {
    open: Vec<Open>,
}

/// Nobody holds up more than this at a time.
const MOST: usize = 4;
/// A symbol is forgotten when no other of its message followed for so long.
const PATIENCE: Duration = Duration::from_secs(15);

impl Sequences {
    /// Takes a symbol, and gives the message that it completes.
    pub fn add(&mut self, of: Sequel, segments: &[Segment], now: Instant) -> Option<Vec<Segment>> {
        self.open
            .retain(|open| now.saturating_duration_since(open.newest) < PATIENCE);
        if !(2..=16).contains(&of.size) || of.index >= of.size {
            return None;
        }
        let known = self
            .open
            .iter()
            .position(|open| (open.size, open.parity) == (of.size, of.parity));
        let mut open = match known {
            Some(at) => self.open.remove(at),
            None => Open {
                size: of.size,
                parity: of.parity,
                parts: vec![None; usize::from(of.size)],
                newest: now,
            },
        };
        open.newest = now;
        open.parts[usize::from(of.index)] = Some(segments.to_vec());
        if open.parts.iter().all(Option::is_some) {
            let whole: Vec<Segment> = open.parts.into_iter().flatten().flatten().collect();
            let parity = bytes(&whole).iter().fold(0, |parity, byte| parity ^ byte);
            return (parity == open.parity).then_some(whole);
        }
        if self.open.len() == MOST {
            self.open.remove(0);
        }
        self.open.push(open);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Part = (Sequel, Vec<Segment>);

    fn parts(message: &[u8], size: u8) -> Vec<Part> {
        let parity = message.iter().fold(0, |parity, byte| parity ^ byte);
        let each = message.len().div_ceil(usize::from(size));
        message
            .chunks(each)
            .enumerate()
            .map(|(index, piece)| {
                let index = index as u8;
                let bytes = piece.to_vec();
                (
                    Sequel {
                        index,
                        size,
                        parity,
                    },
                    vec![Segment { eci: None, bytes }],
                )
            })
            .collect()
    }

    #[test]
    fn symbols_in_any_order_and_seen_again_make_the_message() {
        let message = "Trần Thị Bé, xã Bình Châu".as_bytes();
        let [first, second, third] = parts(message, 3).try_into().expect("three");
        let (mut sequences, now) = (Sequences::default(), Instant::now());
        for part in [&third, &first, &third, &first] {
            assert_eq!(sequences.add(part.0, &part.1, now), None);
        }
        let whole = sequences.add(second.0, &second.1, now).expect("whole");
        assert_eq!(bytes(&whole), message);
        assert!(sequences.open.is_empty());
    }

    #[test]
    fn a_message_with_the_wrong_parity_is_none() {
        let mut parts = parts(b"0123456789", 2);
        parts[1].1[0].bytes[0] ^= 1;
        let (mut sequences, now) = (Sequences::default(), Instant::now());
        assert!(
            parts
                .into_iter()
                .all(|(of, segments)| sequences.add(of, &segments, now).is_none())
        );
        assert!(sequences.open.is_empty());
    }

    #[test]
    fn what_stays_incomplete_is_forgotten_and_never_much() {
        let (mut sequences, now) = (Sequences::default(), Instant::now());
        for parity in 0..100 {
            let (index, size) = (0, 16);
            assert_eq!(
                sequences.add(
                    Sequel {
                        index,
                        size,
                        parity
                    },
                    &[],
                    now
                ),
                None
            );
        }
        assert_eq!(sequences.open.len(), MOST);
        let [first, second] = parts(b"late!!", 2).try_into().expect("two");
        assert_eq!(sequences.add(first.0, &first.1, now), None);
        assert_eq!(sequences.add(second.0, &second.1, now + PATIENCE), None);
        assert_eq!(sequences.open.len(), 1);
    }

    #[test]
    fn a_symbol_that_cannot_be_is_passed_over() {
        let (mut sequences, now) = (Sequences::default(), Instant::now());
        for (index, size) in [(0, 0), (0, 1), (2, 2), (3, 17)] {
            let parity = 0;
            assert_eq!(
                sequences.add(
                    Sequel {
                        index,
                        size,
                        parity
                    },
                    &[],
                    now
                ),
                None
            );
        }
        assert!(sequences.open.is_empty());
    }
}
