//! Luma: one byte of brightness for each pixel, the only thing the scanner looks at.
//!
//! Every format a camera may speak ends here by the shortest way: YUYV is every second byte, NV12 and GREY begin with
//! it, and of a JPEG only the brightness is decoded. Nothing here panics on bytes that a cable garbled.

mod jpeg;

pub use jpeg::{Planes, trimmed};
use thiserror::Error;

/// A picture in brightness: row-major, top row first, one byte a pixel, 0 black and 255 white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luma {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width × height` bytes.
    pub bytes: Vec<u8>,
}

/// Why bytes are not a picture. A camera's frame with such an error is lost, and the next one is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LumaError {
    /// The bytes and the size don't belong together.
    #[error(
        "{have} bytes do not make a picture of {width}×{height}; check the format the camera was asked for"
    )]
    Size {
        /// Pixels in a row, as promised.
        width: u32,
        /// Rows, as promised.
        height: u32,
        /// Bytes that came.
        have: usize,
    },
    /// A JPEG that has no beginning or no end.
    #[error("the JPEG is cut off; take the next frame")]
    Cut,
    /// A JPEG that its decoder refuses.
    #[error("the JPEG cannot be decoded ({0}); take the next frame")]
    Jpeg(String),
}

impl Luma {
    /// Takes bytes that are already brightness.
    ///
    /// # Errors
    /// [`LumaError::Size`] unless there are exactly `width × height` bytes, and at least one.
    pub fn new(width: u32, height: u32, bytes: Vec<u8>) -> Result<Luma, LumaError> {
        match pixels(width, height) {
            Some(area) if area > 0 && area == bytes.len() => Ok(Luma {
                width,
                height,
                bytes,
            }),
            Some(_) | None => Err(LumaError::Size {
                width,
                height,
                have: bytes.len(),
            }),
        }
    }

    /// YUYV 4:2:2: brightness is every second byte. Bytes after the picture are ignored.
    ///
    /// # Errors
    /// [`LumaError::Size`] when there are fewer bytes than the picture needs.
    pub fn from_yuyv(width: u32, height: u32, bytes: &[u8]) -> Result<Luma, LumaError> {
        let area = enough(width, height, 2, bytes)?;
        let luma = bytes[..area * 2]
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| pair[0])
            .collect();
        Luma::new(width, height, luma)
    }

    /// NV12 and GREY: brightness comes first, row by row. Bytes after it are ignored.
    ///
    /// # Errors
    /// [`LumaError::Size`] when there are fewer bytes than the brightness needs.
    pub fn from_plane(width: u32, height: u32, bytes: &[u8]) -> Result<Luma, LumaError> {
        let area = enough(width, height, 1, bytes)?;
        Luma::new(width, height, bytes[..area].to_vec())
    }

    /// A JPEG as cameras send it: the standard Huffman tables may be missing, anything may follow the end, and the
    /// picture may be up to 16 pixels larger than promised (1088 rows for 1080), which are cut off.
    ///
    /// # Errors
    /// [`LumaError::Cut`], [`LumaError::Jpeg`], or [`LumaError::Size`] when the JPEG is of another size.
    pub fn from_jpeg(width: u32, height: u32, bytes: &[u8]) -> Result<Luma, LumaError> {
        jpeg::luma(width, height, bytes)
    }

    /// The picture made smaller by a whole factor: each pixel is the mean of `factor × factor` of them. What is left
    /// over at the right and at the bottom falls away. A factor of 0 or 1 is a copy, and so is one larger than the
    /// picture.
    pub fn reduced(&self, factor: u32) -> Luma {
        if factor <= 1 || factor > self.width.min(self.height) {
            return self.clone();
        }
        let (width, height) = (self.width / factor, self.height / factor);
        let stride = self.width as usize;
        let mut bytes = Vec::with_capacity(width as usize * height as usize);
        if factor == 2 {
            for pair in self.bytes.chunks_exact(stride * 2) {
                let (upper, lower) = pair.split_at(stride);
                let upper = upper.as_chunks::<2>().0;
                let lower = lower.as_chunks::<2>().0;
                bytes.extend(upper.iter().zip(lower).map(|(a, b)| {
                    ((u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]) + 2)
                        >> 2) as u8
                }));
            }
        } else {
            let factor = factor as usize;
            let area = (factor * factor) as u32;
            let mut sums = vec![0u32; width as usize];
            for rows in self.bytes.chunks_exact(stride * factor) {
                sums.fill(0);
                for row in rows.chunks_exact(stride) {
                    for (sum, cell) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                        *sum += cell.iter().map(|&byte| u32::from(byte)).sum::<u32>();
                    }
                }
                bytes.extend(sums.iter().map(|sum| ((sum + area / 2) / area) as u8));
            }
        }
        Luma {
            width,
            height,
            bytes,
        }
    }
}

fn pixels(width: u32, height: u32) -> Option<usize> {
    (width as usize).checked_mul(height as usize)
}

/// The picture's area when `bytes` hold it at `each` bytes a pixel.
fn enough(width: u32, height: u32, each: usize, bytes: &[u8]) -> Result<usize, LumaError> {
    let wrong = LumaError::Size {
        width,
        height,
        have: bytes.len(),
    };
    let Some(area) = pixels(width, height) else {
        return Err(wrong);
    };
    match area.checked_mul(each) {
        Some(needed) if needed <= bytes.len() => Ok(area),
        Some(_) | None => Err(wrong),
    }
}

#[cfg(test)]
mod tests;
