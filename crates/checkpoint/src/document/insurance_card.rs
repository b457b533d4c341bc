//! The health-insurance card, BHYT (FORMATS.md, Health-insurance card).
//!
//! `number | name (hex of UTF-8) | born dd/MM/yyyy | sex 1/2 | address (hex) | clinic | from | to |
//! issued | … | $`; 10, 15 and 17 parts are known; what is empty is `-` or nothing.

use super::birth::Birth;
use super::text::{LONGEST_ADDRESS, LONGEST_NAME, Parts, is_digits, is_hex, name, of_hex, prose};
use super::{Claim, Kind, Number, Sex};

/// How many parts the cards have that are in use; a card with another count is one only if its
/// name says so.
const KNOWN_COUNTS: [usize; 3] = [10, 15, 17];
const FEWEST_PARTS: usize = 3;

/// The claim of a health-insurance card. None where the parts are no such card.
pub(super) fn read(parts: &Parts) -> Option<Claim> {
    let number = number(&parts.word(0))?;
    let named = parts.word(1);
    let nameless = matches!(parts.bytes(1).trim_ascii(), b"" | b"-");
    let is_card = if nameless {
        KNOWN_COUNTS.contains(&parts.count())
    } else {
        parts.count() >= FEWEST_PARTS && !named.is_empty() && is_hex(&named)
    };
    if !is_card {
        return None;
    }
    Some(Claim {
        kind: Kind::InsuranceCard,
        name: of_hex(&named, 5 * LONGEST_NAME).and_then(|bytes| name(&bytes)),
        numbers: vec![number],
        birth: Birth::of_slashed(&parts.word(2)).unwrap_or(Birth::Unknown),
        sex: match &*parts.word(3) {
            "1" => Some(Sex::Male),
            "2" => Some(Sex::Female),
            _ => None,
        },
        address: of_hex(&parts.word(4), 5 * LONGEST_ADDRESS)
            .and_then(|bytes| prose(&bytes, LONGEST_ADDRESS)),
        phone: None,
        issued: Birth::of_slashed(&parts.word(8)).and_then(|issued| issued.day()),
    })
}

/// The social-insurance number in `[A-Z]{2}\d{13}` or in ten digits: its last ten. What stands
/// before them (whose benefit, which province) changes with the job and names nobody.
pub(super) fn number(word: &str) -> Option<Number> {
    let long = word.len() == 15
        && word.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && word.bytes().skip(2).all(|byte| byte.is_ascii_digit());
    (long || is_digits(word, 10)).then(|| Number::Bhyt(word[word.len() - 10..].to_owned()))
}
