//! Look: the ways of looking at one picture, and what they gave together.

use std::time::{Duration, Instant};

use super::attempt::{self, Attempt};
use super::binary::{Ink, binarised};
use super::finder::{finders, is_cut_off, trios};
use super::hint::advice;
use super::{Hint, Scan, Sighted};
use crate::luma::Luma;

/// The box of the binarisation reaches this part of the picture's width each way: several modules of any code that can be
/// read, and less than the shadows across a card.
const REACH: usize = 24;
/// Codes that are looked at more closely in one picture.
const CLOSER_LOOKS: usize = 3;
/// Below this many pixels a module, a code is looked at twice its size too.
const COARSE: f32 = 4.0;

/// Where a smaller or cut-out picture lies in the whole one.
#[derive(Clone, Copy)]
struct Place {
    left: f32,
    top: f32,
    /// Pixels of the whole picture for each of its own.
    scale: f32,
}

impl Place {
    fn of(self, corners: [(f32, f32); 4]) -> [(f32, f32); 4] {
        corners.map(|(x, y)| {
            (
                self.left + (x + 0.5) * self.scale,
                self.top + (y + 0.5) * self.scale,
            )
        })
    }
}

/// Something that must be a code, in the whole picture's pixels.
#[derive(Clone, Copy)]
struct Suspect {
    corners: [(f32, f32); 4],
    module: f32,
}

pub(super) struct Look<'a> {
    luma: &'a Luma,
    deadline: Instant,
    /// What one attempt may take of the time: a crowded picture must leave some for the others.
    each: Duration,
    codes: Vec<Sighted>,
    suspects: Vec<Suspect>,
    cut_off: bool,
}

impl<'a> Look<'a> {
    /// A picture to be looked at for so long, by attempts that may take so long each.
    pub(super) fn new(luma: &'a Luma, budget: Duration, each: Duration) -> Look<'a> {
        let deadline = Instant::now() + budget;
        Look {
            luma,
            deadline,
            each,
            codes: Vec::new(),
            suspects: Vec::new(),
            cut_off: false,
        }
    }

    /// When the attempt that begins now must end.
    fn its_end(&self) -> Instant {
        self.deadline.min(Instant::now() + self.each)
    }

    /// Whether no code was read so far.
    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The usual look: dark ink, our box. `scale` is how many of the whole picture's pixels make one of `luma`'s.
    pub(super) fn dark(&mut self, luma: &Luma, scale: f32) {
        self.binary(
            luma,
            Place {
                left: 0.0,
                top: 0.0,
                scale,
            },
            Ink::Dark,
            REACH,
        );
    }

    /// Light ink on dark, as some screens show it.
    pub(super) fn light(&mut self, luma: &Luma, scale: f32) {
        self.binary(
            luma,
            Place {
                left: 0.0,
                top: 0.0,
                scale,
            },
            Ink::Light,
            REACH,
        );
    }

    /// A box of a third of the width each way, for codes that have strong shadows across.
    pub(super) fn narrow(&mut self, luma: &Luma, scale: f32) {
        self.binary(
            luma,
            Place {
                left: 0.0,
                top: 0.0,
                scale,
            },
            Ink::Dark,
            REACH * 3,
        );
    }

    /// rqrr's own preparation.
    pub(super) fn prepared(&mut self, luma: &Luma, scale: f32, inverted: bool) {
        if self.is_late() {
            return;
        }
        let attempt = attempt::read_prepared(luma, inverted, self.its_end());
        self.take(
            attempt,
            Place {
                left: 0.0,
                top: 0.0,
                scale,
            },
        );
    }

    /// The whole picture at twice its size.
    pub(super) fn doubled(&mut self) {
        let whole = doubled(self.luma);
        self.dark(&whole, 0.5);
    }

    /// The middle of the picture at full size: half of it each way.
    pub(super) fn middle(&mut self) {
        let (width, height) = (self.luma.width, self.luma.height);
        let side = (height * 2 / 3).min(width);
        let (left, top) = ((width - side) / 2, (height - side) / 2);
        let part = cut(self.luma, left, top, side, side);
        self.binary(
            &part,
            Place {
                left: left as f32,
                top: top as f32,
                scale: 1.0,
            },
            Ink::Dark,
            REACH / 2,
        );
    }

    /// Each code whose three squares are seen in `luma`, cut out of the whole picture, at its size and at twice that.
    pub(super) fn closer(&mut self, luma: &Luma, scale: f32) {
        let bitmap = binarised(luma, Ink::Dark, (luma.width as usize / REACH).max(4));
        let whole = Place {
            left: 0.0,
            top: 0.0,
            scale,
        };
        let finders = finders(&bitmap);
        self.cut_off = is_cut_off(&bitmap, &finders);
        for trio in trios(&finders).into_iter().take(CLOSER_LOOKS) {
            let suspect = Suspect {
                corners: whole.of(trio.corners),
                module: trio.module * scale,
            };
            self.suspects.push(suspect);
            let Some((part, left, top)) = self.surroundings(&suspect) else {
                continue;
            };
            self.binary(
                &part,
                Place {
                    left,
                    top,
                    scale: 1.0,
                },
                Ink::Dark,
                8,
            );
            if self.is_empty() && suspect.module < COARSE {
                self.binary(
                    &doubled(&part),
                    Place {
                        left,
                        top,
                        scale: 0.5,
                    },
                    Ink::Dark,
                    8,
                );
            }
            if !self.is_empty() || self.is_late() {
                return;
            }
        }
    }

    /// A code with six modules around it, as far as the picture goes.
    fn surroundings(&self, suspect: &Suspect) -> Option<(Luma, f32, f32)> {
        let around = suspect.module * 6.0;
        let (width, height) = (self.luma.width as f32, self.luma.height as f32);
        let least = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min) - around;
        let most = |values: [f32; 4]| values.into_iter().fold(f32::MIN, f32::max) + around;
        let (xs, ys) = (
            suspect.corners.map(|(x, _)| x),
            suspect.corners.map(|(_, y)| y),
        );
        let (left, right) = (least(xs).max(0.0).floor(), most(xs).min(width).ceil());
        let (top, bottom) = (least(ys).max(0.0).floor(), most(ys).min(height).ceil());
        if right - left < 21.0 || bottom - top < 21.0 {
            return None;
        }
        let part = cut(
            self.luma,
            left as u32,
            top as u32,
            (right - left) as u32,
            (bottom - top) as u32,
        );
        Some((part, left, top))
    }

