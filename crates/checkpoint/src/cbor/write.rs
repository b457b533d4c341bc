//! What is signed by us is written once, in the shortest form and in a fixed order.

/// Writes items one after another; lists and maps say beforehand how many follow.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn new() -> Writer {
        Writer::default()
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn integer(&mut self, number: i64) -> &mut Writer {
        if number >= 0 {
            self.head(0, number.unsigned_abs())
        } else {
            self.head(1, (-1 - number).unsigned_abs())
        }
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Writer {
        self.head(2, bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Writer {
        self.head(3, text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    pub(crate) fn list(&mut self, length: usize) -> &mut Writer {
        self.head(4, length as u64)
    }

    pub(crate) fn map(&mut self, length: usize) -> &mut Writer {
        self.head(5, length as u64)
    }

    pub(crate) fn tag(&mut self, tag: u64) -> &mut Writer {
        self.head(6, tag)
    }

    pub(crate) fn bool(&mut self, value: bool) -> &mut Writer {
        self.0.push(if value { 0xf5 } else { 0xf4 });
        self
    }

    fn head(&mut self, major: u8, number: u64) -> &mut Writer {
        let major = major << 5;
        match number {
            0..24 => self.0.push(major | number as u8),
            24..0x100 => self.0.extend([major | 24, number as u8]),
            0x100..0x1_0000 => {
                self.0.push(major | 25);
                self.0.extend((number as u16).to_be_bytes());
            }
            0x1_0000..0x1_0000_0000 => {
                self.0.push(major | 26);
                self.0.extend((number as u32).to_be_bytes());
            }
            _ => {
                self.0.push(major | 27);
                self.0.extend(number.to_be_bytes());
            }
        }
        self
    }
}
