//! Resize: parts of a picture, and the same part larger, sharper, smoother or with more contrast.

use crate::luma::Luma;

/// A part of a picture, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Cuts out a part that lies inside the picture.
pub(super) fn cut(luma: &Luma, part: Part) -> Luma {
    let (left, width) = (part.left as usize, part.width as usize);
    let bytes = luma
        .bytes
        .chunks_exact(luma.width as usize)
        .skip(part.top as usize)
        .take(part.height as usize)
        .flat_map(|row| &row[left..left + width])
        .copied()
        .collect();
    Luma {
        width: part.width,
        height: part.height,
        bytes,
    }
}

/// Twice the size, along the cubic curves through four pixels (Catmull and Rom's).
pub(super) fn doubled(luma: &Luma) -> Luma {
    let (width, height) = (luma.width as usize, luma.height as usize);
    let mut wide = Vec::with_capacity(luma.bytes.len() * 2);
    // A row with two pixels more at either end.
    let mut padded = vec![0u8; width + 4];
    for row in luma.bytes.chunks_exact(width) {
        padded[..2].fill(row[0]);
        padded[2..width + 2].copy_from_slice(row);
        padded[width + 2..].fill(row[width - 1]);
        for five in padded.windows(5) {
            wide.push(quarter(five[0], five[1], five[2], five[3]));
            wide.push(quarter(five[4], five[3], five[2], five[1]));
        }
    }
    let row = |y: isize| {
        let y = y.clamp(0, height as isize - 1) as usize;
        &wide[y * width * 2..(y + 1) * width * 2]
    };
    let mut bytes = Vec::with_capacity(luma.bytes.len() * 4);
    for y in 0..height as isize {
        for rows in [[-2, -1, 0, 1], [2, 1, 0, -1]] {
            let [a, b, c, d] = rows.map(|away| row(y + away));
            bytes.extend(
                a.iter()
                    .zip(b)
                    .zip(c.iter().zip(d))
                    .map(|((&a, &b), (&c, &d))| quarter(a, b, c, d)),
            );
        }
    }
    Luma {
        width: luma.width * 2,
        height: luma.height * 2,
        bytes,
    }
}

/// The curve through four pixels, a quarter of the way from the third to the second.
fn quarter(a: u8, b: u8, c: u8, d: u8) -> u8 {
    let [a, b, c, d] = [a, b, c, d].map(i32::from);
    // In 128ths: Catmull-Rom at 3/4 of the way from b to c.
    ((-3 * a + 29 * b + 111 * c - 9 * d + 64) >> 7).clamp(0, 255) as u8
}

/// How far the surroundings reach with which a pixel is compared to make edges steeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blur {
    /// A Gaussian's sigma of 1.6 pixels.
    Narrow,
    /// One of 2.6 pixels, for large modules out of focus.
    Wide,
}

/// Edges made steeper: twice what differs from the surroundings is added.
pub(super) fn sharpened(luma: &Luma, blur: Blur) -> Luma {
    let mut soft = smoothed_over(&smoothed(luma), 2);
    if blur == Blur::Wide {
        soft = smoothed_over(&soft, 3);
    }
    let bytes = luma
        .bytes
        .iter()
        .zip(&soft.bytes)
        .map(|(&sharp, &soft)| (3 * i16::from(sharp) - 2 * i16::from(soft)).clamp(0, 255) as u8)
        .collect();
    Luma { bytes, ..soft }
}

/// Each pixel the mean of itself and its neighbours, weighted 1:2:1 each way.
pub(super) fn smoothed(luma: &Luma) -> Luma {
    smoothed_over(luma, 1)
}

