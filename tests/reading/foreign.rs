//! *Foreign*: pictures from which nothing may be read, or only what is known to stand in them.

use kiosk::luma::Luma;
use qrcode::EcLevel;

use super::canvas::Canvas;
use super::dice::Dice;
use super::room;
use super::texts::{self, Modules};

/// How many the issue asks for.
pub const COUNT: usize = 5_000;

/// A picture and all texts that may be read from it.
pub struct Foreign {
    pub name: String,
    pub luma: Luma,
    pub may: Vec<Vec<u8>>,
}

/// A way of drawing one.
type Draw = fn(&mut Dice) -> (Canvas, Vec<Vec<u8>>);

/// Their names and ways, in turn.
const KINDS: [(&str, Draw); 20] = [
    ("noise", noise),
    ("text", text),
    ("grid", grid),
    ("barcode", barcode),
    ("half-code", half_code),
    ("flipped", flipped),
    ("page", page),
    ("monitor", monitor),
    ("data-matrix", data_matrix),
    ("aztec", aztec),
    ("pdf417", pdf417),
    ("micro", micro),
    ("finders", finders),
    ("overlaid", overlaid),
    ("mirrored", mirrored),
    ("wrong-format", wrong_format),
    ("zone-plate", zone_plate),
    ("room", clutter),
    ("degenerate", degenerate),
    ("crumpled", crumpled),
];

impl Foreign {
    /// The picture of this number.
    pub fn of(seed: u64, number: usize) -> Foreign {
        let (kind, draw) = KINDS[number % KINDS.len()];
        let mut dice = Dice::of(seed, &format!("foreign {number}"));
        let (canvas, may) = draw(&mut dice);
        Foreign {
            name: format!("foreign {number:04} {kind}"),
            luma: canvas.luma(),
            may,
        }
    }
}

fn size(dice: &mut Dice) -> (usize, usize) {
    match dice.below(10) {
        0..6 => (640, 480),
        6..8 => (1280, 720),
        8 => (320, 240),
        _ => (200 + dice.below(700), 200 + dice.below(700)),
    }
}

fn blank(dice: &mut Dice) -> Canvas {
    let (width, height) = size(dice);
    Canvas::new(width, height, dice.even(120.0, 250.0))
}

/// Somewhat blurred and grainy, as a camera sees everything.
fn photographed(canvas: &mut Canvas, dice: &mut Dice) {
    let sigma = dice.even(0.0, 1.2);
    canvas.blur(canvas.whole(), sigma);
    let deviation = dice.even(0.0, 5.0);
    canvas.grain(deviation, dice);
}

fn noise(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let (width, height) = size(dice);
    let mut canvas = Canvas::new(width, height, 128.0);
    if dice.chance(0.5) {
        canvas.grain(80.0, dice);
    } else {
        for light in &mut canvas.light {
            *light = if dice.roll() & 1 == 0 { 20.0 } else { 230.0 };
        }
    }
    // Blurred and stretched again: blobs of every size.
    let sigma = dice.even(0.0, 6.0);
    canvas.blur(canvas.whole(), sigma);
    for light in &mut canvas.light {
        *light = 128.0 + (*light - 128.0) * (1.0 + sigma * 3.0);
    }
    (canvas, vec![])
}

fn text(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let height = dice.even(7.0, 40.0);
    let letters = (canvas.width as f32 / (height * 6.0 / 7.0)) as usize;
    let mut top = height;
    while top + height < canvas.height as f32 {
        canvas.words(height, top, height, letters.saturating_sub(2), 30.0, dice);
        top += height * 1.6;
    }
    photographed(&mut canvas, dice);
    (canvas, vec![])
}

fn grid(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let (across, down) = (dice.even(2.0, 40.0), dice.even(2.0, 40.0));
    let (turn, share, checks) = (dice.even(0.0, 0.8), dice.even(0.2, 0.8), dice.chance(0.5));
    let (sine, cosine) = turn.sin_cos();
    let whole = canvas.whole();
    canvas.paint(whole, |x, y, light| {
        let (u, v) = (
            (x * cosine + y * sine) / across,
            (y * cosine - x * sine) / down,
        );
        let dark = if checks {
            (u.floor() + v.floor()) as i64 % 2 == 0
        } else {
            u - u.floor() < share || v - v.floor() < share * 0.5
        };
        if dark { 25.0 } else { light }
    });
    photographed(&mut canvas, dice);
    (canvas, vec![])
}

