//! *Value*: what expressions come to.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The whole numbers that every implementation keeps exactly: below 2⁵³ on both sides of zero.
const LARGEST: i64 = (1 << 53) - 1;

/// A value of the data or of an expression. Lists and objects are shared, never copied.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Whole(i64),
    /// A number that isn't whole, or too large to be kept exactly: neither truthy nor falsy, equal to
    /// nothing.
    Fraction,
    Text(Arc<str>),
    /// Milliseconds since 1970; only `plusTime` and `dccDateOfBirth` make one.
    Time(i64),
    List(Arc<List>),
    Object(Arc<Object>),
}

/// A list, and how deeply values lie in it: what an expression can nest by folding is bounded.
#[derive(Debug, PartialEq)]
pub struct List {
    pub(super) items: Vec<Value>,
    depth: usize,
}

/// Members by their names, and how deeply values lie in them.
#[derive(Debug, PartialEq)]
pub struct Object {
    members: BTreeMap<String, Value>,
    depth: usize,
}

impl Value {
    /// The data that expressions are evaluated over.
    pub fn of_json(json: &Json) -> Value {
        match json {
            Json::Array(items) => Value::list(items.iter().map(Value::of_json).collect()),
            Json::Object(members) => {
                let members = members.iter();
                Value::object(members.map(|(name, value)| (name.clone(), Value::of_json(value))))
            }
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
                Value::of_scalar(json)
            }
        }
    }

    /// Of a value that isn't made of others; anything else is null.
    pub(super) fn of_scalar(json: &Json) -> Value {
        match json {
            Json::Null | Json::Array(_) | Json::Object(_) => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => {
                let float = number
                    .as_f64()
                    .filter(|float| float.fract() == 0.0 && float.abs() <= LARGEST as f64);
                let whole = number.as_i64().or(float.map(|float| float as i64));
                match whole.and_then(Value::whole) {
                    Some(value) => value,
                    None => Value::Fraction,
                }
            }
            Json::String(text) => Value::Text(text.as_str().into()),
        }
    }

    pub(super) fn as_whole(&self) -> Option<i64> {
        match self {
            Value::Whole(number) => Some(*number),
            Value::Null
            | Value::Bool(_)
            | Value::Fraction
            | Value::Text(_)
            | Value::Time(_)
            | Value::List(_)
            | Value::Object(_) => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Null
            | Value::Bool(_)
            | Value::Whole(_)
            | Value::Fraction
            | Value::Time(_)
            | Value::List(_)
            | Value::Object(_) => None,
        }
    }

    pub(super) fn as_items(&self) -> Option<&[Value]> {
        match self {
            Value::List(list) => Some(&list.items),
            Value::Null
            | Value::Bool(_)
            | Value::Whole(_)
            | Value::Fraction
            | Value::Text(_)
            | Value::Time(_)
            | Value::Object(_) => None,
        }
    }

    /// None where the number is too large to be kept exactly everywhere.
    pub(super) fn whole(number: i64) -> Option<Value> {
        (-LARGEST..=LARGEST)
            .contains(&number)
            .then_some(Value::Whole(number))
    }

    pub(super) fn list(items: Vec<Value>) -> Value {
        let depth = 1 + items.iter().map(Value::depth).max().unwrap_or(0);
        Value::List(Arc::new(List { items, depth }))
    }

    pub(super) fn object(members: impl IntoIterator<Item = (String, Value)>) -> Value {
        let members: BTreeMap<String, Value> = members.into_iter().collect();
        let depth = 1 + members.values().map(Value::depth).max().unwrap_or(0);
        Value::Object(Arc::new(Object { members, depth }))
    }

    /// How deeply values lie in it, 0 for what holds none.
    pub(super) fn depth(&self) -> usize {
        match self {
            Value::List(list) => list.depth,
            Value::Object(object) => object.depth,
            Value::Null
            | Value::Bool(_)
            | Value::Whole(_)
            | Value::Fraction
            | Value::Text(_)
            | Value::Time(_) => 0,
        }
    }

    /// Truthy, falsy, or neither (specification, *Truthy and falsy values*).
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Value::Null => Some(false),
            Value::Bool(value) => Some(*value),
            Value::Whole(number) => Some(*number != 0),
            Value::Text(text) => Some(!text.is_empty()),
            Value::List(list) => Some(!list.items.is_empty()),
            Value::Object(object) => Some(!object.members.is_empty()),
            Value::Fraction | Value::Time(_) => None,
        }
    }

    /// What lies at a path; null where nothing does.
    pub(super) fn at(&self, path: &str) -> Value {
        if path.is_empty() {
            return self.clone();
        }
        let mut here = self;
        for fragment in path.split('.') {
            let next = match here {
                Value::Object(object) => object.members.get(fragment),
                Value::List(list) => {
                    let index = fragment.parse::<usize>().ok();
                    index.and_then(|index| list.items.get(index))
                }
                Value::Null
                | Value::Bool(_)
                | Value::Whole(_)
                | Value::Fraction
                | Value::Text(_)
                | Value::Time(_) => None,
            };
            match next {
                Some(value) => here = value,
                None => return Value::Null,
            }
        }
        here.clone()
    }

    /// Equality without coercion; lists and objects are equal to nothing, as the specification leaves
    /// them to each implementation.
    pub(super) fn is(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(one), Value::Bool(other)) => one == other,
            (Value::Whole(one), Value::Whole(other)) => one == other,
            (Value::Text(one), Value::Text(other)) => one == other,
            (Value::Time(one), Value::Time(other)) => one == other,
            (
                Value::Null
                | Value::Bool(_)
                | Value::Whole(_)
                | Value::Fraction
                | Value::Text(_)
                | Value::Time(_)
                | Value::List(_)
                | Value::Object(_),
                _,
            ) => false,
        }
    }
}
