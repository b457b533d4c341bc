//! The room in front of the camera, and a flat thing held into it.

use image::{Rgb, RgbImage};

use super::held::{Colour, Held};

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;

/// Rays through one pixel, each way: what is seen is their mean.
const RAYS: usize = 3;

/// The four corners of a thing as the camera sees them, clockwise from the thing's own top left, in pixels.
pub struct Quad(pub [(f32, f32); 4]);

/// The picture while it is drawn: light, not yet rounded to bytes.
pub struct Scene {
    light: Vec<Colour>,
}

impl Scene {
    /// A hall with a window's light from the left, a door and a counter; a visitor in front of it, or nobody.
    pub fn room(visitor: bool) -> Self {
        let light = pixels()
            .map(|(x, y)| room(x as f32, y as f32, visitor))
            .collect();
        Scene { light }
    }

    /// Puts `held` with its code where `at` says, and the fingers that hold it.
    pub fn hold(&mut self, held: Held, code: &[Vec<bool>], at: Quad) {
        let to_thing = Projection::from(&at);
        let share = 1.0 / (RAYS * RAYS) as f32;
        for ((x, y), light) in pixels().zip(&mut self.light) {
            let behind = *light;
            let mut seen = [0.0; 3];
            for ray in 0..RAYS * RAYS {
                let step = |index: usize| (index as f32 + 0.5) / RAYS as f32;
                let (u, v) = to_thing.map(x as f32 + step(ray % RAYS), y as f32 + step(ray / RAYS));
                let colour = held.colour(code, u, v).map_or(behind, |colour| {
                    // The hall's light falls off to the right and downwards on the thing, too.
                    scale(colour, 0.97 - 0.10 * u - 0.05 * v)
                });
                seen = add(seen, scale(colour, share));
            }
            *light = if held.in_a_hand() {
                finger(seen, x as f32, y as f32, &at)
            } else {
                seen
            };
        }
    }

    /// Out of focus: every pixel the mean of its surroundings, twice, `radius` pixels each way.
    pub fn blur(&mut self, radius: usize) {
        for _ in 0..2 {
            self.light = blur_rows(&self.light, WIDTH, HEIGHT, radius);
            let turned = turn(&self.light, WIDTH, HEIGHT);
            self.light = turn(&blur_rows(&turned, HEIGHT, WIDTH, radius), HEIGHT, WIDTH);
        }
    }

    /// What the webcam makes of it: a lens that isn't perfect, and noise, always the same for the same `name`.
    pub fn seen(mut self, name: &str) -> RgbImage {
        let sharp = self.light.clone();
        let soft = blur_rows(&sharp, WIDTH, HEIGHT, 1);
        let soft = turn(
            &blur_rows(&turn(&soft, WIDTH, HEIGHT), HEIGHT, WIDTH, 1),
            HEIGHT,
            WIDTH,
        );
        for ((light, sharp), soft) in self.light.iter_mut().zip(&sharp).zip(&soft) {
            *light = add(scale(*sharp, 0.6), scale(*soft, 0.4));
        }
        let mut noise = Noise::of(name);
        let mut picture = RgbImage::new(WIDTH as u32, HEIGHT as u32);
        for (pixel, light) in picture.pixels_mut().zip(&self.light) {
            let grain = noise.next() * 3.0;
            *pixel = Rgb(light.map(|channel| (channel + grain).round().clamp(0.0, 255.0) as u8));
        }
        picture
    }
}

fn pixels() -> impl Iterator<Item = (usize, usize)> {
    (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)))
}

fn room(x: f32, y: f32, visitor: bool) -> Colour {
    let (across, down) = (x / WIDTH as f32, y / HEIGHT as f32);
    let mut colour = scale([206.0, 201.0, 188.0], 1.02 - 0.30 * across - 0.12 * down);
    let door = inside(x, 1010.0, 1190.0, 2.0) * inside(y, 90.0, 900.0, 2.0);
    let frame = inside(x, 994.0, 1206.0, 2.0) * inside(y, 74.0, 900.0, 2.0);
    colour = mix(
        colour,
        scale([150.0, 132.0, 108.0], 1.0 - 0.2 * down),
        frame,
    );
    colour = mix(colour, scale([118.0, 96.0, 74.0], 1.0 - 0.2 * down), door);
    let poster = inside(x, 90.0, 270.0, 1.5) * inside(y, 110.0, 350.0, 1.5);
    colour = mix(colour, [176.0, 196.0, 206.0], poster);
    let heading = inside(x, 112.0, 248.0, 1.5) * inside(y, 134.0, 158.0, 1.5);
    colour = mix(colour, [96.0, 122.0, 140.0], heading);
    if visitor {
        let shirt = ellipse(x, y, (640.0, 760.0), (330.0, 330.0), 8.0);
        colour = mix(
            colour,
            scale([74.0, 92.0, 118.0], 1.05 - 0.25 * across),
            shirt,
        );
        let neck = ellipse(x, y, (640.0, 420.0), (62.0, 90.0), 8.0);
        colour = mix(colour, [178.0, 134.0, 108.0], neck);
        let head = ellipse(x, y, (640.0, 250.0), (112.0, 146.0), 8.0);
        colour = mix(
            colour,
            scale([204.0, 160.0, 132.0], 1.08 - 0.2 * across),
            head,
        );
        let hair = ellipse(x, y, (640.0, 168.0), (122.0, 92.0), 10.0);
        colour = mix(colour, [46.0, 40.0, 38.0], hair);
    }
    let counter = inside(y, 668.0, 900.0, 3.0);
    mix(
        colour,
        scale([132.0, 104.0, 78.0], 1.1 - 0.3 * across),
        counter,
    )
}

