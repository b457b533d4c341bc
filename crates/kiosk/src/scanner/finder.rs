//! Finder: where codes seem to be. Each code has three squares in its corners whose middle line is dark, light, dark,
//! light, dark in the measure 1:1:3:1:1 (ISO/IEC 18004, 6.3.3). Three of them in the right places are taken for a code,
//! so that it can be looked at more closely, or its holder told what to do.

use super::binary::Bitmap;

/// One square, in the bitmap's pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Finder {
    pub(super) x: f32,
    pub(super) y: f32,
    /// Pixels a module.
    pub(super) module: f32,
    /// Lines that crossed it.
    pub(super) lines: u32,
}

/// Three squares that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trio {
    /// The corners of the code, clockwise from the one between the other two squares.
    pub(super) corners: [(f32, f32); 4],
    /// The squares' middles: the one between, then clockwise.
    pub(super) middles: [(f32, f32); 3],
    /// Pixels a module.
    pub(super) module: f32,
}

impl Trio {
    /// The code of three squares' middles: the one between, then clockwise. From middle to middle is the side less seven
    /// modules; the corners lie three and a half beyond.
    pub(super) fn of(middles: [(f32, f32); 3], module: f32) -> Trio {
        let [corner, right, below] = middles;
        let across = (right.0 - corner.0, right.1 - corner.1);
        let down = (below.0 - corner.0, below.1 - corner.1);
        let beyond = 3.5 * module;
        let (u, v) = (
            beyond / across.0.hypot(across.1),
            beyond / down.0.hypot(down.1),
        );
        let point = |a: f32, b: f32| {
            (
                corner.0 + a * across.0 + b * down.0,
                corner.1 + a * across.1 + b * down.1,
            )
        };
        Trio {
            corners: [
                point(-u, -v),
                point(1.0 + u, -v),
                point(1.0 + u, 1.0 + v),
                point(-u, 1.0 + v),
            ],
            middles,
            module,
        }
    }

    /// The same squares in a picture that begins at `(left, top)` of this one, and of whose pixels `scale` make one of
    /// this.
    pub(super) fn moved(&self, (left, top): (f32, f32), scale: f32) -> Trio {
        let moved = |(x, y): (f32, f32)| (x * scale - left, y * scale - top);
        Trio {
            corners: self.corners.map(moved),
            middles: self.middles.map(moved),
            module: self.module * scale,
        }
    }
}

/// More squares than this are a pattern of another kind, or a page of codes; the best seen are enough.
const MOST: usize = 48;
/// So many places are looked after in one picture: one full of squares must come to an end too.
const CANDIDATES: usize = 512;
/// A square is believed when so many lines cross it in its measure.
const ENOUGH_LINES: u32 = 2;

/// The squares in a bitmap, those crossed by most lines first.
pub(super) fn finders(bitmap: &Bitmap) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    for (y, row) in bitmap
        .pixels
        .chunks_exact(bitmap.width as usize)
        .enumerate()
    {
        // The lengths of the last five runs, and the ends of the newest.
        let mut runs = [0u32; 5];
        let (mut inked, mut begun) = (false, 0usize);
        for x in 0..=row.len() {
            let ink = row.get(x).is_some_and(|pixel| pixel.0[0] == 1);
            if ink == inked {
                continue;
            }
            runs.rotate_left(1);
            runs[4] = (x - begun) as u32;
            begun = x;
            inked = ink;
            if !ink && let Some(length) = measured(&runs) {
                let middle = x as f32 - length / 2.0;
                if let Some(square) = crossed(bitmap, middle, y as f32, length) {
                    remember(&mut found, square);
                }
            }
        }
    }
    found.retain(|square| square.lines >= ENOUGH_LINES);
    found.sort_by_key(|square| std::cmp::Reverse(square.lines));
    found.truncate(MOST);
    found
}

/// The length of five runs in the measure 1:1:3:1:1, each module within half of itself and a pixel's edge.
fn measured(runs: &[u32; 5]) -> Option<f32> {
    let total: u32 = runs.iter().sum();
    if total < 7 || runs.contains(&0) {
        return None;
    }
    let module = total as f32 / 7.0;
    let slack = module * 0.5 + 0.35;
    let near = |run: u32, modules: f32, slack: f32| (run as f32 - modules * module).abs() <= slack;
    let good = [0, 1, 3, 4].iter().all(|&at| near(runs[at], 1.0, slack))
        && near(runs[2], 3.0, slack * 1.6);
    good.then_some(total as f32)
}