/// EAN-13, whose first digit is told by the parities of the left half.
fn barcode(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    const LEFT: [u8; 10] = [
        0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111,
        0b011_1011, 0b011_0111, 0b000_1011,
    ];
    const PARITIES: [u8; 10] = [
        0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101,
        0b01_0110, 0b01_1010,
    ];
    let mut canvas = blank(dice);
    for _ in 0..1 + dice.below(4) {
        let mut digits: Vec<usize> = (0..12).map(|_| dice.below(10)).collect();
        let sum: usize = digits
            .iter()
            .enumerate()
            .map(|(place, digit)| digit * if place % 2 == 0 { 1 } else { 3 })
            .sum();
        digits.push((10 - sum % 10) % 10);
        let mut bars = vec![true, false, true];
        for (place, digit) in digits[1..].iter().enumerate() {
            if place == 6 {
                bars.extend([false, true, false, true, false]);
            }
            let odd = LEFT[*digit];
            let even = (odd ^ 0x7f).reverse_bits() >> 1;
            let code = match place {
                0..6 if PARITIES[digits[0]] >> (5 - place) & 1 == 1 => even,
                0..6 => odd,
                _ => odd ^ 0x7f,
            };
            bars.extend((0..7).rev().map(|bit| code >> bit & 1 == 1));
        }
        bars.extend([true, false, true]);
        let module = dice.even(1.5, 5.0);
        let (left, top) = (
            dice.even(10.0, canvas.width as f32 * 0.5),
            dice.even(10.0, canvas.height as f32 * 0.7),
        );
        let tall = dice.even(30.0, 200.0);
        canvas.rectangle(
            left - 9.0 * module,
            top - 5.0,
            113.0 * module,
            tall + 10.0,
            240.0,
        );
        for (place, _) in bars.iter().enumerate().filter(|(_, bar)| **bar) {
            canvas.rectangle(left + place as f32 * module, top, module, tall, 20.0);
        }
    }
    photographed(&mut canvas, dice);
    (canvas, vec![])
}

/// A text of any kind with its modules.
fn coded(dice: &mut Dice) -> (String, Modules) {
    let text = match dice.below(5) {
        0 => texts::citizen_card(dice),
        1 => texts::personal_code(dice),
        2 => texts::insurance_card(dice),
        3 => texts::address(dice),
        _ => {
            let length = 40 + dice.below(300);
            texts::certificate(dice, length)
        }
    };
    let level = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H][dice.below(4)];
    let modules = texts::modules(text.as_bytes(), level);
    (text, modules)
}

/// Draws a code as large as fits, turned a little, and gives its left, top and the pixels of a module.
fn placed(canvas: &mut Canvas, modules: &Modules, dice: &mut Dice) -> (f32, f32, f32) {
    let room = canvas.width.min(canvas.height) as f32;
    let module = (room * dice.even(0.5, 0.8) / (modules.len() as f32 + 8.0)).max(1.0);
    let at = (
        room * 0.12 + 4.0 * module * 0.5,
        room * 0.12 + 4.0 * module * 0.5,
    );
    let angle = dice.even(-0.08, 0.08);
    let ink = if dice.chance(0.8) {
        (25.0, 235.0)
    } else {
        (235.0, 25.0)
    };
    canvas.code(modules, at, module, angle, ink);
    (at.0, at.1, module)
}

/// The text is in it, and less than half of it can be seen: who still makes out the whole of it is welcome to.
fn half_code(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let (text, modules) = coded(dice);
    let (left, top, module) = placed(&mut canvas, &modules, dice);
    let side = modules.len() as f32 * module;
    let cover = dice.even(30.0, 220.0);
    let (wide, tall) = (canvas.width as f32, canvas.height as f32);
    match dice.below(4) {
        0 => canvas.rectangle(left + side * 0.45, 0.0, wide, tall, cover),
        1 => canvas.rectangle(0.0, top + side * 0.45, wide, tall, cover),
        2 => canvas.rectangle(0.0, 0.0, left + side * 0.55, tall, cover),
        _ => canvas.ellipse(
            (left + side * 0.5, top + side * 0.5),
            (side * 0.48, side * 0.42),
            cover,
        ),
    }
    photographed(&mut canvas, dice);
    (canvas, vec![text.into_bytes()])
}