/// Three fingertips over the thing's lower edge, where a hand would hold it.
fn finger(colour: Colour, x: f32, y: f32, at: &Quad) -> Colour {
    let ((left, top), (right, bottom)) = (at.0[3], at.0[2]);
    let slope = (bottom - top) / (right - left);
    (0..3).fold(colour, |colour, index| {
        let along = 0.16 * (right - left) + 36.0 + 78.0 * index as f32;
        let middle = (left + along, top + slope * along + 30.0);
        let tip = ellipse(x, y, middle, (34.0, 60.0), 4.0);
        let shade = 1.0 - 0.2 * (x - middle.0).abs() / 34.0;
        mix(colour, scale([206.0, 164.0, 138.0], shade), tip)
    })
}

/// 1 between the two edges, 0 outside, `soft` pixels to change.
fn inside(value: f32, from: f32, to: f32, soft: f32) -> f32 {
    (((value - from).min(to - value)) / soft + 0.5).clamp(0.0, 1.0)
}

fn ellipse(x: f32, y: f32, middle: (f32, f32), radii: (f32, f32), soft: f32) -> f32 {
    let (across, down) = ((x - middle.0) / radii.0, (y - middle.1) / radii.1);
    let distance = (across * across + down * down).sqrt();
    ((1.0 - distance) * radii.0.min(radii.1) / soft + 0.5).clamp(0.0, 1.0)
}

fn add(one: Colour, other: Colour) -> Colour {
    [one[0] + other[0], one[1] + other[1], one[2] + other[2]]
}

fn scale(colour: Colour, by: f32) -> Colour {
    colour.map(|channel| channel * by)
}

fn mix(under: Colour, over: Colour, share: f32) -> Colour {
    add(scale(under, 1.0 - share), scale(over, share))
}

fn turn(light: &[Colour], width: usize, height: usize) -> Vec<Colour> {
    (0..width)
        .flat_map(|x| (0..height).map(move |y| light[y * width + x]))
        .collect()
}

fn blur_rows(light: &[Colour], width: usize, height: usize, radius: usize) -> Vec<Colour> {
    let mut blurred = Vec::with_capacity(width * height);
    for row in light.chunks_exact(width) {
        for x in 0..width {
            let near = &row[x.saturating_sub(radius)..(x + radius + 1).min(width)];
            let sum = near.iter().fold([0.0; 3], |sum, colour| add(sum, *colour));
            blurred.push(scale(sum, 1.0 / near.len() as f32));
        }
    }
    blurred
}

/// From a pixel to a place on the thing, where (0, 0) is its top left corner and (1, 1) its bottom right.
struct Projection([f32; 9]);

impl Projection {
    /// Heckbert's square-to-quadrilateral mapping, inverted.
    fn from(quad: &Quad) -> Self {
        let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = quad.0;
        let (dx1, dx2, dx3) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, dy3) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let area = dx1 * dy2 - dx2 * dy1;
        let g = (dx3 * dy2 - dx2 * dy3) / area;
        let h = (dx1 * dy3 - dx3 * dy1) / area;
        let (a, b, c) = (x1 - x0 + g * x1, x3 - x0 + h * x3, x0);
        let (d, e, f) = (y1 - y0 + g * y1, y3 - y0 + h * y3, y0);
        Projection([
            e - f * h,
            c * h - b,
            b * f - c * e,
            f * g - d,
            a - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    fn map(&self, x: f32, y: f32) -> (f32, f32) {
        let m = &self.0;
        let depth = m[6] * x + m[7] * y + m[8];
        (
            (m[0] * x + m[1] * y + m[2]) / depth,
            (m[3] * x + m[4] * y + m[5]) / depth,
        )
    }
}

/// The sensor's grain: xorshift, seeded by a picture's name.
struct Noise(u64);

impl Noise {
    fn of(name: &str) -> Self {
        // FNV-1a.
        Noise(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// Between -1 and 1, mostly near 0: the mean of two even ones.
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let even = |bits: u64| (bits & 0xffff) as f32 / 32_767.5 - 1.0;
        (even(self.0) + even(self.0 >> 24)) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_a_quad_are_the_corners_of_the_thing() {
        let quad = Quad([(196., 150.), (1004., 118.), (1030., 634.), (212., 652.)]);
        let projection = Projection::from(&quad);
        for ((x, y), corner) in quad
            .0
            .into_iter()
            .zip([(0., 0.), (1., 0.), (1., 1.), (0., 1.)])
        {
            let (u, v) = projection.map(x, y);
            assert!(
                (u - corner.0).abs() < 1e-3 && (v - corner.1).abs() < 1e-3,
                "{u} {v} for {corner:?}"
            );
        }
    }
}
