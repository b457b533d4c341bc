//! *Card test*: whether this camera reads a citizen's card, tried with one before it. Nothing of it is written.

use crate::scanner::Scan;
use crate::scanner::near::{self, Near};
use checkpoint::document::{Document, Recognised};
use std::time::{Duration, Instant};

/// A code that was out of view so long has gone; one that comes then begins anew.
const GONE: Duration = Duration::from_millis(1500);
/// A code of a readable size that isn't read for so long won't be.
const NEVER: Duration = Duration::from_secs(8);
/// Nobody tries any more: the gate goes back to its work by itself.
const FORGOTTEN: Duration = Duration::from_secs(120);
/// How long a code that is no card's is spoken of.
const OTHER_FOR: Duration = Duration::from_secs(2);
/// Modules in the side of a card's code (version 7), for one that can't be read.
const CARD_SIDE: f32 = 45.0;
/// Fewer pixels a module than this are too few for any decoder: the hint asks for less distance.
const TOO_SMALL: f32 = 2.5;
/// A hand comes closer: a code that has grown by this since is a new try.
const GROWN: f32 = 0.8;

/// How a test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// No code in view.
    Waiting,
    /// Something is surely a code, and is being read.
    Seen,
    /// A code was read that is no citizen card's.
    OtherCode,
    /// The answer, about how far the card was, and how long it took.
    Done {
        near: Near,
        centimetres: u32,
        milliseconds: u32,
    },
}

/// A test under way.
#[derive(Clone, Debug)]
pub struct CardTest {
    /// When a code, read or not, was in view, and how long its side was in pixels.
    views: Vec<(Instant, f32)>,
    other: Option<Instant>,
    done: Option<Trial>,
    last: Instant,
}

impl CardTest {
    pub fn begin(now: Instant) -> CardTest {
        CardTest {
            views: Vec::new(),
            other: None,
            done: None,
            last: now,
        }
    }

    /// Takes in what one picture of so many pixels a row showed.
    pub fn look(&mut self, scan: &Scan, width: u32, now: Instant) {
        if self.done.is_some() {
            return;
        }
        if self.views.last().is_some_and(|(at, _)| now - *at > GONE) {
            self.views.clear();
        }
        if let Some(card) = scan.codes.iter().find(|code| is_a_card(&code.text)) {
            self.view(side(&card.corners), now);
            let pixels = near::pixels_a_module(&card.corners, card.version);
            let took = self.in_view(now);
            self.finish(near::judged(pixels, width, took), pixels, width, took, now);
        } else if !scan.codes.is_empty() {
            self.other = Some(now);
            self.last = now;
        } else if let Some(corners) = scan.unread.first() {
            let side = side(corners);
            self.view(side, now);
            let (pixels, took) = (side / CARD_SIDE, self.in_view(now));
            if pixels < TOO_SMALL {
                self.views.clear();
                self.view(side, now);
            } else if took >= NEVER {
                self.finish(Near::NotSharpEnough, pixels, width, took, now);
            }
        }
    }

    /// How it stands now.
    pub fn trial(&self, now: Instant) -> Trial {
        let recent = |at: Instant, within: Duration| now.saturating_duration_since(at) <= within;
        if let Some(done) = self.done {
            done
        } else if self.other.is_some_and(|at| recent(at, OTHER_FOR)) {
            Trial::OtherCode
        } else if self.views.last().is_some_and(|(at, _)| recent(*at, GONE)) {
            Trial::Seen
        } else {
            Trial::Waiting
        }
    }

    /// Whether nobody has tried for so long that the gate should go on.
    pub fn is_forgotten(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.last) > FORGOTTEN
    }

    fn view(&mut self, side: f32, now: Instant) {
        self.views.push((now, side));
        self.last = now;
    }

    /// How long a code of about this size has been in view.
    fn in_view(&self, now: Instant) -> Duration {
        let Some(&(_, side)) = self.views.last() else {
            return Duration::ZERO;
        };
        let of_this_size = self.views.iter().rev();
        let first = of_this_size
            .take_while(|(_, before)| *before >= side * GROWN && side >= *before * GROWN)
            .last();
        first.map_or(Duration::ZERO, |(at, _)| now.saturating_duration_since(*at))
    }

    fn finish(&mut self, near: Near, pixels: f32, width: u32, took: Duration, now: Instant) {
        self.last = now;
        self.views.clear();
        self.done = Some(Trial::Done {
            near,
            centimetres: near::centimetres(pixels, width).round() as u32,
            milliseconds: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
        });
    }
}

/// Whether a code is a citizen card's: its modules are the ones that are measured.
fn is_a_card(text: &[u8]) -> bool {
    let parts = text.split(|byte| *byte == b'|').count();
    parts >= 7
        && !text.ends_with(b"$")
        && matches!(Document::recognise(text), Recognised::Document(_))
}

