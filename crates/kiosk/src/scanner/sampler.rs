//! Sampler: the modules of a code whose three squares were found, read off the brightness and given to rqrr's decoder.
//!
//! A sheet of modules is laid over the picture by the three squares and the pattern in the fourth corner (ISO/IEC 18004,
//! 6.3.6), then moved until its modules' middles stand out most from what surrounds them: the grid that lies right is the
//! one with the most contrast. A bent sheet follows paper and cloth.

use std::time::Instant;

use rqrr::{Grid, SimpleGrid};

use super::attempt::{level, quietly};
use super::finder::Trio;
use super::homography::Homography;
use super::refocus::{BLURS, unblurred};
use super::text::Segment;
use super::{Decoder, Symbol};
use crate::luma::Luma;

/// Brightness between pixels, and its mean in a box.
pub(super) struct Shade<'a> {
    luma: &'a Luma,
    /// Sums of all that lies above and to the left, one more than the picture each way.
    sums: Vec<u32>,
    /// How far the box reaches.
    reach: f32,
}

impl<'a> Shade<'a> {
    /// The box should hold some modules whichever way.
    pub(super) fn new(luma: &'a Luma, reach: f32) -> Shade<'a> {
        let (width, height) = (luma.width as usize, luma.height as usize);
        let mut sums = vec![0u32; (width + 1) * (height + 1)];
        for (y, row) in luma.bytes.chunks_exact(width).enumerate() {
            let (above, here) = sums.split_at_mut((y + 1) * (width + 1));
            let above = &above[y * (width + 1)..];
            let mut running = 0;
            for (x, &byte) in row.iter().enumerate() {
                running += u32::from(byte);
                here[x + 1] = above[x + 1] + running;
            }
        }
        Shade { luma, sums, reach }
    }

    /// The brightness at a point; pixels' middles lie at halves.
    pub(super) fn at(&self, (x, y): (f32, f32)) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        let (right, bottom) = (self.luma.width as i32 - 1, self.luma.height as i32 - 1);
        let pixel = |x: i32, y: i32| {
            let (x, y) = (x.clamp(0, right) as usize, y.clamp(0, bottom) as usize);
            f32::from(self.luma.bytes[y * self.luma.width as usize + x])
        };
        let (left, top) = (left as i32, top as i32);
        let above = pixel(left, top) * (1.0 - u) + pixel(left + 1, top) * u;
        let below = pixel(left, top + 1) * (1.0 - u) + pixel(left + 1, top + 1) * u;
        above * (1.0 - v) + below * v
    }

    /// The mean around a point.
    fn mean(&self, (x, y): (f32, f32)) -> f32 {
        let stride = self.luma.width as usize + 1;
        let within = |value: f32, size: u32| {
            let from = (value - self.reach).clamp(0.0, size as f32 - 1.0) as usize;
            let to = (value + self.reach).clamp(from as f32 + 1.0, size as f32) as usize;
            (from, to)
        };
        let (left, right) = within(x, self.luma.width);
        let (top, bottom) = within(y, self.luma.height);
        let sum = |x: usize, y: usize| self.sums[y * stride + x];
        let total = sum(right, bottom)
            .wrapping_add(sum(left, top))
            .wrapping_sub(sum(left, bottom))
            .wrapping_sub(sum(right, top));
        total as f32 / ((right - left) * (bottom - top)) as f32
    }

    /// How much brighter a point is than what surrounds it.
    fn light(&self, point: (f32, f32)) -> f32 {
        self.at(point) - self.mean(point)
    }
}

/// Modules of a code laid over a picture.
struct Sheet<'a> {
    shade: &'a Shade<'a>,
    /// Modules on a side.
    side: usize,
    /// The squares' middles, and that of the pattern in the fourth corner.
    known: [(f32, f32); 3],
    fourth: (f32, f32),
    flat: Homography,
    /// Pixels a module.
    module: f32,
    /// Nodes on a side of the lattice that bends it, less one.
    cells: usize,
    /// How far each node lies from where it would on a flat sheet.
    bent: Vec<(f32, f32)>,
}

/// Modules between the squares' middles and the code's edges.
const EDGE: f32 = 3.5;
/// Modules between the middle of the pattern in the fourth corner and the code's edges.
const FOURTH: f32 = 6.5;

/// How well the alternating lines must fit: three squares by chance are 0, a good picture 1.
const LEAST_FIT: f32 = 0.3;
/// So many modules a side are enough to tell where a flat sheet lies.
const ENOUGH: usize = 32;

