//! JPEG as cameras send it.
//!
//! Many leave out the Huffman tables that the standard gives as typical (ITU-T T.81, annex K.3), most pad the frame with
//! what an older one left in the buffer, and a bad cable flips bits. Decoding is zune-jpeg's, which returned errors for
//! every garbled frame that was tried; the tables and the end are found here.

use std::borrow::Cow;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Luma, LumaError};

/// A few rows or columns more than promised are the encoder's blocks, not another picture.
const BLOCK: usize = 16;

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const TABLES: u8 = 0xC4;

/// A colour picture as its JPEG carries it: Y, Cb and Cr of each pixel in turn, full range.
pub struct Planes {
    width: usize,
    ycc: Vec<u8>,
    luma: Luma,
}

impl Planes {
    /// Decodes all three parts, for a frame whose preview is wanted as well as its brightness.
    ///
    /// # Errors
    /// As [`Luma::from_jpeg`].
    pub fn from_jpeg(width: u32, height: u32, bytes: &[u8]) -> Result<Planes, LumaError> {
        let (ycc, size) = decode(width, height, bytes, ColorSpace::YCbCr)?;
        let mut luma = Vec::with_capacity(width as usize * height as usize);
        for row in ycc.chunks_exact(size.0 * 3).take(height as usize) {
            luma.extend(
                row[..width as usize * 3]
                    .as_chunks::<3>()
                    .0
                    .iter()
                    .map(|pixel| pixel[0]),
            );
        }
        Ok(Planes {
            width: size.0,
            ycc,
            luma: Luma::new(width, height, luma)?,
        })
    }

    /// The brightness.
    pub fn luma(&self) -> &Luma {
        &self.luma
    }

    /// The brightness alone; the colours are done with.
    pub fn into_luma(self) -> Luma {
        self.luma
    }

    /// The colour of a pixel inside the picture: Cb, Cr.
    pub fn colour(&self, x: usize, y: usize) -> (u8, u8) {
        let at = (y * self.width + x) * 3;
        (self.ycc[at + 1], self.ycc[at + 2])
    }
}

pub(super) fn luma(width: u32, height: u32, bytes: &[u8]) -> Result<Luma, LumaError> {
    let (mut plane, size) = decode(width, height, bytes, ColorSpace::Luma)?;
    if size != (width as usize, height as usize) {
        plane = plane
            .chunks_exact(size.0)
            .take(height as usize)
            .flat_map(|row| &row[..width as usize])
            .copied()
            .collect();
    }
    Luma::new(width, height, plane)
}

/// The bytes from the start of the JPEG to its end, without what follows.
///
/// # Errors
/// [`LumaError::Cut`] when it has no beginning, no picture, or no end.
pub fn trimmed(bytes: &[u8]) -> Result<&[u8], LumaError> {
    layout(bytes).map(|layout| &bytes[..layout.end])
}

struct Layout {
    scan: usize,
    has_tables: bool,
    end: usize,
}

/// Walks the segments up to the scan, then looks for the end of the entropy-coded part.
fn layout(bytes: &[u8]) -> Result<Layout, LumaError> {
    if bytes.get(..2) != Some(&[0xFF, START]) {
        return Err(LumaError::Cut);
    }
    let (mut at, mut has_tables) = (2, false);
    let scan = loop {
        match bytes.get(at..at + 4) {
            Some([0xFF, 0xFF, ..]) => at += 1,
            Some(&[0xFF, kind, high, low]) => {
                if kind == SCAN {
                    break at;
                }
                has_tables |= kind == TABLES;
                at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
            }
            Some(_) | None => return Err(LumaError::Cut),
        }
    };
    let mut from = scan + 2;
    while let Some(offset) = bytes[from..].iter().position(|&byte| byte == 0xFF) {
        from += offset + 1;
        match bytes.get(from) {
            Some(&END) => {
                return Ok(Layout {
                    scan,
                    has_tables,
                    end: from + 1,
                });
            }
            Some(_) => {}
            None => break,
        }
    }
    Err(LumaError::Cut)
}

