//! *Reading*: pictures that are drawn to measure reading by, each with what may be read from it.
//!
//! Nothing is stored: a seed and a number give the same picture each time. What is true comes from how a picture was
//! made, never from what a decoder says about it.

pub mod canvas;
pub mod clips;
pub mod dice;
pub mod empty;
pub mod foreign;
pub mod near;
pub mod optics;
pub mod room;
pub mod surface;
pub mod texts;

/// The seed of the pictures that tests and benches draw.
pub const SEED: u64 = 20_261_125;

/// Texts that stand in photographs of the corpus besides the one in their text file. In the first the code corrects
/// without a rest and counts as many characters as these words have, so its text file is mistaken; the second is a code
/// within a code.
pub const ALSO: [(&str, &str); 2] = [
    (
        "qrcode-2/13.png",
        "The 2005 USGS aerial photography of the Washington Monument is censored.",
    ),
    (
        "qrcode-2/16.png",
        "[内側QRコード]\r\n\r\n*ダブルQR*\r\nhttp://d-qr.net/ex/",
    ),
];
