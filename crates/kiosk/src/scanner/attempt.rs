//! Attempt: one run of rqrr over one bitmap, kept within a deadline.
//!
//! rqrr copies the picture for every triple of finder patterns it considers and has no limit (a photographed screen took
//! it 55 s), its search for an alignment pattern walks far beyond the picture, and its assertions fire on some photographs.
//! All of it ends here: the canvas it works on looks at the clock when it is copied, painted or asked for its size, unwinds
//! past the deadline, and every run is caught.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Once;
use std::time::Instant;

use image::{GenericImage, GenericImageView, Luma as Pixel};
use rqrr::PreparedImage;

use super::binary::Bitmap;
use super::text::Segment;
use super::zxing::Findings;
use super::{Decoder, Level, Symbol};
use crate::luma::Luma;

/// A grid of modules that was found but says nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unread {
    pub(super) corners: [(f32, f32); 4],
    /// Modules on a side.
    pub(super) modules: usize,
}

/// What one attempt gave, in the bitmap's pixels.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    symbols: Vec<Symbol>,
    unread: Vec<Unread>,
}

impl From<Attempt> for Findings {
    fn from(attempt: Attempt) -> Findings {
        Findings {
            symbols: attempt.symbols,
            unread: attempt.unread,
        }
    }
}

/// Reads a picture in rqrr's own way: slow, and now and then it sees what nothing else does. Nothing at all comes of a run
/// that the deadline or an assertion ended.
pub(super) fn read(luma: &Luma, inverted: bool, deadline: Instant) -> Attempt {
    let pixels = luma
        .bytes
        .iter()
        .map(|&y| Pixel([if inverted { 255 - y } else { y }]))
        .collect();
    let bitmap = Bitmap {
        width: luma.width,
        height: luma.height,
        pixels,
    };
    quietly(|| grids(PreparedImage::prepare(Canvas::new(bitmap, deadline)))).unwrap_or_default()
}

fn grids(mut image: PreparedImage<Canvas>) -> Attempt {
    let mut attempt = Attempt::default();
    for grid in image.detect_grids() {
        let corners = grid
            .bounds
            .map(|point| (point.x as f32 + 0.5, point.y as f32 + 0.5));
        let mut bytes = Vec::new();
        let about = quietly(|| grid.decode_to(&mut bytes).ok()).flatten();
        // It drops what a code declares of its bytes: what isn't UTF-8 is left to the other decoder, which tells.
        match about {
            Some(about) if !bytes.is_empty() && std::str::from_utf8(&bytes).is_ok() => {
                attempt.symbols.push(Symbol {
                    segments: vec![Segment { eci: None, bytes }],
                    corners,
                    decoder: Decoder::Rqrr,
                    version: u8::try_from(about.version.0).unwrap_or(u8::MAX),
                    level: level(about.ecc_level),
                    // It gives up at the first sign of a sequence.
                    of: None,
                });
            }
            Some(_) | None => attempt.unread.push(Unread {
                corners,
                modules: rqrr::BitGrid::size(&grid.grid),
            }),
        }
    }
    attempt
}

/// The level of these two bits of a code's format (ISO/IEC 18004, 7.9.1).
pub(super) fn level(bits: u16) -> Level {
    match bits {
        0 => Level::M,
        1 => Level::L,
        2 => Level::H,
        _ => Level::Q,
    }
}

/// What rqrr paints on.
struct Canvas {
    bitmap: Bitmap,
    deadline: Instant,
    strokes: Cell<u32>,
}

/// The clock is looked at after so many strokes: about a tenth of a millisecond.
const STROKES: u32 = 1 << 16;

impl Canvas {
    fn new(bitmap: Bitmap, deadline: Instant) -> Canvas {
        Canvas {
            bitmap,
            deadline,
            strokes: Cell::new(0),
        }
    }

    /// Counts a stroke.
    fn stroke(&self) {
        let strokes = self.strokes.get().wrapping_add(1);
        self.strokes.set(strokes);
        if strokes.is_multiple_of(STROKES) {
            self.look_at_the_clock();
        }
    }

    /// Unwinds past the deadline, without the noise of a panic.
    fn look_at_the_clock(&self) {
        if Instant::now() > self.deadline {
            resume_unwind(Box::new("out of time"));
        }
    }

    fn place(&self, x: u32, y: u32) -> usize {
        y as usize * self.bitmap.width as usize + x as usize
    }
}

impl Clone for Canvas {
    fn clone(&self) -> Canvas {
        self.look_at_the_clock();
        Canvas::new(self.bitmap.clone(), self.deadline)
    }
}

impl GenericImageView for Canvas {
    type Pixel = Pixel<u8>;

    /// Asked for before each step of the walks that never paint.
    fn dimensions(&self) -> (u32, u32) {
        self.stroke();
        (self.bitmap.width, self.bitmap.height)
    }

    fn get_pixel(&self, x: u32, y: u32) -> Pixel<u8> {
        self.bitmap.pixels[self.place(x, y)]
    }
}

impl GenericImage for Canvas {
    fn get_pixel_mut(&mut self, x: u32, y: u32) -> &mut Pixel<u8> {
        let place = self.place(x, y);
        &mut self.bitmap.pixels[place]
    }

    fn put_pixel(&mut self, x: u32, y: u32, pixel: Pixel<u8>) {
        self.stroke();
        let place = self.place(x, y);
        self.bitmap.pixels[place] = pixel;
    }

    fn blend_pixel(&mut self, x: u32, y: u32, pixel: Pixel<u8>) {
        self.put_pixel(x, y, pixel);
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic; a panic is `None`, and is not reported when it happens on this thread, in here.
pub(super) fn quietly<T>(run: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    let before = QUIET.replace(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    QUIET.set(before);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_and_a_nested_one_too() {
        let nested = quietly(|| (quietly(|| -> u8 { panic!("inner") }), 7));
        assert_eq!(nested, Some((None, 7)));
        assert_eq!(quietly(|| -> u8 { panic!("outer") }), None);
        assert!(!QUIET.get());
    }

    #[test]
    fn a_canvas_past_its_deadline_cannot_be_copied_painted_or_walked_for_long() {
        let bitmap = Bitmap {
            width: 4,
            height: 4,
            pixels: vec![Pixel([1]); 16],
        };
        let mut canvas = Canvas::new(bitmap, Instant::now());
        assert!(quietly(|| canvas.clone().bitmap.width).is_none());
        let paint = || (0..=STROKES).for_each(|stroke| canvas.put_pixel(stroke % 4, 0, Pixel([2])));
        assert!(quietly(paint).is_none());
        let walk = || (0..=STROKES).for_each(|_| assert_eq!(canvas.width(), 4));
        assert!(quietly(walk).is_none());
    }
}
