//! *Dice*: numbers by chance that are the same for the same seed on every machine.

/// SplitMix64.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for each `name` under one seed.
    pub fn of(seed: u64, name: &str) -> Dice {
        // FNV-1a.
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let mut dice = Dice(hash);
        dice.roll();
        dice
    }

    /// 64 even bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From `low` up to, but not, `high`; every value as likely as another.
    pub fn even(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * ((self.roll() >> 40) as f32 / (1_u32 << 24) as f32)
    }

    /// From 0 up to, but not, `count`.
    pub fn below(&mut self, count: usize) -> usize {
        (self.roll() % count.max(1) as u64) as usize
    }

    /// True in `share` of all cases.
    pub fn chance(&mut self, share: f32) -> bool {
        self.even(0.0, 1.0) < share
    }

    /// One of these.
    ///
    /// # Panics
    /// Where there are none.
    pub fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// Normal, mean 0 and deviation 1.
    pub fn normal(&mut self) -> f32 {
        let radius = (-2.0 * self.even(1e-7, 1.0).ln()).sqrt();
        radius * (self.even(0.0, 1.0) * std::f32::consts::TAU).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_name_roll_the_same_and_another_name_does_not() {
        let rolls = |seed, name| {
            let mut dice = Dice::of(seed, name);
            [dice.roll(), dice.roll()]
        };
        assert_eq!(rolls(7, "clip 1"), rolls(7, "clip 1"));
        assert_ne!(rolls(7, "clip 1"), rolls(7, "clip 2"));
        assert_ne!(rolls(7, "clip 1"), rolls(8, "clip 1"));
    }

    #[test]
    fn normal_rolls_have_the_deviation_they_promise() {
        let mut dice = Dice::of(1, "normal");
        let rolls: Vec<f32> = (0..20_000).map(|_| dice.normal()).collect();
        let mean = rolls.iter().sum::<f32>() / rolls.len() as f32;
        let variance =
            rolls.iter().map(|roll| (roll - mean).powi(2)).sum::<f32>() / rolls.len() as f32;
        assert!(
            mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05,
            "{mean} {variance}"
        );
    }
}
