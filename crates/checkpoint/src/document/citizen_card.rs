//! The citizen's card (CCCD since 2021, Căn cước since 1/7/2024; FORMATS.md, Citizen card).
//!
//! `number (12) | older number (9 or empty) | name | birth | sex | address | issued [| … 4 more]`
//!
//! The law promises twelve digits and no more, so neither province nor century in them is checked.
//! What stands behind the date of issue (parents' names may) is not read.

use super::birth::Birth;
use super::text::{LONGEST_ADDRESS, Parts, is_digits, name, prose};
use super::{Claim, Kind, Number, Sex};

/// The claim of a citizen's card. None where the parts are no such card.
pub(super) fn read(parts: &Parts) -> Option<Claim> {
    let number = parts.word(0);
    if parts.count() < 7 || !is_digits(&number, 12) {
        return None;
    }
    let birth = Birth::of_digits(&parts.word(3))?;
    let older = parts.word(1);
    let mut numbers = vec![Number::Id(number.into_owned())];
    if is_digits(&older, 9) {
        numbers.push(Number::Id(older.into_owned()));
    }
    Some(Claim {
        kind: Kind::CitizenCard,
        name: name(parts.bytes(2)),
        numbers,
        birth,
        sex: sex(parts.bytes(4)),
        address: prose(parts.bytes(5), LONGEST_ADDRESS),
        phone: None,
        issued: Birth::of_digits(&parts.word(6)).and_then(|issued| issued.day()),
    })
}

fn sex(part: &[u8]) -> Option<Sex> {
    match prose(part, 3)?.to_lowercase().as_str() {
        "nam" => Some(Sex::Male),
        "nữ" | "nu" => Some(Sex::Female),
        _ => None,
    }
}
