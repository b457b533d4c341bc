//! *Optics*: what a camera makes of a surface that is held before it.
//!
//! Lengths are millimetres; the camera is the origin and looks along z, x to the right and y downwards.

use std::sync::LazyLock;

use kiosk::luma::Luma;

use super::canvas::{Canvas, Part};
use super::dice::Dice;
use super::surface::Surface;

/// A webcam.
#[derive(Clone, Copy, Debug)]
pub struct Camera {
    pub width: usize,
    pub height: usize,
    /// Degrees seen from the left edge to the right one.
    pub view: f32,
    /// The lens's focal length in millimetres.
    pub focal: f32,
    /// Its focal length over its opening.
    pub stop: f32,
}

/// Where a thing is and how it is turned, radians about the axes through its middle.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pose {
    pub at: [f32; 3],
    pub yaw: f32,
    pub pitch: f32,
    pub roll: f32,
}

/// Light mirrored in the thing: a spot on it, in millimetres from its middle.
#[derive(Clone, Copy, Debug)]
pub struct Glare {
    pub at: (f32, f32),
    pub radius: f32,
    pub strength: f32,
}

/// The lines between a screen's dots, which a camera's pixels beat with.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// Millimetres from one line to the next.
    pub pitch: f32,
    /// Part of the light that they take.
    pub depth: f32,
}

/// One exposure.
pub struct Shot<'a> {
    pub camera: Camera,
    /// What is behind the thing, as large as the picture.
    pub room: &'a Canvas,
    pub thing: &'a Surface,
    /// Where the thing is while the shutter is open, one moment after the other.
    pub poses: &'a [Pose],
    /// Millimetres at which the lens is sharp.
    pub focus: f32,
    /// Pixels that the lens blurs even then, as a Gaussian's sigma.
    pub softness: f32,
    pub grid: Option<Grid>,
    pub glare: Option<Glare>,
    /// How much darker the light falls on the thing's right (or left) and lower (or upper) edge.
    pub shade: (f32, f32),
    /// How much light the hall has: 1 is plenty.
    pub light: f32,
    /// How much brighter than that the thing is: screens shine by themselves.
    pub shine: f32,
    /// By how much the camera multiplies what its sensor saw.
    pub gain: f32,
    /// The deviation of a grey sensor pixel, before the gain.
    pub noise: f32,
    /// The part of its own blur that the camera adds back.
    pub sharpen: f32,
    /// The quality of the JPEG on the cable; None where it sends plain pixels.
    pub jpeg: Option<u8>,
}

impl Camera {
    /// 1280 × 720.
    pub fn of_720(view: f32) -> Camera {
        Camera {
            width: 1280,
            height: 720,
            view,
            focal: 2.4,
            stop: 2.2,
        }
    }

    /// Pixels for a length of one millimetre, one millimetre away.
    pub fn focal_pixels(&self) -> f32 {
        self.width as f32 / 2.0 / (self.view.to_radians() / 2.0).tan()
    }

    /// The diameter, in pixels, of a point at `distance` when the lens is sharp at `focus`: a thin lens's.
    pub fn confusion(&self, distance: f32, focus: f32) -> f32 {
        self.focal * self.focal_pixels() / self.stop * (1.0 / distance - 1.0 / focus).abs()
    }

    /// Where in the picture a place on the thing is seen, (u, v) from its middle.
    pub fn sees(&self, pose: &Pose, (u, v): (f32, f32)) -> (f32, f32) {
        let m = self.homography(pose);
        let depth = m[6] * u + m[7] * v + m[8];
        (
            (m[0] * u + m[1] * v + m[2]) / depth,
            (m[3] * u + m[4] * v + m[5]) / depth,
        )
    }

    /// Whether all of the thing's code is in the picture.
    pub fn has_in_view(&self, thing: &Surface, pose: &Pose) -> bool {
        thing.code_corners().into_iter().all(|corner| {
            let (x, y) = self.sees(pose, corner);
            x >= 1.0 && y >= 1.0 && x <= self.width as f32 - 1.0 && y <= self.height as f32 - 1.0
        })
    }

    /// The homography from the thing's plane to the picture, row by row.
    fn homography(&self, pose: &Pose) -> [f32; 9] {
        let focal = self.focal_pixels();
        let (middle_x, middle_y) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let [right, down] = pose.axes();
        let column = |axis: [f32; 3]| {
            [
                focal * axis[0] + middle_x * axis[2],
                focal * axis[1] + middle_y * axis[2],
                axis[2],
            ]
        };
        let (u, v, at) = (column(right), column(down), column(pose.at));
        [u[0], v[0], at[0], u[1], v[1], at[1], u[2], v[2], at[2]]
    }
}

impl Pose {
    /// Where the thing's right and down point: the first two columns of its rotation.
    fn axes(&self) -> [[f32; 3]; 2] {
        let (sr, cr) = self.roll.sin_cos();
        let (sp, cp) = self.pitch.sin_cos();
        let (sy, cy) = self.yaw.sin_cos();
        let turn = |[x, y, z]: [f32; 3]| {
            // About x by the pitch, then about y by the yaw.
            let (y, z) = (y * cp - z * sp, y * sp + z * cp);
            [x * cy + z * sy, y, z * cy - x * sy]
        };
        [turn([cr, sr, 0.0]), turn([-sr, cr, 0.0])]
    }
}

