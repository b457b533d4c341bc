//! Cards held close to the lens.

use chot_tests::full;
use chot_tests::reading::SEED;
use chot_tests::reading::near::{Near, count};
use kiosk::scanner::Scanner;

use super::{PATIENT, texts};

/// Pixels that a module must have so that its code is wanted to be read, and the most blur (in modules) that leaves its
/// edges apart.
const ENOUGH: f32 = 2.5;
const SHARP: f32 = 0.35;
/// Frames in which a card that is held still is looked at.
const FRAMES: usize = 8;

#[test]
fn cards_with_pixels_enough_are_read_and_none_is_misread() {
    let step = if full() { 1 } else { 13 };
    let (mut wanted, mut read, mut wrong, mut missed) = (0, 0, Vec::new(), Vec::new());
    for number in (0..count()).step_by(step) {
        let near = Near::of(SEED, number);
        let mut scanner = Scanner::new();
        let found = (0..FRAMES).any(|_| {
            let texts = texts(&mut scanner, &near.luma, PATIENT);
            if let Some(other) = texts.iter().find(|text| **text != near.text.as_bytes()) {
                wrong.push(format!("{}: {}", near.name, String::from_utf8_lossy(other)));
            }
            !texts.is_empty()
        });
        if near.module >= ENOUGH && near.blur <= SHARP {
            wanted += 1;
            read += usize::from(found);
            if !found {
                missed.push(near.name);
            }
        }
    }
    assert!(wrong.is_empty(), "misread: {wrong:#?}");
    assert!(wanted > 0, "some cards have pixels enough");
    assert!(
        read * 100 >= wanted * 95,
        "{read} of {wanted} read; missed: {missed:?}"
    );
}
