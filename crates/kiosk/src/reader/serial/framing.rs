//! Framing: where one text ends in a reader's stream of bytes, and the next begins.
//!
//! Bytes are never changed. A stream comes in pieces of any size, so a piece's end means nothing: a text ends with its
//! suffix, or when nothing follows for so long that nothing will.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a reader sends behind each text, as it was set up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suffix {
    /// CR, LF, both or Tab, whichever comes, and silence where none of them ever did.
    #[default]
    Any,
    Cr,
    Lf,
    /// CR and LF, in this order.
    CrLf,
    Tab,
    /// Nothing: silence ends a text.
    None,
}

/// Silence that ends a text which has no suffix to wait for. A reader's bytes come within 20 ms of one another.
const IDLE: Duration = Duration::from_millis(120);
/// Silence that ends a text whose suffix is still to come: it won't any more.
const FORLORN: Duration = Duration::from_millis(1500);
/// No document is as long (the gate looks at 8 KiB); what follows is let go until the text ends.
pub(super) const LONGEST: usize = 8 * 1024 + 1;

/// Cuts one port's bytes into texts.
#[derive(Debug)]
pub(super) struct Framer {
    suffix: Suffix,
    text: Vec<u8>,
    /// Bytes of this text that were let go because it is too long.
    let_go: usize,
    /// A text of this port has ended with a suffix, so that the next one will.
    ends_by_suffix: bool,
}

impl Framer {
    pub(super) fn new(suffix: Suffix) -> Framer {
        Framer {
            suffix,
            text: Vec::new(),
            let_go: 0,
            ends_by_suffix: !matches!(suffix, Suffix::Any | Suffix::None),
        }
    }

