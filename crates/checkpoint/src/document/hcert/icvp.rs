//! WHO's International Certificate of Vaccination or Prophylaxis (DVCPayload): `{n, dob, s, ntl,
//! nid, ndt, gn, v: {dn, tg, vp, mp, ma, dt, bo, cn, is, vls, vle}}`. It never ends by itself.

use super::entry::{Group, Told, birth, count, date, full_name, json, owned, words};
use crate::cbor::Value;
use crate::document::text::is_digits;
use crate::document::{Claim, Health, Kind, Number, Sex, Vaccination};

/// What it says. None unless it has exactly one vaccination, with its date.
pub(super) fn read(icvp: &Value) -> Option<Told> {
    let entry = match icvp.named("v") {
        Some(entry @ Value::Map(_)) => entry,
        _ => match Group::of(icvp, "v") {
            Group::One(entry) => entry,
            Group::Absent | Group::Odd => return None,
        },
    };
    let health = Health {
        vaccinations: vec![Vaccination {
            dose: count(entry, "dn"),
            series: count(entry, "sd"),
            on: date(entry, "dt")?,
            against: owned(entry, "tg"),
            product: owned(entry, "vp").or_else(|| owned(entry, "mp")),
        }],
        eu: json(icvp),
        ..Health::default()
    };
    // A number that looks like a Vietnamese citizen's and is said to be one.
    let number = words(icvp, "nid")
        .filter(|nid| is_digits(nid, 12) && matches!(words(icvp, "ntl"), Some("VN" | "VNM")));
    let claim = Claim {
        name: full_name([words(icvp, "n"), None], [None, None]),
        numbers: number
            .map(|nid| Number::Id(nid.to_owned()))
            .into_iter()
            .collect(),
        birth: birth(words(icvp, "dob")),
        sex: match words(icvp, "s") {
            Some("male") => Some(Sex::Male),
            Some("female") => Some(Sex::Female),
            Some(_) | None => None,
        },
        ..Claim::nothing(Kind::VaccineCertificate)
    };
    Some(Told { claim, health })
}
