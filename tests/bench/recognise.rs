//! No input of 8 KiB takes recognition over a millisecond.

use crate::numbers::{Row, Spread, ms};
use checkpoint::document::Document;
use chot_tests::frames::{BANK, card};
use std::time::Instant;

const LONGEST: usize = 8 * 1024;

pub fn measure() -> Vec<Row> {
    let mut worst = (0.0_f64, "");
    for (name, text) in nasty() {
        let each: Vec<f64> = (0..200)
            .map(|_| {
                let started = Instant::now();
                std::hint::black_box(Document::recognise(std::hint::black_box(&text)));
                ms(started.elapsed())
            })
            .collect();
        let spread = Spread::of(each);
        if spread.at(0.99) > worst.0 {
            worst = (spread.at(0.99), name);
        }
    }
    let figure = format!("{:.3} ms ({})", worst.0, worst.1);
    vec![Row::new(
        "recognising the worst input of 8 KiB, p99",
        figure,
        "≤ 1 ms",
        "eleven kinds of nasty input, 200 times each",
    )]
}

fn nasty() -> Vec<(&'static str, Vec<u8>)> {
    let filled = |unit: &str| {
        unit.bytes()
            .cycle()
            .take(LONGEST / unit.len() * unit.len())
            .collect::<Vec<u8>>()
    };
    let after = |start: &str, unit: &str| {
        let mut text = start.as_bytes().to_vec();
        text.extend(
            unit.bytes()
                .cycle()
                .take((LONGEST - start.len()) / unit.len() * unit.len()),
        );
        text
    };
    vec![
        ("bars", filled("|")),
        ("digits", filled("7")),
        ("blanks", filled(" ")),
        ("zero bytes", vec![0; LONGEST]),
        ("no UTF-8", vec![0xff; LONGEST]),
        ("combining marks", after("051090000001||a", "\u{301}")),
        ("a long name", after("051090000001||", "Nguyễn ")),
        (
            "a long personal code",
            after("001093029317|NGUYEN VAN A|1987-01-18|0|1|", "<1"),
        ),
        ("a long insurance card", after("GD4515100000001|", "4e")),
        (
            "cards without end",
            after(&card(1), &format!("|{}", card(2))),
        ),
        ("bank codes without end", after(BANK, BANK)),
    ]
}
