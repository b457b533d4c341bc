use proptest::prelude::*;
use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel, QrCode, Version};

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
    draw_modules(luma, &code.to_colors(), left, top, print)
}

/// The same for a code whose modules are known, row by row.
fn draw_modules(luma: &mut Luma, code: &[Color], left: i32, top: i32, print: Print) -> u32 {
    let modules = code.len().isqrt() as u32;
    let side = (modules + 8) * print.module;
    for y in 0..side {
        for x in 0..side {
            let (mut u, mut v) = (x / print.module, y / print.module);
            for _ in 0..print.quarter_turns {
                (u, v) = (v, modules + 7 - u);
            }
            let inside = (4..modules + 4).contains(&u) && (4..modules + 4).contains(&v);
            let dark = inside && code[((v - 4) * modules + u - 4) as usize] == Color::Dark;
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

/// The modules of a version-3 code of these bits, as no encoder gives them.
fn modules(bits: &[(u32, u32)]) -> Vec<Color> {
    let (version, level) = (Version::Normal(3), EcLevel::M);
    let mut stream: Vec<bool> = bits
        .iter()
        .flat_map(|&(value, count)| (0..count).rev().map(move |bit| value >> bit & 1 == 1))
        .collect();
    let most = Bits::new(version).max_len(level).unwrap();
    stream.resize((stream.len() + 4).next_multiple_of(8), false);
    let mut bytes: Vec<u8> = stream
        .chunks(8)
        .map(|byte| byte.iter().fold(0, |sum, &bit| sum << 1 | u8::from(bit)))
        .collect();
    let filler = [0xEC, 0x11].into_iter().cycle();
    bytes.extend(filler.take(most / 8 - bytes.len()));
    let (data, correction) = construct_codewords(&bytes, version, level).unwrap();
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    canvas.apply_best_mask().into_colors()
}

/// Symbol `index` of a message in so many (ISO/IEC 18004, 8.1): mode 3, place, size less one, parity, then bytes.
fn symbol_of(message: &[u8], index: u32, size: u32) -> Vec<Color> {
    let each = message.len().div_ceil(size as usize);
    let piece = message.chunks(each).nth(index as usize).unwrap();
    let parity = message.iter().fold(0, |parity, byte| parity ^ byte);
    let head = [(3, 4), (index, 4), (size - 1, 4), (u32::from(parity), 8)];
    let bytes = piece.iter().map(|&byte| (u32::from(byte), 8));
    let mut bits = head.to_vec();
    bits.extend([(4, 4), (piece.len() as u32, 8)]);
    bits.extend(bytes);
    modules(&bits)
}

#[test]
fn a_message_in_three_symbols_is_whole_once_all_were_shown() {
    let message = "Trần Thị Bé, Châu Ổ, Bình Sơn, Quảng Ngãi".as_bytes();
    let show = |index: u32| {
        let mut luma = wall(1280, 720, 140);
        draw_modules(&mut luma, &symbol_of(message, index, 3), 480, 200, PLAIN);
        luma
    };
    let mut scanner = Scanner::new();
    assert!(scanner.read(&show(2), UNHURRIED).codes.is_empty());
    assert!(scanner.read(&show(0), UNHURRIED).codes.is_empty());
    assert!(scanner.read(&show(2), UNHURRIED).codes.is_empty());
    let whole = scanner.read(&show(1), UNHURRIED).codes;
    assert_eq!(
        (&whole[0].text[..], &whole[0].bytes[..]),
        (message, message)
    );
    // A still has nothing else to come: its symbol is told as it is.
    let alone = Scanner::new().read(&show(1), Effort::Every).codes;
    assert_eq!(
        alone[0].bytes,
        &message[message.len().div_ceil(3)..][..alone[0].bytes.len()]
    );
}

#[test]
fn all_symbols_of_a_message_in_one_picture_are_one_code() {
    let message = "Nguyễn Văn An và Trần Thị Bé cùng vào".as_bytes();
    let mut luma = wall(1280, 720, 140);
    draw_modules(&mut luma, &symbol_of(message, 0, 2), 150, 200, PLAIN);
    draw_modules(&mut luma, &symbol_of(message, 1, 2), 750, 200, PLAIN);
    for effort in [UNHURRIED, Effort::Every] {
        let codes = Scanner::new().read(&luma, effort).codes;
        assert_eq!(codes.len(), 1);
        assert_eq!(codes[0].text, message);
    }
}

#[test]
fn what_a_code_declares_is_read_so_and_utf8_is_utf8_whatever_it_declares() {
    let said = |eci: u32, bytes: &[u8]| {
        let mut bits = vec![(7, 4), (eci, 8), (4, 4), (bytes.len() as u32, 8)];
        bits.extend(bytes.iter().map(|&byte| (u32::from(byte), 8)));
        let mut luma = wall(1280, 720, 140);
        draw_modules(&mut luma, &modules(&bits), 480, 200, PLAIN);
        let code = Scanner::new().read(&luma, UNHURRIED).codes.remove(0);
        assert_eq!(code.bytes, bytes);
        String::from_utf8(code.text).unwrap()
    };
    assert_eq!(said(3, b"M\xFCller \\ 5"), "Müller \\ 5");
    assert_eq!(said(20, b"\x93\xFA\x96\x7B"), "日本");
    assert_eq!(said(3, "HUỲNH HIẾU".as_bytes()), "HUỲNH HIẾU");
    assert_eq!(said(26, "HUỲNH HIẾU".as_bytes()), "HUỲNH HIẾU");
}

#[test]
fn both_decoders_give_the_same_bytes_version_and_level() {
    let mut kanji = Bits::new(Version::Normal(3));
    kanji.push_kanji_data(b"\x93\xFA\x96\x7B").unwrap();
    kanji.push_numeric_data(b"051190000002").unwrap();
    kanji.push_alphanumeric_data(b"HC1:% $").unwrap();
    kanji.push_terminator(EcLevel::Q).unwrap();
    let kanji = QrCode::with_bits(kanji, EcLevel::Q).unwrap();
    let card = QrCode::with_error_correction_level(CARD, EcLevel::M).unwrap();
    for (code, level) in [(kanji, Level::Q), (card, Level::M)] {
        let mut luma = wall(800, 600, 220);
        draw_modules(&mut luma, &code.to_colors(), 200, 100, PLAIN);
        let end = Instant::now() + Duration::from_secs(30);
        let job = zxing::Job {
            luma: luma.clone(),
            threshold: zxing::Threshold::Local,
            scaled: true,
        };
        let second = Zxing::default().read(job, end).unwrap().symbols;
        let version = match code.version() {
            Version::Normal(version) | Version::Micro(version) => version as u8,
        };
        let told = |symbol: &Symbol| (text::bytes(&symbol.segments), symbol.version, symbol.level);
        assert_eq!((second[0].version, second[0].level), (version, level));
        // rqrr's are kept only where they are UTF-8.
        if let [first] = &zxing::Findings::from(attempt::read(&luma, false, end)).symbols[..] {
            assert_eq!(told(first), told(&second[0]));
        } else {
            assert_eq!(level, Level::Q);
        }
    }
}

#[test]
fn a_code_on_cloth_is_read_although_its_modules_wander() {
    let mut flat = wall(480, 480, 215);
    let print = Print { module: 8, ..PLAIN };
    draw(&mut flat, CARD.as_bytes(), 24, 24, print);
    // Waves of half a module, across and down.
    let bent = (0..480 * 480)
        .map(|at| {
            let (x, y) = ((at % 480) as f32, (at / 480) as f32);
            let (u, v) = (x + (y / 70.0).sin() * 4.0, y + (x / 60.0).cos() * 4.0);
            let (u, v) = (u.clamp(0.0, 479.0) as usize, v.clamp(0.0, 479.0) as usize);
            flat.bytes[v * 480 + u]
        })
        .collect();
    let bent = Luma::new(480, 480, bent).unwrap();
    let bitmap = binary::binarised(&bent, binary::Ink::Dark, 20);
    let trio = finder::trios(&finder::finders(&bitmap))[0];
    let shade = sampler::Shade::new(&bent, 40.0);
    let end = Instant::now() + Duration::from_secs(60);
    let flat = sampler::read(&shade, &trio, false, end);
    assert!(!matches!(flat, sampler::Reading::Said(_)), "flat: {flat:?}");
    let sampler::Reading::Said(read) = sampler::read(&shade, &trio, true, end) else {
        panic!("bent");
    };
    assert_eq!(text::bytes(&read.segments), CARD.as_bytes());
}

#[test]
fn a_dim_phone_in_a_bright_room_is_to_be_made_brighter() {
    let mut luma = wall(1280, 720, 180);
    let dim = Print {
        module: 6,
        ink: 20,
        paper: 60,
        ..PLAIN
    };
    spoilt(&mut luma, 480, 200, dim);
    assert_eq!(seen(&luma).hint, Some(Hint::BrighterPhone));
}

#[test]
fn the_second_decoder_is_not_waited_for_and_works_on_afterwards() {
    // So large that it can't be done by the time it is asked for.
    let mut luma = wall(5000, 4000, 140);
    draw(&mut luma, CARD.as_bytes(), 480, 200, PLAIN);
    let job = || zxing::Job {
        luma: luma.clone(),
        threshold: zxing::Threshold::Local,
        scaled: true,
    };
    let mut zxing = Zxing::default();
    let begun = Instant::now();
    assert!(zxing.read(job(), begun).is_none(), "no time at all");
    assert!(begun.elapsed() < Duration::from_secs(1));
    let patience = begun + Duration::from_secs(60);
    let found = loop {
        assert!(Instant::now() < patience, "it came back");
        if let Some(found) = zxing.read(job(), patience) {
            break found;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(text::bytes(&found.symbols[0].segments), CARD.as_bytes());
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

/// What a lens makes of a picture whose focus is elsewhere: a Gaussian of so many pixels.
fn out_of_focus(luma: &Luma, sigma: f32) -> Luma {
    let reach = (sigma * 3.0).ceil() as i32;
    let weights: Vec<f32> = (-reach..=reach)
        .map(|away| (-0.5 * (away as f32 / sigma).powi(2)).exp())
        .collect();
    let all: f32 = weights.iter().sum();
    let (width, height) = (luma.width as i32, luma.height as i32);
    let along = |bytes: &[f32], step: (i32, i32)| -> Vec<f32> {
        let at = |x: i32, y: i32| {
            bytes[(y.clamp(0, height - 1) * width + x.clamp(0, width - 1)) as usize]
        };
        let mut out = Vec::with_capacity(bytes.len());
        for y in 0..height {
            for x in 0..width {
                let taps = weights.iter().zip(-reach..);
                let sum: f32 = taps
                    .map(|(weight, away)| weight * at(x + away * step.0, y + away * step.1))
                    .sum();
                out.push(sum / all);
            }
        }
        out
    };
    let bytes: Vec<f32> = luma.bytes.iter().map(|&byte| f32::from(byte)).collect();
    let blurred = along(&along(&bytes, (1, 0)), (0, 1));
    Luma::new(
        luma.width,
        luma.height,
        blurred.iter().map(|&light| light.round() as u8).collect(),
    )
    .unwrap()
}

#[test]
fn a_code_whose_modules_ran_into_one_another_out_of_focus_is_read() {
    for (module, blur) in [(2, 0.55), (2, 0.65), (3, 0.65), (4, 0.65), (5, 0.65)] {
        let mut sharp = wall(640, 480, 200);
        draw(
            &mut sharp,
            CARD.as_bytes(),
            90,
            60,
            Print { module, ..PLAIN },
        );
        let luma = out_of_focus(&sharp, blur * module as f32);
        let mut scanner = Scanner::new();
        let scans: Vec<Scan> = (0..10).map(|_| scanner.read(&luma, UNHURRIED)).collect();
        let codes = scans.iter().find(|scan| !scan.codes.is_empty());
        let codes = codes.map_or(&[][..], |scan| &scan.codes);
        let texts: Vec<&[u8]> = codes.iter().map(|code| code.text.as_slice()).collect();
        assert_eq!(texts, [CARD.as_bytes()], "{module} pixels a module, {blur}");
    }
}

#[test]
fn a_code_whose_square_is_all_but_drowned_in_mirrored_light_is_read() {
    for quarter_turns in 0..4 {
        for (right, below) in [(false, false), (true, false), (false, true), (true, true)] {
            let mut luma = wall(1280, 720, 140);
            let print = Print {
                quarter_turns,
                ..PLAIN
            };
            let side = draw(&mut luma, CARD.as_bytes(), 480, 200, print);
            // The quiet zone and a square with what surrounds it.
            let far = side - 12 * PLAIN.module;
            let (left, top) = (480 + u32::from(right) * far, 200 + u32::from(below) * far);
            for y in top..top + 12 * PLAIN.module {
                for x in left..left + 12 * PLAIN.module {
                    let byte = &mut luma.bytes[(y * 1280 + x) as usize];
                    *byte = 235 + *byte / 12;
                }
            }
            assert_eq!(
                texts(&seen(&luma)),
                [CARD],
                "{quarter_turns} {right} {below}"
            );
        }
    }
}
