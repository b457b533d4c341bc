//! CBOR of a test's own making, right or wrong.

/// An item as it is written; lengths are definite and shortest.
#[derive(Clone, Debug)]
pub enum Item {
    Int(i64),
    Bytes(Vec<u8>),
    Text(&'static str),
    Owned(String),
    List(Vec<Item>),
    Map(Vec<(Item, Item)>),
    Tag(u64, Box<Item>),
    Float(f64),
    Null,
}

impl From<i64> for Item {
    fn from(number: i64) -> Item {
        Item::Int(number)
    }
}

impl From<&'static str> for Item {
    fn from(text: &'static str) -> Item {
        Item::Text(text)
    }
}

/// A map of `key => value`.
#[macro_export]
macro_rules! map {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::cbor::Item::Map(vec![$(($key.into(), $value.into())),*])
    };
}

impl Item {
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Item::Int(number) if *number >= 0 => head(out, 0, number.unsigned_abs()),
            Item::Int(number) => head(out, 1, (-1 - number).unsigned_abs()),
            Item::Bytes(bytes) => {
                head(out, 2, bytes.len() as u64);
                out.extend(bytes);
            }
            Item::Text(text) => text_of(out, text),
            Item::Owned(text) => text_of(out, text),
            Item::List(items) => {
                head(out, 4, items.len() as u64);
                items.iter().for_each(|item| item.write(out));
            }
            Item::Map(members) => {
                head(out, 5, members.len() as u64);
                for (key, value) in members {
                    key.write(out);
                    value.write(out);
                }
            }
            Item::Tag(tag, content) => {
                head(out, 6, *tag);
                content.write(out);
            }
            Item::Float(number) => {
                out.push(0xfb);
                out.extend(number.to_be_bytes());
            }
            Item::Null => out.push(0xf6),
        }
    }

    /// The member of a map, to be changed.
    pub fn at(&mut self, key: &str) -> &mut Item {
        let Item::Map(members) = self else {
            panic!("no map");
        };
        members
            .iter_mut()
            .find(|(name, _)| matches!(name, Item::Text(text) if *text == key))
            .map(|(_, value)| value)
            .expect("a member of that name")
    }

    pub fn push(&mut self, key: impl Into<Item>, value: impl Into<Item>) {
        let Item::Map(members) = self else {
            panic!("no map");
        };
        members.push((key.into(), value.into()));
    }

    pub fn without(mut self, key: &str) -> Item {
        if let Item::Map(members) = &mut self {
            members.retain(|(name, _)| !matches!(name, Item::Text(text) if *text == key));
        }
        self
    }
}

fn text_of(out: &mut Vec<u8>, text: &str) {
    head(out, 3, text.len() as u64);
    out.extend(text.as_bytes());
}

fn head(out: &mut Vec<u8>, major: u8, number: u64) {
    let major = major << 5;
    match number {
        0..24 => out.push(major | number as u8),
        24..0x100 => out.extend([major | 24, number as u8]),
        0x100..0x1_0000 => {
            out.push(major | 25);
            out.extend((number as u16).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend(number.to_be_bytes());
        }
    }
}
