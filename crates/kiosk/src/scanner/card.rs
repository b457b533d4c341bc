//! Card: something of a card's shape that is held still in the middle, although no code is seen on it.
//!
//! Its edges are looked for in a picture made small, at one slant a look. What was there before anybody came, or stays for
//! long, is furniture.

use std::time::{Duration, Instant};

use super::place::Box;
use crate::luma::Luma;

/// Columns of the small picture.
const COLUMNS: u32 = 128;
/// Grey levels between neighbours that make an edge.
const STEP: i32 = 10;
/// The part of each side that must be edge.
const SURE: f32 = 0.8;
/// Long side by short side: 85.6 by 54 mm (ISO/IEC 7810, ID-1).
const SHAPE: f32 = 1.586;
/// Slants that are looked for, in degrees, one a look.
const SLANTS: [f32; 5] = [0.0, 5.0, -5.0, 10.0, -10.0];
/// A card is held when its edges stay within this part of the picture's width.
const STILL: f32 = 0.035;
/// It is worth a word when it has been held so long,
const HELD: Duration = Duration::from_millis(700);
/// and no longer than this: the rest is furniture.
const FURNITURE: Duration = Duration::from_secs(12);

/// A card that was seen where it is.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// Where it was first: what drifts isn't held still.
    edges: Box,
    since: Instant,
    newest: Instant,
}

/// Every so many frames one is looked at.
const EVERY: usize = 3;

/// Watches for a card without a code.
#[derive(Debug, Default)]
pub(super) struct Cards {
    frame: usize,
    slant: usize,
    held: Option<Held>,
    /// What the last look gave.
    told: bool,
}

impl Cards {
    /// Looks at some of many frames; true while a card is held still and hasn't been for long.
    pub(super) fn one_of_many(&mut self, luma: &Luma, now: Instant) -> bool {
        self.frame = self.frame.wrapping_add(1);
        if self.frame.is_multiple_of(EVERY) {
            self.told = self.look(luma, now);
        }
        self.told
    }

    fn look(&mut self, luma: &Luma, now: Instant) -> bool {
        let slant = SLANTS[self.slant % SLANTS.len()];
        match card(luma, slant) {
            // It is looked for again at the slant at which it was seen.
            Some(edges) => self.seen(edges, luma.width as f32, now),
            None => {
                self.slant = self.slant.wrapping_add(1);
                if let Some(held) = self.held
                    && now.saturating_duration_since(held.newest) > HELD
                {
                    self.held = None;
                }
            }
        }
        self.held.is_some_and(|held| {
            let lasted = held.newest.saturating_duration_since(held.since);
            (HELD..FURNITURE).contains(&lasted)
        })
    }

    /// A code was seen: what was held has one.
    pub(super) fn forget(&mut self) {
        (self.held, self.told) = (None, false);
    }

    fn seen(&mut self, edges: Box, width: f32, now: Instant) {
        let near = |a: f32, b: f32| (a - b).abs() <= width * STILL;
        match &mut self.held {
            Some(held)
                if near(held.edges.left, edges.left)
                    && near(held.edges.right, edges.right)
                    && near(held.edges.top, edges.top)
                    && near(held.edges.bottom, edges.bottom) =>
            {
                held.newest = now;
            }
            _ => {
                self.held = Some(Held {
                    edges,
                    since: now,
                    newest: now,
                });
            }
        }
    }
}

/// Sums of edges along rows and columns of a small picture that was turned back by a slant.
struct Edges {
    width: usize,
    height: usize,
    /// Upright edges above each point of a column.
    upright: Vec<u16>,
    /// Level edges left of each point of a row.
    level: Vec<u16>,
}

/// The edges of the likeliest card in the middle of the picture, at one slant.
fn card(luma: &Luma, degrees: f32) -> Option<Box> {
    let factor = (luma.width / COLUMNS).max(1);
    let small = luma.reduced(factor);
    let edges = Edges::of(&small, degrees)?;
    let (width, height) = (edges.width as f32, edges.height as f32);
    let mut best: Option<(f32, Box)> = None;
    for upright in [false, true] {
        // Smaller than this a code would not be read either.
        let mut long = height * 0.45;
        while long < height * 0.95 {
            let (wide, tall) = if upright {
                (long / SHAPE, long)
            } else {
                (long, long / SHAPE)
            };
            let (columns, rows) = (wide.round() as usize, tall.round() as usize);
            long *= 1.03;
            if columns + 2 >= edges.width || rows + 2 >= edges.height {
                continue;
            }
            for top in middle(height, tall) {
                for left in middle(width, wide) {
                    let sure = edges.sure(left, top, columns, rows);
                    if sure >= best.map_or(SURE, |(sure, _)| sure) {
                        let edges = Box {
                            left: left as f32,
                            top: top as f32,
                            right: (left + columns) as f32,
                            bottom: (top + rows) as f32,
                        };
                        best = Some((sure, edges));
                    }
                }
            }
        }
    }
    best.map(|(_, edges)| {
        let scale = |value: f32| value * factor as f32;
        Box {
            left: scale(edges.left),
            top: scale(edges.top),
            right: scale(edges.right),
            bottom: scale(edges.bottom),
        }
    })
}

