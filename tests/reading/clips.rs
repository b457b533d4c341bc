//! *Clips*: two seconds in which a visitor's hand brings a code before a webcam and holds it there.

use kiosk::luma::Luma;
use qrcode::EcLevel;

use super::canvas::Canvas;
use super::dice::Dice;
use super::optics::{Camera, Glare, Grid, Pose, Shot};
use super::room;
use super::surface::Surface;
use super::texts::{self, Modules};
use crate::samples::held::Held;

/// Frames a second.
pub const RATE: usize = 30;
/// Frames in a clip.
pub const FRAMES: usize = 2 * RATE;
/// The latest frame in which a code comes into view: one second follows it.
const LATEST: usize = FRAMES - RATE - 1;

/// What is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A citizen card's printed code, 18 mm wide.
    Card,
    /// An insurance card's, 22 mm wide.
    Insurance,
    /// A phone with a code of few modules.
    Phone,
    /// The same with its dots showing: moiré.
    Moire,
    /// A phone in dark colours, the code inverted.
    Dark,
    /// A certificate's code of version 20 and more on a phone.
    DensePhone,
    /// The same on paper.
    DensePaper,
}

/// A clip: its truth, and all that its frames are drawn from.
pub struct Clip {
    pub name: String,
    pub kind: Kind,
    /// What the code says.
    pub text: String,
    /// The first frame in which the whole code is in the picture.
    pub in_view: usize,
    /// Pixels a module once it is held.
    pub module: f32,
    /// What makes it hard.
    pub trouble: Vec<&'static str>,
    camera: Camera,
    room: Canvas,
    thing: Surface,
    path: Path,
    focus: Focus,
    light: Light,
}

/// How the hand moves.
struct Path {
    start: Pose,
    hold: Pose,
    /// Seconds at which the movement begins, and that it takes.
    begins: f32,
    takes: f32,
    /// Millimetres and radians a second that it goes on with.
    drift: Pose,
    /// For each of the six coordinates: size, circles a second and phase.
    tremor: [[(f32, f32, f32); 2]; 6],
}

/// Where the lens is sharp, in dioptres of one over a millimetre.
struct Focus {
    before: f32,
    after: f32,
    /// Seconds at which the lens starts to move, and that it takes.
    begins: f32,
    takes: f32,
    /// How far it overshoots, as a part of its way.
    hunts: f32,
    /// Seconds at which it looks for the focus again.
    again: Option<f32>,
}

struct Light {
    shutter: f32,
    light: f32,
    shine: f32,
    gain: f32,
    noise: f32,
    softness: f32,
    sharpen: f32,
    jpeg: Option<u8>,
    shade: (f32, f32),
    grid: Option<Grid>,
    /// Where the lamp's mirror image lies on the thing, and by how much it wanders for each radian of tilt.
    glare: Option<Glare>,
}

impl Clip {
    /// The clip of this number under a seed.
    pub fn of(seed: u64, number: usize) -> Clip {
        let mut dice = Dice::of(seed, &format!("clip {number}"));
        let name = format!("clip {number:03}");
        loop {
            if let Some(clip) = Clip::drawn(&name, |dice| shown(number, dice), &mut dice) {
                return clip;
            }
        }
    }

    /// The clip of this number of somebody who shows a declaration's pass on a phone: a code of version 15, the largest that a
    /// full declaration makes.
    pub fn of_pass(seed: u64, number: usize) -> Clip {
        let mut dice = Dice::of(seed, &format!("pass {number}"));
        let name = format!("pass {number:03}");
        loop {
            if let Some(clip) = Clip::drawn(&name, pass, &mut dice) {
                return clip;
            }
        }
    }

    /// Frame `index`, always the same one.
    pub fn frame(&self, index: usize) -> Luma {
        let at = index as f32 / RATE as f32;
        let moments = self.moments(at);
        let poses: Vec<Pose> = (0..moments)
            .map(|moment| {
                let part = (moment as f32 + 0.5) / moments as f32;
                self.path.pose(at + self.light.shutter * part)
            })
            .collect();
        let middle = poses[moments / 2];
        let glare = self.light.glare.map(|glare| Glare {
            at: (
                glare.at.0 + 70.0 * (middle.yaw - self.path.hold.yaw),
                glare.at.1 - 70.0 * (middle.pitch - self.path.hold.pitch),
            ),
            ..glare
        });
        let shot = Shot {
            camera: self.camera,
            room: &self.room,
            thing: &self.thing,
            poses: &poses,
            focus: 1.0 / self.focus.at(at),
            softness: self.light.softness,
            grid: self.light.grid,
            glare,
            shade: self.light.shade,
            light: self.light.light,
            shine: self.light.shine,
            gain: self.light.gain,
            noise: self.light.noise,
            sharpen: self.light.sharpen,
            jpeg: self.light.jpeg,
        };
        shot.taken(&mut Dice::of(index as u64, &self.name))
    }

