//! Near: whether a camera sees a card's code sharply enough, told from how one was read.
//!
//! A card's code is printed with about 0.4 mm a module, and nothing reads a code below two pixels a module. So the size
//! of a module in the picture, together with the camera's angle, tells how far the card was held when it could be read.

use std::time::Duration;

/// What a first run says about a camera and a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// Read at the distance at which people hold a card.
    Passes,
    /// Read only when held close, or only after a while.
    HeldClose,
    /// Not read: take a camera of 1080 rows with autofocus, or a reader.
    NotSharpEnough,
}

/// Millimetres a module on a citizen card: 18 mm for 45 modules.
const MODULE: f32 = 0.4;
/// Picture widths from the lens at which the picture is as wide as the scene: cameras on screens see 60 to 78 degrees,
/// this is 66.
const REACH: f32 = 0.77;
/// People hold a card at 15 cm and more unless they are told to hold it closer.
const AT_EASE: f32 = 14.0;
/// What a scan may take.
const SOON: Duration = Duration::from_secs(1);
/// Longer than this nobody holds a card up.
const PATIENCE: Duration = Duration::from_secs(3);

/// Pixels a module of a code of this version with these corners; the shorter of its directions counts, as a tilted card
/// is read where it is narrowest.
pub fn pixels_a_module(corners: &[(f32, f32); 4], version: u8) -> f32 {
    let [a, b, c, d] = *corners;
    let length = |p: (f32, f32), q: (f32, f32)| (p.0 - q.0).hypot(p.1 - q.1);
    let across = (length(a, b) + length(d, c)) / 2.0;
    let down = (length(b, c) + length(a, d)) / 2.0;
    across.min(down) / f32::from(17 + 4 * u16::from(version))
}

/// About how many centimetres before the lens a card was whose module took so many pixels of a picture so many wide.
pub fn centimetres(pixels_a_module: f32, width: u32) -> f32 {
    MODULE / 10.0 * REACH * width as f32 / pixels_a_module.max(f32::EPSILON)
}

/// The verdict on a camera of so many pixels a row: `took` is the time from the code's first being in view until it was
/// read.
pub fn judged(pixels_a_module: f32, width: u32, took: Duration) -> Near {
    if took > PATIENCE {
        Near::NotSharpEnough
    } else if took <= SOON && centimetres(pixels_a_module, width) >= AT_EASE {
        Near::Passes
    } else {
        Near::HeldClose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(300);

    #[test]
    fn a_module_is_measured_along_the_shorter_side() {
        let corners = [(10.0, 10.0), (100.0, 10.0), (100.0, 55.0), (10.0, 55.0)];
        assert!((pixels_a_module(&corners, 7) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_distance_of_a_card_follows_from_its_modules() {
        // 3.3 pixels a module at 1080 rows is the 20 cm that a lens of 60 degrees gives, a little less at 66.
        assert!((16.0..20.0).contains(&centimetres(3.3, 1920)));
        assert!((11.0..20.0).contains(&centimetres(2.2, 1280)));
    }

    #[test]
    fn a_card_passes_at_ease_held_close_or_not_at_all() {
        assert_eq!(judged(3.0, 1920, QUICK), Near::Passes);
        assert_eq!(judged(6.0, 1920, QUICK), Near::HeldClose);
        assert_eq!(judged(3.0, 1280, QUICK), Near::HeldClose);
        assert_eq!(judged(3.0, 1920, Duration::from_secs(2)), Near::HeldClose);
        assert_eq!(
            judged(3.0, 1920, Duration::from_secs(4)),
            Near::NotSharpEnough
        );
    }
}
