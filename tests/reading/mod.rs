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

/// Photographs whose text file says something else than their code does, and what the code says: it corrects without a
/// rest, and the number of its characters is that of these words, not of the file's.
pub const MISTAKEN: [(&str, &str); 1] = [(
    "qrcode-2/13.png",
    "The 2005 USGS aerial photography of the Washington Monument is censored.",
)];