    /// As many moments of one exposure as its movement has pixels, so that it smears without gaps.
    fn moments(&self, at: f32) -> usize {
        let middle = |at: f32| self.camera.sees(&self.path.pose(at), (0.0, 0.0));
        let (from, to) = (middle(at), middle(at + self.light.shutter));
        ((to.0 - from.0).hypot(to.1 - from.1) as usize).clamp(4, 12)
    }

    /// None where the code doesn't come into view in time.
    fn drawn(
        name: &str,
        shown: impl FnOnce(&mut Dice) -> (Kind, Held, String, Modules, f32),
        dice: &mut Dice,
    ) -> Option<Clip> {
        let camera = Camera::of_720(dice.even(60.0, 78.0));
        let (kind, held, text, modules, pixels) = shown(dice);
        let thing = Surface::of(held, &modules);
        let distance = camera.focal_pixels() * thing.module / pixels;
        let path = Path::drawn(&camera, &thing, distance, dice);
        let in_view = (0..FRAMES).find(|index| {
            let at = *index as f32 / RATE as f32;
            camera.has_in_view(&thing, &path.pose(at))
        })?;
        let stays = (in_view..FRAMES)
            .filter(|index| camera.has_in_view(&thing, &path.pose(*index as f32 / RATE as f32)))
            .count();
        if !(2..=LATEST).contains(&in_view) || stays < FRAMES - in_view - 3 {
            return None;
        }
        let mut trouble = Vec::new();
        let focus = Focus::drawn(distance, in_view as f32 / RATE as f32, &mut trouble, dice);
        let light = Light::drawn(kind, held, &thing, &mut trouble, dice);
        Some(Clip {
            name: name.to_owned(),
            kind,
            text,
            in_view,
            module: pixels,
            trouble,
            room: room::cluttered(camera.width, camera.height, dice),
            camera,
            thing,
            path,
            focus,
            light,
        })
    }
}

/// A pass on a phone, as [`shown`].
fn pass(dice: &mut Dice) -> (Kind, Held, String, Modules, f32) {
    let text = texts::pass(dice);
    let modules = texts::modules_of_version(text.as_bytes(), 15, EcLevel::M);
    let pixels = dice.even(1.9, 4.0);
    (Kind::DensePhone, Held::Phone, text, modules, pixels)
}

/// What is held up in the clip of this number, its code, and the pixels a module it is brought to.
fn shown(number: usize, dice: &mut Dice) -> (Kind, Held, String, Modules, f32) {
    let coded = |text: &str, level| texts::modules(text.as_bytes(), level);
    // Every kind comes up in any ten clips.
    match number % 10 {
        0 | 3 | 6 => {
            let (text, modules) = texts::printed_card(dice);
            let held = if dice.chance(0.5) {
                Held::CardOf2021
            } else {
                Held::CardOf2024
            };
            (Kind::Card, held, text, modules, dice.even(1.7, 3.2))
        }
        1 => {
            let text = texts::insurance_card(dice);
            let modules = coded(&text, EcLevel::L);
            (
                Kind::Insurance,
                Held::InsuranceCard,
                text,
                modules,
                dice.even(1.8, 3.0),
            )
        }
        place @ (2 | 4 | 5 | 7) => {
            let text = match dice.below(3) {
                0 => texts::personal_code(dice),
                1 => texts::address(dice),
                _ => texts::citizen_card(dice),
            };
            let modules = coded(&text, EcLevel::M);
            let (kind, held) = match place {
                2 => (Kind::Phone, Held::Phone),
                4 | 5 => (Kind::Moire, Held::Phone),
                _ => (Kind::Dark, Held::DarkPhone),
            };
            (kind, held, text, modules, dice.even(1.9, 4.0))
        }
        place => {
            let (kind, held) = if place == 8 {
                (Kind::DensePhone, Held::Phone)
            } else {
                (Kind::DensePaper, Held::Certificate)
            };
            loop {
                let length = 480 + dice.below(620);
                let text = texts::certificate(dice, length);
                let level = [EcLevel::L, EcLevel::M, EcLevel::Q][dice.below(3)];
                let modules = coded(&text, level);
                // Versions 20 to 27.
                if (97..=125).contains(&modules.len()) {
                    return (kind, held, text, modules, dice.even(1.8, 2.8));
                }
            }
        }
    }
}

