use proptest::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use super::*;

const CARD: &str =
    "001099012345|123456789|Nguyễn Văn Đức|01011999|Nam|Số 1, Đường X, Phường Y, Hà Nội|01012021";
/// Enough for any look; what is tested is what comes of them, not how fast this machine is.
const UNHURRIED: Effort = Effort::Live(Duration::from_secs(30));

/// A wall to hold codes before.
fn wall(width: u32, height: u32, bright: u8) -> Luma {
    Luma::new(width, height, vec![bright; (width * height) as usize]).unwrap()
}

/// How a code is drawn.
#[derive(Clone, Copy)]
struct Print {
    module: u32,
    ink: u8,
    paper: u8,
    quarter_turns: u32,
}

const PLAIN: Print = Print {
    module: 4,
    ink: 30,
    paper: 220,
    quarter_turns: 0,
};

/// Draws a code with its quiet zone from the corner; what lies beyond the picture falls away. Returns the side in pixels.
fn draw(luma: &mut Luma, text: &[u8], left: i32, top: i32, print: Print) -> u32 {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
    let modules = code.width() as u32;
    let side = (modules + 8) * print.module;
    for y in 0..side {
        for x in 0..side {
            let (mut u, mut v) = (x / print.module, y / print.module);
            for _ in 0..print.quarter_turns {
                (u, v) = (v, modules + 7 - u);
            }
            let inside = (4..modules + 4).contains(&u) && (4..modules + 4).contains(&v);
            let dark = inside && code[((u - 4) as usize, (v - 4) as usize)] == Color::Dark;
            let (x, y) = (left + x as i32, top + y as i32);
            if (0..luma.width as i32).contains(&x) && (0..luma.height as i32).contains(&y) {
                luma.bytes[(y as u32 * luma.width + x as u32) as usize] =
                    if dark { print.ink } else { print.paper };
            }
        }
    }
    side
}

fn texts(scan: &Scan) -> Vec<&str> {
    scan.codes
        .iter()
        .map(|code| std::str::from_utf8(&code.text).unwrap())
        .collect()
}

/// All the turns that the looks take.
fn seen(luma: &Luma) -> Scan {
    let mut scanner = Scanner::new();
    let scans = (0..4).map(|_| scanner.read(luma, UNHURRIED));
    scans
        .max_by_key(|scan| (scan.codes.len(), scan.hint.is_some()))
        .unwrap()
}

#[test]
fn a_vietnamese_text_comes_out_byte_for_byte() {
    let mut luma = wall(1280, 720, 140);
    draw(&mut luma, CARD.as_bytes(), 500, 200, PLAIN);
    assert_eq!(texts(&Scanner::new().read(&luma, UNHURRIED)), [CARD]);
}

#[test]
fn bytes_that_are_no_text_come_out_as_they_are() {
    let bytes = [0xFF, 0x00, 0xE9, 0x80, 0x41, 0xC3];
    let mut luma = wall(640, 480, 140);
    draw(&mut luma, &bytes, 200, 100, PLAIN);
    assert_eq!(Scanner::new().read(&luma, UNHURRIED).codes[0].text, bytes);
}

#[test]
fn a_code_is_read_whichever_way_up_it_is_held_and_its_corners_turn_with_it() {
    for quarter_turns in 0..4 {
        let mut luma = wall(1280, 720, 140);
        let side = draw(
            &mut luma,
            CARD.as_bytes(),
            480,
            180,
            Print {
                quarter_turns,
                ..PLAIN
            },
        ) as f32;
        let scan = Scanner::new().read(&luma, UNHURRIED);
        assert_eq!(texts(&scan), [CARD]);
        let (near, far) = (16.0, side - 16.0);
        let mut corners = [(near, near), (far, near), (far, far), (near, far)];
        corners.rotate_left(quarter_turns as usize);
        for (seen, drawn) in scan.codes[0].corners.iter().zip(corners) {
            let (x, y) = (480.0 + drawn.0, 180.0 + drawn.1);
            assert!(
                (seen.0 - x).hypot(seen.1 - y) < 14.0,
                "{quarter_turns} turns: {seen:?} is not near {:?}",
                (x, y)
            );
        }
    }
}

#[test]
fn codes_are_read_from_small_to_filling_the_picture() {
    for module in [3, 4, 6, 9, 11] {
        let mut luma = wall(1280, 720, 140);
        draw(
            &mut luma,
            CARD.as_bytes(),
            300,
            10,
            Print { module, ..PLAIN },
        );
        assert_eq!(texts(&seen(&luma)), [CARD], "{module} pixels a module");
    }
}

#[test]
fn pale_ink_and_dim_light_are_enough() {
    for (ink, paper) in [(150, 190), (12, 30), (225, 255)] {
        let mut luma = wall(1280, 720, paper);
        draw(
            &mut luma,
            CARD.as_bytes(),
            480,
            200,
            Print {
                ink,
                paper,
                ..PLAIN
            },
        );
        assert_eq!(texts(&seen(&luma)), [CARD], "ink {ink} on {paper}");
    }
}

