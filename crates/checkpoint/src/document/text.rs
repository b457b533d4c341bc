//! *Text*: what a code says, freed of what decoders and readers put around it.
//!
//! Everything here is one pass over at most [`Text::LONGEST`] bytes, or bounded by a cap that is
//! checked before the work: a code is made by a stranger.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();

/// Cleaned bytes of a code: no byte order mark, no NUL, nothing blank around them. A line break
/// inside (CR, LF or a run of both) is one LF; what reads a part decides whether it parts two words.
pub(crate) struct Text {
    bytes: Vec<u8>,
    loose: bool,
}

impl Text {
    /// No document known is a third as long; what is longer isn't looked at.
    pub(crate) const LONGEST: usize = 8 * 1024;

    /// Cleans `raw`. Behind `HC1:`, `CHOTHUB1:` and `CHOT1:` blanks stay at the end, since base45 has the space among its
    /// letters (FORMATS.md, Order of recognition).
    pub(crate) fn of(raw: &[u8]) -> Text {
        let mut kept = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, after @ ..] = rest {
            rest = after;
            match *first {
                0 => {}
                0xef if after.starts_with(&BYTE_ORDER_MARK[1..]) => rest = &after[2..],
                b'\r' | b'\n' => {
                    if kept.last() != Some(&b'\n') {
                        kept.push(b'\n');
                    }
                }
                byte => kept.push(byte),
            }
        }
        let mut inner = kept.as_slice();
        let mut loose = false;
        loop {
            match inner {
                [byte, after @ ..] if is_outer(*byte) => {
                    loose |= is_blank(*byte);
                    inner = after;
                }
                _ => match inner.strip_prefix(NO_BREAK_SPACE) {
                    Some(after) => inner = after,
                    None => break,
                },
            }
        }
        let base45 = [&b"HC1:"[..], b"CHOTHUB1:"]
            .iter()
            .any(|opening| inner.starts_with(opening))
            || contains(inner, b"CHOT1:");
        loop {
            match inner {
                [.., b' '] if base45 => break,
                [before @ .., byte] if is_outer(*byte) => {
                    loose |= is_blank(*byte);
                    inner = before;
                }
                _ => match inner.strip_suffix(NO_BREAK_SPACE) {
                    Some(before) => inner = before,
                    None => break,
                },
            }
        }
        Text {
            loose,
            bytes: inner.to_vec(),
        }
    }

    /// Whether blanks stood around it: no reader adds them, and no issuer writes them.
    pub(crate) fn is_loose(&self) -> bool {
        self.loose
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes with the line breaks gone too: a reader that wraps lines and one that doesn't
    /// give the same.
    pub(crate) fn unbroken(&self) -> Cow<'_, [u8]> {
        without_breaks(&self.bytes)
    }

    pub(crate) fn starts_with(&self, prefix: &str) -> bool {
        self.bytes.starts_with(prefix.as_bytes())
    }

    /// As [`Text::starts_with`], ASCII case aside: schemes and field names are written either way.
    pub(crate) fn opens_with(&self, prefix: &str) -> bool {
        self.after(prefix).is_some()
    }

    /// What follows `prefix`, ASCII case aside.
    pub(crate) fn after(&self, prefix: &str) -> Option<&[u8]> {
        let (head, rest) = self.bytes.split_at_checked(prefix.len())?;
        head.eq_ignore_ascii_case(prefix.as_bytes()).then_some(rest)
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        contains(&self.bytes, word.as_bytes())
    }

    /// What follows the first `word`, wherever it stands.
    pub(crate) fn behind(&self, word: &str) -> Option<&[u8]> {
        let at = self
            .bytes
            .windows(word.len())
            .position(|at| at == word.as_bytes())?;
        Some(&self.bytes[at + word.len()..])
    }

    /// The `|`-separated parts of a card, a `CCCD:` before them set aside.
    pub(crate) fn parts(&self) -> Parts<'_> {
        let body = self.after("CCCD:").unwrap_or(&self.bytes);
        Parts(body.split(|byte| *byte == b'|').take(Parts::MOST).collect())
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|at| at == word)
}

fn is_outer(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7f
}

pub(crate) fn without_breaks(bytes: &[u8]) -> Cow<'_, [u8]> {
    if bytes.contains(&b'\n') {
        Cow::Owned(
            bytes
                .iter()
                .copied()
                .filter(|byte| *byte != b'\n')
                .collect(),
        )
    } else {
        Cow::Borrowed(bytes)
    }
}

/// The parts of a card between its `|`.
pub(crate) struct Parts<'a>(Vec<&'a [u8]>);