/// What came of three squares.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Reading {
    Said(Symbol),
    /// A code lies there and can't be read in this picture alone.
    Unsaid(Unsaid),
    #[default]
    Nothing,
}

/// How a code's modules look that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unsaid {
    /// Modules on a side.
    pub(super) side: usize,
    /// How much lighter each module is than what surrounds it, as a part of what modules here are on average, and less
    /// where those that are known in every code don't fit.
    pub(super) lights: Vec<f32>,
    pub(super) corners: [(f32, f32); 4],
}

/// Reads the code that the three squares belong to; nothing dear begins after the end. The sheet may bend, at some cost.
pub(super) fn read(shade: &Shade, trio: &Trio, bends: bool, end: Instant) -> Reading {
    let mut reading = Reading::Nothing;
    for side in sides(shade, trio) {
        if Instant::now() >= end {
            break;
        }
        let Some(mut sheet) = Sheet::flat(shade, trio, side) else {
            break;
        };
        if let Some(symbol) = sheet.decoded() {
            return Reading::Said(symbol);
        }
        sheet.settle();
        if let Some(symbol) = sheet.decoded().or_else(|| sheet.refocused(end)) {
            return Reading::Said(symbol);
        }
        if let (Reading::Nothing, Some(unsaid)) = (&reading, sheet.unsaid()) {
            reading = Reading::Unsaid(unsaid);
        }
        if !bends {
            continue;
        }
        for cells in [2, 4, 8] {
            sheet.finer(cells);
            sheet.bend(end);
            if let Some(symbol) = sheet.decoded() {
                return Reading::Said(symbol);
            }
        }
    }
    reading
}

/// The code with so many modules a side, of which these are dark; none where they say nothing.
pub(super) fn said(
    side: usize,
    corners: [(f32, f32); 4],
    is_dark: impl Fn(usize) -> bool,
) -> Option<Symbol> {
    let grid = SimpleGrid::from_func(side, |x, y| is_dark(y * side + x));
    let mut bytes = Vec::new();
    let about = quietly(|| Grid::new(grid).decode_to(&mut bytes).ok()).flatten()?;
    let text = !bytes.is_empty() && std::str::from_utf8(&bytes).is_ok();
    text.then(|| Symbol {
        segments: vec![Segment { eci: None, bytes }],
        corners,
        decoder: Decoder::Rqrr,
        version: u8::try_from(about.version.0).unwrap_or(u8::MAX),
        level: level(about.ecc_level),
        of: None,
    })
}

/// How many modules the code may have a side, likeliest first.
fn sides(shade: &Shade, trio: &Trio) -> Vec<usize> {
    let [corner, right, below] = trio.middles;
    let along = |from: (f32, f32), to: (f32, f32)| {
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let (a, b) = (
            width(shade, from, to, trio.module),
            width(shade, to, from, trio.module),
        );
        length / ((a + b) / 14.0) + 7.0
    };
    let estimate = f32::midpoint(along(corner, right), along(corner, below));
    let version = ((estimate - 17.0) / 4.0).round().clamp(1.0, 40.0) as i32;
    let mut sides: Vec<(f32, usize)> =
        [version, version - 1, version + 1, version - 2, version + 2]
            .into_iter()
            .filter(|version| (1..=40).contains(version))
            .map(|version| 17 + 4 * version as usize)
            .map(|side| (timing(shade, trio, side), side))
            .filter(|(fit, _)| *fit > LEAST_FIT)
            .collect();
    sides.sort_by(|a, b| b.0.total_cmp(&a.0));
    sides.truncate(2);
    sides.into_iter().map(|(_, side)| side).collect()
}

/// The length of a square through its middle, along the line to another one.
fn width(shade: &Shade, middle: (f32, f32), other: (f32, f32), module: f32) -> f32 {
    let length = (other.0 - middle.0).hypot(other.1 - middle.1);
    let step = ((other.0 - middle.0) / length, (other.1 - middle.1) / length);
    let most = (module * 7.0) as i32 * 4;
    let half = |way: f32| {
        let mut changes = 0;
        let mut dark = true;
        for quarter in 0..most {
            let away = quarter as f32 / 4.0 * way;
            let is = shade.light((middle.0 + step.0 * away, middle.1 + step.1 * away)) < 0.0;
            if is != dark {
                dark = is;
                changes += 1;
                if changes == 3 {
                    return away.abs();
                }
            }
        }
        module * EDGE
    };
    half(1.0) + half(-1.0)
}