#[test]
fn light_ink_on_dark_is_read_in_its_turn() {
    let mut luma = wall(1280, 720, 20);
    draw(
        &mut luma,
        CARD.as_bytes(),
        480,
        200,
        Print {
            ink: 230,
            paper: 25,
            ..PLAIN
        },
    );
    assert_eq!(texts(&seen(&luma)), [CARD]);
    assert_eq!(texts(&Scanner::new().read(&luma, Effort::Every)), [CARD]);
}

#[test]
fn several_codes_come_nearest_the_middle_first_and_each_once() {
    let mut luma = wall(1280, 720, 140);
    draw(&mut luma, b"far", 20, 20, PLAIN);
    draw(&mut luma, b"middle", 560, 280, PLAIN);
    draw(&mut luma, b"near", 800, 280, PLAIN);
    draw(&mut luma, b"near", 1050, 500, PLAIN);
    for effort in [UNHURRIED, Effort::Every] {
        assert_eq!(
            texts(&Scanner::new().read(&luma, effort)),
            ["middle", "near", "far"]
        );
    }
}

#[test]
fn nothing_is_seen_and_nothing_advised_where_no_code_is() {
    assert_eq!(seen(&wall(1280, 720, 90)), Scan::default());
    assert_eq!(
        Scanner::new().read(&wall(1, 1, 90), Effort::Every),
        Scan::default()
    );
    assert_eq!(
        Scanner::new().read(&wall(3, 700, 0), Effort::Every),
        Scan::default()
    );
}

/// A code that is there and cannot be read: its second half is turned inside out.
fn spoilt(luma: &mut Luma, left: i32, top: i32, print: Print) {
    let side = draw(luma, CARD.as_bytes(), left, top, print);
    let around = 13 * print.module;
    for y in around..side - around {
        for x in around..side - around {
            let (x, y) = (left + x as i32, top + y as i32);
            if (0..luma.width as i32).contains(&x) && (0..luma.height as i32).contains(&y) {
                let at = (y as u32 * luma.width + x as u32) as usize;
                luma.bytes[at] = if (x / 3 + y / 5) % 2 == 0 {
                    print.ink
                } else {
                    print.paper
                };
            }
        }
    }
}

#[test]
fn a_code_that_cannot_be_read_is_advised_about() {
    let advice = |left: i32, top: i32, module: u32| {
        let mut luma = wall(1280, 720, 140);
        spoilt(&mut luma, left, top, Print { module, ..PLAIN });
        seen(&luma).hint
    };
    assert_eq!(advice(480, 200, 6), Some(Hint::HoldStill));
    assert_eq!(advice(480, 200, 2), Some(Hint::Closer));
    assert_eq!(advice(200, -57, 17), Some(Hint::Farther));
}

#[test]
fn a_code_half_outside_is_to_be_shown_whole() {
    let mut luma = wall(1280, 720, 140);
    draw(
        &mut luma,
        CARD.as_bytes(),
        1000,
        200,
        Print { module: 8, ..PLAIN },
    );
    assert_eq!(seen(&luma).hint, Some(Hint::WholeCode));
}

#[test]
fn mirrored_light_on_a_code_is_named() {
    let mut luma = wall(1280, 720, 140);
    let print = Print { module: 7, ..PLAIN };
    draw(&mut luma, CARD.as_bytes(), 400, 150, print);
    for y in 150 + 12 * 7..150 + 40 * 7 {
        for x in 400 + 12 * 7..400 + 40 * 7 {
            luma.bytes[(y * 1280 + x) as usize] = 255;
        }
    }
    assert_eq!(seen(&luma).hint, Some(Hint::LessGlare));
}

#[test]
fn a_page_of_140_codes_comes_to_an_end() {
    let mut luma = wall(1920, 1080, 220);
    for place in 0..140 {
        let text = format!("poster {place}");
        draw(
            &mut luma,
            text.as_bytes(),
            4 + place % 14 * 136,
            4 + place / 14 * 107,
            Print { module: 3, ..PLAIN },
        );
    }
    let mut scanner = Scanner::new();
    for _ in 0..4 {
        scanner.read(&luma, Effort::Live(Duration::from_millis(60)));
    }
    scanner.read(&luma, Effort::Every);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn noise_never_panics(seed: u64, width in 1u32..400, height in 1u32..300, contrast in 1u8..=255) {
        let mut state = seed | 1;
        let bytes = (0..width * height).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % u64::from(contrast)) as u8
        }).collect();
        let luma = Luma::new(width, height, bytes).unwrap();
        let mut scanner = Scanner::new();
        for _ in 0..4 {
            scanner.read(&luma, Effort::Live(Duration::from_millis(40)));
        }
    }

    #[test]
    fn any_text_that_fits_is_read_back(text in "[ -~àáạảãđêịốừỹ|]{1,180}", module in 4u32..7, quarter_turns in 0u32..4) {
        let mut luma = wall(1280, 720, 140);
        draw(&mut luma, text.as_bytes(), 120, 20, Print { module, quarter_turns, ..PLAIN });
        let scan = seen(&luma);
        prop_assert_eq!(texts(&scan), [text.as_str()]);
    }
}
