//! *Frames*: what a camera sees in tests: a grey wall, and codes held before it.

use qrcode::{Color, EcLevel, QrCode};

pub const WIDTH: u32 = 1280;
pub const HEIGHT: u32 = 720;

/// A wall with the codes side by side, `module` pixels a module; 1280 × 720, one byte a pixel.
///
/// # Panics
/// Where a text is too long for a code, or the codes don't fit.
pub fn with_codes(texts: &[&str], module: usize) -> Vec<u8> {
    let (width, height) = (WIDTH as usize, HEIGHT as usize);
    let mut luma = wall();
    for (place, text) in texts.iter().enumerate() {
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
            .expect("it fits a code");
        let modules = code.width() + 8;
        let side = modules * module;
        let middle = width * (2 * place + 1) / (2 * texts.len());
        assert!(
            side <= height && side <= width / texts.len(),
            "{side} pixels are too many"
        );
        let (left, top) = (middle - side / 2, (height - side) / 2);
        let colors = code.to_colors();
        for y in 0..side {
            for x in 0..side {
                let (column, row) = (x / module, y / module);
                let inside = (4..modules - 4).contains(&column) && (4..modules - 4).contains(&row);
                let dark = inside && colors[(row - 4) * code.width() + column - 4] == Color::Dark;
                luma[(top + y) * width + left + x] = if dark { 38 } else { 212 };
            }
        }
    }
    luma
}

/// A code whose squares are black and whose other ink is grey: where the picture is some times brighter only the squares
/// are left of it.
///
/// # Panics
/// Where the text is too long for a code, or the code doesn't fit.
pub fn drowning(text: &str, module: usize) -> Vec<u8> {
    let code =
        QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).expect("it fits a code");
    let (width, height) = (WIDTH as usize, HEIGHT as usize);
    let (count, side) = (code.width(), (code.width() + 8) * module);
    assert!(side <= height, "{side} pixels are too many");
    let (left, top) = ((width - side) / 2, (height - side) / 2);
    let colors = code.to_colors();
    let mut luma = vec![30; width * height];
    for y in 0..side {
        for x in 0..side {
            let (column, row) = ((x / module).wrapping_sub(4), (y / module).wrapping_sub(4));
            let dark = column < count && row < count && colors[row * count + column] == Color::Dark;
            let at_edge = |at: usize| at < 8 || (at >= count - 8 && at < count);
            let of_square = at_edge(column) && at_edge(row) && !(column >= 8 && row >= 8);
            luma[(top + y) * width + left + x] = match (dark, of_square) {
                (true, true) => 3,
                (true, false) => 60,
                (false, _) => 200,
            };
        }
    }
    luma
}

/// Nobody there.
pub fn wall() -> Vec<u8> {
    let width = WIDTH as usize;
    (0..width * HEIGHT as usize)
        .map(|place| u8::try_from(70 + (place % width) * 90 / width).unwrap_or(u8::MAX))
        .collect()
}

/// The citizen card of an invented person; another number, another person.
pub fn card(number: u32) -> String {
    const FAMILY: [&str; 6] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đỗ"];
    const GIVEN: [&str; 8] = ["An", "Bé", "Cường", "Dung", "Đức", "Hạnh", "Khuê", "Ánh"];
    let family = FAMILY[number as usize % FAMILY.len()];
    let given = GIVEN[number as usize / FAMILY.len() % GIVEN.len()];
    let year = 1950 + number % 55;
    format!(
        "051{number:09}||{family} Thị {given}|0503{year}|Nữ|Tổ 3, Châu Ổ, Bình Sơn, Quảng Ngãi|10072022"
    )
}

/// A bank's code, as at a shop's counter.
pub const BANK: &str =
    "00020101021138540010A00000072701240006970436011012345678900208QRIBFTTA53037045802VN6304ABCD";
/// A card with a birth date that is none.
pub const IMPOSSIBLE: &str =
    "051090000009||Lê Thị Lạ|31022000|Nữ|Bình Châu, Bình Sơn, Quảng Ngãi|10072022";
/// A text that nobody knows.
pub const UNKNOWN: &str = "vneid 7f3a91c0 5b2e44d1 90aa";