/// Data modules turned beyond what the code can correct; its squares and its timing stay.
fn flipped(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let (text, mut modules) = coded(dice);
    let (count, share) = (modules.len(), dice.even(0.12, 0.5));
    for (y, row) in modules.iter_mut().enumerate() {
        for (x, module) in row.iter_mut().enumerate() {
            let drawn = x == 6
                || y == 6
                || (x < 9 && y < 9)
                || (x + 9 > count && y < 9)
                || (x < 9 && y + 9 > count);
            *module ^= !drawn && dice.chance(share);
        }
    }
    placed(&mut canvas, &modules, dice);
    photographed(&mut canvas, dice);
    (canvas, vec![text.into_bytes()])
}

/// 140 whole codes: all of them may be read, within the time of one picture.
fn page(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    const ACROSS: usize = 14;
    const DOWN: usize = 10;
    let (width, height) = if dice.chance(0.5) {
        (1280, 960)
    } else {
        (1120, 800)
    };
    let mut canvas = Canvas::new(width, height, 240.0);
    let cell = (width as f32 / ACROSS as f32).min(height as f32 / DOWN as f32);
    let mut may = Vec::new();
    for place in 0..ACROSS * DOWN {
        let text = format!("{:06X}", dice.roll() >> 40);
        let modules = texts::modules_of_version(text.as_bytes(), 1, EcLevel::M);
        let module = cell / 30.0;
        let at = (
            (place % ACROSS) as f32 * cell + 4.5 * module,
            (place / ACROSS) as f32 * cell + 4.5 * module,
        );
        canvas.code(&modules, at, module, 0.0, (20.0, 240.0));
        may.push(text.into_bytes());
    }
    photographed(&mut canvas, dice);
    (canvas, may)
}

/// A screen's dots beating with the camera's, windows and words on it.
fn monitor(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let (width, height) = size(dice);
    let mut canvas = Canvas::new(width, height, dice.even(150.0, 240.0));
    let (w, h) = (width as f32, height as f32);
    for _ in 0..3 + dice.below(8) {
        let (x, y) = (dice.even(0.0, w * 0.8), dice.even(0.0, h * 0.8));
        let (wide, tall) = (dice.even(0.1, 0.5) * w, dice.even(0.1, 0.5) * h);
        canvas.rectangle(x, y, wide, tall, dice.even(20.0, 250.0));
        canvas.rectangle(x, y, wide, 12.0, dice.even(20.0, 120.0));
        for line in 0..6 {
            let letters = (wide / 9.0) as usize;
            canvas.words(
                x + 6.0,
                y + 18.0 + line as f32 * 15.0,
                9.0,
                letters,
                dice.even(10.0, 240.0),
                dice,
            );
        }
    }
    let (pitch, turn, depth) = (
        dice.even(1.02, 3.4),
        dice.even(-0.1, 0.1),
        dice.even(0.2, 0.8),
    );
    let whole = canvas.whole();
    canvas.paint(whole, |x, y, light| {
        let (u, v) = ((x + y * turn) / pitch, (y - x * turn) / pitch);
        let wave = |place: f32| (place - place.floor() - 0.5).abs() * 2.0;
        light * (1.0 - depth * wave(u) * (0.5 + 0.5 * wave(v)))
    });
    canvas.grain(3.0, dice);
    (canvas, vec![])
}

/// Modules drawn by chance but for what `fixed` says of them, at a place and size by chance.
fn symbol(
    columns: usize,
    rows: usize,
    dice: &mut Dice,
    fixed: impl Fn(usize, usize) -> Option<bool>,
) -> Canvas {
    let mut canvas = blank(dice);
    let module = (canvas.width.min(canvas.height) as f32 * dice.even(0.4, 0.85)
        / columns.max(rows) as f32)
        .max(1.0);
    let (left, top) = (module * 4.0, module * 4.0);
    canvas.rectangle(
        left - 3.0 * module,
        top - 3.0 * module,
        (columns as f32 + 6.0) * module,
        (rows as f32 + 6.0) * module,
        240.0,
    );
    for row in 0..rows {
        for column in 0..columns {
            if fixed(column, row).unwrap_or_else(|| dice.chance(0.5)) {
                canvas.rectangle(
                    left + column as f32 * module,
                    top + row as f32 * module,
                    module,
                    module,
                    20.0,
                );
            }
        }
    }
    photographed(&mut canvas, dice);
    canvas
}