    /// The texts that end within these bytes. One longer than [`LONGEST`] is cut there, which no document is.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        for &byte in bytes {
            if self.ends_with(byte) {
                self.ends_by_suffix = true;
                texts.extend(self.end());
            } else if self.text.len() < LONGEST {
                self.text.push(byte);
            } else {
                self.let_go += 1;
            }
        }
        texts
    }

    /// How much silence ends the text that is under way; None where none is.
    pub(super) fn patience(&self) -> Option<Duration> {
        let open = !self.text.is_empty();
        open.then_some(
            if self.ends_by_suffix || self.is_within_a_letter() || self.let_go > 0 {
                FORLORN
            } else {
                IDLE
            },
        )
    }

    /// The text that ends because nothing has followed for [`Framer::patience`].
    pub(super) fn silence(&mut self) -> Option<Vec<u8>> {
        self.end()
    }

    /// Whether the text ends with this byte, which is then no part of it.
    fn ends_with(&mut self, byte: u8) -> bool {
        match self.suffix {
            // A contact card or an appointment has lines of its own; only silence tells its end.
            Suffix::Any => {
                matches!(byte, b'\r' | b'\n' | b'\t') && !self.text.starts_with(b"BEGIN:")
            }
            Suffix::Cr => byte == b'\r',
            Suffix::Lf => byte == b'\n',
            Suffix::CrLf => {
                let both = byte == b'\n' && self.text.last() == Some(&b'\r');
                if both {
                    self.text.pop();
                }
                both
            }
            Suffix::Tab => byte == b'\t',
            Suffix::None => false,
        }
    }

    /// The text so far, and an empty one after it. The other half of a double suffix is no text.
    fn end(&mut self) -> Option<Vec<u8>> {
        self.let_go = 0;
        let text = std::mem::take(&mut self.text);
        text.iter()
            .any(|byte| !byte.is_ascii_whitespace())
            .then_some(text)
    }

    /// Whether the text stops in the middle of a UTF-8 letter: more must come.
    fn is_within_a_letter(&self) -> bool {
        let tail = &self.text[self.text.len().saturating_sub(3)..];
        tail.iter()
            .rposition(|byte| byte & 0xc0 != 0x80)
            .is_some_and(|lead| {
                let wanted = match tail[lead] {
                    0xc0..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf7 => 4,
                    _ => 1,
                };
                tail.len() - lead < wanted
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CARD: &str = "051090000001||Nguyễn Văn An|05031990|Nam|Bình Trung, Quảng Ngãi|12052021";

    fn all(suffix: Suffix, pieces: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut framer = Framer::new(suffix);
        let mut texts: Vec<Vec<u8>> = pieces.iter().flat_map(|piece| framer.take(piece)).collect();
        texts.extend(framer.silence());
        texts
    }

    #[test]
    fn each_suffix_ends_a_text_and_is_no_part_of_it() {
        for (suffix, end) in [
            (Suffix::Any, "\r"),
            (Suffix::Any, "\n"),
            (Suffix::Any, "\r\n"),
            (Suffix::Any, "\t"),
            (Suffix::Cr, "\r"),
            (Suffix::Lf, "\n"),
            (Suffix::CrLf, "\r\n"),
            (Suffix::Tab, "\t"),
        ] {
            let mut framer = Framer::new(suffix);
            let stream = format!("{CARD}{end}second{end}");
            assert_eq!(
                framer.take(stream.as_bytes()),
                [CARD.as_bytes(), b"second"],
                "{suffix:?}"
            );
            assert_eq!(framer.patience(), None, "{suffix:?}");
            assert_eq!(framer.silence(), None, "{suffix:?}");
        }
    }

    #[test]
    fn without_a_suffix_silence_ends_a_text_and_line_breaks_are_part_of_it() {
        assert_eq!(all(Suffix::None, &[b"one\rtwo"]), [b"one\rtwo".to_vec()]);
        assert_eq!(Framer::new(Suffix::None).patience(), None);
    }

    #[test]
    fn a_port_that_has_shown_its_suffix_is_waited_for_longer() {
        let mut framer = Framer::new(Suffix::Any);
        framer.take(b"first");
        assert_eq!(framer.patience(), Some(IDLE));
        assert_eq!(framer.take(b"\r"), [b"first".to_vec()]);
        framer.take(b"second, in two piec");
        assert_eq!(framer.patience(), Some(FORLORN));
    }

    #[test]
    fn a_letter_cut_in_two_is_waited_for() {
        let mut framer = Framer::new(Suffix::None);
        framer.take(&"Nguyễ".as_bytes()[..6]);
        assert_eq!(framer.patience(), Some(FORLORN));
        framer.take(&"Nguyễ".as_bytes()[6..]);
        assert_eq!(framer.patience(), Some(IDLE));
    }

    #[test]
    fn a_contact_card_keeps_its_lines() {
        let card = "BEGIN:VCARD\r\nFN:Nguyễn Văn An\r\nEND:VCARD\r\n";
        assert_eq!(all(Suffix::Any, &[card.as_bytes()]), [card.as_bytes()]);
    }

    #[test]
    fn a_text_without_an_end_takes_no_more_memory_than_the_longest() {
        let mut framer = Framer::new(Suffix::Lf);
        for _ in 0..1000 {
            assert!(framer.take(&[b'7'; 1000]).is_empty());
            assert!(framer.text.len() <= LONGEST);
        }
        let texts = framer.take(format!("\n{CARD}\n").as_bytes());
        assert_eq!(texts[0].len(), LONGEST);
        assert_eq!(texts[1], CARD.as_bytes());
    }

    proptest! {
        #[test]
        fn pieces_of_any_size_give_the_texts_that_were_sent(
            texts in prop::collection::vec("[0-9a-zA-ZăđễộứĂĐ|,. ]{0,40}[a-z|ễ]", 1..6),
            end in prop::sample::select(vec![
                (Suffix::Any, "\r"), (Suffix::Any, "\r\n"), (Suffix::Cr, "\r"),
                (Suffix::Lf, "\n"), (Suffix::CrLf, "\r\n"), (Suffix::Tab, "\t"),
            ]),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let stream: Vec<u8> = texts
                .iter()
                .flat_map(|text| [text.as_bytes(), end.1.as_bytes()].concat())
                .collect();
            let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len())).collect();
            places.extend([0, stream.len()]);
            places.sort_unstable();
            let pieces: Vec<&[u8]> = places.windows(2).map(|w| &stream[w[0]..w[1]]).collect();
            let wanted: Vec<Vec<u8>> = texts.iter().map(|text| text.clone().into_bytes()).collect();
            prop_assert_eq!(all(end.0, &pieces), wanted);
        }
    }
}
