//! *Canvas*: brightness that is painted on, 0 to 255 and not yet rounded to bytes.

use kiosk::luma::Luma;

use super::dice::Dice;
use super::texts::Modules;

/// A picture while it is painted, row by row.
#[derive(Clone)]
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub light: Vec<f32>,
}

/// A part of a canvas: the pixels from the first of each pair up to, but not, the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub across: (usize, usize),
    pub down: (usize, usize),
}

impl Canvas {
    pub fn new(width: usize, height: usize, level: f32) -> Canvas {
        Canvas {
            width,
            height,
            light: vec![level; width * height],
        }
    }

    /// The part of the canvas between these edges, which may lie outside it.
    pub fn part(&self, left: f32, top: f32, right: f32, bottom: f32) -> Part {
        let clamp = |value: f32, most: usize| value.clamp(0.0, most as f32) as usize;
        Part {
            across: (
                clamp(left.floor(), self.width),
                clamp(right.ceil(), self.width),
            ),
            down: (
                clamp(top.floor(), self.height),
                clamp(bottom.ceil(), self.height),
            ),
        }
    }

    pub fn whole(&self) -> Part {
        Part {
            across: (0, self.width),
            down: (0, self.height),
        }
    }

    /// Paints every pixel of a part; `paint` is given its middle and what is there.
    pub fn paint(&mut self, part: Part, mut paint: impl FnMut(f32, f32, f32) -> f32) {
        for y in part.down.0..part.down.1 {
            let row = &mut self.light[y * self.width..(y + 1) * self.width];
            for (x, light) in row
                .iter_mut()
                .enumerate()
                .take(part.across.1)
                .skip(part.across.0)
            {
                *light = paint(x as f32 + 0.5, y as f32 + 0.5, *light);
            }
        }
    }

    pub fn rectangle(&mut self, left: f32, top: f32, width: f32, height: f32, level: f32) {
        let part = self.part(left, top, left + width, top + height);
        self.paint(part, |_, _, _| level);
    }

    pub fn ellipse(&mut self, middle: (f32, f32), radii: (f32, f32), level: f32) {
        let part = self.part(
            middle.0 - radii.0,
            middle.1 - radii.1,
            middle.0 + radii.0,
            middle.1 + radii.1,
        );
        self.paint(part, |x, y, light| {
            let (across, down) = ((x - middle.0) / radii.0, (y - middle.1) / radii.1);
            if across * across + down * down <= 1.0 {
                level
            } else {
                light
            }
        });
    }

    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32, level: f32) {
        let part = self.part(
            from.0.min(to.0) - thickness,
            from.1.min(to.1) - thickness,
            from.0.max(to.0) + thickness,
            from.1.max(to.1) + thickness,
        );
        let (run, rise) = (to.0 - from.0, to.1 - from.1);
        let length = run.hypot(rise).max(1.0);
        self.paint(part, |x, y, light| {
            let away = ((x - from.0) * rise - (y - from.1) * run).abs() / length;
            if away <= thickness / 2.0 {
                level
            } else {
                light
            }
        });
    }

    /// A line of `count` letters that nobody can read: patterns of 5 × 7 dots, `height` pixels tall.
    pub fn words(
        &mut self,
        left: f32,
        top: f32,
        height: f32,
        count: usize,
        level: f32,
        dice: &mut Dice,
    ) {
        let dot = height / 7.0;
        for place in 0..count {
            if dice.chance(0.17) {
                continue;
            }
            let letter = dice.roll() & dice.roll().rotate_left(7) | dice.roll() & 0x1084_2108;
            for bit in (0..35).filter(|bit| letter >> bit & 1 == 1) {
                let (column, row) = ((bit % 5) as f32, (bit / 5) as f32);
                let x = left + (place as f32 * 6.0 + column) * dot;
                self.rectangle(x, top + row * dot, dot, dot, level);
            }
        }
    }

    /// A code whose top left module begins at `at`, turned by `angle` (radians) about it, its quiet zone around it.
    pub fn code(
        &mut self,
        modules: &Modules,
        at: (f32, f32),
        module: f32,
        angle: f32,
        ink: (f32, f32),
    ) {
        const QUIET: f32 = 4.0;
        let count = modules.len() as f32;
        let (sine, cosine) = angle.sin_cos();
        let reach = (count + 2.0 * QUIET) * module;
        let ends = [
            (-QUIET, -QUIET),
            (count + QUIET, -QUIET),
            (count + QUIET, count + QUIET),
            (-QUIET, count + QUIET),
        ]
        .map(|(u, v)| {
            let (u, v) = (u * module, v * module);
            (at.0 + u * cosine - v * sine, at.1 + u * sine + v * cosine)
        });
        let least = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min);
        let (left, top) = (least(ends.map(|end| end.0)), least(ends.map(|end| end.1)));
        let part = self.part(left, top, left + reach * 1.5, top + reach * 1.5);
        let inside = -QUIET..count + QUIET;
        self.paint(part, |x, y, light| {
            // The mean of four places: edges that a lens would give.
            let mut sum = 0.0;
            for (dx, dy) in [(-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25)] {
                let (x, y) = (x + dx - at.0, y + dy - at.1);
                let u = (x * cosine + y * sine) / module;
                let v = (y * cosine - x * sine) / module;
                sum += if !inside.contains(&u) || !inside.contains(&v) {
                    light
                } else if u >= 0.0 && v >= 0.0 && dark(modules, u as usize, v as usize) {
                    ink.0
                } else {
                    ink.1
                };
            }
            sum / 4.0
        });
    }

    /// Normal noise of this deviation.
    pub fn grain(&mut self, deviation: f32, dice: &mut Dice) {
        for light in &mut self.light {
            *light += deviation * dice.normal();
        }
    }

    /// A Gaussian of `sigma` pixels over a part; what lies beside it is seen by its edges.
    pub fn blur(&mut self, part: Part, sigma: f32) {
        let (across, down) = (part.across.1 - part.across.0, part.down.1 - part.down.0);
        if sigma < 0.15 || across == 0 || down == 0 {
            return;
        }
        let reach = (sigma * 2.6).ceil() as usize;
        let weights: Vec<f32> = (0..=reach)
            .map(|step| (-((step * step) as f32) / (2.0 * sigma * sigma)).exp())
            .collect();
        let total = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
        let weights: Vec<f32> = weights.iter().map(|weight| weight / total).collect();
        // Rows first, with as many more of them above and below as the columns will ask for.
        let top = part.down.0.saturating_sub(reach);
        let bottom = (part.down.1 + reach).min(self.height);
        let mut rows = vec![0.0; across * (bottom - top)];
        let mut padded = vec![0.0; across + 2 * reach];
        for (y, out) in (top..bottom).zip(rows.chunks_exact_mut(across)) {
            let row = &self.light[y * self.width..(y + 1) * self.width];
            for (place, cell) in padded.iter_mut().enumerate() {
                let x = (part.across.0 + place).saturating_sub(reach);
                *cell = row[x.min(self.width - 1)];
            }
            weighted(&weights, out, |step| {
                (&padded[reach - step..], &padded[reach + step..])
            });
        }
        for y in part.down.0..part.down.1 {
            let line = |y: usize| {
                let place = y.clamp(top, bottom - 1) - top;
                &rows[place * across..(place + 1) * across]
            };
            let start = y * self.width + part.across.0;
            weighted(&weights, &mut self.light[start..start + across], |step| {
                (line(y.saturating_sub(step)), line(y + step))
            });
        }
    }

    /// Rounded to bytes.
    pub fn luma(&self) -> Luma {
        Luma {
            width: self.width as u32,
            height: self.height as u32,
            bytes: self
                .light
                .iter()
                .map(|light| light.round().clamp(0.0, 255.0) as u8)
                .collect(),
        }
    }
}

