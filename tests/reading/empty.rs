//! *Empty*: frames without a code, which is what a gate's camera sees most of the day.

use kiosk::luma::Luma;

use super::dice::Dice;
use super::optics::{Camera, Pose, Shot};
use super::room;
use super::surface::Surface;
use crate::samples::held::Held;

/// The frame of this number: a room, and in every other one a thing whose code isn't printed; in turn 720 and 1080 rows.
pub fn frame(seed: u64, number: usize) -> Luma {
    let mut dice = Dice::of(seed, &format!("empty {number}"));
    let height = if number.is_multiple_of(2) { 720 } else { 1080 };
    let camera = Camera {
        width: height * 16 / 9,
        height,
        ..Camera::of_720(dice.even(60.0, 78.0))
    };
    let room = room::cluttered(camera.width, camera.height, &mut dice);
    let things = [
        Held::CardOf2021,
        Held::CardOf2024,
        Held::Phone,
        Held::InsuranceCard,
    ];
    let held = things[dice.below(things.len())];
    let thing = Surface::of(held, &vec![vec![false; 45]; 45]);
    let there = (number / 2).is_multiple_of(2);
    let pose = Pose {
        at: [
            dice.even(-40.0, 40.0),
            // Far below the picture where nobody holds anything.
            if there {
                dice.even(-20.0, 20.0)
            } else {
                2_000.0
            },
            dice.even(140.0, 400.0),
        ],
        yaw: 0.2 * dice.normal(),
        pitch: 0.2 * dice.normal(),
        roll: 0.3 * dice.normal(),
    };
    let shot = Shot {
        camera,
        room: &room,
        thing: &thing,
        poses: &[pose; 4],
        focus: pose.at[2] * dice.even(0.9, 1.6),
        softness: dice.even(0.45, 0.9),
        grid: None,
        glare: None,
        shade: (0.0, 0.0),
        light: dice.even(0.3, 1.0),
        shine: 1.0,
        gain: 1.0,
        noise: dice.even(1.0, 4.0),
        sharpen: 0.0,
        jpeg: Some(50 + dice.below(41) as u8),
    };
    shot.taken(&mut dice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frames_are_as_large_as_cameras_make_them() {
        assert_eq!(frame(2, 0).height, 720);
        assert_eq!(frame(2, 1).width, 1920);
        assert_eq!(frame(2, 3), frame(2, 3));
    }
}
