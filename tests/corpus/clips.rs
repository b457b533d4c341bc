//! Moving clips, every third frame of them, as a slow machine would see them.

use chot_tests::full;
use chot_tests::reading::SEED;
use chot_tests::reading::clips::{Clip, FRAMES};
use kiosk::scanner::Scanner;

use super::{PATIENT, texts};

#[test]
fn most_clips_are_read_and_none_is_misread() {
    let count = if full() { 300 } else { 20 };
    let (mut read, mut wrong) = (0, Vec::new());
    for number in 0..count {
        let clip = Clip::of(SEED, number);
        let mut scanner = Scanner::new();
        for index in (clip.in_view..FRAMES).step_by(3) {
            let texts = texts(&mut scanner, &clip.frame(index), PATIENT);
            if let Some(other) = texts.iter().find(|text| **text != clip.text.as_bytes()) {
                wrong.push(format!("{}: {}", clip.name, String::from_utf8_lossy(other)));
            }
            if !texts.is_empty() {
                read += 1;
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "misread: {wrong:#?}");
    assert!(read * 2 >= count, "{read} of {count} clips read");
}
