//! *CertLogic*: the little language in which rules about the EU's certificates are written, after its
//! specification 1.3.2 (ehn-dcc-development/eu-dcc-business-rules, certlogic/specification).
//!
//! An expression comes from a file that somebody wrote, and the data from a code that a stranger
//! holds up: both are bounded. An expression is checked whole before anything of it is evaluated;
//! evaluating it takes at most [`MOST_STEPS`] steps and never panics.

mod evaluate;
mod time;
mod value;

pub use evaluate::{Failure, MOST_STEPS};
pub use value::Value;

use serde_json::Value as Json;
use time::Unit;

/// How deeply an expression may be nested; the EU's own rules reach 14.
pub const MOST_DEPTH: usize = 64;

/// A checked expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression(Node);

/// Why something is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error("nested more than {MOST_DEPTH} deep: write it flatter")]
    TooDeep,
    #[error(
        "an operation is an object with one member, such as {{\"var\": \"payload.v.0.dn\"}}; this one has {0}"
    )]
    Members(usize),
    #[error("\"{0}\" is no operation of CertLogic: correct its name")]
    Operation(String),
    #[error("\"{0}\" takes {1}: correct what it is given")]
    Operands(&'static str, &'static str),
    #[error(
        "{0} can't be written in an expression: only text, whole numbers, true, false and lists can"
    )]
    Literal(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
enum Node {
    Literal(Value),
    List(Vec<Node>),
    Var(String),
    If(Box<[Node; 3]>),
    And(Vec<Node>),
    Not(Box<Node>),
    Equal(Box<[Node; 2]>),
    In(Box<[Node; 2]>),
    Plus(Box<[Node; 2]>),
    Compare(Relation, Kind, Vec<Node>),
    PlusTime(Box<Node>, i64, Unit),
    Reduce(Box<[Node; 3]>),
    ExtractFromUvci(Box<Node>, i64),
    DccDateOfBirth(Box<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a comparison compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Numbers,
    Times,
}

impl Expression {
    /// Checks a JSON value to be an expression.
    pub fn of(json: &Json) -> Result<Expression, Malformed> {
        node(json, 1).map(Expression)
    }

    /// What it comes to over `data`. An error is for whoever wrote the rule, or for a certificate
    /// that isn't what the rule takes for granted: a rule that fails so isn't met.
    pub fn evaluate(&self, data: &Value) -> Result<Value, Failure> {
        evaluate::evaluate(&self.0, data)
    }
}

fn node(json: &Json, depth: usize) -> Result<Node, Malformed> {
    if depth > MOST_DEPTH {
        return Err(Malformed::TooDeep);
    }
    match json {
        Json::Null => Err(Malformed::Literal("null")),
        Json::Bool(_) | Json::String(_) => Ok(Node::Literal(Value::of_scalar(json))),
        Json::Number(_) => match whole(json) {
            Some(number) => Ok(Node::Literal(Value::Whole(number))),
            None => Err(Malformed::Literal("a number that isn't whole")),
        },
        Json::Array(items) => Ok(Node::List(nodes(items, depth)?)),
        Json::Object(members) => {
            let mut each = members.iter();
            match (each.next(), each.next()) {
                (Some((operation, operands)), None) => operate(operation, operands, depth),
                _ => Err(Malformed::Members(members.len())),
            }
        }
    }
}

fn nodes(items: &[Json], depth: usize) -> Result<Vec<Node>, Malformed> {
    items.iter().map(|item| node(item, depth + 1)).collect()
}

fn operate(operation: &str, operands: &Json, depth: usize) -> Result<Node, Malformed> {
    let given = operands.as_array().map(Vec::as_slice);
    let all = || nodes(given.unwrap_or_default(), depth);
    let one = |name| match given {
        Some([operand]) => Ok(Box::new(node(operand, depth + 1)?)),
        _ => Err(Malformed::Operands(name, "a list of one operand")),
    };
    let two = |name| {
        <[Node; 2]>::try_from(all()?)
            .map(Box::new)
            .map_err(|_| Malformed::Operands(name, "a list of two operands"))
    };
    let three = |name| {
        <[Node; 3]>::try_from(all()?)
            .map(Box::new)
            .map_err(|_| Malformed::Operands(name, "a list of three operands"))
    };
    let compare = |name, relation, kind| match all()? {
        operands if (2..=3).contains(&operands.len()) => {
            Ok(Node::Compare(relation, kind, operands))
        }
        _ => Err(Malformed::Operands(name, "a list of two or three operands")),
    };
    match operation {
        "var" => match operands.as_str() {
            Some(path) => Ok(Node::Var(path.to_owned())),
            None => Err(Malformed::Operands("var", "a path as text")),
        },
        "if" => Ok(Node::If(three("if")?)),
        "and" => match all()? {
            operands if operands.len() >= 2 => Ok(Node::And(operands)),
            _ => Err(Malformed::Operands("and", "a list of two operands or more")),
        },
        "!" => Ok(Node::Not(one("!")?)),
        "===" => Ok(Node::Equal(two("===")?)),
        "in" => Ok(Node::In(two("in")?)),
        "+" => Ok(Node::Plus(two("+")?)),
        "<" => compare("<", Relation::Less, Kind::Numbers),
        "<=" => compare("<=", Relation::LessOrEqual, Kind::Numbers),
        ">" => compare(">", Relation::Greater, Kind::Numbers),
        ">=" => compare(">=", Relation::GreaterOrEqual, Kind::Numbers),
        "before" => compare("before", Relation::Less, Kind::Times),
        "not-after" => compare("not-after", Relation::LessOrEqual, Kind::Times),
        "after" => compare("after", Relation::Greater, Kind::Times),
        "not-before" => compare("not-before", Relation::GreaterOrEqual, Kind::Times),
        "plusTime" => plus_time(given, depth),
        "reduce" => Ok(Node::Reduce(three("reduce")?)),
        "extractFromUVCI" => match given {
            Some([operand, index]) if whole(index).is_some() => Ok(Node::ExtractFromUvci(
                Box::new(node(operand, depth + 1)?),
                whole(index).unwrap_or_default(),
            )),
            _ => Err(Malformed::Operands(
                "extractFromUVCI",
                "an operand and a whole number",
            )),
        },
        "dccDateOfBirth" => Ok(Node::DccDateOfBirth(one("dccDateOfBirth")?)),
        other => Err(Malformed::Operation(other.chars().take(40).collect())),
    }
}

fn plus_time(given: Option<&[Json]>, depth: usize) -> Result<Node, Malformed> {
    let wrong = || {
        Malformed::Operands(
            "plusTime",
            "a date, a whole number and one of year, month, day, hour",
        )
    };
    let Some([date, amount, unit]) = given else {
        return Err(wrong());
    };
    let amount = whole(amount).ok_or_else(wrong)?;
    let unit = unit.as_str().and_then(Unit::of).ok_or_else(wrong)?;
    Ok(Node::PlusTime(
        Box::new(node(date, depth + 1)?),
        amount,
        unit,
    ))
}

fn whole(json: &Json) -> Option<i64> {
    Value::of_scalar(json).as_whole()
}
