//! *Surface*: a flat thing with a code on it, as fine as any camera will see it.

use super::texts::Modules;
use crate::samples::held::Held;

/// Texels in the side of a module: fine enough for a card held against the lens.
const FINENESS: f32 = 7.0;
/// Texels in a millimetre where modules are small, at most.
const FINEST: f32 = 18.0;

/// A thing's brightness in texels, and where on it the code lies.
pub struct Surface {
    /// Millimetres across and down.
    pub size: (f32, f32),
    /// Left, top and side of the code without its quiet zone, in millimetres.
    pub code: (f32, f32, f32),
    /// Millimetres in the side of a module.
    pub module: f32,
    /// The finest texels, then each time half as many across and down.
    levels: Vec<Level>,
    /// Millimetres in the side of the finest texel.
    texel: f32,
}

struct Level {
    width: usize,
    height: usize,
    light: Vec<f32>,
}

impl Surface {
    pub fn of(held: Held, modules: &Modules) -> Surface {
        let (size, code) = (held.size(), held.code_at());
        let module = code.2 / modules.len() as f32;
        let texels = (FINENESS / module).min(FINEST);
        let (width, height) = ((size.0 * texels) as usize, (size.1 * texels) as usize);
        let light = (0..width * height)
            .map(|place| {
                let (x, y) = (place % width, place / width);
                let (u, v) = (
                    (x as f32 + 0.5) / width as f32,
                    (y as f32 + 0.5) / height as f32,
                );
                // Beyond the rounded corners: the shadow behind the thing.
                held.colour(modules, u, v)
                    .map_or(120.0, |[red, green, blue]| {
                        0.299 * red + 0.587 * green + 0.114 * blue
                    })
            })
            .collect();
        let mut levels = vec![Level {
            width,
            height,
            light,
        }];
        while let Some(half) = levels.last().and_then(Level::half) {
            levels.push(half);
        }
        Surface {
            size,
            code,
            module,
            levels,
            texel: 1.0 / texels,
        }
    }

    /// What a camera takes its samples from when they lie so many millimetres apart on the thing.
    pub fn seen_at(&self, apart: f32) -> Seen<'_> {
        let level = (apart / self.texel).log2().floor().max(0.0) as usize;
        let level = level.min(self.levels.len() - 1);
        Seen {
            level: &self.levels[level],
            texels: 1.0 / (self.texel * (1 << level) as f32),
            size: self.size,
        }
    }

    /// The corners of the code, clockwise from its top left, in millimetres from the thing's middle.
    pub fn code_corners(&self) -> [(f32, f32); 4] {
        let (left, top, side) = self.code;
        let (left, top) = (left - self.size.0 / 2.0, top - self.size.1 / 2.0);
        [
            (left, top),
            (left + side, top),
            (left + side, top + side),
            (left, top + side),
        ]
    }
}

impl Level {
    /// Half as many texels, as long as there are enough to be worth it.
    fn half(&self) -> Option<Level> {
        let (width, height) = (self.width / 2, self.height / 2);
        if width.min(height) < 16 {
            return None;
        }
        let mut light = Vec::with_capacity(width * height);
        for rows in self.light.chunks_exact(self.width * 2).take(height) {
            let (upper, lower) = rows.split_at(self.width);
            for (upper, lower) in upper
                .as_chunks::<2>()
                .0
                .iter()
                .zip(lower.as_chunks::<2>().0)
            {
                light.push((upper[0] + upper[1] + lower[0] + lower[1]) / 4.0);
            }
        }
        Some(Level {
            width,
            height,
            light,
        })
    }
}

/// A surface at one fineness.
pub struct Seen<'a> {
    level: &'a Level,
    /// Texels in a millimetre.
    texels: f32,
    size: (f32, f32),
}

impl Seen<'_> {
    /// The brightness so many millimetres from the thing's middle; None beside the thing.
    pub fn at(&self, u: f32, v: f32) -> Option<f32> {
        let (u, v) = (u + self.size.0 / 2.0, v + self.size.1 / 2.0);
        if u < 0.0 || v < 0.0 || u >= self.size.0 || v >= self.size.1 {
            return None;
        }
        let (x, y) = (
            (u * self.texels - 0.5).max(0.0),
            (v * self.texels - 0.5).max(0.0),
        );
        let column = (x as usize).min(self.level.width - 2);
        let row = (y as usize).min(self.level.height - 2);
        let (right, down) = ((x - column as f32).min(1.0), (y - row as f32).min(1.0));
        let place = row * self.level.width + column;
        let upper = &self.level.light[place..place + 2];
        let lower = &self.level.light[place + self.level.width..place + self.level.width + 2];
        let over = upper[0] + (upper[1] - upper[0]) * right;
        let under = lower[0] + (lower[1] - lower[0]) * right;
        Some(over + (under - over) * down)
    }
}
