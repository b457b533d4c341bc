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
    // Where the box is cut off by neither side of the picture: one measure for all of a row's pixels there.
    let inner = reach.min(width)..width.saturating_sub(reach).max(reach.min(width));
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
        let row = row_of(y);
        let near_the_side = |x: usize| {
            let (from, to) = (x.saturating_sub(reach), (x + reach + 1).min(width));
            let count = rows * (to - from) as u32;
            is_ink(row[x], sums[to] - sums[from], count, ink)
        };
        pixels.extend((0..inner.start).map(near_the_side));
        let count = rows * (2 * reach + 1) as u32;
        let ends = sums.iter().zip(sums.iter().skip(2 * reach + 1));
        let boxes = row[inner.clone()].iter().zip(ends);
        match ink {
            Ink::Dark => pixels.extend(
                boxes.map(|(&bright, (from, to))| is_ink(bright, to - from, count, Ink::Dark)),
            ),
            Ink::Light => pixels.extend(
                boxes.map(|(&bright, (from, to))| is_ink(bright, to - from, count, Ink::Light)),
            ),
        }
        pixels.extend((inner.end..width).map(near_the_side));
    }
    Bitmap {
        width: luma.width,
        height: luma.height,
        pixels,
    }
}

/// Whether a pixel is clearly darker (or lighter) than the mean of `count` pixels that are `sum` together.
fn is_ink(bright: u8, sum: u32, count: u32, ink: Ink) -> Pixel<u8> {
    let (pixel, mean) = (u32::from(bright) * (count * 16), sum * SIXTEENTHS);
    let is_ink = match ink {
        Ink::Dark => pixel < mean,
        // The same distance on the other side.
        Ink::Light => 255 * count * 16 - pixel < 255 * count * SIXTEENTHS - mean,
    };
    Pixel([u8::from(is_ink)])
}
