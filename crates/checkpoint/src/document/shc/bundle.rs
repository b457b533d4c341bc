//! The FHIR bundle of a card: a patient, vaccinations and test results.

use crate::document::text::name;
use crate::document::{Birth, Claim, Health, Kind, Sex, Test, TestKind, Vaccination};
use crate::moment;
use serde_json::Value as Json;

/// SNOMED CT: COVID-19.
const COVID_19: &str = "840539006";
/// CVX codes of vaccines against it.
const COVID_19_VACCINES: [&str; 32] = [
    "207", "208", "210", "211", "212", "213", "217", "218", "219", "221", "225", "226", "227",
    "228", "229", "230", "300", "301", "302", "308", "309", "310", "311", "312", "313", "500",
    "501", "502", "503", "510", "511", "519",
];
/// LOINC codes of the tests that cards carry: nucleic acid, and rapid antigen.
const NAAT: [&str; 12] = [
    "94309-2", "94500-6", "94531-1", "94533-7", "94534-5", "94559-2", "94565-9", "94759-8",
    "94845-5", "95406-5", "95423-0", "95608-6",
];
const ANTIGEN: [&str; 4] = ["94558-4", "95209-3", "96119-3", "97097-0"];
/// Words for *nothing was found*: SNOMED CT, LOINC, and plain ones.
const NEGATIVE: [&str; 5] = [
    "260415000",
    "260385009",
    "LA6577-6",
    "LA11883-8",
    "negative",
];
const POSITIVE: [&str; 5] = ["260373001", "10828004", "LA6576-8", "LA11882-0", "positive"];

/// What it says. None where it names no patient.
pub(super) fn read(bundle: &Json) -> Option<(Claim, Health)> {
    let resources = bundle["entry"].as_array()?.iter();
    let mut claim = None;
    let mut health = Health::default();
    for resource in resources.map(|entry| &entry["resource"]) {
        match resource["resourceType"].as_str() {
            Some("Patient") if claim.is_none() => claim = Some(patient(resource)),
            Some("Immunization") => health.vaccinations.extend(immunization(resource)),
            Some("Observation") => health.tests.extend(observation(resource)),
            Some(_) | None => {}
        }
    }
    claim.map(|claim| (claim, health))
}

fn patient(patient: &Json) -> Claim {
    let names = patient["name"].as_array().map(Vec::as_slice);
    let names = names.unwrap_or_default();
    let official = names.iter().find(|name| name["use"] == "official");
    let whole = official.or(names.first()).and_then(|person| {
        let family = person["family"].as_str();
        let given = person["given"].as_array().map(Vec::as_slice);
        let given = given.unwrap_or_default().iter().filter_map(Json::as_str);
        let parts: Vec<&str> = family.into_iter().chain(given).collect();
        let joined = parts.join(" ");
        name(joined.as_bytes()).or_else(|| {
            person["text"]
                .as_str()
                .and_then(|text| name(text.as_bytes()))
        })
    });
    Claim {
        name: whole,
        birth: patient["birthDate"]
            .as_str()
            .map_or(Birth::Unknown, Birth::of_iso),
        sex: match patient["gender"].as_str() {
            Some("male") => Some(Sex::Male),
            Some("female") => Some(Sex::Female),
            Some(_) | None => None,
        },
        ..Claim::nothing(Kind::SmartHealthCard)
    }
}

/// A dose that was given, with its day.
fn immunization(resource: &Json) -> Option<Vaccination> {
    if resource["status"] != "completed" {
        return None;
    }
    let on = resource["occurrenceDateTime"].as_str()?.get(..10)?;
    let product = codes(&resource["vaccineCode"]).next().map(str::to_owned);
    Some(Vaccination {
        dose: None,
        series: None,
        on: on.parse().ok()?,
        against: product
            .as_deref()
            .filter(|code| COVID_19_VACCINES.contains(code))
            .map(|_| COVID_19.to_owned()),
        product,
    })
}

fn observation(resource: &Json) -> Option<Test> {
    if !matches!(
        resource["status"].as_str(),
        Some("final" | "amended" | "corrected")
    ) {
        return None;
    }
    let sampled = resource["effectiveDateTime"].as_str();
    let has = |known: &[&str]| codes(&resource["code"]).any(|code| known.contains(&code));
    let kind = if has(&NAAT) {
        TestKind::Pcr
    } else if has(&ANTIGEN) {
        TestKind::Rapid
    } else {
        TestKind::Other
    };
    let word = resource["valueString"].as_str().map(str::to_lowercase);
    let found = |words: &[&str]| {
        codes(&resource["valueCodeableConcept"])
            .chain(word.as_deref())
            .any(|code| words.contains(&code))
    };
    Some(Test {
        kind,
        negative: if found(&NEGATIVE) {
            Some(true)
        } else if found(&POSITIVE) {
            Some(false)
        } else {
            None
        },
        sampled: sampled.and_then(moment::read)?,
        against: (kind != TestKind::Other).then(|| COVID_19.to_owned()),
    })
}

/// The codes of a CodeableConcept, whatever their systems.
fn codes(concept: &Json) -> impl Iterator<Item = &str> {
    let codings = concept["coding"].as_array().map(Vec::as_slice);
    codings
        .unwrap_or_default()
        .iter()
        .filter_map(|coding| coding["code"].as_str())
}