/// How well the lines of alternating modules between the squares fit so many modules a side.
fn timing(shade: &Shade, trio: &Trio, side: usize) -> f32 {
    let [corner, right, below] = trio.middles;
    let span = side as f32 - 7.0;
    let across = ((right.0 - corner.0) / span, (right.1 - corner.1) / span);
    let down = ((below.0 - corner.0) / span, (below.1 - corner.1) / span);
    let mut fit = 0.0;
    let mut all = 0.0;
    for at in 7..side - 7 {
        let sign = if at % 2 == 0 { -1.0 } else { 1.0 };
        let away = at as f32 - 3.0;
        for (along, aside) in [(across, down), (down, across)] {
            let point = (
                corner.0 + along.0 * away + aside.0 * 3.0,
                corner.1 + along.1 * away + aside.1 * 3.0,
            );
            let light = shade.light(point);
            fit += light * sign;
            all += light.abs();
        }
    }
    if all > 0.0 { fit / all } else { 0.0 }
}

impl<'a> Sheet<'a> {
    /// A flat sheet by the three squares and the best place for the fourth corner.
    fn flat(shade: &'a Shade<'a>, trio: &Trio, side: usize) -> Option<Sheet<'a>> {
        let [corner, right, below] = trio.middles;
        let span = side as f32 - 7.0;
        let across = ((right.0 - corner.0) / span, (right.1 - corner.1) / span);
        let down = ((below.0 - corner.0) / span, (below.1 - corner.1) / span);
        let module = f32::midpoint(across.0.hypot(across.1), down.0.hypot(down.1));
        let point = |u: f32, v: f32| {
            (
                corner.0 + across.0 * u + down.0 * v,
                corner.1 + across.1 * u + down.1 * v,
            )
        };
        let away = side as f32 - FOURTH - EDGE;
        let pattern = |u: f32, v: f32| {
            let mut fit = 0.0;
            for y in -2i32..=2 {
                for x in -2i32..=2 {
                    let sign = if x.abs().max(y.abs()) == 1 { 1.0 } else { -1.0 };
                    fit += sign * shade.light(point(u + x as f32, v + y as f32));
                }
            }
            fit
        };
        let mut fourth = (away, away);
        if side > 21 {
            let reach = (side as i32 / 8).max(4);
            let mut best = f32::MIN;
            for half_v in -2 * reach..=2 * reach {
                for half_u in -2 * reach..=2 * reach {
                    let (u, v) = (half_u as f32 / 2.0, half_v as f32 / 2.0);
                    // Nearer is likelier.
                    let fit = pattern(away + u, away + v) * (1.0 - u.hypot(v) / (4 * reach) as f32);
                    if fit > best {
                        best = fit;
                        fourth = (away + u, away + v);
                    }
                }
            }
        }
        let mut sheet = Sheet {
            shade,
            side,
            known: [corner, right, below],
            fourth: point(fourth.0, fourth.1),
            flat: Homography::IDENTITY,
            module,
            cells: 1,
            bent: vec![(0.0, 0.0); 4],
        };
        sheet.lay(sheet.fourth).then_some(sheet)
    }

    /// Lays the fourth corner's pattern there; false when no flat sheet has it there.
    fn lay(&mut self, fourth: (f32, f32)) -> bool {
        let (side, [corner, right, below]) = (self.side as f32, self.known);
        let (far, last) = (side - EDGE, side - FOURTH);
        let modules = [(EDGE, EDGE), (far, EDGE), (last, last), (EDGE, far)];
        let flat = Homography::between(modules, [corner, right, fourth, below]);
        if let Some(flat) = flat {
            (self.flat, self.fourth) = (flat, fourth);
        }
        flat.is_some()
    }

    /// Moves the fourth corner to where all modules stand out most.
    fn settle(&mut self) {
        let mut contrast = self.contrast();
        for step in [0.5, 0.25, 0.125] {
            let step = step * self.module;
            for _ in 0..6 {
                let before = contrast;
                for (x, y) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                    let here = self.fourth;
                    let there = (here.0 + x, here.1 + y);
                    if !self.lay(there) {
                        continue;
                    }
                    let other = self.contrast();
                    if other > contrast {
                        contrast = other;
                    } else {
                        self.lay(here);
                    }
                }
                if contrast <= before {
                    break;
                }
            }
        }
    }

    /// Where a point of the sheet lies in the picture.
    fn point(&self, u: f32, v: f32) -> (f32, f32) {
        let (x, y) = self.flat.of((u, v));
        let place = |value: f32| {
            let at = (value / self.side as f32 * self.cells as f32).clamp(0.0, self.cells as f32);
            let cell = (at as usize).min(self.cells - 1);
            (cell, at - cell as f32)
        };
        let ((column, u), (row, v)) = (place(u), place(v));
        let nodes = self.cells + 1;
        let node = |column: usize, row: usize| self.bent[row * nodes + column];
        let mix = |a: (f32, f32), b: (f32, f32), part: f32| {
            (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part)
        };
        let above = mix(node(column, row), node(column + 1, row), u);
        let below = mix(node(column, row + 1), node(column + 1, row + 1), u);
        let (dx, dy) = mix(above, below, v);
        (x + dx, y + dy)
    }

    fn light(&self, column: usize, row: usize) -> f32 {
        self.shade
            .light(self.point(column as f32 + 0.5, row as f32 + 0.5))
    }

    /// How much all modules stand out; what must be dark or light counts double, against where it isn't.
    fn contrast(&self) -> f32 {
        let every = self.side.div_ceil(ENOUGH);
        self.contrast_of((0, self.side), (0, self.side), every)
    }

    fn contrast_of(&self, columns: (usize, usize), rows: (usize, usize), every: usize) -> f32 {
        let mut sum = 0.0;
        for row in (rows.0..rows.1).step_by(every) {
            for column in (columns.0..columns.1).step_by(every) {
                let light = self.light(column, row);
                sum += match known(self.side, column, row) {
                    Some(true) => -2.0 * light,
                    Some(false) => 2.0 * light,
                    None => light.abs(),
                };
            }
        }
        sum
    }

    /// The same sheet with more places to bend it.
    fn finer(&mut self, cells: usize) {
        let nodes = cells + 1;
        let bent = (0..nodes * nodes)
            .map(|node| {
                let along = |at: usize| at as f32 / cells as f32 * self.side as f32;
                let (u, v) = (along(node % nodes), along(node / nodes));
                let (bent, flat) = (self.point(u, v), self.flat.of((u, v)));
                (bent.0 - flat.0, bent.1 - flat.1)
            })
            .collect();
        self.bent = bent;
        self.cells = cells;
    }

    /// Moves each node to where the modules around it stand out most.
    fn bend(&mut self, end: Instant) {
        let nodes = self.cells + 1;
        let each = self.side as f32 / self.cells as f32;
        for step in [0.6, 0.3, 0.15] {
            let step = step * self.module;
            for _ in 0..3 {
                let mut moved = false;
                for node in 0..nodes * nodes {
                    if Instant::now() >= end {
                        return;
                    }
                    let around = |at: usize| {
                        let from = (at as f32 - 1.0) * each;
                        let to = (at as f32 + 1.0) * each;
                        (from.max(0.0) as usize, (to.ceil() as usize).min(self.side))
                    };
                    let (columns, rows) = (around(node % nodes), around(node / nodes));
                    let stay = self.bent[node];
                    let mut best = (self.worth(node, columns, rows), stay);
                    for (x, y) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                        self.bent[node] = (stay.0 + x, stay.1 + y);
                        let worth = self.worth(node, columns, rows);
                        if worth > best.0 {
                            best = (worth, self.bent[node]);
                            moved = true;
                        }
                    }
                    self.bent[node] = best.1;
                }
                if !moved {
                    break;
                }
            }
        }
    }

    /// The contrast around a node, less what it costs to bend unlike its neighbours.
    fn worth(&self, node: usize, columns: (usize, usize), rows: (usize, usize)) -> f32 {
        let nodes = self.cells + 1;
        let (column, row) = (node % nodes, node / nodes);
        let here = self.bent[node];
        let mut strain = 0.0;
        let mut against = |other: usize| {
            let (x, y) = (here.0 - self.bent[other].0, here.1 - self.bent[other].1);
            strain += (x * x + y * y) / (self.module * self.module);
        };
        if column > 0 {
            against(node - 1);
        }
        if column + 1 < nodes {
            against(node + 1);
        }
        if row > 0 {
            against(node - nodes);
        }
        if row + 1 < nodes {
            against(node + nodes);
        }
        let modules = ((columns.1 - columns.0) * (rows.1 - rows.0)) as f32;
        self.contrast_of(columns, rows, 1) - strain * modules * STIFF
    }

    fn lights(&self) -> Vec<f32> {
        (0..self.side * self.side)
            .map(|module| self.light(module % self.side, module / self.side))
            .collect()
    }

    fn corners(&self) -> [(f32, f32); 4] {
        let far = self.side as f32;
        [(0.0, 0.0), (far, 0.0), (far, far), (0.0, far)].map(|(u, v)| self.point(u, v))
    }

    /// What the modules say.
    fn decoded(&self) -> Option<Symbol> {
        let lights = self.lights();
        said(self.side, self.corners(), |module| lights[module] < 0.0)
    }

    /// How the modules look, where those that are known in every code say that a code lies here.
    fn unsaid(&self) -> Option<Unsaid> {
        let mut lights = self.lights();
        let all: f32 = lights.iter().map(|light| light.abs()).sum();
        let (mut fit, mut known_ones) = (0.0, 0.0);
        for (module, light) in lights.iter().enumerate() {
            if let Some(dark) = known(self.side, module % self.side, module / self.side) {
                fit += if dark { -light } else { *light };
                known_ones += light.abs();
            }
        }
        let fit = fit / known_ones;
        // Where all is one brightness it isn't a number.
        if fit.is_nan() || fit <= LEAST_FIT {
            return None;
        }
        let scale = fit * fit * lights.len() as f32 / all;
        lights.iter_mut().for_each(|light| *light *= scale);
        Some(Unsaid {
            side: self.side,
            lights,
            corners: self.corners(),
        })
    }

    /// What the modules say that were out of focus: each is told from its neighbours' light in it.
    fn refocused(&self, end: Instant) -> Option<Symbol> {
        let seen = self.lit()?;
        let mut blurs = BLURS.into_iter().take_while(|_| Instant::now() < end);
        blurs.find_map(|sigma| {
            let lights = unblurred(&seen, self.side, sigma);
            said(self.side, self.corners(), |module| lights[module] < 0.5)
        })
    }

    /// How light each module is, 0 as the squares are dark and 1 as the paper around them is light. Either may change
    /// evenly over the code.
    fn lit(&self) -> Option<Vec<f32>> {
        let far = self.side as f32;
        let around = |u: f32, v: f32| {
            let dark = self.shade.at(self.point(u, v));
            let beyond = |at: f32| {
                if at < far / 2.0 {
                    -BESIDE
                } else {
                    far + BESIDE
                }
            };
            let beside = [(beyond(u), v), (u, beyond(v)), (beyond(u), beyond(v))];
            let mut light = beside.map(|(u, v)| self.shade.at(self.flat.of((u, v))));
            light.sort_by(f32::total_cmp);
            (dark, light[1])
        };
        let corner = around(EDGE, EDGE);
        let (right, below) = (around(far - EDGE, EDGE), around(EDGE, far - EDGE));
        let span = far - 2.0 * EDGE;
        let plane = |corner: f32, right: f32, below: f32, u: f32, v: f32| {
            corner + ((right - corner) * (u - EDGE) + (below - corner) * (v - EDGE)) / span
        };
        let all = (0..self.side * self.side).map(|module| {
            let column = (module % self.side) as f32 + 0.5;
            let row = (module / self.side) as f32 + 0.5;
            let dark = plane(corner.0, right.0, below.0, column, row);
            let light = plane(corner.1, right.1, below.1, column, row);
            let seen = self.shade.at(self.point(column, row));
            (light - dark > LEAST_CONTRAST).then(|| (seen - dark) / (light - dark))
        });
        all.collect()
    }
}

/// Modules beside the code at which its paper is looked at.
const BESIDE: f32 = 1.5;
/// Brightness by which paper must be lighter than ink.
const LEAST_CONTRAST: f32 = 12.0;
/// What a module of strain costs, in brightness a module.
const STIFF: f32 = 4.0;

/// Whether a module is surely dark (or light) in every code with so many a side: squares, what surrounds them, and the
/// alternating lines.
fn known(side: usize, column: usize, row: usize) -> Option<bool> {
    let square = |column: usize, row: usize| {
        // From the middle of the square.
        let away = column.abs_diff(3).max(row.abs_diff(3));
        matches!(away, 0 | 1 | 3)
    };
    let far = side - 8;
    match (column, row) {
        (0..8, 0..8) => Some(square(column, row)),
        (_, 0..8) if column >= far => Some(square(column.wrapping_sub(far + 1), row)),
        (0..8, _) if row >= far => Some(square(column, row.wrapping_sub(far + 1))),
        (6, at) | (at, 6) => Some(at % 2 == 0),
        _ => None,
    }
}