/// Confirms a square by the column through its middle.
fn crossed(bitmap: &Bitmap, x: f32, y: f32, length: f32) -> Option<Finder> {
    let (column, middle) = (x as i32, y as i32);
    if !bitmap.ink(column, middle) {
        return None;
    }
    let limit = length as i32;
    let run = |from: i32, step: i32, ink: bool| {
        (0..limit)
            .take_while(|away| {
                let at = from + away * step;
                (0..bitmap.height as i32).contains(&at) && bitmap.ink(column, at) == ink
            })
            .count() as i32
    };
    let up = run(middle, -1, true);
    let light_up = run(middle - up, -1, false);
    let dark_up = run(middle - up - light_up, -1, true);
    let down = run(middle + 1, 1, true);
    let light_down = run(middle + 1 + down, 1, false);
    let dark_down = run(middle + 1 + down + light_down, 1, true);
    let runs = [dark_up, light_up, up + down, light_down, dark_down].map(|run| run as u32);
    let height = measured(&runs)?;
    // Seen at a slant one way is shorter, but a square is no stripe.
    if !(0.5..=2.0).contains(&(height / length)) {
        return None;
    }
    let centre = y + (down - up + 2) as f32 / 2.0;
    Some(Finder {
        x,
        y: centre,
        module: (length + height) / 14.0,
        lines: 1,
    })
}

/// Adds a square, or another line to one that is known.
fn remember(found: &mut Vec<Finder>, square: Finder) {
    let full = found.len() >= CANDIDATES;
    let known = found.iter_mut().find(|known| {
        let near = known.module.max(square.module) * 1.5;
        (known.x - square.x).abs() < near && (known.y - square.y).abs() < near
    });
    match known {
        Some(known) => {
            let lines = known.lines as f32;
            let mean = |old: f32, new: f32| (old * lines + new) / (lines + 1.0);
            known.x = mean(known.x, square.x);
            known.y = mean(known.y, square.y);
            known.module = mean(known.module, square.module);
            known.lines += 1;
        }
        None if full => {}
        None => found.push(square),
    }
}

/// The threes that could be codes, the most regular first.
pub(super) fn trios(finders: &[Finder]) -> Vec<Trio> {
    let mut found: Vec<(f32, Trio)> = Vec::new();
    for (at, corner) in finders.iter().enumerate() {
        for (first, right) in finders.iter().enumerate() {
            for (second, below) in finders.iter().enumerate() {
                if at == first || at == second || first == second {
                    continue;
                }
                if let Some(trio) = trio(corner, right, below) {
                    found.push(trio);
                }
            }
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, trio)| trio).collect()
}

/// The code whose squares these are, with how far it is from a regular one; `right` follows `corner` clockwise.
fn trio(corner: &Finder, right: &Finder, below: &Finder) -> Option<(f32, Trio)> {
    let across = (right.x - corner.x, right.y - corner.y);
    let down = (below.x - corner.x, below.y - corner.y);
    let turn = across.0 * down.1 - across.1 * down.0;
    let (width, height) = (across.0.hypot(across.1), down.0.hypot(down.1));
    let module = (corner.module + right.module + below.module) / 3.0;
    let smallest = corner.module.min(right.module).min(below.module);
    let largest = corner.module.max(right.module).max(below.module);
    // Between the squares' middles lie 14 modules (version 1) to 170 (version 40).
    let side = (width + height) / 2.0 / module;
    if turn <= 0.0 || largest > smallest * 1.6 || !(11.0..=200.0).contains(&side) {
        return None;
    }
    let slant = (across.0 * down.0 + across.1 * down.1).abs() / (width * height);
    let uneven = (width - height).abs() / width.max(height);
    if slant > 0.4 || uneven > 0.35 {
        return None;
    }
    let middles = [corner, right, below].map(|square| (square.x, square.y));
    Some((
        slant + uneven + (largest / smallest - 1.0),
        Trio::of(middles, module),
    ))
}

/// Whether two squares are of a code whose third lies beyond the bitmap's edge.
pub(super) fn is_cut_off(bitmap: &Bitmap, finders: &[Finder]) -> bool {
    // A real square's middle is three modules high, and as many lines cross it; two alone must be beyond doubt.
    let sure: Vec<&Finder> = finders
        .iter()
        .filter(|square| square.lines as f32 >= square.module * 2.0)
        .collect();
    sure.iter().enumerate().any(|(at, a)| {
        sure[at + 1..].iter().any(|b| {
            let (x, y) = (b.x - a.x, b.y - a.y);
            let module = (a.module + b.module) / 2.0;
            let alike = a.module.max(b.module) < a.module.min(b.module) * 1.3;
            if !alike || !(11.0..=200.0).contains(&(x.hypot(y) / module)) {
                return false;
            }
            // Side by side: the code lies on one side of the line between them, and so do two of its corners.
            let outside = |u: f32, v: f32| {
                let (u, v) = (a.x + u, a.y + v);
                u < 0.0 || v < 0.0 || u >= bitmap.width as f32 || v >= bitmap.height as f32
            };
            let one_side = outside(-y, x) && outside(x - y, y + x);
            let other_side = outside(y, -x) && outside(x + y, y - x);
            one_side || other_side
        })
    })
}
