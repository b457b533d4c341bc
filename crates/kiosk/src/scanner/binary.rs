//! Binary: which pixels are ink. A pixel is when it is clearly darker than the mean of the box around it.

use image::Luma as Pixel;

use crate::luma::Luma;

/// A picture of ink (1) and paper (0), row-major, as rqrr wants it.
#[derive(Clone)]
pub(super) struct Bitmap {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<Pixel<u8>>,
}

impl Bitmap {
    /// Whether there is ink; beyond the edges there is none.
    pub(super) fn ink(&self, x: i32, y: i32) -> bool {
        let inside = (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y);
        inside && self.pixels[y as usize * self.width as usize + x as usize].0[0] == 1
    }
}

/// What is ink: the dark on light of paper, or the light on dark of some screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Dark,
    Light,
}

/// Darker than this many sixteenths of the mean is ink; the rest of the way is noise of sensors and paper.
const SIXTEENTHS: u32 = 15;

/// Compares each pixel with the mean of the pixels up to `reach` away in both directions.
pub(super) fn binarised(luma: &Luma, ink: Ink, reach: usize) -> Bitmap {
    let (width, height) = (luma.width as usize, luma.height as usize);
    let row_of = |y: usize| &luma.bytes[y * width..(y + 1) * width];
    let mut pixels = Vec::with_capacity(width * height);
    // The box's columns, moved down with the row, and their running sums along it.
    let mut columns = vec![0u32; width];
    let mut sums = vec![0u32; width + 1];
    let add = |columns: &mut [u32], row: &[u8]| {
        columns
            .iter_mut()
            .zip(row)
            .for_each(|(sum, &y)| *sum += u32::from(y))
    };
    let remove = |columns: &mut [u32], row: &[u8]| {
        columns
            .iter_mut()
            .zip(row)
            .for_each(|(sum, &y)| *sum -= u32::from(y))
    };
    (0..reach.min(height)).for_each(|y| add(&mut columns, row_of(y)));
    let edges: Vec<(usize, usize)> = (0..width)
        .map(|x| (x.saturating_sub(reach), (x + reach + 1).min(width)))
        .collect();
    for y in 0..height {
        if y + reach < height {
            add(&mut columns, row_of(y + reach));
        }
        if y > reach {
            remove(&mut columns, row_of(y - reach - 1));
        }
        let rows = ((y + reach + 1).min(height) - y.saturating_sub(reach)) as u32;
        let mut running = 0u32;
        for (sum, column) in sums[1..].iter_mut().zip(&columns) {
            running += column;
            *sum = running;
        }
        pixels.extend(row_of(y).iter().zip(&edges).map(|(&bright, &(from, to))| {
            let count = rows * (to - from) as u32;
            let (pixel, mean) = (
                u32::from(bright) * count * 16,
                (sums[to] - sums[from]) * SIXTEENTHS,
            );
            let is_ink = match ink {
                Ink::Dark => pixel < mean,
                // The same distance on the other side.
                Ink::Light => 255 * count * 16 - pixel < 255 * count * SIXTEENTHS - mean,
            };
            Pixel([u8::from(is_ink)])
        }));
    }
    Bitmap {
        width: luma.width,
        height: luma.height,
        pixels,
    }
}
