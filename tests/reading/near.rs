//! *Near*: a citizen card's code at 12 to 35 centimetres before webcams of several kinds, one picture each.

use kiosk::luma::Luma;

use super::canvas::Canvas;
use super::dice::Dice;
use super::optics::{Camera, Pose, Shot};
use super::room;
use super::surface::Surface;
use super::texts;
use crate::samples::held::Held;

/// Centimetres from the lens to the code.
pub const DISTANCES: [usize; 9] = [12, 14, 16, 18, 20, 23, 26, 30, 35];
/// Degrees across.
pub const VIEWS: [f32; 3] = [60.0, 69.0, 78.0];
/// Rows of the camera's pictures.
pub const HEIGHTS: [usize; 2] = [720, 1080];
/// Pictures for each distance, view, height and lens.
pub const EACH: usize = 4;

/// How a webcam focuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lens {
    /// By itself, from 10 cm on; not always exactly.
    Autofocus,
    /// Never: a laptop's small lens, set to about half a metre.
    SmallFixed,
    /// Never: a desktop webcam's larger lens, set to about 60 cm. Close things are blurred by it.
    LargeFixed,
}

/// All lenses.
pub const LENSES: [Lens; 3] = [Lens::Autofocus, Lens::SmallFixed, Lens::LargeFixed];

/// One picture and what is known of it.
pub struct Near {
    pub name: String,
    pub text: String,
    pub lens: Lens,
    pub height: usize,
    pub view: f32,
    /// Centimetres from the lens to the code.
    pub distance: usize,
    /// Pixels in the side of a module.
    pub module: f32,
    /// The lens's blur as a Gaussian's sigma, in modules.
    pub blur: f32,
    pub luma: Luma,
}

/// How many there are.
pub fn count() -> usize {
    DISTANCES.len() * VIEWS.len() * HEIGHTS.len() * LENSES.len() * EACH
}

impl Near {
    /// The picture of this number, from 0 up to [`count`].
    pub fn of(seed: u64, number: usize) -> Near {
        let mut dice = Dice::of(seed, &format!("near {number}"));
        let (place, _) = (number / EACH, number % EACH);
        let (place, lens) = (place / LENSES.len(), LENSES[place % LENSES.len()]);
        let (place, height) = (place / HEIGHTS.len(), HEIGHTS[place % HEIGHTS.len()]);
        let (place, view) = (place / VIEWS.len(), VIEWS[place % VIEWS.len()]);
        let distance = DISTANCES[place % DISTANCES.len()];

        let (text, modules) = texts::printed_card(&mut dice);
        let held = if dice.chance(0.5) {
            Held::CardOf2021
        } else {
            Held::CardOf2024
        };
        let thing = Surface::of(held, &modules);
        let (focal, stop) = match lens {
            Lens::Autofocus => (2.6, 2.0),
            Lens::SmallFixed => (1.7, 2.4),
            Lens::LargeFixed => (2.6, 2.2),
        };
        let camera = Camera {
            width: height * 16 / 9,
            height,
            view,
            focal,
            stop,
        };
        let away = distance as f32 * 10.0;
        let focus = match lens {
            Lens::Autofocus => (away * (1.0 + 0.04 * dice.normal())).max(100.0),
            Lens::SmallFixed => dice.even(420.0, 600.0),
            Lens::LargeFixed => dice.even(500.0, 750.0),
        };
        let roll = if dice.chance(0.75) {
            0.12 * dice.normal()
        } else {
            dice.even(-3.1, 3.1)
        };
        let pose = held_at(&camera, &thing, away, roll, &mut dice);
        let module = camera.focal_pixels() * thing.module / away;
        let softness = dice.even(0.4, 0.65) * height as f32 / 720.0 * 0.85;
        let defocus = camera.confusion(away, focus) / 4.0;
        let dim = dice.chance(0.2);
        let light = if dim {
            dice.even(0.35, 0.6)
        } else {
            dice.even(0.75, 1.05)
        };
        let room = if dice.chance(0.5) {
            room::cluttered(camera.width, camera.height, &mut dice)
        } else {
            Canvas::new(camera.width, camera.height, dice.even(60.0, 200.0))
        };
        // The hand is still, or nearly: a few moments of the slightest movement.
        let sway = dice.even(0.0, 0.12);
        let poses: Vec<Pose> = (0..6)
            .map(|moment| {
                let mut pose = pose;
                pose.at[0] += sway * moment as f32 / 6.0;
                pose
            })
            .collect();
        let shot = Shot {
            camera,
            room: &room,
            thing: &thing,
            poses: &poses,
            focus,
            softness,
            grid: None,
            glare: None,
            shade: (dice.even(-0.15, 0.25), dice.even(-0.1, 0.2)),
            light,
            shine: 1.0,
            gain: 1.0,
            noise: dice.even(0.8, 2.5) * if dim { 1.5 } else { 1.0 },
            sharpen: if dice.chance(0.5) {
                dice.even(0.3, 1.0)
            } else {
                0.0
            },
            jpeg: Some(65 + dice.below(30) as u8),
        };
        let luma = shot.taken(&mut dice);
        Near {
            name: format!("near {number:03}"),
            text,
            lens,
            height,
            view,
            distance,
            module,
            blur: defocus.hypot(softness) / module,
            luma,
        }
    }
}

/// The card with its code near the middle of the picture, slightly tilted.
fn held_at(camera: &Camera, thing: &Surface, away: f32, roll: f32, dice: &mut Dice) -> Pose {
    let (left, top, side) = thing.code;
    let code = (
        left + side / 2.0 - thing.size.0 / 2.0,
        top + side / 2.0 - thing.size.1 / 2.0,
    );
    let (sine, cosine) = roll.sin_cos();
    let beside = |dice: &mut Dice, pixels: f32| {
        pixels * dice.normal().clamp(-2.0, 2.0) * away / camera.focal_pixels()
    };
    let scale = camera.height as f32 / 720.0;
    let (x, y) = (beside(dice, 90.0 * scale), beside(dice, 50.0 * scale));
    Pose {
        at: [
            x - (code.0 * cosine - code.1 * sine),
            y - (code.0 * sine + code.1 * cosine),
            away,
        ],
        yaw: 0.13 * dice.normal().clamp(-2.0, 2.0),
        pitch: 0.13 * dice.normal().clamp(-2.0, 2.0),
        roll,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_distance_view_height_and_lens_has_its_pictures() {
        let mut seen = std::collections::BTreeMap::new();
        // One picture of each; drawing all of them takes a minute.
        for number in (0..count()).step_by(EACH * 7) {
            let near = Near::of(5, number);
            assert_eq!(near.luma.height as usize, near.height);
            *seen.entry(near.lens).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), LENSES.len());
        assert_eq!(count(), 648);
    }

    #[test]
    fn closer_cards_have_more_pixels_and_fixed_lenses_more_blur() {
        let first_of = |place: usize| Near::of(5, place * EACH);
        let far = DISTANCES.len() - 1;
        let each_distance = VIEWS.len() * HEIGHTS.len() * LENSES.len();
        let (near, away) = (first_of(2), first_of(far * each_distance + 2));
        assert_eq!((near.lens, away.lens), (Lens::LargeFixed, Lens::LargeFixed));
        assert!(near.module > away.module * 2.0);
        assert!(near.blur > away.blur);
    }
}