/// Whether the code's module there is dark; none is beyond its edges.
pub fn dark(modules: &Modules, column: usize, row: usize) -> bool {
    modules
        .get(row)
        .and_then(|row| row.get(column))
        .copied()
        .unwrap_or(false)
}

/// Sums, with the weight of each step, the two neighbours that lie so many steps away.
fn weighted<'a>(weights: &[f32], out: &mut [f32], near: impl Fn(usize) -> (&'a [f32], &'a [f32])) {
    for (step, weight) in weights.iter().enumerate() {
        let (before, after) = near(step);
        if step == 0 {
            for (out, light) in out.iter_mut().zip(before) {
                *out = light * weight;
            }
        } else {
            for ((out, before), after) in out.iter_mut().zip(before).zip(after) {
                *out += (before + after) * weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_keeps_what_is_even_and_spreads_a_point_over_its_surroundings() {
        let mut even = Canvas::new(40, 30, 90.0);
        even.blur(even.whole(), 2.0);
        assert!(even.light.iter().all(|light| (light - 90.0).abs() < 0.01));
        let mut point = Canvas::new(41, 41, 0.0);
        point.light[20 * 41 + 20] = 100.0;
        point.blur(point.whole(), 1.5);
        let sum: f32 = point.light.iter().sum();
        assert!((sum - 100.0).abs() < 0.5, "{sum}");
        assert!(point.light[20 * 41 + 20] > point.light[20 * 41 + 22]);
        assert!((point.light[20 * 41 + 22] - point.light[22 * 41 + 20]).abs() < 1e-4);
    }

    #[test]
    fn a_blur_of_a_part_leaves_the_rest_as_it_was() {
        let mut canvas = Canvas::new(40, 40, 0.0);
        canvas.rectangle(0.0, 0.0, 20.0, 40.0, 200.0);
        let before = canvas.clone();
        let part = canvas.part(10.0, 10.0, 30.0, 30.0);
        canvas.blur(part, 2.0);
        assert_eq!(canvas.light[5 * 40 + 19], before.light[5 * 40 + 19]);
        assert_ne!(canvas.light[20 * 40 + 19], before.light[20 * 40 + 19]);
    }
}
