//! Moving clips, every third frame of them, as a slow machine would see them.

use chot_tests::full;
use chot_tests::reading::SEED;
use chot_tests::reading::clips::{Clip, FRAMES, Kind};
use kiosk::scanner::Scanner;

use super::{PATIENT, texts};

#[test]
fn most_clips_are_read_and_none_is_misread() {
    let count = if full() { 300 } else { 20 };
    let (mut read, mut wrong) = (0, Vec::new());
    for number in 0..count {
        read += usize::from(is_read(&Clip::of(SEED, number), &mut wrong));
    }
    assert!(wrong.is_empty(), "misread: {wrong:#?}");
    assert!(read * 2 >= count, "{read} of {count} clips read");
}

/// Whether a clip is read before it ends; what is misread is noted.
fn is_read(clip: &Clip, wrong: &mut Vec<String>) -> bool {
    let mut scanner = Scanner::new();
    for index in (clip.in_view..FRAMES).step_by(3) {
        let texts = texts(&mut scanner, &clip.frame(index), PATIENT);
        if let Some(other) = texts.iter().find(|text| **text != clip.text.as_bytes()) {
            wrong.push(format!("{}: {}", clip.name, String::from_utf8_lossy(other)));
        }
        if !texts.is_empty() {
            return true;
        }
    }
    false
}

#[test]
fn passes_on_phones_are_read_as_often_as_citizen_cards() {
    let count = if full() { 90 } else { 9 };
    let mut wrong = Vec::new();
    let cards = (0..).map(|number| Clip::of(SEED, number));
    let cards = cards.filter(|clip| clip.kind == Kind::Card).take(count);
    let cards = cards.filter(|clip| is_read(clip, &mut wrong)).count();
    let passes = (0..count).map(|number| Clip::of_pass(SEED, number));
    let passes = passes.filter(|clip| is_read(clip, &mut wrong)).count();
    println!("of {count} each: {cards} cards, {passes} passes");
    assert!(wrong.is_empty(), "misread: {wrong:#?}");
    assert!(passes >= cards, "{passes} passes, {cards} cards of {count}");
}