impl Shot<'_> {
    /// The picture; `noise` is this frame's own.
    ///
    /// # Panics
    /// Where a JPEG cannot be written to memory or read from it.
    pub fn taken(&self, noise: &mut Dice) -> Luma {
        let mut canvas = self.room.clone();
        let part = self.hold(&mut canvas);
        let middle = &self.poses[self.poses.len() / 2];
        // A Gaussian of the same spread as the lens's even disc: a quarter of its diameter.
        let defocus = self.camera.confusion(middle.at[2], self.focus) / 4.0;
        canvas.blur(part, defocus.hypot(self.softness));
        self.mirror(&mut canvas, middle);
        self.sensed(&canvas, noise)
    }

    /// Draws the thing and gives the part of the picture that it and its blur may reach.
    fn hold(&self, canvas: &mut Canvas) -> Part {
        let margin = 4.0 + 0.6 * self.camera.confusion(self.poses[0].at[2], self.focus);
        let mut edges = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        let (half_width, half_height) = (self.thing.size.0 / 2.0, self.thing.size.1 / 2.0);
        for pose in self.poses {
            for (u, v) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                let (x, y) = self.camera.sees(pose, (u * half_width, v * half_height));
                edges[0] = edges[0].min(x);
                edges[1] = edges[1].min(y);
                edges[2] = edges[2].max(x);
                edges[3] = edges[3].max(y);
            }
        }
        let part = canvas.part(
            edges[0] - margin,
            edges[1] - margin,
            edges[2] + margin,
            edges[3] + margin,
        );
        let width = part.across.1 - part.across.0;
        // Light of the thing, and the share of the rays that met it.
        let mut met = vec![(0.0_f32, 0.0_f32); width * (part.down.1 - part.down.0)];
        for (index, pose) in self.poses.iter().enumerate() {
            self.rays(index, pose, part, width, &mut met);
        }
        let share = 1.0 / self.poses.len() as f32;
        let grid = self
            .grid
            .map(|grid| (grid, inverted(&self.camera.homography(&self.poses[0]))));
        for (row, y) in met.chunks_exact(width.max(1)).zip(part.down.0..) {
            let out = &mut canvas.light[y * canvas.width + part.across.0..][..width];
            for ((out, (light, met)), x) in out.iter_mut().zip(row).zip(part.across.0..) {
                if *met > 0.0 {
                    let dots = grid.as_ref().map_or(1.0, |(grid, to_thing)| {
                        grid.passes(to_thing, x as f32 + 0.5, y as f32 + 0.5)
                    });
                    *out = *out * (1.0 - met * share) + light * share * dots * self.shine;
                }
            }
        }
        part
    }

    /// One ray through every pixel of the part, at a place of its own in the pixel.
    fn rays(&self, index: usize, pose: &Pose, part: Part, width: usize, met: &mut [(f32, f32)]) {
        let m = inverted(&self.camera.homography(pose));
        // Rays that lie even over the pixel, whatever their number: the plastic number's sequence.
        let right = (0.5 + index as f32 * 0.754_877_7).fract();
        let down = (0.5 + index as f32 * 0.569_840_3).fract();
        let apart = pose.at[2] / self.camera.focal_pixels();
        let seen = self.thing.seen_at(apart * 0.6);
        let (half_width, half_height) = (self.thing.size.0 / 2.0, self.thing.size.1 / 2.0);
        for (row, y) in met.chunks_exact_mut(width.max(1)).zip(part.down.0..) {
            let y = y as f32 + down;
            let (u0, v0, w0) = (m[1] * y + m[2], m[4] * y + m[5], m[7] * y + m[8]);
            for ((light, met), x) in row.iter_mut().map(|(l, m)| (l, m)).zip(part.across.0..) {
                let x = x as f32 + right;
                let depth = 1.0 / (m[6] * x + w0);
                let (u, v) = ((m[0] * x + u0) * depth, (m[3] * x + v0) * depth);
                if let Some(bright) = seen.at(u, v) {
                    let shade = 1.0
                        - self.shade.0 * (0.5 + u / half_width * 0.5)
                        - self.shade.1 * (0.5 + v / half_height * 0.5);
                    *light += bright * shade;
                    *met += 1.0;
                }
            }
        }
    }

    /// Adds the mirrored light, if any.
    fn mirror(&self, canvas: &mut Canvas, pose: &Pose) {
        let Some(glare) = self.glare else {
            return;
        };
        let (x0, y0) = self.camera.sees(pose, glare.at);
        let radius = glare.radius * self.camera.focal_pixels() / pose.at[2];
        let reach = radius * 2.4;
        let part = canvas.part(x0 - reach, y0 - reach, x0 + reach, y0 + reach);
        canvas.paint(part, |x, y, light| {
            let away = ((x - x0) / radius).powi(2) + ((y - y0) / radius).powi(2);
            light + glare.strength * (-away).exp()
        });
    }

    /// What the sensor and the cable make of the light.
    fn sensed(&self, canvas: &Canvas, noise: &mut Dice) -> Luma {
        // Shot noise grows with the root of the light; reading it out adds the same to all.
        let deviations: Vec<f32> = (0..=256)
            .map(|light| self.noise * self.gain * (0.35 + 0.65 * light as f32 / 128.0).sqrt())
            .collect();
        let factor = self.light * self.gain;
        let mut sensed: Vec<f32> = canvas
            .light
            .iter()
            .zip(grain(noise))
            .map(|(light, grain)| {
                let level = (light * self.light).clamp(0.0, 255.0) as usize;
                light * factor + grain * deviations[level]
            })
            .collect();
        if self.sharpen > 0.0 {
            let mut soft = Canvas {
                width: canvas.width,
                height: canvas.height,
                light: sensed.clone(),
            };
            soft.blur(soft.whole(), 1.0);
            for (light, soft) in sensed.iter_mut().zip(&soft.light) {
                *light += self.sharpen * (*light - soft);
            }
        }
        let bytes: Vec<u8> = sensed
            .iter()
            .map(|light| (light + 0.5).clamp(0.0, 255.0) as u8)
            .collect();
        let (width, height) = (canvas.width as u32, canvas.height as u32);
        match self.jpeg {
            Some(quality) => {
                let mut jpeg = Vec::new();
                image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, quality)
                    .encode(&bytes, width, height, image::ExtendedColorType::L8)
                    .expect("a JPEG is written to memory");
                Luma::from_jpeg(width, height, &jpeg).expect("our own JPEG is read")
            }
            None => Luma {
                width,
                height,
                bytes,
            },
        }
    }
}

