//! *Code*: a QR code that this post's screen shows to another one's camera, or to a phone that carries it there.

use qrcode::render::unicode::Dense1x2;
use qrcode::{Color, EcLevel, QrCode};

/// A code's modules at level M: rows from above, `1` where a module is dark, without the quiet zone around them. Empty
/// for a text longer than any code holds, 2,331 bytes.
pub fn modules(text: &str) -> Vec<String> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return Vec::new();
    };
    let dark = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    let colors = code.to_colors();
    let rows = colors.chunks(code.width());
    rows.map(|row| row.iter().map(dark).collect()).collect()
}

/// The same for a terminal, with the quiet zone: two modules a letter, light where the terminal's ink is, since most
/// terminals are dark. Empty for a text longer than any code holds.
pub fn printed(text: &str) -> String {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    code.map_or_else(
        |_| String::new(),
        |code| {
            code.render::<Dense1x2>()
                .dark_color(Dense1x2::Light)
                .light_color(Dense1x2::Dark)
                .build()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luma::Luma;
    use crate::scanner::{Effort, Scanner};

    #[test]
    fn what_is_shown_is_read_again() {
        let text = "CHOTASK1:-wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let modules = modules(text);
        let (module, quiet) = (6, 4);
        let side = (modules.len() + 2 * quiet) * module;
        let mut luma = vec![230; side * side];
        for (y, row) in modules.iter().enumerate() {
            for (x, _) in row.bytes().enumerate().filter(|(_, bit)| *bit == b'1') {
                for dy in 0..module {
                    let at = ((y + quiet) * module + dy) * side + (x + quiet) * module;
                    luma[at..at + module].fill(20);
                }
            }
        }
        let side = u32::try_from(side).unwrap();
        let luma = Luma::new(side, side, luma).unwrap();
        let scan = Scanner::new().read(&luma, Effort::Every);
        let texts: Vec<_> = scan.codes.into_iter().map(|code| code.text).collect();
        assert_eq!(texts, [text.as_bytes()]);
    }

    #[test]
    fn a_text_that_no_code_holds_has_none() {
        let text = "a".repeat(2_332);
        assert!(modules(&text).is_empty() && printed(&text).is_empty());
    }
}
