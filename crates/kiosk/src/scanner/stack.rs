//! Stack: what the modules of one code looked like in several frames, added up.
//!
//! A lamp's mirror image wanders over a screen as the hand trembles, the stripes between two grids wander with it, and
//! noise is another one in each frame: none of the pictures holds the whole code, and their sum does. Added are modules,
//! not pixels, since each frame's modules were found where the hand had them then.

use super::Symbol;
use super::place::Box;
use super::sampler::{Unsaid, said};

/// What remains of the sum in each later frame in which the code is seen: the newest five or six count.
const KEPT: f32 = 0.82;
/// Frames without a sight of it after which a code is another one.
const FORGOTTEN: u32 = 8;
/// Codes that are added up at a time.
const MOST: usize = 4;

/// One code's sum.
#[derive(Debug)]
struct Stack {
    /// The newest frame's, its lights added to those before.
    sum: Unsaid,
    /// Frames since it was last seen.
    age: u32,
}

/// The codes that were seen lately and not read.
#[derive(Debug, Default)]
pub(super) struct Stacks(Vec<Stack>);

impl Stacks {
    /// Another frame begins.
    pub(super) fn next_frame(&mut self) {
        for stack in &mut self.0 {
            stack.age += 1;
        }
        self.0.retain(|stack| stack.age <= FORGOTTEN);
    }

    /// Adds what one frame shows of a code; its text, if the sum can be read.
    pub(super) fn add(&mut self, unsaid: Unsaid) -> Option<Symbol> {
        let place = self.0.iter().position(|stack| stack.is_of(&unsaid));
        let Some(place) = place else {
            if self.0.len() == MOST {
                self.0.remove(0);
            }
            self.0.push(Stack {
                sum: unsaid,
                age: 0,
            });
            return None;
        };
        let mut stack = self.0.remove(place);
        for (light, before) in unsaid.lights.iter().zip(&mut stack.sum.lights) {
            *before = *before * KEPT + light;
        }
        (stack.sum.corners, stack.age) = (unsaid.corners, 0);
        let Unsaid {
            side,
            lights,
            corners,
        } = &stack.sum;
        let symbol = said(*side, *corners, |module| lights[module] < 0.0);
        if symbol.is_none() {
            self.0.push(stack);
        }
        symbol
    }
}

impl Stack {
    /// Whether a sight may be this code's: so many modules, and no farther than a hand moves in so many frames.
    fn is_of(&self, unsaid: &Unsaid) -> bool {
        let (before, now) = (Box::around(&self.sum.corners), Box::around(&unsaid.corners));
        let ((x, y), (left, top)) = (before.middle(), now.middle());
        let reach = before.area().sqrt() * 0.5 * (self.age + 1) as f32;
        self.sum.side == unsaid.side && (x - left).hypot(y - top) < reach
    }
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, EcLevel, QrCode};

    use super::*;

    const TEXT: &str = "001099012345";

    /// A code on which a glare stands that hides half of its rows, from this one on; there all is alike.
    fn sight(from: usize, at: f32) -> Unsaid {
        let code = QrCode::with_error_correction_level(TEXT, EcLevel::M).unwrap();
        let side = code.width();
        let lights = code.to_colors().into_iter().enumerate();
        let lights = lights.map(|(module, color)| {
            let hidden = (module / side + side - from) % side < side / 2;
            match color {
                _ if hidden => 0.05,
                Color::Dark => -1.0,
                Color::Light => 1.0,
            }
        });
        Unsaid {
            side,
            lights: lights.collect(),
            corners: [
                (at, at),
                (at + 60.0, at),
                (at + 60.0, at + 60.0),
                (at, at + 60.0),
            ],
        }
    }

    fn text(symbol: &Symbol) -> Vec<u8> {
        super::super::text::bytes(&symbol.segments)
    }

    #[test]
    fn what_no_frame_shows_whole_is_read_from_several_together() {
        for from in [0, 10] {
            let Unsaid {
                side,
                corners,
                lights,
            } = sight(from, 100.0);
            assert_eq!(
                said(side, corners, |module| lights[module] < 0.0),
                None,
                "alone"
            );
        }
        let mut stacks = Stacks::default();
        assert_eq!(stacks.add(sight(0, 100.0)), None);
        stacks.next_frame();
        // The hand has moved on.
        let read = stacks.add(sight(10, 110.0)).expect("the sum");
        assert_eq!(text(&read), TEXT.as_bytes());
        assert_eq!(read.corners[0], (110.0, 110.0));
    }

    #[test]
    fn codes_far_apart_or_long_ago_are_not_added_up() {
        let mut stacks = Stacks::default();
        assert_eq!(stacks.add(sight(0, 100.0)), None);
        assert_eq!(stacks.add(sight(10, 600.0)), None, "another place");
        for _ in 0..=FORGOTTEN {
            stacks.next_frame();
        }
        assert_eq!(stacks.add(sight(10, 100.0)), None, "long ago");
    }
}
