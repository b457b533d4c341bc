//! *Room*: what is behind the thing that is held up: a wall with clutter on it, and mostly a visitor.

use super::canvas::Canvas;
use super::dice::Dice;

/// A room as large as the picture, slightly out of focus.
pub fn cluttered(width: usize, height: usize, dice: &mut Dice) -> Canvas {
    let mut room = Canvas::new(width, height, 0.0);
    let (w, h) = (width as f32, height as f32);
    let (base, across, down) = (
        dice.even(70.0, 215.0),
        dice.even(-60.0, 60.0),
        dice.even(-40.0, 40.0),
    );
    let whole = room.whole();
    room.paint(whole, |x, y, _| {
        base + across * (x / w - 0.5) + down * (y / h - 0.5)
    });
    for _ in 0..12 + dice.below(40) {
        let (x, y) = (dice.even(-40.0, w), dice.even(-40.0, h));
        let (size, level) = (dice.even(6.0, 0.25 * w), dice.even(5.0, 250.0));
        match dice.below(5) {
            0 => room.rectangle(x, y, size, dice.even(4.0, 0.3 * h), level),
            1 => room.ellipse((x, y), (size / 2.0, dice.even(0.2, 0.6) * size), level),
            2 => {
                let letters = 4 + dice.below(20);
                room.words(x, y, dice.even(9.0, 40.0), letters, level, dice);
            }
            3 => {
                // A shelf, a blind, a keyboard: things of equal distance.
                let step = dice.even(5.0, 24.0);
                for line in 0..3 + dice.below(10) {
                    room.rectangle(x, y + line as f32 * step, size, step * 0.45, level);
                }
            }
            _ => {
                let to = (dice.even(0.0, w), dice.even(0.0, h));
                room.line((x, y), to, dice.even(1.0, 9.0), level);
            }
        }
    }
    if dice.chance(0.8) {
        let middle = w * dice.even(0.3, 0.7);
        let (skin, shirt) = (dice.even(90.0, 200.0), dice.even(20.0, 220.0));
        room.ellipse((middle, h * 1.08), (w * 0.26, h * 0.5), shirt);
        room.ellipse((middle, h * 0.36), (w * 0.085, h * 0.2), skin);
        room.ellipse(
            (middle, h * 0.22),
            (w * 0.09, h * 0.1),
            dice.even(15.0, 70.0),
        );
    }
    let sigma = dice.even(0.8, 3.0);
    room.blur(whole, sigma);
    room
}
