//! What one frame costs the scanner.

use crate::numbers::{Row, Spread, ms};
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use kiosk::luma::Luma;
use kiosk::scanner::{Effort, Scanner};
use std::time::{Duration, Instant};

const LIVE: Effort = Effort::Live(Duration::from_millis(60));

pub fn measure() -> Vec<Row> {
    let frame = |bytes| Luma {
        width: WIDTH,
        height: HEIGHT,
        bytes,
    };
    let one = frame(frames::with_codes(&[&card(1)], 6));
    let nobody = frame(frames::wall());
    vec![
        Row::new(
            "scanning a 720p frame with a card's code",
            each(&one),
            "",
            "rqrr at half size on our own threshold",
        ),
        Row::new("scanning a 720p frame of nobody", each(&nobody), "", ""),
    ]
}

fn each(luma: &Luma) -> String {
    let mut scanner = Scanner::new();
    let each = (0..200).map(|_| {
        let started = Instant::now();
        std::hint::black_box(scanner.read(luma, LIVE));
        ms(started.elapsed())
    });
    Spread::of(each.collect()).quoted()
}
