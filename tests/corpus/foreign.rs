//! Foreign, damaged and random pictures.

use chot_tests::reading::SEED;
use chot_tests::reading::foreign::{COUNT, Foreign};
use chot_tests::times;
use kiosk::scanner::{Effort, Scanner};

use super::{PATIENT, texts};

#[test]
fn nothing_is_read_from_foreign_pictures_that_does_not_stand_there() {
    let mut scanner = Scanner::new();
    let mut wrong = Vec::new();
    for number in 0..times(COUNT) {
        let foreign = Foreign::of(SEED, number);
        let mut read = texts(&mut scanner, &foreign.luma, PATIENT);
        // Coprime to the number of kinds, so that each kind gets every try, too.
        if number % 21 == 0 {
            read.extend(texts(&mut scanner, &foreign.luma, Effort::Every));
        }
        for text in read.iter().filter(|text| !foreign.may.contains(text)) {
            wrong.push(format!(
                "{}: {}",
                foreign.name,
                String::from_utf8_lossy(text)
            ));
        }
    }
    assert!(wrong.is_empty(), "read what isn't there: {wrong:#?}");
}
