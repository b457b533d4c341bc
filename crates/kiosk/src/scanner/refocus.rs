//! Refocus: the modules of a code that a lens out of focus has run into one another, taken apart again.
//!
//! A webcam whose focus is fixed is sharp at arm's length; a card has to be held closer for its code to be large enough,
//! and is blurred there. On the grid of modules that blur is known but for its width: each module's light is spread over
//! its neighbours by a Gaussian. Undoing it needs no pixel of its own, only a picture without much noise.

/// Blurs that are tried, as a Gaussian's sigma in modules: below them the modules are told as they are, above them
/// nothing is left to be told.
pub(super) const BLURS: [f32; 3] = [0.5, 0.62, 0.74];
/// How often what is missing is added, and how much of it.
const ROUNDS: usize = 24;
const EAGERNESS: f32 = 1.5;

/// The light of the modules before a lens out of focus spread it, a Gaussian of so many modules: what of the guess's own
/// blurred light is missing is added to the guess, which stays between dark and light (Van Cittert's way, bounded).
pub(super) fn unblurred(seen: &[f32], side: usize, sigma: f32) -> Vec<f32> {
    let taps = spread(sigma);
    let mut lights: Vec<f32> = seen.iter().map(|light| light.clamp(0.0, 1.0)).collect();
    let mut along = vec![0.0; lights.len()];
    for _ in 0..ROUNDS {
        // Beside the code all is light.
        let blurred = |of: &[f32], start: usize, step: usize, at: usize| {
            let tap = |away: usize, is: bool| if is { of[start + away * step] } else { 1.0 };
            let mut sum = taps[0] * of[start + at * step];
            for (away, weight) in taps.iter().enumerate().skip(1) {
                sum += weight * tap(at.wrapping_sub(away), at >= away);
                sum += weight * tap(at + away, at + away < side);
            }
            sum
        };
        for row in 0..side {
            for column in 0..side {
                along[row * side + column] = blurred(&lights, row * side, 1, column);
            }
        }
        for column in 0..side {
            for row in 0..side {
                let module = row * side + column;
                let missing = seen[module] - blurred(&along, column, side, row);
                lights[module] = (lights[module] + EAGERNESS * missing).clamp(0.0, 1.0);
            }
        }
    }
    lights
}

/// The part of its light that a module keeps, and what each of those beside it gets, and those beyond.
fn spread(sigma: f32) -> [f32; 3] {
    const STEPS: i32 = 200;
    // The Gaussian's area over each module, by its middle ordinates.
    let mut taps = [0.0; 3];
    for (away, tap) in taps.iter_mut().enumerate() {
        for step in 0..STEPS {
            let at = away as f32 - 0.5 + (step as f32 + 0.5) / STEPS as f32;
            *tap += (-0.5 * (at / sigma).powi(2)).exp();
        }
    }
    let all = taps[0] + 2.0 * (taps[1] + taps[2]);
    taps.map(|tap| tap / all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Modules whose light ran into one another, with some noise; beside them all is light.
    fn blurred(lights: &[bool], side: usize, sigma: f32, noise: &[f32]) -> Vec<f32> {
        let taps = spread(sigma);
        let light = |column: i32, row: i32| {
            let inside = (0..side as i32).contains(&column) && (0..side as i32).contains(&row);
            if inside {
                f32::from(u8::from(lights[row as usize * side + column as usize]))
            } else {
                1.0
            }
        };
        let weight = |away: i32| taps[away.unsigned_abs() as usize];
        let seen = |column: i32, row: i32| {
            let mut sum = 0.0;
            for down in -2..=2 {
                for across in -2..=2 {
                    sum += weight(across) * weight(down) * light(column + across, row + down);
                }
            }
            sum
        };
        (0..side * side)
            .map(|at| seen((at % side) as i32, (at / side) as i32) + noise[at % noise.len()])
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn modules_that_ran_into_one_another_are_told_apart_again(
            lights in prop::collection::vec(any::<bool>(), 33 * 33),
            noise in prop::collection::vec(-0.015f32..0.015, 101),
            sigma in prop::sample::select(BLURS.to_vec()),
        ) {
            let seen = blurred(&lights, 33, sigma, &noise);
            let wrong = |told: &[f32]| told.iter().zip(&lights).filter(|(told, light)| (**told >= 0.5) != **light).count();
            let (before, after) = (wrong(&seen), wrong(&unblurred(&seen, 33, sigma)));
            // A code of the level M survives 7 in a hundred, if they lie badly.
            prop_assert!(after * 100 <= 2 * lights.len(), "{before} wrong, then {after}, at {sigma}");
        }
    }

    #[test]
    fn all_the_light_goes_somewhere_and_most_of_it_stays() {
        for sigma in BLURS {
            let taps = spread(sigma);
            assert!((taps[0] + 2.0 * (taps[1] + taps[2]) - 1.0).abs() < 1e-5);
            assert!(taps[0] > taps[1] && taps[1] > taps[2]);
        }
    }
}
