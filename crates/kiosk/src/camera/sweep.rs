//! Sweep: which way to turn a camera's dials when something is surely a code and can't be read.
//!
//! Automatic focus settles on the wall behind a card, and automatic exposure is set by the room, so that a phone's screen
//! or a mirrored lamp drowns in white. One nudge of the focus comes first, then one exposure after another; where a code
//! was read the dials stay as they are while the visitor is there; afterwards the camera is left to itself again.

use super::Adjust;
use std::time::{Duration, Instant};

/// What the newest picture showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Nothing like a code, or one that another distance would help.
    Nothing,
    /// A code was read.
    Read,
    /// Something is surely a code and can't be read.
    Unread {
        /// What would help first: less light (mirrored light, a bright screen), or more (a dark room, a dim screen).
        light: Light,
    },
}

/// Which exposures come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    Less,
    More,
}

/// An unread code has been in view so long: a hand that comes closer takes less.
const BEFORE: Duration = Duration::from_millis(800);
/// What automatic focus takes to settle.
const FOCUSING: Duration = Duration::from_millis(700);
/// What a camera takes until its pictures have another exposure, and the scanner to look at some.
const EXPOSING: Duration = Duration::from_millis(450);
/// So long after the code went out of view the camera is left to itself again.
const AFTER: Duration = Duration::from_millis(1500);
/// Nothing helped: the dials rest so long before they are tried again.
const REST: Duration = Duration::from_secs(6);

/// Exposures in stops from the camera's own, darker ones first, or brighter ones.
const LESS: [i8; 5] = [-1, -2, -3, 1, 2];
const MORE: [i8; 5] = [1, 2, -1, -2, -3];

/// The state of a sweep.
#[derive(Debug, Clone, Copy)]
pub struct Sweep {
    step: Step,
    /// When a code, read or not, was last in view.
    seen: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// The camera is left to itself; since when an unread code is in view.
    Own { unread: Option<Instant> },
    /// The focus was nudged.
    Focusing { until: Instant },
    /// The exposure of this place in the order is in use.
    Exposing {
        order: &'static [i8; 5],
        place: usize,
        until: Instant,
    },
    /// A code was read with the dials as they are.
    Held,
    /// Nothing helped.
    Resting { until: Instant },
}

impl Default for Sweep {
    fn default() -> Sweep {
        Sweep {
            step: Step::Own { unread: None },
            seen: None,
        }
    }
}

impl Sweep {
    /// Takes in what the newest picture showed; the answer is what the camera should do now.
    pub fn look(&mut self, sight: Sight, now: Instant) -> Option<Adjust> {
        if sight != Sight::Nothing {
            self.seen = Some(now);
        }
        let gone = self.seen.is_none_or(|seen| now - seen >= AFTER);
        match (self.step, sight) {
            (Step::Own { .. }, Sight::Nothing | Sight::Read) => {
                // A picture without the code between two with it is a hand that shakes.
                if gone || sight == Sight::Read {
                    self.step = Step::Own { unread: None };
                }
                None
            }
            (Step::Own { unread }, Sight::Unread { .. }) => {
                let since = unread.unwrap_or(now);
                if now - since < BEFORE {
                    self.step = Step::Own {
                        unread: Some(since),
                    };
                    return None;
                }
                let until = now + FOCUSING;
                self.step = Step::Focusing { until };
                Some(Adjust::Focus)
            }
            (Step::Focusing { .. }, Sight::Read) => {
                // Automatic focus is the camera's own: there is nothing to take back.
                self.step = Step::Own { unread: None };
                None
            }
            (Step::Exposing { .. }, Sight::Read) => {
                self.step = Step::Held;
                None
            }
            (Step::Focusing { .. } | Step::Exposing { .. } | Step::Held, _) if gone => {
                self.step = Step::Own { unread: None };
                Some(Adjust::Restore)
            }
            (Step::Focusing { until }, Sight::Unread { light }) if now >= until => {
                let order = match light {
                    Light::Less => &LESS,
                    Light::More => &MORE,
                };
                Some(self.expose(order, 0, now))
            }
            (
                Step::Exposing {
                    order,
                    place,
                    until,
                },
                Sight::Unread { .. },
            ) if now >= until => Some(self.expose(order, place + 1, now)),
            (Step::Resting { until }, _) => {
                if now >= until {
                    self.step = Step::Own { unread: None };
                }
                None
            }
            (Step::Focusing { .. } | Step::Exposing { .. } | Step::Held, _) => None,
        }
    }

