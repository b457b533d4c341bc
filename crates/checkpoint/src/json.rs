//! *JSON* that can be read in only one way: what a line says must not depend on who reads it.

use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The longest line or subject group, in bytes (PROTOCOL.md, Limits).
pub const MAX_BYTES: usize = 16 * 1024;

/// How deeply a line may be nested (PROTOCOL.md, Limits).
const MAX_DEPTH: usize = 16;

/// Why bytes aren't one JSON object on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    #[error("longer than 16 KiB: write less into it")]
    TooLong,
    #[error("it holds a control character: write it as one line of plain text")]
    ControlCharacter,
    #[error("it is no JSON object: it was damaged or cut off, compare it with another copy")]
    NotAnObject,
    #[error("it names a member twice, so that two readers could disagree: refuse it")]
    DuplicateKey,
    #[error("it is nested more than 16 deep: refuse it")]
    TooDeep,
}

/// A JSON value that keeps what `serde_json::Value` would lose: a key that stands twice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// None where it is no whole number from −2⁶³ to 2⁶⁴ − 1.
    Number(Option<i128>),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

/// The members of an object, each there once; they are taken out by those who know them. A list: there are a dozen, which a
/// map takes longer to sort in than a look-up takes here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members(Vec<(String, Value)>);

/// A member is there and isn't what its name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrong(pub(crate) &'static str);

/// Reads the one object of a line, whose newline is already off.
pub(crate) fn object(line: &[u8]) -> Result<Members, JsonError> {
    if line.len() > MAX_BYTES {
        return Err(JsonError::TooLong);
    }
    if line.iter().any(|byte| *byte < b' ') {
        return Err(JsonError::ControlCharacter);
    }
    let value: Value = serde_json::from_slice(line).map_err(|_| JsonError::NotAnObject)?;
    value.check(1)?;
    match value {
        Value::Object(members) => Ok(Members(members)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
            Err(JsonError::NotAnObject)
        }
    }
}

/// The value of a closed list that `text` is the word of.
pub(crate) fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(StrDeserializer::<WordError>::new(text)).ok()
}

fn is_plain(text: &str) -> bool {
    !text.contains(char::is_control)
}

impl Value {
    fn is_plain(&self) -> bool {
        match self {
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
            Value::Text(text) => is_plain(text),
            Value::List(values) => values.iter().all(Value::is_plain),
            Value::Object(members) => members
                .iter()
                .all(|(key, value)| is_plain(key) && value.is_plain()),
        }
    }

    fn check(&self, depth: usize) -> Result<(), JsonError> {
        match self {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => Ok(()),
            Value::List(_) | Value::Object(_) if depth > MAX_DEPTH => Err(JsonError::TooDeep),
            Value::List(values) => values.iter().try_for_each(|value| value.check(depth + 1)),
            Value::Object(members) => {
                let mut keys: Vec<&str> = members.iter().map(|(key, _)| key.as_str()).collect();
                keys.sort_unstable();
                if keys.windows(2).any(|pair| pair[0] == pair[1]) {
                    return Err(JsonError::DuplicateKey);
                }
                members
                    .iter()
                    .try_for_each(|(_, value)| value.check(depth + 1))
            }
        }
    }
}

impl Members {
    /// Refuses control characters in any text or key, escaped ones too.
    pub(crate) fn check_plain(&self) -> Result<(), JsonError> {
        let plain = self
            .0
            .iter()
            .all(|(key, value)| is_plain(key) && value.is_plain());
        if plain {
            Ok(())
        } else {
            Err(JsonError::ControlCharacter)
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Result<Option<String>, Wrong> {
        self.take(name, |value| match value {
            Value::Text(text) => Some(text),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Object(_) => {
                None
            }
        })
    }

    pub(crate) fn number(&mut self, name: &'static str) -> Result<Option<u64>, Wrong> {
        self.take(name, |value| match value {
            Value::Number(number) => number.and_then(|number| u64::try_from(number).ok()),
            Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => {
                None
            }
        })
    }

    /// A whole number that may be below zero.
    pub(crate) fn signed(&mut self, name: &'static str) -> Result<Option<i64>, Wrong> {
        self.take(name, |value| match value {
            Value::Number(number) => number.and_then(|number| i64::try_from(number).ok()),
            Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => {
                None
            }
        })
    }

    pub(crate) fn object(&mut self, name: &'static str) -> Result<Option<Members>, Wrong> {
        self.take(name, |value| match value {
            Value::Object(members) => Some(Members(members)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                None
            }
        })
    }

    pub(crate) fn texts(&mut self, name: &'static str) -> Result<Option<Vec<String>>, Wrong> {
        self.take(name, |value| match value {
            Value::List(values) => values
                .into_iter()
                .map(|value| match value {
                    Value::Text(text) => Some(text),
                    Value::Null
                    | Value::Bool(_)
                    | Value::Number(_)
                    | Value::List(_)
                    | Value::Object(_) => None,
                })
                .collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Object(_) => {
                None
            }
        })
    }

    /// Whatever stands there.
    pub(crate) fn value(&mut self, name: &str) -> Option<Value> {
        let place = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.swap_remove(place).1)
    }

    fn take<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Result<Option<T>, Wrong> {
        match self.value(name) {
            None => Ok(None),
            Some(value) => read(value).map(Some).ok_or(Wrong(name)),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(Some(value.into())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(Some(value.into())))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Number(None))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Value::Object(members))
    }
}
