//! The national personal code of Decision 1405/QĐ-BTTTT, guide v1.1 (FORMATS.md, National personal
//! code), which PC-Covid, Sổ sức khỏe điện tử, Y tế HCM and NCOVI show.
//!
//! `number | NAME | YYYY-MM-DD | 0 or 1 | QID | EXT`, EXT = `proxy's QID < sex < insurance number <
//! phone < signature …`
//!
//! It says nothing of health. Its number may be a citizen's, an older one, or a passport's.

use super::birth::Birth;
use super::insurance_card;
use super::text::{Parts, is_digits, name};
use super::{Claim, Kind, Number, Sex};

/// The claim of a personal code. None where the parts are no such code.
pub(super) fn read(parts: &Parts) -> Option<Claim> {
    if parts.count() != 6 || !matches!(&*parts.word(3), "0" | "1") {
        return None;
    }
    let birth = Birth::of_masked_iso(&parts.word(2))?;
    let extension = Extension::of(&parts.word(5));
    let numbers = number(&parts.word(0)).into_iter().chain(extension.bhyt);
    Some(Claim {
        kind: Kind::PersonalCode,
        name: name(parts.bytes(1)),
        numbers: numbers.collect(),
        birth,
        sex: extension.sex,
        address: None,
        phone: extension.phone,
        issued: None,
    })
}

/// A citizen's number, an older one, or else a passport's. None where it is masked, all zeros (people
/// filled the form themselves, and zeros would make one person of them all) or no number.
fn number(word: &str) -> Option<Number> {
    if !word.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        return None;
    }
    if is_digits(word, 12) || is_digits(word, 9) {
        return Some(Number::Id(word.to_owned()));
    }
    let passport =
        (6..=12).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    passport.then(|| Number::Passport {
        country: "XX".to_owned(),
        number: word.to_ascii_uppercase(),
    })
}

/// What a gate reads from EXT.
#[derive(Default)]
struct Extension {
    sex: Option<Sex>,
    bhyt: Option<Number>,
    phone: Option<String>,
}

impl Extension {
    /// Fields are told by their shape, since the first `<` may be missing. Where ten digits fit both
    /// an insurance number and a phone number, the place decides: the insurance number stands
    /// between the sex and the phone number.
    fn of(word: &str) -> Extension {
        let fields: Vec<&str> = word.split('<').take(8).map(str::trim).collect();
        let sex_at = fields
            .iter()
            .take(2)
            .position(|field| matches!(*field, "0" | "1" | "2"));
        let mut extension = Extension {
            sex: sex_at.and_then(|at| match fields[at] {
                "1" => Some(Sex::Male),
                "2" => Some(Sex::Female),
                _ => None,
            }),
            ..Extension::default()
        };
        // The first field without a sex behind it is the proxy's QID.
        let first = sex_at.map_or(1, |at| at + 1);
        for (at, field) in fields.iter().enumerate() {
            let letters = field.starts_with(|letter: char| letter.is_ascii_uppercase());
            if at < first && !letters {
                continue;
            }
            let phone_follows = fields
                .get(at + 1)
                .is_some_and(|next| next.is_empty() || is_phone(next));
            let insured = !is_phone(field) || (sex_at.is_some() && at == first && phone_follows);
            if insured && extension.bhyt.is_none() && extension.phone.is_none() {
                extension.bhyt = insurance_card::number(field);
            } else if is_phone(field) && extension.phone.is_none() {
                extension.phone = Some((*field).to_owned());
            }
        }
        extension
    }
}

/// A Vietnamese phone number: `0`, `84` or `+84`, then nine or ten digits.
fn is_phone(field: &str) -> bool {
    let national = field
        .strip_prefix("+84")
        .or_else(|| field.strip_prefix("84").filter(|rest| rest.len() >= 9))
        .or_else(|| field.strip_prefix('0'))
        .unwrap_or_default();
    is_digits(national, 9) || is_digits(national, 10)
}