/// A solid left and lower edge, a dotted upper and right one.
fn data_matrix(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let side = 10 + 2 * dice.below(30);
    let canvas = symbol(side, side, dice, |x, y| match (x, y) {
        (0, _) => Some(true),
        (_, y) if y == side - 1 => Some(true),
        (x, 0) => Some(x % 2 == 0),
        (x, y) if x == side - 1 => Some(y % 2 == 1),
        _ => None,
    });
    (canvas, vec![])
}

/// Squares within squares in the middle.
fn aztec(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let side = 15 + 4 * dice.below(15);
    let canvas = symbol(side, side, dice, |x, y| {
        let ring = x.abs_diff(side / 2).max(y.abs_diff(side / 2));
        (ring < 6).then_some(ring % 2 == 0)
    });
    (canvas, vec![])
}

/// Stacked rows between two columns of bars.
fn pdf417(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let (columns, rows) = (17 * (4 + dice.below(8)), 3 * (4 + dice.below(16)));
    let canvas = symbol(columns, rows, dice, |x, y| match x {
        0..17 => Some(b"11111111010101000"[x] == b'1'),
        _ if x + 17 >= columns => Some(b"11111110100010100"[x + 17 - columns] == b'1'),
        _ => Some((x * 31 + (y / 3) * 17 + x * x * (y / 3)) % 7 < 3),
    });
    (canvas, vec![])
}

/// Whether the square of a finder whose own corner is (0, 0) is dark here; None outside it and its rim.
fn finder(x: usize, y: usize) -> Option<bool> {
    let ring = x.abs_diff(3).max(y.abs_diff(3));
    (x < 8 && y < 8).then_some(matches!(ring, 0 | 1 | 3))
}

/// One square instead of three: a micro code's frame, with data by chance.
fn micro(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let side = 11 + 2 * dice.below(4);
    let canvas = symbol(side, side, dice, |x, y| {
        finder(x, y).or(match (x, y) {
            (x, 0) => Some(x % 2 == 0),
            (0, y) => Some(y % 2 == 0),
            _ => None,
        })
    });
    (canvas, vec![])
}

/// Hundreds of a code's squares and no code.
fn finders(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let even = dice.chance(0.5);
    let module = dice.even(1.5, 4.0);
    let step = module * 9.0;
    let (w, h) = (canvas.width as f32, canvas.height as f32);
    for place in 0..20 + dice.below(300) {
        let (left, top) = if even {
            let across = (w / step) as usize;
            (
                (place % across) as f32 * step,
                (place / across) as f32 * step,
            )
        } else {
            (dice.even(0.0, w), dice.even(0.0, h))
        };
        for (inset, level) in [(0.0, 25.0), (1.0, 235.0), (2.0, 25.0)] {
            let side = (7.0 - 2.0 * inset) * module;
            canvas.rectangle(
                left + inset * module,
                top + inset * module,
                side,
                side,
                level,
            );
        }
    }
    photographed(&mut canvas, dice);
    (canvas, vec![])
}

/// Two codes, one over the other.
fn overlaid(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let ((one, under), (other, over)) = (coded(dice), coded(dice));
    let (left, top, module) = placed(&mut canvas, &under, dice);
    let side = under.len() as f32 * module;
    let smaller = side * dice.even(0.3, 0.6) / over.len() as f32;
    let at = (
        left + side * dice.even(0.1, 0.6),
        top + side * dice.even(0.1, 0.6),
    );
    canvas.code(
        &over,
        at,
        smaller.max(1.0),
        dice.even(-0.3, 0.3),
        (25.0, 235.0),
    );
    photographed(&mut canvas, dice);
    (canvas, vec![one.into_bytes(), other.into_bytes()])
}

/// Seen in a mirror: its text may be made out.
fn mirrored(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let (text, mut modules) = coded(dice);
    for row in &mut modules {
        row.reverse();
    }
    placed(&mut canvas, &modules, dice);
    photographed(&mut canvas, dice);
    (canvas, vec![text.into_bytes()])
}