impl<'a> Parts<'a> {
    /// One more than the longest card has: what has as many may have more.
    pub(crate) const MOST: usize = 18;

    /// How many there are, counted up to [`Parts::MOST`].
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The bytes of a part; nothing where there is no such part.
    pub(crate) fn bytes(&self, part: usize) -> &'a [u8] {
        self.0.get(part).copied().unwrap_or_default()
    }

    /// A part that is one word: line breaks gone, outer blanks gone; empty where it isn't ASCII.
    pub(crate) fn word(&self, part: usize) -> Cow<'a, str> {
        match without_breaks(self.bytes(part)) {
            Cow::Borrowed(bytes) => Cow::Borrowed(ascii(bytes)),
            Cow::Owned(bytes) => Cow::Owned(ascii(&bytes).to_owned()),
        }
    }
}

fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|word| word.is_ascii())
        .unwrap_or_default()
        .trim()
}

/// Whether all of it is digits of ASCII, and how many: other digits (full-width, Arabic) aren't
/// what an ID card carries.
pub(crate) fn is_digits(word: &str, count: usize) -> bool {
    word.len() == count && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The text that hex stands for: even in length, either case, nothing else.
pub(crate) fn is_hex(word: &str) -> bool {
    word.len().is_multiple_of(2) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The bytes that `word` stands for, where [`is_hex`] and it is at most `most` bytes.
pub(crate) fn of_hex(word: &str, most: usize) -> Option<Vec<u8>> {
    if !is_hex(word) || word.len() > 2 * most {
        return None;
    }
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20) - b'a' + 10,
    };
    let pairs = word.as_bytes().chunks_exact(2);
    Some(
        pairs
            .map(|pair| nibble(pair[0]) << 4 | nibble(pair[1]))
            .collect(),
    )
}

/// A name of a person in NFC, its words one blank apart. None where it is empty, masked, longer
/// than [`LONGEST_NAME`], or garbled: bytes that aren't UTF-8, control characters, signs that no
/// name has, Latin letters mixed with others (the tracks of a wrong charset: `Hu廙軟h`, `VÄƒn`).
/// A wrong name is worse than none.
pub(crate) fn name(bytes: &[u8]) -> Option<String> {
    let name = prose(bytes, LONGEST_NAME)?;
    let (mut latin, mut other, mut marks) = (false, false, 0);
    for letter in name.chars() {
        let mark = unicode_normalization::char::is_combining_mark(letter);
        marks = if mark { marks + 1 } else { 0 };
        if marks > MOST_MARKS {
            return None;
        }
        if is_latin(letter) {
            latin = true;
        } else if letter.is_alphabetic() && !mark {
            other = true;
        } else if !mark && !letter.is_ascii_digit() && !NAME_SIGNS.contains(letter) {
            return None;
        }
    }
    (latin != other).then_some(name)
}

/// Characters. The longest of the sort that registrars have reported has about fifty.
pub(crate) const LONGEST_NAME: usize = 100;
/// Characters.
pub(crate) const LONGEST_ADDRESS: usize = 300;
/// Marks that may follow a letter which NFC has no single character for.
const MOST_MARKS: usize = 2;
/// Blank, apostrophes of the Central Highlands' names (Y'Bhim, H’Hen), initials, double names.
const NAME_SIGNS: &str = " '’‘ʼ`.,-‐–()/";

fn is_latin(letter: char) -> bool {
    letter.is_alphabetic()
        && !matches!(letter, 'ª' | 'º' | 'ƒ')
        && matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Free text in NFC, its words one blank apart, invisible signs dropped (some turn the direction
/// of writing). None where it is empty or `-`, longer than `most` characters, or not readable:
/// not UTF-8, or with control characters or replacement characters in it.
pub(crate) fn prose(bytes: &[u8], most: usize) -> Option<String> {
    // A Vietnamese letter takes at most five bytes before it is composed.
    if bytes.len() > 5 * most {
        return None;
    }
    let written = std::str::from_utf8(bytes).ok()?;
    let mut text = String::with_capacity(written.len());
    let mut blank = false;
    for letter in written.nfc() {
        if letter.is_whitespace() {
            blank = !text.is_empty();
        } else if is_unreadable(letter) {
            return None;
        } else if !is_invisible(letter) {
            if blank {
                text.push(' ');
                blank = false;
            }
            text.push(letter);
        }
    }
    let empty = text.is_empty() || text == "-";
    (!empty && text.chars().count() <= most).then_some(text)
}

fn is_unreadable(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{f0000}'..
        )
}

fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}