/// The JPEG, trimmed, with the standard tables put before its scan when it has none.
fn complete(bytes: &[u8]) -> Result<Cow<'_, [u8]>, LumaError> {
    let Layout {
        scan,
        has_tables,
        end,
    } = layout(bytes)?;
    if has_tables {
        return Ok(Cow::Borrowed(&bytes[..end]));
    }
    let mut whole = Vec::with_capacity(end + 420);
    whole.extend_from_slice(&bytes[..scan]);
    for (slot, counts, symbols) in STANDARD_TABLES {
        let length = (2 + 1 + counts.len() + symbols.len()) as u16;
        whole.extend_from_slice(&[0xFF, TABLES]);
        whole.extend_from_slice(&length.to_be_bytes());
        whole.push(slot);
        whole.extend_from_slice(counts);
        whole.extend_from_slice(symbols);
    }
    whole.extend_from_slice(&bytes[scan..end]);
    Ok(Cow::Owned(whole))
}

/// Decoded bytes in the wanted form and the size they were decoded at.
fn decode(
    width: u32,
    height: u32,
    bytes: &[u8],
    form: ColorSpace,
) -> Result<(Vec<u8>, (usize, usize)), LumaError> {
    let whole = complete(bytes)?;
    let wrong = LumaError::Size {
        width,
        height,
        have: bytes.len(),
    };
    let (width, height) = (width as usize, height as usize);
    let options = DecoderOptions::default().jpeg_set_out_colorspace(form);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&*whole), options);
    decoder.decode_headers().map_err(refused)?;
    // Asked before decoding: a flipped bit in the header must not ask for a gigabyte.
    let size = decoder
        .info()
        .map(|info| (usize::from(info.width), usize::from(info.height)))
        .ok_or(wrong.clone())?;
    if !(width..=width + BLOCK).contains(&size.0) || !(height..=height + BLOCK).contains(&size.1) {
        return Err(wrong);
    }
    let decoded = decoder.decode().map_err(refused)?;
    let each = form.num_components();
    if decoded.len() == size.0 * size.1 * each {
        Ok((decoded, size))
    } else {
        Err(wrong)
    }
}

fn refused(error: zune_jpeg::errors::DecodeErrors) -> LumaError {
    LumaError::Jpeg(format!("{error:?}"))
}

/// ITU-T T.81, tables K.3 to K.6: where each goes, how many codes of each length, and the symbols in order.
const STANDARD_TABLES: [(u8, &[u8; 16], &[u8]); 4] = [
    (
        0x00,
        &[0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    ),
    (
        0x10,
        &[0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
        &[
            0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51,
            0x61, 0x07, 0x22, 0x71, 0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1,
            0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72, 0x82, 0x09, 0x0A, 0x16, 0x17, 0x18,
            0x19, 0x1A, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39,
            0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57,
            0x58, 0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75,
            0x76, 0x77, 0x78, 0x79, 0x7A, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92,
            0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7,
            0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3,
            0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8,
            0xD9, 0xDA, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF1, 0xF2,
            0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
        ],
    ),
    (
        0x01,
        &[0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
        &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    ),
    (
        0x11,
        &[0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
        &[
            0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07,
            0x61, 0x71, 0x13, 0x22, 0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09,
            0x23, 0x33, 0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1, 0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25,
            0xF1, 0x17, 0x18, 0x19, 0x1A, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x35, 0x36, 0x37, 0x38,
            0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56,
            0x57, 0x58, 0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74,
            0x75, 0x76, 0x77, 0x78, 0x79, 0x7A, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89,
            0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3, 0xA4, 0xA5,
            0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA,
            0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6,
            0xD7, 0xD8, 0xD9, 0xDA, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF2,
            0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
        ],
    ),
];