/// Both copies of the format, and of the version where there is one, say something else than the modules were masked by.
fn wrong_format(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let (text, mut modules) = coded(dice);
    let count = modules.len();
    for place in 0..9 {
        if place != 6 {
            modules[8][place] = dice.chance(0.5);
            modules[place][8] = dice.chance(0.5);
        }
        if place < 8 {
            modules[8][count - 1 - place] = dice.chance(0.5);
            modules[count - 1 - place][8] = dice.chance(0.5);
        }
    }
    placed(&mut canvas, &modules, dice);
    photographed(&mut canvas, dice);
    (canvas, vec![text.into_bytes()])
}

/// Rings that become finer outwards, down to what pixels can show.
fn zone_plate(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut canvas = blank(dice);
    let (x0, y0) = (
        dice.even(0.0, canvas.width as f32),
        dice.even(0.0, canvas.height as f32),
    );
    let rate = dice.even(0.0005, 0.01);
    let whole = canvas.whole();
    canvas.paint(whole, |x, y, _| {
        128.0 + 110.0 * (rate * ((x - x0).powi(2) + (y - y0).powi(2))).sin()
    });
    photographed(&mut canvas, dice);
    (canvas, vec![])
}

fn clutter(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let (width, height) = size(dice);
    let mut canvas = room::cluttered(width, height, dice);
    canvas.grain(2.0, dice);
    (canvas, vec![])
}

/// Hardly a picture: a pixel, a line, all of one brightness.
fn degenerate(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let (width, height) = match dice.below(6) {
        0 => (1, 1),
        1 => (1 + dice.below(4), 1 + dice.below(900)),
        2 => (1 + dice.below(1900), 1 + dice.below(3)),
        3 => (16 + dice.below(20), 16 + dice.below(20)),
        _ => (640, 480),
    };
    let mut canvas = Canvas::new(width, height, dice.even(-20.0, 275.0));
    if dice.chance(0.4) {
        canvas.grain(60.0, dice);
    }
    (canvas, vec![])
}

/// A whole code on paper that was crumpled until hardly a module lies where it was.
fn crumpled(dice: &mut Dice) -> (Canvas, Vec<Vec<u8>>) {
    let mut flat = blank(dice);
    let (text, modules) = coded(dice);
    let (_, _, module) = placed(&mut flat, &modules, dice);
    let waves: Vec<[f32; 4]> = (0..5)
        .map(|_| {
            [
                module * dice.even(0.4, 2.5),
                dice.even(0.01, 0.12),
                dice.even(0.01, 0.12),
                dice.even(0.0, 6.3),
            ]
        })
        .collect();
    let mut canvas = flat.clone();
    let whole = canvas.whole();
    canvas.paint(whole, |x, y, _| {
        let (mut u, mut v) = (x, y);
        for [size, across, down, phase] in &waves {
            u += size * (y * down + phase).sin();
            v += size * (x * across - phase).sin();
        }
        let column = (u.max(0.0) as usize).min(flat.width - 1);
        let row = (v.max(0.0) as usize).min(flat.height - 1);
        flat.light[row * flat.width + column]
    });
    photographed(&mut canvas, dice);
    (canvas, vec![text.into_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_drawn_and_drawn_alike_each_time() {
        for number in 0..KINDS.len() {
            let (one, other) = (Foreign::of(9, number), Foreign::of(9, number));
            assert!(
                one.luma == other.luma && one.may == other.may,
                "{}",
                one.name
            );
            assert_eq!(
                one.luma.bytes.len(),
                one.luma.width as usize * one.luma.height as usize
            );
        }
    }

    #[test]
    fn an_undamaged_code_of_this_drawing_is_read_so_that_the_damage_is_what_stops_it() {
        let mut dice = Dice::of(9, "sound");
        let mut canvas = Canvas::new(640, 480, 200.0);
        let (text, modules) = coded(&mut dice);
        placed(&mut canvas, &modules, &mut dice);
        let luma = canvas.luma();
        let scan = kiosk::scanner::Scanner::new().read(&luma, kiosk::scanner::Effort::Every);
        let texts: Vec<Vec<u8>> = scan.codes.into_iter().map(|code| code.text).collect();
        assert_eq!(texts, [text.into_bytes()]);
    }
}