/// The same with the neighbours so many pixels away.
fn smoothed_over(luma: &Luma, step: usize) -> Luma {
    let (width, height) = (luma.width as usize, luma.height as usize);
    let mut along: Vec<u16> = Vec::with_capacity(luma.bytes.len());
    // A row with its ends repeated.
    let mut padded = vec![0u8; width + 2 * step];
    for row in luma.bytes.chunks_exact(width) {
        padded[..step].fill(row[0]);
        padded[step..width + step].copy_from_slice(row);
        padded[width + step..].fill(row[width - 1]);
        let sides = padded.iter().zip(&padded[2 * step..]);
        along.extend(row.iter().zip(sides).map(|(&here, (&left, &right))| {
            u16::from(left) + 2 * u16::from(here) + u16::from(right)
        }));
    }
    let row = |y: usize| &along[y * width..(y + 1) * width];
    let mut bytes = Vec::with_capacity(luma.bytes.len());
    for y in 0..height {
        let above = row(y.saturating_sub(step));
        let below = row((y + step).min(height - 1));
        bytes.extend(
            above
                .iter()
                .zip(row(y))
                .zip(below)
                .map(|((a, b), c)| ((a + 2 * b + c + 8) >> 4) as u8),
        );
    }
    Luma {
        width: luma.width,
        height: luma.height,
        bytes,
    }
}

/// The brightness spread from black to white; a hundredth of the pixels at either end may be lost.
pub(super) fn stretched(luma: &Luma) -> Luma {
    let mut counts = [0usize; 256];
    for &byte in &luma.bytes {
        counts[usize::from(byte)] += 1;
    }
    let few = luma.bytes.len() / 100;
    let beyond = |value: &u8, seen: &mut usize| {
        *seen += counts[usize::from(*value)];
        *seen > few
    };
    let mut low = (0..=255u8).scan(0, |seen, value| Some((value, beyond(&value, seen))));
    let mut high = (0..=255u8)
        .rev()
        .scan(0, |seen, value| Some((value, beyond(&value, seen))));
    let first = |(value, is): (u8, bool)| is.then_some(value);
    let low = low.find_map(first).unwrap_or(0);
    let high = high.find_map(first).unwrap_or(255);
    let span = i32::from(high.saturating_sub(low)).max(1);
    let bytes = luma
        .bytes
        .iter()
        .map(|&byte| ((i32::from(byte) - i32::from(low)) * 255 / span).clamp(0, 255) as u8)
        .collect();
    Luma {
        width: luma.width,
        height: luma.height,
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luma(width: u32, bytes: &[u8]) -> Luma {
        Luma::new(width, bytes.len() as u32 / width, bytes.to_vec()).unwrap()
    }

    #[test]
    fn a_part_is_cut_out_row_by_row() {
        let whole = luma(3, &[1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let part = Part {
            left: 1,
            top: 1,
            width: 2,
            height: 2,
        };
        assert_eq!(cut(&whole, part), luma(2, &[5, 6, 8, 9]));
    }

    #[test]
    fn what_is_flat_stays_flat_and_a_slope_stays_a_slope() {
        let flat = luma(4, &[77; 12]);
        for change in [
            doubled as fn(&Luma) -> Luma,
            |luma| sharpened(luma, Blur::Narrow),
            |luma| sharpened(luma, Blur::Wide),
            smoothed,
        ] {
            assert!(change(&flat).bytes.iter().all(|&byte| byte == 77));
        }
        let slope: Vec<u8> = (0..40).map(|x| x * 4).collect();
        let twice = doubled(&luma(40, &slope));
        assert_eq!((twice.width, twice.height), (80, 2));
        for (x, &byte) in twice.bytes[8..72].iter().enumerate() {
            // Pixel 2x lies a quarter before pixel x, 2x + 1 a quarter behind it.
            let exact = ((x + 8) as f32 / 2.0 - 0.25) * 4.0;
            assert!(
                (f32::from(byte) - exact).abs() <= 1.0,
                "{x}: {byte}, {exact}"
            );
        }
    }

    #[test]
    fn one_pixel_is_a_picture_too() {
        let one = luma(1, &[9]);
        assert_eq!(doubled(&one).bytes, [9; 4]);
        assert_eq!(smoothed(&one), one);
        assert_eq!(sharpened(&one, Blur::Wide), one);
        assert_eq!(stretched(&one).bytes, [0]);
    }

    #[test]
    fn little_contrast_becomes_all_there_is() {
        let dim: Vec<u8> = (0..200).map(|x| 10 + x % 9).collect();
        let spread = stretched(&luma(20, &dim)).bytes;
        assert_eq!(
            (spread.iter().min(), spread.iter().max()),
            (Some(&0), Some(&255))
        );
    }
}
