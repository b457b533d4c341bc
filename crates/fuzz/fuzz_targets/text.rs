//! The text of any bytes under any declarations, and symbols of sequences in any order.
#![no_main]

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;

#[path = "../../kiosk/src/scanner/sequence.rs"]
#[allow(dead_code, reason = "what only the scanner asks for")]
mod sequence;
#[path = "../../kiosk/src/scanner/text.rs"]
mod text;

use sequence::{Sequel, Sequences};
use text::{Segment, bytes, text as spelled};

fuzz_target!(|input: &[u8]| {
    let segments: Vec<Segment> = input.split(|&byte| byte == 0xFE).map(segment).collect();
    let said = spelled(&segments);
    if let Ok(strict) = std::str::from_utf8(&bytes(&segments))
        && !strict.contains('\0')
    {
        assert_eq!(said.as_deref(), Some(strict));
    }
    let mut sequences = Sequences::default();
    let mut now = Instant::now();
    for piece in input.chunks(24) {
        let [index, size, parity, rest @ ..] = piece else {
            break;
        };
        let of = Sequel {
            index: index % 20,
            size: size % 20,
            parity: parity % 4,
        };
        let segments: Vec<Segment> = rest.split(|&byte| byte == 0xFE).map(segment).collect();
        now += Duration::from_millis(u64::from(index / 20) * 500);
        if let Some(whole) = sequences.add(of, &segments, now) {
            let sum = bytes(&whole).iter().fold(0, |sum, byte| sum ^ byte);
            assert_eq!(sum, of.parity);
            spelled(&whole);
        }
    }
});

/// Its first byte declares: odd ones do, with what is above.
fn segment(piece: &[u8]) -> Segment {
    match piece {
        [] => Segment {
            eci: None,
            bytes: Vec::new(),
        },
        [first, rest @ ..] => Segment {
            eci: (first % 2 == 1).then_some(u32::from(first / 2)),
            bytes: rest.to_vec(),
        },
    }
}