impl Path {
    fn drawn(camera: &Camera, thing: &Surface, distance: f32, dice: &mut Dice) -> Path {
        let roll = if dice.chance(0.8) {
            0.2 * dice.normal()
        } else {
            dice.even(-3.1, 3.1)
        };
        let mut hold = Pose {
            at: [0.0; 3],
            yaw: 0.28 * dice.normal().clamp(-2.0, 2.0),
            pitch: 0.28 * dice.normal().clamp(-2.0, 2.0),
            roll,
        };
        // The code, not the thing, is brought near the middle of the picture.
        let (left, top, side) = thing.code;
        let code = (
            left + side / 2.0 - thing.size.0 / 2.0,
            top + side / 2.0 - thing.size.1 / 2.0,
        );
        let focal = camera.focal_pixels();
        let away = (
            120.0 * dice.normal().clamp(-2.0, 2.0) * distance / focal,
            60.0 * dice.normal().clamp(-2.0, 2.0) * distance / focal,
        );
        let (sine, cosine) = roll.sin_cos();
        hold.at = [
            away.0 - (code.0 * cosine - code.1 * sine),
            away.1 - (code.0 * sine + code.1 * cosine),
            distance,
        ];
        let mut start = hold;
        let from = dice.even(-0.6, 0.6);
        start.at[0] += distance * 0.9 * from + if from < 0.0 { -30.0 } else { 30.0 };
        start.at[1] += distance * 0.75 + 40.0;
        start.at[2] *= dice.even(1.0, 1.5);
        start.yaw += dice.even(-0.4, 0.4);
        start.pitch += dice.even(-0.5, 0.2);
        start.roll += dice.even(-0.5, 0.5);
        let unsteady = dice.even(0.3, 2.0);
        let mut shake = |slow: f32, fast: f32| {
            [
                (
                    slow * unsteady * dice.even(0.4, 1.0),
                    dice.even(0.7, 2.4),
                    dice.even(0.0, 6.3),
                ),
                (
                    fast * unsteady * dice.even(0.4, 1.0),
                    dice.even(6.0, 10.0),
                    dice.even(0.0, 6.3),
                ),
            ]
        };
        let tremor = [
            shake(4.0, 0.5),
            shake(4.0, 0.5),
            shake(5.0, 0.3),
            shake(0.05, 0.006),
            shake(0.05, 0.006),
            shake(0.04, 0.004),
        ];
        Path {
            start,
            hold,
            begins: dice.even(0.0, 0.2),
            takes: dice.even(0.3, 0.65),
            drift: Pose {
                at: [
                    dice.even(-8.0, 8.0),
                    dice.even(-6.0, 6.0),
                    distance * dice.even(-0.08, 0.03),
                ],
                yaw: dice.even(-0.15, 0.15),
                pitch: dice.even(-0.15, 0.15),
                roll: dice.even(-0.1, 0.1),
            },
            tremor,
        }
    }

    fn pose(&self, at: f32) -> Pose {
        let part = ((at - self.begins) / self.takes).clamp(0.0, 1.0);
        // Minimum jerk: how a hand moves to where it wants to be.
        let moved = part.powi(3) * (10.0 + part * (part * 6.0 - 15.0));
        let since = (at - self.begins - self.takes).max(0.0);
        let shake = |axis: usize| -> f32 {
            self.tremor[axis]
                .iter()
                .map(|(size, rate, phase)| size * (std::f32::consts::TAU * rate * at + phase).sin())
                .sum()
        };
        let along = |start: f32, hold: f32, drift: f32, axis: usize| {
            start + (hold - start) * moved + drift * since + shake(axis)
        };
        let (start, hold, drift) = (&self.start, &self.hold, &self.drift);
        Pose {
            at: std::array::from_fn(|axis| {
                along(start.at[axis], hold.at[axis], drift.at[axis], axis)
            }),
            yaw: along(start.yaw, hold.yaw, drift.yaw, 3),
            pitch: along(start.pitch, hold.pitch, drift.pitch, 4),
            roll: along(start.roll, hold.roll, drift.roll, 5),
        }
    }
}