/// The mean of a code's four sides.
fn side(corners: &[(f32, f32); 4]) -> f32 {
    let length = |at: usize| {
        let ((x, y), (u, v)) = (corners[at], corners[(at + 1) % 4]);
        (x - u).hypot(y - v)
    };
    (0..4).map(length).sum::<f32>() / 4.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scanner::{Decoder, Level, Sighted};

    const CARD: &str = "051090000001||Nguyễn Văn An|05031990|Nam|Bình Sơn, Quảng Ngãi|12052021";
    const FRAME: Duration = Duration::from_millis(45);

    fn square(side: f32) -> [(f32, f32); 4] {
        [
            (100.0, 100.0),
            (100.0 + side, 100.0),
            (100.0 + side, 100.0 + side),
            (100.0, 100.0 + side),
        ]
    }

    fn unread(side: f32) -> Scan {
        Scan {
            unread: vec![square(side)],
            ..Scan::default()
        }
    }

    fn read(text: &str, side: f32) -> Scan {
        Scan {
            codes: vec![Sighted {
                text: text.as_bytes().to_vec(),
                bytes: text.as_bytes().to_vec(),
                corners: square(side),
                decoder: Decoder::Rqrr,
                version: 7,
                level: Level::M,
            }],
            ..Scan::default()
        }
    }

    /// Shows the same for so long.
    fn show(test: &mut CardTest, now: &mut Instant, scan: &Scan, for_how_long: Duration) {
        let end = *now + for_how_long;
        while *now < end {
            test.look(scan, 1920, *now);
            *now += FRAME;
        }
    }

    fn begun() -> (CardTest, Instant) {
        let now = Instant::now();
        (CardTest::begin(now), now)
    }

    #[test]
    fn a_card_that_is_read_at_ease_passes_with_its_distance_and_its_time() {
        let (mut test, mut now) = begun();
        assert_eq!(test.trial(now), Trial::Waiting);
        show(
            &mut test,
            &mut now,
            &unread(45.0 * 3.0),
            Duration::from_millis(300),
        );
        assert_eq!(test.trial(now), Trial::Seen);
        test.look(&read(CARD, 45.0 * 3.0), 1920, now);
        let Trial::Done {
            near,
            centimetres,
            milliseconds,
        } = test.trial(now)
        else {
            panic!("{:?}", test.trial(now));
        };
        assert_eq!(near, Near::Passes);
        assert!((17..=23).contains(&centimetres), "{centimetres} cm");
        assert!((300..=400).contains(&milliseconds), "{milliseconds} ms");
    }

    #[test]
    fn the_time_counts_from_when_the_card_was_near_enough() {
        let (mut test, mut now) = begun();
        show(&mut test, &mut now, &unread(45.0), Duration::from_secs(5));
        show(&mut test, &mut now, &unread(45.0 * 3.0), FRAME * 2);
        test.look(&read(CARD, 45.0 * 3.0), 1920, now);
        assert!(
            matches!(test.trial(now), Trial::Done { near: Near::Passes, milliseconds, .. } if milliseconds < 200),
            "{:?}",
            test.trial(now)
        );
    }

    #[test]
    fn a_card_that_has_to_be_close_passes_when_held_close() {
        let (mut test, now) = begun();
        test.look(&read(CARD, 45.0 * 7.0), 1920, now);
        assert!(matches!(
            test.trial(now),
            Trial::Done {
                near: Near::HeldClose,
                ..
            }
        ));
    }

    #[test]
    fn a_card_in_view_that_is_never_read_is_not_sharp_enough() {
        let (mut test, mut now) = begun();
        show(&mut test, &mut now, &unread(45.0 * 3.0), NEVER + FRAME * 2);
        assert!(matches!(
            test.trial(now),
            Trial::Done {
                near: Near::NotSharpEnough,
                ..
            }
        ));
    }

    #[test]
    fn a_card_too_far_away_is_no_fault_of_the_camera() {
        let (mut test, mut now) = begun();
        show(&mut test, &mut now, &unread(45.0 * 2.0), NEVER * 2);
        assert_eq!(test.trial(now), Trial::Seen);
    }

    #[test]
    fn another_code_is_said_and_does_not_end_the_test() {
        let (mut test, mut now) = begun();
        test.look(&read("https://example.vn", 200.0), 1920, now);
        assert_eq!(test.trial(now), Trial::OtherCode);
        now += OTHER_FOR + FRAME;
        assert_eq!(test.trial(now), Trial::Waiting);
    }

    #[test]
    fn a_test_that_nobody_takes_is_forgotten() {
        let (mut test, mut now) = begun();
        show(&mut test, &mut now, &Scan::default(), FORGOTTEN / 2);
        assert!(!test.is_forgotten(now));
        assert!(test.is_forgotten(now + FORGOTTEN));
    }
}
