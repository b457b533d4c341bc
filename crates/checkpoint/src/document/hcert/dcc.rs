//! The EU's certificate, `eu_dgc_v1` (also Vietnam's): `{ver, nam, dob, v | t | r: [entry]}`.

use super::entry::{Group, Told, birth, count, date, full_name, json, moment, owned, words};
use crate::cbor::Value;
use crate::document::{Claim, Health, Kind, Recovery, Test, TestKind, Vaccination};

/// LOINC: nucleic acid amplification with probe detection.
const NAAT: &str = "LP6464-4";
/// LOINC: rapid immunoassay.
const RAPID: &str = "LP217198-3";
/// SNOMED CT.
const NOT_DETECTED: &str = "260415000";
const DETECTED: &str = "260373001";

/// What it says. None unless it has exactly one entry in exactly one group, with the dates that
/// such an entry stands on.
pub(super) fn read(dcc: &Value) -> Option<Told> {
    let groups = ["v", "t", "r"].map(|name| Group::of(dcc, name));
    let (kind, entry) = match groups {
        [Group::One(entry), Group::Absent, Group::Absent] => (Kind::VaccineCertificate, entry),
        [Group::Absent, Group::One(entry), Group::Absent] => (Kind::TestCertificate, entry),
        [Group::Absent, Group::Absent, Group::One(entry)] => (Kind::RecoveryCertificate, entry),
        _ => return None,
    };
    let against = owned(entry, "tg");
    let mut health = Health {
        country: owned(entry, "co"),
        uci: owned(entry, "ci"),
        eu: json(dcc),
        ..Health::default()
    };
    if kind == Kind::VaccineCertificate {
        health.vaccinations.push(Vaccination {
            dose: count(entry, "dn"),
            series: count(entry, "sd"),
            on: date(entry, "dt")?,
            against,
            product: owned(entry, "mp"),
        });
    } else if kind == Kind::TestCertificate {
        health.tests.push(Test {
            kind: match words(entry, "tt") {
                Some(NAAT) => TestKind::Pcr,
                Some(RAPID) => TestKind::Rapid,
                Some(_) | None => TestKind::Other,
            },
            negative: match words(entry, "tr") {
                Some(NOT_DETECTED) => Some(true),
                Some(DETECTED) => Some(false),
                Some(_) | None => None,
            },
            sampled: moment(entry, "sc")?,
            against,
        });
    } else {
        health.recoveries.push(Recovery {
            first_positive: date(entry, "fr")?,
            from: date(entry, "df"),
            until: date(entry, "du"),
            against,
        });
    }
    let nam = dcc.named("nam");
    let part = |field| nam.and_then(|nam| words(nam, field));
    let claim = Claim {
        name: full_name([part("fn"), part("gn")], [part("fnt"), part("gnt")]),
        birth: birth(words(dcc, "dob")),
        ..Claim::nothing(kind)
    };
    Some(Told { claim, health })
}
