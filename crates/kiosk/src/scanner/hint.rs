//! Hint: what the hand that holds a code could do better.

use super::place::Box;
use crate::luma::Luma;

/// What would help. Each is a sentence on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// The code is too small to be read.
    Closer,
    /// The code fills the picture.
    Farther,
    /// It should be readable, but for movement or focus.
    HoldStill,
    /// A part of the code lies outside the picture.
    WholeCode,
    /// Light is mirrored on it.
    LessGlare,
    /// The phone that shows it is too dark.
    BrighterPhone,
    /// A card is held up with the side that has no code.
    OtherSide,
}

/// Pixels a module below which nothing reads a code.
const TOO_SMALL: f32 = 2.5;
/// Part of the picture's height above which a code is too near.
const TOO_LARGE: f32 = 0.9;
/// Modules in the side of a patch: in so many there is always ink.
const PATCH: f32 = 4.0;
/// Brightness of mirrored light.
const GLARE: u8 = 245;
/// Part of a code's patches without any ink that makes it glare.
const MUCH_GLARE: f32 = 0.12;

/// Brightness of the paper or screen around ink below which a camera sees little of it.
const DIM: u8 = 90;
/// By so much the rest of the picture is brighter when the light isn't what lacks.
const BRIGHTER: u8 = 40;

/// The advice for a code that was seen in the picture with these corners and so many pixels a module.
pub(super) fn advice(luma: &Luma, corners: &[(f32, f32); 4], module: f32) -> Hint {
    let (width, height) = (luma.width as f32, luma.height as f32);
    if module < TOO_SMALL {
        return Hint::Closer;
    }
    let ys = corners.map(|(_, y)| y);
    let tall =
        ys.iter().copied().fold(f32::MIN, f32::max) - ys.iter().copied().fold(f32::MAX, f32::min);
    if tall > height * TOO_LARGE {
        return Hint::Farther;
    }
    let outside = |&(x, y): &(f32, f32)| {
        x < -module || y < -module || x > width + module || y > height + module
    };
    if corners.iter().any(outside) {
        return Hint::WholeCode;
    }
    if is_dim(luma, &Box::around(corners)) {
        return Hint::BrighterPhone;
    }
    if glare(luma, corners, module) > MUCH_GLARE {
        return Hint::LessGlare;
    }
    Hint::HoldStill
}

/// Whether what is lightest in the box is dark although the picture isn't: a screen turned down.
fn is_dim(luma: &Luma, code: &Box) -> bool {
    const EVERY: usize = 3;
    let (mut inside, mut outside) = ([0u32; 256], [0u32; 256]);
    let rows = luma.bytes.chunks_exact(luma.width as usize).enumerate();
    for (y, row) in rows.step_by(EVERY) {
        for (x, &byte) in row.iter().enumerate().step_by(EVERY) {
            let counts = if code.holds((x as f32, y as f32)) {
                &mut inside
            } else {
                &mut outside
            };
            counts[usize::from(byte)] += 1;
        }
    }
    let lightest = |counts: &[u32; 256]| {
        let tenth = counts.iter().sum::<u32>() / 10;
        let mut seen = 0;
        let place = counts.iter().rposition(|&count| {
            seen += count;
            seen > tenth
        });
        place.unwrap_or(0) as u8
    };
    let screen = lightest(&inside);
    screen < DIM && lightest(&outside) > screen.saturating_add(BRIGHTER)
}

/// The part of the code's patches that are nothing but bright.
fn glare(luma: &Luma, corners: &[(f32, f32); 4], module: f32) -> f32 {
    let [a, b, c, d] = *corners;
    let side = (b.0 - a.0)
        .hypot(b.1 - a.1)
        .max((d.0 - a.0).hypot(d.1 - a.1));
    let patches = (side / (module * PATCH)).floor().clamp(2.0, 60.0) as usize;
    let steps = (module * PATCH / 1.5).clamp(2.0, 12.0) as usize;
    let along = |from: (f32, f32), to: (f32, f32), part: f32| {
        (
            from.0 + (to.0 - from.0) * part,
            from.1 + (to.1 - from.1) * part,
        )
    };
    let bright = |u: f32, v: f32| {
        let (x, y) = along(along(a, b, u), along(d, c, u), v);
        let inside = x >= 0.0 && y >= 0.0 && x < luma.width as f32 && y < luma.height as f32;
        inside && luma.bytes[y as usize * luma.width as usize + x as usize] >= GLARE
    };
    let mut lit = 0;
    for row in 0..patches {
        for column in 0..patches {
            let part = |patch: usize, step: usize| {
                (patch as f32 + (step as f32 + 0.5) / steps as f32) / patches as f32
            };
            let all = (0..steps).all(|v| (0..steps).all(|u| bright(part(column, u), part(row, v))));
            lit += usize::from(all);
        }
    }
    lit as f32 / (patches * patches) as f32
}