    fn expose(&mut self, order: &'static [i8; 5], place: usize, now: Instant) -> Adjust {
        match order.get(place) {
            Some(&stops) => {
                let until = now + EXPOSING;
                self.step = Step::Exposing {
                    order,
                    place,
                    until,
                };
                Adjust::Exposure(stops)
            }
            None => {
                self.step = Step::Resting { until: now + REST };
                Adjust::Restore
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNREAD: Sight = Sight::Unread { light: Light::Less };
    const FRAME: Duration = Duration::from_millis(45);

    /// Shows the same for so long, a frame every 45 ms, and collects what the camera is told.
    fn show(
        sweep: &mut Sweep,
        now: &mut Instant,
        sight: Sight,
        for_how_long: Duration,
    ) -> Vec<Adjust> {
        let end = *now + for_how_long;
        let mut told = Vec::new();
        while *now < end {
            told.extend(sweep.look(sight, *now));
            *now += FRAME;
        }
        told
    }

    #[test]
    fn a_code_that_is_read_or_only_passes_by_turns_no_dial() {
        let (mut sweep, mut now) = (Sweep::default(), Instant::now());
        for _ in 0..20 {
            assert_eq!(show(&mut sweep, &mut now, UNREAD, BEFORE / 2), []);
            assert_eq!(show(&mut sweep, &mut now, Sight::Read, BEFORE), []);
            assert_eq!(show(&mut sweep, &mut now, UNREAD, BEFORE / 2), []);
            assert_eq!(
                show(&mut sweep, &mut now, Sight::Nothing, AFTER + FRAME),
                []
            );
        }
    }

    #[test]
    fn focus_comes_first_then_every_exposure_and_then_the_camera_s_own_again() {
        let (mut sweep, mut now) = (Sweep::default(), Instant::now());
        let told = show(&mut sweep, &mut now, UNREAD, Duration::from_secs(5));
        let exposures = LESS.map(Adjust::Exposure);
        assert_eq!(told[0], Adjust::Focus);
        assert_eq!(told[1..6], exposures);
        assert_eq!(told[6..], [Adjust::Restore]);
        assert_eq!(show(&mut sweep, &mut now, UNREAD, REST / 2), []);
        let again = show(&mut sweep, &mut now, UNREAD, REST);
        assert_eq!(again[0], Adjust::Focus);
    }

    #[test]
    fn in_the_dark_more_light_comes_first() {
        let (mut sweep, mut now) = (Sweep::default(), Instant::now());
        let dark = Sight::Unread { light: Light::More };
        let told = show(&mut sweep, &mut now, dark, Duration::from_secs(2));
        assert_eq!(told[..2], [Adjust::Focus, Adjust::Exposure(1)]);
    }

    #[test]
    fn the_exposure_that_helped_is_kept_until_the_visitor_has_gone() {
        let (mut sweep, mut now) = (Sweep::default(), Instant::now());
        let told = show(&mut sweep, &mut now, UNREAD, Duration::from_millis(2100));
        assert_eq!(told.last(), Some(&Adjust::Exposure(-2)));
        assert_eq!(show(&mut sweep, &mut now, Sight::Read, AFTER * 3), []);
        assert_eq!(show(&mut sweep, &mut now, UNREAD, AFTER), []);
        let told = show(&mut sweep, &mut now, Sight::Nothing, AFTER + 2 * FRAME);
        assert_eq!(told, [Adjust::Restore]);
        assert_eq!(show(&mut sweep, &mut now, Sight::Nothing, REST), []);
    }

    #[test]
    fn a_visitor_who_leaves_amid_a_sweep_ends_it() {
        for after in [1000, 1700, 2500] {
            let (mut sweep, mut now) = (Sweep::default(), Instant::now());
            show(&mut sweep, &mut now, UNREAD, Duration::from_millis(after));
            let told = show(&mut sweep, &mut now, Sight::Nothing, AFTER + 2 * FRAME);
            assert_eq!(told, [Adjust::Restore], "{after} ms");
        }
    }

    #[test]
    fn one_blurred_picture_does_not_start_over() {
        let (mut sweep, mut now) = (Sweep::default(), Instant::now());
        show(&mut sweep, &mut now, UNREAD, BEFORE / 2);
        show(&mut sweep, &mut now, Sight::Nothing, 2 * FRAME);
        let told = show(&mut sweep, &mut now, UNREAD, BEFORE / 2);
        assert_eq!(told, [Adjust::Focus]);
    }
}