impl Focus {
    fn drawn(
        distance: f32,
        in_view: f32,
        trouble: &mut Vec<&'static str>,
        dice: &mut Dice,
    ) -> Focus {
        let sharp = 1.0 / distance;
        let after = sharp * (1.0 + 0.08 * dice.normal());
        if dice.chance(0.45) {
            // A lens that stands where the code is brought to, more or less.
            let before = sharp * dice.even(0.6, 1.15);
            return Focus {
                before,
                after: before,
                begins: 0.0,
                takes: 0.1,
                hunts: 0.0,
                again: None,
            };
        }
        trouble.push("autofocus");
        let again = dice.chance(0.25).then(|| in_view + dice.even(0.4, 0.9));
        Focus {
            before: 1.0 / dice.even(450.0, 1200.0),
            after,
            begins: in_view + dice.even(-0.2, 0.2),
            takes: dice.even(0.1, 0.35),
            hunts: dice.even(0.0, 0.5),
            again,
        }
    }

    fn at(&self, at: f32) -> f32 {
        let part = ((at - self.begins) / self.takes).clamp(0.0, 1.0);
        let way = self.after - self.before;
        let overshoot = self.hunts * (part * std::f32::consts::PI).sin() * part;
        let hunted = self.again.map_or(0.0, |again| {
            let part = ((at - again) / 0.3).clamp(0.0, 1.0);
            -0.6 * (part * std::f32::consts::PI).sin()
        });
        (self.before + way * (part + overshoot + hunted)).max(1e-4)
    }
}

impl Light {
    fn drawn(
        kind: Kind,
        held: Held,
        thing: &Surface,
        trouble: &mut Vec<&'static str>,
        dice: &mut Dice,
    ) -> Light {
        let dim = dice.chance(0.35);
        let light = if dim {
            trouble.push("low light");
            dice.even(0.12, 0.5)
        } else {
            dice.even(0.75, 1.05)
        };
        // Half of the cameras turn their gain up in the dark, and the noise with it.
        let gain = if dim && dice.chance(0.5) {
            (1.0 / light).min(3.0) * 0.8
        } else {
            1.0
        };
        let shine = if held.is_a_screen() {
            dice.even(0.55, 1.15) / (light * gain)
        } else {
            1.0
        };
        let glare = dice.chance(0.35).then(|| {
            trouble.push("glare");
            let (left, top, side) = thing.code;
            Glare {
                at: (
                    left + side * dice.even(0.0, 1.0) - thing.size.0 / 2.0,
                    top + side * dice.even(0.0, 1.0) - thing.size.1 / 2.0,
                ),
                radius: side * dice.even(0.1, 0.45),
                strength: dice.even(100.0, 300.0) / light.max(0.5),
            }
        });
        let shade = if dice.chance(0.4) {
            trouble.push("shadow");
            (dice.even(-0.5, 0.5), dice.even(-0.4, 0.4))
        } else {
            (0.0, 0.0)
        };
        let grid = (kind == Kind::Moire).then(|| {
            trouble.push("moiré");
            Grid {
                pitch: dice.even(0.07, 0.3),
                depth: dice.even(0.25, 0.75),
            }
        });
        Light {
            shutter: if dim {
                dice.even(0.016, 0.033)
            } else {
                dice.even(0.005, 0.02)
            },
            light,
            shine,
            gain,
            noise: dice.even(1.0, 4.5) * if dim { 1.8 } else { 1.0 },
            softness: dice.even(0.5, 0.95),
            sharpen: if dice.chance(0.4) {
                dice.even(0.3, 1.2)
            } else {
                0.0
            },
            jpeg: dice.chance(0.85).then(|| 40 + dice.below(51) as u8),
            shade,
            grid,
            glare,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_the_same_each_time_it_is_drawn() {
        let (one, other) = (Clip::of(3, 4), Clip::of(3, 4));
        assert_eq!(one.text, other.text);
        assert_eq!(one.in_view, other.in_view);
        assert_eq!(one.frame(40), other.frame(40));
        assert_ne!(one.frame(40), one.frame(41));
    }

    #[test]
    fn the_code_is_not_in_view_at_first_and_is_for_a_second_at_least() {
        for number in 0..20 {
            let clip = Clip::of(11, number);
            assert!(
                clip.in_view >= 2 && clip.in_view + RATE < FRAMES,
                "{}",
                clip.name
            );
        }
    }
}
