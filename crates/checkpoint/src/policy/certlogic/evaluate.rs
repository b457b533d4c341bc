//! An expression comes to its value.

use super::time;
use super::value::Value;
use super::{Kind, MOST_DEPTH, Node, Relation};

/// The steps that one evaluation may take: an operation, a literal and a list's item is one each.
/// The EU's own rules need some dozens, over value sets some hundreds.
pub const MOST_STEPS: u32 = 20_000;

/// Why an expression has no value over its data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("\"{0}\" needs {1}")]
    Type(&'static str, &'static str),
    #[error("\"{0}\" is no date that CertLogic reads")]
    Date(String),
    #[error("the result lies beyond what numbers and times can hold")]
    Range,
    #[error("it takes more than {MOST_STEPS} steps")]
    TooLong,
    #[error("its result is nested more than {MOST_DEPTH} deep")]
    TooDeep,
}

pub(super) fn evaluate(node: &Node, data: &Value) -> Result<Value, Failure> {
    Evaluation { steps: 0 }.of(node, data)
}

struct Evaluation {
    steps: u32,
}

impl Evaluation {
    fn step(&mut self) -> Result<(), Failure> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            Err(Failure::TooLong)
        } else {
            Ok(())
        }
    }

    fn of(&mut self, node: &Node, data: &Value) -> Result<Value, Failure> {
        self.step()?;
        match node {
            Node::Literal(value) => Ok(value.clone()),
            Node::List(items) => {
                let list = Value::list(self.all(items, data)?);
                bounded(&list)?;
                Ok(list)
            }
            Node::Var(path) => Ok(data.at(path)),
            Node::If(parts) => {
                let [guard, then, otherwise] = parts.as_ref();
                let guard = self.truth("if", guard, data)?.1;
                self.of(if guard { then } else { otherwise }, data)
            }
            Node::And(operands) => {
                let mut newest = Value::Bool(true);
                for operand in operands {
                    let (value, truth) = self.truth("and", operand, data)?;
                    newest = value;
                    if !truth {
                        break;
                    }
                }
                Ok(newest)
            }
            Node::Not(operand) => Ok(Value::Bool(!self.truth("!", operand, data)?.1)),
            Node::Equal(pair) => {
                let [one, other] = pair.as_ref();
                let (one, other) = (self.of(one, data)?, self.of(other, data)?);
                Ok(Value::Bool(one.is(&other)))
            }
            Node::In(pair) => {
                let [one, among] = pair.as_ref();
                let (one, among) = (self.of(one, data)?, self.of(among, data)?);
                self.is_among(&one, &among)
            }
            Node::Plus(pair) => {
                let [one, other] = pair.as_ref();
                match (self.of(one, data)?, self.of(other, data)?) {
                    (Value::Whole(one), Value::Whole(other)) => {
                        Value::whole(one + other).ok_or(Failure::Range)
                    }
                    _ => Err(Failure::Type("+", "two whole numbers")),
                }
            }
            Node::Compare(relation, kind, operands) => {
                let values = self.all(operands, data)?;
                compare(*relation, *kind, &values)
            }
            Node::PlusTime(date, amount, unit) => {
                let text = self.text("plusTime", date, data)?;
                let at = time::read(&text).ok_or_else(|| no_date(&text))?;
                let moved = time::plus(at, *amount, *unit).ok_or(Failure::Range)?;
                Ok(Value::Time(moved))
            }
            Node::Reduce(parts) => self.reduce(parts, data),
            Node::ExtractFromUvci(operand, index) => {
                let uvci = self.of(operand, data)?;
                match uvci.as_text() {
                    Some(text) => Ok(extract(text, *index)),
                    None if uvci == Value::Null => Ok(Value::Null),
                    None => Err(Failure::Type("extractFromUVCI", "a text or null")),
                }
            }
            Node::DccDateOfBirth(operand) => {
                let text = self.text("dccDateOfBirth", operand, data)?;
                let at = time::read_birth(&text).ok_or_else(|| no_date(&text))?;
                Ok(Value::Time(at))
            }
        }
    }

    fn all(&mut self, nodes: &[Node], data: &Value) -> Result<Vec<Value>, Failure> {
        nodes.iter().map(|node| self.of(node, data)).collect()
    }

    fn truth(
        &mut self,
        operation: &'static str,
        node: &Node,
        data: &Value,
    ) -> Result<(Value, bool), Failure> {
        let value = self.of(node, data)?;
        match value.truth() {
            Some(truth) => Ok((value, truth)),
            None => Err(Failure::Type(
                operation,
                "something that is truthy or falsy",
            )),
        }
    }

    fn text(
        &mut self,
        operation: &'static str,
        node: &Node,
        data: &Value,
    ) -> Result<String, Failure> {
        let value = self.of(node, data)?;
        let text = value.as_text().map(str::to_owned);
        text.ok_or(Failure::Type(operation, "a date as text"))
    }

    fn is_among(&mut self, one: &Value, among: &Value) -> Result<Value, Failure> {
        let items = among.as_items();
        for item in items.ok_or(Failure::Type("in", "a list to look in"))? {
            self.step()?;
            if one.is(item) {
                return Ok(Value::Bool(true));
            }
        }
        Ok(Value::Bool(false))
    }

    fn reduce(&mut self, parts: &[Node; 3], data: &Value) -> Result<Value, Failure> {
        let [operand, lambda, initial] = parts;
        let operand = self.of(operand, data)?;
        let mut accumulator = self.of(initial, data)?;
        if operand == Value::Null {
            return Ok(accumulator);
        }
        let items = operand.as_items();
        for current in items.ok_or(Failure::Type("reduce", "a list"))? {
            let context = Value::object([
                ("accumulator".to_owned(), accumulator),
                ("current".to_owned(), current.clone()),
            ]);
            accumulator = self.of(lambda, &context)?;
            bounded(&accumulator)?;
        }
        Ok(accumulator)
    }
}

/// A fold can nest its results, one in the next.
fn bounded(value: &Value) -> Result<(), Failure> {
    if value.depth() > MOST_DEPTH {
        return Err(Failure::TooDeep);
    }
    Ok(())
}

fn compare(relation: Relation, kind: Kind, values: &[Value]) -> Result<Value, Failure> {
    let numbers = values.iter().map(|value| match (kind, value) {
        (Kind::Numbers, Value::Whole(number)) => Ok(*number),
        (Kind::Times, Value::Time(ms)) => Ok(*ms),
        (Kind::Numbers, _) => Err(Failure::Type("a comparison", "whole numbers")),
        (Kind::Times, _) => Err(Failure::Type(
            "a comparison of times",
            "what plusTime or dccDateOfBirth made",
        )),
    });
    let numbers = numbers.collect::<Result<Vec<i64>, Failure>>()?;
    Ok(Value::Bool(numbers.windows(2).all(|pair| match relation {
        Relation::Less => pair[0] < pair[1],
        Relation::LessOrEqual => pair[0] <= pair[1],
        Relation::Greater => pair[0] > pair[1],
        Relation::GreaterOrEqual => pair[0] >= pair[1],
    })))
}

/// A fragment of a certificate's identifier between `/`, `#` and `:`, its prefix set aside.
fn extract(uvci: &str, index: i64) -> Value {
    let body = uvci.strip_prefix("URN:UVCI:").unwrap_or(uvci);
    let fragment = usize::try_from(index)
        .ok()
        .and_then(|index| body.split(['/', '#', ':']).nth(index));
    fragment.map_or(Value::Null, |fragment| Value::Text(fragment.into()))
}

fn no_date(text: &str) -> Failure {
    Failure::Date(text.chars().take(40).collect())
}
