//! *CBOR* (RFC 8949) as signed codes carry it, read in only one way.
//!
//! A reader of our own, since the ones there are keep a key that stands twice, or read strangers'
//! lengths before they have the bytes. This one borrows from its input, goes at most [`DEEPEST`]
//! deep, makes at most [`MOST_ITEMS`] items, and allocates for no more items than there are bytes
//! left. Whatever comes in, the time is linear in its length (a map of n keys costs n log n).

mod write;

pub(crate) use write::Writer;

use std::borrow::Cow;
use std::cmp::Ordering;

/// Of lists, maps and tags in each other; certificates need six.
const DEEPEST: u32 = 16;
/// In one piece of CBOR; certificates have about a hundred.
const MOST_ITEMS: usize = 4096;

/// One item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Unsigned(u64),
    /// −1 − n.
    Negative(u64),
    Bytes(Cow<'a, [u8]>),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// In the order of the input; no key stands twice.
    Map(Vec<(Value<'a>, Value<'a>)>),
    Tag(u64, Box<Value<'a>>),
    Bool(bool),
    Null,
    Float(f64),
    /// `undefined` and the unassigned ones.
    Simple(u8),
}

/// Why bytes aren't one item that can be read in only one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CborError {
    #[error("it ends within an item")]
    CutOff,
    #[error("something follows its end")]
    Trailing,
    #[error("it is nested more than {DEEPEST} deep")]
    TooDeep,
    #[error("it has more than {MOST_ITEMS} items")]
    TooMany,
    #[error("a map names a key twice")]
    DuplicateKey,
    #[error("a map's key is neither a number nor text nor bytes")]
    OddKey,
    #[error("it isn't well-formed")]
    Malformed,
}

/// Reads the one item that `bytes` are.
pub(crate) fn read(bytes: &[u8]) -> Result<Value<'_>, CborError> {
    let mut reader = Reader {
        rest: bytes,
        items: 0,
    };
    let value = reader.item(0)?;
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(CborError::Trailing)
    }
}

impl<'a> Value<'a> {
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Value::Unsigned(number) => i64::try_from(*number).ok(),
            Value::Negative(number) => i64::try_from(*number).ok().map(|number| -1 - number),
            Value::Bytes(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Map(_)
            | Value::Tag(..)
            | Value::Bool(_)
            | Value::Null
            | Value::Float(_)
            | Value::Simple(_) => None,
        }
    }

    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        if let Value::Bytes(bytes) = self {
            Some(bytes)
        } else {
            None
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    pub(crate) fn list(&self) -> Option<&[Value<'a>]> {
        if let Value::List(items) = self {
            Some(items)
        } else {
            None
        }
    }

    pub(crate) fn map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        if let Value::Map(members) = self {
            Some(members)
        } else {
            None
        }
    }

    /// What a map has under a number.
    pub(crate) fn at(&self, key: i64) -> Option<&Value<'a>> {
        let members = self.map()?.iter();
        members
            .filter(|(name, _)| name.integer() == Some(key))
            .map(|(_, value)| value)
            .next()
    }

    /// What a map has under a word; what is null isn't there.
    pub(crate) fn named(&self, key: &str) -> Option<&Value<'a>> {
        let members = self.map()?.iter();
        members
            .filter(|(name, value)| name.text() == Some(key) && !value.is_null())
            .map(|(_, value)| value)
            .next()
    }

    /// A tag's content, however many tags; itself where it has none.
    pub(crate) fn untagged(&self) -> &Value<'a> {
        let mut inner = self;
        while let Value::Tag(_, content) = inner {
            inner = content;
        }
        inner
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    items: usize,
}

