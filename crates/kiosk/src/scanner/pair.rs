//! Pair: the code of two squares whose third one a lamp's mirror image, a finger or a shadow spoils.
//!
//! Two squares leave six places for the third. It is there still, only too pale to be told from its paper by a threshold:
//! the place where modules are dark and light in a square's own way, however little, is where it lies.

use super::finder::{Finder, Trio, trios};
use super::sampler::Shade;

/// A square is taken for one when so many lines cross it for each pixel of a module: its middle is three modules high.
const SURE: f32 = 2.0;
/// Squares of one code are no more unlike.
const ALIKE: f32 = 1.4;
/// Modules from middle to middle of two squares: side by side in the smallest code, and across one of version 20.
const APART: std::ops::RangeInclusive<f32> = 12.0..=130.0;
/// The third square is looked for this part of the way between the two around where it should be.
const ASTRAY: f32 = 0.16;
/// How well a square's modules must fit: none at all is 0, a good picture 1.
const LEAST_FIT: f32 = 0.5;

/// The two squares that are likeliest one code's; none where three are sure to be.
pub(super) fn pair(finders: &[Finder]) -> Option<(Finder, Finder)> {
    let sure: Vec<Finder> = finders
        .iter()
        .filter(|square| square.lines as f32 >= square.module * SURE)
        .copied()
        .collect();
    if !trios(&sure).is_empty() {
        return None;
    }
    let mut best: Option<(f32, Finder, Finder)> = None;
    for (at, one) in sure.iter().enumerate() {
        for other in &sure[at + 1..] {
            let module = f32::midpoint(one.module, other.module);
            let unlike = one.module.max(other.module) / one.module.min(other.module);
            let apart = (other.x - one.x).hypot(other.y - one.y) / module;
            let is_nearer = best.as_ref().is_none_or(|(least, ..)| unlike < *least);
            if unlike < ALIKE && APART.contains(&apart) && is_nearer {
                best = Some((unlike, *one, *other));
            }
        }
    }
    best.map(|(_, one, other)| (one, other))
}

/// The threes that two squares may be of, the one whose third square fits best first.
pub(super) fn completed(
    shade: &Shade,
    one: (f32, f32),
    other: (f32, f32),
    module: f32,
) -> Vec<Trio> {
    let u = (other.0 - one.0, other.1 - one.1);
    let v = (-u.1, u.0);
    let length = u.0.hypot(u.1);
    let middle = (f32::midpoint(one.0, other.0), f32::midpoint(one.1, other.1));
    let from = |point: (f32, f32), part: f32| (point.0 + v.0 * part, point.1 + v.1 * part);
    let along = (u.0 / length * module, u.1 / length * module);
    let aslant = ((along.0 - along.1) * HALF, (along.1 + along.0) * HALF);
    // Where the third may lie, along which way its modules go, and which of the three it is.
    let places = [
        (from(one, 1.0), along, Third::Below(one, other)),
        (from(other, 1.0), along, Third::Right(other, one)),
        (from(one, -1.0), along, Third::Right(one, other)),
        (from(other, -1.0), along, Third::Below(other, one)),
        (from(middle, -0.5), aslant, Third::Corner(other, one)),
        (from(middle, 0.5), aslant, Third::Corner(one, other)),
    ];
    let mut found: Vec<(f32, Trio)> = Vec::new();
    for (place, along, third) in places {
        let (fit, at) = square_near(shade, place, along, (length * ASTRAY).max(module * 2.0));
        if fit > LEAST_FIT {
            found.push((fit, third.trio(at, module)));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, trio)| trio).collect()
}

/// A diagonal's sine.
const HALF: f32 = std::f32::consts::FRAC_1_SQRT_2;

/// Which square the third one is, with the two that are known in clockwise order after it or around it.
enum Third {
    /// The corner and the square right of it are known.
    Below((f32, f32), (f32, f32)),
    /// The corner and the square below it are known.
    Right((f32, f32), (f32, f32)),
    /// The squares right of it and below it are known.
    Corner((f32, f32), (f32, f32)),
}

impl Third {
    fn trio(self, third: (f32, f32), module: f32) -> Trio {
        let middles = match self {
            Third::Below(corner, right) => [corner, right, third],
            Third::Right(corner, below) => [corner, third, below],
            Third::Corner(right, below) => [third, right, below],
        };
        Trio::of(middles, module)
    }
}

/// The best place for a square's middle around here, and how well it fits.
fn square_near(
    shade: &Shade,
    place: (f32, f32),
    along: (f32, f32),
    reach: f32,
) -> (f32, (f32, f32)) {
    let step = along.0.hypot(along.1);
    let steps = (reach / step).ceil().min(8.0) as i32;
    let mut best = (0.0, place);
    let mut around = |middle: (f32, f32), steps: i32, step: f32| {
        for y in -steps..=steps {
            for x in -steps..=steps {
                let at = (middle.0 + x as f32 * step, middle.1 + y as f32 * step);
                let fit = square_fit(shade, at, along);
                if fit > best.0 {
                    best = (fit, at);
                }
            }
        }
        best.1
    };
    let mut here = around(place, steps, step);
    for part in [0.5, 0.25, 0.125] {
        here = around(here, 1, step * part);
    }
    best
}

/// How well what is here fits a square and the light ring around it: their correlation, since a lamp's mirror image
/// changes both paper and ink.
fn square_fit(shade: &Shade, (x, y): (f32, f32), along: (f32, f32)) -> f32 {
    let (mut fit, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for row in -4i32..=4 {
        for column in -4i32..=4 {
            let (u, v) = (column as f32, row as f32);
            let point = (x + along.0 * u - along.1 * v, y + along.1 * u + along.0 * v);
            let light = shade.at(point);
            fit += light * if is_ink(row, column) { INK - 1.0 } else { INK };
            sum += light;
            squares += light * light;
        }
    }
    let spread = (squares - sum * sum / MODULES).max(0.0).sqrt();
    let its_own = (MODULES * INK * (1.0 - INK)).sqrt();
    if spread > 1.0 {
        fit / (spread * its_own)
    } else {
        0.0
    }
}

fn is_ink(row: i32, column: i32) -> bool {
    matches!(row.abs().max(column.abs()), 0 | 1 | 3)
}

/// Modules of a square with the ring around it.
const MODULES: f32 = 81.0;
/// The part of them that is ink: nine in the middle and a ring of 24.
const INK: f32 = 33.0 / MODULES;