impl Grid {
    /// The part of the light that passes where this pixel looks.
    fn passes(&self, to_thing: &[f32; 9], x: f32, y: f32) -> f32 {
        let m = to_thing;
        let depth = m[6] * x + m[7] * y + m[8];
        let (u, v) = (
            (m[0] * x + m[1] * y + m[2]) / depth,
            (m[3] * x + m[4] * y + m[5]) / depth,
        );
        // A triangle for a sine: 0 on a line, 1 between two.
        let wave = |place: f32| {
            let place = place / self.pitch;
            (place - place.floor() - 0.5).abs() * 2.0
        };
        1.0 - self.depth * wave(u) * (0.6 + 0.4 * wave(v))
    }
}

/// Normal numbers for a frame, from a store: a million logarithms for each one would be too dear.
fn grain(dice: &mut Dice) -> impl Iterator<Item = &'static f32> {
    static STORE: LazyLock<Vec<f32>> = LazyLock::new(|| {
        let mut dice = Dice::of(0, "grain");
        (0..1 << 20).map(|_| dice.normal()).collect()
    });
    let start = dice.below(STORE.len());
    STORE[start..].iter().chain(STORE.iter().cycle())
}

/// The inverse of a homography, but for its scale.
fn inverted(m: &[f32; 9]) -> [f32; 9] {
    let m = m.map(f64::from);
    let cofactors = [
        m[4] * m[8] - m[5] * m[7],
        m[2] * m[7] - m[1] * m[8],
        m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8],
        m[0] * m[8] - m[2] * m[6],
        m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6],
        m[1] * m[6] - m[0] * m[7],
        m[0] * m[4] - m[1] * m[3],
    ];
    let largest = cofactors.iter().fold(0.0_f64, |most, c| most.max(c.abs()));
    cofactors.map(|cofactor| (cofactor / largest) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_of_a_card_at_twenty_centimetres_has_the_pixels_that_the_issue_counts() {
        let pixels = Camera::of_720(60.0).focal_pixels() * 0.4 / 200.0;
        assert!((pixels - 2.2).abs() < 0.05, "{pixels}");
    }

    #[test]
    fn a_place_in_the_picture_leads_back_to_the_place_on_the_thing() {
        let camera = Camera::of_720(70.0);
        let pose = Pose {
            at: [12.0, -30.0, 180.0],
            yaw: 0.3,
            pitch: -0.2,
            roll: 0.7,
        };
        let (x, y) = camera.sees(&pose, (9.0, -4.0));
        let m = inverted(&camera.homography(&pose));
        let depth = m[6] * x + m[7] * y + m[8];
        let (u, v) = (
            (m[0] * x + m[1] * y + m[2]) / depth,
            (m[3] * x + m[4] * y + m[5]) / depth,
        );
        assert!((u - 9.0).abs() < 0.01 && (v + 4.0).abs() < 0.01, "{u} {v}");
    }

    #[test]
    fn what_lies_at_the_focus_is_sharp_and_the_blur_grows_with_closeness() {
        let camera = Camera::of_720(70.0);
        assert_eq!(camera.confusion(400.0, 400.0), 0.0);
        assert!(camera.confusion(150.0, 400.0) > camera.confusion(250.0, 400.0));
    }
}
