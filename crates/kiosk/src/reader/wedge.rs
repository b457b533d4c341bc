//! Wedge: a reader that types what it reads, like a keyboard, and the judgement whether an input method changed it.
//!
//! A Vietnamese input method takes a reader's keys for a person's: Telex makes `á` of `as` and `đ` of `dd`, VNI makes
//! `á` of `a1` and `đ` of `d9`, beside the vowel or at the word's end, and a built-in layout types letters for digits.
//! A text so changed is another person's number, or nobody's, so it must never be entered. It is told in two ways: by
//! what the window saw (a reader presses no Backspace and composes no letters), and by the text itself, where the
//! syntax of its document leaves no room for what stands there.

use checkpoint::document::{Document, Recognised};

/// What a window saw typed at a reader's pace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What came of the keys, without the suffix.
    pub text: String,
    /// Among the keys was a Backspace, or letters were composed: an input method was at work.
    pub retouched: bool,
}

/// What a typed text is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wedged {
    /// The bytes of a code, as a camera would have read them.
    Code(Vec<u8>),
    /// An input method changed it: it is refused, and the reader has to become a serial port.
    Damaged,
}

/// More than any code holds.
const LONGEST: usize = 8 * 1024;
/// Separators in the shortest card that a gate enters (a personal code has five).
const CARD: usize = 5;

/// Judges what was typed.
pub fn judge(typed: &Typed) -> Wedged {
    // Windows types the bytes of a letter as letters of its own where the reader sends them so.
    let text = bytes_typed_as_letters(&typed.text);
    let text = text.as_deref().unwrap_or(&typed.text);
    if typed.retouched || is_damaged(text) {
        Wedged::Damaged
    } else {
        Wedged::Code(text.as_bytes().to_vec())
    }
}

/// Whether the text can't be what any code says, in a way that an input method (or a keyboard's layout) does it.
fn is_damaged(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let text = text.trim_start();
    if let Some(armoured) = armoured(text) {
        return !armoured;
    }
    let parts: Vec<&str> = text
        .strip_prefix("CCCD:")
        .unwrap_or(text)
        .split('|')
        .map(str::trim)
        .collect();
    match Document::recognise(text.as_bytes()) {
        Recognised::Document(_) => !is_whole(&parts),
        Recognised::Number(_) | Recognised::Foreign(_) => false,
        // A card whose numbers or parts are wrong, or a text with letters where nothing of the kind is known.
        Recognised::Unknown => parts.len() > CARD || text.chars().any(is_accented),
    }
}

/// Whether a text in a signed document's armour is whole; None where it wears none. An input method that made one sign
/// of two, or none of one, leaves signs that the alphabet doesn't have, or moves all that follow: of random triples of
/// base45 more than a quarter stand for no number.
fn armoured(text: &str) -> Option<bool> {
    if let Some(body) = text.strip_prefix("HC1:") {
        return Some(is_base45(body));
    }
    if let Some(at) = text.find("CHOT1:") {
        return Some(is_base45(&text[at + "CHOT1:".len()..]));
    }
    if text
        .get(..5)
        .is_some_and(|head| head.eq_ignore_ascii_case("shc:/"))
    {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        return Some(text[5..].split('/').all(digits));
    }
    None
}

const BASE45: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// RFC 9285: three signs stand for two bytes, two for one. The first bytes are those of a zlib stream.
fn is_base45(body: &str) -> bool {
    let body = body.trim_end_matches(['\r', '\n', '\t']);
    let values: Option<Vec<usize>> = body
        .bytes()
        .map(|byte| BASE45.iter().position(|sign| *sign == byte))
        .collect();
    let Some(values) = values else {
        return false;
    };
    let number = |group: &[usize]| group.iter().rev().fold(0, |sum, value| sum * 45 + value);
    let is_zlib = values
        .get(..3)
        .is_some_and(|first| number(first) >> 8 == 0x78 && number(first) % 31 == 0);
    let fits = values.chunks(3).all(|group| match group.len() {
        3 => number(group) <= 0xffff,
        2 => number(group) <= 0xff,
        _ => false,
    });
    is_zlib && fits
}

/// Whether a recognised card has nothing in its parts that their syntax doesn't allow.
fn is_whole(parts: &[&str]) -> bool {
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    if parts.len() > CARD + 1 && is_number(part(0), &[12]) {
        // A citizen's card: its name and its address are free, all else is numbers and one word.
        let sex = part(4).to_lowercase();
        return is_number(part(1), &[0, 9])
            && is_number(part(3), &[4, 6, 8])
            && (sex.is_ascii() || sex == "nữ" || sex == "nu\u{31b}\u{303}")
            && is_number(part(6), &[0, 4, 6, 8]);
    }
    if !parts.iter().all(|part| part.is_ascii()) {
        return false;
    }
    // A personal code is written without accents, all of it; an insurance card has its names in hex, which must still
    // be text when they are read.
    if parts.len() == CARD + 1 {
        return part(5).split('<').all(is_whole_if_insurance);
    }
    [1, 4, 15].iter().all(|&at| is_text_if_hex(part(at)))
}

/// Whether a field of a personal code that looks like an insurance number has all its digits.
fn is_whole_if_insurance(field: &str) -> bool {
    match field.trim().split_at_checked(2) {
        Some((benefit, digits)) if benefit.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            digits.len() == 13 || digits.is_empty() || !is_number(digits, &[digits.len()])
        }
        Some(_) | None => true,
    }
}

fn is_number(text: &str, lengths: &[usize]) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a part that is made of hex digits stands for readable text.
fn is_text_if_hex(part: &str) -> bool {
    if !part.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return true;
    }
    let bytes: Option<Vec<u8>> = part
        .as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair = std::str::from_utf8(pair)
                .ok()
                .filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok()
        })
        .collect();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .is_some_and(|text| !text.chars().any(char::is_control))
}

/// A letter with a Vietnamese mark, whole or in parts.
fn is_accented(letter: char) -> bool {
    is_mark(letter) || matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1ea0}'..='\u{1ef9}' | '₫')
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The text whose UTF-8 bytes were typed as one letter each (Alt and the byte's number, in Windows' Western set). None
/// where that isn't what the letters are.
fn bytes_typed_as_letters(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(western).collect();
    String::from_utf8(bytes?).ok()
}

/// The number of a letter in windows-1252; a control character, as an Alt code may give it, is its own.
fn western(letter: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    HIGH.iter()
        .position(|high| *high == letter)
        .map(|at| at + 0x80)
        .or(Some(letter as usize))
        .and_then(|code| u8::try_from(code).ok())
}

#[cfg(test)]
mod tests;
