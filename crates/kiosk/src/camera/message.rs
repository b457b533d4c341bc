//! What the capture child says to its parent: a byte for the kind, then fixed fields, then counted bytes, all numbers
//! little-endian. Both ends are the same program, so there is no version; a length out of bounds ends the talk.

use std::io::{self, ErrorKind, Read, Write};

use super::fault::Fault;
use super::{Adjust, Detail};
use crate::luma::Luma;

/// The parent's bytes: the brightness alone, or with a preview.
const ASK_LUMA: u8 = b'l';
const ASK_COARSE: u8 = b'c';
const ASK_FINE: u8 = b'b';
/// The parent's words about the dials; the exposure's stops follow in a byte of their own.
const FOCUS: u8 = b'f';
const EXPOSURE: u8 = b'e';
const RESTORE: u8 = b'r';

/// Far above any camera; a length beyond it is a broken pipe's.
const LARGEST: u32 = 128 << 20;

/// What the parent says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Ask(Detail),
    Adjust(Adjust),
}

impl Word {
    pub(super) fn write(self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Word::Ask(Detail::Off) => out.write_all(&[ASK_LUMA]),
            Word::Ask(Detail::Coarse) => out.write_all(&[ASK_COARSE]),
            Word::Ask(Detail::Fine) => out.write_all(&[ASK_FINE]),
            Word::Adjust(Adjust::Focus) => out.write_all(&[FOCUS]),
            Word::Adjust(Adjust::Exposure(stops)) => out.write_all(&[EXPOSURE, stops as u8]),
            Word::Adjust(Adjust::Restore) => out.write_all(&[RESTORE]),
        }
    }

    pub(super) fn read(from: &mut impl Read) -> io::Result<Word> {
        Ok(match byte(from)? {
            ASK_LUMA => Word::Ask(Detail::Off),
            ASK_COARSE => Word::Ask(Detail::Coarse),
            ASK_FINE => Word::Ask(Detail::Fine),
            FOCUS => Word::Adjust(Adjust::Focus),
            EXPOSURE => Word::Adjust(Adjust::Exposure(byte(from)? as i8)),
            RESTORE => Word::Adjust(Adjust::Restore),
            _ => return Err(nonsense()),
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Message {
    /// A camera is there and is being opened.
    Opening,
    /// Its first frame came.
    Live {
        name: String,
        width: u32,
        height: u32,
        fps: u32,
    },
    /// Its frames come more slowly than a moving hand needs, whatever the mode promised.
    Slow,
    /// There is none to be had; said again at every look.
    Fault(Fault),
    /// A frame came broken and was passed over.
    Lost,
    /// The answer to an ask. `same`: to the last bit the one before.
    Picture {
        same: bool,
        luma: Luma,
        preview: Vec<u8>,
    },
}

impl Message {
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Message::Opening => out.write_all(b"O")?,
            Message::Live {
                name,
                width,
                height,
                fps,
            } => {
                out.write_all(b"L")?;
                numbers(out, &[*width, *height, *fps])?;
                counted(out, name.as_bytes())?;
            }
            Message::Fault(fault) => out.write_all(&[b'F', *fault as u8])?,
            Message::Slow => out.write_all(b"S")?,
            Message::Lost => out.write_all(b"X")?,
            Message::Picture {
                same,
                luma,
                preview,
            } => {
                out.write_all(&[b'P', u8::from(*same)])?;
                numbers(out, &[luma.width, luma.height])?;
                counted(out, preview)?;
                counted(out, &luma.bytes)?;
            }
        }
        out.flush()
    }

    pub(super) fn read(from: &mut impl Read) -> io::Result<Message> {
        Ok(match byte(from)? {
            b'O' => Message::Opening,
            b'L' => {
                let (width, height, fps) = (number(from)?, number(from)?, number(from)?);
                let name = String::from_utf8_lossy(&bytes(from)?).into_owned();
                Message::Live {
                    name,
                    width,
                    height,
                    fps,
                }
            }
            b'F' => Message::Fault(Fault::of_byte(byte(from)?).ok_or_else(nonsense)?),
            b'S' => Message::Slow,
            b'X' => Message::Lost,
            b'P' => {
                let same = byte(from)? != 0;
                let (width, height) = (number(from)?, number(from)?);
                let preview = bytes(from)?;
                let luma = Luma::new(width, height, bytes(from)?).map_err(|_| nonsense())?;
                Message::Picture {
                    same,
                    luma,
                    preview,
                }
            }
            _ => return Err(nonsense()),
        })
    }
}

fn nonsense() -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        "the capture child said something that is no message",
    )
}

fn numbers(out: &mut impl Write, numbers: &[u32]) -> io::Result<()> {
    numbers
        .iter()
        .try_for_each(|number| out.write_all(&number.to_le_bytes()))
}

fn counted(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| nonsense())?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(bytes)
}

fn byte(from: &mut impl Read) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn number(from: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn bytes(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let length = number(from)?;
    if length > LARGEST {
        return Err(nonsense());
    }
    let mut bytes = Vec::with_capacity(length as usize);
    from.by_ref()
        .take(u64::from(length))
        .read_to_end(&mut bytes)?;
    if bytes.len() == length as usize {
        Ok(bytes)
    } else {
        Err(ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_read_back_as_it_was_written() {
        let luma = Luma::new(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let messages = [
            Message::Opening,
            Message::Live {
                name: "Máy ảnh".into(),
                width: 1280,
                height: 720,
                fps: 30,
            },
            Message::Fault(Fault::Busy),
            Message::Slow,
            Message::Lost,
            Message::Picture {
                same: true,
                luma,
                preview: vec![9; 700],
            },
        ];
        let mut pipe = Vec::new();
        for message in &messages {
            message.write(&mut pipe).unwrap();
        }
        let mut from = pipe.as_slice();
        for message in &messages {
            assert_eq!(&Message::read(&mut from).unwrap(), message);
        }
        assert_eq!(
            Message::read(&mut from).unwrap_err().kind(),
            ErrorKind::UnexpectedEof
        );
    }

    #[test]
    fn every_word_of_the_parent_is_read_back_as_it_was_written() {
        let words = [
            Word::Ask(Detail::Off),
            Word::Ask(Detail::Coarse),
            Word::Ask(Detail::Fine),
            Word::Adjust(Adjust::Focus),
            Word::Adjust(Adjust::Exposure(-3)),
            Word::Adjust(Adjust::Restore),
        ];
        let mut pipe = Vec::new();
        for word in words {
            word.write(&mut pipe).unwrap();
        }
        let mut from = pipe.as_slice();
        for word in words {
            assert_eq!(Word::read(&mut from).unwrap(), word);
        }
        assert!(Word::read(&mut &b"?"[..]).is_err());
    }

    #[test]
    fn a_message_cut_short_or_out_of_bounds_is_an_error() {
        let luma = Luma::new(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let mut pipe = Vec::new();
        Message::Picture {
            same: false,
            luma,
            preview: vec![],
        }
        .write(&mut pipe)
        .unwrap();
        for length in 0..pipe.len() {
            assert!(Message::read(&mut &pipe[..length]).is_err());
        }
        assert!(Message::read(&mut &b"F\x09"[..]).is_err());
        assert!(
            Message::read(&mut &b"L\x01\0\0\0\x01\0\0\0\x01\0\0\0\xff\xff\xff\xff"[..]).is_err()
        );
    }
}