    fn binary(&mut self, luma: &Luma, place: Place, ink: Ink, parts: usize) {
        if self.is_late() {
            return;
        }
        let reach = (luma.width as usize / parts).max(4);
        let attempt = attempt::read(binarised(luma, ink, reach), self.its_end());
        self.take(attempt, place);
    }

    fn take(&mut self, attempt: Attempt, place: Place) {
        for code in attempt.codes {
            if self.codes.iter().all(|known| known.text != code.text) {
                self.codes.push(Sighted {
                    corners: place.of(code.corners),
                    text: code.text,
                });
            }
        }
        for unread in attempt.unread {
            let corners = place.of(unread.corners);
            let side = (corners[1].0 - corners[0].0).hypot(corners[1].1 - corners[0].1);
            self.suspects.push(Suspect {
                corners,
                module: side / unread.modules as f32,
            });
        }
    }

    fn is_late(&self) -> bool {
        Instant::now() > self.deadline
    }

    /// What was seen, nearest the middle first, or the hint for the likeliest suspect.
    pub(super) fn done(mut self) -> Scan {
        let middle = (self.luma.width as f32 / 2.0, self.luma.height as f32 / 2.0);
        let away = |corners: &[(f32, f32); 4]| {
            let (x, y) = corners.iter().fold((0.0, 0.0), |sum, corner| {
                (sum.0 + corner.0 / 4.0, sum.1 + corner.1 / 4.0)
            });
            (x - middle.0).hypot(y - middle.1)
        };
        self.codes
            .sort_by(|a, b| away(&a.corners).total_cmp(&away(&b.corners)));
        let hint = match self.suspects.first() {
            _ if !self.codes.is_empty() => None,
            Some(suspect) => Some(advice(self.luma, &suspect.corners, suspect.module)),
            None => self.cut_off.then_some(Hint::WholeCode),
        };
        Scan {
            codes: self.codes,
            hint,
        }
    }
}

/// A part of a picture that lies inside it.
fn cut(luma: &Luma, left: u32, top: u32, width: u32, height: u32) -> Luma {
    let rows = luma
        .bytes
        .chunks_exact(luma.width as usize)
        .skip(top as usize)
        .take(height as usize);
    let bytes = rows
        .flat_map(|row| &row[left as usize..(left + width) as usize])
        .copied()
        .collect();
    Luma {
        width,
        height,
        bytes,
    }
}

/// Twice the size, smoothly: between two pixels lies their mean.
fn doubled(luma: &Luma) -> Luma {
    let (width, height) = (luma.width as usize, luma.height as usize);
    let mut bytes = Vec::with_capacity(luma.bytes.len() * 4);
    let mean = |a: u8, b: u8| u8::midpoint(a, b);
    let mut stretched = vec![0u8; width * 2];
    let mut stretch = |y: usize| -> Vec<u8> {
        let row = &luma.bytes[y * width..(y + 1) * width];
        for x in 0..width {
            stretched[x * 2] = row[x];
            stretched[x * 2 + 1] = mean(row[x], row[(x + 1).min(width - 1)]);
        }
        stretched.clone()
    };
    let mut upper = stretch(0);
    for y in 0..height {
        let lower = stretch((y + 1).min(height - 1));
        bytes.extend_from_slice(&upper);
        bytes.extend(upper.iter().zip(&lower).map(|(&a, &b)| mean(a, b)));
        upper = lower;
    }
    Luma {
        width: luma.width * 2,
        height: luma.height * 2,
        bytes,
    }
}
