//! *Scene*: how bright the picture is and whether anything moves in it.

use crate::luma::Luma;

const COLUMNS: usize = 32;
const ROWS: usize = 18;
/// Every so many pixels one is looked at; sensor noise averages out over a cell.
const STEP: usize = 8;
/// Grey levels by which a cell's mean must differ to count as motion.
const MOVED: f32 = 9.0;

/// Remembers the last picture as 32 × 18 means.
#[derive(Default)]
pub struct Scene {
    last: Vec<f32>,
}

/// What one look at a picture told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub moved: bool,
    /// 0 bright … 1 dark.
    pub darkness: f32,
}

impl Scene {
    pub fn look(&mut self, luma: &Luma) -> Look {
        let means = means(luma);
        let moved = self.last.len() != means.len()
            || self
                .last
                .iter()
                .zip(&means)
                .any(|(a, b)| (a - b).abs() > MOVED);
        self.last.clone_from(&means);
        let mean = means.iter().sum::<f32>() / means.len().max(1) as f32;
        Look {
            moved,
            // Below about 70 of 255 a printed code loses its contrast; at 20 nothing is left of it.
            darkness: ((70.0 - mean) / 50.0).clamp(0.0, 1.0),
        }
    }
}

fn means(luma: &Luma) -> Vec<f32> {
    let (width, height) = (luma.width as usize, luma.height as usize);
    let mut sums = vec![(0_u32, 0_u32); COLUMNS * ROWS];
    for y in (0..height).step_by(STEP) {
        let row = &luma.bytes[y * width..(y + 1) * width];
        let cells = y * ROWS / height * COLUMNS;
        for x in (0..width).step_by(STEP) {
            let cell = &mut sums[cells + x * COLUMNS / width];
            cell.0 += u32::from(row[x]);
            cell.1 += 1;
        }
    }
    sums.iter()
        .map(|&(sum, count)| sum as f32 / count.max(1) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(level: u8) -> Luma {
        Luma {
            width: 640,
            height: 360,
            bytes: vec![level; 640 * 360],
        }
    }

    #[test]
    fn the_same_scene_does_not_move_and_a_hand_in_it_does() {
        let mut scene = Scene::default();
        scene.look(&flat(120));
        assert!(!scene.look(&flat(121)).moved);
        let mut hand = flat(121);
        for y in 100..200 {
            hand.bytes[y * 640 + 200..y * 640 + 300].fill(220);
        }
        assert!(scene.look(&hand).moved);
    }

    #[test]
    fn darkness_grows_as_the_light_goes() {
        let mut scene = Scene::default();
        assert_eq!(scene.look(&flat(120)).darkness, 0.0);
        assert_eq!(scene.look(&flat(10)).darkness, 1.0);
        let dusk = scene.look(&flat(45)).darkness;
        assert!(dusk > 0.3 && dusk < 0.7, "{dusk}");
    }
}
