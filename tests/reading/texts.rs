//! *Texts*: what is written in the codes of invented people, and the modules that say it.

use qrcode::{Color, EcLevel, QrCode, Version};

use super::dice::Dice;

/// Rows of modules, dark ones true.
pub type Modules = Vec<Vec<bool>>;

const FAMILY: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương",
];
const MIDDLE: &[&str] = &[
    "Văn",
    "Thị",
    "Hữu",
    "Thị Ngọc",
    "Đức",
    "Minh",
    "Quang",
    "Thị Mỹ",
    "Xuân",
    "Gia",
];
const GIVEN: &[&str] = &[
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Điệp",
    "Hạnh",
    "Khuê",
    "Lộc",
    "Nguyệt",
    "Phượng",
    "Quỳnh",
    "Thuỷ",
    "Tuấn",
    "Uyên",
    "Vỹ",
    "Yến",
];
const HAMLET: &[&str] = &[
    "Thôn Phú Lễ 1",
    "Tổ 3",
    "Thôn Tây Thuận",
    "Xóm 5",
    "Khu dân cư 12",
    "Ấp Bình Hoà",
    "Số 14, ngõ 2",
];
const COMMUNE: &[&str] = &[
    "Bình Trung",
    "Châu Ổ",
    "Bình Châu",
    "Tịnh Kỳ",
    "Nghĩa Lộ",
    "Trà Xuân",
    "Phổ Thạnh",
    "Sơn Hạ",
];
const PROVINCE: &[&str] = &[
    "Bình Sơn, Quảng Ngãi",
    "Hoài Nhơn, Bình Định",
    "Thăng Bình, Quảng Nam",
    "Quận 7, TP. Hồ Chí Minh",
    "Gia Lâm, Hà Nội",
];

/// A citizen card's text, of 2021 or of 2024.
pub fn citizen_card(dice: &mut Dice) -> String {
    let digits = digits(dice, 9);
    let born = format!(
        "{:02}{:02}{}",
        1 + dice.below(28),
        1 + dice.below(12),
        1945 + dice.below(62)
    );
    let issued = format!(
        "{:02}{:02}{}",
        1 + dice.below(28),
        1 + dice.below(12),
        2021 + dice.below(5)
    );
    let old = if dice.chance(0.5) {
        digits[..9].to_owned()
    } else {
        String::new()
    };
    let sex = dice.pick(&["Nam", "Nữ"]);
    let tail = if dice.chance(0.3) { "||||" } else { "" };
    format!(
        "051{digits}|{old}|{}|{born}|{sex}|{}, {}, {}|{issued}{tail}",
        person(dice),
        dice.pick(HAMLET),
        dice.pick(COMMUNE),
        dice.pick(PROVINCE),
    )
}

/// A citizen card's text and its modules, in the versions 6 and 7 that cards are printed with.
pub fn printed_card(dice: &mut Dice) -> (String, Modules) {
    loop {
        let text = citizen_card(dice);
        let modules = modules(text.as_bytes(), EcLevel::L);
        if (41..=45).contains(&modules.len()) {
            return (text, modules);
        }
    }
}

/// The national personal code's text.
pub fn personal_code(dice: &mut Dice) -> String {
    format!(
        "{}|NGUYEN {}|19{}-{:02}-{:02}|{}|{}|<1<HS40{}<0{}",
        digits(dice, 12),
        dice.pick(&["LE KHA HAN", "VAN TAM", "THI UT", "QUOC KHANH", "MINH CHAU"]),
        50 + dice.below(49),
        1 + dice.below(12),
        1 + dice.below(28),
        dice.below(2),
        digits(dice, 18),
        digits(dice, 11),
        digits(dice, 9),
    )
}

/// A health-insurance card's text: names and addresses are the hexadecimal digits of their UTF-8.
pub fn insurance_card(dice: &mut Dice) -> String {
    let hex = |text: String| {
        text.bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    let number = digits(dice, 10);
    format!(
        "GD45151{number}|{}|12/04/19{}|{}|{}|51 - 001|01/01/2026|31/12/2026|24/12/2025|5105{number}|-|4|01/01/2030|{:016x}-1202|$",
        hex(person(dice)),
        50 + dice.below(49),
        1 + dice.below(2),
        hex(format!("{}, {}", dice.pick(COMMUNE), dice.pick(PROVINCE))),
        dice.roll(),
    )
}

/// A certificate's text of so many characters of the alphanumeric mode.
pub fn certificate(dice: &mut Dice, length: usize) -> String {
    alphanumeric("HC1:", dice, length)
}

/// A text as long as a code of version 15 and level M holds, as a declaration's pass.
pub fn pass(dice: &mut Dice) -> String {
    alphanumeric("CHOT1:", dice, 600)
}

fn alphanumeric(begin: &str, dice: &mut Dice, length: usize) -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let drawn = (begin.len()..length).map(|_| char::from(LETTERS[dice.below(LETTERS.len())]));
    begin.chars().chain(drawn).collect()
}

/// A web page's or an app's text: what a visitor may hold up by mistake.
pub fn address(dice: &mut Dice) -> String {
    format!("https://kiosk.example/t/{:X}", dice.roll() >> 20)
}

/// The code's modules at a level of correction.
///
/// # Panics
/// Where the text is too long for a code.
pub fn modules(text: &[u8], level: EcLevel) -> Modules {
    rows(&QrCode::with_error_correction_level(text, level).expect("the text fits a code"))
}

/// The code's modules in a version of its own.
///
/// # Panics
/// Where the text is too long for it.
pub fn modules_of_version(text: &[u8], version: i16, level: EcLevel) -> Modules {
    rows(
        &QrCode::with_version(text, Version::Normal(version), level)
            .expect("the text fits the version"),
    )
}

fn rows(code: &QrCode) -> Modules {
    let dark: Vec<bool> = code
        .to_colors()
        .iter()
        .map(|colour| *colour == Color::Dark)
        .collect();
    dark.chunks(code.width()).map(<[bool]>::to_vec).collect()
}

fn person(dice: &mut Dice) -> String {
    format!(
        "{} {} {}",
        dice.pick(FAMILY),
        dice.pick(MIDDLE),
        dice.pick(GIVEN)
    )
}

fn digits(dice: &mut Dice, count: usize) -> String {
    (0..count)
        .map(|_| char::from(b'0' + dice.below(10) as u8))
        .collect()
}