/// Where something so large may begin so that its middle is in the picture's.
fn middle(size: f32, length: f32) -> std::ops::Range<usize> {
    let from = (size * 0.3 - length / 2.0).max(1.0);
    let to = (size * 0.7 - length / 2.0).min(size - length - 1.0);
    from as usize..to.max(0.0) as usize
}

impl Edges {
    fn of(small: &Luma, degrees: f32) -> Option<Edges> {
        let (width, height) = (small.width as usize, small.height as usize);
        if width < 32 || height < 32 {
            return None;
        }
        let turned = turned(small, degrees);
        let at = |x: usize, y: usize| i32::from(turned[y * width + x]);
        let mut upright = vec![0u16; width * (height + 1)];
        let mut level = vec![0u16; (width + 1) * height];
        for y in 0..height {
            for x in 0..width {
                // An edge counts in the pixel beside it too: no hand holds a card quite straight.
                let across =
                    (1..width - 1).contains(&x) && (at(x + 1, y) - at(x - 1, y)).abs() > STEP;
                let down =
                    (1..height - 1).contains(&y) && (at(x, y + 1) - at(x, y - 1)).abs() > STEP;
                upright[(y + 1) * width + x] = upright[y * width + x] + u16::from(across);
                level[y * (width + 1) + x + 1] = level[y * (width + 1) + x] + u16::from(down);
            }
        }
        Some(Edges {
            width,
            height,
            upright,
            level,
        })
    }

    /// The part of the worst side that is edge.
    fn sure(&self, left: usize, top: usize, columns: usize, rows: usize) -> f32 {
        let side = |x: usize| {
            let sum = |y: usize| self.upright[y * self.width + x];
            f32::from(sum(top + rows) - sum(top)) / rows as f32
        };
        let end = |y: usize| {
            let sum = |x: usize| self.level[y * (self.width + 1) + x];
            f32::from(sum(left + columns) - sum(left)) / columns as f32
        };
        side(left)
            .min(side(left + columns))
            .min(end(top))
            .min(end(top + rows))
    }
}

/// The picture turned about its middle; what comes from beyond it is its nearest pixel.
fn turned(luma: &Luma, degrees: f32) -> Vec<u8> {
    let (width, height) = (luma.width as i32, luma.height as i32);
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut bytes = Vec::with_capacity(luma.bytes.len());
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (x as f32 - middle_x, y as f32 - middle_y);
            let x = (middle_x + u * cos - v * sin).round() as i32;
            let y = (middle_y + u * sin + v * cos).round() as i32;
            let (x, y) = (x.clamp(0, width - 1), y.clamp(0, height - 1));
            bytes.push(luma.bytes[(y * width + x) as usize]);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A card so many pixels wide, its middle at the point, at a slant, before a wall with furniture.
    fn scene(width: f32, middle: (f32, f32), degrees: f32) -> Luma {
        let (sin, cos) = f32::to_radians(degrees).sin_cos();
        let bytes = (0..1280 * 720)
            .map(|at| {
                let (x, y) = ((at % 1280) as f32, (at / 1280) as f32);
                let (dx, dy) = (x - middle.0, y - middle.1);
                let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
                let on_card = u.abs() < width / 2.0 && v.abs() < width / SHAPE / 2.0;
                match (on_card, x as i32, y as i32) {
                    (true, x, y) if (x / 23 + y / 11) % 5 == 0 => 120,
                    (true, ..) => 215,
                    (false, 0..200, _) => 40,
                    (false, _, 600..) => 150,
                    (false, x, y) => (90 + x / 40 + y / 60) as u8,
                }
            })
            .collect();
        Luma::new(1280, 720, bytes).unwrap()
    }

    #[test]
    fn a_card_held_still_is_told_and_what_moves_or_stays_is_not() {
        let mut cards = Cards::default();
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let card = scene(480.0, (650.0, 350.0), 4.0);
        let told = |cards: &mut Cards, from: u64, to: u64| {
            (from..to)
                .step_by(150)
                .filter(|&ms| cards.look(&card, at(ms)))
                .count()
        };
        assert_eq!(told(&mut cards, 0, 600), 0, "not yet");
        assert!(told(&mut cards, 600, 3000) > 10);
        told(&mut cards, 3000, 20_000);
        assert_eq!(told(&mut cards, 20_000, 21_000), 0, "furniture");
        let mut cards = Cards::default();
        for step in 0..20_u64 {
            let moved = scene(480.0, (560.0 + step as f32 * 12.0, 350.0), 0.0);
            assert!(!cards.look(&moved, at(step * 150)), "it moves");
        }
    }

    #[test]
    fn a_wall_a_tiny_card_and_one_in_the_corner_are_none() {
        for scene in [
            Luma::new(1280, 720, vec![90; 1280 * 720]).unwrap(),
            scene(120.0, (640.0, 360.0), 0.0),
            scene(480.0, (250.0, 160.0), 0.0),
            Luma::new(8, 8, vec![0; 64]).unwrap(),
        ] {
            for slant in SLANTS {
                assert_eq!(card(&scene, slant), None);
            }
        }
    }
}