impl<'a> Reader<'a> {
    fn item(&mut self, depth: u32) -> Result<Value<'a>, CborError> {
        let (major, length) = self.head()?;
        match (major, length) {
            (0, Some(number)) => Ok(Value::Unsigned(number)),
            (1, Some(number)) => Ok(Value::Negative(number)),
            (2, Some(length)) => Ok(Value::Bytes(Cow::Borrowed(self.take(length)?))),
            (2, None) => Ok(Value::Bytes(Cow::Owned(self.chunks(2, |_| true)?))),
            (3, Some(length)) => {
                let text = std::str::from_utf8(self.take(length)?);
                Ok(Value::Text(Cow::Borrowed(
                    text.map_err(|_| CborError::Malformed)?,
                )))
            }
            (3, None) => {
                let text = self.chunks(3, |chunk| std::str::from_utf8(chunk).is_ok())?;
                let text = String::from_utf8(text).map_err(|_| CborError::Malformed)?;
                Ok(Value::Text(Cow::Owned(text)))
            }
            (4, length) => self.list(length, depth),
            (5, length) => self.map(length, depth),
            (6, Some(tag)) => {
                let content = self.inner(depth)?;
                Ok(Value::Tag(tag, Box::new(content)))
            }
            _ => Err(CborError::Malformed),
        }
    }

    fn inner(&mut self, depth: u32) -> Result<Value<'a>, CborError> {
        if depth + 1 > DEEPEST {
            return Err(CborError::TooDeep);
        }
        let first = *self.rest.first().ok_or(CborError::CutOff)?;
        if first >> 5 == 7 {
            self.simple()
        } else {
            self.item(depth + 1)
        }
    }

    /// The major type and its number; None for an indefinite length.
    fn head(&mut self) -> Result<(u8, Option<u64>), CborError> {
        self.items += 1;
        if self.items > MOST_ITEMS {
            return Err(CborError::TooMany);
        }
        let first = self.byte()?;
        let (major, short) = (first >> 5, first & 31);
        Ok((
            major,
            match short {
                0..=23 => Some(u64::from(short)),
                24..=27 => Some(self.number(1 << (short - 24))?),
                31 if (2..=5).contains(&major) => None,
                _ => return Err(CborError::Malformed),
            },
        ))
    }

    /// What major type 7 says.
    fn simple(&mut self) -> Result<Value<'a>, CborError> {
        self.items += 1;
        if self.items > MOST_ITEMS {
            return Err(CborError::TooMany);
        }
        Ok(match self.byte()? & 31 {
            20 => Value::Bool(false),
            21 => Value::Bool(true),
            22 => Value::Null,
            short @ (0..=19 | 23) => Value::Simple(short),
            24 => match self.byte()? {
                simple @ 32.. => Value::Simple(simple),
                _ => return Err(CborError::Malformed),
            },
            25 => Value::Float(half(self.number(2)?)),
            26 => {
                let bits = u32::try_from(self.number(4)?).map_err(|_| CborError::Malformed)?;
                Value::Float(f64::from(f32::from_bits(bits)))
            }
            27 => Value::Float(f64::from_bits(self.number(8)?)),
            _ => return Err(CborError::Malformed),
        })
    }

    fn list(&mut self, length: Option<u64>, depth: u32) -> Result<Value<'a>, CborError> {
        let mut items = Vec::with_capacity(self.room(length));
        while self.goes_on(length, items.len())? {
            items.push(self.inner(depth)?);
        }
        Ok(Value::List(items))
    }

    fn map(&mut self, length: Option<u64>, depth: u32) -> Result<Value<'a>, CborError> {
        let mut members = Vec::with_capacity(self.room(length));
        while self.goes_on(length, members.len())? {
            let key = self.inner(depth)?;
            if rank(&key).is_none() {
                return Err(CborError::OddKey);
            }
            members.push((key, self.inner(depth)?));
        }
        let mut keys: Vec<&Value> = members.iter().map(|(key, _)| key).collect();
        keys.sort_unstable_by(|one, other| compare(one, other));
        if keys
            .windows(2)
            .any(|pair| compare(pair[0], pair[1]).is_eq())
        {
            return Err(CborError::DuplicateKey);
        }
        Ok(Value::Map(members))
    }

    /// Whether another item of a list or map follows; takes the break.
    fn goes_on(&mut self, length: Option<u64>, so_far: usize) -> Result<bool, CborError> {
        match length {
            Some(length) => Ok((so_far as u64) < length),
            None if self.rest.first() == Some(&0xff) => {
                self.rest = &self.rest[1..];
                Ok(false)
            }
            None => Ok(true),
        }
    }

    /// For how many items to make room: as many as are promised, if they can be there at all.
    fn room(&self, length: Option<u64>) -> usize {
        let promised = length.map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
        promised.min(self.rest.len()).min(64)
    }

    /// The chunks of an indefinite string, put together.
    fn chunks(&mut self, of: u8, fits: fn(&[u8]) -> bool) -> Result<Vec<u8>, CborError> {
        let mut whole = Vec::new();
        loop {
            if self.rest.first() == Some(&0xff) {
                self.rest = &self.rest[1..];
                return Ok(whole);
            }
            match self.head()? {
                (major, Some(length)) if major == of => {
                    let chunk = self.take(length)?;
                    if !fits(chunk) {
                        return Err(CborError::Malformed);
                    }
                    whole.extend_from_slice(chunk);
                }
                _ => return Err(CborError::Malformed),
            }
        }
    }

    fn byte(&mut self) -> Result<u8, CborError> {
        let (first, rest) = self.rest.split_first().ok_or(CborError::CutOff)?;
        self.rest = rest;
        Ok(*first)
    }

    fn number(&mut self, width: u64) -> Result<u64, CborError> {
        let bytes = self.take(width)?;
        Ok(bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], CborError> {
        let length = usize::try_from(length).map_err(|_| CborError::CutOff)?;
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(CborError::CutOff)?;
        self.rest = rest;
        Ok(taken)
    }
}

/// Which kind of key it is; None where it can't be one.
fn rank(key: &Value) -> Option<u8> {
    match key {
        Value::Unsigned(_) => Some(0),
        Value::Negative(_) => Some(1),
        Value::Bytes(_) => Some(2),
        Value::Text(_) => Some(3),
        Value::List(_)
        | Value::Map(_)
        | Value::Tag(..)
        | Value::Bool(_)
        | Value::Null
        | Value::Float(_)
        | Value::Simple(_) => None,
    }
}

/// Orders keys by what they mean: one number in two encodings is one key.
fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Unsigned(one), Value::Unsigned(other))
        | (Value::Negative(one), Value::Negative(other)) => one.cmp(other),
        (Value::Bytes(one), Value::Bytes(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        _ => rank(one).cmp(&rank(other)),
    }
}

/// An IEEE 754 half (RFC 8949, appendix D).
fn half(bits: u64) -> f64 {
    let (exponent, mantissa) = (bits >> 10 & 31, bits & 1023);
    let value = match exponent {
        0 => mantissa as f64 * f64::powi(2.0, -24),
        31 if mantissa == 0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (mantissa + 1024) as f64 * f64::powi(2.0, exponent as i32 - 25),
    };
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests;
