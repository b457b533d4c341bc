//! What both kinds of payload share: names, dates, and the payload as JSON.

use crate::cbor::Value;
use crate::document::text::name;
use crate::document::{Birth, Claim, Health};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

/// What a payload says.
pub(super) struct Told {
    pub(super) claim: Claim,
    pub(super) health: Health,
}

/// The one entry of a group; None where there is none, more than one, or something else. Null and
/// an empty list are nothing.
pub(super) enum Group<'v, 'a> {
    Absent,
    One(&'v Value<'a>),
    Odd,
}

impl<'v, 'a> Group<'v, 'a> {
    pub(super) fn of(payload: &'v Value<'a>, name: &str) -> Group<'v, 'a> {
        match payload.named(name) {
            None => Group::Absent,
            Some(Value::List(entries)) => match entries.as_slice() {
                [] => Group::Absent,
                [entry] if entry.map().is_some() => Group::One(entry),
                _ => Group::Odd,
            },
            Some(_) => Group::Odd,
        }
    }
}

/// Words of a field, with a date's tag taken off.
pub(super) fn words<'v>(entry: &'v Value, field: &str) -> Option<&'v str> {
    entry.named(field).and_then(|value| value.untagged().text())
}

pub(super) fn owned(entry: &Value, field: &str) -> Option<String> {
    words(entry, field).map(str::to_owned)
}

pub(super) fn count(entry: &Value, field: &str) -> Option<u32> {
    let number = entry.named(field)?;
    let number = number
        .integer()
        .or_else(|| number.text().and_then(|text| text.trim().parse().ok()));
    number.and_then(|number| u32::try_from(number).ok())
}

/// A full date, whatever time stands behind it.
pub(super) fn date(entry: &Value, field: &str) -> Option<Date> {
    let text = words(entry, field)?;
    let day = text.get(..10)?;
    let rest = &text[10..];
    (rest.is_empty() || rest.starts_with('T'))
        .then(|| day.parse().ok())
        .flatten()
}

pub(super) fn moment(entry: &Value, field: &str) -> Option<Timestamp> {
    words(entry, field).and_then(crate::moment::read)
}

/// Family name and given name, as Vietnam writes them. Those in Latin letters of a passport
/// (`NGUYEN<<BAO<DUY`) where the others can't be read.
pub(super) fn full_name(native: [Option<&str>; 2], passport: [Option<&str>; 2]) -> Option<String> {
    let joined = |parts: [Option<&str>; 2]| {
        let parts: Vec<String> = parts
            .into_iter()
            .flatten()
            .map(|part| part.replace('<', " "))
            .collect();
        name(parts.join(" ").as_bytes())
    };
    joined(native).or_else(|| joined(passport))
}

pub(super) fn birth(text: Option<&str>) -> Birth {
    text.map_or(Birth::Unknown, Birth::of_iso)
}

/// The payload as CertLogic reads it. Bytes, which no certificate has, become null.
pub(super) fn json(value: &Value) -> Json {
    match value {
        Value::Unsigned(number) => Json::from(*number),
        Value::Negative(_) => value.integer().map_or(Json::Null, Json::from),
        Value::Text(text) => Json::from(&**text),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(members) => {
            let members = members.iter().filter_map(|(key, value)| {
                let key = match key.text() {
                    Some(text) => text.to_owned(),
                    None => key.integer()?.to_string(),
                };
                Some((key, json(value)))
            });
            Json::Object(members.collect::<Map<_, _>>())
        }
        Value::Tag(_, content) => json(content),
        Value::Bool(value) => Json::from(*value),
        Value::Float(number) => Json::from(*number),
        Value::Bytes(_) | Value::Null | Value::Simple(_) => Json::Null,
    }
}
