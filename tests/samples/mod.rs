//! The pictures of `assets/samples`: what a gate without a camera plays into its demo ledger.
//!
//! Seven moments in front of a webcam of 1280×720, in the order of their names. The people are invented, the drawing
//! takes no outside picture and no font, and the same program draws the same bytes on every system: it only adds,
//! multiplies, divides and takes square roots.

pub mod held;
mod scene;

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use qrcode::{EcLevel, QrCode};

use held::Held;
use scene::{Quad, Scene};

/// One picture and what is written in the code it shows.
pub struct Sample {
    /// Its file's name; the names sort in showing order.
    pub name: &'static str,
    /// The text of the code in view; None where there is no code.
    pub text: Option<String>,
    /// A sharp code: plain rqrr reads it at full size.
    pub readable: bool,
    /// The file's bytes, a JPEG.
    pub file: Vec<u8>,
}

/// All samples in showing order.
pub fn all() -> Vec<Sample> {
    let an = "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi|12052021";
    let be =
        "051190000002||Trần Thị Bé|20111990|Nữ|Tổ 3, Châu Ổ, Bình Sơn, Quảng Ngãi|01082024||||";
    let han = "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100|<1<HS4010120878821<0944713700";
    let cu = "051045000003||Phạm Văn Cũ|1945|Nam|Bình Châu, Bình Sơn, Quảng Ngãi|10072022";
    vec![
        draw(
            "01-citizen-card-2021.jpg",
            an,
            Held::CardOf2021,
            Quad([(196., 150.), (1004., 118.), (1030., 634.), (212., 652.)]),
        ),
        draw(
            "02-citizen-card-2024.jpg",
            be,
            Held::CardOf2024,
            Quad([(262., 130.), (1052., 166.), (1030., 664.), (236., 640.)]),
        ),
        draw(
            "03-personal-code.jpg",
            han,
            Held::Phone,
            Quad([(470., 64.), (792., 76.), (782., 704.), (452., 694.)]),
        ),
        draw(
            "04-insurance-card.jpg",
            &insurance_card(),
            Held::InsuranceCard,
            Quad([(150., 122.), (1096., 150.), (1084., 702.), (142., 690.)]),
        ),
        draw(
            "05-bank-code.jpg",
            &bank_code(),
            Held::Stand,
            Quad([(448., 60.), (846., 52.), (868., 610.), (436., 622.)]),
        ),
        empty("06-empty-scene.jpg"),
        blurred(
            "07-blurred.jpg",
            cu,
            Quad([(214., 132.), (1012., 140.), (1020., 650.), (206., 640.)]),
        ),
    ]
}

fn draw(name: &'static str, text: &str, held: Held, at: Quad) -> Sample {
    let mut scene = Scene::room(true);
    scene.hold(held, &code(text), at);
    Sample {
        name,
        text: Some(text.to_owned()),
        readable: true,
        file: file(scene.seen(name)),
    }
}

fn empty(name: &'static str) -> Sample {
    Sample {
        name,
        text: None,
        readable: false,
        file: file(Scene::room(false).seen(name)),
    }
}

fn blurred(name: &'static str, text: &str, at: Quad) -> Sample {
    let mut scene = Scene::room(true);
    scene.hold(Held::CardOf2021, &code(text), at);
    scene.blur(9);
    Sample {
        name,
        text: Some(text.to_owned()),
        readable: false,
        file: file(scene.seen(name)),
    }
}

/// The code's modules, dark ones true, row by row; at the low correction that cards are printed with.
fn code(text: &str) -> Vec<Vec<bool>> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::L).expect("the sample fits a QR code");
    let dark: Vec<bool> = code
        .to_colors()
        .iter()
        .map(|colour| *colour == qrcode::Color::Dark)
        .collect();
    dark.chunks(code.width()).map(<[bool]>::to_vec).collect()
}

fn file(picture: RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 85)
        .encode_image(&picture)
        .expect("a JPEG is written to memory");
    bytes
}

/// An insurance card's text: names and addresses are the hexadecimal digits of their UTF-8.
fn insurance_card() -> String {
    let hex = |text: &str| {
        text.bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    format!(
        "GD4515100000004|{}|12/04/1988|2|{}|51 - 001|01/01/2026|31/12/2026|24/12/2025|51055100000004|-|4|01/01/2030|0123456789abcdef-1202|$",
        hex("Lê Thị Mây"),
        hex("Bình Trung, Bình Sơn, Quảng Ngãi"),
    )
}

/// A money-transfer code as shops put it on their counters: EMVCo's tags, lengths and values, then the check.
fn bank_code() -> String {
    let field = |tag: &str, value: &str| format!("{tag}{:02}{value}", value.len());
    let account = field("00", "970499") + &field("01", "0000000000001");
    let transfer = field("00", "A000000727") + &field("01", &account) + &field("02", "QRIBFTTA");
    let open = field("00", "01")
        + &field("01", "11")
        + &field("38", &transfer)
        + &field("53", "704")
        + &field("58", "VN")
        + "6304";
    let check = crc16(open.as_bytes());
    format!("{open}{check:04X}")
}

/// CRC-16 with polynomial 0x1021 and start 0xFFFF (EMVCo's choice).
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 {
                crc << 1
            } else {
                (crc << 1) ^ 0x1021
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_the_one_that_emvco_takes() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
    }
}
